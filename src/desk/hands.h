/* Inside the desk's hands only (take.c, hands.c, hands_log.c,
 * hands_roster.c): what sync.h
 * asks of a desk.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_HANDS_H
#define DESK_HANDS_H

#include "desk/act_room.h"

const err *hand_take(struct desk *desk, const struct relay_message *items,
	size_t count) MUST_USE;
/* hands_log.c */
str hand_token(struct desk *desk);
const err *hand_token_call(struct desk *desk, struct arena *arena,
	str *ret_body) MUST_USE;
const err *hand_token_kept(struct desk *desk) MUST_USE;
const err *hand_token_older(struct desk *desk) MUST_USE;
bool hand_alone(struct desk *desk);
void hand_hour(struct desk *desk, uint64_t hour);
const err *hand_place(struct desk *desk, struct place *ret_place) MUST_USE;
const err *hand_receive(struct desk *desk, const struct bundle_blob *blobs,
	size_t count, struct place place) MUST_USE;
const err *hand_offer(struct desk *desk, struct arena *arena,
	struct sync_hashes *ret_names) MUST_USE;
const err *hand_blob(struct desk *desk, struct arena *arena, size_t number,
	str *ret_sealed) MUST_USE;
const err *hand_offered(struct desk *desk, struct place place) MUST_USE;
const err *hand_lost(struct desk *desk) MUST_USE;
const err *hand_list(struct desk *desk, struct arena *arena,
	const char **ret_path, str *ret_body) MUST_USE;
const err *hand_list_done(struct desk *desk) MUST_USE;

const err *hand_roster(struct desk *desk, struct arena *arena,
	str *ret_roster, str *ret_minisig) MUST_USE;
const err *hand_roster_kept(struct desk *desk) MUST_USE;
const err *hand_roster_older(struct desk *desk, str roster, str minisig)
	MUST_USE;

/* team_key.c */
const err *hand_key_call(struct desk *desk, struct arena *arena, str *ret_body)
	MUST_USE;
const err *hand_key_kept(struct desk *desk) MUST_USE;

/* hands_guides.c */
const err *hand_guides(struct desk *desk, struct arena *arena,
	struct sync_guides *ret_guides) MUST_USE;
const err *hand_guides_kept(struct desk *desk, unsigned number) MUST_USE;

#endif
