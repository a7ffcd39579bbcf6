/* A desk with BENCH_MESSAGES (100,000) messages of about 1,500 bytes, and how
 * fast it is: opened again, changed, listed, searched, made anew. The texts are
 * of invented words in Arabic, Sorani, Kurmanji and English letters, often ones
 * more often than rare ones, and go through the real log.
 *
 *	desk_scale make FOLDER      the desk, where there is none yet
 *	desk_scale open FOLDER      opened from its snapshot, used, closed
 *	desk_scale anew FOLDER      opened without a snapshot
 *	desk_scale erase FOLDER     opened, one thread erased, closed
 *	desk_scale tidy FOLDER      opened, a portion tidied and a key let go of, closed
 *	desk_scale journey FOLDER   left with little, all else on FOLDER-stick, back
 *	desk_scale mail FOLDER      the texts as mail, for a look beside
 *	desk_scale words            what was searched for, one a line
 *
 * Each writes figures as "name number" lines; bench/measure.mjs judges them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/backup.h"
#include "desk/desk_room.h"
#include "desk/erase.h"
#include "desk/erase_job.h"
#include "desk/homecoming.h"
#include "desk/journey_room.h"
#include "desk/journey_snapshot.h"
#include "desk/new.h"
#include "desk/record_act.h"
#include "desk/tidy.h"

#include "base/num.h"
#include "base/utf8.h"
#include "model/item.h"
#include "os/clock.h"
#include "os/file.h"
#include "seal/age.h"
#include "seal/share.h"
#include "store/log_compact.h"
#include "store/log_epoch.h"
#include "store/log_hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSPHRASE S("lantern on the roof")

enum {
	MESSAGE_BYTES = 1500,
	THREADS = 40000,
	WORDS = 40000,          /* of each language */
	SETS = 4,
	PATH_BYTES = 512,
	SMALL_WORK = 4,         /* of the key file: opening it is not measured */
	EDITS = 30,
	ASKED = 2000,
	START_MS = 1000000000,
	HOUR_MS = 3600000
};

/* -- texts ---------------------------------------------------------------- */

static const char *const syllables[SETS][16] = {
	{"با", "در", "سل", "مي", "نو", "ري", "كت", "اب", "شم", "لا", "حي",
		"قد", "وص", "عم", "فر", "جن"},
	{"با", "دە", "سێ", "می", "نۆ", "ڕێ", "کا", "هە", "شو", "لە", "چی",
		"گو", "پێ", "ژی", "ڤا", "زە"},
	{"ba", "dê", "sî", "mi", "no", "rê", "ka", "he", "şû", "le", "çi",
		"gu", "pê", "jî", "va", "ze"},
	{"ba", "der", "sol", "mi", "nor", "rea", "ka", "hen", "shu", "le",
		"chi", "gu", "pel", "jo", "van", "ze"},
};

static uint64_t seed = 0x9E3779B97F4A7C15u;

/* xorshift: the same texts every time */
static size_t any(size_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed >> 11) % below;
}

/* The word of that rank: the more common, the shorter. */
static void word_put(struct buf *out, size_t set, size_t rank)
{
	size_t left = rank + 16;

	while (left > 0) {
		buf_text(out, syllables[set][left % 16]);
		left /= 16;
	}
}

static size_t any_rank(void)
{
	double u = (double)any(1 << 20) / (1 << 20);

	return (size_t)(u * u * u * u * WORDS);
}

static void text_make(struct buf *out, size_t n)
{
	size_t set = n % SETS;

	buf_reset(out);
	while (out->len < MESSAGE_BYTES) {
		word_put(out, set, any_rank());
		buf_byte(out, any(12) == 0 ? '\n' : ' ');
	}
	out->len = utf8_first(buf_str(out), MESSAGE_BYTES).len;
}

static uint64_t messages(void)
{
	const char *wish = getenv("BENCH_MESSAGES");
	uint64_t count = 100000;

	if (wish != NULL) must(num_read(str_of(wish), 10000000, &count));
	return count;
}

static void figure(const char *name, double number)
{
	(void)printf("%s %.3f\n", name, number);
}

static uint64_t cpu_ms_since(uint64_t begun_us)
{
	return (clock_cpu_us() - begun_us) / 1000;
}

/* -- making --------------------------------------------------------------- */

static object_id id_of(unsigned char kind, uint64_t number)
{
	object_id id = {{kind}};

	for (int i = 0; i < 8; i++) {
		id.bytes[15 - i] = (unsigned char)(number >> (8 * i));
	}
	return id;
}

/* The key file again with little work. */
static const err *key_make_quick(const char *folder)
{
	char path[PATH_BYTES];
	struct buf sealed = {0}, plain = {0}, quick = {0};
	const err *e;

	(void)snprintf(path, sizeof(path), "%s/desk/key.age", folder);
	e = file_read(path, 1 << 16, &sealed);
	if (e == NULL && age_open_passphrase(&plain, buf_str(&sealed),
		PASSPHRASE, AGE_SCRYPT_WORK_MAX) != AGE_OK) {
		e = err_make(ERR_KEY, "the key file does not open");
	}
	if (e == NULL) {
		age_seal_passphrase(&quick, buf_str(&plain), PASSPHRASE,
			SMALL_WORK);
		e = file_replace(path, buf_str(&quick));
	}
	buf_close(&sealed);
	buf_close(&plain);
	buf_close(&quick);
	return e;
}

static const err *folder_make(const char *folder)
{
	struct roster says = {.name = S("Measured"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
	struct buf parts[SHARE_PARTS] = {{0}};
	const err *e = file_folder_make(folder);

	if (e == NULL) e = new_prepare(folder, &says, PASSPHRASE, START_MS, parts);
	if (e == NULL) e = new_finish(folder);
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	return e != NULL ? e : key_make_quick(folder);
}

/* One commit under way: a body for each message, as taking them makes them. */
struct batch {
	struct log_body bodies[LOG_BODIES_MAX];
	struct op ops[LOG_BODIES_MAX][2];
	hash taken[LOG_BODIES_MAX];
	struct buf items[LOG_BODIES_MAX];
	size_t count;
};

static void batch_add(struct batch *batch, size_t n, str text)
{
	struct item *item = mem_get(sizeof(*item));
	struct buf thread_hex = {0}, box_hex = {0};
	object_id thread = id_of(1, n % THREADS);
	object_id message = id_of(2, n);
	size_t at = batch->count++;

	object_write(thread, &thread_hex);
	object_write(message, &box_hex);
	*item = (struct item){.kind = ITEM_PASTE, .thread = buf_str(&thread_hex),
		.at_ms = START_MS + n * 60000, .way = S("mail"),
		.language = S("en"), .about = S("nothing"), .text = text};
	batch->items[at] = buf_cap(ITEM_TEXT_MAX);
	must(item_write(item, &batch->items[at]));
	batch->taken[at] = hash_of(buf_str(&box_hex));
	batch->ops[at][0] = (struct op){.kind = OP_SEEN, .object = message,
		.field = RING_INTAKE,
		.value = str_bytes(batch->taken[at].bytes, 32)};
	batch->ops[at][1] = (struct op){.kind = OP_SET, .object = message,
		.field = S("item"), .value = buf_str(&batch->items[at])};
	batch->bodies[at] = (struct log_body){.ring = RING_INTAKE,
		.unit = thread, .ops = batch->ops[at], .op_count = 2};
	buf_close(&thread_hex);
	buf_close(&box_hex);
	mem_free(item);
}

static const err *batch_commit(struct desk *desk, struct batch *batch)
{
	const err *e = batch->count == 0 ? NULL
		: desk_commit(desk, batch->bodies, batch->count);

	for (size_t i = 0; i < batch->count; i++) buf_close(&batch->items[i]);
	batch->count = 0;
	return e;
}

static const err *fill(struct desk *desk)
{
	struct batch *batch = mem_get(sizeof(*batch));
	struct buf text = {0};
	uint64_t count = messages();
	const err *e = NULL;

	for (size_t n = 0; e == NULL && n < count; n++) {
		desk_pretend_now(desk, START_MS + n * 60000);
		text_make(&text, n);
		batch_add(batch, n, buf_str(&text));
		if (batch->count == LOG_BODIES_MAX) e = batch_commit(desk, batch);
	}
	if (e == NULL) e = batch_commit(desk, batch);
	buf_close(&text);
	mem_free(batch);
	return e;
}

static const err *make(const char *folder)
{
	struct desk *desk = NULL;
	uint64_t begun = clock_cpu_us();
	const err *e = folder_make(folder);

	if (e == NULL) e = desk_open(&desk, folder, PASSPHRASE);
	if (e == NULL) e = fill(desk);
	figure("made_cpu_s", (double)cpu_ms_since(begun) / 1e3);
	begun = clock_cpu_us();
	desk_close(&desk);
	figure("closed_cpu_ms", (double)cpu_ms_since(begun));
	return e;
}

/* -- using ---------------------------------------------------------------- */

static double private_mib(void)
{
	FILE *rollup = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	double kib = 0;

	must(rollup != NULL);
	while (fgets(line, sizeof(line), rollup) != NULL) {
		double one;

		if (sscanf(line, "Private_%*s %lf", &one) == 1) kib += one;
	}
	(void)fclose(rollup);
	return kib / 1024;
}

static void list_once(struct desk *desk, enum pile pile, size_t skip)
{
	struct arena *arena = arena_open(64 << 20);
	struct query_rows rows;
	struct view_nav nav;

	must(query_nav(desk, LOCALE_EN, &nav) == NULL);
	must(query_pile(desk, arena, pile, skip, &rows) == NULL);
	arena_close(&arena);
}

static void lists(struct desk *desk)
{
	double worst = 0;

	for (enum pile pile = PILE_NEEDS; pile < PILE_COUNT; pile++) {
		for (size_t skip = 0; skip <= 2000; skip += 1000) {
			double best = 1e9;

			for (int i = 0; i < 5; i++) {
				uint64_t begun = clock_cpu_us();
				double ms;

				list_once(desk, pile, skip);
				ms = (double)(clock_cpu_us() - begun) / 1e3;
				if (ms < best) best = ms;
			}
			if (best > worst) worst = best;
		}
	}
	figure("list_ms", worst);
}

static const err *one_edit(struct desk *desk, size_t i)
{
	/* others than at the last start */
	uint64_t n = 2 * log_seq(desk->log) % (THREADS < messages() ? THREADS
		: messages());
	object_id thread = id_of(1, n), other = id_of(1, n + 1);
	object_id message = id_of(2, n), made;
	struct act_paste paste = {.way = WAY_MAIL, .handle = S("someone"),
		.language = S("en"), .when_ms = desk_now_ms(desk),
		.text = S("a few words that came another way")};

	switch (i % 6) {
	case 0: return act_pile(desk, thread, PILE_DONE);
	case 1: return act_name(desk, thread, S("a name"));
	case 2: return act_warm(desk, message, true);
	case 3: return act_paste(desk, &paste, &made);
	case 4: return act_join(desk, thread, other);
	default: return act_later(desk, thread, LATER_THEY_WRITE);
	}
}

/* Each is written, folded, and the list is shown again. */
static const err *edits(struct desk *desk)
{
	double worst[6];
	const err *e = NULL;

	for (size_t i = 0; i < 6; i++) worst[i] = 1e9;
	for (size_t i = 0; e == NULL && i < EDITS; i++) {
		uint64_t begun = clock_cpu_us();
		double ms;

		desk_pretend_now(desk, desk_now_ms(desk) + 1000);
		e = one_edit(desk, i);
		list_once(desk, PILE_NEEDS, 0);
		ms = (double)(clock_cpu_us() - begun) / 1e3;
		if (i == 0) figure("edit_first_ms", ms);
		if (ms < worst[i % 6]) worst[i % 6] = ms;
	}
	for (size_t i = 1; i < 6; i++) {
		if (worst[i] > worst[0]) worst[0] = worst[i];
	}
	figure("edit_ms", worst[0]);
	return e;
}

static int number_compare(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return one < other ? -1 : one > other;
}

/* A word as often as it stands in texts; every fourth time two. */
static void words_make(struct buf *out, size_t n)
{
	buf_reset(out);
	word_put(out, n % SETS, any_rank());
	if (n % 4 != 1) return;
	buf_byte(out, ' ');
	word_put(out, n % SETS, any_rank());
}

static void search_once(struct desk *desk, str typed, size_t *ret_hits)
{
	struct arena *arena = arena_open(64 << 20);
	struct search *search = query_words(desk, arena, typed);
	struct query_rows rows = {0};
	enum search_reach reach;

	must(search != NULL);
	must(query_search(desk, arena, search, 0, &rows, &reach) == NULL);
	*ret_hits = rows.count;
	arena_close(&arena);
}

static void searches(struct desk *desk)
{
	static uint64_t took[ASKED];
	struct buf typed = {0};
	size_t found = 0;

	for (size_t n = 0; n < ASKED; n++) {
		uint64_t begun;
		size_t hits;

		words_make(&typed, n);
		begun = clock_cpu_us();
		search_once(desk, buf_str(&typed), &hits);
		took[n] = clock_cpu_us() - begun;
		found += hits > 0;
	}
	buf_close(&typed);
	qsort(took, ASKED, sizeof(took[0]), number_compare);
	figure("search_found", (double)found);
	figure("search_p50_ms", (double)took[ASKED / 2] / 1e3);
	figure("search_p99_ms", (double)took[ASKED * 99 / 100] / 1e3);
}

/* What a day of it costs: what this desk says of each ring (desk/ring_check.h),
 * and the same again for what another one said of each. */
static void check_once(const struct desk *desk)
{
	static const str rings[] = {S_INIT("team"), S_INIT("intake"),
		S_INIT("vault")};
	uint64_t begun = clock_cpu_us();

	for (size_t i = 0; i < 2 * NELEM(rings); i++) {
		(void)state_sum(desk->state, rings[i % NELEM(rings)]);
	}
	figure("check_cpu_ms", (double)cpu_ms_since(begun));
}

static const err *opened(struct desk **ret_desk, const char *folder)
{
	uint64_t begun = clock_cpu_us(), begun_ms = clock_steady_ms();
	const err *e = desk_open(ret_desk, folder, PASSPHRASE);

	if (e != NULL) return e;
	desk_pretend_now(*ret_desk, START_MS + messages() * 60000);
	list_once(*ret_desk, PILE_NEEDS, 0);
	figure("open_cpu_ms", (double)cpu_ms_since(begun));
	figure("open_wall_ms", (double)(clock_steady_ms() - begun_ms));
	return NULL;
}

static const err *open_and_use(const char *folder)
{
	struct desk *desk = NULL;
	const err *e = opened(&desk, folder);
	uint64_t begun;
	str image;

	if (e == NULL) e = db_image(desk->projection.db, &image);
	if (e != NULL) goto out;
	figure("database_mib", (double)image.len / (1 << 20));
	figure("private_mib", private_mib());
	check_once(desk);
	lists(desk);
	searches(desk);
	e = edits(desk);
	lists(desk);
	figure("private_after_mib", private_mib());
out:
	begun = clock_cpu_us();
	desk_close(&desk);
	figure("close_cpu_ms", (double)cpu_ms_since(begun));
	return e;
}

static const err *open_anew(const char *folder)
{
	static const char *const names[] = {"snapshot.1", "snapshot.2"};
	struct desk *desk = NULL;
	char path[PATH_BYTES];
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(names); i++) {
		(void)snprintf(path, sizeof(path), "%s/desk/%s", folder,
			names[i]);
		e = file_remove(path);
	}
	if (e == NULL) e = opened(&desk, folder);
	figure("anew_private_mib", private_mib());
	desk_close(&desk);
	return e;
}

/* What a page that is asked for meanwhile waits at most: the longest time between
 * two looks at whoever asks, and the longest share of the processor in it. */
struct longest { uint64_t cpu_us, wall_ms; };

static void longest_note(struct longest *longest, uint64_t cpu_us,
	uint64_t wall_ms)
{
	if (cpu_us > longest->cpu_us) longest->cpu_us = cpu_us;
	if (wall_ms > longest->wall_ms) longest->wall_ms = wall_ms;
}

/* Step by step until it is over, as between other work. */
static const err *job_run(struct loop *loop, struct erase_job *job,
	struct longest *ret_longest)
{
	const err *e = NULL;

	while (e == NULL && erase_job_runs(job)) {
		uint64_t begun = clock_cpu_us(), begun_ms = clock_steady_ms();

		e = loop_once(loop, -1);
		longest_note(ret_longest, clock_cpu_us() - begun,
			clock_steady_ms() - begun_ms);
	}
	return e;
}

/* A thread that somebody has read goes, out of all of it, as at an open desk:
 * the request, then step by step. */
static const err *erase_steps(struct desk *desk, object_id thread,
	struct longest *ret_longest)
{
	struct loop *loop = loop_open();
	struct erase_job *job = erase_job_open(loop, desk);
	uint64_t begun = clock_cpu_us(), begun_ms = clock_steady_ms();
	const err *e = erase_do(desk, thread, true);

	figure("erase_asked_ms", (double)(clock_cpu_us() - begun) / 1e3);
	longest_note(ret_longest, clock_cpu_us() - begun,
		clock_steady_ms() - begun_ms);
	if (e == NULL) e = job_run(loop, job, ret_longest);
	erase_job_close(&job);
	loop_close(&loop);
	return e;
}

static const err *erase_one(const char *folder)
{
	struct desk *desk = NULL;
	object_id thread = id_of(1, THREADS / 2);
	struct longest longest = {0};
	uint64_t begun, begun_ms;
	const err *e = opened(&desk, folder);

	if (e == NULL) e = act_opened(desk, thread);
	begun = clock_cpu_us();
	begun_ms = clock_steady_ms();
	if (e == NULL) e = erase_steps(desk, thread, &longest);
	figure("erase_cpu_s", (double)cpu_ms_since(begun) / 1e3);
	figure("erase_wall_s", (double)(clock_steady_ms() - begun_ms) / 1e3);
	figure("erase_longest_ms", (double)longest.cpu_us / 1e3);
	figure("erase_longest_wall_ms", (double)longest.wall_ms);
	figure("erase_private_mib", private_mib());
	desk_close(&desk);
	return e;
}

/* -- tidying --------------------------------------------------------------- */

enum { PORTION = 25 };

/* A request, whose ring gets its next epoch; what is under the one before is
 * issued anew, so that its key may go. */
static const err *old_epoch_make(struct desk *desk)
{
	struct record_edit subject = {"subject", S("a street"), EDIT_SET};
	struct record_refusal refusal;
	struct buf ring = {0};
	object_id request, units[PORTION];
	size_t count = 0;
	const err *e = record_create(desk, &record_request,
		(struct record_edits){&subject, 1}, &refusal, &request);

	buf_text(&ring, "case-");
	object_write(request, &ring);
	if (e == NULL) {
		e = desk_hand(desk, &(struct log_change){
			.anew = buf_str(&ring)}, NULL);
	}
	if (e == NULL) {
		count = log_old_units(desk->log, desk->state, buf_str(&ring),
			units, PORTION);
	}
	for (size_t i = 0; e == NULL && i < count; i++) {
		e = log_compact(desk->log, desk_now_ms(desk), desk->state,
			buf_str(&ring), units[i]);
		if (e == NULL) e = desk_read_on(desk);
	}
	buf_close(&ring);
	return e;
}

/* As a member does: the request, then step by step, and the key at the end. */
static const err *tidy_steps(struct desk *desk, struct longest *ret_longest)
{
	struct loop *loop = loop_open();
	struct erase_job *job = erase_job_open(loop, desk);
	size_t epochs = log_epoch_count(desk->log);
	struct tidied tidied = {0};
	uint64_t begun = clock_cpu_us();
	const err *e = tidy_units(desk, PORTION, &tidied);

	figure("tidy_asked_ms", (double)(clock_cpu_us() - begun) / 1e3);
	figure("tidy_destroyed", (double)tidied.destroyed);
	if (e == NULL) e = job_run(loop, job, ret_longest);
	figure("tidy_keys_gone", (double)(epochs - log_epoch_count(desk->log)));
	erase_job_close(&job);
	loop_close(&loop);
	return e;
}

static const err *tidy(const char *folder)
{
	struct desk *desk = NULL;
	struct longest longest = {0};
	uint64_t begun, begun_ms;
	const err *e = opened(&desk, folder);

	if (e == NULL) e = old_epoch_make(desk);
	/* where all is read anew, it is gone */
	if (e == NULL) e = db_run(desk->projection.db,
		"CREATE TEMP TABLE stood(x)");
	begun = clock_cpu_us();
	begun_ms = clock_steady_ms();
	if (e == NULL) e = tidy_steps(desk, &longest);
	figure("tidy_cpu_s", (double)cpu_ms_since(begun) / 1e3);
	figure("tidy_wall_s", (double)(clock_steady_ms() - begun_ms) / 1e3);
	figure("tidy_longest_ms", (double)longest.cpu_us / 1e3);
	figure("tidy_longest_wall_ms", (double)longest.wall_ms);
	if (e == NULL) e = db_run(desk->projection.db, "DROP TABLE temp.stood");
	desk_close(&desk);
	return e;
}

/* -- a journey with little ------------------------------------------------- */

/* A stretch of work, as "name_cpu_s" and "name_wall_s". */
struct stretch { uint64_t cpu_us, wall_ms; };

static struct stretch stretch_begin(void)
{
	return (struct stretch){clock_cpu_us(), clock_steady_ms()};
}

static void stretch_end(struct stretch begun, const char *name)
{
	(void)printf("%s_cpu_s %.3f\n%s_wall_s %.3f\n", name,
		(double)(clock_cpu_us() - begun.cpu_us) / 1e6, name,
		(double)(clock_steady_ms() - begun.wall_ms) / 1e3);
}

/* The copy that stays at home, written and read again. */
static const err *copy_leave(struct desk *desk, const char *stick,
	const char *path)
{
	struct stretch begun = stretch_begin();
	struct backup_sum sum = {0}, again = {0};
	struct file out = {-1};
	const err *e = file_open(&out, path, FILE_NEW);

	if (e == NULL) {
		e = backup_write(desk->dir, START_MS / HOUR_MS, false, &out,
			&sum);
	}
	if (e == NULL) e = file_sync(&out);
	file_close(&out);
	if (e == NULL) e = file_open(&out, path, FILE_READ);
	if (e == NULL) e = backup_check(&out, &again);
	file_close(&out);
	desk_keep(desk);
	if (e == NULL) {
		journey_snapshot_leave(desk->arena, desk->dir, stick);
	}
	stretch_end(begun, "copy");
	return e;
}

/* What travel_leave does once the team holds its part; no team is here. */
static const err *leave(struct desk *desk, const struct buf *parts)
{
	struct stretch begun = stretch_begin();
	struct identity carried = identity_make();
	struct buf key_file = {0};
	const char *dir = desk->dir;
	const err *e;

	keyfile_work(SMALL_WORK);
	e = keyfile_bound(&desk->keys, PASSPHRASE, (struct keyfile_parts){
		buf_str(&parts[0]), buf_str(&parts[1])}, &carried, &key_file);
	if (e == NULL) {
		e = journey_turn(desk, &(struct journey_turn){S("little"),
			carried.recipient, buf_str(&key_file)});
	}
	if (e == NULL) e = journey_settle(dir);
	stretch_end(begun, "leave");
	identity_close(&carried);
	buf_close(&key_file);
	return e;
}

static const err *come_back(const char *folder, const char *stick, str part)
{
	struct stretch begun = stretch_begin();
	struct homecoming *home = NULL;
	struct desk *desk = NULL;
	const err *e = homecoming_open(&home, folder, PASSPHRASE, part);

	if (e == NULL) e = homecoming_stick(home, stick);
	stretch_end(begun, "stick");
	begun = stretch_begin();
	if (e == NULL) e = homecoming_finish(home);
	stretch_end(begun, "finish");
	homecoming_close(&home);
	begun = stretch_begin();
	if (e == NULL) e = desk_open_with(&desk, folder,
		(struct desk_door){PASSPHRASE, part, NULL});
	stretch_end(begun, "opened");
	desk_close(&desk);
	return e;
}

/* Leaves all but little on a stick, and comes back with it. */
static const err *journey(const char *folder)
{
	struct secret secret = secret_random(SHARE_SECRET_BYTES);
	struct buf parts[SHARE_PARTS] = {{0}};
	char stick[PATH_BYTES], copy[PATH_BYTES + 16];
	struct desk *desk = NULL;
	const err *e = opened(&desk, folder);

	(void)snprintf(stick, sizeof(stick), "%s-stick", folder);
	(void)snprintf(copy, sizeof(copy), "%s/home.backup", stick);
	share_split(&secret, parts);
	if (e == NULL) e = file_folder_make(stick);
	if (e == NULL) e = copy_leave(desk, stick, copy);
	if (e == NULL) e = leave(desk, parts);
	desk_close(&desk);
	if (e == NULL) e = come_back(folder, stick, buf_str(&parts[1]));
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	secret_close(&secret);
	return e;
}

/* -- beside --------------------------------------------------------------- */

static const err *mail_write(const char *folder)
{
	struct buf text = {0}, mail = {0};
	char path[PATH_BYTES];
	uint64_t count = messages();
	const err *e = file_folder_make(folder);

	for (size_t n = 0; e == NULL && n < count; n++) {
		struct file file = {-1};

		text_make(&text, n);
		buf_reset(&mail);
		buf_fmt(&mail, "From: a@example.org\nMessage-ID: <%zu@x>\n"
			"MIME-Version: 1.0\nContent-Type: text/plain; "
			"charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
			"Subject: x\n\n", n);
		buf_put(&mail, buf_str(&text));
		(void)snprintf(path, sizeof(path), "%s/%zu", folder, n);
		e = file_open(&file, path, FILE_NEW);
		if (e == NULL) e = file_put(&file, buf_str(&mail));
		file_close(&file);
	}
	buf_close(&text);
	buf_close(&mail);
	return e;
}

static const err *words_write(const char *unused)
{
	struct buf typed = {0};

	(void)unused;
	for (size_t n = 0; n < ASKED; n++) {
		words_make(&typed, n);
		(void)printf("%.*s\n", S_ARG(buf_str(&typed)));
	}
	buf_close(&typed);
	return NULL;
}

int main(int count, char **words)
{
	static const struct { const char *name;
		const err *(*run)(const char *folder); } all[] = {
		{"make", make}, {"open", open_and_use}, {"anew", open_anew},
		{"erase", erase_one}, {"tidy", tidy}, {"journey", journey},
		{"mail", mail_write}, {"words", words_write},
	};

	seal_start();
	for (size_t i = 0; count >= 2 && i < NELEM(all); i++) {
		const err *e;

		if (!str_eq(str_of(words[1]), str_of(all[i].name))) continue;
		e = all[i].run(count > 2 ? words[2] : "");
		if (e != NULL) (void)fprintf(stderr, "%s\n", e->text);
		return e != NULL;
	}
	return 1;
}
