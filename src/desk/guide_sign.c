/* Signatures, and what a release is told of a guide: see guide_act.h. A signature
 * is of the very words that would be shown today.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_room.h"

#include "base/tr_mark.h"
#include "desk/desk_room.h"
#include "desk/record_query.h"
#include "guide/checked.h"
#include "guide/signing.h"

static const err *sign_put(struct desk *desk, const struct guide_kept *kept,
	const struct sign_wish *wish, unit_seen seen, const char **ret_why)
{
	static const object_id nobody;
	struct guide_edits edits = {.arena = arena_open(GUIDE_ACT_BYTES)};
	int64_t today = guide_today(desk);
	struct record_refusal refusal;
	object_id sign;
	const err *e;

	guide_say(&edits, "against", str_trim(wish->against));
	guide_say(&edits, "guide", object_text(edits.arena, kept->id));
	guide_say(&edits, "lang", locale_info(wish->form)->tag);
	guide_say(&edits, "role", sign_role_name(wish->role));
	guide_say(&edits, "checked", guide_day_text(edits.arena, today));
	guide_say(&edits, "until", guide_day_text(edits.arena, today +
		(int64_t)kept->guide.check_days));
	guide_say(&edits, "hash", guide_seen_text(edits.arena, seen));
	if (!object_eq(wish->member, nobody)) {
		guide_say(&edits, "member", object_text(edits.arena,
			wish->member));
	}
	e = record_create(desk, &record_sign, guide_said(&edits), &refusal,
		&sign);
	if (e != NULL) *ret_why = guide_refused(&refusal);
	arena_close(&edits.arena);
	return e;
}

/* What is not finished nobody signs. */
static const char *unfinished_gate(const struct guide *guide, size_t tongue)
{
	for (size_t i = 0; tongue > 0 && i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];

		if (unit_is_stale(unit, tongue)) {
			return TR("The source of a part has changed since it "
				"was translated. Finish that first.");
		}
		if (unit->words[tongue].state == WORDS_DRAFT) {
			return TR("A part is still a draft. Finish that "
				"first.");
		}
	}
	return NULL;
}

/* A newer one of the same role stands in the place of those before it, so that
 * nobody is asked again for them. */
static const err *older_end(struct desk *desk, const struct guide_kept *kept,
	size_t tongue, enum sign_role role)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < kept->guide.signs.count; i++) {
		const struct sign *sign = &kept->guide.signs.at[i];

		if (sign->tongue != tongue || sign->role != role) continue;
		e = guide_sign_end(desk, kept->signs[i]);
	}
	return e;
}

static const err *sign_take(struct desk *desk, const struct guide_kept *kept,
	const struct sign_wish *wish, unit_seen seen, const char **ret_why)
{
	const err *e = record_batch_begin(desk);

	if (e != NULL) return e;
	e = older_end(desk, kept, guide_form(&kept->guide, wish->form),
		wish->role);
	if (e == NULL) e = sign_put(desk, kept, wish, seen, ret_why);
	return guide_batch_close(desk, e);
}

const err *guide_sign(struct desk *desk, const struct guide_kept *kept,
	const struct sign_wish *wish, const char **ret_why)
{
	size_t tongue = guide_form(&kept->guide, wish->form);
	struct arena *arena = arena_open(GUIDE_ACT_BYTES);
	const struct unit *unit;
	struct checked checked;
	const err *e;

	*ret_why = unfinished_gate(&kept->guide, tongue);
	if (*ret_why == NULL && checked_make(arena, &kept->guide, tongue,
		guide_today(desk), &checked, &unit) != CHECKED_FINE) {
		*ret_why = TR("Readers could not have this language as it "
			"stands. Finish it first.");
	}
	e = *ret_why != NULL ? guide_refuse(*ret_why, ret_why)
		: sign_take(desk, kept, wish, signing_hash(&checked), ret_why);
	arena_close(&arena);
	return e;
}

const err *guide_sign_end(struct desk *desk, object_id sign)
{
	struct record_refusal refusal;

	return record_step(desk, sign, S("ended"),
		(struct record_edits){NULL, 0}, &refusal);
}

/* -- what readers are told ------------------------------------------------ */

const err *guide_change_add(struct desk *desk, const struct guide_kept *kept,
	const struct change_wish *wish, const char **ret_why)
{
	struct guide_edits edits = {.arena = arena_open(GUIDE_ACT_BYTES)};
	struct record_refusal refusal;
	object_id change;
	const err *e;

	guide_say(&edits, "words", str_trim(wish->words));
	guide_say(&edits, "guide", object_text(edits.arena, kept->id));
	guide_say(&edits, "kind", wish->kind);
	guide_say(&edits, "lang", locale_info(wish->form)->tag);
	e = record_create(desk, &record_change_words, guide_said(&edits),
		&refusal, &change);
	if (e != NULL) *ret_why = guide_refused(&refusal);
	arena_close(&edits.arena);
	return e;
}

/* In every language in which there are words. */
static const err *withdrawn_say(struct desk *desk,
	const struct guide_kept *kept, const struct withdraw_wish *wish,
	const char **ret_why)
{
	const err *e = NULL;
	size_t said = 0;

	for (size_t i = 0; e == NULL && i < LOCALE_COUNT; i++) {
		struct change_wish change = {S("withdrawn"), wish->words[i],
			(enum locale)i};

		if (str_trim(change.words).len == 0) continue;
		e = guide_change_add(desk, kept, &change, ret_why);
		said++;
	}
	return e != NULL || said > 0 ? e : guide_refuse(TR("Say in at least "
		"one language what readers should do now."), ret_why);
}

const err *guide_withdraw(struct desk *desk, const struct guide_kept *kept,
	const struct withdraw_wish *wish, const char **ret_why)
{
	struct record_refusal refusal;
	const err *e = kept->guide.is_story ? guide_refuse(TR("A story is taken "
		"back in the conversation it was told in."), ret_why)
		: record_batch_begin(desk);

	if (e != NULL) return e;
	e = withdrawn_say(desk, kept, wish, ret_why);
	if (e == NULL) {
		e = record_step(desk, kept->id, S("withdrawn"),
			(struct record_edits){NULL, 0}, &refusal);
	}
	return guide_batch_close(desk, e);
}

/* Readers see it again with the next release that says so. */
const err *guide_again(struct desk *desk, const struct guide_kept *kept)
{
	struct record_refusal refusal;

	return record_step(desk, kept->id, S("work"),
		(struct record_edits){NULL, 0}, &refusal);
}
