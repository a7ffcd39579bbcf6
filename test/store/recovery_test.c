/* Recovery of a team's log (doc/log.md L8): every epoch is sealed for it once,
 * by who makes it; from any member's pack those who bring the parts open all of
 * it, and are believed by the others; nobody else gets there.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "world.c"

#include <stdlib.h>

static struct world *w;
static struct identity recovery;
static struct sign_key line;      /* the organisation's */
static struct desk *anna, *bert;

/* What a desk says in a body of the team. */
static void say(struct desk *d, struct op op)
{
	struct log_body body = {.ring = S("team"), .ops = &op, .op_count = 1};

	is_ok(log_append(d->log, desk_now(w, d), &body, 1));
	desk_read(w, d);
}

static void declare(struct desk *d, const struct identity *next,
	const struct identity *before)
{
	unsigned char value[LOG_RECOVERY_BYTES];
	size_t len = log_recovery_declare(S(ORG), next, before, value);

	say(d, (struct op){.kind = OP_SET, .field = S("recovery"),
		.value = str_bytes(value, len)});
}

static void exchange(void)
{
	for (int i = 0; i < 3; i++) {
		for (size_t j = 0; j < w->desk_count; j++) {
			if (w->desks[j].log == NULL) continue;
			desk_send(w, &w->desks[j]);
			desk_fetch(w, &w->desks[j], true);
			desk_read(w, &w->desks[j]);
		}
	}
}

static void tend(struct desk *d)
{
	struct log_change nothing = {0};

	(void)desk_hand(w, d, &nothing);
	desk_read(w, d);
}

/* As `bothy new`: who may open it again stands in the first commit. */
static void founded(void)
{
	struct identity team = identity_make();
	unsigned char value[LOG_RECOVERY_BYTES];
	size_t len = log_recovery_declare(S(ORG), &recovery, NULL, value);
	struct op key = {.kind = OP_KEY, .field = S("team.1"),
		.value = secret_str(&team.key)};
	struct op shared[] = {
		{.kind = OP_ADD, .field = S("devices"),
			.value = str_bytes(anna->sign.public.bytes, 32)},
		{.kind = OP_KEY, .field = S("sign.roster"),
			.value = secret_str(&line.seed)},
		{.kind = OP_SET, .field = S("recovery"),
			.value = str_bytes(value, len)}};
	struct log_body bodies[2] = {
		{.ops = &key, .op_count = 1},
		{.ring = S("team"), .ops = shared, .op_count = 3}};

	log_epoch_add(anna->log, S("team"), 1, secret_str(&team.key));
	bodies[0].ring = ring_name(&anna->log->rings.at[0]);
	is_ok(log_append(anna->log, w->now_ms, bodies, 2));
	identity_close(&team);
}

static int begin(void **unused)
{
	(void)unused;
	w = mem_get(sizeof(*w));
	world_seed(7);
	w->now_ms = 1795000000000;
	recovery = identity_make();
	line = sign_key_make();
	anna = desk_add(w, NULL);
	log_start(w, anna);
	anna->was_in[0] = true;
	founded();
	desk_read(w, anna);
	assert_true(desk_join(w, anna, anna));
	bert = desk_add(w, NULL);
	assert_true(desk_join(w, anna, bert));
	assert_true(desk_grant(w, anna, anna, 1, false));
	exchange();
	assert_true(desk_grant(w, anna, bert, 1, false));
	exchange();
	return 0;
}

static int end(void **unused)
{
	(void)unused;
	identity_close(&recovery);
	sign_key_close(&line);
	world_close(w);
	mem_free(w);
	return 0;
}

static size_t epochs_of(const struct log *log)
{
	struct log_epoch_row rows[256];

	return log_epoch_list(log, rows, NELEM(rows));
}

/* How often the log says of an epoch that it is sealed. */
static size_t marks_of(const struct log *log, recipient epoch)
{
	size_t count = 0;

	for (size_t i = 0; i < log->escrow_count; i++) {
		count += recipient_eq(log->escrows[i].recipient, epoch);
	}
	return count;
}

static void is_each_once(const struct log *log)
{
	struct log_epoch_row rows[256];
	size_t count = log_epoch_list(log, rows, NELEM(rows));
	str missing[4];

	assert_true(count > 0);
	assert_int_equal(log_escrow_missing(log, missing, 4), 0);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(marks_of(log, rows[i].identity->recipient), 1);
	}
}

/* A log of a new device on a copy of somebody's pack. */
static struct desk lost;

static const err *restore(struct desk *from, const struct identity *with)
{
	struct buf pack = {0};
	struct log_device device = {S_INIT(ORG), &lost.sign, &lost.identity,
		NULL};
	const err *e;

	lost = (struct desk){.is_here = true, .sign = sign_key_make(),
		.identity = identity_make()};
	log_device_name(lost.sign.public, lost.dev);
	(void)snprintf(lost.path, sizeof(lost.path), "/tmp/bothy-lost-%ld",
		(long)getpid());
	is_ok(file_read(from->path, 1 << 24, &pack));
	is_ok(file_remove(lost.path));
	is_ok(file_create(lost.path, buf_str(&pack)));
	buf_close(&pack);
	is_ok(log_open(&lost.log, lost.path, &device));
	log_clock(lost.log, desk_now(w, &lost));
	log_root(lost.log, &line.public);
	e = log_recover(lost.log, with);
	if (e == NULL) e = log_read(lost.log, NULL, NULL);
	return e;
}

static void restore_end(void)
{
	log_close(&lost.log);
	sign_key_close(&lost.sign);
	identity_close(&lost.identity);
	is_ok(file_remove(lost.path));
}

TEST(an_epoch_made_later_is_sealed_once_and_comes_back)
{
	/* [hand-3] after 30 days, and after a removal */
	size_t before;

	UNUSED_STATE;
	is_each_once(anna->log);
	before = epochs_of(anna->log);
	w->now_ms += 31 * DAY_MS;
	tend(bert);
	exchange();
	tend(anna);
	exchange();
	assert_true(epochs_of(anna->log) > before);
	is_each_once(anna->log);
	is_each_once(bert->log);
	is_ok(restore(anna, &recovery));
	assert_int_equal(epochs_of(lost.log), epochs_of(anna->log));
	restore_end();
}

TEST(a_log_that_never_named_a_recovery_says_which_rings_are_lost_with_it)
{
	struct identity other = identity_make();
	str missing[8];

	UNUSED_STATE;
	anna->log->recovery_count = 0;
	assert_true(log_escrow_missing(anna->log, missing, 8) > 0);
	is_str(missing[0], S("team"));
	assert_int_equal(restore(anna, &other)->code, ERR_KEY);
	restore_end();
	identity_close(&other);
}

TEST(only_the_one_before_declares_the_next)
{
	/* [log-9] */
	struct identity mine = identity_make(), next = identity_make();

	UNUSED_STATE;
	declare(bert, &mine, NULL);
	declare(bert, &mine, &mine);
	exchange();
	assert_true(recipient_eq(log_recovery(anna->log)->to,
		recovery.recipient));
	assert_true(recipient_eq(log_recovery(bert->log)->to,
		recovery.recipient));
	declare(bert, &next, &recovery);
	exchange();
	assert_true(recipient_eq(log_recovery(anna->log)->to, next.recipient));
	/* and all that is kept is sealed to it, by who holds the rings */
	assert_int_not_equal(log_escrow_missing(anna->log, (str[4]){{0}}, 4), 0);
	tend(anna);
	exchange();
	assert_int_equal(log_escrow_missing(anna->log, (str[4]){{0}}, 4), 0);
	assert_int_equal(log_escrow_missing(bert->log, (str[4]){{0}}, 4), 0);
	is_ok(restore(bert, &next));
	assert_int_equal(epochs_of(lost.log), epochs_of(anna->log));
	restore_end();
	identity_close(&mine);
	identity_close(&next);
}

/* The next roster with `lost` in it, signed by one key. */
static void roster_of(const struct log *log, const struct sign_key *key,
	struct buf *out)
{
	struct arena *arena = arena_open(1 << 20);
	struct team_roster *next = mem_get(sizeof(*next));
	struct team_device self;
	signature sig;

	memset(lost.member, 'e', sizeof(lost.member));
	self = device_of(arena, &lost);
	log_roster_next(log, arena, self, next);
	assert_true(team_roster_device_add(next, self));
	assert_true(team_roster_admin_add(next, self.member));
	sig = log_roster_sign(next, key);
	assert_true(log_roster_write(next, &key->public, &sig, 1, out));
	mem_free(next);
	arena_close(&arena);
}

static const err *lost_writes(str roster)
{
	struct op op = {.kind = OP_ROSTER, .field = S("team"),
		.value = roster};
	struct log_body body = {.ring = S("team"), .ops = &op, .op_count = 1};

	return log_append(lost.log, desk_now(w, &lost), &body, 1);
}

static const err *pass_on(void *owner, str blob)
{
	size_t refused;

	return log_receive(owner, &blob, 1, &refused);
}

TEST(who_brings_the_parts_is_believed_by_the_team_and_a_stranger_is_not)
{
	struct sign_key brought = log_recovery_key(&recovery);
	struct sign_key stranger = sign_key_make();
	struct buf roster = {0}, false_one = {0};
	uint64_t at = 0;

	UNUSED_STATE;
	is_ok(restore(anna, &recovery));
	assert_false(log_may_sign(lost.log, desk_now(w, &lost)));
	roster_of(lost.log, &stranger, &false_one);
	assert_false(log_roster_learn(lost.log, buf_str(&false_one)));
	assert_int_equal(lost_writes(buf_str(&false_one))->code, ERR_REFUSED);
	roster_of(lost.log, &brought, &roster);
	assert_true(log_roster_learn(lost.log, buf_str(&roster)));
	is_ok(lost_writes(buf_str(&roster)));
	is_ok(log_blobs(lost.log, &at, pass_on, bert->log));
	desk_read(w, bert);
	assert_true(log_head(bert->log, desk_name(&lost), &at,
		&(hash){{0}}));
	assert_int_equal(at, 1);
	restore_end();
	buf_close(&roster);
	buf_close(&false_one);
	sign_key_close(&brought);
	sign_key_close(&stranger);
}

TEST(a_team_whose_sides_removed_each_other_is_one_by_the_parts_alone)
{
	/* doc/team.md T2.5: cano is on both sides, and too few beside her */
	struct sign_key brought = log_recovery_key(&recovery);
	struct arena *arena = arena_open(1 << 22);
	struct log_merge *m = ARENA_ARRAY(arena, struct log_merge, 1);
	struct desk *cano = desk_add(w, NULL);
	struct buf roster = {0};
	uint64_t at = 0;

	UNUSED_STATE;
	assert_true(desk_join(w, anna, cano));
	exchange();
	say(bert, (struct op){.kind = OP_SET, .field = S("x"),
		.value = S("of bert")});
	exchange();
	assert_true(desk_remove(w, anna, bert, 0));
	assert_true(desk_remove(w, bert, anna, 0));
	exchange();
	assert_int_equal(cano->log->tip_count, 2);
	assert_true(log_merge_look(cano->log, arena, desk_now(w, cano), m));
	assert_false(m->can_end);
	is_ok(restore(cano, &recovery));
	roster_of(lost.log, &brought, &roster);
	assert_true(log_roster_learn(lost.log, buf_str(&roster)));
	is_ok(lost_writes(buf_str(&roster)));
	assert_int_equal(lost.log->tip_count, 1);
	assert_true(log_head(lost.log, desk_name(bert), &at, &(hash){{0}}));
	assert_int_equal(at, 1); /* what he wrote before stands */
	at = 0;
	is_ok(log_blobs(lost.log, &at, pass_on, cano->log));
	desk_read(w, cano);
	assert_int_equal(cano->log->tip_count, 1);
	assert_int_equal(log_tip(cano->log)->says.device_count, 2);
	assert_false(desk_has_alarm(w, cano, ALARM_ROSTERS));
	restore_end();
	buf_close(&roster);
	sign_key_close(&brought);
	arena_close(&arena);
}

TEST(from_the_pack_of_one_who_joined_all_of_it_comes_back)
{
	uint64_t seq;
	hash name;

	UNUSED_STATE;
	say(anna, (struct op){.kind = OP_SET, .field = S("x"),
		.value = S("of anna")});
	exchange();
	is_ok(restore(bert, &recovery));
	assert_int_equal(epochs_of(lost.log), epochs_of(bert->log));
	assert_true(log_head(lost.log, desk_name(anna), &seq, &name));
	assert_int_equal(seq, anna->log->chains[0].seq);
	restore_end();
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(an_epoch_made_later_is_sealed_once_and_comes_back),
		LIVE(a_log_that_never_named_a_recovery_says_which_rings_are_lost_with_it),
		LIVE(only_the_one_before_declares_the_next),
		LIVE(who_brings_the_parts_is_believed_by_the_team_and_a_stranger_is_not),
		LIVE(a_team_whose_sides_removed_each_other_is_one_by_the_parts_alone),
		LIVE(from_the_pack_of_one_who_joined_all_of_it_comes_back),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
