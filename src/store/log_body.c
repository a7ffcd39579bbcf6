/* Bodies, opened: see log_room.h and doc/log.md L6. Owns which key opens a body
 * and whether it stands where it says, and looks at those that a log obeys or
 * that introduce a device, before anything of them is given out.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include "seal/age.h"

/* L6.7: the body says it stands where it was found. */
static bool body_fits(const struct log *log, const struct log_line *line,
	const struct body *body)
{
	const struct log_commit *commit = &log->commits[line->commit];
	const struct log_chain *chain = &log->chains[commit->dev];

	return str_eq(body->org, log->device.org) &&
	       str_eq(body->dev, str_bytes(chain->name, LOG_DEVICE_HEX)) &&
	       body->seq == commit->seq && body->index == line->index;
}

/* L6.6: the identity that may open a body; NULL: none at hand. */
static const struct identity *body_key(const struct log *log,
	const struct log_line *line, str *ret_ring, uint64_t *ret_epoch)
{
	const struct ring_epoch *epoch = ring_of_tag(&log->rings, line->tag);

	*ret_epoch = 1;
	*ret_ring = ring_name(&log->rings.at[0]); /* our own */
	if (epoch == NULL) {
		return log->commits[line->commit].for_us ? log->device.identity
							 : NULL;
	}
	*ret_ring = ring_name(epoch);
	*ret_epoch = epoch->epoch;
	return &epoch->identity;
}

const err *log_body_open(struct log *log, const struct log_line *line,
	struct log_open *open, bool *ret_open)
{
	struct pack_record record = {line->offset, line->length, line->name};
	uint64_t epoch;
	str ring;
	const struct identity *with = body_key(log, line, &ring, &epoch);
	struct buf sealed = {0};
	const err *e;

	*ret_open = open->bad = false;
	if (with == NULL || line->offset == 0) return NULL;
	e = pack_read(log->pack, &record, &sealed);
	if (e == NULL && age_open(&open->plain, buf_str(&sealed), with, 1) ==
		AGE_OK) {
		*ret_open = body_read(buf_str(&open->plain), &open->body) &&
			body_fits(log, line, &open->body) &&
			str_eq(open->body.ring, ring) &&
			open->body.epoch == epoch;
		open->bad = !*ret_open;
	} else if (e == NULL) {
		open->bad = with != log->device.identity;
	}
	buf_close(&sealed);
	return e;
}

const err *log_body_obey(struct log *log, uint32_t commit,
	enum log_looked how)
{
	const struct log_commit *one = &log->commits[commit];
	const err *e = NULL;

	for (uint32_t i = 0; e == NULL && i < one->body_count; i++) {
		const struct log_line *line = &log->lines[one->body_at + i];
		const struct ring_epoch *epoch = ring_of_tag(&log->rings,
			line->tag);
		struct log_open open = {0};
		bool is_open;
		struct op op;

		if (epoch != NULL && epoch != &log->rings.at[0]) continue;
		e = log_body_open(log, line, &open, &is_open);
		while (e == NULL && is_open &&
			op_take(&open.body.ops, &op)) {
			if (how == LOOKED_ROSTERS && op.kind != OP_ROSTER) {
				continue;
			}
			log_obey(log, commit, &open.body, &op);
			one = &log->commits[commit];
		}
		buf_close(&open.plain);
	}
	return e;
}

/* L6.3: the first device of all introduces itself, a restored one shows a
 * voucher or the roster that names it, each in its own first commit. */
static const err *introduce_each(struct log *log, uint32_t commit,
	log_introducer *with)
{
	const struct log_commit *one = &log->commits[commit];
	const err *e = NULL;

	for (uint32_t i = 0; e == NULL && i < one->body_count; i++) {
		struct log_open open = {0};
		bool is_open;
		struct op op;

		e = log_body_open(log, &log->lines[one->body_at + i], &open,
			&is_open);
		while (e == NULL && is_open &&
			op_take(&open.body.ops, &op)) {
			with(log, commit, &op);
		}
		buf_close(&open.plain);
	}
	return e;
}

static void roster_look(struct log *log, uint32_t commit, const struct op *op)
{
	if (op->kind != OP_ROSTER || !str_eq(op->field, S("team"))) return;
	log_roster_take(log, log->commits[commit].dev, op->value);
}

const err *log_body_rosters(struct log *log, uint32_t commit)
{
	return introduce_each(log, commit, roster_look);
}

const err *log_body_introduce(struct log *log, uint32_t commit)
{
	const struct log_commit *one = &log->commits[commit];
	uint8_t with = (uint8_t)(1 + log->roster_key_known +
		2 * (log->recovery_count > 0));
	const err *e = NULL;

	if (one->seq != 1 || one->introduced == with) return NULL;
	if (!one->first && !log->rooted && with == 1) return NULL;
	log->commits[commit].introduced = with;
	if (log->rooted && !one->first) {
		e = introduce_each(log, commit, log_root_look);
	}
	return e != NULL ? e : introduce_each(log, commit, log_introduce);
}
