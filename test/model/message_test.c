/* Tests of model/message: the golden bytes of doc/seal.md 4, the round trip,
 * and that nothing but those bytes is read [message-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "model/message.h"

#define NAME32 "00112233445566778899aabbccddeeff"
#define SHA64 NAME32 NAME32

static struct message sample(void)
{
	struct message m = {
		.language = S("kmr-Arab"),
		.about = ABOUT_LEAVE,
		.called = S("هێڤی"),
		.recipient = S("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xee"
			       "xvn73equnujwj"),
		.mailbox = S(NAME32),
		.submission = S(NAME32),
		.text = S("دەست\xE2\x80\x8Cپێکردن\n\xE2\x81\xA6UN-26/0417\xE2"
			  "\x81\xA9"),
		.file_count = 1,
	};

	m.files[0] = (struct message_file){
		.blob = S(NAME32),
		.bytes = 5242880,
		.sha256 = S(SHA64),
		.identity = S("AGE-SECRET-KEY-1TEST"),
		.type = S("text/plain; charset=utf-8"),
		.name = S("invoice\xE2\x80\xAEgpj.exe"),
	};
	return m;
}

static const char golden_head[] =
	"bothy-message/1\n"
	"kind message\n"
	"language kmr-Arab\n"
	"about leave\n"
	"called هێڤی\n"
	"recipient age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equn"
	"ujwj\n"
	"mailbox " NAME32 "\n"
	"submission " NAME32 "\n"
	"text 40\n"
	"file " NAME32 " 5242880 " SHA64 " AGE-SECRET-KEY-1TEST file 25 17 "
	"text/plain; charset=utf-8 invoice\xE2\x80\xAEgpj.exe\n"
	"\n"
	"دەست\xE2\x80\x8Cپێکردن\n\xE2\x81\xA6UN-26/0417\xE2\x81\xA9";

TEST(a_message_has_exactly_the_golden_bytes)
{
	struct buf out = {0};
	struct message m = sample();

	UNUSED_STATE;
	assert_true(message_write(&m, &out));
	assert_int_equal(out.len, 1024);
	is_str(str_first(buf_str(&out), sizeof(golden_head) - 1),
		str_of(golden_head));
	for (size_t i = sizeof(golden_head) - 1; i < out.len; i++) {
		assert_int_equal(out.at[i], 0);
	}
	buf_close(&out);
}

TEST(what_was_written_is_read_back_field_by_field)
{
	struct buf out = {0};
	struct message m = sample(), got;

	UNUSED_STATE;
	assert_true(message_write(&m, &out));
	assert_true(message_read(buf_str(&out), &got));
	is_str(got.language, m.language);
	assert_int_equal(got.about, ABOUT_LEAVE);
	is_str(got.called, m.called);
	is_str(got.recipient, m.recipient);
	is_str(got.text, m.text);
	assert_int_equal(got.file_count, 1);
	is_str(got.files[0].name, m.files[0].name);
	is_str(got.files[0].type, m.files[0].type);
	assert_true(got.files[0].bytes == 5242880);
	buf_close(&out);
}

TEST(no_shorter_or_changed_message_is_read)
{
	/* [message-1] every cut and every change of one header byte either
	 * fails or reads back to exactly what was read */
	struct buf out = {0}, again = {0};
	struct message m = sample(), got;

	UNUSED_STATE;
	assert_true(message_write(&m, &out));
	for (size_t len = 0; len < out.len; len++) {
		assert_false(message_read(str_first(buf_str(&out), len), &got));
	}
	for (size_t i = 0; i < out.len; i++) {
		out.at[i] ^= 1;
		if (message_read(buf_str(&out), &got)) {
			buf_reset(&again);
			assert_true(message_write(&got, &again));
			is_str(buf_str(&again), buf_str(&out));
		}
		out.at[i] ^= 1;
	}
	buf_close(&out);
	buf_close(&again);
}

TEST(the_size_classes_hide_the_length)
{
	static const struct { size_t text; size_t padded; } cases[] = {
		{0, 1024}, {400, 1024}, {700, 4096}, {3000, 4096},
		{4000, 16384}, {20000, 65536}, {MESSAGE_TEXT_MAX, 65536}};
	struct arena *arena = arena_open(1 << 20);

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct message m = sample();
		struct buf out = {0};
		char *text = arena_get(arena, cases[i].text + 1);

		memset(text, 'a', cases[i].text);
		m.text = str_bytes(text, cases[i].text);
		assert_true(message_write(&m, &out));
		assert_int_equal(out.len, cases[i].padded);
		buf_close(&out);
	}
	arena_close(&arena);
}

TEST(a_broken_field_is_refused_before_it_is_written)
{
	struct buf out = {0};
	struct message m;

	UNUSED_STATE;
	m = sample();
	m.called = S("two\nlines");
	assert_false(message_write(&m, &out));
	m = sample();
	m.text = S("\xFF");
	assert_false(message_write(&m, &out));
	m = sample();
	m.mailbox = S("short");
	assert_false(message_write(&m, &out));
	m = sample();
	m.files[0].name = S("a\nb");
	assert_false(message_write(&m, &out));
	assert_int_equal(out.len, 0);
	buf_close(&out);
}

TEST(six_files_with_the_longest_names_fit_beside_the_longest_text)
{
	struct buf out = {0};
	struct message m = sample(), got;
	struct arena *arena = arena_open(1 << 20);
	char *text = arena_get(arena, MESSAGE_TEXT_MAX);
	char *name = arena_get(arena, MESSAGE_NAME_MAX);

	UNUSED_STATE;
	memset(text, 'a', MESSAGE_TEXT_MAX);
	memset(name, 'n', MESSAGE_NAME_MAX);
	m.text = str_bytes(text, MESSAGE_TEXT_MAX);
	m.file_count = MESSAGE_FILES_MAX;
	for (size_t i = 0; i < MESSAGE_FILES_MAX; i++) {
		m.files[i] = m.files[0];
		m.files[i].identity = S("AGE-SECRET-KEY-1"
			"QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ");
		m.files[i].name = str_bytes(name, MESSAGE_NAME_MAX);
	}
	assert_true(message_write(&m, &out));
	assert_true(message_read(buf_str(&out), &got));
	assert_int_equal(got.file_count, MESSAGE_FILES_MAX);
	arena_close(&arena);
	buf_close(&out);
}

TEST(a_reply_goes_round_and_every_cut_fails)
{
	struct reply reply = {.language = S("ar"), .mailbox = S(NAME32),
		.id = S(NAME32), .hour = 497000, .text = S("وصلتنا رسالتك")};
	struct reply got;
	struct buf out = {0};

	UNUSED_STATE;
	assert_true(reply_write(&reply, &out));
	assert_int_equal(out.len, 1024);
	assert_true(reply_read(buf_str(&out), &got));
	is_str(got.text, reply.text);
	assert_true(got.hour == 497000);
	for (size_t len = 0; len < out.len; len++) {
		assert_false(reply_read(str_first(buf_str(&out), len), &got));
	}
	buf_close(&out);
}

#define PAGE_SUM "427c9b79c69d79a3fce0868f259da3928e9d2c007f40425f118a32fa495604ca"
#define PAGE_KEY "AGE-SECRET-KEY-1QGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGP" \
	"Q0N3JDM"

/* As sealed in test/vectors/reply.age, made by test/e2e/lib/age_writer.mjs. */
static struct reply with_file(void)
{
	return (struct reply){.language = S("en"),
		.mailbox = S("00112233445566778899aabbccddeeff"),
		.id = S("ffeeddccbbaa99887766554433221100"), .hour = 497000,
		.has_file = true, .file = {.blob =
			S("0badc0de0badc0de0badc0de0badc0de"), .bytes = 1024,
			.sha256 = S(PAGE_SUM), .identity = S(PAGE_KEY),
			.type = REPLY_FILE_TYPE, .name = REPLY_FILE_NAME},
		.text = S("your copy")};
}

TEST(a_reply_with_a_file_has_exactly_the_golden_bytes)
{
	struct reply reply = with_file(), got;
	str head = S("bothy-reply/1\nlanguage en\n"
		"mailbox 00112233445566778899aabbccddeeff\n"
		"id ffeeddccbbaa99887766554433221100\nhour 497000\ntext 9\n"
		"file 0badc0de0badc0de0badc0de0badc0de 1024 " PAGE_SUM " "
		PAGE_KEY " file 9 9 text/html page.html\n\nyour copy");
	struct buf out = {0};

	UNUSED_STATE;
	assert_true(reply_write(&reply, &out));
	assert_int_equal(out.len, 1024);
	is_str(str_first(buf_str(&out), head.len), head);
	assert_true(reply_read(buf_str(&out), &got));
	assert_true(got.has_file);
	is_str(got.file.sha256, S(PAGE_SUM));
	is_str(got.file.name, REPLY_FILE_NAME);
	for (size_t len = 0; len < out.len; len++) {
		assert_false(reply_read(str_first(buf_str(&out), len), &got));
	}
	buf_close(&out);
}

TEST(another_kind_of_file_goes_with_no_reply)
{
	struct reply wrong[6];
	struct buf out = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(wrong); i++) wrong[i] = with_file();
	wrong[0].file.type = S("application/zip");
	wrong[1].file.name = S("../page.html");
	wrong[2].file.voice = true;
	wrong[3].file.bytes = 0;
	wrong[4].file.bytes = REPLY_FILE_MAX + 1;
	wrong[5].file.identity = S("two words");
	for (size_t i = 0; i < NELEM(wrong); i++) {
		assert_false(reply_write(&wrong[i], &out));
	}
	assert_int_equal(out.len, 0);
	buf_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_message_has_exactly_the_golden_bytes),
		CASE(what_was_written_is_read_back_field_by_field),
		CASE(no_shorter_or_changed_message_is_read),
		CASE(the_size_classes_hide_the_length),
		CASE(a_broken_field_is_refused_before_it_is_written),
		CASE(six_files_with_the_longest_names_fit_beside_the_longest_text),
		CASE(a_reply_goes_round_and_every_cut_fails),
		CASE(a_reply_with_a_file_has_exactly_the_golden_bytes),
		CASE(another_kind_of_file_goes_with_no_reply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
