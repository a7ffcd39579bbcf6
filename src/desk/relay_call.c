/* The desk's half of doc/relay.md: see relay_call.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/relay_call.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"

#include <string.h>

enum { NAME_DIGITS = 32, HASH_DIGITS = 64 };

/* -- R3 ------------------------------------------------------------------- */

void relay_intake_path(uint64_t after, unsigned wait, struct buf *out)
{
	buf_text(out, "/relay/1/intake?after=");
	buf_number(out, after);
	if (wait == 0) return;
	buf_text(out, "&wait=");
	buf_number(out, wait);
}

static bool number_take(str *rest, uint64_t max, uint64_t *ret_number)
{
	str word;

	return str_word(rest, &word) && num_read(word, max, ret_number);
}

/* "CURSOR HOUR HASH BLOBS LENGTH" of a message line. */
static bool line_read(str line, struct relay_message *message,
	uint64_t *ret_blobs, uint64_t *ret_length)
{
	str digits;

	return !str_ends(line, S(" ")) &&
		number_take(&line, UINT64_MAX >> 1, &message->cursor) &&
		number_take(&line, UINT32_MAX, &message->hour) &&
		str_word(&line, &digits) && digits.len == HASH_DIGITS &&
		hex_read(digits, message->hash.bytes,
			sizeof(message->hash.bytes)) &&
		number_take(&line, RELAY_BLOBS_MAX, ret_blobs) &&
		number_take(&line, RELAY_SEALED_MAX, ret_length) &&
		line.len == 0;
}

static bool message_take(str *rest, struct relay_message *message)
{
	uint64_t blobs, length;
	str line;

	if (!field_take(rest, S("message"), &line) ||
		!line_read(line, message, &blobs, &length)) {
		return false;
	}
	while (message->blob_count < blobs) {
		if (!field_hex(rest, S("blob"), NAME_DIGITS,
			&message->blobs[message->blob_count])) {
			return false;
		}
		message->blob_count++;
	}
	if (rest->len <= length || rest->at[length] != '\n') return false;
	message->sealed = str_first(*rest, (size_t)length);
	*rest = str_from(*rest, (size_t)length + 1);
	return hash_eq(hash_of(message->sealed), message->hash); /* [relay-1] */
}

bool relay_intake_read(str body, uint64_t after, struct arena *arena,
	struct relay_message **ret_items, size_t *ret_count)
{
	struct relay_message *items;
	uint64_t count;

	if (!field_line(&body, S("bothy-intake/1")) ||
		!field_number(&body, S("count"), RELAY_BATCH_MAX, &count)) {
		return false;
	}
	items = ARENA_ARRAY(arena, struct relay_message, (size_t)count + 1);
	for (size_t i = 0; i < count; i++) {
		if (!message_take(&body, &items[i])) return false;
		if (items[i].cursor <= after) return false;
		after = items[i].cursor;
	}
	if (!field_line(&body, S("end")) || body.len > 0) return false;
	*ret_items = items;
	*ret_count = (size_t)count;
	return true;
}

/* -- R4 to R8 ------------------------------------------------------------- */

void relay_blob_path(str name, struct buf *out)
{
	must(field_is_hex(name, NAME_DIGITS));
	buf_text(out, "/relay/1/blob/");
	buf_put(out, name);
}

void relay_seen_write(const hash *hashes, size_t count, struct buf *out)
{
	must(count > 0 && count <= RELAY_SEEN_MAX);
	buf_text(out, "bothy-seen/1\n");
	for (size_t i = 0; i < count; i++) {
		buf_text(out, "hash ");
		buf_hex(out, hashes[i].bytes, sizeof(hashes[i].bytes));
		buf_byte(out, '\n');
	}
}

static void names_put(str mailbox, str id, struct buf *out)
{
	must(field_is_hex(mailbox, NAME_DIGITS));
	must(field_is_hex(id, NAME_DIGITS));
	field_put(out, S("mailbox"), mailbox);
	field_put(out, S("id"), id);
}

void relay_reply_write(str mailbox, str id, str sealed, struct buf *out)
{
	must(sealed.len <= RELAY_REPLY_MAX);
	buf_text(out, "bothy-put-reply/1\n");
	names_put(mailbox, id, out);
	field_put_number(out, S("length"), sealed.len);
	buf_put(out, sealed);
}

void relay_copy_write(const struct relay_copy *copy, struct buf *out)
{
	must(copy->sealed.len <= RELAY_REPLY_MAX);
	must(copy->file.len <= RELAY_COPY_MAX);
	must(field_is_hex(copy->blob, NAME_DIGITS));
	buf_text(out, "bothy-put-copy/1\n");
	names_put(copy->mailbox, copy->id, out);
	field_put(out, S("blob"), copy->blob);
	field_put_number(out, S("reply"), copy->sealed.len);
	field_put_number(out, S("file"), copy->file.len);
	buf_put(out, copy->sealed);
	buf_put(out, copy->file);
}

void relay_take_back_write(str mailbox, str id, struct buf *out)
{
	buf_text(out, "bothy-take-back/1\n");
	names_put(mailbox, id, out);
}

void relay_roster_write(str roster, str minisig, struct buf *out)
{
	const struct field_text texts[] = {
		{S("roster"), RELAY_ROSTER_MAX, roster},
		{S("minisig"), RELAY_ROSTER_MAX, minisig}};

	buf_text(out, "bothy-put-roster/1\n");
	field_put_texts(out, texts, NELEM(texts));
}

bool relay_roster_read(str body, str *ret_roster, str *ret_minisig)
{
	struct field_text texts[] = {
		{.name = S("roster"), .max = RELAY_ROSTER_MAX},
		{.name = S("minisig"), .max = RELAY_ROSTER_MAX}};

	if (!field_line(&body, S("bothy-put-roster/1")) ||
		!field_texts(body, texts, NELEM(texts))) {
		return false;
	}
	*ret_roster = texts[0].text;
	*ret_minisig = texts[1].text;
	return true;
}

/* -- answers -------------------------------------------------------------- */

static const str words[RELAY_WORD_COUNT] = {
	[RELAY_OK] = S_INIT("ok\n"),
	[RELAY_KEPT] = S_INIT("kept\n"),
	[RELAY_TAKEN] = S_INIT("taken\n"),
	[RELAY_SHOWN] = S_INIT("shown\n"),
	[RELAY_NONE] = S_INIT("none\n"),
	[RELAY_MALFORMED] = S_INIT("malformed\n"),
	[RELAY_SIGNATURE] = S_INIT("signature\n"),
	[RELAY_OLDER] = S_INIT("older\n"),
	[RELAY_BUSY] = S_INIT("busy\n"),
	[RELAY_FULL] = S_INIT("full\n"),
	[RELAY_PLACE] = S_INIT("place\n"),
};

bool relay_word_read(str body, enum relay_word *ret_word)
{
	for (size_t i = 0; i < RELAY_WORD_COUNT; i++) {
		if (!str_eq(words[i], body)) continue;
		*ret_word = (enum relay_word)i;
		return true;
	}
	return false;
}

/* R9's lines, in order. */
static const struct { str key; size_t offset; } figures[] = {
	{S_INIT("counter"), offsetof(struct relay_state, counter)},
	{S_INIT("hour"), offsetof(struct relay_state, hour)},
	{S_INIT("waiting"), offsetof(struct relay_state, waiting)},
	{S_INIT("kept"), offsetof(struct relay_state, kept)},
	{S_INIT("replies"), offsetof(struct relay_state, replies)},
	{S_INIT("free"), offsetof(struct relay_state, free_mib)},
	{S_INIT("all"), offsetof(struct relay_state, all_mib)},
	{S_INIT("blobs"), offsetof(struct relay_state, blobs)},
	{S_INIT("gone"), offsetof(struct relay_state, gone)},
	{S_INIT("token"), offsetof(struct relay_state, token)},
};

static bool disk_take(str *rest, enum relay_disk *ret_disk)
{
	static const str disks[RELAY_DISK_COUNT] = {
		[RELAY_ROOMY] = S_INIT("roomy"), [RELAY_LOW] = S_INIT("low"),
		[RELAY_NO_ROOM] = S_INIT("full")};
	str word;

	if (!field_take(rest, S("disk"), &word)) return false;
	for (size_t i = 0; i < RELAY_DISK_COUNT; i++) {
		if (!str_eq(disks[i], word)) continue;
		*ret_disk = (enum relay_disk)i;
		return true;
	}
	return false;
}

bool relay_state_read(str body, struct relay_state *ret_state)
{
	struct relay_state state = {0};

	if (!field_line(&body, S("bothy-state/1"))) return false;
	for (size_t i = 0; i < NELEM(figures); i++) {
		uint64_t number;

		if (!field_number(&body, figures[i].key, UINT64_MAX >> 1,
			&number)) {
			return false;
		}
		memcpy((char *)&state + figures[i].offset, &number,
			sizeof(number));
	}
	if (!disk_take(&body, &state.disk) || body.len > 0) return false;
	*ret_state = state;
	return true;
}
