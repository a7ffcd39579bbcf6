/* The team's log and token at visits to the line: what sync.h asks of a desk,
 * by way of what it carries (carry.h). Looks into no blob: what came is the
 * log's to judge.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/hands.h"

#include "seal/minisign.h"
#include "seal/rand.h"

enum { TOKEN_BYTES = 32 };

/* -- the token ------------------------------------------------------------ */

str hand_token(struct desk *desk)
{
	return desk_token(desk);
}

static str org_of(const struct desk *desk)
{
	return str_bytes(desk->keys.org, sizeof(desk->keys.org));
}

/* R14: a text that begins with `magic`, signed by the organisation's key. */
static void sign(const struct desk *desk, str magic, str text, struct buf *out)
{
	struct buf comment = {0}, minisig = {0};

	relay_comment_write(magic, org_of(desk), &comment);
	minisign_sign(desk_line_key(desk), text, buf_str(&comment), &minisig);
	relay_signed_write(text, buf_str(&minisig), out);
	buf_close(&comment);
	buf_close(&minisig);
}

/* Which token the line said it keeps: two desks that were apart may have made
 * two of one number. */
static void token_name(struct desk *desk, struct buf *out)
{
	hash name = hash_of(desk_token(desk));

	buf_hex(out, name.bytes, sizeof(name.bytes));
}

const err *desk_token_waits(struct desk *desk, bool *ret_waits)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	struct buf name = {0};
	uint64_t number;
	str kept = S("");
	const err *e = desk_number(desk, S("token.number"), &number);

	if (e == NULL) {
		e = fold_register(&desk->projection, arena, fold_desk,
			S("token.kept"), &kept);
	}
	token_name(desk, &name);
	*ret_waits = number > 0 && !str_eq(kept, buf_str(&name));
	buf_close(&name);
	arena_close(&arena);
	return e;
}

const err *hand_token_call(struct desk *desk, struct arena *arena,
	str *ret_body)
{
	uint64_t number;
	bool waits;
	struct buf text = {0}, out = {0};
	const err *e = desk_token_waits(desk, &waits);

	*ret_body = S("");
	if (e == NULL) e = desk_number(desk, S("token.number"), &number);
	if (e != NULL || !waits || !desk_holds_key(desk)) return e;
	relay_token_write(org_of(desk), number, desk_token(desk), &text);
	sign(desk, S("bothy-token/1"), buf_str(&text), &out);
	*ret_body = buf_take(&out, arena);
	buf_close(&text);
	buf_close(&out);
	return NULL;
}

const err *hand_token_kept(struct desk *desk)
{
	struct buf text = {0};
	struct op op = {.kind = OP_SET, .field = S("token.kept")};
	const err *e;

	token_name(desk, &text);
	op.value = buf_str(&text);
	e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	buf_close(&text);
	return e;
}

const err *hand_token_older(struct desk *desk)
{
	uint64_t number;
	const err *e = desk_number(desk, S("token.number"), &number);

	return e != NULL ? e : desk_token_renew(desk, number + 1);
}

const err *desk_token_renew(struct desk *desk, uint64_t roster_number)
{
	unsigned char noise[TOKEN_BYTES];
	struct buf token = {0}, number = {0};
	struct op ops[2] = {{.kind = OP_TOKEN, .field = S("relay")},
		{.kind = OP_SET, .field = S("token.number")}};
	const err *e;

	rand_bytes(noise, sizeof(noise));
	buf_hex(&token, noise, sizeof(noise));
	mem_wipe(noise, sizeof(noise));
	buf_number(&number, roster_number);
	ops[0].value = buf_str(&token);
	ops[1].value = buf_str(&number);
	e = desk_commit_unit(desk, fold_desk, ops, NELEM(ops), DID_NOTHING);
	buf_close(&token);
	buf_close(&number);
	return e != NULL ? e : desk_facts_load(desk);
}

/* -- the log -------------------------------------------------------------- */

static const err *carry_start(struct desk *desk)
{
	return desk->carry != NULL ? NULL
				   : carry_open(&desk->carry, desk->folder);
}

const err *hand_place(struct desk *desk, struct place *ret_place)
{
	const err *e = carry_start(desk);

	if (e == NULL) *ret_place = carry_place(desk->carry);
	return e;
}

const err *hand_receive(struct desk *desk, const struct bundle_blob *blobs,
	size_t count, struct place place)
{
	str sealed[BUNDLE_BLOBS_MAX];
	const err *e = carry_start(desk);

	must(count <= NELEM(sealed));
	for (size_t i = 0; i < count; i++) sealed[i] = blobs[i].sealed;
	/* What the log has no room for stays in the inbox. */
	if (e == NULL) e = desk_receive(desk, sealed, count);
	if (e == NULL) e = carry_receive(desk->carry, blobs, count, place);
	if (e == NULL) e = desk_read(desk);
	if (e == NULL) e = desk_inbox_look(desk);
	return e;
}

const err *hand_offer(struct desk *desk, struct arena *arena,
	struct sync_hashes *ret_names)
{
	const err *e = carry_start(desk);

	return e != NULL ? e : carry_offer(desk->carry, arena, &ret_names->at,
		&ret_names->count);
}

const err *hand_blob(struct desk *desk, struct arena *arena, size_t number,
	str *ret_sealed)
{
	return carry_blob(desk->carry, arena, number, ret_sealed);
}

const err *hand_offered(struct desk *desk, struct place place)
{
	return carry_offered(desk->carry, place);
}

const err *hand_lost(struct desk *desk)
{
	return carry_lost(desk->carry);
}

/* -- signed lists --------------------------------------------------------- */

const err *desk_list_tell(struct desk *desk, enum signed_list_kind kind,
	const hash *hashes, size_t count)
{
	str magic = signed_list_magic[kind];
	const err *e = NULL;

	if (!desk_holds_key(desk)) {
		return err_make(ERR_REFUSED,
			"this desk does not hold the organisation's key");
	}
	while (e == NULL && count > 0) {
		size_t some = count < RELAY_LIST_MAX ? count : RELAY_LIST_MAX;
		struct buf text = {0}, body = {0};

		relay_list_write(magic, org_of(desk),
			(struct relay_list){hashes, some}, &text);
		sign(desk, magic, buf_str(&text), &body);
		e = signed_list_add(desk->folder, kind, buf_str(&body));
		hashes += some;
		count -= some;
		buf_close(&text);
		buf_close(&body);
	}
	return e;
}

/* A list that waited while the key was changed: signed anew [team_key-3]. */
static void list_sign(struct desk *desk, struct arena *arena, str magic,
	str *body)
{
	struct buf again = {0};
	str text, minisig, trusted;

	if (!desk_holds_key(desk) ||
		!relay_signed_take(*body, &text, &minisig) ||
		minisign_verify(desk_line_key(desk)->public, text, minisig,
			&trusted)) {
		return;
	}
	sign(desk, magic, text, &again);
	*body = buf_take(&again, arena);
	buf_close(&again);
}

const err *hand_list(struct desk *desk, struct arena *arena,
	const char **ret_path, str *ret_body)
{
	enum signed_list_kind kind = LIST_DELETE;
	const err *e = signed_list_first(desk->folder, arena, &kind, ret_body);

	*ret_path = signed_list_path[kind];
	if (e == NULL && ret_body->len > 0) {
		list_sign(desk, arena, signed_list_magic[kind], ret_body);
	}
	return e;
}

const err *hand_list_done(struct desk *desk)
{
	return signed_list_done(desk->folder);
}
