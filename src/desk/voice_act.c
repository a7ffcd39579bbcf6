/* Steps of the yes to a story: see voice_act.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/voice_act.h"

#include "base/hex.h"
#include "base/tr_mark.h"
#include "desk/act_room.h"
#include "desk/guide_room.h"

enum { VOICE_ARENA_BYTES = 64 << 20 };

/* -- steps ---------------------------------------------------------------- */

/* One act on one voice. */
struct voicing {
	struct desk *desk;
	struct arena *arena;
	struct voice_kept kept;
	const struct guide_kept *story;
	struct guide_edits edits;
	const char **why;
};

static const err *voicing_begin(struct voicing *v, struct desk *desk,
	object_id id, const char **ret_why)
{
	const err *e;

	*v = (struct voicing){.desk = desk, .why = ret_why};
	*ret_why = NULL;
	v->arena = arena_open(VOICE_ARENA_BYTES);
	v->edits.arena = v->arena;
	e = voice_kept_get(desk, v->arena, id, &v->kept);
	if (e == NULL) v->story = voice_kept_story(desk, &v->kept);
	return e;
}

static const err *not_now(struct voicing *v)
{
	return guide_refuse(TR("That step is not possible now."), v->why);
}

/* The record says agreed, and it was not to this text: it is made to say so
 * first, as an act of its own. */
static const err *uncross(struct voicing *v)
{
	struct record_refusal refusal;
	const err *e = !v->kept.crossed ? NULL : record_step(v->desk,
		v->kept.id, S("shown"), (struct record_edits){NULL, 0},
		&refusal);

	if (e == NULL) v->kept.crossed = false;
	return e;
}

static const err *step(struct voicing *v)
{
	struct record_refusal refusal;
	const err *e = uncross(v);

	if (e != NULL) return e;
	v->desk->voice_acting = true; /* voice_rule.h */
	e = record_step(v->desk, v->kept.id,
		voice_state_name(v->kept.voice.state), guide_said(&v->edits),
		&refusal);
	v->desk->voice_acting = false;
	if (e != NULL && e->code == ERR_USAGE) {
		*v->why = guide_refused(&refusal);
	}
	return e;
}

static void text_say(struct voicing *v)
{
	const struct voice *voice = &v->kept.voice;
	struct buf hex = {0};

	buf_hex(&hex, voice->text.bytes, sizeof(voice->text.bytes));
	guide_say(&v->edits, "lang", voice->tongue->tag);
	guide_say(&v->edits, "hash", buf_take(&hex, v->arena));
	if (voice->state == VOICE_AGREED) {
		guide_say(&v->edits, "yes", v->edits.at[1].value);
	}
	guide_say(&v->edits, "day", guide_day_text(v->arena, voice->day));
	buf_close(&hex);
}

const err *voice_act_link(struct desk *desk, object_id thread,
	const struct guide_kept *story, const char **ret_why,
	object_id *ret_id)
{
	struct guide_edits edits = {.arena = arena_open(VOICE_ARENA_BYTES)};
	struct voice_kept_list all;
	struct record_refusal refusal;
	object_id root;
	const err *e = act_root(desk, thread, &root);

	*ret_why = NULL;
	if (e == NULL && !story->guide.is_story) {
		e = guide_refuse(TR("This is a guide, not a story."), ret_why);
	}
	if (e == NULL) e = voice_kept_all(desk, edits.arena, &all);
	for (size_t i = 0; e == NULL && i < all.count; i++) {
		if (!object_eq(all.at[i].guide, story->id)) continue;
		e = guide_refuse(TR("This story belongs to a conversation "
			"already."), ret_why);
	}
	if (e == NULL) {
		guide_say(&edits, "name", story->name);
		guide_say(&edits, "guide", object_text(edits.arena,
			story->id));
		guide_say(&edits, "told-in", object_text(edits.arena, root));
		e = record_create(desk, &record_voice, guide_said(&edits),
			&refusal, ret_id);
		if (e != NULL && e->code == ERR_USAGE) {
			*ret_why = guide_refused(&refusal);
		}
	}
	arena_close(&edits.arena);
	return e;
}

const err *voice_act_allow(struct desk *desk, object_id id,
	const struct voice_allowed *allowed, const char **ret_why)
{
	struct record_refusal refusal;
	struct voicing v;
	const err *e = voicing_begin(&v, desk, id, ret_why);

	if (e == NULL && !voice_kept_may_say(v.arena, allowed->details)) {
		e = guide_refuse(TR("A detail is a line of four parts: place, "
			"time or age; how fine; the language; the words."),
			ret_why);
	}
	if (e == NULL) {
		guide_say(&v.edits, "place", allowed->place);
		guide_say(&v.edits, "time", allowed->time);
		guide_say(&v.edits, "age", allowed->age);
		guide_say(&v.edits, "translate", allowed->translate ? S("yes")
			: S("no"));
		guide_say(&v.edits, "details", allowed->details);
		e = record_set(desk, id, guide_said(&v.edits), &refusal);
		if (e != NULL && e->code == ERR_USAGE) {
			*ret_why = guide_refused(&refusal);
		}
	}
	arena_close(&v.arena);
	return e;
}

/* The same text again is no new step. */
static const err *shown_again(struct voicing *v)
{
	struct record_refusal refusal;
	const err *e = uncross(v);

	return e != NULL ? e : record_set(v->desk, v->kept.id,
		guide_said(&v->edits), &refusal);
}

static const err *text_show(struct voicing *v, enum locale form)
{
	bool was_shown = v->kept.voice.state == VOICE_SHOWN;
	size_t tongue;
	hash now;

	if (v->story == NULL || v->story->guide.units.count < 2) {
		return not_now(v); /* a title is no story */
	}
	tongue = guide_form(&v->story->guide, form);
	if (!voice_text_hash(v->arena, &v->story->guide, tongue, &now)) {
		return guide_refuse(TR("Not all of the story is there in that "
			"language."), v->why);
	}
	if (!voice_show(&v->kept.voice, v->story->guide.tongues[tongue], &now,
		guide_today(v->desk))) {
		return not_now(v);
	}
	text_say(v);
	return was_shown ? shown_again(v) : step(v);
}

const err *voice_act_show(struct desk *desk, object_id id, enum locale form,
	const char **ret_why)
{
	struct voicing v;
	const err *e = voicing_begin(&v, desk, id, ret_why);

	if (e == NULL) e = text_show(&v, form);
	arena_close(&v.arena);
	return e;
}

static const err *answer_check(struct voicing *v, object_id message)
{
	struct voice_answer_list answers;
	const err *e = voice_kept_answers(v->desk, v->arena, &v->kept,
		&answers);

	for (size_t i = 0; e == NULL && i < answers.count; i++) {
		if (object_eq(answers.at[i].message, message)) return NULL;
	}
	return e != NULL ? e : guide_refuse(TR("That message does not have the "
		"number of the text as it stands now."), v->why);
}

static const err *yes(struct voicing *v, object_id message)
{
	const err *e = answer_check(v, message); /* [voice_act-2] */
	hash now;

	if (e != NULL) return e;
	if (!voice_kept_now(v->arena, &v->kept.voice, v->story, &now) ||
		!voice_agree(&v->kept.voice, &now, guide_today(v->desk))) {
		return not_now(v);
	}
	text_say(v);
	return step(v);
}

const err *voice_act_yes(struct desk *desk, object_id id, object_id message,
	const char **ret_why)
{
	struct voicing v;
	const err *e = voicing_begin(&v, desk, id, ret_why);

	if (e == NULL) e = yes(&v, message);
	arena_close(&v.arena);
	return e;
}

static const err *simple_step(struct desk *desk, object_id id,
	bool (*become)(struct voice *voice), const char **ret_why)
{
	struct voicing v;
	const err *e = voicing_begin(&v, desk, id, ret_why);

	if (e == NULL) e = become(&v.kept.voice) ? step(&v) : not_now(&v);
	arena_close(&v.arena);
	return e;
}

const err *voice_act_no(struct desk *desk, object_id id, const char **ret_why)
{
	return simple_step(desk, id, voice_refuse, ret_why);
}

const err *voice_act_again(struct desk *desk, object_id id,
	const char **ret_why)
{
	return simple_step(desk, id, voice_reopen, ret_why);
}

const err *voice_act_take_back(struct desk *desk, object_id id,
	const char **ret_why)
{
	const err *e = simple_step(desk, id, voice_take_back, ret_why);

	if (e == NULL) desk->did_seq = 0; /* [voice_act-4] */
	return e;
}
