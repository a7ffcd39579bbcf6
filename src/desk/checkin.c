/* Check-ins: see checkin.h. For devices of others, a plan has the register
 * `words` ("FINE" LF "PRESSURE"), a check-in `spoken` and `answered`.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/checkin.h"

#include "base/num.h"
#include "desk/fold_name.h"
#include "desk/record_act.h"
#include "desk/record_query.h"
#include "desk/trouble.h"
#include "model/instant.h"
#include "os/clock.h"
#include "text/fold.h"

enum { CHECKIN_ARENA_BYTES = 8 << 20, MINUTE_MS = 60 * 1000,
	HOUR_MINUTES = 60, DAY_MINUTES = 24 * HOUR_MINUTES,
	GRACE_MINUTES = 60, MINUTES_MAX = 100000 };

/* Each stands in the ring of this device alone: in no other does it count. */
static const err *reg(struct desk *desk, struct arena *arena, object_id id,
	str field, str *ret_value)
{
	return fold_register(&desk->projection, arena, id, fold_name(arena,
		IN_DEVICE, field), ret_value);
}

/* Registers of one object for every device but those of one member. */
static const err *others_set(struct desk *desk, object_id unit, object_id not,
	str field, str value)
{
	struct arena *arena = arena_open(CHECKIN_ARENA_BYTES);
	struct trouble_bodies *bodies = mem_get(sizeof(*bodies));
	struct trouble_devices devices;
	const err *e = trouble_devices(desk, arena, &devices);

	*bodies = (struct trouble_bodies){.arena = arena, .unit = unit};
	for (size_t i = 0; e == NULL && i < devices.count; i++) {
		if (object_eq(devices.at[i].member, not)) continue;
		trouble_put(bodies, &devices.at[i], field, value);
	}
	if (e == NULL && bodies->count == 0) {
		e = err_make(ERR_ABSENT, "nobody else has a desk here");
	}
	if (e == NULL) e = trouble_commit(desk, bodies);
	mem_free(bodies);
	arena_close(&arena);
	return e;
}

static object_id ref_of(const struct record *record, const char *key)
{
	object_id id;

	return object_read(record_value(record, key), &id) ? id : fold_desk;
}

/* -- phrases -------------------------------------------------------------- */

/* As they are compared: a hurried reader's key, blanks at the ends away. */
static str key_of(struct arena *arena, str phrase)
{
	struct buf out = {0};
	str key;

	fold_put(&out, FOLD_LOOSE, TEXT_UND, str_trim(phrase));
	key = buf_take(&out, arena);
	buf_close(&out);
	return key;
}

static bool phrases_differ(struct arena *arena, struct checkin_phrases phrases)
{
	str fine = key_of(arena, phrases.fine);
	str pressure = key_of(arena, phrases.pressure);

	return fine.len > 0 && pressure.len > 0 && !str_eq(fine, pressure) &&
		fine.len <= CHECKIN_WORDS_MAX &&
		pressure.len <= CHECKIN_WORDS_MAX &&
		str_find_byte(phrases.fine, '\n') == SIZE_MAX &&
		str_find_byte(phrases.pressure, '\n') == SIZE_MAX;
}

const err *checkin_agree(struct desk *desk, object_id plan,
	struct checkin_phrases phrases)
{
	struct arena *arena = arena_open(CHECKIN_ARENA_BYTES);
	struct record record;
	const err *e = record_get(desk, arena, plan, &record);

	if (e == NULL && !phrases_differ(arena, phrases)) {
		e = err_make(ERR_USAGE, "two different phrases of one line");
	}
	if (e == NULL) {
		e = others_set(desk, plan, ref_of(&record, "person"),
			S("words"), str_fmt(arena, "%.*s\n%.*s",
				S_ARG(str_trim(phrases.fine)),
				S_ARG(str_trim(phrases.pressure))));
	}
	arena_close(&arena);
	return e;
}

const err *checkin_has_phrases(struct desk *desk, object_id plan,
	bool *ret_has)
{
	struct arena *arena = arena_open(CHECKIN_ARENA_BYTES);
	str words;
	const err *e = reg(desk, arena, plan, S("words"), &words);

	if (e == NULL) *ret_has = words.len > 0;
	arena_close(&arena);
	return e;
}

/* -- waiting -------------------------------------------------------------- */

/* The next of the plan's times after now, by this computer's clock. */
static bool next_ms(const struct record *plan, uint64_t now, uint64_t *ret_ms)
{
	uint64_t local = (now + clock_zone_ms(now)) / MINUTE_MS, best = 0;
	uint64_t day = local / DAY_MINUTES * DAY_MINUTES, minute;
	size_t at = 0;
	str line;

	while (record_next(plan, "times", &at, &line)) {
		uint64_t then;

		if (!record_check_minute(line, &minute)) continue;
		then = day + minute;
		if (then <= local) then += DAY_MINUTES;
		if (best == 0 || then < best) best = then;
	}
	*ret_ms = best * MINUTE_MS - clock_zone_ms(now);
	return best > 0;
}

static uint64_t minutes_of(const struct record *plan, const char *key,
	uint64_t otherwise)
{
	uint64_t minutes;

	return num_read(record_value(plan, key), MINUTES_MAX, &minutes)
		? minutes : otherwise;
}

static const err *is_waited(struct desk *desk, struct arena *arena, str plan,
	bool *ret_is)
{
	struct record_filter filter = {.type = &record_check,
		.state = S("waited"), .by = {{"plan", plan}}, .by_count = 1};
	struct record_rows rows;
	const err *e = record_list(desk, arena, &filter, &rows);

	if (e == NULL) *ret_is = rows.count > 0;
	return e;
}

static const err *wait_make(struct desk *desk, struct arena *arena,
	const struct record *plan, object_id *ret_checkin)
{
	struct record_refusal refusal;
	struct buf hex = {0};
	uint64_t due = 0, act;
	const err *e;

	if (!next_ms(plan, desk_now_ms(desk), &due)) {
		return err_make(ERR_USAGE, "the plan has no time");
	}
	act = due + (minutes_of(plan, "window", 0) +
		minutes_of(plan, "grace", GRACE_MINUTES)) * MINUTE_MS;
	object_write(plan->id, &hex);
	e = record_create(desk, &record_check, (struct record_edits){
		(const struct record_edit[]){
			{"title", record_title(plan), EDIT_SET},
			{"plan", buf_str(&hex), EDIT_SET},
			{"person", record_value(plan, "person"), EDIT_SET},
			{"due", trouble_now(arena, due), EDIT_SET},
			{"act-from", trouble_now(arena, act), EDIT_SET}}, 5},
		&refusal, ret_checkin);
	buf_close(&hex);
	return e;
}

const err *checkin_wait(struct desk *desk, object_id plan,
	object_id *ret_checkin)
{
	struct arena *arena = arena_open(CHECKIN_ARENA_BYTES);
	struct buf hex = {0};
	struct record record;
	bool waited = false;
	const err *e = record_get(desk, arena, plan, &record);

	object_write(plan, &hex);
	if (e == NULL && record.type != &record_check_plan) {
		e = err_make(ERR_ABSENT, "there is no such plan");
	}
	if (e == NULL) e = is_waited(desk, arena, buf_str(&hex), &waited);
	if (e == NULL && waited) {
		e = err_make(ERR_EXISTS, "one is waited for already");
	}
	if (e == NULL) e = wait_make(desk, arena, &record, ret_checkin);
	buf_close(&hex);
	arena_close(&arena);
	return e;
}

/* -- heard ---------------------------------------------------------------- */

static const err *heard_step(struct desk *desk, struct arena *arena,
	const struct record *record)
{
	struct record_refusal refusal;
	struct record_edit heard = {"heard",
		trouble_now(arena, desk_now_ms(desk)), EDIT_SET};

	return record_step(desk, record->id, S("fine"),
		(struct record_edits){&heard, 1}, &refusal);
}

/* [checkin-1] what was said goes first: stopped between the two, the others
 * know, and this desk only shows that it is still waited for. */
const err *checkin_say(struct desk *desk, object_id checkin, str said)
{
	struct arena *arena = arena_open(CHECKIN_ARENA_BYTES);
	struct record record;
	const err *e = record_get(desk, arena, checkin, &record);

	said = str_first(str_trim(said), CHECKIN_WORDS_MAX);
	if (e == NULL && record.type != &record_check) {
		e = err_make(ERR_ABSENT, "there is no such check-in");
	}
	if (e == NULL && said.len > 0) {
		e = others_set(desk, checkin, ref_of(&record, "person"),
			S("spoken"), trouble_note(arena, desk_now_ms(desk),
				said));
	}
	if (e == NULL) e = heard_step(desk, arena, &record);
	arena_close(&arena);
	return e;
}

/* -- what the others see -------------------------------------------------- */

static enum checkin_verdict verdict_of(struct arena *arena, str spoken,
	str words)
{
	str fine, pressure, key = key_of(arena, spoken);

	if (!str_cut(words, '\n', &fine, &pressure)) return CHECKIN_FINE;
	/* in a longer sentence too: she says what she can */
	if (str_find(key, key_of(arena, pressure)) != SIZE_MAX) {
		return CHECKIN_PRESSURE;
	}
	return str_find(key, key_of(arena, fine)) != SIZE_MAX ? CHECKIN_FINE
		: CHECKIN_OTHER;
}

/* One version of what stands for this device alone, and whether a device of the
 * person herself wrote it: her laptop may be in other hands. */
struct told { str value; bool hers; };
struct told_list LIST_OF(struct told);

struct hearing {
	struct desk *desk;
	struct arena *arena;
	struct trouble_names hers;
};

static bool is_hers(const struct hearing *h, str dev)
{
	for (size_t i = 0; i < h->hers.count; i++) {
		if (str_eq(h->hers.at[i], dev)) return true;
	}
	return false;
}

/* All that was ever said of it, the oldest first. */
static const err *told_read(const struct hearing *h, object_id id, str field,
	struct told_list *list)
{
	struct query *ask = projection_ask(&h->desk->projection,
		ASK_RECORD_CHANGES);
	str name = fold_name(h->arena, IN_DEVICE, field);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&id));
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct told one = {.hers = is_hers(h, query_bytes(ask, 4))};

		if (!str_eq(query_bytes(ask, 0), name)) continue;
		one.value = str_dup(h->arena, query_bytes(ask, 1));
		LIST_ADD(h->arena, list, one);
	}
	query_reset(ask);
	return e;
}

/* The newest; `others`: that somebody else wrote. Empty: there is none. */
static str newest(const struct told_list *list, bool others)
{
	for (size_t i = list->count; i > 0; i--) {
		if (!others || !list->at[i - 1].hers) return list->at[i - 1].value;
	}
	return S("");
}

/* [checkin-3] What was said stays said, and phrases that were agreed at her own
 * desk alone do not take the place of those that somebody else agreed with her. */
static enum checkin_verdict worst_of(const struct hearing *h,
	const struct told_list *spoken, const struct told_list *words)
{
	enum checkin_verdict worst = CHECKIN_FINE;
	uint64_t ms;
	str said;

	for (size_t i = 0; i < spoken->count; i++) {
		if (!trouble_note_read(spoken->at[i].value, &ms, &said)) continue;
		for (int others = 0; others < 2; others++) {
			enum checkin_verdict one = verdict_of(h->arena, said,
				newest(words, others == 1));

			if (one == CHECKIN_PRESSURE || worst == CHECKIN_FINE) {
				worst = one;
			}
		}
	}
	return worst;
}

static const err *alarm_look(struct desk *desk, struct arena *arena,
	object_id id, struct checkin_alarms *alarms)
{
	struct hearing h = {.desk = desk, .arena = arena};
	struct checkin_alarm alarm = {id, CHECKIN_NOTHING};
	struct told_list spoken = {0}, answered = {0}, words = {0};
	struct record record;
	const err *e = record_get(desk, arena, id, &record);

	if (e == NULL) {
		e = trouble_ever(desk, arena, ref_of(&record, "person"), &h.hers);
	}
	if (e == NULL) e = told_read(&h, id, S("spoken"), &spoken);
	if (e == NULL) e = told_read(&h, id, S("answered"), &answered);
	if (e == NULL) {
		e = told_read(&h, ref_of(&record, "plan"), S("words"), &words);
	}
	if (e != NULL) return e->code == ERR_ABSENT ? NULL : e;
	if (newest(&answered, true).len > 0) return NULL;
	alarm.verdict = worst_of(&h, &spoken, &words);
	if (alarm.verdict != CHECKIN_FINE &&
		alarms->count < CHECKIN_ALARMS_MAX) {
		alarms->at[alarms->count++] = alarm;
	}
	return NULL;
}

const err *checkin_alarms(struct desk *desk, struct checkin_alarms *ret_alarms)
{
	struct query *ask = projection_ask(&desk->projection, ASK_SPOKEN);
	struct arena *arena = arena_open(CHECKIN_ARENA_BYTES);
	struct LIST_OF(object_id) ids = {0};
	object_id id;
	bool row;
	const err *e;

	*ret_alarms = (struct checkin_alarms){.count = 0};
	query_bind(ask, "");
	while ((e = query_step(ask, &row)) == NULL && row) {
		object_take(query_bytes(ask, 0), &id);
		LIST_ADD(arena, &ids, id);
	}
	query_reset(ask);
	for (size_t i = 0; e == NULL && i < ids.count; i++) {
		e = alarm_look(desk, arena, ids.at[i], ret_alarms);
	}
	arena_close(&arena);
	return e;
}

const err *checkin_answer(struct desk *desk, object_id checkin, str words)
{
	struct arena *arena = arena_open(CHECKIN_ARENA_BYTES);
	struct record record;
	const err *e = record_get(desk, arena, checkin, &record);

	words = str_trim(words);
	if (e == NULL && (words.len == 0 || words.len > CHECKIN_WORDS_MAX)) {
		e = err_make(ERR_USAGE, "say in one line what was done");
	}
	if (e == NULL) {
		e = others_set(desk, checkin, ref_of(&record, "person"),
			S("answered"), trouble_note(arena, desk_now_ms(desk),
				words));
	}
	arena_close(&arena);
	return e;
}
