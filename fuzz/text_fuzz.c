/* Written text on its way to a page: transliteration and escaping take any
 * bytes, and escaped text never opens a tag, an attribute or an entity.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/html.h"
#include "text/transliterate.h"

/* [html-1] none of the letters that end a place */
static void harmless(void (*escape)(struct buf *, str), str input)
{
	struct buf out = {0};

	escape(&out, input);
	must(utf8_is_valid(buf_str(&out)));
	must(str_find_byte(buf_str(&out), '<') == SIZE_MAX);
	must(str_find_byte(buf_str(&out), '"') == SIZE_MAX);
	must(str_find_byte(buf_str(&out), '\0') == SIZE_MAX);
	buf_close(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size), rest = input;
	struct buf again = {0};
	struct arena *arena;
	uint32_t point;

	while (utf8_next(&rest, &point)) utf8_put(&again, point);
	must((rest.len == 0) == utf8_is_valid(input));
	must(str_eq(buf_str(&again),
		str_first(input, input.len - rest.len)));
	must(utf8_count(input) <= input.len);
	harmless(html_attr, input);
	harmless(html_url, input);
	harmless(html_path, input);
	harmless(html_path_list, input);
	harmless(html_query, input);
	buf_reset(&again);
	html_text(&again, input);
	must(str_find_byte(buf_str(&again), '<') == SIZE_MAX);
	buf_reset(&again);
	if (utf8_is_valid(input)) transliterate(&again, input);
	arena = arena_open(16 << 20);
	(void)html_prose(arena, input);
	arena_close(&arena);
	buf_close(&again);
	return 0;
}
