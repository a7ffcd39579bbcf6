/* Deriving codes: see maker.h. Wipes what it derived as soon as it is sent.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/maker.h"

#include "os/channel.h"
#include "os/jail.h"
#include "os/process.h"
#include "os/report.h"
#include "seal/hash.h"

#include <string.h>

/* Below everyone: deriving ahead must not slow who is writing now. */
enum { NICE = 19, EXIT_START = 3 };

struct maker {
	struct loop *loop;
	struct channel pool;
	const unsigned char *salt;
};

void maker_public(code secret_code, const struct code_keys *keys,
	struct code_public *ret_public)
{
	hash erase = hash_of(secret_str(&keys->erase));

	memcpy(ret_public->digits, secret_code.digits, CODE_DIGITS);
	memcpy(ret_public->mailbox, keys->mailbox, sizeof(keys->mailbox));
	memcpy(ret_public->recipient, keys->identity.recipient.bytes,
		sizeof(ret_public->recipient));
	memcpy(ret_public->erase, erase.bytes, sizeof(erase.bytes));
}

static void pool_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct maker *m = CONTAINER(channel, struct maker, pool);
	struct code_public public;
	struct code_keys keys;
	code derived;

	must(kind == WIRE_CODE_NEW || kind == WIRE_CODE_AGAIN);
	if (kind == WIRE_CODE_NEW) {
		derived = code_make();
	} else {
		must(bytes.len == CODE_DIGITS);
		memcpy(derived.digits, bytes.at, CODE_DIGITS);
	}
	code_derive(derived, m->salt, &keys);
	maker_public(derived, &keys, &public);
	channel_send(&m->pool, WIRE_CODE, id,
		str_bytes(&public, sizeof(public)));
	code_keys_close(&keys);
	mem_wipe(&public, sizeof(public));
	mem_wipe(&derived, sizeof(derived));
}

int maker_run(void *argument)
{
	const struct maker_start *start = argument;
	/* Static: one maker a process, for its whole life. */
	static struct maker m;
	const err *e;

	process_nice(NICE);
	seal_start();
	m.salt = start->salt;
	m.loop = loop_open();
	e = jail_enter(JAIL_READER, NULL);
	if (e != NULL) {
		report_err("cannot make codes", e);
		return EXIT_START;
	}
	channel_open(&m.pool, m.loop, start->pool, pool_says);
	e = loop_run(m.loop);
	if (e != NULL) report_err("the loop ended", e);
	return EXIT_START;
}
