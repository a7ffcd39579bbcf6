/* Proposing, trying, adopting: see words_coin.h. Owns which fields each step
 * fills.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/words_coin.h"

#include "base/list.h"
#include "desk/desk_room.h"
#include "desk/record_device.h"
#include "model/pdate.h"
#include "text/hour.h"

enum { COIN_ARENA_BYTES = 4 << 20, EDITS_MAX = 12, HOUR_MS = 3600 * 1000 };

struct edits { struct record_edit at[EDITS_MAX]; size_t count; };

static void say(struct edits *edits, const char *key, str value)
{
	must(edits->count < EDITS_MAX);
	if (value.len == 0) return;
	edits->at[edits->count++] = (struct record_edit){key, value, EDIT_SET};
}

static struct record_edits all(const struct edits *edits)
{
	return (struct record_edits){edits->at, edits->count};
}

static bool is_none(object_id id)
{
	return object_eq(id, (object_id){{0}});
}

/* The name of who works at this desk; empty when nobody has said. */
static str own_name(struct desk *desk, struct arena *arena)
{
	object_id me;
	struct record member;

	if (record_me_get(desk, &me) != NULL || is_none(me) ||
		record_get(desk, arena, me, &member) != NULL) {
		return S("");
	}
	return record_title(&member);
}

/* -- proposing ------------------------------------------------------------ */

static const char *definition_key(str lang)
{
	static const struct { str lang; const char *key; } keys[] = {
		{S_INIT("ar"), "definition-ar"},
		{S_INIT("ckb"), "definition-ckb"},
		{S_INIT("kmr-Arab"), "definition-kmr-arab"},
		{S_INIT("kmr"), "definition-kmr"},
		{S_INIT("en"), "definition-en"},
	};

	for (size_t i = 0; i < NELEM(keys); i++) {
		if (str_eq(keys[i].lang, lang)) return keys[i].key;
	}
	return "note";
}

static const err *concept_make(struct desk *desk,
	const struct words_proposal *what, struct record_refusal *ret_refusal,
	object_id *ret_concept)
{
	struct edits edits = {.count = 0};

	say(&edits, "name", what->name.len > 0 ? what->name : what->term);
	say(&edits, definition_key(what->lang), what->meaning);
	return record_create(desk, &record_concept, all(&edits), ret_refusal,
		ret_concept);
}

static const err *term_make(struct desk *desk, struct arena *arena,
	const struct words_proposal *what, object_id concept,
	struct record_refusal *ret_refusal, object_id *ret_term)
{
	struct edits edits = {.count = 0};

	say(&edits, "term", what->term);
	say(&edits, "concept", object_text(arena, concept));
	say(&edits, "lang", what->lang);
	say(&edits, "why", what->reason);
	if (!is_none(what->concept)) say(&edits, "note", what->meaning);
	say(&edits, "replaces", what->instead);
	say(&edits, "coined-by", own_name(desk, arena));
	say(&edits, "certainty", S("likely"));
	say(&edits, "state", S("proposed")); /* [coin-1] */
	return record_create(desk, &record_term, all(&edits), ret_refusal,
		ret_term);
}

const err *words_propose(struct desk *desk, const struct words_proposal *what,
	struct record_refusal *ret_refusal, object_id *ret_term)
{
	struct arena *arena;
	object_id concept = what->concept;
	const err *e = record_batch_begin(desk);

	*ret_refusal = (struct record_refusal){.fault = FAULT_NONE};
	if (e != NULL) return e;
	arena = arena_open(COIN_ARENA_BYTES);
	if (str_trim(what->reason).len == 0) {
		ret_refusal->field = record_field_find(&record_term, S("why"));
		ret_refusal->fault = FAULT_NEEDED;
		e = err_make(ERR_USAGE, "a word is proposed with a reason");
	}
	if (e == NULL && is_none(concept)) {
		e = concept_make(desk, what, ret_refusal, &concept);
	}
	if (e == NULL) {
		e = term_make(desk, arena, what, concept, ret_refusal,
			ret_term);
	}
	arena_close(&arena);
	if (e != NULL) {
		record_batch_drop(desk);
		return e;
	}
	e = record_batch_end(desk);
	if (e == NULL) desk->did = DID_WORD_PROPOSED;
	return e;
}

const err *words_try(struct desk *desk, object_id term,
	const struct words_trial *trial, struct record_refusal *ret_refusal)
{
	struct arena *arena = arena_open(COIN_ARENA_BYTES);
	struct edits edits = {.count = 0};
	object_id id;
	const err *e;

	say(&edits, "term", object_text(arena, term));
	say(&edits, "sentence", trial->sentence);
	say(&edits, "answer", trial->answer);
	say(&edits, "reason", trial->reason);
	e = record_create(desk, &record_trial, all(&edits), ret_refusal, &id);
	arena_close(&arena);
	return e;
}

/* -- deciding ------------------------------------------------------------- */

static str today(struct desk *desk, struct arena *arena)
{
	struct hour_parts parts = hour_split(desk_now_ms(desk) / HOUR_MS);
	struct pdate date = {.sure = PDATE_EXACT, .year = parts.year,
		.month = parts.month, .day = parts.day};
	struct buf out = {0};
	str text;

	pdate_write(&date, &out);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

static const err *superseded(struct desk *desk, const struct words_term *old,
	str by)
{
	struct record_refusal refusal;
	struct record_edit why = {"why", old->said.why.len > 0 ? old->said.why
		: by, EDIT_SET};

	return record_step(desk, old->id, S("superseded"),
		(struct record_edits){&why, 1}, &refusal);
}

/* Words of ours, in the same concept and language, that the new one names. */
static const err *older_superseded(struct desk *desk, const struct words_here *words,
	const struct words_term *adopted, const struct record *record)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < words->terms.count; i++) {
		const struct words_term *one = &words->terms.at[i];

		if (one->said.status != BANK_OURS || one == adopted ||
			one->concept != adopted->concept ||
			!str_eq(one->lang, adopted->lang) ||
			!record_has(record, "replaces", one->said.text)) {
			continue;
		}
		e = superseded(desk, one, adopted->said.text);
	}
	return e;
}

static const err *adopted(struct desk *desk, struct arena *arena,
	const struct record *record, str decided_by,
	struct record_refusal *ret_refusal)
{
	struct edits edits = {.count = 0};
	const struct words_here *words;
	const struct words_term *term;
	const err *e = words_of(desk, &words);

	if (e != NULL) return e;
	term = words_find(words, record->id);
	if (term == NULL) return err_make(ERR_ABSENT, "no such word");
	say(&edits, "certainty", S("sure"));
	say(&edits, "decided-on", today(desk, arena));
	say(&edits, "decided-by", decided_by.len > 0 ? decided_by
		: own_name(desk, arena));
	e = record_step(desk, record->id, S("ours"), all(&edits), ret_refusal);
	return e != NULL ? e : older_superseded(desk, words, term, record);
}

const err *words_adopt(struct desk *desk, object_id term, str decided_by,
	struct record_refusal *ret_refusal)
{
	struct arena *arena = arena_open(COIN_ARENA_BYTES);
	struct record record;
	const err *e = record_get(desk, arena, term, &record);

	*ret_refusal = (struct record_refusal){.fault = FAULT_NONE};
	if (e == NULL) e = record_batch_begin(desk);
	if (e == NULL) {
		e = adopted(desk, arena, &record, decided_by, ret_refusal);
		if (e == NULL) e = record_batch_end(desk);
		else record_batch_drop(desk);
	}
	arena_close(&arena);
	if (e == NULL) desk->did = DID_WORD_ADOPTED;
	return e;
}

const err *words_lay_aside(struct desk *desk, object_id term, str reason,
	struct record_refusal *ret_refusal)
{
	struct arena *arena = arena_open(COIN_ARENA_BYTES);
	struct edits edits = {.count = 0};
	const err *e;

	say(&edits, "objections", reason);
	say(&edits, "decided-on", today(desk, arena));
	say(&edits, "decided-by", own_name(desk, arena));
	e = record_step(desk, term, S("superseded"), all(&edits), ret_refusal);
	arena_close(&arena);
	return e;
}

/* -- what was answered ---------------------------------------------------- */

struct trial_list LIST_OF(struct record);

const err *words_trials(struct desk *desk, struct arena *arena, object_id term,
	struct words_trials *ret_trials)
{
	struct words_trials trials = {.count = 0};
	struct trial_list list = {0};
	struct record_pointing *rows;
	size_t count;
	const err *e = record_pointing(desk, arena, term, &rows, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct record one;
		str answer;

		if (rows[i].row.type != &record_trial || rows[i].row.closed) {
			continue;
		}
		e = record_get(desk, arena, rows[i].row.id, &one);
		if (e != NULL) break;
		answer = record_value(&one, "answer");
		trials.yes += str_eq(answer, S("yes"));
		trials.not_yet += str_eq(answer, S("not-yet"));
		trials.no += str_eq(answer, S("no"));
		LIST_ADD(arena, &list, one);
	}
	if (e != NULL) return e;
	trials.at = list.at;
	trials.count = list.count;
	*ret_trials = trials;
	return NULL;
}
