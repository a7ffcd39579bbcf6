/* The word bank out of the records: see words.h. Reads records, changes none.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/words.h"

#include "base/list.h"
#include "desk/desk_room.h"
#include "desk/record_query.h"
#include "desk/tokens.h"
#include "seal/hash.h"

#include <stdlib.h>
#include <string.h>

enum {
	WORDS_ARENA_BYTES = 512 << 20, RECORD_ARENA_BYTES = 4 << 20,
	ID_HEX = 32
};

/* -- names ---------------------------------------------------------------- */

static const char *const states[BANK_STATUS_COUNT] = {
	[BANK_OURS] = "ours", [BANK_ACCEPTED] = "accepted",
	[BANK_AVOID] = "avoid", [BANK_NEVER_SHOW] = "never-show",
	[BANK_SUPERSEDED] = "superseded", [BANK_PROPOSED] = "proposed",
	[BANK_THREAT] = "threat",
};

const char *words_state(enum bank_status status)
{
	return states[status];
}

bool words_state_read(str state, enum bank_status *ret_status)
{
	for (size_t i = 0; i < BANK_STATUS_COUNT; i++) {
		if (!str_eq(state, str_of(states[i]))) continue;
		*ret_status = (enum bank_status)i;
		return true;
	}
	return false;
}

bool words_is_folded(enum bank_status status)
{
	return status == BANK_AVOID || status == BANK_NEVER_SHOW ||
		status == BANK_THREAT;
}

static object_id id_of(str bytes)
{
	hash whole = hash_of(bytes);
	object_id id;

	memcpy(id.bytes, whole.bytes, sizeof(id.bytes));
	return id;
}

object_id words_concept_id(str id)
{
	struct buf named = {0};
	object_id own;

	if (id.len == ID_HEX + 1 && id.at[0] == 'c' &&
		object_read(str_from(id, 1), &own)) {
		return own;
	}
	buf_text(&named, "bothy concept ");
	buf_put(&named, id);
	own = id_of(buf_str(&named));
	buf_close(&named);
	return own;
}

object_id words_term_id(object_id concept, const struct bank_term *term)
{
	struct buf named = {0};
	object_id id;

	buf_text(&named, "bothy term ");
	object_write(concept, &named);
	buf_byte(&named, ' ');
	buf_put(&named, text_lang_tag(term->lang));
	buf_byte(&named, ' ');
	buf_put(&named, term->text);
	id = id_of(buf_str(&named));
	buf_close(&named);
	return id;
}

/* -- records into the bank ------------------------------------------------ */

static str kept(struct words_here *words, const struct record *record,
	const char *key)
{
	return str_dup(words->arena, record_value(record, key));
}

static void definitions_take(struct words_here *words, const struct record *record,
	struct bank_concept *concept)
{
	static const struct { enum text_lang lang; const char *key; } keys[] = {
		{TEXT_AR, "definition-ar"}, {TEXT_CKB, "definition-ckb"},
		{TEXT_KMR_ARAB, "definition-kmr-arab"},
		{TEXT_KMR, "definition-kmr"}, {TEXT_EN, "definition-en"},
	};

	for (size_t i = 0; i < NELEM(keys); i++) {
		concept->definition[keys[i].lang] = kept(words, record,
			keys[i].key);
	}
}

static void concept_take(struct words_here *words, const struct record *record)
{
	struct bank_concept concept = {.name = kept(words, record, "name"),
		.subject = kept(words, record, "subject"),
		.note = kept(words, record, "note")};
	struct buf id = {0};

	buf_byte(&id, 'c');
	object_write(record->id, &id);
	concept.id = buf_take(&id, words->arena);
	buf_close(&id);
	definitions_take(words, record, &concept);
	/* Too long for a table: its terms stand all the same [words-1]. */
	if (bank_concept_add(words->arena, &words->bank, &concept) != NULL) {
		concept = (struct bank_concept){.id = concept.id,
			.name = S("")};
		must(bank_concept_add(words->arena, &words->bank, &concept) ==
			NULL);
	}
	words->concepts[words->bank.concepts.count - 1] = record->id;
}

static struct bank_words set_take(struct words_here *words,
	const struct record *record, const char *key)
{
	struct bank_words list = {0};
	size_t at = 0;
	str value;

	while (record_next(record, key, &at, &value)) {
		LIST_ADD(words->arena, &list, str_dup(words->arena, value));
	}
	return list;
}

static bool says_yes(const struct record *record, const char *key)
{
	return str_eq(record_value(record, key), S("yes"));
}

/* The parts that are words of a list; what cannot be read is left as it is
 * safest: neutral, unsure. */
static void choices_take(const struct record *record, struct bank_term *term)
{
	term->certainty = BANK_UNSURE;
	(void)!bank_register_read(record_value(record, "register"),
		&term->register_);
	(void)!bank_certainty_read(record_value(record, "certainty"),
		&term->certainty);
	(void)!bank_pos_read(record_value(record, "pos"), &term->pos);
	(void)!bank_gender_read(record_value(record, "gender"), &term->gender);
	term->homograph = says_yes(record, "homograph");
	term->as_is = says_yes(record, "as-is");
}

static void texts_take(struct words_here *words, const struct record *record,
	struct bank_term *term)
{
	const struct { const char *key; str *to; } texts[] = {
		{"term", &term->text}, {"dialect", &term->dialect},
		{"coined-by", &term->coined_by},
		{"objections", &term->objections}, {"why", &term->why},
		{"source", &term->source}, {"note", &term->note},
		{"decided-on", &term->decided_on},
		{"decided-by", &term->decided_by},
	};

	for (size_t i = 0; i < NELEM(texts); i++) {
		*texts[i].to = kept(words, record, texts[i].key);
	}
	term->forms = set_take(words, record, "forms");
	term->context = set_take(words, record, "context");
}

static bool concept_of(const struct words_here *words, const struct record *record,
	size_t *ret_concept)
{
	str id = record_value(record, "concept");
	struct buf named = {0};

	buf_byte(&named, 'c');
	buf_put(&named, id);
	*ret_concept = bank_concept_find(&words->bank, buf_str(&named));
	buf_close(&named);
	return *ret_concept != SIZE_MAX;
}

static void term_take(struct words_here *words, const struct record *record)
{
	struct words_term one = {.id = record->id, .in_bank = SIZE_MAX,
		.said = {.lang = TEXT_UND}};
	bool fits;

	one.lang = kept(words, record, "lang");
	fits = concept_of(words, record, &one.concept) &&
		text_lang_read(one.lang, &one.said.lang);
	texts_take(words, record, &one.said);
	choices_take(record, &one.said);
	one.said.concept = one.concept;
	if (!words_state_read(record_state(record), &one.said.status)) {
		one.said.status = BANK_PROPOSED;
	}
	if (fits && bank_term_add(words->arena, &words->bank, &one.said) ==
			NULL) {
		one.in_bank = words->bank.terms.count - 1;
	}
	LIST_ADD(words->arena, &words->terms, one);
}

/* -- making it ------------------------------------------------------------ */

typedef void taker(struct words_here *words, const struct record *record);

static const err *each_record(struct desk *desk, struct words_here *words,
	const struct record_type *type, taker *take)
{
	struct arena *list = arena_open(RECORD_ARENA_BYTES);
	struct arena *one = arena_open(RECORD_ARENA_BYTES);
	struct record_filter filter = {.type = type};
	struct record_rows rows = {.more = true};
	const err *e = NULL;

	while (e == NULL && rows.more) {
		arena_reset(list);
		e = record_list(desk, list, &filter, &rows);
		for (size_t i = 0; e == NULL && i < rows.count; i++) {
			struct record record;

			arena_reset(one);
			e = record_get(desk, one, rows.at[i].id, &record);
			if (e == NULL) take(words, &record);
		}
		filter.skip += RECORD_ROWS_MAX;
	}
	arena_close(&list);
	arena_close(&one);
	return e;
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

/* A term of one word, as search cuts it: without its "+". */
static bool one_word(struct tokens *tokens, str text, str *ret_word)
{
	struct tokens_reader reader = tokens_of_words(tokens, text);
	struct token token, more;

	if (!tokens_next(&reader, &token)) return false;
	*ret_word = str_first(str_from(text, token.at), token.end - token.at);
	return !tokens_next(&reader, &more);
}

/* As they are written they are right for the spelling gate, and search takes
 * no endings off them. */
static void kept_make(struct desk *desk, struct words_here *words)
{
	size_t room = words->terms.count + 1, count = 0, single = 0;
	str *all = ARENA_ARRAY(words->arena, str, room);
	str *one = ARENA_ARRAY(words->arena, str, room);

	for (size_t i = 0; i < words->terms.count; i++) {
		str text = words->terms.at[i].said.text;

		all[count++] = text;
		if (one_word(desk->projection.tokens, text, &one[single])) {
			single++;
		}
	}
	if (count > 0) qsort(all, count, sizeof(*all), by_bytes);
	words->kept = (struct spelling_kept){all, count};
	tokens_protect(desk->projection.tokens, one, single);
}

static const err *words_make(struct desk *desk, struct words_here *words)
{
	uint64_t concepts;
	const err *e = record_count(desk, &record_concept, &concepts);

	if (e != NULL) return e;
	words->made = desk->fold.words;
	words->concepts = ARENA_ARRAY(words->arena, object_id,
		(size_t)concepts + 1);
	e = each_record(desk, words, &record_concept, concept_take);
	if (e == NULL) e = each_record(desk, words, &record_term, term_take);
	if (e != NULL) return e;
	words->checker = bank_checker_of(words->arena, &words->bank);
	kept_make(desk, words);
	return NULL;
}

const err *words_of(struct desk *desk, const struct words_here **ret_words)
{
	const err *e = NULL;

	if (desk->words != NULL && desk->words->made != desk->fold.words) {
		words_drop(desk); /* [words-2] */
	}
	if (desk->words == NULL) {
		desk->words = mem_get(sizeof(*desk->words));
		desk->words->arena = arena_open(WORDS_ARENA_BYTES);
		e = words_make(desk, desk->words);
		if (e != NULL) words_drop(desk);
	}
	if (e == NULL) *ret_words = desk->words;
	return e;
}

void words_drop(struct desk *desk)
{
	if (desk->words == NULL) return;
	arena_close(&desk->words->arena);
	mem_free(desk->words);
	desk->words = NULL;
}

/* -- finding -------------------------------------------------------------- */

const struct words_term *words_find(const struct words_here *words, object_id id)
{
	for (size_t i = 0; i < words->terms.count; i++) {
		if (object_eq(words->terms.at[i].id, id)) {
			return &words->terms.at[i];
		}
	}
	return NULL;
}

const struct words_term *words_at(const struct words_here *words, size_t in_bank)
{
	for (size_t i = 0; i < words->terms.count; i++) {
		if (words->terms.at[i].in_bank == in_bank) {
			return &words->terms.at[i];
		}
	}
	return NULL;
}
