/* A guide that was made from files, brought up to what the files say now. What
 * is in `made` has been read from them anew (intake.h); what is in `old` stands
 * in the library. Units that are the same keep their id and everything a
 * Markdown file cannot say: their kind, the names of their slots, notes and
 * decisions of translators. Pure.
 *
 * [renewal-1] the same files again change nothing
 * [renewal-2] a unit that stays keeps its id, and no new one gets the id of one
 *             that was there
 * [renewal-3] words that are there stay, and turn stale with their source;
 *             those of a file are taken where there are none, or by wish
 * [renewal-4] shorts, sources and what else no file can hold stay
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_RENEWAL_H
#define GUIDE_RENEWAL_H

#include "guide/intake.h"

struct renewal {
	struct arena *arena;         /* keeps what is made */
	const struct guide *old;
	bool takes_words;            /* of files, in place of others */
	struct exchange *exchange;
	/* The file of `old`'s picture has the bytes of the file at `path`. */
	bool (*is_picture)(void *context, str name, str path);
	void *context;
};

/* `made` becomes the guide as it is to be written, under `old`'s number; of its
 * pictures only those stay whose files are to be written. */
void renewal_apply(const struct renewal *renewal, struct intake_guide *made);
/* What is otherwise now, a remark each: of the source in `path`, the file it
 * was read from, of languages in the library's files. Returns how many. */
size_t renewal_say(struct arena *arena, const struct guide *old,
	const struct guide *new, str path, struct exchange *exchange);

#endif
