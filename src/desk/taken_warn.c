/* Who is warned, and in which order: see taken.h. What her devices could read is
 * decided by the rings they are in, not by what was hers: a desk holds
 * everything of a ring.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/taken.h"

#include "desk/trouble.h"
#include "store/log_hand.h"

#include <stdlib.h>

enum { RANK_MEMBER = 1, RANK_CONTACT = 3,
	RANK_LAST = 4 };

struct warn_list LIST_OF(struct taken_warn);

struct warning {
	struct desk *desk;
	struct arena *arena;
	object_id person;
	struct trouble_names devs;       /* hers, ever */
	struct warn_list list;
};

/* -- which rings ---------------------------------------------------------- */

/* Also what she was put out of since: a freeze takes nothing back. Where nothing
 * is said of a ring's members, whoever has a device is taken to read it: a name
 * too many on the list costs a call, one too few a life. */
static bool could_read(const struct warning *w, str ring)
{
	if (!log_ring_says(w->desk->log, ring)) return w->devs.count > 0;
	for (size_t i = 0; i < w->devs.count; i++) {
		if (log_ring_had(w->desk->log, ring, w->devs.at[i])) return true;
	}
	return false;
}

/* -- threads -------------------------------------------------------------- */

static unsigned about_rank(enum message_about about)
{
	switch (about) {
	case ABOUT_SAFETY:
		return 0;
	case ABOUT_LEAVE:
	case ABOUT_ASYLUM:
		return 1;
	case ABOUT_HEALTH:
	case ABOUT_TELL:
		return 2;
	case ABOUT_NOTHING:
	case ABOUT_JOIN:
	case ABOUT_OTHER:
		return RANK_CONTACT;
	case ABOUT_THANKS:
	case MESSAGE_ABOUT_COUNT:
		break;
	}
	return RANK_LAST;
}

static void row_add(struct warning *w, struct taken_warn row)
{
	if (w->list.count < TAKEN_WARN_MAX) {
		LIST_ADD(w->arena, &w->list, row);
	}
}

static const err *pile_add(struct warning *w, enum pile pile)
{
	struct query_rows rows = {.more = true};
	size_t skip = 0;
	const err *e = NULL;

	while (e == NULL && rows.more && skip < TAKEN_WARN_MAX) {
		e = query_pile(w->desk, w->arena, pile, skip, &rows);
		for (size_t i = 0; e == NULL && i < rows.count; i++) {
			const struct view_row *row = &rows.at[i];
			struct taken_warn one = {.kind = TAKEN_THREAD,
				.called = row->called, .way = row->way,
				.rank = about_rank(row->about),
				.ms = row->newest.ms,
				.how = row->way == WAY_LINE ? TAKEN_BY_LINE
					: TAKEN_BY_WAY};

			if (object_read(row->id, &one.id)) row_add(w, one);
		}
		skip += rows.count;
	}
	return e;
}

static const err *threads_add(struct warning *w)
{
	const err *e = NULL;

	if (!could_read(w, RING_INTAKE)) return NULL;
	for (size_t i = 0; e == NULL && i < PILE_COUNT; i++) {
		e = pile_add(w, (enum pile)i);
	}
	return e;
}

/* -- records -------------------------------------------------------------- */

static unsigned urgency_rank(const struct record *record)
{
	static const char *const words[] = {"immediate", "urgent", "soon",
		"ordinary"};
	str urgency = record_value(record, "urgency");

	for (unsigned i = 0; i < NELEM(words); i++) {
		if (str_eq(urgency, str_of(words[i]))) return i;
	}
	return 2; /* nobody has said: before what is ordinary */
}

static struct taken_warn warn_of(const struct record *record)
{
	struct taken_warn one = {.kind = TAKEN_RECORD, .id = record->id,
		.called = record_title(record), .type = record->type,
		.rank = RANK_CONTACT, .how = TAKEN_BY_RECORD};

	if (record->type == &record_request) one.rank = urgency_rank(record);
	if (record->type == &record_member) one.rank = RANK_MEMBER;
	if (record->type == &record_contact &&
		str_eq(record_value(record, "may-write"), S("no"))) {
		one.how = TAKEN_NEVER;
	}
	return one;
}

static const err *type_add(struct warning *w, const struct record_type *type)
{
	struct record_filter filter = {.type = type, .state = S("current")};
	struct record *records;
	size_t count = RECORD_ROWS_MAX;
	const err *e = NULL;

	while (e == NULL && count == RECORD_ROWS_MAX &&
		filter.skip < TAKEN_WARN_MAX) {
		e = record_whole(w->desk, w->arena, &filter, &records, &count);
		for (size_t i = 0; e == NULL && i < count; i++) {
			if (object_eq(records[i].id, w->person)) continue;
			row_add(w, warn_of(&records[i]));
		}
		filter.skip += count;
	}
	return e;
}

/* -- the list ------------------------------------------------------------- */

/* By rank; in it, who wrote last first. */
static int warn_order(const void *left, const void *right)
{
	const struct taken_warn *a = left, *b = right;

	if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
	if (a->ms != b->ms) return a->ms > b->ms ? -1 : 1;
	return str_compare(object_str(&a->id), object_str(&b->id));
}

const err *taken_warn_list(struct desk *desk, struct arena *arena,
	object_id person, struct taken_warns *ret_rows)
{
	static const struct record_type *const types[] = {&record_request,
		&record_contact, &record_member};
	struct warning w = {.desk = desk, .arena = arena, .person = person};
	const err *e = trouble_ever(desk, arena, person, &w.devs);

	if (e == NULL) e = threads_add(&w);
	for (size_t i = 0; e == NULL && i < NELEM(types); i++) {
		if (could_read(&w, RING_TEAM)) e = type_add(&w, types[i]);
	}
	if (e != NULL) return e;
	if (w.list.count > 0) {
		qsort(w.list.at, w.list.count, sizeof(*w.list.at), warn_order);
	}
	*ret_rows = (struct taken_warns){w.list.at, w.list.count,
		w.list.count == TAKEN_WARN_MAX};
	return NULL;
}
