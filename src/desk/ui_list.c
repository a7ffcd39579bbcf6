/* The desk's lists: piles and the warm shelf. No word of a message stands
 * in them [view-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "base/num.h"
#include "page/desk_pages.h"

enum { SKIP_MAX = 1000000 };

static void rows_words(struct ui_page *p, struct query_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) ui_row(p, &rows->at[i]);
}

uint64_t ui_skip(struct ui_page *p)
{
	struct form query;
	uint64_t skip = 0;

	if (form_read(p->arena, p->x->request.query, &query) != FORM_OK) return 0;
	if (!num_read(form_value(&query, S("from")), SKIP_MAX, &skip)) return 0;
	return skip;
}

static void pile_show(struct ui_page *p, enum pile pile)
{
	uint64_t skip = ui_skip(p);
	struct query_rows rows;
	struct desk_inbox view = {.frame = &p->frame,
		.title = ui_pile_words(p->locale, pile),
		.pile_path = ui_pile_path(pile)};
	const err *e = query_pile(p->ui->desk, p->arena, pile, (size_t)skip,
		&rows);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	rows_words(p, &rows);
	p->frame.in_pile = true;
	p->frame.pile = pile;
	view.rows = rows.at;
	view.row_count = rows.count;
	view.unreadable = query_unreadable(p->ui->desk);
	if (rows.more) {
		view.more = str_fmt(p->arena, "%llu",
			(unsigned long long)(skip + rows.count));
	}
	if (pile == PILE_NEEDS && skip == 0) ui_first_day(p, &view);
	page_desk_inbox(p->out, p->locale, &view);
}

void ui_inbox(struct ui_page *p)
{
	pile_show(p, PILE_NEEDS);
}

void ui_pile(struct ui_page *p)
{
	enum pile pile;

	if (!ui_pile_read(p->id, &pile)) {
		ui_problem(p, err_make(ERR_ABSENT, "no such pile"));
		return;
	}
	pile_show(p, pile);
}

void ui_warm(struct ui_page *p)
{
	struct query_warm *items;
	struct desk_warm_item *shown;
	size_t count;
	struct desk_warm view = {.frame = &p->frame};
	const err *e = query_warm(p->ui->desk, p->arena, &items, &count);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	shown = ARENA_ARRAY(p->arena, struct desk_warm_item, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct view_message *m = &items[i].message;

		ui_time(p, &m->at);
		shown[i] = (struct desk_warm_item){.thread = items[i].thread,
			.language = m->language, .at = m->at,
			.prose = html_prose(p->arena, m->text)};
	}
	view.items = shown;
	view.count = count;
	page_desk_warm(p->out, p->locale, &view);
}
