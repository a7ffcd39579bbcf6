/* ZIP written: see zip.h. Field by field as APPNOTE 6.3 lists them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/zip.h"

#include "guide/deflate.h"

#include <string.h>

enum {
	VERSION = 20,          /* needed to unpack; made by: the same, FAT */
	FLAG_UTF8 = 1 << 11,
	HOW_STORED = 0,
	HOW_DEFLATED = 8,
	DAY_1980 = 1 << 5 | 1, /* 1 January 1980, midnight */
	HEAD_BYTES = 30,
	OUT_SLACK = 1 << 20    /* heads, and what deflate may add */
};

/* What the local head and the directory both say. */
struct entry {
	str name;
	unsigned how;
	uint32_t crc;
	size_t packed, size;
};

static void put16(struct buf *out, size_t number)
{
	buf_byte(out, (char)(number & 255));
	buf_byte(out, (char)(number >> 8 & 255));
}

static void put32(struct buf *out, uint64_t number)
{
	put16(out, number & 0xffff);
	put16(out, number >> 16 & 0xffff);
}

static void put_shared(struct buf *out, const struct entry *entry)
{
	put16(out, VERSION);
	put16(out, FLAG_UTF8);
	put16(out, entry->how);
	put16(out, 0);
	put16(out, DAY_1980);
	put32(out, entry->crc);
	put32(out, entry->packed);
	put32(out, entry->size);
	put16(out, entry->name.len);
	put16(out, 0); /* no extra field */
}

static void put_central(struct buf *out, const struct entry *entry, uint64_t at)
{
	buf_put(out, S("PK\1\2"));
	put16(out, VERSION);
	put_shared(out, entry);
	put16(out, 0); /* no comment */
	put16(out, 0); /* disk */
	put16(out, 0); /* says nothing of the kind of file */
	put32(out, 0); /* nor of its rights */
	put32(out, at);
	buf_put(out, entry->name);
}

/* [zip-2] */
static bool name_is_ours(const struct zip *zip, str name)
{
	if (name.len == 0 || name.len > ZIP_NAME_BYTES_MAX) return false;
	if (name.at[0] == '/' || str_find(name, S("..")) != SIZE_MAX) return false;
	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] <= ' ' || name.at[i] > '~' || name.at[i] == '\\') {
			return false;
		}
	}
	if (zip->count == 0) return true;
	return str_eq(str_bytes(zip->last, zip->last_len), S("mimetype")) ||
	       str_compare(str_bytes(zip->last, zip->last_len), name) < 0;
}

struct zip zip_start(struct file *file)
{
	return (struct zip){
		.file = file,
		.out = buf_cap(file != NULL
			? (size_t)ZIP_ENTRY_BYTES_MAX + OUT_SLACK
			: (size_t)2 * ZIP_ENTRY_BYTES_MAX),
		.central = buf_cap((size_t)ZIP_ENTRIES_MAX *
			(HEAD_BYTES + 16 + ZIP_NAME_BYTES_MAX)),
	};
}

static const err *written(struct zip *zip)
{
	const err *failed = NULL;

	if (zip->out.failed || zip->central.failed ||
		zip->at + zip->out.len + zip->central.len > ZIP_BYTES_MAX) {
		return err_make(ERR_FULL, "too much for one archive");
	}
	if (zip->file == NULL) return NULL;
	failed = file_put(zip->file, buf_str(&zip->out));
	zip->at += zip->out.len;
	buf_reset(&zip->out);
	return failed;
}

/* Puts the bytes behind where the head will stand, and says how. */
static const err *packed_put(struct zip *zip, str bytes, bool stored,
	struct entry *entry)
{
	size_t start = zip->out.len;
	const err *failed = NULL;

	entry->how = HOW_DEFLATED;
	if (!stored) failed = deflate_put(&zip->out, DEFLATE_RAW, bytes);
	if (failed != NULL) return failed;
	if (stored || zip->out.len - start >= bytes.len) { /* [zip-3] */
		zip->out.len = start;
		buf_put(&zip->out, bytes);
		entry->how = HOW_STORED;
	}
	entry->packed = zip->out.len - start;
	return NULL;
}

const err *zip_add(struct zip *zip, str name, str bytes, bool stored)
{
	struct entry entry = {.name = name, .size = bytes.len};
	uint64_t at = zip->at + zip->out.len;
	struct buf head = {0};
	const err *failed;

	must(name_is_ours(zip, name));
	if (bytes.len > ZIP_ENTRY_BYTES_MAX || zip->count == ZIP_ENTRIES_MAX) {
		return err_make(ERR_FULL, "too much for one archive");
	}
	entry.crc = deflate_crc(0, bytes);
	buf_zeros(&zip->out, HEAD_BYTES);
	buf_put(&zip->out, name);
	failed = packed_put(zip, bytes, stored, &entry);
	if (failed == NULL && !zip->out.failed) {
		buf_put(&head, S("PK\3\4"));
		put_shared(&head, &entry);
		must(head.len == HEAD_BYTES);
		memcpy(zip->out.at + (at - zip->at), head.at, HEAD_BYTES);
		put_central(&zip->central, &entry, at);
	}
	buf_close(&head);
	memcpy(zip->last, name.at, name.len);
	zip->last_len = name.len;
	zip->count++;
	return failed != NULL ? failed : written(zip);
}

const err *zip_end(struct zip *zip)
{
	uint64_t at = zip->at + zip->out.len;

	buf_put(&zip->out, buf_str(&zip->central));
	buf_put(&zip->out, S("PK\5\6"));
	put32(&zip->out, 0); /* one disk */
	put16(&zip->out, zip->count);
	put16(&zip->out, zip->count);
	put32(&zip->out, zip->central.len);
	put32(&zip->out, at);
	put16(&zip->out, 0); /* no comment */
	return written(zip);
}

void zip_close(struct zip *zip)
{
	buf_close(&zip->out);
	buf_close(&zip->central);
}
