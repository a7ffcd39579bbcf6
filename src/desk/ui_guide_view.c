/* Guides as pages show them: see ui_guide.h. Owns the words for how far a
 * language is.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_guide.h"

#include "base/utf8.h"
#include "desk/desk.h"
#include "guide/plain.h"
#include "guide/signing.h"
#include "text/readability.h"

enum { DAY_MS = 24 * 3600 * 1000, SHOWN_BYTES = 300 };

str ui_guide_number(struct ui_page *p, const struct guide_at *at)
{
	return str_fmt(p->arena, "%u", guide_page_number(&at->kept->guide));
}

str ui_guide_letters(struct ui_page *p, const struct guide_at *at, size_t unit)
{
	if (unit >= at->kept->guide.units.count) return S("");
	return str_dup(p->arena,
		unit_id_str(&at->kept->guide.units.at[unit].id));
}

str ui_guide_kind(struct ui_page *p, enum unit_kind kind)
{
	const struct record_choice *choice = record_choice(
		record_field_find(&record_unit, S("kind")),
		unit_kind_name(kind));

	return ui_text(p, choice->label);
}

str ui_guide_dir(const struct tongue *tongue)
{
	return tongue->rtl ? S("rtl") : S("ltr");
}

str ui_guide_plain(struct ui_page *p, const struct unit *unit,
	const struct tongue *tongue, str words)
{
	struct span_list spans = {0};
	struct buf out = {0};
	str kept;

	if (words.len == 0) return S("");
	if (inline_read(p->arena, unit, words, tongue, &spans) != INLINE_FINE) {
		return words; /* of an older source */
	}
	inline_plain(&spans, &out);
	kept = buf_take(&out, p->arena);
	buf_close(&out);
	return kept;
}

str ui_guide_name(struct ui_page *p, const struct guide_kept *kept)
{
	const struct unit_list *units = &kept->guide.units;
	size_t tongue = guide_form(&kept->guide, p->locale);
	str title = units->count == 0 ? S("") : ui_guide_plain(p, &units->at[0],
		kept->guide.tongues[tongue], units->at[0].words[tongue].text);

	return title.len > 0 ? title : kept->name;
}

str ui_guide_day(struct ui_page *p, int64_t day)
{
	return plain_date(p->arena, day);
}

str ui_guide_machine(struct ui_page *p, int64_t day)
{
	return plain_day(p->arena, day);
}

void ui_guide_slots(struct ui_page *p, const struct unit *unit, str *ret_lines)
{
	*ret_lines = unit_slot_lines(p->arena, unit);
}

struct desk_choices ui_guide_langs(struct ui_page *p, enum locale chosen)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		LOCALE_COUNT);

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		str tag = locale_info((enum locale)i)->tag;

		at[i] = (struct desk_choice){tag, ui_language_name(p->locale,
			tag), i == (size_t)chosen};
	}
	return (struct desk_choices){at, LOCALE_COUNT};
}

/* -- how far -------------------------------------------------------------- */

enum ui_guide_state ui_guide_state(const struct unit *unit, size_t tongue)
{
	const struct words *words = &unit->words[tongue];

	/* A picture that only decorates has no words in any language. */
	if (unit->words[0].text.len == 0) return GUIDE_DONE;
	if (words->state == WORDS_EMPTY) {
		return words->missing == MISSING_HOLD ? GUIDE_EMPTY
			: GUIDE_DONE;
	}
	if (unit_is_stale(unit, tongue)) return GUIDE_STALE;
	return words->state == WORDS_DONE ? GUIDE_DONE : GUIDE_DRAFT;
}

size_t ui_guide_unfinished(const struct guide_at *at, size_t from)
{
	size_t count = at->kept->guide.units.count;

	for (size_t i = 1; i <= count; i++) {
		size_t next = from == SIZE_MAX ? i - 1 : (from + i) % count;

		if (ui_guide_state(&at->kept->guide.units.at[next],
			at->tongue) != GUIDE_DONE) {
			return next;
		}
	}
	return SIZE_MAX;
}

static const char *const trouble_words[CHECKED_REFUSAL_COUNT] = {
	[CHECKED_FINE] = NULL,
	[CHECKED_NO_WORDS] = TR("there are no words yet."),
	[CHECKED_HELD] = TR("a part is empty, and the language waits for it."),
	[CHECKED_DANGER_STALE] = TR("a warning or a danger sign has changed in "
		"the source."),
	[CHECKED_SCRIPT] = TR("these words are in the letters of another "
		"language."),
	[CHECKED_FAULT] = TR("the words of a part do not fit it."),
};

static int64_t today(struct ui_page *p)
{
	return (int64_t)(desk_now_ms(p->ui->desk) / DAY_MS);
}

str ui_guide_trouble(struct ui_page *p, const struct guide_kept *kept,
	size_t tongue)
{
	struct arena *arena = arena_open(64 << 20);
	struct checked checked;
	const struct unit *unit;
	enum checked_refusal refusal = checked_make(arena, &kept->guide,
		tongue, today(p), &checked, &unit);

	arena_close(&arena);
	return trouble_words[refusal] == NULL ? S("")
		: ui_text(p, trouble_words[refusal]);
}

/* The earliest end of a check that stands in this language. */
static void due_find(struct ui_page *p, const struct guide_kept *kept,
	size_t tongue, struct guide_form_view *view)
{
	int64_t due = INT64_MAX;

	for (size_t i = 0; i < kept->guide.signs.count; i++) {
		const struct sign *sign = &kept->guide.signs.at[i];

		if (sign->tongue == tongue && sign->until_day < due) {
			due = sign->until_day;
		}
	}
	if (due == INT64_MAX) return;
	view->due = ui_guide_day(p, due);
	view->due_machine = ui_guide_machine(p, due);
	view->is_due = due <= today(p);
}

static void counts_make(struct ui_page *p, const struct guide *guide,
	size_t tongue, struct guide_form_view *view)
{
	struct arena *arena = arena_open(64 << 20);
	struct buf text = {0};
	struct readability counted;

	for (size_t i = 0; i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];

		if (unit->kind == UNIT_SECTION) buf_text(&text, "# ");
		buf_put(&text, ui_guide_plain(p, unit, guide->tongues[tongue],
			unit->words[tongue].text));
		buf_text(&text, "\n\n");
	}
	counted = readability_of(arena, guide->tongues[tongue]->lang,
		buf_str(&text));
	view->words = counted.words;
	view->sentences = counted.sentences;
	view->longest = counted.longest_sentence;
	view->lix = counted.lix;
	view->lix_goal = counted.lix_goal;
	buf_close(&text);
	arena_close(&arena);
}

struct guide_form_view ui_guide_form(struct ui_page *p,
	const struct guide_kept *kept, enum locale form, bool counts)
{
	const struct guide *guide = &kept->guide;
	size_t tongue = guide_form(guide, form);
	str tag = locale_info(form)->tag;
	struct guide_form_view view = {.tag = tag,
		.name = ui_language_name(p->locale, tag),
		.is_source = tongue == 0, .total = guide->units.count};

	for (size_t i = 0; tongue > 0 && i < guide->units.count; i++) {
		switch (ui_guide_state(&guide->units.at[i], tongue)) {
		case GUIDE_DONE: view.done++; break;
		case GUIDE_DRAFT: view.draft++; break;
		case GUIDE_STALE: view.stale++; break;
		case GUIDE_EMPTY: view.empty++; break;
		case GUIDE_STATE_COUNT: break;
		}
	}
	if (tongue == 0) view.done = view.total;
	due_find(p, kept, tongue, &view);
	if (counts) counts_make(p, guide, tongue, &view);
	return view;
}

/* The source first, then the order of the forms. */
struct guide_line ui_guide_line(struct ui_page *p, const struct guides *all,
	const struct guide_kept *kept, bool counts)
{
	struct guide_form_view *forms = ARENA_ARRAY(p->arena,
		struct guide_form_view, LOCALE_COUNT);
	struct guide_line line = {.number = guide_page_number(&kept->guide),
		.address = str_fmt(p->arena, "%u", guide_page_number(&kept->guide)),
		.name = ui_guide_name(p, kept), .state = ui_record_state(p, &record_guide,
			kept->state),
		.twice = guides_find(all, guide_page_number(&kept->guide)) != kept};

	for (size_t i = 0; i < kept->guide.units.count; i++) {
		line.unsettled = line.unsettled || kept->units[i].unsettled;
	}
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < LOCALE_COUNT; i++) {
			bool source = guide_form(&kept->guide,
				(enum locale)i) == 0;

			if (source != (round == 0)) continue;
			forms[line.form_count++] = ui_guide_form(p, kept,
				(enum locale)i, counts);
		}
	}
	line.forms = forms;
	return line;
}

/* -- what the next release says ------------------------------------------- */

static str choice_words(struct ui_page *p, const struct record_type *type,
	const char *key, str word)
{
	const struct record_choice *choice = record_choice(
		record_field_find(type, str_of(key)), word);

	return choice != NULL ? ui_text(p, choice->label) : word;
}

struct guide_change_view *ui_guide_changes(struct ui_page *p,
	const struct guide_kept *kept, size_t *ret_count)
{
	struct record_filter filter = {.type = &record_change_words,
		.state = S("current")};
	struct guide_change_view *views;
	struct record *records = NULL;
	size_t count = 0;

	*ret_count = 0;
	if (kept != NULL) {
		filter.by_count = 1;
		filter.by[0].key = "guide";
		filter.by[0].value = ui_record_id(p, kept->id);
	}
	if (record_whole(p->ui->desk, p->arena, &filter, &records, &count) !=
		NULL) {
		return NULL;
	}
	views = ARENA_ARRAY(p->arena, struct guide_change_view, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct record *one = &records[i];

		if (record_value(one, "release").len > 0) continue;
		views[(*ret_count)++] = (struct guide_change_view){
			.kind = choice_words(p, one->type, "kind",
				record_value(one, "kind")),
			.words = record_title(one),
			.lang = ui_language_name(p->locale,
				record_value(one, "lang")),
			.id = ui_record_id(p, one->id)};
	}
	return views;
}
