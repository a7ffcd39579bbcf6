/* Tests of desk/sync_log: two desks that carry sealed blobs between their own
 * folders and a line made of the real spool, through the real courier and the
 * real HTTP engine. Visits are refused everywhere, the line is lost and set
 * back, the token changes; in the end both have all.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "served.h"
#include "test.h"

#include "desk/carry.h"
#include "desk/signed_list.h"
#include "desk/sync.h"
#include "line/relay_log_text.h"
#include "os/file.h"
#include "os/socket.h"
#include "seal/secret.h"
#include "store/pack.h"
#include "store/spool.h"
#include "web/web.h"

#include <stdlib.h>

enum { WAIT_ROUNDS = 4000, HOUR = 495712, COMMITS = 3,
	LONG = (1 << 19) + 1 /* two are more than one page */ };

static const char first_token[] = "00aa", second_token[] = "00bb";

/* -- a line --------------------------------------------------------------- */

static struct {
	struct spool *spool;
	const char *token, *past; /* `past` may only GET the log */
	unsigned requests, fail_at, fail_status, puts, offers, tokens;
	size_t put_blobs;
	bool lies;                /* about the sum */
	struct buf lists;
	uint64_t blobs_before_lists;
	unsigned list_status;
} line;

static char top[] = "/tmp/bothy-sync-log-XXXXXX";
static char spool_path[300];

static void log_say(struct exchange *x)
{
	struct arena *arena = arena_open(16 << 20);
	struct spool_log log;
	struct place after;
	struct buf out = {0};
	unsigned wait;
	const err *e;

	assert_true(relay_log_query(x->request.query, &after, &wait));
	e = spool_log(line.spool, arena, after, &log);
	if (e != NULL) {
		assert_int_equal(e->code, ERR_ABSENT);
		served_say(x, 409, S("place\n"));
	} else {
		if (line.lies) log.from.sum.bytes[0] ^= 1;
		relay_log_write(&out, &log);
		served_say(x, 200, buf_str(&out));
	}
	buf_close(&out);
	arena_close(&arena);
}

static void put_say(struct exchange *x)
{
	struct spool_kept kept[BUNDLE_BLOBS_MAX];
	struct bundle bundle;
	str body = buf_str(&x->body);
	struct buf out = {0};

	assert_true(bundle_read(&body, &bundle) && body.len == 0);
	is_ok(spool_put(line.spool, &bundle, HOUR, kept));
	is_ok(spool_commit(line.spool));
	line.puts++;
	line.put_blobs += bundle.count;
	relay_kept_write(&out, &bundle, kept);
	served_say(x, 200, buf_str(&out));
	buf_close(&out);
}

static void offer_say(struct exchange *x)
{
	struct arena *arena = arena_open(1 << 20);
	struct relay_hashes hashes;
	struct buf out = {0};
	size_t wanted = 0;

	assert_true(relay_offer_read(arena, buf_str(&x->body), &hashes));
	for (size_t i = 0; i < hashes.count; i++) {
		bool lacks;

		is_ok(spool_lacks(line.spool, hashes.at[i], &lacks));
		if (lacks) hashes.at[wanted++] = hashes.at[i];
	}
	line.offers++;
	relay_want_write(&out, hashes.at, wanted);
	served_say(x, 200, buf_str(&out));
	buf_close(&out);
	arena_close(&arena);
}

static void token_say(struct exchange *x)
{
	is_str(buf_str(&x->body), S("signed"));
	line.tokens++;
	line.past = first_token;
	line.token = second_token;
	served_say(x, 200, S("kept\n"));
}

/* Notes the order in which lists come, and what was there by then. */
static void list_say(struct exchange *x)
{
	struct spool_state state;

	is_ok(spool_state(line.spool, &state));
	line.blobs_before_lists = state.blobs;
	buf_put(&line.lists, buf_str(&x->body));
	buf_byte(&line.lists, ' ');
	served_say(x, line.list_status != 0 ? line.list_status : 200,
		S("ok\n"));
}

static void intake_say(struct exchange *x)
{
	served_say(x, 200, S("bothy-intake/1\ncount 0\nend\n"));
}

static void state_say(struct exchange *x)
{
	served_say(x, 200, S("bothy-state/1\ncounter 1\nhour 2\nwaiting 3\nkept 4\n"
		"replies 5\nfree 6\nall 7\nblobs 0\ngone 0\ntoken 0\n"
		"disk roomy\n"));
}

static const struct { str path; void (*say)(struct exchange *x); } calls[] = {
	{S_INIT("/relay/1/log"), log_say}, {S_INIT("/relay/1/put"), put_say},
	{S_INIT("/relay/1/offer"), offer_say},
	{S_INIT("/relay/1/token"), token_say},
	{S_INIT("/relay/1/delete"), list_say},
	{S_INIT("/relay/1/forget"), list_say},
	{S_INIT("/relay/1/intake"), intake_say},
	{S_INIT("/relay/1/state"), state_say},
};

static struct web_take head(struct exchange *x)
{
	(void)x;
	return (struct web_take){TAKE_WHOLE, BUNDLE_MAX};
}

static bool may(str given, str path)
{
	if (str_eq(given, str_of(line.token))) return true;
	/* the token call lets itself in */
	if (str_eq(path, S("/relay/1/token"))) return true;
	return line.past != NULL && str_eq(given, str_of(line.past)) &&
		str_eq(path, S("/relay/1/log"));
}

static void whole(struct exchange *x)
{
	str given = str_from(http_header(&x->request, S("authorization")), 7);

	line.requests++;
	if (line.fail_at != 0 && line.requests == line.fail_at) {
		served_say(x, line.fail_status, S("full\n"));
		return;
	}
	for (size_t i = 0; i < NELEM(calls); i++) {
		if (!str_eq(x->request.path, calls[i].path)) continue;
		if (!may(given, x->request.path)) break;
		calls[i].say(x);
		return;
	}
	served_say(x, 404, S("no such page"));
}

/* -- a desk that does nothing but carry ------------------------------------ */

struct desk {
	struct carry *carry;
	char folder[300];
	const char *token;
	bool tells_token;
};

static const err *no_number(struct desk *of, uint64_t *ret_number)
{
	(void)of;
	*ret_number = 0;
	return NULL;
}

static const err *no_hashes(struct desk *of, struct arena *arena,
	uint64_t since, struct sync_hashes *ret)
{
	(void)of;
	(void)arena;
	(void)since;
	ret->count = 0;
	return NULL;
}

static const err *no_names(struct desk *of, struct arena *arena,
	struct sync_names *ret)
{
	(void)of;
	(void)arena;
	ret->count = 0;
	return NULL;
}

static const err *no_replies(struct desk *of, struct arena *arena,
	struct sync_replies *ret)
{
	(void)of;
	(void)arena;
	ret->count = 0;
	return NULL;
}

static const err *no_roster(struct desk *of, struct arena *arena, str *ret_a,
	str *ret_b)
{
	(void)of;
	(void)arena;
	*ret_a = *ret_b = S("");
	return NULL;
}

static str hand_token(struct desk *of)
{
	return str_of(of->token);
}

static const err *hand_token_call(struct desk *of, struct arena *arena,
	str *ret_body)
{
	*ret_body = str_dup(arena, of->tells_token ? S("signed") : S(""));
	return NULL;
}

static const err *hand_token_kept(struct desk *of)
{
	of->tells_token = false;
	return NULL;
}

static const err *hand_place(struct desk *of, struct place *ret_place)
{
	*ret_place = carry_place(of->carry);
	return NULL;
}

/* As the real one; and a blob that says so brings the new token. */
static const err *hand_receive(struct desk *of,
	const struct bundle_blob *blobs, size_t count, struct place place)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(blobs[i].sealed, S("new token"))) {
			of->token = second_token;
		}
	}
	return carry_receive(of->carry, blobs, count, place);
}

static const err *hand_offer(struct desk *of, struct arena *arena,
	struct sync_hashes *ret)
{
	return carry_offer(of->carry, arena, &ret->at, &ret->count);
}

static const err *hand_blob(struct desk *of, struct arena *arena,
	size_t number, str *ret_sealed)
{
	return carry_blob(of->carry, arena, number, ret_sealed);
}

static const err *hand_offered(struct desk *of, struct place place)
{
	return carry_offered(of->carry, place);
}

static const err *hand_lost(struct desk *of)
{
	return carry_lost(of->carry);
}

static const err *hand_list(struct desk *of, struct arena *arena,
	const char **ret_path, str *ret_body)
{
	enum signed_list_kind kind = LIST_DELETE;
	const err *e = signed_list_first(of->folder, arena, &kind, ret_body);

	*ret_path = signed_list_path[kind];
	return e;
}

static const err *hand_list_done(struct desk *of)
{
	return signed_list_done(of->folder);
}

static void hand_hour(struct desk *of, uint64_t hour)
{
	(void)of;
	(void)hour;
}

static bool hand_alone(struct desk *of)
{
	(void)of;
	return true;
}

static const err *no_forget(struct desk *d)
{
	(void)d;
	return NULL;
}

static const err *no_guides(struct desk *of, struct arena *arena,
	struct sync_guides *ret_guides)
{
	(void)of;
	(void)arena;
	(void)ret_guides;
	return NULL;
}

static const err *no_key(struct desk *of, struct arena *arena, str *ret_body)
{
	(void)of;
	(void)arena;
	*ret_body = S("");
	return NULL;
}

static const struct sync_hands hands = {
	.key_call = no_key,
	.guides = no_guides,
	.alone = hand_alone, .hour = hand_hour, .forget = no_forget,
	.list = hand_list, .list_done = hand_list_done,
	.cursor = no_number, .taken = no_hashes, .missing = no_names,
	.due = no_replies, .unwanted = no_replies, .roster = no_roster,
	.token = hand_token, .token_call = hand_token_call,
	.token_kept = hand_token_kept, .place = hand_place,
	.receive = hand_receive, .offer = hand_offer, .blob = hand_blob,
	.offered = hand_offered, .lost = hand_lost,
};

/* -- all of it ------------------------------------------------------------ */

static struct loop *loop;
static struct errands *errands;
static struct web *web;
static int listener;
static unsigned port;
static struct desk desks[2];

/* `text` with its number, or a long one. */
static void commit(const struct desk *desk, const char *text, unsigned number)
{
	static char body[LONG];
	char path[400], frame[450];
	struct pack *pack;
	str one;

	(void)snprintf(path, sizeof(path), "%s/log.pack", desk->folder);
	(void)snprintf(body, sizeof(body), "%s %u", text, number);
	(void)snprintf(frame, sizeof(frame), "%s %u", path, number);
	one = str_bytes(body, number == 1 ? LONG : strlen(body));
	is_ok(pack_open(&pack, path));
	is_ok(pack_commit(pack, &one, 1, str_of(frame)));
	pack_close(&pack);
}

static void spool_anew(void)
{
	static unsigned number;

	spool_close(&line.spool);
	(void)snprintf(spool_path, sizeof(spool_path), "%s/spool%u", top,
		number++);
	is_ok(spool_open(&line.spool, spool_path, 0));
}

/* Two desks with commits of their own, and an empty line. */
static void fresh(void)
{
	static unsigned number;
	char base[64];

	spool_close(&line.spool);
	buf_close(&line.lists);
	memset(&line, 0, sizeof(line));
	spool_anew();
	line.token = first_token;
	for (unsigned d = 0; d < 2; d++) {
		struct desk *desk = &desks[d];

		carry_close(&desk->carry);
		memset(desk, 0, sizeof(*desk));
		desk->token = first_token;
		(void)snprintf(desk->folder, sizeof(desk->folder), "%s/d%u",
			top, number++);
		is_ok(file_folder_make(desk->folder));
		for (unsigned i = 0; i < COMMITS; i++) {
			commit(desk, d == 0 ? "here" : "there", i);
		}
		is_ok(carry_open(&desk->carry, desk->folder));
	}
	(void)snprintf(base, sizeof(base), "http://127.0.0.1:%u", port);
	assert_true(errands_way(errands, str_of(base), S(""), S("none")));
}

static enum sync_how visit(struct desk *desk)
{
	struct sync_choice choice = {.files = top, .seconds = 60,
		.hands = &hands, .desk = desk};
	struct sync *sync = sync_open(loop, errands, &choice);
	enum sync_how how;

	for (unsigned i = 0; i < WAIT_ROUNDS; i++) {
		if (sync_status(sync).visits > 0) break;
		is_ok(loop_once(loop, 20));
	}
	assert_int_equal(sync_status(sync).visits, 1);
	how = sync_status(sync).how;
	sync_close(&sync);
	return how;
}

static const err *count_one(void *owner, hash name, str sealed)
{
	assert_true(hash_eq(hash_of(sealed), name));
	++*(unsigned *)owner;
	return NULL;
}

static unsigned count_of(struct desk *desk)
{
	const struct hash_set none = {0};
	unsigned count = 0;

	is_ok(carry_each(desk->carry, &none, count_one, &count));
	return count;
}

static uint64_t on_line(void)
{
	struct spool_state state;

	is_ok(spool_state(line.spool, &state));
	return state.blobs;
}

TEST(two_desks_have_all_of_each_other_after_three_visits)
{
	/* [sync-5] */
	unsigned requests;

	UNUSED_STATE;
	fresh();
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_int_equal(on_line(), 6);
	assert_int_equal(visit(&desks[1]), SYNC_WELL);
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_int_equal(on_line(), 12);
	assert_int_equal(count_of(&desks[0]), 12);
	assert_int_equal(count_of(&desks[1]), 12);
	assert_int_equal(line.put_blobs, 12);
	/* [sync-1] with nothing new: one question more than before, no more */
	assert_int_equal(visit(&desks[1]), SYNC_WELL);
	requests = line.requests;
	assert_int_equal(visit(&desks[1]), SYNC_WELL);
	assert_int_equal(line.requests - requests, 3);
}

TEST(a_refusal_at_any_request_is_made_good_by_later_visits)
{
	/* [sync-3] */
	static const unsigned statuses[] = {503, 507, 400, 404, 409, 500};

	UNUSED_STATE;
	for (unsigned at = 1; at < 14; at++) {
		for (size_t s = 0; s < NELEM(statuses); s++) {
			fresh();
			line.fail_at = at;
			line.fail_status = statuses[s];
			for (unsigned i = 0; i < 6; i++) {
				(void)visit(&desks[i % 2]);
			}
			assert_int_equal(on_line(), 12);
			assert_int_equal(count_of(&desks[0]), 12);
			assert_int_equal(count_of(&desks[1]), 12);
		}
	}
}

TEST(a_line_that_lost_all_or_was_set_back_is_given_it_again)
{
	/* [sync-5] */
	char copy[1000];

	UNUSED_STATE;
	fresh();
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	/* a copy of the spool as it is now, to be put back later */
	spool_close(&line.spool);
	(void)snprintf(copy, sizeof(copy), "cp -r %s %s.old", spool_path,
		spool_path);
	assert_int_equal(system(copy), 0);
	is_ok(spool_open(&line.spool, spool_path, 0));
	assert_int_equal(visit(&desks[1]), SYNC_WELL);
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	spool_close(&line.spool);
	(void)snprintf(copy, sizeof(copy), "rm -rf %s && mv %s.old %s",
		spool_path, spool_path, spool_path);
	assert_int_equal(system(copy), 0);
	is_ok(spool_open(&line.spool, spool_path, 0));
	assert_int_equal(on_line(), 6);
	/* something new takes the number of something that was lost */
	commit(&desks[0], "new here", 5);
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_int_equal(visit(&desks[1]), SYNC_WELL);
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_int_equal(on_line(), 14);
	spool_anew();
	assert_int_equal(visit(&desks[1]), SYNC_WELL);
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_int_equal(visit(&desks[1]), SYNC_WELL);
	assert_int_equal(on_line(), 14);
	assert_int_equal(count_of(&desks[0]), 14);
	assert_int_equal(count_of(&desks[1]), 14);
}

TEST(a_line_that_lies_about_the_place_moves_nothing)
{
	/* [sync-6] */
	struct place place;

	UNUSED_STATE;
	fresh();
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	commit(&desks[0], "more", 7);
	place = carry_place(desks[0].carry);
	assert_int_equal(place.cursor, 6);
	line.lies = true;
	assert_int_equal(visit(&desks[0]), SYNC_STRANGE);
	assert_int_equal(carry_place(desks[0].carry).cursor, 6);
}

TEST(a_new_token_reaches_the_other_desk_through_the_log)
{
	char path[400];
	struct pack *pack;
	str body = S("new token");

	UNUSED_STATE;
	fresh();
	assert_int_equal(visit(&desks[1]), SYNC_WELL);
	desks[0].token = second_token;
	desks[0].tells_token = true;
	(void)snprintf(path, sizeof(path), "%s/log.pack", desks[0].folder);
	is_ok(pack_open(&pack, path));
	is_ok(pack_commit(pack, &body, 1, S("frame")));
	pack_close(&pack);
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_int_equal(line.tokens, 1);
	assert_int_equal(visit(&desks[1]), SYNC_WELL);
	assert_true(desks[1].token == second_token);
	/* one that was away for too long is told so */
	desks[1].token = "00cc";
	assert_int_equal(visit(&desks[1]), SYNC_REFUSED);
}

TEST(signed_lists_are_told_in_order_once_the_log_is_there)
{
	/* [list-1] */
	char path[400];

	UNUSED_STATE;
	fresh();
	is_ok(signed_list_add(desks[0].folder, LIST_DELETE, S("first")));
	is_ok(signed_list_add(desks[0].folder, LIST_FORGET, S("second")));
	line.list_status = 503;
	assert_int_equal(visit(&desks[0]), SYNC_NOT_REACHED);
	line.list_status = 0;
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	is_str(buf_str(&line.lists), S("first first second "));
	assert_int_equal(line.blobs_before_lists, 6);
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	is_str(buf_str(&line.lists), S("first first second "));
	/* not before the log is there */
	is_ok(signed_list_add(desks[0].folder, LIST_DELETE, S("zero")));
	commit(&desks[0], "more", 8);
	line.requests = 0;
	line.fail_at = 4; /* log, intake, offer, put */
	line.fail_status = 507;
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_int_equal(on_line(), 6);
	is_str(buf_str(&line.lists), S("first first second "));
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_int_equal(line.blobs_before_lists, 8);
	buf_reset(&line.lists);
	/* refused for good: not told for ever */
	is_ok(signed_list_add(desks[0].folder, LIST_DELETE, S("third")));
	line.list_status = 403;
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	is_str(buf_str(&line.lists), S("third "));
	/* damaged: put aside, and visits go on */
	(void)snprintf(path, sizeof(path), "%s/relay.lists", desks[0].folder);
	is_ok(file_replace(path, S("delete 9\nhalf")));
	assert_int_equal(visit(&desks[0]), SYNC_WELL);
	assert_false(file_exists(path));
	buf_close(&line.lists);
}

static int setup(void **state)
{
	static const struct web_role role = {.head = head, .whole = whole,
		.gone = served_gone, .refusal = served_refusal};

	(void)state;
	seal_start();
	if (mkdtemp(top) == NULL) return 1;
	loop = loop_open();
	is_ok(errands_open(&errands, loop));
	is_ok(socket_listen(S("127.0.0.1:0"), &listener, &port));
	web = web_open(loop, listener, &role, &web_limits_desk, NULL);
	return 0;
}

static int teardown(void **state)
{
	char command[300];

	(void)state;
	for (unsigned d = 0; d < 2; d++) carry_close(&desks[d].carry);
	spool_close(&line.spool);
	errands_close(&errands);
	web_close(&web);
	socket_close(&listener);
	loop_close(&loop);
	(void)snprintf(command, sizeof(command), "rm -rf %s", top);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(two_desks_have_all_of_each_other_after_three_visits),
		CASE(a_refusal_at_any_request_is_made_good_by_later_visits),
		CASE(a_line_that_lost_all_or_was_set_back_is_given_it_again),
		CASE(a_line_that_lies_about_the_place_moves_nothing),
		CASE(signed_lists_are_told_in_order_once_the_log_is_there),
		CASE(a_new_token_reaches_the_other_desk_through_the_log),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
