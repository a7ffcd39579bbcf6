/* Writing the files of a library: see guide_write.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_write.h"

static const str states[WORDS_STATE_COUNT] = {
	[WORDS_EMPTY] = S_INIT("draft"),
	[WORDS_DRAFT] = S_INIT("draft"),
	[WORDS_DONE] = S_INIT("done"),
};

static const str missings[MISSING_COUNT] = {
	[MISSING_HOLD] = S_INIT("hold"),
	[MISSING_SOURCE] = S_INIT("source"),
	[MISSING_LEAVE] = S_INIT("leave"),
};

/* `key VALUE`, or the key alone. */
static void line_put(struct buf *out, str key, str value)
{
	buf_put(out, key);
	if (value.len > 0) buf_byte(out, ' ');
	buf_put(out, value);
	buf_byte(out, '\n');
}

static void number_put(struct buf *out, str key, uint64_t number)
{
	buf_put(out, key);
	buf_byte(out, ' ');
	buf_number(out, number);
	buf_byte(out, '\n');
}

/* -- words ---------------------------------------------------------------- */

/* One language of a guide that is looked at unit by unit. */
struct checking {
	const struct guide *guide;
	size_t tongue;
	struct arena *arena;       /* of the unit at hand */
	struct write_fault *ret_fault;
};

static struct checking check_open(const struct guide *guide, size_t tongue,
	struct write_fault *ret_fault)
{
	enum { WORDS_ARENA = 4 << 20 };

	return (struct checking){guide, tongue, arena_open(WORDS_ARENA),
		ret_fault};
}

/* Words that were true to an older source are kept as they are, as long as
 * they are one line. */
static bool may_stay(const struct unit *unit, size_t tongue,
	enum inline_fault fault)
{
	return fault == INLINE_FINE || (unit_is_stale(unit, tongue)
		&& fault != INLINE_CONTROL && fault != INLINE_NOT_UTF8);
}

/* [guide-write-2] The words fit the unit as it is now. */
static bool words_check(struct checking *check, const struct unit *unit)
{
	struct span_list spans;
	enum inline_fault fault = inline_read(check->arena, unit,
		unit->words[check->tongue].text,
		check->guide->tongues[check->tongue], &spans);

	arena_reset(check->arena);
	if (may_stay(unit, check->tongue, fault)) return true;
	*check->ret_fault = (struct write_fault){unit, fault};
	return false;
}

/* -- the guide ------------------------------------------------------------ */

static void head_put(const struct guide *guide, struct buf *out)
{
	buf_text(out, guide->is_story ? "bothy-story 1\n" : "bothy-guide 1\n");
	line_put(out, S("source"), guide->tongues[0]->tag);
	buf_text(out, "demands");
	for (size_t i = 0; i < SIGN_ROLE_COUNT; i++) {
		if (!guide->demands[i]) continue;
		buf_byte(out, ' ');
		buf_put(out, sign_role_name((enum sign_role)i));
	}
	buf_byte(out, '\n');
	number_put(out, S("check-days"), guide->check_days);
}

static void slot_put(const struct slot *slot, struct buf *out)
{
	buf_text(out, "slot ");
	buf_put(out, slot->name);
	buf_byte(out, ' ');
	line_put(out, slot_kind_name(slot->kind), slot->value);
}

static void unit_put(const struct unit *unit, struct buf *out)
{
	unsigned level = unit->kind == UNIT_ROW ? unit->cells : unit->level;

	buf_byte(out, '\n');
	buf_put(out, unit_kind_name(unit->kind));
	buf_byte(out, ' ');
	buf_put(out, unit_id_str(&unit->id));
	if (level > 0) {
		buf_byte(out, ' ');
		buf_number(out, level);
	}
	buf_byte(out, '\n');
	for (size_t i = 0; i < unit->slot_count; i++) {
		slot_put(&unit->slots[i], out);
	}
	line_put(out, S("words"), unit->words[0].text);
}

bool guide_write(const struct guide *guide, struct buf *out,
	struct write_fault *ret_fault)
{
	struct checking check = check_open(guide, 0, ret_fault);
	bool fine = true;

	head_put(guide, out);
	for (size_t i = 0; fine && i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];

		fine = words_check(&check, unit);
		if (fine) unit_put(unit, out);
	}
	arena_close(&check.arena);
	return fine && !out->failed;
}

/* -- a language ----------------------------------------------------------- */

static bool has_block(const struct words *words)
{
	if (words->is_derived) return false;
	return words->state != WORDS_EMPTY || words->missing != MISSING_HOLD;
}

static void block_put(const struct unit *unit, const struct words *words,
	struct buf *out)
{
	buf_byte(out, '\n');
	if (words->state == WORDS_EMPTY) {
		buf_text(out, "missing ");
		buf_put(out, unit_id_str(&unit->id));
		buf_byte(out, ' ');
		line_put(out, missings[words->missing], S(""));
		return;
	}
	buf_put(out, unit_id_str(&unit->id));
	buf_byte(out, ' ');
	buf_put(out, states[words->state]);
	buf_byte(out, ' ');
	buf_put(out, str_bytes(words->seen.hex, sizeof(words->seen.hex)));
	buf_byte(out, '\n');
	line_put(out, S("words"), words->text);
	if (words->note.len > 0) line_put(out, S("note"), words->note);
}

bool words_write(const struct guide *guide, size_t tongue, struct buf *out,
	struct write_fault *ret_fault)
{
	struct checking check;
	bool fine = true;

	must(tongue > 0 && tongue < guide->tongue_count);
	check = check_open(guide, tongue, ret_fault);
	buf_text(out, "bothy-words 1\n");
	line_put(out, S("language"), guide->tongues[tongue]->tag);
	for (size_t i = 0; fine && i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];
		const struct words *words = &unit->words[tongue];

		if (!has_block(words)) continue;
		fine = words->state == WORDS_EMPTY || words_check(&check, unit);
		if (fine) block_put(unit, words, out);
	}
	arena_close(&check.arena);
	return fine && !out->failed;
}

bool words_has_file(const struct guide *guide, size_t tongue)
{
	for (size_t i = 0; i < guide->units.count; i++) {
		if (has_block(&guide->units.at[i].words[tongue])) return true;
	}
	return false;
}

/* -- signatures, the library, its releases --------------------------------- */

void signs_write(const struct guide *guide, struct buf *out)
{
	buf_text(out, "bothy-signs 1\n\n");
	for (size_t i = 0; i < guide->signs.count; i++) {
		const struct sign *sign = &guide->signs.at[i];

		buf_put(out, guide->tongues[sign->tongue]->tag);
		buf_byte(out, ' ');
		buf_put(out, sign_role_name(sign->role));
		buf_byte(out, ' ');
		edition_day(out, sign->checked_day);
		buf_byte(out, ' ');
		edition_day(out, sign->until_day);
		buf_byte(out, ' ');
		buf_put(out, str_bytes(sign->hash.hex,
			sizeof(sign->hash.hex)));
		buf_byte(out, ' ');
		buf_put(out, sign->against);
		buf_byte(out, '\n');
	}
}

void guide_library_write(const struct guide_library *library, struct buf *out)
{
	buf_text(out, "bothy-library 1\n");
	for (size_t i = 0; i < library->names.count; i++) {
		const struct edition_name *name = &library->names.at[i];

		buf_text(out, "name ");
		line_put(out, name->tongue->tag, name->words);
	}
	line_put(out, S("source"), library->source->tag);
	if (library->onion.len > 0) {
		line_put(out, S("onion"), library->onion);
	}
	for (size_t i = 0; i < library->where.count; i++) {
		line_put(out, S("where"), library->where.at[i]);
	}
	if (library->expires_days > 0) {
		number_put(out, S("expires-days"), library->expires_days);
	}
	if (library->is_starter) buf_text(out, "starter yes\n");
}

static void release_put(const struct release *release, struct buf *out)
{
	buf_text(out, "release ");
	buf_number(out, release->number);
	buf_byte(out, ' ');
	edition_day(out, release->day);
	buf_byte(out, '\n');
	for (size_t i = 0; i < release->changes.count; i++) {
		const struct change *change = &release->changes.at[i];

		buf_put(out, change->kind);
		buf_byte(out, ' ');
		buf_number(out, change->guide);
		buf_byte(out, ' ');
		line_put(out, change->tongue->tag, change->words);
	}
}

void releases_write(const struct guide_library *library, struct buf *out)
{
	buf_text(out, "bothy-releases 1\n\n");
	for (size_t i = 0; i < library->releases.count; i++) {
		release_put(&library->releases.at[i], out);
	}
}
