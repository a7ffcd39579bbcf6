/* The yes to a story, out of its record: see voice_kept.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/voice_kept.h"

#include "desk/act_room.h"
#include "desk/guide_room.h"
#include "desk/record_query.h"

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

const err *voice_kept_all(struct desk *desk, struct arena *arena,
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

const err *voice_kept_thread(struct desk *desk, struct arena *arena,
	object_id thread, struct voice_kept_list *ret_list)
{
	struct voice_kept_list all;
	object_id root, told_in;
	const err *e = act_root(desk, thread, &root);

	*ret_list = (struct voice_kept_list){0};
	if (e == NULL) e = voice_kept_all(desk, arena, &all);
	for (size_t i = 0; e == NULL && i < all.count; i++) {
		if (act_root(desk, all.at[i].thread, &told_in) == NULL &&
			object_eq(told_in, root)) {
			LIST_ADD(arena, ret_list, all.at[i]);
		}
	}
	return e;
}

const err *voice_kept_get(struct desk *desk, struct arena *arena, object_id id,
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

const struct voice_kept *voice_kept_of(const struct voice_kept_list *voices,
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

const struct guide_kept *voice_kept_story(struct desk *desk,
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

bool voice_kept_now(struct arena *arena, const struct voice *voice,
	const struct guide_kept *story, hash *ret_hash)
{
	size_t tongue;

	return story != NULL && voice->tongue != NULL &&
		guide_tongue(&story->guide, voice->tongue->tag, &tongue) &&
		voice_text_hash(arena, &story->guide, tongue, ret_hash);
}

bool voice_kept_holds(struct arena *arena, const struct voice_kept *kept,
	const struct guide_kept *story)
{
	hash now;

	return voice_kept_now(arena, &kept->voice, story, &now) &&
		hash_eq(now, kept->voice.text);
}

bool voice_kept_may_say(struct arena *arena, str details)
{
	struct buf file = {0};
	struct read_fault fault;
	struct voice voice;
	str rest = details, line;
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

/* -- her answer ----------------------------------------------------------- */

const err *voice_kept_answers(struct desk *desk, struct arena *arena,
	const struct voice_kept *kept, struct voice_answer_list *ret_list)
{
	struct query *ask = projection_ask(&desk->projection, ASK_MESSAGES);
	object_id root;
	hash now;
	bool row;
	const err *e;

	*ret_list = (struct voice_answer_list){0};
	if (!voice_kept_now(arena, &kept->voice, voice_kept_story(desk, kept),
		&now)) {
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

/* -- into a release ------------------------------------------------------- */

enum voice_refusal voice_kept_refusal(struct desk *desk, struct arena *arena,
	const struct voice_kept_list *voices, const struct guide_kept *story)
{
	const struct voice_kept *kept = voice_kept_of(voices, story->id, NULL);
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
