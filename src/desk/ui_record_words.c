/* Values of records in the member's words: see ui_record.h. Decides nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "desk/record_device.h"
#include "model/instant.h"
#include "model/pdate.h"
#include "model/locality.h"
#include "os/clock.h"
#include "page/tr.h"

enum { SHORT_DEVICE = 8 };
#define DAY_MS UINT64_C(86400000)

str ui_record_id(struct ui_page *p, object_id id)
{
	return object_text(p->arena, id);
}

str ui_record_name(struct ui_page *p, object_id id)
{
	struct record_row row;

	if (record_row_get(p->ui->desk, p->arena, id, &row) != NULL) {
		return record_ref(p->arena, id);
	}
	return row.title;
}

str ui_record_state(struct ui_page *p, const struct record_type *type,
	str state)
{
	const struct record_state_row *row = record_state_find(type, state);

	return row != NULL ? ui_text(p, row->label) : state;
}

str ui_device_words(struct ui_page *p, str dev)
{
	object_id member, none = {{0}};

	if (record_device_member(p->ui->desk, dev, &member) == NULL &&
		!object_eq(member, none)) {
		return ui_record_name(p, member);
	}
	if (record_device_is_ours(p->ui->desk, dev)) {
		return ui_text(p, TR("this desk"));
	}
	return str_first(dev, SHORT_DEVICE);
}

/* -- times ---------------------------------------------------------------- */

uint64_t ui_now_ms(struct ui_page *p)
{
	return desk_now_ms(p->ui->desk);
}

uint64_t ui_day_end_ms(struct ui_page *p)
{
	uint64_t now = ui_now_ms(p), zone = clock_zone_ms(now);

	return ((now + zone) / DAY_MS + 1) * DAY_MS - zone;
}

static str date_plain(struct ui_page *p, const struct pdate *d)
{
	if (d->year == 0) return ui_text(p, TR("not known"));
	if (d->month == 0) return str_fmt(p->arena, "%u", d->year);
	if (d->day == 0) return str_fmt(p->arena, "%u.%u", d->month, d->year);
	return str_fmt(p->arena, "%u.%u.%u", d->day, d->month, d->year);
}

static str date_words(struct ui_page *p, str value)
{
	static const char *const sures[PDATE_SURE_COUNT] = {
		[PDATE_EXACT] = "{date}",
		[PDATE_ABOUT] = TR("about {date}"),
		[PDATE_BEFORE] = TR("before {date}"),
		[PDATE_AFTER] = TR("after {date}"),
	};
	struct pdate date;
	str words;

	if (!pdate_read(value, &date)) return value;
	words = tr_fill(p->arena, ui_text(p, sures[date.sure]), S("date"),
		date_plain(p, &date));
	if (date.words.len == 0) return words;
	return str_fmt(p->arena, "%.*s (%.*s)", S_ARG(words),
		S_ARG(date.words));
}

static str moment_words(struct ui_page *p, str value)
{
	struct view_time time = {0};

	if (!instant_ms(value, &time.ms)) return value;
	ui_time(p, &time);
	return time.exact;
}

/* -- the other kinds ------------------------------------------------------ */

static str place_words(struct ui_page *p, str value)
{
	struct locality place;

	if (!locality_read(value, &place)) return value;
	if (place.code.len == 0) return place.words;
	if (place.words.len == 0) return place.code;
	return str_fmt(p->arena, "%.*s (%.*s)", S_ARG(place.words),
		S_ARG(place.code));
}

static str lang_words(struct ui_page *p, str value)
{
	str tag = value, dialect = S("");

	(void)!str_cut(value, ' ', &tag, &dialect);
	tag = ui_language_name(p->locale, tag);
	if (dialect.len == 0) return tag;
	return str_fmt(p->arena, "%.*s, %.*s", S_ARG(tag), S_ARG(dialect));
}

static str yes_words(struct ui_page *p, str value)
{
	return str_eq(value, S("yes")) ? ui_text(p, TR("yes"))
		: str_eq(value, S("no")) ? ui_text(p, TR("no"))
					 : ui_text(p, TR("not known"));
}

static str choice_words(struct ui_page *p, const struct record_field *field,
	str value)
{
	const struct record_choice *choice = record_choice(field, value);

	return choice != NULL ? ui_text(p, choice->label) : value;
}

/* One spelling behind the other. */
static str name_words(struct ui_page *p, str value)
{
	str first, rest;

	if (!str_cut(value, '\n', &first, &rest)) return value;
	return str_fmt(p->arena, "%.*s · %.*s", S_ARG(first),
		S_ARG(name_words(p, rest)));
}

static struct record_word ref_word(struct ui_page *p, str value)
{
	object_id id;

	if (!object_read(value, &id)) return (struct record_word){.words = value};
	return (struct record_word){.words = ui_record_name(p, id),
		.link = value};
}

struct record_word ui_record_word(struct ui_page *p,
	const struct record_type *type, const struct record_field *field,
	str value)
{
	struct record_word word = {.words = value};

	switch (field->kind) {
	case KIND_NAME:
		word.words = name_words(p, value);
		break;
	case KIND_TEXT:
		word.is_prose = true;
		word.prose = html_prose(p->arena, value);
		break;
	case KIND_DATE:
		word.words = date_words(p, value);
		break;
	case KIND_INSTANT:
		word.words = moment_words(p, value);
		break;
	case KIND_PLACE:
		word.words = place_words(p, value);
		break;
	case KIND_LANG:
		word.words = lang_words(p, value);
		break;
	case KIND_YES:
		word.words = yes_words(p, value);
		break;
	case KIND_CHOICE:
	case KIND_CHOICES:
		word.words = choice_words(p, field, value);
		break;
	case KIND_REF:
	case KIND_REFS:
		word = ref_word(p, value);
		break;
	case KIND_THREAD:
		word.words = ui_text(p, TR("To the thread"));
		word.thread = value;
		break;
	case KIND_STATE:
		word.words = ui_record_state(p, type, value);
		break;
	case KIND_LINE:
	case KIND_MONEY:
	case KIND_NUMBER:
	case KIND_WORDS:
	case KIND_COUNT:
		break;
	}
	return word;
}
