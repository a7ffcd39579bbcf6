/* Rows of a table as terms: see bank.h. Owns the columns: their names, what
 * may stand in them, and how it is written.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank.h"

#include "base/utf8.h"

static const str names[BANK_COLUMN_DEFINITION] = {
	[BANK_COLUMN_CONCEPT] = S_INIT("concept"),
	[BANK_COLUMN_CONCEPT_NAME] = S_INIT("concept_name"),
	[BANK_COLUMN_CONCEPT_NOTE] = S_INIT("concept_note"),
	[BANK_COLUMN_SUBJECT] = S_INIT("subject"),
	[BANK_COLUMN_LANG] = S_INIT("lang"),
	[BANK_COLUMN_TERM] = S_INIT("term"),
	[BANK_COLUMN_STATUS] = S_INIT("status"),
	[BANK_COLUMN_REGISTER] = S_INIT("register"),
	[BANK_COLUMN_DIALECT] = S_INIT("dialect"),
	[BANK_COLUMN_POS] = S_INIT("pos"),
	[BANK_COLUMN_GENDER] = S_INIT("gender"),
	[BANK_COLUMN_FORMS] = S_INIT("forms"),
	[BANK_COLUMN_HOMOGRAPH] = S_INIT("homograph"),
	[BANK_COLUMN_CONTEXT] = S_INIT("context"),
	[BANK_COLUMN_AS_IS] = S_INIT("as_is"),
	[BANK_COLUMN_CERTAINTY] = S_INIT("certainty"),
	[BANK_COLUMN_COINED_BY] = S_INIT("coined_by"),
	[BANK_COLUMN_OBJECTIONS] = S_INIT("objections"),
	[BANK_COLUMN_WHY] = S_INIT("why"),
	[BANK_COLUMN_SOURCE] = S_INIT("source"),
	[BANK_COLUMN_NOTE] = S_INIT("note"),
	[BANK_COLUMN_DECIDED_ON] = S_INIT("decided_on"),
	[BANK_COLUMN_DECIDED_BY] = S_INIT("decided_by"),
};

static const str definition = S_INIT("definition_");

str bank_column_name(struct arena *arena, enum bank_column column)
{
	struct buf name = {0};
	str kept;

	must(column < BANK_COLUMN_COUNT);
	if (column < BANK_COLUMN_DEFINITION) return names[column];
	buf_put(&name, definition);
	buf_put(&name, text_lang_tag(
			       (enum text_lang)(column - BANK_COLUMN_DEFINITION)));
	kept = buf_take(&name, arena);
	buf_close(&name);
	return kept;
}

static bool column_read(str name, enum bank_column *ret_column)
{
	enum text_lang lang;

	for (size_t i = 0; i < BANK_COLUMN_DEFINITION; i++) {
		if (str_eq(names[i], name)) {
			*ret_column = (enum bank_column)i;
			return true;
		}
	}
	if (!str_starts(name, definition) ||
		!bank_lang_read(str_from(name, definition.len), &lang)) {
		return false;
	}
	*ret_column = (enum bank_column)(BANK_COLUMN_DEFINITION + lang);
	return true;
}

static bool has_column(const struct bank_columns *columns,
	enum bank_column column)
{
	for (size_t i = 0; i < columns->count; i++) {
		if (columns->at[i] == column) return true;
	}
	return false;
}

const char *bank_columns_read(const str *cells, size_t count,
	struct bank_columns *ret_columns)
{
	static const enum bank_column needed[] = {BANK_COLUMN_CONCEPT,
		BANK_COLUMN_LANG, BANK_COLUMN_TERM, BANK_COLUMN_STATUS};
	struct bank_columns columns = {.count = 0};

	for (size_t i = 0; i < count; i++) {
		enum bank_column column;

		if (!column_read(str_trim(cells[i]), &column)) {
			return "the first line names a column we do not know";
		}
		if (has_column(&columns, column)) {
			return "the first line names a column twice";
		}
		columns.at[columns.count++] = column;
	}
	for (size_t i = 0; i < NELEM(needed); i++) {
		if (!has_column(&columns, needed[i])) {
			return "the first line must name the columns concept, "
			       "lang, term and status";
		}
	}
	*ret_columns = columns;
	return NULL;
}

/* What one row says, before it is added. */
struct row {
	struct arena *arena;
	struct bank_concept concept;
	struct bank_term term;
	bool has_homograph; /* the table has the column */
};

static const char *flag_take(str cell, bool *ret_flag)
{
	*ret_flag = str_eq_nocase(cell, S("yes"));
	if (*ret_flag || cell.len == 0 || str_eq_nocase(cell, S("no"))) {
		return NULL;
	}
	return "a column that is \"yes\" or empty holds something else";
}

static const char *words_take(struct arena *arena, str cell,
	struct bank_words *ret_words)
{
	while (cell.len > 0) {
		str word = cell, rest = {0};

		(void)!str_cut(cell, ';', &word, &rest);
		word = str_trim(word);
		if (word.len > 0) LIST_ADD(arena, ret_words, word);
		if (ret_words->count > BANK_WORDS_MAX) {
			return "there are too many forms or context words";
		}
		cell = rest;
	}
	return NULL;
}

static const char *lang_take(str cell, enum text_lang *ret_lang)
{
	if (bank_lang_read(cell, ret_lang)) return NULL;
	if (str_eq_nocase(cell, S("ku"))) {
		return "\"ku\" means several languages: write ckb, kmr or "
		       "kmr-Arab";
	}
	return "the language is unknown";
}

static const char *value_take(struct row *row, enum bank_column column,
	str cell)
{
	struct bank_term *term = &row->term;

	if (column == BANK_COLUMN_STATUS) {
		return bank_status_read(cell, &term->status)
			       ? NULL
			       : "the status is unknown";
	}
	if (column == BANK_COLUMN_POS) {
		return bank_pos_read(cell, &term->pos)
			       ? NULL
			       : "the part of speech is unknown";
	}
	if (column == BANK_COLUMN_GENDER) {
		return bank_gender_read(cell, &term->gender)
			       ? NULL
			       : "the gender is unknown";
	}
	if (cell.len == 0) return NULL;
	if (column == BANK_COLUMN_REGISTER) {
		return bank_register_read(cell, &term->register_)
			       ? NULL
			       : "the register is unknown";
	}
	return bank_certainty_read(cell, &term->certainty)
		       ? NULL
		       : "the certainty is unknown";
}

/* The field of plain text that a column fills, or NULL. */
static str *text_of(struct bank_concept *concept, struct bank_term *term,
	enum bank_column column)
{
	if (column >= BANK_COLUMN_DEFINITION) {
		return &concept->definition[column - BANK_COLUMN_DEFINITION];
	}
	switch ((int)column) {
	case BANK_COLUMN_CONCEPT: return &concept->id;
	case BANK_COLUMN_CONCEPT_NAME: return &concept->name;
	case BANK_COLUMN_CONCEPT_NOTE: return &concept->note;
	case BANK_COLUMN_SUBJECT: return &concept->subject;
	case BANK_COLUMN_TERM: return &term->text;
	case BANK_COLUMN_DIALECT: return &term->dialect;
	case BANK_COLUMN_COINED_BY: return &term->coined_by;
	case BANK_COLUMN_OBJECTIONS: return &term->objections;
	case BANK_COLUMN_WHY: return &term->why;
	case BANK_COLUMN_SOURCE: return &term->source;
	case BANK_COLUMN_NOTE: return &term->note;
	case BANK_COLUMN_DECIDED_ON: return &term->decided_on;
	case BANK_COLUMN_DECIDED_BY: return &term->decided_by;
	default: return NULL;
	}
}

static const char *cell_take(struct row *row, enum bank_column column, str cell)
{
	str *text = text_of(&row->concept, &row->term, column);

	cell = str_trim(cell);
	if (!utf8_is_valid(cell)) return "a field is not UTF-8";
	if (text != NULL) {
		*text = cell;
		return NULL;
	}
	switch ((int)column) {
	case BANK_COLUMN_LANG: return lang_take(cell, &row->term.lang);
	case BANK_COLUMN_FORMS:
		return words_take(row->arena, cell, &row->term.forms);
	case BANK_COLUMN_CONTEXT:
		return words_take(row->arena, cell, &row->term.context);
	case BANK_COLUMN_HOMOGRAPH:
		row->has_homograph = true;
		return flag_take(cell, &row->term.homograph);
	case BANK_COLUMN_AS_IS: return flag_take(cell, &row->term.as_is);
	default: return value_take(row, column, cell);
	}
}

/* A row may leave out what an earlier one said of its concept, or add to it;
 * it may not say something else. */
static const char *concept_meet(struct arena *arena, struct bank_concept *old,
	const struct bank_concept *new, bool fill)
{
	str *const to[] = {&old->name, &old->subject, &old->note};
	const str from[] = {new->name, new->subject, new->note};

	for (size_t i = 0; i < NELEM(to) + TEXT_LANG_COUNT; i++) {
		size_t lang = i - NELEM(to);
		str *have = i < NELEM(to) ? to[i] : &old->definition[lang];
		str say = i < NELEM(to) ? from[i] : new->definition[lang];

		if (say.len == 0 || str_eq(*have, say)) continue;
		if (have->len > 0) return "the concept was described otherwise";
		if (say.len > BANK_CELL_MAX) return "a field is too long";
		if (fill) *have = str_dup(arena, say);
	}
	return NULL;
}

static const char *row_join(struct row *row, struct bank *bank)
{
	struct bank_concept *old = &bank->concepts.at[row->term.concept];
	const char *wrong = concept_meet(row->arena, old, &row->concept, false);

	if (wrong == NULL) wrong = bank_term_add(row->arena, bank, &row->term);
	if (wrong != NULL) return wrong;
	return concept_meet(row->arena, old, &row->concept, true);
}

static const char *row_add(struct row *row, struct bank *bank)
{
	const char *wrong;

	row->term.concept = bank_concept_find(bank, row->concept.id);
	if (row->term.concept != SIZE_MAX) return row_join(row, bank);
	wrong = bank_term_wrong(bank, &row->term); /* [bank-2] */
	if (wrong == NULL) {
		wrong = bank_concept_add(row->arena, bank, &row->concept);
	}
	if (wrong != NULL) return wrong;
	row->term.concept = bank->concepts.count - 1;
	return bank_term_add(row->arena, bank, &row->term);
}

const char *bank_row_take(struct arena *arena, struct bank *bank,
	const struct bank_columns *columns, const str *cells, size_t count)
{
	struct row row = {.arena = arena};

	if (count < columns->count) return "there are fewer fields than columns";
	if (count > columns->count) return "there are more fields than columns";
	row.term.certainty = has_column(columns, BANK_COLUMN_CERTAINTY)
				     ? BANK_UNSURE
				     : BANK_LIKELY;
	for (size_t i = 0; i < count; i++) {
		const char *wrong = cell_take(&row, columns->at[i], cells[i]);

		if (wrong != NULL) return wrong;
	}
	/* Banks without the column say it in the note. */
	if (!row.has_homograph &&
		str_find(row.term.note, S("homograph")) != SIZE_MAX) {
		row.term.homograph = true;
	}
	return row_add(&row, bank);
}

static void words_put(struct buf *out, const struct bank_words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (i > 0) buf_text(out, "; ");
		buf_put(out, words->at[i]);
	}
}

void bank_cell_put(struct buf *out, const struct bank *bank,
	const struct bank_term *term, enum bank_column column)
{
	struct bank_concept concept = bank->concepts.at[term->concept];
	struct bank_term copy = *term;
	const str *text = text_of(&concept, &copy, column);

	if (text != NULL) {
		buf_put(out, *text);
		return;
	}
	switch ((int)column) {
	case BANK_COLUMN_LANG: buf_put(out, text_lang_tag(term->lang)); break;
	case BANK_COLUMN_STATUS:
		buf_put(out, bank_status_name(term->status));
		break;
	case BANK_COLUMN_REGISTER:
		buf_put(out, bank_register_name(term->register_));
		break;
	case BANK_COLUMN_POS: buf_put(out, bank_pos_name(term->pos)); break;
	case BANK_COLUMN_GENDER:
		buf_put(out, bank_gender_name(term->gender));
		break;
	case BANK_COLUMN_CERTAINTY:
		buf_put(out, bank_certainty_name(term->certainty));
		break;
	case BANK_COLUMN_FORMS: words_put(out, &term->forms); break;
	case BANK_COLUMN_CONTEXT: words_put(out, &term->context); break;
	case BANK_COLUMN_HOMOGRAPH:
		if (term->homograph) buf_text(out, "yes");
		break;
	case BANK_COLUMN_AS_IS:
		if (term->as_is) buf_text(out, "yes");
		break;
	default: bug(__FILE__, __LINE__, "a column without a cell");
	}
}

static size_t cells_cut(str line, str cells[BANK_COLUMN_COUNT + 1])
{
	size_t count = 0;
	bool more = true;

	if (str_ends(line, S("\r"))) line = str_first(line, line.len - 1);
	while (more && count <= BANK_COLUMN_COUNT) {
		str cell = line, rest = {0};

		more = str_cut(line, '\t', &cell, &rest);
		cells[count++] = cell;
		line = rest;
	}
	return count;
}

bool bank_tsv_read(struct arena *arena, str text, struct bank *bank,
	struct bank_refusals *refused)
{
	str cells[BANK_COLUMN_COUNT + 1], line = {0};
	struct bank_columns columns;
	struct bank_refusal refusal = {.line = 1};

	if (str_starts(text, S("\ufeff"))) text = str_from(text, 3);
	(void)!str_line(&text, &line);
	refusal.reason = bank_columns_read(cells, cells_cut(line, cells),
		&columns);
	if (refusal.reason != NULL) {
		LIST_ADD(arena, refused, refusal);
		return false;
	}
	while (str_line(&text, &line)) {
		refusal.line++;
		if (str_trim(line).len == 0 || line.at[0] == '#') continue;
		refusal.reason = bank_row_take(arena, bank, &columns, cells,
			cells_cut(line, cells));
		if (refusal.reason != NULL) LIST_ADD(arena, refused, refusal);
	}
	return true;
}
