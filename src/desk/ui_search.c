/* Searching: what was typed is posted, kept in memory under a small number, and
 * shown at that number's address; a thread that was found is opened with it
 * and marks the words. Owns the list of the last searches [ui-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "base/num.h"
#include "base/utf8.h"
#include "page/desk_pages.h"
#include "page/tr.h"

#include <string.h>

void ui_search_form(struct ui_page *p)
{
	struct desk_search view = {.frame = &p->frame};

	page_desk_search(p->out, p->locale, &view);
}

/* -- the last searches ---------------------------------------------------- */

static struct ui_kept_search *slot_of(struct ui *ui, uint64_t number)
{
	return &ui->searches.at[number % UI_SEARCHES_MAX];
}

static uint64_t search_keep(struct ui *ui, str words)
{
	uint64_t number = ++ui->searches.last;
	struct ui_kept_search *kept = slot_of(ui, number);

	words = utf8_first(words, UI_SEARCH_BYTES);
	mem_wipe(kept, sizeof(*kept));
	memcpy(kept->words, words.at, words.len);
	kept->len = words.len;
	kept->number = number;
	return number;
}

/* False: it was forgotten, or there never was one. */
static bool search_kept(struct ui_page *p, str number, str *ret_words)
{
	const struct ui_kept_search *kept;
	uint64_t n;

	if (!num_read(number, INT64_MAX, &n) || n == 0) return false;
	kept = slot_of(p->ui, n);
	if (kept->number != n) return false;
	*ret_words = str_dup(p->arena, str_bytes(kept->words, kept->len));
	return true;
}

/* -- pages ---------------------------------------------------------------- */

void ui_search(struct ui_page *p)
{
	str words;

	if (!form_line(p->arena, form_value(p->form, S("words")), &words) ||
		words.len == 0) {
		ui_search_form(p);
		return;
	}
	p->go = str_fmt(p->arena, "/search/%llu",
		(unsigned long long)search_keep(p->ui, words));
}

static const char *const wider_words[SEARCH_REACH_COUNT] = {
	[SEARCH_WORD] = "",
	[SEARCH_FORM] = "",
	[SEARCH_BEGINNING] = TR("Nothing has exactly these words. "
		"These have words that begin with the last one."),
	[SEARCH_NEAR] = TR("Nothing has exactly these words. "
		"These have words with neighbouring letters, like گ for ک."),
};

static const err *hits_take(struct ui_page *p, struct desk_search *view)
{
	struct search *search = query_words(p->ui->desk, p->arena, view->words);
	uint64_t skip = ui_skip(p);
	struct query_rows rows = {0};
	enum search_reach reach = SEARCH_FORM;
	const err *e;

	if (search == NULL) return NULL; /* no word in it finds nothing */
	e = query_search(p->ui->desk, p->arena, search, (size_t)skip, &rows,
		&reach);
	if (e != NULL) return e;
	for (size_t i = 0; i < rows.count; i++) {
		ui_row(p, &rows.at[i]);
		rows.at[i].search = view->number;
	}
	view->rows = rows.at;
	view->row_count = rows.count;
	view->from_start = skip == 0;
	if (wider_words[reach][0] != '\0') {
		view->wider = ui_text(p, wider_words[reach]);
	}
	if (rows.more) {
		view->more = str_fmt(p->arena, "%llu",
			(unsigned long long)(skip + rows.count));
	}
	return NULL;
}

void ui_search_shown(struct ui_page *p)
{
	struct desk_search view = {.frame = &p->frame, .asked = true,
		.number = p->id, .from_start = true};
	const err *e;

	if (!search_kept(p, p->id, &view.words)) {
		ui_search_form(p);
		return;
	}
	e = hits_take(p, &view);
	if (e == NULL && view.from_start) {
		view.records = ui_record_found(p, view.words);
		view.record_count = view.records->count;
	}
	if (e != NULL) ui_problem(p, e);
	else page_desk_search(p->out, p->locale, &view);
}

struct search *ui_searched(struct ui_page *p, enum search_reach *ret_reach,
	str *ret_number)
{
	struct form query;
	struct query_rows rows;
	struct search *search;
	str number, words;

	if (form_read(p->arena, p->x->request.query, &query) != FORM_OK) {
		return NULL;
	}
	number = form_value(&query, S("search"));
	if (!search_kept(p, number, &words)) return NULL;
	search = query_words(p->ui->desk, p->arena, words);
	if (search == NULL || query_search(p->ui->desk, p->arena, search, 0,
		&rows, ret_reach) != NULL) {
		return NULL;
	}
	*ret_number = number;
	return search;
}
