/* The team's roster as text: see team_roster.h and doc/team.md T1, T2. Owns
 * nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/team_roster.h"

#include "base/field.h"
#include "base/num.h"

/* -- what is right -------------------------------------------------------- */

static bool device_is_right(const struct team_device *d)
{
	return field_is_hex(d->key, TEAM_KEY_HEX) &&
	       str_starts(d->recipient, S("age1")) &&
	       field_is_clean(d->recipient, TEAM_RECIPIENT_MAX) &&
	       str_find_byte(d->recipient, ' ') == SIZE_MAX &&
	       field_is_hex(d->member, TEAM_MEMBER_HEX) && d->name.len > 0 &&
	       field_is_clean(d->name, TEAM_NAME_MAX);
}

static bool devices_are_right(const struct team_roster *r)
{
	if (r->device_count == 0 || r->device_count > TEAM_DEVICES_MAX) {
		return false;
	}
	for (size_t i = 0; i < r->device_count; i++) {
		if (!device_is_right(&r->devices[i])) return false;
		if (i > 0 && str_compare(r->devices[i - 1].key,
			r->devices[i].key) >= 0) {
			return false;
		}
	}
	return true;
}

/* Hex of `digits`, ascending, each once. */
static bool ascends(const str *at, size_t count, size_t digits)
{
	for (size_t i = 0; i < count; i++) {
		if (!field_is_hex(at[i], digits)) return false;
		if (i > 0 && str_compare(at[i - 1], at[i]) >= 0) return false;
	}
	return true;
}

static bool before_is_right(const struct team_roster *r)
{
	if (r->number == 0 || r->before_count > TEAM_BEFORE_MAX) return false;
	if ((r->number == 1) != (r->before_count == 0)) return false;
	return ascends(r->before, r->before_count, LOG_HASH_HEX);
}

static bool removed_is_right(const struct team_roster *r)
{
	if (r->removed_count > TEAM_REMOVED_MAX) return false;
	for (size_t i = 0; i < r->removed_count; i++) {
		const struct team_removed *one = &r->removed[i];

		if (!field_is_hex(one->dev, LOG_DEVICE_HEX)) return false;
		if (!field_is_hex(one->hash, LOG_HASH_HEX)) return false;
		if (i > 0 && str_compare(r->removed[i - 1].dev, one->dev) >= 0) {
			return false;
		}
	}
	return true;
}

static bool has_member(const struct team_roster *r, str member)
{
	for (size_t i = 0; i < r->device_count; i++) {
		if (str_eq(r->devices[i].member, member)) return true;
	}
	return false;
}

static bool admins_are_right(const struct team_roster *r)
{
	if (r->admin_count > TEAM_DEVICES_MAX ||
		!ascends(r->admins, r->admin_count, TEAM_MEMBER_HEX)) {
		return false;
	}
	for (size_t i = 0; i < r->admin_count; i++) {
		if (!has_member(r, r->admins[i])) return false;
	}
	return r->admin_count >= team_roster_needs(r);
}

static bool is_right(const struct team_roster *r)
{
	return field_is_hex(r->org, LOG_ORG_HEX) && before_is_right(r) &&
	       devices_are_right(r) && admins_are_right(r) &&
	       removed_is_right(r);
}

/* -- writing -------------------------------------------------------------- */

bool team_roster_write(const struct team_roster *r, struct buf *out)
{
	if (!is_right(r)) return false;
	buf_put(out, S("bothy-team/1\n"));
	field_put(out, S("org"), r->org);
	field_put_number(out, S("number"), r->number);
	for (size_t i = 0; i < r->before_count; i++) {
		field_put(out, S("before"), r->before[i]);
	}
	for (size_t i = 0; i < r->device_count; i++) {
		const struct team_device *d = &r->devices[i];

		buf_fmt(out, "device %.*s %.*s %.*s %.*s\n", S_ARG(d->key),
			S_ARG(d->recipient), S_ARG(d->member), S_ARG(d->name));
	}
	for (size_t i = 0; i < r->admin_count; i++) {
		field_put(out, S("admin"), r->admins[i]);
	}
	for (size_t i = 0; i < r->removed_count; i++) {
		const struct team_removed *one = &r->removed[i];

		buf_fmt(out, "removed %.*s %llu %.*s\n", S_ARG(one->dev),
			(unsigned long long)one->seq, S_ARG(one->hash));
	}
	return !out->failed;
}

void team_roster_sign_line(str dev, const unsigned char signature[64],
	struct buf *out)
{
	buf_put(out, S("sig "));
	buf_put(out, dev);
	buf_byte(out, ' ');
	buf_hex(out, signature, 64);
	buf_byte(out, '\n');
}

/* -- reading -------------------------------------------------------------- */

static bool words_take(str *rest, str key, str *ret_at, size_t max,
	size_t *ret_count)
{
	str value;

	*ret_count = 0;
	while (field_take(rest, key, &value)) {
		if (*ret_count == max) return false;
		ret_at[(*ret_count)++] = value;
	}
	return true;
}

static bool devices_take(str *rest, struct team_roster *r)
{
	str line;

	while (field_take(rest, S("device"), &line)) {
		struct team_device *d = &r->devices[r->device_count];

		if (r->device_count++ == TEAM_DEVICES_MAX) return false;
		if (!str_cut(line, ' ', &d->key, &line)) return false;
		if (!str_cut(line, ' ', &d->recipient, &line)) return false;
		if (!str_cut(line, ' ', &d->member, &d->name)) return false;
	}
	return true;
}

static bool removed_take(str *rest, struct team_roster *r)
{
	str line, number;

	while (field_take(rest, S("removed"), &line)) {
		struct team_removed *one = &r->removed[r->removed_count];

		if (r->removed_count++ == TEAM_REMOVED_MAX) return false;
		if (!str_cut(line, ' ', &one->dev, &line)) return false;
		if (!str_cut(line, ' ', &number, &one->hash)) return false;
		if (!num_read(number, UINT32_MAX, &one->seq)) return false;
	}
	return true;
}

static bool signatures_take(str *rest, struct team_roster *r)
{
	str line;

	while (field_take(rest, S("sig"), &line)) {
		struct team_signed *one = &r->signatures[r->signature_count];

		if (r->signature_count++ == TEAM_DEVICES_MAX) return false;
		if (!str_cut(line, ' ', &one->dev, &one->signature)) return false;
		if (!field_is_hex(one->dev, LOG_DEVICE_HEX)) return false;
		if (!field_is_hex(one->signature, TEAM_SIGNATURE_HEX)) {
			return false;
		}
		if (r->signature_count > 1 &&
			str_compare(one[-1].dev, one->dev) >= 0) {
			return false;
		}
	}
	return r->signature_count > 0;
}

bool team_roster_read(str text, struct team_roster *r, str *ret_signed)
{
	str rest = text;

	*r = (struct team_roster){0};
	if (text.len > TEAM_BYTES_MAX ||
		!field_line(&rest, S("bothy-team/1")) ||
		!field_take(&rest, S("org"), &r->org) ||
		!field_number(&rest, S("number"), UINT32_MAX, &r->number) ||
		!words_take(&rest, S("before"), r->before, TEAM_BEFORE_MAX,
			&r->before_count) ||
		!devices_take(&rest, r) ||
		!words_take(&rest, S("admin"), r->admins, TEAM_DEVICES_MAX,
			&r->admin_count) ||
		!removed_take(&rest, r)) {
		return false;
	}
	*ret_signed = str_first(text, text.len - rest.len);
	return signatures_take(&rest, r) && rest.len == 0 && is_right(r);
}

/* -- what it says --------------------------------------------------------- */

size_t team_roster_members(const struct team_roster *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->device_count; i++) {
		bool again = false;

		for (size_t j = 0; j < i && !again; j++) {
			again = str_eq(r->devices[i].member,
				r->devices[j].member);
		}
		count += !again;
	}
	return count;
}

size_t team_roster_needs(const struct team_roster *r)
{
	return team_roster_members(r) == 1 ? 1 : 2;
}

bool team_roster_is_admin(const struct team_roster *r, str member)
{
	for (size_t i = 0; i < r->admin_count; i++) {
		if (str_eq(r->admins[i], member)) return true;
	}
	return false;
}

static const struct team_removed *removed_find(const struct team_roster *r,
	str dev)
{
	for (size_t i = 0; i < r->removed_count; i++) {
		if (str_eq(r->removed[i].dev, dev)) return &r->removed[i];
	}
	return NULL;
}

static bool has_key(const struct team_roster *r, str key)
{
	for (size_t i = 0; i < r->device_count; i++) {
		if (str_eq(r->devices[i].key, key)) return true;
	}
	return false;
}

bool team_roster_keeps(const struct team_roster *next,
	const struct team_roster *before, team_name_of *name_of)
{
	for (size_t i = 0; i < before->removed_count; i++) {
		const struct team_removed *was = &before->removed[i];
		const struct team_removed *is = removed_find(next, was->dev);

		if (is == NULL || is->seq > was->seq) return false;
	}
	for (size_t i = 0; i < before->device_count; i++) {
		char dev[LOG_DEVICE_HEX];
		bool here = has_key(next, before->devices[i].key);

		name_of(before->devices[i].key, dev);
		if (here == (removed_find(next,
			str_bytes(dev, sizeof(dev))) != NULL)) {
			return false;
		}
	}
	return true;
}

/* -- making the next ------------------------------------------------------ */

bool team_roster_device_add(struct team_roster *r, struct team_device device)
{
	size_t at = r->device_count;

	if (at == TEAM_DEVICES_MAX || has_key(r, device.key)) return false;
	for (; at > 0 && str_compare(r->devices[at - 1].key, device.key) > 0;
		at--) {
		r->devices[at] = r->devices[at - 1];
	}
	r->devices[at] = device;
	r->device_count++;
	return true;
}

bool team_roster_admin_add(struct team_roster *r, str member)
{
	size_t at = r->admin_count;

	if (at == TEAM_DEVICES_MAX) return false;
	if (team_roster_is_admin(r, member)) return true;
	for (; at > 0 && str_compare(r->admins[at - 1], member) > 0; at--) {
		r->admins[at] = r->admins[at - 1];
	}
	r->admins[at] = member;
	r->admin_count++;
	return true;
}

static void device_drop(struct team_roster *r, str dev, team_name_of *name_of)
{
	for (size_t i = 0; i < r->device_count; i++) {
		char name[LOG_DEVICE_HEX];

		name_of(r->devices[i].key, name);
		if (!str_eq(str_bytes(name, sizeof(name)), dev)) continue;
		r->device_count--;
		for (size_t j = i; j < r->device_count; j++) {
			r->devices[j] = r->devices[j + 1];
		}
		return;
	}
}

static void admins_tidy(struct team_roster *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->admin_count; i++) {
		if (has_member(r, r->admins[i])) {
			r->admins[kept++] = r->admins[i];
		}
	}
	r->admin_count = kept;
}

bool team_roster_remove(struct team_roster *r, struct team_removed removed,
	team_name_of *name_of)
{
	size_t at = r->removed_count;

	device_drop(r, removed.dev, name_of);
	admins_tidy(r);
	for (size_t i = 0; i < r->removed_count; i++) {
		if (!str_eq(r->removed[i].dev, removed.dev)) continue;
		if (removed.seq < r->removed[i].seq) r->removed[i] = removed;
		return true;
	}
	if (at == TEAM_REMOVED_MAX) return false;
	for (; at > 0 && str_compare(r->removed[at - 1].dev, removed.dev) > 0;
		at--) {
		r->removed[at] = r->removed[at - 1];
	}
	r->removed[at] = removed;
	r->removed_count++;
	return true;
}
