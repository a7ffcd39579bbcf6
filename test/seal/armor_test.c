/* Tests of seal/armor.h: round trips in pieces of every size, and [armor-1]:
 * nothing but the one form is read. The rules one by one, against the real
 * binary, are in test/e2e/conformance.mjs.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "seal/armor.h"
#include "seal/rand.h"

#define HEAD "-----BEGIN AGE ENCRYPTED FILE-----\n"
#define TAIL "-----END AGE ENCRYPTED FILE-----\n"

static void write_all(str bytes, size_t piece, struct buf *out)
{
	struct armor_writer writer;

	armor_begin(&writer, out);
	while (bytes.len > 0) {
		armor_put(&writer, str_first(bytes, piece), out);
		bytes = str_from(bytes, piece);
	}
	armor_end(&writer, out);
}

static bool read_all(str text, size_t piece, struct buf *out)
{
	struct armor_reader reader = {0};
	bool good = true;

	while (good && text.len > 0) {
		good = armor_read(&reader, str_first(text, piece), out);
		text = str_from(text, piece);
	}
	good = good && armor_read_end(&reader, out);
	armor_reader_close(&reader);
	return good;
}

TEST(every_length_comes_back_in_pieces_of_every_size)
{
	char bytes[150];

	UNUSED_STATE;
	rand_bytes(bytes, sizeof(bytes));
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		for (size_t piece = 1; piece < 100; piece += 7) {
			struct buf text = {0}, back = {0};

			write_all(str_bytes(bytes, len), piece, &text);
			assert_true(read_all(buf_str(&text), piece, &back));
			is_str(buf_str(&back), str_bytes(bytes, len));
			buf_close(&text);
			buf_close(&back);
		}
	}
}

TEST(a_known_text_has_the_one_known_armor)
{
	struct buf out = {0};

	UNUSED_STATE;
	write_all(S("age-encryption.org/v1\n-> X25519 a share of thirty-two"),
		100, &out);
	is_str(buf_str(&out),
		S(HEAD "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBhIHNoYXJlIG9m"
		       "IHRoaXJ0\neS10d28=\n" TAIL));
	buf_close(&out);
}

TEST(every_cut_of_an_armor_is_refused)
{
	struct buf text = {0}, back = {0};
	char bytes[100] = {0};

	UNUSED_STATE;
	write_all(str_bytes(bytes, sizeof(bytes)), 100, &text);
	/* without its very last line end it is whole */
	for (size_t len = 0; len + 1 < text.len; len++) {
		assert_false(read_all(str_first(buf_str(&text), len), 64,
			&back));
		buf_reset(&back);
	}
	assert_true(read_all(str_first(buf_str(&text), text.len - 1), 64,
		&back));
	buf_close(&text);
	buf_close(&back);
}

TEST(no_changed_byte_gives_the_same_bytes)
{
	/* [armor-1] but for LF to a blank where blanks may stand */
	struct buf text = {0}, back = {0};
	char bytes[100] = {0};

	UNUSED_STATE;
	write_all(str_bytes(bytes, sizeof(bytes)), 100, &text);
	for (size_t i = 0; i + 1 < text.len; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			text.at[i] = (char)(text.at[i] ^ (1 << bit));
			if (read_all(buf_str(&text), 64, &back)) {
				assert_false(str_eq(buf_str(&back),
					str_bytes(bytes, sizeof(bytes))));
			}
			text.at[i] = (char)(text.at[i] ^ (1 << bit));
			buf_reset(&back);
		}
	}
	buf_close(&text);
	buf_close(&back);
}

TEST(a_file_is_told_from_an_armored_one_by_its_start)
{
	static const struct { str start; bool is; } rows[] = {
		{S_INIT(""), false},
		{S_INIT("age-encryption.org/v1\n-> X25519 "), false},
		{S_INIT("age-encryption.org/v1\n" HEAD), false},
		{S_INIT("\n-> X25519 "), false},
		{S_INIT(HEAD), true},
		{S_INIT(" \r\n\t" HEAD), true},
		{S_INIT("-----BEGIN PGP MESSAGE-----\n"), true},
		{S_INIT("Hello,\n" HEAD), true},
		{S_INIT("Hello"), false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		assert_int_equal(armor_is(rows[i].start), rows[i].is);
	}
}

TEST(a_line_without_an_end_meets_a_limit)
{
	struct armor_reader reader = {0};
	struct buf out = {0};
	bool good = true;

	UNUSED_STATE;
	for (unsigned i = 0; i < 1000 && good; i++) {
		good = armor_read(&reader, S("AAAAAAAAAAAAAAAA"), &out);
	}
	assert_false(good);
	assert_true(reader.line.len <= ARMOR_BLANKS_MAX + ARMOR_COLUMNS * 2);
	armor_reader_close(&reader);
	buf_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_length_comes_back_in_pieces_of_every_size),
		CASE(a_known_text_has_the_one_known_armor),
		CASE(every_cut_of_an_armor_is_refused),
		CASE(no_changed_byte_gives_the_same_bytes),
		CASE(a_file_is_told_from_an_armored_one_by_its_start),
		CASE(a_line_without_an_end_meets_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
