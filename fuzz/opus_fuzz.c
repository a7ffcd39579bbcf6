/* Any bytes as a recording: what is taken is copied to a file that is taken
 * too, and copied to the same.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "guide/ogg.h"
#include "guide/opus.h"

static void page_put(struct buf *out, struct ogg_page *page, str body)
{
	char length = (char)body.len;

	page->segments = str_bytes(&length, 1);
	page->body = body;
	ogg_page_write(out, page);
	page->number++;
}

/* Checksums keep most changes out, so a file is also made around the input:
 * for each page a byte of flags, one of length, one of time. */
static void pages_make(str input, struct buf *out)
{
	struct ogg_page page = {.flags = OGG_FIRST, .stream = 5};

	page_put(out, &page, S("OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0"));
	page.flags = 0;
	page_put(out, &page, S("OpusTags\0\0\0\0\0\0\0\0"));
	while (input.len > 3) {
		size_t take;

		page.flags = fuzz_take_byte(&input) & 5;
		take = fuzz_take_byte(&input);
		page.position += fuzz_take_byte(&input) * 64;
		page_put(out, &page, str_first(input, take));
		input = str_from(input, take);
	}
}

static void copy(str input)
{
	struct buf once = buf_cap(8 << 20), twice = buf_cap(8 << 20);

	if (opus_copy(input, &once) == NULL) {
		must(opus_copy(buf_str(&once), &twice) == NULL);
		must(str_eq(buf_str(&once), buf_str(&twice)));
	}
	buf_close(&once);
	buf_close(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	struct buf pages = buf_cap(1 << 20);
	size_t samples, padding;

	copy(input);
	pages_make(input, &pages);
	copy(buf_str(&pages));
	buf_close(&pages);
	if (opus_packet_read(input, &samples, &padding)) {
		must(samples > 0 && samples <= OPUS_PACKET_SAMPLES_MAX);
		must(padding <= input.len);
	}
	return 0;
}
