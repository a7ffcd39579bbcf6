/* The structure of a guide, and one part of it: see ui_guide.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_guide.h"

#include "desk/ui_marks.h"
#include "guide/sms.h"
#include "page/desk_guide.h"

static str home(struct ui_page *p, const struct guide_at *at)
{
	return str_fmt(p->arena, "/guides/%u", guide_page_number(&at->kept->guide));
}

static uint64_t stale_in(const struct guide_kept *kept, size_t at)
{
	uint64_t count = 0;

	for (size_t i = 1; i < kept->guide.tongue_count; i++) {
		const struct unit *unit = &kept->guide.units.at[at];

		count += !unit->words[i].is_derived && unit_is_stale(unit, i);
	}
	return count;
}

/* -- all of it ------------------------------------------------------------ */

static struct guide_unit_line unit_line(struct ui_page *p,
	const struct guide_at *at, size_t i)
{
	const struct guide *guide = &at->kept->guide;
	const struct unit *unit = &guide->units.at[i];
	struct guide_unit_line line = {
		.letters = ui_guide_letters(p, at, i),
		.kind = unit_kind_name(unit->kind),
		.kind_name = ui_guide_kind(p, unit->kind),
		.words = ui_guide_plain(p, unit, guide->tongues[0],
			unit->words[0].text),
		.is_title = i == 0, .is_last = i + 1 == guide->units.count,
		.can_up = i > 1, .stale = stale_in(at->kept, i),
		.is_short = unit->kind == UNIT_SHORT};

	if (unit->level > 1) {
		line.level = str_fmt(p->arena, "%u", unit->level);
	}
	line.sms_letters = sms_units(line.words);
	line.sms_parts = sms_parts(line.words);
	return line;
}

static void structure_show(struct ui_page *p, const struct guide_at *at)
{
	const struct guide *guide = &at->kept->guide;
	struct guide_unit_line *units = ARENA_ARRAY(p->arena,
		struct guide_unit_line, guide->units.count + 1);
	struct desk_guide view = {.frame = &p->frame,
		.guide = ui_guide_line(p, at->all, at->kept, true),
		.id = ui_record_id(p, at->kept->id),
		.lang = guide->tongues[0]->tag,
		.dir = ui_guide_dir(guide->tongues[0]), .units = units,
		.unit_count = guide->units.count,
		.withdrawn = str_eq(at->kept->state, S("withdrawn")),
		.published = str_eq(at->kept->state, S("published")),
		.langs = ui_guide_langs(p, guide->tongues[0]->locale)};

	for (size_t i = 0; i < guide->units.count; i++) {
		units[i] = unit_line(p, at, i);
	}
	if (!guide->is_story && guide->units.count > 0) {
		view.last = ui_guide_letters(p, at, guide->units.count - 1);
	}
	view.changes = ui_guide_changes(p, at->kept, &view.change_count);
	page_desk_guide(p->out, p->locale, &view);
}

void ui_guide_structure(struct ui_page *p, struct guide_at *at)
{
	structure_show(p, at);
}

/* -- one part ------------------------------------------------------------- */

static struct desk_choices kinds_of(struct ui_page *p, str chosen)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		UNIT_KIND_COUNT);
	size_t count = 0;

	for (size_t i = UNIT_TITLE + 1; i < UNIT_KIND_COUNT; i++) {
		str name = unit_kind_name((enum unit_kind)i);

		at[count++] = (struct desk_choice){name, ui_guide_kind(p,
			(enum unit_kind)i), str_eq(name, chosen)};
	}
	return (struct desk_choices){at, count};
}

/* What the form says, where one was sent; else what stands. */
static struct unit_wish wish_of(struct ui_page *p, const struct unit *unit)
{
	struct unit_wish wish = {.kind = S("paragraph")};
	unsigned level;

	if (p->form != NULL && form_has(p->form, S("text"))) {
		return (struct unit_wish){
			.kind = form_value(p->form, S("kind")),
			.level = form_value(p->form, S("level")),
			.slots = form_value(p->form, S("slots")),
			.words = form_value(p->form, S("text"))};
	}
	if (unit == NULL) return wish;
	level = unit->kind == UNIT_ROW ? unit->cells : unit->level;
	wish.kind = unit_kind_name(unit->kind);
	wish.words = unit->words[0].text;
	if (level > 0) wish.level = str_fmt(p->arena, "%u", level);
	ui_guide_slots(p, unit, &wish.slots);
	return wish;
}

static void unit_show(struct ui_page *p, const struct guide_at *at, bool is_new)
{
	const struct guide *guide = &at->kept->guide;
	const struct unit *unit = is_new ? NULL : &guide->units.at[at->unit];
	struct unit_wish wish = wish_of(p, unit);
	struct desk_guide_unit view = {.frame = &p->frame,
		.address = ui_guide_number(p, at), .name = ui_guide_name(p, at->kept),
		.letters = ui_guide_letters(p, at, at->unit),
		.lang = guide->tongues[0]->tag,
		.dir = ui_guide_dir(guide->tongues[0]), .is_new = is_new,
		.is_title = !is_new && at->unit == 0,
		.is_story = guide->is_story,
		.kinds = kinds_of(p, wish.kind), .level = wish.level,
		.slots = wish.slots, .words = wish.words,
		.is_short = str_eq(wish.kind, S("short")),
		.can_up = !is_new && at->unit > 1,
		.can_down = !is_new && at->unit > 0 &&
			at->unit + 1 < guide->units.count};
	struct view_marks *marks = ARENA_NEW(p->arena, struct view_marks);
	str plain;

	if (!is_new) {
		view.stale = stale_in(at->kept, at->unit);
		view.record = ui_record_id(p, at->kept->units[at->unit].id);
		*marks = ui_marks(p, view.lang, wish.words);
		view.marks = marks;
	}
	plain = unit == NULL ? wish.words
		: ui_guide_plain(p, unit, guide->tongues[0], wish.words);
	view.sms_letters = sms_units(plain);
	view.sms_parts = sms_parts(plain);
	page_desk_guide_unit(p->out, p->locale, &view);
}

void ui_guide_unit_form(struct ui_page *p, struct guide_at *at)
{
	unit_show(p, at, false);
}

void ui_guide_add_form(struct ui_page *p, struct guide_at *at)
{
	if (at->unit == SIZE_MAX) at->unit = at->kept->guide.units.count - 1;
	unit_show(p, at, true);
}

/* Text of a form with line ends of ours. */
static bool wish_read(struct ui_page *p, struct unit_wish *ret_wish)
{
	*ret_wish = wish_of(p, NULL);
	return form_line(p->arena, ret_wish->words, &ret_wish->words) &&
		form_text(p->arena, ret_wish->slots, &ret_wish->slots);
}

static void kept_or_shown(struct ui_page *p, const struct guide_at *at,
	const err *e, const char *why, bool is_new)
{
	ui_guide_acted(p, e, why, str_fmt(p->arena, "/guides/%u#u-%.*s",
		guide_page_number(&at->kept->guide), S_ARG(ui_guide_letters(p, at,
			at->unit))));
	if (e != NULL && why != NULL) unit_show(p, at, is_new);
}

void ui_guide_add(struct ui_page *p, struct guide_at *at)
{
	const char *why = NULL;
	struct unit_wish wish;
	const err *e = wish_read(p, &wish)
		? guide_unit_add(p->ui->desk, at->kept, at->unit, &wish, &why)
		: err_make(ERR_USAGE, "the text is not UTF-8");

	kept_or_shown(p, at, e, why, true);
}

void ui_guide_unit(struct ui_page *p, struct guide_at *at)
{
	const char *why = NULL;
	struct unit_wish wish;
	const err *e = wish_read(p, &wish)
		? guide_unit_set(p->ui->desk, at->kept, at->unit, &wish, &why)
		: err_make(ERR_USAGE, "the text is not UTF-8");

	kept_or_shown(p, at, e, why, false);
}

static void moved(struct ui_page *p, const struct guide_at *at, bool up)
{
	str go = str_fmt(p->arena, "/guides/%u#u-%.*s",
		guide_page_number(&at->kept->guide),
		S_ARG(ui_guide_letters(p, at, at->unit)));
	const err *e = guide_unit_move(p->ui->desk, at->kept, at->unit, up);

	ui_guide_acted(p, e, NULL, go);
}

void ui_guide_up(struct ui_page *p, struct guide_at *at)
{
	moved(p, at, true);
}

void ui_guide_down(struct ui_page *p, struct guide_at *at)
{
	moved(p, at, false);
}

void ui_guide_out(struct ui_page *p, struct guide_at *at)
{
	str go = home(p, at);

	ui_guide_acted(p, guide_unit_out(p->ui->desk, at->kept, at->unit),
		NULL, go);
}

void ui_guide_harmless(struct ui_page *p, struct guide_at *at)
{
	str go = home(p, at);

	ui_guide_acted(p, guide_harmless(p->ui->desk, at->kept, at->unit),
		NULL, go);
}
