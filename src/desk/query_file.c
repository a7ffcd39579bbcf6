/* Opening an attachment from memory: see query.h. The sealed bytes come from
 * files/, the key and the sum from the message; nothing is written.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/query_room.h"

#include "base/hex.h"
#include "seal/age.h"
#include "seal/hash.h"

#include <string.h>

/* What the message says of the file. */
struct said {
	str blob, sha256, identity;
	uint64_t bytes;
};

static const err *said_take(struct desk *desk, struct arena *arena,
	object_id id, struct view_file *file, struct said *said)
{
	struct query *ask = projection_ask(&desk->projection, ASK_FILE);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&id));
	e = query_step(ask, &row);
	if (e == NULL && !row) e = err_make(ERR_ABSENT, "there is no such file");
	if (e == NULL) {
		*file = (struct view_file){.id = query_id(ask, 0, arena),
			.bytes = query_number(ask, 2),
			.type = query_text(ask, 3, arena),
			.name = query_text(ask, 4, arena),
			.voice = query_number(ask, 5) != 0, .here = true};
		*said = (struct said){query_text(ask, 1, arena),
			query_text(ask, 6, arena), query_text(ask, 7, arena),
			file->bytes};
	}
	query_reset(ask);
	return e;
}

static bool is_as_said(const struct said *said, str plain)
{
	unsigned char want[32];
	hash sum = hash_of(str_first(plain, (size_t)said->bytes));

	return plain.len >= said->bytes &&
		hex_read(said->sha256, want, sizeof(want)) &&
		memcmp(want, sum.bytes, sizeof(want)) == 0;
}

static const err *file_open_sealed(const struct said *said, str sealed,
	struct buf *out)
{
	struct identity identity;
	size_t before = out->len;
	bool right;

	if (!identity_read(said->identity, &identity)) {
		return err_make(ERR_FORMAT, "a file's key is damaged");
	}
	right = age_open(out, sealed, &identity, 1) == AGE_OK &&
		is_as_said(said, str_from(buf_str(out), before));
	identity_close(&identity);
	if (!right) {
		out->len = before;
		return err_make(ERR_FORMAT, "a file is not as it was sent");
	}
	out->len = before + (size_t)said->bytes; /* the rest is padding */
	return NULL;
}

const err *query_file(struct desk *desk, struct arena *arena, object_id id,
	struct view_file *ret_file, struct buf *out)
{
	struct buf sealed = buf_cap(QUERY_FILE_MAX);
	struct view_file file;
	struct said said;
	const err *e = said_take(desk, arena, id, &file, &said);

	if (e == NULL) {
		e = file_read(str_c(arena, str_fmt(arena, "%s/%.*s",
			desk->files, S_ARG(said.blob))), QUERY_FILE_MAX,
			&sealed);
	}
	if (e == NULL) e = file_open_sealed(&said, buf_str(&sealed), out);
	buf_close(&sealed);
	if (e == NULL) *ret_file = file;
	return e;
}
