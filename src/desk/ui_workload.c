/* The page of who carries what: see workload.h. In the order of names: no number
 * decides who stands first.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_bank.h"
#include "desk/ui_record.h"

#include "desk/goal_rule.h"
#include "desk/workload.h"
#include "os/clock.h"
#include "page/desk_workload.h"
#include "text/collate.h"

/* More squares in one line are no picture any more. */
enum { BLOCKS_MAX = 40 };
#define DAY_MS UINT64_C(86400000)

struct load_views LIST_OF(struct workload_row_view);
struct block_list LIST_OF(struct workload_block);

/* Late ones first: they are what a friend would take over. */
static void blocks_draw(struct ui_page *p, struct workload_row_view *view)
{
	uint64_t rest = view->late;
	uint64_t clocks = view->clocks, tasks = view->tasks;
	uint64_t late_clocks = rest < clocks ? rest : clocks;
	struct { const char *name; uint64_t count; } kinds[] = {
		{"late", rest},
		{"clock", clocks - late_clocks},
		{"request", view->requests > clocks
			? view->requests - clocks : 0},
		{"task", tasks - (rest - late_clocks)},
	};
	struct block_list list = {0};

	for (size_t i = 0; i < NELEM(kinds); i++) {
		for (uint64_t k = 0; k < kinds[i].count; k++) {
			struct workload_block one = {str_of(kinds[i].name)};

			view->cut |= list.count == BLOCKS_MAX;
			if (list.count < BLOCKS_MAX) {
				LIST_ADD(p->arena, &list, one);
			}
		}
	}
	view->blocks = list.at;
	view->block_count = list.count;
}

static const struct workload_row *load_of(const struct workload *load,
	object_id owner)
{
	for (size_t i = 0; i < load->count; i++) {
		if (object_eq(load->at[i].owner, owner)) return &load->at[i];
	}
	return NULL;
}

static struct workload_row_view view_of(struct ui_page *p,
	const struct workload_row *load)
{
	struct workload_row_view view = {.requests = load->requests,
		.clocks = load->clocks, .tasks = load->tasks,
		.late = load->late, .goals = load->goals};
	object_id nobody = {{0}};

	if (!object_eq(load->owner, nobody)) {
		view.id = ui_record_id(p, load->owner);
		view.name = ui_record_name(p, load->owner);
	}
	blocks_draw(p, &view);
	return view;
}

/* Everybody who works here, with nothing too: so it is no list of the busy. */
static const err *members_add(struct ui_page *p, const struct workload *load,
	struct load_views *list)
{
	struct record_filter filter = {.type = &record_member,
		.state = S("current")};
	struct record_rows rows;
	const err *e = record_list(p->ui->desk, p->arena, &filter, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		struct workload_row none = {.owner = rows.at[i].id};
		const struct workload_row *one = load_of(load, none.owner);
		struct workload_row_view view = view_of(p,
			one != NULL ? one : &none);

		if (str_eq(rows.at[i].state, S("pause"))) {
			view.state = ui_record_state(p, &record_member,
				rows.at[i].state);
		}
		LIST_ADD(p->arena, list, view);
	}
	return e;
}

static void names_sort(struct ui_page *p, struct load_views *list)
{
	enum text_lang lang = ui_bank_own_lang(p);

	for (size_t i = 1; i < list->count; i++) {
		struct workload_row_view one = list->at[i];
		size_t at = i;

		for (; at > 0 && collate_compare(lang, list->at[at - 1].name,
			one.name) > 0; at--) {
			list->at[at] = list->at[at - 1];
		}
		list->at[at] = one;
	}
}

/* Behind the members: who is none any more, and what is nobody's [workload-1]. */
static void others_add(struct ui_page *p, const struct workload *load,
	struct load_views *list, bool *ret_left)
{
	size_t members = list->count;
	object_id nobody = {{0}};

	for (size_t i = 0; i < load->count; i++) {
		struct workload_row_view view = view_of(p, &load->at[i]);
		struct record_row row;
		bool shown = object_eq(load->at[i].owner, nobody);

		for (size_t k = 0; !shown && k < members; k++) {
			shown = str_eq(list->at[k].id, view.id);
		}
		if (shown) continue;
		if (record_row_get(p->ui->desk, p->arena, load->at[i].owner,
			&row) == NULL) {
			view.state = ui_record_state(p, row.type, row.state);
		}
		*ret_left = true;
		LIST_ADD(p->arena, list, view);
	}
	if (load_of(load, nobody) == NULL) return;
	LIST_ADD(p->arena, list, view_of(p, load_of(load, nobody)));
}

void ui_workload(struct ui_page *p)
{
	struct desk_workload view = {.frame = &p->frame};
	uint64_t now = ui_now_ms(p), day = now + clock_zone_ms(now);
	struct workload load;
	struct load_views list = {0};
	const err *e = workload_find(p->ui->desk, p->arena, now,
		day - day % DAY_MS, &load);

	if (e == NULL) e = members_add(p, &load, &list);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	names_sort(p, &list);
	others_add(p, &load, &list, &view.left_behind);
	for (size_t i = 0; i < list.count; i++) {
		view.goals_over |= list.at[i].id.len > 0 &&
			list.at[i].goals > GOALS_OF_ONE_MAX;
	}
	view.rows = list.at;
	view.row_count = list.count;
	page_desk_workload(p->out, p->locale, &view);
}
