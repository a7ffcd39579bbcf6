/* The one event loop: descriptors through epoll, and timers. A process has at
 * most one loop and runs on one thread. Owns nothing it watches.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_LOOP_H
#define OS_LOOP_H

#include "base/err.h"

struct loop;

enum { LOOP_READ = 1, LOOP_WRITE = 2, LOOP_HANGUP = 4 };

/* Embedded in whatever owns the descriptor; `ready` finds its owner with
 * CONTAINER. It may drop itself, or any other watch, while being called. */
struct watch {
	int fd;
	unsigned want;                 /* LOOP_READ | LOOP_WRITE */
	void (*ready)(struct watch *watch, unsigned events);
	bool added;
};

/* Embedded likewise. Fires once; set again for more. */
struct timer {
	uint64_t at_ms;                /* on the loop's monotonic clock */
	void (*fire)(struct timer *timer);
	size_t place;                  /* in the heap, 0 when not set */
};

struct loop *loop_open(void);
void loop_close(struct loop **loop);
/* Runs until loop_stop; returns NULL, or why waiting failed. */
const err *loop_run(struct loop *loop) MUST_USE;
void loop_stop(struct loop *loop);
/* One round: waits at most `wait_ms` (-1 without end). */
const err *loop_once(struct loop *loop, int wait_ms) MUST_USE;

void loop_watch(struct loop *loop, struct watch *watch);  /* add, or change want */
void loop_drop(struct loop *loop, struct watch *watch);   /* accepts not added */
void loop_timer(struct loop *loop, struct timer *timer, uint64_t in_ms);
void loop_timer_drop(struct loop *loop, struct timer *timer);
/* Monotonic milliseconds, read once a round. */
uint64_t loop_now_ms(const struct loop *loop);

#endif
