/* Bodies as bytes: see body.h and doc/log.md L3. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/body.h"

#include "base/field.h"
#include "base/num.h"

enum { CLASS_FIRST = 1024, CLASS_LAST = 64 * 1024 };

bool ring_name_is_right(str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (c >= 'a' && c <= 'z') continue;
		if (c >= '0' && c <= '9') continue;
		if (c != '-') return false;
	}
	return name.len > 0 && name.len <= RING_NAME_MAX;
}

static bool is_right(const struct body *b)
{
	return field_is_hex(b->org, LOG_ORG_HEX) &&
	       field_is_hex(b->dev, LOG_DEVICE_HEX) && b->seq > 0 &&
	       ring_name_is_right(b->ring) && b->epoch > 0 &&
	       b->epoch <= BODY_EPOCH_MAX;
}

/* [body-2] The class of 1, 4, 16, 64 KiB, beyond it a sixteenth of the power above. */
static size_t padded_size(size_t len)
{
	size_t size = CLASS_FIRST, step;

	while (size < len && size < CLASS_LAST) size *= 4;
	if (len <= size) return size;
	while (size < len) size *= 2;
	step = size / 16;
	return (len + step - 1) / step * step;
}

bool body_write(const struct body *b, struct buf *out)
{
	size_t start = out->len, len;

	if (!is_right(b) || b->ops.len > BODY_BYTES_MAX / 2) return false;
	buf_fmt(out, "bothy-body/1 %.*s %.*s %llu %llu\n", S_ARG(b->org),
		S_ARG(b->dev), (unsigned long long)b->seq,
		(unsigned long long)b->index);
	buf_fmt(out, "ring %.*s %llu\nunit ", S_ARG(b->ring),
		(unsigned long long)b->epoch);
	object_write(b->unit, out);
	buf_byte(out, '\n');
	field_put_number(out, S("length"), b->ops.len);
	buf_put(out, b->ops);
	len = out->len - start;
	buf_zeros(out, padded_size(len) - len);
	return !out->failed;
}

/* `bothy-body/1 <org> <dev> <seq> <index>` */
static bool place_take(str *rest, struct body *b)
{
	str line, seq;

	if (!field_take(rest, S("bothy-body/1"), &line)) return false;
	if (!str_cut(line, ' ', &b->org, &line)) return false;
	if (!str_cut(line, ' ', &b->dev, &line)) return false;
	if (!str_cut(line, ' ', &seq, &line)) return false;
	return num_read(seq, UINT64_MAX, &b->seq) &&
	       num_read(line, UINT64_MAX, &b->index);
}

static bool rest_is_padding(str rest, size_t whole)
{
	for (size_t i = 0; i < rest.len; i++) {
		if (rest.at[i] != '\0') return false;
	}
	return padded_size(whole - rest.len) == whole;
}

bool body_read(str plain, struct body *b)
{
	str rest = plain, line, epoch, unit;
	uint64_t length;

	if (plain.len > BODY_BYTES_MAX || !place_take(&rest, b)) return false;
	if (!field_take(&rest, S("ring"), &line)) return false;
	if (!str_cut(line, ' ', &b->ring, &epoch)) return false;
	if (!num_read(epoch, BODY_EPOCH_MAX, &b->epoch)) return false;
	if (!field_hex(&rest, S("unit"), 2 * OBJECT_BYTES, &unit)) return false;
	if (!object_read(unit, &b->unit)) return false;
	if (!field_number(&rest, S("length"), BODY_BYTES_MAX, &length)) {
		return false;
	}
	if (length > rest.len) return false;
	b->ops = str_first(rest, (size_t)length);
	rest = str_from(rest, (size_t)length);
	return is_right(b) && rest_is_padding(rest, plain.len);
}
