/* A translated file against its source: see intake_drift.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/intake_drift.h"

#include "guide/pairing.h"
#include "guide/transfer.h"

enum { UNTRANSLATED_MIN = 24 /* shorter may be a name */ };

/* With an article each, for remarks. */
static const char *const kinds[UNIT_KIND_COUNT] = {
	[UNIT_TITLE] = "the title", [UNIT_SHORT] = "a short",
	[UNIT_SECTION] = "a section", [UNIT_PARAGRAPH] = "a paragraph",
	[UNIT_NOTE] = "a note", [UNIT_WARNING] = "a warning",
	[UNIT_DANGER] = "a danger sign", [UNIT_STEP] = "a step",
	[UNIT_ITEM] = "a list item", [UNIT_QUESTION] = "a question",
	[UNIT_CHOICE] = "a choice", [UNIT_PICTURE] = "a picture",
	[UNIT_ROW] = "a table row", [UNIT_SOURCE] = "a source",
};

static void say(struct intake_drift *d, size_t line, str text)
{
	exchange_say(d->intake->exchange, d->other->path, line,
		EXCHANGE_WARNING, text);
}

static void missing_say(struct intake_drift *d, const struct leaf *leaf,
	size_t line)
{
	say(d, line, str_fmt(d->intake->exchange->arena,
		"%s of the source (line %zu) is missing behind here",
		kinds[leaf->kind], leaf->line));
}

static void extra_say(struct intake_drift *d, const struct leaf *leaf)
{
	say(d, leaf->line, str_fmt(d->intake->exchange->arena,
		"%s that the source does not have: left out",
		kinds[leaf->kind]));
}

/* What is otherwise in a pair. */
static void pair_say(struct intake_drift *d, const struct leaf *from,
	const struct leaf *leaf)
{
	struct arena *kept = d->intake->exchange->arena;

	if (from->kind != leaf->kind) {
		say(d, leaf->line, str_fmt(kept, "%s where the source has %s",
			kinds[leaf->kind], kinds[from->kind]));
	} else if (from->level != leaf->level) {
		say(d, leaf->line, str_fmt(kept, "level %u, the source has %u",
			leaf->level, from->level));
	}
	for (int kind = SLOT_LINK; kind <= SLOT_LITERAL; kind += SLOT_LITERAL
			- SLOT_LINK) {
		size_t ours = leaf_count(from, (enum slot_kind)kind);
		size_t theirs = leaf_count(leaf, (enum slot_kind)kind);

		if (ours == theirs) continue;
		say(d, leaf->line, str_fmt(kept, "%s: %zu, the source has %zu"
			" (line %zu)", kind == SLOT_LINK ? "other link count"
			: "other count of numbers and codes", theirs, ours,
			from->line));
	}
}

static bool is_untranslated(const struct leaf *from, const struct leaf *leaf)
{
	return leaf->words.len >= UNTRANSLATED_MIN
		&& str_eq(from->words, leaf->words);
}

/* A unit of the source and what is said to be its translation. */
struct pair { const struct leaf *from, *leaf; bool sure; };

/* Words into their unit, with what there is to say of it. */
static void words_land(struct intake_drift *d, const struct pair *pair,
	struct unit *unit, size_t tongue)
{
	const struct leaf *from = pair->from, *leaf = pair->leaf;
	struct words *words = &unit->words[tongue];
	enum transfer_outcome outcome;
	bool agrees = pairing_agrees(from, leaf), sure = pair->sure;
	str text;

	pair_say(d, from, leaf);
	if (unit->kind == UNIT_PICTURE && leaf->words.len == 0) {
		if (unit->words[0].text.len > 0) {
			say(d, leaf->line, S("a picture without words"));
		}
		return;
	}
	outcome = transfer_words(d->arena, unit, leaf, d->other->tongue, &text);
	if (outcome != TRANSFER_FINE) say(d, leaf->line, transfer_text(outcome));
	if (!transfer_is_taken(outcome)) return;
	if (!sure) {
		say(d, leaf->line, str_fmt(d->intake->exchange->arena,
			"paired with line %zu of the source by its place only:"
			" look at it", from->line));
	}
	if (is_untranslated(from, leaf)) {
		say(d, leaf->line, S("the words are those of the source"));
		sure = false;
	}
	*words = (struct words){.text = text, .state = sure && agrees
			&& outcome == TRANSFER_FINE ? WORDS_DONE : WORDS_DRAFT,
		.seen = unit_seen_now(unit), .note = words->note,
		.line = (unsigned)leaf->line};
}

static void pairs_take(struct intake_drift *d, const struct pairing *pairing,
	size_t tongue)
{
	const struct leaf_list *source = &d->source->page.leaves;
	const struct leaf_list *other = &d->other->page.leaves;
	size_t line = 1;

	for (size_t i = 0; i < source->count; i++) {
		const struct leaf *from = &source->at[i];
		size_t j = pairing->to[i], at = d->unit_of[i];
		struct pair pair;

		if (j == SIZE_MAX) {
			missing_say(d, from, line);
			continue;
		}
		line = other->at[j].line;
		if (at == SIZE_MAX) continue; /* said of the source already */
		pair = (struct pair){from, &other->at[j],
			pairing->trust[i] == PAIRING_SURE};
		words_land(d, &pair, &d->guide->units.at[at], tongue);
	}
	for (size_t j = 0; j < other->count; j++) {
		if (pairing->from[j] == SIZE_MAX) extra_say(d, &other->at[j]);
	}
}

/* What has no words waits, or as it was decided. */
static void missing_set(struct intake_drift *d, size_t tongue)
{
	for (size_t i = 0; i < d->guide->units.count; i++) {
		struct unit *unit = &d->guide->units.at[i];

		struct words *words = &unit->words[tongue];

		if (words->state == WORDS_EMPTY
			&& words->missing == MISSING_HOLD) {
			words->missing = d->intake->missing;
		}
	}
}

void intake_translation(struct intake_drift *d)
{
	const struct leaf_list *source = &d->source->page.leaves;
	const struct leaf_list *other = &d->other->page.leaves;
	struct pairing pairing;
	size_t tongue;

	if (d->intake->compared > INTAKE_COMPARED_MAX || !pairing_make(d->arena,
			source, other, &pairing)) {
		exchange_say(d->intake->exchange, d->other->path, 0,
			EXCHANGE_ERROR, S("too long to be paired with its"
				" source: left out"));
		return;
	}
	d->intake->compared += pairing.cells;
	if (!guide_tongue_add(d->guide, d->other->tongue, &tongue)) {
		exchange_say(d->intake->exchange, d->other->path, 0,
			EXCHANGE_ERROR, S("more languages than a guide may"
				" have: left out"));
		return;
	}
	for (size_t j = 0; j < other->count; j++) {
		if (pairing.from[j] == SIZE_MAX) continue;
		other->at[j].id = source->at[pairing.from[j]].id;
	}
	intake_anchors(d->intake->arena, &d->other->page);
	pairs_take(d, &pairing, tongue);
	missing_set(d, tongue);
}
