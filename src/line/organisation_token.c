/* The team's tokens as the line knows them, and signed texts: see
 * organisation.h and doc/relay.md R14, R15. Owns the file `tokens`.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/organisation.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"
#include "os/file.h"
#include "seal/minisign.h"
#include "seal/secret.h"

#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 4096, FILE_MAX_BYTES = 4096, HASH_DIGITS = 64 };

/* -- signed texts --------------------------------------------------------- */

static bool is_ours(const struct organisation *o, str text)
{
	str magic, org;

	return str_line(&text, &magic) &&
		field_hex(&text, S("org"), HASH_DIGITS, &org) &&
		str_eq(org, o->roster.org);
}

bool organisation_signed(const struct organisation *o, str text, str minisig)
{
	struct buf want = {0};
	str trusted;
	bool right = is_ours(o, text) &&
		minisign_verify(o->key, text, minisig, &trusted) &&
		relay_signed_comment(text, &want) &&
		str_eq(buf_str(&want), trusted);

	buf_close(&want);
	return right;
}

/* -- who knocks ----------------------------------------------------------- */

enum organisation_bearer organisation_bearer(const struct organisation *o,
	hash token, uint64_t hour)
{
	bool now = secret_eq(token.bytes, o->token.bytes, sizeof(token.bytes));
	bool past = false;

	/* All of them each time: how long it takes tells nothing. */
	for (size_t i = 0; i < TOKENS_PAST_MAX; i++) {
		bool same = secret_eq(token.bytes, o->past[i].token.bytes,
			sizeof(token.bytes));

		past |= same & (i < o->past_count) &
			(hour < o->past[i].until_hour);
	}
	return now ? BEARER_NOW : past ? BEARER_PAST : BEARER_NONE;
}

/* -- the file ------------------------------------------------------------- */

static const char *path_of(const char *folder, char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/tokens", folder);

	must(len > 0 && len < PATH_BYTES);
	return ret_path;
}

void organisation_tokens_write(const struct organisation *o, struct buf *out)
{
	buf_text(out, "bothy-tokens/1\n");
	field_put_number(out, S("counter"), o->token_counter);
	buf_text(out, "now ");
	buf_hex(out, o->token.bytes, sizeof(o->token.bytes));
	buf_byte(out, '\n');
	for (size_t i = 0; i < o->past_count; i++) {
		buf_text(out, "past ");
		buf_hex(out, o->past[i].token.bytes,
			sizeof(o->past[i].token.bytes));
		buf_byte(out, ' ');
		buf_number(out, o->past[i].until_hour);
		buf_byte(out, '\n');
	}
}

/* "HASH HOUR" of a `past` line. */
static bool past_read(str line, struct token_past *ret_past)
{
	str digits, hour;

	return str_cut(line, ' ', &digits, &hour) &&
		field_is_hex(digits, HASH_DIGITS) &&
		hex_read(digits, ret_past->token.bytes,
			sizeof(ret_past->token.bytes)) &&
		num_read(hour, UINT32_MAX, &ret_past->until_hour);
}

bool organisation_tokens_read(struct organisation *o, str text)
{
	struct token_past past[TOKENS_PAST_MAX] = {0};
	size_t count = 0;
	uint64_t counter;
	hash now;
	str value;

	if (!field_line(&text, S("bothy-tokens/1")) ||
		!field_number(&text, S("counter"), INT64_MAX, &counter) ||
		!field_hex(&text, S("now"), HASH_DIGITS, &value) ||
		!hex_read(value, now.bytes, sizeof(now.bytes))) {
		return false;
	}
	while (field_take(&text, S("past"), &value)) {
		if (count == TOKENS_PAST_MAX) return false;
		if (!past_read(value, &past[count++])) return false;
	}
	if (text.len > 0) return false;
	o->token = now;
	o->token_counter = counter;
	memcpy(o->past, past, sizeof(past));
	o->past_count = count;
	return true;
}

const err *organisation_tokens_open(struct organisation *o, const char *folder)
{
	char path[PATH_BYTES];
	struct buf text = {0};
	const err *e = file_read(path_of(folder, path), FILE_MAX_BYTES, &text);

	if (e == NULL && !organisation_tokens_read(o, buf_str(&text))) {
		e = err_make(ERR_FORMAT, "the file tokens is not as it should"
			" be");
	}
	buf_close(&text);
	return e != NULL && e->code == ERR_ABSENT ? NULL : e;
}

/* -- a new one ------------------------------------------------------------ */

/* What is known no longer goes; the one that was in force joins the past. */
static void past_turn(struct organisation *o, hash replaced, uint64_t hour)
{
	struct token_past kept[TOKENS_PAST_MAX + 1] = {0};
	size_t count = 0, first;

	for (size_t i = 0; i < o->past_count; i++) {
		if (o->past[i].until_hour > hour) kept[count++] = o->past[i];
	}
	kept[count++] = (struct token_past){replaced, hour + TOKEN_PAST_HOURS};
	first = count > TOKENS_PAST_MAX ? count - TOKENS_PAST_MAX : 0;
	memset(o->past, 0, sizeof(o->past));
	o->past_count = count - first;
	memcpy(o->past, &kept[first], mem_times(o->past_count,
		sizeof(o->past[0])));
}

static enum organisation_push judge(const struct organisation *o,
	const struct relay_signed *both, uint64_t *ret_counter,
	hash *ret_token)
{
	if (!relay_token_read(both->text, ret_counter, ret_token)) {
		return PUSH_MALFORMED;
	}
	if (!organisation_signed(o, both->text, both->minisig)) {
		return PUSH_SIGNATURE;
	}
	if (*ret_counter == o->token_counter &&
		hash_eq(*ret_token, o->token)) {
		return PUSH_SAME;
	}
	return *ret_counter > o->token_counter ? PUSH_KEPT : PUSH_OLDER;
}

const err *organisation_token_push(struct organisation *o, const char *folder,
	const struct relay_signed *both, uint64_t hour,
	enum organisation_push *ret_push)
{
	struct organisation next = *o;
	struct buf text = {0};
	char path[PATH_BYTES];
	const err *e;

	*ret_push = judge(o, both, &next.token_counter, &next.token);
	if (*ret_push != PUSH_KEPT) return NULL;
	if (!hash_eq(o->token, next.token)) past_turn(&next, o->token, hour);
	organisation_tokens_write(&next, &text);
	e = file_replace(path_of(folder, path), buf_str(&text));
	if (e == NULL) *o = next;
	buf_close(&text);
	return e;
}
