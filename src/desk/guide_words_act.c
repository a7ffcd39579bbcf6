/* The words of a guide: see guide_act.h. Owns what "stale" is measured against,
 * and reads the history of a unit for the source as it was.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_room.h"

#include "base/tr_mark.h"
#include "desk/guide_gate.h"
#include "desk/record_query.h"

#include <string.h>

/* Said once in a release, in the language of the source. */
#define HARMLESS S("Spelling.")

/* -- words ---------------------------------------------------------------- */

static const char *field_of(const struct guide_edits *edits, const char *what,
	enum locale form)
{
	return guide_field(edits->arena, what, form);
}

/* Two wrote at once: these words settle it. */
static const err *rivals_settle(struct desk *desk, object_id unit,
	const struct guide_edits *edits, const struct words_wish *wish)
{
	struct record_refusal refusal;

	return record_settle(desk, unit, str_of(field_of(edits, "words",
		wish->form)), wish->words, &refusal);
}

static const err *words_put(struct desk *desk, const struct guide_kept *kept,
	size_t at, struct guide_edits *edits, const struct words_wish *wish)
{
	object_id unit = kept->units[at].id;
	struct record_refusal refusal;
	const err *e = record_batch_begin(desk);

	if (e != NULL) return e;
	if (kept->units[at].rivals[wish->form]) {
		e = rivals_settle(desk, unit, edits, wish);
	}
	if (e == NULL) e = record_set(desk, unit, guide_said(edits), &refusal);
	return guide_batch_close(desk, e);
}

const err *guide_words_set(struct desk *desk, const struct guide_kept *kept,
	size_t at, const struct words_wish *wish, const char **ret_why)
{
	const struct unit *unit = &kept->guide.units.at[at];
	struct guide_edits edits = {.count = 0};
	struct words_wish what = *wish;
	const err *e;

	what.words = str_trim(wish->words);
	*ret_why = guide_gate(unit, tongue_of(wish->form), what.words);
	if (*ret_why != NULL) return guide_refuse(*ret_why, ret_why);
	if (guide_form(&kept->guide, wish->form) == 0) {
		return err_make(ERR_REFUSED, "this is the source");
	}
	edits.arena = arena_open(GUIDE_ACT_BYTES);
	guide_say(&edits, field_of(&edits, "words", wish->form), what.words);
	guide_say(&edits, field_of(&edits, "note", wish->form), wish->note);
	guide_say(&edits, field_of(&edits, "seen", wish->form),
		what.words.len == 0 ? S("") : guide_seen_with(edits.arena,
			unit_seen_now(unit), what.words)); /* [guide_act-2] */
	guide_say(&edits, field_of(&edits, "state", wish->form),
		what.words.len == 0 ? S("") : wish->done ? S("done")
			: S("draft"));
	e = words_put(desk, kept, at, &edits, &what);
	arena_close(&edits.arena);
	return e;
}

static const err *form_set(struct desk *desk, object_id unit, const char *what,
	enum locale form, str value)
{
	struct arena *arena = arena_open(GUIDE_ACT_BYTES);
	struct record_edit edit = {guide_field(arena, what, form), value,
		EDIT_SET};
	struct record_refusal refusal;
	const err *e = record_set(desk, unit, (struct record_edits){&edit, 1},
		&refusal);

	arena_close(&arena);
	return e;
}

const err *guide_words_still(struct desk *desk, const struct guide_kept *kept,
	size_t at, enum locale form)
{
	const struct unit *unit = &kept->guide.units.at[at];
	struct arena *arena = arena_open(GUIDE_ACT_BYTES);
	const err *e = form_set(desk, kept->units[at].id, "seen", form,
		guide_seen_with(arena, unit_seen_now(unit),
			unit->words[guide_form(&kept->guide, form)].text));

	arena_close(&arena);
	return e;
}

const err *guide_missing_set(struct desk *desk, const struct guide_kept *kept,
	size_t at, enum locale form, str how)
{
	return form_set(desk, kept->units[at].id, "missing", form, how);
}

/* -- the source as it was ------------------------------------------------- */

/* Replays a unit's history from its beginning, one commit after another. */
struct replay {
	struct arena *arena;
	const char *words_key;
	const struct record_change *changes; /* newest first */
	size_t left;
	struct unit unit;
};

static void change_take(struct replay *r, const struct record_change *change)
{
	const char *key = change->field->key;

	if (strcmp(key, "kind") == 0) {
		(void)!unit_kind_read(change->value, &r->unit.kind);
	} else if (strcmp(key, "slots") == 0) {
		(void)guide_slots_read(r->arena, change->value, &r->unit);
	} else if (strcmp(key, r->words_key) == 0) {
		r->unit.words[0].text = change->value;
	}
}

/* The unit as it was after one more commit; false at the end. */
static bool replay_next(struct replay *r)
{
	const struct record_change *first;

	if (r->left == 0) return false;
	first = &r->changes[r->left - 1];
	while (r->left > 0 && r->changes[r->left - 1].seq == first->seq &&
		str_eq(r->changes[r->left - 1].dev, first->dev)) {
		change_take(r, &r->changes[--r->left]);
	}
	return true;
}

static const err *replay_begin(struct desk *desk, struct arena *arena,
	const struct guide_kept *kept, size_t at, struct replay *ret_replay)
{
	struct record_change *changes = NULL;
	size_t count = 0;
	const err *e = record_history(desk, arena, kept->units[at].id,
		&changes, &count);

	*ret_replay = (struct replay){.arena = arena, .changes = changes,
		.left = count, .words_key = guide_field(arena, "words",
			kept->guide.tongues[0]->locale),
		.unit = {.kind = UNIT_PARAGRAPH}};
	return e;
}

static bool seen_eq(unit_seen a, unit_seen b)
{
	return memcmp(a.hex, b.hex, sizeof(a.hex)) == 0;
}

bool guide_source_was(struct desk *desk, struct arena *arena,
	const struct guide_kept *kept, size_t at, unit_seen seen, str *ret_words)
{
	struct replay r;
	bool found = false;

	if (replay_begin(desk, arena, kept, at, &r) != NULL) return false;
	while (replay_next(&r)) {
		if (!seen_eq(unit_seen_now(&r.unit), seen)) continue;
		*ret_words = r.unit.words[0].text;
		found = true;
	}
	return found;
}

/* What the source was before it became what it is now. */
static const err *seen_before(struct desk *desk, struct arena *arena,
	const struct guide_kept *kept, size_t at, unit_seen *ret_seen)
{
	unit_seen now = unit_seen_now(&kept->guide.units.at[at]);
	struct replay r;
	bool any = false;
	const err *e = replay_begin(desk, arena, kept, at, &r);

	while (e == NULL && replay_next(&r)) {
		unit_seen seen = unit_seen_now(&r.unit);

		if (seen_eq(seen, now)) continue;
		*ret_seen = seen;
		any = true;
	}
	return e != NULL || any ? e
		: err_make(ERR_REFUSED, "the source was never another");
}

/* -- a change that means nothing ------------------------------------------ */

/* Says so in the change list, once a release. */
static const err *harmless_note(struct desk *desk, struct arena *arena,
	const struct guide_kept *kept)
{
	str guide = object_text(arena, kept->id);
	struct record_filter filter = {.type = &record_change_words,
		.by = {{"guide", guide}}, .by_count = 1};
	const struct record_edit edits[] = {
		{"words", HARMLESS, EDIT_SET}, {"guide", guide, EDIT_SET},
		{"kind", S("corrected"), EDIT_SET},
		{"lang", kept->guide.tongues[0]->tag, EDIT_SET}};
	struct record_refusal refusal;
	struct record *said = NULL;
	size_t count = 0;
	object_id id;
	const err *e = record_whole(desk, arena, &filter, &said, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		if (record_value(&said[i], "release").len == 0 &&
			str_eq(record_state(&said[i]), S("kept")) &&
			str_eq(record_title(&said[i]), HARMLESS)) {
			return NULL;
		}
	}
	return e != NULL ? e : record_create(desk, &record_change_words,
		(struct record_edits){edits, NELEM(edits)}, &refusal, &id);
}

static const err *current_make(struct desk *desk, struct arena *arena,
	const struct guide_kept *kept, size_t at, unit_seen before)
{
	const struct unit *unit = &kept->guide.units.at[at];
	struct guide_edits edits = {.arena = arena};
	struct record_refusal refusal;

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		size_t tongue = guide_form(&kept->guide, (enum locale)i);
		const struct words *words = &unit->words[tongue];

		if (tongue == 0 || words->state == WORDS_EMPTY ||
			words->is_derived || !seen_eq(words->seen, before)) {
			continue; /* [guide_act-3] */
		}
		guide_say(&edits, guide_field(arena, "seen", (enum locale)i),
			guide_seen_with(arena, unit_seen_now(unit),
				words->text));
	}
	return record_set(desk, kept->units[at].id, guide_said(&edits),
		&refusal);
}

const err *guide_harmless(struct desk *desk, const struct guide_kept *kept,
	size_t at)
{
	struct arena *arena = arena_open(GUIDE_ACT_BYTES);
	unit_seen before;
	const err *e = seen_before(desk, arena, kept, at, &before);

	if (e == NULL) e = record_batch_begin(desk);
	if (e == NULL) {
		e = current_make(desk, arena, kept, at, before);
		if (e == NULL) e = harmless_note(desk, arena, kept);
		e = guide_batch_close(desk, e);
	}
	arena_close(&arena);
	return e;
}
