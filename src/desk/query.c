/* Counts, lists and small questions: see query.h. A thread with its messages
 * is query_thread.c, searching is query_search.c, files are query_file.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/query_room.h"

#include "base/hex.h"
#include "base/list.h"
#include "base/num.h"

enum { DAY_MS = 24 * 3600 * 1000 };

str query_text(struct query *ask, int column, struct arena *arena)
{
	return str_dup(arena, query_bytes(ask, column));
}

str query_id(struct query *ask, int column, struct arena *arena)
{
	str bytes = query_bytes(ask, column);

	return bytes.len != OBJECT_BYTES ? S("")
		: hex_text(arena, bytes.at, bytes.len);
}

static const err *count_of(struct desk *desk, enum ask question,
	uint64_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection, question);
	bool row;
	const err *e;

	query_bind(ask, "");
	e = query_step(ask, &row);
	if (e == NULL && row) *ret_count = query_number(ask, 0);
	query_reset(ask);
	return e;
}

const err *query_nav(struct desk *desk, enum locale locale,
	struct view_nav *ret_nav)
{
	struct query *ask = projection_ask(&desk->projection, ASK_COUNTS);
	struct view_nav nav = {0};
	bool row;
	const err *e;

	query_bind(ask, "n", desk_now_ms(desk));
	while ((e = query_step(ask, &row)) == NULL && row) {
		uint64_t pile = query_number(ask, 0);

		if (pile < PILE_COUNT) nav.counts[pile] = query_number(ask, 1);
	}
	query_reset(ask);
	if (e == NULL) e = count_of(desk, ASK_GOING_OUT, &nav.going_out);
	if (e == NULL) e = count_of(desk, ASK_WARM_COUNT, &nav.warm);
	if (e != NULL) return e;
	nav.organisation = desk_organisation(desk, locale);
	nav.demonstration = desk->roster.demonstration;
	*ret_nav = nav;
	return NULL;
}

uint64_t query_unreadable(struct desk *desk)
{
	uint64_t count = 0;

	return count_of(desk, ASK_UNREADABLE, &count) == NULL ? count : 0;
}

/* -- lists ---------------------------------------------------------------- */

void query_row(struct query *ask, struct arena *arena,
	struct view_row *ret_row)
{
	uint64_t hers = query_number(ask, 1), ours = query_number(ask, 2);
	uint64_t pile = query_number(ask, 16);
	struct view_row row = {.id = query_id(ask, 0, arena),
		.called = query_text(ask, 5, arena),
		.language = query_text(ask, 7, arena),
		.way = act_way_read(query_bytes(ask, 8)),
		.file_count = (unsigned)query_number(ask, 4),
		.message_count = (unsigned)query_number(ask, 3),
		.veiled = query_number(ask, 9) != 0,
		.warm = query_number(ask, 10) != 0,
		.fresh = query_number(ask, 13) < hers,
		.going_out = query_number(ask, 17) != 0};

	if (!message_about_read(query_bytes(ask, 6), &row.about)) {
		row.about = ABOUT_NOTHING;
	}
	row.newest.ms = hers != 0 ? hers : ours;
	if (pile == PILE_LATER) {
		row.later.ms = query_number(ask, 12);
		row.later_they_write = row.later.ms == 0;
	}
	*ret_row = row;
}

void query_promise(const struct desk *desk, struct view_row *row,
	uint64_t pile)
{
	if (pile != PILE_NEEDS || desk->roster.answer_days == 0) return;
	row->answer_by.ms = row->newest.ms + desk->roster.answer_days * DAY_MS;
}

struct row_list LIST_OF(struct view_row);

static const err *rows_take(struct desk *desk, struct query *ask,
	struct arena *arena, struct query_rows *ret_rows)
{
	struct row_list list = {0};
	bool row;
	const err *e;

	while ((e = query_step(ask, &row)) == NULL && row) {
		struct view_row one;

		if (list.count == QUERY_ROWS_MAX) {
			ret_rows->more = true;
			break;
		}
		query_row(ask, arena, &one);
		query_promise(desk, &one, query_number(ask, 16));
		LIST_ADD(arena, &list, one);
	}
	query_reset(ask);
	ret_rows->at = list.at;
	ret_rows->count = list.count;
	return e;
}

const err *query_pile(struct desk *desk, struct arena *arena, enum pile pile,
	size_t skip, struct query_rows *ret_rows)
{
	struct query *ask = projection_ask(&desk->projection,
		pile == PILE_NEEDS ? ASK_ROWS_NEEDS : ASK_ROWS);
	struct query_rows rows = {0};
	const err *e;

	query_bind(ask, "nnnn", desk_now_ms(desk), (uint64_t)pile,
		(uint64_t)QUERY_ROWS_MAX + 1, (uint64_t)skip);
	e = rows_take(desk, ask, arena, &rows);
	if (e == NULL) *ret_rows = rows;
	return e;
}

/* -- settings ------------------------------------------------------------- */

/* A setting of this device; what stood before a team had several is everyone's. */
static const err *setting_of(struct desk *desk, struct arena *arena, str field,
	str *ret_value)
{
	str own = str_fmt(arena, "%.*s.%.*s", S_ARG(field),
		(int)sizeof(desk->fold.dev), desk->fold.dev);
	const err *e = fold_register(&desk->projection, arena, fold_desk, own,
		ret_value);

	if (e != NULL || ret_value->len > 0) return e;
	return fold_register(&desk->projection, arena, fold_desk, field,
		ret_value);
}

static const err *number_of(struct desk *desk, str field, uint64_t otherwise,
	uint64_t *ret_number)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	str value;
	const err *e = setting_of(desk, arena, field, &value);

	if (e == NULL && !num_read(value, INT64_MAX, ret_number)) {
		*ret_number = otherwise;
	}
	arena_close(&arena);
	return e;
}

static const err *locale_of(struct desk *desk, enum locale *ret_locale,
	bool *ret_spoken)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	str tag;
	const err *e = setting_of(desk, arena, S("settings.locale"), &tag);

	*ret_spoken = e == NULL && locale_read(tag, ret_locale);
	if (!*ret_spoken) *ret_locale = LOCALE_EN;
	arena_close(&arena);
	return e;
}

const err *query_settings(struct desk *desk, struct view_settings *ret_settings)
{
	struct view_settings settings = {0};
	uint64_t outbox = 0, idle = 0, keys = 0;
	const struct { str field; uint64_t otherwise, *to; } numbers[] = {
		{S("settings.outbox"), DESK_OUTBOX_SECONDS, &outbox},
		{S("settings.idle"), DESK_IDLE_MINUTES, &idle},
		{S("settings.keys"), 1, &keys},
		{S("recovery.checked"), 0, &settings.recovery_checked.ms},
		{S("backup.made"), 0, &settings.backup.ms},
	};
	const err *e = locale_of(desk, &settings.locale, &settings.spoken);

	for (size_t i = 0; e == NULL && i < NELEM(numbers); i++) {
		e = number_of(desk, numbers[i].field, numbers[i].otherwise,
			numbers[i].to);
	}
	if (e != NULL) return e;
	settings.outbox_seconds = (unsigned)outbox;
	settings.idle_minutes = (unsigned)idle;
	settings.keys = keys != 0;
	*ret_settings = settings;
	return NULL;
}

void query_did(struct desk *desk, struct arena *arena,
	struct view_did *ret_did)
{
	*ret_did = (struct view_did){.did = desk->did};
	if (desk->did_seq != 0 && desk->did_first != 0) {
		ret_did->undo = str_fmt(arena, "%llu-%llu",
			(unsigned long long)desk->did_first,
			(unsigned long long)desk->did_seq);
	} else if (desk->did_seq != 0) {
		ret_did->undo = str_fmt(arena, "%llu",
			(unsigned long long)desk->did_seq);
	}
}
