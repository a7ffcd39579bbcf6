/* The guides at visits to the line: whether the newest release is to be
 * brought, and that it was.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/hands.h"

#include "desk/guide_job.h"

/* All of it is copied: the next one may be made before this one is there. */
static void release_fill(struct arena *arena,
	const struct guide_release *release, struct sync_guides *guides)
{
	guides->number = release->number;
	guides->offer = (struct relay_guide_offer){
		str_dup(arena, release->public_key),
		str_dup(arena, release->key_minisig),
		str_dup(arena, release->manifest),
		str_dup(arena, release->minisig)};
	guides->count = release->file_count;
	guides->files = ARENA_ARRAY(arena, struct sync_guide_file,
		release->file_count);
	for (size_t i = 0; i < release->file_count; i++) {
		guides->files[i] = (struct sync_guide_file){
			hash_of(release->files[i].bytes),
			str_dup(arena, release->files[i].bytes)};
	}
}

/* It takes seconds, so a running desk binds it beside itself and brings it at the
 * visit that is asked for when it is made. */
static void from_job(struct desk *desk, struct arena *arena, unsigned newest,
	struct sync_guides *guides)
{
	const struct guide_release *made = guide_job_made(desk->guide_job,
		newest);

	if (made != NULL) {
		release_fill(arena, made, guides);
	} else if (guide_job_may_start(desk->guide_job, newest)) {
		guide_job_start(desk->guide_job);
	}
}

const err *hand_guides(struct desk *desk, struct arena *arena,
	struct sync_guides *ret_guides)
{
	struct guide_release release;
	unsigned newest = 0;
	uint64_t kept;
	const err *e = guide_release_kept(desk, &kept);

	if (e == NULL) e = guide_release_newest(desk, &newest);
	if (e != NULL || newest <= kept) return e;
	if (desk->guide_job != NULL) {
		from_job(desk, arena, newest, ret_guides);
		return NULL;
	}
	e = guide_release_make(desk, arena, NULL, &release);
	if (e == NULL) {
		release_fill(arena, &release, ret_guides);
	} else if (e->code == ERR_KEY || e->code == ERR_ABSENT
		|| e->code == ERR_REFUSED) {
		/* another desk of the team, or another day */
		return NULL;
	}
	return e;
}

const err *hand_guides_kept(struct desk *desk, unsigned number)
{
	struct buf text = {0};
	struct op op = {.kind = OP_SET, .field = S("guides.kept")};
	const err *e;

	buf_number(&text, number);
	op.value = buf_str(&text);
	e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	buf_close(&text);
	return e;
}
