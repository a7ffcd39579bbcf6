/* Sealing one attachment: see sealed_file.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/sealed_file.h"

#include "base/hex.h"
#include "seal/pad.h"
#include "seal/rand.h"

enum { ZEROS_BYTES = 64 * 1024 };

void sealed_file_open(struct sealed_file *file, struct buf *out)
{
	*file = (struct sealed_file){0};
	rand_bytes(file->blob, sizeof(file->blob));
	file->identity = identity_make();
	hasher_start(&file->hasher);
	file->sealer = age_sealer_open(out, &file->identity.recipient, 1);
}

void sealed_file_put(struct sealed_file *file, str plain, struct buf *out)
{
	file->bytes += plain.len;
	hasher_put(&file->hasher, plain);
	age_sealer_put(file->sealer, plain, out);
}

bool sealed_file_pad(struct sealed_file *file, struct buf *out)
{
	static const char zeros[ZEROS_BYTES];
	uint64_t left = pad_padme(file->bytes) - file->bytes - file->padded;
	size_t count = left < sizeof(zeros) ? (size_t)left : sizeof(zeros);

	age_sealer_put(file->sealer, str_bytes(zeros, count), out);
	file->padded += count;
	return left > count;
}

void sealed_file_end(struct sealed_file *file, struct buf *out)
{
	age_sealer_end(file->sealer, out);
	age_sealer_close(&file->sealer);
	file->sha256 = hasher_end(&file->hasher);
}

void sealed_file_close(struct sealed_file *file)
{
	age_sealer_close(&file->sealer);
	identity_close(&file->identity);
	buf_close(&file->type);
	buf_close(&file->name);
	mem_wipe(file, sizeof(*file));
}

struct message_file sealed_file_row(struct arena *arena,
	const struct sealed_file *file)
{
	struct message_file row = {.bytes = file->bytes, .voice = file->voice,
		.type = buf_str(&file->type), .name = buf_str(&file->name)};
	struct buf identity = {0};

	row.blob = hex_text(arena, file->blob, sizeof(file->blob));
	row.sha256 = hex_text(arena, file->sha256.bytes,
		sizeof(file->sha256.bytes));
	identity_write(&file->identity, &identity);
	row.identity = buf_take(&identity, arena); /* wiped with the arena */
	buf_close(&identity);
	return row;
}
