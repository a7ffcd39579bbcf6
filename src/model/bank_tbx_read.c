/* The word bank read from TBX: see bank_tbx.h. Every element is one of a few
 * roles; a leaf is a data category and its text. Terms are collected as rows of
 * our tables until their concept ends, and the bank's own gate takes them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank_tbx.h"

#include "model/bank_tbx_note.h"

enum {
	ROWS_MAX = 1000,           /* terms of one concept */
	CONCEPT_BYTES_MAX = 16 << 20 /* what one concept may need while read */
};

enum role {
	ROLE_LEAF,    /* a category, and every element inside it */
	ROLE_PASS,    /* only holds others */
	ROLE_SKIP,    /* with all that is in it */
	ROLE_CONCEPT,
	ROLE_LANG,
	ROLE_TERM,
	ROLE_EVENT    /* who did what when */
};

static const struct { str name; enum role role; } roles[] = {
	{S_INIT("tbx"), ROLE_PASS}, {S_INIT("martif"), ROLE_PASS},
	{S_INIT("text"), ROLE_PASS}, {S_INIT("body"), ROLE_PASS},
	{S_INIT("tbxHeader"), ROLE_SKIP}, {S_INIT("martifHeader"), ROLE_SKIP},
	{S_INIT("back"), ROLE_SKIP},
	{S_INIT("conceptEntry"), ROLE_CONCEPT}, {S_INIT("termEntry"), ROLE_CONCEPT},
	{S_INIT("langSec"), ROLE_LANG}, {S_INIT("langSet"), ROLE_LANG},
	{S_INIT("termSec"), ROLE_TERM}, {S_INIT("tig"), ROLE_TERM},
	{S_INIT("ntig"), ROLE_TERM}, {S_INIT("termGrp"), ROLE_PASS},
	{S_INIT("descripGrp"), ROLE_PASS}, {S_INIT("adminGrp"), ROLE_PASS},
	{S_INIT("termNoteGrp"), ROLE_PASS}, {S_INIT("auxInfo"), ROLE_PASS},
	{S_INIT("transacGrp"), ROLE_EVENT},
};

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

struct row {
	str cells[BANK_COLUMN_COUNT];
	size_t line;
};

struct reading {
	struct arena *arena, *scratch; /* scratch: of one concept */
	struct tbx_names names;
	struct bank_refusals *refused;
	struct bank bank;
	struct row *rows; /* ROWS_MAX of them */
	size_t row_count;
	struct row concept, term;
	bool in_concept, in_term, in_leaf;
	unsigned depth, leaf_depth, skip_depth;
	size_t entries, line;
	str lang, category;
	enum text_lang main_lang;   /* of the file */
	str event, who, date;
	struct buf chars;
	const char *broken;
};

/* Keeps `s` while the concept is read. */
static str keep(struct reading *r, str s)
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
static void cell_add(struct reading *r, struct row *row,
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
	*cell = keep(r, buf_str(&joined));
	buf_close(&joined);
}

static bool is_of_concept(enum bank_column column)
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
static void note_take(struct reading *r, str note)
{
	enum bank_column column;
	struct row *row;
	str value;

	if (!tbx_note_read(&r->names, note, &column, &value) ||
		(!r->in_term && !is_of_concept(column))) {
		column = r->in_term ? BANK_COLUMN_NOTE : BANK_COLUMN_CONCEPT_NOTE;
		value = note;
	}
	row = is_of_concept(column) ? &r->concept : &r->term;
	if (is_value(column)) row->cells[column] = S("");
	cell_add(r, row, column, value);
}

/* [bank_tbx-2] */
static void unknown_take(struct reading *r, str value)
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
static bool value_take(struct reading *r, str value)
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

static void term_leaf_take(struct reading *r, str value)
{
	static const struct { str category; enum bank_column column; } texts[] = {
		{S_INIT("geographicalUsage"), BANK_COLUMN_DIALECT},
		{S_INIT("source"), BANK_COLUMN_SOURCE},
		{S_INIT("Usage note"), BANK_COLUMN_WHY},
	};

	if (str_eq(r->category, S("term"))) {
		r->term.cells[BANK_COLUMN_TERM] = keep(r, value);
		return;
	}
	for (size_t i = 0; i < NELEM(texts); i++) {
		if (!str_eq(r->category, texts[i].category)) continue;
		cell_add(r, &r->term, texts[i].column, value);
		return;
	}
	if (!value_take(r, value)) unknown_take(r, value);
}

static void event_leaf_take(struct reading *r, str value)
{
	if (str_eq(r->category, S("transactionType"))) r->event = keep(r, value);
	else if (str_eq(r->category, S("responsibility"))) r->who = keep(r, value);
	else if (str_eq(r->category, S("date"))) r->date = keep(r, value);
	else unknown_take(r, value);
}

static void definition_take(struct reading *r, str value)
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

static void leaf_take(struct reading *r)
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

static void event_take(struct reading *r)
{
	struct row *row = &r->term;

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

static void refuse(struct reading *r, size_t line, const char *reason)
{
	LIST_ADD(r->arena, r->refused, ((struct bank_refusal){line, reason}));
	if (r->refused->count == BANK_REFUSALS_MAX) {
		r->broken = "too many terms are refused";
	}
}

static void term_close(struct reading *r)
{
	str *cells = r->term.cells;
	bool said;

	r->in_term = false;
	if (cells[BANK_COLUMN_TERM].len == 0) {
		refuse(r, r->term.line, "there is no term in it");
		return;
	}
	if (r->lang.len == 0) {
		refuse(r, r->term.line, "its language is not said");
		return;
	}
	if (r->row_count == ROWS_MAX) {
		r->broken = "a concept has more than 1000 terms";
		return;
	}
	said = cells[BANK_COLUMN_STATUS].len > 0;
	if (!said) cells[BANK_COLUMN_STATUS] = bank_status_name(BANK_ACCEPTED);
	if (cells[BANK_COLUMN_CERTAINTY].len == 0) {
		cells[BANK_COLUMN_CERTAINTY] =
			bank_certainty_name(said ? BANK_LIKELY : BANK_UNSURE);
	}
	cells[BANK_COLUMN_LANG] = r->lang;
	r->rows[r->row_count++] = r->term;
}

/* A row with what its concept says. An empty cell is no column: the bank then
 * asks the note whether a word is a homograph. */
static void row_take(struct reading *r, const struct row *row)
{
	struct bank_columns columns = {.count = 0};
	str cells[BANK_COLUMN_COUNT];
	const char *reason;

	for (int c = 0; c < BANK_COLUMN_COUNT; c++) {
		const struct row *from = is_of_concept((enum bank_column)c)
			? &r->concept : row;

		if (from->cells[c].len == 0) continue;
		cells[columns.count] = from->cells[c];
		columns.at[columns.count++] = (enum bank_column)c;
	}
	reason = bank_row_take(r->arena, &r->bank, &columns, cells,
		columns.count);
	if (reason != NULL) refuse(r, row->line, reason);
}

static void concept_close(struct reading *r)
{
	for (size_t i = 0; i < r->row_count; i++) row_take(r, &r->rows[i]);
	r->in_concept = false;
	r->row_count = 0;
	arena_reset(r->scratch);
}

static str attribute(const struct xml_event *event, str name)
{
	for (size_t i = 0; i < event->attribute_count; i++) {
		if (str_eq(event->attributes[i].name, name)) {
			return event->attributes[i].value;
		}
	}
	return S("");
}

static void concept_open(struct reading *r, const struct xml_event *event)
{
	str id = attribute(event, S("id"));

	r->concept = (struct row){.line = event->line};
	r->in_concept = true;
	r->lang = S("");
	r->entries++;
	r->concept.cells[BANK_COLUMN_CONCEPT] = id.len > 0
		? keep(r, id)
		: str_fmt(r->scratch, "entry-%zu", r->entries);
}

static enum role role_of(str name)
{
	for (size_t i = 0; i < NELEM(roles); i++) {
		if (str_eq(roles[i].name, name)) return roles[i].role;
	}
	return ROLE_LEAF;
}

static void root_check(struct reading *r, const struct xml_event *event)
{
	bool known = event->space.len == 0 ||
		str_starts(event->space, S("urn:iso:std:iso:30042:"));

	if (!str_eq(event->name, S("tbx")) && !str_eq(event->name, S("martif"))) {
		r->broken = "this is XML, but no TBX";
	} else if (!known) {
		r->broken = "this is a TBX of a kind we do not know";
	}
	if (!bank_lang_read(attribute(event, S("xml:lang")), &r->main_lang)) {
		r->main_lang = TEXT_EN;
	}
}

static void leaf_open(struct reading *r, const struct xml_event *event)
{
	str type = attribute(event, S("type"));

	r->in_leaf = true;
	r->leaf_depth = r->depth;
	r->category = keep(r, type.len > 0 ? type : event->name);
	buf_reset(&r->chars);
}

static void element_open(struct reading *r, const struct xml_event *event)
{
	enum role role = role_of(event->name);

	if (++r->depth == 1) root_check(r, event);
	if (r->skip_depth > 0 || r->in_leaf) return;
	switch (role) {
	case ROLE_SKIP: r->skip_depth = r->depth; break;
	case ROLE_CONCEPT:
		if (r->in_concept) r->broken = "one concept stands in another";
		else concept_open(r, event);
		break;
	case ROLE_LANG:
		r->lang = keep(r, attribute(event, S("xml:lang")));
		break;
	case ROLE_TERM:
		if (r->in_term || !r->in_concept) {
			r->broken = "a term stands where none can";
		}
		r->term = (struct row){.line = event->line};
		r->in_term = true;
		break;
	case ROLE_EVENT: r->event = S(""); break;
	case ROLE_LEAF: leaf_open(r, event); break;
	case ROLE_PASS: break;
	}
}

static void element_close(struct reading *r, const struct xml_event *event)
{
	enum role role = role_of(event->name);
	unsigned depth = r->depth--;

	if (r->skip_depth > 0) {
		if (r->skip_depth == depth) r->skip_depth = 0;
		return;
	}
	if (r->in_leaf) {
		if (r->leaf_depth != depth) return;
		r->in_leaf = false;
		leaf_take(r);
		return;
	}
	if (role == ROLE_TERM) term_close(r);
	else if (role == ROLE_LANG) r->lang = S("");
	else if (role == ROLE_EVENT) event_take(r);
	else if (role == ROLE_CONCEPT) concept_close(r);
}

static bool event_next(struct reading *r, struct xml_source *source)
{
	struct xml_event event;

	source->next(source, &event);
	r->line = event.line;
	switch (event.kind) {
	case XML_OPEN: element_open(r, &event); break;
	case XML_CLOSE: element_close(r, &event); break;
	case XML_CHARS:
		if (r->in_leaf && r->chars.len <= BANK_CELL_MAX) {
			buf_put(&r->chars,
				str_first(event.chars, BANK_CELL_MAX + 1));
		}
		break;
	case XML_BROKEN: r->broken = event.reason; break;
	case XML_END:
	case XML_KIND_COUNT: return false;
	}
	return r->broken == NULL;
}

bool bank_tbx_read(struct arena *arena, struct xml_source *source,
	struct bank_refusals *refused, struct bank *ret_bank)
{
	struct reading r = {
		.arena = arena, .scratch = arena_open(CONCEPT_BYTES_MAX),
		.rows = mem_get(ROWS_MAX * sizeof(struct row)),
		.refused = refused, .names = tbx_names_of(arena),
	};

	while (event_next(&r, source)) continue;
	if (r.broken == NULL) *ret_bank = r.bank;
	else refuse(&r, r.line, r.broken); /* [bank_tbx-3] */
	buf_close(&r.chars);
	mem_free(r.rows);
	arena_close(&r.scratch);
	return r.broken == NULL;
}
