/* Changes of the team's roster: see team_room.h and doc/team.md T2, T9. Owns the
 * proposals, which are registers of the desk in the team's ring: `draft.ID` holds
 * what is proposed, `draft.ID.DEVICE` who signed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_room.h"

#include "base/hex.h"
#include "desk/hands.h"
#include "desk/record_query.h"

#include <string.h>

enum { DRAFT_PREFIX = sizeof("draft.") - 1, KEY_BYTES = 32,
	SIGNATURE_BYTES = 64 };

static const char *const why_words[TEAM_WHY_COUNT] = {
	[TEAM_WHY_ADMIT] = "admit", [TEAM_WHY_REMOVE] = "remove",
};

str team_field(struct arena *arena, const char *what, str name)
{
	return str_fmt(arena, "%s.%.*s", what, S_ARG(name));
}

str team_member_hex(struct arena *arena, object_id member)
{
	struct buf hex = {0};
	str kept;

	object_write(member, &hex);
	kept = buf_take(&hex, arena);
	buf_close(&hex);
	return kept;
}

bool team_roster_now(const struct desk *desk, struct team_roster *ret_roster)
{
	str text = log_team_roster(desk->log), covered;

	return text.len > 0 && team_roster_read(text, ret_roster, &covered);
}

const struct team_device *team_device_find(const struct team_roster *roster,
	str dev)
{
	for (size_t i = 0; i < roster->device_count; i++) {
		char name[LOG_DEVICE_HEX];

		log_key_name(roster->devices[i].key, name);
		if (str_eq(str_bytes(name, sizeof(name)), dev)) {
			return &roster->devices[i];
		}
	}
	return NULL;
}

/* An admin may begin what needs several: the others' signatures come later. */
const err *team_may(struct desk *desk, enum may_act act, str ring)
{
	struct team_roster *now = mem_get(sizeof(*now));
	const struct team_device *own = NULL;
	struct may_known who = {.needed = 1, .in_ring = ring.len > 0 &&
		log_epoch(desk->log, ring, NULL) != NULL};

	if (team_roster_now(desk, now)) {
		own = team_device_find(now, team_own_device(desk));
	}
	who.member = own != NULL;
	who.admin = own != NULL && team_roster_is_admin(now, own->member);
	who.admins = who.admin;
	mem_free(now);
	return may(act, who) ? NULL
		: err_make(ERR_REFUSED, "this device may not do that");
}

/* -- the roster that follows ---------------------------------------------- */

static str hex_take(struct arena *arena, const void *bytes, size_t len)
{
	struct buf hex = {0};
	str kept;

	buf_hex(&hex, bytes, len);
	kept = buf_take(&hex, arena);
	buf_close(&hex);
	return kept;
}

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
		.key = hex_take(arena, desk->keys.sign.public.bytes,
			KEY_BYTES),
		.recipient = recipient_take(arena,
			desk->keys.identity.recipient),
		.member = team_member_hex(arena, me), .name = S("1")};
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
		hex_take(arena, sig.bytes, sizeof(sig.bytes))};
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

/* -- proposals ------------------------------------------------------------ */

/* "admit DEV intake vault" LF, then the roster. */
static void draft_write(const struct team_matter *matter, str text,
	struct buf *out)
{
	buf_text(out, why_words[matter->why]);
	buf_byte(out, ' ');
	buf_put(out, matter->dev);
	if (matter->intake) buf_text(out, " intake");
	if (matter->vault) buf_text(out, " vault");
	buf_byte(out, '\n');
	buf_put(out, text);
}

static bool matter_read(str line, struct team_matter *ret_matter)
{
	struct team_matter matter = {.why = TEAM_WHY_COUNT};
	str word;

	if (!str_word(&line, &word)) return false;
	for (int i = 0; i < TEAM_WHY_COUNT; i++) {
		if (str_eq(word, str_of(why_words[i]))) {
			matter.why = (enum team_why)i;
		}
	}
	while (str_word(&line, &word)) {
		if (str_eq(word, RING_INTAKE)) matter.intake = true;
		else if (str_eq(word, RING_VAULT)) matter.vault = true;
		else matter.dev = word;
	}
	*ret_matter = matter;
	return matter.why != TEAM_WHY_COUNT;
}

static str draft_name(struct arena *arena, str text)
{
	hash name = hash_of(text);

	return hex_take(arena, name.bytes, TEAM_DRAFT_HEX / 2);
}

static str signed_field(struct arena *arena, str draft, str dev)
{
	return str_fmt(arena, "draft.%.*s.%.*s", S_ARG(draft), S_ARG(dev));
}

static const err *draft_put(struct desk *desk, struct arena *arena, str draft,
	str value, struct team_signed own)
{
	struct op ops[2] = {{.kind = OP_SET, .object = fold_desk,
		.field = team_field(arena, "draft", draft), .value = value},
		{.kind = OP_SET, .object = fold_desk,
			.field = signed_field(arena, draft, own.dev),
			.value = own.signature}};
	bool again = value.len == 0;

	return desk_commit_unit(desk, fold_desk, again ? &ops[1] : ops,
		again ? 1 : 2, DID_NOTHING);
}

static bool proposal_read(struct arena *arena, str value,
	struct team_proposal *proposal)
{
	struct buf whole = {0};
	unsigned char nothing[SIGNATURE_BYTES] = {0};
	char nobody[LOG_DEVICE_HEX];
	str line, covered, text;
	bool right = str_line(&value, &line) &&
		matter_read(line, &proposal->matter);

	if (!right) return false;
	/* A roster is read with a signature; this one stands for those to come. */
	memset(nobody, '0', sizeof(nobody));
	buf_put(&whole, value);
	team_roster_sign_line(str_bytes(nobody, sizeof(nobody)), nothing,
		&whole);
	text = buf_take(&whole, arena);
	buf_close(&whole);
	proposal->roster = ARENA_ARRAY(arena, struct team_roster, 1);
	right = team_roster_read(text, proposal->roster, &covered);
	proposal->text = covered;
	return right;
}

static struct team_proposal *proposal_find(struct team_proposals *list,
	str id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i].id, id)) return &list->at[i];
	}
	return NULL;
}

static void row_take(struct arena *arena, struct query *ask,
	struct team_proposals *list)
{
	str field = str_from(str_dup(arena, query_bytes(ask, 0)), DRAFT_PREFIX);
	str value = str_dup(arena, query_bytes(ask, 1)), id, dev;
	struct team_proposal one = {.by = str_dup(arena, query_bytes(ask, 2)),
		.at_ms = query_number(ask, 3), .id = field};
	struct team_proposal *of;

	if (!str_cut(field, '.', &id, &dev)) {
		if (proposal_read(arena, value, &one)) LIST_ADD(arena, list, one);
		return;
	}
	of = proposal_find(list, id); /* the field before its signatures */
	if (of == NULL || of->signature_count == TEAM_DEVICES_MAX) return;
	if (value.len != TEAM_SIGNATURE_HEX) return;
	of->signatures[of->signature_count++] = (struct team_signed){dev,
		value};
}

const err *team_proposals(struct desk *desk, struct arena *arena,
	struct team_proposals *ret_list)
{
	struct query *ask = projection_ask(&desk->projection, ASK_REGISTERS);
	bool row;
	const err *e;

	*ret_list = (struct team_proposals){0};
	query_bind(ask, "bss", object_str(&fold_desk), S("draft."),
		S("draft/"));
	while ((e = query_step(ask, &row)) == NULL && row) {
		row_take(arena, ask, ret_list);
	}
	query_reset(ask);
	return e;
}

static bool holds_signature(const struct team_proposal *proposal,
	const struct team_device *device, const struct team_signed *one)
{
	sign_public public;
	signature sig;

	return hex_read(device->key, public.bytes, sizeof(public.bytes)) &&
		hex_read(one->signature, sig.bytes, sizeof(sig.bytes)) &&
		sign_is_valid(public, proposal->text, sig);
}

size_t team_proposal_signed(const struct team_proposal *proposal,
	const struct team_roster *now)
{
	str members[TEAM_DEVICES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < proposal->signature_count; i++) {
		const struct team_signed *one = &proposal->signatures[i];
		const struct team_device *device = team_device_find(now,
			one->dev);
		bool again = device == NULL ||
			!team_roster_is_admin(now, device->member) ||
			!holds_signature(proposal, device, one);

		for (size_t k = 0; !again && k < count; k++) {
			again = str_eq(members[k], device->member);
		}
		if (!again) members[count++] = device->member;
	}
	return count;
}

bool team_proposal_fits(const struct desk *desk,
	const struct team_proposal *proposal)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_roster *next = ARENA_ARRAY(arena, struct team_roster, 1);
	struct team_device nobody = {.key = S(""), .member = S("")};
	bool fits = team_has_begun(desk);

	if (fits) {
		log_roster_next(desk->log, arena, nobody, next);
		fits = next->number == proposal->roster->number &&
			next->before_count == proposal->roster->before_count;
	}
	for (size_t i = 0; fits && i < next->before_count; i++) {
		fits = str_eq(next->before[i], proposal->roster->before[i]);
	}
	arena_close(&arena);
	return fits;
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
	struct team_proposal *one = ARENA_ARRAY(arena, struct team_proposal, 1);
	struct team_roster *now = ARENA_ARRAY(arena, struct team_roster, 1);
	struct buf text = {0}, value = {0};
	const err *e = NULL;

	if (!team_roster_write(roster, &text)) {
		e = err_make(ERR_FULL, "the team has no room for this");
	}
	if (e == NULL) {
		one->matter = *matter;
		one->text = buf_str(&text);
		one->id = draft_name(arena, one->text);
		one->signatures[0] = own_sign(desk, arena, one->text);
		one->signature_count = 1;
		draft_write(matter, one->text, &value);
	}
	/* [team_act-1] */
	if (e == NULL && team_roster_now(desk, now) &&
		team_roster_needs(now) > 1) {
		e = draft_put(desk, arena, one->id, buf_str(&value),
			one->signatures[0]);
	}
	if (e == NULL) e = proposal_do(desk, one, ret_outcome);
	buf_close(&text);
	buf_close(&value);
	arena_close(&arena);
	return e;
}

/* -- agreeing ------------------------------------------------------------- */

static const err *draft_find(struct desk *desk, struct arena *arena, str draft,
	struct team_proposal **ret_proposal)
{
	struct team_proposals *list = ARENA_ARRAY(arena, struct team_proposals,
		1);
	const err *e = team_proposals(desk, arena, list);

	if (e == NULL) {
		*ret_proposal = proposal_find(list, draft);
		if (*ret_proposal == NULL) {
			e = err_make(ERR_ABSENT, "there is no such proposal");
		}
	}
	return e;
}

static void signature_add(struct team_proposal *proposal,
	struct team_signed own)
{
	for (size_t i = 0; i < proposal->signature_count; i++) {
		if (str_eq(proposal->signatures[i].dev, own.dev)) {
			proposal->signatures[i] = own;
			return;
		}
	}
	must(proposal->signature_count < TEAM_DEVICES_MAX);
	proposal->signatures[proposal->signature_count++] = own;
}

const err *team_agree(struct desk *desk, str draft,
	struct team_outcome *ret_outcome)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_proposal *one = NULL;
	struct team_signed own;
	const err *e = team_may(desk, MAY_REMOVE_DEVICE, S(""));

	if (e == NULL) e = draft_find(desk, arena, draft, &one);
	if (e == NULL && !team_proposal_fits(desk, one)) {
		e = err_make(ERR_REFUSED, "the team has changed since");
	}
	if (e == NULL) {
		own = own_sign(desk, arena, one->text);
		signature_add(one, own);
		e = draft_put(desk, arena, one->id, S(""), own);
	}
	if (e == NULL) e = proposal_do(desk, one, ret_outcome);
	arena_close(&arena);
	return e;
}

const err *team_drop(struct desk *desk, str draft)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_proposal *one = NULL;
	struct op op = {.kind = OP_SET, .object = fold_desk};
	const err *e = team_may(desk, MAY_REMOVE_DEVICE, S(""));

	if (e == NULL) e = draft_find(desk, arena, draft, &one);
	if (e == NULL) {
		op.field = team_field(arena, "draft", draft);
		e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	}
	arena_close(&arena);
	return e;
}
