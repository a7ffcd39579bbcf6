/* What every change of a voice must keep to: see voice_rule.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/voice_rule.h"

#include "base/tr_mark.h"
#include "desk/desk_room.h"

#include <string.h>

enum { RULE_ARENA_BYTES = 1 << 20 };

static const struct record_got *got_of(const struct record *record,
	const char *key)
{
	for (size_t i = 0; i < record->got_count; i++) {
		if (strcmp(record->got[i].field->key, key) == 0) {
			return &record->got[i];
		}
	}
	return NULL;
}

/* The value stands there, or beside another that stands. */
static bool is_said(const struct record *record, const char *key, str value)
{
	const struct record_got *got = got_of(record, key);

	if (got == NULL) return false;
	for (size_t i = 0; i < got->rival_count; i++) {
		if (str_eq(got->rivals[i].value, value)) return true;
	}
	return str_eq(got->value, value);
}

static bool is_agreed(const struct record *record)
{
	return str_eq(record_state(record), S("agreed"));
}

const char *voice_rule(const struct desk *desk, const struct record *before,
	const struct record *after)
{
	str yes;

	if (after->type != &record_voice) return NULL;
	if (before->type != NULL && is_said(before, "state", S("withdrawn")) &&
		!str_eq(record_state(after), S("withdrawn"))) {
		return TR("They have taken it back, and that stays. To tell it "
			"again is a new story."); /* [voice_rule-1] */
	}
	if (desk->voice_acting) return NULL;
	yes = record_value(after, "yes");
	if ((yes.len > 0 && !(before->type != NULL && is_said(before, "yes",
			yes))) ||
		(is_agreed(after) && !(before->type != NULL &&
			is_agreed(before)))) {
		return TR("Only their own message is a yes. It is marked on the "
			"page of the conversation."); /* [voice_rule-2] */
	}
	return NULL;
}

const err *voice_rule_undo(struct desk *desk, object_id object, str field,
	bool *ret_final)
{
	struct arena *arena = arena_open(RULE_ARENA_BYTES);
	str type = S(""), state = S("");
	const err *e = NULL;

	if (str_eq(field, S("state"))) {
		e = fold_register(&desk->projection, arena, object, S("type"),
			&type);
	}
	if (e == NULL && str_eq(type, str_of(record_voice.key))) {
		e = fold_register(&desk->projection, arena, object, field,
			&state);
	}
	*ret_final = e == NULL && str_eq(state, S("withdrawn"));
	arena_close(&arena);
	return e;
}
