/* Changes of the team's roster: see team_room.h and doc/team.md T2, T9.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_extent.h"

#include "base/hex.h"
#include "desk/hands.h"
#include "desk/record_device.h"

#include <string.h>

enum { KEY_BYTES = 32, SIGNATURE_BYTES = 64 };

/* -- the roster that follows ---------------------------------------------- */

static str recipient_take(struct arena *arena, recipient to)
{
	struct buf text = {0};
	str kept;

	recipient_write(to, &text);
	kept = buf_take(&text, arena);
	buf_close(&text);
	return kept;
}

static const err *self_find(struct desk *desk, struct arena *arena,
	struct team_device *ret_self)
{
	object_id me;
	const err *e = record_me_get(desk, &me);

	if (e != NULL) return e;
	if (object_eq(me, fold_desk)) {
		return err_make(ERR_ABSENT, "nobody said who works here");
	}
	*ret_self = (struct team_device){
		.key = hex_text(arena, desk->keys.sign.public.bytes,
			KEY_BYTES),
		.recipient = recipient_take(arena,
			desk->keys.identity.recipient),
		.member = object_text(arena, me), .name = S("1")};
	return NULL;
}

const err *team_next(struct desk *desk, struct arena *arena,
	struct team_roster **ret_roster)
{
	struct team_device self = {0};
	const err *e = NULL;

	if (!team_has_begun(desk)) e = self_find(desk, arena, &self);
	if (e != NULL) return e;
	*ret_roster = ARENA_ARRAY(arena, struct team_roster, 1);
	log_roster_next(desk->log, arena, self, *ret_roster);
	return NULL;
}

/* With the signatures there are, in the order of the devices' names. */
static bool text_sign(str text, struct team_signed *signatures, size_t count,
	struct buf *out)
{
	buf_put(out, text);
	for (size_t done = 0; done < count; done++) {
		size_t least = done;
		struct team_signed one;
		unsigned char bytes[SIGNATURE_BYTES];

		for (size_t i = done + 1; i < count; i++) {
			if (str_compare(signatures[i].dev,
				signatures[least].dev) < 0) {
				least = i;
			}
		}
		one = signatures[least];
		signatures[least] = signatures[done];
		signatures[done] = one;
		if (!hex_read(one.signature, bytes, sizeof(bytes))) return false;
		team_roster_sign_line(one.dev, bytes, out);
	}
	return !out->failed;
}

static struct team_signed own_sign(struct desk *desk, struct arena *arena,
	str text)
{
	signature sig = sign_bytes(&desk->keys.sign, text);

	return (struct team_signed){team_own_device(desk),
		hex_text(arena, sig.bytes, sizeof(sig.bytes))};
}

/* -- doing it ------------------------------------------------------------- */

const err *team_begin(struct desk *desk)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_roster *roster;
	struct log_change change = {0};
	struct buf text = {0}, whole = {0};
	struct team_signed own;
	const err *e = NULL;

	if (team_has_begun(desk)) goto out;
	e = team_next(desk, arena, &roster);
	if (e != NULL) goto out;
	must(team_roster_write(roster, &text));
	own = own_sign(desk, arena, buf_str(&text));
	must(text_sign(buf_str(&text), &own, 1, &whole));
	change.roster = buf_str(&whole);
	e = desk_hand(desk, &change, NULL);
out:
	buf_close(&text);
	buf_close(&whole);
	arena_close(&arena);
	return e;
}

const err *team_line_renew(struct desk *desk)
{
	struct team_roster *now = mem_get(sizeof(*now));
	uint64_t number = 0;
	const err *e = desk_number(desk, S("token.number"), &number);

	number++;
	if (team_roster_now(desk, now) && now->number > number) {
		number = now->number;
	}
	mem_free(now);
	if (e == NULL) e = desk_token_renew(desk, number);
	if (e == NULL && desk_holds_key(desk)) e = desk_roster_renew(desk);
	return e;
}

/* What one who joins is given beside the team's own ring, as far as this device
 * has it. */
static size_t grants_fill(struct desk *desk, const struct team_matter *matter,
	struct log_grant *grants)
{
	size_t count = 0;

	if (matter->why != TEAM_WHY_ADMIT) return 0;
	if (matter->intake && log_epoch(desk->log, RING_INTAKE, NULL) != NULL) {
		grants[count++] = (struct log_grant){RING_INTAKE, matter->dev,
			false};
	}
	if (matter->vault && log_epoch(desk->log, RING_VAULT, NULL) != NULL) {
		grants[count++] = (struct log_grant){RING_VAULT, matter->dev,
			false};
	}
	return count;
}

static const err *whole_do(struct desk *desk, const struct team_matter *matter,
	str whole)
{
	struct log_grant grants[2];
	struct log_change change = {.roster = whole, .grants = grants};
	const err *e;

	change.grant_count = grants_fill(desk, matter, grants);
	e = desk_hand(desk, &change, NULL);
	if (e == NULL && matter->why == TEAM_WHY_REMOVE) {
		e = team_line_renew(desk);
	}
	return e;
}

/* Its device is done with: with enough signatures it takes effect. */
static const err *proposal_do(struct desk *desk,
	struct team_proposal *proposal, struct team_outcome *ret_outcome)
{
	struct team_roster *now = mem_get(sizeof(*now));
	struct buf whole = {0};
	size_t signed_by = 0, needs = 1;
	const err *e = NULL;

	if (team_roster_now(desk, now)) {
		signed_by = team_proposal_signed(proposal, now);
		needs = team_roster_needs(now);
	}
	mem_free(now);
	ret_outcome->how = TEAM_WAITS;
	memcpy(ret_outcome->draft, proposal->id.at, TEAM_DRAFT_HEX);
	if (signed_by < needs) return NULL;
	if (!text_sign(proposal->text, proposal->signatures,
		proposal->signature_count, &whole)) {
		e = err_make(ERR_FORMAT, "a signature is damaged");
	}
	if (e == NULL) e = whole_do(desk, &proposal->matter, buf_str(&whole));
	if (e == NULL) ret_outcome->how = TEAM_DONE;
	buf_close(&whole);
	return e;
}

const err *team_change(struct desk *desk, const struct team_roster *roster,
	const struct team_matter *matter, struct team_outcome *ret_outcome)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_proposal *one = NULL;
	struct team_roster *now = ARENA_ARRAY(arena, struct team_roster, 1);
	struct buf text = {0};
	const err *e = NULL;

	if (!team_roster_write(roster, &text)) {
		e = err_make(ERR_FULL, "the team has no room for this");
	}
	if (e == NULL) {
		one = team_proposal_make(arena, matter, buf_str(&text));
		team_proposal_sign(one, own_sign(desk, arena, one->text));
	}
	/* [team_act-1] */
	if (e == NULL && team_roster_now(desk, now) &&
		team_roster_needs(now) > 1) {
		e = team_proposal_put(desk, arena, one, one->signatures[0]);
	}
	if (e == NULL) e = proposal_do(desk, one, ret_outcome);
	buf_close(&text);
	arena_close(&arena);
	return e;
}

const err *team_agree(struct desk *desk, str draft,
	struct team_outcome *ret_outcome)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_proposal *one = NULL;
	struct team_signed own;
	const err *e = team_may(desk, MAY_REMOVE_DEVICE, S(""));

	if (e == NULL) e = team_proposal_get(desk, arena, draft, &one);
	if (e == NULL && !team_proposal_fits(desk, one)) {
		e = err_make(ERR_REFUSED, "the team has changed since");
	}
	if (e == NULL && team_extent_of(desk, one).more) {
		e = err_make(ERR_REFUSED, "it changes more than it says");
	}
	if (e == NULL) {
		own = own_sign(desk, arena, one->text);
		team_proposal_sign(one, own);
		e = team_proposal_agree(desk, arena, one->id, own);
	}
	if (e == NULL) e = proposal_do(desk, one, ret_outcome);
	arena_close(&arena);
	return e;
}

const err *team_drop(struct desk *desk, str draft)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_proposal *one = NULL;
	const err *e = team_may(desk, MAY_REMOVE_DEVICE, S(""));

	if (e == NULL) e = team_proposal_get(desk, arena, draft, &one);
	if (e == NULL) e = team_proposal_drop(desk, arena, draft);
	arena_close(&arena);
	return e;
}
