/* The words of a safety plan as text: see plan_act.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/plan_act.h"

#include "base/field.h"
#include "base/list.h"
#include "base/num.h"
#include "seal/pad.h"

enum { CLASS_LARGEST = 64 * 1024 };

void plan_write(const struct plan_value *values, size_t count,
	struct buf *out)
{
	size_t before = out->len, size;

	buf_text(out, "bothy-plan/1\n");
	for (size_t i = 0; i < count; i++) {
		if (values[i].value.len == 0) continue;
		buf_fmt(out, "%s %llu\n", values[i].field->key,
			(unsigned long long)values[i].value.len);
		buf_put(out, values[i].value);
		buf_byte(out, '\n');
	}
	size = pad_class(out->len - before);
	if (size == 0) { /* longer than all classes: whole ones */
		size = (out->len - before + CLASS_LARGEST - 1) /
			CLASS_LARGEST * CLASS_LARGEST;
	}
	buf_zeros(out, size - (out->len - before));
}

struct got_list LIST_OF(struct record_got);

static bool value_take(struct arena *arena, str *rest, struct got_list *list)
{
	str line, key;
	uint64_t len;
	struct record_got got = {0};

	if (!str_line(rest, &line) || !str_cut(line, ' ', &key, &line) ||
		!num_read(line, rest->len, &len) || len >= rest->len ||
		rest->at[len] != '\n') {
		return false;
	}
	got.field = record_field_find(&record_safety_body, key);
	got.value = str_dup(arena, str_first(*rest, len));
	*rest = str_from(*rest, len + 1);
	if (got.field != NULL) LIST_ADD(arena, list, got);
	return true;
}

bool plan_read(struct arena *arena, str words, struct record *ret_record)
{
	struct got_list list = {0};

	if (!field_line(&words, S("bothy-plan/1"))) return false;
	while (words.len > 0 && words.at[0] != 0) {
		if (!value_take(arena, &words, &list)) return false;
	}
	*ret_record = (struct record){.type = &record_safety_body,
		.got = list.at, .got_count = list.count};
	return true;
}
