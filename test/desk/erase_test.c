/* Tests of erasing, holding and tidying: what was erased is in no file this
 * desk can open, in no table and no index; undo refuses; two desks with real
 * logs on disk, and what each says of it. No network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
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

static const char *in_dir(const char *name)
{
	static char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static str hex_of(unsigned number)
{
	return str_fmt(arena, "%032x", number);
}

static void clock_on(uint64_t ms)
{
	now += ms;
	if (desk != NULL) desk_pretend_now(desk, now);
	if (other != NULL) desk_pretend_now(other, now);
}

static const err *open_again(void)
{
	const err *e;

	desk_close(&desk);
	e = desk_open(&desk, dir, PASSPHRASE);
	if (e == NULL) desk_pretend_now(desk, now);
	return e;
}

/* -- people ---------------------------------------------------------------- */

static str sealed_of(unsigned mailbox, unsigned number, str text)
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

static void takes(struct desk *at, str sealed)
{
	struct relay_message one = {.cursor = ++cursor, .hour = now / HOUR_MS,
		.hash = hash_of(sealed), .sealed = sealed};

	clock_on(1000);
	is_ok(desk_hands.take(at, &one, 1));
}

/* A thread with a word to look for, read by a member. */
static object_id planted(void)
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

static bool is_there(struct desk *at, object_id thread)
{
	struct view_thread view;
	const err *e = query_thread(at, arena, thread, (struct query_open){0},
		&view);

	if (e != NULL) assert_int_equal(e->code, ERR_ABSENT);
	return e == NULL && view.message_count > 0;
}

static size_t found(struct desk *at, str words)
{
	struct query_rows rows;
	enum search_reach reach;
	struct search *search = query_words(at, arena, words);

	is_ok(query_search(at, arena, search, 0, &rows, &reach));
	return rows.count;
}

/* -- looking for a word ---------------------------------------------------- */

static bool holds(str bytes, const char *word)
{
	return bytes.len > 0 && memmem(bytes.at, bytes.len, word,
		strlen(word)) != NULL;
}

/* Ops that the pack on the disk still gives to somebody with all the keys. */
struct looking { bool found; };
static const err *look_op(void *owner, const struct log_op *op)
{
	struct looking *looking = owner;

	looking->found |= holds(op->op.value, WORD);
	return NULL;
}

/* Every sealed body of the pack, opened with every key: also those that no
 * reading gives out any more. */
static bool pack_holds(struct desk *at, const char *path)
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
static bool tables_hold(struct desk *at)
{
	str bytes;

	is_ok(db_image(at->projection.db, &bytes));
	return holds(bytes, WORD);
}

static bool snapshots_hold(struct desk *at)
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

TEST(nothing_erased_is_left_anywhere_on_this_desk)
{
	/* [erase-3] */
	object_id thread = planted(), kept;
	struct looking looking = {0};

	UNUSED_STATE;
	kept = planted();
	is_ok(open_again()); /* a snapshot holds them */
	assert_true(snapshots_hold(desk));
	assert_true(pack_holds(desk, in_dir("desk/log.pack")));
	assert_true(tables_hold(desk));
	is_ok(erase_do(desk, thread));
	assert_false(is_there(desk, thread));
	assert_true(is_there(desk, kept));
	assert_int_equal(found(desk, S("heliotrope")), 1);
	is_ok(erase_do(desk, kept));
	assert_int_equal(found(desk, S("heliotrope")), 0);
	assert_false(tables_hold(desk));
	assert_false(snapshots_hold(desk));
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
	is_ok(open_again());
	assert_false(is_there(desk, thread));
	assert_false(tables_hold(desk));
	assert_false(snapshots_hold(desk));
	is_ok(log_survey(desk->log, look_op, &looking));
	assert_false(looking.found);
	assert_int_equal(log_alarms(desk->log, (struct alarm[8]){{0}}, 8), 0);
	is_ok(open_again());
}

TEST(undoing_after_erasing_refuses_and_says_so)
{
	object_id thread = planted();
	struct view_did did;
	str before;

	UNUSED_STATE;
	is_ok(act_name(desk, thread, S("the harbour")));
	query_did(desk, arena, &did);
	before = did.undo;
	assert_true(before.len > 0);
	is_ok(erase_do(desk, thread));
	query_did(desk, arena, &did);
	assert_int_equal(did.did, DID_ERASED);
	assert_int_equal(did.undo.len, 0);
	assert_int_equal(act_undo(desk, before)->code, ERR_REFUSED);
	assert_false(is_there(desk, thread));
}

TEST(what_is_unread_or_held_is_not_erased)
{
	/* [erase-1] */
	unsigned number = ++writers;
	object_id thread = fold_thread_id(hex_of(number)), member;
	struct record_refusal refusal;
	struct erase_plan plan;
	struct record_edit name = {"name", S("Rojin"), EDIT_SET};
	struct buf hex = {0};

	UNUSED_STATE;
	takes(desk, sealed_of(number, number, S("not read yet")));
	assert_int_equal(erase_do(desk, thread)->code, ERR_REFUSED);
	is_ok(act_opened(desk, thread));
	is_ok(record_create(desk, &record_member, (struct record_edits){&name,
		1}, &refusal, &member));
	object_write(member, &hex);
	is_ok(erase_hold(desk, &(struct erase_hold){thread, S("legal"),
		buf_str(&hex), S("2031-01-01")}, &refusal));
	assert_true(erase_is_held(desk, thread));
	assert_int_equal(erase_do(desk, thread)->code, ERR_REFUSED);
	assert_true(is_there(desk, thread));
	is_ok(erase_plan(desk, thread, &plan));
	assert_true(plan.held && !plan.unread && plan.is_thread);
	assert_int_equal(plan.hers, 1);
	buf_close(&hex);
}

TEST(joined_threads_go_together_and_she_can_write_again)
{
	object_id one = planted(), two = planted();
	unsigned last = writers;

	UNUSED_STATE;
	is_ok(act_join(desk, two, one));
	is_ok(act_opened(desk, one));
	is_ok(erase_do(desk, two));
	assert_false(is_there(desk, one));
	assert_false(is_there(desk, two));
	/* the line has her old message still: it is not taken again */
	takes(desk, sealed_of(last, 90000, S("I write again")));
	assert_true(is_there(desk, two));
	assert_false(is_there(desk, one));
	is_ok(open_again());
	assert_true(is_there(desk, two));
}

TEST(a_message_that_was_erased_is_not_taken_from_the_line_again)
{
	unsigned number = ++writers;
	object_id thread = fold_thread_id(hex_of(number));
	str sealed = sealed_of(number, number, WORDS);

	UNUSED_STATE;
	takes(desk, sealed);
	is_ok(act_opened(desk, thread));
	is_ok(erase_do(desk, thread));
	takes(desk, sealed);
	assert_false(is_there(desk, thread));
	is_ok(open_again());
	takes(desk, sealed);
	assert_false(is_there(desk, thread));
}

TEST(a_record_is_erased_whole_and_only_it)
{
	struct record_edit name = {"name", S("heliotrope house"), EDIT_SET};
	struct record_edit other_name = {"name", S("Hevi"), EDIT_SET};
	struct record_refusal refusal;
	struct record record;
	object_id one, two;

	UNUSED_STATE;
	is_ok(record_create(desk, &record_contact, (struct record_edits){&name,
		1}, &refusal, &one));
	is_ok(record_create(desk, &record_contact, (struct record_edits){
		&other_name, 1}, &refusal, &two));
	is_ok(erase_do(desk, one));
	assert_int_equal(record_get(desk, arena, one, &record)->code,
		ERR_ABSENT);
	is_ok(record_get(desk, arena, two, &record));
	assert_false(tables_hold(desk));
}

TEST(what_is_over_is_listed_and_goes_only_when_somebody_says_so)
{
	/* [keeping-1] [keep-1] */
	object_id old = planted(), held, unread, fresh, things[3];
	unsigned kept = ++writers, number = ++writers;
	struct keeping_row *rows;
	struct keeping_figure *figures;
	struct record_refusal refusal;
	struct record_edit name = {"name", S("Hana"), EDIT_SET};
	object_id member;
	size_t count, figure_count, before;
	struct buf hex = {0};

	UNUSED_STATE;
	is_ok(keeping_figures(desk, arena, &figures, &figure_count));
	before = figure_count == 0 ? 0 : (size_t)figures[0].count;
	held = fold_thread_id(hex_of(kept));
	takes(desk, sealed_of(kept, kept, S("a court asks for this")));
	is_ok(act_opened(desk, held));
	unread = fold_thread_id(hex_of(number));
	takes(desk, sealed_of(number, number, S("nobody read this")));
	is_ok(act_pile(desk, old, PILE_DONE));
	is_ok(act_pile(desk, held, PILE_DONE));
	is_ok(act_pile(desk, unread, PILE_DONE));
	is_ok(record_create(desk, &record_member, (struct record_edits){&name,
		1}, &refusal, &member));
	object_write(member, &hex);
	is_ok(erase_hold(desk, &(struct erase_hold){held, S("person"),
		buf_str(&hex), S("2040-01-01")}, &refusal));
	is_ok(keeping_due(desk, arena, &rows, &count));
	assert_int_equal(count, 0);
	clock_on((uint64_t)366 * 24 * HOUR_MS);
	fresh = planted();
	is_ok(act_pile(desk, fresh, PILE_DONE));
	is_ok(keeping_due(desk, arena, &rows, &count));
	assert_int_equal(count, 1);
	assert_true(object_eq(rows[0].thing, old));
	assert_true(is_there(desk, old)); /* nothing goes by itself */
	things[0] = old;
	things[1] = held;
	things[2] = fresh;
	is_ok(keeping_erase(desk, things, 3, &count));
	assert_int_equal(count, 1);
	assert_false(is_there(desk, old));
	assert_true(is_there(desk, held));
	assert_true(is_there(desk, unread));
	assert_true(is_there(desk, fresh));
	is_ok(keeping_figures(desk, arena, &figures, &figure_count));
	assert_true(figure_count > 0);
	assert_true(figures[0].count == 1 || figures[0].count == before + 1);
	is_ok(act_opened(desk, fresh));
	is_ok(erase_do(desk, fresh));
	buf_close(&hex);
}

TEST(a_copy_holds_what_is_theirs_and_nothing_of_ours)
{
	object_id thread = planted();
	struct buf page = {0}, sealed = {0}, plain = {0};
	struct erase_plan plan;

	UNUSED_STATE;
	is_ok(act_answer(desk, thread, WAY_SIGNAL, S("en"), S("our answer")));
	{
		struct view_thread view;
		object_id answer;

		is_ok(query_thread(desk, arena, thread, (struct query_open){0},
			&view));
		assert_true(object_read(view.messages[view.message_count -
			1].id, &answer));
		is_ok(act_handed_over(desk, answer));
	}
	is_ok(copy_page(desk, thread, &page));
	assert_true(holds(buf_str(&page), "planted tonight"));
	assert_true(holds(buf_str(&page), "our answer"));
	assert_false(holds(buf_str(&page), "a note of"));
	assert_false(holds(buf_str(&page), "heliotrope case"));
	assert_int_equal(copy_make(desk, thread, S("short"), &sealed)->code,
		ERR_USAGE);
	is_ok(copy_make(desk, thread, S("eight lamps"), &sealed));
	assert_false(holds(buf_str(&sealed), WORD));
	assert_int_equal(age_open_passphrase(&plain, buf_str(&sealed),
		S("eight lamps"), 20), AGE_OK);
	assert_true(holds(buf_str(&plain), "planted tonight"));
	is_ok(erase_plan(desk, thread, &plan));
	assert_int_equal(plan.copies, 1);
	is_ok(act_opened(desk, thread));
	is_ok(erase_do(desk, thread));
	buf_close(&page);
	buf_close(&sealed);
	buf_close(&plain);
}

TEST(attachments_go_with_their_message_and_others_stay)
{
	unsigned char noise[512] = {7};
	struct act_file file = {S("photo.png"), S("image/png"),
		str_bytes(noise, sizeof(noise))};
	struct act_paste paste = {.way = WAY_SIGNAL, .language = S("en"),
		.text = S("with a picture"), .files = &file, .file_count = 1};
	struct file_names names;
	object_id one, two;
	size_t before;

	UNUSED_STATE;
	paste.when_ms = now;
	is_ok(act_paste(desk, &paste, &one));
	is_ok(act_paste(desk, &paste, &two));
	is_ok(act_opened(desk, one));
	is_ok(act_opened(desk, two));
	is_ok(file_list(arena, in_dir("desk/files"), &names));
	before = names.count;
	is_ok(erase_do(desk, one));
	is_ok(file_list(arena, in_dir("desk/files"), &names));
	assert_int_equal(names.count, before - 1);
	is_ok(erase_do(desk, two));
	is_ok(file_list(arena, in_dir("desk/files"), &names));
	assert_int_equal(names.count, before - 2);
}

TEST(the_line_is_told_what_to_destroy_and_what_to_forget)
{
	object_id thread = planted();
	enum signed_list_kind kind;
	str body;
	bool told[LIST_KIND_COUNT] = {false};

	UNUSED_STATE;
	for (;;) {
		is_ok(signed_list_first(desk->folder, arena, &kind, &body));
		if (body.len == 0) break;
		is_ok(signed_list_done(desk->folder));
	}
	is_ok(erase_do(desk, thread));
	for (;;) {
		is_ok(signed_list_first(desk->folder, arena, &kind, &body));
		if (body.len == 0) break;
		told[kind] = true;
		is_ok(signed_list_done(desk->folder));
	}
	assert_true(told[LIST_DELETE]);
	assert_true(told[LIST_FORGET]);
}

/* -- two desks ------------------------------------------------------------- */

static struct team_device device_of(const struct desk *at, str member)
{
	struct buf key = {0}, to = {0};
	struct team_device device;

	buf_hex(&key, at->keys.sign.public.bytes, 32);
	recipient_write(at->keys.identity.recipient, &to);
	device = (struct team_device){buf_take(&key, arena),
		buf_take(&to, arena), member, S("a desk")};
	buf_close(&key);
	buf_close(&to);
	return device;
}

static void roster_hand(const struct team_roster *next,
	const struct log_grant *grants, size_t count)
{
	struct buf text = {0};
	struct log_change change = {.grants = grants, .grant_count = count};
	signature sig = log_roster_sign(next, &desk->keys.sign);
	bool done;

	assert_true(log_roster_write(next, &desk->keys.sign.public, &sig, 1,
		&text));
	change.roster = buf_str(&text);
	clock_on(1000);
	is_ok(log_hand(desk->log, now, &change, &done));
	assert_true(done);
	is_ok(desk_read(desk));
	buf_close(&text);
}

static hash anchor;

/* A second device of another member, by hand: keys, a pack, a place in the
 * roster and in two rings. */
static void other_open(void)
{
	str me = S("11111111111111111111111111111111");
	str she = S("22222222222222222222222222222222");
	struct team_roster *next = mem_get(sizeof(*next));
	struct log_grant grants[2];

	other = mem_get(sizeof(*other));
	other->arena = arena_open(DESK_ARENA_BYTES);
	other->lock.fd = -1;
	other->folder = str_c(arena, str_fmt(arena, "%s/other", dir));
	other->files = other->folder;
	is_ok(file_folder_make(other->folder));
	keyfile_make(&other->keys, str_bytes(desk->keys.org, 64));
	other->device = (struct log_device){str_bytes(other->keys.org, 64),
		&other->keys.sign, &other->keys.identity, &anchor};
	log_device_name(other->keys.sign.public, other->fold.dev);
	other->fold.projection = &other->projection;
	is_ok(projection_open(&other->projection));
	log_roster_next(desk->log, arena, device_of(desk, me), next);
	grants[0] = (struct log_grant){RING_INTAKE, str_bytes(desk->fold.dev,
		LOG_DEVICE_HEX), false};
	roster_hand(next, NULL, 0);
	log_roster_next(desk->log, arena, device_of(desk, me), next);
	assert_true(team_roster_device_add(next, device_of(other, she)));
	assert_true(team_roster_admin_add(next, she));
	grants[1] = (struct log_grant){RING_INTAKE, str_bytes(other->fold.dev,
		LOG_DEVICE_HEX), false};
	roster_hand(next, grants, 2);
	anchor = hash_of(log_team_roster(desk->log));
	is_ok(log_open(&other->log, in_dir("other/log.pack"), &other->device));
	mem_free(next);
}

struct blobs { str at[BLOBS_MAX]; size_t count; };
static const err *blob_add(void *owner, str blob)
{
	struct blobs *blobs = owner;

	must(blobs->count < BLOBS_MAX);
	blobs->at[blobs->count++] = str_dup(arena, blob);
	return NULL;
}

/* `to` hears all that `from` has. */
static void hears(struct desk *to, struct desk *from)
{
	struct blobs *blobs = mem_get(sizeof(*blobs));
	uint64_t position = 0;
	size_t refused;

	is_ok(log_blobs(from->log, &position, blob_add, blobs));
	clock_on(1000);
	log_clock(to->log, now);
	is_ok(log_receive(to->log, blobs->at, blobs->count, &refused));
	is_ok(desk_read(to));
	mem_free(blobs);
}

static struct erase_row newest(struct desk *at)
{
	struct erase_row *rows;
	size_t count;

	is_ok(erase_rows(at, arena, &rows, &count));
	assert_true(count > 0);
	return rows[0];
}

TEST(two_people_and_two_devices_one_asks_another_agrees_both_forget)
{
	/* [erase-2] [erase-4] */
	object_id thread = planted(), wish;
	struct erase_plan plan;

	UNUSED_STATE;
	other_open();
	hears(other, desk);
	assert_true(is_there(other, thread));
	assert_true(tables_hold(other));
	is_ok(erase_plan(desk, thread, &plan));
	assert_true(plan.needs_second);
	assert_int_equal(erase_do(desk, thread)->code, ERR_REFUSED);
	is_ok(erase_ask(desk, &(struct erase_ask){thread, S("erase"),
		S("asked"), S("code")}, &wish));
	assert_int_equal(erase_agree(desk, thread)->code, ERR_REFUSED);
	/* nor by the step itself */
	{
		struct record_refusal refusal;

		is_ok(record_step(desk, wish, S("agreed"),
			(struct record_edits){0}, &refusal));
	}
	assert_int_equal(erase_do(desk, thread)->code, ERR_REFUSED);
	{
		struct record_refusal refusal;

		is_ok(record_step(desk, wish, S("asked"),
			(struct record_edits){0}, &refusal));
	}
	hears(other, desk);
	is_ok(erase_agree(other, thread));
	hears(desk, other);
	is_ok(erase_do(desk, thread));
	assert_int_equal(newest(desk).waiting, 1);
	assert_int_equal(newest(desk).device_count, 2);
	hears(other, desk);
	assert_false(is_there(other, thread));
	assert_false(tables_hold(other));
	assert_false(pack_holds(other, in_dir("other/log.pack")));
	assert_int_equal(newest(desk).waiting, 1);
	hears(desk, other);
	assert_int_equal(newest(desk).waiting, 0);
	assert_false(log_is_ahead(desk->log));
	assert_int_equal(log_alarms(desk->log, (struct alarm[8]){{0}}, 8), 0);
}

static void erase_agreed(object_id thread)
{
	object_id wish;

	is_ok(erase_ask(desk, &(struct erase_ask){thread, S("erase"),
		S("asked"), S("code")}, &wish));
	hears(other, desk);
	is_ok(erase_agree(other, thread));
	hears(desk, other);
}

TEST(an_edit_beside_an_erasure_is_kept_out_and_its_writer_told)
{
	object_id thread = planted();
	struct erase_late *lates;
	size_t count;

	UNUSED_STATE;
	erase_agreed(thread);
	is_ok(act_note(other, thread, S("a late word of heliotrope")));
	is_ok(erase_do(desk, thread));
	hears(other, desk);
	assert_false(is_there(other, thread));
	assert_false(tables_hold(other));
	hears(desk, other);
	assert_false(is_there(desk, thread));
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
	is_ok(erase_lates(other, arena, &lates, &count));
	assert_int_equal(count, 1);
	assert_true(object_eq(lates[0].unit, thread));
	is_str(lates[0].dev, str_bytes(other->fold.dev, LOG_DEVICE_HEX));
	hears(other, desk);
	assert_int_equal(newest(other).waiting, 0);
}

TEST(her_message_that_came_beside_an_erasure_is_kept)
{
	/* [erase-1] */
	object_id thread = planted();
	unsigned number = writers;
	struct view_thread view;

	UNUSED_STATE;
	erase_agreed(thread);
	takes(other, sealed_of(number, 70000, S("please answer me")));
	is_ok(erase_do(desk, thread));
	hears(other, desk);
	assert_true(is_there(other, thread));
	assert_false(tables_hold(other));
	hears(desk, other);
	is_ok(query_thread(desk, arena, thread, (struct query_open){0}, &view));
	assert_int_equal(view.message_count, 1);
	is_str(view.messages[0].text, S("please answer me"));
	assert_true(view.row.fresh);
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
}

TEST(old_bodies_go_when_both_devices_have_the_same_and_not_before)
{
	object_id thread = planted();
	struct erase_tidied tidied;
	uint64_t before;

	UNUSED_STATE;
	hears(other, desk);
	clock_on(1000);
	is_ok(erase_tidy(desk, 50, &tidied));
	assert_true(tidied.issued > 0);
	assert_int_equal(tidied.destroyed, 0);
	before = pack_size(desk->log->pack);
	hears(other, desk);
	is_ok(erase_check(other));
	hears(desk, other);
	clock_on(1000);
	is_ok(erase_tidy(desk, 0, &tidied));
	hears(other, desk);
	is_ok(erase_check(other));
	hears(desk, other);
	is_ok(erase_tidy(desk, 0, &tidied));
	assert_true(tidied.destroyed > 0);
	assert_true(pack_size(desk->log->pack) < before);
	assert_true(is_there(desk, thread));
	assert_int_equal(found(desk, S("heliotrope")) > 0, 1);
	is_ok(open_again());
	assert_true(is_there(desk, thread));
}

static int setup(void **state)
{
	struct roster says = {.name = S("Hill Lamp"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
	struct buf parts[SHARE_PARTS] = {0};

	(void)state;
	seal_start();
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

static int teardown(void **state)
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_erased_is_left_anywhere_on_this_desk),
		CASE(undoing_after_erasing_refuses_and_says_so),
		CASE(what_is_unread_or_held_is_not_erased),
		CASE(joined_threads_go_together_and_she_can_write_again),
		CASE(a_message_that_was_erased_is_not_taken_from_the_line_again),
		CASE(a_record_is_erased_whole_and_only_it),
		CASE(what_is_over_is_listed_and_goes_only_when_somebody_says_so),
		CASE(a_copy_holds_what_is_theirs_and_nothing_of_ours),
		CASE(attachments_go_with_their_message_and_others_stay),
		CASE(the_line_is_told_what_to_destroy_and_what_to_forget),
		CASE(two_people_and_two_devices_one_asks_another_agrees_both_forget),
		CASE(an_edit_beside_an_erasure_is_kept_out_and_its_writer_told),
		CASE(her_message_that_came_beside_an_erasure_is_kept),
		CASE(old_bodies_go_when_both_devices_have_the_same_and_not_before),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
