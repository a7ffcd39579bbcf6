/* Rules of how a guide is built (doc/guides.md 3), looked at once for all its
 * languages. Owns the table.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_check_room.h"

#include "base/num.h"

#include <string.h>

/* The unit before, or NULL. */
static const struct unit *before_of(const struct look *look)
{
	return look->at == 0 ? NULL : look->unit - 1;
}

/* -- order ---------------------------------------------------------------- */

static bool jumps(struct look *look, const struct rule *rule)
{
	const struct unit *units = look->guide->units.at;
	unsigned before = 0;

	(void)rule;
	for (size_t i = look->at; i > 0 && before == 0; i--) {
		if (units[i - 1].kind == UNIT_SECTION) {
			before = units[i - 1].level;
		}
	}
	return look->unit->level > before + 1;
}

static bool is_one_short_more(struct look *look, const struct rule *rule)
{
	size_t count = 0;

	(void)rule;
	for (size_t i = 0; i <= look->at; i++) {
		if (look->guide->units.at[i].kind == UNIT_SHORT) count++;
	}
	return count == GUIDE_SHORTS_MAX + 1;
}

/* A danger sign behind a step of its section is read too late. */
static bool comes_late(struct look *look, const struct rule *rule)
{
	const struct unit *units = look->guide->units.at;

	(void)rule;
	for (size_t i = look->at; i > 0; i--) {
		if (units[i - 1].kind == UNIT_SECTION) return false;
		if (units[i - 1].kind == UNIT_STEP) return true;
	}
	return false;
}

static bool is_other_table(struct look *look, const struct rule *rule)
{
	const struct unit *before = before_of(look);

	(void)rule;
	return before != NULL && before->kind == UNIT_ROW
		&& before->cells != look->unit->cells;
}

static bool is_lone_head(struct look *look, const struct rule *rule)
{
	const struct unit *before = before_of(look);
	const struct unit *last = look->guide->units.at
		+ look->guide->units.count - 1;

	(void)rule;
	if (before != NULL && before->kind == UNIT_ROW) return false;
	return look->unit == last || look->unit[1].kind != UNIT_ROW;
}

static bool has_no_choice(struct look *look, const struct rule *rule)
{
	(void)rule;
	return look->at + 1 == look->guide->units.count
		|| look->unit[1].kind != UNIT_CHOICE;
}

static bool has_no_question(struct look *look, const struct rule *rule)
{
	const struct unit *before = before_of(look);

	(void)rule;
	return before == NULL || (before->kind != UNIT_QUESTION
		&& before->kind != UNIT_CHOICE);
}

/* -- slots ---------------------------------------------------------------- */

static bool has_no_link(struct look *look, const struct rule *rule)
{
	(void)rule;
	return !unit_has_slot(look->unit, SLOT_LINK);
}

static bool has_no_date(struct look *look, const struct rule *rule)
{
	(void)rule;
	return !unit_has_slot(look->unit, SLOT_DATE);
}

static bool has_no_picture(struct look *look, const struct rule *rule)
{
	(void)rule;
	return !unit_has_slot(look->unit, SLOT_PICTURE);
}

static bool has_stray_picture(struct look *look, const struct rule *rule)
{
	(void)rule;
	return unit_has_slot(look->unit, SLOT_PICTURE)
		|| unit_has_slot(look->unit, SLOT_DECORATIVE);
}

static bool is_onion(str address)
{
	str host = str_from(address, S("http://").len), rest;

	(void)str_cut(host, '/', &host, &rest);
	return str_ends(host, S(".onion"));
}

/* Nobody on the way can read or change what is fetched from there. */
static bool is_safe(str address)
{
	return str_starts(address, S("https://"))
		|| (str_starts(address, S("http://")) && is_onion(address));
}

/* Nothing an address may hold only in a written-out form. */
static bool is_address(str value)
{
	for (size_t i = 0; i < value.len; i++) {
		if (strchr(" \"<>\\^`{|}", value.at[i]) != NULL) return false;
	}
	return value.len > S("https://").len;
}

static bool unit_is_there(const struct look *look, str text)
{
	unit_id id;

	return unit_id_read(text, &id) && guide_unit(look->guide, id) != NULL;
}

static bool guide_is_there(const struct look *look, str text)
{
	const struct guide_library *library = look->on->library;
	uint64_t number;

	if (!num_read(text, GUIDE_NUMBER_MAX, &number)) return false;
	return library == NULL
		|| guide_library_guide(library, (unsigned)number) != NULL;
}

static bool leads_somewhere(const struct look *look, str value)
{
	if (str_starts(value, S("unit:"))) {
		return unit_is_there(look, str_from(value, 5));
	}
	if (str_starts(value, S("guide:"))) {
		return guide_is_there(look, str_from(value, 6));
	}
	return is_address(value) && (str_starts(value, S("https://"))
		|| str_starts(value, S("http://")));
}

static bool leads_nowhere(struct look *look, const struct rule *rule)
{
	(void)rule;
	for (size_t i = 0; i < look->unit->slot_count; i++) {
		const struct slot *slot = &look->unit->slots[i];

		if (slot->kind == SLOT_LINK
			&& !leads_somewhere(look, slot->value)) {
			return true;
		}
	}
	return false;
}

static bool is_read_on_the_way(struct look *look, const struct rule *rule)
{
	(void)rule;
	for (size_t i = 0; i < look->unit->slot_count; i++) {
		const struct slot *slot = &look->unit->slots[i];

		if (slot->kind == SLOT_LINK
			&& str_starts(slot->value, S("http://"))
			&& !is_safe(slot->value)) {
			return true;
		}
	}
	return false;
}

static const struct rule rules[] = {
	{"heading-jump", REPORT_ERROR, KIND(SECTION), jumps,
		"a heading more than one level deeper than the one before"},
	{"shorts", REPORT_ERROR, KIND(SHORT), is_one_short_more,
		"more than six shorts"},
	{"danger-late", REPORT_WARNING, KIND(DANGER), comes_late,
		"a danger sign behind a step of its section"},
	{"table-columns", REPORT_ERROR, KIND(ROW), is_other_table,
		"another number of columns than the row before"},
	{"table-head", REPORT_WARNING, KIND(ROW), is_lone_head,
		"a table of only its first row"},
	{"question", REPORT_WARNING, KIND(QUESTION), has_no_choice,
		"a question without a choice behind it"},
	{"choice-lone", REPORT_WARNING, KIND(CHOICE), has_no_question,
		"a choice without its question"},
	{"choice", REPORT_ERROR, KIND(CHOICE), has_no_link,
		"a choice that leads nowhere"},
	{"source-date", REPORT_WARNING, KIND(SOURCE), has_no_date,
		"a source without its date"},
	{"picture-file", REPORT_ERROR, KIND(PICTURE), has_no_picture,
		"a picture without its file"},
	{"picture-stray", REPORT_ERROR, KINDS_ALL & ~KIND(PICTURE),
		has_stray_picture, "a picture slot in another unit"},
	{"link-lost", REPORT_ERROR, KINDS_ALL, leads_nowhere,
		"a link to what is not there"},
	{"link-open", REPORT_ERROR, KINDS_ALL, is_read_on_the_way,
		"a link others can read on the way: no https and no onion"},
};

void check_structure(struct look *look)
{
	rules_run(look, rules, NELEM(rules));
}
