/* The page of the backup: what the last drill found, trying it now, stopping.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "desk/drill_job.h"
#include "page/desk_backup.h"
#include "page/tr.h"

enum { HOUR_MS = 3600000 };

static const char *const sentences[DRILL_COUNT] = {
	[DRILL_GOOD] = TR("The backup works. All of it was restored, and it is the "
		"same as here."),
	[DRILL_OLD] = TR("The backup works, but it is older than a month. Please make "
		"a new one."),
	[DRILL_NONE] = TR("There is no backup to try. Please make one."),
	[DRILL_DAMAGED] = TR("This backup is damaged and would not restore. Please make a "
		"new one."),
	[DRILL_CUT] = TR("The log in this backup ends too early. Please make a new one."),
	[DRILL_MISSING] = TR("Something that belongs to this backup is not in it. Please "
		"make a new one."),
	[DRILL_LACKS] = TR("This backup has less than the desk had when it was made. "
		"Please make a new one."),
	[DRILL_DIFFERS] = TR("This backup does not give what this desk has. Keep both and "
		"ask someone for help."),
	[DRILL_NO_ROOM] = TR("The disk has no room to try the backup."),
	[DRILL_FAILED] = TR("The backup could not be tried. Please try once more."),
};

void ui_backup(struct ui_page *p)
{
	struct desk_backup view = {.frame = &p->frame, .stages = DRILL_STAGES,
		.folder = S("backups")};
	struct drill_noted noted;
	const err *e = drill_noted(p->ui->desk, &noted);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.stage = p->ui->hands->drill(p->ui->hands->owner, UI_DRILL_ASK);
	if (noted.ms > 0) {
		view.words = ui_text(p, sentences[noted.result.found]);
		view.class_name = noted.result.found == DRILL_GOOD ? S("well")
								   : S("wrong");
		view.tried.ms = noted.ms;
		view.made.ms = noted.result.hour * HOUR_MS;
		ui_time(p, &view.tried);
		ui_time(p, &view.made);
	}
	page_desk_backup(p->out, p->locale, &view);
}

static void wish(struct ui_page *p, enum ui_drill wished)
{
	(void)p->ui->hands->drill(p->ui->hands->owner, wished);
	p->go = S("/settings/backup");
}

void ui_backup_try(struct ui_page *p)
{
	wish(p, UI_DRILL_START);
}

void ui_backup_stop(struct ui_page *p)
{
	wish(p, UI_DRILL_STOP);
}
