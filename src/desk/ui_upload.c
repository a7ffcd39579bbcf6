/* A form with files: see ui_upload.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_upload.h"

#include "text/multipart.h"

enum { FILE_BYTES_MAX = 25 << 20 };

static bool part_begin(void *owner, const struct multipart_part *part)
{
	struct ui_upload *u = owner;

	u->name = str_dup(u->arena, part->name);
	u->is_file = part->has_filename && part->filename.len > 0;
	buf_reset(&u->value);
	if (!u->is_file) return true;
	if (u->file_count == MESSAGE_FILES_MAX) {
		u->too_many = true;
		return false;
	}
	u->files[u->file_count].name = str_dup(u->arena, part->filename);
	u->files[u->file_count].type = str_dup(u->arena, part->type);
	u->contents[u->file_count] = buf_cap(FILE_BYTES_MAX);
	return true;
}

static bool part_bytes(void *owner, str bytes)
{
	struct ui_upload *u = owner;
	struct buf *to = u->is_file ? &u->contents[u->file_count] : &u->value;

	buf_put(to, bytes);
	return !to->failed;
}

static bool part_end(void *owner)
{
	struct ui_upload *u = owner;

	if (u->is_file) {
		u->files[u->file_count].bytes =
			buf_str(&u->contents[u->file_count]);
		u->file_count++;
	} else if (u->fields.count < FORM_FIELDS_MAX) {
		u->fields.fields[u->fields.count++] = (struct form_field){
			u->name, buf_take(&u->value, u->arena)};
	}
	return true;
}

static const struct multipart_events events = {
	part_begin, part_bytes, part_end
};

bool ui_upload_read(struct ui_page *p, struct ui_upload *u)
{
	struct multipart *reader;
	bool whole;

	u->arena = p->arena;
	u->value = buf_cap(UI_FORM_BYTES_MAX);
	if (!multipart_open(&reader, http_header(&p->x->request,
		S("content-type")), &events, u)) {
		return false;
	}
	whole = multipart_put(reader, buf_str(&p->x->body)) == MULTIPART_DONE;
	multipart_close(&reader);
	return whole;
}

void ui_upload_close(struct ui_upload *u)
{
	buf_close(&u->value);
	for (size_t i = 0; i < MESSAGE_FILES_MAX; i++) {
		buf_close(&u->contents[i]);
	}
}
