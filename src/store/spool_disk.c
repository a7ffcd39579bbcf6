/* How full the spool's disk is: see spool.h. Owns what must stay free, and the
 * figures of the whole spool beside it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/spool_room.h"

enum {
	RESERVE_PERCENT = 10,
	/* Below this even a large disk is as good as full. */
	RESERVE_BYTES = 64 * 1024 * 1024,
	/* Asking the disk costs a call: ask again after this much. */
	ASK_EVERY_BYTES = 4 * 1024 * 1024
};

uint64_t spool_reserve(uint64_t all_bytes)
{
	uint64_t reserve = all_bytes / 100 * RESERVE_PERCENT;

	/* A tenth of a large disk is plenty: keep the smaller, never under
	 * the floor. */
	if (reserve > (uint64_t)16 * RESERVE_BYTES) {
		reserve = (uint64_t)16 * RESERVE_BYTES;
	}
	return reserve < RESERVE_BYTES ? RESERVE_BYTES : reserve;
}

const err *spool_room(struct spool *spool, uint64_t need)
{
	uint64_t free_bytes, all_bytes, reserve;
	const err *e;

	if (need <= spool->room_left && spool->pretend_free == 0) {
		spool->room_left -= need;
		return NULL;
	}
	e = file_disk(spool->folder, &free_bytes, &all_bytes);
	if (e != NULL) return e;
	if (spool->pretend_free != 0) free_bytes = spool->pretend_free;
	reserve = spool_reserve(all_bytes);
	if (free_bytes < reserve + need) {
		return err_make(ERR_FULL, "the disk is nearly full");
	}
	spool->room_left = free_bytes - reserve - need;
	if (spool->room_left > ASK_EVERY_BYTES) {
		spool->room_left = ASK_EVERY_BYTES;
	}
	return NULL;
}

/* It warns at nine tenths, and before the reserve is reached. */
static enum spool_disk disk_of(const struct spool_state *state)
{
	uint64_t reserve = spool_reserve(state->all_bytes);

	if (state->free_bytes < reserve) return SPOOL_NO_ROOM;
	return state->free_bytes < 2 * reserve ||
			state->free_bytes < state->all_bytes / 10
		? SPOOL_LOW : SPOOL_ROOMY;
}

const err *spool_state(struct spool *spool, struct spool_state *ret_state)
{
	struct query *query = spool->queries[Q_STATE];
	const err *e;
	bool row;

	query_bind(query, "");
	e = query_step(query, &row);
	if (e != NULL) return e;
	ret_state->waiting = query_number(query, 0);
	ret_state->kept = query_number(query, 1);
	ret_state->replies = query_number(query, 2);
	query_reset(query);
	query = spool->queries[Q_LOG_STATE];
	query_bind(query, "");
	e = query_step(query, &row);
	if (e != NULL) return e;
	ret_state->blobs = query_number(query, 0);
	ret_state->gone = query_number(query, 1);
	query_reset(query);
	e = file_disk(spool->folder, &ret_state->free_bytes,
		&ret_state->all_bytes);
	if (spool->pretend_free != 0) {
		ret_state->free_bytes = spool->pretend_free;
	}
	ret_state->disk = disk_of(ret_state);
	return e;
}

void spool_pretend_free(struct spool *spool, uint64_t free_bytes)
{
	spool->pretend_free = free_bytes;
	spool->room_left = 0;
}
