/* What stays and what changes: see renewal.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/renewal.h"

#include "guide/guide_diff.h"
#include "guide/inline.h"
#include "guide/renewal_pairs.h"
#include "guide/unit_ids.h"

struct renewing {
	const struct renewal *r;
	struct arena *arena;
	const struct guide *old;
	struct intake_guide *made;
	size_t *to;                  /* as made->guide.units */
	unit_id *was;                /* what its id was before */
};

/* -- ids ------------------------------------------------------------------ */

static void ids_set(struct renewing *w)
{
	struct unit_list *units = &w->made->guide.units;
	struct unit_ids ids = unit_ids_open(w->arena, S("renewal"),
		units->count + w->old->units.count);

	for (size_t i = 0; i < w->old->units.count; i++) {
		(void)!unit_ids_take(&ids, w->old->units.at[i].id);
	}
	for (size_t i = 0; i < units->count; i++) {
		struct unit *unit = &units->at[i];

		w->was[i] = unit->id;
		if (w->to[i] != SIZE_MAX) {
			unit->id = w->old->units.at[w->to[i]].id;
		} else if (!unit_ids_take(&ids, unit->id)) { /* [renewal-2] */
			unit->id = unit_ids_make(&ids, i, unit->words[0].text);
		}
	}
}

/* "unit:ID" of a link, by the ids of now. */
static void links_follow(struct renewing *w, struct unit *unit)
{
	const struct unit_list *units = &w->made->guide.units;
	unit_id id;

	for (size_t k = 0; k < unit->slot_count; k++) {
		str *value = &unit->slots[k].value;

		if (unit->slots[k].kind != SLOT_LINK
			|| !str_starts(*value, S("unit:"))
			|| !unit_id_read(str_from(*value, 5), &id)) {
			continue;
		}
		for (size_t i = 0; i < units->count; i++) {
			if (!unit_id_eq(w->was[i], id)) continue;
			*value = str_fmt(w->arena, "unit:%.*s",
				S_ARG(unit_id_str(&units->at[i].id)));
			break;
		}
	}
}

/* -- slots ---------------------------------------------------------------- */

/* The slot of the old unit this one goes on as: the same value before one that
 * only is of its kind. */
static const struct slot *slot_of(const struct unit *old, const bool *used,
	const struct slot *slot)
{
	const struct slot *akin = NULL;

	for (size_t i = 0; i < old->slot_count; i++) {
		const struct slot *is = &old->slots[i];

		if (used[i] || is->kind != slot->kind) continue;
		if (str_eq(is->value, slot->value)) return is;
		if (akin == NULL) akin = is;
	}
	return akin;
}

static bool is_name_taken(const struct leaf_rename *renames, size_t count,
	str name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(renames[i].to, name)) return true;
	}
	return false;
}

/* Under which names the slots go on. */
static void renames_make(struct renewing *w, const struct unit *old,
	const struct unit *unit, struct leaf_rename *renames)
{
	bool used[GUIDE_SLOTS_MAX] = {false};
	unsigned number = 1;

	for (size_t k = 0; k < unit->slot_count; k++) {
		const struct slot *is = slot_of(old, used, &unit->slots[k]);

		renames[k] = (struct leaf_rename){unit->slots[k].name, S("")};
		if (is == NULL) continue;
		used[is - old->slots] = true;
		renames[k].to = is->name;
	}
	for (size_t k = 0; k < unit->slot_count; k++) {
		str name = renames[k].from;

		while (renames[k].to.len == 0 && is_name_taken(renames,
				unit->slot_count, name)) {
			name = str_fmt(w->arena, "slot%u", number++);
		}
		if (renames[k].to.len == 0) renames[k].to = name;
	}
}

/* Slots keep the names translators know them by. */
static void slots_rename(struct renewing *w, const struct unit *old,
	struct unit *unit)
{
	struct leaf_rename renames[GUIDE_SLOTS_MAX];

	renames_make(w, old, unit, renames);
	for (size_t t = 0; t < w->made->guide.tongue_count; t++) {
		struct leaf leaf = {.words = unit->words[t].text,
			.slots = unit->slots, .slot_count = unit->slot_count};

		unit->words[t].text = leaf_renamed(w->arena, &leaf, renames,
			unit->slot_count);
	}
	for (size_t k = 0; k < unit->slot_count; k++) {
		unit->slots[k].name = renames[k].to;
	}
}

/* -- pictures ------------------------------------------------------------- */

static struct intake_picture *picture_of(struct renewing *w,
	const struct unit *unit)
{
	for (size_t k = 0; k < unit->slot_count; k++) {
		for (size_t i = 0; i < w->made->pictures.count; i++) {
			if (unit->slots[k].kind == SLOT_PICTURE && str_eq(
					unit->slots[k].value,
					w->made->pictures.at[i].name)) {
				return &w->made->pictures.at[i];
			}
		}
	}
	return NULL;
}

static str name_of(const struct unit *unit)
{
	for (size_t k = 0; k < unit->slot_count; k++) {
		if (unit->slots[k].kind == SLOT_PICTURE) {
			return unit->slots[k].value;
		}
	}
	return S("");
}

/* A picture that is the same keeps its file; another has the unit's name. */
static void picture_set(struct renewing *w, const struct unit *old,
	struct unit *unit)
{
	struct intake_picture *picture = picture_of(w, unit);
	str was = old == NULL ? S("") : name_of(old), ending = S("png");

	if (picture == NULL) return;
	if (was.len > 0 && w->r->is_picture(w->r->context, was, picture->path)) {
		for (size_t k = 0; k < unit->slot_count; k++) {
			if (unit->slots[k].kind != SLOT_PICTURE) continue;
			unit->slots[k].name = S("picture");
			unit->slots[k].value = was;
		}
		picture->name = S("");
		return;
	}
	if (str_ends(picture->name, S(".jpg"))) ending = S("jpg");
	picture->name = str_fmt(w->arena, "%.*s.%.*s",
		S_ARG(unit_id_str(&unit->id)), S_ARG(ending));
	for (size_t k = 0; k < unit->slot_count; k++) {
		if (unit->slots[k].kind == SLOT_PICTURE) {
			unit->slots[k].value = picture->name;
		}
	}
}

static void pictures_drop(struct renewing *w)
{
	struct intake_picture_list *list = &w->made->pictures;
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].name.len > 0) list->at[kept++] = list->at[i];
	}
	list->count = kept;
}

/* -- one unit ------------------------------------------------------------- */

/* What editors have made of a unit, and no Markdown says. */
static bool is_said_here_only(enum unit_kind kind)
{
	return kind != UNIT_TITLE && kind != UNIT_SECTION
		&& kind != UNIT_PARAGRAPH && kind != UNIT_NOTE
		&& kind != UNIT_STEP && kind != UNIT_ITEM && kind != UNIT_ROW
		&& kind != UNIT_PICTURE;
}

struct settling {
	const struct unit *unit;
	const struct tongue *tongue;
	const struct words *old;
	struct words *words;         /* of the file, then those that stand */
};

/* The file's words may stand in place of those that are there. */
static bool is_taken(struct renewing *w, const struct settling *s)
{
	struct span_list spans = {0};

	if (s->words->state == WORDS_EMPTY
		|| str_eq(s->words->text, s->old->text)) {
		return false;
	}
	if (inline_read(w->arena, s->unit, s->words->text, s->tongue, &spans)
		!= INLINE_FINE) {
		return false;
	}
	if (s->old->state == WORDS_EMPTY) return true;
	if (!w->r->takes_words) {
		exchange_say(w->r->exchange, str_fmt(w->r->exchange->arena,
			"%u/%.*s.words", w->old->number,
			S_ARG(s->tongue->tag)), s->old->line,
			EXCHANGE_ADVICE, S("the file has other words: not"
				" taken"));
		return false;
	}
	return s->words->state == WORDS_DONE || s->old->state == WORDS_DRAFT;
}

/* [renewal-3] */
static void words_settle(struct renewing *w, const struct settling *s)
{
	bool taken = is_taken(w, s);

	if (!taken) {
		*s->words = *s->old;
		return;
	}
	s->words->note = s->old->note;
	s->words->missing = s->old->missing;
	s->words->seen = unit_seen_now(s->unit);
}

/* A new unit's words were read beside it. */
static void words_see(const struct guide *guide, struct unit *unit)
{
	for (size_t t = 1; t < guide->tongue_count; t++) {
		if (unit->words[t].state == WORDS_EMPTY) continue;
		unit->words[t].seen = unit_seen_now(unit);
	}
}

static void unit_settle(struct renewing *w, const struct unit *old,
	struct unit *unit)
{
	struct guide *guide = &w->made->guide;
	struct words source;

	if (is_said_here_only(old->kind)) {
		unit->kind = old->kind;
		unit->level = old->level;
	}
	if (unit->kind != UNIT_PICTURE) slots_rename(w, old, unit);
	source = unit->words[0];
	if (renewal_is_same(w->arena, old, unit, guide->tongues[0])
		&& old->kind == unit->kind && unit->kind != UNIT_PICTURE) {
		unit->slots = old->slots;
		unit->slot_count = old->slot_count;
		source = old->words[0];
	}
	unit->words[0] = source;
	for (size_t t = 1; t < guide->tongue_count; t++) {
		static const struct words none = {.line = 0};
		size_t at;
		bool has = guide_tongue(w->old, guide->tongues[t]->tag, &at);
		struct settling s = {unit, guide->tongues[t],
			has ? &old->words[at] : &none, &unit->words[t]};

		words_settle(w, &s);
	}
}

/* -- what no file holds --------------------------------------------------- */

static struct unit brought(struct renewing *w, const struct unit *old)
{
	struct guide *guide = &w->made->guide;
	struct unit unit = *old;
	size_t at;

	for (size_t t = 1; t < GUIDE_TONGUES_MAX; t++) {
		unit.words[t] = (struct words){.line = 0};
	}
	for (size_t t = 1; t < guide->tongue_count; t++) {
		if (guide_tongue(w->old, guide->tongues[t]->tag, &at)) {
			unit.words[t] = old->words[at];
		}
	}
	return unit;
}

/* Where the unit stands that was in front of it, or one further in front. */
static size_t place_behind(const struct renewing *w, size_t old)
{
	const struct guide *made = &w->made->guide;

	while (old-- > 0) {
		const struct unit *unit = guide_unit(made,
			w->old->units.at[old].id);

		if (unit != NULL) return (size_t)(unit - made->units.at) + 1;
	}
	return made->units.count;
}

static void kept_put(struct renewing *w, size_t old)
{
	struct unit_list *units = &w->made->guide.units;
	size_t place = place_behind(w, old);

	LIST_ADD(w->arena, units, brought(w, &w->old->units.at[old]));
	for (size_t i = units->count - 1; i > place; i--) {
		struct unit moved = units->at[i];

		units->at[i] = units->at[i - 1];
		units->at[i - 1] = moved;
	}
}

static void kept_add(struct renewing *w)
{
	const struct guide *made = &w->made->guide;

	/* [renewal-4] */
	for (size_t i = 0; i < w->old->units.count; i++) {
		const struct unit *unit = &w->old->units.at[i];

		if (!is_said_here_only(unit->kind)
			|| guide_unit(made, unit->id) != NULL
			|| made->units.count >= GUIDE_UNITS_MAX) {
			continue;
		}
		kept_put(w, i);
	}
}

void renewal_apply(const struct renewal *renewal, struct intake_guide *made)
{
	struct renewing w = {.r = renewal, .arena = renewal->arena,
		.old = renewal->old, .made = made};
	struct guide *guide = &made->guide;
	size_t tongue;

	for (size_t t = 1; t < w.old->tongue_count; t++) {
		(void)!guide_tongue_add(guide, w.old->tongues[t], &tongue);
	}
	w.to = renewal_pairs(w.arena, w.old, guide);
	w.was = ARENA_ARRAY(w.arena, unit_id, guide->units.count + 1);
	ids_set(&w);
	for (size_t i = 0; i < guide->units.count; i++) {
		struct unit *unit = &guide->units.at[i];
		const struct unit *old = w.to[i] == SIZE_MAX ? NULL
			: &w.old->units.at[w.to[i]];

		links_follow(&w, unit);
		picture_set(&w, old, unit);
		if (old != NULL) unit_settle(&w, old, unit);
		else words_see(guide, unit);
	}
	kept_add(&w);
	pictures_drop(&w);
	guide->number = w.old->number;
	guide->check_days = w.old->check_days;
	for (size_t i = 0; i < SIGN_ROLE_COUNT; i++) {
		guide->demands[i] = w.old->demands[i];
	}
}

size_t renewal_say(struct arena *arena, const struct guide *old,
	const struct guide *new, str path, struct exchange *exchange)
{
	struct guide_difference_list list = {0};

	guide_diff(arena, old, new, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct guide_difference *is = &list.at[i];
		bool gone = is->kind == DIFF_REMOVED;
		str file = path, kind = diff_kind_name(is->kind);
		size_t line = gone ? 0 : is->unit->line, tongue;

		if (is->tongue != NULL) {
			file = str_fmt(exchange->arena, "%u/%.*s.words",
				new->number, S_ARG(is->tongue->tag));
			line = guide_tongue(new, is->tongue->tag, &tongue)
				? is->unit->words[tongue].line : 0;
		} else if (gone) {
			file = str_fmt(exchange->arena, "%u/guide", new->number);
			line = is->unit->line;
		}
		exchange_say(exchange, file, line, EXCHANGE_ADVICE, str_fmt(
			exchange->arena, "guide %u: %.*s: %.*s %.*s",
			new->number, S_ARG(kind),
			S_ARG(unit_kind_name(is->unit->kind)),
			S_ARG(unit_id_str(&is->unit->id))));
	}
	return list.count;
}
