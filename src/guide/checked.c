/* From the model to what a reader gets: see checked.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/checked.h"

#include "base/tr_mark.h"
#include "guide/script.h"
#include "guide/signing.h"
#include "page/tr.h"

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
	if (script_is_wrong(&to->spans, to->tongue)) return CHECKED_SCRIPT;
	m->checked->unit_count++;
	return CHECKED_FINE;
}

/* A unit without words in the language: as the editor decided [checked-2]. */
static enum checked_refusal unit_missing(struct maker *m,
	const struct unit *unit)
{
	switch (unit->words[m->tongue].missing) {
	case MISSING_LEAVE: /* [checked-5] */
		return is_grave(unit->kind) ? CHECKED_HELD : CHECKED_FINE;
	case MISSING_SOURCE: return unit_put(m, unit, 0, false);
	case MISSING_HOLD:
	case MISSING_COUNT: break;
	}
	return CHECKED_HELD;
}

static enum checked_refusal unit_make(struct maker *m, const struct unit *unit)
{
	const struct words *words = &unit->words[m->tongue];
	bool is_stale = unit_is_stale(unit, m->tongue);

	/* a decorative picture has no words in any language */
	if (words->state == WORDS_EMPTY && words->text.len == 0
		&& !unit_has_slot(unit, SLOT_DECORATIVE)) {
		return unit_missing(m, unit);
	}
	if (is_stale && is_grave(unit->kind)) return CHECKED_DANGER_STALE;
	return unit_put(m, unit, m->tongue, is_stale);
}

/* One role as it stands on that day; whether the guide takes itself back for
 * it [checked-4]. */
static bool sign_make(struct maker *m, enum sign_role role, unit_seen hash,
	int64_t day)
{
	struct checked *checked = m->checked;
	const struct sign *sign = signing_find(m->guide, m->tongue, role,
		hash);
	bool demanded = signing_is_demanded(m->guide, m->tongue, role);

	if (sign == NULL) {
		checked->is_draft = checked->is_draft || demanded;
		return false;
	}
	checked->signs[checked->sign_count++] = (struct checked_sign){role,
		sign->checked_day, sign->until_day};
	if (!demanded) return false;
	if (sign->until_day < day) checked->is_overdue = true;
	if (checked->check_again_day == 0
		|| sign->until_day < checked->check_again_day) {
		checked->check_again_day = sign->until_day;
	}
	return signing_state(m->guide, m->tongue, role, hash, day)
		== SIGNING_LAPSED;
}

/* All roles [checked-3]; whether one of them ended too long ago. */
static bool signs_make(struct maker *m, int64_t day)
{
	bool lapsed = false;
	unit_seen hash;

	if (m->guide->signs.count == 0) hash = (unit_seen){{0}};
	else hash = signing_hash(m->checked);
	for (size_t i = 0; i < SIGN_ROLE_COUNT; i++) {
		lapsed = sign_make(m, (enum sign_role)i, hash, day) || lapsed;
	}
	return lapsed;
}

/* -- taken back ----------------------------------------------------------- */

/* Only the title stays [checked-4]. */
static void withdraw(struct checked *checked, str words)
{
	checked->withdrawn = words;
	checked->unit_count = 1;
	checked->is_draft = false;
	checked->is_overdue = false;
	checked->sign_count = 0;
	checked->check_again_day = 0;
}

static str withdrawn_words(const struct maker *m)
{
	if (m->guide->withdrawn[m->tongue].len > 0) {
		return m->guide->withdrawn[m->tongue];
	}
	return tr(m->checked->tongue->locale,
		TR("We took this guide back. Please use no old copies of it."));
}

static str lapsed_words(const struct maker *m)
{
	return tr(m->checked->tongue->locale,
		TR("Nobody has checked this guide for a long time, so it is "
		   "not shown. Old copies of it may be wrong by now."));
}

/* The title of a guide that is not shown, in the language or, said so, in the
 * source's. */
static enum checked_refusal title_only(struct maker *m)
{
	const struct unit *title = &m->guide->units.at[0];
	bool has = title->words[m->tongue].text.len > 0;

	if (title->kind != UNIT_TITLE) return CHECKED_NO_WORDS;
	return unit_put(m, title, has ? m->tongue : 0, false);
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

/* All units; *ret_unit is the one that stands in the way. */
static enum checked_refusal units_make(struct maker *m,
	const struct unit **ret_unit)
{
	for (size_t i = 0; i < m->guide->units.count; i++) {
		const struct unit *unit = &m->guide->units.at[i];
		enum checked_refusal refusal = unit_make(m, unit);

		if (refusal == CHECKED_FINE) continue;
		*ret_unit = unit;
		return refusal;
	}
	if (m->checked->unit_count == 0
		|| m->checked->units[0].unit->kind != UNIT_TITLE) {
		return CHECKED_NO_WORDS;
	}
	return CHECKED_FINE;
}

enum checked_refusal checked_make(struct arena *arena,
	const struct guide *guide, size_t tongue, int64_t day,
	struct checked *ret_checked, const struct unit **ret_unit)
{
	struct checked checked = {.number = guide_page_number(guide),
		.is_story = guide->is_story};
	struct maker m = {arena, guide, tongue, &checked};
	enum checked_refusal refusal;

	*ret_unit = NULL;
	if (tongue >= guide->tongue_count || guide->units.count == 0) {
		return CHECKED_NO_WORDS;
	}
	checked.tongue = guide->tongues[tongue];
	checked.units = ARENA_ARRAY(arena, struct checked_unit,
		guide->units.count);
	refusal = guide->is_withdrawn ? title_only(&m)
		: units_make(&m, ret_unit);
	if (refusal != CHECKED_FINE) return refusal;
	checked.title = title_of(arena, &checked);
	if (guide->is_withdrawn) {
		withdraw(&checked, withdrawn_words(&m));
	} else if (signs_make(&m, day)) {
		withdraw(&checked, lapsed_words(&m));
	}
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
	[CHECKED_SCRIPT] = S_INIT("words in the letters of another language"),
};

const struct checked_unit *checked_nth(const struct checked *checked,
	enum unit_kind kind, size_t n)
{
	for (size_t i = 0; i < checked->unit_count; i++) {
		if (checked->units[i].unit->kind != kind) continue;
		if (n-- == 0) return &checked->units[i];
	}
	return NULL;
}

str checked_refusal_text(enum checked_refusal refusal)
{
	must(refusal < CHECKED_REFUSAL_COUNT);
	return refusals[refusal];
}
