/* The plain texts inside seals: a message, a reply or a roster that is read is
 * written again to exactly the same bytes [message-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "model/message.h"
#include "model/roster.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	struct buf again = {0};
	struct message message;
	struct reply reply;
	struct roster roster;

	if (message_read(input, &message)) {
		must(message_write(&message, &again));
		must(str_eq(buf_str(&again), input));
	}
	buf_reset(&again);
	if (reply_read(input, &reply)) {
		must(reply_write(&reply, &again));
		must(str_eq(buf_str(&again), input));
	}
	buf_reset(&again);
	if (roster_read(input, &roster)) {
		must(roster_write(&roster, &again));
		must(str_eq(buf_str(&again), input));
	}
	buf_close(&again);
	return 0;
}
