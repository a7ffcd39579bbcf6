/* Concepts and terms: see bank.h. Owns the words our files use for each value,
 * and what may be added to a bank.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank.h"

#include "base/field.h"
#include "base/utf8.h"
#include "text/word.h"

enum { BY_ID_FIRST = 64 };

/* The name in our files first; then what others call it. */
struct name { int value; str name; };

static const struct name statuses[] = {
	{BANK_OURS, S_INIT("ours")},
	{BANK_ACCEPTED, S_INIT("accepted")},
	{BANK_AVOID, S_INIT("avoid")},
	{BANK_NEVER_SHOW, S_INIT("never show")},
	{BANK_SUPERSEDED, S_INIT("superseded")},
	{BANK_PROPOSED, S_INIT("proposed")},
	{BANK_THREAT, S_INIT("threat word")},
	{BANK_OURS, S_INIT("preferred")},
	{BANK_ACCEPTED, S_INIT("admitted")},
	{BANK_AVOID, S_INIT("deprecated")},
	{BANK_NEVER_SHOW, S_INIT("never-show")},
	{BANK_THREAT, S_INIT("threat")},
	{BANK_THREAT, S_INIT("threat-word")},
};

static const struct name registers[] = {
	{BANK_NEUTRAL, S_INIT("neutral")},
	{BANK_FORMAL, S_INIT("formal")},
	{BANK_EVERYDAY, S_INIT("everyday")},
	{BANK_DISCREET, S_INIT("discreet")},
};

static const struct name certainties[] = {
	{BANK_SURE, S_INIT("sure")},
	{BANK_LIKELY, S_INIT("likely")},
	{BANK_UNSURE, S_INIT("unsure")},
};

static const struct name parts[] = {
	{BANK_POS_NONE, S_INIT("")},
	{BANK_NOUN, S_INIT("noun")},
	{BANK_VERB, S_INIT("verb")},
	{BANK_ADJECTIVE, S_INIT("adjective")},
	{BANK_ADVERB, S_INIT("adverb")},
	{BANK_PHRASE, S_INIT("phrase")},
	{BANK_POS_OTHER, S_INIT("other")},
};

static const struct name genders[] = {
	{BANK_GENDER_NONE, S_INIT("")},
	{BANK_MASCULINE, S_INIT("masculine")},
	{BANK_FEMININE, S_INIT("feminine")},
	{BANK_NEUTER, S_INIT("neuter")},
	{BANK_GENDER_OTHER, S_INIT("other")},
};

static str name_of(const struct name *names, size_t count, int value)
{
	for (size_t i = 0; i < count; i++) {
		if (names[i].value == value) return names[i].name;
	}
	bug(__FILE__, __LINE__, "a value without a name");
}

static bool name_read(const struct name *names, size_t count, str word,
	int *ret_value)
{
	word = str_trim(word);
	for (size_t i = 0; i < count; i++) {
		if (str_eq_nocase(names[i].name, word)) {
			*ret_value = names[i].value;
			return true;
		}
	}
	return false;
}

/* The two directions of one list of names. */
#define NAMES(kind, parameter, list) \
	str bank_##kind##_name(enum bank_##kind parameter) \
	{ \
		return name_of(list, NELEM(list), (int)parameter); \
	} \
	bool bank_##kind##_read(str word, enum bank_##kind *ret_##parameter) \
	{ \
		int value; \
		bool is_name = name_read(list, NELEM(list), word, &value); \
		if (is_name) *ret_##parameter = (enum bank_##kind)value; \
		return is_name; \
	}

NAMES(status, status, statuses)
NAMES(register, register_, registers)
NAMES(certainty, certainty, certainties)
NAMES(pos, pos, parts)
NAMES(gender, gender, genders)

bool bank_lang_read(str tag, enum text_lang *ret_lang)
{
	static const struct { str tag; enum text_lang lang; } scripts[] = {
		{S_INIT("kmr-Latn"), TEXT_KMR}, {S_INIT("ku-Latn"), TEXT_KMR},
		{S_INIT("ku-Arab"), TEXT_KMR_ARAB},
		{S_INIT("ckb-Arab"), TEXT_CKB}, {S_INIT("ar-Arab"), TEXT_AR},
		{S_INIT("en-Latn"), TEXT_EN},
	};
	/* Languages whose country changes nothing here. */
	static const enum text_lang plain[] = {TEXT_AR, TEXT_CKB, TEXT_KMR,
		TEXT_EN, TEXT_FA, TEXT_TR, TEXT_SV};

	tag = str_trim(tag);
	for (size_t i = 0; i < TEXT_MIXED; i++) {
		if (str_eq_nocase(tag, text_lang_tag((enum text_lang)i))) {
			*ret_lang = (enum text_lang)i;
			return true;
		}
	}
	for (size_t i = 0; i < NELEM(scripts); i++) {
		if (str_eq_nocase(tag, scripts[i].tag)) {
			*ret_lang = scripts[i].lang;
			return true;
		}
	}
	for (size_t i = 0; i < NELEM(plain); i++) {
		str language = text_lang_tag(plain[i]);

		if (tag.len == language.len + 3 && tag.at[language.len] == '-' &&
			str_eq_nocase(str_first(tag, language.len), language)) {
			*ret_lang = plain[i];
			return true;
		}
	}
	return false;
}

static size_t hash_of(str id)
{
	uint64_t hash = 1469598103934665603u;

	for (size_t i = 0; i < id.len; i++) {
		hash = (hash ^ (unsigned char)id.at[i]) * 1099511628211u;
	}
	return (size_t)(hash ^ hash >> 32);
}

/* Where a concept of this id stands in the table, or would. */
static size_t slot_of(const struct bank *bank, str id)
{
	size_t at = hash_of(id) & (bank->by_id_room - 1);

	while (bank->by_id[at] != 0 &&
		!str_eq(bank->concepts.at[bank->by_id[at] - 1].id, id)) {
		at = (at + 1) & (bank->by_id_room - 1);
	}
	return at;
}

size_t bank_concept_find(const struct bank *bank, str id)
{
	uint32_t found;

	if (bank->by_id_room == 0) return SIZE_MAX;
	found = bank->by_id[slot_of(bank, id)];
	return found == 0 ? SIZE_MAX : found - 1;
}

/* The last concept is found by its id from now on. */
static void last_index(struct arena *arena, struct bank *bank)
{
	size_t count = bank->concepts.count, from = count - 1;

	if (2 * count > bank->by_id_room) {
		bank->by_id_room = bank->by_id_room == 0 ? BY_ID_FIRST
							 : 2 * bank->by_id_room;
		bank->by_id = ARENA_ARRAY(arena, uint32_t, bank->by_id_room);
		from = 0;
	}
	for (size_t i = from; i < count; i++) {
		bank->by_id[slot_of(bank, bank->concepts.at[i].id)] =
			(uint32_t)(i + 1);
	}
}

/* Clean text of one line; a tab would break a table. */
static bool is_clean(str s, size_t max)
{
	return field_is_clean(s, max) && str_find_byte(s, '\t') == SIZE_MAX;
}

static bool all_clean(const str *const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_clean(*fields[i], BANK_CELL_MAX)) return false;
	}
	return true;
}

const char *bank_concept_add(struct arena *arena, struct bank *bank,
	const struct bank_concept *concept)
{
	struct bank_concept kept = *concept;
	str *fields[] = {&kept.id, &kept.name, &kept.subject, &kept.note};

	if (kept.id.len == 0) return "it has no concept";
	if (!is_clean(kept.id, BANK_TERM_MAX)) {
		return "the concept's id is too long or not clean text";
	}
	if (!all_clean((const str *const *)fields, NELEM(fields))) {
		return "a field is too long or not clean text";
	}
	if (bank->concepts.count >= BANK_TERMS_MAX) {
		return "there are too many concepts";
	}
	if (bank_concept_find(bank, kept.id) != SIZE_MAX) {
		return "the concept's id is there already";
	}
	for (size_t i = 0; i < TEXT_LANG_COUNT; i++) {
		if (!is_clean(kept.definition[i], BANK_CELL_MAX)) {
			return "a definition is too long or not clean text";
		}
		kept.definition[i] = str_dup(arena, kept.definition[i]);
	}
	for (size_t i = 0; i < NELEM(fields); i++) {
		*fields[i] = str_dup(arena, *fields[i]);
	}
	kept.last_term = 0;
	LIST_ADD(arena, &bank->concepts, kept);
	last_index(arena, bank);
	return NULL;
}

/* A picture, a number or letters: something a reader can find. */
static bool has_word(str text)
{
	struct word word;
	size_t at = 0;

	return word_next(text, &at, &word);
}

static const char *words_wrong(const struct bank_words *words)
{
	if (words->count > BANK_WORDS_MAX) {
		return "there are too many forms or context words";
	}
	for (size_t i = 0; i < words->count; i++) {
		if (!is_clean(words->at[i], BANK_TERM_MAX) ||
			str_find_byte(words->at[i], ';') != SIZE_MAX ||
			!has_word(words->at[i])) {
			return "a form or a context word is no clean text";
		}
	}
	return NULL;
}

static struct bank_words words_dup(struct arena *arena,
	const struct bank_words *words)
{
	struct bank_words kept = {0};

	for (size_t i = 0; i < words->count; i++) {
		LIST_ADD(arena, &kept, str_dup(arena, words->at[i]));
	}
	return kept;
}

static bool is_double(const struct bank *bank, const struct bank_term *term)
{
	size_t at = bank->concepts.at[term->concept].last_term;

	while (at != 0) {
		const struct bank_term *old = &bank->terms.at[at - 1];

		if (old->lang == term->lang && str_eq(old->text, term->text) &&
			str_eq(old->dialect, term->dialect) &&
			old->register_ == term->register_) {
			return true;
		}
		at = old->term_before;
	}
	return false;
}

const char *bank_term_wrong(const struct bank *bank,
	const struct bank_term *term)
{
	const str *const fields[] = {&term->dialect, &term->coined_by,
		&term->objections, &term->why, &term->source, &term->note,
		&term->decided_on, &term->decided_by};
	const char *wrong;

	if (!is_clean(term->text, BANK_TERM_MAX)) {
		return "the term is too long or not clean text";
	}
	if (!has_word(term->text)) return "the term has no letters";
	if (!all_clean(fields, NELEM(fields))) {
		return "a field is too long or not clean text";
	}
	if (bank->terms.count >= BANK_TERMS_MAX) {
		return "there are too many terms";
	}
	wrong = words_wrong(&term->forms);
	return wrong != NULL ? wrong : words_wrong(&term->context);
}

const char *bank_term_add(struct arena *arena, struct bank *bank,
	const struct bank_term *term)
{
	struct bank_term kept = *term;
	str *fields[] = {&kept.text, &kept.dialect, &kept.coined_by,
		&kept.objections, &kept.why, &kept.source, &kept.note,
		&kept.decided_on, &kept.decided_by};
	struct bank_concept *concept;
	const char *wrong = bank_term_wrong(bank, term);

	if (wrong != NULL) return wrong;
	if (term->concept >= bank->concepts.count) return "it has no concept";
	if (is_double(bank, term)) {
		return "the term is there already, in this concept and language";
	}
	for (size_t i = 0; i < NELEM(fields); i++) {
		*fields[i] = str_dup(arena, *fields[i]);
	}
	kept.forms = words_dup(arena, &term->forms);
	kept.context = words_dup(arena, &term->context);
	concept = &bank->concepts.at[term->concept];
	kept.term_before = concept->last_term;
	LIST_ADD(arena, &bank->terms, kept);
	concept->last_term = bank->terms.count;
	return NULL;
}

bool bank_term_marks(const struct bank_term *term)
{
	return term->certainty != BANK_UNSURE && term->status != BANK_PROPOSED;
}

/* How well `other` stands in for `term`; 0: not at all. */
static unsigned fitness(const struct bank_term *term,
	const struct bank_term *other, enum bank_register register_)
{
	unsigned fit;

	if (other->lang != term->lang || other->certainty == BANK_UNSURE) {
		return 0;
	}
	if (other->status != BANK_OURS && other->status != BANK_ACCEPTED) {
		return 0;
	}
	if (register_ != BANK_REGISTER_COUNT && other->register_ != register_) {
		return 0;
	}
	if (register_ == BANK_REGISTER_COUNT &&
		other->register_ == BANK_DISCREET) {
		return 0;
	}
	fit = other->status == BANK_OURS ? 9 : 1;
	if (other->gender == term->gender) fit += 4;
	if (other->dialect.len > 0 && str_eq(other->dialect, term->dialect)) {
		fit += 2;
	}
	if (other->dialect.len == 0) fit++;
	return fit;
}

size_t bank_ours(const struct bank *bank, const struct bank_term *term,
	enum bank_register register_)
{
	size_t best = SIZE_MAX;
	unsigned best_fit = 0;
	size_t at = bank->concepts.at[term->concept].last_term;

	while (at != 0) {
		const struct bank_term *other = &bank->terms.at[at - 1];
		unsigned fit = fitness(term, other, register_);

		/* Of equals the one that was written first. */
		if (fit > 0 && fit >= best_fit) {
			best = at - 1;
			best_fit = fit;
		}
		at = other->term_before;
	}
	return best;
}
