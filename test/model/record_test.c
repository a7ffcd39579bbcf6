/* Tests of what may stand in a field, kind by kind: read, written in one form,
 * read again; refused with a reason. And of the tables of types.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "model/instant.h"
#include "model/locality.h"
#include "model/money.h"
#include "model/pdate.h"
#include "model/record_type.h"
#include "model/ref_code.h"

static const struct record_choice colours[] = {
	{"red", "red"}, {"green", "green"}, {NULL, NULL}};

static struct record_field field_of(enum record_kind kind)
{
	return (struct record_field){.key = "x", .label = "x", .kind = kind,
		.choices = colours};
}

/* What is typed, and the one form it is kept in; NULL: refused. */
static const struct { enum record_kind kind; const char *typed, *kept; }
	values[] = {
	{KIND_LINE, "  two  words ", "two  words"},
	{KIND_LINE, "one\r\ntwo", "one two"},
	{KIND_LINE, "a\xff", NULL},
	{KIND_TEXT, "one\r\n two ", "one\n two "},
	{KIND_TEXT, "می‌روم", "می‌روم"}, /* the joiner is meaning [record-3] */
	{KIND_TEXT, "  \n ", ""},
	{KIND_NAME, " Rojîn \n\n روژین ", "Rojîn\nروژین"},
	{KIND_NAME, "a\nb\nc", NULL},
	{KIND_DATE, "2019", "2019"},
	{KIND_DATE, "2019-XX", "2019"},
	{KIND_DATE, "2019-04-XX", "2019-04"},
	{KIND_DATE, "2019-04~", "2019-04~"},
	{KIND_DATE, "../2019-04-03", "../2019-04-03"},
	{KIND_DATE, "2019/..", "2019/.."},
	{KIND_DATE, "XXXX", "XXXX"},
	{KIND_DATE, "XXXX hijri after the feast", "XXXX hijri after the feast"},
	{KIND_DATE, "2019-08~ kurdish", "2019-08~ kurdish"},
	{KIND_DATE, "1.2.2026", "2026-02-01"},
	{KIND_DATE, "٢٥/١١/٢٠٢٦", "2026-11-25"},
	{KIND_DATE, "۱۱.۲۰۲۶", "2026-11"},
	{KIND_DATE, "29.2.2024", "2024-02-29"},
	{KIND_DATE, "29.2.2026", NULL},
	{KIND_DATE, "2026-13", NULL},
	{KIND_DATE, "2026-00-01", NULL},
	{KIND_DATE, "0000", NULL},
	{KIND_DATE, "../2019/..", NULL},
	{KIND_DATE, "2019~~", NULL},
	{KIND_DATE, "2019 martian", NULL},
	{KIND_DATE, "tomorrow", NULL},
	{KIND_INSTANT, "2026-11-25T18:59Z +03:00 sender",
		"2026-11-25T18:59Z +03:00 sender"},
	{KIND_INSTANT, "2026-11-25T21:59+03:00",
		"2026-11-25T18:59Z +03:00 member"},
	{KIND_INSTANT, "2026-11-25T18:59", "2026-11-25T18:59Z +00:00 member"},
	{KIND_INSTANT, "1970-01-01T01:00+02:00", NULL},
	{KIND_INSTANT, "2026-11-25T24:00", NULL},
	{KIND_INSTANT, "2026-11-25T18:59Z +03:00 angel", NULL},
	{KIND_INSTANT, "2026-11T18:59", NULL},
	{KIND_PLACE, "Ankawa", "- settlement nothing Ankawa"},
	{KIND_PLACE, "IQ-AR district country Ankawa",
		"IQ-AR district country Ankawa"},
	{KIND_PLACE, "IQ country nothing", "IQ country nothing"},
	{KIND_LANG, "CKB-arab-iq Silêmanî", "ckb-Arab-IQ Silêmanî"},
	{KIND_LANG, "kmr", "kmr"},
	{KIND_LANG, "kurdish", NULL},
	{KIND_LANG, "ckb--x", NULL},
	{KIND_MONEY, "25000 IQD", "25000.000 IQD"},
	{KIND_MONEY, "IQD 12.5", "12.500 IQD"},
	{KIND_MONEY, "١٢٠.٥٠ EUR", "120.50 EUR"},
	{KIND_MONEY, "900 JPY", "900 JPY"},
	{KIND_MONEY, "9.5 JPY", NULL},
	{KIND_MONEY, "25,000 IQD", NULL},
	{KIND_MONEY, "1.0001 IQD", NULL},
	{KIND_MONEY, "-3 EUR", NULL},
	{KIND_MONEY, "12. EUR", NULL},
	{KIND_MONEY, "99999999999999999999 EUR", NULL},
	{KIND_NUMBER, "١٢", "12"},
	{KIND_NUMBER, "007", NULL},
	{KIND_NUMBER, "1.5", NULL},
	{KIND_YES, "Yes", "yes"},
	{KIND_YES, "unknown", "unknown"},
	{KIND_YES, "maybe", NULL},
	{KIND_CHOICE, "red", "red"},
	{KIND_CHOICE, "blue", NULL},
	{KIND_CHOICES, "green", "green"},
	{KIND_REF, "00112233445566778899aabbccddeeff",
		"00112233445566778899aabbccddeeff"},
	{KIND_REF, "00112233", NULL},
};

TEST(a_value_has_one_form_and_is_read_again_as_itself)
{
	/* [record-1] [record-2] [record-3] */
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(values); i++) {
		struct record_field field = field_of(values[i].kind);
		str kept = S("untouched"), again;
		enum record_fault fault = record_read(arena, &field,
			str_of(values[i].typed), &kept);

		if (values[i].kept == NULL) {
			if (fault == FAULT_NONE) {
				(void)fprintf(stderr, "took: %s\n",
					values[i].typed);
			}
			assert_int_not_equal(fault, FAULT_NONE);
			assert_true(record_fault_words(fault)[0] != '\0');
			is_str(kept, S("untouched"));
			continue;
		}
		assert_int_equal(fault, FAULT_NONE);
		is_str(kept, str_of(values[i].kept));
		assert_int_equal(record_read(arena, &field, kept, &again),
			FAULT_NONE);
		is_str(again, kept);
	}
}

TEST(a_place_is_never_published_finer_than_it_is_known)
{
	/* [locality-1] */
	struct locality place = {.code = S("IQ"), .known = LOCALITY_DISTRICT,
		.publish = LOCALITY_SETTLEMENT, .words = S("Ankawa")};
	struct buf out = {0};

	UNUSED_STATE;
	assert_false(locality_write(&place, &out));
	assert_false(locality_read(S("IQ district settlement Ankawa"), &place));
	assert_false(locality_read(S("IQ nothing nothing Ankawa"), &place));
	assert_false(locality_read(S("iq district country x"), &place));
	assert_false(locality_read(S("- country nothing"), &place));
	place.publish = LOCALITY_COUNTRY;
	place.known = LOCALITY_DISTRICT;
	place.code = S("IQ");
	place.words = S("Ankawa");
	assert_true(locality_write(&place, &out));
	is_str(buf_str(&out), S("IQ district country Ankawa"));
	buf_close(&out);
}

TEST(dates_are_told_apart_only_where_they_cannot_be_the_same)
{
	/* [pdate-1] */
	static const struct { const char *a, *b; int order; } cases[] = {
		{"2019", "2020", -1}, {"2020-01-01", "2019", 1},
		{"2019", "2019-04", 0}, {"2019-04", "2019-05", -1},
		{"2019-04~", "2019-05-02", 0}, {"../2019", "2020", -1},
		{"../2019", "2018", 0}, {"2019/..", "2018-12-31", 1},
		{"XXXX", "2019", 0}, {"2019-04-12", "2019-04-12", 0},
	};
	struct pdate a, b;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		assert_true(pdate_read(str_of(cases[i].a), &a));
		assert_true(pdate_read(str_of(cases[i].b), &b));
		assert_int_equal(pdate_compare(&a, &b), cases[i].order);
		assert_int_equal(pdate_compare(&b, &a), -cases[i].order);
	}
}

TEST(days_are_counted_as_the_calendar_counts_them)
{
	UNUSED_STATE;
	assert_int_equal(pdate_day_number(1970, 1, 1), 0);
	assert_int_equal(pdate_day_number(1969, 12, 31), -1);
	assert_int_equal(pdate_day_number(2000, 2, 29), 11016);
	assert_int_equal(pdate_day_number(2026, 11, 25), 20782);
	assert_int_equal(pdate_day_number(1600, 3, 1), -135080);
}

TEST(a_date_is_due_on_the_last_day_it_can_mean)
{
	uint64_t due = 7;

	UNUSED_STATE;
	assert_true(record_due_ms(S("2026-11"), &due));
	assert_int_equal(due, (uint64_t)pdate_day_number(2026, 11, 30) *
		RECORD_DAY_MS);
	assert_false(record_due_ms(S("2026/.."), &due));
	assert_false(record_due_ms(S("XXXX"), &due));
	assert_false(record_due_ms(S("1950"), &due));
}

/* -- short names ---------------------------------------------------------- */

TEST(a_slip_of_one_sign_or_two_changed_about_is_noticed)
{
	/* [ref-1] */
	static const char signs[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	object_id id = {{0}};
	char ref[REF_TEXT], read[REF_TEXT], typed[REF_TEXT];

	UNUSED_STATE;
	for (size_t n = 0; n < 200; n++) {
		for (size_t i = 0; i < OBJECT_BYTES; i++) {
			id.bytes[i] = (unsigned char)(n * 37 + i * 101);
		}
		ref_code_write(id, ref);
		assert_true(ref_code_read(str_bytes(ref, REF_TEXT), read));
		assert_memory_equal(ref, read, REF_TEXT);
		for (size_t i = 0; i < REF_TEXT; i++) {
			for (size_t k = 0; ref[i] != '-' && signs[k] != 0; k++) {
				memcpy(typed, ref, REF_TEXT);
				typed[i] = signs[k];
				assert_int_equal(ref_code_read(str_bytes(typed,
					REF_TEXT), read), signs[k] == ref[i]);
			}
			if (i == 0 || ref[i] == '-') continue;
			memcpy(typed, ref, REF_TEXT);
			typed[i] = ref[i - 1 - (ref[i - 1] == '-')];
			typed[i - 1 - (ref[i - 1] == '-')] = ref[i];
			assert_int_equal(ref_code_read(str_bytes(typed,
				REF_TEXT), read), typed[i] == ref[i]);
		}
	}
}

TEST(a_short_name_may_be_typed_small_and_without_the_dash)
{
	object_id id = {{1, 2, 3, 4, 5, 6, 7, 8}};
	char ref[REF_TEXT], read[REF_TEXT], small[REF_TEXT];
	size_t len = 0;

	UNUSED_STATE;
	ref_code_write(id, ref);
	for (size_t i = 0; i < REF_TEXT; i++) {
		char c = ref[i];

		if (c == '-') continue;
		small[len++] = c >= 'A' ? (char)(c - 'A' + 'a') : c;
	}
	assert_true(ref_code_read(str_bytes(small, len), read));
	assert_memory_equal(ref, read, REF_TEXT);
	assert_false(ref_code_read(S(""), read));
	assert_false(ref_code_read(S("K7QM-2XD-"), read) &&
		ref_code_read(S("K7QM2XDK"), read));
}

/* -- the tables ----------------------------------------------------------- */

static bool key_is_right(const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < len; i++) {
		bool letter = key[i] >= 'a' && key[i] <= 'z';

		if (!letter && !(i > 0 && key[i] == '-')) return false;
	}
	return len > 0 && len < 40;
}

static void fields_check(const struct record_type *type)
{
	size_t titles = 0, owners = 0, dues = 0;

	for (size_t i = 0; i < type->field_count; i++) {
		const struct record_field *f = &type->fields[i];
		bool ref = f->kind == KIND_REF || f->kind == KIND_REFS;
		bool listed = f->kind == KIND_CHOICE || f->kind == KIND_CHOICES;

		assert_true(key_is_right(f->key));
		assert_string_not_equal(f->key, "state");
		assert_string_not_equal(f->key, "type");
		assert_string_not_equal(f->key, "into");
		assert_ptr_equal(record_field_find(type, str_of(f->key)), f);
		assert_true(f->label[0] != '\0');
		assert_int_equal(ref, f->to != NULL);
		if (ref) assert_non_null(record_type_find(str_of(f->to)));
		assert_int_equal(listed, f->choices != NULL);
		/* a set keeps what one of two keeps, others choose a rule */
		assert_int_equal(record_kind_is_set(f->kind),
			f->merge == MERGE_KEEP);
		/* what few may read never leaves in a table */
		if (f->class == CLASS_CASE || f->class == CLASS_SEALED) {
			assert_int_equal(f->export, EXPORT_NO);
			/* in the ring of messages, and no register of theirs */
			assert_string_not_equal(f->key, "name");
			assert_string_not_equal(f->key, "opened");
			assert_string_not_equal(f->key, "gone");
			assert_string_not_equal(f->key, "item");
		}
		titles += (f->flags & FIELD_TITLE) != 0;
		owners += (f->flags & FIELD_OWNER) != 0;
		dues += (f->flags & FIELD_DUE) != 0;
	}
	assert_int_equal(titles, 1);
	assert_true(owners <= 1 && dues <= 1);
}

/* Every state can be reached from the first. */
static void states_check(const struct record_type *type)
{
	bool reached[32] = {true};

	assert_true(type->state_count > 0 && type->state_count <= 32);
	for (size_t round = 0; round < type->state_count; round++) {
		for (size_t i = 0; i < type->step_count; i++) {
			const struct record_state_row *from =
				record_state_find(type,
					str_of(type->steps[i].from));
			const struct record_state_row *to =
				record_state_find(type,
					str_of(type->steps[i].to));

			assert_non_null(from);
			assert_non_null(to);
			assert_ptr_not_equal(from, to);
			if (reached[from - type->states]) {
				reached[to - type->states] = true;
			}
		}
	}
	for (size_t i = 0; i < type->state_count; i++) assert_true(reached[i]);
}

TEST(every_type_has_a_title_and_states_that_can_all_be_reached)
{
	/* [type-1] */
	UNUSED_STATE;
	assert_true(record_type_count >= 8);
	for (size_t i = 0; i < record_type_count; i++) {
		const struct record_type *type = record_types[i];
		struct record empty = {.type = type};

		assert_true(key_is_right(type->key));
		assert_ptr_equal(record_type_find(str_of(type->key)), type);
		fields_check(type);
		states_check(type);
		/* asks only for fields that are there, or must() ends it */
		for (size_t k = 0; k < type->step_count; k++) {
			(void)record_step_lacks(&empty, &type->steps[k]);
		}
		for (size_t k = 0; k < type->mirror_count; k++) {
			uint64_t due;

			(void)type->mirrors[k].stands(&empty, &due);
		}
	}
}

/* -- rules of a request --------------------------------------------------- */

/* A record with these values, key and value in turn. */
static struct record record_of(const struct record_type *type,
	const char *const *pairs, size_t count)
{
	struct record_got *got = ARENA_ARRAY(arena, struct record_got, count);
	struct record record = {.type = type, .got = got,
		.got_count = count / 2, .made_ms = 1000000000};

	for (size_t i = 0; i < count / 2; i++) {
		got[i].field = record_field_find(type, str_of(pairs[2 * i]));
		got[i].value = str_of(pairs[2 * i + 1]);
		assert_non_null(got[i].field);
	}
	return record;
}

#define REQUEST(...) \
	record_of(&record_request, (const char *const[]){__VA_ARGS__}, \
		NELEM(((const char *const[]){__VA_ARGS__})))

TEST(signs_make_a_request_urgent_and_nobody_is_turned_away_by_one)
{
	struct record r = REQUEST("signs", "held", "urgency", "soon");

	UNUSED_STATE;
	assert_non_null(record_request.rule(&r));
	r = REQUEST("signs", "held", "urgency", "urgent");
	assert_non_null(record_request.rule(&r));
	r = REQUEST("signs", "held", "urgency", "immediate");
	assert_null(record_request.rule(&r));
	r = REQUEST("signs", "pregnant", "urgency", "ordinary");
	assert_non_null(record_request.rule(&r));
	r = REQUEST("signs", "pregnant", "urgency", "urgent");
	assert_null(record_request.rule(&r));
	r = REQUEST("decision", "decline");
	assert_non_null(record_request.rule(&r));
	r = REQUEST("decision", "decline", "reason", "not-credible",
		"owner", "a", "second", "a");
	assert_non_null(record_request.rule(&r));
	r = REQUEST("decision", "decline", "reason", "not-credible",
		"owner", "a", "second", "b");
	assert_null(record_request.rule(&r));
	r = REQUEST("decision", "decline", "reason", "remit", "state", "closed");
	assert_non_null(record_request.rule(&r));
	r = REQUEST("decision", "decline", "reason", "remit", "state", "closed",
		"informed", "the list for Erbil");
	assert_null(record_request.rule(&r));
}

TEST(the_clocks_of_a_request_run_from_when_it_came)
{
	const struct record_mirror *owner = &record_request.mirrors[0];
	const struct record_mirror *answer = &record_request.mirrors[1];
	struct record r = REQUEST("came", "2026-11-25T10:00Z +03:00 sender",
		"urgency", "immediate");
	uint64_t came = ((uint64_t)pdate_day_number(2026, 11, 25) * 24 + 10) *
		3600000, due;

	UNUSED_STATE;
	assert_true(owner->stands(&r, &due));
	assert_int_equal(due, came + 3600000);
	assert_true(answer->stands(&r, &due));
	assert_int_equal(due, came + 2 * 3600000);
	r = REQUEST("urgency", "soon", "owner", "a");
	assert_false(owner->stands(&r, &due));
	assert_true(answer->stands(&r, &due));
	assert_int_equal(due, r.made_ms + (uint64_t)7 * 24 * 3600000);
	r = REQUEST("urgency", "soon", "answered",
		"2026-11-25T10:00Z +00:00 member");
	assert_false(answer->stands(&r, &due));
	r = REQUEST("urgency", "soon", "state", "closed");
	assert_false(owner->stands(&r, &due));
	assert_false(answer->stands(&r, &due));
}

TEST(a_goal_made_late_in_the_year_is_not_late_at_once)
{
	static const struct { unsigned made_month, made_day, month, day; } t[] = {
		{2, 1, 7, 1},
		{11, 1, 12, 1}, /* half of the sixty-one days that are left */
	};
	const struct record_mirror *review = &record_goal.mirrors[0];

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(t); i++) {
		struct record r = record_of(&record_goal,
			(const char *const[]){"year", "2026"}, 2);
		uint64_t due = 0;

		r.made_ms = (uint64_t)pdate_day_number(2026, t[i].made_month,
			t[i].made_day) * RECORD_DAY_MS;
		assert_true(review->stands(&r, &due));
		assert_int_equal(due / RECORD_DAY_MS, pdate_day_number(2026,
			t[i].month, t[i].day));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_value_has_one_form_and_is_read_again_as_itself),
		CASE(a_place_is_never_published_finer_than_it_is_known),
		CASE(dates_are_told_apart_only_where_they_cannot_be_the_same),
		CASE(days_are_counted_as_the_calendar_counts_them),
		CASE(a_date_is_due_on_the_last_day_it_can_mean),
		CASE(a_slip_of_one_sign_or_two_changed_about_is_noticed),
		CASE(a_short_name_may_be_typed_small_and_without_the_dash),
		CASE(every_type_has_a_title_and_states_that_can_all_be_reached),
		CASE(signs_make_a_request_urgent_and_nobody_is_turned_away_by_one),
		CASE(a_goal_made_late_in_the_year_is_not_late_at_once),
		CASE(the_clocks_of_a_request_run_from_when_it_came),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
