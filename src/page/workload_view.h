/* What the page of who carries what shows: plain data, already decided. Filled by
 * src/desk/ui_workload.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_WORKLOAD_VIEW_H
#define PAGE_WORKLOAD_VIEW_H

#include "page/desk_view.h"

struct workload_block { str name; };   /* clock, request, task or late */
struct workload_row_view {
	str id, name;              /* empty: nobody */
	str state;                 /* of a member who pauses or left; or empty */
	uint64_t requests, clocks, tasks, late, goals;
	const struct workload_block *blocks;
	size_t block_count;
	bool cut;                  /* more than are drawn */
};
struct desk_workload {
	const struct desk_frame *frame;
	const struct workload_row_view *rows;
	size_t row_count;
	bool goals_over, left_behind;
};

#endif
