/* What a desk does that was not told who left, because the relay hides it or
 * its clock holds it back (store/log_hand.h [hand-11], [hand-12]).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "trio.c"

#include "seal/age.h"

enum { INTAKE = 1, VISITS = 100 };

/* A body that says one of these, by any key anybody has. */
static bool says(size_t blob, const struct desk *d, unsigned kinds)
{
	struct buf plain = {0};
	struct body body;
	struct op op;
	bool is = false;

	for (size_t i = 0; i < d->log->rings.count && !is; i++) {
		buf_reset(&plain);
		if (age_open(&plain, buf_str(&w->blobs[blob].bytes),
			&d->log->rings.at[i].identity, 1) != AGE_OK ||
			!body_read(buf_str(&plain), &body)) {
			continue;
		}
		while (op_take(&body.ops, &op)) is |= (kinds >> op.kind & 1) != 0;
	}
	buf_close(&plain);
	return is;
}

static size_t looked;      /* of the relay, by who hides */

/* The relay, which somebody tells what is in it, hides from beri who left. */
static void hide(unsigned kinds)
{
	for (; looked < w->blob_count; looked++) {
		if (says(looked, anna, kinds) || says(looked, beri, kinds)) {
			w->blobs[looked].hidden_from |= 1u << (beri - w->desks);
		}
	}
}

static void show(void)
{
	for (size_t i = 0; i < w->blob_count; i++) w->blobs[i].hidden_from = 0;
	meet();
}

static void visits(size_t count, unsigned kinds)
{
	for (size_t v = 0; v < count; v++) {
		later(60 * 60 * 1000);
		for (size_t i = 0; i < w->desk_count; i++) {
			struct desk *d = &w->desks[i];

			if (d->log == NULL) continue;
			desk_fetch(w, d, true);
			desk_read(w, d);
			log_clock_confirm(d->log, desk_now(w, d));
			(void)desk_hand(w, d, &(struct log_change){0});
			desk_send(w, d);
			hide(kinds);
		}
	}
	assert_false(w->broken);
}

static int begin_in(void **unused)
{
	(void)begin(unused);
	assert_true(desk_grant(w, anna, beri, INTAKE, false));
	assert_true(desk_grant(w, anna, cano, INTAKE, false));
	meet();
	looked = w->blob_count;
	return 0;
}

/* The newest epoch that anna writes under, and whether cano has it. */
static bool cano_opens_what_anna_writes(size_t ring)
{
	const struct ring_epoch *now = log_seal_epoch(anna->log,
		world_ring(ring)), *one = NULL;

	assert_non_null(now);
	while ((one = ring_each(&cano->log->rings, world_ring(ring), one)) !=
		NULL) {
		if (recipient_eq(one->identity.recipient,
			now->identity.recipient)) {
			return true;
		}
	}
	return false;
}

static bool is_in(struct desk *by, size_t ring, const struct desk *who)
{
	return log_is_member(by->log, world_ring(ring), log_chain_of(by->log,
		desk_name(who)));
}

TEST(a_removal_that_one_desk_does_not_hear_of_makes_one_epoch_of_each_ring)
{
	/* [hand-1] [hand-11] the roster and each `drop` hidden, every key shown */
	unsigned kinds = 1u << OP_ROSTER | 1u << OP_DROP;
	size_t before = log_epoch_count(anna->log);

	UNUSED_STATE;
	assert_true(desk_remove(w, anna, cano, 0));
	desk_send(w, anna);
	hide(kinds);
	visits(VISITS, kinds);
	assert_int_equal(log_tip(beri->log)->says.number, 3);
	assert_int_equal(log_epoch_count(anna->log), before + 2);
	assert_true(desk_has_alarm(w, beri, ALARM_WITHHELD));
	for (size_t ring = 0; ring <= INTAKE; ring++) {
		assert_false(cano_opens_what_anna_writes(ring));
	}
	show();
	assert_int_equal(log_tip(beri->log)->says.number, 4);
	assert_false(desk_has_alarm(w, beri, ALARM_WITHHELD));
	assert_true(desk_edit(w, beri, INTAKE));
	meet();
	assert_int_equal(log_epoch_count(anna->log), before + 2);
	assert_true(desk_same(anna, beri, INTAKE));
}

TEST(a_drop_alone_that_one_desk_does_not_hear_of_makes_one_epoch)
{
	/* [hand-11] */
	size_t before = log_epoch_count(anna->log);

	UNUSED_STATE;
	assert_true(desk_grant(w, anna, cano, INTAKE, true));
	desk_send(w, anna);
	hide(1u << OP_DROP);
	visits(VISITS, 1u << OP_DROP);
	assert_true(is_in(beri, INTAKE, cano));
	assert_int_equal(log_epoch_count(anna->log), before + 1);
	assert_false(cano_opens_what_anna_writes(INTAKE));
	assert_false(is_in(anna, INTAKE, cano));
	show();
	assert_false(is_in(beri, INTAKE, cano));
}

TEST(who_knows_that_somebody_left_and_has_the_next_epoch_begins_none)
{
	/* [hand-11] each `drop` hidden, the roster shown */
	size_t before = log_epoch_count(anna->log);

	UNUSED_STATE;
	assert_true(desk_remove(w, anna, cano, 0));
	desk_send(w, anna);
	hide(1u << OP_DROP);
	visits(VISITS, 1u << OP_DROP);
	assert_int_equal(log_tip(beri->log)->says.number, 4);
	assert_int_equal(log_epoch_count(anna->log), before + 2);
	assert_int_equal(log_epoch_count(beri->log),
		log_epoch_count(anna->log) - 2); /* the vault and a case */
}

TEST(who_was_put_out_is_not_brought_back_by_who_did_not_hear_of_it)
{
	/* [hand-12] beri signs that dara joins, and hands what is due */
	struct desk *dara = desk_add(w, NULL);

	UNUSED_STATE;
	for (size_t ring = 0; ring <= INTAKE; ring++) {
		assert_true(desk_grant(w, anna, cano, ring, true));
	}
	desk_send(w, anna);
	hide(1u << OP_DROP);
	desk_fetch(w, beri, true);
	desk_read(w, beri);
	assert_true(is_in(beri, 0, cano));
	assert_true(desk_join(w, beri, dara));
	meet();
	for (size_t ring = 0; ring <= INTAKE; ring++) {
		assert_false(is_in(anna, ring, cano));
	}
	assert_true(log_is_out(anna->log, S("team"), log_chain_of(anna->log,
		desk_name(cano)))); /* frozen as before */
	show();
	for (size_t ring = 0; ring <= INTAKE; ring++) { /* a grant does that */
		assert_true(desk_grant(w, anna, cano, ring, false));
		assert_true(is_in(anna, ring, cano));
	}
	visits(3, 0);
	assert_true(is_in(beri, INTAKE, cano));
	assert_false(log_is_out(beri->log, S("team"), log_chain_of(beri->log,
		desk_name(cano))));
}

TEST(what_a_wrong_clock_holds_back_is_not_passed_on_either)
{
	/* [hand-11] the key came, and what it came with is held for two days */
	uint32_t from;

	UNUSED_STATE;
	anna->skew_ms = (int64_t)(3 * DAY_MS);
	log_clock_confirm(anna->log, desk_now(w, anna));
	assert_true(desk_grant(w, anna, cano, INTAKE, true));
	from = (uint32_t)log_epoch_count(anna->log);
	meet();
	assert_true(desk_has_alarm(w, beri, ALARM_HELD));
	visits(10, 0);
	assert_false(cano_opens_what_anna_writes(INTAKE));
	assert_int_equal(log_epoch_count(anna->log), from);
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, begin_in, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(a_removal_that_one_desk_does_not_hear_of_makes_one_epoch_of_each_ring),
		LIVE(a_drop_alone_that_one_desk_does_not_hear_of_makes_one_epoch),
		LIVE(who_knows_that_somebody_left_and_has_the_next_epoch_begins_none),
		LIVE(who_was_put_out_is_not_brought_back_by_who_did_not_hear_of_it),
		LIVE(what_a_wrong_clock_holds_back_is_not_passed_on_either),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
