/* What was left at home: see left.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/left.h"

#include "base/field.h"
#include "base/num.h"

#include <string.h>

enum { HEX = 64, NAME_SHORT = 32, ROSTER_MAX = 16 * 1024,
	ITEMS_MAX = 1 << 24 };

const str left_smalls[] = {
	S_INIT("desk/relay.lists"), S_INIT("desk/welcome.age"),
	S_INIT("line/roster"), S_INIT("line/roster.minisig"),
	S_INIT("line/roster.pub"), S_INIT("line/token.sha256"),
	S_INIT("line/tokens"),
};
const size_t left_small_count = NELEM(left_smalls);

bool left_is_small(str name)
{
	for (size_t i = 0; i < NELEM(left_smalls); i++) {
		if (str_eq(left_smalls[i], name)) return true;
	}
	return false;
}

/* -- writing -------------------------------------------------------------- */

static void bytes_put(struct buf *out, str bytes)
{
	buf_put(out, bytes);
	buf_byte(out, '\n');
}

void left_write(const struct left *left, struct buf *out)
{
	buf_text(out, "bothy-left/1\n");
	field_put(out, S("org"), left->org);
	field_put(out, S("token"), left->token);
	field_put_number(out, S("roster"), left->roster.len);
	bytes_put(out, left->roster);
	field_put_number(out, S("small"), left->small_count);
	for (size_t i = 0; i < left->small_count; i++) {
		buf_fmt(out, "file %.*s %zu\n", S_ARG(left->small[i].name),
			left->small[i].bytes.len);
		bytes_put(out, left->small[i].bytes);
	}
	field_put_number(out, S("attachments"), left->name_count);
	for (size_t i = 0; i < left->name_count; i++) {
		field_put(out, S("name"), left->names[i]);
	}
	field_put_number(out, S("log"), left->item_count);
}

static void hash_put(struct buf *out, hash name)
{
	buf_put(out, str_bytes(name.bytes, sizeof(name.bytes)));
}

void left_item_write(const struct left_item *item, struct buf *out)
{
	must(item->body_count <= LEFT_BODIES_MAX);
	buf_byte(out, (char)item->body_count);
	buf_byte(out, item->has_frame ? 1 : 0);
	for (size_t i = 0; i < item->body_count; i++) {
		hash_put(out, item->bodies[i]);
	}
	if (item->has_frame) hash_put(out, item->frame);
}

/* -- reading -------------------------------------------------------------- */

static bool bytes_take(str *rest, uint64_t len, str *ret_bytes)
{
	if (rest->len <= len || rest->at[len] != '\n') return false;
	*ret_bytes = str_first(*rest, (size_t)len);
	*rest = str_from(*rest, (size_t)len + 1);
	return true;
}

static bool small_take(str *rest, struct left_small *ret_small)
{
	str line, number;
	uint64_t len;

	return field_take(rest, S("file"), &line) &&
		str_cut(line, ' ', &ret_small->name, &number) &&
		left_is_small(ret_small->name) &&
		num_read(number, LEFT_SMALL_BYTES_MAX, &len) &&
		bytes_take(rest, len, &ret_small->bytes);
}

static bool is_attachment(str name)
{
	return field_is_hex(name, NAME_SHORT) || field_is_hex(name, HEX);
}

static bool names_take(struct arena *arena, str *rest, struct left *left)
{
	uint64_t count;

	if (!field_number(rest, S("attachments"), LEFT_NAMES_MAX, &count)) {
		return false;
	}
	left->names = ARENA_ARRAY(arena, str, (size_t)count + 1);
	left->name_count = (size_t)count;
	for (size_t i = 0; i < left->name_count; i++) {
		if (!field_take(rest, S("name"), &left->names[i]) ||
			!is_attachment(left->names[i])) {
			return false;
		}
	}
	return true;
}

static bool smalls_take(str *rest, struct left *left)
{
	uint64_t count;

	if (!field_number(rest, S("small"), LEFT_SMALL_MAX, &count)) return false;
	left->small_count = (size_t)count;
	for (size_t i = 0; i < left->small_count; i++) {
		if (!small_take(rest, &left->small[i])) return false;
	}
	return true;
}

bool left_next(str *items, struct left_item *ret_item)
{
	size_t count, bytes;
	const char *at;

	if (items->len < 2) return false;
	count = (unsigned char)items->at[0];
	ret_item->body_count = count;
	ret_item->has_frame = items->at[1] == 1;
	bytes = 2 + (count + ret_item->has_frame) * sizeof(hash);
	if (count > LEFT_BODIES_MAX || (unsigned char)items->at[1] > 1 ||
		items->len < bytes) {
		return false;
	}
	at = items->at + 2;
	memcpy(ret_item->bodies, at, count * sizeof(hash));
	if (ret_item->has_frame) {
		memcpy(&ret_item->frame, at + count * sizeof(hash),
			sizeof(hash));
	}
	*items = str_from(*items, bytes);
	return true;
}

static bool items_are_whole(const struct left *left)
{
	struct left_item item;
	str rest = left->items;
	uint64_t count = 0;

	while (left_next(&rest, &item)) count++;
	return rest.len == 0 && count == left->item_count;
}

bool left_read(struct arena *arena, str text, struct left *ret_left)
{
	struct left left = {.small_count = 0};
	uint64_t roster;

	if (!field_line(&text, S("bothy-left/1")) ||
		!field_hex(&text, S("org"), HEX, &left.org) ||
		!field_take(&text, S("token"), &left.token) ||
		(left.token.len > 0 && !field_is_hex(left.token, HEX)) ||
		!field_number(&text, S("roster"), ROSTER_MAX, &roster) ||
		!bytes_take(&text, roster, &left.roster) ||
		!smalls_take(&text, &left) ||
		!names_take(arena, &text, &left) ||
		!field_number(&text, S("log"), ITEMS_MAX, &left.item_count)) {
		return false;
	}
	left.items = text;
	if (!items_are_whole(&left)) return false;
	*ret_left = left;
	return true;
}
