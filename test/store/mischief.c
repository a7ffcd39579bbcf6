/* What a world (world.h) does beside its first plan, with a chance of its own, so
 * that a world without it goes the same way: a relay that goes back to what it
 * had before, or shows each half of the team its own; people who do what is rare
 * in the plan, being able to; and the names under which it all must be told.
 * Included by converge_test.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */

static uint64_t mischief;

static size_t mischief_below(size_t limit)
{
	mischief ^= mischief << 13;
	mischief ^= mischief >> 7;
	mischief ^= mischief << 17;
	return (size_t)(mischief % limit);
}

static void mischief_seed(uint64_t seed)
{
	mischief = seed * 0xd1342543de82ef95u + 1;
	for (int i = 0; i < 8; i++) (void)mischief_below(2);
}

/* One desk is shown the relay of some time ago, all of it from its start; or
 * what it is today again. */
static void relay_back(struct world *w)
{
	struct desk *d = &w->desks[mischief_below(w->desk_count)];

	if (d->shown > 0) {
		d->shown = 0;
		return;
	}
	if (w->blob_count < 2) return;
	d->shown = 1 + mischief_below(w->blob_count - 1);
	memset(d->got, 0, sizeof(d->got));
	w->did[DID_ROLL_BACK]++;
}

/* Two halves of the team see what their half sends, until it ends. */
static void relay_split(struct world *w)
{
	if (w->split != 0) {
		w->split = 0;
		for (size_t i = 0; i < w->blob_count; i++) {
			w->blobs[i].split_from = 0;
		}
		return;
	}
	if (w->desk_count < 2) return;
	w->split = 1u << mischief_below(w->desk_count);
	w->split |= 1u << mischief_below(w->desk_count);
	w->did[DID_SPLIT]++;
}

/* -- alarms --------------------------------------------------------------- */

static bool alarm_names(struct world *w, struct desk *d, enum alarm_kind kind,
	str dev)
{
	struct alarm alarms[LOG_ALARMS_MAX];
	size_t count;

	log_clock(d->log, desk_now(w, d));
	count = log_alarms(d->log, alarms, LOG_ALARMS_MAX);
	for (size_t i = 0; i < count; i++) {
		if (alarms[i].kind == kind && str_eq(str_bytes(alarms[i].dev,
			sizeof(alarms[i].dev)), dev)) {
			return true;
		}
	}
	return false;
}

static void alarms_count(struct world *w, struct desk *d)
{
	struct alarm alarms[LOG_ALARMS_MAX];
	size_t count;

	if (d->log == NULL) return;
	log_clock(d->log, desk_now(w, d));
	count = log_alarms(d->log, alarms, LOG_ALARMS_MAX);
	for (size_t i = 0; i < count; i++) w->alarmed[alarms[i].kind]++;
}

/* -- people --------------------------------------------------------------- */

/* Somebody honest who is in the ring; NULL: nobody was found. */
static struct desk *one_in(struct world *w, size_t ring)
{
	for (int tries = 0; tries < 10; tries++) {
		struct desk *d = &w->desks[mischief_below(w->desk_count)];

		if (is_honest(d) && desk_is_in(d, ring)) return d;
	}
	return NULL;
}

static void more_edit(struct world *w)
{
	size_t ring = mischief_below(RINGS);
	struct desk *d = one_in(w, ring);

	if (d != NULL) (void)desk_edit(w, d, ring);
}

static void more_grant(struct world *w)
{
	size_t ring = 1 + mischief_below(RINGS - 1);
	struct desk *by = one_in(w, ring);
	struct desk *who = one_in(w, 0);

	if (by == NULL || who == NULL || by == who) return;
	(void)desk_grant(w, by, who, ring, mischief_below(4) == 0);
}

static void more_remove(struct world *w)
{
	struct desk *by = one_in(w, 0), *who = one_in(w, 0);

	if (by == NULL || who == NULL || by == who || who == &w->desks[0]) {
		return;
	}
	(void)desk_remove(w, by, who, mischief_below(3));
}

static void more_compact(struct world *w)
{
	size_t ring = mischief_below(RINGS);
	struct desk *d = one_in(w, ring);

	if (d != NULL) compact(w, d, ring);
}

static void more_erase(struct world *w)
{
	size_t ring = mischief_below(RINGS);
	struct desk *d = one_in(w, ring);

	if (d != NULL) erase(w, d, ring, mischief_below(UNITS));
}

/* Whoever sees something held lets it count. */
static void more_void(struct world *w)
{
	struct desk *d = one_in(w, 0);

	if (d != NULL) let_count(w, d);
}

static void more_back(struct world *w)
{
	struct desk *d = one_in(w, 0);

	if (d != NULL && d != &w->desks[0]) disk_back(w, d);
}

/* Whoever sees that the team has parted signs what makes it one. */
static void more_merge(struct world *w)
{
	struct desk *d = &w->desks[mischief_below(w->desk_count)];
	bool one;

	if (d->log != NULL && !d->is_clone && !d->is_gone) {
		(void)desk_merge(w, d, &one);
	}
}

static void more_alarms(struct world *w)
{
	alarms_count(w, &w->desks[mischief_below(w->desk_count)]);
}

/* Each with the chance of one in so many steps. */
static const struct { void (*act)(struct world *w); size_t of; } more[] = {
	{more_edit, 5}, {more_grant, 12}, {more_remove, 150},
	{more_compact, 40}, {more_erase, 80}, {more_void, 20},
	{more_back, 300}, {more_alarms, 10}, {relay_back, 40},
	{more_merge, 30},
};

static void mischief_step(struct world *w)
{
	for (size_t i = 0; i < NELEM(more) && !w->broken; i++) {
		if (mischief_below(more[i].of) == 0) more[i].act(w);
	}
	if (mischief_below(w->split != 0 ? 12 : 60) == 0) relay_split(w);
}

/* In the end the relay shows all that it does not hide for good. */
static void mischief_end(struct world *w, unsigned hidden)
{
	for (size_t i = 0; i < w->blob_count; i++) {
		for (size_t j = 0; j < w->desk_count; j++) {
			if (!relay_shows(w, &w->desks[j], i)) {
				w->blobs[i].hidden_from |= 1u << j;
			}
		}
		w->blobs[i].hidden_from &= hidden;
		w->blobs[i].split_from = 0;
	}
	for (size_t j = 0; j < w->desk_count; j++) w->desks[j].shown = 0;
	w->split = 0;
}

/* -- told by name --------------------------------------------------------- */

/* What this desk itself signed at a place; false: nothing, or it is gone from
 * its disk. */
static bool own_at(const struct desk *d, uint64_t seq, hash *ret_name)
{
	size_t at = SIZE_MAX;
	uint32_t commit;

	if (d->log == NULL || !log_at_place(d->log, 0, (uint32_t)seq, &at,
		&commit)) {
		return false;
	}
	*ret_name = d->log->commits[commit].name;
	return true;
}

/* What stood on its disk is not what stands there under that number, or what
 * stood there another time before it went back. */
static bool forgot_and_signed(const struct desk *d)
{
	hash is;

	for (size_t i = 0; i < d->back_count; i++) {
		if (own_at(d, d->backs[i].seq, &is) &&
			!hash_eq(is, d->backs[i].name)) {
			return true;
		}
		for (size_t j = 0; j < i; j++) {
			if (d->backs[j].seq == d->backs[i].seq &&
				!hash_eq(d->backs[j].name, d->backs[i].name)) {
				return true;
			}
		}
	}
	return false;
}

/* By what stands on two disks, or stood on one before it went back: one device
 * signed two things under one number. */
static bool forked(const struct world *w, const struct desk *d)
{
	hash one, other;

	if (forgot_and_signed(d)) return true;
	for (size_t i = 0; i < w->desk_count; i++) {
		const struct desk *copy = &w->desks[i];

		if (!copy->is_clone || d->is_clone || copy->log == NULL ||
			!str_eq(desk_name(copy), desk_name(d))) {
			continue;
		}
		for (uint64_t seq = 1; own_at(d, seq, &one); seq++) {
			if (!own_at(copy, seq, &other)) break;
			if (!hash_eq(one, other)) return true;
		}
	}
	return false;
}

/* Everybody who has all of it says who signed twice, and no one else is
 * said to have. */
static const char *forks_told(struct world *w, const struct desk *of)
{
	bool is = forked(w, of);

	w->did[DID_FORK] += is;
	for (size_t i = 0; i < w->desk_count; i++) {
		struct desk *d = &w->desks[i];
		bool told;

		if (!is_honest(d) || is_alarmed(w, d) ||
			desk_has_alarm(w, d, ALARM_UNOPENED)) {
			continue;
		}
		told = alarm_names(w, d, ALARM_FORK, desk_name(of));
		if (is && !told) return "a fork is not told";
		if (!is && told) return "a fork is told that is none";
	}
	return NULL;
}

/* Whose disk went back knows it, and signs nothing any more. */
static const char *back_told(struct world *w, struct desk *d)
{
	size_t has = 0;
	hash is;

	if (d->log == NULL || d->is_clone) return NULL;
	for (size_t i = 0; i < d->back_count; i++) {
		has += own_at(d, d->backs[i].seq, &is) &&
			hash_eq(is, d->backs[i].name);
	}
	if (has == d->back_count) return NULL;
	w->did[DID_DISK_BACK]++;
	/* Its clock is no reason. */
	log_clock_confirm(d->log, desk_now(w, d));
	if (log_may_sign(d->log, desk_now(w, d))) {
		return "a device signs whose disk went back";
	}
	return desk_has_alarm(w, d, ALARM_AHEAD) ||
		desk_has_alarm(w, d, ALARM_FORK) ? NULL
		: "a disk that went back is not told";
}

static const char *mischief_judge(struct world *w)
{
	const char *why = NULL;

	for (size_t i = 0; i < w->desk_count; i++) {
		alarms_count(w, &w->desks[i]);
	}
	for (size_t i = 0; i < w->desk_count && w->quiet_end && why == NULL;
		i++) {
		why = back_told(w, &w->desks[i]);
		if (why != NULL || w->desks[i].is_clone) continue;
		why = forks_told(w, &w->desks[i]);
	}
	return why;
}

/* -- how often each thing was done ---------------------------------------- */

static const char *const did_words[DID_COUNT] = {
	[DID_EDIT] = "edits", [DID_JOIN] = "joined", [DID_GRANT] = "granted",
	[DID_PUT_OUT] = "put out of a ring", [DID_REMOVE] = "removed",
	[DID_CUT] = "cut before what was seen", [DID_MERGE] = "rosters merged",
	[DID_MERGE_SIGN] = "merges signed",
	[DID_VOID] = "clocks set", [DID_COMPACT] = "compacted",
	[DID_ERASE] = "erased", [DID_DESTROY] = "bodies destroyed",
	[DID_SHED] = "shed where it stood", [DID_SHED_WHOLE] = "shed anew",
	[DID_EPOCH_END] = "epochs ended", [DID_AHEAD] = "written a year ahead",
	[DID_BEHIND] = "written a year behind", [DID_HOLD] = "holds",
	[DID_WITHHOLD] = "withheld", [DID_REPLAY] = "replayed",
	[DID_DELAY] = "delayed", [DID_REORDER] = "out of order",
	[DID_ROLL_BACK] = "relay rolled back", [DID_SPLIT] = "relay forked",
	[DID_DISK_BACK] = "disks from yesterday", [DID_FORK] = "devices forked",
	[DID_LOOK] = "checks compared", [DID_DIFFER] = "checks that differ",
	[DID_COMPARE] = "ends compared", [DID_APART] = "ends of two minds",
	[DID_ALARMED] = "ends with an alarm",
};
