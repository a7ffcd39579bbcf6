/* Translations to C: reads po/LOCALE.po files and the list of texts in use,
 * writes one sorted table a locale. kmr-Arab is the transliteration of kmr,
 * overridden entry by entry by po/kmr-Arab.po.
 *
 *	po2c OUT.c STRINGS PO_FOLDER             writes the tables
 *	po2c --missing STRINGS PO_FOLDER         lists what has no translation
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/list.h"
#include "base/str.h"
#include "base/buf.h"
#include "text/transliterate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORMS = 6, ARENA_BYTES = 64 << 20 };

struct entry { str id; str forms[FORMS]; };
struct entry_list LIST_OF(struct entry);
struct str_list LIST_OF(str);

static struct arena *arena;
static const char *const locales[] = {"ar", "ckb", "kmr-Arab", "kmr", "en"};

static str read_all(const char *path, bool must_be)
{
	FILE *file = fopen(path, "rb");
	struct buf out = buf_cap(ARENA_BYTES / 4);
	str all;
	int c;

	if (file == NULL) {
		if (must_be) {
			(void)fprintf(stderr, "po2c: cannot read %s\n", path);
			exit(1);
		}
		return S("");
	}
	while ((c = getc(file)) != EOF) buf_byte(&out, (char)c);
	(void)fclose(file);
	all = buf_take(&out, arena);
	buf_close(&out);
	return all;
}

/* The text inside quotes, with \n \" \\ undone, appended. */
static void unquote(str line, struct buf *out)
{
	size_t start = str_find_byte(line, '"');

	if (start == SIZE_MAX) return;
	for (size_t i = start + 1; i < line.len && line.at[i] != '"'; i++) {
		char c = line.at[i];

		if (c == '\\' && i + 1 < line.len) {
			c = line.at[++i];
			if (c == 'n') c = '\n';
		}
		buf_byte(out, c);
	}
}

/* Reads a .po file. Fuzzy entries are not used. */
static struct entry_list po_read(str all)
{
	struct entry_list list = {0};
	struct entry now = {0};
	struct buf out = {0};
	str *target = NULL, line;
	bool fuzzy = false;

	for (;;) {
		bool more, quote;

		more = str_line(&all, &line);
		quote = more && str_starts(line, S("\""));
		if (target != NULL && !quote) {
			*target = buf_take(&out, arena);
			buf_reset(&out);
			target = NULL;
		}
		if (!more || str_starts(line, S("msgid \""))) {
			if (now.id.len > 0 && now.forms[0].len > 0 && !fuzzy) {
				LIST_ADD(arena, &list, now);
			}
			now = (struct entry){0};
		}
		if (!more) break;
		if (str_starts(line, S("#"))) {
			if (str_starts(line, S("#,"))) {
				fuzzy = str_find(line, S("fuzzy")) != SIZE_MAX;
			}
			continue;
		}
		if (str_starts(line, S("msgid \""))) target = &now.id;
		if (str_starts(line, S("msgstr \""))) target = &now.forms[0];
		if (str_starts(line, S("msgstr["))) {
			target = &now.forms[(line.at[7] - '0') % FORMS];
		}
		if (target != NULL || quote) unquote(line, &out);
		if (str_starts(line, S("msgid_plural"))) buf_reset(&out);
		if (line.len == 0) fuzzy = false;
	}
	buf_close(&out);
	return list;
}

static const struct entry *find(const struct entry_list *list, str id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i].id, id)) return &list->at[i];
	}
	return NULL;
}

static struct entry_list transliterated(const struct entry_list *latin)
{
	struct entry_list list = {0};
	struct buf out = {0};

	for (size_t i = 0; i < latin->count; i++) {
		struct entry one = {.id = latin->at[i].id};

		for (size_t form = 0; form < FORMS; form++) {
			buf_reset(&out);
			transliterate(&out, latin->at[i].forms[form]);
			one.forms[form] = buf_take(&out, arena);
		}
		LIST_ADD(arena, &list, one);
	}
	buf_close(&out);
	return list;
}

/* Two translations of one text: which one a reader sees would be chance. */
static void once_check(const char *locale, const struct entry_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct entry *one = find(list, list->at[i].id);

		if (one == &list->at[i]) continue;
		(void)fprintf(stderr, "po/%s.po: twice: \"%.*s\"\n", locale,
			S_ARG(one->id));
		exit(1);
	}
}

static struct entry_list locale_load(const char *folder, const char *locale)
{
	char path[1024];
	struct entry_list own, base = {0};

	(void)snprintf(path, sizeof(path), "%s/%s.po", folder, locale);
	own = po_read(read_all(path, false));
	once_check(locale, &own);
	if (strcmp(locale, "kmr-Arab") != 0) return own;
	base = locale_load(folder, "kmr");
	base = transliterated(&base);
	for (size_t i = 0; i < base.count; i++) {
		const struct entry *mine = find(&own, base.at[i].id);
		if (mine != NULL) base.at[i] = *mine;
	}
	for (size_t i = 0; i < own.count; i++) {
		if (find(&base, own.at[i].id) == NULL) {
			LIST_ADD(arena, &base, own.at[i]);
		}
	}
	return base;
}

static void literal_write(FILE *to, str s)
{
	(void)putc('"', to);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '"' || c == '\\') (void)fprintf(to, "\\%c", c);
		else if (c < 0x20) (void)fprintf(to, "\\%03o", c);
		else (void)putc(c, to);
	}
	(void)putc('"', to);
}

/* STRINGS: one text a line, \n written as \n. */
static bool next_string(str *rest, str *ret_id)
{
	struct buf out = {0};
	str line, quoted, plural;

	if (!str_line(rest, &line)) return false;
	(void)str_cut(line, '\t', &line, &plural);
	quoted = str_fmt(arena, "\"%.*s\"", S_ARG(line));
	unquote(quoted, &out);
	*ret_id = buf_take(&out, arena);
	buf_close(&out);
	return true;
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

/* The texts in use, sorted, each once. */
static struct str_list ids_read(str strings)
{
	struct str_list all = {0}, once = {0};
	str id;

	while (next_string(&strings, &id)) LIST_ADD(arena, &all, id);
	if (all.count > 0) qsort(all.at, all.count, sizeof(*all.at), by_bytes);
	for (size_t i = 0; i < all.count; i++) {
		if (i > 0 && str_eq(all.at[i], all.at[i - 1])) continue;
		LIST_ADD(arena, &once, all.at[i]);
	}
	return once;
}

/* How often `{name}` stands in `s`. */
static size_t hole_count(str s, str hole)
{
	size_t count = 0, at;

	while ((at = str_find(s, hole)) != SIZE_MAX) {
		count++;
		s = str_from(s, at + hole.len);
	}
	return count;
}

/* [tr-1] Every hole of `from` stands in `in` exactly as often; in a counted
 * form the words may say the count themselves. */
static bool holes_fit(str from, str in, bool counted)
{
	str rest = from, before, hole;

	while (str_cut(rest, '{', &before, &rest)) {
		if (!str_cut(rest, '}', &hole, &rest)) return false;
		if (counted && str_eq(hole, S("count"))) continue;
		hole = str_fmt(arena, "{%.*s}", S_ARG(hole));
		if (hole_count(from, hole) != hole_count(in, hole)) return false;
	}
	return true;
}

static void entries_check(const char *locale, const struct entry_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct entry *one = &list->at[i];
		bool counted = one->forms[1].len > 0;

		for (size_t f = 0; f < FORMS; f++) {
			if (one->forms[f].len == 0) continue;
			if (holes_fit(one->id, one->forms[f], counted) &&
				holes_fit(one->forms[f], one->id, counted)) {
				continue;
			}
			(void)fprintf(stderr, "po/%s.po: other {holes} than in "
				"\"%.*s\"\n", locale, S_ARG(one->id));
			exit(1);
		}
	}
}

static void forms_write(FILE *to, const struct entry *entry)
{
	(void)fputs("\t{{", to);
	for (size_t f = 0; f < FORMS; f++) {
		if (entry == NULL || entry->forms[f].len == 0) {
			(void)fputs("NULL,", to);
		} else {
			literal_write(to, entry->forms[f]);
			(void)fputs(",", to);
		}
	}
	(void)fputs("}},\n", to);
}

static int write_tables(const char *path, const char *strings,
	const char *folder)
{
	struct str_list ids = ids_read(read_all(strings, true));
	FILE *to = fopen(path, "wb");

	if (to == NULL) return 1;
	(void)fputs("#include \"page/tr.h\"\n"
		"const char *const tr_english[] = {\n", to);
	for (size_t i = 0; i < ids.count; i++) {
		(void)fputs("\t", to);
		literal_write(to, ids.at[i]);
		(void)fputs(",\n", to);
	}
	(void)fprintf(to, "\tNULL};\nconst size_t tr_english_count = %zu;\n",
		ids.count);
	for (size_t l = 0; l < NELEM(locales); l++) {
		struct entry_list list = locale_load(folder, locales[l]);

		entries_check(locales[l], &list);
		(void)fprintf(to, "static const struct tr_forms t%zu[] = {\n", l);
		for (size_t i = 0; i < ids.count; i++) {
			forms_write(to, find(&list, ids.at[i]));
		}
		(void)fputs("\t{{NULL}}};\n", to);
	}
	(void)fputs("const struct tr_forms *const tr_tables[LOCALE_COUNT] = {\n",
		to);
	for (size_t l = 0; l < NELEM(locales); l++) {
		(void)fprintf(to, "\tt%zu,\n", l);
	}
	(void)fputs("};\n", to);
	return fclose(to) == 0 ? 0 : 1;
}

static int list_missing(str strings, const char *folder)
{
	int missing = 0;

	for (size_t l = 0; l + 1 < NELEM(locales); l++) { /* en is the source */
		struct entry_list list = locale_load(folder, locales[l]);
		str rest = strings, id;

		while (next_string(&rest, &id)) {
			if (find(&list, id) != NULL) continue;
			(void)printf("%s: %.*s\n", locales[l], S_ARG(id));
			missing++;
		}
	}
	(void)fprintf(stderr, "translations: %d missing\n", missing);
	return missing == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	arena = arena_open(ARENA_BYTES);
	if (argc == 4 && strcmp(argv[1], "--missing") == 0) {
		return list_missing(read_all(argv[2], true), argv[3]);
	}
	if (argc == 4) return write_tables(argv[1], argv[2], argv[3]);
	(void)fputs("usage: po2c OUT.c STRINGS PO_FOLDER\n", stderr);
	return 1;
}
