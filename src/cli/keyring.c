/* Keys of a command line: see keyring.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/keyring.h"

#include "os/file.h"
#include "seal/age.h"
#include "seal/armor.h"

enum { WORK_MAX = 22, READ_BYTES = 16 * 1024 };

const err *keyring_add_recipient(struct keyring *ring, const char *text)
{
	recipient to;

	if (!recipient_read(str_of(text), &to)) {
		return err_make(ERR_USAGE,
			"a recipient is not an age X25519 recipient");
	}
	LIST_ADD(ring->arena, &ring->recipients, to);
	return NULL;
}

static const err *text_read(const char *path, struct buf *text)
{
	struct file in = file_stdin();
	size_t got = 1;
	const err *e = NULL;

	*text = (struct buf){0};
	if (!str_eq(str_of(path), S("-"))) {
		return file_read(path, KEYRING_FILE_MAX, text);
	}
	while (e == NULL && got > 0 && text->len <= KEYRING_FILE_MAX) {
		e = file_get(&in, READ_BYTES, text, &got);
	}
	return e;
}

/* Takes the next line that is not blank and no comment. */
static bool key_line(str *rest, str *ret_line, unsigned *number)
{
	while (str_line(rest, ret_line)) {
		++*number;
		*ret_line = str_trim(*ret_line);
		if (ret_line->len > 0 && ret_line->at[0] != '#') return true;
	}
	return false;
}

const err *keyring_add_recipients(struct keyring *ring, const char *path)
{
	struct buf text;
	const err *e = text_read(path, &text);
	size_t before = ring->recipients.count;
	str rest = buf_str(&text), line;
	unsigned number = 0;

	while (e == NULL && key_line(&rest, &line, &number)) {
		recipient to;

		if (!recipient_read(line, &to)) {
			e = err_make(ERR_USAGE, "line %u of a recipients file"
				" is not an age X25519 recipient", number);
			break;
		}
		LIST_ADD(ring->arena, &ring->recipients, to);
	}
	if (e == NULL && ring->recipients.count == before) {
		e = err_make(ERR_USAGE, "a recipients file names nobody");
	}
	buf_close(&text);
	return e;
}

static const err *identities_parse(struct keyring *ring, str rest)
{
	size_t before = ring->identities.count;
	unsigned number = 0;
	str line;

	while (key_line(&rest, &line, &number)) {
		struct identity identity;

		if (!identity_read(line, &identity)) {
			return err_make(ERR_USAGE, "line %u of an identity"
				" file is not an age X25519 identity", number);
		}
		LIST_ADD(ring->arena, &ring->identities, identity);
	}
	if (ring->identities.count == before) {
		return err_make(ERR_USAGE, "an identity file holds none");
	}
	return NULL;
}

/* Opens an identity file that is sealed to a passphrase. */
static const err *identities_unseal(struct keyring *ring, str sealed,
	struct buf *plain)
{
	struct armor_reader reader = {0};
	struct buf bytes = buf_cap(KEYRING_FILE_MAX);
	const err *e = passphrase_need(ring->passphrase,
		"Passphrase of the identity file: ", false);

	if (e == NULL && armor_is(sealed)) {
		if (!armor_read(&reader, sealed, &bytes) ||
			!armor_read_end(&reader, &bytes)) {
			e = err_make(ERR_FORMAT,
				"the armor of an identity file is broken");
		}
		sealed = buf_str(&bytes);
	}
	if (e == NULL && age_open_passphrase(plain, sealed,
			passphrase_str(ring->passphrase), WORK_MAX) != AGE_OK) {
		e = err_make(ERR_KEY,
			"an identity file does not open with the passphrase");
	}
	armor_reader_close(&reader);
	buf_close(&bytes);
	return e;
}

const err *keyring_add_identities(struct keyring *ring, const char *path)
{
	struct buf text, plain = buf_cap(KEYRING_FILE_MAX);
	const err *e = text_read(path, &text);
	str all = buf_str(&text);

	if (e == NULL && (str_starts(all, S("age-encryption.org/")) ||
			armor_is(all))) {
		e = identities_unseal(ring, all, &plain);
		all = buf_str(&plain);
	}
	if (e == NULL) e = identities_parse(ring, all);
	buf_close(&text);
	buf_close(&plain);
	return e;
}

void keyring_own_recipients(struct keyring *ring)
{
	for (size_t i = 0; i < ring->identities.count; i++) {
		LIST_ADD(ring->arena, &ring->recipients,
			ring->identities.at[i].recipient);
	}
}

void keyring_close(struct keyring *ring)
{
	for (size_t i = 0; i < ring->identities.count; i++) {
		identity_close(&ring->identities.at[i]);
	}
	ring->identities.count = 0;
	ring->recipients.count = 0;
}
