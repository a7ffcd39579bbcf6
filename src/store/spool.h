/* The line's box of sealed messages and replies; a second backend will
 * implement this same header. It holds nothing readable [spool-1]: sealed
 * bytes, mailbox names, the hour, sizes.
 *
 * [spool-2] what spool_commit said is durable survives any kill
 * [spool-3] a message is there whole or not at all; its blobs before its row
 * [spool-4] what no desk acknowledged is never aged out
 * [spool-5] below 10 % free disk (or the reserve) a message is refused before
 *           it is acknowledged
 * [spool-6] a repeated submission in one mailbox is stored again, never lost
 * [spool-7] a bundle of the log is there whole or not at all; blobs are
 *           numbered without gaps, and the same hash keeps its number for ever
 * [spool-8] once a signed list was taken, an unsigned one ages nothing
 * [spool-9] a reply's file is there with its reply or not at all, and goes
 *           with it
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SPOOL_H
#define STORE_SPOOL_H

#include "base/buf.h"
#include "base/err.h"
#include "seal/hash.h"
#include "store/bundle.h"

struct spool;

enum { SPOOL_NAME_BYTES = 16 };                 /* mailbox, blob, reply id */
typedef struct { unsigned char bytes[SPOOL_NAME_BYTES]; } spool_name;

/* Opens (or makes) the spool in a folder; takes the folder's lock. Sweeps
 * temporary files and blobs without a row older than 24 h. */
const err *spool_open(struct spool **ret_spool, const char *folder,
	uint64_t now_ms) MUST_USE;
void spool_close(struct spool **spool);

/* -- messages ------------------------------------------------------------- */
struct spool_message {
	spool_name mailbox;
	unsigned char erase[32];      /* SHA-256 of the erase proof */
	uint64_t hour;
	str sealed;
	const spool_name *blobs;      /* already finished with spool_blob_finish */
	size_t blob_count;
};
/* Adds to the open group; durable only after spool_commit. ERR_FULL: nothing
 * was added and nothing may be acknowledged [spool-5]. */
const err *spool_add(struct spool *spool, const struct spool_message *message)
	MUST_USE;
/* One transaction, synced, for all that was added or changed since the last.
 * On an error the whole group is rolled back. */
const err *spool_commit(struct spool *spool) MUST_USE;

/* -- attachments ---------------------------------------------------------- */
struct spool_blob;
const err *spool_blob_begin(struct spool *spool, spool_name name,
	struct spool_blob **ret_blob) MUST_USE;
const err *spool_blob_put(struct spool_blob *blob, str sealed) MUST_USE;
const err *spool_blob_finish(struct spool_blob **blob) MUST_USE; /* fsync, rename, fsync */
void spool_blob_abandon(struct spool_blob **blob);
const err *spool_blob_read(struct spool *spool, spool_name name,
	uint64_t offset, size_t max, struct buf *out, uint64_t *ret_size)
	MUST_USE;

/* -- the desk's side ------------------------------------------------------ */
struct spool_intake {
	uint64_t cursor;              /* grows; give it back as `after` */
	uint64_t hour;
	unsigned char hash[32];       /* SHA-256 of sealed: its name for `seen` */
	str sealed;
	const spool_name *blobs;
	size_t blob_count;
};
/* Messages after a cursor, oldest first, until `max_count` or about
 * `max_bytes`; kept by the arena. */
const err *spool_intake(struct spool *spool, struct arena *arena,
	uint64_t after, size_t max_count, size_t max_bytes,
	struct spool_intake **ret_items, size_t *ret_count) MUST_USE;
/* Marks as acknowledged by the desk; deleted by spool_age once `keep_days`
 * have passed [spool-4]. Unknown hashes are fine. */
const err *spool_acknowledge(struct spool *spool,
	const hash *hashes, size_t count, uint64_t hour) MUST_USE;
/* Deletes what was acknowledged at least `keep_days` ago, and its blobs. */
const err *spool_age(struct spool *spool, uint64_t now_hour,
	unsigned keep_days, size_t *ret_deleted) MUST_USE;

/* Deletes at once, durably, what a signed list names, taken or not, and its
 * attachments; from then on spool_acknowledge ages nothing [spool-8]. */
const err *spool_forget(struct spool *spool, const hash *hashes, size_t count)
	MUST_USE;

/* -- the team's log (doc/relay.md R10) ------------------------------------- */
struct spool_kept { struct place place; bool gone; };
/* Adds a bundle to the open group; what is there already keeps its place.
 * One of the results for each blob. ERR_FULL: nothing was added. */
const err *spool_put(struct spool *spool, const struct bundle *bundle,
	uint64_t hour, struct spool_kept ret_kept[BUNDLE_BLOBS_MAX]) MUST_USE;
struct spool_log {
	struct place from;            /* the sum is filled in for cursor 0 */
	uint64_t newest;
	struct spool_log_item {
		uint64_t cursor, hour;
		hash name;
		bool gone;
		str sealed;
	} items[BUNDLE_BLOBS_MAX];
	size_t count;
};
/* What came after a place; kept by the arena. ERR_ABSENT: this spool was never
 * there. */
const err *spool_log(struct spool *spool, struct arena *arena,
	struct place after, struct spool_log *ret_log) MUST_USE;
/* The hash was never put here. */
const err *spool_lacks(struct spool *spool, hash name, bool *ret_lacks)
	MUST_USE;
/* Destroys the bytes of those blobs, in the open group. */
const err *spool_destroy(struct spool *spool, const hash *hashes, size_t count)
	MUST_USE;

/* -- replies -------------------------------------------------------------- */
/* The same id again replaces nothing and is fine. */
const err *spool_reply_add(struct spool *spool, spool_name mailbox,
	spool_name id, uint64_t hour, str sealed) MUST_USE;
enum spool_taken { SPOOL_TAKEN_BACK, SPOOL_ALREADY_SHOWN, SPOOL_NO_SUCH };
const err *spool_reply_take_back(struct spool *spool, spool_name mailbox,
	spool_name id, enum spool_taken *ret_taken) MUST_USE;

/* A reply and the file that goes with it, both sealed (spool_copy.c). */
struct spool_copy {
	spool_name mailbox, id, blob;
	uint64_t hour;
	str reply, file;
};
/* As spool_reply_add, with the file [spool-9]. */
const err *spool_copy_add(struct spool *spool, const struct spool_copy *copy)
	MUST_USE;
/* Appends the sealed reply of that mailbox whose file has the name; ERR_ABSENT:
 * there is none. The file is then read as an attachment is. */
const err *spool_copy_find(struct spool *spool, spool_name mailbox,
	spool_name blob, struct buf *out) MUST_USE;
/* Ends, durably, the files that came in `hour` or before, and those whose reply
 * is gone. Commits what is open. */
const err *spool_copies_end(struct spool *spool, uint64_t hour) MUST_USE;

/* -- her side ------------------------------------------------------------- */
struct spool_box {
	struct spool_reply {
		uint64_t hour;
		spool_name id;
		str sealed;
		bool has_file;        /* it is here still */
	} *replies;
	size_t reply_count;
	struct spool_sent { uint64_t hour; unsigned files; } *sent;
	size_t sent_count;
};
/* An unknown mailbox gives an empty box, as an empty one does. Newest last. */
const err *spool_box(struct spool *spool, struct arena *arena,
	spool_name mailbox, struct spool_box *ret_box) MUST_USE;
/* Those replies were shown to her now. */
const err *spool_shown(struct spool *spool, spool_name mailbox) MUST_USE;
/* Erases replies and their files, the record of her messages, and messages that a desk has
 * already taken. Messages nobody has read yet stay for the desk and are
 * counted [spool-4]. *ret_matched false: no box opens with this proof. */
const err *spool_erase(struct spool *spool, spool_name mailbox,
	const unsigned char erase[32], bool *ret_matched,
	size_t *ret_unread) MUST_USE;

/* -- small things --------------------------------------------------------- */
/* Named values that the keeper must remember (roster counter, token hash). */
const err *spool_set(struct spool *spool, const char *name, str value) MUST_USE;
const err *spool_get(struct spool *spool, const char *name, struct buf *out)
	MUST_USE;
enum spool_disk { SPOOL_ROOMY, SPOOL_LOW, SPOOL_NO_ROOM };
struct spool_state {
	uint64_t waiting, kept, replies, free_bytes, all_bytes, blobs, gone;
	enum spool_disk disk;         /* warns before [spool-5] refuses */
};
const err *spool_state(struct spool *spool, struct spool_state *ret_state)
	MUST_USE;
/* Test hooks: the disk says it has this many bytes free; the database may
 * not grow over this many pages. */
void spool_pretend_free(struct spool *spool, uint64_t free_bytes);
const err *spool_limit_pages(struct spool *spool, unsigned pages) MUST_USE;
/* Idle work: checkpoint the WAL. Call when nothing happened for a second. */
const err *spool_idle(struct spool *spool) MUST_USE;

#endif
