/* Lists that wait: see signed_list.h. Owns relay.lists.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/signed_list.h"

#include "base/field.h"
#include "os/file.h"
#include "os/report.h"

#include <stdio.h>

enum { PATH_BYTES = 4096, LISTS_BYTES = 16 << 20, BODY_MAX = 78 * 1024 };

const str signed_list_magic[LIST_KIND_COUNT] = {
	[LIST_DELETE] = S_INIT("bothy-delete/1"),
	[LIST_FORGET] = S_INIT("bothy-forget/1"),
};
const char *const signed_list_path[LIST_KIND_COUNT] = {
	[LIST_DELETE] = "/relay/1/delete",
	[LIST_FORGET] = "/relay/1/forget",
};
static const str keys[LIST_KIND_COUNT] = {
	[LIST_DELETE] = S_INIT("delete"), [LIST_FORGET] = S_INIT("forget")};

static const err *path_make(const char *folder, const char *suffix,
	char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/relay.lists%s", folder,
		suffix);

	if (len > 0 && len < PATH_BYTES) return NULL;
	return err_make(ERR_USAGE, "the folder's path is too long");
}

/* "KIND LENGTH" LF, that many bytes, LF: takes one off the front. */
static bool take(str *rest, enum signed_list_kind *ret_kind, str *ret_body)
{
	uint64_t length;

	for (size_t i = 0; i < LIST_KIND_COUNT; i++) {
		if (!field_number(rest, keys[i], BODY_MAX, &length)) continue;
		if (rest->len <= length || rest->at[length] != '\n') {
			return false;
		}
		*ret_kind = (enum signed_list_kind)i;
		*ret_body = str_first(*rest, (size_t)length);
		*rest = str_from(*rest, (size_t)length + 1);
		return length > 0;
	}
	return false;
}

/* All of the file; nothing when it is not there. */
static const err *lists_read(const char *folder, struct buf *out)
{
	char path[PATH_BYTES];
	const err *e = path_make(folder, "", path);

	if (e == NULL) e = file_read(path, LISTS_BYTES, out);
	return e != NULL && e->code == ERR_ABSENT ? NULL : e;
}

static const err *lists_write(const char *folder, str bytes)
{
	char path[PATH_BYTES];
	const err *e = path_make(folder, "", path);

	if (e != NULL) return e;
	return bytes.len > 0 ? file_replace(path, bytes) : file_remove(path);
}

static const err *put_aside(const char *folder)
{
	char from[PATH_BYTES], to[PATH_BYTES];
	const err *e = path_make(folder, "", from);

	report("lists for the line are damaged and put aside", UINT64_MAX);
	if (e == NULL) e = path_make(folder, ".damaged", to);
	return e != NULL ? e : file_rename(from, to);
}

const err *signed_list_add(const char *folder, enum signed_list_kind kind,
	str body)
{
	struct buf all = buf_cap(LISTS_BYTES);
	const err *e = lists_read(folder, &all);

	must(body.len > 0 && body.len <= BODY_MAX);
	if (e == NULL) {
		field_put_number(&all, keys[kind], body.len);
		buf_put(&all, body);
		buf_byte(&all, '\n');
		if (all.failed) {
			e = err_make(ERR_FULL, "too many lists wait");
		}
	}
	if (e == NULL) e = lists_write(folder, buf_str(&all));
	buf_close(&all);
	return e;
}

const err *signed_list_first(const char *folder, struct arena *arena,
	enum signed_list_kind *ret_kind, str *ret_body)
{
	struct buf all = buf_cap(LISTS_BYTES);
	const err *e = lists_read(folder, &all);
	str rest = buf_str(&all), body;

	*ret_body = S("");
	if (e == NULL && rest.len > 0) {
		if (take(&rest, ret_kind, &body)) {
			*ret_body = str_dup(arena, body);
		} else {
			e = put_aside(folder);
		}
	}
	buf_close(&all);
	return e;
}

const err *signed_list_done(const char *folder)
{
	struct buf all = buf_cap(LISTS_BYTES);
	enum signed_list_kind kind;
	const err *e = lists_read(folder, &all);
	str rest = buf_str(&all), body;

	if (e == NULL && take(&rest, &kind, &body)) {
		e = lists_write(folder, rest);
	}
	buf_close(&all);
	return e;
}
