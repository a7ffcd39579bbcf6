/* Pictures and recordings in the log: see guide_media.h. Owns how a file is cut
 * into the fields of a record and put together again.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_media.h"

#include "base/hex.h"
#include "base/num.h"
#include "base/tr_mark.h"
#include "desk/desk_room.h"
#include "desk/guide_room.h"
#include "desk/record_query.h"
#include "guide/image.h"
#include "guide/opus.h"
#include "seal/rand.h"

enum { PIECE_BYTES = 48 * 1024, MEDIA_ARENA_BYTES = 256 << 20,
	NAME_LETTERS = 6 };

static const char *const pieces[] = {"bytes-a", "bytes-b", "bytes-c",
	"bytes-d", "bytes-e", "bytes-f", "bytes-g", "bytes-h"};
_Static_assert(NELEM(pieces) * PIECE_BYTES == GUIDE_MEDIA_FILE_MAX,
	"every byte of a file has a field");

/* -- of one guide --------------------------------------------------------- */

static const err *rows_of(struct desk *desk, struct arena *arena,
	object_id guide, struct record_rows *ret_rows)
{
	struct record_filter filter = {.type = &record_media,
		.state = S("kept"), .by_count = 1};

	filter.by[0].key = "guide";
	filter.by[0].value = object_text(arena, guide);
	return record_list(desk, arena, &filter, ret_rows);
}

/* Of two with one name the newer counts. */
static const struct record_row *row_named(const struct record_rows *rows,
	str name)
{
	const struct record_row *found = NULL;

	for (size_t i = 0; i < rows->count; i++) {
		if (str_eq(rows->at[i].title, name) && (found == NULL ||
			rows->at[i].changed_ms > found->changed_ms)) {
			found = &rows->at[i];
		}
	}
	return found;
}

static const err *size_of(struct desk *desk, struct arena *arena, object_id id,
	uint64_t *ret_bytes)
{
	str value;
	const err *e = fold_register(&desk->projection, arena, id, S("size"),
		&value);

	*ret_bytes = 0;
	if (e == NULL) {
		(void)!num_read(value, GUIDE_MEDIA_FILE_MAX, ret_bytes);
	}
	return e;
}

/* -- into the log --------------------------------------------------------- */

static void pieces_say(struct guide_edits *edits, str bytes)
{
	for (size_t i = 0; i < NELEM(pieces); i++) {
		str piece = str_first(bytes, PIECE_BYTES);
		struct buf out = {0};

		base64_put(&out, piece, true);
		guide_say(edits, pieces[i], buf_take(&out, edits->arena));
		buf_close(&out);
		bytes = str_from(bytes, piece.len);
	}
}

const err *guide_media_put(struct desk *desk, object_id guide,
	const struct unit_file *file, const struct record_row *before)
{
	struct guide_edits edits = {.arena = arena_open(MEDIA_ARENA_BYTES)};
	struct record_refusal refusal;
	object_id id;
	const err *e;

	guide_say(&edits, "name", file->name);
	guide_say(&edits, "guide", object_text(edits.arena, guide));
	guide_say(&edits, "kind", file->kind);
	guide_say(&edits, "size", str_fmt(edits.arena, "%zu", file->bytes.len));
	pieces_say(&edits, file->bytes);
	e = before != NULL ? record_set(desk, before->id, guide_said(&edits),
			&refusal)
		: record_create(desk, &record_media, guide_said(&edits),
			&refusal, &id);
	arena_close(&edits.arena);
	return e;
}

/* -- out of it ------------------------------------------------------------ */

static bool bytes_join(struct arena *arena, const struct record *record,
	str *ret_bytes)
{
	struct buf out = buf_cap(GUIDE_MEDIA_FILE_MAX);
	uint64_t size = 0;
	bool whole = num_read(record_value(record, "size"),
		GUIDE_MEDIA_FILE_MAX, &size);

	for (size_t i = 0; whole && i < NELEM(pieces); i++) {
		whole = base64_read(record_value(record, pieces[i]), true,
			&out);
	}
	whole = whole && !out.failed && out.len == size;
	if (whole) *ret_bytes = buf_take(&out, arena);
	buf_close(&out);
	return whole;
}

static str path_of(struct arena *arena, const struct guide_kept *kept,
	const struct record *record)
{
	bool heard = str_eq(record_value(record, "kind"), S("recording"));

	return str_fmt(arena, "%u/%s/%.*s", kept->guide.number,
		heard ? "audio" : "pictures", S_ARG(record_title(record)));
}

const err *guide_media_of(struct desk *desk, struct arena *arena,
	const struct guide_kept *kept, struct edition_file_list *files)
{
	struct record_rows rows = {.count = 0};
	const err *e = kept->guide.is_story ? NULL /* [guide_media-3] */
		: rows_of(desk, arena, kept->id, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		struct edition_file file;
		struct record record;

		if (row_named(&rows, rows.at[i].title) != &rows.at[i]) continue;
		e = record_get(desk, arena, rows.at[i].id, &record);
		if (e != NULL || !bytes_join(arena, &record, &file.bytes)) {
			continue; /* a piece has not come yet: as if absent */
		}
		file.path = path_of(arena, kept, &record);
		LIST_ADD(arena, files, file);
	}
	return e;
}

/* -- acts ----------------------------------------------------------------- */

/* [guide_media-3] [guide_media-4] `bytes` more, in place of `before`. */
static const err *room_check(struct desk *desk, struct arena *arena,
	const struct record_rows *rows, const struct record_row *before,
	uint64_t bytes)
{
	uint64_t all = bytes;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < rows->count; i++) {
		uint64_t one = 0;

		if (before == &rows->at[i]) continue;
		e = size_of(desk, arena, rows->at[i].id, &one);
		all += one;
	}
	return e != NULL || (all <= GUIDE_MEDIA_BYTES_MAX &&
		rows->count < GUIDE_MEDIA_COUNT_MAX) ? e
		: err_make(ERR_FULL, "the files of a guide are too large");
}

static const char no_room[] = TR("This guide has no room for more pictures and "
	"recordings. Take one out, or leave large ones in the folder of "
	"--guides.");
static const char no_story[] = TR("A story has no picture and no recording: "
	"people who know them may know it.");

static const err *full(const err *e, const char **ret_why)
{
	return e != NULL && e->code == ERR_FULL ? guide_refuse(no_room, ret_why)
		: e;
}

/* "kdwpzq.jpg": it says neither of what nor of whom. */
static str name_new(struct arena *arena, bool is_png)
{
	unsigned char random[NAME_LETTERS];

	rand_bytes(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++) {
		random[i] = (unsigned char)('a' + random[i] % 26);
	}
	return str_fmt(arena, "%.*s.%s", (int)sizeof(random),
		(const char *)random, is_png ? "png" : "jpg");
}

static const err *picture_add(struct desk *desk, const struct guide_kept *kept,
	size_t after, const struct unit_wish *wish, const char **ret_why)
{
	struct arena *arena = arena_open(MEDIA_ARENA_BYTES);
	struct record_rows rows;
	const err *e = rows_of(desk, arena, kept->id, &rows);

	if (e == NULL) {
		e = full(room_check(desk, arena, &rows, NULL,
			wish->file->bytes.len), ret_why);
	}
	arena_close(&arena);
	return e != NULL ? e : guide_unit_add(desk, kept, after, wish, ret_why);
}

const err *guide_picture_add(struct desk *desk, const struct guide_kept *kept,
	size_t after, const struct picture_wish *wish, const char **ret_why)
{
	struct arena *arena = arena_open(MEDIA_ARENA_BYTES);
	struct unit_file file = {.kind = S("picture")};
	struct unit_wish unit = {.kind = S("picture"), .words = wish->words,
		.file = &file};
	struct image_set set;
	const err *e = NULL;

	*ret_why = NULL;
	if (kept->guide.is_story) {
		e = guide_refuse(no_story, ret_why);
	} else if (str_trim(wish->words).len == 0) { /* [guide_media-2] */
		e = guide_refuse(TR("Say in words what it shows: for those who "
			"do not see it."), ret_why);
	} else if (image_make(arena, wish->bytes, &set) != NULL) {
		e = guide_refuse(TR("This is no picture that can be taken: a "
			"PNG or JPEG of at most 24 MB, not cut off, at most "
			"four times as high as wide."), ret_why);
	} else if (set.large.bytes.len > GUIDE_MEDIA_FILE_MAX) {
		e = guide_refuse(no_room, ret_why);
	} else { /* [guide_media-1] */
		file.bytes = set.large.bytes;
		file.name = name_new(arena, set.large.is_png);
		unit.slots = str_fmt(arena, "picture picture %.*s",
			S_ARG(file.name));
		e = picture_add(desk, kept, after, &unit, ret_why);
	}
	arena_close(&arena);
	return e;
}

static str recording_name(struct arena *arena, const struct guide_kept *kept,
	size_t at, enum locale form)
{
	return str_fmt(arena, "%.*s.%.*s.opus",
		S_ARG(unit_id_str(&kept->guide.units.at[at].id)),
		S_ARG(locale_info(form)->tag));
}

/* In place of the one before, if there is one. */
static const err *recording_put(struct desk *desk,
	const struct guide_kept *kept, struct arena *arena,
	const struct unit_file *file)
{
	const struct record_row *before;
	struct record_rows rows;
	const err *e = rows_of(desk, arena, kept->id, &rows);

	if (e != NULL) return e;
	before = row_named(&rows, file->name);
	e = room_check(desk, arena, &rows, before, file->bytes.len);
	return e != NULL ? e : guide_media_put(desk, kept->id, file, before);
}

const err *guide_recording_set(struct desk *desk,
	const struct guide_kept *kept, size_t at, enum locale form, str bytes,
	const char **ret_why)
{
	struct arena *arena = arena_open(MEDIA_ARENA_BYTES);
	struct unit_file file = {.kind = S("recording"),
		.name = recording_name(arena, kept, at, form)};
	struct buf bare = buf_cap(OPUS_BYTES_MAX);
	const err *e = NULL;

	*ret_why = NULL;
	if (kept->guide.is_story) {
		e = guide_refuse(no_story, ret_why);
	} else if (opus_copy(bytes, &bare) != NULL) { /* [guide_media-1] */
		e = guide_refuse(TR("This is no recording that can be taken: an "
			"Ogg file of one Opus stream, whole. Most phones "
			"and WhatsApp make them."), ret_why);
	} else if (bare.len > GUIDE_MEDIA_FILE_MAX) {
		e = guide_refuse(no_room, ret_why);
	} else {
		file.bytes = buf_str(&bare);
		e = full(recording_put(desk, kept, arena, &file), ret_why);
	}
	buf_close(&bare);
	arena_close(&arena);
	return e;
}

static const err *recording_find(struct desk *desk, struct arena *arena,
	const struct guide_kept *kept, str name,
	const struct record_row **ret_row)
{
	struct record_rows rows;
	const err *e = rows_of(desk, arena, kept->id, &rows);

	*ret_row = e == NULL ? row_named(&rows, name) : NULL;
	return e;
}

const err *guide_recording_out(struct desk *desk,
	const struct guide_kept *kept, size_t at, enum locale form)
{
	struct arena *arena = arena_open(MEDIA_ARENA_BYTES);
	struct record_refusal refusal;
	const struct record_row *row;
	const err *e = recording_find(desk, arena, kept, recording_name(arena,
		kept, at, form), &row);

	if (e == NULL) {
		e = row == NULL ? err_make(ERR_ABSENT, "there is no recording")
			: record_step(desk, row->id, S("out"),
				(struct record_edits){NULL, 0}, &refusal);
	}
	arena_close(&arena);
	return e;
}

const err *guide_recording_size(struct desk *desk,
	const struct guide_kept *kept, size_t at, enum locale form,
	uint64_t *ret_bytes)
{
	struct arena *arena = arena_open(MEDIA_ARENA_BYTES);
	const struct record_row *row;
	const err *e = recording_find(desk, arena, kept, recording_name(arena,
		kept, at, form), &row);

	*ret_bytes = 0;
	if (e == NULL && row != NULL) {
		e = size_of(desk, arena, row->id, ret_bytes);
	}
	arena_close(&arena);
	return e;
}
