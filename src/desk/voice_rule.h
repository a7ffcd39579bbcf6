/* The rule over the yes to a story, asked of every change of its record, whichever
 * page or table it comes from (record_working.c), and of undoing one (record_undo.c):
 * so a yes comes from her message alone, and her word that takes it back is the
 * last (doc/voices.md V4, V6).
 *
 * [voice_rule-1] what was taken back stays so: no step, no settling and no undo
 *                leads out of it
 * [voice_rule-2] a story is agreed, and a text has her yes, by voice_act_yes and
 *                nothing else
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_VOICE_RULE_H
#define DESK_VOICE_RULE_H

#include "desk/desk.h"
#include "model/record_type.h"

/* NULL: it holds, or the record is no voice; else why not (TR). `before` is the
 * record as it stood; without a type it is a new one. */
const char *voice_rule(const struct desk *desk, const struct record *before,
	const struct record *after);
/* Setting this register back would bring back what was taken back. */
const err *voice_rule_undo(struct desk *desk, object_id object, str field,
	bool *ret_final) MUST_USE;

#endif
