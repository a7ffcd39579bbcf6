/* What the tests of the import share: remarks as text, a guide as text, and a
 * folder that goes again.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_GUIDE_EXCHANGE_LIB_H
#define TEST_GUIDE_EXCHANGE_LIB_H

#include "test.h"

#include "guide/exchange.h"
#include "guide/guide_write.h"
#include "guide/intake.h"

#include <stdlib.h>

/* All remarks, a line each. */
static inline str remarks_text(struct arena *arena, struct exchange *exchange)
{
	struct buf out = buf_cap(64 << 20);
	str text;

	exchange_print(exchange, &out);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

#define has_remark(arena, exchange, line) \
	has_remark_at((arena), (exchange), (line), __FILE__, __LINE__)
static inline void has_remark_at(struct arena *arena, struct exchange *exchange,
	const char *line, const char *file, int at)
{
	str text = remarks_text(arena, exchange);

	if (str_find(text, str_of(line)) != SIZE_MAX) return;
	(void)fprintf(stderr, "no \"%s\" in\n%.*s", line, S_ARG(text));
	_fail(file, at);
}

/* The file `guide`, or a language of it. */
static inline str guide_text(struct arena *arena, const struct guide *guide,
	size_t tongue)
{
	struct buf out = buf_cap(GUIDE_FILE_BYTES_MAX);
	struct write_fault fault;
	str text;

	assert_true(tongue == 0 ? guide_write(guide, &out, &fault)
		: words_write(guide, tongue, &out, &fault));
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

#endif
