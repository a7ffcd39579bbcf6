/* The yes to a story, as a record: see voice_act.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/voice_act.h"

#include "base/hex.h"
#include "base/tr_mark.h"
#include "desk/act_room.h"
#include "desk/guide_room.h"
#include "desk/record_query.h"

#include <string.h>

enum { VOICE_ARENA_BYTES = 64 << 20 };

/* -- out of the record ---------------------------------------------------- */

static void line_put(struct buf *out, const char *key, str value, str none)
{
	buf_fmt(out, "%s ", key);
	buf_put(out, value.len > 0 ? value : none);
	buf_byte(out, '\n');
}

/* The file of doc/voices.md V5 [voice_act-1]. */
static void record_put(const struct record *record, bool crossed,
	struct buf *out)
{
	str hashed = record_value(record, "hash"), rest, line;
	bool told = str_eq(record_state(record), S("told"));

	buf_text(out, "bothy-voice 1\n");
	line_put(out, "state", crossed ? S("shown") : record_state(record),
		S("told"));
	line_put(out, "place", record_value(record, "place"), S("none"));
	line_put(out, "time", record_value(record, "time"), S("none"));
	line_put(out, "age", record_value(record, "age"), S("none"));
	line_put(out, "translate", str_eq(record_value(record, "translate"),
		S("yes")) ? S("yes") : S("no"), S("no"));
	if (hashed.len > 0 && !told) {
		buf_fmt(out, "text %.*s %.*s %.*s\n",
			S_ARG(record_value(record, "lang")), S_ARG(hashed),
			S_ARG(record_value(record, "day")));
	}
	rest = record_value(record, "details");
	while (str_line(&rest, &line)) {
		line = str_trim(line);
		if (line.len > 0) line_put(out, "detail", line, S(""));
	}
}

static str file_of(struct arena *arena, const struct record *record,
	bool crossed)
{
	struct buf out = {0};
	str file;

	record_put(record, crossed, &out);
	file = buf_take(&out, arena);
	buf_close(&out);
	return file;
}

static void closed_write(enum voice_state state, struct buf *out)
{
	struct voice voice = {.state = state};

	voice_write(&voice, out);
}

/* What cannot be read is no yes; what was taken back stays so. */
static void voice_of(struct arena *arena, const struct record *record,
	struct voice_kept *kept)
{
	struct read_fault fault;
	struct buf out = {0};

	/* One desk showed a new text while another marked the yes to the old
	 * one [voice_act-4]. */
	kept->crossed = str_eq(record_state(record), S("agreed")) &&
		!str_eq(record_value(record, "yes"),
			record_value(record, "hash"));
	kept->file = file_of(arena, record, kept->crossed);
	if (!str_eq(record_state(record), S("withdrawn")) &&
		voice_read(arena, kept->file, &kept->voice, &fault)) {
		return;
	}
	closed_write(str_eq(record_state(record), S("withdrawn"))
		? VOICE_WITHDRAWN : VOICE_TOLD, &out);
	kept->file = buf_take(&out, arena);
	must(voice_read(arena, kept->file, &kept->voice, &fault));
	buf_close(&out);
}

static struct voice_kept kept_of(struct arena *arena,
	const struct record *record)
{
	struct voice_kept kept = {.id = record->id,
		.name = str_dup(arena, record_value(record, "name"))};

	(void)!object_read(record_value(record, "guide"), &kept.guide);
	(void)!object_read(record_value(record, "told-in"), &kept.thread);
	voice_of(arena, record, &kept);
	return kept;
}

const err *voice_act_all(struct desk *desk, struct arena *arena,
	struct voice_kept_list *ret_list)
{
	struct record_filter filter = {.type = &record_voice};
	struct record *records = NULL;
	size_t count = 0;
	const err *e = record_whole(desk, arena, &filter, &records, &count);

	*ret_list = (struct voice_kept_list){0};
	for (size_t i = 0; e == NULL && i < count; i++) {
		LIST_ADD(arena, ret_list, kept_of(arena, &records[i]));
	}
	return e;
}

const err *voice_act_thread(struct desk *desk, struct arena *arena,
	object_id thread, struct voice_kept_list *ret_list)
{
	struct voice_kept_list all;
	object_id root, told_in;
	const err *e = act_root(desk, thread, &root);

	*ret_list = (struct voice_kept_list){0};
	if (e == NULL) e = voice_act_all(desk, arena, &all);
	for (size_t i = 0; e == NULL && i < all.count; i++) {
		if (act_root(desk, all.at[i].thread, &told_in) == NULL &&
			object_eq(told_in, root)) {
			LIST_ADD(arena, ret_list, all.at[i]);
		}
	}
	return e;
}

const err *voice_act_get(struct desk *desk, struct arena *arena, object_id id,
	struct voice_kept *ret_kept)
{
	struct record record;
	const err *e = record_get(desk, arena, id, &record);

	if (e != NULL) return e;
	if (record.type != &record_voice) {
		return err_make(ERR_ABSENT, "there is no such voice");
	}
	*ret_kept = kept_of(arena, &record);
	return NULL;
}

const struct voice_kept *voice_act_of(const struct voice_kept_list *voices,
	object_id guide, bool *ret_any)
{
	const struct voice_kept *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < voices->count; i++) {
		const struct voice_kept *one = &voices->at[i];

		if (!object_eq(one->guide, guide)) continue;
		count++;
		if (found == NULL || one->voice.state == VOICE_WITHDRAWN) {
			found = one;
		}
	}
	if (ret_any != NULL) *ret_any = count > 0;
	return count > 1 && found->voice.state != VOICE_WITHDRAWN ? NULL
		: found;
}

const struct guide_kept *voice_act_story(struct desk *desk,
	const struct voice_kept *kept)
{
	const struct guides *guides;

	if (guides_of(desk, &guides) != NULL) return NULL;
	for (size_t i = 0; i < guides->list.count; i++) {
		if (object_eq(guides->list.at[i]->id, kept->guide)) {
			return guides->list.at[i];
		}
	}
	return NULL;
}

/* The hash of what stands there now in the language she read. */
static bool hash_now(struct arena *arena, const struct voice *voice,
	const struct guide_kept *story, hash *ret_hash)
{
	size_t tongue;

	return story != NULL && voice->tongue != NULL &&
		guide_tongue(&story->guide, voice->tongue->tag, &tongue) &&
		voice_text_hash(arena, &story->guide, tongue, ret_hash);
}

bool voice_act_holds(struct arena *arena, const struct voice_kept *kept,
	const struct guide_kept *story)
{
	hash now;

	return hash_now(arena, &kept->voice, story, &now) &&
		hash_eq(now, kept->voice.text);
}

/* -- her answer ----------------------------------------------------------- */

const err *voice_act_answers(struct desk *desk, struct arena *arena,
	const struct voice_kept *kept, struct voice_answer_list *ret_list)
{
	struct query *ask = projection_ask(&desk->projection, ASK_MESSAGES);
	object_id root;
	hash now;
	bool row;
	const err *e;

	*ret_list = (struct voice_answer_list){0};
	if (!hash_now(arena, &kept->voice, voice_act_story(desk, kept), &now)) {
		return NULL;
	}
	e = act_root(desk, kept->thread, &root);
	if (e != NULL) return e;
	query_bind(ask, "b", object_str(&root));
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct voice_answer answer = {
			.at_ms = query_number(ask, 7)};

		if (query_number(ask, 1) != ITEM_LINE ||
			!voice_message_names(arena, query_bytes(ask, 11),
				voice_number(&now))) {
			continue;
		}
		object_take(query_bytes(ask, 0), &answer.message);
		LIST_ADD(arena, ret_list, answer);
	}
	query_reset(ask);
	return e;
}

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
	e = voice_act_get(desk, v->arena, id, &v->kept);
	if (e == NULL) v->story = voice_act_story(desk, &v->kept);
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
	if (e != NULL && e->code == ERR_USAGE) *v->why = guide_refused(&refusal);
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
	if (e == NULL) e = voice_act_all(desk, edits.arena, &all);
	for (size_t i = 0; e == NULL && i < all.count; i++) {
		if (!object_eq(all.at[i].guide, story->id)) continue;
		e = guide_refuse(TR("This story belongs to a conversation "
			"already."), ret_why);
	}
	if (e == NULL) {
		guide_say(&edits, "name", story->name);
		guide_say(&edits, "guide", guide_id_text(edits.arena,
			story->id));
		guide_say(&edits, "told-in", guide_id_text(edits.arena, root));
		e = record_create(desk, &record_voice, guide_said(&edits),
			&refusal, ret_id);
		if (e != NULL && e->code == ERR_USAGE) {
			*ret_why = guide_refused(&refusal);
		}
	}
	arena_close(&edits.arena);
	return e;
}

/* Every line is one that the file can hold. */
static bool details_are_right(struct arena *arena,
	const struct voice_allowed *allowed)
{
	struct buf file = {0};
	struct read_fault fault;
	struct voice voice;
	str rest = allowed->details, line;
	bool right;

	closed_write(VOICE_TOLD, &file);
	while (str_line(&rest, &line)) {
		line = str_trim(line);
		if (line.len > 0) line_put(&file, "detail", line, S(""));
	}
	right = voice_read(arena, buf_str(&file), &voice, &fault);
	buf_close(&file);
	return right;
}

const err *voice_act_allow(struct desk *desk, object_id id,
	const struct voice_allowed *allowed, const char **ret_why)
{
	struct record_refusal refusal;
	struct voicing v;
	const err *e = voicing_begin(&v, desk, id, ret_why);

	if (e == NULL && !details_are_right(v.arena, allowed)) {
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
	const err *e = voice_act_answers(v->desk, v->arena, &v->kept, &answers);

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
	if (!hash_now(v->arena, &v->kept.voice, v->story, &now) ||
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

/* -- into a release ------------------------------------------------------- */

enum voice_refusal voice_act_refusal(struct desk *desk, struct arena *arena,
	const struct voice_kept_list *voices, const struct guide_kept *story)
{
	const struct voice_kept *kept = voice_act_of(voices, story->id, NULL);
	enum voice_refusal first = VOICE_NO_YES;

	for (size_t t = 0; kept != NULL && t < story->guide.tongue_count; t++) {
		struct voice_asked asked = {&story->guide, t,
			guide_today(desk), desk_is_demonstration(desk)};
		struct checked checked;
		const struct unit *unit;
		enum voice_refusal refusal = voice_checked(arena, &kept->voice,
			&asked, &checked, &unit);

		if (refusal == VOICE_FINE || refusal == VOICE_TAKEN_BACK) {
			return refusal;
		}
		if (t == 0) first = refusal;
	}
	return first;
}
