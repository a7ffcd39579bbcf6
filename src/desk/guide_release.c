/* A release out of the records: see guide_release.h. The files are the bindery's
 * (guide/bindery.h); this binds them in memory and signs.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_release.h"

#include "base/hex.h"
#include "base/num.h"
#include "desk/desk_room.h"
#include "desk/guide_media.h"
#include "desk/guide_publish.h"
#include "desk/guide_take.h"
#include "guide/manifest.h"
#include "seal/minisign.h"

#include <string.h>

enum {
	SEED_BYTES = 32,
	NEWEST_ARENA_BYTES = 128 << 20,
	/* The key is derived, so it changes only with the organisation's. */
	KEY_COUNTER = 1
};

const err *guide_release_key(struct desk *desk, struct minisign_key *ret_key)
{
	static const char info[] = "bothy guide key";
	struct secret seed;
	hash public;

	if (!desk_holds_key(desk)) {
		return err_make(ERR_KEY, "this desk does not hold the key");
	}
	seed = secret_make(SEED_BYTES);
	hash_derive(secret_str(&desk_line_key(desk)->seed), S(""),
		str_bytes(info, sizeof(info) - 1), seed.bytes, SEED_BYTES);
	ret_key->key = sign_key_from(secret_str(&seed));
	secret_close(&seed);
	public = hash_of(str_bytes(ret_key->key.public.bytes,
		sizeof(ret_key->key.public.bytes)));
	memcpy(ret_key->id, public.bytes, sizeof(ret_key->id));
	return NULL;
}

static const struct format_file *file_of(const struct bindery_shelf *shelf,
	str path)
{
	for (size_t i = 0; i < shelf->files.count; i++) {
		if (str_eq(shelf->files.at[i].path, path)) {
			return &shelf->files.at[i];
		}
	}
	return NULL;
}

/* The files that the manifest lists, and beside them it and its signature. */
static void files_part(const struct bindery_shelf *shelf,
	struct guide_release *release)
{
	struct format_file *files = ARENA_ARRAY(shelf->arena,
		struct format_file, shelf->files.count + 1);
	static const char *const beside[] = {"manifest", "manifest.minisig",
		"guide.pub"};
	const struct format_file *own[NELEM(beside)];

	for (size_t i = 0; i < NELEM(beside); i++) {
		own[i] = file_of(shelf, str_of(beside[i]));
		must(own[i] != NULL);
	}
	for (size_t i = 0; i < shelf->files.count; i++) {
		const struct format_file *file = &shelf->files.at[i];

		if (file == own[0] || file == own[1] || file == own[2]) continue;
		files[release->file_count++] = *file;
	}
	release->files = files;
	release->manifest = own[0]->bytes;
	release->minisig = own[1]->bytes;
	release->public_key = own[2]->bytes;
}

/* doc/guides.md 10.2 */
static void key_sign(const struct sign_key *roster, struct arena *arena,
	struct guide_release *release)
{
	struct buf trusted = {0}, out = {0};

	manifest_key_trusted(KEY_COUNTER, &trusted);
	minisign_sign(roster, release->public_key,
		buf_str(&trusted), &out);
	release->key_minisig = buf_take(&out, arena);
	buf_close(&trusted);
	buf_close(&out);
}

const err *guide_release_newest(struct desk *desk, unsigned *ret_number)
{
	struct arena *arena = arena_open(NEWEST_ARENA_BYTES);
	struct guide_library library;
	const err *e = guide_library_of(desk, arena, &library);

	*ret_number = 0;
	if (e == NULL && library.releases.count > 0) {
		*ret_number = library.releases.at[
			library.releases.count - 1].number;
	}
	arena_close(&arena);
	return e;
}

const err *guide_release_kept(struct desk *desk, uint64_t *ret_number)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	str value;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		S("guides.kept"), &value);

	*ret_number = 0;
	if (e == NULL && value.len > 0) {
		(void)!num_read(value, INT64_MAX, ret_number);
	}
	arena_close(&arena);
	return e;
}

/* "NUMBER HASH" of the manifest. */
static const err *noted_get(struct desk *desk, struct arena *arena,
	uint64_t *ret_number, str *ret_hash)
{
	str value, number;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		S("guides.made"), &value);

	*ret_number = 0;
	*ret_hash = S("");
	if (e == NULL && str_cut(value, ' ', &number, ret_hash)) {
		(void)!num_read(number, INT64_MAX, ret_number);
	}
	return e;
}

const err *guide_release_used(struct desk *desk, uint64_t *ret_number)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	uint64_t noted;
	str hex;
	const err *e = noted_get(desk, arena, &noted, &hex);

	if (e == NULL) e = guide_release_kept(desk, ret_number);
	if (e == NULL && noted > *ret_number) *ret_number = noted;
	arena_close(&arena);
	return e;
}

static const err *note(struct desk *desk, const struct guide_release *release,
	str hex)
{
	struct buf text = {0};
	struct op op = {.kind = OP_SET, .field = S("guides.made")};
	const err *e;

	buf_fmt(&text, "%u %.*s", release->number, S_ARG(hex));
	op.value = buf_str(&text);
	e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	buf_close(&text);
	return e;
}

const err *guide_release_note(struct desk *desk,
	const struct guide_release *release)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	hash manifest = hash_of(release->manifest);
	struct buf hex = {0};
	uint64_t noted;
	str before;
	const err *e = noted_get(desk, arena, &noted, &before);

	buf_hex(&hex, manifest.bytes, sizeof(manifest.bytes));
	if (e == NULL && noted == release->number) {
		e = str_eq(before, buf_str(&hex)) ? NULL : err_make(ERR_EXISTS,
			"this release was made before and was another");
	} else if (e == NULL) {
		e = note(desk, release, buf_str(&hex));
	}
	buf_close(&hex);
	arena_close(&arena);
	return e;
}

static const err *media_take(struct desk *desk, struct arena *arena,
	struct guide_library *library)
{
	const struct guides *guides;
	const err *e = guides_of(desk, &guides);

	for (size_t i = 0; e == NULL && i < library->guides.count; i++) {
		e = guide_media_of(desk, arena, guides_find(guides,
			library->guides.at[i].number), &library->beside);
	}
	return e;
}

const err *guide_release_plan(struct desk *desk, struct arena *arena,
	struct guide_release_plan *ret_plan)
{
	const struct guide_numbers none = {NULL, 0};
	struct guide_release_plan plan = {
		.demonstration = desk_is_demonstration(desk)};
	const err *e = guide_release_key(desk, &plan.key);

	if (e != NULL) return e;
	plan.roster = desk_line_key(desk);
	e = guide_public_library(desk, arena, &none, &plan.library);
	if (e == NULL && desk->pictures != NULL) {
		plan.library.folder = str_dup(arena, str_of(desk->pictures));
	}
	if (e == NULL) e = media_take(desk, arena, &plan.library);
	if (e != NULL) minisign_key_close(&plan.key);
	else *ret_plan = plan;
	return e;
}

void guide_release_plan_close(struct guide_release_plan *plan)
{
	minisign_key_close(&plan->key);
}

const err *guide_release_bind(const struct guide_release_plan *plan,
	struct arena *arena, const char *only, const struct bindery_ear *ear,
	struct guide_release *ret_release)
{
	const struct release_list *releases = &plan->library.releases;
	struct bindery_wish wish = {.only = only, .key = &plan->key,
		.demonstration = plan->demonstration};
	struct bindery_shelf shelf = {.arena = arena};
	struct guide_release release = {.number = 0};
	const err *e = bindery_bind(&wish, ear, &plan->library, &shelf);

	if (e != NULL) return e;
	release.number = releases->at[releases->count - 1].number;
	release.day = releases->at[releases->count - 1].day;
	files_part(&shelf, &release);
	key_sign(plan->roster, arena, &release);
	*ret_release = release;
	return NULL;
}

const err *guide_release_make(struct desk *desk, struct arena *arena,
	const char *only, struct guide_release *ret_release)
{
	static const struct bindery_ear nobody;
	struct guide_release_plan plan;
	const err *e = guide_release_plan(desk, arena, &plan);

	if (e != NULL) return e;
	e = guide_release_bind(&plan, arena, only, &nobody, ret_release);
	guide_release_plan_close(&plan);
	return e;
}
