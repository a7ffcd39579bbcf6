/* What fits together: see log_room.h and doc/log.md L6. Owns who signed a frame,
 * and settling: frames, keys and bodies, whichever came first, are looked at
 * until nothing new follows from them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include "base/hex.h"
#include "seal/age.h"

/* -- whose frame it is ---------------------------------------------------- */

void log_sign_try(struct log *log, uint32_t commit, str plain)
{
	struct log_commit *one = &log->commits[commit];
	struct log_chain *chain = &log->chains[one->dev];
	struct frame *frame = mem_get(sizeof(*frame));
	signature sig;
	str covered;

	must(frame_read(plain, frame, &covered));
	must(hex_read(frame->signature, sig.bytes, sizeof(sig.bytes)));
	if (!sign_is_valid(chain->public, covered, sig)) {
		one->refused = true;
		log_refuse(log);
	} else {
		one->signed_right = true;
		chain->heard_ms = log->now_ms;
		if (one->seq > chain->newest) {
			chain->newest = one->seq;
			chain->newest_hlc = one->hlc;
		}
		if (one->dev == 0) log_let_in(log, one);
		log_fork_look(log, commit);
	}
	mem_free(frame);
}

bool log_envelope_open(struct log *log, str sealed, struct buf *out,
	bool *ret_for_us)
{
	*ret_for_us = age_open(out, sealed, log->device.identity, 1) == AGE_OK;
	if (*ret_for_us) return true;
	for (size_t i = log->rings.count; i-- > 1;) {
		if (!str_eq(ring_name(&log->rings.at[i]), S("team"))) continue;
		if (age_open(out, sealed, &log->rings.at[i].identity, 1) ==
			AGE_OK) {
			return true;
		}
	}
	return false;
}

/* A key became known after its frame had come. */
static const err *sign_again(struct log *log, uint32_t commit)
{
	struct buf sealed = {0}, plain = {0};
	bool for_us;
	const err *e = pack_read(log->pack, &log->commits[commit].record,
		&sealed);

	if (e == NULL && log_envelope_open(log, buf_str(&sealed), &plain,
		&for_us)) {
		log_sign_try(log, commit, buf_str(&plain));
	}
	buf_close(&sealed);
	buf_close(&plain);
	return e;
}

/* -- what fits together --------------------------------------------------- */

/* L8: of a restored log, what may have the roster of another side. */
static bool is_behind(const struct log *log, const struct log_commit *one)
{
	const struct log_chain *chain = &log->chains[one->dev];

	return log->rooted && one->looked == LOOKED_ALL && chain->believed &&
	       one->seq > chain->end;
}

static const err *commit_settle(struct log *log, uint32_t commit,
	bool *ret_again)
{
	struct log_commit *one = &log->commits[commit];
	const err *e = NULL;

	if (one->refused) return NULL;
	/* Of a restored device its own first commit says that it is believed. */
	if (one->for_us && one->looked == LOOKED_NOT &&
		!log->chains[one->dev].believed) {
		one->looked = LOOKED_ROSTERS;
		e = log_body_obey(log, commit, LOOKED_ROSTERS);
		*ret_again = true;
	}
	one = &log->commits[commit];
	if (e == NULL && !one->signed_right &&
		!log->chains[one->dev].has_key) {
		e = log_body_introduce(log, commit);
	}
	one = &log->commits[commit];
	if (e == NULL && !one->signed_right && log->chains[one->dev].has_key) {
		e = sign_again(log, commit);
		*ret_again = true;
	}
	if (e != NULL || !one->signed_right ||
		!log->chains[one->dev].believed) {
		return e;
	}
	if (is_behind(log, one)) {
		one->looked = LOOKED_BEHIND;
		*ret_again = true;
		return log_body_rosters(log, commit);
	}
	if (one->looked >= LOOKED_ALL) return NULL;
	one->looked = LOOKED_ALL;
	*ret_again = true;
	return one->for_us ? log_body_obey(log, commit, LOOKED_ALL) : NULL;
}

const err *log_settle(struct log *log)
{
	const err *e = NULL;
	bool again = true;

	while (e == NULL && again) {
		again = false;
		if (log->keys_new) {
			log->keys_new = false;
			e = log_loose_retry(log, &again);
		}
		log_belief(log);
		for (size_t i = 0; e == NULL && log->look_again &&
			i < log->commit_count; i++) {
			e = commit_settle(log, (uint32_t)i, &again);
		}
		log->look_again = false;
		for (size_t i = 0; e == NULL && i < log->waiting_count; i++) {
			e = commit_settle(log, log->waiting[i], &again);
		}
		again |= log->keys_new;
	}
	if (e != NULL) return e;
	log_order(log);
	for (size_t i = 0; i < log->waiting_count; i++) {
		if (is_behind(log, &log->commits[log->waiting[i]])) {
			return log_settle(log);
		}
	}
	return NULL;
}

bool log_is_unsettled(const struct log *log)
{
	return log->changed || log->keys_new || log->rosters_new ||
	       log->look_again;
}
