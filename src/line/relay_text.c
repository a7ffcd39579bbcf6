/* The relay's bytes: see relay_text.h; the steps R1 to R9 are those of
 * doc/relay.md. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/relay_text.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"
#include "line/limits.h"

enum { HEX_NAME = 2 * SPOOL_NAME_BYTES, HEX_HASH = 64 };

/* -- R3 intake ------------------------------------------------------------ */

bool relay_intake_query(str query, uint64_t *ret_after, unsigned *ret_wait_s)
{
	str after = query, wait = {0};
	uint64_t seconds = 0;

	if (str_cut(query, '&', &after, &wait)) {
		if (!str_starts(wait, S("wait="))) return false;
		if (!num_read(str_from(wait, 5), RELAY_WAIT_S_MAX, &seconds)) {
			return false;
		}
	}
	if (!str_starts(after, S("after="))) return false;
	if (!num_read(str_from(after, 6), INT64_MAX, ret_after)) return false;
	*ret_wait_s = (unsigned)seconds;
	return true;
}

static void item_write(struct buf *out, const struct spool_intake *item)
{
	buf_put(out, S("message "));
	buf_number(out, item->cursor);
	buf_byte(out, ' ');
	buf_number(out, item->hour);
	buf_byte(out, ' ');
	buf_hex(out, item->hash, sizeof(item->hash));
	buf_byte(out, ' ');
	buf_number(out, item->blob_count);
	buf_byte(out, ' ');
	buf_number(out, item->sealed.len);
	buf_byte(out, '\n');
	for (size_t i = 0; i < item->blob_count; i++) {
		buf_put(out, S("blob "));
		buf_hex(out, item->blobs[i].bytes, SPOOL_NAME_BYTES);
		buf_byte(out, '\n');
	}
	buf_put(out, item->sealed);
	buf_byte(out, '\n');
}

void relay_intake_write(struct buf *out, const struct spool_intake *items,
	size_t count)
{
	buf_put(out, S("bothy-intake/1\n"));
	field_put_number(out, S("count"), count);
	for (size_t i = 0; i < count; i++) item_write(out, &items[i]);
	buf_put(out, S("end\n"));
}

/* -- R5 seen -------------------------------------------------------------- */

bool relay_hashes_take(struct arena *arena, str *rest, size_t max,
	struct relay_hashes *ret_hashes)
{
	struct relay_hashes list = {ARENA_ARRAY(arena, hash, max), 0};
	str value;

	while (field_hex(rest, S("hash"), HEX_HASH, &value)) {
		if (list.count == max) return false;
		if (!hex_read(value, list.at[list.count].bytes,
			sizeof(list.at[list.count].bytes))) {
			return false;
		}
		list.count++;
	}
	*ret_hashes = list;
	return list.count > 0;
}

bool relay_seen_read(struct arena *arena, str body,
	struct relay_hashes *ret_hashes)
{
	return field_line(&body, S("bothy-seen/1")) &&
		relay_hashes_take(arena, &body, RELAY_SEEN_MAX, ret_hashes) &&
		body.len == 0;
}

/* -- R6 reply, R7 take-back ----------------------------------------------- */

static bool name_take(str *rest, str key, spool_name *ret_name)
{
	str value;

	return field_hex(rest, key, HEX_NAME, &value) &&
	       hex_read(value, ret_name->bytes, SPOOL_NAME_BYTES);
}

bool relay_reply_read(str body, struct relay_reply *ret_reply)
{
	struct relay_reply reply;
	uint64_t length;

	if (!field_line(&body, S("bothy-put-reply/1")) ||
		!name_take(&body, S("mailbox"), &reply.mailbox) ||
		!name_take(&body, S("id"), &reply.id) ||
		!field_number(&body, S("length"), RELAY_REPLY_MAX, &length) ||
		length == 0 || body.len != length) {
		return false;
	}
	reply.sealed = body;
	*ret_reply = reply;
	return true;
}

bool relay_copy_read(str body, struct spool_copy *ret_copy)
{
	struct spool_copy copy = {0};
	uint64_t reply, file;

	if (!field_line(&body, S("bothy-put-copy/1")) ||
		!name_take(&body, S("mailbox"), &copy.mailbox) ||
		!name_take(&body, S("id"), &copy.id) ||
		!name_take(&body, S("blob"), &copy.blob) ||
		!field_number(&body, S("reply"), RELAY_REPLY_MAX, &reply) ||
		!field_number(&body, S("file"), RELAY_COPY_MAX, &file) ||
		reply == 0 || file == 0 || body.len != reply + file) {
		return false;
	}
	copy.reply = str_first(body, (size_t)reply);
	copy.file = str_from(body, (size_t)reply);
	*ret_copy = copy;
	return true;
}

bool relay_take_back_read(str body, struct relay_reply *ret_reply)
{
	struct relay_reply reply = {0};

	if (!field_line(&body, S("bothy-take-back/1")) ||
		!name_take(&body, S("mailbox"), &reply.mailbox) ||
		!name_take(&body, S("id"), &reply.id) || body.len > 0) {
		return false;
	}
	*ret_reply = reply;
	return true;
}

/* -- R8 roster ------------------------------------------------------------ */

bool relay_text_roster_read(str body, struct relay_roster *ret_both)
{
	struct field_text texts[] = {
		{.name = S("roster"), .max = RELAY_ROSTER_MAX},
		{.name = S("minisig"), .max = RELAY_ROSTER_MAX}};

	if (!field_line(&body, S("bothy-put-roster/1")) ||
		!field_texts(body, texts, NELEM(texts))) {
		return false;
	}
	ret_both->roster = texts[0].text;
	ret_both->minisig = texts[1].text;
	return true;
}

void relay_text_roster_write(struct buf *out, str roster, str minisig)
{
	const struct field_text texts[] = {
		{S("roster"), SIZE_MAX, roster},
		{S("minisig"), SIZE_MAX, minisig}};

	buf_put(out, S("bothy-put-roster/1\n"));
	field_put_texts(out, texts, NELEM(texts));
}

/* -- R9 state ------------------------------------------------------------- */

void relay_state_write(struct buf *out, const struct spool_state *state,
	struct relay_facts facts)
{
	enum { MEBIBYTE = 1 << 20 };
	static const str disk[] = {[SPOOL_ROOMY] = S_INIT("roomy"),
		[SPOOL_LOW] = S_INIT("low"), [SPOOL_NO_ROOM] = S_INIT("full")};

	buf_put(out, S("bothy-state/1\n"));
	field_put_number(out, S("counter"), facts.counter);
	field_put_number(out, S("hour"), facts.hour);
	field_put_number(out, S("waiting"), state->waiting);
	field_put_number(out, S("kept"), state->kept);
	field_put_number(out, S("replies"), state->replies);
	field_put_number(out, S("free"), state->free_bytes / MEBIBYTE);
	field_put_number(out, S("all"), state->all_bytes / MEBIBYTE);
	field_put_number(out, S("blobs"), state->blobs);
	field_put_number(out, S("gone"), state->gone);
	field_put_number(out, S("token"), facts.token);
	field_put(out, S("disk"), disk[state->disk]);
}
