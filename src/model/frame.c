/* Frames as bytes: see frame.h and doc/log.md L2. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/frame.h"

#include "base/field.h"
#include "base/num.h"

int hlc_compare(struct hlc a, struct hlc b)
{
	if (a.ms != b.ms) return a.ms < b.ms ? -1 : 1;
	if (a.count != b.count) return a.count < b.count ? -1 : 1;
	return 0;
}

struct hlc hlc_next(struct hlc last, uint64_t now_ms)
{
	if (now_ms > last.ms) return (struct hlc){now_ms, 0};
	return (struct hlc){last.ms, last.count + 1};
}

static bool lists_are_right(const struct frame *f)
{
	if (f->head_count > FRAME_LIST_MAX) return false;
	if (f->body_count > FRAME_LIST_MAX) return false;
	for (size_t i = 0; i < f->head_count; i++) {
		const struct frame_head *head = &f->heads[i];

		if (!field_is_hex(head->dev, LOG_DEVICE_HEX)) return false;
		if (!field_is_hex(head->hash, FRAME_HASH_HEX)) return false;
		if (i > 0 && str_compare(f->heads[i - 1].dev, head->dev) >= 0) {
			return false;
		}
	}
	for (size_t i = 0; i < f->body_count; i++) {
		if (!field_is_hex(f->bodies[i].tag, FRAME_TAG_HEX)) return false;
		if (!field_is_hex(f->bodies[i].hash, FRAME_HASH_HEX)) {
			return false;
		}
	}
	return true;
}

static bool is_right(const struct frame *f)
{
	return field_is_hex(f->org, LOG_ORG_HEX) &&
	       field_is_hex(f->dev, LOG_DEVICE_HEX) && f->seq > 0 &&
	       field_is_hex(f->prev, FRAME_HASH_HEX) &&
	       field_is_hex(f->roster_hash, FRAME_HASH_HEX) &&
	       lists_are_right(f);
}

#define N(number) (unsigned long long)(number)

bool frame_write(const struct frame *f, struct buf *out)
{
	if (!is_right(f)) return false;
	buf_put(out, S("bothy-commit/1\n"));
	field_put(out, S("org"), f->org);
	field_put(out, S("dev"), f->dev);
	field_put_number(out, S("seq"), f->seq);
	field_put(out, S("prev"), f->prev);
	buf_fmt(out, "roster %llu %.*s\n", N(f->roster), S_ARG(f->roster_hash));
	buf_fmt(out, "hlc %llu %llu\n", N(f->hlc.ms), N(f->hlc.count));
	for (size_t i = 0; i < f->head_count; i++) {
		const struct frame_head *head = &f->heads[i];

		buf_fmt(out, "head %.*s %llu %.*s\n", S_ARG(head->dev),
			N(head->seq), S_ARG(head->hash));
	}
	for (size_t i = 0; i < f->body_count; i++) {
		const struct frame_body *body = &f->bodies[i];

		buf_fmt(out, "body %.*s %.*s %llu\n", S_ARG(body->tag),
			S_ARG(body->hash), N(body->length));
	}
	return !out->failed;
}

void frame_sign_line(const unsigned char signature[64], struct buf *out)
{
	buf_put(out, S("sig "));
	buf_hex(out, signature, 64);
	buf_byte(out, '\n');
}

/* Two words, the last a number. */
static bool pair_read(str line, str *ret_first, uint64_t *ret_number)
{
	str number;

	return str_cut(line, ' ', ret_first, &number) &&
	       num_read(number, UINT64_MAX, ret_number);
}

static bool heads_take(str *rest, struct frame *f)
{
	str line, middle;

	f->head_count = 0;
	while (field_take(rest, S("head"), &line)) {
		struct frame_head *head = &f->heads[f->head_count];

		if (f->head_count++ == FRAME_LIST_MAX) return false;
		if (!str_cut(line, ' ', &head->dev, &line)) return false;
		if (!str_cut(line, ' ', &middle, &head->hash)) return false;
		if (!num_read(middle, UINT64_MAX, &head->seq)) return false;
	}
	return true;
}

static bool bodies_take(str *rest, struct frame *f)
{
	str line;

	f->body_count = 0;
	while (field_take(rest, S("body"), &line)) {
		struct frame_body *body = &f->bodies[f->body_count];

		if (f->body_count++ == FRAME_LIST_MAX) return false;
		if (!str_cut(line, ' ', &body->tag, &line)) return false;
		if (!pair_read(line, &body->hash, &body->length)) return false;
	}
	return true;
}

static bool clock_take(str *rest, struct frame *f)
{
	str line, ms, number;

	if (!field_take(rest, S("roster"), &line)) return false;
	if (!str_cut(line, ' ', &number, &f->roster_hash)) return false;
	if (!num_read(number, UINT64_MAX, &f->roster)) return false;
	return field_take(rest, S("hlc"), &line) &&
	       pair_read(line, &ms, &f->hlc.count) &&
	       num_read(ms, UINT64_MAX, &f->hlc.ms);
}

bool frame_read(str plain, struct frame *f, str *ret_signed)
{
	str rest = plain;

	if (plain.len > FRAME_BYTES_MAX) return false;
	if (!field_line(&rest, S("bothy-commit/1"))) return false;
	if (!field_hex(&rest, S("org"), LOG_ORG_HEX, &f->org)) return false;
	if (!field_hex(&rest, S("dev"), LOG_DEVICE_HEX, &f->dev)) return false;
	if (!field_number(&rest, S("seq"), UINT64_MAX, &f->seq)) return false;
	if (!field_hex(&rest, S("prev"), FRAME_HASH_HEX, &f->prev)) return false;
	if (!clock_take(&rest, f) || !heads_take(&rest, f)) return false;
	if (!bodies_take(&rest, f)) return false;
	*ret_signed = str_first(plain, plain.len - rest.len);
	if (!field_hex(&rest, S("sig"), FRAME_SIGNATURE_HEX, &f->signature)) {
		return false;
	}
	return rest.len == 0 && is_right(f);
}
