/* Inside desk/ui*.c: a form with files, read into memory.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_UPLOAD_H
#define DESK_UI_UPLOAD_H

#include "desk/ui_room.h"

struct ui_upload {
	struct arena *arena;
	struct form fields;
	struct buf value;               /* of the field or file now read */
	struct buf contents[MESSAGE_FILES_MAX];
	struct act_file files[MESSAGE_FILES_MAX];
	size_t file_count;
	str name;                       /* of the part now read */
	bool is_file, too_many;
};

/* False: it is broken, or too large. The form's secret has not been looked at
 * [ui-1]. */
bool ui_upload_read(struct ui_page *p, struct ui_upload *u) MUST_USE;
void ui_upload_close(struct ui_upload *u);

#endif
