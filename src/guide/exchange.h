/* What is said while guides come in from elsewhere: one remark a place, with a
 * fixed text of ours and numbers, never what stands there. Every drift and
 * every oddity is one [exchange-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_EXCHANGE_H
#define GUIDE_EXCHANGE_H

#include "base/buf.h"
#include "base/list.h"

enum exchange_weight { EXCHANGE_ADVICE, EXCHANGE_WARNING, EXCHANGE_ERROR };

struct exchange_remark {
	str file;            /* as it was given */
	size_t line;         /* 0: of the whole file */
	enum exchange_weight weight;
	str text;
};

struct exchange_remarks LIST_OF(struct exchange_remark);

struct exchange {
	struct arena *arena; /* keeps the remarks */
	struct exchange_remarks remarks;
	size_t errors;
};

/* The same remark about the same line is said once. `text` is kept. */
void exchange_say(struct exchange *exchange, str file, size_t line,
	enum exchange_weight weight, str text);
#define EXCHANGE_WARN(exchange, file, line, literal) \
	exchange_say((exchange), (file), (line), EXCHANGE_WARNING, S(literal))
#define EXCHANGE_REFUSE(exchange, file, line, literal) \
	exchange_say((exchange), (file), (line), EXCHANGE_ERROR, S(literal))

/* A file while it is read: refused once, for the first reason. */
struct exchange_reading {
	struct exchange *exchange;
	str file;
	size_t line;         /* that is being read */
	bool refused;
};
void exchange_refuse(struct exchange_reading *reading, const char *why);

/* All of them as `FILE:LINE: warning: TEXT` lines, by file and line; what of
 * a file's name cannot be shown, or turns text around, is written as "?". */
void exchange_print(struct exchange *exchange, struct buf *out);

#endif
