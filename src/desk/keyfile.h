/* The one key file of a desk, `key.age`: sealed with the member's passphrase
 * (scrypt, so the age tool opens it too). It holds what makes this device
 * itself; the keys of the rings are in the log.
 *
 *	bothy-key/1
 *	org HEX64
 *	identity AGE-SECRET-KEY-1…     the device's own
 *	sign HEX64                     seed of its signatures in the log
 *	roster HEX64                   seed of the public roster's signatures
 *
 * A device that joined (doc/team.md T3) is not given the roster's key in a file;
 * its own says in which roster it believes:
 *
 *	bothy-key/2, org, identity, sign as above
 *	anchor HEX64                   hash of the roster it was shown
 *
 * On a journey it opens only with a second part, which the team holds: under the
 * passphrase lies then
 *
 *	bothy-travel/1
 *	part DIGITS                    one of the parts (seal/share.h)
 *	sealed LENGTH LF bytes         the text above, sealed to all together
 *
 * and where little is taken along (journey.h) `bothy-travel/2`, with one line
 * more before the part:
 *
 *	carried AGE-SECRET-KEY-1…      opens what was chosen, and nothing else
 *
 * [keyfile-1] the passphrase, and fewer parts than are needed, open nothing of a
 *             travel key file
 * [keyfile-2] what replaces a key file is whole on the disk before it does
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYFILE_H
#define DESK_KEYFILE_H

#include "base/err.h"
#include "seal/hash.h"
#include "seal/key.h"
#include "seal/sign.h"

enum { KEYFILE_PASSPHRASE_MIN = 8 };

struct keyfile {
	char org[64];
	struct identity identity;
	struct sign_key sign, roster; /* roster is empty when it joined */
	bool joined;
	hash anchor;
};

/* Fresh keys for an organisation; `roster` is given (recovery) or made. */
void keyfile_make(struct keyfile *keys, str org);
/* The keys of a device that joins. */
void keyfile_make_joining(struct keyfile *keys, str org, hash anchor);
void keyfile_close(struct keyfile *keys);

/* Creates the file; ERR_EXISTS when it is there. */
const err *keyfile_save(const struct keyfile *keys, const char *path,
	str passphrase) MUST_USE;
/* ERR_KEY: another passphrase; ERR_FORMAT: it is no key file; ERR_GONE: the
 * passphrase is right, and the team's part is needed. */
const err *keyfile_load(struct keyfile *ret_keys, const char *path,
	str passphrase) MUST_USE;

/* -- on a journey --------------------------------------------------------- */
/* What opens it: the passphrase, and the team's part as typed, or two members'
 * one behind the other (empty: none). */
struct keyfile_door { str passphrase, part; };
/* As keyfile_load; ERR_USAGE: the part is mistyped or another journey's. */
const err *keyfile_enter(struct keyfile *ret_keys, const char *path,
	struct keyfile_door door, bool *ret_travels) MUST_USE;
/* In place of the file that is there: bound to both parts, or not any more. */
struct keyfile_parts { str here, team; };
const err *keyfile_bind(const struct keyfile *keys, const char *path,
	str passphrase, struct keyfile_parts parts) MUST_USE;
/* The bytes that would be there, with the identity that opens what is carried;
 * and from such a file that identity. ERR_ABSENT: there is none in it. */
const err *keyfile_bound(const struct keyfile *keys, str passphrase,
	struct keyfile_parts parts, const struct identity *carried,
	struct buf *out) MUST_USE;
const err *keyfile_carried(const char *path, str passphrase,
	struct identity *ret_carried) MUST_USE;
const err *keyfile_unbind(const struct keyfile *keys, const char *path,
	str passphrase) MUST_USE;

/* Test hook: what is sealed from now on takes this work (AGE_SCRYPT_WORK is half
 * a second each time); 0 sets AGE_SCRYPT_WORK. */
void keyfile_work(unsigned work);

#endif
