/* Where older words still stand: see words_coin.h. Reads our answers, notes, the
 * texts of records, guides among them; hers are her own and are not looked at.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/words_coin.h"

#include "base/list.h"
#include "desk/act_room.h"
#include "desk/desk_room.h"
#include "desk/query_room.h"
#include "model/item.h"

enum { ONE_ARENA_BYTES = 8 << 20, FOUND_MAX = 64 };

struct looking {
	struct desk *desk;
	struct arena *arena;        /* what is found stays there */
	struct arena *one;          /* of the text now looked at */
	struct bank old;
	const struct bank_checker *checker;
	enum text_lang lang;
	struct words_places *places;
};

/* -- which words ---------------------------------------------------------- */

/* Older words of the same concept and language. */
static bool is_old(const struct words_term *one,
	const struct words_term *term)
{
	return one != term && one->concept == term->concept &&
		one->said.lang == term->said.lang &&
		one->in_bank != SIZE_MAX &&
		(words_is_folded(one->said.status) ||
		 one->said.status == BANK_SUPERSEDED);
}

bool words_has_old(const struct words_here *words, const struct record *record)
{
	const struct words_term *term = words_find(words, record->id);
	size_t at = 0;
	str value;

	if (record_next(record, "replaces", &at, &value)) return true;
	for (size_t i = 0; term != NULL && i < words->terms.count; i++) {
		if (is_old(&words->terms.at[i], term)) return true;
	}
	return false;
}

/* A bank of the old words alone, so that nothing else is found. */
static void old_add(struct looking *look, const struct bank_term *said)
{
	struct bank_term old = *said;

	old.concept = 0;
	old.status = BANK_AVOID;
	old.certainty = BANK_LIKELY;
	/* One that is named twice is found all the same. */
	(void)!bank_term_add(look->arena, &look->old, &old);
}

static void old_find(struct looking *look, const struct words_here *words,
	const struct record *record, const struct words_term *term)
{
	const struct bank_concept concept = {.id = S("old")};
	size_t at = 0;
	str value;

	must(bank_concept_add(look->arena, &look->old, &concept) == NULL);
	look->lang = term->said.lang;
	while (record_next(record, "replaces", &at, &value)) {
		struct bank_term named = {.text = value,
			.lang = term->said.lang};

		old_add(look, &named);
	}
	for (size_t i = 0; i < words->terms.count; i++) {
		if (is_old(&words->terms.at[i], term)) {
			old_add(look, &words->terms.at[i].said);
		}
	}
	look->checker = bank_checker_of(look->arena, &look->old);
}

/* -- texts ---------------------------------------------------------------- */

/* Keeps the place when the text has one of the words in our own voice. */
static void text_look(struct looking *look, const struct words_where *where)
{
	struct bank_marks marks = {0};
	struct words_where kept = *where;
	struct html_mark *at;

	bank_check_all(look->one, look->checker, look->lang, where->text,
		&marks);
	at = ARENA_ARRAY(look->one, struct html_mark, marks.count + 1);
	for (size_t i = 0; i < marks.count && kept.mark_count < FOUND_MAX; i++) {
		if (marks.at[i].quoted) continue;
		at[kept.mark_count++] = (struct html_mark){marks.at[i].at,
			marks.at[i].len};
	}
	if (kept.mark_count == 0) return;
	if (look->places->count == PLACES_MAX) {
		look->places->cut = true;
		return;
	}
	kept.text = str_dup(look->arena, where->text);
	kept.title = str_dup(look->arena, where->title);
	kept.thread = str_dup(look->arena, where->thread);
	kept.marks = ARENA_ARRAY(look->arena, struct html_mark,
		kept.mark_count);
	for (size_t i = 0; i < kept.mark_count; i++) {
		((struct html_mark *)(uintptr_t)kept.marks)[i] = at[i];
	}
	LIST_ADD(look->arena, look->places, kept);
}

static const err *messages_look(struct looking *look)
{
	struct query *ask = projection_ask(&look->desk->projection,
		ASK_OURS);
	bool row;
	const err *e;

	query_bind(ask, "nn", (uint64_t)ITEM_ANSWER, (uint64_t)ITEM_NOTE);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct words_where where = {.sent = true,
			.is_note = query_number(ask, 1) == ITEM_NOTE};

		arena_reset(look->one);
		object_take(query_bytes(ask, 0), &where.id);
		where.thread = query_id(ask, 2, look->one);
		where.ms = query_number(ask, 3);
		where.text = query_text(ask, 4, look->one);
		text_look(look, &where);
	}
	query_reset(ask);
	return e;
}

static void record_look(struct looking *look, const struct record *record)
{
	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];
		struct words_where where = {.id = record->id,
			.field = got->field, .title = record_title(record),
			.text = got->value, .ms = record->changed_ms};

		if (got->field->kind != KIND_LINE &&
			got->field->kind != KIND_TEXT) {
			continue;
		}
		text_look(look, &where);
	}
}

/* Words and answers about words name what they are about: not looked at. */
static bool is_looked_at(const struct record_type *type)
{
	return type != &record_term && type != &record_trial;
}

static const err *records_look(struct looking *look)
{
	struct record_filter filter = {.state = S("")};
	struct arena *list = arena_open(ONE_ARENA_BYTES);
	struct record_rows rows = {.more = true};
	const err *e = NULL;

	while (e == NULL && rows.more) {
		arena_reset(list);
		e = record_list(look->desk, list, &filter, &rows);
		for (size_t i = 0; e == NULL && i < rows.count; i++) {
			struct record record;

			if (!is_looked_at(rows.at[i].type)) continue;
			arena_reset(look->one);
			e = record_get(look->desk, look->one, rows.at[i].id,
				&record);
			if (e == NULL) record_look(look, &record);
		}
		filter.skip += RECORD_ROWS_MAX;
	}
	arena_close(&list);
	return e;
}

const err *words_places(struct desk *desk, struct arena *arena,
	const struct record *record, struct words_places *ret_places)
{
	struct looking look = {.desk = desk, .arena = arena,
		.places = ret_places};
	const struct words_here *words;
	const struct words_term *term = NULL;
	const err *e = words_of(desk, &words);

	*ret_places = (struct words_places){0};
	if (e == NULL) term = words_find(words, record->id);
	if (e != NULL || term == NULL || term->said.lang == TEXT_UND) return e;
	look.one = arena_open(ONE_ARENA_BYTES);
	old_find(&look, words, record, term);
	e = messages_look(&look);
	if (e == NULL) e = records_look(&look);
	arena_close(&look.one);
	return e;
}
