/* All the types, and finding one's way in them: see record_type.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#include "model/pdate.h"

const struct record_type *const record_types[] = {
	&record_task, &record_request, &record_contact, &record_goal,
	&record_responsibility, &record_member, &record_concept, &record_term,
	&record_wish, &record_hold,
	&record_trial,
	&record_taken, &record_safety, &record_check_plan, &record_check,
	&record_guide, &record_unit, &record_sign, &record_media,
	&record_change_words,
	&record_library, &record_release, &record_voice,
};
const size_t record_type_count = NELEM(record_types);

const struct record_choice record_languages[] = {
	{"ar", TR("Arabic")}, {"ckb", TR("Sorani")},
	{"kmr-Arab", TR("Badini")}, {"kmr", TR("Kurmanji")},
	{"en", TR("English")}, {"fa", TR("Persian")}, {"tr", TR("Turkish")},
	{"sv", TR("Swedish")}, {"de", TR("German")}, {"fr", TR("French")},
	{"syr", TR("Syriac")}, {NULL, NULL}
};

bool record_due_ms(str date, uint64_t *ret_due_ms)
{
	struct pdate read;
	int64_t first, last;

	if (!pdate_read(date, &read) || !pdate_days(&read, &first, &last)) {
		return false;
	}
	if (last < 0 || last == PDATE_EVER) return false;
	*ret_due_ms = (uint64_t)last * RECORD_DAY_MS;
	return true;
}

const struct record_field record_state_field = {"state", TR("Where it stands"),
	KIND_STATE, MERGE_SAFEST, FIELD_LIST | FIELD_FILTER, CLASS_TEAM,
	FOR_WORK, KEEP_STAYING, EXPORT_YES, NULL, NULL, NULL};

bool record_type_has_ring(const struct record_type *type)
{
	for (size_t i = 0; i < type->field_count; i++) {
		if ((type->fields[i].flags & FIELD_RING) != 0) return true;
	}
	return false;
}

bool record_field_is_in_ring(const struct record_type *type,
	const struct record_field *field)
{
	return (field->class == CLASS_CASE || field->class == CLASS_SEALED) &&
	       record_type_has_ring(type);
}

const struct record_type *record_type_find(str key)
{
	for (size_t i = 0; i < record_type_count; i++) {
		if (str_eq(str_of(record_types[i]->key), key)) {
			return record_types[i];
		}
	}
	return NULL;
}

const struct record_field *record_field_find(const struct record_type *type,
	str key)
{
	if (str_eq(key, str_of(record_state_field.key))) {
		return &record_state_field;
	}
	for (size_t i = 0; i < type->field_count; i++) {
		if (str_eq(str_of(type->fields[i].key), key)) {
			return &type->fields[i];
		}
	}
	return NULL;
}

const struct record_state_row *record_state_find(
	const struct record_type *type, str word)
{
	for (size_t i = 0; i < type->state_count; i++) {
		if (str_eq(str_of(type->states[i].word), word)) {
			return &type->states[i];
		}
	}
	return NULL;
}

const struct record_step *record_step_find(const struct record_type *type,
	str from, str to)
{
	for (size_t i = 0; i < type->step_count; i++) {
		if (str_eq(str_of(type->steps[i].from), from) &&
			str_eq(str_of(type->steps[i].to), to)) {
			return &type->steps[i];
		}
	}
	return NULL;
}

const struct record_field *record_step_lacks(const struct record *record,
	const struct record_step *step)
{
	str rest = str_of(step->needs), key;
	size_t at;
	str value;

	while (rest.len > 0) {
		const struct record_field *field;

		if (!str_cut(rest, ' ', &key, &rest)) {
			key = rest;
			rest = S("");
		}
		field = record_field_find(record->type, key);
		must(field != NULL); /* a slip in a table of ours */
		at = 0;
		if (!record_next(record, field->key, &at, &value)) return field;
	}
	return NULL;
}

const struct record_field *record_lacks(const struct record *record)
{
	const struct record_type *type = record->type;

	for (size_t i = 0; i < type->field_count; i++) {
		size_t at = 0;
		str value;

		if ((type->fields[i].flags & FIELD_NEEDED) == 0) continue;
		if (!record_next(record, type->fields[i].key, &at, &value)) {
			return &type->fields[i];
		}
	}
	return NULL;
}
