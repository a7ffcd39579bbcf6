/* Armor: the same answer however the text is cut; what is accepted, written
 * again, is the same text but for line ends and blanks around it [armor-1].
 * The first byte is the size of a piece.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "seal/armor.h"

static bool read_in_pieces(str text, size_t piece, struct buf *out)
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

static void written_again(str text, str bytes)
{
	struct armor_writer writer;
	struct buf again = {0}, plain = {0};

	armor_begin(&writer, &again);
	armor_put(&writer, bytes, &again);
	armor_end(&writer, &again);
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '\r') buf_byte(&plain, text.at[i]);
	}
	must(str_find(buf_str(&plain), str_trim(buf_str(&again))) != SIZE_MAX);
	buf_close(&again);
	buf_close(&plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	size_t piece = fuzz_take_byte(&input) + 1;
	struct buf whole = {0}, pieces = {0};
	bool one = read_in_pieces(input, input.len + 1, &whole);
	bool other = read_in_pieces(input, piece, &pieces);

	must(one == other);
	if (one) {
		must(str_eq(buf_str(&whole), buf_str(&pieces)));
		written_again(input, buf_str(&whole));
	}
	(void)armor_is(input);
	buf_close(&whole);
	buf_close(&pieces);
	return 0;
}
