/* Tests of records at an open desk: acts and their undo, steps, history,
 * lists, filters, batches, and what two desks that did not know of each other
 * said side by side. A real folder, real keys, no network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk_lib.h"

#include "desk/fold_room.h"
#include "desk/goal_rule.h"
#include "desk/record_act.h"
#include "desk/record_device.h"
#include "desk/record_place.h"
#include "desk/record_query.h"
#include "desk/workload.h"
#include "os/file.h"
#include "seal/age.h"
#include "seal/minisign.h"

enum { START_HOUR = 490000 };

static struct record_refusal refusal;

#define EDITS(...) \
	((struct record_edits){(const struct record_edit[]){__VA_ARGS__}, \
		NELEM(((const struct record_edit[]){__VA_ARGS__}))})

static object_id made(const struct record_type *type, struct record_edits edits)
{
	object_id id = {{0}};

	clock_on(1000);
	is_ok(record_create(desk, type, edits, &refusal, &id));
	return id;
}

static object_id member(str name)
{
	return made(&record_member, EDITS({"name", name, EDIT_SET}));
}

static struct record got(object_id id)
{
	struct record record;

	is_ok(record_get(desk, arena, id, &record));
	return record;
}

static const err *undo_last(void)
{
	struct view_did did;

	query_did(desk, arena, &did);
	assert_true(did.undo.len > 0);
	clock_on(1000);
	return act_undo(desk, did.undo);
}

static void is_refused(const err *e, enum err_code code,
	enum record_fault fault, const char *key)
{
	assert_non_null(e);
	assert_int_equal(e->code, code);
	assert_int_equal(refusal.fault, fault);
	if (key == NULL) assert_null(refusal.field);
	else assert_string_equal(refusal.field->key, key);
}

static size_t listed(const struct record_filter *filter)
{
	struct record_rows rows;

	is_ok(record_list(desk, arena, filter, &rows));
	return rows.count;
}

/* -- acts ----------------------------------------------------------------- */

TEST(a_record_is_made_read_changed_and_undone)
{
	object_id one = member(S("Rojîn\nروژین")), task;
	struct record record = got(one);

	UNUSED_STATE;
	is_str(record_title(&record), S("Rojîn"));
	is_str(record_state(&record), S("asked"));
	task = made(&record_task, EDITS({"title", S("Print the cards"), EDIT_SET},
		{"owner", record_ref(arena, one), EDIT_SET},
		{"due", S("٢٥.١١.٢٠٢٦"), EDIT_SET}));
	record = got(task);
	is_str(record_value(&record, "owner"), object_text(arena, one));
	is_str(record_value(&record, "due"), S("2026-11-25"));
	clock_on(1000);
	is_ok(record_set(desk, task, EDITS({"effort", S("l"), EDIT_SET},
		{"title", S("Print all cards"), EDIT_SET}), &refusal));
	record = got(task);
	is_str(record_value(&record, "effort"), S("l"));
	is_ok(undo_last());
	record = got(task);
	is_str(record_value(&record, "effort"), S(""));
	is_str(record_title(&record), S("Print the cards"));
}

TEST(a_new_record_that_is_undone_is_gone_from_every_list)
{
	const struct record_filter all = {.type = &record_contact};
	const struct record_filter said = {.words = S("quincetree")};
	object_id id;
	struct record record;
	const err *e;

	UNUSED_STATE;
	id = made(&record_contact, EDITS({"name", S("Quincetree House"),
		EDIT_SET}));
	assert_int_equal(listed(&all), 1);
	assert_int_equal(listed(&said), 1);
	is_ok(undo_last());
	assert_int_equal(listed(&all), 0);
	assert_int_equal(listed(&said), 0);
	e = record_get(desk, arena, id, &record);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_ABSENT);
}

TEST(nothing_enters_that_the_table_refuses)
{
	/* [record_act-1] */
	object_id one = member(S("Dilan")), id;

	UNUSED_STATE;
	is_refused(record_create(desk, &record_task, EDITS({"due",
		S("2026-02-30"), EDIT_SET}), &refusal, &id), ERR_USAGE,
		FAULT_DATE, "due");
	is_refused(record_create(desk, &record_task, EDITS({"effort", S("s"),
		EDIT_SET}), &refusal, &id), ERR_USAGE, FAULT_NEEDED, "title");
	is_refused(record_create(desk, &record_task, EDITS({"title", S("x"),
		EDIT_SET}, {"owner", S("K7QM-2XX"), EDIT_SET}), &refusal, &id),
		ERR_USAGE, FAULT_REF, "owner");
	is_refused(record_create(desk, &record_task, EDITS({"colour", S("red"),
		EDIT_SET}), &refusal, &id), ERR_USAGE, FAULT_UNKNOWN_FIELD,
		NULL);
	is_refused(record_create(desk, &record_responsibility, EDITS({"area",
		S("Inbox"), EDIT_SET}, {"accountable", object_text(arena, one), EDIT_SET},
		{"deputy", object_text(arena, one), EDIT_SET}), &refusal, &id), ERR_USAGE,
		FAULT_RULE, NULL);
	assert_non_null(refusal.words);
	/* a goal is no member */
	id = made(&record_goal, EDITS({"title", S("Reach more"), EDIT_SET},
		{"year", S("2027"), EDIT_SET}));
	is_refused(record_set(desk, one, EDITS(
		{"mentor", object_text(arena, id), EDIT_SET}),
		&refusal), ERR_USAGE, FAULT_REF, "mentor");
}

TEST(a_state_changes_only_by_a_step_whose_fields_are_filled)
{
	/* [type-2] */
	object_id task = made(&record_task, EDITS({"title", S("Call Hevi"),
		EDIT_SET}));
	struct record record;

	UNUSED_STATE;
	is_refused(record_step(desk, task, S("waiting"),
		(struct record_edits){0}, &refusal), ERR_REFUSED, FAULT_NEEDED,
		"waits-for");
	clock_on(1000);
	is_ok(record_step(desk, task, S("waiting"), EDITS({"waits-for",
		S("her answer"), EDIT_SET}), &refusal));
	is_refused(record_step(desk, task, S("open"), (struct record_edits){0},
		&refusal), ERR_REFUSED, FAULT_STATE, "state");
	is_refused(record_set(desk, task, EDITS({"state", S("done"), EDIT_SET}),
		&refusal), ERR_USAGE, FAULT_STATE, "state");
	record = got(task);
	is_str(record_state(&record), S("waiting"));
	is_ok(undo_last());
	record = got(task);
	is_str(record_state(&record), S("open"));
	is_str(record_value(&record, "waits-for"), S(""));
}

static str ring_of(object_id id, const struct record_type *type,
	const char *key)
{
	struct record record = {.id = id, .type = type};
	struct record_place place;

	is_ok(record_place_of(desk, &record, &place));
	return record_ring(arena, &place, record_field_find(type,
		str_of(key)));
}

TEST(what_few_may_read_is_in_their_rings_and_still_one_record)
{
	object_id request = made(&record_request, EDITS({"subject",
		S("needs a doctor"), EDIT_SET}, {"summary", S("her own words"),
		EDIT_SET}));
	object_id contact = made(&record_contact, EDITS({"name", S("Wolf"),
		EDIT_SET}, {"why-distrusted", S("sold a list"), EDIT_SET}));
	struct record record = got(request);

	UNUSED_STATE;
	is_str(record_value(&record, "summary"), S("her own words"));
	assert_true(str_starts(ring_of(request, &record_request, "summary"),
		S("case-")));
	is_str(ring_of(request, &record_request, "subject"), RING_TEAM);
	is_str(ring_of(contact, &record_contact, "why-distrusted"), RING_VAULT);
	is_str(ring_of(contact, &record_contact, "name"), RING_TEAM);
	clock_on(1000);
	is_ok(record_set(desk, request, EDITS({"summary", S(""), EDIT_SET}),
		&refusal));
	record = got(request);
	is_str(record_value(&record, "summary"), S(""));
	is_ok(undo_last());
	record = got(request);
	is_str(record_value(&record, "summary"), S("her own words"));
}

TEST(an_undo_takes_nothing_back_that_was_changed_since)
{
	object_id task = made(&record_task, EDITS({"title", S("First"),
		EDIT_SET}));
	struct view_did did;
	const err *e;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(record_set(desk, task, EDITS({"title", S("Second"), EDIT_SET}),
		&refusal));
	query_did(desk, arena, &did);
	clock_on(1000);
	is_ok(record_set(desk, task, EDITS({"title", S("Third"), EDIT_SET}),
		&refusal));
	e = act_undo(desk, did.undo);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_REFUSED);
}

TEST(a_set_is_what_its_lines_say)
{
	object_id id = made(&record_member, EDITS({"name", S("Naz"), EDIT_SET},
		{"languages", S("ckb\nkmr-Arab"), EDIT_SET}));
	struct record record = got(id);

	UNUSED_STATE;
	assert_true(record_has(&record, "languages", S("ckb")));
	assert_true(record_has(&record, "languages", S("kmr-Arab")));
	clock_on(1000);
	is_ok(record_set(desk, id, EDITS({"languages", S("ckb\nar"), EDIT_SET}),
		&refusal));
	record = got(id);
	assert_true(record_has(&record, "languages", S("ar")));
	assert_false(record_has(&record, "languages", S("kmr-Arab")));
	is_ok(undo_last());
	record = got(id);
	assert_false(record_has(&record, "languages", S("ar")));
	assert_true(record_has(&record, "languages", S("kmr-Arab")));
}

/* -- lists ---------------------------------------------------------------- */

TEST(lists_are_narrowed_by_ids_and_words_of_lists)
{
	object_id one = member(S("Berfîn"));
	struct record_filter filter = {.type = &record_request};
	struct record_rows rows;

	UNUSED_STATE;
	(void)made(&record_request, EDITS({"subject", S("shelter tonight"),
		EDIT_SET}, {"class", S("safety-now"), EDIT_SET},
		{"urgency", S("urgent"), EDIT_SET}, {"signs", S("no-shelter"),
		EDIT_SET}, {"owner", object_text(arena, one), EDIT_SET}));
	(void)made(&record_request, EDITS({"subject", S("a letter of thanks"),
		EDIT_SET}, {"class", S("thanks-story"), EDIT_SET},
		{"summary", S("words only in the summary: oleander"),
		EDIT_SET}));
	assert_int_equal(listed(&filter), 2);
	filter.by[0].key = "class";
	filter.by[0].value = S("safety-now");
	filter.by_count = 1;
	assert_int_equal(listed(&filter), 1);
	filter.by[1].key = "signs";
	filter.by[1].value = S("held");
	filter.by_count = 2;
	assert_int_equal(listed(&filter), 0);
	filter = (struct record_filter){.owner = one};
	is_ok(record_list(desk, arena, &filter, &rows));
	assert_int_equal(rows.count, 1);
	is_str(rows.at[0].title, S("shelter tonight"));
	filter = (struct record_filter){.words = S("olean")};
	is_ok(record_list(desk, arena, &filter, &rows));
	assert_int_equal(rows.count, 1);
	is_str(rows.at[0].title, S("a letter of thanks"));
	filter = (struct record_filter){.type = &record_request,
		.state = S("current")};
	assert_int_equal(listed(&filter), 2);
	filter.state = S("closed");
	assert_int_equal(listed(&filter), 0);
}

TEST(history_says_who_when_and_what)
{
	object_id task = made(&record_task, EDITS({"title", S("Old words"),
		EDIT_SET}));
	struct record_change *changes;
	size_t count;

	UNUSED_STATE;
	clock_on(5000);
	is_ok(record_set(desk, task, EDITS({"title", S("New words"), EDIT_SET}),
		&refusal));
	is_ok(record_history(desk, arena, task, &changes, &count));
	assert_int_equal(count, 3);
	is_str(changes[0].value, S("New words"));
	assert_int_equal(changes[0].ms, now);
	is_str(changes[0].dev, str_bytes(desk->fold.dev, LOG_DEVICE_HEX));
	assert_string_equal(changes[0].field->key, "title");
	assert_false(changes[0].unseen);
}

TEST(mirrored_tasks_stand_while_their_fact_does)
{
	object_id one = member(S("Gulan"));
	object_id request = made(&record_request, EDITS({"subject",
		S("needs an owner"), EDIT_SET}));
	struct record_mirrored *rows;
	size_t count, mine = 0;

	UNUSED_STATE;
	is_ok(record_mirrors(desk, arena, now + 4 * (uint64_t)HOUR_MS, &rows,
		&count));
	for (size_t i = 0; i < count; i++) {
		if (!object_eq(rows[i].row.id, request)) continue;
		assert_string_equal(rows[i].mirror->key, "owner");
		assert_int_equal(rows[i].due_ms, now + 3 * (uint64_t)HOUR_MS);
		mine++;
	}
	assert_int_equal(mine, 1);
	clock_on(1000);
	is_ok(record_set(desk, request, EDITS(
		{"owner", object_text(arena, one), EDIT_SET}),
		&refusal));
	is_ok(record_mirrors(desk, arena, UINT64_MAX >> 1, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		assert_false(object_eq(rows[i].row.id, request));
	}
}

TEST(a_batch_of_many_commits_is_undone_as_one)
{
	/* [record_act-2]: 150 records do not fit one commit of 64 bodies */
	const struct record_filter all = {.type = &record_concept};
	struct view_did did;
	object_id id;
	uint64_t before;

	UNUSED_STATE;
	clock_on(1000);
	before = log_seq(desk->log);
	is_ok(record_batch_begin(desk));
	for (size_t i = 0; i < 150; i++) {
		is_ok(record_create(desk, &record_concept, EDITS({"name",
			str_fmt(arena, "concept %03zu", i), EDIT_SET}),
			&refusal, &id));
	}
	assert_int_equal(listed(&all), 0);
	is_ok(record_batch_end(desk));
	assert_int_equal(listed(&all), 150);
	assert_int_equal(log_seq(desk->log), before + 3);
	query_did(desk, arena, &did);
	assert_int_equal(did.did, DID_RECORD_BATCH);
	is_ok(undo_last());
	assert_int_equal(listed(&all), 0);
}

/* -- how much is enough --------------------------------------------------- */

static const err *goal(str owner, str year, object_id *ret_id)
{
	clock_on(1000);
	return record_create(desk, &record_goal, EDITS({"title", S("a goal"),
		EDIT_SET}, {"year", year, EDIT_SET},
		{"owner", owner, EDIT_SET}), &refusal, ret_id);
}

TEST(three_open_goals_a_person_and_five_a_year_are_enough) /* [goal-1] */
{
	str her = object_text(arena, member(S("Berfîn")));
	str other = object_text(arena, member(S("Hêvî")));
	object_id id, first, of_her[GOALS_OF_ONE_MAX];

	UNUSED_STATE;
	for (size_t i = 0; i < GOALS_OF_ONE_MAX; i++) {
		is_ok(goal(her, i == 0 ? S("2031") : S("2030"), &of_her[i]));
	}
	is_refused(goal(her, S("2032"), &id), ERR_USAGE, FAULT_RULE, NULL);
	assert_non_null(strstr(refusal.words, "three open goals"));
	is_ok(goal(other, S("2030"), &first));
	is_refused(record_set(desk, first, EDITS({"owner", her, EDIT_SET}),
		&refusal), ERR_USAGE, FAULT_RULE, NULL);
	/* five of one year, whoever answers for them */
	is_ok(goal(S(""), S("2030"), &id));
	is_ok(goal(S(""), S("2030"), &id));
	is_refused(goal(S(""), S("2030"), &id), ERR_USAGE, FAULT_RULE, NULL);
	assert_non_null(strstr(refusal.words, "Five goals"));
	/* what makes neither more is never refused */
	is_ok(record_set(desk, of_her[1], EDITS({"why", S("because"),
		EDIT_SET}), &refusal));
	clock_on(1000);
	is_ok(record_step(desk, of_her[1], S("done"), EDITS({"now", S("1"),
		EDIT_SET}), &refusal));
	is_ok(goal(her, S("2030"), &id));
	is_refused(record_step(desk, of_her[1], S("on-track"), EDITS({"now",
		S("2"), EDIT_SET}), &refusal), ERR_USAGE, FAULT_RULE, NULL);
}

TEST(goals_of_a_table_are_counted_before_they_are_in_the_log)
{
	str her = object_text(arena, member(S("Şîlan")));
	object_id id;

	UNUSED_STATE;
	is_ok(record_batch_begin(desk));
	for (size_t i = 0; i < GOALS_OF_ONE_MAX; i++) {
		is_ok(goal(her, S("2040"), &id));
	}
	is_refused(goal(her, S("2040"), &id), ERR_USAGE, FAULT_RULE, NULL);
	record_batch_drop(desk);
}

static const struct workload_row *load_of(const struct workload *load,
	object_id owner)
{
	for (size_t i = 0; i < load->count; i++) {
		if (object_eq(load->at[i].owner, owner)) return &load->at[i];
	}
	return NULL;
}

TEST(who_carries_what_is_counted_and_what_nobody_carries_too) /* [workload-1] */
{
	object_id her = member(S("Nûjîn")), task;
	object_id nobody = {{0}};
	const struct workload_row *row;
	struct workload load;
	uint64_t none = 0, day = UINT64_C(86400000);

	UNUSED_STATE;
	is_ok(workload_find(desk, arena, now, now - now % day, &load));
	if (load_of(&load, nobody) != NULL) {
		none = load_of(&load, nobody)->requests;
	}
	(void)made(&record_request, EDITS({"subject", S("held"), EDIT_SET},
		{"urgency", S("immediate"), EDIT_SET},
		{"owner", object_text(arena, her), EDIT_SET}));
	(void)made(&record_request, EDITS({"subject", S("papers"), EDIT_SET},
		{"urgency", S("none"), EDIT_SET},
		{"owner", object_text(arena, her), EDIT_SET}));
	(void)made(&record_request, EDITS({"subject", S("a bed"), EDIT_SET}));
	task = made(&record_task, EDITS({"title", S("call"), EDIT_SET},
		{"owner", object_text(arena, her), EDIT_SET},
		{"due", S("2024"), EDIT_SET}));
	clock_on(3 * HOUR_MS);
	is_ok(workload_find(desk, arena, now, now - now % day, &load));
	row = load_of(&load, her);
	assert_non_null(row);
	assert_int_equal(row->requests, 2);
	assert_int_equal(row->clocks, 1);
	assert_int_equal(row->tasks, 1);
	assert_int_equal(row->late, 2); /* the answer and the task */
	assert_int_equal(load_of(&load, nobody)->requests, none + 1);
	is_ok(record_step(desk, task, S("done"), EDITS({"note", S("rang"),
		EDIT_SET}), &refusal));
	is_ok(workload_find(desk, arena, now, now - now % day, &load));
	assert_int_equal(load_of(&load, her)->tasks, 0);
	assert_int_equal(load_of(&load, her)->late, 1);
}

TEST(the_member_of_this_desk_and_three_things_of_a_day)
{
	object_id me, chosen[RECORD_CHOSEN_MAX], one = member(S("Zîn"));
	object_id task = made(&record_task, EDITS({"title", S("Rest"),
		EDIT_SET}));
	size_t count;

	UNUSED_STATE;
	is_ok(record_me(desk, one));
	is_ok(record_me_get(desk, &me));
	assert_true(object_eq(me, one));
	is_ok(record_choose(desk, S("2026-11-25"), &task, 1));
	is_ok(record_chosen(desk, S("2026-11-25"), chosen, &count));
	assert_int_equal(count, 1);
	assert_true(object_eq(chosen[0], task));
	is_ok(record_chosen(desk, S("2026-11-26"), chosen, &count));
	assert_int_equal(count, 0);
}

/* -- folding -------------------------------------------------------------- */

static void dump_sql(struct buf *out, const char *sql, int columns)
{
	struct query *ask;
	bool row;

	is_ok(query_open(desk->projection.db, &ask, sql));
	query_bind(ask, "");
	for (;;) {
		is_ok(query_step(ask, &row));
		if (!row) break;
		for (int i = 0; i < columns; i++) {
			str bytes = query_bytes(ask, i);

			buf_hex(out, bytes.at, bytes.len);
			buf_byte(out, ' ');
		}
		buf_byte(out, '\n');
	}
	query_close(&ask);
}

static void dump(struct buf *out)
{
	dump_sql(out, "SELECT id, type, state, closed, title, owner, due, made,"
		" changed, unsettled, ref FROM record ORDER BY id", 11);
	dump_sql(out, "SELECT object, field, value FROM facet"
		" ORDER BY object, field, value", 3);
	dump_sql(out, "SELECT object, field, value, dev, seq FROM rival"
		" ORDER BY object, field, dev, seq, body, idx", 5);
	dump_sql(out, "SELECT object, field, value, ms, dev, seq FROM change"
		" ORDER BY object, ms, count, dev, seq, body, idx", 6);
	dump_sql(out, "SELECT object, rule, due FROM mirror"
		" ORDER BY object, rule", 3);
	dump_sql(out, "SELECT r.id, s.title, s.words FROM said s JOIN record r"
		" ON r.number = s.rowid ORDER BY r.id", 3);
}

TEST(folding_records_at_once_gives_what_folding_one_by_one_gave)
{
	/* [record_query-1] */
	UNUSED_STATE;
	desk_folds_alike(dump);
}

/* -- another desk, which knows nothing of us ------------------------------- */

#define THEIRS S("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")

static bool settled; /* we have seen what they said */

static bool saw(void *owner, str dev, uint64_t seq, str other,
	uint64_t other_seq)
{
	(void)owner;
	(void)seq;
	(void)other;
	(void)other_seq;
	return settled && !str_eq(dev, THEIRS);
}

/* What they said, as if it came by the line. */
static void they_set(object_id id, str field, str value)
{
	static uint64_t seq;
	struct log_op op = {.dev = THEIRS, .seq = ++seq,
		.hlc = {now + 1, 0}, .rank = {now + 1, 0},
		.ring = S("team"), .unit = id, .op = {.kind = OP_SET,
		.object = id, .field = field, .value = value}};

	desk->fold.saw = saw;
	settled = false;
	is_ok(fold_op(&desk->fold, &op));
	is_ok(fold_finish(&desk->fold));
}

TEST(both_stand_until_a_member_settles_and_that_is_undone_like_any_act)
{
	object_id task = made(&record_task, EDITS({"title", S("Meet"), EDIT_SET},
		{"due", S("2026-12-01"), EDIT_SET}));
	const struct record_filter filter = {.unsettled = true};
	struct record record;
	uint64_t count = 7;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(record_set(desk, task, EDITS({"due", S("2026-12-24"), EDIT_SET}),
		&refusal));
	they_set(task, S("due"), S("2026-12-10"));
	is_ok(record_unsettled_count(desk, &count));
	assert_int_equal(count, 1);
	assert_int_equal(listed(&filter), 1);
	record = got(task);
	is_str(record_value(&record, "due"), S("2026-12-10"));
	settled = true;
	clock_on(1000);
	is_refused(record_settle(desk, task, S("due"), S("some day"), &refusal),
		ERR_USAGE, FAULT_DATE, "due");
	is_ok(record_settle(desk, task, S("due"), S("2026-12-24"), &refusal));
	record = got(task);
	is_str(record_value(&record, "due"), S("2026-12-24"));
	assert_int_equal(listed(&filter), 0);
	is_ok(undo_last());
	record = got(task);
	is_str(record_value(&record, "due"), S("2026-12-10"));
}

TEST(settling_gives_no_state_that_nobody_said)
{
	object_id task = made(&record_task, EDITS({"title", S("Mend it"),
		EDIT_SET}));
	struct record record;

	UNUSED_STATE;
	is_refused(record_settle(desk, task, S("state"), S("done"), &refusal),
		ERR_REFUSED, FAULT_STATE, "state");
	clock_on(1000);
	is_ok(record_step(desk, task, S("doing"), EDITS(
		{"note", S(""), EDIT_SET}), &refusal));
	they_set(task, S("state"), S("waiting"));
	settled = true;
	clock_on(1000);
	is_refused(record_settle(desk, task, S("state"), S("done"), &refusal),
		ERR_REFUSED, FAULT_STATE, "state");
	is_ok(record_settle(desk, task, S("state"), S("doing"), &refusal));
	record = got(task);
	is_str(record_state(&record), S("doing"));
}

TEST(an_undo_that_another_desk_overtook_is_offered_no_more) /* [act-1] */
{
	object_id task = made(&record_task, EDITS({"title", S("Ring"), EDIT_SET}));
	struct view_did did;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(record_set(desk, task, EDITS({"title", S("Ring her"), EDIT_SET}),
		&refusal));
	they_set(task, S("title"), S("Write to her"));
	refusal = (struct record_refusal){.fault = FAULT_NONE};
	is_refused(undo_last(), ERR_REFUSED, FAULT_NONE, NULL);
	query_did(desk, arena, &did);
	assert_int_equal(did.undo.len, 0);
	assert_int_equal(did.did, DID_NOTHING);
}

TEST(steps_that_do_not_follow_stand_in_the_history)
{
	object_id task = made(&record_task, EDITS({"title", S("Paint"),
		EDIT_SET}));
	struct record_change *changes;
	struct record record;
	size_t count;

	UNUSED_STATE;
	clock_on(1000);
	settled = true;
	is_ok(record_step(desk, task, S("done"), (struct record_edits){0},
		&refusal));
	they_set(task, S("state"), S("dropped"));
	is_ok(record_history(desk, arena, task, &changes, &count));
	is_str(changes[0].value, S("dropped"));
	assert_true(changes[0].unseen && changes[0].no_step);
	record = got(task);
	is_str(record_state(&record), S("done"));
	settled = true;
	clock_on(1000);
	is_ok(record_settle(desk, task, S("state"), S("dropped"), &refusal));
	record = got(task);
	is_str(record_state(&record), S("dropped"));
}

TEST(no_file_of_the_desk_holds_a_word_of_a_record)
{
	/* [desk-1] */
	static const char *const files[] = {"desk/log.pack", "desk/snapshot.1",
		"desk/snapshot.2"};
	const struct record_filter planted = {.words = S("asphodelword")};
	struct buf bytes = buf_cap(64 << 20);
	size_t looked = 0;

	UNUSED_STATE;
	(void)made(&record_task, EDITS({"title", S("asphodelword"), EDIT_SET}));
	desk_close(&desk); /* a snapshot is kept */
	for (size_t i = 0; i < NELEM(files); i++) {
		if (!file_exists(in_dir(files[i]))) continue;
		buf_reset(&bytes);
		is_ok(file_read(in_dir(files[i]), 32 << 20, &bytes));
		assert_true(bytes.len > 1000);
		assert_int_equal(str_find(buf_str(&bytes), S("asphodelword")),
			SIZE_MAX);
		looked++;
	}
	assert_true(looked >= 2);
	buf_close(&bytes);
	is_ok(open_again());
	assert_int_equal(listed(&planted), 1);
}

static int setup(void **state)
{
	(void)state;
	return desk_begin(START_HOUR);
}

static int teardown(void **state)
{
	(void)state;
	return desk_end();
}

TEST(what_was_written_by_a_clock_two_weeks_ahead_is_changed_by_what_follows)
{
	/* [log-11] a desk alone, whose clock was set right afterwards */
	object_id task;

	UNUSED_STATE;
	clock_on(14ull * 24 * HOUR_MS);
	task = made(&record_task, EDITS({"title", S("Print"), EDIT_SET}));
	clock_on(-14ull * 24 * HOUR_MS);
	is_ok(record_set(desk, task, EDITS({"title", S("Print all"), EDIT_SET}),
		&refusal));
	for (int i = 0; i < 2; i++) {
		struct record record = got(task);

		is_str(record_title(&record), S("Print all"));
		is_ok(open_again());
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_record_is_made_read_changed_and_undone),
		CASE(a_new_record_that_is_undone_is_gone_from_every_list),
		CASE(nothing_enters_that_the_table_refuses),
		CASE(a_state_changes_only_by_a_step_whose_fields_are_filled),
		CASE(an_undo_takes_nothing_back_that_was_changed_since),
		CASE(a_set_is_what_its_lines_say),
		CASE(lists_are_narrowed_by_ids_and_words_of_lists),
		CASE(what_few_may_read_is_in_their_rings_and_still_one_record),
		CASE(history_says_who_when_and_what),
		CASE(mirrored_tasks_stand_while_their_fact_does),
		CASE(a_batch_of_many_commits_is_undone_as_one),
		CASE(three_open_goals_a_person_and_five_a_year_are_enough),
		CASE(goals_of_a_table_are_counted_before_they_are_in_the_log),
		CASE(who_carries_what_is_counted_and_what_nobody_carries_too),
		CASE(the_member_of_this_desk_and_three_things_of_a_day),
		CASE(no_file_of_the_desk_holds_a_word_of_a_record),
		CASE(folding_records_at_once_gives_what_folding_one_by_one_gave),
		/* these two fold what is in no log */
		CASE(both_stand_until_a_member_settles_and_that_is_undone_like_any_act),
		CASE(settling_gives_no_state_that_nobody_said),
		CASE(an_undo_that_another_desk_overtook_is_offered_no_more),
		CASE(steps_that_do_not_follow_stand_in_the_history),
		CASE(what_was_written_by_a_clock_two_weeks_ahead_is_changed_by_what_follows),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
