/* What commits that hand over promise where there are many rings, or rings of
 * cases (store/log_hand.h, doc/log.md L13.4).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "duo.c"

enum { RINGS_MANY = 80 /* more than a commit has bodies */ };

static char many[RINGS_MANY][16];

/* Rings of which two desks are in each. */
static void many_begin(const char *kind)
{
	for (size_t i = 0; i < NELEM(many); i++) {
		struct log_grant grants[2] = {
			{.dev = desk_name(anna)}, {.dev = desk_name(beri)}};
		struct log_change change = {.grants = grants,
			.grant_count = 2};

		(void)snprintf(many[i], sizeof(many[i]), "%s-%zu", kind, i);
		grants[0].ring = grants[1].ring = str_of(many[i]);
		assert_true(desk_hand(w, anna, &change));
	}
	meet();
	assert_non_null(log_epoch(beri->log, str_of(many[RINGS_MANY - 1]),
		&(uint64_t){0}));
}

static uint64_t epoch_of(struct desk *d, str ring)
{
	const struct ring_epoch *newest = log_seal_epoch(d->log, ring);

	return newest == NULL ? 0 : newest->epoch;
}

TEST(whoever_was_in_more_rings_than_a_commit_holds_is_out_of_all)
{
	/* [hand-1] [hand-2] */
	UNUSED_STATE;
	many_begin("ward");
	assert_true(desk_remove(w, anna, beri, 0));
	while (desk_hand(w, anna, &(struct log_change){0})) {
	}
	meet();
	for (size_t i = 0; i < NELEM(many); i++) {
		assert_int_equal(epoch_of(anna, str_of(many[i])), 2);
		assert_true(ring_newest(&beri->log->rings,
			str_of(many[i]))->epoch == 1);
	}
}

TEST(the_ring_of_a_case_gets_its_next_epoch_when_somebody_writes_there)
{
	/* [hand-6] doc/log.md L13.4 */
	size_t before;
	str ring;
	struct op op = {.kind = OP_NOTE, .field = S("n"), .value = S("x")};
	struct log_body body = {.ops = &op, .op_count = 1};

	UNUSED_STATE;
	many_begin("case");
	before = log_epoch_count(anna->log);
	assert_true(desk_remove(w, anna, beri, 0));
	while (desk_hand(w, anna, &(struct log_change){0})) {
	}
	/* the team's own ring alone: no case has another epoch, and nothing
	 * can be written under the one that she has who left */
	assert_int_equal(log_epoch_count(anna->log), before + 1);
	for (size_t i = 0; i < NELEM(many); i++) {
		assert_int_equal(epoch_of(anna, str_of(many[i])), 0);
		body.ring = str_of(many[i]);
		assert_int_equal(log_append(anna->log, w->now_ms, &body,
			1)->code, ERR_REFUSED);
	}
	ring = str_of(many[RINGS_MANY - 1]);
	assert_true(desk_hand(w, anna, &(struct log_change){
		.writes = &ring, .write_count = 1}));
	assert_int_equal(log_epoch_count(anna->log), before + 2);
	body.ring = ring;
	is_ok(log_append(anna->log, w->now_ms, &body, 1));
	meet();
	assert_int_equal(epoch_of(anna, ring), 2);
	assert_int_equal(ring_newest(&beri->log->rings, ring)->epoch, 1);
}

TEST(the_ring_of_a_case_does_not_turn_over_with_the_month)
{
	/* doc/log.md L13.4 */
	UNUSED_STATE;
	assert_true(desk_grant(w, anna, beri, 3, false));
	assert_true(desk_grant(w, anna, beri, 1, false));
	w->now_ms += 31 * DAY_MS;
	while (desk_hand(w, anna, &(struct log_change){0})) {
	}
	assert_int_equal(epoch_of(anna, world_ring(1)), 2);
	assert_int_equal(epoch_of(anna, world_ring(3)), 1);
	assert_true(desk_hand(w, anna, &(struct log_change){
		.renew = log_epoch_count(anna->log)}));
	assert_int_equal(epoch_of(anna, world_ring(3)), 2);
}

TEST(more_rings_than_a_commit_holds_are_all_sealed_for_a_new_recovery)
{
	/* [hand-3] */
	struct identity recovery = identity_make();
	unsigned char value[LOG_RECOVERY_BYTES];
	struct op op = {.kind = OP_SET, .field = S("recovery")};
	struct log_body body = {.ring = S("team"), .ops = &op, .op_count = 1};
	str missing[1];

	UNUSED_STATE;
	many_begin("case");
	op.value = str_bytes(value, log_recovery_declare(S(ORG), &recovery,
		NULL, value));
	is_ok(log_append(anna->log, w->now_ms, &body, 1));
	desk_read(w, anna);
	assert_int_equal(log_escrow_missing(anna->log, missing, 1), 1);
	while (desk_hand(w, anna, &(struct log_change){0})) {
	}
	assert_int_equal(log_escrow_missing(anna->log, missing, 1), 0);
	identity_close(&recovery);
}

/* Anna makes what was parted one again. */
static void merge(void)
{
	struct arena *arena = arena_open(1 << 20);
	struct team_roster *next = mem_get(sizeof(*next));

	log_roster_next(anna->log, arena, device_of(arena, anna), next);
	assert_int_equal(next->before_count, 2);
	assert_true(roster_hand(w, anna, next));
	mem_free(next);
	arena_close(&arena);
}

TEST(who_waits_for_a_merge_says_nothing_over_and_over)
{
	/* [hand-10] anna had seen what cano wrote, who counts in one of two
	 * rosters only: so what she wrote behind it does not count either */
	struct desk *cano = desk_add(w, NULL), *dara = desk_add(w, NULL);
	uint64_t seq;

	UNUSED_STATE;
	assert_true(desk_join(w, anna, cano));
	desk_send(w, anna);
	desk_fetch(w, cano, true);
	assert_true(desk_edit(w, cano, 0));
	desk_send(w, cano);
	desk_fetch(w, anna, true);
	assert_true(desk_edit(w, anna, 0));
	assert_false(log_is_waiting(anna->log));
	assert_true(desk_join(w, beri, dara));
	meet();
	assert_true(log_is_waiting(anna->log));
	w->now_ms += 31 * DAY_MS;
	log_clock_confirm(anna->log, w->now_ms);
	log_clock_confirm(beri->log, w->now_ms);
	seq = log_seq(anna->log);
	assert_false(desk_hand(w, anna, &(struct log_change){0}));
	assert_int_equal(log_seq(anna->log), seq);
	merge();
	assert_false(log_is_waiting(anna->log));
	meet();
	while (desk_hand(w, anna, &(struct log_change){0})) meet();
	assert_int_equal(epoch_of(anna, S("team")), 2);
	assert_true(state_sum_eq(state_sum(anna->state, S("team")),
		state_sum(cano->state, S("team"))));
}

TEST(a_state_tells_more_rings_apart_than_a_byte_counts)
{
	struct state *wide = state_open(S(ORG));
	char name[16];
	struct log_op op = {.log = anna->log, .seq = 1,
		.op = {.kind = OP_SET, .field = S("a"), .value = S("x")}};

	UNUSED_STATE;
	op.dev = desk_name(anna);
	for (size_t i = 0; i < 300; i++) {
		(void)snprintf(name, sizeof(name), "case-%zu", i);
		op.ring = str_of(name);
		op.index = i;
		if (i == 299) op.op.value = S("y");
		is_ok(state_op(wide, &op));
	}
	assert_false(state_sum_eq(state_sum(wide, S("case-299")),
		state_sum(wide, S("case-43"))));
	assert_int_equal(state_unsaid(wide, anna->log, desk_name(anna),
		(str[300]){{0}}, 300), 300);
	state_close(&wide);
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, begin_two, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(whoever_was_in_more_rings_than_a_commit_holds_is_out_of_all),
		LIVE(the_ring_of_a_case_gets_its_next_epoch_when_somebody_writes_there),
		LIVE(the_ring_of_a_case_does_not_turn_over_with_the_month),
		LIVE(more_rings_than_a_commit_holds_are_all_sealed_for_a_new_recovery),
		LIVE(who_waits_for_a_merge_says_nothing_over_and_over),
		LIVE(a_state_tells_more_rings_apart_than_a_byte_counts),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
