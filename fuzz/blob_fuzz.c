/* What reaches a desk from a relay or a stick: bytes of a stranger, frames and
 * bodies of a member whose program lies. Nothing crashes, nothing stops the
 * reading, and who reads the same pack again has the same state [log-2] [log-5].
 * The first byte says what the rest is: a blob, the plain bytes of a frame, or
 * the ops of a body in a frame that is right; the second which ring.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "model/log_vectors.h"
#include "os/file.h"
#include "seal/age.h"
#include "store/log_ring.h"
#include "store/state.h"

#include <stdio.h>

#define ORG_BYTES "630dcd2966c4336691125448bbb25b4f" \
	"f412a49c732db2c8abc1b8581bd710dd"

static struct { struct sign_key own, other; struct identity identity, team;
	bool ready; } keys;
static char path[64];

static void keys_ready(void)
{
	if (keys.ready) return;
	seal_start();
	keys.own = sign_key_from(str_bytes(vector_seed, 32));
	keys.other = sign_key_from(str_bytes(vector_other_seed, 32));
	keys.identity = identity_from(str_bytes(vector_seed, 32));
	keys.team = identity_from(str_bytes(vector_other_seed, 32));
	(void)snprintf(path, sizeof(path), "%s/bothy-fuzz-%p.pack",
		file_exists("/dev/shm") ? "/dev/shm" : "/tmp", (void *)path);
	keys.ready = true;
}

static struct log *log_start(void)
{
	struct log_device device = {S_INIT(ORG_BYTES), &keys.own,
		&keys.identity, NULL};
	struct log *log = NULL;

	must(log_open(&log, path, &device) == NULL);
	log_clock(log, 1795000000000);
	log_trust(log, keys.other.public);
	log_epoch_add(log, S("team"), 1, secret_str(&keys.team.key));
	return log;
}

static struct state_sum read_all(struct log *log, str ring)
{
	struct state *state = state_open(S(ORG_BYTES));
	struct state_sum sum;

	must(log_read(log, state_op, state) == NULL);
	while (log_withdrawn(log)) {
		state_close(&state);
		state = state_open(S(ORG_BYTES));
		must(log_read(log, state_op, state) == NULL);
	}
	sum = state_sum(state, ring);
	state_close(&state);
	return sum;
}

static void hex_keep(char *room, const void *bytes, size_t size, str *ret_hex)
{
	struct buf hex = {0};

	buf_hex(&hex, bytes, size);
	for (size_t i = 0; i < hex.len; i++) room[i] = hex.at[i];
	*ret_hex = str_bytes(room, hex.len);
	buf_close(&hex);
}

/* A frame of the other member with one body of these ops. */
static void member_says(str ops, size_t ring, struct buf *ret_frame,
	struct buf *ret_body)
{
	static struct frame frame;
	char dev[LOG_DEVICE_HEX], tag[48], name[64], own[7 + LOG_DEVICE_HEX] =
		"device-";
	struct ring_table table = {0};
	struct ring_given given = {.ring = S("team"), .epoch = 1,
		.secret = secret_str(&keys.team.key)};
	unsigned char tag_bytes[RING_TAG_BYTES];
	struct buf plain = {0};
	struct body body = {.seq = 1, .epoch = 1, .ops = ops};
	recipient to = ring == 0 ? keys.team.recipient
				 : keys.identity.recipient;
	signature sig;
	hash hash_now;

	log_device_name(keys.own.public, own + 7);
	log_device_name(keys.other.public, dev);
	body.org = S(ORG_BYTES);
	body.dev = str_bytes(dev, sizeof(dev));
	body.ring = ring == 0 ? S("team") : str_bytes(own, sizeof(own));
	if (!body_write(&body, &plain)) buf_reset(&plain);
	age_seal(ret_body, buf_str(&plain), &to, 1);
	must(ring_add(&table, &given));
	ring_tag_make(&table.at[0], tag_bytes);
	if (ring != 0) tag_bytes[23] ^= 1;
	ring_table_close(&table);
	hash_now = hash_of(buf_str(ret_body));
	frame = (struct frame){.org = S(ORG_BYTES), .dev = body.dev, .seq = 1,
		.prev = S("0000000000000000000000000000000000000000"
			"000000000000000000000000"), .hlc = {1795000000000, 0},
		.body_count = 1};
	frame.roster_hash = frame.prev;
	hex_keep(tag, tag_bytes, sizeof(tag_bytes), &frame.bodies[0].tag);
	hex_keep(name, hash_now.bytes, 32, &frame.bodies[0].hash);
	frame.bodies[0].length = ret_body->len;
	buf_reset(&plain);
	must(frame_write(&frame, &plain));
	sig = sign_bytes(&keys.other, buf_str(&plain));
	frame_sign_line(sig.bytes, &plain);
	age_seal(ret_frame, buf_str(&plain), &keys.identity.recipient, 1);
	buf_close(&plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size), blobs[2];
	size_t kind, ring, count = 1, refused = 0;
	struct buf frame = {0}, body = {0};
	struct state_sum first, again;
	struct log *log;

	keys_ready();
	kind = fuzz_take_byte(&input) % 3;
	ring = fuzz_take_byte(&input) % 2;
	blobs[0] = input;
	if (kind == 1) {
		age_seal(&frame, input, &keys.team.recipient, 1);
		blobs[0] = buf_str(&frame);
	} else if (kind == 2) {
		member_says(input, ring, &frame, &body);
		blobs[0] = buf_str(&body);
		blobs[1] = buf_str(&frame);
		count = 2;
	}
	must(file_remove(path) == NULL);
	log = log_start();
	must(log_append(log, 1795000000000, NULL, 0) == NULL);
	must(log_receive(log, blobs, count, &refused) == NULL);
	first = read_all(log, S("team"));
	log_close(&log);
	log = log_start();
	again = read_all(log, S("team"));
	must(state_sum_eq(first, again));
	log_close(&log);
	must(file_remove(path) == NULL);
	buf_close(&frame);
	buf_close(&body);
	return 0;
}
