/* What a team's log promises, one by one (doc/log.md L9 to L12, doc/team.md):
 * who is believed, who opens what, what is said when something is wrong.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "trio.c"

#include "seal/age.h"

static struct state_sum sum(const struct desk *d, size_t ring)
{
	return state_sum(d->state, world_ring(ring));
}

/* -- who opens what ------------------------------------------------------- */

/* Every sealed blob at hand against every key this device has; those that open
 * as a body of the ring. */
static size_t opened_of(const struct desk *d, size_t ring)
{
	size_t opened = 0;

	for (size_t i = 0; i < w->blob_count; i++) {
		for (size_t j = 0; j < d->log->rings.count; j++) {
			struct buf plain = {0};
			struct body body;

			if (age_open(&plain, buf_str(&w->blobs[i].bytes),
				&d->log->rings.at[j].identity, 1) == AGE_OK &&
				body_read(buf_str(&plain), &body) &&
				str_eq(body.ring, world_ring(ring))) {
				opened++;
			}
			buf_close(&plain);
		}
	}
	return opened;
}

static void chains_are_whole(const struct desk *d)
{
	for (size_t i = 0; i < d->log->commit_count; i++) {
		assert_true(d->log->commits[i].signed_right);
		assert_true(d->log->commits[i].in_state);
	}
	assert_int_equal(d->log->waiting_count, 0);
}

TEST(a_desk_outside_a_ring_opens_none_of_it_and_verifies_every_chain)
{
	/* [log-3] [hand-1] */
	UNUSED_STATE;
	assert_true(desk_grant(w, anna, beri, 2, false));
	meet();
	for (int i = 0; i < 5; i++) {
		assert_true(desk_edit(w, anna, 2));
		assert_true(desk_edit(w, beri, 2));
		meet();
	}
	assert_true(opened_of(anna, 2) >= 10);
	assert_true(opened_of(beri, 2) >= 10);
	assert_int_equal(opened_of(cano, 2), 0);
	chains_are_whole(cano);
	assert_true(desk_same(anna, beri, 2));
	assert_true(log_sealed_count(cano->log) > 0);
}

TEST(a_grant_gives_what_was_written_before_it)
{
	/* [hand-2] [log-5] the same as if she had always been there */
	UNUSED_STATE;
	for (int i = 0; i < 5; i++) assert_true(desk_edit(w, anna, 1));
	meet();
	assert_false(desk_same(anna, beri, 1));
	assert_true(desk_grant(w, anna, beri, 1, false));
	meet();
	assert_true(desk_same(anna, beri, 1));
}

TEST(whoever_was_removed_opens_nothing_that_follows)
{
	/* [hand-1] with all her real keys */
	size_t before;

	UNUSED_STATE;
	assert_true(desk_grant(w, anna, cano, 1, false));
	meet();
	before = opened_of(cano, 0) + opened_of(cano, 1);
	assert_true(desk_remove(w, anna, cano, 0));
	meet();
	for (int i = 0; i < 4; i++) {
		assert_true(desk_edit(w, anna, 0));
		assert_true(desk_edit(w, anna, 1));
	}
	meet();
	assert_int_equal(opened_of(cano, 0) + opened_of(cano, 1), before);
	assert_true(desk_same(anna, beri, 0));
}

TEST(frames_of_a_removed_device_behind_its_cut_count_nowhere)
{
	/* [log-5] also on the desk that had read them */
	UNUSED_STATE;
	for (int i = 0; i < 3; i++) assert_true(desk_edit(w, cano, 0));
	desk_send(w, cano);
	desk_fetch(w, beri, true);
	desk_read(w, beri);
	assert_true(desk_remove(w, anna, cano, 0)); /* anna has none of them */
	meet();
	assert_true(desk_same(anna, beri, 0));
	assert_int_equal(beri->log->chains[0].end, LOG_NO_END);
}

TEST(an_epoch_lasts_thirty_days)
{
	uint64_t before, after;

	UNUSED_STATE;
	assert_non_null(log_epoch(anna->log, S("team"), &before));
	assert_false(desk_hand(w, anna, &(struct log_change){0}));
	later(31 * DAY_MS);
	log_clock_confirm(anna->log, w->now_ms);
	assert_true(desk_hand(w, anna, &(struct log_change){0}));
	assert_non_null(log_epoch(anna->log, S("team"), &after));
	assert_int_equal(after, before + 1);
	meet();
	assert_non_null(log_epoch(beri->log, S("team"), &after));
	assert_int_equal(after, before + 1);
}

TEST(an_epoch_without_its_proof_is_never_written_under)
{
	/* [ring-1] cano, who is not in the vault, hands beri one of his own */
	struct identity own = identity_make();
	struct op op = {.kind = OP_KEY, .field = S("vault.2"),
		.value = secret_str(&own.key)};
	char ring[64];
	struct log_body body = {.ops = &op, .op_count = 1,
		.to = &beri->identity.recipient};
	uint64_t number;

	UNUSED_STATE;
	assert_true(desk_grant(w, anna, beri, 2, false));
	meet();
	(void)snprintf(ring, sizeof(ring), "device-%.32s", beri->dev);
	body.ring = str_of(ring);
	is_ok(log_append(cano->log, w->now_ms, &body, 1));
	meet();
	assert_non_null(log_epoch(beri->log, S("vault"), &number));
	assert_int_equal(number, 1);
	identity_close(&own);
}

TEST(a_snapshot_is_taken_up_only_where_the_same_was_folded_in)
{
	/* doc/log.md L7 */
	struct log_place place;

	UNUSED_STATE;
	for (int i = 0; i < 3; i++) assert_true(desk_edit(w, anna, 1));
	meet();
	place = log_place(beri->log);
	log_stop(beri);
	log_start(w, beri);
	assert_true(log_skip(beri->log, place));
	assert_true(desk_grant(w, anna, beri, 1, false));
	meet();
	log_stop(beri);
	log_start(w, beri);
	assert_true(log_skip(beri->log, place));
	log_stop(beri);
	log_start(w, beri);
	place.head.bytes[0] ^= 1;
	assert_false(log_skip(beri->log, place));
	log_stop(beri);
	log_start(w, beri);
	desk_read(w, beri);
	assert_true(desk_same(anna, beri, 1));
}

/* -- rosters -------------------------------------------------------------- */

/* The next roster of anna, signed by so many. */
static bool next_holds(size_t signers)
{
	struct arena *arena = arena_open(1 << 20);
	struct team_roster *next = mem_get(sizeof(*next));
	sign_public keys[2] = {anna->sign.public, beri->sign.public};
	signature signatures[2];
	struct buf text = {0};
	struct log_change change = {0};
	bool holds;

	log_roster_next(anna->log, arena, device_of(arena, anna), next);
	signatures[0] = log_roster_sign(next, &anna->sign);
	signatures[1] = log_roster_sign(next, &beri->sign);
	assert_true(log_roster_write(next, keys, signatures, signers, &text));
	change.roster = buf_str(&text);
	holds = desk_hand(w, anna, &change);
	buf_close(&text);
	mem_free(next);
	arena_close(&arena);
	return holds;
}

TEST(with_two_members_or_more_one_admin_changes_nothing)
{
	/* [team-2] 2 of n; the first join needed 1 of 1, the second 2 of 2 */
	UNUSED_STATE;
	assert_false(next_holds(1));
	assert_true(next_holds(2));
	meet();
	assert_int_equal(log_tip(beri->log)->says.number, 4);
}

TEST(the_list_of_rosters_has_all_that_hold_in_their_order)
{
	/* whoever is restored is handed these: those who left stand in them alone */
	struct arena *arena = arena_open(1 << 20);
	str *texts, *others;
	size_t count = log_roster_list(anna->log, arena, &texts);
	struct team_roster *one = mem_get(sizeof(*one));
	str covered;

	UNUSED_STATE;
	assert_int_equal(count, 3);
	assert_true(desk_remove(w, anna, cano, 0));
	count = log_roster_list(anna->log, arena, &texts);
	assert_int_equal(count, 4);
	for (size_t i = 0; i < count; i++) {
		assert_true(team_roster_read(texts[i], one, &covered));
		assert_int_equal(one->number, i + 1);
		assert_int_equal(one->device_count, i == 3 ? 2 : i + 1);
	}
	is_str(texts[3], log_team_roster(anna->log));
	/* one that does not hold is in no list */
	{
		struct buf forged = {0};

		buf_put(&forged, texts[3]);
		forged.at[forged.len - 2] = forged.at[forged.len - 2] == '0'
			? '1' : '0'; /* of the last signature */
		assert_false(log_roster_learn(beri->log, buf_str(&forged)));
		buf_close(&forged);
	}
	assert_int_equal(log_roster_list(beri->log, arena, &others), 3);
	assert_true(log_roster_learn(beri->log, texts[3]));
	assert_int_equal(log_roster_list(beri->log, arena, &others), 4);
	is_str(others[3], texts[3]);
	mem_free(one);
	arena_close(&arena);
}

/* All sign what makes the team one, by what each has, and hand on what is due. */
static void merge(void)
{
	bool one = false;

	for (int round = 0; round < 4 && !one; round++) {
		for (size_t i = 0; i < w->desk_count && !one; i++) {
			if (w->desks[i].is_clone) continue;
			(void)desk_merge(w, &w->desks[i], &one);
		}
		meet();
	}
	assert_true(one);
	while (desk_hand(w, anna, &(struct log_change){0})) meet();
}

TEST(two_rosters_of_one_number_are_told_and_end_with_one_that_names_both)
{
	struct desk *dara = desk_add(w, NULL), *evin = desk_add(w, NULL);

	UNUSED_STATE;
	assert_true(desk_join(w, anna, dara));
	assert_true(desk_join(w, beri, evin));
	meet();
	assert_true(desk_has_alarm(w, anna, ALARM_ROSTERS));
	assert_true(desk_has_alarm(w, cano, ALARM_ROSTERS));
	assert_false(anna->log->chains[log_chain_of(anna->log,
		desk_name(dara))].active); /* the intersection */
	assert_true(anna->log->chains[log_chain_of(anna->log,
		desk_name(cano))].active);
	merge();
	assert_false(desk_has_alarm(w, anna, ALARM_ROSTERS));
	assert_false(desk_has_alarm(w, cano, ALARM_ROSTERS));
	assert_true(desk_edit(w, dara, 0));
	assert_true(desk_edit(w, evin, 0));
	meet();
	assert_true(desk_same(anna, dara, 0));
	assert_true(desk_same(anna, evin, 0));
}

TEST(who_waits_for_a_merge_has_not_left_the_ring)
{
	/* [hand-4] cano, who sees both, makes an epoch that nobody who waits
	 * has: then they are handed it */
	struct desk *dara = desk_add(w, NULL), *evin = desk_add(w, NULL);

	UNUSED_STATE;
	assert_true(desk_join(w, anna, dara));
	assert_true(desk_join(w, beri, evin));
	meet();
	assert_true(desk_hand(w, cano, &(struct log_change){0}));
	meet();
	merge();
	assert_true(desk_is_in(anna, 0) && desk_is_in(dara, 0));
	assert_true(desk_is_in(evin, 0));
	assert_true(desk_edit(w, cano, 0));
	meet();
	assert_true(desk_same(anna, dara, 0));
	assert_true(desk_same(anna, evin, 0));
	assert_int_equal(dara->log->loose_count, 0);
	assert_int_equal(evin->log->loose_count, 0);
}

/* A body of the join that hands beri the roster, to her or to the team. */
static bool hands_roster(size_t blob)
{
	struct buf plain = {0};
	struct body body;
	struct op op;
	bool is = false;

	for (size_t i = 0; i < beri->log->rings.count && !is; i++) {
		buf_reset(&plain);
		if (age_open(&plain, buf_str(&w->blobs[blob].bytes),
			&beri->log->rings.at[i].identity, 1) != AGE_OK ||
			!body_read(buf_str(&plain), &body)) {
			continue;
		}
		while (op_take(&body.ops, &op)) is |= op.kind == OP_ROSTER;
	}
	buf_close(&plain);
	return is;
}

TEST(whose_roster_is_still_on_its_way_is_put_out_of_no_ring)
{
	/* [hand-4] beri reads that dara is in the ring before the roster */
	struct desk *dara = desk_add(w, NULL);
	size_t from = w->blob_count, hidden = 0;

	UNUSED_STATE;
	assert_true(desk_join(w, anna, dara));
	desk_send(w, anna);
	for (size_t i = from; i < w->blob_count; i++) {
		if (!hands_roster(i)) continue;
		w->blobs[i].hidden_from = 1u << (beri - w->desks);
		hidden++;
	}
	assert_true(hidden > 0);
	meet();
	assert_int_equal(log_tip(beri->log)->says.number, 3);
	assert_true(desk_edit(w, beri, 0));
	(void)desk_hand(w, beri, &(struct log_change){0});
	for (size_t i = from; i < w->blob_count; i++) {
		w->blobs[i].hidden_from = 0;
	}
	meet();
	assert_true(desk_is_in(anna, 0) && desk_is_in(dara, 0));
	assert_false(log_is_out(anna->log, S("team"),
		log_chain_of(anna->log, desk_name(dara))));
	/* Meanwhile beri made an epoch that dara did not have. */
	(void)desk_hand(w, beri, &(struct log_change){0});
	meet();
	assert_true(desk_same(beri, dara, 0));
}

TEST(a_merge_hands_everybody_the_rosters_of_the_other_side)
{
	/* [hand-5] the commit that let evin in counts nowhere, for beri's chain
	 * has forked there: dara never read its roster */
	struct desk *dara = desk_add(w, NULL), *evin = desk_add(w, NULL);
	struct desk *stolen = desk_add(w, beri);

	UNUSED_STATE;
	assert_true(desk_join(w, anna, dara));
	assert_true(desk_join(w, beri, evin));
	assert_true(desk_edit(w, stolen, 0));
	desk_send(w, stolen);
	meet();
	assert_true(desk_has_alarm(w, dara, ALARM_FORK));
	assert_int_equal(dara->log->tip_count, 1);
	merge();
	assert_int_equal(log_tip(dara->log)->says.number, 5);
	assert_int_equal(log_tip(evin->log)->says.number, 5);
	assert_true(desk_edit(w, evin, 0));
	meet();
	assert_true(desk_same(anna, dara, 0));
	assert_true(desk_same(anna, evin, 0));
}

/* -- what is wrong -------------------------------------------------------- */

TEST(a_device_that_says_two_things_with_one_number_is_frozen_and_told)
{
	struct desk *copy = desk_add(w, cano);
	uint32_t dev = log_chain_of(anna->log, desk_name(cano));
	uint32_t common;

	UNUSED_STATE;
	desk_read(w, copy);
	common = anna->log->chains[dev].seq;
	assert_true(desk_edit(w, cano, 0));
	desk_send(w, cano);
	desk_fetch(w, anna, true);
	desk_read(w, anna);
	assert_int_equal(anna->log->chains[dev].seq, common + 1);
	assert_true(desk_edit(w, copy, 0));
	meet();
	assert_true(desk_has_alarm(w, anna, ALARM_FORK));
	assert_true(desk_has_alarm(w, beri, ALARM_FORK));
	assert_int_equal(anna->log->chains[dev].seq, common);
	assert_int_equal(beri->log->chains[dev].seq, common);
	assert_true(desk_same(anna, beri, 0));
	assert_false(desk_edit(w, cano, 0)); /* [log-7] */
}

TEST(what_is_withheld_is_told_after_a_day_and_ends_when_it_comes)
{
	unsigned mask = 1u << (beri - w->desks);
	size_t first = w->blob_count;

	UNUSED_STATE;
	assert_true(desk_edit(w, anna, 0));
	desk_send(w, anna);
	for (size_t i = first; i < w->blob_count; i++) {
		w->blobs[i].hidden_from = mask;
	}
	assert_true(desk_edit(w, anna, 0));
	meet();
	assert_false(desk_has_alarm(w, beri, ALARM_WITHHELD));
	later(25 * 60 * 60 * 1000);
	assert_true(desk_has_alarm(w, beri, ALARM_WITHHELD));
	assert_false(desk_has_alarm(w, cano, ALARM_WITHHELD));
	for (size_t i = first; i < w->blob_count; i++) {
		w->blobs[i].hidden_from = 0;
	}
	meet();
	assert_false(desk_has_alarm(w, beri, ALARM_WITHHELD));
	assert_true(desk_same(anna, beri, 0));
}

TEST(a_body_that_is_withheld_is_told_too)
{
	size_t first = w->blob_count;

	UNUSED_STATE;
	assert_true(desk_edit(w, anna, 0));
	desk_send(w, anna);
	w->blobs[first].hidden_from = 1u << (beri - w->desks);
	meet();
	later(25 * 60 * 60 * 1000);
	assert_true(desk_has_alarm(w, beri, ALARM_WITHHELD));
	w->blobs[first].hidden_from = 0;
	meet();
	assert_false(desk_has_alarm(w, beri, ALARM_WITHHELD));
	assert_true(desk_same(anna, beri, 0));
}

TEST(a_disk_from_yesterday_signs_nothing_and_says_why)
{
	/* [log-7] */
	struct buf pack = {0};

	UNUSED_STATE;
	assert_true(desk_edit(w, cano, 0));
	is_ok(file_read(cano->path, 1 << 24, &pack));
	assert_true(desk_edit(w, cano, 0));
	meet();
	log_stop(cano);
	is_ok(file_replace(cano->path, buf_str(&pack)));
	log_start(w, cano);
	desk_read(w, cano);
	assert_true(desk_edit(w, beri, 0)); /* names a head of cano's */
	memset(cano->got, 0, sizeof(cano->got));
	meet();
	assert_true(desk_has_alarm(w, cano, ALARM_AHEAD));
	assert_false(desk_edit(w, cano, 0));
	desk_reopen(w, cano);
	assert_false(desk_edit(w, cano, 0));
	assert_false(desk_has_alarm(w, anna, ALARM_FORK));
	assert_true(desk_same(anna, cano, 0)); /* it reads all the same */
	buf_close(&pack);
}

TEST(silence_of_a_week_is_told)
{
	UNUSED_STATE;
	assert_true(desk_edit(w, cano, 0));
	meet();
	assert_false(desk_has_alarm(w, anna, ALARM_SILENT));
	later(8 * DAY_MS);
	assert_true(desk_has_alarm(w, anna, ALARM_SILENT));
}

/* -- hostile blobs -------------------------------------------------------- */

static size_t receive(struct desk *d, str blob)
{
	size_t refused = 0;

	is_ok(log_receive(d->log, &blob, 1, &refused));
	desk_read(w, d);
	return refused;
}

TEST(what_is_no_frame_of_ours_is_kept_or_refused_and_changes_nothing)
{
	/* [log-2] [log-6] every blob cut, changed, or sealed by a stranger */
	struct state_sum before = sum(beri, 0);
	struct buf sealed = {0}, plain = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < w->blob_count; i += 3) {
		str blob = buf_str(&w->blobs[i].bytes);
		struct buf changed = {0};

		buf_put(&changed, blob);
		changed.at[world_below(changed.len)] ^= 1;
		(void)receive(beri, buf_str(&changed));
		(void)receive(beri, str_first(blob, world_below(blob.len)));
		buf_close(&changed);
	}
	buf_put(&plain, S("bothy-commit/1\norg nobody\n"));
	age_seal(&sealed, buf_str(&plain), &beri->identity.recipient, 1);
	(void)receive(beri, buf_str(&sealed));
	assert_true(desk_has_alarm(w, beri, ALARM_REFUSED));
	later(25 * 60 * 60 * 1000);
	assert_true(desk_has_alarm(w, beri, ALARM_UNOPENED));
	assert_true(state_sum_eq(before, sum(beri, 0)));
	assert_int_equal(receive(beri, S("")), 1);
	buf_close(&sealed);
	buf_close(&plain);
}

TEST(a_frame_of_somebody_who_is_not_in_the_team_changes_nothing)
{
	/* A stranger who got hold of the team's key, but signs himself. */
	struct desk *stranger = desk_add(w, NULL);
	struct op op = {.kind = OP_NOTE, .field = S("n"), .value = S("x")};
	struct log_body body = {.ring = S("team"), .ops = &op, .op_count = 1};
	const struct ring_epoch *team = log_seal_epoch(anna->log, S("team"));
	struct state_sum before = sum(anna, 0);

	UNUSED_STATE;
	log_start(w, stranger);
	stranger->was_in[0] = true;
	log_epoch_add(stranger->log, S("team"), team->epoch,
		secret_str(&team->identity.key));
	is_ok(log_append(stranger->log, w->now_ms, &body, 1));
	desk_send(w, stranger);
	meet();
	assert_true(state_sum_eq(before, sum(anna, 0)));
	assert_true(desk_same(anna, beri, 0));
}

TEST(more_than_is_kept_of_what_nobody_opens_is_refused)
{
	size_t refused = 0;

	UNUSED_STATE;
	for (unsigned i = 0; i < LOG_LOOSE_MAX && refused == 0; i++) {
		refused += receive(cano, str_bytes(&i, sizeof(i)));
	}
	assert_true(refused > 0);
	assert_true(cano->log->loose_count <= LOG_LOOSE_MAX);
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(a_desk_outside_a_ring_opens_none_of_it_and_verifies_every_chain),
		LIVE(a_grant_gives_what_was_written_before_it),
		LIVE(whoever_was_removed_opens_nothing_that_follows),
		LIVE(frames_of_a_removed_device_behind_its_cut_count_nowhere),
		LIVE(an_epoch_lasts_thirty_days),
		LIVE(an_epoch_without_its_proof_is_never_written_under),
		LIVE(a_snapshot_is_taken_up_only_where_the_same_was_folded_in),
		LIVE(with_two_members_or_more_one_admin_changes_nothing),
		LIVE(the_list_of_rosters_has_all_that_hold_in_their_order),
		LIVE(two_rosters_of_one_number_are_told_and_end_with_one_that_names_both),
		LIVE(who_waits_for_a_merge_has_not_left_the_ring),
		LIVE(whose_roster_is_still_on_its_way_is_put_out_of_no_ring),
		LIVE(a_merge_hands_everybody_the_rosters_of_the_other_side),
		LIVE(a_device_that_says_two_things_with_one_number_is_frozen_and_told),
		LIVE(what_is_withheld_is_told_after_a_day_and_ends_when_it_comes),
		LIVE(a_body_that_is_withheld_is_told_too),
		LIVE(a_disk_from_yesterday_signs_nothing_and_says_why),
		LIVE(silence_of_a_week_is_told),
		LIVE(what_is_no_frame_of_ours_is_kept_or_refused_and_changes_nothing),
		LIVE(a_frame_of_somebody_who_is_not_in_the_team_changes_nothing),
		LIVE(more_than_is_kept_of_what_nobody_opens_is_refused),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
