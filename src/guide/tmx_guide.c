/* A guide out of a translation memory: see tmx.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/tmx.h"

#include "guide/phone.h"
#include "guide/transfer.h"
#include "guide/unit_ids.h"
#include "guide/wording.h"

enum { SEGMENT_BYTES_MAX = 4000 };

struct making {
	struct arena *arena;
	const struct tmx *tmx;
	struct exchange *exchange;
	struct wording wording;
	struct unit_ids ids;
	struct guide *guide;
};

/* Words with their phone numbers as literals. */
static struct leaf leaf_of(struct making *m, str text)
{
	struct leaf leaf = {.kind = UNIT_PARAGRAPH, .cells = 1};

	wording_start(&m->wording);
	while (text.len > 0) {
		size_t len, at = phone_find(text, &len);

		(void)wording_text(&m->wording, str_first(text, at));
		wording_literal(&m->wording, m->arena,
			str_first(str_from(text, at), len));
		text = str_from(text, at + len);
	}
	wording_take(&m->wording, m->arena, &leaf);
	return leaf;
}

static bool has_number(str text)
{
	size_t capitals = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] >= '0' && text.at[i] <= '9') return true;
		capitals = text.at[i] >= 'A' && text.at[i] <= 'Z'
			? capitals + 1 : 0;
		if (capitals == 2) return true;
	}
	return false;
}

static bool is_whole(const struct making *m, const struct tmx_segment *segment)
{
	for (size_t i = 0; i < m->tmx->tongue_count; i++) {
		if (str_trim(segment->texts[i]).len == 0
			|| segment->texts[i].len > SEGMENT_BYTES_MAX) {
			return false;
		}
	}
	return true;
}

/* [tmx-1] */
static bool segment_take(struct making *m, const struct tmx_segment *segment)
{
	struct leaf source = leaf_of(m, segment->texts[0]);
	struct unit unit = {.kind = m->guide->units.count == 0 ? UNIT_TITLE
			: UNIT_PARAGRAPH,
		.cells = 1, .slots = source.slots,
		.slot_count = source.slot_count};

	unit.words[0] = (struct words){.text = source.words,
		.state = WORDS_DONE};
	for (size_t i = 0; i < m->tmx->tongue_count; i++) {
		struct leaf leaf = i == 0 ? source
			: leaf_of(m, segment->texts[i]);
		enum transfer_outcome outcome = transfer_words(m->arena, &unit,
			&leaf, m->tmx->tongues[i], &unit.words[i].text);

		if (!transfer_is_taken(outcome)) {
			exchange_say(m->exchange, m->tmx->file, segment->line,
				EXCHANGE_WARNING, transfer_text(outcome));
			return false;
		}
		unit.words[i].state = WORDS_DONE;
	}
	unit.id = unit_ids_make(&m->ids, m->guide->units.count, source.words);
	for (size_t i = 1; i < m->tmx->tongue_count; i++) {
		unit.words[i].seen = unit_seen_now(&unit);
	}
	LIST_ADD(m->arena, &m->guide->units, unit);
	return true;
}

static void segments_take(struct making *m, const struct tmx_choice *choice)
{
	size_t limit = choice->limit == 0 || choice->limit > GUIDE_UNITS_MAX
		? GUIDE_UNITS_MAX : choice->limit;
	size_t partial = 0;

	for (size_t i = 0; i < m->tmx->segments.count; i++) {
		const struct tmx_segment *segment = &m->tmx->segments.at[i];

		if (m->guide->units.count == limit) break;
		if (!is_whole(m, segment)) {
			partial++;
			continue;
		}
		if (choice->only_numbers && m->guide->units.count > 0
			&& !has_number(segment->texts[0])) {
			continue;
		}
		(void)segment_take(m, segment);
	}
	if (partial == 0) return;
	exchange_say(m->exchange, m->tmx->file, 0, EXCHANGE_WARNING, str_fmt(
		m->exchange->arena, "segments that are not in every language,"
		" or are too long: %zu", partial));
}

bool tmx_guide(struct arena *arena, const struct tmx *tmx,
	const struct tmx_choice *choice, struct exchange *exchange,
	struct guide *ret_guide)
{
	struct guide guide = {.check_days = 180,
		.tongue_count = tmx->tongue_count};
	struct making m = {.arena = arena, .tmx = tmx, .exchange = exchange,
		.guide = &guide};

	for (size_t i = 0; i < tmx->tongue_count; i++) {
		guide.tongues[i] = tmx->tongues[i];
	}
	m.ids = unit_ids_open(arena, S("tmx"), GUIDE_UNITS_MAX);
	segments_take(&m, choice);
	wording_close(&m.wording);
	if (guide.units.count == 0) {
		exchange_say(exchange, tmx->file, 0, EXCHANGE_ERROR,
			S("no segment is in every language"));
		return false;
	}
	*ret_guide = guide;
	return true;
}
