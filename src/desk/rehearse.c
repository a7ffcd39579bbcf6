/* The rehearsal: see rehearse.h. Owns its scratch folder and its note.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/rehearse.h"

#include "base/num.h"
#include "desk/backup.h"
#include "desk/desk_room.h"
#include "desk/drill.h"
#include "desk/recovery_sheet.h"

enum { PATHS_BYTES = 1 << 20, HOUR_MS = 3600000 };
#define YEAR_MS ((uint64_t)365 * 24 * HOUR_MS)

static const str words[REHEARSE_COUNT] = {
	[REHEARSE_GOOD] = S_INIT("good"),
	[REHEARSE_PARTLY] = S_INIT("partly"),
	[REHEARSE_TYPO] = S_INIT("typo"),
	[REHEARSE_OTHER_SET] = S_INIT("other-set"),
	[REHEARSE_SAME_PART] = S_INIT("same-part"),
	[REHEARSE_TOO_FEW] = S_INIT("too-few"),
	[REHEARSE_CLOSED] = S_INIT("closed"),
	[REHEARSE_OTHER] = S_INIT("other"),
	[REHEARSE_NONE] = S_INIT("none"),
	[REHEARSE_DAMAGED] = S_INIT("damaged"),
	[REHEARSE_FAILED] = S_INIT("failed"),
};

/* -- trying --------------------------------------------------------------- */

static void stage(const struct rehearse_ask *ask, unsigned number)
{
	if (ask->watch != NULL) ask->watch->stage(ask->watch->owner, number);
}

static enum rehearse_found parts_join(const struct rehearse_ask *ask,
	struct secret *ret_secret, size_t *ret_part)
{
	static const enum rehearse_found found[SHARE_RESULT_COUNT] = {
		[SHARE_OK] = REHEARSE_GOOD, [SHARE_TYPO] = REHEARSE_TYPO,
		[SHARE_OTHER_SET] = REHEARSE_OTHER_SET,
		[SHARE_SAME_PART] = REHEARSE_SAME_PART,
		[SHARE_TOO_FEW] = REHEARSE_TOO_FEW};
	struct buf digits[SHARE_PARTS_MAX] = {{0}};
	str texts[SHARE_PARTS_MAX] = {{0}};
	size_t count = ask->part_count < SHARE_PARTS_MAX ? ask->part_count
							 : SHARE_PARTS_MAX;
	enum share_result result;

	for (size_t i = 0; i < count; i++) {
		recovery_sheet_read(ask->parts[i], &digits[i]);
		texts[i] = buf_str(&digits[i]);
	}
	result = share_gather(texts, count, ret_secret, ret_part);
	++*ret_part;
	for (size_t i = 0; i < count; i++) buf_close(&digits[i]);
	return found[result];
}

static enum rehearse_found look(const struct rehearse_ask *ask,
	const char *scratch, const struct secret *secret,
	struct restored_sum *ret_sum)
{
	struct restored restored;
	struct restored_known known = {ask->org, ask->roster};
	const err *e;
	enum rehearse_found found;

	stage(ask, 3);
	e = restored_open_known(&restored, scratch, secret, ask->now_ms,
		&known);
	if (restored.org.len > 0 && !str_eq(buf_str(&restored.org), ask->org)) {
		found = REHEARSE_OTHER;
	} else if (e != NULL) {
		found = e->code == ERR_KEY ? REHEARSE_CLOSED
			: e->code == ERR_REFUSED ? REHEARSE_OTHER
			: e->code == ERR_FORMAT ? REHEARSE_DAMAGED
						: REHEARSE_FAILED;
	} else {
		found = restored_is_whole(&restored.sum) ? REHEARSE_GOOD
							 : REHEARSE_PARTLY;
		*ret_sum = restored.sum;
	}
	restored_close(&restored);
	return found;
}

static enum rehearse_found try_with(const struct rehearse_ask *ask,
	const struct secret *secret, struct rehearse_result *result)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	const char *scratch = str_c(arena, str_fmt(arena, "%s/rehearsal",
		ask->dir));
	const char *path = ask->file;
	struct file in = {-1};
	struct backup_sum sum = {0};
	enum rehearse_found found = REHEARSE_NONE;
	const err *e;

	if (path != NULL || drill_newest(arena, str_c(arena, str_fmt(arena,
		"%s/backups", ask->dir)), &path, &result->hour)) {
		stage(ask, 2);
		drill_clear(scratch);
		e = file_open(&in, path, FILE_READ);
		if (e == NULL) e = backup_unpack(&in, scratch, &sum);
		file_close(&in);
		result->hour = sum.hour;
		found = e == NULL ? look(ask, scratch, secret, &result->sum)
			: e->code == ERR_FORMAT ? REHEARSE_DAMAGED
			: e->code == ERR_ABSENT ? REHEARSE_NONE
						: REHEARSE_FAILED;
		drill_clear(scratch); /* [rehearse-1] */
	}
	arena_close(&arena);
	return found;
}

struct rehearse_result rehearse_run(const struct rehearse_ask *ask)
{
	struct rehearse_result result = {0};
	struct secret secret = {0};

	stage(ask, 1);
	result.found = parts_join(ask, &secret, &result.part);
	if (result.found == REHEARSE_GOOD) {
		result.found = try_with(ask, &secret, &result);
		result.part = 0;
	}
	secret_close(&secret);
	return result;
}

struct rehearse_result rehearse_here(struct desk *desk, const char *file,
	const str *parts, size_t count, const struct rehearse_watch *watch)
{
	static const str below = S_INIT("/desk");
	str folder = str_of(desk->folder);
	const char *dir;

	must(str_ends(folder, below));
	dir = str_c(desk->arena, str_first(folder, folder.len - below.len));
	return rehearse_run(&(struct rehearse_ask){.dir = dir, .file = file,
		.org = desk->device.org, .roster = desk->keys.roster.seed.size
			> 0 ? &desk->keys.roster.public : NULL, .parts = parts, .part_count = count,
		.now_ms = desk_now_ms(desk), .watch = watch});
}

/* -- the note ------------------------------------------------------------- */

static bool counts(enum rehearse_found found)
{
	return found == REHEARSE_GOOD || found == REHEARSE_PARTLY ||
	       found == REHEARSE_CLOSED || found == REHEARSE_DAMAGED;
}

const err *rehearse_note(struct desk *desk,
	const struct rehearse_result *result)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	unsigned long long now = desk_now_ms(desk);
	struct op ops[] = {
		{.kind = OP_SET, .field = S("rehearsal"), .value = str_fmt(arena,
			"%llu %.*s %llu", now, S_ARG(words[result->found]),
			(unsigned long long)result->hour)},
		{.kind = OP_SET, .field = S("rehearsal.good"),
			.value = str_fmt(arena, "%llu", now)}};
	const err *e = NULL;

	if (counts(result->found)) {
		e = desk_commit_unit(desk, fold_desk, ops,
			result->found == REHEARSE_GOOD ? 2 : 1, DID_NOTHING);
	}
	arena_close(&arena);
	return e;
}

static bool noted_read(str text, struct rehearse_noted *noted)
{
	str word;

	if (!str_word(&text, &word) || !num_read(word, INT64_MAX, &noted->ms) ||
		!str_word(&text, &word) ||
		!num_read(text, UINT32_MAX, &noted->hour)) {
		return false;
	}
	for (size_t i = 0; i < REHEARSE_COUNT; i++) {
		if (!str_eq(words[i], word)) continue;
		noted->found = (enum rehearse_found)i;
		return counts(noted->found);
	}
	return false;
}

const err *rehearse_noted(struct desk *desk, struct rehearse_noted *ret_noted)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	struct rehearse_noted noted = {0};
	str last, good;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		S("rehearsal"), &last);

	if (e == NULL) {
		e = fold_register(&desk->projection, arena, fold_desk,
			S("rehearsal.good"), &good);
	}
	if (e == NULL && !noted_read(last, &noted)) {
		noted = (struct rehearse_noted){0};
	}
	if (e == NULL && !num_read(good, INT64_MAX, &noted.good_ms)) {
		noted.good_ms = 0;
	}
	*ret_noted = noted;
	arena_close(&arena);
	return e;
}

uint64_t rehearse_due_ms(const struct rehearse_noted *noted)
{
	return noted->good_ms == 0 ? 0 : noted->good_ms + YEAR_MS;
}
