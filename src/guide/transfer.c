/* Words from outside into a unit: see transfer.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/transfer.h"

#include "base/digit.h"
#include "base/utf8.h"
#include "guide/script.h"

struct transfer {
	struct arena *arena;
	const struct unit *unit;
	const struct leaf *leaf;
	struct leaf_rename renames[GUIDE_SLOTS_MAX];
	bool matched[GUIDE_SLOTS_MAX]; /* of the leaf's slots */
	bool used[GUIDE_SLOTS_MAX];    /* of the unit's */
	enum transfer_outcome outcome;
};

static bool is_link(enum slot_kind kind)
{
	return kind == SLOT_LINK || kind == SLOT_TERM;
}

/* The same number or code, whatever digits it is written in and however it is
 * grouped. */
static bool is_same_value(str a, str b)
{
	if (str_eq(a, b)) return true;
	for (;;) {
		uint32_t x = 0, y = 0;

		while (a.len > 0 && (a.at[0] == ' ' || a.at[0] == '-')) {
			a = str_from(a, 1);
		}
		while (b.len > 0 && (b.at[0] == ' ' || b.at[0] == '-')) {
			b = str_from(b, 1);
		}
		if (!utf8_next(&a, &x) || !utf8_next(&b, &y)) {
			return a.len == 0 && b.len == 0 && x == 0;
		}
		if (x != y && (digit_of(x) < 0 || digit_of(x) != digit_of(y))) {
			return false;
		}
	}
}

static void match(struct transfer *t, size_t of_leaf, size_t of_unit)
{
	t->renames[of_leaf] = (struct leaf_rename){
		t->leaf->slots[of_leaf].name, t->unit->slots[of_unit].name};
	t->matched[of_leaf] = t->used[of_unit] = true;
}

static void match_values(struct transfer *t)
{
	for (size_t i = 0; i < t->leaf->slot_count; i++) {
		const struct slot *slot = &t->leaf->slots[i];

		for (size_t k = 0; k < t->unit->slot_count; k++) {
			const struct slot *to = &t->unit->slots[k];

			if (t->used[k] || !slot_is_in_words(to->kind)
				|| is_link(to->kind) != is_link(slot->kind)) {
				continue;
			}
			if (is_link(to->kind) ? str_eq(slot->value, to->value)
					: is_same_value(slot->value, to->value)) {
				match(t, i, k);
				break;
			}
		}
	}
}

static size_t links_left(const struct slot *slots, const bool *taken,
	size_t count)
{
	size_t left = 0;

	for (size_t i = 0; i < count; i++) {
		left += is_link(slots[i].kind) && !taken[i];
	}
	return left;
}

/* Links that lead elsewhere are taken in their order, when there are as many
 * as the unit has left. */
static void match_links(struct transfer *t)
{
	size_t theirs = links_left(t->leaf->slots, t->matched,
		t->leaf->slot_count);
	size_t ours = links_left(t->unit->slots, t->used, t->unit->slot_count);
	size_t k = 0;

	if (ours == 0 && theirs > 0) t->outcome = TRANSFER_EXTRA;
	if (ours > 0 && theirs != ours) t->outcome = TRANSFER_LINKS;
	if (ours == 0 || theirs != ours) return;
	for (size_t i = 0; i < t->leaf->slot_count; i++) {
		const struct slot *slot = &t->leaf->slots[i];

		if (!is_link(slot->kind) || t->matched[i]) continue;
		while (t->used[k] || !is_link(t->unit->slots[k].kind)) k++;
		if (slot->value.len == 0 || slot->value.at[0] != '#') {
			t->outcome = TRANSFER_ELSEWHERE;
		}
		match(t, i, k);
	}
}

/* A number or code of the unit that stands in the words as plain text. */
static bool literal_find(struct transfer *t, str *words, const struct slot *slot)
{
	size_t at = leaf_find(*words, slot->value);
	struct buf out = {0}, escaped = {0};

	if (at == SIZE_MAX) return false;
	leaf_escape(&escaped, slot->value);
	buf_put(&out, str_first(*words, at));
	buf_byte(&out, '{');
	buf_put(&out, slot->name);
	buf_byte(&out, '}');
	buf_put(&out, str_from(*words, at + escaped.len));
	*words = buf_take(&out, t->arena);
	buf_close(&escaped);
	buf_close(&out);
	return true;
}

static str rewritten(struct transfer *t)
{
	str words;

	for (size_t i = 0; i < t->leaf->slot_count; i++) {
		if (t->matched[i]) continue;
		t->renames[i] = (struct leaf_rename){
			t->leaf->slots[i].name, S("")};
		if (t->outcome == TRANSFER_FINE
			&& !is_link(t->leaf->slots[i].kind)) {
			t->outcome = TRANSFER_EXTRA;
		}
	}
	words = leaf_renamed(t->arena, t->leaf, t->renames,
		t->leaf->slot_count);
	for (size_t k = 0; k < t->unit->slot_count; k++) {
		const struct slot *slot = &t->unit->slots[k];

		if (t->used[k] || is_link(slot->kind)
			|| !slot_is_in_words(slot->kind)) {
			continue;
		}
		if (!literal_find(t, &words, slot)) {
			t->outcome = TRANSFER_LITERALS;
		}
	}
	return words;
}

static enum transfer_outcome gate(struct transfer *t, str words,
	const struct tongue *tongue)
{
	struct span_list spans;

	if (words.len > UNIT_WORDS_BYTES_MAX || inline_read(t->arena, t->unit,
			words, tongue, &spans) != INLINE_FINE) {
		return TRANSFER_FAULT;
	}
	return script_is_wrong(&spans, tongue) ? TRANSFER_SCRIPT : t->outcome;
}

enum transfer_outcome transfer_words(struct arena *arena,
	const struct unit *unit, const struct leaf *leaf,
	const struct tongue *tongue, str *ret_words)
{
	struct transfer t = {.arena = arena, .unit = unit, .leaf = leaf};
	enum transfer_outcome outcome;
	str words;

	if (leaf->slot_count > GUIDE_SLOTS_MAX) return TRANSFER_FAULT;
	match_values(&t);
	match_links(&t);
	words = rewritten(&t);
	if (!transfer_is_taken(t.outcome)) return t.outcome;
	outcome = gate(&t, words, tongue);
	if (transfer_is_taken(outcome)) *ret_words = words;
	return outcome;
}

bool transfer_is_taken(enum transfer_outcome outcome)
{
	return outcome <= TRANSFER_EXTRA;
}

str transfer_text(enum transfer_outcome outcome)
{
	static const str texts[] = {
		[TRANSFER_FINE] = S_INIT("fine"),
		[TRANSFER_ELSEWHERE] = S_INIT("a link leads elsewhere than the"
			" source's, which is kept"),
		[TRANSFER_EXTRA] = S_INIT("more links or codes than the source"
			" has: the rest is words only"),
		[TRANSFER_LINKS] = S_INIT("another number of links than in the"
			" source: not taken"),
		[TRANSFER_LITERALS] = S_INIT("a number or code of the source is"
			" not here, or another: not taken"),
		[TRANSFER_SCRIPT] = S_INIT("other letters than the language is"
			" written in: not taken"),
		[TRANSFER_FAULT] = S_INIT("words that do not fit their unit:"
			" not taken"),
	};

	return texts[outcome];
}
