/* Names of registers: see fold_name.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/fold_name.h"

bool fold_place(const struct log_op *op, str *ret_in)
{
	static const struct { str ring, in; } rings[] = {
		{S_INIT("team"), S_INIT("")},
		{S_INIT("intake"), S_INIT("@")},
		{S_INIT("vault"), S_INIT("!")}};
	object_id id;

	for (size_t i = 0; i < NELEM(rings); i++) {
		if (!str_eq(op->ring, rings[i].ring)) continue;
		*ret_in = rings[i].in;
		return true;
	}
	if (str_starts(op->ring, S("device-"))) {
		*ret_in = IN_DEVICE;
		return true;
	}
	if (!str_starts(op->ring, S("case-")) ||
		!object_read(str_from(op->ring, sizeof("case-") - 1), &id) ||
		!object_eq(id, op->op.object)) {
		return false;
	}
	*ret_in = IN_CASE;
	return true;
}

bool fold_is_anothers(const struct log_op *op)
{
	static const str own[] = {S_INIT("me."), S_INIT("day."),
		S_INIT("settings."), S_INIT("drill."), S_INIT("heartbeat."),
		S_INIT("travel.")};
	static const object_id desk;
	str field = op->op.field, dev;

	if (!object_eq(op->op.object, desk) || field.len <= LOG_DEVICE_HEX ||
		field.at[field.len - LOG_DEVICE_HEX - 1] != '.') {
		return false;
	}
	dev = str_from(field, field.len - LOG_DEVICE_HEX);
	for (size_t i = 0; i < NELEM(own); i++) {
		if (str_starts(field, own[i])) return !str_eq(dev, op->dev);
	}
	return false;
}

str fold_name(struct arena *arena, str in, str field)
{
	return str_fmt(arena, "%.*s%.*s", S_ARG(in), S_ARG(field));
}

str fold_name_field(str name, str *ret_in)
{
	static const str marks = S_INIT("@!%$");
	bool marked = name.len > 0 &&
		str_find_byte(marks, name.at[0]) != SIZE_MAX;

	*ret_in = str_first(name, marked);
	return str_from(name, marked);
}
