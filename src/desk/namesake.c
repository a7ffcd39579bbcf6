/* Members by a name: see namesake.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/namesake.h"

#include "text/fold.h"

static void key_make(struct buf *out, str name)
{
	buf_reset(out);
	fold_put(out, FOLD_STRICT, TEXT_UND, str_trim(name));
}

void namesake_seek(struct namesake *n, str called)
{
	*n = (struct namesake){.count = 0};
	key_make(&n->key, called);
}

void namesake_forget(struct namesake *n)
{
	n->count = 0;
}

/* A second line spells the name in other letters. */
static bool is_called(const struct namesake *n, str name)
{
	struct buf key = {0};
	str line, rest = name;
	bool found = false, more = true;

	while (more && !found) {
		more = str_cut(rest, '\n', &line, &rest);
		if (!more) line = rest;
		key_make(&key, line);
		found = key.len > 0 && str_eq(buf_str(&key), buf_str(&n->key));
	}
	buf_close(&key);
	return found;
}

void namesake_hear(struct namesake *n, const struct log_op *op)
{
	if (op->op.kind != OP_SET || !str_eq(op->op.field, S("name")) ||
		!is_called(n, op->op.value)) {
		return;
	}
	for (size_t i = 0; i < n->count; i++) {
		if (object_eq(n->found[i], op->op.object)) return;
	}
	if (n->count < NAMESAKES_MAX) n->found[n->count++] = op->op.object;
}

static bool is_found(const struct namesake *n, str member)
{
	object_id id;

	if (!object_read(member, &id)) return false;
	for (size_t i = 0; i < n->count; i++) {
		if (object_eq(n->found[i], id)) return true;
	}
	return false;
}

bool namesake_member(const struct namesake *n,
	const struct team_roster *roster, str *ret_member)
{
	str member = S("");

	for (size_t i = 0; i < roster->device_count; i++) {
		str one = roster->devices[i].member;

		if (!is_found(n, one) || str_eq(one, member)) continue;
		if (member.len > 0) return false; /* [namesake-1] */
		member = one;
	}
	if (member.len == 0) return false;
	*ret_member = member;
	return true;
}

void namesake_close(struct namesake *n)
{
	buf_close(&n->key);
}
