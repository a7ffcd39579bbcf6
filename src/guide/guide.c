/* The model of a guide: see guide.h. Owns the names of its kinds.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide.h"

#include "seal/hash.h"

#include <string.h>

static const str unit_kinds[UNIT_KIND_COUNT] = {
	[UNIT_TITLE] = S_INIT("title"),
	[UNIT_SHORT] = S_INIT("short"),
	[UNIT_SECTION] = S_INIT("section"),
	[UNIT_PARAGRAPH] = S_INIT("paragraph"),
	[UNIT_NOTE] = S_INIT("note"),
	[UNIT_WARNING] = S_INIT("warning"),
	[UNIT_DANGER] = S_INIT("danger"),
	[UNIT_STEP] = S_INIT("step"),
	[UNIT_ITEM] = S_INIT("item"),
	[UNIT_QUESTION] = S_INIT("question"),
	[UNIT_CHOICE] = S_INIT("choice"),
	[UNIT_PICTURE] = S_INIT("picture"),
	[UNIT_ROW] = S_INIT("row"),
	[UNIT_SOURCE] = S_INIT("source"),
};

static const str slot_kinds[SLOT_KIND_COUNT] = {
	[SLOT_LINK] = S_INIT("link"),
	[SLOT_TERM] = S_INIT("term"),
	[SLOT_LITERAL] = S_INIT("literal"),
	[SLOT_DATE] = S_INIT("date"),
	[SLOT_PICTURE] = S_INIT("picture"),
	[SLOT_DECORATIVE] = S_INIT("decorative"),
};

static const str sign_roles[SIGN_ROLE_COUNT] = {
	[ROLE_LANGUAGE] = S_INIT("language"),
	[ROLE_MEDICINE] = S_INIT("medicine"),
	[ROLE_SECURITY] = S_INIT("security"),
};

/* The place of `name` among `names`, or `count`. */
static size_t name_find(const str *names, size_t count, str name)
{
	size_t i = 0;

	while (i < count && !str_eq(names[i], name)) i++;
	return i;
}

str unit_kind_name(enum unit_kind kind)
{
	must(kind < UNIT_KIND_COUNT);
	return unit_kinds[kind];
}

bool unit_kind_read(str name, enum unit_kind *ret_kind)
{
	size_t at = name_find(unit_kinds, UNIT_KIND_COUNT, name);

	if (at == UNIT_KIND_COUNT) return false;
	*ret_kind = (enum unit_kind)at;
	return true;
}

str slot_kind_name(enum slot_kind kind)
{
	must(kind < SLOT_KIND_COUNT);
	return slot_kinds[kind];
}

bool slot_kind_read(str name, enum slot_kind *ret_kind)
{
	size_t at = name_find(slot_kinds, SLOT_KIND_COUNT, name);

	if (at == SLOT_KIND_COUNT) return false;
	*ret_kind = (enum slot_kind)at;
	return true;
}

str sign_role_name(enum sign_role role)
{
	must(role < SIGN_ROLE_COUNT);
	return sign_roles[role];
}

bool sign_role_read(str name, enum sign_role *ret_role)
{
	size_t at = name_find(sign_roles, SIGN_ROLE_COUNT, name);

	if (at == SIGN_ROLE_COUNT) return false;
	*ret_role = (enum sign_role)at;
	return true;
}

bool unit_id_read(str text, unit_id *ret_id)
{
	if (text.len != UNIT_ID_LETTERS) return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < 'a' || text.at[i] > 'z') return false;
	}
	memcpy(ret_id->letters, text.at, UNIT_ID_LETTERS);
	return true;
}

bool unit_id_eq(unit_id a, unit_id b)
{
	return memcmp(a.letters, b.letters, UNIT_ID_LETTERS) == 0;
}

str unit_id_str(const unit_id *id)
{
	return str_bytes(id->letters, UNIT_ID_LETTERS);
}

str unit_slot_lines(struct arena *arena, const struct unit *unit)
{
	struct buf lines = {0};
	str kept;

	for (size_t i = 0; i < unit->slot_count; i++) {
		const struct slot *slot = &unit->slots[i];

		if (i > 0) buf_byte(&lines, '\n');
		buf_put(&lines, slot->name);
		buf_byte(&lines, ' ');
		buf_put(&lines, slot_kind_name(slot->kind));
		if (slot->value.len == 0) continue;
		buf_byte(&lines, ' ');
		buf_put(&lines, slot->value);
	}
	kept = buf_take(&lines, arena);
	buf_close(&lines);
	return kept;
}

const struct slot *unit_slot(const struct unit *unit, str name)
{
	for (size_t i = 0; i < unit->slot_count; i++) {
		if (str_eq(unit->slots[i].name, name)) return &unit->slots[i];
	}
	return NULL;
}

bool unit_has_slot(const struct unit *unit, enum slot_kind kind)
{
	for (size_t i = 0; i < unit->slot_count; i++) {
		if (unit->slots[i].kind == kind) return true;
	}
	return false;
}

bool slot_is_in_words(enum slot_kind kind)
{
	return kind != SLOT_PICTURE && kind != SLOT_DECORATIVE;
}

unsigned guide_page_number(const struct guide *guide)
{
	return guide->number + (guide->is_story ? STORY_PAGES : 0U);
}

struct unit *guide_unit(const struct guide *guide, unit_id id)
{
	for (size_t i = 0; i < guide->units.count; i++) {
		if (unit_id_eq(guide->units.at[i].id, id)) {
			return &guide->units.at[i];
		}
	}
	return NULL;
}

bool guide_tongue(const struct guide *guide, str tag, size_t *ret_tongue)
{
	for (size_t i = 0; i < guide->tongue_count; i++) {
		if (!str_eq(guide->tongues[i]->tag, tag)) continue;
		*ret_tongue = i;
		return true;
	}
	return false;
}

bool guide_tongue_add(struct guide *guide, const struct tongue *tongue,
	size_t *ret_tongue)
{
	if (guide_tongue(guide, tongue->tag, ret_tongue)) return true;
	if (guide->tongue_count == GUIDE_TONGUES_MAX) return false;
	guide->tongues[guide->tongue_count] = tongue;
	*ret_tongue = guide->tongue_count++;
	return true;
}

/* -- staleness ------------------------------------------------------------ */

static void hash_line(struct hasher *hasher, str part, str end)
{
	hasher_put(hasher, part);
	hasher_put(hasher, end);
}

unit_seen unit_seen_of(const unsigned char *bytes)
{
	static const char digits[] = "0123456789abcdef";
	unit_seen seen;

	for (size_t i = 0; i < sizeof(seen.hex); i++) {
		unsigned byte = bytes[i / 2];

		seen.hex[i] = digits[i % 2 == 0 ? byte >> 4 : byte & 15U];
	}
	return seen;
}

bool unit_seen_eq(unit_seen a, unit_seen b)
{
	return memcmp(a.hex, b.hex, sizeof(a.hex)) == 0;
}

unit_seen unit_seen_now(const struct unit *unit)
{
	struct hasher hasher;

	hasher_start(&hasher);
	hash_line(&hasher, unit_kind_name(unit->kind), S("\n"));
	hash_line(&hasher, unit->words[0].text, S("\n"));
	for (size_t i = 0; i < unit->slot_count; i++) {
		const struct slot *slot = &unit->slots[i];

		hash_line(&hasher, slot->name, S(" "));
		hash_line(&hasher, slot_kind_name(slot->kind), S(" "));
		hash_line(&hasher, slot->value, S("\n"));
	}
	return unit_seen_of(hasher_end(&hasher).bytes);
}

bool unit_is_stale(const struct unit *unit, size_t tongue)
{
	if (tongue == 0 || unit->words[tongue].state == WORDS_EMPTY) {
		return false;
	}
	return !unit_seen_eq(unit_seen_now(unit), unit->words[tongue].seen);
}

size_t unit_change_is_harmless(const struct guide *guide, struct unit *unit,
	unit_seen before)
{
	unit_seen now = unit_seen_now(unit);
	size_t count = 0;

	for (size_t i = 1; i < guide->tongue_count; i++) {
		struct words *words = &unit->words[i];

		if (words->state == WORDS_EMPTY
			|| !unit_seen_eq(words->seen, before)) {
			continue;
		}
		words->seen = now;
		count++;
	}
	return count;
}
