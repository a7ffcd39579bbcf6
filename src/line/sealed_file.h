/* One attachment while it is sealed: bytes in, an age file to a fresh one-time
 * identity out, padded to its Padmé size, and what the message must say of it
 * (FORMATS 3). Owns the identity until it is closed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_SEALED_FILE_H
#define LINE_SEALED_FILE_H

#include "model/message.h"
#include "seal/age.h"
#include "seal/hash.h"

struct sealed_file {
	unsigned char blob[16];      /* its random name on the line */
	struct identity identity;
	struct age_sealer *sealer;   /* NULL when it is whole */
	struct hasher hasher;
	hash sha256;
	uint64_t bytes, padded;
	bool voice;
	struct buf type, name;
};

/* Begins; appends the first sealed bytes to `out`. */
void sealed_file_open(struct sealed_file *file, struct buf *out);
void sealed_file_put(struct sealed_file *file, str plain, struct buf *out);
/* The file has ended: a piece of the zeros up to its size class; true while
 * more are needed. */
bool sealed_file_pad(struct sealed_file *file, struct buf *out);
/* Behind the last zero: the end of the seal. */
void sealed_file_end(struct sealed_file *file, struct buf *out);
/* Wipes; accepts empty. */
void sealed_file_close(struct sealed_file *file);
/* The line of the message. Its strs are kept by the arena, the identity's text
 * among them: the arena is closed as soon as the message is sealed. */
struct message_file sealed_file_row(struct arena *arena,
	const struct sealed_file *file);

#endif
