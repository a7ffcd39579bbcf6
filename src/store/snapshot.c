/* Snapshots: see snapshot.h and doc/log.md L7. Owns nothing between calls.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/snapshot.h"

#include "base/field.h"
#include "base/hex.h"
#include "os/file.h"
#include "seal/age.h"

#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 4096 };

static bool path_of(const char *folder, int number, char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/snapshot.%d", folder,
		number);

	return len > 0 && len < PATH_BYTES;
}

static void head_write(struct snapshot_made made, struct log_place place,
	size_t length, struct buf *out)
{
	buf_put(out, S("bothy-snapshot/1\n"));
	field_put_number(out, S("schema"), made.schema);
	field_put_number(out, S("tokenizer"), made.tokenizer);
	field_put_number(out, S("fold"), made.fold);
	field_put_number(out, S("position"), place.position);
	buf_put(out, S("head "));
	buf_hex(out, place.head.bytes, sizeof(place.head.bytes));
	buf_byte(out, '\n');
	field_put_number(out, S("length"), length);
}

static const err *parts_seal(const struct identity *device, str head,
	str image, struct buf *out)
{
	struct age_sealer *sealer = age_sealer_open(out, &device->recipient, 1);

	age_sealer_put(sealer, head, out);
	age_sealer_put(sealer, image, out);
	age_sealer_end(sealer, out);
	age_sealer_close(&sealer);
	return out->failed ? err_make(ERR_FULL, "too much for a snapshot")
			   : NULL;
}

/* The newest becomes the older; then the new one takes its name. */
static const err *keep(const char *folder, str sealed)
{
	char newest[PATH_BYTES], older[PATH_BYTES];
	const err *e = NULL;

	if (!path_of(folder, 1, newest) || !path_of(folder, 2, older)) {
		return err_make(ERR_USAGE, "the folder's name is too long");
	}
	if (file_exists(newest)) e = file_rename(newest, older);
	return e != NULL ? e : file_replace(newest, sealed);
}

const err *snapshot_write(const char *folder, const struct identity *device,
	struct snapshot_made made, struct log_place place, struct db *db)
{
	struct buf image = buf_cap(SNAPSHOT_BYTES_MAX);
	struct buf sealed = buf_cap(SNAPSHOT_BYTES_MAX);
	struct buf head = {0};
	const err *e = db_serialize(db, &image);

	if (e == NULL) {
		head_write(made, place, image.len, &head);
		e = parts_seal(device, buf_str(&head), buf_str(&image), &sealed);
	}
	if (e == NULL) e = keep(folder, buf_str(&sealed));
	buf_close(&image);
	buf_close(&sealed);
	buf_close(&head);
	return e;
}

static bool head_read(str *rest, struct snapshot_made made,
	struct log_place *ret_place)
{
	struct snapshot_made was;
	uint64_t length;
	str head;

	return field_line(rest, S("bothy-snapshot/1")) &&
	       field_number(rest, S("schema"), UINT64_MAX, &was.schema) &&
	       field_number(rest, S("tokenizer"), UINT64_MAX, &was.tokenizer) &&
	       field_number(rest, S("fold"), UINT64_MAX, &was.fold) &&
	       was.schema == made.schema && was.tokenizer == made.tokenizer &&
	       was.fold == made.fold &&
	       field_number(rest, S("position"), UINT64_MAX,
		       &ret_place->position) &&
	       field_hex(rest, S("head"), 64, &head) &&
	       hex_read(head, ret_place->head.bytes, 32) &&
	       field_number(rest, S("length"), SNAPSHOT_BYTES_MAX, &length) &&
	       length == rest->len && length > 0;
}

static bool plain_read(str plain, struct snapshot_made made,
	struct log_place *ret_place, struct db **ret_db)
{
	void *image;

	if (!head_read(&plain, made, ret_place)) return false;
	image = db_image_room(plain.len);
	memcpy(image, plain.at, plain.len);
	return db_open_image(ret_db, image, plain.len) == NULL;
}

static bool one_read(const char *folder, int number,
	const struct identity *device, struct snapshot_made made,
	struct log_place *ret_place, struct db **ret_db)
{
	struct buf sealed = buf_cap(SNAPSHOT_BYTES_MAX);
	struct buf plain = buf_cap(SNAPSHOT_BYTES_MAX);
	char path[PATH_BYTES];
	bool fits = path_of(folder, number, path) && file_exists(path) &&
		file_read(path, SNAPSHOT_BYTES_MAX, &sealed) == NULL &&
		age_open(&plain, buf_str(&sealed), device, 1) == AGE_OK &&
		plain_read(buf_str(&plain), made, ret_place, ret_db);

	buf_close(&sealed);
	buf_close(&plain);
	return fits;
}

bool snapshot_read(const char *folder, const struct identity *device,
	struct snapshot_made made, struct log_place *ret_place,
	struct db **ret_db)
{
	return one_read(folder, 1, device, made, ret_place, ret_db) ||
	       one_read(folder, 2, device, made, ret_place, ret_db);
}

bool snapshot_read_older(const char *folder, const struct identity *device,
	struct snapshot_made made, struct log_place *ret_place,
	struct db **ret_db)
{
	return one_read(folder, 2, device, made, ret_place, ret_db);
}
