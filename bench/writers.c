/* WRITERS people who write at the same time: each has one connection to
 * 127.0.0.1:PORT and sends the request in FILE (its run of 32 "S" replaced by
 * a fresh number each time), waits for the whole answer, and goes on, until
 * COUNT are sent. Only an answer of status 200 counts. Prints "sent N failed N
 * seconds S p50_ms N p99_ms N max_ms N".
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"
#include "base/num.h"
#include "os/file.h"
#include "os/loop.h"
#include "os/socket.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WRITERS_MAX = 10000, REQUEST_MAX = 64 << 20, HOLE = 32 };

struct person {
	struct watch watch;
	struct buf answer;
	size_t sent;
	char number[HOLE];
	double begun;
};

static struct loop *loop;
static struct buf request;
static size_t hole, to_send, sent_count, done_count, failed_count;
static double *latencies;
static char where[64];

static double now_s(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void number_next(char number[HOLE + 1])
{
	static unsigned count;

	(void)snprintf(number, HOLE + 1, "%08x%08x%016x", (unsigned)time(NULL),
		(unsigned)(now_s() * 1e6), count++);
}

/* What is left to send, of a request that has this person's number in its
 * hole. One buffer for all: people send one after the other, and a whole
 * request goes in one piece, or Nagle's wait would be measured. */
static str rest_of(const struct person *person)
{
	if (hole < request.len) {
		memcpy(request.at + hole, person->number, HOLE);
	}
	return str_from(buf_str(&request), person->sent);
}

static void begin(struct person *person)
{
	char number[HOLE + 1];

	if (sent_count == to_send) {
		loop_drop(loop, &person->watch);
		socket_close(&person->watch.fd);
		return;
	}
	sent_count++;
	number_next(number);
	memcpy(person->number, number, HOLE);
	person->sent = 0;
	buf_reset(&person->answer);
	person->begun = now_s();
	person->watch.want = LOOP_READ | LOOP_WRITE;
	loop_watch(loop, &person->watch);
}

static void ended(struct person *person, bool good)
{
	latencies[done_count++] = (now_s() - person->begun) * 1e3;
	if (!good) failed_count++;
	if (done_count == to_send) loop_stop(loop);
}

/* The answer is whole: its head has ended and Content-Length bytes follow. */
static bool is_whole(str answer)
{
	size_t end = str_find(answer, S("\r\n\r\n")), at;
	uint64_t length = 0;
	str value, rest;

	if (end == SIZE_MAX) return false;
	at = str_find(str_first(answer, end + 2), S("Content-Length: "));
	if (at == SIZE_MAX) return false;
	if (!str_cut(str_from(answer, at + 16), '\r', &value, &rest)) return false;
	if (!num_read(value, REQUEST_MAX, &length)) return false;
	return answer.len >= end + 4 + length;
}

static void connect_again(struct person *person)
{
	const err *e = socket_connect(str_of(where), &person->watch.fd);

	if (e != NULL) die(e->text);
}

static void on_ready(struct watch *watch, unsigned events)
{
	struct person *person = CONTAINER(watch, struct person, watch);
	bool gone = false;

	if (events & LOOP_WRITE) {
		str rest = rest_of(person);

		person->sent += socket_write(watch->fd, rest, &gone);
		if (person->sent == request.len) {
			watch->want = LOOP_READ;
			loop_watch(loop, watch);
		}
	}
	if (events & LOOP_READ) {
		char *room = buf_room(&person->answer, 65536);

		if (room == NULL) die("an answer is too long");
		buf_added(&person->answer,
			socket_read(watch->fd, room, 65536, &gone));
	}
	if (is_whole(buf_str(&person->answer))) {
		ended(person, str_starts(buf_str(&person->answer),
			S("HTTP/1.1 200 ")));
		begin(person);
	} else if (gone) {
		ended(person, false);
		loop_drop(loop, watch);
		socket_close(&watch->fd);
		connect_again(person);
		begin(person);
	}
}

static int compare(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return one < other ? -1 : one > other;
}

static size_t number_of(const char *text)
{
	uint64_t number;

	if (!num_read(str_of(text), 10000000, &number)) die("a number, please");
	return (size_t)number;
}

static void report_all(double seconds)
{
	qsort(latencies, to_send, sizeof(double), compare);
	(void)printf("sent %zu failed %zu seconds %.4f p50_ms %.2f p99_ms %.2f"
		     " max_ms %.2f\n",
		to_send, failed_count, seconds, latencies[to_send / 2],
		latencies[to_send * 99 / 100], latencies[to_send - 1]);
}

int main(int argc, char **argv)
{
	size_t writers;
	struct person *people;
	double begun;
	const err *e;

	if (argc != 5) die("usage: writers PORT WRITERS COUNT FILE");
	(void)snprintf(where, sizeof(where), "127.0.0.1:%zu",
		number_of(argv[1]));
	writers = number_of(argv[2]);
	to_send = number_of(argv[3]);
	if (writers == 0 || writers > WRITERS_MAX || to_send < writers) {
		die("more messages than writers, and at most 10000 of those");
	}
	request = buf_cap(REQUEST_MAX);
	e = file_read(argv[4], REQUEST_MAX - (1 << 20), &request);
	if (e != NULL) die(e->text);
	hole = str_find(buf_str(&request),
		S("SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS"));
	if (hole == SIZE_MAX) hole = request.len;
	latencies = mem_get(to_send * sizeof(double));
	loop = loop_open();
	people = mem_get(writers * sizeof(*people));
	for (size_t i = 0; i < writers; i++) {
		people[i].watch.ready = on_ready;
		connect_again(&people[i]);
	}
	begun = now_s();
	for (size_t i = 0; i < writers; i++) begin(&people[i]);
	e = loop_run(loop);
	if (e != NULL) die(e->text);
	report_all(now_s() - begun);
	return failed_count == 0 ? 0 : 1;
}
