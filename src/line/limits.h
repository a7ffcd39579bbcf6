/* The limits of the line, each with its reason. Nothing else.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_LIMITS_H
#define LINE_LIMITS_H

enum {
	/* What a person may send in one go (the issue's own figures). */
	LINE_FILES_MAX = 5,
	LINE_VOICES_MAX = 1,
	LINE_FILE_BYTES_MAX = 25 * 1024 * 1024,
	/* The words of a form while they pass the door: the text, twice as
	 * long as we accept so that it can be given back, and short fields. */
	LINE_WORDS_BYTES_MAX = 256 * 1024,
	LINE_FIELD_BYTES_MAX = 1024,
	/* All files, the words, and the envelope of the form. */
	LINE_BODY_MAX = 6 * LINE_FILE_BYTES_MAX + 1024 * 1024,
	/* A form without files (a code, an erase) fits many times over. */
	LINE_FORM_MAX = 64 * 1024,

	/* Uploads at once: each costs about 200 KiB in the sealer and one
	 * open file in the keeper. */
	LINE_UPLOADS_MAX = 256,

	/* Codes derived ahead: a burst of writers takes none of Argon2's time.
	 * 256 of them cost 26 KiB of guarded memory and some 20 s at nice. */
	LINE_POOL_CODES = 256,
	/* Who waits for the reader or the maker: at a tenth of a second each,
	 * the last one waits under a minute; more are told to come back. */
	LINE_READ_QUEUE = 128,
	LINE_AGAIN_QUEUE = 128,
	LINE_NEW_QUEUE = 4096,

	/* The relay (doc/relay.md R2). */
	RELAY_BATCH_COUNT = 64,
	RELAY_BATCH_BYTES = 1024 * 1024,
	RELAY_REPLY_MAX = 70000,
	/* A sealed file of a reply: REPLY_FILE_MAX, and some 500 bytes of seal. */
	RELAY_COPY_MAX = 1024 * 1024 + 4096,
	RELAY_SEEN_MAX = 1000,
	RELAY_ROSTER_MAX = 16 * 1024,
	RELAY_BODY_MAX = 78 * 1024, /* a full signed list and its seal */
	RELAY_OFFER_MAX = 1000,
	RELAY_LIST_MAX = 1000,
	RELAY_TEXT_MAX = 72 * 1024,  /* a full list is 69,100 bytes */
	RELAY_MINISIG_MAX = 4 * 1024,
	RELAY_SIGNED_MAX = 78 * 1024,
	/* Bundles on their way to the disk, each of some 2 MiB of memory. */
	RELAY_PUTS_MAX = 8,
	/* A piece of a file of guides: what a bundle may be, less its lines. */
	RELAY_GUIDE_PIECE_MAX = 1024 * 1024,
	RELAY_WAIT_S_MAX = 25,
	RELAY_POLLS_MAX = 64,

	/* Sealed bytes travel between processes in pieces of this. */
	LINE_PIECE_BYTES = 64 * 1024,

	/* Her copy holds all her words under one code: it stays long enough to
	 * come by a phone again, and no longer (doc/relay.md R20). */
	LINE_COPY_DAYS = 30,
	/* Copies on their way to readers, each a megabyte of the door's memory;
	 * more are told to come back. */
	LINE_COPIES_MAX = 16,

	/* One device acknowledges: kept this long after (FORMATS 8). */
	LINE_KEEP_DAYS = 30,
};

#endif
