/* Snapshots: see snapshot.h and doc/log.md L7. Owns nothing between calls.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/snapshot.h"

#include "base/field.h"
#include "base/hex.h"
#include "os/file.h"
#include "seal/age.h"
#include "seal/hash.h"

#include <stdio.h>
#include <string.h>

enum {
	PATH_BYTES = 4096,
	PIECE_BYTES = 16 * AGE_CHUNK_BYTES,
	HEAD_MAX = 1024,       /* more than the lines can be */
	PROOF_BYTES = 32
};

static bool path_of(const char *folder, const char *name,
	char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/snapshot.%s", folder,
		name);

	return len > 0 && len < PATH_BYTES;
}

/* [snapshot-3] Anybody may seal to a recipient; whoever has its secret proves
 * it over the sealed file's own header, and so over the key of all that
 * follows. */
static hash proof_of(const struct identity *device, str header)
{
	unsigned char key[PROOF_BYTES];
	hash proof;

	hash_derive(secret_str(&device->key), S(""), S("bothy/1 snapshot"), key,
		sizeof(key));
	proof = hash_keyed(str_bytes(key, sizeof(key)), header);
	mem_wipe(key, sizeof(key));
	return proof;
}

/* The header of a file sealed to one recipient, with its nonce: all of an empty
 * one but the tag of its only chunk. */
static size_t header_bytes(void)
{
	return (size_t)age_sealed_size(0, 1) -
		(AGE_SEALED_CHUNK_BYTES - AGE_CHUNK_BYTES);
}

/* -- keeping -------------------------------------------------------------- */

/* A snapshot on its way to the disk. */
struct keeping {
	struct file file;
	struct age_sealer *sealer;
	struct buf piece;      /* sealed, not yet written */
};

static void head_write(struct snapshot_made made, struct log_place place,
	hash proof, struct buf *out)
{
	buf_put(out, S("bothy-snapshot/3\n"));
	field_put_number(out, S("schema"), made.schema);
	field_put_number(out, S("tokenizer"), made.tokenizer);
	field_put_number(out, S("fold"), made.fold);
	field_put_number(out, S("position"), place.position);
	buf_put(out, S("head "));
	buf_hex(out, place.head.bytes, sizeof(place.head.bytes));
	buf_put(out, S("\nproof "));
	buf_hex(out, proof.bytes, sizeof(proof.bytes));
	buf_byte(out, '\n');
}

static const err *piece_flush(struct keeping *k)
{
	const err *e = file_put(&k->file, buf_str(&k->piece));

	buf_reset(&k->piece);
	return e;
}

/* Seals piece by piece, straight from where the bytes lie [snapshot-2]. */
static const err *put(struct keeping *k, str plain)
{
	const err *e = NULL;

	while (e == NULL && plain.len > 0) {
		str part = str_first(plain, PIECE_BYTES);

		age_sealer_put(k->sealer, part, &k->piece);
		e = piece_flush(k);
		plain = str_from(plain, part.len);
	}
	return e;
}

static const err *parts_put(struct keeping *k, str head,
	const struct snapshot_kept *kept, str image)
{
	str log = buf_str(&kept->log), state = buf_str(&kept->state);
	struct buf lines = {0};
	const err *e;

	buf_put(&lines, head);
	field_put_number(&lines, S("log"), log.len);
	field_put_number(&lines, S("state"), state.len);
	field_put_number(&lines, S("length"), image.len);
	e = put(k, buf_str(&lines));
	if (e == NULL) e = put(k, log);
	if (e == NULL) e = put(k, state);
	if (e == NULL) e = put(k, image);
	if (e == NULL) {
		age_sealer_end(k->sealer, &k->piece);
		e = piece_flush(k);
	}
	buf_close(&lines);
	return e != NULL ? e : file_sync(&k->file);
}

static const err *sealed_write(struct keeping *k, const struct identity *device,
	struct snapshot_made made, const struct snapshot_of *of)
{
	struct snapshot_kept kept = {buf_cap(SNAPSHOT_LOG_MAX),
		buf_cap(SNAPSHOT_LOG_MAX), NULL};
	struct buf head = {0};
	str image;
	const err *e = db_image(of->db, &image);

	if (e != NULL) return e;
	k->piece = buf_cap(2 * PIECE_BYTES);
	k->sealer = age_sealer_open(&k->piece, &device->recipient, 1);
	must(k->piece.len == header_bytes());
	head_write(made, log_place(of->log), proof_of(device,
		buf_str(&k->piece)), &head);
	log_keep(of->log, &kept.log);
	if (of->state != NULL) state_keep(of->state, &kept.state);
	e = kept.log.failed || kept.state.failed
		? err_make(ERR_FULL, "the log is too long for a snapshot")
		: parts_put(k, buf_str(&head), &kept, image);
	buf_close(&kept.log);
	buf_close(&kept.state);
	buf_close(&head);
	return e;
}

/* The newest becomes the older; then the new one takes its name. */
static const err *names_change(const char *folder, const char *made)
{
	char newest[PATH_BYTES], older[PATH_BYTES];
	const err *e = NULL;

	must(path_of(folder, "1", newest) && path_of(folder, "2", older));
	if (file_exists(newest)) e = file_rename(newest, older);
	return e != NULL ? e : file_rename(made, newest);
}

const err *snapshot_write(const char *folder, const struct identity *device,
	struct snapshot_made made, const struct snapshot_of *of)
{
	struct keeping k = {.file = {-1}};
	char path[PATH_BYTES];
	const err *e;

	if (!path_of(folder, "new", path)) {
		return err_make(ERR_USAGE, "the folder's name is too long");
	}
	e = file_remove(path); /* of a start that was killed */
	if (e == NULL) e = file_open(&k.file, path, FILE_NEW);
	if (e != NULL) return e;
	e = sealed_write(&k, device, made, of);
	age_sealer_close(&k.sealer);
	buf_close(&k.piece);
	file_close(&k.file);
	if (e == NULL) return names_change(folder, path);
	(void)!file_remove(path);
	return e;
}

/* -- reading -------------------------------------------------------------- */

/* A snapshot on its way from the disk: first the lines and what the log learnt
 * are taken together, then the database where SQLite will have it. */
struct taking {
	struct snapshot_made made;
	hash proof;
	struct buf front;      /* lines, log, state, the image's beginning */
	uint64_t lines_len, log_len, state_len, image_len;
	bool has_lines;
	struct buf image;
};

static bool lines_read(struct taking *t, str *rest)
{
	struct snapshot_made was;
	unsigned char place[32], proof[PROOF_BYTES];
	uint64_t position;
	str head, hex;

	return field_line(rest, S("bothy-snapshot/3")) &&
	       field_number(rest, S("schema"), UINT64_MAX, &was.schema) &&
	       field_number(rest, S("tokenizer"), UINT64_MAX, &was.tokenizer) &&
	       field_number(rest, S("fold"), UINT64_MAX, &was.fold) &&
	       was.schema == t->made.schema &&
	       was.tokenizer == t->made.tokenizer &&
	       was.fold == t->made.fold &&
	       field_number(rest, S("position"), UINT64_MAX, &position) &&
	       field_hex(rest, S("head"), 64, &head) &&
	       hex_read(head, place, sizeof(place)) &&
	       field_hex(rest, S("proof"), 64, &hex) &&
	       hex_read(hex, proof, sizeof(proof)) &&
	       secret_eq(proof, t->proof.bytes, sizeof(proof)) &&
	       field_number(rest, S("log"), SNAPSHOT_LOG_MAX, &t->log_len) &&
	       field_number(rest, S("state"), SNAPSHOT_LOG_MAX,
		       &t->state_len) &&
	       field_number(rest, S("length"), DB_MEMORY_MAX, &t->image_len) &&
	       t->image_len > 0;
}

/* Whether what came so far can be the beginning of one; once the front is
 * whole, what is behind it belongs to the image. */
static bool front_take(struct taking *t)
{
	str all = buf_str(&t->front), rest = all;
	uint64_t front;

	if (!t->has_lines) {
		if (!lines_read(t, &rest)) return all.len < HEAD_MAX;
		t->has_lines = true;
		t->lines_len = all.len - rest.len;
	}
	front = t->lines_len + t->log_len + t->state_len;
	if (all.len < front) return true;
	if (!db_image_room(t->image_len, &t->image)) return false;
	buf_put(&t->image, str_from(all, (size_t)front));
	return true;
}

/* All of the file through the opener; false as soon as anything is wrong. */
static bool all_take(struct taking *t, struct file *file,
	struct age_opener *opener)
{
	struct buf piece = buf_cap(PIECE_BYTES);
	size_t count = 1;
	bool right = true;

	while (right && count > 0) {
		struct buf *to = t->image.at == NULL ? &t->front : &t->image;

		buf_reset(&piece);
		right = file_get(file, PIECE_BYTES, &piece, &count) == NULL &&
			(count == 0
				? age_opener_end(opener, to) == AGE_OK
				: age_opener_put(opener, buf_str(&piece), to) ==
					AGE_MORE) &&
			(t->image.at != NULL || front_take(t));
	}
	buf_close(&piece);
	return right && t->image.at != NULL && t->image.len == t->image_len;
}

static bool file_take(struct taking *t, const char *path,
	const struct identity *device)
{
	struct file file = {-1};
	struct buf header = {0};
	struct age_opener *opener = NULL;
	bool right = file_open(&file, path, FILE_READ) == NULL &&
		file_get_at(&file, 0, header_bytes(), &header) == NULL;

	if (right) {
		t->proof = proof_of(device, buf_str(&header));
		opener = age_opener_open(device, 1, S(""), 0);
		right = all_take(t, &file, opener);
	}
	age_opener_close(&opener);
	buf_close(&header);
	file_close(&file);
	return right;
}

static void kept_fill(const struct taking *t, struct snapshot_kept *kept)
{
	str rest = str_from(buf_str(&t->front), (size_t)t->lines_len);

	kept->log = buf_cap(SNAPSHOT_LOG_MAX);
	kept->state = buf_cap(SNAPSHOT_LOG_MAX);
	buf_put(&kept->log, str_first(rest, (size_t)t->log_len));
	rest = str_from(rest, (size_t)t->log_len);
	buf_put(&kept->state, str_first(rest, (size_t)t->state_len));
}

bool snapshot_read(const char *folder, unsigned number,
	const struct identity *device, struct snapshot_made made,
	struct snapshot_kept *ret_kept)
{
	struct taking t = {.made = made, .front = buf_cap(SNAPSHOT_LOG_MAX)};
	char path[PATH_BYTES], name[16];
	bool fits;

	*ret_kept = (struct snapshot_kept){.db = NULL};
	(void)snprintf(name, sizeof(name), "%u", number);
	fits = path_of(folder, name, path) && file_exists(path) &&
		file_take(&t, path, device) &&
		db_open_image(&ret_kept->db, &t.image) == NULL;
	if (fits) kept_fill(&t, ret_kept);
	db_image_drop(&t.image);
	buf_close(&t.front);
	return fits;
}
