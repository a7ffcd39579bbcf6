/* Lists and questions about records: see record_query.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_query.h"

#include "base/list.h"
#include "desk/query_room.h"
#include "desk/record_load.h"
#include "model/merge.h"
#include "model/ref_code.h"

enum { POINTING_MAX = 200, MIRRORS_MAX = 500,
	/* the columns behind RECORD_COLUMNS */
	COLUMN_BEHIND = 11 };

/* -- one record ----------------------------------------------------------- */

const err *record_get(struct desk *desk, struct arena *arena, object_id id,
	struct record *ret_record)
{
	struct record record;
	const err *e = record_load(&desk->projection, arena, id, &record);

	if (e != NULL) return e;
	if (record.type == NULL) {
		return err_make(ERR_ABSENT, "there is no such record");
	}
	*ret_record = record;
	return NULL;
}

str record_ref(struct arena *arena, object_id id)
{
	char text[REF_TEXT];

	ref_code_write(id, text);
	return str_dup(arena, str_bytes(text, sizeof(text)));
}

/* -- rows ----------------------------------------------------------------- */

static void row_read(struct query *ask, struct arena *arena,
	struct record_row *ret_row)
{
	struct record_row row = {.type = record_type_find(query_bytes(ask, 1)),
		.state = query_text(ask, 2, arena),
		.title = query_text(ask, 3, arena),
		.due_ms = query_number(ask, 5),
		.made_ms = query_number(ask, 6),
		.changed_ms = query_number(ask, 7),
		.unsettled = query_number(ask, 8) != 0,
		.closed = query_number(ask, 9) != 0,
		.ref = query_text(ask, 10, arena)};

	object_take(query_bytes(ask, 0), &row.id);
	if (query_bytes(ask, 4).len == OBJECT_BYTES) {
		object_take(query_bytes(ask, 4), &row.owner);
	}
	if (row.due_ms == INT64_MAX) row.due_ms = 0;
	*ret_row = row;
}

const err *record_row_get(struct desk *desk, struct arena *arena,
	object_id id, struct record_row *ret_row)
{
	struct query *ask = projection_ask(&desk->projection, ASK_RECORD_ROW);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&id));
	e = query_step(ask, &row);
	if (e == NULL && row) row_read(ask, arena, ret_row);
	query_reset(ask);
	if (e == NULL && !row) e = err_make(ERR_ABSENT, "no such record");
	return e;
}

struct row_list LIST_OF(struct record_row);

static const err *rows_read(struct query *ask, struct arena *arena,
	struct record_rows *ret_rows)
{
	struct row_list list = {0};
	bool row;
	const err *e;

	*ret_rows = (struct record_rows){0};
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct record_row one;

		if (list.count == RECORD_ROWS_MAX) {
			ret_rows->more = true;
			break;
		}
		row_read(ask, arena, &one);
		LIST_ADD(arena, &list, one);
	}
	query_reset(ask);
	ret_rows->at = list.at;
	ret_rows->count = list.count;
	return e;
}

static struct query *list_ask(struct desk *desk,
	const struct record_filter *filter)
{
	return projection_ask(&desk->projection,
		filter->words.len > 0     ? ASK_RECORD_FIND
			: filter->type != NULL ? ASK_RECORD_LIST
					       : ASK_RECORD_ALL);
}

/* One look at the list; `words` is a question to the index, or empty. */
static const err *list_once(struct desk *desk, struct arena *arena,
	const struct record_filter *filter, str words,
	struct record_rows *ret_rows)
{
	struct query *ask = list_ask(desk, filter);
	bool owned = !object_eq(filter->owner, fold_desk);
	str by[2 * RECORD_FILTERS_MAX];

	for (size_t i = 0; i < RECORD_FILTERS_MAX; i++) {
		bool there = i < filter->by_count;

		by[2 * i] = there ? str_of(filter->by[i].key) : S("");
		by[2 * i + 1] = there ? filter->by[i].value : S("");
	}
	query_bind(ask, filter->words.len > 0 ? "ssbnnnnsssssssss"
		: "ssbnnnnssssssss",
		filter->type != NULL ? str_of(filter->type->key) : S(""),
		filter->state, owned ? object_str(&filter->owner) : S(""),
		filter->due_before_ms, (uint64_t)filter->unsettled,
		(uint64_t)RECORD_ROWS_MAX + 1, (uint64_t)filter->skip, by[0],
		by[1], by[2], by[3], by[4], by[5], by[6], by[7], words);
	return rows_read(ask, arena, ret_rows);
}

/* Words and their forms; more widely only where those find nothing. */
static const err *list_find(struct desk *desk, struct arena *arena,
	const struct record_filter *filter, struct record_rows *ret_rows)
{
	/* forms find what the words themselves find */
	static const enum search_reach reaches[] = {SEARCH_FORM, SEARCH_WORD,
		SEARCH_BEGINNING, SEARCH_NEAR};
	struct search *search = query_words(desk, arena, filter->words);
	const err *e = NULL;

	*ret_rows = (struct record_rows){0};
	if (search == NULL) return NULL; /* no word in it finds nothing */
	for (size_t i = 0; e == NULL && ret_rows->count == 0 &&
		i < NELEM(reaches); i++) {
		struct buf question = {0};

		if (search_put(search, reaches[i], &question)) {
			e = list_once(desk, arena, filter, buf_str(&question),
				ret_rows);
		}
		buf_close(&question);
	}
	return e;
}

const err *record_list(struct desk *desk, struct arena *arena,
	const struct record_filter *filter, struct record_rows *ret_rows)
{
	return filter->words.len > 0
		? list_find(desk, arena, filter, ret_rows)
		: list_once(desk, arena, filter, S(""), ret_rows);
}

const err *record_whole(struct desk *desk, struct arena *arena,
	const struct record_filter *filter, struct record **ret_records,
	size_t *ret_count)
{
	struct record_filter part = *filter;
	struct LIST_OF(struct record) list = {0};
	struct record_rows rows = {.more = true};
	const err *e = NULL;

	while (e == NULL && rows.more) {
		e = record_list(desk, arena, &part, &rows);
		for (size_t i = 0; e == NULL && i < rows.count; i++) {
			struct record one;

			e = record_get(desk, arena, rows.at[i].id, &one);
			if (e == NULL) LIST_ADD(arena, &list, one);
		}
		part.skip += RECORD_ROWS_MAX;
	}
	if (e != NULL) return e;
	*ret_records = list.at;
	*ret_count = list.count;
	return NULL;
}

static const err *number_ask(struct query *ask, uint64_t *ret_number)
{
	bool row;
	const err *e = query_step(ask, &row);

	if (e == NULL && row) *ret_number = query_number(ask, 0);
	query_reset(ask);
	return e;
}

const err *record_count(struct desk *desk, const struct record_type *type,
	uint64_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_RECORD_COUNT);

	query_bind(ask, "s", str_of(type->key));
	return number_ask(ask, ret_count);
}

const err *record_unsettled_count(struct desk *desk, uint64_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_RECORD_UNSETTLED);

	query_bind(ask, "");
	return number_ask(ask, ret_count);
}

/* -- refs ----------------------------------------------------------------- */

static const err *is_there(struct desk *desk, const struct record_type *type,
	object_id id, bool *ret_there)
{
	struct query *ask = projection_ask(&desk->projection, ASK_RECORD_TYPE);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&id));
	e = query_step(ask, &row);
	*ret_there = e == NULL && row &&
		str_eq(query_bytes(ask, 0), str_of(type->key));
	query_reset(ask);
	return e;
}

static const err *by_ref(struct desk *desk, const struct record_type *type,
	str ref, object_id *ret_id)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_RECORD_BY_REF);
	bool row;
	const err *e;

	query_bind(ask, "ss", ref, str_of(type->key));
	e = query_step(ask, &row);
	if (e == NULL && row) object_take(query_bytes(ask, 0), ret_id);
	query_reset(ask);
	if (e == NULL && !row) e = err_make(ERR_ABSENT, "no such short name");
	return e;
}

const err *record_look_up(struct desk *desk, const struct record_type *type,
	str typed, object_id *ret_id)
{
	char ref[REF_TEXT];
	object_id id;
	bool there;
	const err *e;

	typed = str_trim(typed);
	if (ref_code_read(typed, ref)) {
		return by_ref(desk, type, str_bytes(ref, sizeof(ref)), ret_id);
	}
	if (!object_read(typed, &id)) {
		return err_make(ERR_ABSENT, "no such short name");
	}
	e = is_there(desk, type, id, &there);
	if (e == NULL && !there) e = err_make(ERR_ABSENT, "no such record");
	if (e == NULL) *ret_id = id;
	return e;
}

const err *record_pointing(struct desk *desk, struct arena *arena,
	object_id id, struct record_pointing **ret_rows, size_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_RECORD_POINTING);
	struct LIST_OF(struct record_pointing) list = {0};
	struct buf hex = {0};
	bool row;
	const err *e;

	object_write(id, &hex);
	query_bind(ask, "sn", buf_str(&hex), (uint64_t)POINTING_MAX);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct record_pointing one;

		row_read(ask, arena, &one.row);
		one.field = record_field_find(one.row.type,
			query_bytes(ask, COLUMN_BEHIND));
		if (one.field != NULL) LIST_ADD(arena, &list, one);
	}
	query_reset(ask);
	buf_close(&hex);
	*ret_rows = list.at;
	*ret_count = list.count;
	return e;
}

/* -- mirrored tasks ------------------------------------------------------- */

static const struct record_mirror *mirror_find(const struct record_type *type,
	str key)
{
	for (size_t i = 0; i < type->mirror_count; i++) {
		if (str_eq(str_of(type->mirrors[i].key), key)) {
			return &type->mirrors[i];
		}
	}
	return NULL;
}

const err *record_mirrors(struct desk *desk, struct arena *arena,
	uint64_t until_ms, struct record_mirrored **ret_rows,
	size_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_RECORD_MIRRORS);
	struct LIST_OF(struct record_mirrored) list = {0};
	bool row;
	const err *e;

	query_bind(ask, "nn", until_ms, (uint64_t)MIRRORS_MAX);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct record_mirrored one;

		row_read(ask, arena, &one.row);
		one.mirror = mirror_find(one.row.type,
			query_bytes(ask, COLUMN_BEHIND));
		one.due_ms = query_number(ask, COLUMN_BEHIND + 1);
		if (one.mirror != NULL) LIST_ADD(arena, &list, one);
	}
	query_reset(ask);
	*ret_rows = list.at;
	*ret_count = list.count;
	return e;
}
