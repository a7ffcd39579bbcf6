/* The desk's half of the log's calls: see relay_log_call.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/relay_log_call.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"

enum { HASH_DIGITS = 64 };

static void hash_put(struct buf *out, hash h)
{
	buf_hex(out, h.bytes, sizeof(h.bytes));
}

static bool number_take(str *rest, uint64_t max, uint64_t *ret_number)
{
	str word;

	return str_word(rest, &word) && num_read(word, max, ret_number);
}

static bool hash_take(str *rest, hash *ret_hash)
{
	str digits;

	return str_word(rest, &digits) && digits.len == HASH_DIGITS &&
		hex_read(digits, ret_hash->bytes, sizeof(ret_hash->bytes));
}

/* No word of it may be empty, and none is last. */
static bool is_words(str line)
{
	return line.len > 0 && !str_ends(line, S(" "));
}

/* -- R12 ------------------------------------------------------------------ */

void relay_log_path(struct place after, unsigned wait, struct buf *out)
{
	buf_text(out, "/relay/1/log?after=");
	buf_number(out, after.cursor);
	if (after.cursor > 0) {
		buf_text(out, "&sum=");
		hash_put(out, after.sum);
	}
	if (wait == 0) return;
	buf_text(out, "&wait=");
	buf_number(out, wait);
}

/* "CURSOR HOUR HASH" with " LENGTH" when it is not gone: the next place. */
static bool line_read(str line, bool gone, struct relay_log *log,
	struct bundle_blob *blob, uint64_t *ret_length)
{
	uint64_t cursor, hour;

	*ret_length = 0;
	if (!is_words(line) || !number_take(&line, INT64_MAX, &cursor) ||
		cursor != log->place.cursor + 1 ||
		!number_take(&line, UINT32_MAX, &hour) ||
		!hash_take(&line, &blob->name)) {
		return false;
	}
	log->place = place_next(log->place, blob->name);
	return (gone || number_take(&line, BUNDLE_BLOB_MAX, ret_length)) &&
		line.len == 0;
}

static bool item_take(str *rest, struct relay_log *log)
{
	struct bundle_blob *blob = &log->blobs[log->count];
	uint64_t length;
	str line;

	if (field_take(rest, S("gone"), &line)) {
		return line_read(line, true, log, blob, &length);
	}
	if (!field_take(rest, S("blob"), &line) ||
		!line_read(line, false, log, blob, &length) || length == 0 ||
		rest->len <= length || rest->at[length] != '\n') {
		return false;
	}
	blob->sealed = str_first(*rest, (size_t)length);
	*rest = str_from(*rest, (size_t)length + 1);
	log->count++;
	return hash_eq(hash_of(blob->sealed), blob->name); /* [relay-2] */
}

static bool from_take(str *rest, struct place after, struct place *ret_place)
{
	str line;

	if (!field_take(rest, S("from"), &line) || !is_words(line) ||
		!number_take(&line, INT64_MAX, &ret_place->cursor) ||
		!hash_take(&line, &ret_place->sum) || line.len > 0) {
		return false;
	}
	return ret_place->cursor == after.cursor && (after.cursor == 0 ||
		hash_eq(ret_place->sum, after.sum));
}

bool relay_log_read(str body, struct place after, struct relay_log *ret_log)
{
	uint64_t newest, count;

	ret_log->count = 0;
	if (!field_line(&body, S("bothy-log/1")) ||
		!from_take(&body, after, &ret_log->place) ||
		!field_number(&body, S("newest"), INT64_MAX, &newest) ||
		!field_number(&body, S("count"), BUNDLE_BLOBS_MAX, &count)) {
		return false;
	}
	for (uint64_t i = 0; i < count; i++) {
		if (!item_take(&body, ret_log)) return false;
	}
	ret_log->more = newest > ret_log->place.cursor;
	/* a line that says there is more gives some of it */
	return field_line(&body, S("end")) && body.len == 0 &&
		newest >= ret_log->place.cursor &&
		(count > 0 || !ret_log->more);
}

/* -- R13, R11 ------------------------------------------------------------- */

static void hashes_write(const hash *hashes, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		buf_text(out, "hash ");
		hash_put(out, hashes[i]);
		buf_byte(out, '\n');
	}
}

void relay_offer_write(const hash *hashes, size_t count, struct buf *out)
{
	must(count > 0 && count <= RELAY_OFFER_MAX);
	buf_text(out, "bothy-offer/1\n");
	hashes_write(hashes, count, out);
}

bool relay_want_read(str body, const hash *hashes, size_t count,
	bool *ret_wanted)
{
	size_t at = 0;
	str digits;

	for (size_t i = 0; i < count; i++) ret_wanted[i] = false;
	if (!field_line(&body, S("bothy-want/1"))) return false;
	while (field_hex(&body, S("hash"), HASH_DIGITS, &digits)) {
		hash wanted;

		if (!hex_read(digits, wanted.bytes, sizeof(wanted.bytes))) {
			return false;
		}
		while (at < count && !hash_eq(hashes[at], wanted)) at++;
		if (at == count) return false;
		ret_wanted[at++] = true;
	}
	return field_line(&body, S("end")) && body.len == 0;
}

/* One line of the answer; a place that follows ours is ours. */
static bool kept_take(str *rest, hash name, struct place *place)
{
	struct place next = place_next(*place, name);
	uint64_t cursor;
	hash said, sum;
	str line;

	if (!field_take(rest, S("kept"), &line) &&
		!field_take(rest, S("gone"), &line)) {
		return false;
	}
	if (!is_words(line) || !number_take(&line, INT64_MAX, &cursor) ||
		cursor == 0 || !hash_take(&line, &said) ||
		!hash_eq(said, name) || !hash_take(&line, &sum) ||
		line.len > 0) {
		return false;
	}
	if (cursor == next.cursor && hash_eq(sum, next.sum)) *place = next;
	return true;
}

bool relay_kept_read(str body, const struct bundle *bundle,
	struct place *place)
{
	struct place at = *place;

	if (!field_line(&body, S("bothy-kept/1"))) return false;
	for (size_t i = 0; i < bundle->count; i++) {
		if (!kept_take(&body, bundle->blobs[i].name, &at)) return false;
	}
	if (!field_line(&body, S("end")) || body.len > 0) return false;
	*place = at;
	return true;
}

/* -- R14, R15 ------------------------------------------------------------- */

void relay_list_write(str magic, str org, struct relay_list list,
	struct buf *out)
{
	must(list.count > 0 && list.count <= RELAY_LIST_MAX);
	buf_put(out, magic);
	buf_byte(out, '\n');
	field_put(out, S("org"), org);
	hashes_write(list.at, list.count, out);
}

void relay_token_write(str org, uint64_t counter, str token, struct buf *out)
{
	buf_text(out, "bothy-token/1\n");
	field_put(out, S("org"), org);
	field_put_number(out, S("counter"), counter);
	buf_text(out, "token ");
	hash_put(out, hash_of(token));
	buf_byte(out, '\n');
}

void relay_comment_write(str magic, str org, struct buf *out)
{
	buf_put(out, magic);
	buf_text(out, " org ");
	buf_put(out, org);
}

void relay_signed_write(str text, str minisig, struct buf *out)
{
	const struct field_text texts[] = {{S("text"), SIZE_MAX, text},
		{S("minisig"), SIZE_MAX, minisig}};

	buf_text(out, "bothy-signed/1\n");
	field_put_texts(out, texts, NELEM(texts));
}

bool relay_signed_take(str body, str *ret_text, str *ret_minisig)
{
	struct field_text texts[] = {{.name = S("text"), .max = SIZE_MAX},
		{.name = S("minisig"), .max = SIZE_MAX}};

	if (!field_line(&body, S("bothy-signed/1")) ||
		!field_texts(body, texts, NELEM(texts))) {
		return false;
	}
	*ret_text = texts[0].text;
	*ret_minisig = texts[1].text;
	return true;
}

/* -- R21 ------------------------------------------------------------------ */

void relay_key_text_write(str org, str key_hex, struct buf *out)
{
	buf_text(out, "bothy-key/1\n");
	field_put(out, S("org"), org);
	field_put(out, S("key"), key_hex);
}

void relay_key_write(const struct relay_key_call *call, struct buf *out)
{
	const struct field_text texts[] = {{S("text"), SIZE_MAX, call->text},
		{S("minisig"), SIZE_MAX, call->minisig},
		{S("roster"), SIZE_MAX, call->roster},
		{S("roster-minisig"), SIZE_MAX, call->by_new}};

	buf_text(out, "bothy-put-key/1\n");
	field_put_texts(out, texts, NELEM(texts));
}
