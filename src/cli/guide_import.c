/* `bothy guide import`: what others wrote becomes guides, or the words of one.
 * What stands in files is judged, never trusted: every oddity is one line on
 * standard output (doc/guides.md 10).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "base/num.h"
#include "guide/incoming.h"
#include "guide/intake_folder.h"
#include "guide/tmx.h"
#include "os/file.h"
#include "os/report.h"
#include "os/xml_reader.h"

const char guide_import_usage[] =
	"usage: bothy guide import [OPTION…] LIBRARY FOLDER|FILE.md\n"
	"       bothy guide import [OPTION…] LIBRARY FILE.po|FILE.xlf|-\n"
	"       bothy guide import --guide N --lang TAG LIBRARY FILE.md|-\n"
	"       bothy guide import [OPTION…] LIBRARY FILE.tmx…\n"
	"\n"
	"Markdown becomes new guides in a folder of guides, which is made when it\n"
	"is not there. Files of a folder are one guide in several languages where\n"
	"their names say so: ar/x.md, x_AR.md, x.ar.md. PO, XLIFF 1.2, and with\n"
	"--guide Markdown, are the words of one language for a guide that is\n"
	"there: checked first, and taken whole or not at all. Translation memories\n"
	"(TMX) become one guide of the segments all of them have.\n"
	"\n"
	"What a translation has otherwise than its source, and everything that has\n"
	"no place in a guide, is one line: FILE:LINE: warning: TEXT.\n"
	"\n"
	"  --source TAG   the language files are in whose name says none (en)\n"
	"  --missing HOW  of what is not translated: `hold` the language (this is\n"
	"                 what happens without the option), show the `source`, or\n"
	"                 `leave` it out\n"
	"  --guide N      the guide the words are for\n"
	"  --lang TAG     the language they are in\n"
	"  --limit N      of a translation memory: as many segments\n"
	"  --numbers      of a translation memory: those with a number or a Latin\n"
	"                 name\n"
	"  --update       guides that were made from these files before are\n"
	"                 brought up to them: units that stay keep their ids, the\n"
	"                 source follows its file, translations that are there\n"
	"                 stay, and turn stale with their source. Every change is\n"
	"                 a line: look at them with --dry-run first\n"
	"  --take-words   with --update: other words of translated files are\n"
	"                 taken in place of those that are there\n"
	"  --dry-run      only say what there is to say\n"
	"\n"
	"Status 0; 2 when files were refused and the rest is written; 1 when\n"
	"nothing could be.\n";

struct import_wish {
	struct intake_wish intake; /* library, source, missing, dry */
	const char *from[TMX_FILES_MAX];
	size_t from_count;
	unsigned guide;
	const struct tongue *tongue;
	struct tmx_choice choice;
};

static bool missing_read(str word, enum words_missing *ret_missing)
{
	static const str words[MISSING_COUNT] = {
		[MISSING_HOLD] = S_INIT("hold"),
		[MISSING_SOURCE] = S_INIT("source"),
		[MISSING_LEAVE] = S_INIT("leave"),
	};

	for (size_t i = 0; i < NELEM(words); i++) {
		if (!str_eq(words[i], word)) continue;
		*ret_missing = (enum words_missing)i;
		return true;
	}
	return false;
}

static bool number_read(str word, uint64_t max, uint64_t *ret_number)
{
	return num_read(word, max, ret_number) && *ret_number > 0;
}

static bool value_take(str option, str value, struct import_wish *wish)
{
	uint64_t number;

	if (str_eq(option, S("--source"))) {
		wish->intake.source = tongue_find(value);
		return wish->intake.source != NULL;
	}
	if (str_eq(option, S("--lang"))) {
		wish->tongue = tongue_find(value);
		return wish->tongue != NULL;
	}
	if (str_eq(option, S("--guide"))) {
		if (!number_read(value, GUIDE_NUMBER_MAX, &number)) return false;
		wish->guide = (unsigned)number;
		return true;
	}
	if (str_eq(option, S("--limit"))) {
		if (!number_read(value, GUIDE_UNITS_MAX, &number)) return false;
		wish->choice.limit = (size_t)number;
		return true;
	}
	return str_eq(option, S("--missing"))
		&& missing_read(value, &wish->intake.missing);
}

static bool wish_read(int argc, char **argv, struct import_wish *wish)
{
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);

		if (str_eq(word, S("--dry-run"))) {
			wish->intake.dry = true;
		} else if (str_eq(word, S("--update"))) {
			wish->intake.renews = true;
		} else if (str_eq(word, S("--take-words"))) {
			wish->intake.takes_words = true;
		} else if (str_eq(word, S("--numbers"))) {
			wish->choice.only_numbers = true;
		} else if (str_starts(word, S("--"))) {
			if (i + 1 == argc) return false;
			if (!value_take(word, str_of(argv[++i]), wish)) {
				return false;
			}
		} else if (wish->intake.library == NULL) {
			wish->intake.library = argv[i];
		} else if (wish->from_count < NELEM(wish->from)) {
			wish->from[wish->from_count++] = argv[i];
		} else {
			return false;
		}
	}
	wish->intake.from = wish->from[0];
	return wish->from_count > 0;
}

static const err *remarks_print(struct exchange *exchange)
{
	struct buf out = buf_cap((size_t)256 << 20);
	struct file to = file_stdout();
	const err *e;

	exchange_print(exchange, &out);
	e = file_put(&to, buf_str(&out));
	buf_close(&out);
	return e;
}

/* All of a file, or of standard input. */
static const err *bytes_read(struct arena *arena, const char *path, str *ret_bytes)
{
	struct buf bytes = buf_cap(XML_READER_BYTES_MAX + 1);
	struct file in = file_stdin();
	const err *e = NULL;
	size_t count = 1;

	if (!str_eq(str_of(path), S("-"))) {
		e = file_is_special(path) ? err_make(ERR_FORMAT, "no plain file")
			: file_read(path, XML_READER_BYTES_MAX, &bytes);
	} else {
		while (e == NULL && count > 0 && !bytes.failed) {
			e = file_get(&in, 1 << 16, &bytes, &count);
		}
	}
	if (e == NULL && (bytes.failed || bytes.len > XML_READER_BYTES_MAX)) {
		e = err_make(ERR_FULL, "it is larger than %d MiB",
			XML_READER_BYTES_MAX >> 20);
	}
	if (e == NULL) *ret_bytes = buf_take(&bytes, arena);
	buf_close(&bytes);
	return e;
}

/* -- words for a guide that is there -------------------------------------- */

static const err *words_import(const struct import_wish *wish, str bytes,
	struct exchange *exchange, struct intake_counts *counts)
{
	struct guide_library library;
	struct incoming in = {.file = str_of(wish->from[0]), .bytes = bytes,
		.guide = wish->guide, .tongue = wish->tongue};
	struct guide *guide;
	size_t tongue;
	const err *e = guide_library_open(&library, wish->intake.library);

	if (e == NULL && incoming_land(&library, &in, exchange, &guide, &tongue)) {
		counts->guides = 1;
		if (!wish->intake.dry) {
			e = incoming_write(wish->intake.library, guide, tongue);
		}
	}
	/* the library goes, what is said stays */
	for (size_t i = 0; i < exchange->remarks.count; i++) {
		struct exchange_remark *remark = &exchange->remarks.at[i];

		remark->text = str_dup(exchange->arena, remark->text);
	}
	guide_library_close(&library);
	return e;
}

/* -- translation memories ------------------------------------------------- */

static const err *memory_read(struct tmx *tmx, const char *path,
	struct exchange *exchange, bool *ret_fine)
{
	struct xml_reader *reader = NULL;
	str bytes = S("");
	const err *e = bytes_read(tmx->arena, path, &bytes);

	if (e == NULL) e = xml_reader_open(&reader, bytes);
	if (e != NULL) return e;
	*ret_fine = tmx_add(tmx, xml_reader_source(reader), str_of(path), exchange);
	xml_reader_close(&reader);
	return NULL;
}

static const err *memory_import(const struct import_wish *wish,
	struct exchange *exchange, struct intake_counts *counts)
{
	const struct tongue *source = NULL;
	struct guide guide;
	struct tmx tmx;
	unsigned number = 0;
	bool fine = true;
	const err *e = intake_library(&wish->intake, &number, &source);

	if (e != NULL) return e;
	if (number > GUIDE_NUMBER_MAX) {
		return err_make(ERR_FULL, "there are 999 guides already");
	}
	tmx = tmx_open(exchange->arena, source);
	for (size_t i = 0; e == NULL && fine && i < wish->from_count; i++) {
		e = memory_read(&tmx, wish->from[i], exchange, &fine);
	}
	if (e != NULL || !fine || !tmx_guide(exchange->arena, &tmx,
			&wish->choice, exchange, &guide)) {
		return e;
	}
	guide.number = number;
	counts->guides = 1;
	return wish->intake.dry ? NULL
		: intake_guide_write(wish->intake.library, &guide);
}

/* -- which ---------------------------------------------------------------- */

static const err *import(const struct import_wish *wish,
	struct exchange *exchange, struct intake_counts *counts)
{
	const char *path = wish->from[0];
	bool folder = file_kind_of(path) == FILE_KIND_FOLDER;
	enum incoming_form form = incoming_form_of(str_of(path), S(""));
	str bytes;
	const err *e;

	if (folder && wish->from_count == 1) {
		return intake_folder(&wish->intake, exchange, counts);
	}
	if (form == INCOMING_TMX) return memory_import(wish, exchange, counts);
	if (wish->from_count > 1) {
		return err_make(ERR_USAGE, "one file or folder at a time");
	}
	if (form == INCOMING_MARKDOWN && wish->guide == 0
		&& !str_eq(str_of(path), S("-"))) {
		return intake_folder(&wish->intake, exchange, counts);
	}
	e = bytes_read(exchange->arena, path, &bytes);
	return e != NULL ? e : words_import(wish, bytes, exchange, counts);
}

int guide_import_command(int argc, char **argv)
{
	struct import_wish wish = {.guide = 0};
	struct intake_counts counts = {0};
	struct exchange exchange;
	const err *e, *said;

	if (!wish_read(argc, argv, &wish)) {
		report("the options are not right; see `bothy guide import"
		       " --help`", UINT64_MAX);
		return 1;
	}
	exchange = (struct exchange){.arena = arena_open(INTAKE_ARENA_MAX)};
	e = import(&wish, &exchange, &counts);
	said = remarks_print(&exchange);
	if (e == NULL) e = said;
	if (e != NULL) report_err("not imported", e);
	report("guides:", counts.guides);
	if (wish.intake.renews) report("guides changed:", counts.renewed);
	if (counts.refused > 0) report("files refused:", counts.refused);
	arena_close(&exchange.arena);
	if (e != NULL || counts.guides == 0) return 1;
	return exchange.errors > 0 ? 2 : 0;
}
