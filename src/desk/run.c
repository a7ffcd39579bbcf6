/* The running desk: see run.h. Owns the loop and what stands on it; knows no
 * page and no record.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/run.h"

#include "base/num.h"
#include "desk/drill_job.h"
#include "desk/guide_job.h"
#include "desk/homecoming_visit.h"
#include "desk/journey.h"
#include "desk/travel.h"
#include "desk/ui.h"
#include "os/file.h"
#include "os/process.h"
#include "os/report.h"
#include "os/socket.h"
#include "seal/secret.h"

#include <getopt.h>
#include <stdio.h>

const char desk_usage[] =
	"usage: bothy desk [OPTION…] DIR\n"
	"\n"
	"Opens the desk in DIR in your browser, on this computer only.\n"
	"\n"
	"  --no-browser            only print the address to open\n"
	"  --passphrase-file FILE  unlock with the first line of FILE\n"
	"  --port N                listen on 127.0.0.1:N (0: any, the usual)\n"
	"  --line ADDRESS          where the line is: https://host, unix:/path,\n"
	"                          http://….onion (usually what it says itself)\n"
	"  --proxy socks5h://H:P   reach it through tor; for an onion address\n"
	"                          127.0.0.1:9050 is tried without this\n"
	"  --visit-seconds N       between visits to the line (60)\n"
	"  --guides DIR            a folder of guides: to take in and bring out,\n"
	"                          and where the pictures of guides are\n"
	"  --ready FILE            write the address to FILE when it is ready\n";

enum { PATHS_BYTES = 1 << 16, PASSPHRASE_FILE_MAX = 4096, VISIT_SECONDS_MAX = 86400 };

struct options {
	const char *dir, *passphrase_file, *line, *proxy, *ready, *guides;
	uint64_t port, visit_seconds;
	bool no_browser;
};

struct run {
	struct options options;
	struct loop *loop;
	struct errands *errands;
	struct watch signals;
	struct ui *ui;
	struct desk *desk;            /* NULL while locked [run-2] */
	struct sync *sync;
	struct drill_job *drill;
	struct guide_job *guides;
	struct rehearse_job *rehearsal;
	struct homecoming *home;      /* back from a journey, or NULL */
	struct homecoming_visit *visit;
	struct ui_host hands;
	int listener;
	char host[32];
};

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

/* What the command line says, or the first of the line's own addresses that
 * the courier may go to. */
static bool way_find(struct run *run, const struct roster *roster, str token)
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

	if (!way_find(run, desk_roster(run->desk), desk_token(run->desk))) {
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

/* Ends what a kill broke off, unless the desk is open elsewhere. */
static const err *settle(struct run *run)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	struct file lock = {-1};
	const err *e = file_lock(&lock, str_c(arena, str_fmt(arena,
		"%s/desk/lock", run->options.dir)));

	if (e == NULL) e = journey_settle(run->options.dir);
	file_close(&lock);
	arena_close(&arena);
	return e;
}

static const err *unlock(void *owner, str passphrase, str part,
	struct desk **ret_desk)
{
	struct run *run = owner;
	const err *e;

	must(run->desk == NULL);
	e = desk_open_with(&run->desk, run->options.dir, passphrase, part);
	if (e != NULL) return e;
	visits_begin(run);
	run->drill = drill_job_open(run->loop, run->desk, run->options.dir);
	run->rehearsal = rehearse_job_open(run->loop, run->desk,
		run->options.dir);
	desk_guides_from(run->desk, run->options.guides);
	run->guides = guide_job_open(&(struct guide_job_choice){
		.loop = run->loop, .desk = run->desk, .made = release_made,
		.owner = run});
	*ret_desk = run->desk;
	return NULL;
}

static void lock(void *owner)
{
	struct run *run = owner;

	drill_job_close(&run->drill); /* [run-2] */
	guide_job_close(&run->guides);
	rehearse_job_close(&run->rehearsal);
	sync_close(&run->sync);
	errands_token_wipe(run->errands);
	desk_close(&run->desk);
}

/* The key file first: whatever stops the rest, it is gone. */
static const err *erase(void *owner)
{
	struct run *run = owner;
	const err *e = desk_keys_erase(run->options.dir);

	lock(owner);
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

/* -- a journey ------------------------------------------------------------ */

static const err *leave(void *owner, const struct journey_ask *ask)
{
	struct run *run = owner;
	const err *e = journey_leave(run->desk, ask);

	if (e != NULL) return e;
	lock(owner);
	e = settle(run);
	/* it is a journey already; the next start removes what is left */
	if (e != NULL) report_err("not all of it was removed", e);
	return NULL;
}

static bool away(void *owner)
{
	const struct run *run = owner;

	return run->desk == NULL && journey_is_away(run->options.dir);
}

static const err *carried(void *owner, str passphrase, struct buf *out)
{
	const struct run *run = owner;

	return journey_carried(run->options.dir, passphrase, out);
}

static void stay(void *owner)
{
	struct run *run = owner;

	homecoming_visit_close(&run->visit);
	homecoming_close(&run->home);
	errands_token_wipe(run->errands);
}

/* All of it is here: the desk opens, and the passphrase is enough again. */
static const err *arrive(struct run *run)
{
	struct secret passphrase = secret_copy(homecoming_passphrase(run->home));
	struct secret part = secret_copy(homecoming_part(run->home));
	struct desk *desk;
	const err *e = homecoming_finish(run->home);

	stay(run);
	if (e == NULL) {
		e = unlock(run, secret_str(&passphrase), secret_str(&part),
			&desk);
	}
	if (e == NULL) e = travel_return(run->desk, secret_str(&passphrase));
	secret_close(&passphrase);
	secret_close(&part);
	return e;
}

static void arrived(void *owner)
{
	const err *e = arrive(owner);

	if (e != NULL) report_err("back from a journey", e);
}

static const err *fetch(struct run *run)
{
	struct homecoming_visit_ask ask = {run->loop, run->errands, run->home,
		(unsigned)run->options.visit_seconds, arrived, run};
	struct roster roster;

	if (!roster_read(homecoming_roster(run->home), &roster) ||
		!way_find(run, &roster, homecoming_token(run->home))) {
		return err_make(ERR_ABSENT, "no way to the line is known");
	}
	run->visit = homecoming_visit_open(&ask);
	return NULL;
}

static bool lacks_attachments(const struct homecoming *home)
{
	struct homecoming_state state = homecoming_state(home);

	return state.attachments_here < state.attachments;
}

static const err *back(void *owner, const struct ui_back *ask)
{
	struct run *run = owner;
	const err *e;

	stay(owner);
	e = homecoming_open(&run->home, run->options.dir, ask->passphrase,
		ask->part);
	if (e != NULL) return e;
	if (ask->stick != NULL) e = homecoming_stick(run->home, ask->stick);
	if (e == NULL && !ask->without && lacks_attachments(run->home)) {
		e = err_make(ERR_REFUSED, "attachments are on the stick");
	}
	if (e == NULL) {
		e = homecoming_is_ready(run->home) ? arrive(run) : fetch(run);
	}
	if (e != NULL) stay(owner);
	return e;
}

static bool coming(void *owner, struct homecoming_state *ret_state,
	bool *ret_reached)
{
	const struct run *run = owner;

	if (run->visit == NULL) return false;
	*ret_state = homecoming_state(run->home);
	*ret_reached = homecoming_visit_reached(run->visit);
	return true;
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
		e = unlock(run, line, S(""), &desk);
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
	run->hands = (struct ui_host){unlock, lock, erase, visit, status, drill,
		leave, away, carried, back, coming, stay, home, rehearsal, run,
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

static const err *run_open(struct run *run)
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
	e = settle(run);
	if (e != NULL && e->code == ERR_BUSY) e = NULL; /* said when it opens */
	if (e == NULL) e = passphrase_unlock(run);
	if (e == NULL) e = pages_open(run);
	if (e == NULL) e = announce(run);
	return e;
}

static void run_close(struct run *run)
{
	ui_close(&run->ui);
	if (run->errands != NULL) stay(run);
	if (run->errands != NULL) lock(run);
	errands_close(&run->errands);
	socket_close(&run->listener);
	loop_close(&run->loop);
}

/* -- the command line ----------------------------------------------------- */

static bool number_option(const char *text, uint64_t least, uint64_t most,
	uint64_t *ret_number)
{
	return num_read(str_of(text), most, ret_number) &&
		*ret_number >= least;
}

static bool option_take(int letter, struct options *ret)
{
	switch (letter) {
	case 'b':
		ret->no_browser = true;
		return true;
	case 'p':
		ret->passphrase_file = optarg;
		return true;
	case 'l':
		ret->line = optarg;
		return true;
	case 'x':
		ret->proxy = optarg;
		return true;
	case 'r':
		ret->ready = optarg;
		return true;
	case 'g':
		ret->guides = optarg;
		return true;
	case 'n':
		return number_option(optarg, 0, 65535, &ret->port);
	case 's':
		return number_option(optarg, 1, VISIT_SECONDS_MAX,
			&ret->visit_seconds);
	default:
		return false;
	}
}

static bool options_read(int argc, char **argv, struct options *ret)
{
	static const struct option names[] = {
		{"no-browser", no_argument, NULL, 'b'},
		{"passphrase-file", required_argument, NULL, 'p'},
		{"line", required_argument, NULL, 'l'},
		{"proxy", required_argument, NULL, 'x'},
		{"guides", required_argument, NULL, 'g'},
		{"ready", required_argument, NULL, 'r'},
		{"port", required_argument, NULL, 'n'},
		{"visit-seconds", required_argument, NULL, 's'}, {0}};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (!option_take(letter, ret)) return false;
	}
	if (optind + 1 != argc) return false;
	ret->dir = argv[optind];
	return ret->line == NULL ||
		courier_may_go(str_of(ret->line), str_of(ret->proxy)) ||
		str_ends(str_of(ret->line), S(".onion"));
}

int desk_command(int argc, char **argv)
{
	struct run run = {.options = {.visit_seconds = SYNC_SECONDS},
		.listener = -1, .signals = {.fd = -1}};
	const err *e;

	if (!options_read(argc, argv, &run.options)) {
		(void)fputs(desk_usage, stderr);
		return 1;
	}
	report_as("desk");
	seal_start();
	run.loop = loop_open();
	e = run_open(&run);
	if (e == NULL) e = loop_run(run.loop);
	if (e != NULL) report_err("the desk", e);
	run_close(&run);
	return e == NULL ? 0 : 1;
}
