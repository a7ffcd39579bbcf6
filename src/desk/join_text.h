/* The three short texts by which a device joins (doc/team.md T8): the
 * invitation goes to it, its request comes back, the welcome goes to it once the
 * digits were compared. Pure but for sealing; strict both ways.
 *
 * [join-1] invitation and request hold no secret; the welcome is sealed to the
 *          device it is for
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_JOIN_TEXT_H
#define DESK_JOIN_TEXT_H

#include "base/buf.h"
#include "model/body.h"
#include "model/team_roster.h"
#include "seal/hash.h"
#include "seal/key.h"
#include "seal/sign.h"

enum {
	JOIN_TEXT_MAX = 4096,
	/* A public roster, and what the seal and the armor add. */
	JOIN_WELCOME_BYTES_MAX = 64 * 1024
};

/* What was pasted, with the line ends of our texts and nothing around it. */
void join_text_tidy(str typed, struct buf *out);

struct join_invitation { str org; hash roster; };
void join_invitation_write(const struct join_invitation *invitation,
	struct buf *out);
bool join_invitation_read(str text, struct join_invitation *ret_invitation)
	MUST_USE;

struct join_request {
	str org;
	hash roster;          /* the one it was shown */
	sign_public key;
	recipient recipient;
	str name;             /* what the device is called */
};
/* False: the name is empty, too long or no line of text. */
bool join_request_write(const struct join_request *request, struct buf *out)
	MUST_USE;
bool join_request_read(str text, struct join_request *ret_request) MUST_USE;
/* The 30 digits both sides show (seal/enrol.h). */
void join_request_digits(const struct join_request *request, struct buf *out);

struct join_welcome {
	str token;            /* 64 hex */
	str public;           /* the public roster's text */
};
void join_welcome_write(const struct join_welcome *welcome, struct buf *out);
bool join_welcome_read(str plain, struct join_welcome *ret_welcome) MUST_USE;

#endif
