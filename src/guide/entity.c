/* Characters by name: see entity.h. The names that texts for people use.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/entity.h"

#include "base/utf8.h"

enum { DIGITS_MAX = 7, POINT_MAX = 0x10ffff };

static const struct { str name, text; } entities[] = {
	{S_INIT("amp"), S_INIT("&")}, {S_INIT("lt"), S_INIT("<")},
	{S_INIT("gt"), S_INIT(">")}, {S_INIT("quot"), S_INIT("\"")},
	{S_INIT("apos"), S_INIT("'")}, {S_INIT("nbsp"), S_INIT("\xc2\xa0")},
	{S_INIT("copy"), S_INIT("©")}, {S_INIT("reg"), S_INIT("®")},
	{S_INIT("trade"), S_INIT("™")}, {S_INIT("hellip"), S_INIT("…")},
	{S_INIT("mdash"), S_INIT("—")}, {S_INIT("ndash"), S_INIT("–")},
	{S_INIT("bull"), S_INIT("•")}, {S_INIT("middot"), S_INIT("·")},
	{S_INIT("laquo"), S_INIT("«")}, {S_INIT("raquo"), S_INIT("»")},
	{S_INIT("lsquo"), S_INIT("‘")}, {S_INIT("rsquo"), S_INIT("’")},
	{S_INIT("ldquo"), S_INIT("“")}, {S_INIT("rdquo"), S_INIT("”")},
	{S_INIT("bdquo"), S_INIT("„")}, {S_INIT("sbquo"), S_INIT("‚")},
	{S_INIT("deg"), S_INIT("°")}, {S_INIT("times"), S_INIT("×")},
	{S_INIT("euro"), S_INIT("€")}, {S_INIT("sect"), S_INIT("§")},
	{S_INIT("rarr"), S_INIT("→")}, {S_INIT("larr"), S_INIT("←")},
	{S_INIT("check"), S_INIT("✓")}, {S_INIT("shy"), S_INIT("")},
	{S_INIT("zwnj"), S_INIT("\xe2\x80\x8c")},
	{S_INIT("zwj"), S_INIT("\xe2\x80\x8d")},
	{S_INIT("lrm"), S_INIT("\xe2\x80\x8e")},
	{S_INIT("rlm"), S_INIT("\xe2\x80\x8f")},
};

static int value_of(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	if (c >= 'A' && c <= 'F') return c - 'A' + 10;
	return INT32_MAX;
}

static bool number_put(struct buf *out, str digits)
{
	bool hex = digits.len > 0 && (digits.at[0] == 'x' || digits.at[0] == 'X');
	int base = hex ? 16 : 10;
	uint32_t point = 0;

	digits = str_from(digits, hex);
	if (digits.len == 0 || digits.len > DIGITS_MAX) return false;
	for (size_t i = 0; i < digits.len; i++) {
		int value = value_of(digits.at[i]);

		if (value >= base) return false;
		point = point * (uint32_t)base + (uint32_t)value;
	}
	if (point == 0 || point > POINT_MAX
		|| (point >= 0xd800 && point <= 0xdfff)) {
		return false;
	}
	utf8_put(out, point);
	return true;
}

bool entity_put(struct buf *out, str entity)
{
	str name;

	if (entity.len < 3 || entity.at[0] != '&'
		|| entity.at[entity.len - 1] != ';') {
		return false;
	}
	name = str_first(str_from(entity, 1), entity.len - 2);
	if (name.at[0] == '#') return number_put(out, str_from(name, 1));
	for (size_t i = 0; i < NELEM(entities); i++) {
		if (!str_eq(entities[i].name, name)) continue;
		buf_put(out, entities[i].text);
		return true;
	}
	return false;
}
