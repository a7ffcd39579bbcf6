/* The team's roster as text: `bothy-team/1` (doc/team.md T1), who belongs and
 * whose chain has ended where. Strict both ways [team-1]: what is read, written
 * again, is the same bytes. Which roster holds is decided in store/log_tips.c;
 * here stands what can be said of the text alone, and what one roster may make
 * of those before it [team-2]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_TEAM_ROSTER_H
#define MODEL_TEAM_ROSTER_H

#include "model/body.h"

enum {
	TEAM_DEVICES_MAX = 56,   /* one commit has a body for each, and for rings */
	TEAM_REMOVED_MAX = 64,   /* a frame has as many heads */
	TEAM_BEFORE_MAX = 8,     /* more tips than eight desks that fell apart */
	TEAM_NAME_MAX = 60,      /* bytes of what a member calls her device */
	TEAM_KEY_HEX = 64, TEAM_SIGNATURE_HEX = 128, TEAM_MEMBER_HEX = 32,
	TEAM_RECIPIENT_MAX = 2000, /* a post-quantum one has 1959 letters */
	TEAM_BYTES_MAX = 64 * 1024
};

struct team_device { str key, recipient, member, name; };
struct team_removed { str dev; uint64_t seq; str hash; };
struct team_signed { str dev, signature; };

struct team_roster {
	str org;                                     /* hex */
	uint64_t number;
	str before[TEAM_BEFORE_MAX];                 /* hex */
	size_t before_count;
	struct team_device devices[TEAM_DEVICES_MAX];
	size_t device_count;
	str admins[TEAM_DEVICES_MAX];
	size_t admin_count;
	struct team_removed removed[TEAM_REMOVED_MAX];
	size_t removed_count;
	struct team_signed signatures[TEAM_DEVICES_MAX];
	size_t signature_count;
};

/* Appends what is signed: all lines but `sig`. Lists must be in their order. */
bool team_roster_write(const struct team_roster *roster, struct buf *out)
	MUST_USE;
/* Appends one `sig` line. */
void team_roster_sign_line(str dev, const unsigned char signature[64],
	struct buf *out);
/* The fields point into `text`; *ret_signed is what the signatures cover.
 * A roster without a signature is none. */
bool team_roster_read(str text, struct team_roster *ret_roster,
	str *ret_signed) MUST_USE;

/* How many members (a member may have several devices). */
size_t team_roster_members(const struct team_roster *roster);
/* How many of a roster's admins must sign the next: 1 of 1, 2 of 2, 2 of n. */
size_t team_roster_needs(const struct team_roster *roster);
bool team_roster_is_admin(const struct team_roster *roster, str member);
/* T2.2: nothing that `before` says is forgotten: its removals stand, with the
 * same end or an earlier one, and its devices are there or removed [team-2].
 * `name_of` gives the 32 hex by which a key's device is called. */
typedef void team_name_of(str key_hex, char ret_dev[LOG_DEVICE_HEX]);
bool team_roster_keeps(const struct team_roster *next,
	const struct team_roster *before, team_name_of *name_of);

/* -- making the next ------------------------------------------------------ */
/* Each keeps the order of T1. False: there is no room, or it is there. */
bool team_roster_device_add(struct team_roster *roster,
	struct team_device device) MUST_USE;
bool team_roster_admin_add(struct team_roster *roster, str member) MUST_USE;
/* Out of the devices and among the removed; a member without a device is no
 * admin any more. An earlier end that stands there stays. */
bool team_roster_remove(struct team_roster *roster,
	struct team_removed removed, team_name_of *name_of) MUST_USE;

#endif
