/* Several real desks of one team in one process, for tests: founded, joined by
 * invitation, request and admission; their logs carried by hand.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_TEAM_LIB_H
#define TEST_TEAM_LIB_H

#include "founded.h"

#include "desk/desk_room.h"
#include "desk/join.h"
#include "desk/record_act.h"
#include "desk/record_device.h"
#include "desk/record_query.h"
#include "desk/team_query.h"
#include "os/file.h"
#include "seal/secret.h"

#define TEAM_PASSPHRASE PASSPHRASE

/* One who is no admin, where a test says which. */
#ifndef TEAM_PLAIN
#define TEAM_PLAIN TEAM_SIZE
#endif

/* How many desks. */
#ifndef TEAM_DESKS
#define TEAM_DESKS 3
#endif

enum { TEAM_SIZE = TEAM_DESKS, TEAM_WITHOUT_INTAKE = 1,
	TEAM_START_HOUR = 490000, TEAM_HOUR_MS = 3600000 };

#define EDITS(...) \
	((struct record_edits){(const struct record_edit[]){__VA_ARGS__}, \
		NELEM(((const struct record_edit[]){__VA_ARGS__}))})

struct team_world {
	char dirs[TEAM_SIZE][64];
	struct desk *desks[TEAM_SIZE];
	object_id members[TEAM_SIZE];
	struct arena *arena;
	uint64_t now;
};

static inline void team_clock(struct team_world *w, uint64_t ms)
{
	w->now += ms;
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		if (w->desks[i] != NULL) desk_pretend_now(w->desks[i], w->now);
	}
}

/* A page of one log on its way to everybody else, as the line gives them. */
enum { TEAM_PAGE = 128, TEAM_PAGE_BYTES = 256 << 20 };
struct team_carrying { struct team_world *w; size_t from;
	struct arena *arena; str page[TEAM_PAGE]; size_t count; };

static inline void team_page(struct team_carrying *c)
{
	for (size_t i = 0; c->count > 0 && i < TEAM_SIZE; i++) {
		if (i == c->from || c->w->desks[i] == NULL) continue;
		is_ok(desk_receive(c->w->desks[i], c->page, c->count));
	}
	c->count = 0;
	arena_reset(c->arena);
}

static inline const err *team_blob(void *owner, str blob)
{
	struct team_carrying *c = owner;

	c->page[c->count++] = str_dup(c->arena, blob);
	if (c->count == TEAM_PAGE) team_page(c);
	return NULL;
}

/* What stands in one log behind that position of its pack (0: all) comes to
 * everybody else. */
static inline void team_tell(struct team_world *w, size_t from,
	uint64_t *position)
{
	struct team_carrying c = {.w = w, .from = from,
		.arena = arena_open(TEAM_PAGE_BYTES)};

	is_ok(log_blobs(w->desks[from]->log, position, team_blob, &c));
	team_page(&c);
	arena_close(&c.arena);
}

/* Everything anybody wrote reaches everybody. */
static inline void team_carry(struct team_world *w)
{
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		uint64_t all = 0;

		if (w->desks[i] != NULL) team_tell(w, i, &all);
	}
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		if (w->desks[i] != NULL) is_ok(desk_read(w->desks[i]));
	}
}

static inline void team_reopen(struct team_world *w, size_t i)
{
	desk_close(&w->desks[i]);
	is_ok(desk_open(&w->desks[i], w->dirs[i], TEAM_PASSPHRASE));
	team_clock(w, 1000);
}

static inline object_id team_record(struct team_world *w, size_t at,
	const struct record_type *type, struct record_edits edits)
{
	struct record_refusal refusal;
	object_id id = {{0}};

	team_clock(w, 1000);
	is_ok(record_create(w->desks[at], type, edits, &refusal, &id));
	return id;
}

static inline str team_hex(struct team_world *w, object_id id)
{
	return object_text(w->arena, id);
}

static inline void team_found(struct team_world *w)
{
	found_in(w->dirs[0], w->now);
	is_ok(desk_open(&w->desks[0], w->dirs[0], TEAM_PASSPHRASE));
	team_clock(w, 1000);
}

static inline void team_join(struct team_world *w, size_t at)
{
	struct buf invitation = {0}, request = {0}, digits = {0};
	struct join_ask ask = {w->dirs[at], .name = S("laptop"),
		.passphrase = TEAM_PASSPHRASE};
	struct team_newcomer newcomer = {.member = w->members[at],
		.admin = at != TEAM_PLAIN, .intake = at != TEAM_WITHOUT_INTAKE};
	struct team_outcome outcome;

	is_ok(team_invite(w->desks[0], &invitation));
	ask.invitation = buf_str(&invitation);
	is_ok(join_begin(&ask, &request, &digits));
	newcomer.request = buf_str(&request);
	team_clock(w, 1000);
	is_ok(team_admit(w->desks[0], &newcomer, &outcome));
	if (outcome.how == TEAM_WAITS) {
		team_carry(w);
		is_ok(team_agree(w->desks[1], str_bytes(outcome.draft,
			sizeof(outcome.draft)), &outcome));
	}
	assert_int_equal(outcome.how, TEAM_DONE);
	is_ok(desk_open(&w->desks[at], w->dirs[at], TEAM_PASSPHRASE));
	team_clock(w, 1000);
	team_carry(w);
	is_ok(record_me(w->desks[at], w->members[at]));
	/* the second who signed may not hold the ring */
	if (newcomer.intake && !team_has_ring(w->desks[0], S("intake"),
		w->members[at])) {
		is_ok(team_give(w->desks[0], (struct team_grant){S("intake"),
			w->members[at], false}));
	}
	team_carry(w);
	buf_close(&invitation);
	buf_close(&request);
	buf_close(&digits);
}

/* Folders, and the founder's desk. */
static inline void team_begin_at(struct team_world *w)
{
	seal_start();
	*w = (struct team_world){.now =
		(uint64_t)TEAM_START_HOUR * TEAM_HOUR_MS};
	w->arena = arena_open(64 << 20);
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		(void)snprintf(w->dirs[i], sizeof(w->dirs[i]),
			"/tmp/bothy-team-XXXXXX");
		assert_non_null(mkdtemp(w->dirs[i]));
	}
	team_found(w);
}

/* Three members, each with a desk; the founder is the first. */
static inline void team_open(struct team_world *w)
{
	static const str names[] = {S_INIT("Rojîn"), S_INIT("Narin"),
		S_INIT("Soran")};

	team_begin_at(w);
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		w->members[i] = team_record(w, 0, &record_member,
			EDITS({"name", names[i], EDIT_SET}));
	}
	is_ok(record_me(w->desks[0], w->members[0]));
	for (size_t i = 1; i < TEAM_SIZE; i++) team_join(w, i);
}

/* The world of all tests of a file, and how the file begins and ends. */
#define TEAM_WORLD(w) \
	static struct team_world w; \
	static int setup(void **state) \
	{ \
		(void)state; \
		team_open(&w); \
		return 0; \
	} \
	static int teardown(void **state) \
	{ \
		(void)state; \
		team_close(&w); \
		return 0; \
	} \
	struct team_world

static inline void team_close(struct team_world *w)
{
	char command[128];

	for (size_t i = 0; i < TEAM_SIZE; i++) {
		desk_close(&w->desks[i]);
		(void)snprintf(command, sizeof(command), "rm -rf %s",
			w->dirs[i]);
		assert_int_equal(system(command), 0);
	}
	arena_close(&w->arena);
}

#endif
