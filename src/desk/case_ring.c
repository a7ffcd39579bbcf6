/* Who is in the ring of a case: see case_ring.h and doc/log.md L13. Owns no more
 * than the reckoning; rings are the log's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/case_ring.h"

#include "base/list.h"
#include "desk/record_device.h"
#include "desk/record_load.h"
#include "desk/record_query.h"
#include "desk/team_room.h"

#include <string.h>

enum {
	CASE_ARENA_BYTES = 64 << 20,
	CASE_ADMINS = 2,
	/* A quarter of what a device knows stays for the team's own rings and
	 * for those who leave (RING_EPOCHS_MAX). */
	CASE_EPOCHS_MAX = 3072
};

static const char ring_start[] = "case-";

void case_ring_name(object_id id, char ret_name[CASE_RING_NAME])
{
	struct buf hex = {0};

	object_write(id, &hex);
	memcpy(ret_name, ring_start, sizeof(ring_start) - 1);
	must(hex.len == CASE_RING_NAME - (sizeof(ring_start) - 1));
	memcpy(ret_name + sizeof(ring_start) - 1, hex.at, hex.len);
	buf_close(&hex);
}

/* -- whether it has one ---------------------------------------------------- */

/* A register of the record that ever was set; by which device, or "". */
static const err *register_look(struct desk *desk, object_id id, str field,
	char ret_dev[LOG_DEVICE_HEX], bool *ret_is)
{
	struct query *ask = projection_ask(&desk->projection, ASK_REGISTER);
	const err *e;

	query_bind(ask, "bs", object_str(&id), field);
	e = query_step(ask, ret_is);
	if (e == NULL && *ret_is) {
		str dev = query_bytes(ask, 3);

		must(dev.len == LOG_DEVICE_HEX);
		memcpy(ret_dev, dev.at, LOG_DEVICE_HEX);
	}
	query_reset(ask);
	return e;
}

bool case_ring_had(const struct desk *desk, object_id id)
{
	char name[CASE_RING_NAME];

	case_ring_name(id, name);
	return log_epoch(desk->log, str_bytes(name, sizeof(name)), NULL) !=
		NULL;
}

/* The devices that are in a ring. */
struct ring_devices { str at[TEAM_DEVICES_MAX]; size_t count; };

static void devices_find(const struct desk *desk, object_id id,
	struct ring_devices *ret)
{
	char name[CASE_RING_NAME];

	case_ring_name(id, name);
	ret->count = log_ring_devices(desk->log, str_bytes(name, sizeof(name)),
		ret->at, TEAM_DEVICES_MAX);
}

static bool is_in(const struct ring_devices *devices, str dev)
{
	for (size_t i = 0; i < devices->count; i++) {
		if (str_eq(devices->at[i], dev)) return true;
	}
	return false;
}

static bool am_in(const struct desk *desk, object_id id)
{
	struct ring_devices devices;

	if (!case_ring_had(desk, id)) return false;
	devices_find(desk, id, &devices);
	return is_in(&devices, team_own_device(desk));
}

const err *case_ring_made(struct desk *desk, object_id id, bool *ret_made)
{
	char dev[LOG_DEVICE_HEX];
	const err *e = register_look(desk, id, S("type"), dev, ret_made);

	*ret_made = e == NULL && *ret_made && str_eq(team_own_device(desk),
		str_bytes(dev, sizeof(dev)));
	return e;
}

bool case_ring_may_begin(const struct desk *desk,
	const struct record_type *type)
{
	return record_type_has_ring(type) && desk->batch == NULL &&
	       log_epoch_count(desk->log) < CASE_EPOCHS_MAX;
}

const err *case_ring_begin(struct desk *desk, object_id id)
{
	char name[CASE_RING_NAME];
	struct log_grant own = {.dev = team_own_device(desk)};
	struct log_change change = {.grants = &own, .grant_count = 1};

	case_ring_name(id, name);
	own.ring = str_bytes(name, sizeof(name));
	return desk_hand(desk, &change, NULL);
}

/* -- who belongs ----------------------------------------------------------- */

struct member_list LIST_OF(object_id);

struct belonging {
	struct desk *desk;
	struct arena *arena;
	str ring;
	struct team_rows rows;
	struct team_roster *roster;
	struct member_list members;
	bool sure;              /* [case_ring-3]: who does not belong may go */
};

static void member_add(struct belonging *b, str hex)
{
	object_id id;

	if (!object_read(hex, &id)) return;
	for (size_t i = 0; i < b->members.count; i++) {
		if (object_eq(b->members.at[i], id)) return;
	}
	LIST_ADD(b->arena, &b->members, id);
}

/* [case_ring-4] A desk outside does not know who is in it: it takes the record's
 * word, but for its own, to say whom to ask. */
static bool may_say(const struct belonging *b, str dev)
{
	if (!log_ring_says(b->desk->log, b->ring)) {
		return !str_eq(dev, team_own_device(b->desk));
	}
	return log_ring_had(b->desk->log, b->ring, dev);
}

static void said_add(struct belonging *b, str member, str dev)
{
	if (may_say(b, dev)) member_add(b, member);
	else b->sure = false;
}

static void named_add(struct belonging *b, const struct record *record)
{
	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];

		if ((got->field->flags & FIELD_RING) == 0) continue;
		said_add(b, got->value, got->dev);
		for (size_t k = 0; k < got->rival_count; k++) {
			said_add(b, got->rivals[k].value, got->rivals[k].dev);
			b->sure = false;
		}
	}
}

/* A field may also have been emptied by somebody outside. */
static const err *emptied_look(struct belonging *b,
	const struct record *record)
{
	const struct record_type *type = record->type;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < type->field_count; i++) {
		char dev[LOG_DEVICE_HEX];
		bool is;

		if ((type->fields[i].flags & FIELD_RING) == 0) continue;
		e = register_look(b->desk, record->id,
			str_of(type->fields[i].key), dev, &is);
		if (e == NULL && is && !may_say(b, str_bytes(dev,
			sizeof(dev)))) {
			b->sure = false;
		}
	}
	return e;
}

/* Whose device wrote what the record is. */
static const err *maker_find(struct belonging *b, object_id id,
	object_id *ret_member)
{
	char dev[LOG_DEVICE_HEX];
	bool is;
	const err *e = register_look(b->desk, id, S("type"), dev, &is);

	*ret_member = fold_desk;
	for (size_t i = 0; e == NULL && is && i < b->rows.count; i++) {
		if (str_eq(b->rows.at[i].dev, str_bytes(dev, sizeof(dev)))) {
			*ret_member = b->rows.at[i].member;
		}
	}
	return e;
}

static hash admin_rank(const struct belonging *b, str admin)
{
	return hash_of(str_fmt(b->arena, "%.*s %.*s\n", S_ARG(b->ring),
		S_ARG(admin)));
}

/* Two admins, the same on every desk, and others for another case. */
static void admins_add(struct belonging *b)
{
	const struct team_roster *now = b->roster;
	size_t chosen[CASE_ADMINS] = {SIZE_MAX, SIZE_MAX};

	if (now->before_count > 1) b->sure = false;
	for (size_t round = 0; round < CASE_ADMINS; round++) {
		hash best = {{0}};

		for (size_t i = 0; i < now->admin_count; i++) {
			hash rank = admin_rank(b, now->admins[i]);

			if (i == chosen[0]) continue;
			if (chosen[round] != SIZE_MAX && memcmp(rank.bytes,
				best.bytes, sizeof(best.bytes)) >= 0) {
				continue;
			}
			chosen[round] = i;
			best = rank;
		}
		if (chosen[round] == SIZE_MAX) break;
		member_add(b, now->admins[chosen[round]]);
	}
}

static const err *belonging_find(struct belonging *b, object_id id)
{
	struct record record;
	object_id maker;
	const err *e = record_load(&b->desk->projection, b->arena, id, &record);

	b->sure = true;
	b->members = (struct member_list){0};
	if (e == NULL && record.type == NULL) {
		return err_make(ERR_ABSENT, "there is no such record");
	}
	if (e == NULL) e = emptied_look(b, &record);
	if (e != NULL) return e;
	named_add(b, &record);
	if (b->members.count == 0) {
		e = maker_find(b, id, &maker);
		if (e == NULL && !object_eq(maker, fold_desk)) {
			member_add(b, team_member_hex(b->arena, maker));
		}
	}
	admins_add(b);
	return e;
}

static bool belongs(const struct belonging *b, object_id member)
{
	for (size_t i = 0; i < b->members.count; i++) {
		if (object_eq(b->members.at[i], member)) return true;
	}
	return false;
}

static const err *looking_begin(struct belonging *b, struct desk *desk)
{
	struct team_device nobody = {.key = S(""), .member = S("")};

	*b = (struct belonging){.desk = desk,
		.arena = arena_open(CASE_ARENA_BYTES)};
	b->roster = ARENA_NEW(b->arena, struct team_roster);
	log_roster_next(desk->log, b->arena, nobody, b->roster);
	return team_rows(desk, b->arena, &b->rows);
}

static bool own_belongs(const struct belonging *b)
{
	for (size_t i = 0; i < b->rows.count; i++) {
		if (b->rows.at[i].own) return belongs(b, b->rows.at[i].member);
	}
	return true; /* there is no team yet */
}

/* Who was put out is not told (doc/team.md T5): the record tells it. */
static const err *in_look(struct desk *desk, object_id id, bool *ret_in)
{
	char name[CASE_RING_NAME];
	struct belonging b;
	const err *e;

	*ret_in = am_in(desk, id);
	if (!*ret_in || !team_has_begun(desk)) return NULL;
	e = looking_begin(&b, desk);
	case_ring_name(id, name);
	b.ring = str_bytes(name, sizeof(name));
	if (e == NULL) e = belonging_find(&b, id);
	if (e == NULL) *ret_in = own_belongs(&b) || !b.sure;
	arena_close(&b.arena);
	return e;
}

const err *case_ring_here(struct desk *desk, object_id id,
	enum case_here *ret_here)
{
	char dev[LOG_DEVICE_HEX];
	bool has, in = false;
	const err *e = register_look(desk, id, S("ring"), dev, &has);

	if (e == NULL && has) e = in_look(desk, id, &in);
	if (e != NULL) return e;
	*ret_here = !has ? CASE_SHARED : in ? CASE_IN : CASE_OUT;
	return NULL;
}

/* -- bringing it about ----------------------------------------------------- */

struct grant_list LIST_OF(struct log_grant);

static void row_look(struct belonging *b, const struct team_row *row, bool in,
	struct grant_list *list)
{
	bool wanted = row->state == TEAM_ACTIVE && belongs(b, row->member);
	struct log_grant one = {b->ring, row->dev, !wanted};

	if (row->own || row->state == TEAM_REMOVED || wanted == in) return;
	if (!wanted && !b->sure && row->state == TEAM_ACTIVE) return;
	LIST_ADD(b->arena, list, one);
}

static const err *one_look(struct belonging *b, object_id id)
{
	char name[CASE_RING_NAME];
	struct grant_list list = {0};
	struct log_change change = {0};
	struct ring_devices devices;
	const err *e;

	b->desk->cases_looked++;
	devices_find(b->desk, id, &devices);
	if (!case_ring_had(b->desk, id) || !is_in(&devices,
		team_own_device(b->desk))) {
		return NULL;
	}
	case_ring_name(id, name);
	b->ring = str_bytes(name, sizeof(name));
	e = belonging_find(b, id);
	if (e != NULL) return e->code == ERR_ABSENT ? NULL : e; /* erased */
	for (size_t i = 0; i < b->rows.count; i++) {
		row_look(b, &b->rows.at[i], is_in(&devices,
			b->rows.at[i].dev), &list);
	}
	change.grants = list.at;
	change.grant_count = list.count;
	return list.count == 0 ? NULL : desk_hand(b->desk, &change, NULL);
}

const err *case_ring_look(struct desk *desk, object_id id)
{
	struct belonging b;
	const err *e;

	if (!team_has_begun(desk)) return NULL;
	e = looking_begin(&b, desk);
	if (e == NULL) e = one_look(&b, id);
	arena_close(&b.arena);
	return e;
}

/* All that decides who belongs to a case, beside the record and what was said in
 * its ring. */
static hash team_print(const struct belonging *b)
{
	struct buf all = {0};
	hash print;

	for (size_t i = 0; i < b->rows.count; i++) {
		const struct team_row *row = &b->rows.at[i];

		buf_put(&all, row->dev);
		buf_fmt(&all, " %d ", (int)row->state);
		object_write(row->member, &all);
	}
	for (size_t i = 0; i < b->roster->admin_count; i++) {
		buf_byte(&all, '\n');
		buf_put(&all, b->roster->admins[i]);
	}
	buf_fmt(&all, " %zu", b->roster->before_count);
	print = hash_of(buf_str(&all));
	buf_close(&all);
	return print;
}

/* What is needed for one case is not kept for the next. */
static const err *apart_look(const struct belonging *b, object_id id)
{
	struct belonging one = *b;
	const err *e;

	one.arena = arena_open(CASE_ARENA_BYTES);
	e = one_look(&one, id);
	arena_close(&one.arena);
	return e;
}

/* The record whose ring it is; false: it is none of a case. */
static bool ring_record(str ring, object_id *ret_id)
{
	return str_starts(ring, str_of(ring_start)) &&
	       object_read(str_from(ring, sizeof(ring_start) - 1), ret_id);
}

static const err *all_look(const struct belonging *b)
{
	struct team_rings rings = team_rings(b->desk, b->arena);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < rings.count; i++) {
		object_id id;

		if (ring_record(rings.at[i], &id)) e = apart_look(b, id);
	}
	return e;
}

/* [case_ring-5] What is handed over meanwhile is looked at the next time. */
const err *case_rings_look(struct desk *desk)
{
	struct fold_changed changed = desk->fold.cases;
	struct belonging b;
	hash team;
	const err *e;

	if (!team_has_begun(desk)) return NULL;
	e = looking_begin(&b, desk);
	team = team_print(&b);
	desk->fold.cases = (struct fold_changed){.all = false};
	if (e == NULL && (changed.all || !hash_eq(team, desk->cases_team))) {
		e = all_look(&b);
	} else {
		for (size_t i = 0; e == NULL && i < changed.count; i++) {
			e = apart_look(&b, changed.at[i]);
		}
	}
	if (e == NULL) desk->cases_team = team;
	else desk->fold.cases.all = true;
	arena_close(&b.arena);
	return e;
}

/* -- for who is not in it -------------------------------------------------- */

const err *case_ring_waits(struct desk *desk, object_id id, object_id member,
	bool *ret_waits)
{
	struct belonging b;
	char name[CASE_RING_NAME];
	const err *e = looking_begin(&b, desk);

	case_ring_name(id, name);
	b.ring = str_bytes(name, sizeof(name));
	if (e == NULL) e = belonging_find(&b, id);
	if (e == NULL) *ret_waits = !belongs(&b, member);
	arena_close(&b.arena);
	return e;
}

/* Before anything is loaded: whether somebody who never was in it wrote one of
 * the fields that say who is. */
static const err *suspect_look(struct belonging *b, object_id id, bool *ret_is)
{
	const err *e = NULL;

	*ret_is = false;
	for (size_t i = 0; i < record_type_count; i++) {
		const struct record_type *type = record_types[i];

		for (size_t k = 0; e == NULL && k < type->field_count; k++) {
			char dev[LOG_DEVICE_HEX];
			bool is;

			if ((type->fields[k].flags & FIELD_RING) == 0) continue;
			e = register_look(b->desk, id,
				str_of(type->fields[k].key), dev, &is);
			*ret_is |= e == NULL && is && !may_say(b,
				str_bytes(dev, sizeof(dev)));
		}
	}
	return e;
}

static const err *named_look(struct belonging *b, object_id id, bool *ret_waits)
{
	struct record record;
	object_id named;
	const err *e = record_load(&b->desk->projection, b->arena, id, &record);

	if (e == NULL && record.type != NULL) e = belonging_find(b, id);
	for (size_t i = 0; e == NULL && i < record.got_count; i++) {
		const struct record_got *got = &record.got[i];

		if ((got->field->flags & FIELD_RING) == 0) continue;
		if (got->rival_count > 0) continue;
		if (!object_read(got->value, &named)) continue;
		*ret_waits |= !belongs(b, named);
	}
	return e;
}

static const err *wait_look(const struct belonging *from, object_id id,
	bool *ret_waits)
{
	struct belonging b = *from;
	char name[CASE_RING_NAME];
	bool suspect = false;
	const err *e = NULL;

	*ret_waits = false;
	case_ring_name(id, name);
	b.ring = str_bytes(name, sizeof(name));
	if (am_in(b.desk, id)) e = suspect_look(&b, id, &suspect);
	if (e != NULL || !suspect) return e;
	b.arena = arena_open(CASE_ARENA_BYTES);
	e = named_look(&b, id, ret_waits);
	arena_close(&b.arena);
	return e;
}

static const err *wait_settle(const struct belonging *b, object_id id)
{
	struct case_waits *waits = &b->desk->waits;
	bool is;
	size_t at = 0;
	const err *e = wait_look(b, id, &is);

	while (at < waits->count && !object_eq(waits->at[at], id)) at++;
	if (e != NULL || is == (at < waits->count)) return e;
	if (!is) waits->at[at] = waits->at[--waits->count];
	else if (at < CASE_WAITS_MAX) waits->at[waits->count++] = id;
	return NULL;
}

static const err *all_wait(const struct belonging *b)
{
	struct team_rings rings = team_rings(b->desk, b->arena);
	const err *e = NULL;

	b->desk->waits.count = 0;
	for (size_t i = 0; e == NULL && i < rings.count; i++) {
		object_id id;

		if (ring_record(rings.at[i], &id)) e = wait_settle(b, id);
	}
	return e;
}

const err *case_rings_waiting(struct desk *desk, const object_id **ret_cases,
	size_t *ret_count)
{
	struct fold_changed changed = desk->fold.waits;
	struct case_waits *waits = &desk->waits;
	struct belonging b;
	hash team;
	const err *e;

	*ret_cases = waits->at;
	*ret_count = 0;
	if (!team_has_begun(desk)) return NULL;
	e = looking_begin(&b, desk);
	team = team_print(&b);
	desk->fold.waits = (struct fold_changed){.all = false};
	if (!waits->known || changed.all || !hash_eq(team, waits->team)) {
		changed.count = 0;
		if (e == NULL) e = all_wait(&b);
	}
	for (size_t i = 0; e == NULL && i < changed.count; i++) {
		e = wait_settle(&b, changed.at[i]);
	}
	waits->known = e == NULL;
	waits->team = team;
	arena_close(&b.arena);
	if (e == NULL) *ret_count = waits->count;
	return e;
}

const err *case_ring_whom(struct desk *desk, const struct record *record,
	object_id *ret_member, bool *ret_soon)
{
	struct belonging b;
	char name[CASE_RING_NAME];
	object_id me;
	const err *e = looking_begin(&b, desk);

	case_ring_name(record->id, name);
	b.ring = str_bytes(name, sizeof(name));
	if (e == NULL) e = record_me_get(desk, &me);
	if (e == NULL) e = belonging_find(&b, record->id);
	if (e == NULL) {
		*ret_member = fold_desk;
		*ret_soon = belongs(&b, me);
	}
	for (size_t i = b.members.count; e == NULL && i-- > 0;) {
		if (!object_eq(b.members.at[i], me)) {
			*ret_member = b.members.at[i];
		}
	}
	arena_close(&b.arena);
	return e;
}
