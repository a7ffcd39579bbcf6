/* Any bytes as a Markdown file of guides: it is refused with an error, or its
 * units can be read, paired with a translation of any shape, written as a guide
 * and read again [intake-3].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "guide/guide_write.h"
#include "guide/intake.h"

static void reads_again(struct arena *arena, const struct guide *guide)
{
	struct buf out = buf_cap(GUIDE_FILE_BYTES_MAX);
	struct write_fault fault;
	struct read_fault why;
	struct guide read;

	if (!guide_write(guide, &out, &fault)) {
		must(out.failed); /* too large is the only reason */
		buf_close(&out);
		return;
	}
	must(guide_read(arena, buf_take(&out, arena), &read, &why));
	for (size_t i = 1; i < guide->tongue_count; i++) {
		buf_reset(&out);
		must(words_write(guide, i, &out, &fault));
		must(words_read(arena, buf_take(&out, arena), &read, &why));
	}
	buf_close(&out);
}

/* The first byte says where the input is cut into source and translation. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_open((size_t)1 << 30);
	str input = fuzz_input(bytes, size);
	size_t part = fuzz_take_byte(&input), cut = input.len * part / 255;
	struct exchange exchange = {.arena = arena};
	struct intake intake = {.arena = arena, .exchange = &exchange,
		.source = tongue_of(LOCALE_EN), .next_number = 1};
	struct intake_guide made;

	if (size < 16384) {
		(void)intake_page_add(&intake, S("x.md"), S("x"), NULL,
			str_first(input, cut));
		(void)intake_page_add(&intake, S("ar/x.md"), S("x"),
			tongue_of(LOCALE_AR), str_from(input, cut));
		if (intake_group(&intake) == 0) {
			must(exchange.errors > 0);
		} else if (intake_make(&intake, arena, 1, &made)) {
			reads_again(arena, &made.guide);
		}
	}
	arena_close(&arena);
	return 0;
}
