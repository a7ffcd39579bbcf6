/* Words of a unit that has no place yet: see leaf.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/leaf.h"

#include <string.h>

size_t leaf_count(const struct leaf *leaf, enum slot_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < leaf->slot_count; i++) {
		if (leaf->slots[i].kind == kind) count++;
	}
	return count;
}

void leaf_escape(struct buf *out, str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '\0' && strchr("\\*[]{}|", text.at[i])) {
			buf_byte(out, '\\');
		}
		buf_byte(out, text.at[i]);
	}
}

/* A mark of a slot at the front of `words`: "](name)" or "{name}". */
static bool slot_here(str words, str *ret_name, size_t *ret_len)
{
	char end = words.at[0] == '{' ? '}' : ')';
	size_t start = words.at[0] == '{' ? 1 : 2, len;

	if (words.at[0] != '{' && !str_starts(words, S("]("))) return false;
	len = str_find_byte(str_from(words, start), end);
	if (len == SIZE_MAX) return false;
	*ret_name = str_first(str_from(words, start), len);
	*ret_len = start + len + 1;
	return true;
}

static const struct leaf_rename *rename_of(const struct leaf_rename *renames,
	size_t count, str name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(renames[i].from, name)) return &renames[i];
	}
	return NULL;
}

static str value_of(const struct leaf *leaf, str name)
{
	for (size_t i = 0; i < leaf->slot_count; i++) {
		if (str_eq(leaf->slots[i].name, name)) {
			return leaf->slots[i].value;
		}
	}
	return S("");
}

/* Takes away the "[" of the link whose end has been reached. */
static void bracket_drop(struct buf *out, size_t at)
{
	if (at == SIZE_MAX) return;
	memmove(out->at + at, out->at + at + 1, out->len - at - 1);
	out->len--;
}

static void slot_put(struct buf *out, const struct leaf *leaf, str mark,
	const struct leaf_rename *rename, size_t opened)
{
	bool literal = mark.at[0] == '{';

	if (rename == NULL) {
		buf_put(out, mark);
	} else if (rename->to.len > 0) {
		buf_text(out, literal ? "{" : "](");
		buf_put(out, rename->to);
		buf_byte(out, literal ? '}' : ')');
	} else if (literal) {
		leaf_escape(out, value_of(leaf, rename->from));
	} else {
		bracket_drop(out, opened);
	}
}

/* How many bytes at the front begin no mark. */
static size_t plain_len(str words)
{
	size_t len = 0;

	while (len < words.len && words.at[len] != '\\' && words.at[len] != ']'
		&& words.at[len] != '[' && words.at[len] != '{') {
		len++;
	}
	return len;
}

str leaf_renamed(struct arena *arena, const struct leaf *leaf,
	const struct leaf_rename *renames, size_t count)
{
	struct buf out = {0};
	str rest = leaf->words, name, kept;
	size_t len, opened = SIZE_MAX;

	if (count == 0) return rest;
	while (rest.len > 0) {
		if (rest.at[0] == '\\' && rest.len > 1) {
			buf_put(&out, str_first(rest, 2));
			rest = str_from(rest, 2);
		} else if (slot_here(rest, &name, &len)) {
			slot_put(&out, leaf, str_first(rest, len),
				rename_of(renames, count, name), opened);
			rest = str_from(rest, len);
		} else {
			if (rest.at[0] == '[') opened = out.len;
			len = 1 + plain_len(str_from(rest, 1));
			buf_put(&out, str_first(rest, len));
			rest = str_from(rest, len);
		}
	}
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

void leaf_unlink(struct arena *arena, struct leaf *leaf, size_t slot)
{
	struct leaf_rename rename = {leaf->slots[slot].name, S("")};

	leaf->words = leaf_renamed(arena, leaf, &rename, 1);
	memmove(&leaf->slots[slot], &leaf->slots[slot + 1],
		(leaf->slot_count - slot - 1) * sizeof(struct slot));
	leaf->slot_count--;
}

size_t leaf_find(str words, str value)
{
	struct buf escaped = {0};
	size_t found = SIZE_MAX;
	bool in_link = false;

	leaf_escape(&escaped, value);
	for (size_t i = 0; i < words.len && value.len > 0; i++) {
		if (!in_link && str_starts(str_from(words, i),
				buf_str(&escaped))) {
			if (found != SIZE_MAX) {
				found = SIZE_MAX;
				break;
			}
			found = i;
		}
		if (words.at[i] == '\\') i++;
		else if (words.at[i] == '[' || words.at[i] == '{') in_link = true;
		else if (words.at[i] == ')' || words.at[i] == '}') in_link = false;
	}
	buf_close(&escaped);
	return found;
}
