/* The sealer's loop: submissions that are being sealed, by id. See sealer.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/sealer.h"

#include "base/hex.h"
#include "line/limits.h"
#include "line/sealed_file.h"
#include "line/wire.h"
#include "os/channel.h"
#include "os/jail.h"
#include "os/process.h"
#include "os/report.h"

#include <string.h>

enum { NICE = 10, EXIT_START = 3, MESSAGE_ARENA_BYTES = 256 * 1024 };

/* The attachments of one submission, until its text comes. */
struct submission {
	struct submission *next;
	uint32_t id;
	struct sealed_file files[LINE_FILES_MAX + LINE_VOICES_MAX];
	size_t count;               /* whole ones */
	bool open;                  /* files[count] is being sealed */
};

struct sealer {
	struct loop *loop;
	struct channel door, keeper;
	struct organisation *organisation;
	struct submission *submissions;
	struct buf out;             /* sealed bytes on their way */
};

/* -- submissions ---------------------------------------------------------- */

static struct submission *submission_of(struct sealer *s, uint32_t id)
{
	struct submission *found = s->submissions;

	while (found != NULL && found->id != id) found = found->next;
	if (found != NULL) return found;
	found = mem_get(sizeof(*found));
	found->id = id;
	found->next = s->submissions;
	s->submissions = found;
	return found;
}

static void submission_end(struct sealer *s, uint32_t id)
{
	struct submission **at = &s->submissions, *found;

	while (*at != NULL && (*at)->id != id) at = &(*at)->next;
	if (*at == NULL) return;
	found = *at;
	*at = found->next;
	for (size_t i = 0; i < NELEM(found->files); i++) {
		sealed_file_close(&found->files[i]);
	}
	mem_free(found);
}

/* -- attachments ---------------------------------------------------------- */

/* Hands sealed bytes to the keeper; when it cannot keep up, the door waits. */
static void pass_on(struct sealer *s, uint32_t id)
{
	str rest = buf_str(&s->out);

	must(!s->out.failed);
	while (rest.len > 0) {
		channel_send(&s->keeper, WIRE_BLOB_BYTES, id,
			str_first(rest, LINE_PIECE_BYTES));
		rest = str_from(rest, LINE_PIECE_BYTES);
	}
	buf_reset(&s->out);
	if (channel_is_full(&s->keeper)) channel_pause(&s->door, true);
}

static void keeper_drained(struct channel *channel)
{
	struct sealer *s = CONTAINER(channel, struct sealer, keeper);

	channel_pause(&s->door, false);
}

static void file_begin(struct sealer *s, uint32_t id, str bytes)
{
	struct submission *submission = submission_of(s, id);
	struct sealed_file *file = &submission->files[submission->count];

	(void)bytes;
	must(!submission->open && submission->count < NELEM(submission->files));
	sealed_file_open(file, &s->out);
	submission->open = true;
	channel_send(&s->keeper, WIRE_BLOB_BEGIN, id,
		str_bytes(file->blob, sizeof(file->blob)));
	pass_on(s, id);
}

static void file_bytes(struct sealer *s, uint32_t id, str bytes)
{
	struct submission *submission = submission_of(s, id);

	must(submission->open);
	sealed_file_put(&submission->files[submission->count], bytes, &s->out);
	pass_on(s, id);
}

static void file_end(struct sealer *s, uint32_t id, str bytes)
{
	struct submission *submission = submission_of(s, id);
	struct sealed_file *file = &submission->files[submission->count];

	must(submission->open);
	file->voice = unpack_number(&bytes) != 0;
	buf_put(&file->type, unpack_str(&bytes));
	buf_put(&file->name, unpack_str(&bytes));
	while (sealed_file_pad(file, &s->out)) pass_on(s, id);
	sealed_file_end(file, &s->out);
	pass_on(s, id);
	channel_send(&s->keeper, WIRE_BLOB_END, id, S(""));
	submission->open = false;
	submission->count++;
}

static void file_drop(struct sealer *s, uint32_t id, str bytes)
{
	struct submission *submission = submission_of(s, id);

	(void)bytes;
	must(submission->open);
	sealed_file_close(&submission->files[submission->count]);
	submission->open = false;
	channel_send(&s->keeper, WIRE_BLOB_DROP, id, S(""));
}

static void drop(struct sealer *s, uint32_t id, str bytes)
{
	(void)bytes;
	submission_end(s, id);
	channel_send(&s->keeper, WIRE_DROP, id, S(""));
}

/* -- the message ---------------------------------------------------------- */

/* What the door sent, as a message; strs kept by the arena or in `bytes`. */
static struct message message_of(struct arena *arena,
	const struct submission *submission, const struct code_public *keys,
	str bytes)
{
	struct message m = {0};
	recipient to = {RECIPIENT_X25519, {0}};
	struct buf text = {0};

	memcpy(to.bytes, keys->recipient, sizeof(to.bytes));
	recipient_write(to, &text);
	m.recipient = buf_take(&text, arena);
	buf_close(&text);
	m.mailbox = hex_text(arena, keys->mailbox, sizeof(keys->mailbox));
	m.language = unpack_str(&bytes);
	m.about = (enum message_about)unpack_number(&bytes);
	m.called = unpack_str(&bytes);
	m.submission = unpack_str(&bytes);
	m.text = unpack_str(&bytes);
	for (size_t i = 0; i < submission->count; i++) {
		m.files[m.file_count++] =
			sealed_file_row(arena, &submission->files[i]);
	}
	return m;
}

static void too_long(struct sealer *s, uint32_t id)
{
	struct buf out = {0};

	pack_number(&out, RECEIPT_TOO_LONG);
	channel_send(&s->door, WIRE_RECEIPT, id, buf_str(&out));
	channel_send(&s->keeper, WIRE_DROP, id, S(""));
	buf_close(&out);
}

static void message_send(struct sealer *s, uint32_t id,
	const struct code_public *keys, str plain)
{
	struct buf sealed = {0}, out = {0};

	age_seal(&sealed, plain, &s->organisation->intake, 1);
	pack_str(&out, str_bytes(keys->mailbox, sizeof(keys->mailbox)));
	pack_str(&out, str_bytes(keys->erase, sizeof(keys->erase)));
	pack_str(&out, buf_str(&sealed));
	channel_send(&s->keeper, WIRE_MESSAGE, id, buf_str(&out));
	buf_close(&sealed);
	buf_close(&out);
}

static void text(struct sealer *s, uint32_t id, str bytes)
{
	struct arena *arena = arena_open(MESSAGE_ARENA_BYTES);
	struct submission *submission = submission_of(s, id);
	struct buf plain = {0};
	struct code_public keys;
	struct message m;
	str packed = unpack_str(&bytes);

	must(packed.len == sizeof(keys) && !submission->open);
	memcpy(&keys, packed.at, sizeof(keys));
	m = message_of(arena, submission, &keys, bytes);
	if (message_write(&m, &plain)) {
		message_send(s, id, &keys, buf_str(&plain));
	} else {
		too_long(s, id);
	}
	buf_close(&plain); /* [sealer-1] */
	arena_close(&arena);
	mem_wipe(&keys, sizeof(keys));
	submission_end(s, id);
}

/* -- who says what -------------------------------------------------------- */

static const struct {
	unsigned kind;
	void (*act)(struct sealer *sealer, uint32_t id, str bytes);
} from_door[] = {
	{WIRE_FILE_BEGIN, file_begin},
	{WIRE_FILE_BYTES, file_bytes},
	{WIRE_FILE_END, file_end},
	{WIRE_FILE_DROP, file_drop},
	{WIRE_TEXT, text},
	{WIRE_DROP, drop},
};

static void door_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct sealer *s = CONTAINER(channel, struct sealer, door);

	for (size_t i = 0; i < NELEM(from_door); i++) {
		if (from_door[i].kind != kind) continue;
		from_door[i].act(s, id, bytes);
		return;
	}
	bug(__FILE__, __LINE__, "a kind the door does not send");
}

static void keeper_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct sealer *s = CONTAINER(channel, struct sealer, keeper);

	(void)id;
	must(kind == WIRE_ROSTER);
	organisation_adopt(s->organisation, bytes);
}

int sealer_run(void *argument)
{
	const struct sealer_start *start = argument;
	/* Static: one sealer a process, for its whole life. */
	static struct sealer s;
	const err *e;

	process_nice(NICE);
	seal_start();
	s.organisation = start->organisation;
	s.loop = loop_open();
	s.out = buf_cap(4 * AGE_SEALED_CHUNK_BYTES);
	e = jail_enter(JAIL_SEALER, NULL);
	if (e != NULL) {
		report_err("cannot seal", e);
		return EXIT_START;
	}
	channel_open(&s.door, s.loop, start->door, door_says);
	channel_open(&s.keeper, s.loop, start->keeper, keeper_says);
	s.keeper.drained = keeper_drained;
	e = loop_run(s.loop);
	if (e != NULL) report_err("the loop ended", e);
	return EXIT_START;
}
