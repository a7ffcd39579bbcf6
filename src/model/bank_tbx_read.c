/* The word bank read from TBX: see bank_tbx.h. Every element is one of a few
 * roles. Terms are collected as rows of our tables until their concept ends, and
 * the bank's own gate takes them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank_tbx_leaf.h"

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

static void refuse(struct tbx_reading *r, size_t line, const char *reason)
{
	LIST_ADD(r->arena, r->refused, ((struct bank_refusal){line, reason}));
	if (r->refused->count == BANK_REFUSALS_MAX) {
		r->broken = "too many terms are refused";
	}
}

static void term_close(struct tbx_reading *r)
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
static void row_take(struct tbx_reading *r, const struct tbx_row *row)
{
	struct bank_columns columns = {.count = 0};
	str cells[BANK_COLUMN_COUNT];
	const char *reason;

	for (int c = 0; c < BANK_COLUMN_COUNT; c++) {
		const struct tbx_row *from =
			tbx_is_of_concept((enum bank_column)c)
			? &r->concept : row;

		if (from->cells[c].len == 0) continue;
		cells[columns.count] = from->cells[c];
		columns.at[columns.count++] = (enum bank_column)c;
	}
	reason = bank_row_take(r->arena, &r->bank, &columns, cells,
		columns.count);
	if (reason != NULL) refuse(r, row->line, reason);
}

static void concept_close(struct tbx_reading *r)
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

static void concept_open(struct tbx_reading *r, const struct xml_event *event)
{
	str id = attribute(event, S("id"));

	r->concept = (struct tbx_row){.line = event->line};
	r->in_concept = true;
	r->lang = S("");
	r->entries++;
	r->concept.cells[BANK_COLUMN_CONCEPT] = id.len > 0
		? tbx_keep(r, id)
		: str_fmt(r->scratch, "entry-%zu", r->entries);
}

static enum role role_of(str name)
{
	for (size_t i = 0; i < NELEM(roles); i++) {
		if (str_eq(roles[i].name, name)) return roles[i].role;
	}
	return ROLE_LEAF;
}

static void root_check(struct tbx_reading *r, const struct xml_event *event)
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

static void leaf_open(struct tbx_reading *r, const struct xml_event *event)
{
	str type = attribute(event, S("type"));

	r->in_leaf = true;
	r->leaf_depth = r->depth;
	r->category = tbx_keep(r, type.len > 0 ? type : event->name);
	buf_reset(&r->chars);
}

static void element_open(struct tbx_reading *r, const struct xml_event *event)
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
		r->lang = tbx_keep(r, attribute(event, S("xml:lang")));
		break;
	case ROLE_TERM:
		if (r->in_term || !r->in_concept) {
			r->broken = "a term stands where none can";
		}
		r->term = (struct tbx_row){.line = event->line};
		r->in_term = true;
		break;
	case ROLE_EVENT: r->event = S(""); break;
	case ROLE_LEAF: leaf_open(r, event); break;
	case ROLE_PASS: break;
	}
}

static void element_close(struct tbx_reading *r, const struct xml_event *event)
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
		tbx_leaf_take(r);
		return;
	}
	if (role == ROLE_TERM) term_close(r);
	else if (role == ROLE_LANG) r->lang = S("");
	else if (role == ROLE_EVENT) tbx_event_take(r);
	else if (role == ROLE_CONCEPT) concept_close(r);
}

static bool event_next(struct tbx_reading *r, struct xml_source *source)
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
	struct tbx_reading r = {
		.arena = arena, .scratch = arena_open(CONCEPT_BYTES_MAX),
		.rows = mem_get(ROWS_MAX * sizeof(struct tbx_row)),
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
