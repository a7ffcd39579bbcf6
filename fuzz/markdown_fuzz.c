/* Markdown of guides: whatever comes in, what goes out is well nested and
 * made of the few tags we know [markdown-3]; every link leads where html_url
 * would let it lead [markdown-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/markdown.h"

enum { DEPTH_MAX = 4096 };

static const str pairs[] = {S_INIT("h1"), S_INIT("h2"), S_INIT("h3"),
	S_INIT("h4"), S_INIT("h5"), S_INIT("h6"), S_INIT("p"), S_INIT("ul"),
	S_INIT("ol"), S_INIT("li"), S_INIT("blockquote"), S_INIT("pre"),
	S_INIT("code"), S_INIT("em"), S_INIT("strong"), S_INIT("a")};

static size_t pair_of(str name)
{
	for (size_t i = 0; i < NELEM(pairs); i++) {
		if (str_eq(pairs[i], name)) return i;
	}
	return SIZE_MAX;
}

static bool starts_any(str s, const char *const *starts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_starts(s, str_of(starts[i]))) return true;
	}
	return false;
}

static void attributes(str name, str rest)
{
	static const char *const safe[] = {"href=\"https://", "href=\"/",
		"href=\"#", "href=\"http://"};

	if (str_eq(name, S("a"))) {
		must(starts_any(rest, safe, NELEM(safe)));
		must(str_find(rest, S("javascript:")) == SIZE_MAX ||
			!str_starts(rest, S("href=\"javascript:")));
	} else if (rest.len > 0) {
		must(str_starts(rest, S("start=\"")));
	}
}

/* One tag without its brackets. */
static void tag(str inside, unsigned char *stack, size_t *depth)
{
	str name = inside, rest = S("");
	bool leaves = str_starts(inside, S("/"));
	size_t kind;

	if (leaves) name = str_from(name, 1);
	(void)str_cut(name, ' ', &name, &rest);
	if (str_eq(name, S("br")) || str_eq(name, S("hr"))) return;
	kind = pair_of(name);
	must(kind != SIZE_MAX);
	if (leaves) {
		must(*depth > 0 && stack[--*depth] == kind);
		return;
	}
	attributes(name, rest);
	must(*depth < DEPTH_MAX);
	stack[(*depth)++] = (unsigned char)kind;
}

static void well_nested(str html)
{
	static unsigned char stack[DEPTH_MAX];
	size_t depth = 0;
	str text, inside;

	while (str_cut(html, '<', &text, &html)) {
		must(str_find_byte(text, '>') == SIZE_MAX);
		must(str_cut(html, '>', &inside, &html));
		must(str_find_byte(inside, '<') == SIZE_MAX);
		tag(inside, stack, &depth);
	}
	must(depth == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_open(64 << 20);
	str input = fuzz_input(bytes, size);
	struct markdown page;

	if (size < 16384 && markdown_read(arena, input, &page)) {
		must(utf8_is_valid(page.body.bytes));
		must(utf8_is_valid(page.title));
		well_nested(page.body.bytes);
	}
	arena_close(&arena);
	return 0;
}
