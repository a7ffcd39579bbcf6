/* Texts for SMS: see sms.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/sms.h"

#include "base/utf8.h"
#include "guide/plain.h"

size_t sms_units(str text)
{
	size_t units = 0;
	uint32_t point;

	while (utf8_next(&text, &point)) units += point > 0xFFFF ? 2 : 1;
	return units;
}

size_t sms_parts(str text)
{
	size_t units = sms_units(text);

	if (units == 0) return 0;
	if (units <= SMS_ALONE_UNITS) return 1;
	return (units + SMS_PART_UNITS - 1) / SMS_PART_UNITS;
}

size_t sms_count(const struct checked *checked)
{
	size_t count = 0;

	if (checked->withdrawn.len > 0) return 0;
	for (size_t i = 0; i < checked->unit_count; i++) {
		count += checked->units[i].unit->kind == UNIT_SHORT;
	}
	return count;
}

/* "[2] 98": parts and letters, then the text as it is sent. */
static bool short_put(struct arena *arena, const struct checked_unit *unit,
	struct buf *out)
{
	struct buf plain = {0};
	str text;

	inline_plain(&unit->spans, &plain);
	text = buf_take(&plain, arena);
	buf_close(&plain);
	if (sms_parts(text) > SMS_PARTS_MAX) return false;
	buf_fmt(out, "\n[%zu] %zu\n", sms_parts(text), sms_units(text));
	buf_put(out, text);
	buf_byte(out, '\n');
	return true;
}

static void head_put(struct arena *arena, const struct checked *checked,
	const struct edition *edition, struct buf *out)
{
	enum locale locale = checked->tongue->locale;

	buf_put(out, tr(locale, TR("Short texts for SMS")));
	buf_text(out, "\n[");
	buf_put(out, tr(locale, TR("parts")));
	buf_text(out, "] ");
	buf_put(out, tr(locale, TR("letters")));
	buf_byte(out, '\n');
	if (edition->expires_day == 0) return;
	buf_put(out, tr_fill(arena, tr(locale, TR("Do not trust this after"
		" {date}. Look for a newer one.")), S("date"),
		plain_date(arena, edition->expires_day)));
	buf_byte(out, '\n');
}

bool sms_write(struct arena *arena, const struct checked *checked,
	const struct edition *edition, struct buf *out)
{
	head_put(arena, checked, edition, out);
	for (size_t i = 0; i < checked->unit_count; i++) {
		if (checked->units[i].unit->kind != UNIT_SHORT) continue;
		if (!short_put(arena, &checked->units[i], out)) return false;
	}
	return true;
}
