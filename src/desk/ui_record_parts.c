/* Dates, moments and places, each asked in several boxes: see
 * ui_record_input.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record_input.h"

#include "model/instant.h"
#include "model/locality.h"
#include "model/pdate.h"
#include "os/clock.h"
#include "page/tr.h"
#include "text/hour.h"

enum { MINUTE_MS = 60 * 1000, MOMENT_CHARS = 16 /* 2026-11-25T14:05 */ };

static str key_of(struct ui_page *p, const struct record_field *field,
	const char *part)
{
	return str_fmt(p->arena, "%s.%s", field->key, part);
}

/* -- dates ---------------------------------------------------------------- */

static const struct { const char *word, *label; } sures[PDATE_SURE_COUNT] = {
	[PDATE_EXACT] = {"exact", TR("exactly")},
	[PDATE_ABOUT] = {"about", TR("about then")},
	[PDATE_BEFORE] = {"before", TR("before that")},
	[PDATE_AFTER] = {"after", TR("after that")},
};

void ui_date_input(struct ui_page *p, const struct record_source *from,
	const struct record_field *field, struct record_input *in)
{
	struct pdate date = {0};
	struct buf plain = {0};
	struct choice_list list = {0};
	str chosen;

	in->kind = INPUT_DATE;
	if (ui_was_sent(from, field)) {
		chosen = form_value(from->form, key_of(p, field, "sure"));
	} else {
		if (!pdate_read(in->value, &date)) date.sure = PDATE_EXACT;
		chosen = str_of(sures[date.sure].word);
		if (in->value.len > 0) {
			date.sure = PDATE_EXACT;
			pdate_write(&date, &plain);
			in->value = buf_take(&plain, p->arena);
		}
	}
	for (size_t i = 0; i < PDATE_SURE_COUNT; i++) {
		ui_choice_add(p, &list, str_of(sures[i].word),
			ui_text(p, sures[i].label), chosen);
	}
	in->choices = ui_choices_of(&list);
	buf_close(&plain);
}

/* The date and how sure, as one value; what cannot be read stays as typed and
 * is refused by record_read. */
str ui_date_sent(struct ui_page *p, const struct form *form,
	const struct record_field *field)
{
	str typed = form_value(form, str_of(field->key));
	str sure = form_value(form, key_of(p, field, "sure"));
	struct pdate date;
	struct buf out = {0};

	if (!pdate_typed(p->arena, typed, &date)) return typed;
	for (size_t i = 0; i < PDATE_SURE_COUNT; i++) {
		if (!str_eq(sure, str_of(sures[i].word))) continue;
		if (date.sure != PDATE_EXACT || date.year == 0) continue;
		date.sure = (enum pdate_sure)i;
	}
	pdate_write(&date, &out);
	typed = buf_take(&out, p->arena);
	buf_close(&out);
	return typed;
}

/* -- moments -------------------------------------------------------------- */

void ui_moment_input(struct ui_page *p, const struct record_source *from,
	const struct record_field *field, struct record_input *in)
{
	struct instant instant;
	struct view_time local = {0};

	in->kind = INPUT_MOMENT;
	if (ui_was_sent(from, field)) {
		in->was = form_value(from->form, key_of(p, field, "was"));
		return;
	}
	if (!instant_read(in->value, &instant)) return;
	local.ms = (uint64_t)instant.minute * MINUTE_MS;
	local.ms += clock_zone_ms(local.ms);
	ui_time(p, &local);
	in->value = str_first(local.machine, MOMENT_CHARS);
	in->was = in->value;
}

str ui_moment_sent(struct ui_page *p, const struct form *form,
	const struct record_field *field)
{
	str typed = form_value(form, str_of(field->key));
	struct instant instant;
	struct buf out = {0};
	uint64_t ms;

	if (!instant_typed(p->arena, typed, &instant)) return typed;
	ms = (uint64_t)instant.minute * MINUTE_MS;
	instant.offset_minutes = (int)((int64_t)clock_zone_ms(ms) / MINUTE_MS);
	instant.minute -= instant.offset_minutes;
	if (instant.minute < 0) return typed;
	instant_write(&instant, &out);
	typed = buf_take(&out, p->arena);
	buf_close(&out);
	return typed;
}

bool ui_moment_stays(struct ui_page *p, const struct form *form,
	const struct record_field *field)
{
	return str_eq(form_value(form, str_of(field->key)),
		form_value(form, key_of(p, field, "was")));
}

/* -- places --------------------------------------------------------------- */

static const char *const exact_words[LOCALITY_EXACT_COUNT] = {
	[LOCALITY_NOTHING] = TR("nothing"),
	[LOCALITY_COUNTRY] = TR("the country"),
	[LOCALITY_GOVERNORATE] = TR("the governorate"),
	[LOCALITY_DISTRICT] = TR("the district"),
	[LOCALITY_SETTLEMENT] = TR("the town or village"),
	[LOCALITY_SITE] = TR("the spot itself"),
};

static struct desk_choices exact_choices(struct ui_page *p,
	enum locality_exact first, str chosen)
{
	struct choice_list list = {0};

	for (size_t i = (size_t)first; i < LOCALITY_EXACT_COUNT; i++) {
		ui_choice_add(p, &list,
			locality_exact_word((enum locality_exact)i),
			ui_text(p, exact_words[i]), chosen);
	}
	return ui_choices_of(&list);
}

void ui_place_input(struct ui_page *p, const struct record_source *from,
	const struct record_field *field, struct record_input *in)
{
	struct locality place = {.known = LOCALITY_SETTLEMENT};
	str known, publish;

	in->kind = INPUT_PLACE;
	if (ui_was_sent(from, field)) {
		in->code = form_value(from->form, key_of(p, field, "code"));
		known = form_value(from->form, key_of(p, field, "known"));
		publish = form_value(from->form, key_of(p, field, "publish"));
	} else {
		if (in->value.len > 0 && !locality_read(in->value, &place)) {
			return;
		}
		in->value = place.words;
		in->code = place.code;
		known = locality_exact_word(place.known);
		publish = locality_exact_word(place.publish);
	}
	in->known = exact_choices(p, LOCALITY_COUNTRY, known);
	in->publish = exact_choices(p, LOCALITY_NOTHING, publish);
}

str ui_place_sent(struct ui_page *p, const struct form *form,
	const struct record_field *field)
{
	str words = str_trim(form_value(form, str_of(field->key)));
	str code = str_trim(form_value(form, key_of(p, field, "code")));
	str known = form_value(form, key_of(p, field, "known"));
	str publish = form_value(form, key_of(p, field, "publish"));
	struct buf out = {0};
	str typed;

	if (words.len == 0 && code.len == 0) return S("");
	buf_put(&out, code.len > 0 ? code : S("-"));
	buf_byte(&out, ' ');
	buf_put(&out, known);
	buf_byte(&out, ' ');
	buf_put(&out, publish);
	if (words.len > 0) buf_byte(&out, ' ');
	buf_put(&out, words);
	typed = buf_take(&out, p->arena);
	buf_close(&out);
	return typed;
}
