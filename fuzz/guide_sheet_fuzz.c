/* Any bytes as PO, XLIFF or TMX: refused with an error and nothing changed, or
 * what landed is written and read again.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "guide/guide_write.h"
#include "guide/po.h"
#include "guide/tmx.h"
#include "guide/xliff.h"
#include "os/xml_reader.h"

static const char guide_file[] = "bothy-guide 1\nsource en\ndemands\n"
	"check-days 90\n\ntitle aaaaaa\nwords One\n\n"
	"item bbbbbb 1\nslot link1 link https://x.example/\n"
	"slot n literal 112\nwords Call {n}, read [this](link1)\n";

static void reads_again(struct arena *arena, struct guide *guide)
{
	struct buf out = buf_cap(GUIDE_FILE_BYTES_MAX);
	struct write_fault fault;
	struct read_fault why;

	for (size_t i = 1; i < guide->tongue_count; i++) {
		buf_reset(&out);
		must(words_write(guide, i, &out, &fault));
		must(words_read(arena, buf_take(&out, arena), guide, &why));
	}
	buf_close(&out);
}

static void sheet_try(struct arena *arena, str input, bool po,
	struct exchange *exchange)
{
	struct guide guide;
	struct read_fault why;
	struct sheet sheet;
	struct xml_reader *reader = NULL;
	size_t tongue = 0;
	bool fine;

	must(guide_read(arena, str_of(guide_file), &guide, &why));
	must(guide_tongue_add(&guide, tongue_of(LOCALE_AR), &tongue));
	if (po) {
		fine = po_read(arena, input, S("x"), exchange, &sheet);
	} else {
		must(xml_reader_open(&reader, input) == NULL);
		fine = xliff_read(arena, xml_reader_source(reader), S("x"),
			exchange, &sheet);
		xml_reader_close(&reader);
	}
	must(fine || exchange->errors > 0);
	if (fine && sheet_land(arena, &sheet, &guide, tongue, exchange)) {
		reads_again(arena, &guide);
	}
}

static void memory_try(struct arena *arena, str input,
	struct exchange *exchange)
{
	struct tmx tmx = tmx_open(arena, tongue_of(LOCALE_EN));
	struct tmx_choice choice = {.limit = 0};
	struct xml_reader *reader = NULL;
	struct guide guide;

	must(xml_reader_open(&reader, input) == NULL);
	if (!tmx_add(&tmx, xml_reader_source(reader), S("x"), exchange)) {
		must(exchange->errors > 0);
	} else if (tmx_guide(arena, &tmx, &choice, exchange, &guide)) {
		guide.number = 1;
		reads_again(arena, &guide);
	}
	xml_reader_close(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_open((size_t)1 << 30);
	str input = fuzz_input(bytes, size);
	struct exchange exchange = {.arena = arena};

	if (str_starts(input, S("<?xml")) || str_starts(input, S("<xliff"))) {
		sheet_try(arena, input, false, &exchange);
	} else if (str_starts(input, S("<tmx"))) {
		memory_try(arena, input, &exchange);
	} else {
		sheet_try(arena, input, true, &exchange);
	}
	arena_close(&arena);
	return 0;
}
