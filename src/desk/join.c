/* Joining: see join.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/join.h"

#include "desk/keyfile.h"
#include "os/file.h"
#include "seal/armor.h"
#include "store/log.h"

#include <stdio.h>

enum { PATH_BYTES = 4096 };

static const char *path_of(const char *dir, const char *name,
	char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/%s", dir, name);

	must(len > 0 && len < PATH_BYTES);
	return ret_path;
}

static const err *folders_make(const char *dir)
{
	static const char *const wanted[] = {"desk.making", "desk.making/files"};
	static const char *const left[] = {"desk.making/key.age",
		"desk.making/log.pack", "desk.making/request"};
	char path[PATH_BYTES];
	const err *e = NULL;

	if (file_exists(path_of(dir, "desk", path))) { /* [join-2] */
		return err_make(ERR_EXISTS,
			"there is a desk in that folder already");
	}
	e = file_folder_make(dir);
	for (size_t i = 0; e == NULL && i < NELEM(wanted); i++) {
		e = file_folder_make(path_of(dir, wanted[i], path));
	}
	for (size_t i = 0; e == NULL && i < NELEM(left); i++) {
		e = file_remove(path_of(dir, left[i], path));
	}
	return e;
}

/* A log with nothing in it yet. */
static const err *log_make(const char *dir, const struct keyfile *keys)
{
	struct log_device device = {str_bytes(keys->org, sizeof(keys->org)),
		&keys->sign, &keys->identity, &keys->anchor};
	struct log *log = NULL;
	char path[PATH_BYTES];
	const err *e = log_open(&log, path_of(dir, "desk.making/log.pack",
		path), &device);

	log_close(&log);
	return e;
}

static const err *files_make(const struct join_ask *ask,
	const struct keyfile *keys, str request)
{
	char path[PATH_BYTES], to[PATH_BYTES];
	const err *e = folders_make(ask->dir);

	if (e == NULL) e = log_make(ask->dir, keys);
	if (e == NULL) {
		e = file_create(path_of(ask->dir, "desk.making/request", path),
			request);
	}
	if (e == NULL) {
		e = keyfile_save(keys, path_of(ask->dir, "desk.making/key.age",
			path), ask->passphrase);
	}
	if (e == NULL) {
		e = file_folder_sync(path_of(ask->dir, "desk.making", path));
	}
	return e != NULL ? e : file_rename(path, path_of(ask->dir, "desk", to));
}

const err *join_begin(const struct join_ask *ask, struct buf *ret_request,
	struct buf *ret_digits)
{
	struct join_invitation invitation;
	struct join_request request = {.name = str_trim(ask->name)};
	struct keyfile keys = {0};
	struct buf tidy = {0};
	const err *e = NULL;

	join_text_tidy(ask->invitation, &tidy);
	if (ask->passphrase.len < KEYFILE_PASSPHRASE_MIN) {
		e = err_make(ERR_REFUSED,
			"the passphrase is shorter than %d letters",
			KEYFILE_PASSPHRASE_MIN);
	} else if (!join_invitation_read(buf_str(&tidy), &invitation)) {
		e = err_make(ERR_USAGE, "this is no invitation");
	}
	if (e != NULL) goto out;
	keyfile_make_joining(&keys, invitation.org, invitation.roster);
	request.org = invitation.org;
	request.roster = invitation.roster;
	request.key = keys.sign.public;
	request.recipient = keys.identity.recipient;
	if (!join_request_write(&request, ret_request)) {
		e = err_make(ERR_USAGE, "the device needs a name of one line");
	}
	if (e == NULL) e = files_make(ask, &keys, buf_str(ret_request));
	if (e == NULL) join_request_digits(&request, ret_digits);
	keyfile_close(&keys);
out:
	buf_close(&tidy);
	return e;
}

const err *join_again(const char *dir, struct buf *ret_request,
	struct buf *ret_digits)
{
	struct join_request request;
	char path[PATH_BYTES];
	const err *e = file_read(path_of(dir, "desk/request", path),
		JOIN_TEXT_MAX, ret_request);

	if (e == NULL && !join_request_read(buf_str(ret_request), &request)) {
		e = err_make(ERR_FORMAT, "the request is damaged");
	}
	if (e == NULL) join_request_digits(&request, ret_digits);
	return e;
}

static bool armor_off(str text, struct buf *out)
{
	struct armor_reader reader = {0};
	bool right = armor_read(&reader, text, out) &&
		armor_read_end(&reader, out);

	armor_reader_close(&reader);
	return right;
}

const err *join_welcome_keep(const char *dir, str welcome)
{
	struct buf sealed = {0}, tidy = {0};
	char path[PATH_BYTES];
	const err *e = NULL;

	if (!file_exists(path_of(dir, "desk/key.age", path))) {
		return err_make(ERR_ABSENT, "no device began to join here");
	}
	if (armor_is(welcome)) {
		join_text_tidy(welcome, &tidy);
		if (!armor_off(buf_str(&tidy), &sealed)) {
			e = err_make(ERR_USAGE, "this is no welcome");
		}
	} else {
		buf_put(&sealed, welcome);
	}
	if (e == NULL && (sealed.len > JOIN_WELCOME_BYTES_MAX ||
		!str_starts(buf_str(&sealed), S("age-encryption.org/v1\n")))) {
		e = err_make(ERR_USAGE, "this is no welcome");
	}
	if (e == NULL) {
		e = file_replace(path_of(dir, "desk/welcome.age", path),
			buf_str(&sealed));
	}
	buf_close(&tidy);
	buf_close(&sealed);
	return e;
}
