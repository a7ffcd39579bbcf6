/* A folder into records: see guide_take.h. Trying is taking in with a batch that
 * is dropped at the end, so both cannot differ [guide_take-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_take.h"

#include "base/tr_mark.h"
#include "base/utf8.h"
#include "desk/desk_room.h"
#include "desk/guide_gate.h"
#include "desk/guide_room.h"
#include "desk/record_commit.h"
#include "desk/record_query.h"
#include "model/order_key.h"
#include "seal/hash.h"

#include <string.h>

enum { TAKE_ARENA_BYTES = 256 << 20 };

struct taking {
	struct desk *desk;
	struct arena *arena;
	const struct guides *here;
	struct guide_report *report;
	const struct guide *from;           /* the guide now taken */
	const struct guide_kept *kept;      /* what it is here, or NULL */
	object_id guide;
	bool was_released;                  /* a release names it */
	struct guide_edits edits;
};

/* The same on every desk [guide_take-3]. */
static object_id id_of(struct taking *t, str name)
{
	struct buf named = {0};
	hash whole;
	object_id id;

	buf_fmt(&named, "bothy guide %u ", t->from == NULL ? 0
		: t->from->number);
	buf_put(&named, name);
	whole = hash_of(buf_str(&named));
	buf_close(&named);
	memcpy(id.bytes, whole.bytes, sizeof(id.bytes));
	return id;
}

static void refused(struct taking *t, const struct unit *unit, str lang,
	const char *words)
{
	struct guide_report *report = t->report;

	if (report->refused++ >= GUIDE_REFUSALS_MAX) return;
	report->refusals[report->refused - 1] = (struct guide_refusal){
		.guide = t->from == NULL ? 0 : t->from->number,
		.lang = lang, .words = words,
		.unit = unit == NULL ? S("") : unit_id_str(&unit->id)};
}

static bool is_refusal(const err *e)
{
	return e != NULL && (e->code == ERR_USAGE || e->code == ERR_REFUSED);
}

static void begin(struct taking *t)
{
	t->edits.arena = t->arena;
	t->edits.count = 0;
}

static bool is_here(struct taking *t, object_id id)
{
	struct record_row row;

	return record_row_get(t->desk, t->arena, id, &row) == NULL;
}

/* Sets the record that is here, or makes it. What a table of ours refuses is
 * listed and costs no more. */
static const err *put(struct taking *t, const struct record_new *new,
	const struct unit *unit, bool *ret_fresh)
{
	struct record_refusal refusal;
	bool here = is_here(t, new->id);
	const err *e = here
		? record_set(t->desk, new->id, guide_said(&t->edits), &refusal)
		: record_create_as(t->desk, new, guide_said(&t->edits),
			&refusal);

	*ret_fresh = e == NULL && !here;
	if (!is_refusal(e)) return e;
	refused(t, unit, S(""), guide_refused(&refusal));
	return NULL;
}

/* -- a unit --------------------------------------------------------------- */

static str slots_text(struct taking *t, const struct unit *unit)
{
	struct buf lines = {0};
	str kept;

	for (size_t i = 0; i < unit->slot_count; i++) {
		const struct slot *slot = &unit->slots[i];

		if (i > 0) buf_byte(&lines, '\n');
		buf_put(&lines, slot->name);
		buf_byte(&lines, ' ');
		buf_put(&lines, slot_kind_name(slot->kind));
		if (slot->value.len == 0) continue;
		buf_byte(&lines, ' ');
		buf_put(&lines, slot->value);
	}
	kept = buf_take(&lines, t->arena);
	buf_close(&lines);
	return kept;
}

static const char *key_of(struct taking *t, const char *what, enum locale form)
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

static void form_say(struct taking *t, const struct unit *unit, size_t tongue)
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
		refused(t, unit, language->tag, why);
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

static void unit_say(struct taking *t, const struct unit *unit, str order)
{
	unsigned level = unit->kind == UNIT_ROW ? unit->cells : unit->level;

	begin(t);
	guide_say(&t->edits, "letters", unit_id_str(&unit->id));
	guide_say(&t->edits, "guide", object_text(t->arena, t->guide));
	if (order.len > 0) guide_say(&t->edits, "order", order);
	guide_say(&t->edits, "kind", unit_kind_name(unit->kind));
	if (level > 0) {
		guide_say(&t->edits, "level", str_fmt(t->arena, "%u", level));
	}
	guide_say(&t->edits, "slots", slots_text(t, unit));
	guide_say(&t->edits, key_of(t, "words", t->from->tongues[0]->locale),
		unit->words[0].text);
	for (size_t i = 1; i < t->from->tongue_count; i++) {
		if (t->from->tongues[i]->is_ours) form_say(t, unit, i);
	}
}

static object_id unit_id_of(struct taking *t, const struct unit *unit)
{
	struct unit *here = t->kept == NULL ? NULL
		: guide_unit(&t->kept->guide, unit->id);

	return here != NULL ? t->kept->units[here -
		t->kept->guide.units.at].id
		: id_of(t, unit_id_str(&unit->id));
}

/* It was taken out here, and the folder has it again. */
static const err *put_back(struct taking *t, object_id id)
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

static const err *unit_take(struct taking *t, const struct unit *unit,
	str order)
{
	struct record_new new = {unit_id_of(t, unit), &record_unit};
	size_t before = t->desk->batch->ops.count;
	size_t refusals = t->report->refused;
	const char *why = guide_gate_unit(unit, t->from->tongues[0]);
	bool fresh = false;
	const err *e = NULL;

	if (why != NULL) {
		refused(t, unit, t->from->tongues[0]->tag, why);
		return NULL;
	}
	unit_say(t, unit, order);
	e = put(t, &new, unit, &fresh);
	if (e == NULL) e = put_back(t, new.id);
	if (e != NULL) return e;
	if (fresh) t->report->fresh++;
	else if (t->desk->batch->ops.count > before) t->report->changed++;
	else if (t->report->refused == refusals) t->report->same++;
	return NULL;
}

/* -- a guide -------------------------------------------------------------- */

/* The units that are here and there stand in the same order: their keys stay. */
static bool order_is_same(const struct taking *t)
{
	const struct unit_list *there = &t->from->units;
	size_t at = 0;

	if (t->kept == NULL || t->kept->guide.units.count != there->count) {
		return false;
	}
	while (at < there->count && unit_id_eq(there->at[at].id,
		t->kept->guide.units.at[at].id)) {
		at++;
	}
	return at == there->count;
}

static const err *units_take(struct taking *t)
{
	bool same = order_is_same(t);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < t->from->units.count; i++) {
		e = unit_take(t, &t->from->units.at[i],
			same ? S("") : order_at(t->arena, i));
	}
	return e;
}

/* What the folder does not have any more. */
static const err *others_out(struct taking *t)
{
	size_t count = t->kept == NULL ? 0 : t->kept->guide.units.count;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct record_refusal refusal;

		if (guide_unit(t->from, t->kept->guide.units.at[i].id) !=
			NULL) {
			continue;
		}
		e = record_step(t->desk, t->kept->units[i].id, S("out"),
			(struct record_edits){NULL, 0}, &refusal);
		t->report->changed++;
	}
	return e;
}

static void head_say(struct taking *t)
{
	struct buf demands = {0};

	for (size_t i = 0; i < SIGN_ROLE_COUNT; i++) {
		if (!t->from->demands[i]) continue;
		buf_put(&demands, sign_role_name((enum sign_role)i));
		buf_byte(&demands, '\n');
	}
	begin(t);
	guide_say(&t->edits, "number", str_fmt(t->arena, "%u",
		t->from->number));
	guide_say(&t->edits, "source", t->from->tongues[0]->tag);
	guide_say(&t->edits, "demands", buf_take(&demands, t->arena));
	guide_say(&t->edits, "check-days", str_fmt(t->arena, "%u",
		t->from->check_days));
	buf_close(&demands);
}

static str title_of(struct taking *t)
{
	return t->from->units.at[0].words[0].text;
}

static const err *head_take(struct taking *t)
{
	struct record_new new = {id_of(t, S("")), &record_guide};
	bool fresh;

	if (t->kept != NULL) new.id = t->kept->id;
	t->guide = new.id;
	head_say(t);
	if (t->kept == NULL) {
		str name = utf8_first(title_of(t), RECORD_LINE_MAX / 2);

		guide_say(&t->edits, "name", name.len > 0 ? name : S("-"));
		guide_say(&t->edits, "state", t->from->is_withdrawn
			? S("withdrawn") : t->was_released ? S("published")
			: S("work"));
	}
	return put(t, &new, NULL, &fresh);
}

/* -- signatures ----------------------------------------------------------- */

static bool sign_is_here(const struct taking *t, const struct sign *sign)
{
	str tag = t->from->tongues[sign->tongue]->tag;

	for (size_t i = 0; t->kept != NULL &&
		i < t->kept->guide.signs.count; i++) {
		const struct sign *one = &t->kept->guide.signs.at[i];

		if (one->role == sign->role &&
			one->checked_day == sign->checked_day &&
			memcmp(one->hash.hex, sign->hash.hex,
				sizeof(one->hash.hex)) == 0 &&
			str_eq(t->kept->guide.tongues[one->tongue]->tag, tag)) {
			return true;
		}
	}
	return false;
}

static const err *sign_take(struct taking *t, const struct sign *sign)
{
	const struct tongue *language = t->from->tongues[sign->tongue];
	str hashed = guide_seen_text(t->arena, sign->hash);
	str role = sign_role_name(sign->role);
	str day = guide_day_text(t->arena, sign->checked_day);
	struct record_new new = {id_of(t, str_fmt(t->arena,
		"sign %.*s %.*s %.*s %.*s", S_ARG(language->tag), S_ARG(role),
		S_ARG(day), S_ARG(hashed))), &record_sign};
	bool fresh = false;
	const err *e;

	if (!language->is_ours || sign_is_here(t, sign)) return NULL;
	begin(t);
	guide_say(&t->edits, "against", sign->against.len > 0 ? sign->against
		: S("-"));
	guide_say(&t->edits, "guide", object_text(t->arena, t->guide));
	guide_say(&t->edits, "lang", language->tag);
	guide_say(&t->edits, "role", role);
	guide_say(&t->edits, "checked", day);
	guide_say(&t->edits, "until", guide_day_text(t->arena,
		sign->until_day));
	guide_say(&t->edits, "hash", hashed);
	e = put(t, &new, NULL, &fresh);
	t->report->signs += fresh;
	return e;
}

static const err *guide_one_take(struct taking *t, const struct guide *guide)
{
	const err *e;

	t->from = guide;
	t->kept = guides_find(t->here, guide->number);
	if (!guide->tongues[0]->is_ours) {
		refused(t, NULL, guide->tongues[0]->tag,
			TR("The desk keeps guides that are written in one of "
				"our five forms."));
		return NULL;
	}
	for (size_t i = 1; i < guide->tongue_count; i++) {
		if (guide->tongues[i]->is_ours) continue;
		refused(t, NULL, guide->tongues[i]->tag,
			TR("The desk keeps our five written forms. This "
				"language stays in the folder."));
	}
	e = head_take(t);
	if (e == NULL) e = units_take(t);
	if (e == NULL) e = others_out(t);
	for (size_t i = 0; e == NULL && i < guide->signs.count; i++) {
		e = sign_take(t, &guide->signs.at[i]);
	}
	t->report->guides++;
	return e;
}

/* -- what holds for all --------------------------------------------------- */

static str where_text(struct taking *t, const struct guide_library *library)
{
	struct buf lines = {0};
	str kept;

	for (size_t i = 0; i < library->where.count; i++) {
		if (i > 0) buf_byte(&lines, '\n');
		buf_put(&lines, library->where.at[i]);
	}
	kept = buf_take(&lines, t->arena);
	buf_close(&lines);
	return kept;
}

static const err *library_take(struct taking *t,
	const struct guide_library *library)
{
	struct record_new new = {.type = &record_library};
	bool fresh;

	t->from = NULL;
	new.id = id_of(t, S("library"));
	begin(t);
	guide_say(&t->edits, "title", S("Library"));
	for (size_t i = 0; i < library->names.count; i++) {
		const struct edition_name *name = &library->names.at[i];

		if (!name->tongue->is_ours) continue;
		guide_say(&t->edits, key_of(t, "name", name->tongue->locale),
			name->words);
	}
	if (library->source->is_ours) {
		guide_say(&t->edits, "source", library->source->tag);
	}
	guide_say(&t->edits, "onion", library->onion);
	guide_say(&t->edits, "where", where_text(t, library));
	guide_say(&t->edits, "expires-days", library->expires_days == 0
		? S("") : str_fmt(t->arena, "%u", library->expires_days));
	guide_say(&t->edits, "starter", library->is_starter ? S("yes")
		: S("no"));
	return put(t, &new, NULL, &fresh);
}

static const err *change_take(struct taking *t, const struct release *release,
	size_t at)
{
	const struct change *change = &release->changes.at[at];
	const struct guide_kept *kept = guides_find(t->here, change->guide);
	struct record_new new = {.type = &record_change_words};
	struct guide number = {.number = change->guide};
	object_id guide;
	bool fresh;

	if (!change->tongue->is_ours) return NULL;
	t->from = &number;
	guide = kept != NULL ? kept->id : id_of(t, S(""));
	if (kept == NULL && !record_batch_makes(t->desk, &record_guide, guide)) {
		refused(t, NULL, S(""), TR("A release speaks of a guide that "
			"is not here."));
		return NULL;
	}
	new.id = id_of(t, str_fmt(t->arena, "change %u %zu", release->number,
		at));
	begin(t);
	guide_say(&t->edits, "words", change->words);
	guide_say(&t->edits, "guide", object_text(t->arena, guide));
	guide_say(&t->edits, "kind", change->kind);
	guide_say(&t->edits, "lang", change->tongue->tag);
	guide_say(&t->edits, "release", str_fmt(t->arena, "%u",
		release->number));
	guide_say(&t->edits, "place", str_fmt(t->arena, "%zu", at));
	return put(t, &new, NULL, &fresh);
}

static const err *release_take(struct taking *t, const struct release *release)
{
	struct record_new new = {.type = &record_release};
	bool fresh;
	const err *e;

	t->from = NULL;
	new.id = id_of(t, str_fmt(t->arena, "release %u", release->number));
	begin(t);
	guide_say(&t->edits, "number", str_fmt(t->arena, "%u",
		release->number));
	guide_say(&t->edits, "day", guide_day_text(t->arena, release->day));
	e = put(t, &new, NULL, &fresh);
	for (size_t i = 0; e == NULL && i < release->changes.count; i++) {
		e = change_take(t, release, i);
	}
	return e;
}

static bool is_released(const struct guide_library *library, unsigned number)
{
	for (size_t i = 0; i < library->releases.count; i++) {
		const struct change_list *changes =
			&library->releases.at[i].changes;

		for (size_t k = 0; k < changes->count; k++) {
			if (changes->at[k].guide == number) return true;
		}
	}
	return false;
}

static const err *all_take(struct taking *t,
	const struct guide_library *library)
{
	const err *e = library_take(t, library);

	for (size_t i = 0; e == NULL && i < library->guides.count; i++) {
		t->was_released = is_released(library,
			library->guides.at[i].number);
		e = guide_one_take(t, &library->guides.at[i]);
	}
	for (size_t i = 0; e == NULL && i < library->releases.count; i++) {
		e = release_take(t, &library->releases.at[i]);
	}
	return e;
}

const err *guide_take(struct desk *desk, const struct guide_library *library,
	bool take, struct guide_report *ret_report)
{
	struct taking t = {.desk = desk, .report = ret_report};
	const err *e = guides_of(desk, &t.here);

	*ret_report = (struct guide_report){.guides = 0};
	if (e == NULL) e = record_batch_begin(desk);
	if (e != NULL) return e;
	t.arena = arena_open(TAKE_ARENA_BYTES);
	e = all_take(&t, library);
	arena_close(&t.arena);
	if (e == NULL && take) return record_batch_end(desk);
	record_batch_drop(desk);
	return e;
}
