/* `bothy guide export`: one language of a guide to standard output, for people
 * and programs that work elsewhere. Writes nothing else.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "base/num.h"
#include "guide/guide_library.h"
#include "guide/markdown_write.h"
#include "guide/po.h"
#include "guide/xliff.h"
#include "os/file.h"
#include "os/report.h"

const char guide_export_usage[] =
	"usage: bothy guide export --form markdown|po|xliff LIBRARY GUIDE LANG\n"
	"\n"
	"Writes one language of a guide to standard output. GUIDE is its number,\n"
	"LANG its tag. po and xliff are for translators' programs: the source and\n"
	"the words of LANG, unit by unit, also for a language the guide does not\n"
	"have yet. markdown is the text alone. All three come back with\n"
	"`bothy guide import`.\n";

enum form { FORM_NONE, FORM_MARKDOWN, FORM_PO, FORM_XLIFF };

struct export_wish {
	enum form form;
	const char *library;
	unsigned guide;
	const struct tongue *tongue;
};

static bool form_read(str word, enum form *ret_form)
{
	static const struct { str word; enum form form; } forms[] = {
		{S_INIT("markdown"), FORM_MARKDOWN}, {S_INIT("po"), FORM_PO},
		{S_INIT("xliff"), FORM_XLIFF},
	};

	for (size_t i = 0; i < NELEM(forms); i++) {
		if (!str_eq(forms[i].word, word)) continue;
		*ret_form = forms[i].form;
		return true;
	}
	return false;
}

static bool word_take(struct export_wish *wish, char *word)
{
	uint64_t number;

	if (wish->library == NULL) {
		wish->library = word;
		return true;
	}
	if (wish->guide == 0) {
		if (!num_read(str_of(word), GUIDE_NUMBER_MAX, &number)) {
			return false;
		}
		wish->guide = (unsigned)number;
		return number > 0;
	}
	if (wish->tongue != NULL) return false;
	wish->tongue = tongue_find(str_of(word));
	return wish->tongue != NULL;
}

static bool wish_read(int argc, char **argv, struct export_wish *wish)
{
	for (int i = 1; i < argc; i++) {
		if (str_eq(str_of(argv[i]), S("--form"))) {
			if (++i == argc || !form_read(str_of(argv[i]),
					&wish->form)) {
				return false;
			}
		} else if (!word_take(wish, argv[i])) {
			return false;
		}
	}
	return wish->form != FORM_NONE && wish->tongue != NULL;
}

static const err *form_write(const struct export_wish *wish,
	struct arena *arena, struct guide *guide, struct buf *out)
{
	const struct unit *unit;
	size_t tongue;
	bool has = guide_tongue(guide, wish->tongue->tag, &tongue);

	if (wish->form == FORM_MARKDOWN) {
		if (!has) {
			return err_make(ERR_ABSENT, "the guide has no words in"
				" this language");
		}
		return markdown_write(arena, guide, tongue, out, &unit) ? NULL
			: err_make(ERR_FORMAT, "words that cannot be read; see"
				" `bothy guide check`");
	}
	if (!has && !guide_tongue_add(guide, wish->tongue, &tongue)) {
		return err_make(ERR_FULL, "more languages than a guide may"
			" have");
	}
	if (tongue == 0) {
		return err_make(ERR_USAGE, "the source language has no"
			" translation; take markdown");
	}
	if (wish->form == FORM_PO) po_write(arena, guide, tongue, out);
	else xliff_write(arena, guide, tongue, out);
	return NULL;
}

static const err *export(const struct export_wish *wish,
	struct guide_library *library)
{
	struct guide *guide = guide_library_guide(library, wish->guide);
	struct buf out = buf_cap((size_t)64 << 20);
	struct file to = file_stdout();
	const err *e;

	if (guide == NULL) {
		return err_make(ERR_ABSENT, "no guide of this number can be"
			" read");
	}
	e = form_write(wish, library->arena, guide, &out);
	if (e == NULL && out.failed) e = err_make(ERR_FULL, "it is too large");
	if (e == NULL) e = file_put(&to, buf_str(&out));
	buf_close(&out);
	return e;
}

int guide_export_command(int argc, char **argv)
{
	struct export_wish wish = {.form = FORM_NONE};
	struct guide_library library;
	const err *e;

	if (!wish_read(argc, argv, &wish)) {
		report("the options are not right; see `bothy guide export"
		       " --help`", UINT64_MAX);
		return 1;
	}
	e = guide_library_open(&library, wish.library);
	if (e == NULL) e = export(&wish, &library);
	guide_library_close(&library);
	if (e != NULL) report_err("nothing is written", e);
	return e == NULL ? 0 : 1;
}
