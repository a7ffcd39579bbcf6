/* Reading the words of a unit: see inline.h. What is to be isolated is found
 * in inline_run.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/inline.h"

#include "base/utf8.h"
#include "guide/inline_run.h"
#include "guide/line_reader.h"

#include <string.h>

struct reader {
	struct arena *arena;
	const struct unit *unit;
	const struct tongue *tongue;
	str rest;
	char *text;                /* without marks: as much room as the words */
	size_t len, from;          /* of it; where the span being read begins */
	struct span look;          /* how it looks */
	const struct slot *link;   /* open: its words are being read */
	struct span_list spans;
	bool used[GUIDE_SLOTS_MAX];
	enum inline_fault fault;
};

static void fail(struct reader *r, enum inline_fault fault)
{
	if (r->fault == INLINE_FINE) r->fault = fault;
}

static void span_add(struct reader *r, struct span span)
{
	if (span.text.len == 0) return;
	if (r->spans.count == INLINE_SPANS_MAX) {
		fail(r, INLINE_TOO_MANY);
		return;
	}
	LIST_ADD(r->arena, &r->spans, span);
}

/* The text read so far becomes spans: parts that stand alone, and the rest
 * [inline-2]. */
static void flush(struct reader *r)
{
	str text = str_bytes(r->text + r->from, r->len - r->from);

	r->from = r->len;
	while (text.len > 0) {
		struct span span = r->look;
		size_t before = text.len, len = 0;

		if (r->tongue->arabic_script) {
			before = inline_run_find(text, &len);
		}
		span.text = str_first(text, before);
		span_add(r, span);
		span.text = str_first(str_from(text, before), len);
		span.isolate = true;
		span_add(r, span);
		text = str_from(text, before + len);
	}
}

static void toggle(struct reader *r, bool *look)
{
	flush(r);
	*look = !*look;
}

/* Notes that the words use this slot [inline-3]. */
static const struct slot *slot_use(struct reader *r, str name, bool has_words)
{
	const struct slot *slot = unit_slot(r->unit, name);
	size_t at;

	if (slot == NULL) {
		fail(r, INLINE_SLOT_UNKNOWN);
		return NULL;
	}
	at = (size_t)(slot - r->unit->slots);
	if (r->used[at]) fail(r, INLINE_SLOT_TWICE);
	r->used[at] = true;
	if (!slot_is_in_words(slot->kind) || has_words
		!= (slot->kind == SLOT_LINK || slot->kind == SLOT_TERM)) {
		fail(r, INLINE_SLOT_KIND);
	}
	return slot;
}

/* The name up to `end`, taken off with it. */
static str name_take(struct reader *r, char end)
{
	size_t len = str_find_byte(r->rest, end);
	str name;

	if (len == SIZE_MAX) {
		fail(r, INLINE_UNCLOSED);
		r->rest = S("");
		return S("");
	}
	name = str_first(r->rest, len);
	r->rest = str_from(r->rest, len + 1);
	return name;
}

/* Where the link that opens here ends: its slot, which the words before it
 * need already. Marks of escapes are stepped over. */
static const struct slot *link_ahead(struct reader *r)
{
	str rest = r->rest, name;

	for (size_t i = 0; i + 1 < rest.len; i++) {
		if (rest.at[i] == '\\') {
			i++;
		} else if (rest.at[i] == '[') {
			fail(r, INLINE_NESTED);
			return NULL;
		} else if (rest.at[i] == ']' && rest.at[i + 1] == '(') {
			name = str_from(rest, i + 2);
			name = str_first(name, str_find_byte(name, ')'));
			return slot_use(r, name, true);
		}
	}
	fail(r, INLINE_UNCLOSED);
	return NULL;
}

static void link_open(struct reader *r)
{
	if (r->link != NULL) {
		fail(r, INLINE_NESTED);
		return;
	}
	flush(r);
	r->link = link_ahead(r);
	r->look.slot = r->link;
}

/* Blanks and joiners alone are no words. */
static bool is_seen(str text)
{
	uint32_t point;

	while (utf8_next(&text, &point)) {
		if (point > ' ' && point != 0xA0 && point != 0xAD
			&& point != 0x3000 && point != 0x2060
			&& (point < 0x2000 || point > 0x200D)) {
			return true;
		}
	}
	return false;
}

/* Of the whole, or of a link only. */
static bool are_words(const struct reader *r, const struct slot *link)
{
	for (size_t i = r->spans.count; i-- > 0;) {
		const struct span *span = &r->spans.at[i];

		if (link != NULL && span->slot != link) break;
		if (is_seen(span->text)) return true;
	}
	return false;
}

static void link_close(struct reader *r)
{
	if (r->link == NULL || r->rest.len == 0 || r->rest.at[0] != '(') {
		fail(r, INLINE_UNCLOSED);
		return;
	}
	flush(r);
	if (!are_words(r, r->link)) fail(r, INLINE_EMPTY);
	r->rest = str_from(r->rest, 1);
	(void)name_take(r, ')');
	r->link = NULL;
	r->look.slot = NULL;
}

static void literal(struct reader *r)
{
	struct span span;

	flush(r);
	span = r->look;
	if (r->link != NULL) fail(r, INLINE_NESTED);
	span.slot = slot_use(r, name_take(r, '}'), false);
	if (span.slot == NULL) return;
	span.text = span.slot->value;
	span.isolate = true;
	span.nowrap = true;
	span_add(r, span);
}

static void cell_next(struct reader *r)
{
	if (r->unit->kind != UNIT_ROW) {
		r->text[r->len++] = '|';
		return;
	}
	/* the blanks around the bar are not words */
	while (r->len > r->from && r->text[r->len - 1] == ' ') r->len--;
	flush(r);
	r->look.cell++;
	while (r->rest.len > 0 && r->rest.at[0] == ' ') {
		r->rest = str_from(r->rest, 1);
	}
}

static void mark(struct reader *r, char byte)
{
	switch (byte) {
	case '*':
		if (r->rest.len > 0 && r->rest.at[0] == '*') {
			r->rest = str_from(r->rest, 1);
			toggle(r, &r->look.strong);
		} else {
			toggle(r, &r->look.emphasis);
		}
		return;
	case '[': link_open(r); return;
	case ']': link_close(r); return;
	case '{': literal(r); return;
	case '}': fail(r, INLINE_UNCLOSED); return;
	case '|': cell_next(r); return;
	default: r->text[r->len++] = byte; return;
	}
}

static bool is_escaped(str rest)
{
	return rest.len > 0 && rest.at[0] != '\0'
		&& strchr("\\*[]{}|", rest.at[0]) != NULL;
}

/* How many bytes at the front are no marks. */
static size_t plain_len(str text)
{
	static const bool marks[256] = {['\\'] = true, ['*'] = true,
		['['] = true, [']'] = true, ['{'] = true, ['}'] = true,
		['|'] = true};
	size_t len = 0;

	while (len < text.len && !marks[(unsigned char)text.at[len]]) len++;
	return len;
}

static enum inline_fault bytes_check(str words)
{
	if (line_is_clean(words)) return INLINE_FINE;
	return utf8_is_valid(words) ? INLINE_CONTROL : INLINE_NOT_UTF8;
}

static void end_check(struct reader *r)
{
	flush(r);
	if (r->look.strong || r->look.emphasis || r->link != NULL) {
		fail(r, INLINE_UNCLOSED);
	}
	for (size_t i = 0; i < r->unit->slot_count; i++) {
		if (slot_is_in_words(r->unit->slots[i].kind) && !r->used[i]) {
			fail(r, INLINE_SLOT_MISSING);
		}
	}
	if (r->unit->kind == UNIT_ROW && r->look.cell + 1 != r->unit->cells) {
		fail(r, INLINE_CELLS);
	}
	if (r->unit->kind != UNIT_PICTURE && !are_words(r, NULL)) {
		fail(r, INLINE_EMPTY);
	}
}

/* One mark, or the letters up to the next. */
static void piece_read(struct reader *r)
{
	size_t len = plain_len(r->rest);
	char byte;

	if (len > 0) {
		memcpy(r->text + r->len, r->rest.at, len);
		r->len += len;
		r->rest = str_from(r->rest, len);
		return;
	}
	byte = r->rest.at[0];
	r->rest = str_from(r->rest, 1);
	if (byte == '\\' && is_escaped(r->rest)) {
		r->text[r->len++] = r->rest.at[0];
		r->rest = str_from(r->rest, 1);
	} else {
		mark(r, byte);
	}
}

enum inline_fault inline_read(struct arena *arena, const struct unit *unit,
	str words, const struct tongue *tongue, struct span_list *ret_spans)
{
	struct reader r = {.arena = arena, .unit = unit, .tongue = tongue,
		.rest = words, .fault = bytes_check(words)};

	if (unit->slot_count > GUIDE_SLOTS_MAX) fail(&r, INLINE_TOO_MANY);
	if (r.fault == INLINE_FINE) r.text = arena_get(arena, words.len);
	while (r.rest.len > 0 && r.fault == INLINE_FINE) piece_read(&r);
	if (r.fault == INLINE_FINE) end_check(&r);
	if (r.fault == INLINE_FINE) *ret_spans = r.spans;
	return r.fault;
}

static const str faults[INLINE_FAULT_COUNT] = {
	[INLINE_FINE] = S_INIT("fine"),
	[INLINE_NOT_UTF8] = S_INIT("not UTF-8"),
	[INLINE_UNCLOSED] = S_INIT("a mark is not closed, or never opened"),
	[INLINE_NESTED] = S_INIT("a link inside a link"),
	[INLINE_SLOT_UNKNOWN] = S_INIT("a slot this unit does not have"),
	[INLINE_SLOT_KIND] = S_INIT("a slot used as another kind"),
	[INLINE_SLOT_TWICE] = S_INIT("a slot is used twice"),
	[INLINE_SLOT_MISSING] = S_INIT("a slot is missing"),
	[INLINE_CONTROL] = S_INIT("a control character, or one that turns "
		"text around"),
	[INLINE_CELLS] = S_INIT("another number of cells"),
	[INLINE_TOO_MANY] = S_INIT("too many pieces"),
	[INLINE_EMPTY] = S_INIT("no words"),
};

str inline_fault_text(enum inline_fault fault)
{
	must(fault < INLINE_FAULT_COUNT);
	return faults[fault];
}

void inline_plain(const struct span_list *spans, struct buf *out)
{
	for (size_t i = 0; i < spans->count; i++) {
		if (i > 0 && spans->at[i].cell != spans->at[i - 1].cell) {
			buf_text(out, " | ");
		}
		buf_put(out, spans->at[i].text);
	}
}
