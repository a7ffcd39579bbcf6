/* What members do with guides: each call one act of the log, told and undone
 * like every other (record_act.h).
 *
 * [guide_act-1] words that have drifted, or are in another script, are never
 *               saved, whichever way they come (guide_gate.h)
 * [guide_act-2] saving a translation says that it was made of the source as it
 *               stands now; changing the source turns exactly that unit stale
 * [guide_act-3] a harmless change keeps those languages current that were so
 *               before it, and no other
 * [guide_act-4] who signed never leaves the desk
 *
 * Errors as record_act.h; `*ret_why` is then the reason (TR), or NULL.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_ACT_H
#define DESK_GUIDE_ACT_H

#include "desk/guide_records.h"
#include "desk/record_act.h"

/* -- structure ------------------------------------------------------------ */

/* A new guide, or story, with its title; `number` is its page's. */
struct guide_wish { unsigned number; str title; enum locale source; };
const err *guide_make(struct desk *desk, const struct guide_wish *wish,
	const char **ret_why) MUST_USE;

/* What a unit is to be. */
struct unit_wish {
	str kind, level, slots;  /* as typed */
	str words;               /* of the source */
	/* a file that comes with it (guide_media.h), or NULL */
	const struct unit_file {
		str name, kind, bytes;
	} *file;
};
/* A new unit behind unit `after` (its place; SIZE_MAX: at the end). */
const err *guide_unit_add(struct desk *desk, const struct guide_kept *kept,
	size_t after, const struct unit_wish *wish, const char **ret_why)
	MUST_USE;
const err *guide_unit_set(struct desk *desk, const struct guide_kept *kept,
	size_t at, const struct unit_wish *wish, const char **ret_why) MUST_USE;
/* One place up or down; the title stays the first. */
const err *guide_unit_move(struct desk *desk, const struct guide_kept *kept,
	size_t at, bool up) MUST_USE;
const err *guide_unit_out(struct desk *desk, const struct guide_kept *kept,
	size_t at) MUST_USE;

/* -- words ---------------------------------------------------------------- */

struct words_wish { enum locale form; str words, note; bool done; };
const err *guide_words_set(struct desk *desk, const struct guide_kept *kept,
	size_t at, const struct words_wish *wish, const char **ret_why)
	MUST_USE;
/* The words are right for the source as it stands now [guide_act-2]. */
const err *guide_words_still(struct desk *desk, const struct guide_kept *kept,
	size_t at, enum locale form) MUST_USE;
const err *guide_missing_set(struct desk *desk, const struct guide_kept *kept,
	size_t at, enum locale form, str how) MUST_USE;
/* The last change of the source of this unit means nothing [guide_act-3]. */
const err *guide_harmless(struct desk *desk, const struct guide_kept *kept,
	size_t at) MUST_USE;
/* The source as it was when a language saw it: its words; false when it is not
 * in the log any more. */
bool guide_source_was(struct desk *desk, struct arena *arena,
	const struct guide_kept *kept, size_t at, unit_seen seen, str *ret_words);

/* -- signatures ----------------------------------------------------------- */

struct sign_wish { enum locale form; enum sign_role role; str against;
	object_id member; };
const err *guide_sign(struct desk *desk, const struct guide_kept *kept,
	const struct sign_wish *wish, const char **ret_why) MUST_USE;
const err *guide_sign_end(struct desk *desk, object_id sign) MUST_USE;

/* -- what readers are told ------------------------------------------------ */

/* `kind`: added, corrected or renewed. In the next release's list. */
struct change_wish { str kind, words; enum locale form; };
const err *guide_change_add(struct desk *desk, const struct guide_kept *kept,
	const struct change_wish *wish, const char **ret_why) MUST_USE;
/* Takes a published guide back: with the next release its page says these words,
 * in each language that has some. And takes it up again. */
struct withdraw_wish { str words[LOCALE_COUNT]; };
const err *guide_withdraw(struct desk *desk, const struct guide_kept *kept,
	const struct withdraw_wish *wish, const char **ret_why) MUST_USE;
const err *guide_again(struct desk *desk, const struct guide_kept *kept)
	MUST_USE;

#endif
