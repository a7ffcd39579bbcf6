/* The event loop: epoll and a binary heap of timers. See loop.h. A watch that
 * is dropped while a round is being handed out is taken out of that round, so
 * no callback is ever called for memory that is gone [loop-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/loop.h"

#include "base/mem.h"
#include "os/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { ROUND_EVENTS = 256, FIRST_TIMERS = 64 };

struct loop {
	int epoll;
	bool stopped;
	uint64_t now_ms;
	struct timer **heap;         /* heap[1] fires first */
	size_t timer_count, timer_room;
	struct epoll_event round[ROUND_EVENTS];
	int round_at, round_count;
};

struct loop *loop_open(void)
{
	struct loop *loop = mem_get(sizeof(*loop));

	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll < 0) die("no event loop");
	loop->timer_room = FIRST_TIMERS;
	loop->heap = mem_get(mem_times(sizeof(*loop->heap), FIRST_TIMERS));
	loop->now_ms = clock_steady_ms();
	return loop;
}

void loop_close(struct loop **handle)
{
	struct loop *loop = *handle;

	if (loop == NULL) return;
	(void)close(loop->epoll);
	mem_free(loop->heap);
	mem_free(loop);
	*handle = NULL;
}

uint64_t loop_now_ms(const struct loop *loop)
{
	return loop->now_ms;
}

void loop_stop(struct loop *loop)
{
	loop->stopped = true;
}

void loop_watch(struct loop *loop, struct watch *watch)
{
	struct epoll_event event = {.data.ptr = watch};
	int how = watch->added ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;

	if (watch->want & LOOP_READ) event.events |= EPOLLIN;
	if (watch->want & LOOP_WRITE) event.events |= EPOLLOUT;
	must(epoll_ctl(loop->epoll, how, watch->fd, &event) == 0);
	watch->added = true;
}

void loop_drop(struct loop *loop, struct watch *watch)
{
	if (!watch->added) return;
	(void)epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	watch->added = false;
	for (int i = loop->round_at; i < loop->round_count; i++) {
		if (loop->round[i].data.ptr == watch) {
			loop->round[i].data.ptr = NULL; /* [loop-1] */
		}
	}
}

/* -- timers: a binary heap, each timer knows its place -------------------- */

static void put_at(struct loop *loop, struct timer *timer, size_t place)
{
	loop->heap[place] = timer;
	timer->place = place;
}

static void sift_up(struct loop *loop, struct timer *timer, size_t place)
{
	while (place > 1 && loop->heap[place / 2]->at_ms > timer->at_ms) {
		put_at(loop, loop->heap[place / 2], place);
		place /= 2;
	}
	put_at(loop, timer, place);
}

static void sift_down(struct loop *loop, struct timer *timer, size_t place)
{
	for (;;) {
		size_t child = place * 2;

		if (child > loop->timer_count) break;
		if (child < loop->timer_count && loop->heap[child + 1]->at_ms <
			loop->heap[child]->at_ms) {
			child++;
		}
		if (loop->heap[child]->at_ms >= timer->at_ms) break;
		put_at(loop, loop->heap[child], place);
		place = child;
	}
	put_at(loop, timer, place);
}

void loop_timer_drop(struct loop *loop, struct timer *timer)
{
	size_t place = timer->place;
	struct timer *last;

	if (place == 0) return;
	timer->place = 0;
	last = loop->heap[loop->timer_count--];
	if (last == timer) return;
	if (place > 1 && loop->heap[place / 2]->at_ms > last->at_ms) {
		sift_up(loop, last, place);
	} else {
		sift_down(loop, last, place);
	}
}

void loop_timer(struct loop *loop, struct timer *timer, uint64_t in_ms)
{
	loop_timer_drop(loop, timer);
	timer->at_ms = loop->now_ms + in_ms;
	if (loop->timer_count + 1 == loop->timer_room) {
		size_t old = loop->timer_room * sizeof(*loop->heap);

		loop->heap = mem_grow(loop->heap, old, old * 2);
		loop->timer_room *= 2;
	}
	sift_up(loop, timer, ++loop->timer_count);
}

static void timers_fire(struct loop *loop)
{
	/* Those that a callback sets for now wait for the next round. */
	uint64_t until = loop->now_ms;
	size_t most = loop->timer_count;

	while (most-- > 0 && loop->timer_count > 0 &&
		loop->heap[1]->at_ms <= until) {
		struct timer *timer = loop->heap[1];

		loop_timer_drop(loop, timer);
		timer->fire(timer);
	}
}

/* -- rounds --------------------------------------------------------------- */

static int wait_length(const struct loop *loop, int wait_ms)
{
	uint64_t left;

	if (loop->timer_count == 0) return wait_ms;
	if (loop->heap[1]->at_ms <= loop->now_ms) return 0;
	left = loop->heap[1]->at_ms - loop->now_ms;
	if (left > 60 * 1000) left = 60 * 1000;
	return wait_ms >= 0 && (uint64_t)wait_ms < left ? wait_ms : (int)left;
}

static unsigned events_of(uint32_t bits)
{
	unsigned events = 0;

	if (bits & EPOLLIN) events |= LOOP_READ;
	if (bits & EPOLLOUT) events |= LOOP_WRITE;
	if (bits & (EPOLLHUP | EPOLLERR)) events |= LOOP_HANGUP;
	return events;
}

const err *loop_once(struct loop *loop, int wait_ms)
{
	int count;

	loop->now_ms = clock_steady_ms();
	count = epoll_wait(loop->epoll, loop->round, ROUND_EVENTS,
		wait_length(loop, wait_ms));
	if (count < 0 && errno != EINTR) return err_sys("cannot wait");
	loop->now_ms = clock_steady_ms();
	loop->round_count = count < 0 ? 0 : count;
	for (loop->round_at = 0; loop->round_at < loop->round_count;) {
		struct epoll_event *event = &loop->round[loop->round_at++];
		struct watch *watch = event->data.ptr;

		if (watch == NULL) continue;
		watch->ready(watch, events_of(event->events));
	}
	loop->round_count = 0;
	timers_fire(loop);
	return NULL;
}

const err *loop_run(struct loop *loop)
{
	const err *e = NULL;

	loop->stopped = false;
	while (e == NULL && !loop->stopped) e = loop_once(loop, -1);
	return e;
}
