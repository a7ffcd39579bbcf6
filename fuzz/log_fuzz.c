/* The log's texts as a hostile device may send them: what is read, written
 * again, is the same bytes [frame-2] [body-1] [op-1] [team-1] [state-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "base/hex.h"
#include "model/frame.h"
#include "model/state_text.h"
#include "model/team_roster.h"

static void same(struct buf *out, str input)
{
	must(str_eq(buf_str(out), input));
	buf_reset(out);
}

static void frame_look(str input, struct buf *out)
{
	static struct frame frame;
	unsigned char signed_by[64];
	str covered;

	if (!frame_read(input, &frame, &covered)) return;
	must(frame_write(&frame, out));
	must(hex_read(frame.signature, signed_by, sizeof(signed_by)));
	frame_sign_line(signed_by, out);
	same(out, input);
}

static void body_look(str input, struct buf *out)
{
	struct body body;

	if (!body_read(input, &body)) return;
	if (body_write(&body, out)) same(out, input);
	buf_reset(out);
}

static void ops_look(str input, struct buf *out)
{
	str rest = input;
	struct op op;

	while (op_take(&rest, &op)) must(op_write(&op, out));
	same(out, str_first(input, input.len - rest.len));
}

static void roster_look(str input, struct buf *out)
{
	static struct team_roster roster;
	unsigned char signed_by[64];
	str covered;

	if (!team_roster_read(input, &roster, &covered)) return;
	must(team_roster_write(&roster, out));
	must(str_eq(buf_str(out), covered));
	for (size_t i = 0; i < roster.signature_count; i++) {
		must(hex_read(roster.signatures[i].signature, signed_by,
			sizeof(signed_by)));
		team_roster_sign_line(roster.signatures[i].dev, signed_by, out);
	}
	same(out, input);
	must(team_roster_members(&roster) >= 1);
}

static void state_look(str input, struct buf *out)
{
	struct state_part part;
	str rest = input;

	if (!state_is_right(input)) return;
	while (state_part_take(&rest, &part)) {
		if (part.is_op) must(state_op_write(&part, out));
		else state_instead_write(&part, out);
	}
	same(out, input);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	struct buf out = {0};
	struct state_part part;
	str places = input;

	frame_look(input, &out);
	body_look(input, &out);
	ops_look(input, &out);
	roster_look(input, &out);
	state_look(input, &out);
	while (state_place_take(&places, &part)) must(part.seq > 0);
	buf_close(&out);
	return 0;
}
