/* What a log learnt from its pack, as bytes for a snapshot: see log.h and
 * doc/log.md L7. Owns their form, which is this program's own and this
 * machine's: another version, or other sizes, is a rebuild [log-8].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/kept_bytes.h"
#include "store/log_room.h"

#include <stddef.h>
#include <string.h>

/* Raise it when what a field of log_room.h means changes. */
enum { KEPT_VERSION = 9 };

/* The arrays of things without pointers, as they lie in memory. */
struct array { size_t items, count, room, size; };
#define ARRAY(items, one) {offsetof(struct log, items), \
	offsetof(struct log, one##_count), offsetof(struct log, one##_room), \
	sizeof(*((struct log *)NULL)->items)}
static const struct array arrays[] = {
	ARRAY(commits, commit), ARRAY(heads, head), ARRAY(lines, line),
	ARRAY(loose, loose), ARRAY(voids, void), ARRAY(erases, erase),
	ARRAY(members, member), ARRAY(recoveries, recovery),
	ARRAY(escrows, escrow), ARRAY(waiting, waiting), ARRAY(order, order),
};

/* All else of struct log that is learnt. */
struct kept {
	uint64_t confirmed_ms, loaded, first_frame, loose_bytes, read_at,
		refused_count, refused_ms, unopened_ms, rosters_ms, chain_count,
		roster_count, ring_count, tip_count;
	struct hlc clock;
	hash anchor;
	sign_public roster_key;
	unsigned char folded[32], roster_seed[32];
	bool keys_new, rosters_new, anchored, roster_key_known, changed,
		withdrawn, look_again, late, ahead, unstood;
};

struct kept_ring {
	char ring[RING_NAME_MAX];
	uint64_t ring_len, epoch, made_ms;
	unsigned char proof[RING_PROOF_BYTES];
	bool proved, has_proof;
};

struct kept_roster { uint64_t len; uint32_t by; bool holds, is_tip; };

/* What these bytes were made with. */
static void mark_write(const struct log *log, struct buf *out)
{
	buf_fmt(out, "bothy-log-kept/%d %.*s %zu %zu %zu %zu", KEPT_VERSION,
		S_ARG(log->device.org), sizeof(struct kept),
		sizeof(struct log_chain), sizeof(struct kept_ring),
		sizeof(struct kept_roster));
	for (size_t i = 0; i < NELEM(arrays); i++) {
		buf_fmt(out, " %zu", arrays[i].size);
	}
	buf_byte(out, '\n');
}

/* -- keeping -------------------------------------------------------------- */

static size_t count_at(const struct log *log, size_t offset)
{
	size_t count;

	memcpy(&count, (const char *)log + offset, sizeof(count));
	return count;
}

static void array_put(const struct log *log, const struct array *array,
	struct buf *out)
{
	const void *items;

	memcpy(&items, (const char *)log + array->items, sizeof(items));
	kept_put_items(out, items, count_at(log, array->count), array->size);
}

static void kept_fill(const struct log *log, struct kept *kept)
{
	memset(kept, 0, sizeof(*kept)); /* what lies between the fields too */
	kept->confirmed_ms = log->confirmed_ms;
	kept->loaded = log->loaded;
	kept->first_frame = log->first_frame;
	kept->loose_bytes = log->loose_bytes;
	kept->read_at = log->read_at;
	kept->refused_count = log->refused_count;
	kept->refused_ms = log->refused_ms;
	kept->unopened_ms = log->unopened_ms;
	kept->rosters_ms = log->rosters_ms;
	kept->chain_count = log->chain_count;
	kept->roster_count = log->roster_count;
	kept->ring_count = log->rings.count;
	kept->tip_count = log->tip_count;
	kept->clock = log->clock;
	kept->anchor = log->anchor;
	kept->roster_key = log->roster_key;
	memcpy(kept->folded, log->folded, sizeof(kept->folded));
	if (log->roster_seed.size == sizeof(kept->roster_seed)) {
		memcpy(kept->roster_seed, log->roster_seed.bytes,
			sizeof(kept->roster_seed));
	}
	kept->keys_new = log->keys_new;
	kept->rosters_new = log->rosters_new;
	kept->anchored = log->anchored;
	kept->roster_key_known = log->roster_key_known;
	kept->changed = log->changed;
	kept->withdrawn = log->withdrawn;
	kept->look_again = log->look_again;
	kept->late = log->late;
	kept->ahead = log->ahead;
	kept->unstood = log->unstood;
}

/* A chain, and what each of its commits has seen of the others. */
static void chain_put(const struct log_chain *chain, struct buf *out)
{
	struct log_chain one;

	memcpy(&one, chain, sizeof(one));
	one.seen = NULL;
	kept_put(out, &one, sizeof(one));
	buf_byte(out, chain->seen != NULL);
	for (size_t i = 0; chain->seen != NULL && i < LOG_DEVICES_MAX; i++) {
		kept_put_items(out, chain->seen[i].at, chain->seen[i].count,
			sizeof(*chain->seen[i].at));
	}
}

static void ring_put(const struct ring_epoch *epoch, struct buf *out)
{
	struct kept_ring kept;
	str secret = secret_str(&epoch->identity.key);

	memset(&kept, 0, sizeof(kept));
	memcpy(kept.ring, epoch->ring, sizeof(kept.ring));
	memcpy(kept.proof, epoch->proof, sizeof(kept.proof));
	kept.ring_len = epoch->ring_len;
	kept.epoch = epoch->epoch;
	kept.made_ms = epoch->made_ms;
	kept.proved = epoch->proved;
	kept.has_proof = epoch->has_proof;
	kept_put(out, &kept, sizeof(kept));
	must(secret.len == 32);
	buf_put(out, secret);
}

static void roster_put(const struct log_roster *one, struct buf *out)
{
	struct kept_roster kept;

	memset(&kept, 0, sizeof(kept));
	kept.len = one->text.len;
	kept.by = one->by;
	kept.holds = one->holds;
	kept.is_tip = one->is_tip;
	kept_put(out, &kept, sizeof(kept));
	buf_put(out, buf_str(&one->text));
}

void log_keep(const struct log *log, struct buf *out)
{
	struct kept kept;

	mark_write(log, out);
	kept_fill(log, &kept);
	kept_put(out, &kept, sizeof(kept));
	mem_wipe(&kept, sizeof(kept));
	for (size_t i = 0; i < NELEM(arrays); i++) {
		array_put(log, &arrays[i], out);
	}
	for (size_t i = 0; i < log->chain_count; i++) {
		chain_put(&log->chains[i], out);
	}
	/* The first ring is the device's own, and there from the start. Which
	 * were looked at is not kept: after opening all are, once. */
	for (size_t i = 1; i < log->rings.count; i++) {
		ring_put(&log->rings.at[i], out);
	}
	for (size_t i = 0; i < log->roster_count; i++) {
		roster_put(log->rosters[i], out);
	}
}

/* -- going there ---------------------------------------------------------- */

static bool array_take(struct log *log, const struct array *array, str *rest)
{
	void *items;
	size_t count;
	bool right = kept_take_items(rest, array->size, &items, &count);

	memcpy((char *)log + array->items, &items, sizeof(items));
	memcpy((char *)log + array->count, &count, sizeof(count));
	memcpy((char *)log + array->room, &count, sizeof(count));
	return right;
}

static bool chain_take(struct log_chain *chain, str *rest)
{
	unsigned char has_seen;
	bool right = true;

	if (!kept_take(rest, chain, sizeof(*chain))) return false;
	chain->seen = NULL;
	if (!kept_take(rest, &has_seen, 1)) return false;
	if (has_seen == 0) return true;
	chain->seen = mem_get(mem_times(LOG_DEVICES_MAX, sizeof(*chain->seen)));
	for (size_t i = 0; right && i < LOG_DEVICES_MAX; i++) {
		struct log_points *points = &chain->seen[i];
		void *at;

		right = kept_take_items(rest, sizeof(*points->at), &at,
			&points->count);
		points->at = at;
		points->room = points->count;
	}
	return right;
}

static bool ring_take(struct log *log, str *rest)
{
	struct kept_ring kept;
	struct ring_given given;
	struct ring_epoch *epoch;

	if (!kept_take(rest, &kept, sizeof(kept)) || rest->len < 32 ||
		kept.ring_len > sizeof(kept.ring)) {
		return false;
	}
	given = (struct ring_given){str_bytes(kept.ring, kept.ring_len),
		kept.epoch, str_first(*rest, 32), S(""), kept.made_ms,
		kept.proved};
	if (kept.has_proof) {
		given.proof = str_bytes(kept.proof, sizeof(kept.proof));
	}
	*rest = str_from(*rest, 32);
	if (!ring_add(&log->rings, &given)) return false;
	epoch = &log->rings.at[log->rings.count - 1];
	epoch->proved = kept.proved;
	return true;
}

static bool roster_take(struct log *log, str *rest)
{
	struct kept_roster kept;
	size_t had = log->roster_count;

	if (!kept_take(rest, &kept, sizeof(kept)) || rest->len < kept.len) {
		return false;
	}
	log_roster_take(log, kept.by, str_first(*rest, (size_t)kept.len));
	*rest = str_from(*rest, (size_t)kept.len);
	if (log->roster_count != had + 1) return false;
	log->rosters[had]->holds = kept.holds;
	log->rosters[had]->is_tip = kept.is_tip;
	return true;
}

static void kept_set(struct log *log, const struct kept *kept)
{
	log->confirmed_ms = kept->confirmed_ms;
	log->loaded = kept->loaded;
	log->first_frame = kept->first_frame;
	log->loose_bytes = (size_t)kept->loose_bytes;
	log->read_at = (size_t)kept->read_at;
	log->refused_count = kept->refused_count;
	log->refused_ms = kept->refused_ms;
	log->unopened_ms = kept->unopened_ms;
	log->rosters_ms = kept->rosters_ms;
	log->tip_count = (size_t)kept->tip_count;
	log->clock = kept->clock;
	log->anchor = kept->anchor;
	log->roster_key = kept->roster_key;
	memcpy(log->folded, kept->folded, sizeof(log->folded));
	secret_close(&log->roster_seed);
	if (kept->roster_key_known) {
		log->roster_seed = secret_copy(str_bytes(kept->roster_seed,
			sizeof(kept->roster_seed)));
	}
	log->keys_new = kept->keys_new;
	log->rosters_new = kept->rosters_new;
	log->anchored = kept->anchored;
	log->roster_key_known = kept->roster_key_known;
	log->changed = kept->changed;
	log->withdrawn = kept->withdrawn;
	log->look_again = kept->look_again;
	log->late = kept->late;
	log->ahead = kept->ahead;
	log->unstood = kept->unstood;
}

/* The pack is the one that was read: the last frame of then stands where it
 * stood, and after the place stands a commit or nothing. */
static bool is_of_this_pack(struct log *log)
{
	const struct pack_record *last = NULL;
	struct pack_item *item = mem_get(sizeof(*item));
	struct buf bytes = {0};
	const err *e;
	bool is;

	for (size_t i = 0; i < log->commit_count; i++) {
		const struct pack_record *one = &log->commits[i].record;

		if (last == NULL || one->offset > last->offset) last = one;
	}
	e = pack_at(log->pack, log->loaded, item);
	is = last != NULL && log->loaded <= pack_size(log->pack) &&
	     last->offset + last->length <= log->loaded &&
	     (e == NULL || e->code == ERR_ABSENT) &&
	     pack_read(log->pack, last, &bytes) == NULL;
	buf_close(&bytes);
	mem_free(item);
	return is;
}

static bool parts_take(struct log *log, const struct kept *kept, str *rest)
{
	char own[LOG_DEVICE_HEX];
	bool right = kept->chain_count >= 1 &&
		kept->chain_count <= LOG_DEVICES_MAX;

	memcpy(own, log->chains[0].name, sizeof(own));
	for (size_t i = 0; right && i < NELEM(arrays); i++) {
		right = array_take(log, &arrays[i], rest);
	}
	for (size_t i = 0; right && i < kept->chain_count; i++) {
		log->chain_count = i + 1;
		right = chain_take(&log->chains[i], rest);
	}
	right = right && memcmp(own, log->chains[0].name, sizeof(own)) == 0;
	for (size_t i = 1; right && i < kept->ring_count; i++) {
		right = ring_take(log, rest);
	}
	for (size_t i = 0; right && i < kept->roster_count; i++) {
		right = roster_take(log, rest);
	}
	return right && rest->len == 0;
}

bool log_resume(struct log *log, str kept)
{
	struct buf mark = {0};
	struct kept scalars;
	bool right;

	must(log->loaded == 0);
	mark_write(log, &mark);
	right = str_starts(kept, buf_str(&mark));
	kept = str_from(kept, mark.len);
	buf_close(&mark);
	if (!right || !kept_take(&kept, &scalars, sizeof(scalars))) return false;
	if (!parts_take(log, &scalars, &kept)) return false;
	kept_set(log, &scalars);
	log_index_again(log);
	return is_of_this_pack(log);
}
