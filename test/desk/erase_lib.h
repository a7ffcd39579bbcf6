/* For the tests of erasing: a desk in a folder, a person who writes to it, and
 * looking for a word wherever this desk could keep one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_DESK_ERASE_LIB_H
#define TEST_DESK_ERASE_LIB_H

#include "test.h"

#include "desk/copy.h"
#include "desk/desk_room.h"
#include "desk/erase.h"
#include "desk/keeping.h"
#include "desk/new.h"
#include "desk/record_query.h"
#include "model/team_roster.h"
#include "os/file.h"
#include "seal/age.h"
#include "seal/minisign.h"
#include "store/log_compact.h"
#include "store/log_hand.h"
#include "store/log_room.h"
#include "store/snapshot.h"

#include <stdlib.h>
#include <string.h>

#define PASSPHRASE S("seven lamps on a hill")
#define WORDS S("heliotrope planted tonight")
#define WORD "heliotrope"

enum { HOUR_MS = 3600000, START_HOUR = 490000, BLOBS_MAX = 512 };

static char dir[] = "/tmp/bothy-erase-XXXXXX";
static struct desk *desk, *other;
static struct arena *arena;
static uint64_t now, cursor;
static struct identity her;
static unsigned writers;

static inline const char *in_dir(const char *name)
{
	static char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static inline str hex_of(unsigned number)
{
	return str_fmt(arena, "%032x", number);
}

static inline void clock_on(uint64_t ms)
{
	now += ms;
	if (desk != NULL) desk_pretend_now(desk, now);
	if (other != NULL) desk_pretend_now(other, now);
}

static inline const err *open_again(void)
{
	const err *e;

	desk_close(&desk);
	e = desk_open(&desk, dir, PASSPHRASE);
	if (e == NULL) desk_pretend_now(desk, now);
	return e;
}

/* -- people ---------------------------------------------------------------- */

static inline str sealed_of(unsigned mailbox, unsigned number, str text)
{
	struct buf plain = {0}, sealed = {0}, to_her = {0};
	struct message message = {.language = S("en"), .about = ABOUT_HEALTH,
		.called = S("Noor"), .mailbox = hex_of(mailbox),
		.submission = hex_of(number), .text = text};
	recipient intake;
	str bytes;

	recipient_write(her.recipient, &to_her);
	message.recipient = buf_str(&to_her);
	assert_true(message_write(&message, &plain));
	assert_true(recipient_read(desk->roster.intake, &intake));
	age_seal(&sealed, buf_str(&plain), &intake, 1);
	bytes = buf_take(&sealed, arena);
	buf_close(&plain);
	buf_close(&sealed);
	buf_close(&to_her);
	return bytes;
}

static inline void takes(struct desk *at, str sealed)
{
	struct relay_message one = {.cursor = ++cursor, .hour = now / HOUR_MS,
		.hash = hash_of(sealed), .sealed = sealed};

	clock_on(1000);
	is_ok(desk_hands.take(at, &one, 1));
}

/* A thread with a word to look for, read by a member. */
static inline object_id planted(void)
{
	unsigned number = ++writers;
	object_id thread = fold_thread_id(hex_of(number));

	takes(desk, sealed_of(number, number, WORDS));
	clock_on(1000);
	is_ok(act_note(desk, thread, S("a note of heliotrope")));
	is_ok(act_name(desk, thread, S("heliotrope case")));
	is_ok(act_opened(desk, thread));
	return thread;
}

static inline bool is_there(struct desk *at, object_id thread)
{
	struct view_thread view;
	const err *e = query_thread(at, arena, thread, (struct query_open){0},
		&view);

	if (e != NULL) assert_int_equal(e->code, ERR_ABSENT);
	return e == NULL && view.message_count > 0;
}

static inline size_t found(struct desk *at, str words)
{
	struct query_rows rows;
	enum search_reach reach;
	struct search *search = query_words(at, arena, words);

	is_ok(query_search(at, arena, search, 0, &rows, &reach));
	return rows.count;
}

/* -- looking for a word ---------------------------------------------------- */

static inline bool holds(str bytes, const char *word)
{
	return bytes.len > 0 && memmem(bytes.at, bytes.len, word,
		strlen(word)) != NULL;
}

/* Every sealed body of the pack, opened with every key: also those that no
 * reading gives out any more. */
static inline bool pack_holds(struct desk *at, const char *path)
{
	const struct identity *keys[64];
	struct pack *pack;
	struct pack_item *item = mem_get(sizeof(*item));
	uint64_t place = 0;
	size_t count = log_epochs(at->log, RING_INTAKE, keys, 32);
	bool is = false;

	count += log_epochs(at->log, RING_TEAM, keys + count, 31);
	keys[count++] = &at->keys.identity;
	is_ok(pack_follow(&pack, path));
	while (pack_at(pack, place, item) == NULL) {
		for (size_t i = 0; i < item->body_count; i++) {
			struct buf sealed = {0}, plain = {0};

			is_ok(pack_read(pack, &item->bodies[i], &sealed));
			for (size_t k = 0; k < count; k++) {
				if (age_open(&plain, buf_str(&sealed), keys[k],
					1) == AGE_OK) {
					is |= holds(buf_str(&plain), WORD);
				}
			}
			buf_close(&sealed);
			buf_close(&plain);
		}
		place = item->next;
	}
	pack_close(&pack);
	mem_free(item);
	return is;
}

/* The projection as SQLite keeps it, freed pages and index included: what a
 * snapshot would hold. */
static inline bool tables_hold(struct desk *at)
{
	str bytes;

	is_ok(db_image(at->projection.db, &bytes));
	return holds(bytes, WORD);
}

static inline bool snapshots_hold(struct desk *at)
{
	bool is = false;

	for (unsigned i = 1; i <= SNAPSHOT_COUNT; i++) {
		struct buf sealed = {0}, plain = {0};
		const char *path = str_c(arena, str_fmt(arena,
			"%s/snapshot.%u", at->folder, i));

		if (file_read(path, 64 << 20, &sealed) == NULL &&
			age_open(&plain, buf_str(&sealed), &at->keys.identity,
				1) == AGE_OK) {
			is |= holds(buf_str(&plain), WORD);
		}
		buf_close(&sealed);
		buf_close(&plain);
	}
	return is;
}

/* -- beginning and end ----------------------------------------------------- */

static inline int setup(void **state)
{
	struct roster says = {.name = S("Hill Lamp"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
	struct buf parts[SHARE_PARTS] = {0};

	(void)state;
	seal_start();
	keyfile_work(10);
	if (mkdtemp(dir) == NULL) return 1;
	arena = arena_open(512 << 20);
	her = identity_make();
	now = (uint64_t)START_HOUR * HOUR_MS;
	is_ok(new_prepare(dir, &says, PASSPHRASE, now, parts));
	is_ok(new_finish(dir));
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	is_ok(open_again());
	return 0;
}

static inline int teardown(void **state)
{
	static const char *const left[] = {"desk/log.pack", "desk/key.age",
		"desk/lock", "desk/snapshot.1", "desk/snapshot.2",
		"desk/relay.lists", "line/roster", "line/roster.minisig",
		"line/roster.pub", "line/token.sha256", "line", "desk/files",
		"desk", "other/log.pack", "other/snapshot.1",
		"other/relay.lists", "other"};

	(void)state;
	desk_close(&desk);
	if (other != NULL) {
		other->did = DID_COUNT;
		desk_close(&other);
	}
	for (size_t i = 0; i < NELEM(left); i++) (void)remove(in_dir(left[i]));
	(void)remove(dir);
	identity_close(&her);
	arena_close(&arena);
	return 0;
}

#endif
