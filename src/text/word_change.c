/* Word-level difference: see word_change.h. The longest common run of words by
 * the plain table, between the equal ends of both texts.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/word_change.h"

#include "text/word.h"

enum { TABLE_BYTES_MAX = 4 * WORD_CHANGE_WORK_MAX };

struct pieces LIST_OF(str);

/* Cuts before each word: a piece is a word and what stands behind it. */
static void cut(struct arena *arena, str text, struct pieces *pieces)
{
	size_t at = 0, from = 0;
	struct word word;

	while (word_next(text, &at, &word)) {
		if (word.at > from) {
			LIST_ADD(arena, pieces, str_first(str_from(text, from),
				word.at - from));
		}
		from = word.at;
	}
	if (from < text.len) LIST_ADD(arena, pieces, str_from(text, from));
}

/* Neighbours of one kind are one piece. */
static void add(struct arena *arena, struct word_changes *list,
	enum word_change_kind kind, str text)
{
	struct word_change *last = list->count > 0
		? &list->at[list->count - 1] : NULL;

	if (text.len == 0) return;
	if (last != NULL && last->kind == kind &&
		last->text.at + last->text.len == text.at) {
		last->text.len += text.len;
		return;
	}
	LIST_ADD(arena, list, ((struct word_change){kind, text}));
}

struct span_of { const str *at; size_t count; };

static void whole_add(struct arena *arena, struct word_changes *list,
	enum word_change_kind kind, struct span_of span)
{
	for (size_t i = 0; i < span.count; i++) {
		add(arena, list, kind, span.at[i]);
	}
}

/* table[i][j]: the longest common run of old from i on and new from j on. */
static uint16_t *table_make(struct arena *arena, struct span_of old,
	struct span_of new)
{
	size_t wide = new.count + 1;
	uint16_t *table = ARENA_ARRAY(arena, uint16_t, (old.count + 1) * wide);

	for (size_t i = old.count; i-- > 0;) {
		for (size_t j = new.count; j-- > 0;) {
			uint16_t down = table[(i + 1) * wide + j];
			uint16_t right = table[i * wide + j + 1];
			uint16_t both = table[(i + 1) * wide + j + 1];

			table[i * wide + j] = str_eq(old.at[i], new.at[j])
				? (uint16_t)(both + 1)
				: down > right ? down : right;
		}
	}
	return table;
}

static void middle(struct arena *arena, struct span_of old, struct span_of new,
	struct word_changes *list)
{
	struct arena *work = arena_open(TABLE_BYTES_MAX);
	size_t wide = new.count + 1, i = 0, j = 0;
	const uint16_t *table = table_make(work, old, new);

	while (i < old.count && j < new.count) {
		if (str_eq(old.at[i], new.at[j])) {
			add(arena, list, WORDS_SAME, new.at[j]);
			i++;
			j++;
		} else if (table[(i + 1) * wide + j] >=
			table[i * wide + j + 1]) {
			add(arena, list, WORDS_GONE, old.at[i++]);
		} else {
			add(arena, list, WORDS_NEW, new.at[j++]);
		}
	}
	whole_add(arena, list, WORDS_GONE, (struct span_of){old.at + i,
		old.count - i});
	whole_add(arena, list, WORDS_NEW, (struct span_of){new.at + j,
		new.count - j});
	arena_close(&work);
}

void word_change(struct arena *arena, str old, str new,
	struct word_changes *ret_changes)
{
	struct pieces a = {0}, b = {0};
	size_t front = 0, back = 0;
	struct span_of olds, news;

	cut(arena, old, &a);
	cut(arena, new, &b);
	*ret_changes = (struct word_changes){0};
	while (front < a.count && front < b.count &&
		str_eq(a.at[front], b.at[front])) {
		add(arena, ret_changes, WORDS_SAME, b.at[front++]);
	}
	while (back < a.count - front && back < b.count - front &&
		str_eq(a.at[a.count - 1 - back], b.at[b.count - 1 - back])) {
		back++;
	}
	olds = (struct span_of){a.at + front, a.count - front - back};
	news = (struct span_of){b.at + front, b.count - front - back};
	if (olds.count <= UINT16_MAX && news.count <= UINT16_MAX &&
		(olds.count + 1) * (news.count + 1) <= WORD_CHANGE_WORK_MAX) {
		middle(arena, olds, news, ret_changes);
	} else { /* [word_change-2] */
		whole_add(arena, ret_changes, WORDS_GONE, olds);
		whole_add(arena, ret_changes, WORDS_NEW, news);
	}
	whole_add(arena, ret_changes, WORDS_SAME,
		(struct span_of){b.at + b.count - back, back});
}
