/* Acts on threads and messages that set registers: see act.h. Writing new
 * messages is act_write.c, undoing act_undo.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/act_room.h"

#include "base/field.h"

enum { NAME_MAX_BYTES = 200, DAY_MS = 24 * 3600 * 1000, HOUR_MS = 3600 * 1000,
	EVENING_HOUR = 18, MORNING_HOUR = 8, SUNDAY = 0, DAYS_IN_WEEK = 7,
	/* 1 January 1970 was a Thursday. */
	EPOCH_WEEKDAY = 4 };

static const err *absent(void)
{
	return err_make(ERR_ABSENT, "there is no such thing here");
}

const err *act_root(struct desk *desk, object_id thread, object_id *ret_root)
{
	struct query *ask = projection_ask(&desk->projection, ASK_THREAD_ROOT);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&thread));
	e = query_step(ask, &row);
	if (e != NULL || !row) return e != NULL ? e : absent();
	object_take(query_bytes(ask, 0), ret_root);
	query_reset(ask);
	return NULL;
}

const err *act_thread_of(struct desk *desk, object_id message,
	object_id *ret_thread)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_MESSAGE_THREAD);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&message));
	e = query_step(ask, &row);
	if (e != NULL || !row) return e != NULL ? e : absent();
	object_take(query_bytes(ask, 0), ret_thread);
	query_reset(ask);
	return NULL;
}

/* One register of a thread. */
static const err *thread_set(struct desk *desk, object_id thread,
	str field, str value, enum did did)
{
	struct op op = {.kind = OP_SET, .field = field, .value = value};
	const err *e = act_root(desk, thread, &op.object);

	return e != NULL ? e : desk_commit_unit(desk, op.object, &op, 1, did);
}

/* One register of a message. */
static const err *message_set(struct desk *desk, object_id message,
	str field, str value, enum did did)
{
	struct op op = {.kind = OP_SET, .object = message, .field = field,
		.value = value};
	object_id thread;
	const err *e = act_thread_of(desk, message, &thread);

	return e != NULL ? e : desk_commit_unit(desk, thread, &op, 1, did);
}

const err *act_pile(struct desk *desk, object_id thread, enum pile pile)
{
	bool done = pile == PILE_DONE;
	struct buf value = {0};
	const err *e;

	if (!done && pile != PILE_NEEDS) {
		return err_make(ERR_USAGE, "this pile fills itself");
	}
	buf_fmt(&value, "%s %llu", done ? "done" : "needs",
		(unsigned long long)desk_now_ms(desk));
	e = thread_set(desk, thread, S("state"), buf_str(&value),
		done ? DID_DONE : DID_NEEDS);
	buf_close(&value);
	return e;
}

/* When it comes back. Days are counted in UTC: the page says the hour. */
static uint64_t later_until(enum later later, uint64_t now_ms)
{
	uint64_t day = now_ms / DAY_MS;
	uint64_t today = day * DAY_MS;
	uint64_t weekday = (day + EPOCH_WEEKDAY) % DAYS_IN_WEEK;
	uint64_t evening = today + EVENING_HOUR * HOUR_MS;

	switch (later) {
	case LATER_EVENING:
		return evening > now_ms ? evening : evening + DAY_MS;
	case LATER_TOMORROW:
		return today + DAY_MS + MORNING_HOUR * HOUR_MS;
	case LATER_SUNDAY:
		return today + (DAYS_IN_WEEK - weekday) * DAY_MS +
			MORNING_HOUR * HOUR_MS;
	case LATER_WEEK:
		return today + DAYS_IN_WEEK * DAY_MS + MORNING_HOUR * HOUR_MS;
	case LATER_THEY_WRITE:
	case LATER_COUNT:
		break;
	}
	return 0;
}

const err *act_later(struct desk *desk, object_id thread, enum later later)
{
	static const char *const words[LATER_COUNT] = {
		[LATER_EVENING] = "evening", [LATER_TOMORROW] = "tomorrow",
		[LATER_SUNDAY] = "sunday", [LATER_WEEK] = "week",
		[LATER_THEY_WRITE] = "they-write",
	};
	uint64_t now = desk_now_ms(desk);
	struct buf value = {0};
	const err *e;

	must(later < LATER_COUNT);
	buf_fmt(&value, "later %s %llu %llu", words[later],
		(unsigned long long)later_until(later, now),
		(unsigned long long)now);
	e = thread_set(desk, thread, S("state"), buf_str(&value), DID_LATER);
	buf_close(&value);
	return e;
}

const err *act_veil(struct desk *desk, object_id message, bool veiled)
{
	return message_set(desk, message, S("veil"), veiled ? S("1") : S(""),
		veiled ? DID_VEIL : DID_UNVEIL);
}

const err *act_warm(struct desk *desk, object_id message, bool warm)
{
	return message_set(desk, message, S("warm"), warm ? S("1") : S(""),
		warm ? DID_WARM : DID_UNWARM);
}

const err *act_handed_over(struct desk *desk, object_id message)
{
	return message_set(desk, message, S("handed"), S("1"),
		DID_HANDED_OVER);
}

const err *act_name(struct desk *desk, object_id thread, str name)
{
	name = str_trim(name);
	if (!field_is_clean(name, NAME_MAX_BYTES)) {
		return err_make(ERR_USAGE, "a name is one line of 200 bytes");
	}
	return thread_set(desk, thread, S("name"), name, DID_NAME);
}

const err *act_join(struct desk *desk, object_id thread, object_id into)
{
	object_id from_root, into_root;
	const err *e = act_root(desk, thread, &from_root);

	if (e == NULL) e = act_root(desk, into, &into_root);
	if (e != NULL) return e;
	if (object_eq(from_root, into_root)) {
		return err_make(ERR_USAGE, "they are one thread already");
	}
	return thread_set(desk, from_root, S("into"), object_str(&into_root),
		DID_JOIN);
}

const err *act_opened(struct desk *desk, object_id thread)
{
	struct buf value = {0};
	const err *e;

	buf_number(&value, desk_now_ms(desk));
	e = thread_set(desk, thread, S("opened"), buf_str(&value),
		DID_NOTHING);
	buf_close(&value);
	return e;
}

/* -- settings ------------------------------------------------------------- */

static const err *desk_set_number(struct desk *desk, str field,
	uint64_t number, enum did did)
{
	struct buf value = {0};
	struct op op = {.kind = OP_SET, .object = fold_desk, .field = field};
	const err *e;

	buf_number(&value, number);
	op.value = buf_str(&value);
	e = desk_commit_unit(desk, fold_desk, &op, 1, did);
	buf_close(&value);
	return e;
}

const err *act_settings(struct desk *desk,
	const struct view_settings *settings)
{
	static const char *const names[] = {"locale", "outbox", "idle", "keys"};
	struct buf outbox = {0}, idle = {0};
	struct op ops[NELEM(names)] = {
		{.value = locale_infos[settings->locale].tag}, {0}, {0},
		{.value = settings->keys ? S("1") : S("0")}};
	struct arena *arena;
	const err *e;

	if (settings->outbox_seconds > DESK_OUTBOX_SECONDS_MAX ||
		settings->idle_minutes == 0 ||
		settings->idle_minutes > DESK_IDLE_MINUTES_MAX) {
		return err_make(ERR_USAGE, "a setting is out of its range");
	}
	arena = arena_open(DESK_ARENA_BYTES);
	for (size_t i = 0; i < NELEM(names); i++) { /* of this device */
		ops[i].kind = OP_SET;
		ops[i].field = str_fmt(arena, "settings.%s.%.*s", names[i],
			(int)sizeof(desk->fold.dev), desk->fold.dev);
	}
	buf_number(&outbox, settings->outbox_seconds);
	buf_number(&idle, settings->idle_minutes);
	ops[1].value = buf_str(&outbox);
	ops[2].value = buf_str(&idle);
	e = desk_commit_unit(desk, fold_desk, ops, NELEM(ops), DID_SETTINGS);
	buf_close(&outbox);
	buf_close(&idle);
	arena_close(&arena);
	return e;
}

const err *act_recovery_checked(struct desk *desk)
{
	return desk_set_number(desk, S("recovery.checked"),
		desk_now_ms(desk), DID_NOTHING);
}

const err *act_first_day_away(struct desk *desk)
{
	return desk_set_number(desk, S("first-day.away"), 1, DID_SETTINGS);
}

bool query_first_day_away(struct desk *desk)
{
	uint64_t away = 0;

	return desk_number(desk, S("first-day.away"), &away) != NULL ||
		away != 0;
}

const err *act_backup_made(struct desk *desk)
{
	const err *e = desk_set_number(desk, S("backup.made"),
		desk_now_ms(desk), DID_BACKUP);

	desk->did_seq = 0;
	return e;
}
