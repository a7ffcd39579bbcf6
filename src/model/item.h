/* One message as the desk keeps it in its log, as exact bytes: `bothy-item/1`.
 * Hers from the line, one that was pasted, our answer, an internal note. It is
 * written once and never changed; what changes about it (veiled, sent …) are
 * registers beside it. Strict both ways [item-1]. Pure.
 *
 *	bothy-item/1
 *	kind K                  line | again | paste | answer | note
 *	thread HEX32
 *	at MS                   when it was written, as far as we know
 *	way W · language TAG · about W · called … · handle … · author …
 *	goes MS                 answers: not before; else 0
 *	submission HEX32        line and again: the form's number; else empty
 *	box MAILBOX RECIPIENT   where it came from, or where it goes; any number
 *	file ID BLOB BYTES SHA256 IDENTITY VOICE, type …, name …   any number
 *	copy K N ID …           answers: with it goes part K of N of her own copy,
 *	                        which has these messages; else the line is not there
 *	text LENGTH, then the bytes
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_ITEM_H
#define MODEL_ITEM_H

#include "base/mem.h"
#include "model/message.h"

enum item_kind {
	ITEM_LINE,     /* hers, through the line */
	ITEM_AGAIN,    /* the same submission under one more code: no text */
	ITEM_PASTE,    /* hers, another way */
	ITEM_ANSWER,   /* ours */
	ITEM_NOTE,     /* between members */
	ITEM_KIND_COUNT
};

enum {
	ITEM_BOXES_MAX = 32,      /* codes one person may have used */
	ITEM_WORD_MAX = 40,
	ITEM_TEXT_MAX = 256 * 1024, /* a paste may be longer than a form's text */
	/* Of one copy: each is an answer with a file of up to a megabyte, and all
	 * of them are one act, which can be undone. */
	ITEM_PARTS_MAX = 12
};

struct item_box { str mailbox, recipient; };

struct item {
	enum item_kind kind;
	str thread;
	uint64_t at_ms;
	str way, language, about;   /* words */
	str called, handle, author; /* what people wrote: no LF */
	uint64_t goes_ms;
	str submission;
	struct item_box boxes[ITEM_BOXES_MAX];
	size_t box_count;
	struct item_file { str id; struct message_file file; }
		files[MESSAGE_FILES_MAX];
	size_t file_count;
	str copy;                 /* "K N ID …" (item_copy_read), or empty */
	str text;
};

/* False when a field breaks a rule. */
bool item_write(const struct item *item, struct buf *out) MUST_USE;
/* The fields point into `bytes`. */
bool item_read(str bytes, struct item *ret_item) MUST_USE;

/* What stands in `copy`; `ids` are 32 hex each with one blank between. */
struct item_copy { uint64_t part, parts; str ids; };
bool item_copy_read(str copy, struct item_copy *ret_copy) MUST_USE;
/* The next of the ids, taken off the front; false when there is none. */
bool item_copy_next(str *ids, str *ret_id) MUST_USE;

#endif
