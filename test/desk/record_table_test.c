/* Tests of tables of records in and out: trying changes nothing, refused rows
 * are named, what was taken in is undone as one, what may not leave does not.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk_lib.h"

#include "desk/record_table.h"
#include "os/file.h"
#include "seal/minisign.h"
#include "text/json_rows.h"

enum { START_HOUR = 490000 };

static struct table_report report;

static uint64_t count_of(const struct record_type *type)
{
	uint64_t count = 0;

	is_ok(record_count(desk, type, &count));
	return count;
}

static void take_in(const struct record_type *type, str table)
{
	clock_on(1000);
	is_ok(record_table_in(desk, type, table, true, &report));
	assert_null(report.broken);
}

static const err *undo_last(void)
{
	struct view_did did;

	query_did(desk, arena, &did);
	clock_on(1000);
	return act_undo(desk, did.undo);
}

static struct record_rows listed(const struct record_type *type)
{
	const struct record_filter filter = {.type = type};
	struct record_rows rows;

	is_ok(record_list(desk, arena, &filter, &rows));
	return rows;
}

static str written(const struct record_type *type, enum table_as as)
{
	const struct record_filter filter = {.type = type};
	struct buf out = buf_cap(16 << 20);
	str text;

	is_ok(record_table_out(desk, &filter, as, &out));
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

TEST(trying_changes_nothing_and_says_what_taking_in_does)
{
	/* [record_table-1] [record_table-2] */
	const str table = S("name,kind,languages\nNarin,lawyer,ckb;ar\n"
		"Zerya,wizard,\n,shelter,\n\"Soran\nسۆران\",journalist,kmr\n"
		"too,press,ar,many\n");
	uint64_t seq = log_seq(desk->log);
	struct table_report tried;

	UNUSED_STATE;
	is_ok(record_table_in(desk, &record_contact, table, false, &report));
	assert_null(report.broken);
	assert_int_equal(report.fresh, 2);
	assert_int_equal(report.refused, 3);
	assert_int_equal(report.refusals[0].line, 3);
	assert_string_equal(report.refusals[0].field->key, "kind");
	assert_int_equal(report.refusals[1].line, 4);
	assert_string_equal(report.refusals[1].field->key, "name");
	assert_int_equal(report.refusals[2].line, 7);
	assert_int_equal(log_seq(desk->log), seq);
	assert_int_equal(count_of(&record_contact), 0);
	tried = report;
	take_in(&record_contact, table);
	assert_int_equal(report.fresh, tried.fresh);
	assert_int_equal(report.refused, tried.refused);
	assert_int_equal(count_of(&record_contact), 2);
	is_ok(undo_last());
	assert_int_equal(count_of(&record_contact), 0);
}

TEST(what_leaves_as_a_table_comes_back_as_the_same)
{
	static const enum table_as ways[] = {TABLE_CSV, TABLE_JSON};

	UNUSED_STATE;
	take_in(&record_contact, S("name,kind,languages,reach,place,state\n"
		"\"Narin, \"\"N\"\"\",lawyer,ckb;ar,\"one\ntwo; three\","
		"IQ-AR district country Ankawa,quiet\n"
		"=cmd,journalist,,,,\n"));
	assert_int_equal(report.fresh, 2);
	for (size_t i = 0; i < NELEM(ways); i++) {
		str table = written(&record_contact, ways[i]);

		clock_on(1000);
		is_ok(record_table_in(desk, &record_contact, table, false,
			&report));
		assert_null(report.broken);
		assert_int_equal(report.refused, 0);
		assert_int_equal(report.same, 2);
		/* into a desk that has none of them: the same table again */
		is_ok(undo_last());
		take_in(&record_contact, table);
		assert_int_equal(report.fresh, 2);
		is_str(written(&record_contact, ways[i]), table);
	}
	is_ok(undo_last());
}

TEST(a_row_with_an_id_changes_that_record_only)
{
	struct record_rows rows;
	struct record record;
	str id, table;

	UNUSED_STATE;
	take_in(&record_task, S("title,effort\nfirst,s\nsecond,m\n"));
	rows = listed(&record_task);
	assert_int_equal(rows.count, 2);
	id = object_text(arena, rows.at[0].id);
	table = str_fmt(arena, "id,title,state\n%.*s,changed,doing\n"
		"%.*s,twice,\n", S_ARG(id), S_ARG(id));
	take_in(&record_task, table);
	assert_int_equal(report.changed, 2);
	is_ok(record_get(desk, arena, rows.at[0].id, &record));
	is_str(record_title(&record), S("twice"));
	is_str(record_state(&record), S("doing"));
	is_str(record_value(&record, "effort"), S("s"));
	is_ok(undo_last());
	is_ok(record_get(desk, arena, rows.at[0].id, &record));
	is_str(record_title(&record), S("first"));
	is_str(record_state(&record), S("open"));
	/* no step leads there from here */
	clock_on(1000);
	is_ok(record_table_in(desk, &record_task, str_fmt(arena,
		"[{\"id\":\"%.*s\",\"state\":\"dropped\"}]", S_ARG(id)), true,
		&report));
	assert_int_equal(report.refused, 1);
	/* the id of something else */
	is_ok(record_table_in(desk, &record_goal, str_fmt(arena,
		"id,title,year\n%.*s,x,2026\n", S_ARG(id)), true, &report));
	assert_int_equal(report.refused, 1);
	assert_int_equal(count_of(&record_goal), 0);
}

TEST(rows_that_point_to_each_other_come_in_together_or_not_at_all)
{
	/* [record_table-1] [record_table-2] */
	const str one = S("00000000000000000000000000000a01");
	const str two = S("00000000000000000000000000000a02");
	const str three = S("00000000000000000000000000000a03");
	struct record record;
	object_id id;
	str table = str_fmt(arena, "id,name,mentor\n%.*s,Narin,%.*s\n"
		"%.*s,Zerya,%.*s\n", S_ARG(one), S_ARG(two), S_ARG(two),
		S_ARG(one));

	UNUSED_STATE;
	take_in(&record_member, table);
	assert_int_equal(report.fresh, 2);
	assert_int_equal(report.refused, 0);
	assert_true(object_read(one, &id));
	is_ok(record_get(desk, arena, id, &record));
	is_str(record_value(&record, "mentor"), two);
	clock_on(1000);
	is_ok(record_table_in(desk, &record_member, table, false, &report));
	assert_int_equal(report.same, 2);
	is_ok(undo_last());
	/* the last has no name: who counts on it, and who counts on her, stay out */
	table = str_fmt(arena, "id,name,mentor,state\n%.*s,Narin,%.*s,\n"
		"%.*s,Zerya,%.*s,\n,Soran,,\n%.*s,,,\n", S_ARG(one),
		S_ARG(two), S_ARG(two), S_ARG(three), S_ARG(three));
	take_in(&record_member, table);
	assert_int_equal(report.fresh, 1);
	assert_int_equal(report.refused, 3);
	assert_int_equal(report.refusals[0].line, 2);
	assert_string_equal(report.refusals[0].field->key, "mentor");
	assert_int_equal(count_of(&record_member), 1);
	is_ok(undo_last());
}

TEST(what_is_no_table_is_refused_whole)
{
	static const char *const broken[] = {"", "title,colour\nx,red\n",
		"title,title\nx,y\n", "[", "{\"title\":\"x\"}",
		"[{\"a\":1,\"a\":2}]"};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(broken); i++) {
		is_ok(record_table_in(desk, &record_task, str_of(broken[i]),
			true, &report));
		assert_non_null(report.broken);
		assert_null(desk->batch);
	}
	is_ok(record_table_in(desk, &record_task,
		S("[{\"title\":\"x\",\"colour\":\"red\"}, {\"title\":\"y\"}, 1,"
		"{\"title\":1.5}]"), false, &report));
	assert_null(report.broken);
	assert_int_equal(report.fresh, 1);
	assert_int_equal(report.refused, 3);
	assert_int_equal(report.refusals[0].line, 1);
	assert_int_equal(report.refusals[1].line, 3);
	assert_int_equal(report.refusals[2].line, 4);
}

TEST(what_may_not_leave_is_in_no_table)
{
	/* [record_table-3] */
	str csv, json;

	UNUSED_STATE;
	take_in(&record_member, S("name,if-taken,languages\n"
		"Hawthornname,tell Juniperkin,ckb\n"));
	take_in(&record_request, S("subject,summary,language\n"
		"needs shelter,Tamariskwords,ckb\n"));
	assert_int_equal(report.fresh, 1);
	csv = written(&record_member, TABLE_CSV);
	json = written(&record_member, TABLE_JSON);
	assert_int_equal(str_find(csv, S("Hawthorn")), SIZE_MAX);
	assert_int_equal(str_find(json, S("Hawthorn")), SIZE_MAX);
	assert_int_equal(str_find(json, S("Juniper")), SIZE_MAX);
	csv = written(&record_request, TABLE_CSV);
	json = written(&record_request, TABLE_JSON);
	assert_int_not_equal(str_find(csv, S("needs shelter")), SIZE_MAX);
	assert_int_equal(str_find(csv, S("Tamarisk")), SIZE_MAX);
	assert_int_equal(str_find(json, S("Tamarisk")), SIZE_MAX);
}

TEST(a_long_table_is_one_act)
{
	struct buf table = buf_cap(4 << 20);

	UNUSED_STATE;
	buf_text(&table, "name,subject\n");
	for (int i = 0; i < 700; i++) {
		buf_fmt(&table, "concept %d,%s\n", i, i % 2 ? "law" : "health");
	}
	take_in(&record_concept, buf_str(&table));
	assert_int_equal(report.fresh, 700);
	assert_int_equal(count_of(&record_concept), 700);
	is_ok(undo_last());
	assert_int_equal(count_of(&record_concept), 0);
	buf_close(&table);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(trying_changes_nothing_and_says_what_taking_in_does),
		CASE(what_leaves_as_a_table_comes_back_as_the_same),
		CASE(a_row_with_an_id_changes_that_record_only),
		CASE(rows_that_point_to_each_other_come_in_together_or_not_at_all),
		CASE(what_is_no_table_is_refused_whole),
		CASE(what_may_not_leave_is_in_no_table),
		CASE(a_long_table_is_one_act),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
