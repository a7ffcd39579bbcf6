/* From the inbox to the log: see carry.h. Owns one passage through it, and what
 * leaves it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/carry_room.h"

#include <stdlib.h>

enum { ITEM_BYTES = 4 << 20 /* of one bundle */ };

static const err *item_hand(struct source *inbox,
	const struct pack_item *item, carry_take *take, void *owner)
{
	struct arena *arena = arena_open(ITEM_BYTES);
	str blobs[PACK_BODIES_MAX + 1];
	const struct pack_record *record;
	size_t count = 0;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && (record = carry_record_of(item, i)); i++) {
		struct buf bytes = buf_cap(PACK_RECORD_MAX);

		if (record->length > 0) {
			e = pack_read(inbox->pack, record, &bytes);
		}
		if (e == NULL && bytes.len > 0) {
			blobs[count++] = buf_take(&bytes, arena);
		}
		buf_close(&bytes);
	}
	if (e == NULL && count > 0) e = take(owner, blobs, count);
	arena_close(&arena);
	return e;
}

/* Begins an empty one; its names stay known [carry-3]. */
static const err *inbox_clear(struct carry *carry)
{
	struct source *inbox = &carry->sources[SOURCE_INBOX];
	const err *e;

	pack_close(&inbox->pack);
	inbox->offered = (struct offered){0};
	e = file_remove(carry->paths[SOURCE_INBOX]);
	return e != NULL ? e : carry_source_open(carry, SOURCE_INBOX);
}

/* What one passage through the inbox came to: which commits the log took. */
struct passage {
	size_t taken_count, waiting_count;
	uint64_t *offsets;       /* of what was taken, ascending */
	size_t offset_count, offset_room;
};

static void passage_note(struct passage *pass, const struct pack_item *item,
	bool taken)
{
	if (!taken) {
		pass->waiting_count++;
		return;
	}
	pass->taken_count++;
	for (size_t i = 0; i < item->body_count; i++) {
		if (pass->offset_count == pass->offset_room) {
			size_t was = pass->offset_room;

			pass->offset_room = was == 0 ? 64 : 2 * was;
			pass->offsets = mem_grow(pass->offsets,
				was * sizeof(*pass->offsets),
				pass->offset_room * sizeof(*pass->offsets));
		}
		pass->offsets[pass->offset_count++] = item->bodies[i].offset;
	}
}

static int by_offset(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return one < other ? -1 : one > other;
}

/* A pack_goes. */
static bool was_taken(void *owner, const struct pack_record *record)
{
	const struct passage *pass = owner;

	return bsearch(&record->offset, pass->offsets, pass->offset_count,
		sizeof(*pass->offsets), by_offset) != NULL;
}

/* [carry-5] what the log has is not kept here as well. */
static const err *taken_drop(struct carry *carry, struct passage *pass)
{
	struct source *inbox = &carry->sources[SOURCE_INBOX];
	const err *e;

	if (pass->waiting_count == 0) return inbox_clear(carry);
	if (pass->taken_count == 0) return NULL;
	e = pack_without(inbox->pack, was_taken, pass);
	if (e != NULL) return e;
	inbox->offered = (struct offered){0};
	inbox->known = inbox->position = inbox->blobs = inbox->newest = 0;
	return carry_names_read(carry, inbox);
}

static const err *passage_go(struct carry *carry, struct passage *pass,
	carry_take *take, void *owner)
{
	struct source *inbox = &carry->sources[SOURCE_INBOX];
	struct pack_item *item = mem_get(sizeof(*item));
	uint64_t at = 0;
	const err *e;

	while ((e = pack_at(inbox->pack, at, item)) == NULL) {
		at = item->next;
		e = item_hand(inbox, item, take, owner);
		if (e != NULL && e->code != ERR_BUSY) break;
		passage_note(pass, item, e == NULL);
	}
	mem_free(item);
	return e->code == ERR_ABSENT ? NULL : e;
}

static const err *some_waits(void)
{
	return err_make(ERR_BUSY, "some of the inbox has to wait");
}

const err *carry_hand_over(struct carry *carry, uint64_t wants,
	carry_take *take, void *owner)
{
	struct source *inbox = &carry->sources[SOURCE_INBOX];
	struct passage pass = {0};
	const err *e;

	if (inbox->blobs == 0) return NULL;
	if (carry->given.wants == wants &&
		carry->given.number == inbox->newest) {
		return some_waits(); /* [carry-6] */
	}
	e = passage_go(carry, &pass, take, owner);
	if (e == NULL) e = taken_drop(carry, &pass);
	mem_free(pass.offsets);
	if (e != NULL) return e;
	carry->given = (struct given){wants, inbox->newest};
	e = carry_place_save(carry);
	return e == NULL && pass.waiting_count > 0 ? some_waits() : e;
}
