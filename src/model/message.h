/* What a person wrote to us and what we answer, as the plain bytes inside the
 * seal: `bothy-message/1` and `bothy-reply/1` (doc/seal.md 4, FORMATS 3).
 * Header lines in a fixed order, then the text byte for byte, then zeros up
 * to the size class, so nobody can tell lengths apart. Strict both ways:
 * message_read accepts only what message_write writes [message-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_MESSAGE_H
#define MODEL_MESSAGE_H

#include "base/buf.h"

enum {
	MESSAGE_FILES_MAX = 6,           /* 5 files and a voice message */
	MESSAGE_TEXT_MAX = 56 * 1024,    /* text and header fit the 64 KiB class */
	MESSAGE_CALLED_MAX = 200,
	MESSAGE_NAME_MAX = 512,          /* a file's name or type as sent */
	/* The file that may go with a reply: her own copy. A message of words
	 * that is as long as one may be fits twice over; over Tor it takes some
	 * seconds, and the reader of the line holds it in memory. Its size is
	 * one of Padmé's. */
	REPLY_FILE_MAX = 1024 * 1024,
};

/* What it is about; the wire word is message_about_word. */
enum message_about {
	ABOUT_NOTHING,     /* not said */
	ABOUT_TELL,        /* "I only want to tell someone" */
	ABOUT_LEAVE,       /* leaving the country */
	ABOUT_ASYLUM,
	ABOUT_HEALTH,
	ABOUT_SAFETY,      /* danger, phones, threats */
	ABOUT_JOIN,
	ABOUT_THANKS,
	ABOUT_OTHER,
	MESSAGE_ABOUT_COUNT
};
str message_about_word(enum message_about about);
bool message_about_read(str word, enum message_about *ret_about) MUST_USE;

struct message_file {
	str blob;        /* 32 hex: its name on the line */
	uint64_t bytes;  /* true length */
	str sha256;      /* 64 hex, of the plain bytes */
	str identity;    /* AGE-SECRET-KEY-1… that opens it */
	str type;        /* media type as sent, UTF-8, no LF */
	str name;        /* name as sent, UTF-8, no LF */
	bool voice;
};

struct message {
	str language;    /* locale of the form: ar, ckb, kmr-Arab, kmr, en */
	enum message_about about;
	str called;      /* what to call her, may be empty; no LF */
	str recipient;   /* age1… : where to seal the reply */
	str mailbox;     /* 32 hex */
	str submission;  /* 32 hex: the form's own number */
	struct message_file files[MESSAGE_FILES_MAX];
	size_t file_count;
	str text;
};

/* Appends the padded plain text. False when a field breaks a rule or it does
 * not fit 64 KiB. */
bool message_write(const struct message *message, struct buf *out) MUST_USE;
/* The fields point into `plain`. */
bool message_read(str plain, struct message *ret_message) MUST_USE;

struct reply {
	str language;    /* of the text */
	str mailbox;     /* 32 hex: must equal the one it was found under */
	str id;          /* 32 hex, the desk's */
	uint64_t hour;   /* unix hour it was written */
	bool has_file;
	struct message_file file; /* REPLY_FILE_TYPE, REPLY_FILE_NAME, no voice */
	str text;
};
/* A page for any browser; its name says nothing about what is in it. */
#define REPLY_FILE_TYPE S("text/html")
#define REPLY_FILE_NAME S("page.html")
bool reply_write(const struct reply *reply, struct buf *out) MUST_USE;
bool reply_read(str plain, struct reply *ret_reply) MUST_USE;

#endif
