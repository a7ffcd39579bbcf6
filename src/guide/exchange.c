/* Remarks about files that come in: see exchange.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/exchange.h"

#include "base/utf8.h"
#include "guide/line_reader.h"

#include <stdlib.h>

/* More are no help to anybody; the last one says that there are more. */
enum { REMARKS_MAX = 200000 };

void exchange_say(struct exchange *exchange, str file, size_t line,
	enum exchange_weight weight, str text)
{
	struct exchange_remarks *remarks = &exchange->remarks;

	if (weight == EXCHANGE_ERROR) exchange->errors++;
	if (remarks->count > 0) {
		const struct exchange_remark *last =
			&remarks->at[remarks->count - 1];

		if (last->line == line && str_eq(last->text, text)
			&& str_eq(last->file, file)) {
			return;
		}
	}
	if (remarks->count > REMARKS_MAX) return;
	if (remarks->count == REMARKS_MAX) {
		line = 0;
		text = S("more remarks than are listed");
	}
	LIST_ADD(exchange->arena, remarks,
		((struct exchange_remark){file, line, weight, text}));
}

void exchange_refuse(struct exchange_reading *reading, const char *why)
{
	if (!reading->refused) {
		exchange_say(reading->exchange, reading->file, reading->line,
			EXCHANGE_ERROR, str_of(why));
	}
	reading->refused = true;
}

static int by_place(const void *a, const void *b)
{
	const struct exchange_remark *x = a, *y = b;
	int order = str_compare(x->file, y->file);

	if (order != 0) return order;
	if (x->line != y->line) return x->line < y->line ? -1 : 1;
	return str_compare(x->text, y->text);
}

/* What cannot be shown, or would turn the line around, is a "?". */
static void name_put(struct buf *out, str name)
{
	uint32_t point;

	while (name.len > 0) {
		if (!utf8_next(&name, &point)) {
			name = str_from(name, 1);
			point = '?';
		}
		utf8_put(out, line_is_control(point) ? '?' : point);
	}
}

void exchange_print(struct exchange *exchange, struct buf *out)
{
	static const char *const weights[] = {
		[EXCHANGE_ADVICE] = "advice",
		[EXCHANGE_WARNING] = "warning",
		[EXCHANGE_ERROR] = "error",
	};
	struct exchange_remarks *remarks = &exchange->remarks;

	if (remarks->count == 0) return;
	qsort(remarks->at, remarks->count, sizeof(*remarks->at), by_place);
	for (size_t i = 0; i < remarks->count; i++) {
		const struct exchange_remark *remark = &remarks->at[i];

		name_put(out, remark->file);
		buf_fmt(out, ":%zu: %s: ", remark->line == 0 ? 1 : remark->line,
			weights[remark->weight]);
		buf_put(out, remark->text);
		buf_byte(out, '\n');
	}
}
