/* How many goals are enough: see goal_rule.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/goal_rule.h"

#include "base/tr_mark.h"
#include "desk/record_commit.h"
#include "desk/record_query.h"

enum { RULE_ARENA_BYTES = 16 << 20 };

/* Open goals besides the one that is asked about. */
struct goals { str owner, year; size_t hers, of_year; };

static void goal_count(struct goals *goals, str owner, str year)
{
	if (owner.len > 0 && str_eq(owner, goals->owner)) goals->hers++;
	if (str_eq(year, goals->year)) goals->of_year++;
}

static bool is_open(str state)
{
	const struct record_state_row *row = record_state_find(&record_goal,
		state);

	return row != NULL && !row->closed;
}

/* Goals of a table that is being taken in are not in the log yet. */
static void batch_count(const struct desk *desk, object_id but,
	struct goals *goals)
{
	const struct record_batch *batch = desk->batch;

	for (size_t i = 0; batch != NULL && i < batch->ops.count; i++) {
		const struct op *op = &batch->ops.at[i].op;

		if (!str_eq(op->field, S("type")) || object_eq(op->object, but) ||
			!str_eq(op->value, str_of(record_goal.key)) ||
			!is_open(record_batch_says(desk, op->object,
				S("state")))) {
			continue;
		}
		goal_count(goals, record_batch_says(desk, op->object,
			S("owner")), record_batch_says(desk, op->object,
			S("year")));
	}
}

static bool all_count(struct desk *desk, struct arena *arena, object_id but,
	struct goals *goals)
{
	struct record_filter filter = {.type = &record_goal,
		.state = S("current")};
	struct record *records;
	size_t count;

	if (record_whole(desk, arena, &filter, &records, &count) != NULL) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (object_eq(records[i].id, but)) continue;
		goal_count(goals, record_value(&records[i], "owner"),
			record_value(&records[i], "year"));
	}
	batch_count(desk, but, goals);
	return true;
}

/* What it was before: a limit is only for what is new. */
static void before_read(struct desk *desk, struct arena *arena,
	const struct record *record, bool *ret_hers, bool *ret_of_year)
{
	struct record old;
	bool was_open = record_get(desk, arena, record->id, &old) == NULL &&
		old.type == record->type && is_open(record_state(&old));

	*ret_hers = was_open && str_eq(record_value(&old, "owner"),
		record_value(record, "owner"));
	*ret_of_year = was_open && str_eq(record_value(&old, "year"),
		record_value(record, "year"));
}

const char *goal_rule(struct desk *desk, const struct record *record)
{
	struct goals goals = {.owner = record_value(record, "owner"),
		.year = record_value(record, "year")};
	const char *why = NULL;
	bool hers, of_year;
	struct arena *arena;

	if (record->type != &record_goal || !is_open(record_state(record))) {
		return NULL;
	}
	arena = arena_open(RULE_ARENA_BYTES);
	before_read(desk, arena, record, &hers, &of_year); /* [goal-1] */
	if ((hers && of_year) ||
		!all_count(desk, arena, record->id, &goals)) {
		why = NULL;
	} else if (!hers && goals.hers >= GOALS_OF_ONE_MAX) {
		why = TR("Whoever answers for it has three open goals "
			"already. Reach one or give one up first, or ask "
			"somebody else.");
	} else if (!of_year && goals.of_year >= GOALS_OF_YEAR_MAX) {
		why = TR("Five goals of this year are open already. Reach "
			"one or give one up first, or keep this one for "
			"another year.");
	}
	arena_close(&arena);
	return why;
}
