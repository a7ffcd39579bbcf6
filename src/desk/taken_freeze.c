/* Freezing and removing: see taken_freeze.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/taken_freeze.h"

#include "desk/record_query.h"
#include "desk/team_act.h"
#include "desk/team_query.h"
#include "desk/trouble.h"
#include "model/instant.h"

enum {
	FREEZE_ARENA_BYTES = 16 << 20,
	TWICE_MS = 60 * 1000       /* a button that seemed to do nothing */
};

str taken_now(struct arena *arena, struct desk *desk)
{
	return trouble_now(arena, desk_now_ms(desk));
}

static object_id person_of(const struct record *record)
{
	object_id id;

	return object_read(record_value(record, "person"), &id) ? id
		: fold_desk;
}

/* -- freezing ------------------------------------------------------------- */

static const err *title_of(struct desk *desk, struct arena *arena,
	object_id person, str *ret_title)
{
	struct record record;
	const err *e = record_get(desk, arena, person, &record);

	if (e == NULL) *ret_title = record_title(&record);
	return e;
}

/* A member without a device, or with her own desk only, is noted all the same:
 * the list of who to warn does not wait for keys. */
static const err *freeze(struct desk *desk, object_id person, bool *ret_done)
{
	const err *e = team_freeze_member(desk, person);

	*ret_done = e == NULL;
	return e == NULL || e->code == ERR_ABSENT || e->code == ERR_REFUSED ||
		e->code == ERR_EXISTS ? NULL : e;
}

/* [freeze-3] */
static void undo_end(struct desk *desk)
{
	desk->did_first = 0;
	desk->did_seq = 0;
}

/* [freeze-4] The clocks of the list begin there: a wrong month would have it
 * wait for weeks. */
static str began_of(struct desk *desk, struct arena *arena, str asked)
{
	uint64_t ms;

	return instant_ms(asked, &ms) && ms <= desk_now_ms(desk) ? asked
		: taken_now(arena, desk);
}

/* [freeze-4] The same was begun at this desk a moment ago. */
static const err *begun_find(struct desk *desk, struct arena *arena,
	const struct taken_start *start, object_id *ret_id, bool *ret_found)
{
	struct record_filter filter = {.type = &record_taken,
		.state = S("current")};
	struct record *records = NULL;
	size_t count = 0;
	const err *e = record_whole(desk, arena, &filter, &records, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		if (!object_eq(person_of(&records[i]), start->person) ||
			!str_eq(record_value(&records[i], "kind"), start->kind) ||
			records[i].made_ms + TWICE_MS < desk_now_ms(desk)) {
			continue;
		}
		*ret_id = records[i].id;
		*ret_found = true;
	}
	return e;
}

static const err *start_write(struct desk *desk, struct arena *arena,
	const struct taken_start *start, bool frozen,
	struct record_refusal *refusal, object_id *ret_id)
{
	struct buf hex = {0};
	str title = S("");
	const err *e = title_of(desk, arena, start->person, &title);

	object_write(start->person, &hex);
	if (e == NULL) {
		struct record_edit edits[] = {{"title", title, EDIT_SET},
			{"person", buf_str(&hex), EDIT_SET},
			{"kind", start->kind, EDIT_SET},
			{"began", began_of(desk, arena, start->began), EDIT_SET},
			{"frozen", frozen ? taken_now(arena, desk) : S(""),
				EDIT_SET}};

		e = record_create(desk, &record_taken,
			(struct record_edits){edits, NELEM(edits)}, refusal,
			ret_id);
	}
	buf_close(&hex);
	return e;
}

const err *taken_begin(struct desk *desk, const struct taken_start *start,
	struct record_refusal *ret_refusal, object_id *ret_id)
{
	struct arena *arena = arena_open(FREEZE_ARENA_BYTES);
	bool frozen = false, begun = false;
	str title;
	const err *e = title_of(desk, arena, start->person, &title);

	*ret_refusal = (struct record_refusal){.fault = FAULT_NONE};
	if (e == NULL) e = freeze(desk, start->person, &frozen);
	if (e == NULL) e = begun_find(desk, arena, start, ret_id, &begun);
	if (e == NULL && !begun) {
		e = start_write(desk, arena, start, frozen, ret_refusal,
			ret_id);
	}
	if (e == NULL && frozen) undo_end(desk);
	arena_close(&arena);
	return e;
}

/* -- her devices ---------------------------------------------------------- */

static const char *const state_words[TEAM_STATE_COUNT] = {
	[TEAM_ACTIVE] = TR("in the team"), [TEAM_FROZEN] = TR("frozen"),
	[TEAM_REMOVED] = TR("removed"),
};

static const err *draft_look(struct desk *desk, struct arena *arena,
	object_id person, struct team_draft *ret_draft, bool *ret_any)
{
	struct team_drafts drafts;
	const err *e = team_drafts(desk, arena, &drafts);

	*ret_any = false;
	for (size_t i = 0; e == NULL && i < drafts.count; i++) {
		if (drafts.at[i].why != TEAM_WHY_REMOVE || !drafts.at[i].fits ||
			!object_eq(drafts.at[i].member, person)) {
			continue;
		}
		*ret_draft = drafts.at[i];
		*ret_any = true;
	}
	return e;
}

static void row_take(struct arena *arena, const struct team_row *row,
	struct taken_frozen *frozen, bool *active)
{
	struct taken_device_row one = {.name = row->name.len > 0 ? row->name
		: str_first(row->dev, 6), .words = state_words[row->state],
		.heard_ms = row->heard_ms};

	(void)arena;
	frozen->at[frozen->count++] = one;
	if (row->state == TEAM_FROZEN) frozen->is_frozen = true;
	if (row->state != TEAM_REMOVED) *active = true;
}

const err *taken_frozen(struct desk *desk, struct arena *arena,
	object_id person, struct taken_frozen *ret_frozen)
{
	struct taken_frozen frozen = {.count = 0};
	struct team_rows rows;
	struct team_draft draft;
	bool active = false;
	const err *e = team_rows(desk, arena, &rows);

	if (e != NULL) return e;
	frozen.at = ARENA_ARRAY(arena, struct taken_device_row, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		if (!object_eq(rows.at[i].member, person)) continue;
		row_take(arena, &rows.at[i], &frozen, &active);
	}
	frozen.is_removed = frozen.count > 0 && !active;
	e = draft_look(desk, arena, person, &draft, &frozen.waits);
	if (e == NULL) {
		frozen.agreed_here = frozen.waits && draft.signed_here;
		*ret_frozen = frozen;
	}
	return e;
}

/* -- taken back, or for good ---------------------------------------------- */

static const err *note_now(struct desk *desk, struct arena *arena,
	const struct record *record, const char *key)
{
	struct record_refusal refusal;
	struct record_edit edit = {key, taken_now(arena, desk), EDIT_SET};
	const err *e = record_set(desk, record->id,
		(struct record_edits){&edit, 1}, &refusal);

	undo_end(desk);
	return e;
}

static bool within_a_day(struct desk *desk, const struct record *record)
{
	uint64_t ms;

	return instant_ms(record_value(record, "frozen"), &ms) &&
		ms + RECORD_DAY_MS > desk_now_ms(desk);
}

const err *taken_thaw(struct desk *desk, const struct record *record)
{
	struct arena *arena = arena_open(FREEZE_ARENA_BYTES);
	struct team_rows rows = {.count = 0};
	bool any = false;
	const err *e = NULL;

	if (!within_a_day(desk, record)) { /* [freeze-1] */
		e = err_make(ERR_REFUSED, "a freeze is taken back in a day");
	}
	if (e == NULL) e = team_rows(desk, arena, &rows);
	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		if (rows.at[i].state != TEAM_FROZEN ||
			!object_eq(rows.at[i].member, person_of(record))) {
			continue;
		}
		any = true;
		e = team_thaw(desk, rows.at[i].dev);
	}
	if (e == NULL && !any) e = err_make(ERR_REFUSED, "nothing is frozen");
	if (e == NULL) e = note_now(desk, arena, record, "thawed");
	arena_close(&arena);
	return e;
}

const err *taken_revoke(struct desk *desk, const struct record *record)
{
	struct arena *arena = arena_open(FREEZE_ARENA_BYTES);
	struct team_outcome outcome = {.how = TEAM_WAITS};
	struct team_draft draft;
	bool waits = false;
	const err *e = draft_look(desk, arena, person_of(record), &draft,
		&waits);

	if (e == NULL && waits && draft.signed_here) {
		e = err_make(ERR_REFUSED, "a second person agrees elsewhere");
	} else if (e == NULL && waits) { /* [freeze-2] */
		e = team_agree(desk, draft.id, &outcome);
	} else if (e == NULL) {
		e = team_remove_member(desk, person_of(record), &outcome);
	}
	if (e == NULL && outcome.how == TEAM_DONE) {
		e = note_now(desk, arena, record, "revoked");
	}
	arena_close(&arena);
	return e;
}
