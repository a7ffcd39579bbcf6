/* Words into a guide that is there: see incoming.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/incoming.h"

#include "guide/guide_write.h"
#include "guide/intake.h"
#include "guide/intake_drift.h"
#include "guide/po.h"
#include "guide/tree.h"
#include "guide/xliff.h"
#include "os/file.h"
#include "os/xml_reader.h"

enum { PATHS_ARENA = 1 << 20, SNIFF_BYTES = 4096 };

enum incoming_form incoming_form_of(str name, str bytes)
{
	static const struct { str ending; enum incoming_form form; } forms[] = {
		{S_INIT(".po"), INCOMING_PO}, {S_INIT(".pot"), INCOMING_PO},
		{S_INIT(".xlf"), INCOMING_XLIFF},
		{S_INIT(".xliff"), INCOMING_XLIFF}, {S_INIT(".tmx"), INCOMING_TMX},
		{S_INIT(".md"), INCOMING_MARKDOWN},
	};
	str front = str_first(bytes, SNIFF_BYTES);

	for (size_t i = 0; i < NELEM(forms); i++) {
		if (name.len > forms[i].ending.len && str_eq_nocase(str_from(name,
				name.len - forms[i].ending.len),
				forms[i].ending)) {
			return forms[i].form;
		}
	}
	if (str_find(front, S("<xliff")) != SIZE_MAX) return INCOMING_XLIFF;
	if (str_find(front, S("<tmx")) != SIZE_MAX) return INCOMING_TMX;
	if (str_starts(front, S("msgid ")) || str_find(front, S("\nmsgid "))
		!= SIZE_MAX) {
		return INCOMING_PO;
	}
	return INCOMING_MARKDOWN;
}

static void refuse(struct exchange *exchange, const struct incoming *in,
	const char *why)
{
	exchange_say(exchange, in->file, 0, EXCHANGE_ERROR, str_of(why));
}

/* Guide and language, as the command or the file says; both must agree. */
static bool place_find(struct guide_library *library, const struct incoming *in,
	const struct sheet *sheet, struct exchange *exchange,
	struct guide **ret_guide)
{
	unsigned number = in->guide != 0 ? in->guide : sheet->guide;
	struct guide *guide = guide_library_guide(library, number);

	if (number == 0) {
		refuse(exchange, in, "neither the file nor --guide says which"
			" guide it is for");
	} else if (sheet->guide != 0 && sheet->guide != number) {
		refuse(exchange, in, "it says it is for another guide");
	} else if (guide == NULL) {
		refuse(exchange, in, "the library has no such guide");
	} else {
		*ret_guide = guide;
		return true;
	}
	return false;
}

/* The language's file is there and could not be read: what comes in must not
 * take its place. */
static bool is_broken(const struct guide_library *library,
	const struct guide *guide, const struct tongue *tongue)
{
	str file = str_fmt(library->arena, "%u/%.*s.words", guide->number,
		S_ARG(tongue->tag));

	for (size_t i = 0; i < library->faults.count; i++) {
		if (str_eq(library->faults.at[i].file, file)) return true;
	}
	return false;
}

static bool tongue_find_in(const struct guide_library *library,
	const struct incoming *in, const struct sheet *sheet,
	struct exchange *exchange, struct guide *guide, size_t *ret_tongue)
{
	const struct tongue *said = tree_tongue(sheet->language);
	const struct tongue *tongue = in->tongue != NULL ? in->tongue : said;

	if (tongue == NULL) {
		refuse(exchange, in, "neither the file nor --lang says a"
			" language we know");
	} else if (sheet->language.len > 0 && said != tongue) {
		refuse(exchange, in, "it says it is in another language");
	} else if (tongue == guide->tongues[0]) {
		refuse(exchange, in, "the words of the source are not imported:"
			" they are the guide");
	} else if (is_broken(library, guide, tongue)) {
		refuse(exchange, in, "the language's own file cannot be read:"
			" mend it first, see `bothy guide check`");
	} else if (!guide_tongue_add(guide, tongue, ret_tongue)) {
		refuse(exchange, in, "more languages than a guide may have");
	} else {
		return true;
	}
	return false;
}

/* -- sheets --------------------------------------------------------------- */

static bool xliff_bytes(struct arena *arena, const struct incoming *in,
	struct exchange *exchange, struct sheet *ret_sheet)
{
	struct xml_reader *reader = NULL;
	const err *e = xml_reader_open(&reader, in->bytes);
	bool fine;

	if (e != NULL) {
		refuse(exchange, in, e->code == ERR_FULL
			? "it is larger than 32 MiB"
			: "libxml2 is not on this computer");
		return false;
	}
	fine = xliff_read(arena, xml_reader_source(reader), in->file, exchange,
		ret_sheet);
	xml_reader_close(&reader);
	return fine;
}

static bool sheet_in(struct guide_library *library, const struct incoming *in,
	struct exchange *exchange, struct guide **ret_guide, size_t *ret_tongue)
{
	struct arena *arena = library->arena;
	struct sheet sheet;
	enum incoming_form form = incoming_form_of(in->file, in->bytes);

	if (!(form == INCOMING_PO
			? po_read(arena, in->bytes, in->file, exchange, &sheet)
			: xliff_bytes(arena, in, exchange, &sheet))) {
		return false;
	}
	return place_find(library, in, &sheet, exchange, ret_guide)
		&& tongue_find_in(library, in, &sheet, exchange, *ret_guide,
			ret_tongue)
		&& sheet_land(arena, &sheet, *ret_guide, *ret_tongue, exchange);
}

/* -- Markdown ------------------------------------------------------------- */

/* The guide as if it had been read from a file, to be paired with. */
static struct intake_page page_of(struct arena *arena, const struct guide *guide)
{
	struct intake_page page = {.path = S("guide"), .key = S("guide"),
		.tongue = guide->tongues[0], .number = guide->number,
		.page = {.file = S("guide"), .has_title = true}};

	for (size_t i = 0; i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];
		struct leaf leaf = {.kind = unit->kind, .cells = unit->cells,
			.level = unit->kind == UNIT_ROW ? unit->cells
				: unit->level,
			.line = unit->line, .words = unit->words[0].text,
			.id = unit->id, .has_id = true};

		leaf.slots = ARENA_ARRAY(arena, struct slot,
			unit->slot_count + 1);
		for (size_t k = 0; k < unit->slot_count; k++) {
			if (!slot_is_in_words(unit->slots[k].kind)) continue;
			leaf.slots[leaf.slot_count++] = unit->slots[k];
		}
		LIST_ADD(arena, &page.page.leaves, leaf);
	}
	return page;
}

static bool markdown_in(struct guide_library *library, const struct incoming *in,
	struct exchange *exchange, struct guide **ret_guide, size_t *ret_tongue)
{
	struct arena *arena = library->arena;
	struct sheet nothing = {.guide = 0};
	struct intake intake = {.arena = arena, .exchange = exchange,
		.missing = MISSING_HOLD};
	struct intake_page source;
	struct intake_drift drift = {&intake, arena, &source, NULL, NULL, NULL};
	size_t *unit_of;

	if (!place_find(library, in, &nothing, exchange, ret_guide)
		|| !tongue_find_in(library, in, &nothing, exchange,
			*ret_guide, ret_tongue)
		|| !intake_page_add(&intake, in->file, S("in"),
			(*ret_guide)->tongues[*ret_tongue], in->bytes)) {
		return false;
	}
	source = page_of(arena, *ret_guide);
	unit_of = ARENA_ARRAY(arena, size_t, (*ret_guide)->units.count);
	for (size_t i = 0; i < (*ret_guide)->units.count; i++) unit_of[i] = i;
	intake.source = source.tongue;
	intake_alone(&intake);
	drift.other = &intake.pages.at[0];
	drift.guide = *ret_guide;
	drift.unit_of = unit_of;
	intake_translation(&drift);
	return exchange->errors == 0;
}

bool incoming_land(struct guide_library *library, const struct incoming *in,
	struct exchange *exchange, struct guide **ret_guide, size_t *ret_tongue)
{
	switch (incoming_form_of(in->file, in->bytes)) {
	case INCOMING_MARKDOWN:
		return markdown_in(library, in, exchange, ret_guide, ret_tongue);
	case INCOMING_PO:
	case INCOMING_XLIFF:
		return sheet_in(library, in, exchange, ret_guide, ret_tongue);
	case INCOMING_TMX: break;
	}
	refuse(exchange, in, "a translation memory becomes a new guide, no"
		" language of one");
	return false;
}

const err *incoming_write(const char *library, const struct guide *guide,
	size_t tongue)
{
	struct buf out = buf_cap(GUIDE_FILE_BYTES_MAX);
	struct arena *arena = arena_open(PATHS_ARENA);
	const char *path = str_c(arena, str_fmt(arena, "%s/%u/%.*s.words",
		library, guide->number, S_ARG(guide->tongues[tongue]->tag)));
	struct write_fault fault;
	const err *e = NULL;

	if (!words_has_file(guide, tongue)) {
		e = err_make(ERR_ABSENT, "there are no words in it");
	} else if (!words_write(guide, tongue, &out, &fault)) {
		e = err_make(ERR_FORMAT, "the language cannot be written, or is"
			" larger than 4 MiB");
	}
	if (e == NULL) e = file_replace(path, buf_str(&out));
	arena_close(&arena);
	buf_close(&out);
	return e;
}
