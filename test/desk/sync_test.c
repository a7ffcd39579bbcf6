/* Tests of desk/sync: visits of a desk made of plain arrays to a line made of
 * plain arrays, through the real courier and the real HTTP engine. Visits are
 * broken off everywhere, and nothing is lost or doubled.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "served.h"
#include "test.h"

#include "base/hex.h"
#include "base/num.h"
#include "desk/sync.h"
#include "line/relay_guide_text.h"
#include "os/file.h"
#include "os/socket.h"
#include "seal/rand.h"
#include "seal/secret.h"
#include "web/web.h"

#include <stdlib.h>

enum { MESSAGES = 5, REPLIES = 3, WAIT_ROUNDS = 4000, BLOB_BYTES = 300000,
	GUIDES = 3, GUIDE_BYTES = RELAY_GUIDE_PIECE_BYTES + 7 };

static const char token[] =
	"6e0f6e0f6e0f6e0f6e0f6e0f6e0f6e0f6e0f6e0f6e0f6e0f6e0f6e0f6e0f6e0f";
static const char blob_name[] = "0badc0de0badc0de0badc0de0badc0de";
static const char lost_blob[] = "00000000000000000000000000000001";
static const char mailbox[] = "11112222333344445555666677778888";

/* -- a line --------------------------------------------------------------- */

static struct {
	bool there[MESSAGES];      /* has been written */
	unsigned seen[MESSAGES];
	unsigned kept[REPLIES], taken_back, counter, requests;
	unsigned fail_at, fail_status; /* that request is refused */
	bool strange;
	char blob[BLOB_BYTES];
	size_t guide_bytes[GUIDES];    /* here so far */
	bool guide_whole[GUIDES], guides_shown;
	unsigned guides_refused;       /* a status, or 0 */
} line;

static str message_text(unsigned i)
{
	static char text[64];

	(void)snprintf(text, sizeof(text), "sealed message %u", i);
	return str_of(text);
}

static void reply_id(unsigned i, char ret_id[33])
{
	(void)snprintf(ret_id, 33, "%032x", i + 1);
}

static void intake_say(struct exchange *x)
{
	struct buf out = {0}, list = {0};
	uint64_t after = 0;
	unsigned count = 0;

	assert_true(str_starts(x->request.query, S("after=")));
	assert_true(num_read(str_from(x->request.query, 6), 1000, &after));
	for (unsigned i = (unsigned)after; i < MESSAGES; i++) {
		hash sum = hash_of(message_text(i));

		if (!line.there[i] || count == 2) continue;
		count++;
		buf_fmt(&list, "message %u 1000 ", i + 1);
		buf_hex(&list, sum.bytes, sizeof(sum.bytes));
		buf_fmt(&list, " %u %zu\n", i == 0, message_text(i).len);
		if (i == 0) buf_fmt(&list, "blob %s\n", blob_name);
		buf_put(&list, message_text(i));
		buf_byte(&list, '\n');
	}
	buf_fmt(&out, "bothy-intake/1\ncount %u\n", count);
	buf_put(&out, buf_str(&list));
	buf_text(&out, line.strange ? "END\n" : "end\n");
	served_say(x, 200, buf_str(&out));
	buf_close(&out);
	buf_close(&list);
}

static void seen_note(struct exchange *x)
{
	for (unsigned i = 0; i < MESSAGES; i++) {
		hash sum = hash_of(message_text(i));
		struct buf hex = {0};

		buf_hex(&hex, sum.bytes, sizeof(sum.bytes));
		if (str_find(buf_str(&x->body), buf_str(&hex)) != SIZE_MAX) {
			line.seen[i]++;
		}
		buf_close(&hex);
	}
	served_say(x, 200, S("ok\n"));
}

static void reply_note(struct exchange *x)
{
	for (unsigned i = 0; i < REPLIES; i++) {
		char id[33];

		reply_id(i, id);
		if (str_find(buf_str(&x->body), str_of(id)) != SIZE_MAX) {
			line.kept[i]++;
		}
	}
	served_say(x, 200, S("kept\n"));
}

static void roster_say(struct exchange *x)
{
	str body = buf_str(&x->body), roster, minisig;
	struct buf out = {0};
	uint64_t counter;

	if (x->request.method == HTTP_GET) {
		char text[16];

		(void)snprintf(text, sizeof(text), "%u", line.counter);
		relay_roster_write(str_of(text), S("sig"), &out);
		served_say(x, 200, buf_str(&out));
		buf_close(&out);
		return;
	}
	assert_true(relay_roster_read(body, &roster, &minisig));
	assert_true(num_read(roster, 1000, &counter));
	if (counter < line.counter) {
		served_say(x, 409, S("older\n"));
		return;
	}
	line.counter = (unsigned)counter;
	served_say(x, 200, S("kept\n"));
}

static void blob_say(struct exchange *x)
{
	if (str_ends(x->request.path, str_of(blob_name))) {
		served_say(x, 200, str_bytes(line.blob, BLOB_BYTES));
	} else {
		served_say(x, 404, S("no such page"));
	}
}

static void state_say(struct exchange *x)
{
	served_say(x, 200, S("bothy-state/1\ncounter 1\nhour 2\nwaiting 3\nkept 4\n"
		"replies 5\nfree 6\nall 7\nblobs 0\ngone 0\ntoken 0\n"
		"disk low\n"));
}

/* What the log does is sync_log_test's: here it is empty. */
static void log_say(struct exchange *x)
{
	served_say(x, 200, S("bothy-log/1\nfrom 0 00000000000000000000000000000000"
		"00000000000000000000000000000000\nnewest 0\ncount 0\nend\n"));
}

static void take_back_say(struct exchange *x)
{
	line.taken_back++;
	served_say(x, 200, S("shown\n"));
}

/* An empty file, a small one, and one of two pieces. */
static str guide_file(unsigned i)
{
	static char large[GUIDE_BYTES];
	static const size_t lengths[GUIDES] = {0, 9, GUIDE_BYTES};

	memset(large, 'g', sizeof(large));
	return str_bytes(large, lengths[i]);
}

static void guides_say(struct exchange *x)
{
	hash wanted[GUIDES];
	struct relay_guides offer;
	struct buf out = {0};
	size_t count = 0;

	assert_true(relay_guides_read(buf_str(&x->body), &offer));
	is_str(offer.key, S("key"));
	is_str(offer.key_minisig, S("key sig"));
	is_str(offer.minisig, S("sig"));
	if (line.guides_refused != 0) {
		served_say(x, line.guides_refused, S("signature\n"));
		return;
	}
	for (unsigned i = 0; i < GUIDES; i++) {
		if (line.guide_whole[i]) continue;
		wanted[count++] = hash_of(guide_file(i));
	}
	line.guides_shown = count == 0;
	relay_wanted_write(&out, wanted, count);
	served_say(x, 200, buf_str(&out));
	buf_close(&out);
}

static void guide_piece_say(struct exchange *x)
{
	struct relay_guide_piece piece;

	assert_true(relay_guide_piece_read(buf_str(&x->body), &piece));
	for (unsigned i = 0; i < GUIDES; i++) {
		str file = guide_file(i);

		if (!hash_eq(hash_of(file), piece.file)) continue;
		if (piece.at == 0) line.guide_bytes[i] = 0;
		assert_int_equal(piece.at, line.guide_bytes[i]);
		line.guide_bytes[i] += piece.bytes.len;
		line.guide_whole[i] = line.guide_bytes[i] == file.len;
	}
	served_say(x, 200, S("kept\n"));
}

static const struct { str path; void (*say)(struct exchange *x); } calls[] = {
	{S_INIT("/relay/1/guides"), guides_say},
	{S_INIT("/relay/1/guide-piece"), guide_piece_say},
	{S_INIT("/relay/1/intake"), intake_say},
	{S_INIT("/relay/1/seen"), seen_note},
	{S_INIT("/relay/1/reply"), reply_note},
	{S_INIT("/relay/1/take-back"), take_back_say},
	{S_INIT("/relay/1/roster"), roster_say},
	{S_INIT("/relay/1/blob/"), blob_say},
	{S_INIT("/relay/1/state"), state_say},
	{S_INIT("/relay/1/log"), log_say},
};

static struct web_take head(struct exchange *x)
{
	(void)x;
	return (struct web_take){TAKE_WHOLE, 2 << 20};
}

static void whole(struct exchange *x)
{
	str given = http_header(&x->request, S("authorization"));

	line.requests++;
	if (line.fail_at != 0 && line.requests == line.fail_at) {
		served_say(x, line.fail_status, S("busy\n"));
		return;
	}
	for (size_t i = 0; i < NELEM(calls); i++) {
		if (!str_starts(given, S("Bearer ")) ||
			!str_eq(str_from(given, 7), str_of(token))) {
			break;
		}
		if (!str_starts(x->request.path, calls[i].path)) continue;
		calls[i].say(x);
		return;
	}
	served_say(x, 404, S("no such page"));
}

/* -- a desk --------------------------------------------------------------- */

struct desk {
	unsigned taken[MESSAGES];  /* times; the real one drops repeats */
	uint64_t cursor;
	bool sent[REPLIES];
	unsigned sent_notes;
	enum relay_word back;
	bool wants_back;
	unsigned counter;
	bool pushed;
	bool disk_full;
	unsigned guides, guides_kept; /* a release to bring, and brought */
	const char *token;
};

static struct desk desk;
static char files[64];

static const err *hand_cursor(struct desk *of, uint64_t *ret_after)
{
	*ret_after = of->cursor;
	return NULL;
}

static const err *hand_take(struct desk *of, const struct relay_message *items,
	size_t count)
{
	if (of->disk_full) return err_make(ERR_FULL, "no room");
	for (size_t i = 0; i < count; i++) {
		for (unsigned m = 0; m < MESSAGES; m++) {
			if (str_eq(message_text(m), items[i].sealed)) {
				of->taken[m]++;
			}
		}
		of->cursor = items[i].cursor;
	}
	return NULL;
}

static const err *hand_taken(struct desk *of, struct arena *arena,
	uint64_t since_hour, struct sync_hashes *ret_hashes)
{
	assert_true(since_hour > 0);
	ret_hashes->at = ARENA_ARRAY(arena, hash, MESSAGES);
	for (unsigned i = 0; i < MESSAGES; i++) {
		if (of->taken[i] == 0) continue;
		ret_hashes->at[ret_hashes->count++] = hash_of(message_text(i));
	}
	return NULL;
}

static const err *hand_missing(struct desk *of, struct arena *arena,
	struct sync_names *ret_names)
{
	char path[128];

	ret_names->at = ARENA_ARRAY(arena, str, 2);
	(void)snprintf(path, sizeof(path), "%s/%s", files, blob_name);
	if (of->taken[0] == 0) return NULL;
	ret_names->at[ret_names->count++] = str_of(lost_blob);
	if (file_exists(path)) return NULL;
	ret_names->at[ret_names->count++] = str_of(blob_name);
	return NULL;
}

static const err *hand_due(struct desk *of, struct arena *arena,
	struct sync_replies *ret_replies)
{
	ret_replies->at = ARENA_ARRAY(arena, struct sync_reply, REPLIES);
	for (unsigned i = 0; i < REPLIES; i++) {
		char id[33];

		if (of->sent[i]) continue;
		reply_id(i, id);
		ret_replies->at[ret_replies->count++] = (struct sync_reply){
			str_of(mailbox), str_dup(arena, str_of(id)),
			.sealed = S("sealed reply")};
	}
	return NULL;
}

static const err *hand_sent(struct desk *of, str id)
{
	unsigned char bytes[16];

	assert_true(hex_read(id, bytes, sizeof(bytes)));
	of->sent[bytes[15] - 1] = true;
	of->sent_notes++;
	return NULL;
}

static const err *hand_unwanted(struct desk *of, struct arena *arena,
	struct sync_replies *ret_replies)
{
	if (!of->wants_back) return NULL;
	ret_replies->at = ARENA_NEW(arena, struct sync_reply);
	ret_replies->count = 1;
	ret_replies->at[0] = (struct sync_reply){str_of(mailbox),
		str_of(blob_name), .sealed = S("")};
	return NULL;
}

static const err *hand_took_back(struct desk *of, str id, enum relay_word word)
{
	is_str(id, str_of(blob_name));
	of->back = word;
	of->wants_back = false;
	return NULL;
}

static const err *hand_roster(struct desk *of, struct arena *arena,
	str *ret_roster, str *ret_minisig)
{
	*ret_roster = of->pushed ? S("") : str_fmt(arena, "%u", of->counter);
	*ret_minisig = of->pushed ? S("") : S("sig");
	return NULL;
}

static const err *hand_roster_kept(struct desk *of)
{
	of->pushed = true;
	return NULL;
}

static const err *hand_roster_older(struct desk *of, str roster, str minisig)
{
	uint64_t counter;

	is_str(minisig, S("sig"));
	assert_true(num_read(roster, 1000, &counter));
	of->counter = (unsigned)counter + 1;
	return NULL;
}

static str hand_token(struct desk *of)
{
	return str_of(of->token);
}

static const err *hand_token_call(struct desk *of, struct arena *arena,
	str *ret_body)
{
	(void)of;
	*ret_body = str_dup(arena, S(""));
	return NULL;
}

static const err *hand_place(struct desk *of, struct place *ret_place)
{
	(void)of;
	*ret_place = (struct place){0};
	return NULL;
}

static const err *hand_offer(struct desk *of, struct arena *arena,
	struct sync_hashes *ret_names)
{
	(void)of;
	(void)arena;
	ret_names->count = 0;
	return NULL;
}

static const err *hand_list(struct desk *of, struct arena *arena,
	const char **ret_path, str *ret_body)
{
	(void)of;
	(void)arena;
	*ret_path = "";
	*ret_body = S("");
	return NULL;
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

static const err *hand_guides(struct desk *of, struct arena *arena,
	struct sync_guides *ret_guides)
{
	struct sync_guides guides = {.number = of->guides, .offer = {S("key"),
		S("key sig"), S("manifest"), S("sig")}, .count = GUIDES};

	if (of->guides == of->guides_kept) return NULL;
	guides.files = ARENA_ARRAY(arena, struct sync_guide_file, GUIDES);
	for (unsigned i = 0; i < GUIDES; i++) {
		guides.files[i] = (struct sync_guide_file){
			hash_of(guide_file(i)), guide_file(i)};
	}
	*ret_guides = guides;
	return NULL;
}

static const err *hand_guides_kept(struct desk *of, unsigned number)
{
	of->guides_kept = number;
	return NULL;
}

static const err *no_forget(struct desk *d)
{
	(void)d;
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
	.alone = hand_alone, .hour = hand_hour, .forget = no_forget,
	.list = hand_list,
	.token = hand_token, .token_call = hand_token_call,
	.place = hand_place, .offer = hand_offer,
	.cursor = hand_cursor, .take = hand_take, .taken = hand_taken,
	.missing = hand_missing, .due = hand_due, .sent = hand_sent,
	.unwanted = hand_unwanted, .took_back = hand_took_back,
	.roster = hand_roster, .roster_kept = hand_roster_kept,
	.roster_older = hand_roster_older,
	.guides = hand_guides, .guides_kept = hand_guides_kept,
};

/* -- both ----------------------------------------------------------------- */

static struct loop *loop;
static struct errands *errands;
static struct web *web;
static int listener;
static unsigned port;

static void fresh(const char *with_token)
{
	char base[64], path[256];

	memset(&line, 0, sizeof(line));
	memset(&desk, 0, sizeof(desk));
	for (unsigned i = 0; i < MESSAGES; i++) line.there[i] = true;
	rand_bytes(line.blob, sizeof(line.blob));
	desk.counter = 3;
	line.counter = 2;
	desk.wants_back = true;
	desk.guides = 4;
	desk.token = with_token;
	(void)snprintf(path, sizeof(path), "%s/%s", files, blob_name);
	is_ok(file_remove(path));
	(void)snprintf(base, sizeof(base), "http://127.0.0.1:%u", port);
	assert_true(errands_way(errands, str_of(base), S(""),
		str_of(with_token)));
}

static struct sync *start(void)
{
	struct sync_choice choice = {.files = files, .seconds = 1,
		.hands = &hands, .desk = &desk};

	return sync_open(loop, errands, &choice);
}

/* Until `visits` visits have ended. */
static void visit(struct sync *sync, uint64_t visits)
{
	for (unsigned i = 0; i < WAIT_ROUNDS; i++) {
		if (sync_status(sync).visits >= visits) return;
		is_ok(loop_once(loop, 20));
	}
	fail();
}

static void all_is_well(void)
{
	struct buf got = {0};
	char path[256];

	for (unsigned i = 0; i < MESSAGES; i++) {
		assert_true(desk.taken[i] >= 1);
		assert_true(line.seen[i] >= 1);
	}
	for (unsigned i = 0; i < REPLIES; i++) {
		assert_true(desk.sent[i]);
		assert_true(line.kept[i] >= 1);
	}
	assert_int_equal(desk.back, RELAY_SHOWN);
	assert_true(desk.pushed);
	assert_int_equal(line.counter, desk.counter);
	assert_true(line.guides_shown);
	assert_int_equal(desk.guides_kept, 4);
	(void)snprintf(path, sizeof(path), "%s/%s", files, blob_name);
	is_ok(file_read(path, 1 << 20, &got));
	is_str(buf_str(&got), str_bytes(line.blob, BLOB_BYTES));
	buf_close(&got);
}

TEST(one_visit_does_everything_once)
{
	struct sync *sync;

	UNUSED_STATE;
	fresh(token);
	sync = start();
	visit(sync, 1);
	assert_int_equal(sync_status(sync).how, SYNC_WELL);
	assert_int_equal(sync_status(sync).state.all_mib, 7);
	assert_int_equal(sync_status(sync).state.disk, RELAY_LOW);
	all_is_well();
	for (unsigned i = 0; i < MESSAGES; i++) {
		assert_int_equal(desk.taken[i], 1);
	}
	assert_int_equal(desk.sent_notes, REPLIES);
	visit(sync, 2); /* [sync-1] with nothing waiting */
	assert_int_equal(desk.sent_notes, REPLIES);
	assert_int_equal(line.seen[0], 1);
	sync_close(&sync);
}

TEST(guides_that_are_refused_do_not_end_the_visit)
{
	static const unsigned statuses[] = {403, 400, 507};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(statuses); i++) {
		struct sync *sync;

		fresh(token);
		line.guides_refused = statuses[i];
		sync = start();
		visit(sync, 1);
		assert_int_equal(sync_status(sync).how, SYNC_WELL);
		assert_int_equal(desk.guides_kept, 0);
		line.guides_refused = 409; /* a later one is there */
		visit(sync, 2);
		assert_int_equal(desk.guides_kept, 4);
		sync_close(&sync);
	}
}

TEST(a_visit_broken_off_at_any_round_is_made_good_by_the_next)
{
	/* [sync-2] [sync-3] [sync-4] */
	UNUSED_STATE;
	for (unsigned rounds = 1; rounds < 60; rounds++) {
		struct sync *sync;

		fresh(token);
		sync = start();
		for (unsigned i = 0; i < rounds; i++) {
			is_ok(loop_once(loop, 5));
		}
		for (unsigned i = 0; i < MESSAGES; i++) {
			assert_true(line.seen[i] == 0 || desk.taken[i] > 0);
		}
		sync_close(&sync);
		sync = start();
		visit(sync, 1);
		assert_int_equal(sync_status(sync).how, SYNC_WELL);
		all_is_well();
		sync_close(&sync);
	}
}

TEST(a_refusal_at_any_request_is_made_good_by_later_visits)
{
	/* [sync-3] */
	static const unsigned statuses[] = {503, 500, 400, 507};

	UNUSED_STATE;
	for (unsigned at = 1; at < 18; at++) {
		struct sync *sync;
		unsigned visits = 0;

		fresh(token);
		line.fail_at = at;
		line.fail_status = statuses[at % NELEM(statuses)];
		sync = start();
		while (visits++ < 3) {
			visit(sync, visits);
			sync_soon(sync);
		}
		all_is_well();
		sync_close(&sync);
	}
}

TEST(a_line_that_forgot_the_token_or_talks_nonsense_is_named)
{
	struct sync *sync;

	UNUSED_STATE;
	fresh("00ff");
	sync = start();
	visit(sync, 1);
	assert_int_equal(sync_status(sync).how, SYNC_REFUSED);
	sync_close(&sync);
	fresh(token);
	line.strange = true;
	sync = start();
	visit(sync, 1);
	assert_int_equal(sync_status(sync).how, SYNC_STRANGE);
	for (unsigned i = 0; i < MESSAGES; i++) {
		assert_int_equal(desk.taken[i], 0);
	}
	sync_close(&sync);
}

TEST(a_full_disk_at_the_desk_acknowledges_nothing)
{
	/* [sync-2] */
	struct sync *sync;

	UNUSED_STATE;
	fresh(token);
	desk.disk_full = true;
	sync = start();
	visit(sync, 1);
	assert_int_equal(sync_status(sync).how, SYNC_DISK);
	for (unsigned i = 0; i < MESSAGES; i++) {
		assert_int_equal(line.seen[i], 0);
	}
	desk.disk_full = false;
	sync_soon(sync);
	visit(sync, 2);
	assert_int_equal(sync_status(sync).how, SYNC_WELL);
	all_is_well();
	sync_close(&sync);
}

TEST(a_desk_from_an_older_copy_learns_the_counter)
{
	struct sync *sync;

	UNUSED_STATE;
	fresh(token);
	line.counter = 9;
	sync = start();
	visit(sync, 1);
	assert_false(desk.pushed);
	assert_int_equal(desk.counter, 10);
	sync_soon(sync);
	visit(sync, 2);
	all_is_well();
	sync_close(&sync);
}

TEST(a_line_that_is_down_is_tried_again)
{
	struct sync *sync;

	UNUSED_STATE;
	fresh(token);
	assert_true(errands_way(errands, S("unix:/nonexistent/line"), S(""),
		str_of(token)));
	sync = start();
	visit(sync, 1);
	assert_int_equal(sync_status(sync).how, SYNC_NOT_REACHED);
	assert_int_equal(sync_status(sync).well_ms, 0);
	fresh(token);
	visit(sync, 2);
	assert_int_equal(sync_status(sync).how, SYNC_WELL);
	all_is_well();
	sync_close(&sync);
}

static int setup(void **state)
{
	static const struct web_role role = {.head = head, .whole = whole,
		.gone = served_gone, .refusal = served_refusal};
	char top[] = "/tmp/bothy-sync-XXXXXX";

	(void)state;
	seal_start();
	if (mkdtemp(top) == NULL) return 1;
	(void)snprintf(files, sizeof(files), "%s", top);
	loop = loop_open();
	is_ok(errands_open(&errands, loop));
	is_ok(socket_listen(S("127.0.0.1:0"), &listener, &port));
	web = web_open(loop, listener, &role, &web_limits_desk, NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	errands_close(&errands);
	web_close(&web);
	socket_close(&listener);
	loop_close(&loop);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(one_visit_does_everything_once),
		CASE(guides_that_are_refused_do_not_end_the_visit),
		CASE(a_visit_broken_off_at_any_round_is_made_good_by_the_next),
		CASE(a_refusal_at_any_request_is_made_good_by_later_visits),
		CASE(a_line_that_forgot_the_token_or_talks_nonsense_is_named),
		CASE(a_full_disk_at_the_desk_acknowledges_nothing),
		CASE(a_desk_from_an_older_copy_learns_the_counter),
		CASE(a_line_that_is_down_is_tried_again),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
