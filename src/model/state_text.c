/* Values of `state` and `erase` as bytes: see state_text.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/state_text.h"

#include "base/field.h"
#include "base/num.h"

/* `<dev> <seq> <body>` and, with ret_index, ` <index>`. */
static bool place_read(str line, struct state_part *part, uint64_t *ret_index)
{
	str seq, body;

	if (!str_cut(line, ' ', &part->dev, &line)) return false;
	if (!str_cut(line, ' ', &seq, &body)) return false;
	if (ret_index != NULL) {
		if (!str_cut(body, ' ', &body, &line)) return false;
		if (!num_read(line, UINT32_MAX, ret_index)) return false;
	}
	return field_is_hex(part->dev, LOG_DEVICE_HEX) &&
	       num_read(seq, UINT32_MAX - 1, &part->seq) && part->seq > 0 &&
	       num_read(body, UINT8_MAX, &part->body);
}

bool state_part_take(str *rest, struct state_part *ret_part)
{
	struct state_part part = {0};
	str left = *rest, line;

	if (field_take(&left, S("instead"), &line)) {
		if (!place_read(line, &part, NULL)) return false;
	} else if (field_take(&left, S("from"), &line)) {
		part.is_op = true;
		if (!place_read(line, &part, &part.index)) return false;
		if (!op_take(&left, &part.op)) return false;
	} else {
		return false;
	}
	*ret_part = part;
	*rest = left;
	return true;
}

int state_part_compare(const struct state_part *a, const struct state_part *b)
{
	int compared = str_compare(a->dev, b->dev);

	if (compared != 0) return compared;
	if (a->seq != b->seq) return a->seq < b->seq ? -1 : 1;
	if (a->body != b->body) return a->body < b->body ? -1 : 1;
	if (a->index != b->index) return a->index < b->index ? -1 : 1;
	return 0;
}

bool state_is_right(str value)
{
	struct state_part last = {0}, part;
	bool any = false;

	while (value.len > 0) {
		if (!state_part_take(&value, &part)) return false;
		if (!any && part.is_op) return false;
		if (any && last.is_op && !part.is_op) return false;
		if (any && last.is_op == part.is_op &&
			state_part_compare(&last, &part) >= 0) {
			return false;
		}
		if (part.is_op && part.op.kind == OP_STATE) return false;
		last = part;
		any = true;
	}
	return any;
}

void state_place_write(const struct state_part *part, struct buf *out)
{
	buf_fmt(out, "%.*s %llu %llu\n", S_ARG(part->dev),
		(unsigned long long)part->seq, (unsigned long long)part->body);
}

void state_instead_write(const struct state_part *part, struct buf *out)
{
	buf_put(out, S("instead "));
	state_place_write(part, out);
}

bool state_op_write(const struct state_part *part, struct buf *out)
{
	buf_fmt(out, "from %.*s %llu %llu %llu\n", S_ARG(part->dev),
		(unsigned long long)part->seq, (unsigned long long)part->body,
		(unsigned long long)part->index);
	return op_write(&part->op, out);
}

bool state_place_take(str *rest, struct state_part *ret_part)
{
	struct state_part part = {0};
	str left = *rest, line;

	if (!str_line(&left, &line)) return false;
	if (!place_read(line, &part, NULL)) return false;
	*ret_part = part;
	*rest = left;
	return true;
}
