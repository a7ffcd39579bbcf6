/* Whether a world (world.h) ended as it must: by the book that shares nothing
 * with the log, ring by ring, and in any order of arrival. Included by
 * converge_test.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */

static bool is_honest(const struct desk *d)
{
	return d->log != NULL && !d->is_clone && !d->is_gone && d->log->chains[0].active &&
	       d->log->chains[0].end == LOG_NO_END && !log_is_ahead(d->log);
}

static bool is_in_state(const struct desk *d, hash commit)
{
	uint32_t at = log_find(d->log, commit);

	return at != LOG_NONE && d->log->commits[at].in_state;
}

/* Whether the writer of `by` had `other` before him, by the book. */
static bool book_saw(const struct world *w, const struct edit *by,
	const struct edit *other)
{
	if (by == other) return false;
	if (hash_eq(by->commit, other->commit)) return by->index > other->index;
	for (size_t i = 0; i < w->desk_count; i++) {
		if (!str_eq(desk_name(&w->desks[i]),
			desk_name(&w->desks[other->writer]))) {
			continue;
		}
		if (by->seen[i] >= other->seq) return true;
	}
	return false;
}

static bool contest(const struct edit *a, const struct edit *b)
{
	bool member_a = a->kind == OP_ADD || a->kind == OP_DROP;
	bool member_b = b->kind == OP_ADD || b->kind == OP_DROP;

	if (a->ring != b->ring || a->unit != b->unit) return false;
	if (a->kind == OP_SET && b->kind == OP_SET) return a->field == b->field;
	return member_a && member_b && a->value == b->value;
}

/* By the book alone: an edit survives when none that had it contests it, and
 * no erasure that it had not seen removed it. */
static bool survives(const struct world *w, const struct desk *d,
	const struct edit *edit)
{
	for (size_t i = 0; i < w->edit_count; i++) {
		const struct edit *other = &w->edits[i];

		if (!is_in_state(d, other->commit)) continue;
		if (other->kind == OP_ERASE && other->ring == edit->ring &&
			other->unit == edit->unit &&
			!book_saw(w, edit, other)) {
			return false;
		}
		if (contest(edit, other) && book_saw(w, other, edit)) {
			return false;
		}
	}
	return true;
}

static bool stands(const struct world *w, const struct edit *edit,
	const struct state_parts *parts)
{
	for (size_t i = 0; i < parts->count; i++) {
		const struct state_part *one = &parts->at[i];

		if (one->seq == edit->seq && one->body == edit->body &&
			one->index == edit->index && str_eq(one->dev,
				desk_name(&w->desks[edit->writer]))) {
			return true;
		}
	}
	return false;
}

/* For whoever looks into a seed: CONVERGE_SAY. By the book and by the log, who
 * took this edit's place. */
static void edit_say(const struct world *w, const struct desk *d,
	const struct edit *edit)
{
	if (getenv("CONVERGE_SAY") == NULL) return;
	(void)fprintf(stderr, "  on desk %.4s: %.4s %llu.%llu.%llu, ring %zu, unit"
		" %zu\n", d->dev, w->desks[edit->writer].dev,
		(unsigned long long)edit->seq, (unsigned long long)edit->body,
		(unsigned long long)edit->index, edit->ring, edit->unit);
	for (size_t i = 0; i < w->edit_count; i++) {
		const struct edit *other = &w->edits[i];
		struct log_at by = {desk_name(&w->desks[other->writer]),
			other->seq};
		struct log_at of = {desk_name(&w->desks[edit->writer]),
			edit->seq};

		if (!contest(edit, other) && other->kind != OP_ERASE) continue;
		if (other->ring != edit->ring || other->unit != edit->unit) {
			continue;
		}
		(void)fprintf(stderr, "    %s %.4s %llu%s: saw it by the book %d,"
			" by the log %d\n", other->kind == OP_ERASE ? "erased"
			: "contest", by.dev.at, (unsigned long long)by.seq,
			is_in_state(d, other->commit) ? "" : " (not here)",
			book_saw(w, other, edit), log_covers(d->log, by, of));
	}
}

/* No lost edit, and none that the book does not have. */
static const char *book_compare(struct world *w, struct desk *d, size_t ring)
{
	struct arena *arena = arena_open(1 << 24);
	const char *why = NULL;

	for (size_t unit = 0; unit < UNITS && why == NULL; unit++) {
		struct state_parts parts = state_survivors(d->state, arena,
			world_ring(ring), unit_of(unit));
		size_t count = 0;

		for (size_t i = 0; i < w->edit_count && why == NULL; i++) {
			const struct edit *edit = &w->edits[i];

			if (edit->ring != ring || edit->unit != unit) continue;
			if (edit->kind == OP_ERASE) continue;
			if (!is_in_state(d, edit->commit)) continue;
			if (!survives(w, d, edit)) continue;
			count++;
			if (stands(w, edit, &parts)) continue;
			why = "an edit is lost";
			edit_say(w, d, edit);
		}
		if (why == NULL && count != parts.count) {
			why = "an edit stands that should not";
		}
	}
	arena_close(&arena);
	return why;
}

static const err *stick_give(void *owner, str blob)
{
	size_t refused;

	return log_receive(owner, &blob, 1, &refused);
}

struct blob_list { str at[BLOBS_MAX]; size_t count; struct arena *arena; };

static const err *list_add(void *owner, str blob)
{
	struct blob_list *list = owner;

	if (list->count < BLOBS_MAX) {
		list->at[list->count++] = str_dup(list->arena, blob);
	}
	return NULL;
}

/* All of a desk's pack in any order, a few at a time, read in between. */
static void hand_shuffled(struct world *w, struct desk *from, struct desk *to)
{
	struct blob_list *list = mem_get(sizeof(*list));
	uint64_t at = 0;
	size_t refused;

	list->arena = arena_open(1 << 28);
	fine(w, log_blobs(from->log, &at, list_add, list));
	for (size_t i = list->count; i > 1; i--) {
		size_t other = world_below(i);
		str kept = list->at[other];

		list->at[other] = list->at[i - 1];
		list->at[i - 1] = kept;
	}
	for (size_t i = 0; i < list->count;) {
		size_t few = 1 + world_below(16);

		if (few > list->count - i) few = list->count - i;
		fine(w, log_receive(to->log, list->at + i, few, &refused));
		if (world_below(4) == 0) desk_read(w, to);
		i += few;
	}
	arena_close(&list->arena);
	mem_free(list);
}

/* The same blobs, all at once or a few at a time, in another order, into an
 * empty pack. */
static const char *again_compare(struct world *w, struct desk *d)
{
	struct log_device device = {S_INIT(ORG), &d->sign, &d->identity,
		&d->anchor};
	struct desk other = *d;
	const char *why = NULL;
	uint64_t at = 0;

	if (!d->has_anchor) return NULL;
	(void)snprintf(other.path, sizeof(other.path), "%.50s.2", d->path);
	fine(w, log_open(&other.log, other.path, &device));
	other.state = state_open(S(ORG));
	if (world_below(2) == 0) {
		fine(w, log_blobs(d->log, &at, stick_give, other.log));
	} else {
		hand_shuffled(w, d, &other);
	}
	desk_read(w, &other);
	for (size_t ring = 0; ring < RINGS && why == NULL; ring++) {
		if (!desk_is_in(d, ring)) continue;
		if (!state_sum_eq(state_sum(d->state, world_ring(ring)),
			state_sum(other.state, world_ring(ring)))) {
			why = "another order gives another state";
		}
	}
	log_stop(&other);
	(void)unlink(other.path);
	return why;
}

static bool says_in(const struct desk *d, const struct desk *other,
	size_t ring)
{
	str devs[LOG_DEVICES_MAX];
	size_t count = log_ring_devices(d->log, world_ring(ring), devs,
		LOG_DEVICES_MAX);

	for (size_t i = 0; i < count; i++) {
		if (str_eq(devs[i], desk_name(other))) return true;
	}
	return false;
}

static struct opener opener_find(const struct world *w,
	const struct log_line *line)
{
	struct opener one = {{0}, {0}};

	memcpy(one.tag, line->tag, sizeof(one.tag));
	for (size_t i = 0; i < w->desk_count; i++) {
		const struct desk *d = &w->desks[i];
		const struct ring_epoch *epoch = d->log == NULL ? NULL
			: ring_of_tag(&d->log->rings, line->tag);
		size_t ring = epoch == NULL ? RINGS
			: ring_number(ring_name(epoch));

		if (ring < RINGS) one.by[ring] |= 1u << i;
	}
	return one;
}

/* Who opens a body as one of this ring, a bit for each desk. In the judging no
 * desk comes to a key, so it is asked once. */
static unsigned opened_by(struct world *w, size_t ring,
	const struct log_line *line)
{
	size_t at = SIZE_MAX;
	uint64_t key;
	uint32_t known;

	memcpy(&key, line->tag, sizeof(key));
	while (log_map_next(&w->opener_at, key, &at, &known)) {
		const struct opener *one = &w->openers[known];

		if (memcmp(one->tag, line->tag, sizeof(one->tag)) == 0) {
			return one->by[ring];
		}
	}
	LOG_MORE(w->openers, w->opener_count, &w->opener_room);
	log_map_add(&w->opener_at, key, (uint32_t)w->opener_count);
	w->openers[w->opener_count] = opener_find(w, line);
	return w->openers[w->opener_count++].by[ring];
}

static bool opens(struct world *w, const struct desk *d, size_t ring,
	const struct log_line *line)
{
	return (opened_by(w, ring, line) & 1u << (d - w->desks)) != 0;
}

/* Who would hand this desk an epoch of the ring: the living who are in it, by
 * their own word or by its. Who was let in by a commit that does not count (its
 * chain has ended before it) has the keys and is not in the ring; hers she hands
 * to nobody. */
static unsigned hand_on(const struct world *w, const struct desk *d,
	size_t ring)
{
	unsigned who = 0;

	for (size_t i = 0; i < w->desk_count; i++) {
		const struct desk *other = &w->desks[i];

		if (is_honest(other) && (desk_is_in(other, ring) ||
			says_in(d, other, ring))) {
			who |= 1u << i;
		}
	}
	return who;
}

/* Something of the ring counts here that nobody opens who would hand on the key:
 * one made an epoch, and had put others out or had not heard of them, and is
 * dead. */
static bool is_parted(struct world *w, const struct desk *d, size_t ring)
{
	unsigned alive = hand_on(w, d, ring);
	for (size_t i = 0; i < d->log->line_count; i++) {
		const struct log_line *line = &d->log->lines[i];
		unsigned by;

		if (!d->log->commits[line->commit].in_state) continue;
		if (opens(w, d, ring, line)) continue;
		by = opened_by(w, ring, line);
		if (by != 0 && (by & alive) == 0) return true;
	}
	return false;
}

/* Whoever was put out of a ring is not told; two who put each other out are
 * two rings. Entitled is who is in by everybody's word. */
static bool is_entitled(struct world *w, const struct desk *d,
	size_t ring)
{
	if (is_parted(w, d, ring)) return false;
	for (size_t i = 0; i < w->desk_count; i++) {
		const struct desk *other = &w->desks[i];

		if (!is_honest(other) || !desk_is_in(other, ring)) continue;
		if (!says_in(other, d, ring) || !says_in(d, other, ring)) {
			return false;
		}
	}
	return true;
}

/* It is, or was, in a ring of which others are now without it: what they
 * destroyed before it came is missing there for good, and that is told. */
static bool is_apart(struct world *w, const struct desk *d)
{
	for (size_t ring = 0; ring < RINGS; ring++) {
		if (!d->was_in[ring]) continue;
		if (!desk_is_in(d, ring) || !is_entitled(w, d, ring)) {
			return true;
		}
	}
	return false;
}

/* Admins of a roster, members each once, whose device lives, stands in no other
 * roster of these as removed, and can sign. */
static size_t signers_left(const struct world *w, const struct desk *d,
	const struct team_roster *tip, const struct team_roster *next)
{
	char seen[DESKS_MAX][TEAM_MEMBER_HEX];
	size_t count = 0;

	for (size_t i = 0; i < w->desk_count; i++) {
		const struct desk *one = &w->desks[i];
		uint32_t at = 0;
		bool again = one->is_clone || one->is_gone || one->log == NULL ||
			log_roster_device(tip, desk_name(one)) == NULL ||
			log_roster_device(next, desk_name(one)) == NULL ||
			one->log->chains[0].end != LOG_NO_END ||
			log_is_ahead(one->log) ||
			log_is_out(one->log, S("team"), 0);

		while (!again && !str_eq(desk_name(one),
			str_bytes(d->log->chains[at].name, LOG_DEVICE_HEX))) at++;
		again = again || d->log->chains[at].end != LOG_NO_END ||
			log_is_out(d->log, S("team"), at);
		for (size_t j = 0; j < count && !again; j++) {
			again = memcmp(seen[j], one->member,
				sizeof(seen[j])) == 0;
		}
		if (!again) memcpy(seen[count++], one->member, sizeof(seen[0]));
	}
	return count;
}

/* A team that parted has a tip with too few left who could make it one. */
static bool is_parted_for_good(const struct world *w, const struct desk *d)
{
	struct arena *arena = arena_open(1 << 20);
	struct team_roster *next = mem_get(sizeof(*next));
	struct team_device nobody = {.key = S(""), .member = S("")};
	bool is = false;

	log_roster_next(d->log, arena, nobody, next);
	for (size_t i = 0; i < d->log->roster_count && !is; i++) {
		const struct log_roster *one = d->log->rosters[i];

		is = one->is_tip && d->log->tip_count > 1 && signers_left(w, d,
			&one->says, next) < team_roster_needs(&one->says);
	}
	mem_free(next);
	arena_close(&arena);
	return is;
}

/* Whoever has not what the others have says so. */
static bool is_alarmed(struct world *w, struct desk *d)
{
	bool left = false;

	/* Whoever was removed and does not know it goes on under keys of his
	 * own: that is told, and changes nothing. */
	for (size_t i = 0; i < w->desk_count; i++) left |= w->desks[i].is_gone;
	return (desk_has_alarm(w, d, ALARM_WITHHELD) &&
		       !(w->quiet_end && is_apart(w, d))) ||
	       desk_has_alarm(w, d, ALARM_ROSTERS) ||
	       (desk_has_alarm(w, d, ALARM_UNOPENED) &&
		       !(w->quiet_end && left));
}

/* For whoever looks into a seed: CONVERGE_SAY. */
static void alarms_say(struct world *w, struct desk *d)
{
	struct alarm alarms[LOG_ALARMS_MAX];
	size_t count = log_alarms(d->log, alarms, LOG_ALARMS_MAX);

	if (getenv("CONVERGE_SAY") == NULL) return;
	for (size_t i = 0; i < count; i++) {
		(void)fprintf(stderr, "  desk %.4s: %.*s %.4s %llu, %zu wait,"
			" %zu loose\n", d->dev, S_ARG(alarm_word(alarms[i].kind)),
			alarms[i].dev, (unsigned long long)alarms[i].seq,
			d->log->waiting_count, d->log->loose_count);
	}
	(void)w;
}

/* The same: every body of the ring, and what became of it. */
static void bodies_say(struct world *w, const struct desk *d, size_t ring)
{
	const struct log *log = d->log;

	if (getenv("CONVERGE_SAY") == NULL) return;
	for (size_t i = 0; i < log->line_count; i++) {
		const struct log_line *line = &log->lines[i];
		const struct log_commit *by = &log->commits[line->commit];

		if (!opens(w, d, ring, line)) continue;
		(void)fprintf(stderr, "  on desk %.4s: %.4s %u.%u%s%s%s%s%s%s"
			" hash %02x%02x\n", d->dev, log->chains[by->dev].name,
			by->seq, line->index, by->in_state ? "" : " not counted",
			line->given ? " given" : "",
			line->erased ? " erased" : "",
			line->offset == 0 ? " missing" : "",
			line->stood_by != 0 ? " stood for" : "",
			line->replaced_by != 0 ? " replaced" : "",
			by->name.bytes[0], by->name.bytes[1]);
	}
}

static const char *ring_compare(struct world *w, size_t ring)
{
	struct desk *first = NULL;
	struct state_sum want = {{{0}}, {{0}}};

	for (size_t i = 0; i < w->desk_count; i++) {
		struct desk *d = &w->desks[i];
		struct state_sum sum;
		const char *why;

		if (!is_honest(d) || !desk_is_in(d, ring)) continue;
		if (!is_entitled(w, d, ring)) {
			w->did[DID_APART]++;
			continue;
		}
		w->did[DID_COMPARE]++;
		if (is_alarmed(w, d)) {
			w->did[DID_ALARMED]++;
			alarms_say(w, d);
			if (w->quiet_end && !is_parted_for_good(w, d)) {
				return "an alarm without a reason";
			}
			continue;
		}
		sum = state_sum(d->state, world_ring(ring));
		why = book_compare(w, d, ring);
		if (why != NULL) return why;
		if (first == NULL) {
			first = d;
			want = sum;
		}
		if (state_sum_eq(sum, want)) continue;
		bodies_say(w, first, ring);
		bodies_say(w, d, ring);
		return hash_eq(sum.view, want.view) ? "hashes differ"
						    : "views differ";
	}
	return NULL;
}

/* [log-11] By what each commit names, and the same on every desk. */
static const char *ranks_compare(const struct log *log, const struct log *other)
{
	for (size_t i = 0; i < log->commit_count; i++) {
		const struct log_commit *c = &log->commits[i];
		uint32_t same = log_find(other, c->name);

		if (!c->in_state) continue;
		if (same != LOG_NONE && other->commits[same].in_state &&
			hlc_compare(c->rank, other->commits[same].rank) != 0) {
			return "ranks differ";
		}
		for (uint32_t dev = 0; dev < log->chain_count; dev++) {
			uint32_t seq = log_seen_of(log, c->dev, c->seq, dev);
			size_t at = SIZE_MAX;
			uint32_t seen;

			while (seq > 0 && log_at_place(log, dev, seq, &at, &seen)) {
				if (log->commits[seen].in_state && hlc_compare(
					log->commits[seen].rank, c->rank) >= 0) {
					return "what was seen ranks higher";
				}
			}
		}
	}
	return NULL;
}

static const char *world_judge(struct world *w)
{
	const char *why = w->broken ? w->why : NULL;
	struct desk *first = &w->desks[0];

	for (size_t ring = 0; ring < RINGS && why == NULL; ring++) {
		why = ring_compare(w, ring);
	}
	for (size_t i = 0; i < w->desk_count && why == NULL; i++) {
		struct desk *d = &w->desks[i];

		if (!is_honest(d) || is_alarmed(w, d)) continue;
		if (!is_honest(first) || is_alarmed(w, first)) first = d;
		why = ranks_compare(d->log, first->log);
		if (why == NULL) why = again_compare(w, d);
	}
	return why != NULL ? why : w->broken ? w->why : NULL;
}
