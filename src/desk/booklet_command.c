/* `bothy booklet`: see booklet_command.h. Reads all, writes one page, keeps
 * nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/booklet_command.h"

#include "cli/bank_file.h"
#include "os/file.h"
#include "os/report.h"
#include "page/booklet.h"

const char booklet_usage[] =
	"usage: bothy booklet --lang TAG [OPTION…] [FILE]\n"
	"\n"
	"Reads a word bank (a table, TBX or martif; FILE or standard input) and\n"
	"writes a page to standard output: our words, what they mean, and which\n"
	"words hurt, why, and what to write instead. One file, no script, no\n"
	"other host, for the screen and for paper. TAG is ar, ckb, kmr-Arab,\n"
	"kmr or en.\n"
	"\n"
	"  --shipped           instead of FILE: the words Bothy begins with\n"
	"  --name NAME         the organisation's name at the top\n"
	"  --spell-out         print words that hurt in full; without it paper\n"
	"                      shows their first letters\n"
	"  --with-never-shown  also those never to show; without it only their\n"
	"                      first letters are in the file\n"
	"\n"
	"Status 0, 2 when rows were refused (their lines and reasons are on\n"
	"standard error), 1 when nothing is written.\n";

enum { PAGE_BYTES_MAX = 64 << 20 };

struct order {
	struct booklet_wish wish;
	enum locale locale;
	bool has_locale;
	const char *path;
};

static bool value_take(str option, str value, struct order *order)
{
	if (str_eq(option, S("--lang"))) {
		order->has_locale = locale_read(value, &order->locale);
		return order->has_locale;
	}
	if (!str_eq(option, S("--name"))) return false;
	order->wish.organisation = value;
	return true;
}

static bool order_read(int argc, char **argv, struct order *order)
{
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);

		if (str_eq(word, S("--spell-out"))) {
			order->wish.spelled_out = true;
		} else if (str_eq(word, S("--with-never-shown"))) {
			order->wish.never_shown = true;
		} else if (str_eq(word, str_of(bank_file_shipped))) {
			order->path = bank_file_shipped;
		} else if (str_starts(word, S("--"))) {
			if (i + 1 == argc) return false;
			if (!value_take(word, str_of(argv[++i]), order)) {
				return false;
			}
		} else if (order->path == NULL) {
			order->path = argv[i];
		} else {
			return false;
		}
	}
	return order->has_locale;
}

static const err *booklet_write(struct arena *arena, const struct order *order,
	struct bank_refusals *refused)
{
	struct buf page = buf_cap(PAGE_BYTES_MAX);
	struct file to = file_stdout();
	struct bank bank = {0};
	const err *e = bank_file_read(arena, order->path, &bank, refused);

	if (e == NULL) {
		struct booklet booklet = booklet_of(arena, &bank, order->locale,
			&order->wish);

		page_booklet(&page, order->locale, &booklet);
		e = page.failed ? err_make(ERR_FULL, "it becomes too large")
				: file_put(&to, buf_str(&page));
	}
	buf_close(&page);
	return e;
}

int booklet_command(int argc, char **argv)
{
	struct order order = {.locale = LOCALE_EN};
	struct bank_refusals refused = {0};
	struct arena *arena;
	const err *e;

	report_as("booklet");
	if (!order_read(argc, argv, &order)) {
		report("the options are not right; see `bothy booklet --help`",
			UINT64_MAX);
		return 1;
	}
	arena = arena_open(BANK_FILE_ARENA);
	e = booklet_write(arena, &order, &refused);
	bank_file_report(&refused);
	if (e != NULL) report_err("nothing is written", e);
	arena_close(&arena);
	if (e != NULL) return 1;
	return refused.count > 0 ? 2 : 0;
}
