/* The word bank written as TBX: see bank_tbx.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank_tbx.h"

#include "base/utf8.h"
#include "model/bank_tbx_note.h"
#include "text/html.h"

#include <limits.h>

/* What TBX calls a status; NULL: it has no word for it, a note says it. */
static const struct { const char *basic, *martif; } statuses[BANK_STATUS_COUNT] = {
	[BANK_OURS] = {"preferredTerm-admn-sts", "preferred"},
	[BANK_ACCEPTED] = {"admittedTerm-admn-sts", "admitted"},
	[BANK_AVOID] = {"deprecatedTerm-admn-sts", "forbidden"},
	[BANK_NEVER_SHOW] = {"deprecatedTerm-admn-sts", "forbidden"},
	[BANK_SUPERSEDED] = {"supersededTerm-admn-sts", "obsolete"},
	[BANK_PROPOSED] = {NULL, NULL},
	[BANK_THREAT] = {NULL, NULL},
};

struct writing {
	struct buf *out;
	const struct bank *bank;
	const struct bank_choice *choice;
	const struct bank_order *order;
	const struct tbx_names *names;
	const struct bank_concept *concept;
	const struct bank_term *term; /* NULL: at the concept */
	struct buf cell;
};

/* Text between tags. XML has no U+FFFE and U+FFFF, HTML's escaper lets them. */
static void chars_put(struct buf *out, str s)
{
	size_t at;

	while ((at = str_find(s, S("\xef\xbf\xbe"))) != SIZE_MAX ||
		(at = str_find(s, S("\xef\xbf\xbf"))) != SIZE_MAX) {
		size_t first = str_find(s, S("\xef\xbf\xbf"));

		if (first < at) at = first;
		html_text(out, str_first(s, at));
		utf8_put(out, 0xfffd);
		s = str_from(s, at + 3);
	}
	html_text(out, s);
}

static void element_put(struct buf *out, const char *name, const char *type,
	str chars)
{
	if (chars.len == 0) return;
	buf_fmt(out, "<%s", name);
	if (type != NULL) buf_fmt(out, " type=\"%s\"", type);
	buf_byte(out, '>');
	chars_put(out, chars);
	buf_fmt(out, "</%s>", name);
}

/* A note that reads "column = value". */
static void column_put(struct writing *w, enum bank_column column, str value)
{
	if (value.len == 0 || !bank_choice_shows(w->choice, column)) return;
	buf_text(w->out, "<note>");
	chars_put(w->out, w->names->at[column]);
	buf_text(w->out, " = ");
	chars_put(w->out, value);
	buf_text(w->out, "</note>");
}

static void cell_put(struct writing *w, enum bank_column column)
{
	buf_reset(&w->cell);
	bank_cell_put(&w->cell, w->bank, w->term, column);
	column_put(w, column, buf_str(&w->cell));
}

/* A note of a person, as it is unless it would be taken for a column. */
static void note_put(struct writing *w, enum bank_column column, str note)
{
	enum bank_column read;
	str value;

	if (tbx_note_read(w->names, note, &read, &value)) column_put(w, column, note);
	else element_put(w->out, "note", NULL, note);
}

static unsigned digits(str s, size_t from, size_t count)
{
	unsigned number = 0;

	for (size_t i = from; i < from + count; i++) {
		if (s.at[i] < '0' || s.at[i] > '9') return UINT_MAX;
		number = 10 * number + (unsigned)(s.at[i] - '0');
	}
	return number;
}

/* A day of the calendar, as 2026-11-25. */
static bool is_date(str s)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31};
	unsigned year, month, day;
	bool leap;

	if (s.len != 10 || s.at[4] != '-' || s.at[7] != '-') return false;
	year = digits(s, 0, 4);
	month = digits(s, 5, 2);
	day = digits(s, 8, 2);
	if (year < 1 || year > 9999 || month < 1 || month > 12) return false;
	leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return day >= 1 && day <= days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

static void event_put(struct writing *w, const char *type, str who, str date)
{
	buf_fmt(w->out, "<transacGrp><transac type=\"transactionType\">%s"
			"</transac>", type);
	element_put(w->out, "transacNote", "responsibility", who);
	element_put(w->out, "date", NULL, date);
	buf_text(w->out, "</transacGrp>");
}

/* Who coined it, who decided and when. */
static void people_put(struct writing *w)
{
	const struct bank_term *term = w->term;
	bool dated = is_date(term->decided_on);

	if (!w->choice->people) return;
	if (term->coined_by.len > 0) {
		event_put(w, "origination", term->coined_by, S(""));
	}
	if (dated || term->decided_by.len > 0) {
		event_put(w, "modification", term->decided_by,
			dated ? term->decided_on : S(""));
	}
	if (!dated) cell_put(w, BANK_COLUMN_DECIDED_ON);
	cell_put(w, BANK_COLUMN_OBJECTIONS);
}

static void grammar_put(struct writing *w)
{
	enum bank_pos pos = w->term->pos;
	bool phrase = pos == BANK_PHRASE;

	element_put(w->out, "termNote", "partOfSpeech",
		phrase ? S("other") : bank_pos_name(pos));
	element_put(w->out, "termNote", "termType", phrase ? S("phrase") : S(""));
	element_put(w->out, "termNote", "grammaticalGender",
		bank_gender_name(w->term->gender));
	element_put(w->out, "termNote", "geographicalUsage", w->term->dialect);
}

/* What no category of TBX-Basic holds. */
static void columns_put(struct writing *w)
{
	const struct bank_term *term = w->term;
	bool has_word = statuses[term->status].basic != NULL;

	if (!has_word || term->status == BANK_NEVER_SHOW) {
		cell_put(w, BANK_COLUMN_STATUS);
	}
	if (!has_word || term->certainty != BANK_LIKELY) {
		cell_put(w, BANK_COLUMN_CERTAINTY);
	}
	if (term->register_ != BANK_NEUTRAL) cell_put(w, BANK_COLUMN_REGISTER);
	cell_put(w, BANK_COLUMN_FORMS);
	if (term->homograph) cell_put(w, BANK_COLUMN_HOMOGRAPH);
	else if (str_find(term->note, S("homograph")) != SIZE_MAX) {
		column_put(w, BANK_COLUMN_HOMOGRAPH, S("no"));
	}
	cell_put(w, BANK_COLUMN_CONTEXT);
	cell_put(w, BANK_COLUMN_AS_IS);
	cell_put(w, BANK_COLUMN_WHY);
}

static void term_put(struct writing *w)
{
	const char *status = statuses[w->term->status].basic;

	buf_text(w->out, "<termSec>");
	element_put(w->out, "term", NULL, w->term->text);
	grammar_put(w);
	element_put(w->out, "termNote", "administrativeStatus",
		str_of(status == NULL ? "" : status));
	element_put(w->out, "admin", "source", w->term->source);
	people_put(w);
	columns_put(w);
	note_put(w, BANK_COLUMN_NOTE, w->term->note);
	buf_text(w->out, "</termSec>\n");
}

static void lang_open(struct buf *out, const char *name, enum text_lang lang)
{
	buf_fmt(out, "<%s xml:lang=\"", name);
	html_attr(out, text_lang_tag(lang));
	buf_text(out, "\">");
}

static void lang_put(struct writing *w, enum text_lang lang)
{
	size_t count;
	const size_t *group = bank_order_group(w->order,
		(size_t)(w->concept - w->bank->concepts.at), lang, &count);

	if (count == 0) return;
	lang_open(w->out, "langSec", lang);
	buf_byte(w->out, '\n');
	element_put(w->out, "descrip", "definition",
		w->concept->definition[lang]);
	for (size_t i = 0; i < count; i++) {
		w->term = &w->bank->terms.at[group[i]];
		term_put(w);
	}
	w->term = NULL;
	buf_text(w->out, "</langSec>\n");
}

/* A definition in a language without a term has no section to stand in. */
static void definitions_put(struct writing *w)
{
	size_t concept = (size_t)(w->concept - w->bank->concepts.at);

	for (int lang = 0; lang < TEXT_LANG_COUNT; lang++) {
		size_t count;

		(void)bank_order_group(w->order, concept, (enum text_lang)lang,
			&count);
		if (count > 0) continue;
		column_put(w, (enum bank_column)(BANK_COLUMN_DEFINITION + lang),
			w->concept->definition[lang]);
	}
}

/* An id in XML is a name; one that is none stands in a note as well. */
static bool is_name(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		bool letter = ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
		bool other = (c >= '0' && c <= '9') || c == '-' || c == '.';

		if (!letter && (i == 0 || !other)) return false;
	}
	return s.len > 0 && !str_starts(s, S("entry-"));
}

static void concept_put(struct writing *w)
{
	size_t number = (size_t)(w->concept - w->bank->concepts.at);
	str id = w->concept->id;

	if (bank_order_size(w->order, number) == 0) return;
	buf_text(w->out, "<conceptEntry id=\"");
	if (is_name(id)) html_attr(w->out, id);
	else buf_fmt(w->out, "entry-%zu", number + 1);
	buf_text(w->out, "\">");
	element_put(w->out, "descrip", "subjectField", w->concept->subject);
	if (!is_name(id)) column_put(w, BANK_COLUMN_CONCEPT, id);
	column_put(w, BANK_COLUMN_CONCEPT_NAME, w->concept->name);
	definitions_put(w);
	note_put(w, BANK_COLUMN_CONCEPT_NOTE, w->concept->note);
	buf_byte(w->out, '\n');
	for (int lang = 0; lang < TEXT_LANG_COUNT; lang++) {
		lang_put(w, (enum text_lang)lang);
	}
	buf_text(w->out, "</conceptEntry>\n");
}

void bank_tbx_write(struct arena *arena, const struct bank *bank,
	const struct bank_choice *choice, struct buf *out)
{
	struct bank_order order = bank_order_of(arena, bank, choice);
	struct tbx_names names = tbx_names_of(arena);
	struct writing w = {.out = out, .bank = bank, .choice = choice,
		.order = &order, .names = &names};

	buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"en\""
		" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n"
		"<tbxHeader><fileDesc><sourceDesc><p>A word bank</p>"
		"</sourceDesc></fileDesc></tbxHeader>\n<text><body>\n");
	for (size_t i = 0; i < bank->concepts.count; i++) {
		w.concept = &bank->concepts.at[i];
		concept_put(&w);
	}
	buf_text(out, "</body></text>\n</tbx>\n");
	buf_close(&w.cell);
}

/* The term to translate from: ours, else accepted, never a discreet one. */
static const struct bank_term *source_of(const struct writing *w, size_t concept,
	enum text_lang lang)
{
	const struct bank_term *best = NULL;
	size_t count;
	const size_t *group = bank_order_group(w->order, concept, lang, &count);

	for (size_t i = 0; i < count; i++) {
		const struct bank_term *term = &w->bank->terms.at[group[i]];

		if (term->register_ == BANK_DISCREET) continue;
		if (term->status == BANK_OURS) return term;
		if (term->status == BANK_ACCEPTED && best == NULL) best = term;
	}
	return best;
}

/* One pair: Weblate keeps one target an entry. */
static void pair_put(struct writing *w, const struct bank_term *from,
	const struct bank_term *to, size_t number)
{
	const char *status = statuses[to->status].martif;

	buf_fmt(w->out, "<termEntry id=\"c%zu-%zu\">", to->concept + 1, number);
	element_put(w->out, "descrip", "subjectField", w->concept->subject);
	lang_open(w->out, "langSet", from->lang);
	element_put(w->out, "descrip", "definition",
		w->concept->definition[from->lang]);
	buf_text(w->out, "<tig>");
	element_put(w->out, "term", NULL, from->text);
	buf_text(w->out, "</tig></langSet>");
	lang_open(w->out, "langSet", to->lang);
	buf_text(w->out, "<tig>");
	element_put(w->out, "term", NULL, to->text);
	element_put(w->out, "termNote", "administrativeStatus",
		str_of(status == NULL ? "" : status));
	element_put(w->out, "descrip", "Usage note", to->why);
	if (to->note.len > 0) {
		buf_text(w->out, "<note from=\"translator\">");
		chars_put(w->out, to->note);
		buf_text(w->out, "</note>");
	}
	buf_text(w->out, "</tig></langSet></termEntry>\n");
}

void bank_martif_write(struct arena *arena, const struct bank *bank,
	const struct bank_choice *choice, const enum text_lang langs[2],
	struct buf *out)
{
	struct bank_order order = bank_order_of(arena, bank, choice);
	struct writing w = {.out = out, .bank = bank, .choice = choice,
		.order = &order};

	buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<!DOCTYPE martif PUBLIC \"ISO 12200:1999A//DTD MARTIF core"
		" (DXFcdV04)//EN\" \"TBXcdv04.dtd\">\n"
		"<martif type=\"TBX\" xml:lang=\"");
	html_attr(out, text_lang_tag(langs[0]));
	buf_text(out, "\">\n<martifHeader><fileDesc><sourceDesc><p>A word bank"
		"</p></sourceDesc></fileDesc></martifHeader>\n<text><body>\n");
	for (size_t c = 0; c < bank->concepts.count; c++) {
		const struct bank_term *from = source_of(&w, c, langs[0]);
		size_t count;
		const size_t *group = bank_order_group(&order, c, langs[1],
			&count);

		w.concept = &bank->concepts.at[c];
		for (size_t i = 0; i < count && from != NULL; i++) {
			pair_put(&w, from, &bank->terms.at[group[i]], i + 1);
		}
	}
	buf_text(out, "</body></text>\n</martif>\n");
}
