/* A ZIP that says nothing of who made it: written front to back, entries as
 * they come, every time stamp 1 January 1980, no extra fields, no comment, no
 * maker (APPNOTE 6.3; only what EPUB's container allows of it). With a file at
 * hand each entry leaves memory when it is written.
 *
 * [zip-1] the same entries give the same bytes
 * [zip-2] names are ours: 1 to ZIP_NAME_BYTES_MAX printable ASCII letters, no
 *         step upwards; in bytewise order, except that a first entry
 *         `mimetype` stands before all
 * [zip-3] an entry that deflate does not make smaller is stored
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_ZIP_H
#define GUIDE_ZIP_H

#include "os/file.h"

enum {
	ZIP_NAME_BYTES_MAX = 200,     /* ours are under 60 */
	ZIP_ENTRIES_MAX = 65535,      /* of the format, without its 64-bit form */
	ZIP_ENTRY_BYTES_MAX = 64 << 20, /* held in memory once; an hour of speech
					   at 16 kbit/s is 8 MB */
};
/* All of it: what every unpacker and FAT on a memory card can hold. */
#define ZIP_BYTES_MAX ((uint64_t)2 << 30)

struct zip {
	struct file *file;   /* NULL: all stays in `out` */
	struct buf out;
	struct buf central;  /* the directory so far */
	uint64_t at;         /* bytes written before `out` */
	size_t count;
	char last[ZIP_NAME_BYTES_MAX];
	size_t last_len;
};

/* `file` is open for writing and stays the caller's, or NULL. */
struct zip zip_start(struct file *file);
/* One entry; `stored` leaves it as it is (EPUB's mimetype must be). A name
 * that breaks [zip-2] is a bug of ours. ERR_FULL over a limit. */
const err *zip_add(struct zip *zip, str name, str bytes, bool stored) MUST_USE;
/* Writes the directory. The whole is in zip.out, or in the file. */
const err *zip_end(struct zip *zip) MUST_USE;
void zip_close(struct zip *zip);

#endif
