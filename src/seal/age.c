/* age v1 streams and whole texts: see age.h and doc/seal.md 1, P1 to P4. A
 * stream holds at most one chunk and the header.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/age.h"

#include "seal/age_header.h"
#include "seal/hash.h"
#include "seal/rand.h"

#include <sodium.h>
#include <string.h>

enum { NONCE_BYTES = 16, COUNTER_BYTES = 11, TAG_BYTES = 16 };

/* The payload's key and the counter of its chunks. */
struct payload {
	struct secret key;
	unsigned char nonce[12]; /* 11 bytes big-endian counter, last flag */
};

static void payload_start(struct payload *payload,
	const struct secret *file_key, str nonce)
{
	payload->key = secret_make(32); /* P1 */
	hash_derive(secret_str(file_key), nonce, S("payload"),
		payload->key.bytes, 32);
}

static void payload_next(struct payload *payload)
{
	for (int i = COUNTER_BYTES - 1; i >= 0; i--) {
		if (++payload->nonce[i] != 0) return;
	}
}

/* P2, P3: seals one chunk onto `out`. */
static void chunk_seal(struct payload *payload, str plain, bool last,
	struct buf *out)
{
	char *room = buf_room(out, plain.len + TAG_BYTES);

	if (room == NULL) return;
	payload->nonce[COUNTER_BYTES] = last ? 1 : 0;
	crypto_aead_chacha20poly1305_ietf_encrypt((unsigned char *)room, NULL,
		(const unsigned char *)plain.at, plain.len, NULL, 0, NULL,
		payload->nonce, payload->key.bytes);
	buf_added(out, plain.len + TAG_BYTES);
	payload_next(payload);
}

/* Opens one chunk onto `out`; nothing is added when it does not verify. */
static bool chunk_open(struct payload *payload, str sealed, bool last,
	struct buf *out)
{
	char *room;

	if (sealed.len < TAG_BYTES) return false;
	room = buf_room(out, sealed.len - TAG_BYTES + 1);
	if (room == NULL) return false;
	payload->nonce[COUNTER_BYTES] = last ? 1 : 0;
	if (crypto_aead_chacha20poly1305_ietf_decrypt((unsigned char *)room,
		    NULL, NULL, (const unsigned char *)sealed.at, sealed.len,
		    NULL, 0, payload->nonce, payload->key.bytes) != 0) {
		return false; /* [age-1] */
	}
	buf_added(out, sealed.len - TAG_BYTES);
	payload_next(payload);
	return true;
}

/* -- sealing -------------------------------------------------------------- */

struct age_sealer {
	struct payload payload;
	struct buf chunk;
};

static struct age_sealer *sealer_start(struct buf *out,
	struct secret *file_key)
{
	struct age_sealer *sealer = mem_get(sizeof(*sealer));
	unsigned char nonce[NONCE_BYTES];

	rand_bytes(nonce, sizeof(nonce));
	buf_put(out, str_bytes(nonce, sizeof(nonce)));
	payload_start(&sealer->payload, file_key,
		str_bytes(nonce, sizeof(nonce)));
	secret_close(file_key);
	sealer->chunk = buf_cap(AGE_CHUNK_BYTES);
	return sealer;
}

struct age_sealer *age_sealer_open(struct buf *out, const recipient *to,
	size_t count)
{
	struct secret file_key = secret_random(AGE_FILE_KEY_BYTES);

	age_header_write(out, to, count, &file_key);
	return sealer_start(out, &file_key);
}

struct age_sealer *age_sealer_open_passphrase(struct buf *out, str passphrase,
	unsigned work)
{
	struct secret file_key = secret_random(AGE_FILE_KEY_BYTES);

	age_header_write_passphrase(out, passphrase, work, &file_key);
	return sealer_start(out, &file_key);
}

void age_sealer_put(struct age_sealer *sealer, str plain, struct buf *out)
{
	while (plain.len > 0) {
		size_t room = AGE_CHUNK_BYTES - sealer->chunk.len;
		str part = str_first(plain, room);

		/* A full chunk waits: it may be the last. */
		if (room == 0) {
			chunk_seal(&sealer->payload, buf_str(&sealer->chunk),
				false, out);
			buf_reset(&sealer->chunk);
			continue;
		}
		if (sealer->chunk.len == 0 && plain.len > AGE_CHUNK_BYTES) {
			part = str_first(plain, AGE_CHUNK_BYTES);
			chunk_seal(&sealer->payload, part, false, out);
		} else {
			buf_put(&sealer->chunk, part);
		}
		plain = str_from(plain, part.len);
	}
}

void age_sealer_end(struct age_sealer *sealer, struct buf *out)
{
	chunk_seal(&sealer->payload, buf_str(&sealer->chunk), true, out); /* P4 */
	buf_reset(&sealer->chunk);
}

void age_sealer_close(struct age_sealer **handle)
{
	struct age_sealer *sealer = *handle;

	if (sealer == NULL) return;
	secret_close(&sealer->payload.key);
	buf_close(&sealer->chunk);
	mem_free(sealer);
	*handle = NULL;
}

/* -- opening -------------------------------------------------------------- */

struct age_opener {
	struct age_keys keys;
	struct payload payload;
	struct secret file_key; /* from the header to the nonce */
	struct buf held;        /* header, then at most one sealed chunk */
	enum { IN_HEADER, IN_NONCE, IN_PAYLOAD } place;
	bool any_chunk;
	enum age_result state;
};

struct age_opener *age_opener_open(const struct identity *with, size_t count,
	str passphrase, unsigned work_max)
{
	struct age_opener *opener = mem_get(sizeof(*opener));

	opener->keys = (struct age_keys){with, count, passphrase, work_max};
	opener->held = buf_cap(AGE_HEADER_MAX + AGE_SEALED_CHUNK_BYTES * 2);
	opener->state = AGE_MORE;
	return opener;
}

/* H: judges the header as soon as all of it is there. */
static enum age_result header_step(struct age_opener *opener)
{
	enum age_result result;
	str all = buf_str(&opener->held);
	bool bad;
	size_t length = age_header_length(all, &bad);

	if (bad) return AGE_HEADER;
	if (length == 0) return AGE_MORE;
	opener->file_key = secret_make(AGE_FILE_KEY_BYTES);
	result = age_header_open(str_first(all, length), &opener->keys,
		&opener->file_key);
	if (result != AGE_OK) return result;
	buf_drop(&opener->held, length);
	opener->place = IN_NONCE;
	return AGE_MORE;
}

/* P1: the payload's key comes from the file key and the nonce. */
static void nonce_step(struct age_opener *opener)
{
	if (opener->held.len < NONCE_BYTES) return;
	payload_start(&opener->payload, &opener->file_key,
		str_first(buf_str(&opener->held), NONCE_BYTES));
	secret_close(&opener->file_key);
	buf_drop(&opener->held, NONCE_BYTES);
	opener->place = IN_PAYLOAD;
}

/* Opens one full chunk that has more behind it. */
static enum age_result middle_open(struct age_opener *opener, str chunk,
	struct buf *out)
{
	if (chunk_open(&opener->payload, chunk, false, out)) {
		opener->any_chunk = true;
		return AGE_MORE;
	}
	/* A full last chunk with something behind it: it verified, so it is
	 * given out before the refusal. */
	(void)chunk_open(&opener->payload, chunk, true, out);
	return AGE_PAYLOAD;
}

/* Whole chunks are opened where they lie; only what is cut by the end of
 * `sealed`, or may be the last, is copied. */
static enum age_result payload_step(struct age_opener *opener, str sealed,
	struct buf *out)
{
	enum age_result state = AGE_MORE;
	struct buf *held = &opener->held;

	while (state == AGE_MORE && sealed.len > 0) {
		size_t room = AGE_SEALED_CHUNK_BYTES - held->len;
		str part = str_first(sealed, room);

		if (room == 0) {
			state = middle_open(opener, buf_str(held), out);
			buf_reset(held);
			continue;
		}
		if (held->len == 0 && sealed.len > AGE_SEALED_CHUNK_BYTES) {
			state = middle_open(opener, part, out);
		} else {
			buf_put(held, part);
		}
		sealed = str_from(sealed, part.len);
	}
	return state;
}

enum age_result age_opener_put(struct age_opener *opener, str sealed,
	struct buf *out)
{
	while (opener->state == AGE_MORE && sealed.len > 0) {
		str part = str_first(sealed, AGE_SEALED_CHUNK_BYTES);

		if (opener->place == IN_PAYLOAD) {
			opener->state = payload_step(opener, sealed, out);
			break;
		}
		buf_put(&opener->held, part);
		sealed = str_from(sealed, part.len);
		if (opener->place == IN_HEADER) {
			opener->state = header_step(opener);
		}
		if (opener->place == IN_NONCE) nonce_step(opener);
	}
	return opener->state;
}

enum age_result age_opener_end(struct age_opener *opener, struct buf *out)
{
	str all = buf_str(&opener->held);

	if (opener->state != AGE_MORE) return opener->state;
	/* A file that ends before its nonce does is cut within the header. */
	if (opener->place != IN_PAYLOAD) {
		opener->state = AGE_HEADER;
		return AGE_HEADER;
	}
	/* An empty last chunk is right only for an empty text. */
	opener->state = AGE_PAYLOAD;
	if (all.len == TAG_BYTES && opener->any_chunk) return AGE_PAYLOAD;
	if (chunk_open(&opener->payload, all, true, out)) {
		opener->state = AGE_OK;
		return AGE_OK;
	}
	/* A full chunk that is not the last: give it out, it verified. */
	if (all.len == AGE_SEALED_CHUNK_BYTES) {
		(void)chunk_open(&opener->payload, all, false, out);
	}
	return AGE_PAYLOAD;
}

bool age_opener_is_open(const struct age_opener *opener)
{
	return opener->place == IN_PAYLOAD;
}

void age_opener_close(struct age_opener **handle)
{
	struct age_opener *opener = *handle;

	if (opener == NULL) return;
	secret_close(&opener->payload.key);
	secret_close(&opener->file_key);
	buf_close(&opener->held);
	mem_free(opener);
	*handle = NULL;
}

/* -- whole texts ---------------------------------------------------------- */

void age_seal(struct buf *out, str plain, const recipient *to, size_t count)
{
	struct age_sealer *sealer = age_sealer_open(out, to, count);

	age_sealer_put(sealer, plain, out);
	age_sealer_end(sealer, out);
	age_sealer_close(&sealer);
}

void age_seal_passphrase(struct buf *out, str plain, str passphrase,
	unsigned work)
{
	struct age_sealer *sealer =
		age_sealer_open_passphrase(out, passphrase, work);

	age_sealer_put(sealer, plain, out);
	age_sealer_end(sealer, out);
	age_sealer_close(&sealer);
}

static enum age_result open_whole(struct age_opener *opener, str sealed,
	struct buf *out)
{
	size_t start = out->len;
	enum age_result result = age_opener_put(opener, sealed, out);

	if (result == AGE_MORE) result = age_opener_end(opener, out);
	if (result != AGE_OK && out->len > start) {
		mem_wipe(out->at + start, out->len - start);
		out->len = start;
	}
	age_opener_close(&opener);
	return result;
}

enum age_result age_open(struct buf *out, str sealed,
	const struct identity *with, size_t count)
{
	return open_whole(age_opener_open(with, count, S(""), 0), sealed, out);
}

enum age_result age_open_passphrase(struct buf *out, str sealed,
	str passphrase, unsigned work_max)
{
	return open_whole(age_opener_open(NULL, 0, passphrase, work_max),
		sealed, out);
}

uint64_t age_sealed_size(uint64_t plain_len, size_t count)
{
	uint64_t chunks = (plain_len + AGE_CHUNK_BYTES - 1) / AGE_CHUNK_BYTES;

	if (chunks == 0) chunks = 1;
	/* version 22, MAC line 48, nonce 16; 98 a stanza; a tag a chunk */
	return 86 + 98 * (uint64_t)count + plain_len + TAG_BYTES * chunks;
}
