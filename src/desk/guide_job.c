/* A release bound beside an open desk: see guide_job.h. Owns the process and what
 * it says. Each message is one letter and what belongs to it: "p DONE ALL", "o
 * LINE" (left out), "d" and bytes of the release, "f CODE", and at the end "e".
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_job.h"

#include "base/num.h"
#include "desk/desk_room.h"
#include "os/file.h"
#include "os/process.h"
#include "os/report.h"
#include "os/socket.h"

enum {
	NICE_BY = 5,
	PIECE_BYTES = 64 * 1024,       /* a channel's message has more room */
	LEFT_OUT_MAX = 50,
	LEFT_OUT_BYTES = 64 * 1024
};

struct guide_job {
	struct guide_job_choice choice;
	struct watch watch;            /* fd -1: none runs */
	process_id process;
	struct guide_job_state state;
	uint64_t seq;                  /* of the log when it began */
	struct buf bytes;              /* of the release, as they come */
	struct arena *arena;           /* of what was made */
	struct guide_release made;     /* number 0: none */
	struct arena *lines;
	str left_out[LEFT_OUT_MAX];
};

/* -- in the other process ------------------------------------------------- */

struct role {
	const struct guide_release_plan *plan;
	struct arena *arena;
	const char *only;
	int fd;
	bool gone;                     /* nobody listens any more */
};

static void say(struct role *role, char letter, str bytes)
{
	struct buf message = {0};
	struct file out = {role->fd};

	buf_byte(&message, letter);
	buf_put(&message, bytes);
	if (!role->gone && file_put(&out, buf_str(&message)) != NULL) {
		role->gone = true;
	}
	buf_close(&message);
}

static void step_say(void *owner, size_t done, size_t all)
{
	struct buf words = {0};

	buf_fmt(&words, "%zu %zu", done, all);
	say(owner, 'p', buf_str(&words));
	buf_close(&words);
}

static void left_out_say(void *owner, str line)
{
	say(owner, 'o', str_first(line, PIECE_BYTES));
}

/* Its length in a line, then the bytes. */
static void bytes_say(struct role *role, str bytes)
{
	struct buf head = {0};

	buf_fmt(&head, "%zu\n", bytes.len);
	say(role, 'd', buf_str(&head));
	buf_close(&head);
	while (bytes.len > 0) {
		str piece = str_first(bytes, PIECE_BYTES);

		say(role, 'd', piece);
		bytes = str_from(bytes, piece.len);
	}
}

static void release_say(struct role *role, const struct guide_release *release)
{
	struct buf head = {0};

	buf_fmt(&head, "%u %lld %zu\n", release->number,
		(long long)release->day, release->file_count);
	say(role, 'd', buf_str(&head));
	buf_close(&head);
	bytes_say(role, release->manifest);
	bytes_say(role, release->minisig);
	bytes_say(role, release->public_key);
	bytes_say(role, release->key_minisig);
	for (size_t i = 0; i < release->file_count; i++) {
		bytes_say(role, release->files[i].path);
		bytes_say(role, release->files[i].bytes);
	}
}

static int role_run(void *argument)
{
	struct role *role = argument;
	const struct bindery_ear ear = {left_out_say, step_say, role};
	struct guide_release release;
	struct buf code = {0};
	const err *e;

	process_nice(NICE_BY);
	e = guide_release_bind(role->plan, role->arena, role->only, &ear,
		&release);
	if (e == NULL) {
		release_say(role, &release);
		say(role, 'e', S(""));
		return 0;
	}
	report_err("a release was not made", e);
	buf_fmt(&code, "%d", (int)e->code);
	say(role, 'f', buf_str(&code));
	buf_close(&code);
	return 1;
}

/* -- what was made -------------------------------------------------------- */

static void forget(struct guide_job *job)
{
	buf_close(&job->bytes);
	arena_close(&job->arena);
	arena_close(&job->lines);
	job->made = (struct guide_release){.number = 0};
	job->state = (struct guide_job_state){.how = GUIDE_JOB_NONE};
}

static bool number_take(str *rest, char end, uint64_t max, uint64_t *ret)
{
	str word;

	return str_cut(*rest, end, &word, rest) && num_read(word, max, ret);
}

static bool bytes_take(str *rest, str *ret_bytes)
{
	uint64_t len;

	if (!number_take(rest, '\n', rest->len, &len) || len > rest->len) {
		return false;
	}
	*ret_bytes = str_first(*rest, (size_t)len);
	*rest = str_from(*rest, (size_t)len);
	return true;
}

static bool files_take(struct guide_job *job, str *rest, uint64_t count)
{
	struct format_file *files = ARENA_ARRAY(job->arena,
		struct format_file, (size_t)count + 1);

	for (size_t i = 0; i < count; i++) {
		if (!bytes_take(rest, &files[i].path) ||
			!bytes_take(rest, &files[i].bytes)) {
			return false;
		}
	}
	job->made.files = files;
	job->made.file_count = (size_t)count;
	return rest->len == 0;
}

/* What release_say has said. */
static bool made_read(struct guide_job *job)
{
	struct guide_release *made = &job->made;
	str rest = buf_str(&job->bytes);
	uint64_t number, day, count;

	if (job->bytes.failed ||
		!number_take(&rest, ' ', UINT32_MAX, &number) ||
		!number_take(&rest, ' ', INT64_MAX, &day) ||
		!number_take(&rest, '\n', rest.len, &count) ||
		number != job->state.number) {
		return false;
	}
	job->arena = arena_open(((size_t)count + 2) *
		sizeof(struct format_file) + PIECE_BYTES);
	made->day = (int64_t)day;
	if (!bytes_take(&rest, &made->manifest) ||
		!bytes_take(&rest, &made->minisig) ||
		!bytes_take(&rest, &made->public_key) ||
		!bytes_take(&rest, &made->key_minisig) ||
		!files_take(job, &rest, count)) {
		return false;
	}
	made->number = (unsigned)number;
	return true;
}

/* -- in this one ---------------------------------------------------------- */

static void ended(struct guide_job *job)
{
	loop_drop(job->choice.loop, &job->watch);
	socket_close(&job->watch.fd);
}

static void failed(struct guide_job *job, enum err_code code)
{
	unsigned number = job->state.number;

	forget(job);
	job->state = (struct guide_job_state){.how = GUIDE_JOB_FAILED,
		.number = number, .code = code};
}

static void made(struct guide_job *job)
{
	const err *e = made_read(job) ? guide_release_note(job->choice.desk,
			&job->made)
		: err_make(ERR_FORMAT, "a release came in pieces");

	if (e != NULL) { /* [guide_job-2] [guide_job-4] */
		failed(job, e->code);
		return;
	}
	job->state.how = GUIDE_JOB_MADE;
	if (job->choice.made != NULL) job->choice.made(job->choice.owner);
}

static void progress_take(struct guide_job *job, str words)
{
	uint64_t done;

	if (number_take(&words, ' ', UINT32_MAX, &done) &&
		num_read(words, UINT32_MAX, &job->state.all)) {
		job->state.done = done;
	}
}

static void left_out_take(struct guide_job *job, str line)
{
	struct guide_job_state *state = &job->state;

	if (state->left_out_count == LEFT_OUT_MAX ||
		line.len > LEFT_OUT_BYTES / LEFT_OUT_MAX) {
		return;
	}
	job->left_out[state->left_out_count++] = str_dup(job->lines, line);
	state->left_out = job->left_out;
}

static void failure_take(struct guide_job *job, str words)
{
	uint64_t code;

	if (!num_read(words, ERR_CODE_COUNT - 1, &code)) code = ERR_GONE;
	ended(job);
	failed(job, (enum err_code)code);
}

static void message_take(struct guide_job *job, str message)
{
	str rest = str_from(message, 1);

	switch (message.at[0]) {
	case 'p': progress_take(job, rest); break;
	case 'o': left_out_take(job, rest); break;
	case 'd': buf_put(&job->bytes, rest); break;
	case 'f': failure_take(job, rest); break;
	case 'e':
		ended(job);
		made(job);
		break;
	default: break;
	}
}

/* One message at a time; no more of them is the end of the process. */
static void said(struct watch *watch, unsigned events)
{
	struct guide_job *job = CONTAINER(watch, struct guide_job, watch);
	struct file in = {watch->fd};
	struct buf message = {0};
	size_t count = 0;

	(void)events;
	if (file_get(&in, PIECE_BYTES + 1, &message, &count) != NULL) count = 0;
	if (count > 0) {
		message_take(job, buf_str(&message));
	} else {
		ended(job);
		failed(job, ERR_GONE);
	}
	buf_close(&message);
}

static const err *process_begin(struct guide_job *job, struct role *role)
{
	int fds[2];
	const err *e = process_pair(fds);

	if (e != NULL) return e;
	role->fd = fds[1];
	e = process_start("guides", role_run, role, &fds[1], 1, &job->process);
	socket_close(&fds[1]);
	if (e != NULL) {
		socket_close(&fds[0]);
		return e;
	}
	job->watch.fd = fds[0];
	job->watch.want = LOOP_READ;
	job->watch.ready = said;
	loop_watch(job->choice.loop, &job->watch);
	return NULL;
}

/* The library is gathered here; what takes long is done over there. */
void guide_job_start(struct guide_job *job)
{
	struct guide_release_plan plan;
	struct role role = {.plan = &plan, .only = job->choice.only};
	unsigned number = 0;
	const err *e;

	if (job->state.how == GUIDE_JOB_RUNS) return;
	forget(job);
	job->seq = log_seq(job->choice.desk->log);
	job->bytes = buf_cap(GUIDE_RELEASE_BYTES_MAX);
	job->lines = arena_open(LEFT_OUT_BYTES);
	role.arena = arena_open(GUIDE_RELEASE_BYTES_MAX);
	e = guide_release_newest(job->choice.desk, &number);
	job->state.number = number;
	if (e == NULL) {
		e = guide_release_plan(job->choice.desk, role.arena, &plan);
	}
	if (e == NULL) {
		e = process_begin(job, &role);
		guide_release_plan_close(&plan);
	}
	if (e == NULL) job->state.how = GUIDE_JOB_RUNS;
	else failed(job, e->code);
	arena_close(&role.arena);
}

void guide_job_stop(struct guide_job *job)
{
	unsigned number;

	if (job->state.how != GUIDE_JOB_RUNS) return;
	process_end(job->process, true);
	ended(job);
	number = job->state.number;
	forget(job); /* [guide_job-1] */
	job->state.number = number;
}

int guide_job_process(const struct guide_job *job)
{
	return job->state.how == GUIDE_JOB_RUNS ? job->process : 0;
}

struct guide_job_state guide_job_state(const struct guide_job *job)
{
	return job->state;
}

const struct guide_release *guide_job_made(const struct guide_job *job,
	unsigned number)
{
	return job->state.how == GUIDE_JOB_MADE && job->made.number == number
		? &job->made : NULL;
}

bool guide_job_may_start(const struct guide_job *job, unsigned number)
{
	if (job->state.how == GUIDE_JOB_RUNS) return false;
	return job->state.number != number ||
		(job->state.how == GUIDE_JOB_FAILED &&
			job->state.code != ERR_EXISTS &&
			job->seq != log_seq(job->choice.desk->log));
}

struct guide_job *guide_job_open(const struct guide_job_choice *choice)
{
	struct guide_job *job = mem_get(sizeof(*job));

	job->choice = *choice;
	job->watch.fd = -1;
	choice->desk->guide_job = job;
	return job;
}

void guide_job_close(struct guide_job **handle)
{
	struct guide_job *job = *handle;

	if (job == NULL) return;
	guide_job_stop(job);
	forget(job);
	job->choice.desk->guide_job = NULL;
	mem_free(job);
	*handle = NULL;
}
