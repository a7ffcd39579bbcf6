/* Tests of what several desks said without knowing of each other: simulated
 * histories folded in every order of arrival. No log, no keys: ops with a
 * causality of our own.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/fold_room.h"
#include "desk/projection.h"
#include "desk/record_load.h"

#include <stdlib.h>

enum { DEVICES = 3, COMMITS_MAX = 24, ROUNDS = 150, DEV_HEX = 32 };

static const char *const devs[DEVICES] = {
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
	"cccccccccccccccccccccccccccccccc",
};
static const object_id one = {{1, 2, 3, 4, 5, 6, 7, 8, 9}};

/* One commit with one op. `seen` is closed: whoever has seen a commit has seen
 * all that it had seen (doc/log.md L2). */
struct commit {
	size_t device;
	uint64_t seq, ms;
	uint64_t seen[DEVICES];         /* newest seq seen of each */
	struct op op;
};
struct history {
	struct commit commits[COMMITS_MAX];
	size_t count;
};

static struct arena *arena;

/* -- causality ------------------------------------------------------------ */

static size_t device_of(str dev)
{
	size_t i = 0;

	while (!str_eq(dev, str_of(devs[i]))) i++;
	return i;
}

static bool saw(void *owner, str dev, uint64_t seq, str other,
	uint64_t other_seq)
{
	const struct history *h = owner;
	size_t device = device_of(dev);

	for (size_t i = 0; i < h->count; i++) {
		if (h->commits[i].device != device) continue;
		if (h->commits[i].seq != seq) continue;
		return h->commits[i].seen[device_of(other)] >= other_seq;
	}
	fail();
	return false;
}

/* Adds a commit that has seen what `device` knows by now. */
static void say(struct history *h, uint64_t known[DEVICES][DEVICES],
	size_t device, struct op op)
{
	struct commit *c = &h->commits[h->count];

	assert_true(h->count < COMMITS_MAX);
	*c = (struct commit){.device = device, .op = op, .ms = 1};
	c->seq = known[device][device] + 1;
	for (size_t i = 0; i < DEVICES; i++) c->seen[i] = known[device][i];
	for (size_t i = 0; i < h->count; i++) {
		const struct commit *o = &h->commits[i];

		if (c->seen[o->device] < o->seq) continue;
		if (o->ms >= c->ms) c->ms = o->ms + 1; /* as hybrid clocks do */
	}
	known[device][device] = c->seq;
	h->count++;
}

/* `to` hears all that `from` knows. */
static void hear(uint64_t known[DEVICES][DEVICES], size_t to, size_t from)
{
	for (size_t i = 0; i < DEVICES; i++) {
		if (known[from][i] > known[to][i]) {
			known[to][i] = known[from][i];
		}
	}
}

static struct op set(const char *field, const char *value)
{
	return (struct op){.kind = OP_SET, .object = one,
		.field = str_of(field), .value = str_of(value)};
}

static struct op member(enum op_kind kind, const char *field,
	const char *value)
{
	return (struct op){.kind = kind, .object = one,
		.field = str_of(field), .value = str_of(value)};
}

/* -- folding -------------------------------------------------------------- */

static void fold_one(struct fold *fold, const struct commit *c)
{
	struct log_op op = {.dev = str_of(devs[c->device]), .seq = c->seq,
		.hlc = {c->ms, 0}, .rank = {c->ms, 0}, .ring = S("team"), .unit = one, .op = c->op};

	is_ok(fold_op(fold, &op));
}

/* Folds in the order given; `step` finishes after every commit. */
static void fold_all(struct projection *projection, struct history *h,
	const size_t *order, bool step)
{
	struct fold fold = {.projection = projection, .saw = saw,
		.saw_owner = h};

	memcpy(fold.dev, devs[0], DEV_HEX);
	for (size_t i = 0; i < h->count; i++) {
		fold_one(&fold, &h->commits[order[i]]);
		if (step) is_ok(fold_finish(&fold));
	}
	is_ok(fold_finish(&fold));
}

static void dump(struct projection *projection, struct buf *out)
{
	static const struct { const char *sql; int columns; } tables[] = {
		{"SELECT object, field, value, dev, seq FROM register"
			" ORDER BY object, field", 5},
		{"SELECT object, field, value, dev, seq FROM rival"
			" ORDER BY object, field, dev, seq", 5},
		{"SELECT id, type, state, closed, title, owner, due, unsettled,"
			" made, changed FROM record ORDER BY id", 10},
		{"SELECT object, field, value FROM facet"
			" ORDER BY object, field, value", 3},
		{"SELECT object, rule, due FROM mirror ORDER BY object, rule",
			3},
		{"SELECT object, field, value, dev, seq FROM change"
			" ORDER BY object, ms, dev, seq", 5},
		{"SELECT title, words FROM said ORDER BY title, words", 2},
	};

	for (size_t t = 0; t < NELEM(tables); t++) {
		struct query *ask;
		bool row;

		is_ok(query_open(projection->db, &ask, tables[t].sql));
		query_bind(ask, "");
		for (;;) {
			is_ok(query_step(ask, &row));
			if (!row) break;
			for (int i = 0; i < tables[t].columns; i++) {
				str bytes = query_bytes(ask, i);

				buf_hex(out, bytes.at, bytes.len);
				buf_byte(out, ' ');
			}
			buf_byte(out, '\n');
		}
		query_close(&ask);
	}
}

static void order_plain(const struct history *h, size_t *order)
{
	for (size_t i = 0; i < h->count; i++) order[i] = i;
}

static void order_back(const struct history *h, size_t *order)
{
	for (size_t i = 0; i < h->count; i++) order[i] = h->count - 1 - i;
}

/* The record after folding in both orders, which must agree. */
static struct record folded(struct history *h)
{
	struct projection there = {0}, back = {0};
	size_t order[COMMITS_MAX];
	struct buf one_way = {0}, other_way = {0};
	struct record record;

	is_ok(projection_open(&there));
	is_ok(projection_open(&back));
	order_plain(h, order);
	fold_all(&there, h, order, false);
	order_back(h, order);
	fold_all(&back, h, order, true);
	dump(&there, &one_way);
	dump(&back, &other_way);
	is_str(buf_str(&other_way), buf_str(&one_way));
	is_ok(record_load(&there, arena, one, &record));
	buf_close(&one_way);
	buf_close(&other_way);
	projection_close(&there);
	projection_close(&back);
	return record;
}

static const struct record_got *got(const struct record *record,
	const char *key)
{
	for (size_t i = 0; i < record->got_count; i++) {
		if (strcmp(record->got[i].field->key, key) == 0) {
			return &record->got[i];
		}
	}
	fail();
	return NULL;
}

/* -- two desks ------------------------------------------------------------ */

TEST(values_said_side_by_side_all_stand_until_somebody_settles)
{
	/* [record_query-2] [merge-2] */
	struct history h = {.count = 0};
	uint64_t known[DEVICES][DEVICES] = {{0}};
	struct record record;

	UNUSED_STATE;
	say(&h, known, 0, set("type", "task"));
	say(&h, known, 0, set("due", "2026-12-01"));
	hear(known, 1, 0);
	say(&h, known, 0, set("due", "2026-12-20"));
	say(&h, known, 1, set("due", "2026-12-10"));
	record = folded(&h);
	is_str(record_value(&record, "due"), S("2026-12-10"));
	assert_int_equal(got(&record, "due")->rival_count, 2);
	/* whoever has seen both settles, even with the later date */
	hear(known, 1, 0);
	say(&h, known, 1, set("due", "2026-12-20"));
	record = folded(&h);
	is_str(record_value(&record, "due"), S("2026-12-20"));
	assert_int_equal(got(&record, "due")->rival_count, 0);
}

TEST(a_later_edit_that_had_seen_the_earlier_simply_wins)
{
	struct history h = {.count = 0};
	uint64_t known[DEVICES][DEVICES] = {{0}};
	struct record record;

	UNUSED_STATE;
	say(&h, known, 0, set("type", "contact"));
	say(&h, known, 0, set("may-write", "no"));
	hear(known, 1, 0);
	say(&h, known, 1, set("may-write", "yes"));
	record = folded(&h);
	is_str(record_value(&record, "may-write"), S("yes"));
	assert_int_equal(got(&record, "may-write")->rival_count, 0);
}

TEST(the_same_said_twice_is_no_quarrel)
{
	struct history h = {.count = 0};
	uint64_t known[DEVICES][DEVICES] = {{0}};
	struct record record;

	UNUSED_STATE;
	say(&h, known, 0, set("type", "task"));
	hear(known, 1, 0);
	say(&h, known, 0, set("title", "the same"));
	say(&h, known, 1, set("title", "the same"));
	record = folded(&h);
	assert_int_equal(got(&record, "title")->rival_count, 0);
}

TEST(steps_that_do_not_follow_are_kept_and_shown)
{
	struct history h = {.count = 0};
	uint64_t known[DEVICES][DEVICES] = {{0}};
	struct record record;

	UNUSED_STATE;
	say(&h, known, 0, set("type", "task"));
	say(&h, known, 0, set("state", "open"));
	hear(known, 1, 0);
	say(&h, known, 0, set("state", "done"));
	say(&h, known, 1, set("state", "dropped"));
	record = folded(&h);
	assert_int_equal(got(&record, "state")->rival_count, 2);
	is_str(record_state(&record), S("done"));
	hear(known, 0, 1);
	say(&h, known, 0, set("state", "dropped"));
	record = folded(&h);
	assert_int_equal(got(&record, "state")->rival_count, 0);
	is_str(record_state(&record), S("dropped"));
}

TEST(a_member_of_a_set_that_one_keeps_stays)
{
	struct history h = {.count = 0};
	uint64_t known[DEVICES][DEVICES] = {{0}};
	struct record record;

	UNUSED_STATE;
	say(&h, known, 0, set("type", "request"));
	say(&h, known, 0, member(OP_ADD, "signs", "held"));
	hear(known, 1, 0);
	say(&h, known, 0, member(OP_DROP, "signs", "held"));
	say(&h, known, 1, member(OP_ADD, "signs", "held"));
	record = folded(&h);
	assert_true(record_has(&record, "signs", S("held")));
	assert_int_equal(got(&record, "signs")->rival_count, 2);
	hear(known, 1, 0);
	say(&h, known, 1, member(OP_DROP, "signs", "held"));
	record = folded(&h);
	assert_false(record_has(&record, "signs", S("held")));
}

TEST(three_desks_settle_in_turn)
{
	struct history h = {.count = 0};
	uint64_t known[DEVICES][DEVICES] = {{0}};
	struct record record;

	UNUSED_STATE;
	say(&h, known, 0, set("type", "task"));
	hear(known, 1, 0);
	hear(known, 2, 0);
	say(&h, known, 0, set("note", "a"));
	say(&h, known, 1, set("note", "b"));
	say(&h, known, 2, set("note", "c"));
	record = folded(&h);
	assert_int_equal(got(&record, "note")->rival_count, 3);
	/* the first settles two of them; the third still stands beside */
	hear(known, 0, 1);
	say(&h, known, 0, set("note", "a and b"));
	record = folded(&h);
	assert_int_equal(got(&record, "note")->rival_count, 2);
	hear(known, 2, 0);
	say(&h, known, 2, set("note", "all"));
	record = folded(&h);
	assert_int_equal(got(&record, "note")->rival_count, 0);
	is_str(record_value(&record, "note"), S("all"));
}

/* -- any history, any order ------------------------------------------------ */

static struct op op_random(void)
{
	static const char *const words[] = {"2026-01-01", "2026-05~", "", "done",
		"waiting", "open", "dropped", "s", "l"};
	static const char *const fields[] = {"due", "state", "title", "effort",
		"note"};
	const char *word = words[(size_t)rand() % NELEM(words)];

	switch (rand() % 8) {
	case 0:
		return set("type", rand() % 3 == 0 ? "request" : "task");
	case 1:
		return member(OP_ADD, "signs", "held");
	case 2:
		return member(OP_DROP, "signs", "held");
	default:
		return set(fields[(size_t)rand() % NELEM(fields)], word);
	}
}

static void history_random(struct history *h)
{
	uint64_t known[DEVICES][DEVICES] = {{0}};

	h->count = 0;
	say(h, known, 0, set("type", "task"));
	while (h->count < COMMITS_MAX) {
		size_t device = (size_t)rand() % DEVICES;

		if (rand() % 3 == 0) hear(known, device, (size_t)rand() % DEVICES);
		else say(h, known, device, op_random());
	}
}

static void order_random(const struct history *h, size_t *order)
{
	order_plain(h, order);
	for (size_t i = h->count; i > 1; i--) {
		size_t k = (size_t)rand() % i, held = order[i - 1];

		order[i - 1] = order[k];
		order[k] = held;
	}
}

/* Returns how many values nobody has settled. */
static size_t dump_folded(struct history *h, const size_t *order, bool step,
	struct buf *out)
{
	struct projection projection = {0};
	struct query *ask;
	size_t rivals;
	bool row;

	is_ok(projection_open(&projection));
	fold_all(&projection, h, order, step);
	dump(&projection, out);
	is_ok(query_open(projection.db, &ask, "SELECT count(*) FROM rival"));
	is_ok(query_step(ask, &row));
	rivals = (size_t)query_number(ask, 0);
	query_close(&ask);
	projection_close(&projection);
	return rivals;
}

TEST(any_order_of_arrival_gives_the_same_tables)
{
	/* [merge-1] [fold-1] [fold-2] */
	struct history h;
	size_t order[COMMITS_MAX], unsettled = 0;

	UNUSED_STATE;
	srand(20261125);
	for (size_t round = 0; round < ROUNDS; round++) {
		struct buf plain = {0}, mixed = {0};

		history_random(&h);
		order_plain(&h, order);
		unsettled += dump_folded(&h, order, false, &plain);
		order_random(&h, order);
		(void)dump_folded(&h, order, round % 2 == 0, &mixed);
		is_str(buf_str(&mixed), buf_str(&plain));
		buf_close(&plain);
		buf_close(&mixed);
	}
	assert_true(unsettled > ROUNDS); /* they did quarrel */
}

static int setup(void **state)
{
	(void)state;
	arena = arena_open(64 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(values_said_side_by_side_all_stand_until_somebody_settles),
		CASE(a_later_edit_that_had_seen_the_earlier_simply_wins),
		CASE(the_same_said_twice_is_no_quarrel),
		CASE(steps_that_do_not_follow_are_kept_and_shown),
		CASE(a_member_of_a_set_that_one_keeps_stays),
		CASE(three_desks_settle_in_turn),
		CASE(any_order_of_arrival_gives_the_same_tables),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
