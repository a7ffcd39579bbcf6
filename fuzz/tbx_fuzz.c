/* Any bytes as a term base: no crash, nothing loaded, a broken file gives
 * nothing and a line; what was read is written and read again to the same
 * terms.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "model/bank_tbx.h"
#include "os/xml_reader.h"

static bool read_all(struct arena *arena, str bytes, struct bank *ret_bank,
	struct bank_refusals *refused)
{
	struct xml_reader *reader = NULL;
	bool fine;

	must(xml_reader_open(&reader, bytes) == NULL);
	fine = bank_tbx_read(arena, xml_reader_source(reader), refused, ret_bank);
	xml_reader_close(&reader);
	return fine;
}

static str written(struct arena *arena, const struct bank *bank)
{
	struct buf out = buf_cap(64 << 20);
	str text;

	bank_tbx_write(arena, bank, &bank_choice_all, &out);
	must(!out.failed);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	struct arena *arena = arena_open(256 << 20);
	struct bank bank = {0}, again = {0};
	struct bank_refusals refused = {0}, none = {0};

	if (read_all(arena, input, &bank, &refused)) {
		str text = written(arena, &bank);

		must(read_all(arena, text, &again, &none) && none.count == 0);
		must(again.terms.count == bank.terms.count);
		must(str_eq(written(arena, &again), text));
	} else {
		must(bank.terms.count == 0 && refused.count > 0);
		must(refused.at[refused.count - 1].line > 0);
	}
	arena_close(&arena);
	return 0;
}
