/* Where a desk is, and ending what was broken off: see journey.h. Needs no key.
 *
 *	mark                         and              means
 *	none                                          at home
 *	key is key.age's                              leaving: the rest is removed
 *	key is another one's         log.pack is here never left: the mark goes
 *	little                       no log.pack      on a journey
 *	little                       log.pack is here back: the journey's files go
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/journey_room.h"

#include "base/field.h"
#include "base/hex.h"
#include "desk/drill.h"
#include "desk/keyfile.h"
#include "desk/left.h"
#include "seal/age.h"

enum { PATHS_BYTES = 64 << 20, MARK_BYTES_MAX = 256, HASH_HEX = 64,
	KEY_FILE_MAX = 64 * 1024, HEAD_BYTES = 64 };

const char *journey_path(struct arena *arena, const char *dir, str name)
{
	return str_c(arena, str_fmt(arena, "%s/%.*s", dir, S_ARG(name)));
}

/* -- the mark ------------------------------------------------------------- */

const err *journey_mark(const char *dir, const struct journey_mark *mark)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	struct buf text = {0};
	const err *e;

	buf_text(&text, "bothy-journey/1\nkey ");
	buf_hex(&text, mark->key.bytes, sizeof(mark->key.bytes));
	buf_text(&text, mark->little ? "\nlittle\n" : "\n");
	e = file_replace(journey_path(arena, dir, S("desk/journey")),
		buf_str(&text));
	buf_close(&text);
	arena_close(&arena);
	return e;
}

static struct journey_mark mark_read(struct arena *arena, const char *dir)
{
	struct journey_mark mark = {.there = false};
	struct buf text = {0};
	str rest, key;

	if (file_read(journey_path(arena, dir, S("desk/journey")),
		MARK_BYTES_MAX, &text) == NULL) {
		rest = buf_str(&text);
		mark.there = field_line(&rest, S("bothy-journey/1")) &&
			field_hex(&rest, S("key"), HASH_HEX, &key) &&
			hex_read(key, mark.key.bytes, sizeof(mark.key.bytes));
		mark.little = mark.there && field_line(&rest, S("little"));
		mark.there = mark.there && rest.len == 0;
	}
	buf_close(&text);
	return mark;
}

static bool has(struct arena *arena, const char *dir, const char *name)
{
	return file_exists(journey_path(arena, dir, str_of(name)));
}

bool journey_is_away(const char *dir)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	bool away = mark_read(arena, dir).little &&
		!has(arena, dir, "desk/log.pack");

	arena_close(&arena);
	return away;
}

bool journey_has_desk(const char *dir)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	bool there = has(arena, dir, "desk/log.pack") ||
		mark_read(arena, dir).there;

	arena_close(&arena);
	return there;
}

/* -- what goes ------------------------------------------------------------ */

bool journey_line_is_small(struct arena *arena, const char *dir)
{
	struct file_names names;

	if (file_list(arena, journey_path(arena, dir, S("line")), &names) !=
		NULL) {
		return false;
	}
	for (size_t i = 0; i < names.count; i++) {
		if (!left_is_small(str_fmt(arena, "line/%.*s",
			S_ARG(names.at[i])))) {
			return false;
		}
	}
	return true;
}

static bool stays(str name)
{
	static const str names[] = {S_INIT("key.age"), S_INIT("carried.age"),
		S_INIT("left.age"), S_INIT("journey"), S_INIT("lock")};

	for (size_t i = 0; i < NELEM(names); i++) {
		if (str_eq(names[i], name)) return true;
	}
	return false;
}

/* Zeros over each file, then it goes; the folder too when `all` of it goes. */
static const err *folder_erase(struct arena *arena, const char *path, bool all)
{
	struct file_names names;
	const err *e = file_list(arena, path, &names);

	if (e != NULL) return e->code == ERR_ABSENT ? NULL : e;
	for (size_t i = 0; e == NULL && i < names.count; i++) {
		const char *one = journey_path(arena, path, names.at[i]);

		if (!all && stays(names.at[i])) continue;
		e = file_kind_of(one) == FILE_KIND_FOLDER
			? folder_erase(arena, one, true) : file_erase(one);
	}
	return e == NULL && all ? file_folder_remove(path) : e;
}

/* A kill came between the zeros and the removal. */
static bool is_zeros(const char *path)
{
	struct file in = {-1};
	struct buf head = {0};
	size_t count = 0, zeros = 0;

	if (file_open(&in, path, FILE_READ) == NULL &&
		file_get(&in, HEAD_BYTES, &head, &count) == NULL) {
		while (zeros < count && head.at[zeros] == 0) zeros++;
	}
	file_close(&in);
	buf_close(&head);
	return count > 0 && zeros == count;
}

static const err *backups_erase(struct arena *arena, const char *dir)
{
	const char *path = journey_path(arena, dir, S("backups"));
	struct file_names names;
	const err *e = file_list(arena, path, &names);

	if (e != NULL) return e->code == ERR_ABSENT ? NULL : e;
	for (size_t i = 0; e == NULL && i < names.count; i++) {
		const char *one = journey_path(arena, path, names.at[i]);

		if (file_kind_of(one) == FILE_KIND_PLAIN &&
			(drill_is_backup(one) || is_zeros(one))) {
			e = file_erase(one);
		}
	}
	return e;
}

static const err *rest_erase(struct arena *arena, const char *dir,
	struct journey_mark mark)
{
	const err *e = file_erase(journey_path(arena, dir, S("desk/key.old")));

	if (e == NULL) {
		e = folder_erase(arena, journey_path(arena, dir, S("desk")),
			false);
	}
	if (e == NULL) e = backups_erase(arena, dir);
	if (e == NULL && journey_line_is_small(arena, dir)) {
		e = folder_erase(arena, journey_path(arena, dir, S("line")),
			true);
	}
	drill_clean(dir);
	drill_clear(journey_path(arena, dir, S("rehearsal")));
	mark.little = true;
	return e != NULL ? e : journey_mark(dir, &mark);
}

/* -- coming back, or never having left ------------------------------------ */

/* The whole desk is here: what belongs to a journey is not needed. The old key
 * file may be this one under a second name: it is not zeroed. */
static const err *journey_forget(struct arena *arena, const char *dir)
{
	static const str names[] = {S_INIT("desk/journey"),
		S_INIT("desk/key.old"), S_INIT("desk/left.age"),
		S_INIT("desk/carried.age")};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(names); i++) {
		if (!has(arena, dir, names[i].at)) continue;
		e = file_remove(journey_path(arena, dir, names[i]));
	}
	return e;
}

/* What came from the line while it was fetched, and how far that got; and the
 * snapshot that a stick kept. */
static const err *fetched_keep(struct arena *arena, const char *dir)
{
	static const str names[] = {S_INIT("inbox.pack"), S_INIT("relay.place"),
		S_INIT("snapshot.1")};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(names); i++) {
		const char *from = journey_path(arena, dir, str_fmt(arena,
			"desk/return/%.*s", S_ARG(names[i])));

		if (!file_exists(from)) continue;
		e = file_rename(from, journey_path(arena, dir, str_fmt(arena,
			"desk/%.*s", S_ARG(names[i]))));
	}
	if (e == NULL) {
		drill_clear(journey_path(arena, dir, S("desk/return")));
	}
	return e;
}

static bool key_is(struct arena *arena, const char *dir, hash name)
{
	struct buf bytes = {0};
	bool is = file_read(journey_path(arena, dir, S("desk/key.age")),
		KEY_FILE_MAX, &bytes) == NULL &&
		hash_eq(hash_of(buf_str(&bytes)), name);

	buf_close(&bytes);
	return is;
}

const err *journey_settle(const char *dir)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	struct journey_mark mark = mark_read(arena, dir);
	bool whole = has(arena, dir, "desk/log.pack");
	const err *e = NULL;

	if (mark.there && !mark.little && key_is(arena, dir, mark.key)) {
		e = rest_erase(arena, dir, mark);
	} else if (whole) {
		if (mark.little) e = fetched_keep(arena, dir);
		if (e == NULL) e = journey_forget(arena, dir);
	}
	arena_close(&arena);
	return e;
}

/* -- on the way ----------------------------------------------------------- */

const err *journey_carried(const char *dir, str passphrase, struct buf *out)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	struct buf sealed = buf_cap(2 * JOURNEY_CARRIED_MAX);
	struct identity carried = {.key = {0}};
	const err *e = keyfile_carried(journey_path(arena, dir,
		S("desk/key.age")), passphrase, &carried);
	bool nothing = e != NULL && e->code == ERR_ABSENT;

	if (e == NULL) {
		e = file_read(journey_path(arena, dir, S("desk/carried.age")),
			2 * JOURNEY_CARRIED_MAX, &sealed);
	}
	if (e == NULL && age_open(out, buf_str(&sealed), &carried, 1) !=
		AGE_OK) {
		e = err_make(ERR_FORMAT, "what was chosen is damaged");
	}
	identity_close(&carried);
	buf_close(&sealed);
	arena_close(&arena);
	return nothing ? NULL : e;
}
