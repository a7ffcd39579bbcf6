/* Words written piece by piece: see wording.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/wording.h"

#include "base/utf8.h"
#include "guide/line_reader.h"
#include "text/normal.h"

#include <string.h>

enum { NBSP = 0xa0 };

void wording_start(struct wording *w)
{
	struct buf text = w->text, plain = w->plain;

	buf_reset(&text);
	buf_reset(&plain);
	memset(w, 0, offsetof(struct wording, slots));
	w->text = text;
	w->plain = plain;
}

void wording_close(struct wording *w)
{
	buf_close(&w->text);
	buf_close(&w->plain);
}

bool wording_are(const struct wording *w)
{
	return w->plain.len > 0;
}

/* Marks that have to end before what comes next, a blank that is due, marks
 * that begin. A blank never stands inside the edge of a mark. */
static void settle(struct wording *w)
{
	if (w->is_emphasis && !w->emphasis) buf_byte(&w->text, '*');
	if (w->is_strong && !w->strong) buf_text(&w->text, "**");
	if (w->blank && w->plain.len > 0) {
		buf_byte(&w->text, ' ');
		buf_byte(&w->plain, ' ');
	}
	w->blank = false;
	if (!w->is_strong && w->strong) buf_text(&w->text, "**");
	if (!w->is_emphasis && w->emphasis) buf_byte(&w->text, '*');
	w->is_strong = w->strong;
	w->is_emphasis = w->emphasis;
}

void wording_blank(struct wording *w)
{
	w->blank = true;
}

/* Takes no room and changes no letter: two words that look the same would be
 * two to search and to spelling. */
static bool is_unseen(uint32_t point)
{
	return point == 0xad || point == 0x180e || point == 0x200b
		|| (point >= 0x2060 && point <= 0x2064)
		|| (point >= 0x206a && point <= 0x206f);
}

/* What becomes of a code point. */
enum sort { SORT_TEXT, SORT_BLANK, SORT_CONTROL };

static enum sort sort_of(uint32_t point)
{
	if (point == ' ' || point == '\t' || point == '\n' || point == '\r'
		|| point == 0x2028 || point == 0x2029) {
		return SORT_BLANK;
	}
	return line_is_control(point) || is_unseen(point) ? SORT_CONTROL
		: SORT_TEXT;
}

/* Something that may be a control, or a mark, begins with these two bytes. */
static bool is_doubtful(unsigned char byte, unsigned char next)
{
	switch (byte) {
	case '\\': case '*': case '[': case ']': case '{': case '}': case '|':
	case 0x7f: return true;
	case 0xc2: return next <= 0xad;
	case 0xd8: return next == 0x9c;
	case 0xe1: return next == 0xa0;
	case 0xe2: return next <= 0x81;
	case 0xef: return next >= 0xb7;
	default: return byte <= ' ' || byte >= 0xf0;
	}
}

/* How many bytes at the front are ordinary letters. */
static size_t ordinary_len(str text)
{
	size_t len = 0;

	while (len < text.len) {
		unsigned char next = len + 1 < text.len
			? (unsigned char)text.at[len + 1] : 0;

		if (is_doubtful((unsigned char)text.at[len], next)) break;
		len++;
	}
	return len;
}

static bool is_full(const struct wording *w)
{
	return w->text.len > (w->blank ? (size_t)WORDING_SOFT_BYTES
				       : (size_t)WORDING_FULL_BYTES);
}

static void link_drop(struct wording *w);

/* What stands where a letter was, or means what one font wants. */
static bool is_lost(uint32_t point)
{
	return point == 0xfffd || (point >= 0xe000 && point <= 0xf8ff)
		|| point >= 0xf0000;
}

/* Joins letters or keeps them apart; there are none yet. */
static bool is_joiner(uint32_t point)
{
	return point == 0x200c || point == 0x200d;
}

static void point_put(struct wording *w, uint32_t point)
{
	switch (sort_of(point)) {
	case SORT_BLANK: w->blank = true; return;
	case SORT_CONTROL: w->had_controls = true; return;
	case SORT_TEXT: break;
	}
	if (point == NBSP && w->plain.len == 0) return;
	if (is_joiner(point) && w->plain.len == 0) return;
	if (is_lost(point)) w->had_lost = true;
	settle(w);
	if (point < 0x80 && strchr("\\*[]{}|", (int)point) != NULL) {
		buf_byte(&w->text, '\\');
	}
	utf8_put(&w->text, point);
	utf8_put(&w->plain, point);
}

str wording_text(struct wording *w, str text)
{
	uint32_t point;

	while (text.len > 0) {
		size_t len;

		if (is_full(w)) {
			if (!w->in_link) return text;
			link_drop(w);
			continue;
		}
		len = ordinary_len(str_first(text, 512));
		if (len > 0) {
			str piece = len == 512 ? utf8_first(text, len)
				: str_first(text, len);

			settle(w);
			buf_put(&w->text, piece);
			buf_put(&w->plain, piece);
			text = str_from(text, piece.len);
		} else if (utf8_next(&text, &point)) {
			point_put(w, point);
		} else {
			text = str_from(text, 1);
		}
	}
	return text;
}

/* -- slots ---------------------------------------------------------------- */

static struct slot *slot_add(struct wording *w, struct arena *arena,
	enum slot_kind kind, str value)
{
	struct slot *slot = &w->slots[w->slot_count];
	bool link = kind == SLOT_LINK;

	*slot = (struct slot){.kind = kind, .value = str_dup(arena, value)};
	slot->name = str_fmt(arena, link ? "link%u" : "code%u",
		link ? ++w->links : ++w->literals);
	w->slot_count++;
	return slot;
}

/* May stand as the value of a slot. */
static bool is_value(str value, size_t max)
{
	str rest = value;
	uint32_t point;

	if (value.len == 0 || value.len > max) return false;
	while (utf8_next(&rest, &point)) {
		if (point != ' ' && sort_of(point) != SORT_TEXT) return false;
	}
	return rest.len == 0;
}

void wording_literal(struct wording *w, struct arena *arena, str value)
{
	value = str_trim(value);
	if (w->in_link || !is_value(value, WORDING_LITERAL_MAX)) {
		(void)wording_text(w, value);
		return;
	}
	if (w->slot_count == GUIDE_SLOTS_MAX) {
		w->had_too_many = true;
		(void)wording_text(w, value);
		return;
	}
	settle(w);
	buf_byte(&w->text, '{');
	buf_put(&w->text, slot_add(w, arena, SLOT_LITERAL, value)->name);
	buf_byte(&w->text, '}');
	buf_put(&w->plain, value);
}

/* The link that is open is its words only. */
static void link_drop(struct wording *w)
{
	struct buf *text = &w->text;

	memmove(text->at + w->link_text, text->at + w->link_text + 1,
		text->len - w->link_text - 1);
	text->len--;
	w->in_link = false;
}

void wording_link_open(struct wording *w, struct arena *arena, str to)
{
	if (w->in_link) return;
	if (!is_value(to, WORDING_ADDRESS_MAX)) {
		w->had_empty_link = true;
		return;
	}
	if (w->slot_count == GUIDE_SLOTS_MAX) {
		w->had_too_many = true;
		return;
	}
	settle(w);
	w->in_link = true;
	w->link_to = str_dup(arena, to);
	w->link_text = w->text.len;
	w->link_plain = w->plain.len;
	buf_byte(&w->text, '[');
}

/* The host of an address that stands where words should. */
static str host_of(str words)
{
	size_t scheme = str_find(words, S("://")), end;

	if (scheme != SIZE_MAX) words = str_from(words, scheme + 3);
	for (end = 0; end < words.len; end++) {
		if (strchr("/?# ", words.at[end]) != NULL) break;
	}
	words = str_first(words, end);
	return str_starts(words, S("www.")) ? str_from(words, 4) : words;
}

static bool is_address(str words)
{
	return str_starts(words, S("http://")) || str_starts(words, S("https://"))
		|| str_starts(words, S("www."));
}

void wording_link_close(struct wording *w, struct arena *arena)
{
	str words, host;

	if (!w->in_link) return;
	words = str_from(buf_str(&w->plain), w->link_plain);
	if (words.len == 0) {
		w->had_empty_link = true;
		link_drop(w);
		return;
	}
	if (is_address(words)) {
		w->had_address_words = true;
		host = str_dup(arena, host_of(words));
		w->text.len = w->link_text + 1;
		w->plain.len = w->link_plain;
		w->is_strong = w->strong;
		w->is_emphasis = w->emphasis;
		if (host.len == 0) host = S("-");
		(void)wording_text(w, host);
	}
	/* strong that began inside the link ends inside it */
	if (w->is_emphasis && !w->emphasis) buf_byte(&w->text, '*');
	if (w->is_strong && !w->strong) buf_text(&w->text, "**");
	w->is_strong = w->strong;
	w->is_emphasis = w->emphasis;
	buf_text(&w->text, "](");
	buf_put(&w->text, slot_add(w, arena, SLOT_LINK, w->link_to)->name);
	buf_byte(&w->text, ')');
	w->in_link = false;
}

void wording_cell(struct wording *w, const char *divider)
{
	if (w->cells++ == 0) return;
	if (w->in_link) link_drop(w);
	w->strong = w->emphasis = w->blank = false;
	settle(w);
	buf_text(&w->text, divider);
	buf_text(&w->plain, divider);
}

static void end_trim(struct wording *w)
{
	while (str_ends(buf_str(&w->plain), S("\xc2\xa0"))
		&& str_ends(buf_str(&w->text), S("\xc2\xa0"))) {
		w->plain.len -= 2;
		w->text.len -= 2;
		while (w->plain.len > 0 && w->plain.at[w->plain.len - 1] == ' '
			&& w->text.at[w->text.len - 1] == ' ') {
			w->plain.len--;
			w->text.len--;
		}
	}
}

void wording_take(struct wording *w, struct arena *arena,
	struct leaf *ret_leaf)
{
	if (w->in_link) link_drop(w);
	end_trim(w);
	w->strong = w->emphasis = w->blank = false;
	settle(w);
	ret_leaf->words = normal_composed(arena, buf_str(&w->text));
	ret_leaf->slot_count = w->slot_count;
	ret_leaf->slots = ARENA_ARRAY(arena, struct slot, w->slot_count + 1);
	if (w->slot_count > 0) {
		memcpy(ret_leaf->slots, w->slots,
			w->slot_count * sizeof(struct slot));
	}
	wording_start(w);
}
