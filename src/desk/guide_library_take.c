/* What a folder says of all its guides, into records: the library and its
 * releases. See guide_taking.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_taking.h"

#include "base/tr_mark.h"
#include "desk/record_commit.h"

static str where_text(struct guide_taking *t,
	const struct guide_library *library)
{
	struct buf lines = {0};
	str kept;

	for (size_t i = 0; i < library->where.count; i++) {
		if (i > 0) buf_byte(&lines, '\n');
		buf_put(&lines, library->where.at[i]);
	}
	kept = buf_take(&lines, t->arena);
	buf_close(&lines);
	return kept;
}

const err *guide_library_take(struct guide_taking *t,
	const struct guide_library *library)
{
	struct record_new new = {.type = &record_library};
	bool fresh;

	t->from = NULL;
	new.id = guide_taking_id(t, S("library"));
	guide_taking_begin(t);
	guide_say(&t->edits, "title", S("Library"));
	for (size_t i = 0; i < library->names.count; i++) {
		const struct edition_name *name = &library->names.at[i];

		if (!name->tongue->is_ours) continue;
		guide_say(&t->edits, guide_field(t->arena, "name",
			name->tongue->locale), name->words);
	}
	if (library->source->is_ours) {
		guide_say(&t->edits, "source", library->source->tag);
	}
	guide_say(&t->edits, "onion", library->onion);
	guide_say(&t->edits, "where", where_text(t, library));
	guide_say(&t->edits, "expires-days", library->expires_days == 0
		? S("") : str_fmt(t->arena, "%u", library->expires_days));
	guide_say(&t->edits, "starter", library->is_starter ? S("yes")
		: S("no"));
	return guide_taking_put(t, &new, NULL, &fresh);
}

static const err *change_take(struct guide_taking *t,
	const struct release *release, size_t at)
{
	const struct change *change = &release->changes.at[at];
	const struct guide_kept *kept = guides_find(t->here, change->guide);
	struct record_new new = {.type = &record_change_words};
	struct guide number = {.number = change->guide};
	object_id guide;
	bool fresh;

	if (!change->tongue->is_ours) return NULL;
	t->from = &number;
	guide = kept != NULL ? kept->id : guide_taking_id(t, S(""));
	if (kept == NULL && !record_batch_makes(t->desk, &record_guide, guide)) {
		guide_taking_refuse(t, NULL, S(""),
			TR("A release speaks of a guide that is not here."));
		return NULL;
	}
	new.id = guide_taking_id(t, str_fmt(t->arena, "change %u %zu",
		release->number, at));
	guide_taking_begin(t);
	guide_say(&t->edits, "words", change->words);
	guide_say(&t->edits, "guide", object_text(t->arena, guide));
	guide_say(&t->edits, "kind", change->kind);
	guide_say(&t->edits, "lang", change->tongue->tag);
	guide_say(&t->edits, "release", str_fmt(t->arena, "%u",
		release->number));
	guide_say(&t->edits, "place", str_fmt(t->arena, "%zu", at));
	return guide_taking_put(t, &new, NULL, &fresh);
}

const err *guide_release_take(struct guide_taking *t,
	const struct release *release)
{
	struct record_new new = {.type = &record_release};
	bool fresh;
	const err *e;

	t->from = NULL;
	new.id = guide_taking_id(t, str_fmt(t->arena, "release %u",
		release->number));
	guide_taking_begin(t);
	guide_say(&t->edits, "number", str_fmt(t->arena, "%u",
		release->number));
	guide_say(&t->edits, "day", guide_day_text(t->arena, release->day));
	e = guide_taking_put(t, &new, NULL, &fresh);
	for (size_t i = 0; e == NULL && i < release->changes.count; i++) {
		e = change_take(t, release, i);
	}
	return e;
}
