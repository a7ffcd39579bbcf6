/* A tree of guides nobody has tidied: lessons in three languages with front
 * matter, lists, tables, pictures and links, whose translations have drifted,
 * and among them files that are broken, enormous, or made to be hard to read.
 * The same every time. Used by the tests of the import and by bench/.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_GUIDE_WILD_TREE_H
#define TEST_GUIDE_WILD_TREE_H

#include "base/buf.h"

enum { WILD_LANGS = 3, WILD_HOSTILE_COUNT = 26, WILD_LINE = 300 * 1024 };

static const char *const wild_langs[WILD_LANGS] = {"en", "ar", "fa"};

static inline uint64_t wild_draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static inline void wild_words(struct buf *out, unsigned lang, unsigned count,
	uint64_t *state)
{
	static const char *const words[WILD_LANGS][12] = {
		{"phone", "keep", "the", "message", "safe", "person", "before",
			"Signal", "open", "a", "number", "friend"},
		{"الهاتف", "احفظ", "في", "الرسالة", "آمن", "شخص", "قبل", "Signal",
			"افتح", "من", "رقم", "صديق"},
		{"گوشی", "نگه", "در", "پیام", "امن", "کسی", "پیش", "Signal",
			"باز", "از", "شماره", "دوست"},
	};

	for (unsigned i = 0; i < count; i++) {
		if (i > 0) buf_byte(out, ' ');
		buf_text(out, words[lang][wild_draw(state) % 12]);
	}
}

static inline void wild_lesson_lists(struct buf *out, unsigned number,
	unsigned lang, uint64_t *state, bool drifts)
{
	unsigned items = 4 + number % 4 - (drifts && number % 3 == 0);

	for (unsigned i = 0; i < items; i++) {
		buf_fmt(out, number % 2 == 0 ? "* " : "%u. ", i + 1);
		wild_words(out, lang, 8, state);
		if (i == 1 && !(drifts && number % 3 == 1)) {
			buf_fmt(out, " [");
			wild_words(out, lang, 2, state);
			buf_fmt(out, "](https://example.org/%u)", number);
		}
		if (i == 2) buf_text(out, " `code` +41 22 730 00 00");
		buf_byte(out, '\n');
	}
	buf_byte(out, '\n');
}

/* A lesson like the real ones: two sections, a list, a quote, perhaps a table
 * and a picture. Every fifth translation has drifted. */
static inline void wild_lesson(struct buf *out, unsigned number, unsigned lang)
{
	uint64_t state = 0x9e3779b97f4a7c15u * (number + 1);
	bool drifts = lang > 0 && number % 5 == lang;

	if (number % 3 == 0) {
		buf_text(out, "---\ntitle: ");
		wild_words(out, lang, 4, &state);
		buf_text(out, "\nindex: 1\n---\n");
	}
	buf_text(out, "# ");
	wild_words(out, lang, 4, &state);
	buf_text(out, "\n\n");
	for (unsigned section = 0; section < 3; section++) {
		buf_text(out, "## ");
		wild_words(out, lang, 3, &state);
		buf_text(out, "\n\n");
		wild_words(out, lang, 40, &state);
		buf_fmt(out, "\nsee [this](lesson-%u.md#x) and **that**.\n\n",
			(number + 1) % 40);
		wild_lesson_lists(out, number + section, lang, &state, drifts);
	}
	if (number % 4 == 0) {
		buf_text(out, "> ");
		wild_words(out, lang, 12, &state);
		buf_text(out, "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n");
	}
	buf_text(out, drifts && number % 2 == 0 ? "[broken] (https://x.example)\n"
		: "![image](picture.png)\n");
	if (number % 7 == 0) buf_text(out, "\n[run](javascript:alert(1)) <b>b</b>\n");
}

static inline void wild_repeat(struct buf *out, const char *text, size_t bytes)
{
	while (out->len < bytes) buf_text(out, text);
}

/* What repeats in hostile files, and up to which size. */
static const struct { const char *start, *repeat; size_t bytes; }
wild_repeats[] = {
	{"# one line\n\n", "words without an end ", WILD_LINE},
	{"", "> ", 20000}, {"", "- ", 20000}, {"1. a\n", "  1. b\n", 50000},
	{"", "*a **a ", 60000}, {"", "[", 60000}, {"", "![[](", 60000},
	{"", "`a``", 60000}, {"", "<", 60000}, {"", "<!-- ", 60000},
	{"", "www.a ", 60000}, {"", "http://a.b/(", 60000},
	{"", "&nbsp;&#x202e;", 60000}, {"", "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
		60000},
	{"", "# h\n", 12000}, {"", "####### x\n\n\t\tcode\n\n", 60000},
	{"[a]: /x&amp;y", "zzzzzzzzzzzz", 4000}, {"", "a_b*c_d*", 60000},
	{"", "[x](#x)\n# x\n", 12000}, {"", "\\", 60000},
};

/* Hostile file `which`. */
static inline void wild_hostile(struct buf *out, unsigned which)
{
	if (which < NELEM(wild_repeats)) {
		buf_text(out, wild_repeats[which].start);
		wild_repeat(out, wild_repeats[which].repeat,
			wild_repeats[which].bytes);
		if (which == 16) wild_repeat(out, "\n\n[a][a]", 64000);
		return;
	}
	switch (which - NELEM(wild_repeats)) {
	case 0: break; /* empty */
	case 1: buf_text(out, "# caf\xe9\n"); break;
	case 2:
		buf_text(out, "# a");
		buf_zeros(out, 20);
		break;
	case 3: /* a table of many columns and rows of none */
		wild_repeat(out, "|a", 8000);
		buf_byte(out, '\n');
		wild_repeat(out, "|---", 8001 + 16000);
		buf_text(out, "|\n");
		wild_repeat(out, "|\n", 60000);
		break;
	case 4: buf_text(out, "\xef\xbb\xbf# bom\r\n\r\nline\r\nline\r\n"); break;
	default: buf_text(out, "---\ntitle: [never closed\n# x\n\n---\n"); break;
	}
}

#endif
