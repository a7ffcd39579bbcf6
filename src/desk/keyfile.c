/* The key file: see keyfile.h. Its plain text lives in one buffer that is
 * wiped when closed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keyfile.h"

#include "base/field.h"
#include "base/hex.h"
#include "os/file.h"
#include "seal/age.h"
#include "seal/share.h"

#include <string.h>

#define TRAVEL_WHOLE S("bothy-travel/1")
#define TRAVEL_LITTLE S("bothy-travel/2")

enum { KEYFILE_BYTES_MAX = 8192, SEED_BYTES = 32, SEED_HEX = 64 };

static unsigned work_wanted;

void keyfile_work(unsigned work)
{
	work_wanted = work;
}

static unsigned work_of(void)
{
	return work_wanted == 0 ? AGE_SCRYPT_WORK : work_wanted;
}

void keyfile_make(struct keyfile *keys, str org)
{
	*keys = (struct keyfile){0};
	must(field_is_hex(org, sizeof(keys->org)));
	memcpy(keys->org, org.at, sizeof(keys->org));
	keys->identity = identity_make();
	keys->sign = sign_key_make();
	keys->roster = sign_key_make();
}

void keyfile_make_joining(struct keyfile *keys, str org, hash anchor)
{
	keyfile_make(keys, org);
	sign_key_close(&keys->roster);
	keys->joined = true;
	keys->anchor = anchor;
}

void keyfile_close(struct keyfile *keys)
{
	identity_close(&keys->identity);
	sign_key_close(&keys->sign);
	sign_key_close(&keys->roster);
	*keys = (struct keyfile){0};
}

static void seed_put(struct buf *out, const char *name,
	const struct sign_key *key)
{
	buf_text(out, name);
	buf_hex(out, key->seed.bytes, key->seed.size);
	buf_byte(out, '\n');
}

static void plain_write(const struct keyfile *keys, struct buf *plain)
{
	buf_text(plain, keys->joined ? "bothy-key/2\norg "
				     : "bothy-key/1\norg ");
	buf_put(plain, str_bytes(keys->org, sizeof(keys->org)));
	buf_text(plain, "\nidentity ");
	identity_write(&keys->identity, plain);
	buf_byte(plain, '\n');
	seed_put(plain, "sign ", &keys->sign);
	if (keys->joined) {
		buf_text(plain, "anchor ");
		buf_hex(plain, keys->anchor.bytes, sizeof(keys->anchor.bytes));
		buf_byte(plain, '\n');
	} else {
		seed_put(plain, "roster ", &keys->roster);
	}
}

typedef const err *put_file(const char *path, str bytes);

static const err *plain_put(str plain, const char *path, str passphrase,
	put_file *put)
{
	struct buf sealed = {0};
	const err *e;

	age_seal_passphrase(&sealed, plain, passphrase, work_of());
	e = put(path, buf_str(&sealed));
	buf_close(&sealed);
	return e;
}

static const err *keys_put(const struct keyfile *keys, const char *path,
	str passphrase, put_file *put)
{
	struct buf plain = buf_cap(KEYFILE_BYTES_MAX);
	const err *e;

	plain_write(keys, &plain);
	e = plain_put(buf_str(&plain), path, passphrase, put);
	buf_close(&plain);
	return e;
}

const err *keyfile_save(const struct keyfile *keys, const char *path,
	str passphrase)
{
	return keys_put(keys, path, passphrase, file_create);
}

const err *keyfile_unbind(const struct keyfile *keys, const char *path,
	str passphrase)
{
	return keys_put(keys, path, passphrase, file_replace); /* [keyfile-2] */
}

static bool seed_read(str hex, struct sign_key *ret_key)
{
	unsigned char seed[SEED_BYTES];

	if (!hex_read(hex, seed, sizeof(seed))) return false;
	*ret_key = sign_key_from(str_bytes(seed, sizeof(seed)));
	mem_wipe(seed, sizeof(seed));
	return true;
}

static bool plain_read(str plain, struct keyfile *ret_keys)
{
	struct keyfile keys = {0};
	str org, identity, sign, last;

	keys.joined = field_line(&plain, S("bothy-key/2"));
	if ((!keys.joined && !field_line(&plain, S("bothy-key/1"))) ||
		!field_hex(&plain, S("org"), sizeof(keys.org), &org) ||
		!field_take(&plain, S("identity"), &identity) ||
		!field_hex(&plain, S("sign"), SEED_HEX, &sign) ||
		!field_hex(&plain, keys.joined ? S("anchor") : S("roster"),
			SEED_HEX, &last) ||
		plain.len > 0 || !identity_read(identity, &keys.identity)) {
		return false;
	}
	if (!seed_read(sign, &keys.sign) || (keys.joined
		? !hex_read(last, keys.anchor.bytes, sizeof(keys.anchor.bytes))
		: !seed_read(last, &keys.roster))) {
		keyfile_close(&keys);
		return false;
	}
	memcpy(keys.org, org.at, sizeof(keys.org));
	*ret_keys = keys;
	return true;
}

/* -- on a journey --------------------------------------------------------- */

static const err *parts_join(struct keyfile_parts parts,
	struct identity *ret_both)
{
	str all[SHARE_PARTS_MAX] = {parts.here};
	size_t count = 1 + share_cut(parts.team, all + 1, NELEM(all) - 1), at;
	struct secret secret;

	if (share_gather(all, count, &secret, &at) != SHARE_OK) {
		return err_make(ERR_USAGE, "this is not the team's part");
	}
	*ret_both = identity_from(secret_str(&secret));
	secret_close(&secret);
	return NULL;
}

/* A part as one line of digits, however it was broken into lines. */
static void part_line(str part, struct buf *out)
{
	for (size_t i = 0; i < part.len; i++) {
		buf_byte(out, part.at[i] == '\n' ? ' ' : part.at[i]);
	}
}

static void travel_write(const struct keyfile *keys, str part,
	const struct identity *both, const struct identity *carried,
	struct buf *out)
{
	struct buf plain = buf_cap(KEYFILE_BYTES_MAX), sealed = {0};

	plain_write(keys, &plain);
	age_seal(&sealed, buf_str(&plain), &both->recipient, 1);
	buf_put(out, carried == NULL ? TRAVEL_WHOLE : TRAVEL_LITTLE);
	if (carried != NULL) {
		buf_text(out, "\ncarried ");
		identity_write(carried, out);
	}
	buf_text(out, "\npart ");
	part_line(str_trim(part), out);
	buf_fmt(out, "\nsealed %llu\n", (unsigned long long)sealed.len);
	buf_put(out, buf_str(&sealed));
	buf_close(&plain);
	buf_close(&sealed);
}

const err *keyfile_bound(const struct keyfile *keys, str passphrase,
	struct keyfile_parts parts, const struct identity *carried,
	struct buf *out)
{
	struct buf plain = buf_cap(KEYFILE_BYTES_MAX);
	struct identity both;
	const err *e = parts_join(parts, &both);

	if (e != NULL) return e;
	travel_write(keys, parts.here, &both, carried, &plain);
	age_seal_passphrase(out, buf_str(&plain), passphrase, work_of());
	identity_close(&both);
	buf_close(&plain);
	return NULL;
}

const err *keyfile_bind(const struct keyfile *keys, const char *path,
	str passphrase, struct keyfile_parts parts)
{
	struct buf sealed = {0};
	const err *e = keyfile_bound(keys, passphrase, parts, NULL, &sealed);

	if (e == NULL) e = file_replace(path, buf_str(&sealed));
	buf_close(&sealed);
	return e;
}

/* The first lines: which of the two it is, and the identity. */
static bool travel_begin(str *plain, str *ret_carried)
{
	*ret_carried = S("");
	if (field_line(plain, TRAVEL_WHOLE)) return true;
	return field_line(plain, TRAVEL_LITTLE) &&
		field_take(plain, S("carried"), ret_carried);
}

static const err *travel_open(str plain, str team, struct keyfile *ret_keys)
{
	struct buf keys = buf_cap(KEYFILE_BYTES_MAX);
	struct keyfile_parts parts = {.team = team};
	struct identity both;
	uint64_t len;
	str carried;
	const err *e;

	if (!travel_begin(&plain, &carried) ||
		!field_take(&plain, S("part"), &parts.here) ||
		!field_number(&plain, S("sealed"), KEYFILE_BYTES_MAX, &len) || len != plain.len) {
		return err_make(ERR_FORMAT, "the key file is damaged");
	}
	if (str_trim(team).len == 0) {
		return err_make(ERR_GONE, "it is made ready for a journey;"
			" the team's part is needed");
	}
	e = parts_join(parts, &both);
	if (e != NULL) return e;
	if (age_open(&keys, plain, &both, 1) != AGE_OK ||
		!plain_read(buf_str(&keys), ret_keys)) {
		e = err_make(ERR_USAGE, "this is another journey's part");
	}
	identity_close(&both);
	buf_close(&keys);
	return e;
}

/* -- reading -------------------------------------------------------------- */

static const err *passphrase_open(const char *path, str passphrase,
	struct buf *plain)
{
	struct buf sealed = {0};
	enum age_result result;
	const err *e = file_read(path, KEYFILE_BYTES_MAX, &sealed);

	if (e != NULL && e->code == ERR_ABSENT) {
		e = err_make(ERR_ABSENT, "its file key.age is not there;"
			" bring it back, or: bothy recover");
	}
	if (e == NULL) {
		result = age_open_passphrase(plain, buf_str(&sealed),
			passphrase, AGE_SCRYPT_WORK_MAX);
		if (result == AGE_NO_MATCH) {
			e = err_make(ERR_KEY,
				"this is not its passphrase");
		} else if (result != AGE_OK) {
			e = err_make(ERR_FORMAT, "the key file is damaged");
		}
	}
	buf_close(&sealed);
	return e;
}

const err *keyfile_enter(struct keyfile *ret_keys, const char *path,
	struct keyfile_door door, bool *ret_travels)
{
	struct buf plain = buf_cap(KEYFILE_BYTES_MAX);
	const err *e = passphrase_open(path, door.passphrase, &plain);
	bool travels = str_starts(buf_str(&plain), S("bothy-travel/"));

	if (e == NULL && travels) {
		e = travel_open(buf_str(&plain), door.part, ret_keys);
	} else if (e == NULL && !plain_read(buf_str(&plain), ret_keys)) {
		e = err_make(ERR_FORMAT, "the key file is damaged");
	}
	if (e == NULL) *ret_travels = travels;
	buf_close(&plain);
	return e;
}

const err *keyfile_carried(const char *path, str passphrase,
	struct identity *ret_carried)
{
	struct buf plain = buf_cap(KEYFILE_BYTES_MAX);
	const err *e = passphrase_open(path, passphrase, &plain);
	str rest = buf_str(&plain), carried;

	if (e == NULL && (!travel_begin(&rest, &carried) ||
		!identity_read(carried, ret_carried))) {
		e = err_make(ERR_ABSENT, "nothing is carried");
	}
	buf_close(&plain);
	return e;
}

const err *keyfile_load(struct keyfile *ret_keys, const char *path,
	str passphrase)
{
	struct keyfile_door door = {.passphrase = passphrase};
	bool travels;

	return keyfile_enter(ret_keys, path, door, &travels);
}
