/* A unit of a folder, with its words, into its record: see guide_taking.h. Owns
 * which words stay outside.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_taking.h"

#include "desk/desk_room.h"
#include "desk/guide_gate.h"
#include "desk/record_commit.h"
#include "desk/record_query.h"

static const char *key_of(struct guide_taking *t, const char *what,
	enum locale form)
{
	return guide_field(t->arena, what, form);
}

static str missing_word(enum words_missing missing)
{
	switch (missing) {
	case MISSING_SOURCE: return S("source");
	case MISSING_LEAVE: return S("leave");
	case MISSING_HOLD:
	case MISSING_COUNT: break;
	}
	return S("");
}

/* Words that would have drifted stay outside, unless they are of an older source:
 * then they are what they are, and stale [guide_act-1]. */
static const char *words_gate(const struct unit *unit, size_t tongue,
	const struct tongue *language)
{
	const char *why = guide_gate(unit, language, unit->words[tongue].text);

	return unit_is_stale(unit, tongue) ? NULL : why;
}

static void form_say(struct guide_taking *t, const struct unit *unit,
	size_t tongue)
{
	const struct words *words = &unit->words[tongue];
	const struct tongue *language = t->from->tongues[tongue];
	const char *why = words_gate(unit, tongue, language);
	enum locale form = language->locale;

	if (words->is_derived) return;
	if (words->state == WORDS_EMPTY) {
		str how = missing_word(words->missing);

		if (how.len == 0) return;
		guide_say(&t->edits, key_of(t, "missing", form), how);
		return;
	}
	if (why != NULL) {
		guide_taking_refuse(t, unit, language->tag, why);
		return;
	}
	guide_say(&t->edits, key_of(t, "words", form), words->text);
	guide_say(&t->edits, key_of(t, "state", form),
		words->state == WORDS_DONE ? S("done") : S("draft"));
	guide_say(&t->edits, key_of(t, "seen", form), guide_seen_with(t->arena,
		words->seen, words->text));
	if (words->note.len > 0) {
		guide_say(&t->edits, key_of(t, "note", form), words->note);
	}
}

static void unit_say(struct guide_taking *t, const struct unit *unit, str order)
{
	unsigned level = unit->kind == UNIT_ROW ? unit->cells : unit->level;

	guide_taking_begin(t);
	guide_say(&t->edits, "letters", unit_id_str(&unit->id));
	guide_say(&t->edits, "guide", object_text(t->arena, t->guide));
	if (order.len > 0) guide_say(&t->edits, "order", order);
	guide_say(&t->edits, "kind", unit_kind_name(unit->kind));
	if (level > 0) {
		guide_say(&t->edits, "level", str_fmt(t->arena, "%u", level));
	}
	guide_say(&t->edits, "slots", unit_slot_lines(t->arena, unit));
	guide_say(&t->edits, key_of(t, "words", t->from->tongues[0]->locale),
		unit->words[0].text);
	for (size_t i = 1; i < t->from->tongue_count; i++) {
		if (t->from->tongues[i]->is_ours) form_say(t, unit, i);
	}
}

static object_id unit_id_of(struct guide_taking *t, const struct unit *unit)
{
	struct unit *here = t->kept == NULL ? NULL
		: guide_unit(&t->kept->guide, unit->id);

	return here != NULL ? t->kept->units[here -
		t->kept->guide.units.at].id
		: guide_taking_id(t, unit_id_str(&unit->id));
}

/* It was taken out here, and the folder has it again. */
static const err *put_back(struct guide_taking *t, object_id id)
{
	struct record_refusal refusal;
	struct record_row row;

	if (record_row_get(t->desk, t->arena, id, &row) != NULL ||
		!str_eq(row.state, S("out"))) {
		return NULL;
	}
	return record_step(t->desk, id, S("kept"),
		(struct record_edits){NULL, 0}, &refusal);
}

const err *guide_unit_take(struct guide_taking *t, const struct unit *unit,
	str order)
{
	struct record_new new = {unit_id_of(t, unit), &record_unit};
	size_t before = t->desk->batch->ops.count;
	size_t refusals = t->report->refused;
	const char *why = guide_gate_unit(unit, t->from->tongues[0]);
	bool fresh = false;
	const err *e = NULL;

	if (why != NULL) {
		guide_taking_refuse(t, unit, t->from->tongues[0]->tag, why);
		return NULL;
	}
	unit_say(t, unit, order);
	e = guide_taking_put(t, &new, unit, &fresh);
	if (e == NULL) e = put_back(t, new.id);
	if (e != NULL) return e;
	if (fresh) t->report->fresh++;
	else if (t->desk->batch->ops.count > before) t->report->changed++;
	else if (t->report->refused == refusals) t->report->same++;
	return NULL;
}
