/* Work beside the desk: what it says arrives, its end is told once however it
 * ends, it can be stopped, and its jail holds.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/aside.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 3000, ROUND_MS = 20 };

static char dir[] = "/tmp/bothy-aside-XXXXXX";
static char inside[sizeof(dir) + 8];

/* What is waited for. */
struct waited {
	struct aside aside;
	char words[256];
	unsigned over;
};

static void said(struct aside *aside, str message)
{
	struct waited *w = CONTAINER(aside, struct waited, aside);

	(void)snprintf(w->words + strlen(w->words), sizeof(w->words) -
		strlen(w->words), "%.*s\n", S_ARG(message));
}

static void over(struct aside *aside)
{
	CONTAINER(aside, struct waited, aside)->over++;
}

static void begin(struct waited *w, void (*work)(struct aside *aside, int fd))
{
	*w = (struct waited){.aside = {.loop = loop_open(), .name = "test",
		.dir = dir, .work = work, .said = said, .over = over}};
	aside_init(&w->aside);
	assert_false(aside_runs(&w->aside));
	is_ok(aside_start(&w->aside));
	assert_true(aside_runs(&w->aside));
}

static void end(struct waited *w)
{
	for (int i = 0; i < ROUNDS && aside_runs(&w->aside); i++) {
		is_ok(loop_once(w->aside.loop, ROUND_MS));
	}
	assert_false(aside_runs(&w->aside));
	loop_close(&w->aside.loop);
	(void)waitpid(w->aside.process, NULL, 0);
}

static void work_two(struct aside *aside, int fd)
{
	(void)aside;
	aside_stage(fd, 2);
	aside_say(fd, S("found all of it"));
}

TEST(what_it_says_arrives_and_its_end_is_told_once)
{
	struct waited w;
	unsigned stage = 0;

	UNUSED_STATE;
	begin(&w, work_two);
	end(&w);
	is_str(str_of(w.words), S("stage 2\nfound all of it\n"));
	assert_int_equal(w.over, 1); /* [aside-3] */
	assert_true(aside_stage_read(S("stage 2"), 2, &stage));
	assert_int_equal(stage, 2);
	assert_false(aside_stage_read(S("stage 3"), 2, &stage));
	assert_false(aside_stage_read(S("found"), 2, &stage));
	assert_int_equal(stage, 2);
}

static void work_dies(struct aside *aside, int fd)
{
	(void)aside;
	aside_say(fd, S("begun"));
	(void)raise(SIGKILL);
}

TEST(one_that_is_killed_is_over_too)
{
	struct waited w;

	UNUSED_STATE;
	begin(&w, work_dies);
	end(&w);
	is_str(str_of(w.words), S("begun\n"));
	assert_int_equal(w.over, 1); /* [aside-3] */
}

static void work_forever(struct aside *aside, int fd)
{
	(void)aside;
	(void)fd;
	for (;;) (void)pause();
}

TEST(stopped_it_is_gone_and_says_nothing_more)
{
	struct waited w;

	UNUSED_STATE;
	begin(&w, work_forever); /* [aside-1] it would never end */
	is_ok(loop_once(w.aside.loop, 0));
	aside_stop(&w.aside);
	end(&w);
	assert_int_equal(w.over, 0);
	aside_stop(&w.aside); /* twice is once */
}

static void work_probes(struct aside *aside, int fd)
{
	pid_t id;

	(void)aside;
	aside_say(fd, open(inside, O_WRONLY | O_CREAT, 0600) >= 0
		? S("writes below") : S("cannot write below"));
	aside_say(fd, socket(AF_INET, SOCK_STREAM, 0) >= 0
		? S("dials") : S("dials nobody"));
	id = fork();
	if (id == 0) _exit(0);
	aside_say(fd, id > 0 ? S("forks") : S("starts nothing"));
}

TEST(its_jail_leaves_it_the_folder_and_nothing_else)
{
	struct waited w;

	UNUSED_STATE;
	begin(&w, work_probes); /* [aside-2]; files outside: test/os/jail_test */
	end(&w);
	is_str(str_of(w.words),
		S("writes below\ndials nobody\nstarts nothing\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_it_says_arrives_and_its_end_is_told_once),
		CASE(one_that_is_killed_is_over_too),
		CASE(stopped_it_is_gone_and_says_nothing_more),
		CASE(its_jail_leaves_it_the_folder_and_nothing_else),
	};
	int failed;

	if (!mkdtemp(dir)) return 1;
	(void)snprintf(inside, sizeof(inside), "%s/one", dir);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(inside);
	(void)rmdir(dir);
	return failed;
}
