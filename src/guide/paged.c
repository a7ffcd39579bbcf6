/* A guide on pages: see paged.h. The order of its parts is that of the plain
 * text (plain_text.c).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/paged.h"

#include "guide/frame_words.h"
#include "guide/paged_room.h"
#include "guide/plain.h"
#include "guide/qr.h"

#define MM 2.834645669
#define QR_PT (30 * MM)  /* 3 cm: old cameras read it from there on */

const struct paged_size paged_a5 = {148 * MM, 210 * MM, 13 * MM, 11 * MM,
	10.5, 12.5};

#define TITLE_SIZE 1.9 /* of the size of the page's words */

static void notice_put(struct paged_writer *w, const char *english)
{
	flow_gap(&w->flow, 0.6 * paged_em(w, w->frame));
	flow_box(&w->flow, INK_NOTE_PALE, INK_RULE);
	paged_say(w, paged_spans(w, tr(w->frame->locale, english)), 1, INK_BLACK);
	flow_box_end(&w->flow);
	flow_gap(&w->flow, 0.9 * paged_em(w, w->frame));
}

static void title_put(struct paged_writer *w)
{
	const struct checked *checked = w->checked;
	double em = paged_em(w, checked->tongue);
	const struct span name = {.text = checked->title};
	struct flow_words words = {.words = {checked->tongue, &name, 1},
		.style = {TITLE_SIZE * em, INK_TEAL, INK_START, true, false},
		.part = INK_H1};

	if (!w->edition->quiet) {
		paged_say_text(w, edition_name(w->edition, checked->tongue),
			PAGED_SMALL, INK_SOFT);
	}
	flow_gap(&w->flow, 0.4 * em);
	flow_spot(&w->flow, S("title"));
	flow_entry(&w->flow, 0, checked->title, S("title"));
	flow_put(&w->flow, &words);
	flow_gap(&w->flow, 0.5 * em);
}

static void states_put(struct paged_writer *w)
{
	if (w->edition->demonstration) {
		notice_put(w, TR("This is a demonstration. The organisation,"
			" its people and everything in it are invented."));
	}
	if (w->checked->is_draft) {
		notice_put(w, TR("This is a draft. It has not been checked"
			" yet: do not rely on it alone."));
	}
	if (w->checked->is_overdue) {
		notice_put(w, TR("This should have been checked again by now."
			" Some of it may be old."));
	}
}

static void checks_put(struct paged_writer *w)
{
	static const char *const who[SIGN_ROLE_COUNT] = {
		[ROLE_LANGUAGE] = TR("A native speaker, {month}"),
		[ROLE_MEDICINE] = TR("A doctor, {month}"),
		[ROLE_SECURITY] = TR("A security trainer, {month}"),
	};
	const struct checked *checked = w->checked;
	enum locale locale = w->frame->locale;

	flow_gap(&w->flow, 1.2 * paged_em(w, w->frame));
	paged_label(w, TR("Who has checked this"), INK_SOFT);
	for (size_t i = 0; i < checked->sign_count; i++) {
		const struct filling month = {S("month"), plain_month(w->arena,
			checked->signs[i].checked_day)};

		paged_say(w, frame_words(w->arena, tr(locale,
			who[checked->signs[i].role]), &month, 1), PAGED_SMALL,
			INK_SOFT);
	}
	if (checked->is_draft) {
		paged_say(w, paged_spans(w, tr(locale, TR("Not everybody who has to"
			" check this has done so yet."))), PAGED_SMALL,
			INK_SOFT);
	}
	paged_say(w, frame_check_again(w->arena, checked), PAGED_SMALL, INK_SOFT);
}

static void address_put(struct paged_writer *w, str address)
{
	const struct slot slot = {.kind = SLOT_LINK, .value = address};
	struct slot *kept = ARENA_NEW(w->arena, struct slot);
	struct span span = {.text = address, .isolate = true, .slot = kept};
	struct flow_words words = {.words = {w->frame, &span, 1},
		.style = {PAGED_SMALL * w->flow.size->latin_pt, INK_SOFT,
			INK_START, false, false}};

	*kept = slot;
	flow_put(&w->flow, &words);
}

static void places_put(struct paged_writer *w)
{
	const struct edition *edition = w->edition;
	struct ink_pixels code;

	if (edition->onion.len == 0 && edition->where_count == 0) return;
	flow_gap(&w->flow, 1.2 * paged_em(w, w->frame));
	paged_label(w, TR("Where else these guides are"), INK_SOFT);
	for (size_t i = 0; i < edition->where_count; i++) {
		address_put(w, edition->where[i]);
	}
	if (edition->onion.len == 0) return;
	flow_need(&w->flow, QR_PT + 4 * paged_em(w, w->frame));
	paged_say(w, paged_spans(w, tr(w->frame->locale, TR("In Tor Browser:"))),
		PAGED_SMALL, INK_SOFT);
	address_put(w, edition_onion(w->arena, edition));
	if (qr_pixels(w->arena, edition_onion(w->arena, edition), &code)) {
		flow_gap(&w->flow, 0.3 * paged_em(w, w->frame));
		flow_picture(&w->flow, (struct paged_item){.kind = PAGED_CODE,
			.pixels = code, .box = {0, 0, QR_PT, QR_PT}});
	}
}

/* [paged-3] */
static void foot_put(struct paged_writer *w, size_t page, size_t pages)
{
	const struct paged_size *size = w->flow.size;
	const struct span number = {.isolate = true, .nowrap = true,
		.text = str_fmt(w->arena, "%zu / %zu", page + 1, pages)};
	struct span_list spans = frame_release(w->arena, w->edition,
		w->frame->locale);
	struct flow_words words = {.words = {w->frame, &number, 1},
		.style = {0.74 * paged_em(w, w->frame), INK_SOFT, INK_CENTRE,
			false, false}};
	double line = words.style.size_pt * 1.5;

	flow_put_at(&w->flow, page, &words, size->height_pt -
		size->margin_pt - 2 * line + 0.4 * size->margin_pt);
	frame_words_add(w->arena, &spans, frame_expiry(w->arena, w->edition,
		w->frame->locale));
	words.words = paged_ink_words(w->frame, &spans);
	flow_put_at(&w->flow, page, &words, size->height_pt -
		size->margin_pt - line + 0.4 * size->margin_pt);
}

static void gone_put(struct paged_writer *w)
{
	notice_put(w, TR("This guide was taken back. Please do not use it any"
		" more, and do not pass it on."));
	paged_say_text(w, w->checked->withdrawn, 1, INK_BLACK);
}

void paged_make(const struct paged_job *job, const struct paged_size *size,
	struct paged *ret_paged)
{
	struct paged_writer w = {.arena = job->arena, .checked = job->checked,
		.edition = job->edition, .last = UNIT_TITLE,
		.frame = tongue_of(job->checked->tongue->locale),
		.flow = {.arena = job->arena, .ink = job->ink,
			.paged = ret_paged, .size = size,
			.rtl = job->checked->tongue->rtl}};

	*ret_paged = (struct paged){.width_pt = size->width_pt,
		.height_pt = size->height_pt};
	flow_begin(&w.flow);
	title_put(&w);
	if (job->checked->withdrawn.len > 0) {
		gone_put(&w);
	} else {
		states_put(&w);
		paged_units(&w);
		checks_put(&w);
		places_put(&w);
	}
	for (size_t i = 0; i < ret_paged->pages.count; i++) {
		foot_put(&w, i, ret_paged->pages.count);
	}
}

/* -- drawing --------------------------------------------------------------- */

void paged_close(struct paged *paged)
{
	for (size_t i = 0; i < paged->texts.count; i++) {
		ink_text_close(&paged->texts.at[i]);
	}
	*paged = (struct paged){0};
}

static void item_draw(const struct paged_item *item, struct ink_sheet *sheet)
{
	switch (item->kind) {
	case PAGED_TEXT:
		ink_sheet_text(sheet, item->text, item->lines, item->box.x,
			item->box.y);
		break;
	case PAGED_FILL: ink_sheet_fill(sheet, item->box, item->colour); break;
	case PAGED_CODE:
		ink_sheet_picture(sheet, item->pixels, item->box);
		break;
	case PAGED_PICTURE:
		if (!ink_sheet_image(sheet, &item->image, item->box)) {
			ink_sheet_fill(sheet, item->box, INK_RULE);
		}
		break;
	case PAGED_SPOT:
		ink_sheet_spot(sheet, item->spot, item->box.y);
		break;
	case PAGED_ENTRY:
		ink_sheet_entry(sheet, item->level, item->words, item->spot);
		break;
	}
}

void paged_draw(const struct paged *paged, size_t page,
	struct ink_sheet *sheet)
{
	const struct paged_page *drawn = &paged->pages.at[page];

	for (size_t i = 0; i < drawn->items.count; i++) {
		item_draw(&drawn->items.at[i], sheet);
	}
}
