/* One record of a folder of guides: see guide_taking.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_taking.h"

#include "desk/record_commit.h"
#include "desk/record_query.h"
#include "seal/hash.h"

#include <string.h>

object_id guide_taking_id(struct guide_taking *t, str name)
{
	struct buf named = {0};
	hash whole;
	object_id id;

	buf_fmt(&named, "bothy guide %u ", t->from == NULL ? 0
		: t->from->number);
	buf_put(&named, name);
	whole = hash_of(buf_str(&named));
	buf_close(&named);
	memcpy(id.bytes, whole.bytes, sizeof(id.bytes));
	return id;
}

void guide_taking_refuse(struct guide_taking *t, const struct unit *unit,
	str lang, const char *words)
{
	struct guide_report *report = t->report;

	if (report->refused++ >= GUIDE_REFUSALS_MAX) return;
	report->refusals[report->refused - 1] = (struct guide_refusal){
		.guide = t->from == NULL ? 0 : t->from->number,
		.lang = lang, .words = words,
		.unit = unit == NULL ? S("") : unit_id_str(&unit->id)};
}

static bool is_refusal(const err *e)
{
	return e != NULL && (e->code == ERR_USAGE || e->code == ERR_REFUSED);
}

void guide_taking_begin(struct guide_taking *t)
{
	t->edits.arena = t->arena;
	t->edits.count = 0;
}

static bool is_here(struct guide_taking *t, object_id id)
{
	struct record_row row;

	return record_row_get(t->desk, t->arena, id, &row) == NULL;
}

const err *guide_taking_put(struct guide_taking *t,
	const struct record_new *new, const struct unit *unit, bool *ret_fresh)
{
	struct record_refusal refusal;
	bool here = is_here(t, new->id);
	const err *e = here
		? record_set(t->desk, new->id, guide_said(&t->edits), &refusal)
		: record_create_as(t->desk, new, guide_said(&t->edits),
			&refusal);

	*ret_fresh = e == NULL && !here;
	if (!is_refusal(e)) return e;
	guide_taking_refuse(t, unit, S(""), guide_refused(&refusal));
	return NULL;
}
