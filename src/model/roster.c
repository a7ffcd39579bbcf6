/* The public roster as text: see roster.h and doc/seal.md 6. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/roster.h"

#include "base/field.h"

enum {
	HEX_ORG = 64,
	HEX_SALT = 32,
	VALUE_MAX = 300,         /* a name, an address, another way to reach us */
	INTAKE_MAX = 2000,       /* a post-quantum recipient has 1959 letters */
	ANSWER_DAYS_MAX = 365,
	DAY_MS = 24 * 60 * 60 * 1000
};

static bool values_are_right(const str *values, size_t count)
{
	if (count > ROSTER_LINES_MAX) return false;
	for (size_t i = 0; i < count; i++) {
		if (values[i].len == 0) return false;
		if (!field_is_clean(values[i], VALUE_MAX)) return false;
	}
	return true;
}

static bool locales_are_right(const struct roster *r)
{
	if (!values_are_right(r->locales, r->locale_count)) return false;
	for (size_t i = 0; i < r->locale_count; i++) {
		if (str_find_byte(r->locales[i], ' ') != SIZE_MAX) return false;
		if (!field_is_clean(r->names[i], VALUE_MAX)) return false;
	}
	return true;
}

static bool is_right(const struct roster *r)
{
	return field_is_hex(r->org, HEX_ORG) &&
	       field_is_hex(r->salt, HEX_SALT) && r->intake.len > 0 &&
	       field_is_clean(r->intake, INTAKE_MAX) && r->name.len > 0 &&
	       field_is_clean(r->name, VALUE_MAX) &&
	       field_is_clean(r->leave, VALUE_MAX) && r->locale_count > 0 &&
	       r->answer_days <= ANSWER_DAYS_MAX &&
	       values_are_right(r->addresses, r->address_count) &&
	       locales_are_right(r) &&
	       values_are_right(r->others, r->other_count);
}

static void values_write(struct buf *out, str key, const str *values,
	size_t count)
{
	for (size_t i = 0; i < count; i++) field_put(out, key, values[i]);
}

static bool values_take(str *rest, str key, str *ret_values, size_t *ret_count)
{
	str value;

	*ret_count = 0;
	while (field_take(rest, key, &value)) {
		if (*ret_count == ROSTER_LINES_MAX) return false;
		ret_values[(*ret_count)++] = value;
	}
	return true;
}

/* `locale <tag>` or `locale <tag> <name>` */
static void locales_write(const struct roster *r, struct buf *out)
{
	for (size_t i = 0; i < r->locale_count; i++) {
		buf_put(out, S("locale "));
		buf_put(out, r->locales[i]);
		if (r->names[i].len > 0) buf_byte(out, ' ');
		buf_put(out, r->names[i]);
		buf_byte(out, '\n');
	}
}

static bool locales_take(str *rest, struct roster *r)
{
	if (!values_take(rest, S("locale"), r->locales, &r->locale_count)) {
		return false;
	}
	for (size_t i = 0; i < r->locale_count; i++) {
		str tag, name;

		if (!str_cut(r->locales[i], ' ', &tag, &name)) continue;
		if (name.len == 0) return false;
		r->locales[i] = tag;
		r->names[i] = name;
	}
	return true;
}

str roster_name(const struct roster *r, str tag)
{
	for (size_t i = 0; i < r->locale_count; i++) {
		if (str_eq(r->locales[i], tag) && r->names[i].len > 0) {
			return r->names[i];
		}
	}
	return r->name;
}

static void flag_write(struct buf *out, str key, bool set)
{
	field_put(out, key, set ? S("yes") : S("no"));
}

static bool flag_take(str *rest, str key, bool *ret_set)
{
	str value;

	if (!field_take(rest, key, &value)) return false;
	*ret_set = str_eq(value, S("yes"));
	return *ret_set || str_eq(value, S("no"));
}

bool roster_write(const struct roster *r, struct buf *out)
{
	if (!is_right(r)) return false;
	buf_put(out, S("bothy-roster/1\n"));
	field_put(out, S("org"), r->org);
	field_put_number(out, S("counter"), r->counter);
	field_put_number(out, S("issued"), r->issued_ms);
	field_put(out, S("intake"), r->intake);
	field_put(out, S("salt"), r->salt);
	field_put(out, S("name"), r->name);
	values_write(out, S("address"), r->addresses, r->address_count);
	locales_write(r, out);
	field_put_number(out, S("answer-days"), r->answer_days);
	values_write(out, S("other"), r->others, r->other_count);
	field_put(out, S("leave"), r->leave);
	flag_write(out, S("demonstration"), r->demonstration);
	flag_write(out, S("stop"), r->stop);
	return !out->failed;
}

bool roster_read(str text, struct roster *ret_roster)
{
	struct roster r = {0};
	str rest = text;

	if (!field_line(&rest, S("bothy-roster/1")) ||
		!field_take(&rest, S("org"), &r.org) ||
		!field_number(&rest, S("counter"), UINT32_MAX, &r.counter) ||
		!field_number(&rest, S("issued"), INT64_MAX, &r.issued_ms) ||
		!field_take(&rest, S("intake"), &r.intake) ||
		!field_take(&rest, S("salt"), &r.salt) ||
		!field_take(&rest, S("name"), &r.name) ||
		!values_take(&rest, S("address"), r.addresses,
			&r.address_count) ||
		!locales_take(&rest, &r) ||
		!field_number(&rest, S("answer-days"), ANSWER_DAYS_MAX,
			&r.answer_days) ||
		!values_take(&rest, S("other"), r.others, &r.other_count) ||
		!field_take(&rest, S("leave"), &r.leave) ||
		!flag_take(&rest, S("demonstration"), &r.demonstration) ||
		!flag_take(&rest, S("stop"), &r.stop) || rest.len > 0 ||
		!is_right(&r)) {
		return false;
	}
	*ret_roster = r;
	return true;
}

void roster_trusted(const struct roster *r, struct buf *out)
{
	uint64_t expires_s = (r->issued_ms +
		(uint64_t)ROSTER_FRESH_DAYS * DAY_MS) / 1000;

	buf_put(out, S("bothy roster v="));
	buf_number(out, r->counter);
	buf_put(out, S(" expires="));
	buf_number(out, expires_s);
}

enum roster_age roster_age(const struct roster *r, uint64_t now_ms)
{
	uint64_t days;

	if (now_ms <= r->issued_ms) return ROSTER_FRESH;
	days = (now_ms - r->issued_ms) / DAY_MS;
	if (days > ROSTER_LAPSED_DAYS) return ROSTER_UNCONFIRMED;
	return days > ROSTER_FRESH_DAYS ? ROSTER_SLOW : ROSTER_FRESH;
}
