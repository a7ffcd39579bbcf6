/* A release on its way: offered, and filled. See published.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/published.h"

#include "line/limits.h"
#include "os/file.h"
#include "seal/minisign.h"

/* -- offering ------------------------------------------------------------- */

/* [published-2] */
static bool is_signed(sign_public roster_key, const struct relay_guides *offer,
	const struct manifest *manifest, uint64_t *ret_counter)
{
	struct buf want = {0};
	sign_public key;
	str trusted;
	bool right = minisign_verify(roster_key, offer->key,
		offer->key_minisig, &trusted)
		&& manifest_key_counter(trusted, ret_counter)
		&& minisign_public_read(offer->key, &key)
		&& minisign_verify(key, offer->manifest, offer->minisig,
			&trusted);

	manifest_trusted(manifest, &want);
	right = right && str_eq(trusted, buf_str(&want));
	buf_close(&want);
	return right;
}

/* The counter of the key whose release is in force; 0 for an operator's own
 * folder, which needs none. */
static uint64_t counter_now(const struct published *published,
	sign_public roster_key)
{
	const char *const names[] = {"guide.pub", "guide.pub.minisig"};
	struct buf files[NELEM(names)] = {{0}};
	uint64_t counter = 0;
	const err *e = NULL;
	str trusted;

	for (size_t i = 0; e == NULL && i < NELEM(names); i++) {
		published_path path = published_path_of(published, "%u/%s",
			published->now.release, names[i]);

		e = file_read(path.text, RELAY_MINISIG_MAX, &files[i]);
	}
	if (e == NULL && minisign_verify(roster_key, buf_str(&files[0]),
		buf_str(&files[1]), &trusted)) {
		(void)!manifest_key_counter(trusted, &counter);
	}
	for (size_t i = 0; i < NELEM(names); i++) buf_close(&files[i]);
	return counter;
}

static uint64_t bytes_sum(const struct manifest *manifest)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < manifest->file_count; i++) {
		sum += manifest->files[i].bytes;
	}
	return sum;
}

static enum published_word offer_judge(const struct published *published,
	struct arena *arena, sign_public roster_key,
	const struct relay_guides *offer)
{
	struct manifest manifest;
	uint64_t counter;

	if (!manifest_read(arena, offer->manifest, &manifest)
		|| bytes_sum(&manifest) > PUBLISHED_BYTES_MAX) {
		return PUBLISHED_MALFORMED;
	}
	if (!is_signed(roster_key, offer, &manifest, &counter)) {
		return PUBLISHED_SIGNATURE;
	}
	if (published->now.release > 0
		&& counter < counter_now(published, roster_key)) {
		return PUBLISHED_OLDER;
	}
	if (published->now.release > 0
		&& manifest.release <= published->now.release
		&& !str_eq(offer->manifest, published->now_text)) {
		return PUBLISHED_OLDER;
	}
	return PUBLISHED_FINE;
}

static const err *folders_make(const struct published *published)
{
	static const char *const folders[] = {"files", "next"};
	const err *e = file_folder_make(published->folder);

	for (size_t i = 0; e == NULL && i < NELEM(folders); i++) {
		published_path path = published_path_of(published, "%s",
			folders[i]);

		e = file_folder_make(path.text);
	}
	return e;
}

/* The four files of `next`; the manifest last, for it makes them count. */
const err *published_next(struct published *published,
	const struct relay_guides *offer)
{
	const struct { const char *name; str bytes; } files[] = {
		{"guide.pub", offer->key},
		{"guide.pub.minisig", offer->key_minisig},
		{"manifest.minisig", offer->minisig},
		{"manifest", offer->manifest},
	};
	published_path next = published_path_of(published, "next");
	const err *e = published_clear(next.text);

	if (e == NULL) e = folders_make(published);
	for (size_t i = 0; e == NULL && i < NELEM(files); i++) {
		published_path path = published_path_of(published, "next/%s",
			files[i].name);

		e = file_replace(path.text, files[i].bytes);
	}
	if (e != NULL) return e;
	return published_manifest_read(published, "next",
		&published->next_keeps, &published->next,
		&published->next_text);
}

bool published_has(const struct published *published, hash file)
{
	published_path path = published_file_path(published, file, "");

	return file_exists(path.text);
}

static bool is_listed(const struct published_wanted *wanted, hash file)
{
	for (size_t i = 0; i < wanted->count; i++) {
		if (hash_eq(wanted->at[i], file)) return true;
	}
	return false;
}

static void wanted_list(struct arena *arena, const struct published *published,
	struct published_wanted *wanted)
{
	const struct manifest *next = &published->next;

	wanted->at = ARENA_ARRAY(arena, hash, PUBLISHED_WANTED_MAX);
	for (size_t i = 0; i < next->file_count; i++) {
		hash file = next->files[i].hash;

		if (published_has(published, file)
			|| is_listed(wanted, file)) {
			continue;
		}
		wanted->at[wanted->count++] = file;
		if (wanted->count == PUBLISHED_WANTED_MAX) return;
	}
}

const err *published_offer(struct arena *arena, struct published *published,
	sign_public roster_key, const struct relay_guides *offer,
	struct published_wanted *ret_wanted, enum published_word *ret_word)
{
	enum published_word word = offer_judge(published, arena, roster_key,
		offer);
	struct published_wanted wanted = {0};
	const err *e = NULL;

	*ret_word = word;
	*ret_wanted = wanted;
	if (word != PUBLISHED_FINE) return NULL;
	if (str_eq(offer->manifest, published->now_text)) return NULL;
	if (!str_eq(offer->manifest, published->next_text)) {
		e = published_next(published, offer);
	}
	if (e == NULL) wanted_list(arena, published, &wanted);
	if (e == NULL && wanted.count == 0) {
		e = published_switch(published);
		wanted.switched = e == NULL;
	}
	*ret_wanted = wanted;
	return e;
}

/* -- filling -------------------------------------------------------------- */

static const struct manifest_file *next_file(const struct published *published,
	hash file)
{
	for (size_t i = 0; i < published->next.file_count; i++) {
		if (hash_eq(published->next.files[i].hash, file)) {
			return &published->next.files[i];
		}
	}
	return NULL;
}

static const err *part_append(const char *path,
	const struct relay_guide_piece *piece, enum published_word *ret_word)
{
	struct file file = {-1};
	uint64_t bytes = 0;
	const err *e = piece->at == 0 ? file_remove(path) : NULL;

	if (e == NULL) e = file_open(&file, path, FILE_APPEND);
	if (e == NULL) e = file_size(path, &bytes);
	if (e == NULL && bytes != piece->at) {
		*ret_word = PUBLISHED_PLACE;
	} else if (e == NULL) {
		e = file_put(&file, piece->bytes);
		if (e == NULL) e = file_sync(&file);
	}
	file_close(&file);
	return e;
}

static const err *hash_file(const char *path, hash *ret_hash)
{
	struct hasher hasher;
	struct file file = {-1};
	size_t count = 1;
	const err *e = file_open(&file, path, FILE_READ);

	hasher_start(&hasher);
	while (e == NULL && count > 0) {
		struct buf piece = {0};

		e = file_get(&file, 1 << 18, &piece, &count);
		hasher_put(&hasher, buf_str(&piece));
		buf_close(&piece);
	}
	file_close(&file);
	*ret_hash = hasher_end(&hasher);
	return e;
}

/* A file that is whole gets its name, or goes [published-3]. */
static const err *part_end(const struct published *published,
	const char *path, hash named, enum published_word *ret_word)
{
	published_path whole = published_file_path(published, named, "");
	hash found;
	const err *e = hash_file(path, &found);

	if (e != NULL) return e;
	if (hash_eq(found, named)) return file_rename(path, whole.text);
	*ret_word = PUBLISHED_SIGNATURE;
	return file_remove(path);
}

const err *published_piece(struct published *published,
	const struct relay_guide_piece *piece, enum published_word *ret_word)
{
	const struct manifest_file *file = next_file(published, piece->file);
	published_path path;
	const err *e;

	*ret_word = PUBLISHED_UNKNOWN;
	if (file == NULL) return NULL;
	*ret_word = PUBLISHED_FINE;
	if (published_has(published, piece->file)) return NULL;
	if (piece->at + piece->bytes.len > file->bytes) {
		*ret_word = PUBLISHED_PLACE;
		return NULL;
	}
	path = published_file_path(published, piece->file, ".part");
	e = part_append(path.text, piece, ret_word);
	if (e != NULL || *ret_word != PUBLISHED_FINE
		|| piece->at + piece->bytes.len < file->bytes) {
		return e;
	}
	return part_end(published, path.text, piece->file, ret_word);
}
