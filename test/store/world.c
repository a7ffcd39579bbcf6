/* Desks and what they do: see world.h. The tests that use it include it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "world.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"

/* -- chance --------------------------------------------------------------- */

static uint64_t state, drawn;

static uint64_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

size_t world_below(size_t limit)
{
	return (size_t)(draw() % limit);
}

static const char *name(void)
{
	return "one seed";
}

static void bytes(void *const out, const size_t size)
{
	unsigned char seed[randombytes_SEEDBYTES] = {0};

	memcpy(seed, &state, sizeof(state));
	drawn++;
	memcpy(seed + 8, &drawn, sizeof(drawn));
	randombytes_buf_deterministic(out, size, seed);
}

static uint32_t number(void)
{
	uint32_t value;

	bytes(&value, sizeof(value));
	return value;
}

void world_seed(uint64_t seed)
{
	static struct randombytes_implementation ours = {
		.implementation_name = name, .random = number, .buf = bytes};

	state = seed * 0x9e3779b97f4a7c15u + 1;
	drawn = 0;
	randombytes_set_implementation(&ours);
	for (int i = 0; i < 8; i++) (void)draw();
}

/* -- names ---------------------------------------------------------------- */

str world_ring(size_t ring)
{
	static const char *const names[RINGS] = {"team", "intake", "vault",
		"case-00112233"};

	return str_of(names[ring]);
}

static size_t ring_number(str ring)
{
	size_t at = 0;

	while (at < RINGS && !str_eq(world_ring(at), ring)) at++;
	return at;
}

static object_id unit_of(size_t unit)
{
	object_id id = {{(unsigned char)(unit + 1)}};

	return id;
}

str desk_name(const struct desk *d)
{
	return str_bytes(d->dev, sizeof(d->dev));
}

uint64_t desk_now(const struct world *w, const struct desk *d)
{
	return (uint64_t)((int64_t)w->now_ms + d->skew_ms);
}

bool desk_is_in(const struct desk *d, size_t ring)
{
	str devs[LOG_DEVICES_MAX];
	size_t count = log_ring_devices(d->log, world_ring(ring), devs,
		LOG_DEVICES_MAX);

	for (size_t i = 0; i < count; i++) {
		if (str_eq(devs[i], desk_name(d))) return true;
	}
	return false;
}

bool desk_has_alarm(struct world *w, struct desk *d, enum alarm_kind kind)
{
	struct alarm alarms[LOG_ALARMS_MAX];
	size_t count;

	log_clock(d->log, desk_now(w, d));
	count = log_alarms(d->log, alarms, LOG_ALARMS_MAX);
	for (size_t i = 0; i < count; i++) {
		if (alarms[i].kind == kind) return true;
	}
	return false;
}

bool desk_same(const struct desk *a, const struct desk *b, size_t ring)
{
	return state_sum_eq(state_sum(a->state, world_ring(ring)),
		state_sum(b->state, world_ring(ring)));
}

/* -- opening -------------------------------------------------------------- */

static void broken(struct world *w, const char *why)
{
	if (!w->broken) w->why = why;
	w->broken = true;
}

static void fine(struct world *w, const err *e)
{
	if (e == NULL) return;
	(void)fprintf(stderr, "error %d: %s\n", (int)e->code, e->text);
	broken(w, "the log gave an error");
}

static void log_start(struct world *w, struct desk *d)
{
	struct log_device device = {S_INIT(ORG), &d->sign, &d->identity,
		d->has_anchor ? &d->anchor : NULL};

	fine(w, log_open(&d->log, d->path, &device));
	log_clock(d->log, desk_now(w, d));
	d->state = state_open(S(ORG));
}

struct desk *desk_add(struct world *w, const struct desk *like)
{
	static unsigned long made;
	struct desk *d = &w->desks[w->desk_count];

	*d = (struct desk){.is_here = true};
	(void)snprintf(d->path, sizeof(d->path), "%s/bothy-%ld-%lu.pack",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
		(long)getpid(), ++made);
	if (like == NULL) {
		d->sign = sign_key_make();
		d->identity = identity_make();
		memset(d->member, '0' + (int)w->desk_count, sizeof(d->member));
	} else {
		struct buf pack = {0};

		d->is_clone = true;
		d->sign = sign_key_from(secret_str(&like->sign.seed));
		d->identity = identity_from(secret_str(&like->identity.key));
		d->anchor = like->anchor;
		d->has_anchor = like->has_anchor;
		memcpy(d->member, like->member, sizeof(d->member));
		memcpy(d->was_in, like->was_in, sizeof(d->was_in));
		memcpy(d->got, like->got, sizeof(d->got));
		memcpy(d->had, like->had, sizeof(d->had));
		memcpy(d->has, like->has, sizeof(d->has));
		fine(w, file_read(like->path, 1 << 24, &pack));
		fine(w, file_create(d->path, buf_str(&pack)));
		buf_close(&pack);
	}
	log_device_name(d->sign.public, d->dev);
	w->desk_count++;
	if (like != NULL) log_start(w, d);
	return d;
}

static void log_stop(struct desk *d)
{
	log_close(&d->log);
	state_close(&d->state);
}

/* L10.1: what it wrote counts on itself as before, whatever its clock says. */
void desk_reopen(struct world *w, struct desk *d)
{
	bool waited;

	desk_read(w, d);
	waited = log_is_waiting(d->log);
	log_stop(d);
	log_start(w, d);
	desk_read(w, d);
	if (!waited && log_is_waiting(d->log)) {
		broken(w, "a desk that opens anew has lost what it wrote");
	}
}

/* -- reading -------------------------------------------------------------- */

static void wrote_look(const struct world *w, struct desk *d);
static void believed_look(const struct world *w, struct desk *d);

struct reader { struct world *w; struct desk *d; };

static const err *give(void *owner, const struct log_op *op)
{
	struct reader *r = owner;
	size_t ring = ring_number(op->ring);
	struct log_op changed = *op;

	if (ring < RINGS && !r->d->was_in[ring]) {
		broken(r->w, "a desk outside a ring opened a body of it");
	}
	if (r->w->fault == FAULT_LOSES && op->op.kind == OP_NOTE &&
		world_below(8) == 0) {
		return NULL;
	}
	if (r->w->fault == FAULT_CHANGES && op->op.kind == OP_SET) {
		changed.op.value = str_first(op->op.value,
			r->d == &r->w->desks[0] ? 0 : 1);
	}
	return state_op(r->d->state, &changed);
}

void desk_read(struct world *w, struct desk *d)
{
	struct reader reader = {w, d};

	if (d->log == NULL) return;
	log_clock(d->log, desk_now(w, d));
	for (;;) {
		fine(w, log_read(d->log, give, &reader));
		if (!w->broken) wrote_look(w, d);
		if (w->broken || !log_withdrawn(d->log)) return;
		state_close(&d->state);
		d->state = state_open(S(ORG));
	}
}

/* -- the relay ------------------------------------------------------------ */

static const err *relay_put(void *owner, str blob)
{
	struct world *w = owner;
	hash named = hash_of(blob);

	/* While there are two halves, the other one does not see it. */
	unsigned other = (w->split & 1u << w->sender) != 0 ? ~w->split
							   : w->split;

	for (size_t i = 0; i < w->blob_count; i++) {
		if (!hash_eq(w->blobs[i].name, named)) continue;
		w->blobs[i].split_from &= other;
		return NULL;
	}
	if (w->blob_count == BLOBS_MAX) return NULL;
	buf_put(&w->blobs[w->blob_count].bytes, blob);
	w->blobs[w->blob_count].name = named;
	w->blobs[w->blob_count].hidden_from = 0;
	w->blobs[w->blob_count++].split_from = other;
	return NULL;
}

static bool relay_shows(const struct world *w, const struct desk *d, size_t at)
{
	unsigned mask = 1u << (d - w->desks);

	return ((w->blobs[at].hidden_from | w->blobs[at].split_from) & mask) ==
		0 && (d->shown == 0 || at < d->shown);
}

void desk_send(struct world *w, struct desk *d)
{
	w->sender = (size_t)(d - w->desks);
	if (d->sent > pack_size(d->log->pack)) d->sent = 0;
	fine(w, log_blobs(d->log, &d->sent, relay_put, w));
}

/* Some of what it has not got, some of what it has, in any order; or all. */
void desk_fetch(struct world *w, struct desk *d, bool all)
{
	str batch[64];
	size_t count = 0, refused, last = 0;

	for (size_t i = 0; i < w->blob_count && count < 64; i++) {
		size_t at = all ? i : world_below(w->blob_count);

		if (!relay_shows(w, d, at)) {
			w->did[DID_WITHHOLD]++;
			continue;
		}
		if (d->got[at] && (all || world_below(8) > 0)) continue;
		if (!all && world_below(4) == 0) {
			w->did[DID_DELAY]++;
			continue;
		}
		w->did[DID_REPLAY] += d->got[at];
		w->did[DID_REORDER] += at < last;
		last = at;
		d->got[at] = 1;
		batch[count++] = buf_str(&w->blobs[at].bytes);
	}
	if (count == 0) return;
	log_clock(d->log, desk_now(w, d));
	fine(w, log_receive(d->log, batch, count, &refused));
	if (all && count == 64) desk_fetch(w, d, all);
}

/* -- acts ----------------------------------------------------------------- */

static bool may(struct world *w, struct desk *d)
{
	desk_read(w, d);
	return !w->broken && log_may_sign(d->log, desk_now(w, d));
}

/* Who is in which ring, as the one who just changed it sees it. */
static void entitle(struct world *w, const struct desk *by)
{
	for (size_t ring = 0; ring < RINGS; ring++) {
		str devs[LOG_DEVICES_MAX];
		size_t count = log_ring_devices(by->log, world_ring(ring),
			devs, LOG_DEVICES_MAX);

		if (!desk_is_in(by, ring)) continue;
		for (size_t i = 0; i < w->desk_count; i++) {
			for (size_t j = 0; j < count; j++) {
				if (str_eq(desk_name(&w->desks[i]), devs[j])) {
					w->desks[i].was_in[ring] = true;
				}
			}
		}
	}
}

/* The fault that gives away keys. */
static void leak(struct world *w, const struct desk *from)
{
	struct log_epoch_row rows[256];
	size_t count = log_epoch_list(from->log, rows, NELEM(rows));

	for (size_t i = 0; i < w->desk_count; i++) {
		struct desk *d = &w->desks[i];

		if (d == from || d->log == NULL) continue;
		for (size_t j = 0; j < count; j++) {
			log_epoch_add(d->log, rows[j].ring, rows[j].epoch,
				secret_str(&rows[j].identity->key));
		}
	}
}

static bool hand(struct world *w, struct desk *d,
	const struct log_change *change)
{
	bool done = false;
	const err *e = log_hand(d->log, desk_now(w, d), change, &done);

	if (e != NULL && e->code != ERR_REFUSED) fine(w, e);
	return e == NULL && done;
}

bool desk_hand(struct world *w, struct desk *d,
	const struct log_change *change)
{
	bool before[DESKS_MAX][RINGS];
	bool done;

	if (!may(w, d)) return false;
	/* Our own commit is read by us, so who is granted is known first. */
	for (size_t i = 0; i < w->desk_count; i++) {
		memcpy(before[i], w->desks[i].was_in, sizeof(before[i]));
	}
	for (size_t i = 0; i < change->grant_count; i++) {
		size_t ring = ring_number(change->grants[i].ring);

		for (size_t j = 0; ring < RINGS && j < w->desk_count; j++) {
			if (str_eq(desk_name(&w->desks[j]),
				change->grants[i].dev)) {
				w->desks[j].was_in[ring] |=
					!change->grants[i].out;
			}
		}
	}
	done = hand(w, d, change);
	if (!done) {
		for (size_t i = 0; i < w->desk_count; i++) {
			memcpy(w->desks[i].was_in, before[i],
				sizeof(before[i]));
		}
		return false;
	}
	desk_read(w, d);
	if (change->roster.len > 0) believed_look(w, d);
	entitle(w, d);
	if (w->fault == FAULT_READS_ALL) leak(w, d);
	return true;
}

bool desk_grant(struct world *w, struct desk *by, struct desk *who,
	size_t ring, bool out)
{
	struct log_grant grant = {world_ring(ring), desk_name(who), out};
	struct log_change change = {.grants = &grant, .grant_count = 1};
	bool done = desk_hand(w, by, &change);

	w->did[out ? DID_PUT_OUT : DID_GRANT] += done;
	return done;
}

/* Signs with `by` and, where one is not enough, with any other admin. */
static bool roster_sign(struct world *w, struct desk *by,
	const struct team_roster *next, struct buf *out)
{
	sign_public keys[2] = {by->sign.public};
	signature signatures[2] = {log_roster_sign(next, &by->sign)};
	size_t count = 1;

	for (size_t i = 0; i < w->desk_count && count < 2; i++) {
		struct desk *other = &w->desks[i];

		if (other == by || other->is_clone || other->log == NULL ||
			other->is_gone || memcmp(other->member, by->member,
			sizeof(by->member)) == 0) {
			continue;
		}
		keys[count] = other->sign.public;
		signatures[count++] = log_roster_sign(next, &other->sign);
	}
	return log_roster_write(next, keys, signatures, count, out);
}

static struct team_device device_of(struct arena *arena, const struct desk *d)
{
	struct buf key = {0}, to = {0};
	struct team_device device;

	buf_hex(&key, d->sign.public.bytes, 32);
	recipient_write(d->identity.recipient, &to);
	device = (struct team_device){str_dup(arena, buf_str(&key)),
		str_dup(arena, buf_str(&to)), str_bytes(d->member,
		sizeof(d->member)), S("a desk")};
	buf_close(&key);
	buf_close(&to);
	return device;
}

static bool roster_hand(struct world *w, struct desk *by,
	const struct team_roster *next)
{
	struct buf text = {0};
	struct log_change change = {0};
	bool done = roster_sign(w, by, next, &text);

	change.roster = buf_str(&text);
	done = done && desk_hand(w, by, &change);
	buf_close(&text);
	return done;
}

bool desk_merge(struct world *w, struct desk *d, bool *ret_one)
{
	struct arena *arena = arena_open(1 << 22);
	struct log_merge *m = ARENA_ARRAY(arena, struct log_merge, 1);
	bool did;

	*ret_one = false;
	desk_read(w, d);
	did = !w->broken && log_merge_look(d->log, arena, desk_now(w, d), m) &&
		m->may_sign && (!m->signed_here || m->may_end);
	if (did) {
		fine(w, log_merge_sign(d->log, desk_now(w, d), ret_one));
		w->did[DID_MERGE_SIGN] += !*ret_one;
		w->did[DID_MERGE] += *ret_one;
		desk_read(w, d);
	}
	if (*ret_one) {
		believed_look(w, d);
		entitle(w, d);
	}
	arena_close(&arena);
	return did;
}

bool desk_join(struct world *w, struct desk *by, struct desk *who)
{
	struct arena *arena = arena_open(1 << 20);
	struct team_roster *next = mem_get(sizeof(*next));
	bool done = false;

	if (by->log == NULL || !may(w, by)) goto out;
	log_roster_next(by->log, arena, device_of(arena, by), next);
	if (who != by) {
		if (!team_roster_device_add(next, device_of(arena, who)) ||
			!team_roster_admin_add(next, str_bytes(who->member,
				sizeof(who->member)))) {
			goto out;
		}
		who->was_in[0] = true;
	}
	done = roster_hand(w, by, next);
	if (who == by || !done) goto out;
	who->anchor = log_tip(by->log)->name;
	who->has_anchor = true;
	log_start(w, who);
	w->did[DID_JOIN]++;
out:
	mem_free(next);
	arena_close(&arena);
	return done;
}

/* The chain ends at the newest frame `by` has, or some frames before. */
static struct team_removed cut_of(struct arena *arena, struct desk *by,
	struct desk *who, uint64_t earlier)
{
	struct team_removed cut = {desk_name(who), 0, str_dup(arena,
		S("0000000000000000000000000000000000000000"
		"000000000000000000000000"))};
	struct buf hex = {0};
	uint64_t seq;
	hash last;

	if (!log_head(by->log, desk_name(who), &seq, &last)) return cut;
	for (; earlier > 0 && seq > 1; earlier--) {
		last = by->log->commits[log_find(by->log, last)].prev;
		seq--;
	}
	buf_hex(&hex, last.bytes, sizeof(last.bytes));
	cut.seq = seq;
	cut.hash = str_dup(arena, buf_str(&hex));
	buf_close(&hex);
	return cut;
}

bool desk_remove(struct world *w, struct desk *by, struct desk *who,
	uint64_t earlier)
{
	struct arena *arena = arena_open(1 << 20);
	struct team_roster *next = mem_get(sizeof(*next));
	bool done = false;

	if (!may(w, by)) goto out;
	log_roster_next(by->log, arena, device_of(arena, by), next);
	if (!team_roster_remove(next, cut_of(arena, by, who, earlier),
		log_key_name)) {
		goto out;
	}
	done = roster_hand(w, by, next);
	if (done) {
		who->is_gone = true;
		w->did[DID_REMOVE]++;
		w->did[DID_CUT] += earlier > 0;
	}
out:
	mem_free(next);
	arena_close(&arena);
	return done;
}

/* -- writing -------------------------------------------------------------- */

struct writing { struct op ops[3]; struct edit edits[3]; char values[3];
	size_t count; };

static void op_choose(struct writing *t, object_id unit)
{
	static const struct { enum op_kind kind; str word; str fields[2]; }
	kinds[] = {
		{OP_SET, S_INIT("set"), {S_INIT("a"), S_INIT("b")}},
		{OP_SET, S_INIT("set"), {S_INIT("a"), S_INIT("b")}},
		{OP_ADD, S_INIT("add"), {S_INIT("m"), S_INIT("m")}},
		{OP_DROP, S_INIT("drop"), {S_INIT("m"), S_INIT("m")}},
		{OP_NOTE, S_INIT("note"), {S_INIT("n"), S_INIT("n")}},
		{OP_UNKNOWN, S_INIT("later"), {S_INIT("x"), S_INIT("y")}},
	};
	size_t kind = world_below(NELEM(kinds)), field = world_below(2);
	char *value = &t->values[t->count];

	*value = (char)('A' + world_below(kinds[kind].kind == OP_SET ? 26 : 3));
	t->ops[t->count] = (struct op){kinds[kind].kind, kinds[kind].word, unit,
		kinds[kind].fields[field], str_bytes(value, 1)};
	t->edits[t->count] = (struct edit){.kind = kinds[kind].kind,
		.index = t->count, .field = (unsigned char)field,
		.value = (unsigned char)*value};
	t->count++;
}

/* Into the book: what was written, and what its writer had before him. */
static void book(struct world *w, struct desk *d, struct edit edit,
	const uint64_t seen[DESKS_MAX])
{
	const struct log_commit *last =
		&d->log->commits[d->log->commit_count - 1];

	if (w->edit_count == EDITS_MAX) return;
	edit.seq = last->seq;
	edit.commit = last->name;
	edit.writer = (uint32_t)(d - w->desks);
	memcpy(edit.seen, seen, sizeof(edit.seen));
	w->edits[w->edit_count++] = edit;
}

/* What a writer has had: what is in its state now, and what it had when it
 * wrote before, also when its clock went back and it holds that now. */
static void seen_now(const struct world *w, const struct desk *d,
	uint64_t seen[DESKS_MAX])
{
	hash ignored;

	for (size_t i = 0; i < w->desk_count; i++) {
		uint64_t now = 0;

		(void)!log_head(d->log, desk_name(&w->desks[i]), &now,
			&ignored);
		if (str_eq(desk_name(&w->desks[i]), desk_name(d))) {
			now = d->log->chains[0].newest;
		}
		seen[i] = now > d->had[i] ? now : d->had[i];
	}
}

static void had_add(const struct world *w, struct desk *d,
	const uint64_t seen[DESKS_MAX])
{
	for (size_t i = 0; i < w->desk_count; i++) {
		if (seen[i] > d->had[i]) d->had[i] = seen[i];
	}
}

/* What it had before it wrote, for its own commit may change that: what was
 * held counts with a void, and is held again when a clock that went back is
 * looked at anew. */
static void wrote_look(const struct world *w, struct desk *d)
{
	uint64_t seen[DESKS_MAX] = {0};

	if (d->log->chains[0].newest != d->wrote) {
		d->wrote = d->log->chains[0].newest;
		had_add(w, d, d->has);
	}
	seen_now(w, d, seen);
	memcpy(d->has, seen, sizeof(d->has));
}

/* A roster is believed before the commit that hands it on is made: who waited
 * for it is in the state by then. */
static void believed_look(const struct world *w, struct desk *d)
{
	had_add(w, d, d->has);
}

/* By what clock, and what waits meanwhile. */
static void written_look(struct world *w, const struct desk *d)
{
	int64_t year = 365 * (int64_t)DAY_MS;
	struct log_at held[1];

	w->did[DID_EDIT]++;
	w->did[DID_AHEAD] += d->skew_ms >= year;
	w->did[DID_BEHIND] += d->skew_ms <= -year;
	w->did[DID_HOLD] += log_held(d->log, held, 1);
}

bool desk_edit(struct world *w, struct desk *d, size_t ring)
{
	size_t unit = world_below(UNITS);
	struct writing t = {0};
	struct log_body body = {.ring = world_ring(ring),
		.unit = unit_of(unit), .ops = t.ops};
	uint64_t seen[DESKS_MAX] = {0};
	const err *e;

	if (!may(w, d) || !desk_is_in(d, ring)) return false;
	for (size_t n = 1 + world_below(3); n > 0; n--) {
		op_choose(&t, body.unit);
	}
	body.op_count = t.count;
	seen_now(w, d, seen);
	e = log_append(d->log, desk_now(w, d), &body, 1);
	if (e != NULL && e->code == ERR_REFUSED) {
		/* Somebody left, and the next epoch was not made yet. */
		return desk_hand(w, d, &(struct log_change){
			.writes = &body.ring, .write_count = 1});
	}
	fine(w, e);
	if (e != NULL) return false;
	written_look(w, d);
	for (size_t i = 0; i < t.count; i++) {
		t.edits[i].ring = ring;
		t.edits[i].unit = unit;
		book(w, d, t.edits[i], seen);
	}
	desk_read(w, d);
	return true;
}

#include "erased_names.c"

/* -- beginning and end ---------------------------------------------------- */

/* As `bothy new`: the first device has the team's ring and names itself. */
static void found(struct world *w, struct desk *d)
{
	struct identity team = identity_make();
	struct op ops[] = {
		{.kind = OP_KEY, .field = S("team.1"),
			.value = secret_str(&team.key)},
		{.kind = OP_ADD, .field = S("devices"),
			.value = str_bytes(d->sign.public.bytes, 32)}};
	struct log_body bodies[2] = {
		{.ops = ops, .op_count = 1},
		{.ring = S("team"), .ops = ops + 1, .op_count = 1}};

	log_epoch_add(d->log, S("team"), 1, secret_str(&team.key));
	bodies[0].ring = ring_name(&d->log->rings.at[0]);
	fine(w, log_append(d->log, w->now_ms, bodies, 2));
	identity_close(&team);
}

void world_found(struct world *w)
{
	struct desk *first;

	w->now_ms = 1795000000000;
	first = desk_add(w, NULL);
	log_start(w, first);
	first->was_in[0] = true;
	found(w, first);
	(void)desk_join(w, first, first);
}

void desk_end(struct world *w)
{
	struct desk *d = &w->desks[--w->desk_count];

	log_stop(d);
	sign_key_close(&d->sign);
	identity_close(&d->identity);
	(void)unlink(d->path);
}

void world_close(struct world *w)
{
	while (w->desk_count > 0) desk_end(w);
	for (size_t i = 0; i < w->blob_count; i++) {
		buf_close(&w->blobs[i].bytes);
	}
	mem_free(w->openers);
	log_map_close(&w->opener_at);
}
