/* A folder into records: see guide_take.h. Trying is taking in with a batch that
 * is dropped at the end, so both cannot differ [guide_take-1]. Owns a guide's
 * head, the order of its units and its signatures.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_taking.h"

#include "base/tr_mark.h"
#include "base/utf8.h"
#include "desk/record_commit.h"
#include "model/order_key.h"

#include <string.h>

enum { TAKE_ARENA_BYTES = 256 << 20 };

/* -- a guide -------------------------------------------------------------- */

/* The units that are here and there stand in the same order: their keys stay. */
static bool order_is_same(const struct guide_taking *t)
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

static const err *units_take(struct guide_taking *t)
{
	bool same = order_is_same(t);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < t->from->units.count; i++) {
		e = guide_unit_take(t, &t->from->units.at[i],
			same ? S("") : order_at(t->arena, i));
	}
	return e;
}

/* What the folder does not have any more. */
static const err *others_out(struct guide_taking *t)
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

static void head_say(struct guide_taking *t)
{
	struct buf demands = {0};

	for (size_t i = 0; i < SIGN_ROLE_COUNT; i++) {
		if (!t->from->demands[i]) continue;
		buf_put(&demands, sign_role_name((enum sign_role)i));
		buf_byte(&demands, '\n');
	}
	guide_taking_begin(t);
	guide_say(&t->edits, "number", str_fmt(t->arena, "%u",
		t->from->number));
	guide_say(&t->edits, "source", t->from->tongues[0]->tag);
	guide_say(&t->edits, "demands", buf_take(&demands, t->arena));
	guide_say(&t->edits, "check-days", str_fmt(t->arena, "%u",
		t->from->check_days));
	buf_close(&demands);
}

static str title_of(struct guide_taking *t)
{
	return t->from->units.at[0].words[0].text;
}

static const err *head_take(struct guide_taking *t)
{
	struct record_new new = {guide_taking_id(t, S("")), &record_guide};
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
	return guide_taking_put(t, &new, NULL, &fresh);
}

/* -- signatures ----------------------------------------------------------- */

static bool sign_is_here(const struct guide_taking *t, const struct sign *sign)
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

static const err *sign_take(struct guide_taking *t, const struct sign *sign)
{
	const struct tongue *language = t->from->tongues[sign->tongue];
	str hashed = guide_seen_text(t->arena, sign->hash);
	str role = sign_role_name(sign->role);
	str day = guide_day_text(t->arena, sign->checked_day);
	struct record_new new = {guide_taking_id(t, str_fmt(t->arena,
		"sign %.*s %.*s %.*s %.*s", S_ARG(language->tag), S_ARG(role),
		S_ARG(day), S_ARG(hashed))), &record_sign};
	bool fresh = false;
	const err *e;

	if (!language->is_ours || sign_is_here(t, sign)) return NULL;
	guide_taking_begin(t);
	guide_say(&t->edits, "against", sign->against.len > 0 ? sign->against
		: S("-"));
	guide_say(&t->edits, "guide", object_text(t->arena, t->guide));
	guide_say(&t->edits, "lang", language->tag);
	guide_say(&t->edits, "role", role);
	guide_say(&t->edits, "checked", day);
	guide_say(&t->edits, "until", guide_day_text(t->arena,
		sign->until_day));
	guide_say(&t->edits, "hash", hashed);
	e = guide_taking_put(t, &new, NULL, &fresh);
	t->report->signs += fresh;
	return e;
}

static const err *guide_one_take(struct guide_taking *t,
	const struct guide *guide)
{
	const err *e;

	t->from = guide;
	t->kept = guides_find(t->here, guide->number);
	if (!guide->tongues[0]->is_ours) {
		guide_taking_refuse(t, NULL, guide->tongues[0]->tag,
			TR("The desk keeps guides that are written in one of "
				"our five forms."));
		return NULL;
	}
	for (size_t i = 1; i < guide->tongue_count; i++) {
		if (guide->tongues[i]->is_ours) continue;
		guide_taking_refuse(t, NULL, guide->tongues[i]->tag,
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

/* -- all of it ------------------------------------------------------------ */

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

static const err *all_take(struct guide_taking *t,
	const struct guide_library *library)
{
	const err *e = guide_library_take(t, library);

	for (size_t i = 0; e == NULL && i < library->guides.count; i++) {
		t->was_released = is_released(library,
			library->guides.at[i].number);
		e = guide_one_take(t, &library->guides.at[i]);
	}
	for (size_t i = 0; e == NULL && i < library->releases.count; i++) {
		e = guide_release_take(t, &library->releases.at[i]);
	}
	return e;
}

const err *guide_take(struct desk *desk, const struct guide_library *library,
	bool take, struct guide_report *ret_report)
{
	struct guide_taking t = {.desk = desk, .report = ret_report};
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
