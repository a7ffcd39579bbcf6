/* The gate of the starter library: see release_gate.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/release_gate.h"

struct gate {
	struct arena *arena;
	int64_t day;
	struct gate_missing_list *missing;
};

/* One language of a guide as it would be published. */
struct gate_form {
	const struct guide *guide;
	size_t tongue;
	unit_seen seen;
};

static enum signing_state state_of(const struct gate *gate,
	const struct gate_form *form, enum sign_role role)
{
	return signing_state(form->guide, form->tongue, role, form->seen,
		gate->day);
}

static bool holds(enum signing_state state)
{
	return state == SIGNING_HOLDS || state == SIGNING_ENDS;
}

static void role_ask(struct gate *gate, const struct gate_form *form,
	enum sign_role role)
{
	struct gate_missing missing = {form->guide,
		form->guide->tongues[form->tongue], role,
		state_of(gate, form, role)};

	if (holds(missing.state)) return;
	LIST_ADD(gate->arena, gate->missing, missing);
}

/* A native speaker, and whom the guide demands; a guide that demands neither
 * needs one of the two all the same. */
static void form_ask(struct gate *gate, const struct gate_form *form)
{
	const bool *demands = form->guide->demands;

	role_ask(gate, form, ROLE_LANGUAGE);
	if (demands[ROLE_MEDICINE]) role_ask(gate, form, ROLE_MEDICINE);
	if (demands[ROLE_SECURITY]) role_ask(gate, form, ROLE_SECURITY);
	if (demands[ROLE_MEDICINE] || demands[ROLE_SECURITY]) return;
	if (holds(state_of(gate, form, ROLE_SECURITY))) return;
	role_ask(gate, form, ROLE_MEDICINE);
}

static void guides_ask(struct gate *gate, const struct guide_list *guides)
{
	enum { SCRATCH = 1 << 30 };
	struct arena *scratch = arena_open(SCRATCH);

	for (size_t i = 0; i < guides->count; i++) {
		const struct guide *guide = &guides->at[i];

		for (size_t j = 0; j < guide->tongue_count; j++) {
			struct gate_form form = {.guide = guide, .tongue = j};
			const struct unit *unit;
			struct checked checked;

			arena_reset(scratch);
			if (checked_make(scratch, guide, j, 0, &checked,
				    &unit) != CHECKED_FINE
				|| checked.withdrawn.len > 0) {
				continue;
			}
			form.seen = signing_hash(&checked);
			form_ask(gate, &form);
		}
	}
	arena_close(&scratch);
}

bool library_may_release(struct arena *arena,
	const struct guide_library *library, int64_t day, bool demonstration,
	struct gate_missing_list *ret_missing)
{
	struct gate_missing_list missing = {0};
	struct gate gate = {arena, day, &missing};

	if (library->is_starter && !demonstration) {
		guides_ask(&gate, &library->guides);
		guides_ask(&gate, &library->stories);
	}
	*ret_missing = missing;
	return missing.count == 0;
}
