/* What every change of a unit must keep to: see guide_rule.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_rule.h"

#include "base/tr_mark.h"
#include "desk/guide_gate.h"
#include "desk/guide_records.h"
#include "desk/record_commit.h"
#include "desk/record_place.h"

enum { RULE_ARENA_BYTES = 16 << 20 };

/* The language the unit's guide is written in. */
static const struct tongue *source_of(struct desk *desk, struct arena *arena,
	const struct record *record)
{
	object_id home = record_home(record);
	str tag = record_batch_says(desk, home, S("source"));

	if (tag.len == 0 && fold_register(&desk->projection, arena, home,
		S("source"), &tag) != NULL) {
		return NULL;
	}
	return tongue_find(tag);
}

/* What was seen was another source: its words may be as they were. Whose words
 * they are does not matter here [guide_records-4]. */
static bool saw_another(struct arena *arena, const struct record *record,
	const struct unit *unit, enum locale form)
{
	unit_seen now = unit_seen_now(unit);

	return !str_starts(record_value(record, guide_field(arena, "seen",
		form)), str_bytes(now.hex, sizeof(now.hex)));
}

static const char *unit_rule(struct arena *arena, const struct record *record,
	const struct guide *guide, const struct unit *unit)
{
	const char *why = guide_gate_unit(unit, guide->tongues[0]);

	for (size_t i = 1; why == NULL && i < guide->tongue_count; i++) {
		const struct words *words = &unit->words[i];

		if (words->state == WORDS_EMPTY || saw_another(arena, record,
			unit, guide->tongues[i]->locale)) {
			continue;
		}
		why = guide_gate(unit, guide->tongues[i], words->text);
	}
	return why;
}

const char *guide_rule(struct desk *desk, const struct record *record)
{
	struct guide guide = {.number = 0};
	struct arena *arena;
	const char *why;
	struct unit unit;

	if (record->type != &record_unit) return NULL;
	arena = arena_open(RULE_ARENA_BYTES);
	guide_tongues_add(&guide, source_of(desk, arena, record));
	why = guide_unit_of(arena, record, &guide, &unit)
		? unit_rule(arena, record, &guide, &unit)
		: TR("A part of a guide needs its kind and its six letters.");
	arena_close(&arena);
	return why;
}
