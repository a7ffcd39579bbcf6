/* What may stand in a field: see record.h. One row a kind.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#include "base/field.h"
#include "base/num.h"
#include "base/utf8.h"
#include "model/digit_typed.h"
#include "model/instant.h"
#include "model/money.h"
#include "model/pdate.h"
#include "model/locality.h"
#include "text/form.h"

#include <string.h>

enum { SUBTAG_MAX = 8, SCRIPT_LETTERS = 4, NAME_LINES = 2 };

const char *record_fault_words(enum record_fault fault)
{
	static const char *const words[FAULT_COUNT] = {
		[FAULT_NONE] = "",
		[FAULT_NEEDED] = TR("This is needed."),
		[FAULT_NOT_UTF8] = TR("This is not text."),
		[FAULT_TOO_LONG] = TR("This is too long."),
		[FAULT_DATE] = TR("Write a date like "
			"25.11.2026, 11.2026, 2026 or 2026-11-25."),
		[FAULT_INSTANT] = TR("Write a day and an hour "
			"like 2026-11-25T14:30."),
		[FAULT_PLACE] = TR("What may be published "
			"cannot be more exact than what is known."),
		[FAULT_LANG] = TR("Write a language as ar, ckb, kmr or en."),
		[FAULT_MONEY] = TR("Write an amount like 25000 IQD, "
			"without marks between thousands."),
		[FAULT_NUMBER] = TR("Write a whole number."),
		[FAULT_YES] = TR("Choose yes, no or not known."),
		[FAULT_CHOICE] = TR("This is not in the list."),
		[FAULT_REF] = TR("There is nothing here of "
			"that short name."),
		[FAULT_STATE] = TR("This step cannot be taken from here."),
		[FAULT_UNKNOWN_FIELD] = TR("There is no such field."),
		[FAULT_RULE] = TR("A rule says no."),
		[FAULT_NO_KEY] = TR("This desk has no key for this field."),
	};

	return words[fault];
}

bool record_kind_is_set(enum record_kind kind)
{
	return kind == KIND_CHOICES || kind == KIND_WORDS || kind == KIND_REFS;
}

const struct record_choice *record_choice(const struct record_field *field,
	str word)
{
	if (field->choices == NULL) return NULL;
	for (const struct record_choice *c = field->choices; c->word != NULL;
		c++) {
		if (str_eq(str_of(c->word), word)) return c;
	}
	return NULL;
}

/* -- kinds ---------------------------------------------------------------- */

struct reading {
	struct arena *arena;
	const struct record_field *field;
	str typed;
	str value;
};

static enum record_fault line_read(struct reading *r)
{
	if (!form_line(r->arena, r->typed, &r->value)) return FAULT_NOT_UTF8;
	if (r->value.len > RECORD_LINE_MAX) return FAULT_TOO_LONG;
	return field_is_clean(r->value, RECORD_LINE_MAX) ? FAULT_NONE
		: FAULT_NOT_UTF8;
}

static enum record_fault text_read(struct reading *r)
{
	if (!form_text(r->arena, r->typed, &r->value)) return FAULT_NOT_UTF8;
	if (str_find_byte(r->value, '\0') != SIZE_MAX) return FAULT_NOT_UTF8;
	if (r->value.len > RECORD_TEXT_MAX) return FAULT_TOO_LONG;
	if (str_trim(r->value).len == 0) r->value = S("");
	return FAULT_NONE;
}

static enum record_fault name_read(struct reading *r)
{
	struct buf out = {0};
	str rest, line;
	size_t lines = 0;
	enum record_fault fault = text_read(r);

	if (fault != FAULT_NONE) return fault;
	for (rest = r->value; fault == FAULT_NONE && str_line(&rest, &line);) {
		line = str_trim(line);
		if (line.len == 0) continue;
		if (lines > 0) buf_byte(&out, '\n');
		if (++lines > NAME_LINES || line.len > RECORD_LINE_MAX) {
			fault = FAULT_TOO_LONG;
		}
		buf_put(&out, line);
	}
	r->value = buf_take(&out, r->arena);
	buf_close(&out);
	return fault;
}

/* What `out` holds becomes the value. */
static enum record_fault written(struct reading *r, struct buf *out)
{
	r->value = buf_take(out, r->arena);
	buf_close(out);
	return FAULT_NONE;
}

static enum record_fault date_read(struct reading *r)
{
	struct pdate date;
	struct buf out = {0};

	if (!pdate_typed(r->arena, r->typed, &date)) return FAULT_DATE;
	pdate_write(&date, &out);
	return written(r, &out);
}

static enum record_fault moment_read(struct reading *r)
{
	struct instant instant;
	struct buf out = {0};

	if (!instant_typed(r->arena, r->typed, &instant)) return FAULT_INSTANT;
	instant_write(&instant, &out);
	return written(r, &out);
}

static enum record_fault place_take(struct reading *r)
{
	struct locality place;
	struct buf out = {0};
	enum record_fault fault = line_read(r);

	if (fault != FAULT_NONE) return fault;
	if (!locality_typed(r->value, &place)) return FAULT_PLACE;
	must(locality_write(&place, &out));
	return written(r, &out);
}

static enum record_fault money_read(struct reading *r)
{
	struct money money;
	struct buf out = {0};

	if (!money_typed(r->arena, r->typed, &money)) return FAULT_MONEY;
	money_write(&money, &out);
	return written(r, &out);
}

static enum record_fault number_read(struct reading *r)
{
	uint64_t number;

	r->value = digit_western(r->arena, str_trim(r->typed));
	return num_read(r->value, INT64_MAX, &number) ? FAULT_NONE
		: FAULT_NUMBER;
}

static enum record_fault yes_read(struct reading *r)
{
	static const str words[] = {S_INIT("yes"), S_INIT("no"),
		S_INIT("unknown")};

	for (size_t i = 0; i < NELEM(words); i++) {
		r->value = words[i];
		if (str_eq_nocase(str_trim(r->typed), words[i])) {
			return FAULT_NONE;
		}
	}
	return FAULT_YES;
}

static enum record_fault choice_read(struct reading *r)
{
	r->value = str_trim(r->typed);
	return record_choice(r->field, r->value) != NULL ? FAULT_NONE
		: FAULT_CHOICE;
}

static enum record_fault ref_read(struct reading *r)
{
	object_id id;

	r->value = str_trim(r->typed);
	return object_read(r->value, &id) ? FAULT_NONE : FAULT_REF;
}

/* Whether it is a state of its type is the type's knowledge. */
static enum record_fault state_read(struct reading *r)
{
	r->value = str_trim(r->typed);
	return FAULT_NONE;
}

/* One letter or digit in the case of its subtag: ckb-Arab-IQ. */
static bool subtag_put(struct buf *out, str tag, bool first)
{
	if (tag.len < (first ? 2u : 1u) || tag.len > (first ? 3 : SUBTAG_MAX)) {
		return false;
	}
	if (!first) buf_byte(out, '-');
	for (size_t i = 0; i < tag.len; i++) {
		char c = tag.at[i];
		bool upper = !first && (tag.len == 2 ||
			(tag.len == SCRIPT_LETTERS && i == 0));

		if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
		if (!(c >= 'a' && c <= 'z') &&
			(first || !(c >= '0' && c <= '9'))) {
			return false;
		}
		if (upper && c >= 'a') c = (char)(c - 'a' + 'A');
		buf_byte(out, c);
	}
	return true;
}

static bool tag_put(struct buf *out, str tag)
{
	bool first = true, more;
	str one;

	do {
		more = str_cut(tag, '-', &one, &tag);
		if (!more) one = tag;
		if (!subtag_put(out, one, first)) return false;
		first = false;
	} while (more);
	return true;
}

static enum record_fault lang_read(struct reading *r)
{
	struct buf out = {0};
	enum record_fault fault = line_read(r);
	str tag = r->value, dialect = S("");

	if (fault != FAULT_NONE) return fault;
	(void)!str_cut(tag, ' ', &tag, &dialect);
	if (!tag_put(&out, tag)) {
		buf_close(&out);
		return FAULT_LANG;
	}
	dialect = str_trim(dialect);
	if (dialect.len > 0) buf_byte(&out, ' ');
	buf_put(&out, dialect);
	return written(r, &out);
}

enum record_fault record_read(struct arena *arena,
	const struct record_field *field, str typed, str *ret_value)
{
	static enum record_fault (*const kinds[KIND_COUNT])(
		struct reading *r) = {
		[KIND_LINE] = line_read, [KIND_TEXT] = text_read,
		[KIND_NAME] = name_read, [KIND_DATE] = date_read,
		[KIND_INSTANT] = moment_read, [KIND_PLACE] = place_take,
		[KIND_LANG] = lang_read, [KIND_MONEY] = money_read,
		[KIND_NUMBER] = number_read, [KIND_YES] = yes_read,
		[KIND_CHOICE] = choice_read, [KIND_CHOICES] = choice_read,
		[KIND_WORDS] = line_read, [KIND_REF] = ref_read,
		[KIND_REFS] = ref_read, [KIND_THREAD] = ref_read,
		[KIND_STATE] = state_read,
	};
	struct reading reading = {arena, field, typed, S("")};
	enum record_fault fault = FAULT_NONE;

	if (str_trim(typed).len > 0) {
		if (!utf8_is_valid(typed)) return FAULT_NOT_UTF8;
		fault = kinds[field->kind](&reading);
	}
	if (fault == FAULT_NONE) *ret_value = str_dup(arena, reading.value);
	return fault;
}

/* -- a record as it stands ------------------------------------------------ */

bool record_next(const struct record *record, const char *key, size_t *at,
	str *ret_value)
{
	while (*at < record->got_count) {
		const struct record_got *got = &record->got[(*at)++];

		if (strcmp(got->field->key, key) != 0) continue;
		if (got->value.len == 0) continue;
		*ret_value = got->value;
		return true;
	}
	return false;
}

str record_value(const struct record *record, const char *key)
{
	size_t at = 0;
	str value = S("");

	(void)record_next(record, key, &at, &value);
	return value;
}

bool record_has(const struct record *record, const char *key, str member)
{
	size_t at = 0;
	str value;

	while (record_next(record, key, &at, &value)) {
		if (str_eq(value, member)) return true;
	}
	return false;
}

str record_state(const struct record *record)
{
	str state = record_value(record, "state");

	return record_state_find(record->type, state) != NULL ? state
		: str_of(record->type->states[0].word);
}

str record_title(const struct record *record)
{
	const struct record_type *type = record->type;
	str title = S(""), rest;

	for (size_t i = 0; i < type->field_count; i++) {
		if ((type->fields[i].flags & FIELD_TITLE) == 0) continue;
		rest = record_value(record, type->fields[i].key);
		(void)!str_line(&rest, &title);
		return title;
	}
	return title;
}
