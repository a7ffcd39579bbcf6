/* Proposals: see team_proposal.h. Each is registers of the desk in the team's
 * ring: `draft.ID` holds what is proposed, `draft.ID.DEVICE` who signed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_proposal.h"

#include "base/hex.h"

#include <string.h>

enum { DRAFT_PREFIX = sizeof("draft.") - 1, SIGNATURE_BYTES = 64 };

static const char *const why_words[TEAM_WHY_COUNT] = {
	[TEAM_WHY_ADMIT] = "admit", [TEAM_WHY_REMOVE] = "remove",
};

/* -- as they are written -------------------------------------------------- */

/* "admit DEV intake vault" LF, then the roster. */
static void value_write(const struct team_proposal *proposal, struct buf *out)
{
	const struct team_matter *matter = &proposal->matter;

	buf_text(out, why_words[matter->why]);
	buf_byte(out, ' ');
	buf_put(out, matter->dev);
	if (matter->intake) buf_text(out, " intake");
	if (matter->vault) buf_text(out, " vault");
	buf_byte(out, '\n');
	buf_put(out, proposal->text);
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

static struct team_proposal *in_list(struct team_proposals *list, str id)
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
	of = in_list(list, id); /* the field before its signatures */
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

const err *team_proposal_get(struct desk *desk, struct arena *arena, str id,
	struct team_proposal **ret_proposal)
{
	struct team_proposals *list = ARENA_ARRAY(arena, struct team_proposals,
		1);
	const err *e = team_proposals(desk, arena, list);

	if (e == NULL) {
		*ret_proposal = in_list(list, id);
		if (*ret_proposal == NULL) {
			e = err_make(ERR_ABSENT, "there is no such proposal");
		}
	}
	return e;
}

/* -- putting one on the table, signing it, taking it off ------------------ */

struct team_proposal *team_proposal_make(struct arena *arena,
	const struct team_matter *matter, str text)
{
	struct team_proposal *one = ARENA_ARRAY(arena, struct team_proposal, 1);
	hash name = hash_of(text);

	one->matter = *matter;
	one->text = text;
	one->id = hex_text(arena, name.bytes, TEAM_DRAFT_HEX / 2);
	return one;
}

void team_proposal_sign(struct team_proposal *proposal, struct team_signed own)
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

static struct op signature_op(struct arena *arena, str id,
	struct team_signed own)
{
	return (struct op){.kind = OP_SET, .object = fold_desk,
		.field = str_fmt(arena, "draft.%.*s.%.*s", S_ARG(id),
			S_ARG(own.dev)),
		.value = own.signature};
}

const err *team_proposal_put(struct desk *desk, struct arena *arena,
	const struct team_proposal *proposal, struct team_signed own)
{
	struct buf value = {0};
	struct op ops[2] = {{.kind = OP_SET, .object = fold_desk,
		.field = team_field(arena, "draft", proposal->id)},
		signature_op(arena, proposal->id, own)};
	const err *e;

	value_write(proposal, &value);
	ops[0].value = buf_str(&value);
	e = desk_commit_unit(desk, fold_desk, ops, NELEM(ops), DID_NOTHING);
	buf_close(&value);
	return e;
}

const err *team_proposal_agree(struct desk *desk, struct arena *arena, str id,
	struct team_signed own)
{
	struct op op = signature_op(arena, id, own);

	return desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
}

const err *team_proposal_drop(struct desk *desk, struct arena *arena, str id)
{
	struct op op = {.kind = OP_SET, .object = fold_desk,
		.field = team_field(arena, "draft", id)};

	return desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
}

/* -- what it has and where it fits ---------------------------------------- */

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
