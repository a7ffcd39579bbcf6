/* All that a desk of a world (world.h) learnt from its log, as lines in an order of
 * their own: two that learnt the same have the same text. Included by
 * converge_test.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */

#include "base/list.h"

struct line_list LIST_OF(str);
struct learnt { struct arena *arena; struct line_list lines; };

static void learnt_add(struct learnt *l, struct buf *line)
{
	LIST_ADD(l->arena, &l->lines, buf_take(line, l->arena));
	buf_reset(line);
}

static str chain_name(const struct log *log, uint32_t dev)
{
	return str_bytes(log->chains[dev].name, LOG_DEVICE_HEX);
}

static void learnt_rings(struct learnt *l, const struct log *log)
{
	struct buf line = {0};

	for (size_t i = 1; i < log->rings.count; i++) {
		const struct ring_epoch *one = &log->rings.at[i];

		buf_fmt(&line, "epoch %.*s %llu %d ", S_ARG(ring_name(one)),
			(unsigned long long)one->epoch, one->proved);
		buf_hex(&line, one->identity.recipient.bytes, 32);
		learnt_add(l, &line);
	}
	for (size_t i = 0; i < log->member_count; i++) {
		const struct log_member *one = &log->members[i];

		buf_fmt(&line, "member %.*s %llu %d %u %.*s %.*s ",
			(int)one->ring_len, one->ring,
			(unsigned long long)one->epoch, one->drop, one->seq,
			S_ARG(chain_name(log, one->who)),
			S_ARG(chain_name(log, one->by)));
		buf_hex(&line, one->recipient.bytes, 32);
		learnt_add(l, &line);
	}
	for (size_t i = 0; i < log->escrow_count; i++) {
		const struct log_escrow *one = &log->escrows[i];

		buf_fmt(&line, "escrow %llu %u %.*s ",
			(unsigned long long)one->epoch, one->seq,
			S_ARG(chain_name(log, one->by)));
		buf_hex(&line, one->recipient.bytes, 32);
		buf_hex(&line, one->recovery.bytes, 32);
		learnt_add(l, &line);
	}
	buf_close(&line);
}

static void line_put(const struct log *log, uint32_t number, struct buf *out)
{
	const struct log_line *one = &log->lines[number];
	const struct log_commit *by = &log->commits[one->commit];

	buf_fmt(out, " %.*s %u %u", S_ARG(chain_name(log, by->dev)), by->seq,
		one->index);
}

/* What is not here and was named needs no other reason to be gone. */
static bool is_removed(const struct log *log, const struct log_line *line)
{
	return line->erased || (line->offset == 0 && log_is_named(log, line));
}

/* A body that was read before its erasure was, and one that came behind it and was
 * not read: which of them it is follows from the order in which both were met, and
 * makes no difference but that a snapshot between is not taken up. */
static bool is_out(const struct log *log, const struct log_line *line,
	const struct state_parts *gone)
{
	const struct log_commit *by = &log->commits[line->commit];

	for (size_t i = 0; i < gone->count; i++) {
		if (gone->at[i].seq == by->seq &&
			gone->at[i].body == line->index &&
			str_eq(gone->at[i].dev, chain_name(log, by->dev))) {
			return true;
		}
	}
	return is_removed(log, line);
}

static void learnt_lines(struct learnt *l, const struct desk *d)
{
	const struct log *log = d->log;
	struct state_parts gone = state_gone(d->state, l->arena, S(""), NULL);
	struct buf line = {0};

	for (uint32_t i = 0; i < log->line_count; i++) {
		const struct log_line *one = &log->lines[i];

		const struct log_commit *by = &log->commits[one->commit];
		bool out = is_out(log, one, &gone);

		buf_fmt(&line, "body %d %d %d", out, one->bad,
			one->offset != 0);
		if (one->given && !out) { /* what L7 folds in */
			buf_fmt(&line, " given %llu %llu",
				(unsigned long long)by->clock.ms,
				(unsigned long long)by->clock.count);
		}
		line_put(log, i, &line);
		if (one->stood_by != 0 && !out) {
			line_put(log, one->stood_by - 1, &line);
		}
		learnt_add(l, &line);
	}
	for (size_t i = 0; i < log->erase_count; i++) {
		const struct log_erase *one = &log->erases[i];

		buf_fmt(&line, "erase %.*s %u %.*s ", (int)one->ring_len,
			one->ring, one->seq, S_ARG(chain_name(log, one->dev)));
		object_write(one->unit, &line);
		learnt_add(l, &line);
	}
	buf_close(&line);
}

static void learnt_state(struct learnt *l, const struct desk *d)
{
	struct buf line = {0};

	for (size_t ring = 0; ring < RINGS; ring++) {
		struct state_sum sum = state_sum(d->state, world_ring(ring));

		buf_hex(&line, sum.view.bytes, 32);
		buf_hex(&line, sum.hash.bytes, 32);
		learnt_add(l, &line);
		for (uint32_t i = 0; i < d->log->chain_count; i++) {
			struct state_part at;

			if (!state_check_at(d->state, world_ring(ring),
				chain_name(d->log, i), &at)) {
				continue;
			}
			buf_fmt(&line, "check %zu %u %llu %llu", ring, i,
				(unsigned long long)at.seq,
				(unsigned long long)at.body);
			learnt_add(l, &line);
		}
	}
	buf_close(&line);
}

static int by_text(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

/* The first line of `a` that `b` has not; empty: they are the same. */
static str learnt_other(const struct learnt *a, const struct learnt *b)
{
	for (size_t i = 0; i < a->lines.count; i++) {
		if (i == b->lines.count ||
			!str_eq(a->lines.at[i], b->lines.at[i])) {
			return a->lines.at[i];
		}
	}
	return a->lines.count == b->lines.count ? S("") : b->lines.at[
		a->lines.count];
}

static struct learnt learnt_all(struct arena *arena, const struct desk *d)
{
	struct learnt l = {.arena = arena};

	learnt_rings(&l, d->log);
	learnt_lines(&l, d);
	learnt_state(&l, d);
	qsort(l.lines.at, l.lines.count, sizeof(str), by_text);
	return l;
}
