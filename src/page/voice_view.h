/* What the page of a story that was told to us shows (doc/voices.md): plain data,
 * already decided.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_VOICE_VIEW_H
#define PAGE_VOICE_VIEW_H

#include "page/desk_view.h"

/* A message of hers that has the number of the text. */
struct voice_answer_view { str id; struct view_time at; };

struct voice_line {
	str id, name, state;
	str address;               /* of the story's own page; empty: it is gone */
	bool is_told, is_shown, is_agreed, is_refused, is_withdrawn;
	bool is_changed;           /* since she was shown it */
	str trouble;               /* why no release has it, though she agreed */
	str number, text, lang, dir, language; /* what she is shown; or empty */
	struct desk_choices languages; /* in which all of it is there */
	/* the same story in those she is not asked about */
	const struct voice_other { str text, lang, dir, language; } *others;
	size_t other_count;
	const struct voice_answer_view *answers;
	size_t answer_count;
	struct desk_choices places, times, ages;
	bool may_translate;
	str details;
};

struct desk_voices {
	const struct desk_frame *frame;
	str problem;
	str thread, called;
	bool has_code;             /* she reads it under her code */
	const struct voice_line *lines;
	size_t count;
	struct desk_choices stories; /* that belong to nobody yet */
	struct desk_choices sources; /* languages to write a new one in */
	str title;
};

#endif
