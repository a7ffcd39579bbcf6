/* Tests of the rings of cases among three real desks: who is in one, who comes
 * and goes, and what a desk outside one has of it. Rojîn (0) founded the team and
 * is an admin; Narin (1) is an admin and reads no messages; Soran (2) reads
 * messages and is no admin.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#define TEAM_PLAIN 2
#include "team_lib.h"

#include "base/list.h"
#include "desk/case_ring.h"
#include "desk/erase.h"
#include "model/body.h"
#include "seal/age.h"

#define WORDS S("what she told us herself")
#define LATER S("what she told us later")

static struct team_world w;
static struct record_refusal refusal;

static str value_of(size_t at, object_id id, const char *key)
{
	struct record record;

	is_ok(record_get(w.desks[at], w.arena, id, &record));
	return record_value(&record, key);
}

static object_id made(size_t at)
{
	return team_record(&w, at, &record_request, EDITS({"subject",
		S("needs a doctor"), EDIT_SET}, {"summary", WORDS, EDIT_SET}));
}

static void set(size_t at, object_id id, const char *key, str value)
{
	team_clock(&w, 1000);
	is_ok(record_set(w.desks[at], id, EDITS({key, value, EDIT_SET}),
		&refusal));
}

/* Sealed blobs that everybody was given. */
enum { HANDED_MAX = 8192 };
static uint64_t handed[HANDED_MAX];    /* the first bytes of their hashes */
static size_t handed_count;

static const err *new_blob(void *owner, str blob)
{
	hash name = hash_of(blob);
	uint64_t key;

	memcpy(&key, name.bytes, sizeof(key));
	for (size_t i = 0; i < handed_count; i++) {
		if (handed[i] == key) return NULL;
	}
	assert_true(handed_count < HANDED_MAX);
	handed[handed_count++] = key;
	return team_blob(owner, blob);
}

/* What of a desk's log was not handed on yet reaches the others. */
static void hand_on(size_t from)
{
	struct team_carrying c = {.w = &w, .from = from,
		.arena = arena_open(TEAM_PAGE_BYTES)};
	uint64_t position = 0;

	is_ok(log_blobs(w.desks[from]->log, &position, new_blob, &c));
	team_page(&c);
	arena_close(&c.arena);
}

static void tell(size_t from)
{
	hand_on(from);
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		if (i != from) is_ok(desk_read(w.desks[i]));
	}
}

static void carry(void)
{
	for (size_t i = 0; i < TEAM_SIZE; i++) hand_on(i);
	for (size_t i = 0; i < TEAM_SIZE; i++) is_ok(desk_read(w.desks[i]));
}

static void visit(size_t at)
{
	team_clock(&w, 1000);
	is_ok(team_heartbeat(w.desks[at]));
	carry();
}

static enum case_here here(size_t at, object_id id)
{
	enum case_here here;

	is_ok(case_ring_here(w.desks[at], id, &here));
	return here;
}

static str ring_of(object_id id)
{
	char name[CASE_RING_NAME];

	case_ring_name(id, name);
	return str_dup(w.arena, str_bytes(name, sizeof(name)));
}

static void are_in(object_id id, bool first, bool second, bool third)
{
	bool wanted[TEAM_SIZE] = {first, second, third};

	for (size_t i = 0; i < TEAM_SIZE; i++) {
		assert_int_equal(here(i, id), wanted[i] ? CASE_IN : CASE_OUT);
		assert_true(team_has_ring(w.desks[0], ring_of(id),
			w.members[i]) == wanted[i]);
	}
}

/* -- every key of a desk against every sealed blob it has ------------------- */

struct trying { size_t at; str ring; size_t bodies, opened, words, elsewhere; };

/* A blob is sealed to one epoch, or is a frame: what opened it opened all. */
static bool try_one(struct trying *t, str blob, const struct identity *key)
{
	struct buf plain = {0};
	struct body body;
	bool opens = age_open(&plain, blob, key, 1) == AGE_OK;

	if (opens && body_read(buf_str(&plain), &body)) {
		t->bodies++;
		t->opened += str_eq(body.ring, t->ring);
		if (str_find(buf_str(&plain), WORDS) != SIZE_MAX) {
			t->words += str_eq(body.ring, t->ring);
			t->elsewhere += str_eq(body.ring, RING_INTAKE);
		}
	}
	buf_close(&plain);
	return opens;
}

static const err *blob_try(void *owner, str blob)
{
	struct trying *t = owner;
	struct desk *desk = w.desks[t->at];
	struct log_epoch_row rows[64];
	size_t count = log_epoch_list(desk->log, rows, NELEM(rows));

	for (size_t i = 0; i < count; i++) {
		if (try_one(t, blob, rows[i].identity)) return NULL;
	}
	(void)try_one(t, blob, &desk->keys.identity);
	return NULL;
}

static struct trying tried(size_t at, object_id id)
{
	struct trying t = {.at = at, .ring = ring_of(id)};
	uint64_t position = 0;

	is_ok(log_blobs(w.desks[at]->log, &position, blob_try, &t));
	assert_true(t.bodies > 10); /* it tries in earnest */
	return t;
}

static size_t opened_of(size_t at, object_id id)
{
	return tried(at, id).opened;
}

/* Bodies with her words. */
static size_t words_in(size_t at, object_id id)
{
	return tried(at, id).words;
}

static bool chains_are_whole(size_t at)
{
	struct alarm alarms[8];
	size_t count = team_alarms(w.desks[at], alarms, NELEM(alarms));

	return count == 0 && log_missing(w.desks[at]->log) == 0;
}

/* -- who is in ------------------------------------------------------------- */

TEST(who_reads_messages_and_is_not_in_a_case_opens_none_of_it)
{
	object_id id = made(0);

	UNUSED_STATE;
	carry();
	are_in(id, true, true, false);
	is_str(value_of(0, id, "summary"), WORDS);
	is_str(value_of(1, id, "summary"), WORDS);
	is_str(value_of(2, id, "subject"), S("needs a doctor"));
	is_str(value_of(2, id, "summary"), S(""));
	assert_int_equal(words_in(0, id), 1);
	assert_int_equal(words_in(1, id), 1);
	assert_int_equal(opened_of(2, id), 0);
	for (size_t i = 0; i < TEAM_SIZE; i++) assert_true(chains_are_whole(i));
	/* and after what it reopens from */
	team_reopen(&w, 2);
	are_in(id, true, true, false);
	is_str(value_of(2, id, "summary"), S(""));
}

TEST(who_answers_comes_in_and_goes_when_another_does)
{
	object_id id = made(0);

	UNUSED_STATE;
	set(0, id, "owner", team_hex(&w, w.members[2]));
	carry();
	are_in(id, true, true, true);
	is_str(value_of(2, id, "summary"), WORDS);
	set(2, id, "place", S("Ankawa"));
	carry();
	assert_true(value_of(1, id, "place").len > 0);
	set(2, id, "owner", team_hex(&w, w.members[1]));
	carry();
	/* nobody puts herself out, and she writes there no more */
	assert_int_equal(here(2, id), CASE_OUT);
	assert_true(team_has_ring(w.desks[0], ring_of(id), w.members[2]));
	visit(0);
	are_in(id, true, true, false);
	set(1, id, "summary", LATER);
	carry();
	is_str(value_of(0, id, "summary"), LATER);
	is_str(value_of(2, id, "summary"), WORDS); /* what was read stays read */
	set(0, id, "deputy", team_hex(&w, w.members[2]));
	carry();
	are_in(id, true, true, true);
	is_str(value_of(2, id, "summary"), LATER);
}

TEST(who_made_it_is_in_until_somebody_answers)
{
	object_id id = made(2);

	UNUSED_STATE;
	carry();
	are_in(id, true, true, true);
	visit(0);
	visit(1);
	are_in(id, true, true, true);
	set(1, id, "owner", team_hex(&w, w.members[0]));
	carry();
	are_in(id, true, true, false);
}

TEST(two_who_say_apart_who_answers_put_nobody_out)
{
	/* [case_ring-3] */
	object_id id = made(0);

	UNUSED_STATE;
	set(0, id, "owner", team_hex(&w, w.members[2]));
	carry();
	set(1, id, "owner", team_hex(&w, w.members[0]));
	set(2, id, "owner", team_hex(&w, w.members[1]));
	/* she put him out before she knew */
	carry();
	visit(0);
	visit(1);
	visit(2);
	assert_false(team_has_ring(w.desks[0], ring_of(id), w.members[2]));
	set(0, id, "owner", team_hex(&w, w.members[2]));
	carry();
	are_in(id, true, true, true);
	is_str(value_of(2, id, "summary"), WORDS);
	set(0, id, "deputy", team_hex(&w, w.members[2]));
	set(1, id, "deputy", team_hex(&w, w.members[1]));
	carry();
	visit(0);
	visit(1);
	are_in(id, true, true, true);
}

TEST(a_frozen_device_is_out_of_its_cases_and_is_let_in_again)
{
	object_id id = made(0);

	UNUSED_STATE;
	set(0, id, "owner", team_hex(&w, w.members[2]));
	carry();
	is_ok(team_freeze_member(w.desks[0], w.members[2]));
	set(0, id, "summary", LATER);
	carry();
	visit(0);
	visit(1);
	assert_int_equal(here(0, id), CASE_IN);
	is_str(value_of(1, id, "summary"), LATER);
	is_str(value_of(2, id, "summary"), WORDS);
	is_ok(team_thaw(w.desks[0], team_own_device(w.desks[2])));
	carry();
	are_in(id, true, true, true);
	is_str(value_of(2, id, "summary"), LATER);
}

/* -- a desk outside -------------------------------------------------------- */

TEST(a_desk_outside_writes_nothing_that_belongs_inside_and_knows_whom_to_ask)
{
	/* [case_ring-2] */
	object_id id = made(0), whom;
	struct record record;
	bool soon;
	const err *e;

	UNUSED_STATE;
	carry();
	team_clock(&w, 1000);
	e = record_set(w.desks[2], id, EDITS({"summary", LATER, EDIT_SET}),
		&refusal);
	assert_int_equal(e->code, ERR_USAGE);
	assert_int_equal(refusal.fault, FAULT_NO_KEY);
	set(2, id, "subject", S("needs a doctor today"));
	carry();
	is_str(value_of(0, id, "subject"), S("needs a doctor today"));
	is_str(value_of(0, id, "summary"), WORDS);
	is_ok(record_get(w.desks[2], w.arena, id, &record));
	is_ok(case_ring_whom(w.desks[2], &record, &whom, &soon));
	assert_false(soon);
	assert_true(object_eq(whom, w.members[0]) ||
		object_eq(whom, w.members[1]));
	set(0, id, "owner", team_hex(&w, w.members[1]));
	carry();
	is_ok(record_get(w.desks[2], w.arena, id, &record));
	is_ok(case_ring_whom(w.desks[2], &record, &whom, &soon));
	assert_true(object_eq(whom, w.members[1]));
}

/* It is a task of this desk to let somebody into that case. */
static bool waits(size_t at, object_id id)
{
	const object_id *cases;
	size_t count, i = 0;

	is_ok(case_rings_waiting(w.desks[at], &cases, &count));
	while (i < count && !object_eq(cases[i], id)) i++;
	return i < count;
}

TEST(nobody_comes_in_by_the_word_of_somebody_outside)
{
	/* [case_ring-3] [case_ring-4] */
	object_id id = made(0), whom;
	struct record record;
	bool soon;

	UNUSED_STATE;
	set(0, id, "owner", team_hex(&w, w.members[1]));
	carry();
	assert_false(waits(0, id));
	set(2, id, "owner", team_hex(&w, w.members[2]));
	carry();
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		assert_true(waits(i, id) == (i != 2));
	}
	visit(0);
	visit(1);
	are_in(id, true, true, false);
	assert_int_equal(opened_of(2, id), 0);
	is_ok(record_get(w.desks[2], w.arena, id, &record));
	is_ok(case_ring_whom(w.desks[2], &record, &whom, &soon));
	assert_false(soon);
	assert_false(object_eq(whom, w.members[2]));
	set(2, id, "owner", S(""));
	carry();
	assert_false(waits(0, id)); /* nobody is named */
	visit(0);
	are_in(id, true, true, false);
	/* somebody who is in it says so too */
	set(2, id, "owner", team_hex(&w, w.members[2]));
	carry();
	team_reopen(&w, 0);
	assert_true(waits(0, id));
	team_clock(&w, 1000);
	is_ok(record_settle(w.desks[1], id, S("owner"), team_hex(&w,
		w.members[2]), &refusal));
	carry();
	for (size_t k = 0; k < TEAM_SIZE; k++) assert_false(waits(k, id));
	are_in(id, true, true, true);
	is_str(value_of(2, id, "summary"), WORDS);
}

TEST(who_is_outside_cannot_erase_it_and_who_is_inside_erases_all_of_it)
{
	/* [erase-5] */
	object_id id = made(0), wish;
	struct erase_plan plan;
	struct erase_row *rows;
	struct trying t;
	size_t count;

	UNUSED_STATE;
	carry();
	is_ok(erase_ask(w.desks[2], &(struct erase_ask){id, S("erase"),
		S("asked"), S("code")}, &wish));
	carry();
	team_clock(&w, 1000);
	is_ok(erase_agree(w.desks[1], id));
	carry();
	is_ok(erase_plan(w.desks[2], id, &plan));
	assert_true(plan.closed);
	assert_true(plan.agreed);
	assert_true(erase_is_closed(w.desks[2], id));
	assert_int_equal(erase_do(w.desks[2], id, false)->code, ERR_REFUSED);
	assert_false(erase_is_closed(w.desks[0], id));
	team_clock(&w, 1000);
	is_ok(erase_do(w.desks[0], id, false));
	/* what stays in the ring says who was in it, and no word of hers */
	t = tried(0, id);
	assert_int_equal(t.words, 0);
	assert_true(t.opened > 0);
	is_ok(erase_rows(w.desks[0], w.arena, &rows, &count));
	assert_true(rows[0].waiting >= 1); /* who is in the ring, too */
}

/* -- what it costs ---------------------------------------------------------- */

/* Everybody said what she has, and nothing is left to hand over. */
static void all_rest(void)
{
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < TEAM_SIZE; i++) visit(i);
	}
}

struct cost { uint64_t cases, rings; };

static struct cost cost_now(size_t at)
{
	return (struct cost){w.desks[at]->cases_looked,
		log_hand_looked(w.desks[at]->log)};
}

static struct cost cost_since(size_t at, struct cost begun)
{
	struct cost now = cost_now(at);

	return (struct cost){now.cases - begun.cases, now.rings - begun.rings};
}

TEST(what_a_request_and_a_visit_cost_does_not_grow_with_the_cases)
{
	/* [case_ring-5] [hand-8] */
	enum { MORE = 6, OWN_RINGS = 3 };
	struct cost few, many, begun;
	object_id id;

	UNUSED_STATE;
	all_rest();
	id = made(0);
	begun = cost_now(0);
	(void)made(0);
	few = cost_since(0, begun);
	for (int i = 0; i < MORE; i++) (void)made(0);
	begun = cost_now(0);
	(void)made(0);
	many = cost_since(0, begun);
	assert_in_range(many.cases, 1, few.cases);
	assert_in_range(many.rings, OWN_RINGS, few.rings);
	carry();
	all_rest();
	for (size_t i = 0; i < 2; i++) {
		begun = cost_now(i);
		team_clock(&w, 1000);
		is_ok(team_heartbeat(w.desks[i]));
		many = cost_since(i, begun);
		assert_int_equal(many.cases, 0);
		assert_in_range(many.rings, 1, OWN_RINGS);
	}
	/* what somebody else changed is looked at, and no more than that */
	set(1, id, "owner", team_hex(&w, w.members[1]));
	carry();
	begun = cost_now(0);
	team_clock(&w, 1000);
	is_ok(team_heartbeat(w.desks[0]));
	assert_int_equal(cost_since(0, begun).cases, 1);
	/* and everything when the team is another */
	is_ok(team_freeze_member(w.desks[0], w.members[2]));
	carry();
	begun = cost_now(1);
	visit(1);
	assert_true(cost_since(1, begun).cases > MORE);
	assert_true(cost_since(1, begun).rings > MORE);
	is_ok(team_thaw(w.desks[0], team_own_device(w.desks[2])));
	carry();
	are_in(id, true, true, false);
}

/* -- one that had none ----------------------------------------------------- */

/* As a table brings it: its id is not drawn here. */
static object_id shared(size_t at)
{
	object_id id = {{9, (unsigned char)at, 9}};

	team_clock(&w, 1000);
	is_ok(record_create_as(w.desks[at], &(struct record_new){id,
		&record_request}, EDITS({"subject", S("needs a room"), EDIT_SET},
		{"summary", WORDS, EDIT_SET}, {"place", S("Ankawa"), EDIT_SET}),
		&refusal));
	carry();
	return id;
}

TEST(while_two_values_stand_side_by_side_a_record_is_not_moved)
{
	object_id id = shared(2);
	struct record record;

	UNUSED_STATE;
	set(0, id, "summary", S("one of them"));
	set(2, id, "summary", S("the other"));
	carry();
	is_ok(record_get(w.desks[2], w.arena, id, &record));
	assert_false(case_ring_may_move(w.desks[2], &record));
	is_ok(record_settle(w.desks[2], id, S("summary"), S("both"), &refusal));
	is_ok(record_get(w.desks[2], w.arena, id, &record));
	assert_true(case_ring_may_move(w.desks[2], &record));
}

TEST(a_record_that_had_no_ring_gets_one_and_is_gone_from_where_it_stood)
{
	/* [case_ring-1] doc/log.md L13.2 */
	object_id id = shared(0);
	size_t others = tried(2, id).elsewhere - 1;
	struct record record;
	struct trying t;

	UNUSED_STATE;
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		assert_int_equal(here(i, id), CASE_SHARED);
	}
	is_str(value_of(2, id, "summary"), WORDS);
	is_str(value_of(1, id, "summary"), S(""));
	is_ok(record_get(w.desks[2], w.arena, id, &record));
	assert_false(case_ring_may_move(w.desks[2], &record));
	assert_int_equal(case_ring_move(w.desks[2], id)->code, ERR_REFUSED);
	team_clock(&w, 1000);
	is_ok(case_ring_move(w.desks[0], id));
	tell(0);
	are_in(id, true, true, false);
	is_str(value_of(0, id, "summary"), WORDS);
	is_str(value_of(1, id, "summary"), WORDS);
	assert_true(value_of(1, id, "place").len > 0);
	/* gone from the tables of who read it, and from his disk */
	is_str(value_of(2, id, "summary"), S(""));
	is_str(value_of(2, id, "subject"), S("needs a room"));
	t = tried(2, id);
	assert_int_equal(t.opened, 0);
	assert_int_equal(t.elsewhere, others);
	t = tried(0, id);
	assert_int_equal(t.elsewhere, others);
	assert_int_equal(t.words, 1);
	assert_int_equal(case_ring_move(w.desks[0], id)->code, ERR_REFUSED);
	set(1, id, "summary", LATER);
	tell(1);
	is_str(value_of(0, id, "summary"), LATER);
}

/* -- its key, when it is erased -------------------------------------------- */

/* What somebody recorded of the line: the bodies of one case. */
enum { RECORDED_MAX = 64, HALVES_MAX = 8 };
struct recorded { str ring; size_t at; str blobs[RECORDED_MAX]; size_t count; };

static const err *blob_record(void *owner, str blob)
{
	struct recorded *r = owner;
	struct trying t = {.at = r->at, .ring = r->ring};

	is_ok(blob_try(&t, blob));
	if (t.opened > 0) {
		assert_true(r->count < RECORDED_MAX);
		r->blobs[r->count++] = str_dup(w.arena, blob);
	}
	return NULL;
}

/* How many of them open with what a desk has on its disk. */
static size_t opens(const struct recorded *r, size_t at)
{
	struct trying t = {.at = at, .ring = r->ring};

	team_reopen(&w, at);
	for (size_t i = 0; i < r->count; i++) is_ok(blob_try(&t, r->blobs[i]));
	return t.opened;
}

static struct erase_row erased_row(size_t at, object_id id)
{
	struct erase_row *rows;
	size_t count, i = 0;

	is_ok(erase_rows(w.desks[at], w.arena, &rows, &count));
	while (i < count && !object_eq(rows[i].unit, id)) i++;
	assert_true(i < count);
	return rows[i];
}

static void hear(void)
{
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		if (w.desks[i] != NULL) is_ok(desk_read(w.desks[i]));
	}
}

/* Half a day, at whose end those visit; nobody else is heard, or hears. */
static void half_day(size_t first, size_t second)
{
	struct desk *all[TEAM_SIZE];

	team_clock(&w, 13 * (uint64_t)TEAM_HOUR_MS);
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		all[i] = w.desks[i];
		if (i != first && i != second) w.desks[i] = NULL;
	}
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		if (w.desks[i] == NULL) continue;
		is_ok(team_heartbeat(w.desks[i]));
		hand_on(i);
		hear();
	}
	for (size_t i = 0; i < TEAM_SIZE; i++) w.desks[i] = all[i];
}

TEST(no_desk_keeps_the_key_of_an_erased_case_once_all_have_heard)
{
	/* [case_ring-6] [epoch-1] doc/log.md L13.6 */
	object_id id = made(0), wish;
	struct recorded r = {.ring = ring_of(id), .at = 0};
	uint64_t position = 0;

	UNUSED_STATE;
	set(0, id, "summary", LATER);
	carry();
	is_ok(log_blobs(w.desks[0]->log, &position, blob_record, &r));
	assert_true(r.count > 2);
	assert_int_equal(opens(&r, 1), r.count);
	is_ok(erase_ask(w.desks[1], &(struct erase_ask){id, S("erase"),
		S("asked"), S("code")}, &wish));
	carry();
	team_clock(&w, 1000);
	is_ok(erase_agree(w.desks[0], id));
	is_ok(erase_do(w.desks[0], id, false));
	/* one of the two who read it is away, and her device has it all */
	for (int i = 0; i < 3; i++) half_day(0, 2);
	assert_true(erased_row(0, id).key_here);
	assert_true(erased_row(0, id).waiting > 0);
	assert_int_equal(opens(&r, 0), r.count);
	handed_count = 0;
	carry();
	for (int i = 0; i < HALVES_MAX && (erased_row(0, id).key_here ||
		erased_row(1, id).key_here); i++) {
		half_day(0, 1);
	}
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(opens(&r, i), 0);
		assert_true(erased_row(i, id).few);
		assert_false(erased_row(i, id).key_here);
		assert_int_equal(erased_row(i, id).waiting, 0);
	}
}

static int open_team(void **unused)
{
	(void)unused;
	team_open(&w);
	return 0;
}

static int close_team(void **unused)
{
	(void)unused;
	team_close(&w);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(who_reads_messages_and_is_not_in_a_case_opens_none_of_it),
		CASE(who_answers_comes_in_and_goes_when_another_does),
		CASE(who_made_it_is_in_until_somebody_answers),
		CASE(two_who_say_apart_who_answers_put_nobody_out),
		CASE(a_frozen_device_is_out_of_its_cases_and_is_let_in_again),
		CASE(a_desk_outside_writes_nothing_that_belongs_inside_and_knows_whom_to_ask),
		CASE(nobody_comes_in_by_the_word_of_somebody_outside),
		CASE(while_two_values_stand_side_by_side_a_record_is_not_moved),
		CASE(a_record_that_had_no_ring_gets_one_and_is_gone_from_where_it_stood),
		CASE(what_a_request_and_a_visit_cost_does_not_grow_with_the_cases),
		CASE(who_is_outside_cannot_erase_it_and_who_is_inside_erases_all_of_it),
		CASE(no_desk_keeps_the_key_of_an_erased_case_once_all_have_heard),
	};

	return cmocka_run_group_tests(tests, open_team, close_team);
}
