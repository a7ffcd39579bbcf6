/* Reading a guide's own file: see guide_read.h. Its languages and signatures
 * are read in words_read.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_read.h"

#include "base/num.h"
#include "base/utf8.h"
#include "guide/line_reader.h"
#include "guide/unit_ids.h"

enum { SLOT_NAME_MAX = 12, CHECK_DAYS_MAX = 3650, FILE_NAME_MAX = 64 };

/* The blocks of one file. */
struct reading {
	struct line_reader lines;
	struct arena *arena;
	struct guide *guide;
	struct unit_ids ids;     /* given so far */
};

static bool head_demands(struct reading *r, str value)
{
	str word;

	while (value.len > 0) {
		enum sign_role role;

		if (!str_word(&value, &word) || !sign_role_read(word, &role)
			|| role == ROLE_LANGUAGE || r->guide->demands[role]) {
			return line_fault(&r->lines, S("no such role"));
		}
		r->guide->demands[role] = true;
	}
	return true;
}

static bool head_read(struct reading *r)
{
	struct guide *guide = r->guide;
	const struct tongue *source;
	uint64_t days;
	size_t at;
	str value;

	guide->is_story = line_is(&r->lines, S("bothy-story 1"));
	if (!guide->is_story && !line_is(&r->lines, S("bothy-guide 1"))) {
		return line_fault(&r->lines, S("no guide of this kind"));
	}
	if (!line_value(&r->lines, S("source"), &value)) return false;
	source = tongue_find(value);
	if (source == NULL || !guide_tongue_add(guide, source, &at)) {
		return line_fault(&r->lines, S("a language we do not know"));
	}
	if (!line_value(&r->lines, S("demands"), &value)
		|| !head_demands(r, value)
		|| !line_value(&r->lines, S("check-days"), &value)) {
		return false;
	}
	if (!num_read(value, CHECK_DAYS_MAX, &days) || days == 0) {
		return line_fault(&r->lines, S("no number of days"));
	}
	guide->check_days = (unsigned)days;
	return line_blank(&r->lines);
}

/* -- a unit --------------------------------------------------------------- */

static bool has_level(enum unit_kind kind)
{
	return kind == UNIT_SECTION || kind == UNIT_STEP || kind == UNIT_ITEM
		|| kind == UNIT_ROW;
}

static bool unit_level(struct reading *r, struct unit *unit, str text)
{
	uint64_t max = unit->kind == UNIT_ROW ? UNIT_CELLS_MAX
		: UNIT_LEVEL_MAX;
	uint64_t level;

	if (!has_level(unit->kind)) {
		return text.len == 0 || line_fault(&r->lines,
			S("this kind has no level"));
	}
	if (!num_read(text, max, &level) || level == 0) {
		return line_fault(&r->lines, S("no level, or a wrong one"));
	}
	if (unit->kind == UNIT_ROW) unit->cells = (unsigned)level;
	else unit->level = (unsigned)level;
	return true;
}

static bool unit_first_line(struct reading *r, struct unit *unit)
{
	str line = S(""), kind, rest, id, level = S("");

	if (!line_next(&r->lines, &line)) return false;
	unit->line = r->lines.number;
	if (!str_cut(line, ' ', &kind, &rest)
		|| !unit_kind_read(kind, &unit->kind)) {
		return line_fault(&r->lines, S("no kind of unit"));
	}
	id = rest;
	if (str_find_byte(rest, ' ') != SIZE_MAX) {
		(void)str_cut(rest, ' ', &id, &level);
	}
	if (!unit_id_read(id, &unit->id)) {
		return line_fault(&r->lines, S("no id of six letters"));
	}
	return unit_level(r, unit, level);
}

static bool slot_name_is_right(str name)
{
	if (name.len == 0 || name.len > SLOT_NAME_MAX) return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool letter = c >= 'a' && c <= 'z';

		if (!letter && (i == 0 || (c != '-' && (c < '0' || c > '9')))) {
			return false;
		}
	}
	return true;
}

/* A name in pictures/ and nothing else: it becomes part of a path. */
static bool is_file_name(str name)
{
	if (name.len == 0 || name.len > FILE_NAME_MAX || name.at[0] == '.') {
		return false;
	}
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')
			&& !(c >= '0' && c <= '9') && c != '-' && c != '_'
			&& c != '.') {
			return false;
		}
	}
	return true;
}

/* What leads out of a page leads to a place, and runs nothing. */
static bool is_link(str value)
{
	static const str begins[] = {S_INIT("https://"), S_INIT("http://"),
		S_INIT("guide:"), S_INIT("unit:")};

	for (size_t i = 0; i < NELEM(begins); i++) {
		if (str_starts(value, begins[i])) return true;
	}
	return false;
}

/* The value of a slot by its kind: NULL, or what is wrong. */
static const char *slot_wrong(const struct slot *slot)
{
	int64_t day;

	if ((slot->value.len == 0) != (slot->kind == SLOT_DECORATIVE)) {
		return "a slot without its value";
	}
	if (!line_is_clean(slot->value)) return "a control character";
	switch (slot->kind) {
	case SLOT_LINK:
		return is_link(slot->value) ? NULL : "no https or onion "
			"address, no guide:N, no unit:ID";
	case SLOT_DATE:
		return source_day_read(slot->value, &day) ? NULL
			: "no date YYYY-MM-DD or YYYY-MM";
	case SLOT_PICTURE:
		return is_file_name(slot->value) ? NULL
			: "no plain name of a picture";
	case SLOT_TERM:
	case SLOT_LITERAL:
	case SLOT_DECORATIVE:
	case SLOT_KIND_COUNT: break;
	}
	return NULL;
}

static bool slot_read(struct reading *r, struct unit *unit, str line)
{
	struct slot slot = {0};
	const char *wrong;
	str rest, kind;

	if (!str_cut(line, ' ', &slot.name, &rest)
		|| !slot_name_is_right(slot.name)
		|| unit_slot(unit, slot.name) != NULL) {
		return line_fault(&r->lines, S("no slot name, or one twice"));
	}
	kind = rest;
	if (str_find_byte(rest, ' ') != SIZE_MAX) {
		(void)str_cut(rest, ' ', &kind, &slot.value);
	}
	if (!slot_kind_read(kind, &slot.kind)) {
		return line_fault(&r->lines, S("no kind of slot"));
	}
	wrong = slot_wrong(&slot);
	if (wrong != NULL) return line_fault(&r->lines, str_of(wrong));
	if (unit->slot_count == GUIDE_SLOTS_MAX) {
		return line_fault(&r->lines, S("too many slots"));
	}
	unit->slots[unit->slot_count++] = slot;
	return true;
}

static bool unit_read(struct reading *r)
{
	struct unit unit = {.cells = 1};
	struct slot slots[GUIDE_SLOTS_MAX];
	str line;

	unit.slots = slots;
	if (!unit_first_line(r, &unit)) return false;
	if (!unit_ids_take(&r->ids, unit.id)) {
		return line_fault(&r->lines, S("an id that is there already"));
	}
	while (line_value_if(&r->lines, S("slot"), &line)) {
		if (!slot_read(r, &unit, line)) return false;
	}
	if (!line_value(&r->lines, S("words"), &unit.words[0].text)) {
		return false;
	}
	if (unit.words[0].text.len > UNIT_WORDS_BYTES_MAX) {
		return line_fault(&r->lines, S("too many words in one unit"));
	}
	unit.words[0].line = r->lines.number;
	unit.words[0].state = WORDS_DONE;
	unit.slots = ARENA_ARRAY(r->arena, struct slot, unit.slot_count);
	for (size_t i = 0; i < unit.slot_count; i++) unit.slots[i] = slots[i];
	if (r->guide->units.count == GUIDE_UNITS_MAX) {
		return line_fault(&r->lines, S("too many units"));
	}
	LIST_ADD(r->arena, &r->guide->units, unit);
	return true;
}

static bool units_read(struct reading *r)
{
	do {
		if (!unit_read(r)) return false;
	} while (line_blank_if(&r->lines));
	if (!line_end(&r->lines)) return false;
	if (r->guide->units.at[0].kind != UNIT_TITLE) {
		return line_fault(&r->lines, S("the first unit is no title"));
	}
	for (size_t i = 1; i < r->guide->units.count; i++) {
		if (r->guide->units.at[i].kind != UNIT_TITLE) continue;
		r->lines.number = r->guide->units.at[i].line;
		return line_fault(&r->lines, S("a second title"));
	}
	return true;
}

/* How many units there are at most: each has an empty line before it. */
static size_t units_count(str file)
{
	size_t count = 0;

	for (size_t i = 1; i < file.len && count <= GUIDE_UNITS_MAX; i++) {
		count += file.at[i] == '\n' && file.at[i - 1] == '\n';
	}
	return count;
}

bool guide_read(struct arena *arena, str file, struct guide *ret_guide,
	struct read_fault *ret_fault)
{
	size_t count = units_count(file);
	struct guide guide = {0};
	struct reading r = {{.rest = file}, arena, &guide,
		unit_ids_open(arena, S(""), count)};
	bool right;

	LIST_START(arena, &guide.units, count);
	right = line_reader_open(&r.lines) && head_read(&r) && units_read(&r);
	if (right) *ret_guide = guide;
	else *ret_fault = r.lines.fault;
	return right;
}
