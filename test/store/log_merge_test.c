/* How a team that parted comes together (store/log_merge.h, doc/team.md T2.5):
 * one person with two devices let somebody in at each, apart. The two tips have
 * her alone in common, so both newcomers have to sign, while they wait.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "duo.c"

static struct desk *dara, *evin;   /* let in by anna; by beri, also hers */
static struct arena *arena;

/* Apart until they meet. */
static int part(void **unused)
{
	(void)unused;
	w = mem_get(sizeof(*w));
	arena = arena_open(64 << 20);
	world_seed(7);
	world_found(w);
	anna = &w->desks[0];
	for (size_t ring = 1; ring < RINGS; ring++) {
		assert_true(desk_grant(w, anna, anna, ring, false));
	}
	beri = desk_add(w, NULL);
	memcpy(beri->member, anna->member, sizeof(beri->member));
	assert_true(desk_join(w, anna, beri));
	meet();
	dara = desk_add(w, NULL);
	assert_true(desk_join(w, anna, dara));
	evin = desk_add(w, NULL);
	assert_true(desk_join(w, beri, evin));
	meet();
	return 0;
}

static int end_parted(void **unused)
{
	arena_close(&arena);
	return end(unused);
}

static struct log_merge look(struct desk *d)
{
	struct log_merge m = {0};

	assert_true(log_merge_look(d->log, arena, w->now_ms, &m));
	return m;
}

/* What this one can do now; whether the team is one by it. */
static bool signs(struct desk *d)
{
	bool one;

	assert_true(desk_merge(w, d, &one));
	meet();
	return one;
}

static bool counts(const struct desk *on, const struct desk *of)
{
	return on->log->chains[log_chain_of(on->log, desk_name(of))].believed;
}

TEST(two_who_wait_sign_and_the_team_is_one)
{
	bool one;

	UNUSED_STATE;
	assert_true(desk_has_alarm(w, anna, ALARM_ROSTERS));
	assert_false(counts(anna, dara) || counts(beri, evin));
	assert_false(desk_edit(w, dara, 0));
	assert_false(signs(anna));
	assert_false(desk_merge(w, anna, &one)); /* she has done her part */
	assert_false(signs(dara));
	assert_int_equal(look(anna).signature_count, 2);
	assert_false(look(anna).enough);
	assert_false(signs(evin));
	assert_true(look(anna).enough && look(beri).enough);
	assert_true(look(anna).ends_here);
	assert_false(look(dara).may_end);
	assert_true(signs(anna));
	for (size_t i = 0; i < w->desk_count; i++) {
		assert_false(desk_has_alarm(w, &w->desks[i], ALARM_ROSTERS));
	}
	while (desk_hand(w, anna, &(struct log_change){0})) meet();
	assert_true(desk_edit(w, dara, 0) && desk_edit(w, evin, 0));
	meet();
	assert_true(desk_same(anna, dara, 0) && desk_same(anna, evin, 0));
	assert_true(desk_same(anna, beri, 0));
}

TEST(of_who_waits_the_signature_counts_and_nothing_else)
{
	/* [merging-1] [merging-4] what dara wrote before she knew waits too */
	uint32_t chain = log_chain_of(anna->log, desk_name(dara));
	size_t epochs = log_epoch_count(dara->log);
	uint64_t team;

	UNUSED_STATE;
	(void)desk_hand(w, anna, &(struct log_change){0}); /* without them */
	assert_non_null(log_epoch(anna->log, S("team"), &team));
	assert_false(signs(anna));
	assert_int_equal(log_epoch_count(dara->log), epochs);
	assert_false(signs(dara));
	assert_int_equal(look(anna).signature_count, 2);
	assert_int_equal(anna->log->chains[chain].seq, 0);
	assert_true(anna->log->chains[chain].newest > 0);
	assert_int_equal(log_epoch_count(dara->log), epochs);
	assert_false(desk_edit(w, dara, 0));
}

TEST(whoever_has_the_same_tips_signs_the_same_bytes)
{
	/* [merging-3] */
	str text = look(anna).text;

	UNUSED_STATE;
	assert_true(text.len > 0);
	is_str(look(beri).text, text);
	assert_false(signs(anna));
	is_str(look(dara).text, text);
	is_str(look(evin).text, text);
}

TEST(who_is_frozen_or_was_removed_signs_nothing)
{
	/* [merging-2] */
	UNUSED_STATE;
	assert_true(desk_grant(w, anna, dara, 0, true));
	assert_false(signs(anna));
	assert_true(look(dara).may_sign); /* she is not told */
	assert_false(signs(dara));
	assert_int_equal(look(anna).signature_count, 1);
	assert_false(look(anna).can_end);
	assert_int_equal(look(anna).tips[0].can + look(anna).tips[1].can, 3);
}

/* A roster over the bytes of the merge with one more signature, as if somebody
 * had carried it here. */
static void carry(struct desk *to, const struct desk *from)
{
	struct log_merge m = look(to);
	sign_public key = from->sign.public;
	signature sig = log_roster_sign(m.next, &from->sign);
	struct buf text = {0};

	assert_true(log_roster_write(m.next, &key, &sig, 1, &text));
	assert_false(log_roster_learn(to->log, buf_str(&text)));
	buf_close(&text);
}

TEST(what_a_removed_device_signed_is_gathered_by_nobody)
{
	/* [merging-2] cano, whom the others removed, let dara in meanwhile */
	struct desk *cano;
	str *texts;

	UNUSED_STATE;
	(void)end_parted(NULL);
	assert_int_equal(begin_two(NULL), 0);
	arena = arena_open(64 << 20);
	cano = desk_add(w, NULL);
	assert_true(desk_join(w, anna, cano));
	meet();
	dara = desk_add(w, NULL);
	assert_true(desk_join(w, cano, dara));
	assert_true(desk_remove(w, anna, cano, 0));
	meet();
	assert_int_equal(look(anna).next->device_count, 3);
	carry(anna, cano);
	assert_int_equal(look(anna).signature_count, 0);
	carry(anna, dara);
	assert_int_equal(look(anna).signature_count, 1);
	for (size_t i = log_roster_list(anna->log, arena, &texts); i-- > 0;) {
		assert_true(log_roster_learn(cano->log, texts[i]));
	}
	assert_false(look(cano).may_sign);
	assert_false(signs(beri));
	assert_true(signs(anna));
	assert_true(desk_edit(w, dara, 0));
	meet();
	assert_true(desk_same(anna, dara, 0));
}

TEST(two_who_end_it_at_once_do_not_part_the_team_again)
{
	/* the same bytes, with the signatures in each one's hands */
	bool one;

	UNUSED_STATE;
	assert_false(signs(anna));
	assert_false(signs(dara));
	assert_false(signs(evin));
	assert_true(desk_merge(w, beri, &one) && one);
	assert_true(desk_merge(w, anna, &one) && one);
	meet();
	assert_false(desk_has_alarm(w, anna, ALARM_ROSTERS));
	assert_false(desk_has_alarm(w, dara, ALARM_ROSTERS));
	assert_true(hash_eq(log_tip(anna->log)->name,
		log_tip(evin->log)->name));
	assert_true(desk_remove(w, anna, evin, 0)); /* it goes on from there */
	meet();
	assert_int_equal(dara->log->tip_count, 1);
	assert_int_equal(log_tip(dara->log)->says.device_count, 3);
}

TEST(what_was_gathered_is_kept)
{
	/* [log-8] */
	struct log_device device = {S_INIT(ORG), &anna->sign, &anna->identity,
		NULL};
	struct buf kept = {0};

	UNUSED_STATE;
	assert_false(signs(anna));
	assert_false(signs(dara));
	log_keep(anna->log, &kept);
	log_close(&anna->log);
	is_ok(log_open(&anna->log, anna->path, &device));
	assert_true(log_resume(anna->log, buf_str(&kept)));
	log_clock(anna->log, w->now_ms);
	buf_close(&kept);
	assert_int_equal(look(anna).signature_count, 2);
	assert_true(look(anna).signed_here);
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, part, end_parted)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(two_who_wait_sign_and_the_team_is_one),
		LIVE(of_who_waits_the_signature_counts_and_nothing_else),
		LIVE(whoever_has_the_same_tips_signs_the_same_bytes),
		LIVE(who_is_frozen_or_was_removed_signs_nothing),
		LIVE(what_a_removed_device_signed_is_gathered_by_nobody),
		LIVE(two_who_end_it_at_once_do_not_part_the_team_again),
		LIVE(what_was_gathered_is_kept),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
