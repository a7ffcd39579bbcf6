/* Tests of the end of old epochs: what was compacted opens with nothing that a
 * device still has, and nothing that still counts goes with it. Desks of
 * world.h, all of whom hear of everything.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "world.c"

#include "seal/age.h"

enum { INTAKE = 1 };

static struct world *world;

static int begin(void **unused)
{
	(void)unused;
	seal_start();
	world = mem_get(sizeof(*world));
	world_seed(7);
	world_found(world);
	(void)desk_grant(world, &world->desks[0], &world->desks[0], INTAKE,
		false);
	assert_true(desk_join(world, &world->desks[0], desk_add(world, NULL)));
	return 0;
}

static int end(void **unused)
{
	(void)unused;
	assert_false(world->broken);
	world_close(world);
	mem_free(world);
	return 0;
}

static void all_hear(void)
{
	for (int i = 0; i < 2; i++) {
		for (size_t k = 0; k < world->desk_count; k++) {
			struct desk *d = &world->desks[k];

			if (d->log == NULL) continue;
			desk_send(world, d);
			desk_fetch(world, d, true);
			desk_read(world, d);
		}
	}
}

static struct desk *desk_at(size_t i)
{
	return &world->desks[i];
}

/* Both in the ring, something written, and the next epoch made. */
static void epochs_made(void)
{
	all_hear();
	assert_true(desk_grant(world, desk_at(0), desk_at(1), INTAKE, false));
	all_hear();
	for (int i = 0; i < 8; i++) {
		(void)desk_edit(world, desk_at((size_t)i % 2), INTAKE);
		world->now_ms += 1000;
	}
	all_hear();
	assert_true(desk_hand(world, desk_at(0),
		&(struct log_change){
			.renew = log_epoch_count(desk_at(0)->log)}));
	all_hear();
}

static void check(struct desk *d)
{
	unsigned char value[STATE_CHECK_BYTES] = {0};
	struct op op = {.kind = OP_CHECK, .field = S("intake"),
		.value = str_bytes(value, sizeof(value))};
	struct log_body body = {.ring = S("intake"), .ops = &op, .op_count = 1};

	state_check_value(state_sum(d->state, S("intake")), value);
	is_ok(log_append(d->log, desk_now(world, d), &body, 1));
	desk_read(world, d);
}

/* Everything under the old epoch is issued anew by the first desk. */
static void issue(void)
{
	object_id units[8];
	struct desk *d = desk_at(0);
	size_t count = log_old_units(d->log, d->state, S("intake"), units, 8);

	assert_true(count > 1);
	for (size_t i = 0; i < count; i++) {
		is_ok(log_compact(d->log, desk_now(world, d), d->state,
			S("intake"), units[i]));
		desk_read(world, d);
	}
	assert_int_equal(log_old_units(d->log, d->state, S("intake"), units, 8),
		0);
	all_hear();
}

static void destroy(struct desk *d)
{
	size_t count;

	is_ok(log_destroy(d->log, d->state, &count));
	if (count > 0) d->sent = 0;
	desk_read(world, d);
}

static bool ends(struct desk *d)
{
	bool done = false, checks = false;

	is_ok(log_old_checks(d->log, desk_now(world, d), d->state, S("intake"),
		&checks));
	desk_read(world, d);
	destroy(d);
	is_ok(log_epochs_end(d->log, desk_now(world, d), d->state, NULL,
		&done));
	desk_read(world, d);
	destroy(d);
	return done;
}

static bool has_epoch(const struct desk *d, uint64_t epoch)
{
	struct log_epoch_row rows[64];
	size_t count = log_epoch_list(d->log, rows, NELEM(rows));

	for (size_t i = 0; i < count; i++) {
		if (str_eq(rows[i].ring, S("intake")) &&
			rows[i].epoch == epoch) {
			return true;
		}
	}
	return false;
}

/* How many blobs of a recording of the line open, with all that the device has
 * and finds on the disk that was taken with it, as a body of that epoch. */
static size_t opened_under(struct desk *d, const char *ring_line)
{
	const struct identity *keys[64] = {&d->identity};
	struct log_epoch_row rows[63];
	size_t count = 1, found = 0;

	desk_reopen(world, d); /* from the disk alone */
	for (size_t n = log_epoch_list(d->log, rows, NELEM(rows)); n-- > 0;) {
		keys[count++] = rows[n].identity;
	}
	for (size_t i = 0; i < world->blob_count; i++) {
		for (size_t k = 0; k < count; k++) {
			struct buf plain = {0};

			if (age_open(&plain, buf_str(&world->blobs[i].bytes),
				keys[k], 1) == AGE_OK) {
				found += str_find(buf_str(&plain),
					str_of(ring_line)) != SIZE_MAX;
			}
			buf_close(&plain);
		}
	}
	return found;
}

TEST(what_was_compacted_opens_with_nothing_that_is_kept)
{
	/* [epoch-1] [epoch-2] */
	struct state_sum before, after;

	UNUSED_STATE;
	epochs_made();
	before = state_sum(desk_at(0)->state, S("intake"));
	assert_true(opened_under(desk_at(0), "\nring intake 1\n") > 8);
	issue();
	for (size_t i = 0; i < 2; i++) check(desk_at(i));
	all_hear();
	for (size_t i = 0; i < 2; i++) assert_true(ends(desk_at(i)));
	all_hear();
	for (size_t i = 0; i < 2; i++) destroy(desk_at(i));
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(opened_under(desk_at(i), "\nring intake 1\n"),
			0);
		assert_true(opened_under(desk_at(i), "\nring intake 2\n") > 2);
		assert_false(has_epoch(desk_at(i), 1));
		assert_true(has_epoch(desk_at(i), 2));
		after = state_sum(desk_at(i)->state, S("intake"));
		assert_true(hash_eq(before.hash, after.hash));
		assert_int_equal(log_missing(desk_at(i)->log), 0);
	}
	assert_false(ends(desk_at(0)));
	assert_true(desk_edit(world, desk_at(1), INTAKE));
	all_hear();
	assert_true(state_sum_eq(state_sum(desk_at(0)->state, S("intake")),
		state_sum(desk_at(1)->state, S("intake"))));
}

TEST(nothing_ends_while_one_may_still_write_under_it)
{
	/* [epoch-1] whoever has not said the same since, and under a later one */
	UNUSED_STATE;
	epochs_made();
	issue();
	check(desk_at(0));
	all_hear();
	destroy(desk_at(0));
	assert_false(ends(desk_at(0)));
	assert_true(has_epoch(desk_at(0), 1));
	check(desk_at(1));
	/* something of hers that the first has not heard */
	assert_true(desk_edit(world, desk_at(1), INTAKE));
	check(desk_at(1));
	all_hear();
	assert_false(ends(desk_at(0)));
	check(desk_at(0));
	all_hear();
	assert_true(ends(desk_at(0)));
	assert_false(has_epoch(desk_at(0), 1));
}

TEST(a_device_that_joins_later_has_what_is_kept_and_reads_all_that_stands)
{
	struct desk *third;

	UNUSED_STATE;
	epochs_made();
	issue();
	for (size_t i = 0; i < 2; i++) check(desk_at(i));
	all_hear();
	for (size_t i = 0; i < 2; i++) assert_true(ends(desk_at(i)));
	all_hear();
	third = desk_add(world, NULL);
	assert_true(desk_join(world, desk_at(0), third));
	all_hear();
	assert_true(desk_grant(world, desk_at(0), third, INTAKE, false));
	all_hear();
	assert_true(has_epoch(third, 2));
	assert_false(has_epoch(third, 1));
	assert_true(state_sum_eq(state_sum(desk_at(0)->state, S("intake")),
		state_sum(third->state, S("intake"))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_was_compacted_opens_with_nothing_that_is_kept,
			begin, end),
		cmocka_unit_test_setup_teardown(
			nothing_ends_while_one_may_still_write_under_it,
			begin, end),
		cmocka_unit_test_setup_teardown(
			a_device_that_joins_later_has_what_is_kept_and_reads_all_that_stands,
			begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
