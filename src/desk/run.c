/* The running desk: see run.h. Owns the loop and what stands on it; knows no
 * page and no record.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/run_room.h"

#include "os/file.h"
#include "os/process.h"
#include "os/report.h"
#include "os/socket.h"
#include "os/terminal.h"

#include <stdio.h>

enum { PASSPHRASE_FILE_MAX = 4096, MEGABYTE_BITS = 20 };

/* -- the line ------------------------------------------------------------- */

static bool way_try(struct run *run, str base, str token)
{
	str proxy = str_of(run->options.proxy);

	if (str_ends(base, S("/"))) base.len--;
	if (proxy.len == 0 && str_ends(base, S(".onion"))) {
		proxy = S("socks5h://127.0.0.1:9050"); /* tor's own */
	}
	return errands_way(run->errands, base, proxy, token);
}

bool run_way_find(struct run *run, const struct roster *roster, str token)
{
	if (run->options.line != NULL) {
		return way_try(run, str_of(run->options.line), token);
	}
	for (size_t i = 0; i < roster->address_count; i++) {
		if (way_try(run, roster->addresses[i], token)) return true;
	}
	return false;
}

static void visits_begin(struct run *run)
{
	struct sync_choice choice = {.files = desk_files(run->desk),
		.seconds = (unsigned)run->options.visit_seconds,
		.hands = &desk_hands, .desk = run->desk};

	if (!run_way_find(run, desk_roster(run->desk), desk_token(run->desk))) {
		report("no way to the line is known; see --line and --proxy",
			UINT64_MAX);
		return;
	}
	run->sync = sync_open(run->loop, run->errands, &choice);
}

/* A release was made: the line gets it now, not at the next visit. */
static void release_made(void *owner)
{
	struct run *run = owner;

	if (run->sync != NULL) sync_soon(run->sync);
}

/* -- what the pages ask --------------------------------------------------- */

/* One line in the terminal, written over again: it may take a minute. */
static void opening_say(uint64_t bytes, uint64_t sealed_bytes)
{
	(void)fprintf(stderr, "\rbothy: reading the whole log, %llu of at most"
		" %llu MB%s", (unsigned long long)bytes >> MEGABYTE_BITS,
		(unsigned long long)sealed_bytes >> MEGABYTE_BITS,
		bytes == sealed_bytes ? "\n" : "");
}

const err *run_unlock(void *owner, str passphrase, str part,
	struct desk **ret_desk)
{
	struct run *run = owner;
	const err *e;

	must(run->desk == NULL);
	e = desk_open_with(&run->desk, run->options.dir, (struct desk_door){
		passphrase, part, terminal_is_output() ? opening_say : NULL});
	if (e != NULL) return e;
	visits_begin(run);
	run->drill = drill_job_open(run->loop, run->desk, run->options.dir);
	run->rehearsal = rehearse_job_open(run->loop, run->desk,
		run->options.dir);
	run->erasing = erase_job_open(run->loop, run->desk);
	desk_guides_from(run->desk, run->options.guides);
	run->guides = guide_job_open(&(struct guide_job_choice){
		.loop = run->loop, .desk = run->desk, .made = release_made,
		.owner = run});
	*ret_desk = run->desk;
	return NULL;
}

void run_lock(void *owner)
{
	struct run *run = owner;

	drill_job_close(&run->drill); /* [run-2] */
	guide_job_close(&run->guides);
	rehearse_job_close(&run->rehearsal);
	erase_job_close(&run->erasing);
	sync_close(&run->sync);
	errands_token_wipe(run->errands);
	desk_close(&run->desk);
}

/* The key file first: whatever stops the rest, it is gone. */
static const err *erase(void *owner)
{
	struct run *run = owner;
	const err *e = desk_keys_erase(run->options.dir);

	run_lock(owner);
	return e;
}

static void visit(void *owner)
{
	struct run *run = owner;

	if (run->sync != NULL) sync_soon(run->sync);
}

static struct sync_status status(void *owner)
{
	const struct run *run = owner;

	return run->sync == NULL ? (struct sync_status){0}
				 : sync_status(run->sync);
}

static unsigned drill(void *owner, enum ui_drill wish)
{
	struct run *run = owner;

	if (wish == UI_DRILL_START) drill_job_start(run->drill);
	if (wish == UI_DRILL_STOP) drill_job_stop(run->drill);
	return drill_job_stage(run->drill);
}

static struct desk *home(void *owner)
{
	const struct run *run = owner;

	return run->desk;
}

static struct rehearse_job *rehearsal(void *owner)
{
	const struct run *run = owner;

	return run->rehearsal;
}

/* -- the process ---------------------------------------------------------- */

static void signals_ready(struct watch *watch, unsigned events)
{
	struct run *run = CONTAINER(watch, struct run, signals);
	enum process_signal signal;
	process_id id;
	int ended;

	(void)events;
	while ((signal = process_signal_next(watch->fd)) != PROCESS_NONE) {
		if (signal == PROCESS_STOP) loop_stop(run->loop);
		if (signal != PROCESS_CHILD) continue;
		while (process_wait(&id, &ended) == NULL) {
			/* The courier's watcher, or the browser. */
		}
	}
}

/* The first line of the file. */
static const err *passphrase_unlock(struct run *run)
{
	struct buf text = buf_cap(PASSPHRASE_FILE_MAX + 1);
	str rest, line;
	struct desk *desk;
	const err *e;

	if (run->options.passphrase_file == NULL) return NULL;
	e = file_read(run->options.passphrase_file, PASSPHRASE_FILE_MAX,
		&text);
	if (e == NULL) {
		rest = buf_str(&text);
		if (!str_line(&rest, &line)) line = rest;
		e = run_unlock(run, line, S(""), &desk);
	}
	/* on a journey its door asks for the rest */
	if (e != NULL && e->code == ERR_GONE) e = NULL;
	buf_close(&text);
	return e;
}

static const err *pages_open(struct run *run)
{
	struct buf where = {0};
	unsigned port;
	const err *e;

	buf_fmt(&where, "127.0.0.1:%llu",
		(unsigned long long)run->options.port);
	e = socket_listen(buf_str(&where), &run->listener, &port);
	buf_close(&where);
	if (e != NULL) return e;
	(void)snprintf(run->host, sizeof(run->host), "127.0.0.1:%u", port);
	run->hands = (struct ui_host){run_unlock, run_lock, erase, visit,
		status, drill, run_leave, run_away, run_carried, run_back,
		run_coming, run_stay, home, rehearsal, run,
		run->options.guides};
	run->ui = ui_open(run->loop, run->listener, str_of(run->host),
		&run->hands, run->desk);
	return NULL;
}

/* The address goes to the browser, to the terminal, and to --ready. */
static const err *announce(struct run *run)
{
	struct buf address = {0};
	struct file out = file_stdout();
	const err *e = NULL;

	ui_address(run->ui, &address);
	buf_byte(&address, '\n');
	e = file_put(&out, S("Open this in a private window of your browser:\n"));
	if (e == NULL) e = file_put(&out, buf_str(&address));
	if (e == NULL) {
		e = file_put(&out, S("Your own browser may keep what it shows:"
			" history, cache, names typed.\nClose the window when "
			"you are done.\n"));
	}
	if (e == NULL && run->options.ready != NULL) {
		e = file_replace(run->options.ready, buf_str(&address));
	}
	buf_close(&address);
	return e;
}

const err *run_open(struct run *run)
{
	const err *e;

	if (!desk_exists(run->options.dir)) {
		return err_make(ERR_ABSENT, "there is no desk in this folder;"
			" bothy new makes one, bothy restore brings one back");
	}
	e = errands_open(&run->errands, run->loop); /* [run-1] */
	if (e == NULL) e = process_signals(&run->signals.fd);
	if (e != NULL) return e;
	run->signals.want = LOOP_READ;
	run->signals.ready = signals_ready;
	loop_watch(run->loop, &run->signals);
	process_harden();
	e = run_settle(run);
	if (e != NULL && e->code == ERR_BUSY) e = NULL; /* said when it opens */
	if (e == NULL) e = passphrase_unlock(run);
	if (e == NULL) e = pages_open(run);
	if (e == NULL) e = announce(run);
	return e;
}

void run_close(struct run *run)
{
	ui_close(&run->ui);
	if (run->errands != NULL) run_stay(run);
	if (run->errands != NULL) run_lock(run);
	errands_close(&run->errands);
	socket_close(&run->listener);
	loop_close(&run->loop);
}
