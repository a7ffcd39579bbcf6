/* Renewing the public roster at visits to the line: counter and date grow, the
 * key that signs it is the organisation's own. The new one is in the log
 * before the line hears of it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/hands.h"

#include "base/num.h"
#include "desk/team_act.h"
#include "os/report.h"
#include "seal/minisign.h"

static const err *kept_counter(struct desk *desk, uint64_t *ret_counter)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	str value;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		S("roster.kept"), &value);

	if (e == NULL && !num_read(value, INT64_MAX, ret_counter)) {
		*ret_counter = 0;
	}
	arena_close(&arena);
	return e;
}

/* The newest epoch of the intake, as the line is told it; empty: this device
 * has none, and leaves what stands. */
static void intake_write(struct desk *desk, struct buf *out)
{
	const struct identity *intake = log_epoch(desk->log, RING_INTAKE, NULL);

	if (intake != NULL) recipient_write(intake->recipient, out);
}

/* The roster in force with a counter above `above`, issued now. */
static const err *roster_renew(struct desk *desk, uint64_t above)
{
	struct roster next = desk->roster;
	struct buf text = {0}, intake = {0};
	struct op op = {.kind = OP_ROSTER, .field = S("public")};
	const err *e;

	if (next.counter > above) above = next.counter;
	next.counter = above + 1;
	next.issued_ms = desk_now_ms(desk);
	intake_write(desk, &intake);
	if (intake.len > 0) next.intake = buf_str(&intake);
	if (!roster_write(&next, &text)) {
		e = err_make(ERR_FORMAT, "the roster cannot be written");
	} else {
		op.value = buf_str(&text);
		e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	}
	buf_close(&text);
	buf_close(&intake);
	return e != NULL ? e : desk_facts_load(desk);
}

const err *desk_roster_renew(struct desk *desk)
{
	uint64_t kept;
	const err *e = kept_counter(desk, &kept);

	return e != NULL ? e : roster_renew(desk, kept);
}

/* The intake ring has gone on to another epoch than the line knows. */
static bool intake_is_old(struct desk *desk)
{
	struct buf intake = {0};
	bool old;

	intake_write(desk, &intake);
	old = intake.len > 0 && !str_eq(buf_str(&intake), desk->roster.intake);
	buf_close(&intake);
	return old;
}

static bool is_fresh(struct desk *desk)
{
	uint64_t now = desk_now_ms(desk);

	return desk->roster.issued_ms <= now && !intake_is_old(desk) &&
		now - desk->roster.issued_ms < DESK_ROSTER_MS;
}

const err *hand_roster(struct desk *desk, struct arena *arena,
	str *ret_roster, str *ret_minisig)
{
	struct buf trusted = {0}, minisig = {0};
	uint64_t kept;
	const err *e = team_heartbeat(desk);

	*ret_roster = *ret_minisig = S("");
	/* A device that may not write now still visits. */
	if (e != NULL && e->code == ERR_REFUSED) e = NULL;
	if (e == NULL) e = kept_counter(desk, &kept);
	if (e != NULL || !desk_holds_key(desk)) return e;
	if (is_fresh(desk) && kept == desk->roster.counter) return NULL;
	/* What would not count on this desk would be issued at each visit. */
	if (!is_fresh(desk) && !log_is_waiting(desk->log)) {
		e = roster_renew(desk, kept);
	}
	if (e != NULL) return e;
	roster_trusted(&desk->roster, &trusted);
	minisign_sign(desk_line_key(desk), buf_str(&desk->roster_text),
		buf_str(&trusted), &minisig);
	*ret_roster = str_dup(arena, buf_str(&desk->roster_text));
	*ret_minisig = buf_take(&minisig, arena);
	buf_close(&trusted);
	buf_close(&minisig);
	return NULL;
}

const err *hand_roster_kept(struct desk *desk)
{
	struct buf counter = {0};
	struct op op = {.kind = OP_SET, .field = S("roster.kept")};
	const err *e;

	buf_number(&counter, desk->roster.counter);
	op.value = buf_str(&counter);
	e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	buf_close(&counter);
	return e;
}

/* Only a roster that our own key signed can teach us a counter. */
const err *hand_roster_older(struct desk *desk, str text, str minisig)
{
	struct buf trusted = {0};
	struct roster theirs;
	str said;
	bool ours = roster_read(text, &theirs) &&
		str_eq(theirs.org, desk->roster.org) &&
		desk_holds_key(desk) &&
		minisign_verify(desk_line_key(desk)->public, text, minisig,
			&said);

	if (ours) {
		roster_trusted(&theirs, &trusted);
		ours = str_eq(said, buf_str(&trusted));
		buf_close(&trusted);
	}
	if (!ours) {
		report("the line's roster is not ours", UINT64_MAX);
		return NULL;
	}
	return roster_renew(desk, theirs.counter);
}
