/* The structure of a guide: see guide_act.h. Owns where a unit's key comes from.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_room.h"

#include "base/num.h"
#include "base/tr_mark.h"
#include "desk/desk_room.h"
#include "desk/guide_gate.h"
#include "desk/record_query.h"
#include "guide/edition.h"
#include "model/order_key.h"
#include "seal/rand.h"

#include <string.h>

enum { DAY_MS = 24 * 3600 * 1000, CHECK_DAYS = 180 };

/* -- shared by the guide acts --------------------------------------------- */

const err *guide_batch_close(struct desk *desk, const err *e)
{
	if (e == NULL) return record_batch_end(desk);
	record_batch_drop(desk);
	desk->fold.guides.all = true; /* keys of the order may have moved */
	return e;
}

const char *guide_refused(const struct record_refusal *refusal)
{
	return refusal->words != NULL ? refusal->words
		: record_fault_words(refusal->fault);
}

const err *guide_refuse(const char *why, const char **ret_why)
{
	*ret_why = why;
	return err_make(ERR_USAGE, "a guide refuses this");
}

int64_t guide_today(const struct desk *desk)
{
	return (int64_t)(desk_now_ms(desk) / DAY_MS);
}

str guide_day_text(struct arena *arena, int64_t day)
{
	struct buf out = {0};
	str kept;

	edition_day(&out, day);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

str guide_seen_text(struct arena *arena, unit_seen seen)
{
	return str_dup(arena, str_bytes(seen.hex, sizeof(seen.hex)));
}

str guide_seen_with(struct arena *arena, unit_seen seen, str words)
{
	unit_seen made = unit_seen_of(hash_of(words).bytes);

	return str_fmt(arena, "%.*s %.*s", (int)sizeof(seen.hex), seen.hex,
		(int)sizeof(made.hex), made.hex);
}

/* -- a unit --------------------------------------------------------------- */

/* One act on one guide. */
struct acting {
	struct desk *desk;
	const struct guide_kept *kept;
	struct guide_edits edits;
	const char **why;
};

static void acting_begin(struct acting *a, struct desk *desk,
	const struct guide_kept *kept, const char **ret_why)
{
	*a = (struct acting){.desk = desk, .kept = kept, .why = ret_why};
	a->edits.arena = arena_open(GUIDE_ACT_BYTES);
	if (ret_why != NULL) *ret_why = NULL;
}

static str letters_new(const struct guide_kept *kept, struct arena *arena)
{
	unit_id id;

	do {
		unsigned char random[UNIT_ID_LETTERS];

		rand_bytes(random, sizeof(random));
		for (size_t i = 0; i < sizeof(random); i++) {
			id.letters[i] = (char)('a' + random[i] % 26);
		}
	} while (kept != NULL && guide_unit(&kept->guide, id) != NULL);
	return str_dup(arena, unit_id_str(&id));
}

static bool has_level(enum unit_kind kind)
{
	return kind == UNIT_SECTION || kind == UNIT_STEP ||
		kind == UNIT_ITEM || kind == UNIT_ROW;
}

static const char *level_read(const struct unit_wish *wish, struct unit *unit)
{
	uint64_t max = unit->kind == UNIT_ROW ? UNIT_CELLS_MAX
		: UNIT_LEVEL_MAX, level = 1;

	unit->cells = 1;
	if (!has_level(unit->kind)) return NULL;
	if (wish->level.len > 0 && (!num_read(wish->level, max, &level) ||
		level == 0)) {
		return TR("The level is 1 to 3; of a row, 1 to 4 cells.");
	}
	if (unit->kind == UNIT_ROW) unit->cells = (unsigned)level;
	else unit->level = (unsigned)level;
	return NULL;
}

/* A title more or less, or too many shorts: `at` is its place, SIZE_MAX for a
 * new one. */
static const char *kind_gate(const struct guide_kept *kept, size_t at,
	enum unit_kind kind)
{
	size_t shorts = 0;
	bool is_title = kept->guide.units.count == 0 || at == 0;

	if ((kind == UNIT_TITLE) != is_title) {
		return TR("A guide has one title, and it is the first unit.");
	}
	for (size_t i = 0; i < kept->guide.units.count; i++) {
		shorts += i != at &&
			kept->guide.units.at[i].kind == UNIT_SHORT;
	}
	return kind == UNIT_SHORT && shorts >= GUIDE_SHORTS_MAX
		? TR("A guide has at most six shorts.") : NULL;
}

static const char *unit_read(struct acting *a, size_t at,
	const struct unit_wish *wish, struct unit *unit)
{
	const char *why;

	*unit = (struct unit){.kind = UNIT_PARAGRAPH};
	if (!unit_kind_read(wish->kind, &unit->kind)) {
		return TR("Choose what the unit is.");
	}
	why = kind_gate(a->kept, at, unit->kind);
	if (why == NULL) why = level_read(wish, unit);
	if (why == NULL) {
		why = guide_slots_read(a->edits.arena, wish->slots, unit);
	}
	unit->words[0].text = str_trim(wish->words);
	if (why == NULL) {
		why = guide_gate_unit(unit, a->kept->guide.tongues[0]);
	}
	return why;
}

static enum locale source_form(const struct guide_kept *kept)
{
	return kept->guide.tongues[0]->locale;
}

static void unit_say(struct acting *a, const struct unit *unit,
	const struct unit_wish *wish)
{
	struct arena *arena = a->edits.arena;
	unsigned level = unit->kind == UNIT_ROW ? unit->cells : unit->level;

	guide_say(&a->edits, "kind", unit_kind_name(unit->kind));
	guide_say(&a->edits, "level", level == 0 ? S("")
		: str_fmt(arena, "%u", level));
	guide_say(&a->edits, "slots", str_trim(wish->slots));
	guide_say(&a->edits, guide_field(arena, "words",
		source_form(a->kept)), unit->words[0].text);
}

/* -- where it stands ------------------------------------------------------ */

/* Two desks put units at one place: every unit gets a new key. */
static const err *order_anew(struct acting *a)
{
	struct record_refusal refusal;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < a->kept->guide.units.count; i++) {
		struct record_edit edit = {"order", order_at(a->edits.arena, i),
			EDIT_SET};

		a->kept->units[i].order = edit.value;
		e = record_set(a->desk, a->kept->units[i].id,
			(struct record_edits){&edit, 1}, &refusal);
	}
	return e;
}

/* A key between unit `after` (SIZE_MAX: before all) and the next one that is
 * not `moved`. */
static const err *order_find(struct acting *a, size_t after, size_t moved,
	str *ret_order)
{
	size_t count = a->kept->guide.units.count;
	const err *e = NULL;

	for (int round = 0; round < 2; round++) {
		size_t next = after == SIZE_MAX ? 0 : after + 1;
		str low = after == SIZE_MAX ? S("")
			: a->kept->units[after].order;

		if (next == moved) next++;
		if (order_between(a->edits.arena, low, next < count
			? a->kept->units[next].order : S(""), ret_order)) {
			return NULL;
		}
		e = order_anew(a);
		if (e != NULL) return e;
	}
	return err_make(ERR_FULL, "there is no room between two units");
}

/* -- acts ----------------------------------------------------------------- */

static const err *acting_end(struct acting *a, const err *e)
{
	e = guide_batch_close(a->desk, e);
	arena_close(&a->edits.arena);
	return e;
}

static const err *number_is_free(struct desk *desk, unsigned number,
	const char **ret_why)
{
	const struct guides *guides;
	const err *e = guides_of(desk, &guides);

	if (e != NULL) return e;
	if (number == 0 || number > PAGE_NUMBER_MAX || number == STORY_PAGES ||
		(number > GUIDE_NUMBER_MAX && number < STORY_PAGES)) {
		return guide_refuse(TR("The number is 1 to 999."), ret_why);
	}
	return guides_find(guides, number) == NULL ? NULL
		: guide_refuse(TR("Another guide has this number."), ret_why);
}

/* The title is the guide's first unit, made with it. */
static const err *title_make(struct acting *a, object_id guide,
	const struct guide_wish *wish)
{
	struct record_refusal refusal;
	const char *key = guide_field(a->edits.arena, "words", wish->source);
	object_id unit;
	const err *e;

	a->edits.count = 0;
	guide_say(&a->edits, "letters", letters_new(NULL, a->edits.arena));
	guide_say(&a->edits, "guide", object_text(a->edits.arena, guide));
	guide_say(&a->edits, "order", order_at(a->edits.arena, 0));
	guide_say(&a->edits, "kind", S("title"));
	guide_say(&a->edits, key, str_trim(wish->title));
	e = record_create(a->desk, &record_unit, guide_said(&a->edits),
		&refusal, &unit);
	if (e != NULL) *a->why = guide_refused(&refusal);
	return e;
}

const err *guide_make(struct desk *desk, const struct guide_wish *wish,
	const char **ret_why)
{
	struct unit title = {.kind = UNIT_TITLE, .cells = 1,
		.words[0].text = str_trim(wish->title)};
	struct record_refusal refusal;
	struct acting a;
	object_id guide;
	const err *e;

	acting_begin(&a, desk, NULL, ret_why);
	*ret_why = guide_gate_unit(&title, tongue_of(wish->source));
	e = *ret_why != NULL ? guide_refuse(*ret_why, ret_why)
		: number_is_free(desk, wish->number, ret_why);
	if (e == NULL) e = record_batch_begin(desk);
	if (e != NULL) {
		arena_close(&a.edits.arena);
		return e;
	}
	guide_say(&a.edits, "name", title.words[0].text);
	guide_say(&a.edits, "number", str_fmt(a.edits.arena, "%u",
		wish->number));
	guide_say(&a.edits, "source", locale_info(wish->source)->tag);
	if (wish->number > STORY_PAGES) { /* doc/voices.md V1 */
		guide_say(&a.edits, "demands", S("security"));
	}
	guide_say(&a.edits, "check-days", str_fmt(a.edits.arena, "%d",
		(int)CHECK_DAYS));
	e = record_create(desk, &record_guide, guide_said(&a.edits), &refusal,
		&guide);
	if (e != NULL) *ret_why = guide_refused(&refusal);
	if (e == NULL) e = title_make(&a, guide, wish);
	return acting_end(&a, e);
}

/* Gate, then a batch; false: `*ret_e` says why not. */
static bool unit_begin(struct acting *a, size_t at,
	const struct unit_wish *wish, const err **ret_e)
{
	struct unit unit;
	const char *why = unit_read(a, at, wish, &unit);

	*ret_e = why != NULL ? guide_refuse(why, a->why)
		: record_batch_begin(a->desk);
	if (*ret_e == NULL) unit_say(a, &unit, wish);
	else arena_close(&a->edits.arena);
	return *ret_e == NULL;
}

const err *guide_unit_add(struct desk *desk, const struct guide_kept *kept,
	size_t after, const struct unit_wish *wish, const char **ret_why)
{
	struct record_refusal refusal;
	struct acting a;
	object_id unit;
	str order;
	const err *e;

	if (after >= kept->guide.units.count) {
		after = kept->guide.units.count - 1;
	}
	acting_begin(&a, desk, kept, ret_why);
	if (!unit_begin(&a, SIZE_MAX, wish, &e)) return e;
	e = order_find(&a, after, SIZE_MAX, &order);
	if (e == NULL) {
		guide_say(&a.edits, "order", order);
		guide_say(&a.edits, "letters", letters_new(kept,
			a.edits.arena));
		guide_say(&a.edits, "guide", object_text(a.edits.arena,
			kept->id));
		e = record_create(desk, &record_unit, guide_said(&a.edits),
			&refusal, &unit);
		if (e != NULL) *ret_why = guide_refused(&refusal);
	}
	if (e == NULL && wish->file != NULL) {
		e = guide_media_put(desk, kept->id, wish->file, NULL);
	}
	return acting_end(&a, e);
}

const err *guide_unit_set(struct desk *desk, const struct guide_kept *kept,
	size_t at, const struct unit_wish *wish, const char **ret_why)
{
	struct record_refusal refusal;
	struct acting a;
	const err *e;

	acting_begin(&a, desk, kept, ret_why);
	if (!unit_begin(&a, at, wish, &e)) return e;
	e = record_set(desk, kept->units[at].id, guide_said(&a.edits),
		&refusal);
	if (e != NULL) *ret_why = guide_refused(&refusal);
	return acting_end(&a, e);
}

const err *guide_unit_move(struct desk *desk, const struct guide_kept *kept,
	size_t at, bool up)
{
	struct record_refusal refusal;
	struct acting a;
	const err *e;
	str order;

	if (at == 0 || (up && at == 1) ||
		(!up && at + 1 >= kept->guide.units.count)) {
		return err_make(ERR_REFUSED, "it stands at that end already");
	}
	acting_begin(&a, desk, kept, NULL);
	e = record_batch_begin(desk);
	if (e != NULL) {
		arena_close(&a.edits.arena);
		return e;
	}
	e = order_find(&a, up ? at - 2 : at + 1, at, &order);
	if (e == NULL) {
		guide_say(&a.edits, "order", order);
		e = record_set(desk, kept->units[at].id, guide_said(&a.edits),
			&refusal);
	}
	return acting_end(&a, e);
}

const err *guide_unit_out(struct desk *desk, const struct guide_kept *kept,
	size_t at)
{
	struct record_refusal refusal;

	if (at == 0 || at >= kept->guide.units.count) {
		return err_make(ERR_REFUSED, "the title stays");
	}
	return record_step(desk, kept->units[at].id, S("out"),
		(struct record_edits){NULL, 0}, &refusal);
}
