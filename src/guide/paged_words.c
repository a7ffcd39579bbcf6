/* Words on the pages of a guide, its own and what the page itself says: see
 * paged_room.h. Owns how large they are and what is said beside a unit.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/paged_room.h"

#include "guide/frame_words.h"
#include "guide/plain.h"
#include "page/tr.h"

double paged_em(const struct paged_writer *w, const struct tongue *tongue)
{
	return tongue->arabic_script ? w->flow.size->arabic_pt :
		w->flow.size->latin_pt;
}

struct ink_words paged_ink_words(const struct tongue *tongue,
	const struct span_list *spans)
{
	return (struct ink_words){tongue, spans->at, spans->count};
}

/* Words of the page itself. */
void paged_say(struct paged_writer *w, struct span_list spans, double size,
	enum ink_colour colour)
{
	struct flow_words words = {.words = paged_ink_words(w->frame, &spans),
		.style = {size * paged_em(w, w->frame), colour, INK_START,
			false, false}};

	if (spans.count > 0) flow_put(&w->flow, &words);
}

struct span_list paged_spans(struct paged_writer *w, str text)
{
	return frame_words(w->arena, text, NULL, 0);
}

void paged_say_text(struct paged_writer *w, str text, double size,
	enum ink_colour colour)
{
	struct span_list spans = {0};
	const struct span span = {.text = text};

	LIST_ADD(w->arena, &spans, span);
	paged_say(w, spans, size, colour);
}

void paged_label(struct paged_writer *w, const char *english,
	enum ink_colour colour)
{
	struct span_list spans = paged_spans(w, tr(w->frame->locale, english));
	struct flow_words words = {.words = paged_ink_words(w->frame, &spans),
		.style = {paged_em(w, w->frame), colour, INK_START, true, false},
		.keep_pt = 3 * paged_em(w, w->frame)};

	flow_put(&w->flow, &words);
}

void paged_marks(struct paged_writer *w, const struct checked_unit *unit)
{
	if (unit->is_stale) {
		paged_say(w, paged_spans(w, tr(w->frame->locale,
			TR("This part is being renewed."))), PAGED_SMALL,
			INK_SOFT);
	}
	if (unit->tongue != w->checked->tongue) {
		paged_say_text(w, str_fmt(w->arena, "%.*s %.*s",
			S_ARG(tr(w->frame->locale, TR("Not translated yet,"
				" shown in another language:"))),
			S_ARG(unit->tongue->own_name)), PAGED_SMALL, INK_SOFT);
	}
}

/* A link leads only to what is here: the unit may have been left out. */
static bool leads_nowhere(const struct paged_writer *w, const struct slot *slot)
{
	str id = str_from(slot->value, S("unit:").len);

	if (!str_starts(slot->value, S("unit:"))) return false;
	for (size_t i = 0; i < w->checked->unit_count; i++) {
		if (str_eq(id, unit_id_str(&w->checked->units[i].unit->id))) {
			return false;
		}
	}
	return true;
}

struct ink_words paged_unit_words(struct paged_writer *w,
	const struct checked_unit *unit)
{
	struct span *spans = ARENA_ARRAY(w->arena, struct span,
		unit->spans.count);

	for (size_t i = 0; i < unit->spans.count; i++) {
		str date = S("");

		spans[i] = unit->spans.at[i];
		if (spans[i].slot != NULL && spans[i].slot->kind == SLOT_DATE) {
			date = plain_source(w->arena, spans[i].slot->value);
		}
		if (date.len > 0) spans[i].text = date;
		if (spans[i].slot != NULL && leads_nowhere(w, spans[i].slot)) {
			spans[i].slot = NULL;
		}
	}
	return (struct ink_words){unit->tongue, spans, unit->spans.count};
}

/* Links lead here, and the contents: only then it is worth its bytes. */
void paged_spot(struct paged_writer *w, const struct checked_unit *unit)
{
	str id = unit_id_str(&unit->unit->id);

	for (size_t i = 0; i < w->checked->unit_count; i++) {
		const struct unit *other = w->checked->units[i].unit;

		for (size_t k = 0; k < other->slot_count; k++) {
			str value = other->slots[k].value;

			if (str_starts(value, S("unit:")) &&
				str_ends(value, id)) {
				flow_spot(&w->flow, id);
				return;
			}
		}
	}
}

/* Where links lead, for who reads on paper. */
static void addresses_put(struct paged_writer *w,
	const struct checked_unit *unit, double indent)
{
	for (size_t i = 0; i < unit->unit->slot_count; i++) {
		const struct slot *slot = &unit->unit->slots[i];
		const struct span span = {.text = slot->value, .isolate = true,
			.slot = slot};
		struct flow_words words = {.words = {w->frame, &span, 1},
			.style = {PAGED_SMALL * w->flow.size->latin_pt,
				INK_SOFT, INK_START, false, false},
			.indent_pt = indent};

		if (slot->kind == SLOT_LINK &&
			!str_starts(slot->value, S("unit:")) &&
			!str_starts(slot->value, S("guide:"))) {
			flow_put(&w->flow, &words);
		}
	}
}

/* A unit's words; `mark` hangs before them. */
void paged_block(struct paged_writer *w, const struct checked_unit *unit,
	str mark, struct ink_style style)
{
	const struct span hung = {.text = mark, .strong = false};
	double em = paged_em(w, w->checked->tongue);
	unsigned level = unit->unit->level > 0 ? unit->unit->level : 1;
	struct flow_words words = {.words = paged_unit_words(w, unit),
		.style = style,
		.mark = {w->checked->tongue, &hung, mark.len > 0}};

	words.mark_pt = 1.5 * em;
	if (mark.len > 0) words.indent_pt = words.mark_pt * level;
	paged_spot(w, unit);
	flow_put(&w->flow, &words);
	addresses_put(w, unit, words.indent_pt);
	paged_marks(w, unit);
}

struct ink_style paged_plain_style(const struct paged_writer *w,
	const struct checked_unit *unit)
{
	return (struct ink_style){paged_em(w, unit->tongue), INK_BLACK,
		INK_START, false, false};
}
