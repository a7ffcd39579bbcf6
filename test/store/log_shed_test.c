/* What a team's log destroys, and what it does not (doc/log.md L12): bodies for
 * which another stands, and bodies that were erased.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "trio.c"

static struct state_sum sum(const struct desk *d, size_t ring)
{
	return state_sum(d->state, world_ring(ring));
}

static void check_all(size_t ring)
{
	for (size_t i = 0; i < w->desk_count; i++) {
		struct desk *d = &w->desks[i];
		unsigned char value[STATE_CHECK_BYTES];
		struct op op = {.kind = OP_CHECK, .field = world_ring(ring),
			.value = str_bytes(value, sizeof(value))};
		struct log_body body = {.ring = world_ring(ring), .ops = &op,
			.op_count = 1};

		state_check_value(sum(d, ring), value);
		is_ok(log_append(d->log, w->now_ms, &body, 1));
	}
}

/* The relay has nothing any more; who has something sends it again. */
static void relay_forget(void)
{
	for (size_t i = 0; i < w->blob_count; i++) {
		buf_close(&w->blobs[i].bytes);
	}
	w->blob_count = 0;
	for (size_t i = 0; i < w->desk_count; i++) {
		memset(w->desks[i].got, 0, sizeof(w->desks[i].got));
	}
	anna->sent = 0;
}

TEST(nothing_is_destroyed_before_all_have_the_same_and_then_it_is)
{
	/* [compact-1] and whoever joins later has the same */
	struct state_sum before;
	struct desk *dara;
	size_t count = 9;

	UNUSED_STATE;
	for (int i = 0; i < 8; i++) assert_true(desk_edit(w, anna, 0));
	meet();
	is_ok(log_compact(anna->log, w->now_ms, anna->state, S("team"),
		unit_of(0)));
	meet();
	is_ok(log_destroy(anna->log, anna->state, &count));
	assert_int_equal(count, 0);
	check_all(0);
	meet();
	before = sum(anna, 0);
	is_ok(log_destroy(anna->log, anna->state, &count));
	assert_true(count > 0);
	desk_read(w, anna);
	assert_true(state_sum_eq(before, sum(anna, 0)));
	anna->sent = 0;
	dara = desk_add(w, NULL);
	assert_true(desk_join(w, anna, dara));
	relay_forget();
	meet();
	later(25 * 60 * 60 * 1000);
	assert_false(desk_has_alarm(w, dara, ALARM_WITHHELD));
	assert_true(desk_same(anna, dara, 0));
}

TEST(what_was_erased_is_gone_from_the_disk_and_is_not_missing)
{
	/* [compact-1] */
	struct state_parts parts;
	struct arena *arena = arena_open(1 << 20);
	size_t count = 0;

	UNUSED_STATE;
	for (int i = 0; i < 12; i++) assert_true(desk_edit(w, anna, 0));
	meet();
	is_ok(log_erase(anna->log, w->now_ms, anna->state, S("team"),
		unit_of(0)));
	meet();
	is_ok(log_destroy(beri->log, beri->state, &count));
	assert_true(count > 0);
	desk_read(w, beri);
	parts = state_survivors(beri->state, arena, S("team"), unit_of(0));
	assert_int_equal(parts.count, 0);
	later(25 * 60 * 60 * 1000);
	assert_false(desk_has_alarm(w, beri, ALARM_WITHHELD));
	assert_true(desk_same(anna, beri, 0));
	arena_close(&arena);
}

TEST(what_an_erasure_removed_stays_until_one_names_it)
{
	/* [compact-1] her own words, which she had sent to nobody */
	struct arena *arena = arena_open(1 << 20);
	uint64_t seq;
	size_t count, gone;

	UNUSED_STATE;
	for (int i = 0; i < 12; i++) assert_true(desk_edit(w, anna, 0));
	meet();
	for (size_t unit = 0; unit < UNITS; unit++) {
		is_ok(log_erase(anna->log, w->now_ms, anna->state, S("team"),
			unit_of(unit)));
	}
	seq = log_seq(beri->log);
	assert_true(desk_edit(w, beri, 0));
	desk_send(w, anna);
	desk_fetch(w, beri, true);
	desk_read(w, beri);
	gone = state_gone(beri->state, arena, S(""), NULL).count;
	state_purge(beri->state, beri->log); /* keeps what is at hand */
	assert_int_equal(state_gone(beri->state, arena, S(""), NULL).count,
		gone);
	is_ok(log_destroy(beri->log, beri->state, &count));
	assert_int_equal(count, gone - 1);
	desk_read(w, beri);
	assert_true(log_line_of(beri->log, 0, (uint32_t)seq + 1, 0)->offset != 0);
	desk_name_erased(w, beri);
	is_ok(log_destroy(beri->log, beri->state, &count));
	assert_int_equal(count, 1);
	desk_read(w, beri);
	beri->sent = 0;
	meet();
	later(25 * 60 * 60 * 1000);
	assert_false(desk_has_alarm(w, beri, ALARM_WITHHELD));
	assert_false(desk_has_alarm(w, anna, ALARM_WITHHELD));
	assert_true(desk_same(anna, beri, 0));
	arena_close(&arena);
}

/* What this desk names, in a ring, of the body at a place. */
static void body_name(struct desk *d, size_t ring, const struct state_part *at,
	const struct op *how)
{
	struct buf value = {0};
	struct op op = *how;
	struct log_body body = {.ring = world_ring(ring), .ops = &op,
		.op_count = 1};

	state_place_write(at, &value);
	op.value = buf_str(&value);
	is_ok(log_append(d->log, w->now_ms, &body, 1));
	buf_close(&value);
	meet();
}

/* It is still there, and is when all is read anew. */
static void has_all_still(struct desk *d, size_t ring, struct state_sum was)
{
	size_t count = 9;

	assert_true(state_sum_eq(was, sum(d, ring)));
	is_ok(log_destroy(d->log, d->state, &count));
	assert_int_equal(count, 0);
	is_ok(log_again(d->log));
	desk_read(w, d);
	assert_true(state_sum_eq(was, sum(d, ring)));
}

TEST(no_state_says_instead_what_the_log_of_the_team_obeys)
{
	/* [log-13] who is in it, above all: it counts as its writer wrote it */
	static const object_id log_itself;
	size_t members = cano->log->member_count, count = 9;
	const err *e;

	UNUSED_STATE;
	e = log_compact(anna->log, w->now_ms, anna->state, S("team"),
		log_itself);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_ABSENT);
	meet();
	check_all(0);
	meet();
	is_ok(log_destroy(cano->log, cano->state, &count));
	assert_int_equal(count, 0);
	is_ok(log_again(cano->log));
	desk_read(w, cano);
	assert_true(members > 0);
	assert_int_equal(cano->log->member_count, members);
}

TEST(a_name_destroys_nothing_before_its_erase_is_known)
{
	/* [compact-1] [log-5] names come first where a relay withheld the rest */
	struct op also = {.kind = OP_ERASE, .field = S("also")};
	struct state_part at = {.dev = desk_name(anna)};
	size_t count = 0;

	UNUSED_STATE;
	assert_true(desk_edit(w, anna, 0));
	meet();
	at.seq = log_seq(anna->log);
	body_name(beri, 0, &at, &also);
	has_all_still(cano, 0, sum(cano, 0));
	for (size_t unit = 0; unit < UNITS; unit++) {
		is_ok(log_erase(anna->log, w->now_ms, anna->state, S("team"),
			unit_of(unit)));
	}
	meet();
	is_ok(log_destroy(cano->log, cano->state, &count));
	assert_true(count > 0);
	desk_read(w, cano);
	assert_int_equal(log_line_of(cano->log, log_chain_of(cano->log, at.dev),
		(uint32_t)at.seq, 0)->offset, 0);
	assert_true(desk_same(anna, cano, 0));
}

TEST(whoever_comes_later_reads_what_nobody_could_take_away)
{
	/* [log-12] the names were there before the ring was open to her */
	struct op also = {.kind = OP_ERASE, .field = S("also")};
	struct state_part at = {.dev = desk_name(anna)};

	UNUSED_STATE;
	assert_true(desk_edit(w, anna, 2));
	for (size_t unit = 0; unit < UNITS; unit++) {
		is_ok(log_erase(anna->log, w->now_ms, anna->state,
			world_ring(2), unit_of(unit)));
		meet();
		at.seq = log_seq(anna->log);
		body_name(cano, 0, &at, &also);
	}
	assert_true(desk_grant(w, anna, beri, 2, false));
	meet();
	assert_true(desk_same(anna, beri, 2));
}

TEST(nobody_erases_in_a_ring_that_is_closed_to_him)
{
	/* [log-12] nor with the unit's own name */
	struct op ops[] = {{.kind = OP_ERASE, .field = S("also")},
		{.kind = OP_ERASE}};
	struct state_part at = {.dev = desk_name(anna)};
	struct state_sum was;

	UNUSED_STATE;
	assert_true(desk_grant(w, anna, beri, 2, false));
	meet();
	assert_true(desk_edit(w, anna, 2));
	meet();
	at.seq = log_seq(anna->log);
	was = sum(beri, 2);
	for (size_t i = 0; i < NELEM(ops) * UNITS; i++) {
		ops[i % NELEM(ops)].object = unit_of(i / NELEM(ops));
		body_name(cano, 0, &at, &ops[i % NELEM(ops)]);
		has_all_still(beri, 2, was);
	}
	assert_true(desk_same(anna, beri, 2));
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(nothing_is_destroyed_before_all_have_the_same_and_then_it_is),
		LIVE(what_was_erased_is_gone_from_the_disk_and_is_not_missing),
		LIVE(what_an_erasure_removed_stays_until_one_names_it),
		LIVE(no_state_says_instead_what_the_log_of_the_team_obeys),
		LIVE(a_name_destroys_nothing_before_its_erase_is_known),
		LIVE(whoever_comes_later_reads_what_nobody_could_take_away),
		LIVE(nobody_erases_in_a_ring_that_is_closed_to_him),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
