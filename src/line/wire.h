/* What the processes of the line say to each other over os/channel: the table
 * of kinds, who says each to whom, and what stands in it (pack order). The id
 * of a message names the job of the door; a file's messages carry the id of
 * its submission.
 *
 * [wire-1] nothing readable goes to the keeper, no key to the door or sealer
 *          but a code's own, in passing
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_WIRE_H
#define LINE_WIRE_H

#include "base/base.h"

enum wire_kind {
	/* door → parent: nothing; I accept */
	WIRE_UP = 1,
	/* keeper → door, sealer: roster text */
	WIRE_ROSTER,

	/* -- a code ------------------------------------------------------ */
	/* door → pool, pool → maker: nothing; a fresh code */
	WIRE_CODE_NEW,
	/* door → pool → maker: 24 digits; the keys of her own code */
	WIRE_CODE_AGAIN,
	/* maker → pool → door: struct code_public as bytes */
	WIRE_CODE,

	/* -- writing ----------------------------------------------------- */
	/* door → sealer: nothing; a file begins */
	WIRE_FILE_BEGIN,
	/* door → sealer: plain bytes of it */
	WIRE_FILE_BYTES,
	/* door → sealer: number voice, str type, str name; the file is whole */
	WIRE_FILE_END,
	/* door → sealer: nothing; forget the file that was begun */
	WIRE_FILE_DROP,
	/* door → sealer: struct code_public, str language, number about, str
	 * called, str submission, str text; seal it all */
	WIRE_TEXT,
	/* door → sealer → keeper: nothing; forget all of this submission */
	WIRE_DROP,
	/* sealer → keeper: 16 bytes of name */
	WIRE_BLOB_BEGIN,
	/* sealer → keeper: sealed bytes */
	WIRE_BLOB_BYTES,
	/* sealer → keeper: nothing; make it durable */
	WIRE_BLOB_END,
	/* sealer → keeper: nothing; remove the blob that was begun */
	WIRE_BLOB_DROP,
	/* sealer → keeper: mailbox, erase hash, str sealed */
	WIRE_MESSAGE,
	/* sealer, keeper → door: number enum wire_receipt */
	WIRE_RECEIPT,

	/* -- reading and erasing ----------------------------------------- */
	/* door → reader: 24 digits */
	WIRE_READ,
	WIRE_ERASE,
	/* reader → keeper: mailbox */
	WIRE_BOX,
	/* reader → keeper: mailbox, erase hash */
	WIRE_BOX_ERASE,
	/* keeper → reader: number hour, number file is here, str sealed; one
	 * reply */
	WIRE_BOX_REPLY,
	/* keeper → reader → door: number hour, number files; one of hers */
	WIRE_BOX_SENT,
	/* keeper → reader → door: number ok; that was all */
	WIRE_BOX_END,
	/* reader → door: number hour, str language, str text, number bytes of
	 * its file or 0, number the file is here, str 32 hex of its name */
	WIRE_REPLY,
	/* door → reader: 24 digits, 16 bytes of name; the file of a reply */
	WIRE_COPY,
	/* reader → keeper: str mailbox, str name */
	WIRE_BOX_COPY,
	/* keeper → reader: str sealed reply; empty: there is no such file, and
	 * nothing follows */
	WIRE_BOX_COPY_REPLY,
	/* keeper → reader: number size, str sealed bytes of the file */
	WIRE_BOX_COPY_BYTES,
	/* reader → door: number size, str bytes of it; size 0: there is none */
	WIRE_COPY_BYTES,
	/* keeper → reader → door: number ok, number matched, number unread */
	WIRE_ERASED,
	/* pool, reader → door: nothing; too many wait, come back later */
	WIRE_BUSY,

	/* -- the relay --------------------------------------------------- */
	/* door → keeper: number after */
	WIRE_INTAKE,
	/* door → keeper: number cursor, 32 bytes of sum */
	WIRE_LOG,
	/* keeper → door: number status, number count, number length; pieces
	 * follow */
	WIRE_BATCH,
	/* keeper → door: bytes of the batch */
	WIRE_BATCH_BYTES,
	/* keeper → door: nothing; there is a new message */
	WIRE_ARRIVED,
	/* keeper → door: nothing; the log has grown */
	WIRE_GROWN,
	/* keeper → door: bytes of the file `tokens`; they are in force */
	WIRE_TOKENS,
	/* door → keeper: number enum wire_put, number length; it begins */
	WIRE_PUT,
	/* door → keeper: bytes of it; WIRE_CALL_DONE answers the last */
	WIRE_PUT_BYTES,
	/* keeper → door → parent: nothing; other guides are in force */
	WIRE_RELEASE,
	/* door → keeper: str path, number offset; a file of the guides, answered
	 * as an attachment is */
	WIRE_GUIDE_GET,
	/* door → keeper: str of 16 bytes of name, number offset */
	WIRE_BLOB_GET,
	/* keeper → door: number size, str bytes; size 0: there is none */
	WIRE_BLOB_PIECE,
	/* door → keeper: number enum relay_call, str body */
	WIRE_CALL,
	/* keeper → door: number status, str body */
	WIRE_CALL_DONE,
};

/* What is put, in pieces. */
enum wire_put {
	PUT_BUNDLE,        /* of the log (doc/relay.md R11) */
	PUT_GUIDES,        /* a release is offered (R19) */
	PUT_GUIDE_PIECE,   /* bytes of a file of it */
	PUT_COPY,          /* a reply with a file (R20) */
	PUT_COUNT
};

/* What became of a submission. */
enum wire_receipt {
	RECEIPT_KEPT,      /* durable */
	RECEIPT_FULL,      /* no room; nothing was kept */
	RECEIPT_TOO_LONG,  /* it does not fit the largest size class */
	RECEIPT_FAILED,    /* the disk refused; nothing was kept */
};

/* A code as the door may know it: public keys, and the digits in passing. */
struct code_public {
	char digits[24];
	unsigned char mailbox[16];
	unsigned char recipient[32];
	unsigned char erase[32];     /* SHA-256 of the erase proof */
};

#endif
