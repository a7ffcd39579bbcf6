/* From the model to what a reader gets: see checked.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/checked.h"

/* One language of a guide on its way. */
struct maker {
	struct arena *arena;
	const struct guide *guide;
	size_t tongue;
	struct checked *checked;
};

static bool is_grave(enum unit_kind kind)
{
	return kind == UNIT_WARNING || kind == UNIT_DANGER;
}

static enum checked_refusal unit_put(struct maker *m, const struct unit *unit,
	size_t tongue, bool is_stale)
{
	struct checked_unit *to = &m->checked->units[m->checked->unit_count];

	to->unit = unit;
	to->tongue = m->guide->tongues[tongue];
	to->is_stale = is_stale;
	if (inline_read(m->arena, unit, unit->words[tongue].text, to->tongue,
		&to->spans) != INLINE_FINE) {
		return CHECKED_FAULT;
	}
	m->checked->unit_count++;
	return CHECKED_FINE;
}

/* A unit without words in the language: as the editor decided [checked-2]. */
static enum checked_refusal unit_missing(struct maker *m,
	const struct unit *unit)
{
	switch (unit->words[m->tongue].missing) {
	case MISSING_LEAVE: return CHECKED_FINE;
	case MISSING_SOURCE: return unit_put(m, unit, 0, false);
	case MISSING_HOLD:
	case MISSING_COUNT: break;
	}
	return CHECKED_HELD;
}

/* A picture that says nothing has no words in any language. */
static bool is_decorative(const struct unit *unit)
{
	for (size_t i = 0; i < unit->slot_count; i++) {
		if (unit->slots[i].kind == SLOT_DECORATIVE) return true;
	}
	return false;
}

static enum checked_refusal unit_make(struct maker *m, const struct unit *unit)
{
	const struct words *words = &unit->words[m->tongue];
	bool is_stale = unit_is_stale(unit, m->tongue);

	if (words->state == WORDS_EMPTY && words->text.len == 0
		&& !is_decorative(unit)) {
		return unit_missing(m, unit);
	}
	if (is_stale && is_grave(unit->kind)) return CHECKED_DANGER_STALE;
	return unit_put(m, unit, m->tongue, is_stale);
}

/* The last signature of a role in the language; false: there is none. */
static bool sign_of(const struct maker *m, enum sign_role role,
	struct checked_sign *ret_sign)
{
	bool has = false;

	for (size_t i = 0; i < m->guide->signs.count; i++) {
		const struct sign *sign = &m->guide->signs.at[i];

		if (sign->tongue != m->tongue || sign->role != role) continue;
		*ret_sign = (struct checked_sign){role, sign->checked_day,
			sign->until_day};
		has = true;
	}
	return has;
}

static bool is_demanded(const struct maker *m, enum sign_role role)
{
	if (role == ROLE_LANGUAGE) return m->tongue != 0;
	return m->guide->demands[role];
}

static void signs_make(struct maker *m, int64_t day)
{
	struct checked *checked = m->checked;

	for (size_t i = 0; i < SIGN_ROLE_COUNT; i++) {
		struct checked_sign sign;

		if (!sign_of(m, (enum sign_role)i, &sign)) {
			if (is_demanded(m, (enum sign_role)i)) {
				checked->is_draft = true;
			}
			continue;
		}
		checked->signs[checked->sign_count++] = sign;
		if (sign.until_day < day) checked->is_overdue = true;
		if (checked->check_again_day == 0
			|| sign.until_day < checked->check_again_day) {
			checked->check_again_day = sign.until_day;
		}
	}
}

static str title_of(struct arena *arena, const struct checked *checked)
{
	struct buf title = {0};
	str kept;

	inline_plain(&checked->units[0].spans, &title);
	kept = buf_take(&title, arena);
	buf_close(&title);
	return kept;
}

enum checked_refusal checked_make(struct arena *arena,
	const struct guide *guide, size_t tongue, int64_t day,
	struct checked *ret_checked, const struct unit **ret_unit)
{
	struct checked checked = {.number = guide->number,
		.is_story = guide->is_story};
	struct maker m = {arena, guide, tongue, &checked};

	*ret_unit = NULL;
	if (tongue >= guide->tongue_count || guide->units.count == 0) {
		return CHECKED_NO_WORDS;
	}
	checked.tongue = guide->tongues[tongue];
	checked.units = ARENA_ARRAY(arena, struct checked_unit,
		guide->units.count);
	for (size_t i = 0; i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];
		enum checked_refusal refusal = unit_make(&m, unit);

		if (refusal == CHECKED_FINE) continue;
		*ret_unit = unit;
		return refusal;
	}
	if (checked.unit_count == 0
		|| checked.units[0].unit->kind != UNIT_TITLE) {
		return CHECKED_NO_WORDS;
	}
	checked.title = title_of(arena, &checked);
	signs_make(&m, day);
	*ret_checked = checked;
	return CHECKED_FINE;
}

static const str refusals[CHECKED_REFUSAL_COUNT] = {
	[CHECKED_FINE] = S_INIT("fine"),
	[CHECKED_NO_WORDS] = S_INIT("no words in this language"),
	[CHECKED_HELD] = S_INIT("words are missing, and the language waits "
		"for them"),
	[CHECKED_DANGER_STALE] = S_INIT("a warning or danger sign has changed "
		"in the source"),
	[CHECKED_FAULT] = S_INIT("words that cannot be read"),
};

str checked_refusal_text(enum checked_refusal refusal)
{
	must(refusal < CHECKED_REFUSAL_COUNT);
	return refusals[refusal];
}
