/* The key file: see keyfile.h. Its plain text lives in one buffer that is
 * wiped when closed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keyfile.h"

#include "base/field.h"
#include "base/hex.h"
#include "os/file.h"
#include "seal/age.h"

#include <string.h>

enum { KEYFILE_BYTES_MAX = 4096, SEED_BYTES = 32, SEED_HEX = 64 };

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

const err *keyfile_save(const struct keyfile *keys, const char *path,
	str passphrase)
{
	struct buf plain = buf_cap(KEYFILE_BYTES_MAX), sealed = {0};
	const err *e;

	buf_text(&plain, keys->joined ? "bothy-key/2\norg "
				     : "bothy-key/1\norg ");
	buf_put(&plain, str_bytes(keys->org, sizeof(keys->org)));
	buf_text(&plain, "\nidentity ");
	identity_write(&keys->identity, &plain);
	buf_byte(&plain, '\n');
	seed_put(&plain, "sign ", &keys->sign);
	if (keys->joined) {
		buf_text(&plain, "anchor ");
		buf_hex(&plain, keys->anchor.bytes, sizeof(keys->anchor.bytes));
		buf_byte(&plain, '\n');
	} else {
		seed_put(&plain, "roster ", &keys->roster);
	}
	age_seal_passphrase(&sealed, buf_str(&plain), passphrase,
		AGE_SCRYPT_WORK);
	e = file_create(path, buf_str(&sealed));
	buf_close(&plain);
	buf_close(&sealed);
	return e;
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

const err *keyfile_load(struct keyfile *ret_keys, const char *path,
	str passphrase)
{
	struct buf sealed = {0}, plain = buf_cap(KEYFILE_BYTES_MAX);
	enum age_result result;
	const err *e = file_read(path, KEYFILE_BYTES_MAX, &sealed);

	if (e != NULL && e->code == ERR_ABSENT) {
		e = err_make(ERR_ABSENT, "its file key.age is not there;"
			" bring it back, or: bothy recover");
	}
	if (e == NULL) {
		result = age_open_passphrase(&plain, buf_str(&sealed),
			passphrase, AGE_SCRYPT_WORK_MAX);
		if (result == AGE_NO_MATCH) {
			e = err_make(ERR_KEY,
				"this is not its passphrase");
		} else if (result != AGE_OK ||
			!plain_read(buf_str(&plain), ret_keys)) {
			e = err_make(ERR_FORMAT, "the key file is damaged");
		}
	}
	buf_close(&sealed);
	buf_close(&plain);
	return e;
}
