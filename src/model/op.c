/* Ops as bytes: see op.h and doc/log.md L4. Owns the table of kinds.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/op.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"

#include <string.h>

static const str words[OP_UNKNOWN] = {
	[OP_SET] = S_INIT("set"), [OP_ADD] = S_INIT("add"),
	[OP_DROP] = S_INIT("drop"), [OP_NOTE] = S_INIT("note"),
	[OP_BLOB] = S_INIT("blob"), [OP_SEEN] = S_INIT("seen"),
	[OP_STATE] = S_INIT("state"), [OP_KEY] = S_INIT("key"),
	[OP_ESCROW] = S_INIT("escrow"), [OP_ERASE] = S_INIT("erase"),
	[OP_CHECK] = S_INIT("check"), [OP_VOID] = S_INIT("void"),
	[OP_ROSTER] = S_INIT("roster"), [OP_TOKEN] = S_INIT("token"),
};

bool object_eq(object_id a, object_id b)
{
	return memcmp(a.bytes, b.bytes, OBJECT_BYTES) == 0;
}

bool object_read(str hex, object_id *ret_id)
{
	return hex_read(hex, ret_id->bytes, OBJECT_BYTES);
}

void object_write(object_id id, struct buf *out)
{
	buf_hex(out, id.bytes, OBJECT_BYTES);
}

str object_text(struct arena *arena, object_id id)
{
	return hex_text(arena, id.bytes, OBJECT_BYTES);
}

static bool is_word(str s, size_t max, const char *more)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c >= 'a' && c <= 'z') continue;
		if (c == '\0' || strchr(more, c) == NULL) return false;
	}
	return s.len <= max;
}

static bool names_are_right(str word, str field)
{
	return word.len > 0 && is_word(word, OP_KIND_MAX, "") &&
	       is_word(field, OP_FIELD_MAX, "0123456789.-");
}

bool op_write(const struct op *op, struct buf *out)
{
	str word = op->kind < OP_UNKNOWN ? words[op->kind] : op->word;

	if (!names_are_right(word, op->field)) return false;
	if (op->value.len > OP_VALUE_MAX) return false;
	buf_put(out, S("op "));
	buf_put(out, word);
	buf_byte(out, ' ');
	object_write(op->object, out);
	buf_byte(out, ' ');
	buf_put(out, op->field);
	buf_byte(out, ' ');
	buf_number(out, op->value.len);
	buf_byte(out, '\n');
	buf_put(out, op->value);
	buf_byte(out, '\n');
	return !out->failed;
}

static enum op_kind kind_of(str word)
{
	for (size_t i = 0; i < OP_UNKNOWN; i++) {
		if (str_eq(words[i], word)) return (enum op_kind)i;
	}
	return OP_UNKNOWN;
}

bool op_take(str *rest, struct op *ret_op)
{
	str left = *rest, line, object;
	uint64_t length;

	if (!field_take(&left, S("op"), &line)) return false;
	if (!str_cut(line, ' ', &ret_op->word, &line)) return false;
	if (!str_cut(line, ' ', &object, &line)) return false;
	if (!str_cut(line, ' ', &ret_op->field, &line)) return false;
	if (!names_are_right(ret_op->word, ret_op->field)) return false;
	if (!object_read(object, &ret_op->object)) return false;
	if (!num_read(line, OP_VALUE_MAX, &length)) return false;
	if (left.len < length + 1 || left.at[length] != '\n') return false;
	ret_op->kind = kind_of(ret_op->word);
	ret_op->value = str_first(left, (size_t)length);
	*rest = str_from(left, (size_t)length + 1);
	return true;
}
