/* What every line made for a test answers alike, over the real HTTP engine.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_DESK_SERVED_H
#define TEST_DESK_SERVED_H

#include "web/web.h"

static inline void served_say(struct exchange *x, unsigned status, str body)
{
	struct answer answer = {.status = status, .body = body,
		.type = S("application/octet-stream")};

	web_answer(x, &answer);
}

static inline void served_gone(struct exchange *x)
{
	(void)x;
}

static inline void served_refusal(struct web *web, const struct exchange *x,
	unsigned status, struct answer *ret_answer)
{
	(void)web;
	(void)x;
	*ret_answer = (struct answer){.status = status};
}

#endif
