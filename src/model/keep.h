/* How long what is kept (doc/erasure.md 4): classes with their time, and what
 * stays afterwards. Defaults, for the board of an organisation to decide. The
 * table makes a list; nothing is erased by it. Pure.
 *
 * [keep-1] every class that a field may name (record_keep) and that ends has
 *          its row
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_KEEP_H
#define MODEL_KEEP_H

#include "base/str.h"

/* What a class is made of here. */
enum keep_of {
	KEEP_OF_NOTHING,   /* not kept in this version: the row says what will be */
	KEEP_OF_THREADS,   /* done, read, and still since then */
	KEEP_OF_CLOSED,    /* records of a type, closed and unchanged since */
	KEEP_OF_RECORDS,   /* records of a type, unchanged since */
	KEEP_OF_COUNT
};
struct keep_row {
	const char *key;
	const char *label;     /* TR */
	unsigned days;
	const char *then;      /* TR: what happens, and what stays */
	enum keep_of of;
	const char *type;      /* of records */
};
extern const struct keep_row keep_rows[];
extern const size_t keep_row_count;

/* What has not been touched since then is due; 0: the class is young yet. */
uint64_t keep_before_ms(const struct keep_row *row, uint64_t now_ms);

#endif
