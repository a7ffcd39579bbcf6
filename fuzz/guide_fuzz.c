/* The files of a guide: `guide`, one `LANG.words` and `signs`, divided by lines
 * of one FS. What is read can be looked at, made ready and compared, and what
 * is written of it is read and written to the same bytes [guide-write-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "guide/guide_check.h"
#include "guide/guide_diff.h"
#include "guide/guide_write.h"
#include "guide/signing.h"

enum { ROOM = 1 << 30 };

static const struct guide_checker *checker(void)
{
	static struct guide_checker *made;

	if (made == NULL) made = guide_checker_of(arena_open(ROOM));
	return made;
}

static str part_take(str *input)
{
	size_t at = str_find(*input, S("\x1c\n"));
	str part = str_first(*input, at);

	*input = str_from(*input, at == SIZE_MAX ? input->len : at + 2);
	return part;
}

static void source_again(struct arena *arena, const struct guide *guide)
{
	struct write_fault fault;
	struct read_fault unread;
	struct guide again;
	struct buf once = {0}, twice = {0};

	if (guide_write(guide, &once, &fault)) {
		must(guide_read(arena, buf_str(&once), &again, &unread));
		must(guide_write(&again, &twice, &fault));
		must(str_eq(buf_str(&once), buf_str(&twice)));
	}
	buf_close(&once);
	buf_close(&twice);
}

static void language_again(struct arena *arena, const struct guide *guide,
	size_t tongue)
{
	struct guide again = *guide;
	struct write_fault fault;
	struct read_fault unread;
	struct buf once = {0}, twice = {0};

	again.tongue_count = tongue;
	again.units = (struct unit_list){0}; /* reading fills words in */
	for (size_t i = 0; i < guide->units.count; i++) {
		LIST_ADD(arena, &again.units, guide->units.at[i]);
	}
	if (words_has_file(guide, tongue)
		&& words_write(guide, tongue, &once, &fault)) {
		must(words_read(arena, buf_str(&once), &again, &unread));
		must(words_write(&again, tongue, &twice, &fault));
		must(str_eq(buf_str(&once), buf_str(&twice)));
	}
	buf_close(&once);
	buf_close(&twice);
}

static void made_ready(struct arena *arena, const struct guide *guide,
	size_t tongue)
{
	const struct unit *unit;
	struct checked checked;
	enum checked_refusal refusal = checked_make(arena, guide, tongue,
		20000, &checked, &unit);

	must(checked_refusal_text(refusal).len > 0);
	if (refusal != CHECKED_FINE) return;
	must(checked.unit_count > 0);
	for (size_t i = 0; i < checked.unit_count; i++) { /* [checked-1] */
		enum unit_kind kind = checked.units[i].unit->kind;

		must(!checked.units[i].is_stale || (kind != UNIT_DANGER
			&& kind != UNIT_WARNING));
	}
	(void)signing_hash(&checked);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	struct arena *arena = arena_open(ROOM);
	struct guide_check_on on = {.checker = checker(), .day = 20000};
	struct guide_report_list reports = {0};
	struct guide_difference_list none = {0};
	struct read_fault fault;
	struct guide guide;

	if (!guide_read(arena, part_take(&input), &guide, &fault)) goto out;
	(void)!words_read(arena, part_take(&input), &guide, &fault);
	for (size_t i = 1; i < guide.tongue_count; i++) {
		language_again(arena, &guide, i);
	}
	words_transliterate(arena, &guide);
	(void)!signs_read(arena, part_take(&input), &guide, &fault);
	source_again(arena, &guide);
	for (size_t i = 0; i < guide.tongue_count; i++) {
		made_ready(arena, &guide, i);
	}
	guide_check(arena, &on, &guide, &reports);
	guide_diff(arena, &guide, &guide, &none);
	must(none.count == 0); /* [guide-diff-1] */
out:
	arena_close(&arena);
	return 0;
}
