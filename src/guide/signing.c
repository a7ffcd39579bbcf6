/* Signatures: see signing.h. Owns the text that is signed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/signing.h"

#include "seal/hash.h"

/* The part of `check-days` before its end in which people are reminded. */
enum { REMIND_PART = 6 };

static void slot_put(const struct slot *slot, struct buf *out)
{
	buf_put(out, slot->name);
	buf_byte(out, ' ');
	buf_put(out, slot_kind_name(slot->kind));
	buf_byte(out, ' ');
	buf_put(out, slot->value);
	buf_byte(out, '\n');
}

void signing_text(const struct checked *checked, struct buf *out)
{
	for (size_t i = 0; i < checked->unit_count; i++) {
		const struct checked_unit *from = &checked->units[i];

		buf_put(out, unit_kind_name(from->unit->kind));
		buf_byte(out, ' ');
		buf_put(out, from->tongue->tag);
		buf_byte(out, ' ');
		inline_plain(&from->spans, out);
		buf_byte(out, '\n');
		for (size_t j = 0; j < from->unit->slot_count; j++) {
			slot_put(&from->unit->slots[j], out);
		}
	}
}

unit_seen signing_hash(const struct checked *checked)
{
	struct buf text = buf_cap((size_t)GUIDE_UNITS_MAX
		* UNIT_WORDS_BYTES_MAX);
	unit_seen seen;

	signing_text(checked, &text);
	must(!text.failed);
	seen = unit_seen_of(hash_of(buf_str(&text)).bytes);
	buf_close(&text);
	return seen;
}

bool signing_is_demanded(const struct guide *guide, size_t tongue,
	enum sign_role role)
{
	if (role == ROLE_LANGUAGE) return tongue != 0;
	return guide->demands[role];
}

static bool is_by(const struct sign *sign, size_t tongue, enum sign_role role)
{
	return sign->tongue == tongue && sign->role == role;
}

const struct sign *signing_find(const struct guide *guide, size_t tongue,
	enum sign_role role, unit_seen seen)
{
	const struct sign *best = NULL;

	for (size_t i = 0; i < guide->signs.count; i++) {
		const struct sign *sign = &guide->signs.at[i];

		if (!is_by(sign, tongue, role)
			|| !unit_seen_eq(sign->hash, seen)) {
			continue;
		}
		if (best == NULL || sign->checked_day >= best->checked_day) {
			best = sign;
		}
	}
	return best;
}

static bool is_signed_ever(const struct guide *guide, size_t tongue,
	enum sign_role role)
{
	for (size_t i = 0; i < guide->signs.count; i++) {
		if (is_by(&guide->signs.at[i], tongue, role)) return true;
	}
	return false;
}

enum signing_state signing_state(const struct guide *guide, size_t tongue,
	enum sign_role role, unit_seen seen, int64_t day)
{
	const struct sign *sign = signing_find(guide, tongue, role, seen);
	int64_t days = guide->check_days;

	if (sign == NULL) {
		return is_signed_ever(guide, tongue, role) ? SIGNING_FALLEN
			: SIGNING_NONE;
	}
	if (day > sign->until_day + days * CHECKED_LAPSE_TIMES) {
		return SIGNING_LAPSED;
	}
	if (day > sign->until_day) return SIGNING_ENDED;
	if (day > sign->until_day - days / REMIND_PART) return SIGNING_ENDS;
	return SIGNING_HOLDS;
}
