/* The desk's guides as a folder: see guide_take.h. Reads records, changes none;
 * the bytes are made by guide/guide_write.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_take.h"

#include "base/num.h"
#include "desk/desk_room.h"
#include "desk/guide_media.h"
#include "desk/record_query.h"
#include "desk/voice_kept.h"
#include "guide/guide_write.h"

#include <stdlib.h>

enum { RELEASES_MAX = 100000, EXPIRES_DAYS_MAX = 3650,
	FOLDER_BYTES_MAX = 64 << 20 };

/* -- the library ---------------------------------------------------------- */

static str keep(struct arena *arena, const struct record *record,
	const char *key)
{
	return str_dup(arena, record_value(record, key));
}

static void where_take(struct guide_library *library, str lines)
{
	str line;

	while (library->where.count < LIBRARY_WHERE_MAX &&
		str_line(&lines, &line)) {
		line = str_trim(line);
		if (line.len > 0) LIST_ADD(library->arena, &library->where, line);
	}
}

static void facts_take(struct guide_library *library,
	const struct record *record)
{
	struct arena *arena = library->arena;
	const struct tongue *source = tongue_find(record_value(record,
		"source"));
	uint64_t days = 0;

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		struct edition_name name = {tongue_of((enum locale)i),
			keep(arena, record, guide_field(arena, "name",
				(enum locale)i))};

		if (name.words.len > 0) LIST_ADD(arena, &library->names, name);
	}
	if (source != NULL) library->source = source;
	library->onion = keep(arena, record, "onion");
	where_take(library, keep(arena, record, "where"));
	(void)!num_read(record_value(record, "expires-days"),
		EXPIRES_DAYS_MAX, &days);
	library->expires_days = (unsigned)days;
	library->is_starter = str_eq(record_value(record, "starter"),
		S("yes"));
}

/* Without a name of its own it has the organisation's. */
static void names_take(struct desk *desk, struct guide_library *library)
{
	for (size_t i = 0; library->names.count == 0 && i < LOCALE_COUNT; i++) {
		struct edition_name name = {tongue_of((enum locale)i),
			desk_organisation(desk, (enum locale)i)};

		if (name.words.len == 0) continue;
		LIST_ADD(library->arena, &library->names, name);
		break;
	}
}

static const err *library_read(struct desk *desk,
	struct guide_library *library)
{
	struct record_filter filter = {.type = &record_library,
		.state = S("current")};
	struct record *records = NULL;
	size_t count = 0;
	const err *e = record_whole(desk, library->arena, &filter, &records,
		&count);

	library->source = tongue_of(LOCALE_EN);
	if (e == NULL && count > 0) facts_take(library, &records[0]);
	if (e == NULL) names_take(desk, library);
	return e;
}

/* -- releases ------------------------------------------------------------- */

struct placed { uint64_t release, place; struct change change; };
struct placed_list LIST_OF(struct placed);

static int by_place(const void *a, const void *b)
{
	const struct placed *one = a, *other = b;

	if (one->release != other->release) {
		return one->release < other->release ? -1 : 1;
	}
	if (one->place != other->place) {
		return one->place < other->place ? -1 : 1;
	}
	return str_compare(one->change.words, other->change.words);
}

static int by_release(const void *a, const void *b)
{
	const struct release *one = a, *other = b;

	return one->number < other->number ? -1 : one->number > other->number;
}

static bool change_read(const struct guides *guides, struct arena *arena,
	const struct record *record, struct placed *ret_placed)
{
	object_id guide;

	*ret_placed = (struct placed){.change = {
		.kind = keep(arena, record, "kind"),
		.tongue = tongue_find(record_value(record, "lang")),
		.words = keep(arena, record, "words")}};
	(void)!num_read(record_value(record, "place"), RELEASES_MAX,
		&ret_placed->place);
	if (!num_read(record_value(record, "release"), RELEASES_MAX,
			&ret_placed->release) ||
		ret_placed->change.tongue == NULL ||
		!object_read(record_value(record, "guide"), &guide)) {
		return false;
	}
	for (size_t i = 0; i < guides->list.count; i++) {
		if (!object_eq(guides->list.at[i]->id, guide)) continue;
		ret_placed->change.guide = guides->list.at[i]->guide.number;
		/* a release lists no story: its title could not be called back */
		return !guides->list.at[i]->guide.is_story;
	}
	return false;
}

static const err *changes_read(struct desk *desk, struct arena *arena,
	const struct guides *guides, struct placed_list *list)
{
	struct record_filter filter = {.type = &record_change_words,
		.state = S("current")};
	struct record *records = NULL;
	size_t count = 0;
	const err *e = record_whole(desk, arena, &filter, &records, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct placed one;

		if (change_read(guides, arena, &records[i], &one)) {
			LIST_ADD(arena, list, one);
		}
	}
	if (e == NULL && list->count > 0) {
		qsort(list->at, list->count, sizeof(*list->at), by_place);
	}
	return e;
}

static void release_add(struct guide_library *library,
	const struct record *record, const struct placed_list *changes)
{
	struct release release = {.number = 0};
	uint64_t number;

	if (!num_read(record_title(record), RELEASES_MAX, &number) ||
		!day_read(record_value(record, "day"), &release.day)) {
		return;
	}
	release.number = (unsigned)number;
	for (size_t i = 0; i < library->releases.count; i++) {
		if (library->releases.at[i].number == number) return;
	}
	for (size_t i = 0; i < changes->count; i++) {
		if (changes->at[i].release != number) continue;
		LIST_ADD(library->arena, &release.changes,
			changes->at[i].change);
	}
	LIST_ADD(library->arena, &library->releases, release);
}

static const err *releases_take(struct desk *desk,
	struct guide_library *library, const struct guides *guides)
{
	struct record_filter filter = {.type = &record_release,
		.state = S("current")};
	struct placed_list changes = {0};
	struct record *records = NULL;
	size_t count = 0;
	const err *e = changes_read(desk, library->arena, guides, &changes);

	if (e == NULL) {
		e = record_whole(desk, library->arena, &filter, &records,
			&count);
	}
	for (size_t i = 0; e == NULL && i < count; i++) {
		release_add(library, &records[i], &changes);
	}
	if (e == NULL && library->releases.count > 0) {
		qsort(library->releases.at, library->releases.count,
			sizeof(*library->releases.at), by_release);
	}
	return e;
}

/* The story's file `voice`, whatever stands in it. */
static void voices_take(struct guide_library *library,
	const struct voice_kept_list *voices, const struct guide_kept *story)
{
	const struct voice_kept *kept = voice_kept_of(voices, story->id, NULL);
	struct guide_library_voice voice = {.story = story->guide.number};

	if (kept == NULL) return;
	voice.file = kept->file;
	LIST_ADD(library->arena, &library->voices, voice);
}

const err *guide_library_of(struct desk *desk, struct arena *arena,
	struct guide_library *ret_library)
{
	struct guide_library library = {.arena = arena, .folder = S(""),
		.has_voices = true};
	struct voice_kept_list voices;
	const struct guides *guides;
	const err *e = guides_of(desk, &guides);

	if (e == NULL) e = library_read(desk, &library);
	if (e == NULL) e = releases_take(desk, &library, guides);
	if (e == NULL) e = voice_kept_all(desk, arena, &voices);
	if (e != NULL) return e;
	for (size_t i = 0; i < guides->list.count; i++) {
		const struct guide_kept *kept = guides->list.at[i];

		if (kept->guide.is_story) {
			LIST_ADD(arena, &library.stories, kept->guide);
			voices_take(&library, &voices, kept);
		} else {
			LIST_ADD(arena, &library.guides, kept->guide);
		}
	}
	guide_library_withdraw(&library);
	*ret_library = library;
	return NULL;
}

/* -- files ---------------------------------------------------------------- */

struct file_list LIST_OF(struct format_file);

static void file_add(struct arena *arena, struct file_list *files, str path,
	struct buf *bytes)
{
	LIST_ADD(arena, files, ((struct format_file){path,
		buf_take(bytes, arena)}));
	buf_reset(bytes);
}

/* What cannot be written stands in no file: words of two that are not settled,
 * or of a structure that is not there any more. */
static void guide_files_add(struct arena *arena, const struct guide *guide,
	struct file_list *files, struct buf *bytes)
{
	struct write_fault fault;

	if (!guide_write(guide, bytes, &fault)) {
		buf_reset(bytes);
		return;
	}
	file_add(arena, files, str_fmt(arena, "%u/guide", guide->number),
		bytes);
	for (size_t i = 1; i < guide->tongue_count; i++) {
		if (!words_has_file(guide, i)) continue;
		if (words_write(guide, i, bytes, &fault)) {
			file_add(arena, files, str_fmt(arena, "%u/%.*s.words",
				guide->number, S_ARG(guide->tongues[i]->tag)),
				bytes);
		}
		buf_reset(bytes);
	}
	if (guide->signs.count == 0) return;
	signs_write(guide, bytes);
	file_add(arena, files, str_fmt(arena, "%u/signs", guide->number),
		bytes);
}

/* Pictures and recordings that were added here; those of the folder are there. */
static const err *media_files_add(struct desk *desk, struct arena *arena,
	struct file_list *files)
{
	struct edition_file_list media = {0};
	const struct guides *guides;
	const err *e = guides_of(desk, &guides);

	for (size_t i = 0; e == NULL && i < guides->list.count; i++) {
		e = guide_media_of(desk, arena, guides->list.at[i], &media);
	}
	for (size_t i = 0; e == NULL && i < media.count; i++) {
		LIST_ADD(arena, files, ((struct format_file){media.at[i].path,
			media.at[i].bytes}));
	}
	return e;
}

static int by_path(const void *a, const void *b)
{
	const struct format_file *one = a, *other = b;

	return str_compare(one->path, other->path);
}

const err *guide_folder(struct desk *desk, struct arena *arena,
	struct guide_files *ret_files)
{
	struct buf bytes = buf_cap(FOLDER_BYTES_MAX);
	struct guide_library library;
	struct file_list files = {0};
	const err *e = guide_library_of(desk, arena, &library);

	if (e != NULL) return e;
	guide_library_write(&library, &bytes);
	file_add(arena, &files, S("library"), &bytes);
	if (library.releases.count > 0) {
		releases_write(&library, &bytes);
		file_add(arena, &files, S("releases"), &bytes);
	}
	for (size_t i = 0; i < library.guides.count; i++) {
		if (library.guides.at[i].units.count == 0) continue;
		guide_files_add(arena, &library.guides.at[i], &files, &bytes);
	}
	e = media_files_add(desk, arena, &files);
	if (e != NULL) return e;
	qsort(files.at, files.count, sizeof(*files.at), by_path);
	*ret_files = (struct guide_files){files.at, files.count};
	buf_close(&bytes);
	return NULL;
}
