/* A guide out of its records: see guide_records.h. Reads records, changes none.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_records.h"

#include "base/field.h"
#include "base/num.h"
#include "desk/desk_room.h"
#include "desk/record_query.h"

#include <stdlib.h>
#include <string.h>

enum { GUIDE_ARENA_BYTES = 256 << 20 };

/* The letters of fields are small: "kmr-arab". */
static const char *const form_keys[LOCALE_COUNT] = {
	[LOCALE_AR] = "ar", [LOCALE_CKB] = "ckb",
	[LOCALE_KMR_ARAB] = "kmr-arab", [LOCALE_KMR] = "kmr",
	[LOCALE_EN] = "en",
};

const char *guide_field(struct arena *arena, const char *what,
	enum locale locale)
{
	str key = str_fmt(arena, "%s-%s", what, form_keys[locale]);

	return str_c(arena, key);
}

size_t guide_form(const struct guide *guide, enum locale locale)
{
	size_t at = 0;

	must(guide_tongue(guide, locale_info(locale)->tag, &at));
	return at;
}

/* -- one unit ------------------------------------------------------------- */

/* What is loaded of one guide. */
struct loading {
	struct desk *desk;
	struct guide_kept *kept;
	struct LIST_OF(struct guide_unit_kept) units;
	struct LIST_OF(object_id) signs;
	struct LIST_OF(str) signers;
};

static str keep(struct arena *arena, const struct record *record,
	const char *key)
{
	return str_dup(arena, record_value(record, key));
}

static void slots_take(struct arena *arena, const struct record *record,
	struct unit *unit)
{
	str rest = keep(arena, record, "slots"), line;

	unit->slots = ARENA_ARRAY(arena, struct slot, GUIDE_SLOTS_MAX);
	while (unit->slot_count < GUIDE_SLOTS_MAX && str_line(&rest, &line)) {
		struct slot slot = {.value = S("")};
		str kind;

		if (!str_cut(line, ' ', &slot.name, &kind)) continue;
		(void)!str_cut(kind, ' ', &kind, &slot.value);
		if (!slot_kind_read(kind, &slot.kind)) continue;
		unit->slots[unit->slot_count++] = slot;
	}
}

/* A hash that was given with other words says nothing of these: two desks wrote,
 * and somebody kept the one's words beside the other's hash [guide_records-4]. */
static void seen_take(struct words *words, str value)
{
	unit_seen made = unit_seen_of(hash_of(words->text).bytes);
	str seen, of;

	memset(words->seen.hex, '0', sizeof(words->seen.hex));
	if (str_cut(value, ' ', &seen, &of) &&
		field_is_hex(seen, sizeof(words->seen.hex)) &&
		str_eq(of, str_bytes(made.hex, sizeof(made.hex)))) {
		memcpy(words->seen.hex, seen.at, sizeof(words->seen.hex));
	}
}

static enum words_missing missing_of(str word)
{
	return str_eq(word, S("source")) ? MISSING_SOURCE
		: str_eq(word, S("leave")) ? MISSING_LEAVE : MISSING_HOLD;
}

static bool has_rivals(const struct record *record, const char *key)
{
	for (size_t i = 0; i < record->got_count; i++) {
		if (strcmp(record->got[i].field->key, key) == 0) {
			return record->got[i].rival_count > 0;
		}
	}
	return false;
}

static void form_take(struct arena *arena, const struct record *record,
	enum locale locale, struct words *words)
{
	bool rivals = has_rivals(record, guide_field(arena, "words", locale));

	words->text = keep(arena, record, guide_field(arena, "words", locale));
	words->note = keep(arena, record, guide_field(arena, "note", locale));
	words->missing = missing_of(record_value(record,
		guide_field(arena, "missing", locale)));
	seen_take(words, record_value(record,
		guide_field(arena, "seen", locale)));
	if (words->text.len == 0) return;
	words->line = 1; /* its own, not made out of another language */
	words->state = !rivals && str_eq(record_value(record,
		guide_field(arena, "state", locale)), S("done"))
		? WORDS_DONE : WORDS_DRAFT; /* [guide_records-3] */
}

static void level_take(const struct record *record, struct unit *unit)
{
	uint64_t level = 0;

	(void)!num_read(record_value(record, "level"), UNIT_CELLS_MAX, &level);
	unit->cells = 1;
	if (unit->kind == UNIT_ROW) {
		unit->cells = level > 0 ? (unsigned)level : 1;
	} else if (unit->kind == UNIT_SECTION || unit->kind == UNIT_STEP ||
		unit->kind == UNIT_ITEM) {
		unit->level = level > 0 && level <= UNIT_LEVEL_MAX
			? (unsigned)level : 1;
	}
}

bool guide_unit_of(struct arena *arena, const struct record *record,
	const struct guide *guide, struct unit *ret_unit)
{
	struct unit unit = {.kind = UNIT_PARAGRAPH};

	if (!unit_id_read(record_value(record, "letters"), &unit.id) ||
		!unit_kind_read(record_value(record, "kind"), &unit.kind)) {
		return false;
	}
	level_take(record, &unit);
	slots_take(arena, record, &unit);
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		form_take(arena, record, (enum locale)i,
			&unit.words[guide_form(guide, (enum locale)i)]);
	}
	unit.words[0].state = WORDS_DONE;
	*ret_unit = unit;
	return true;
}

static void unit_take(struct loading *l, const struct record *record)
{
	struct guide *guide = &l->kept->guide;
	struct guide_unit_kept kept = {.id = record->id,
		.order = keep(l->kept->arena, record, "order")};
	struct unit unit;

	if (!str_eq(record_state(record), S("kept")) ||
		guide->units.count == GUIDE_UNITS_MAX ||
		!guide_unit_of(l->kept->arena, record, guide, &unit)) {
		return; /* [guide_records-1] */
	}
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		kept.rivals[i] = has_rivals(record, guide_field(
			l->kept->arena, "words", (enum locale)i));
	}
	for (size_t i = 0; i < record->got_count; i++) {
		kept.unsettled = kept.unsettled ||
			record->got[i].rival_count > 0;
	}
	LIST_ADD(l->kept->arena, &guide->units, unit);
	LIST_ADD(l->kept->arena, &l->units, kept);
}

/* -- one signature -------------------------------------------------------- */

static void sign_take(struct loading *l, const struct record *record)
{
	struct guide *guide = &l->kept->guide;
	struct sign sign = {.against = keep(l->kept->arena, record, "against")};
	str signed_hash = record_value(record, "hash");

	if (!str_eq(record_state(record), S("stands")) ||
		!guide_tongue(guide, record_value(record, "lang"),
			&sign.tongue) ||
		!sign_role_read(record_value(record, "role"), &sign.role) ||
		!day_read(record_value(record, "checked"),
			&sign.checked_day) ||
		!day_read(record_value(record, "until"), &sign.until_day) ||
		!field_is_hex(signed_hash, sizeof(sign.hash.hex))) {
		return;
	}
	memcpy(sign.hash.hex, signed_hash.at, sizeof(sign.hash.hex));
	LIST_ADD(l->kept->arena, &guide->signs, sign);
	LIST_ADD(l->kept->arena, &l->signs, record->id);
	LIST_ADD(l->kept->arena, &l->signers, keep(l->kept->arena, record,
		"member"));
}

/* -- one guide ------------------------------------------------------------ */

void guide_tongues_add(struct guide *guide, const struct tongue *source)
{
	size_t at;

	if (source == NULL || !source->is_ours) source = tongue_of(LOCALE_EN);
	must(guide_tongue_add(guide, source, &at));
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		must(guide_tongue_add(guide, tongue_of((enum locale)i), &at));
	}
}

static void head_take(struct loading *l, const struct record *record)
{
	struct guide_kept *kept = l->kept;
	struct guide *guide = &kept->guide;
	const struct tongue *source = tongue_find(record_value(record,
		"source"));
	uint64_t number = 0, days = 0;

	kept->id = record->id;
	kept->name = keep(kept->arena, record, "name");
	kept->state = keep(kept->arena, record, "state");
	(void)!num_read(record_value(record, "number"), PAGE_NUMBER_MAX,
		&number);
	(void)!num_read(record_value(record, "check-days"), 3650, &days);
	if (number > GUIDE_NUMBER_MAX && number <= STORY_PAGES) number = 0;
	guide->is_story = number > STORY_PAGES;
	guide->number = (unsigned)number - (guide->is_story ? STORY_PAGES : 0U);
	guide->check_days = days > 0 ? (unsigned)days : 180;
	guide->demands[ROLE_MEDICINE] = record_has(record, "demands",
		S("medicine"));
	guide->demands[ROLE_SECURITY] = record_has(record, "demands",
		S("security"));
	guide_tongues_add(guide, source);
}

typedef void taker(struct loading *l, const struct record *record);

static const err *each_of(struct loading *l, const struct record_type *type,
	taker *take)
{
	struct arena *list = arena_open(GUIDE_ARENA_BYTES);
	struct arena *one = arena_open(GUIDE_ARENA_BYTES);
	struct record_filter filter = {.type = type, .by_count = 1};
	struct record_rows rows = {.more = true};
	struct buf hex = {0};
	const err *e = NULL;

	object_write(l->kept->id, &hex);
	filter.by[0].key = type->home;
	filter.by[0].value = buf_str(&hex);
	while (e == NULL && rows.more) {
		arena_reset(list);
		e = record_list(l->desk, list, &filter, &rows);
		for (size_t i = 0; e == NULL && i < rows.count; i++) {
			struct record record;

			arena_reset(one);
			e = record_get(l->desk, one, rows.at[i].id, &record);
			if (e == NULL) take(l, &record);
		}
		filter.skip += RECORD_ROWS_MAX;
	}
	buf_close(&hex);
	arena_close(&list);
	arena_close(&one);
	return e;
}

/* A unit with its record, for sorting. */
struct both { struct unit unit; struct guide_unit_kept kept; };

static int by_order(const void *a, const void *b)
{
	const struct both *one = a, *other = b;
	int order = str_compare(one->kept.order, other->kept.order);

	return order != 0 ? order : memcmp(one->unit.id.letters,
		other->unit.id.letters, UNIT_ID_LETTERS);
}

static void units_sort(struct loading *l)
{
	size_t count = l->units.count;
	struct guide *guide = &l->kept->guide;
	struct both *all;

	if (count == 0) return;
	all = mem_get(mem_times(count, sizeof(*all)));
	for (size_t i = 0; i < count; i++) {
		all[i] = (struct both){guide->units.at[i], l->units.at[i]};
	}
	qsort(all, count, sizeof(*all), by_order);
	for (size_t i = 0; i < count; i++) {
		guide->units.at[i] = all[i].unit;
		l->units.at[i] = all[i].kept;
	}
	mem_free(all);
}

void guide_kept_close(struct guide_kept **kept)
{
	if (*kept != NULL) arena_close(&(*kept)->arena);
	mem_free(*kept);
	*kept = NULL;
}

const err *guide_kept_load(struct desk *desk, const struct record *record,
	struct guide_kept **ret_kept)
{
	struct guide_kept *kept = mem_get(sizeof(*kept));
	struct loading l = {.desk = desk, .kept = kept};
	const err *e;

	kept->arena = arena_open(GUIDE_ARENA_BYTES);
	head_take(&l, record);
	e = each_of(&l, &record_unit, unit_take);
	if (e == NULL) e = each_of(&l, &record_sign, sign_take);
	if (e != NULL) {
		guide_kept_close(&kept);
		return e;
	}
	units_sort(&l);
	words_transliterate(kept->arena, &kept->guide);
	kept->units = l.units.at;
	kept->signs = l.signs.at;
	kept->signers = l.signers.at;
	*ret_kept = kept;
	return NULL;
}
