/* The guides at visits to the line: whether the newest release is to be
 * brought, and that it was.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/hands.h"

#include "base/num.h"
#include "desk/guide_release.h"

static const err *kept_number(struct desk *desk, uint64_t *ret_number)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	str value;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		S("guides.kept"), &value);

	*ret_number = 0;
	if (e == NULL && value.len > 0) {
		(void)!num_read(value, INT64_MAX, ret_number);
	}
	arena_close(&arena);
	return e;
}

static void release_fill(struct arena *arena,
	const struct guide_release *release, struct sync_guides *guides)
{
	guides->number = release->number;
	guides->offer = (struct relay_guide_offer){release->public_key,
		release->key_minisig, release->manifest, release->minisig};
	guides->count = release->file_count;
	guides->files = ARENA_ARRAY(arena, struct sync_guide_file,
		release->file_count);
	for (size_t i = 0; i < release->file_count; i++) {
		guides->files[i] = (struct sync_guide_file){
			hash_of(release->files[i].bytes),
			release->files[i].bytes};
	}
}

const err *hand_guides(struct desk *desk, struct arena *arena,
	struct sync_guides *ret_guides)
{
	struct guide_release release;
	unsigned newest = 0;
	uint64_t kept;
	const err *e = kept_number(desk, &kept);

	if (e == NULL) e = guide_release_newest(desk, &newest);
	if (e != NULL || newest <= kept) return e;
	/* made only when it is needed: it takes seconds */
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
