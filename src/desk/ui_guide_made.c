/* The page of a release while it is bound beside the desk, and of what became of
 * it: see ui_guide.h. It asks again by itself, without a script.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_translate.h"

#include "base/tr_mark.h"
#include "desk/desk_room.h"
#include "desk/guide_job.h"
#include "page/desk_translate.h"

enum { LOOK_SECONDS = 3 };

static const char *const troubles[ERR_CODE_COUNT] = {
	[ERR_IO] = TR("This computer refused something it needs: a file, or "
		"memory."),
	[ERR_EXISTS] = TR("It was made before, and comes out differently now: "
		"words were changed since, or another computer made it. "
		"Publish once more; that is a new number."),
	[ERR_FULL] = TR("It became too large. Take a picture, a recording or a "
		"guide out."),
	[ERR_FORMAT] = TR("What was made is not what it should be."),
	[ERR_KEY] = TR("This desk does not hold the organisation's key. Another "
		"desk signs and publishes."),
	[ERR_REFUSED] = TR("Signatures are missing. The page “Publish” says "
		"which."),
	[ERR_GONE] = TR("It ended before it was done: perhaps this computer had "
		"no memory left. Close other programs."),
};

static void state_fill(struct ui_page *p, unsigned newest,
	struct desk_release_made *view)
{
	struct guide_job_state state = guide_job_state(p->ui->desk->guide_job);

	view->runs = state.how == GUIDE_JOB_RUNS;
	view->done = state.done;
	view->all = state.all;
	if (state.number != newest) return;
	view->is_made = state.how == GUIDE_JOB_MADE;
	view->failed = state.how == GUIDE_JOB_FAILED;
	view->left_out = state.left_out;
	view->left_out_count = state.left_out_count;
	if (view->failed) {
		view->trouble = ui_text(p, troubles[state.code] != NULL
			? troubles[state.code] : troubles[ERR_IO]);
	}
}

static const err *newest_fill(struct ui_page *p,
	struct desk_release_made *view, unsigned *ret_newest)
{
	struct guide_library library;
	const struct release *last;
	uint64_t kept;
	const err *e = guide_library_of(p->ui->desk, p->arena, &library);

	*ret_newest = 0;
	if (e == NULL) e = guide_release_kept(p->ui->desk, &kept);
	if (e != NULL || library.releases.count == 0) return e;
	last = &library.releases.at[library.releases.count - 1];
	*ret_newest = last->number;
	view->number = str_fmt(p->arena, "%u", last->number);
	view->day = ui_guide_day(p, last->day);
	view->is_shown = kept >= last->number;
	return NULL;
}

void ui_release_made(struct ui_page *p, struct guide_at *at)
{
	struct desk_release_made view = {.frame = &p->frame,
		.has_key = desk_holds_key(p->ui->desk)};
	unsigned newest;
	const err *e = newest_fill(p, &view, &newest);

	(void)at;
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	state_fill(p, newest, &view);
	if (view.runs) p->again_seconds = LOOK_SECONDS;
	page_desk_release_made(p->out, p->locale, &view);
}

void ui_release_make(struct ui_page *p, struct guide_at *at)
{
	(void)at;
	guide_job_start(p->ui->desk->guide_job);
	p->go = S("/guides/release/made");
}

void ui_release_stop(struct ui_page *p, struct guide_at *at)
{
	(void)at;
	guide_job_stop(p->ui->desk->guide_job);
	p->go = S("/guides/release/made");
}
