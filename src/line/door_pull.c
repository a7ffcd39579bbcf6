/* Files of the keeper on their way out: attachments for desks, files of guides
 * for everyone. Pulled piece by piece, as fast as the client takes them, so that
 * the door holds one piece of each.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/door.h"

#include "base/field.h"
#include "base/hex.h"

enum { BLOB_DIGITS = 2 * SPOOL_NAME_BYTES };

struct pull_job {
	struct job job;
	struct door *door;
	enum wire_kind ask;     /* WIRE_BLOB_GET, WIRE_GUIDE_GET */
	str name;               /* kept by the exchange */
	str type, headers;      /* of the answer */
	uint64_t size, offset;  /* size 0 until the first piece */
};

static void ask(struct pull_job *job)
{
	struct buf out = {0};

	pack_str(&out, job->name);
	pack_number(&out, job->offset);
	channel_send(&job->door->keeper, job->ask, job->job.id,
		buf_str(&out));
	buf_close(&out);
}

static void drained(struct exchange *x)
{
	struct pull_job *job = x->role;

	if (job != NULL && job->offset < job->size) ask(job);
}

static struct pull_job *pull_open(struct door *door, struct exchange *x)
{
	struct pull_job *job = job_open(&door->jobs, x, JOB_PULL, sizeof(*job));

	job->door = door;
	return job;
}

void door_pull_blob(struct door *door, struct exchange *x, str named)
{
	unsigned char name[SPOOL_NAME_BYTES];
	struct pull_job *job;

	if (!field_is_hex(named, BLOB_DIGITS)
		|| !hex_read(named, name, sizeof(name))) {
		door_not_found(door, x);
		return;
	}
	job = pull_open(door, x);
	job->ask = WIRE_BLOB_GET;
	job->name = str_dup(x->arena, str_bytes(name, sizeof(name)));
	job->type = S("application/octet-stream");
	job->headers = S("Cache-Control: no-store\r\n"
		"X-Content-Type-Options: nosniff\r\n");
	ask(job);
}

void door_pull_guide(struct door *door, struct exchange *x, str path,
	str type, str headers)
{
	struct pull_job *job = pull_open(door, x);

	job->ask = WIRE_GUIDE_GET;
	job->name = str_dup(x->arena, path);
	job->type = type;
	job->headers = str_dup(x->arena, headers);
	ask(job);
}

static void begin(struct pull_job *job, uint64_t size)
{
	struct answer answer = {.status = 200, .type = job->type,
		.headers = job->headers};

	job->size = size;
	web_answer_start(job->job.x, &answer, size);
}

/* The file went away while it was read: an answer that stops short is a
 * broken connection (doc/relay.md R1.6). */
void door_pull_piece(struct door *door, uint32_t id, str bytes)
{
	struct pull_job *job = job_find(&door->jobs, id, JOB_PULL);
	uint64_t size = unpack_number(&bytes);
	str piece = unpack_str(&bytes);

	if (job == NULL) return;
	if (job->size == 0 && size == 0) {
		door_not_found(door, job->job.x);
		return;
	}
	if (job->size == 0) {
		struct exchange *x = job->job.x;

		begin(job, size);
		/* a HEAD is answered already; so may the client have left */
		job = job_find(&door->jobs, id, JOB_PULL);
		if (job == NULL || x->request.method == HTTP_HEAD) return;
	}
	if (piece.len == 0 || job->size != size) return;
	job->offset += piece.len;
	/* not before: the head's own draining asks for nothing */
	web_on_drained(job->job.x, drained);
	(void)web_answer_piece(job->job.x, piece);
}

void door_pull_gone(struct door *door, struct job *job)
{
	job_close(&door->jobs, job, sizeof(struct pull_job));
}
