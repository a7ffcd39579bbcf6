/* The bytes of the log's calls: see relay_log_text.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/relay_log_text.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"
#include "line/limits.h"

enum { HASH_DIGITS = 64 };

static void hash_put(struct buf *out, hash h)
{
	buf_hex(out, h.bytes, sizeof(h.bytes));
}

static bool hash_read(str digits, hash *ret_hash)
{
	return field_is_hex(digits, HASH_DIGITS) &&
		hex_read(digits, ret_hash->bytes, sizeof(ret_hash->bytes));
}

/* -- R12 ------------------------------------------------------------------ */

/* "name=VALUE" off the front of what `&` joins. */
static bool query_take(str *rest, str name, str *ret_value)
{
	str one = *rest, behind = {0};

	(void)str_cut(*rest, '&', &one, &behind);
	if (!str_starts(one, name)) return false;
	/* nothing may follow a last `&` */
	if (one.len < rest->len && behind.len == 0) return false;
	*ret_value = str_from(one, name.len);
	*rest = behind;
	return true;
}

bool relay_log_query(str query, struct place *ret_after, unsigned *ret_wait_s)
{
	struct place after = {0};
	uint64_t wait_s = 0;
	str value;

	if (!query_take(&query, S("after="), &value) ||
		!num_read(value, INT64_MAX, &after.cursor)) {
		return false;
	}
	if (after.cursor > 0 && (!query_take(&query, S("sum="), &value) ||
		!hash_read(value, &after.sum))) {
		return false;
	}
	if (query.len > 0 && (!query_take(&query, S("wait="), &value) ||
		!num_read(value, RELAY_WAIT_S_MAX, &wait_s))) {
		return false;
	}
	*ret_after = after;
	*ret_wait_s = (unsigned)wait_s;
	return query.len == 0;
}

static void item_write(struct buf *out, const struct spool_log_item *item)
{
	buf_put(out, item->gone ? S("gone ") : S("blob "));
	buf_number(out, item->cursor);
	buf_byte(out, ' ');
	buf_number(out, item->hour);
	buf_byte(out, ' ');
	hash_put(out, item->name);
	if (!item->gone) {
		buf_byte(out, ' ');
		buf_number(out, item->sealed.len);
		buf_byte(out, '\n');
		buf_put(out, item->sealed);
	}
	buf_byte(out, '\n');
}

void relay_log_write(struct buf *out, const struct spool_log *log)
{
	buf_text(out, "bothy-log/1\nfrom ");
	buf_number(out, log->from.cursor);
	buf_byte(out, ' ');
	hash_put(out, log->from.sum);
	buf_byte(out, '\n');
	field_put_number(out, S("newest"), log->newest);
	field_put_number(out, S("count"), log->count);
	for (size_t i = 0; i < log->count; i++) {
		item_write(out, &log->items[i]);
	}
	buf_text(out, "end\n");
}

/* -- R11, R13 ------------------------------------------------------------- */

void relay_kept_write(struct buf *out, const struct bundle *bundle,
	const struct spool_kept *kept)
{
	buf_text(out, "bothy-kept/1\n");
	for (size_t i = 0; i < bundle->count; i++) {
		buf_put(out, kept[i].gone ? S("gone ") : S("kept "));
		buf_number(out, kept[i].place.cursor);
		buf_byte(out, ' ');
		hash_put(out, bundle->blobs[i].name);
		buf_byte(out, ' ');
		hash_put(out, kept[i].place.sum);
		buf_byte(out, '\n');
	}
	buf_text(out, "end\n");
}

bool relay_offer_read(struct arena *arena, str body,
	struct relay_hashes *ret_hashes)
{
	return field_line(&body, S("bothy-offer/1")) &&
		relay_hashes_take(arena, &body, RELAY_OFFER_MAX, ret_hashes) &&
		body.len == 0;
}

void relay_want_write(struct buf *out, const hash *hashes, size_t count)
{
	buf_text(out, "bothy-want/1\n");
	for (size_t i = 0; i < count; i++) {
		buf_text(out, "hash ");
		hash_put(out, hashes[i]);
		buf_byte(out, '\n');
	}
	buf_text(out, "end\n");
}

/* -- R14, R15 ------------------------------------------------------------- */

bool relay_signed_read(str body, struct relay_signed *ret_both)
{
	struct field_text texts[] = {
		{.name = S("text"), .max = RELAY_TEXT_MAX},
		{.name = S("minisig"), .max = RELAY_MINISIG_MAX}};

	if (!field_line(&body, S("bothy-signed/1")) ||
		!field_texts(body, texts, NELEM(texts))) {
		return false;
	}
	ret_both->text = texts[0].text;
	ret_both->minisig = texts[1].text;
	return true;
}

bool relay_signed_comment(str text, struct buf *out)
{
	str magic, org;

	if (!str_line(&text, &magic) || !str_line(&text, &org)) return false;
	buf_put(out, magic);
	buf_byte(out, ' ');
	buf_put(out, org);
	return true;
}

/* The magic and any `org`: whose it is was checked with the signature. */
static bool head_take(str *text, str magic)
{
	str org;

	return field_line(text, magic) &&
		field_hex(text, S("org"), HASH_DIGITS, &org);
}

bool relay_list_read(struct arena *arena, str text, str magic,
	struct relay_hashes *ret_hashes)
{
	return head_take(&text, magic) &&
		relay_hashes_take(arena, &text, RELAY_LIST_MAX, ret_hashes) &&
		text.len == 0;
}

bool relay_token_read(str text, uint64_t *ret_counter, hash *ret_token)
{
	str digits;

	return head_take(&text, S("bothy-token/1")) &&
		field_number(&text, S("counter"), INT64_MAX, ret_counter) &&
		field_hex(&text, S("token"), HASH_DIGITS, &digits) &&
		hash_read(digits, ret_token) && text.len == 0;
}

/* -- R21 ------------------------------------------------------------------ */

static bool key_text_read(str text, struct relay_key *key)
{
	str digits;

	return field_line(&text, S("bothy-key/1")) &&
		field_hex(&text, S("org"), HASH_DIGITS, &key->org) &&
		field_hex(&text, S("key"), HASH_DIGITS, &digits) &&
		hex_read(digits, key->key.bytes, sizeof(key->key.bytes)) &&
		text.len == 0;
}

bool relay_key_read(str body, struct relay_key *ret_key)
{
	struct relay_key key = {0};
	struct field_text texts[] = {
		{.name = S("text"), .max = RELAY_TEXT_MAX},
		{.name = S("minisig"), .max = RELAY_MINISIG_MAX},
		{.name = S("roster"), .max = RELAY_ROSTER_MAX},
		{.name = S("roster-minisig"), .max = RELAY_ROSTER_MAX}};

	if (!field_line(&body, S("bothy-put-key/1")) ||
		!field_texts(body, texts, NELEM(texts)) ||
		!key_text_read(texts[0].text, &key)) {
		return false;
	}
	key.by_old = (struct relay_signed){texts[0].text, texts[1].text};
	key.by_new = (struct relay_roster){texts[2].text, texts[3].text};
	*ret_key = key;
	return true;
}
