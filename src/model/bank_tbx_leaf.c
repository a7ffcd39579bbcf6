/* What a leaf of a TBX file says: see bank_tbx_leaf.h. Owns which data category
 * becomes which column, and what becomes of a category that we do not know.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank_tbx_leaf.h"

/* The words for a status elsewhere, without "Term" and "-admn-sts". */
static const struct { str word; enum bank_status status; } statuses[] = {
	{S_INIT("preferred"), BANK_OURS}, {S_INIT("standardized"), BANK_OURS},
	{S_INIT("admitted"), BANK_ACCEPTED}, {S_INIT("approved"), BANK_ACCEPTED},
	{S_INIT("accepted"), BANK_ACCEPTED}, {S_INIT("legal"), BANK_ACCEPTED},
	{S_INIT("regulated"), BANK_ACCEPTED},
	{S_INIT("deprecated"), BANK_AVOID}, {S_INIT("forbidden"), BANK_AVOID},
	{S_INIT("notRecommended"), BANK_AVOID},
	{S_INIT("superseded"), BANK_SUPERSEDED},
	{S_INIT("obsolete"), BANK_SUPERSEDED}, {S_INIT("proposed"), BANK_PROPOSED},
};

str tbx_keep(struct tbx_reading *r, str s)
{
	char *at = arena_try(r->scratch, s.len + 1);

	if (at == NULL) {
		r->broken = "one entry is too large";
		return S("");
	}
	for (size_t i = 0; i < s.len; i++) at[i] = s.at[i];
	return str_bytes(at, s.len);
}

/* Adds to a cell, behind what is there. A cell that is too long stays so: the
 * bank says it. */
static void cell_add(struct tbx_reading *r, struct tbx_row *row,
	enum bank_column column, str value)
{
	str *cell = &row->cells[column];
	struct buf joined = {0};

	if (value.len == 0 || cell->len > BANK_CELL_MAX) return;
	if (cell->len > 0) {
		buf_put(&joined, *cell);
		buf_text(&joined, "; ");
	}
	buf_put(&joined, value);
	*cell = tbx_keep(r, buf_str(&joined));
	buf_close(&joined);
}

bool tbx_is_of_concept(enum bank_column column)
{
	return column == BANK_COLUMN_CONCEPT ||
		column == BANK_COLUMN_CONCEPT_NAME ||
		column == BANK_COLUMN_CONCEPT_NOTE ||
		column == BANK_COLUMN_SUBJECT || column >= BANK_COLUMN_DEFINITION;
}

/* Columns that hold one value: the last said is it. */
static bool is_value(enum bank_column column)
{
	return column == BANK_COLUMN_CONCEPT || column == BANK_COLUMN_STATUS ||
		column == BANK_COLUMN_CERTAINTY ||
		column == BANK_COLUMN_REGISTER || column == BANK_COLUMN_POS ||
		column == BANK_COLUMN_GENDER ||
		column == BANK_COLUMN_HOMOGRAPH || column == BANK_COLUMN_AS_IS;
}

/* A note that says its column goes there, any other stays a note. */
static void note_take(struct tbx_reading *r, str note)
{
	enum bank_column column;
	struct tbx_row *row;
	str value;

	if (!tbx_note_read(&r->names, note, &column, &value) ||
		(!r->in_term && !tbx_is_of_concept(column))) {
		column = r->in_term ? BANK_COLUMN_NOTE : BANK_COLUMN_CONCEPT_NOTE;
		value = note;
	}
	row = tbx_is_of_concept(column) ? &r->concept : &r->term;
	if (is_value(column)) row->cells[column] = S("");
	cell_add(r, row, column, value);
}

/* [bank_tbx-2] */
static void unknown_take(struct tbx_reading *r, str value)
{
	struct buf note = {0};

	if (value.len == 0) return;
	buf_put(&note, r->category);
	buf_text(&note, ": ");
	buf_put(&note, value);
	cell_add(r, r->in_term ? &r->term : &r->concept,
		r->in_term ? BANK_COLUMN_NOTE : BANK_COLUMN_CONCEPT_NOTE,
		buf_str(&note));
	buf_close(&note);
}

static bool status_read(str word, str *ret_name)
{
	if (str_ends(word, S("-admn-sts"))) word = str_first(word, word.len - 9);
	if (str_ends(word, S("Term"))) word = str_first(word, word.len - 4);
	for (size_t i = 0; i < NELEM(statuses); i++) {
		if (!str_eq_nocase(word, statuses[i].word)) continue;
		*ret_name = bank_status_name(statuses[i].status);
		return true;
	}
	return false;
}

/* Categories with a list of values; false when this is none of them, or a
 * value we do not know. */
static bool value_take(struct tbx_reading *r, str value)
{
	str *cells = r->term.cells, name;
	enum bank_register register_;
	enum bank_gender gender;
	enum bank_pos pos;

	if (str_eq(r->category, S("administrativeStatus"))) {
		if (!status_read(value, &name)) return false;
		/* what a note says is more exact */
		if (cells[BANK_COLUMN_STATUS].len == 0) {
			cells[BANK_COLUMN_STATUS] = name;
		}
	} else if (str_eq(r->category, S("partOfSpeech"))) {
		if (!bank_pos_read(value, &pos)) return false;
		if (cells[BANK_COLUMN_POS].len == 0) {
			cells[BANK_COLUMN_POS] = bank_pos_name(pos);
		}
	} else if (str_eq(r->category, S("termType"))) {
		if (!str_eq(value, S("phrase"))) return false;
		cells[BANK_COLUMN_POS] = bank_pos_name(BANK_PHRASE);
	} else if (str_eq(r->category, S("grammaticalGender"))) {
		if (!bank_gender_read(value, &gender)) return false;
		cells[BANK_COLUMN_GENDER] = bank_gender_name(gender);
	} else if (str_eq(r->category, S("register"))) {
		if (!bank_register_read(value, &register_)) return false;
		cells[BANK_COLUMN_REGISTER] = bank_register_name(register_);
	} else {
		return false;
	}
	return true;
}

static void term_leaf_take(struct tbx_reading *r, str value)
{
	static const struct { str category; enum bank_column column; } texts[] = {
		{S_INIT("geographicalUsage"), BANK_COLUMN_DIALECT},
		{S_INIT("source"), BANK_COLUMN_SOURCE},
		{S_INIT("Usage note"), BANK_COLUMN_WHY},
	};

	if (str_eq(r->category, S("term"))) {
		r->term.cells[BANK_COLUMN_TERM] = tbx_keep(r, value);
		return;
	}
	for (size_t i = 0; i < NELEM(texts); i++) {
		if (!str_eq(r->category, texts[i].category)) continue;
		cell_add(r, &r->term, texts[i].column, value);
		return;
	}
	if (!value_take(r, value)) unknown_take(r, value);
}

static void event_leaf_take(struct tbx_reading *r, str value)
{
	if (str_eq(r->category, S("transactionType"))) {
		r->event = tbx_keep(r, value);
	} else if (str_eq(r->category, S("responsibility"))) {
		r->who = tbx_keep(r, value);
	} else if (str_eq(r->category, S("date"))) {
		r->date = tbx_keep(r, value);
	} else {
		unknown_take(r, value);
	}
}

static void definition_take(struct tbx_reading *r, str value)
{
	enum text_lang lang = r->main_lang;

	if (r->lang.len > 0 && !bank_lang_read(r->lang, &lang)) {
		unknown_take(r, value);
		return;
	}
	cell_add(r, &r->concept,
		(enum bank_column)(BANK_COLUMN_DEFINITION + (int)lang), value);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A run of blanks with a line end or a tab in it becomes one blank. */
static str squeezed(struct buf *chars)
{
	size_t len = 0, run;

	for (size_t i = 0; i < chars->len; i = run) {
		bool breaks = false;

		for (run = i; run < chars->len && is_blank(chars->at[run]); run++) {
			breaks = breaks || chars->at[run] != ' ';
		}
		if (breaks) {
			chars->at[len++] = ' ';
			continue;
		}
		if (run == i) run++;
		while (i < run) chars->at[len++] = chars->at[i++];
	}
	chars->len = len;
	return str_trim(buf_str(chars));
}

void tbx_leaf_take(struct tbx_reading *r)
{
	str value = squeezed(&r->chars);

	if (r->in_concept) {
		if (r->event.at != NULL) event_leaf_take(r, value);
		else if (str_eq(r->category, S("note"))) note_take(r, value);
		else if (str_eq(r->category, S("definition"))) {
			definition_take(r, value);
		} else if (str_eq(r->category, S("subjectField"))) {
			cell_add(r, &r->concept, BANK_COLUMN_SUBJECT, value);
		} else if (r->in_term) {
			term_leaf_take(r, value);
		} else {
			unknown_take(r, value);
		}
	}
	buf_reset(&r->chars);
}

void tbx_event_take(struct tbx_reading *r)
{
	struct tbx_row *row = &r->term;

	if (r->in_term && str_eq(r->event, S("origination"))) {
		cell_add(r, row, BANK_COLUMN_COINED_BY, r->who);
	} else if (r->in_term && str_eq(r->event, S("modification"))) {
		cell_add(r, row, BANK_COLUMN_DECIDED_BY, r->who);
		cell_add(r, row, BANK_COLUMN_DECIDED_ON, r->date);
	} else {
		r->category = r->event.len > 0 ? r->event : S("transaction");
		unknown_take(r, r->who);
		unknown_take(r, r->date);
	}
	r->event = r->who = r->date = (str){NULL, 0};
}
