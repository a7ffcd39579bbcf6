/* The texts by which a device joins: see join_text.h and doc/team.md T8.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/join_text.h"

#include "base/field.h"
#include "base/hex.h"
#include "seal/enrol.h"

enum { HASH_HEX = 64 };

static void hash_put(struct buf *out, const char *key, const void *bytes)
{
	buf_text(out, key);
	buf_hex(out, bytes, HASH_HEX / 2);
	buf_byte(out, '\n');
}

static bool hash_take(str *rest, str key, void *ret_bytes)
{
	str hex;

	return field_hex(rest, key, HASH_HEX, &hex) &&
		hex_read(hex, ret_bytes, HASH_HEX / 2);
}

void join_invitation_write(const struct join_invitation *invitation,
	struct buf *out)
{
	buf_text(out, "bothy-invitation/1\n");
	field_put(out, S("org"), invitation->org);
	hash_put(out, "roster ", invitation->roster.bytes);
}

void join_text_tidy(str typed, struct buf *out)
{
	str kept = str_trim(typed);

	for (size_t i = 0; i < kept.len; i++) {
		if (kept.at[i] != '\r') buf_byte(out, kept.at[i]);
	}
	buf_byte(out, '\n');
}

bool join_invitation_read(str text, struct join_invitation *ret_invitation)
{
	struct join_invitation one;
	str rest = text;

	if (!field_line(&rest, S("bothy-invitation/1")) ||
		!field_hex(&rest, S("org"), HASH_HEX, &one.org) ||
		!hash_take(&rest, S("roster"), one.roster.bytes) ||
		rest.len > 0) {
		return false;
	}
	*ret_invitation = one;
	return true;
}

/* -- the request ---------------------------------------------------------- */

bool join_request_write(const struct join_request *request, struct buf *out)
{
	if (request->name.len == 0 ||
		!field_is_clean(request->name, TEAM_NAME_MAX)) {
		return false;
	}
	buf_text(out, "bothy-request/1\n");
	field_put(out, S("org"), request->org);
	hash_put(out, "roster ", request->roster.bytes);
	hash_put(out, "key ", request->key.bytes);
	buf_text(out, "recipient ");
	recipient_write(request->recipient, out);
	buf_byte(out, '\n');
	field_put(out, S("name"), request->name);
	return true;
}

bool join_request_read(str text, struct join_request *ret_request)
{
	struct join_request one;
	str rest = text, to;

	if (!field_line(&rest, S("bothy-request/1")) ||
		!field_hex(&rest, S("org"), HASH_HEX, &one.org) ||
		!hash_take(&rest, S("roster"), one.roster.bytes) ||
		!hash_take(&rest, S("key"), one.key.bytes) ||
		!field_take(&rest, S("recipient"), &to) ||
		!recipient_read(to, &one.recipient) ||
		!field_take(&rest, S("name"), &one.name) || rest.len > 0) {
		return false;
	}
	if (one.name.len == 0 || !field_is_clean(one.name, TEAM_NAME_MAX)) {
		return false;
	}
	*ret_request = one;
	return true;
}

void join_request_digits(const struct join_request *request, struct buf *out)
{
	enrol_code(request->org, request->roster, request->key,
		request->recipient, out);
}

/* -- the welcome ---------------------------------------------------------- */

void join_welcome_write(const struct join_welcome *welcome, struct buf *out)
{
	buf_text(out, "bothy-welcome/1\n");
	field_put(out, S("token"), welcome->token);
	field_put_number(out, S("public"), welcome->public.len);
	buf_put(out, welcome->public);
}

bool join_welcome_read(str plain, struct join_welcome *ret_welcome)
{
	uint64_t length;
	str rest = plain;

	if (!field_line(&rest, S("bothy-welcome/1")) ||
		!field_hex(&rest, S("token"), HASH_HEX, &ret_welcome->token) ||
		!field_number(&rest, S("public"), JOIN_WELCOME_BYTES_MAX,
			&length) || rest.len != length) {
		return false;
	}
	ret_welcome->public = rest;
	return true;
}
