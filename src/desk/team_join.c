/* How a device joins, on the side of those who are there: see team_act.h and
 * doc/team.md T3, T8. The other side is join.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_room.h"

#include "desk/join.h"
#include "seal/age.h"
#include "seal/armor.h"

#include <string.h>

const err *team_invite(struct desk *desk, struct buf *out)
{
	struct join_invitation one = {.org = desk->device.org};
	const err *e = team_begin(desk);

	if (e == NULL) e = team_may(desk, MAY_ADD_DEVICE, S(""));
	if (e != NULL) return e;
	one.roster = hash_of(log_team_roster(desk->log));
	join_invitation_write(&one, out);
	return NULL;
}

/* A request of ours, for the roster that is in force. */
static const err *request_take(struct desk *desk, str typed, struct buf *room,
	struct join_request *ret_request)
{
	char name[LOG_DEVICE_HEX];
	struct team_roster *now;
	const err *e = NULL;

	join_text_tidy(typed, room);
	if (!join_request_read(buf_str(room), ret_request)) {
		return err_make(ERR_USAGE, "this is no request");
	}
	if (!str_eq(ret_request->org, desk->device.org)) {
		return err_make(ERR_USAGE, "it is for another organisation");
	}
	log_device_name(ret_request->key, name);
	now = mem_get(sizeof(*now));
	if (team_roster_now(desk, now) && team_device_find(now,
		str_bytes(name, sizeof(name))) != NULL) {
		e = err_make(ERR_EXISTS, "this device is in the team");
	} else if (!hash_eq(ret_request->roster,
		hash_of(log_team_roster(desk->log)))) {
		e = err_make(ERR_REFUSED, "the team has changed since that"
			" invitation");
	}
	mem_free(now);
	return e;
}

const err *team_request_code(struct desk *desk, str request,
	struct buf *ret_digits)
{
	struct buf room = {0};
	struct join_request one;
	const err *e = request_take(desk, request, &room, &one);

	if (e == NULL) join_request_digits(&one, ret_digits);
	buf_close(&room);
	return e;
}

/* The device as a line of the roster; kept by the arena. */
static struct team_device device_of(struct arena *arena,
	const struct join_request *request, object_id member)
{
	struct buf key = {0}, to = {0};
	struct team_device device = {.name = str_dup(arena, request->name),
		.member = object_text(arena, member)};

	buf_hex(&key, request->key.bytes, sizeof(request->key.bytes));
	recipient_write(request->recipient, &to);
	device.key = buf_take(&key, arena);
	device.recipient = buf_take(&to, arena);
	buf_close(&key);
	buf_close(&to);
	return device;
}

/* Two members need two admins (doc/team.md T1). */
static bool admin_is_due(const struct team_roster *next)
{
	return team_roster_members(next) >= 2 && next->admin_count < 2;
}

static const err *newcomer_add(struct desk *desk, struct arena *arena,
	const struct join_request *request,
	const struct team_newcomer *newcomer, struct team_outcome *ret_outcome)
{
	struct team_device device = device_of(arena, request, newcomer->member);
	struct team_matter matter = {.why = TEAM_WHY_ADMIT,
		.intake = newcomer->intake};
	char *name = ARENA_ARRAY(arena, char, LOG_DEVICE_HEX);
	struct team_roster *next;
	const err *e = team_next(desk, arena, &next);

	if (e != NULL) return e;
	if (!team_roster_device_add(next, device)) {
		return err_make(ERR_FULL, "the team has no room for more");
	}
	if (newcomer->admin || admin_is_due(next)) {
		(void)!team_roster_admin_add(next, device.member);
	}
	matter.vault = team_roster_is_admin(next, device.member);
	log_device_name(request->key, name);
	matter.dev = str_bytes(name, LOG_DEVICE_HEX);
	return team_change(desk, next, &matter, ret_outcome);
}

const err *team_admit(struct desk *desk, const struct team_newcomer *newcomer,
	struct team_outcome *ret_outcome)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct buf room = {0};
	struct join_request request;
	const err *e = team_may(desk, MAY_ADD_DEVICE, S(""));

	if (e == NULL) e = request_take(desk, newcomer->request, &room, &request);
	if (e == NULL) {
		e = newcomer_add(desk, arena, &request, newcomer, ret_outcome);
	}
	buf_close(&room);
	arena_close(&arena);
	return e;
}

static void welcome_seal(struct desk *desk, recipient to, struct buf *out)
{
	struct join_welcome welcome = {.token = desk_token(desk),
		.public = buf_str(&desk->roster_text)};
	struct armor_writer writer = {0};
	struct buf plain = {0}, sealed = {0};

	join_welcome_write(&welcome, &plain);
	age_seal(&sealed, buf_str(&plain), &to, 1);
	armor_begin(&writer, out);
	armor_put(&writer, buf_str(&sealed), out);
	armor_end(&writer, out);
	buf_close(&plain);
	buf_close(&sealed);
}

const err *team_welcome(struct desk *desk, str dev, struct buf *out)
{
	struct team_roster *now = mem_get(sizeof(*now));
	const struct team_device *device = NULL;
	recipient to;
	const err *e = NULL;

	if (team_roster_now(desk, now)) device = team_device_find(now, dev);
	if (device == NULL || !recipient_read(device->recipient, &to)) {
		e = err_make(ERR_ABSENT, "there is no such device in the team");
	} else {
		welcome_seal(desk, to, out);
	}
	mem_free(now);
	return e;
}

/* -- the device itself ---------------------------------------------------- */

const err *team_request_again(struct desk *desk, struct buf *ret_request,
	struct buf *ret_digits)
{
	return join_again(desk->dir, ret_request, ret_digits);
}

const err *team_welcome_keep(struct desk *desk, str welcome)
{
	const err *e = join_welcome_keep(desk->dir, welcome);

	return e != NULL ? e : desk_welcome_open(desk);
}

bool team_is_welcomed(const struct desk *desk)
{
	return desk->welcome.len > 0;
}
