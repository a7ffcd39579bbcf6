/* Tests of the log as bytes: frames, bodies and ops against vectors that an
 * independent program made from doc/log.md, and every cut and change of them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/hex.h"
#include "model/frame.h"
#include "model/log_vectors.h"
#include "seal/hash.h"
#include "seal/sign.h"
#include "store/log_ring.h"

#define VECTOR(name) str_bytes(name, sizeof(name) - 1)

static str hex_of(const void *bytes, size_t len)
{
	static struct buf out;

	buf_reset(&out);
	buf_hex(&out, bytes, len);
	return buf_str(&out);
}

/* -- ops ------------------------------------------------------------------ */

static bool ops_again(str ops, struct buf *out)
{
	struct op op;

	while (ops.len > 0) {
		if (!op_take(&ops, &op) || !op_write(&op, out)) return false;
	}
	return true;
}

TEST(ops_are_the_bytes_of_the_document)
{
	/* [op-1] [op-2] */
	str rest = VECTOR(vector_ops);
	struct buf again = {0};
	struct op op;

	UNUSED_STATE;
	assert_true(op_take(&rest, &op));
	assert_int_equal(op.kind, OP_SET);
	is_str(op.field, S("name"));
	assert_int_equal(op.value.len, 8);
	for (int i = 0; i < 4; i++) assert_true(op_take(&rest, &op));
	assert_int_equal(op.kind, OP_UNKNOWN);
	is_str(op.word, S("later"));
	is_str(op.value, S("op set of a later version"));
	assert_int_equal(rest.len, 0);
	assert_true(ops_again(VECTOR(vector_ops), &again));
	is_str(buf_str(&again), VECTOR(vector_ops));
	buf_close(&again);
}

TEST(every_kind_of_op_is_written_and_read)
{
	/* [op-1] */
	UNUSED_STATE;
	for (unsigned kind = 0; kind < OP_UNKNOWN; kind++) {
		struct op op = {.kind = (enum op_kind)kind,
			.field = S("f"), .value = S("v\n")}, back;
		struct buf out = {0};
		str rest;

		assert_true(op_write(&op, &out));
		rest = buf_str(&out);
		assert_true(op_take(&rest, &back));
		assert_int_equal(back.kind, kind);
		is_str(back.value, op.value);
		buf_close(&out);
	}
}

TEST(an_op_at_its_limits_is_written_and_beyond_them_refused)
{
	/* [op-1] */
	static char long_value[OP_VALUE_MAX + 1];
	static const struct { const char *word, *field; size_t value; bool may; }
	cases[] = {
		{"abcdefghijklmnop", "f", 0, true},
		{"abcdefghijklmnopq", "f", 0, false},
		{"", "f", 0, false},
		{"Word", "f", 0, false},
		{"word", "two words", 0, false},
		{"word", "f\n", 0, false},
		{"word", "", OP_VALUE_MAX, true},
		{"word", "", OP_VALUE_MAX + 1, false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct op op = {.kind = OP_UNKNOWN,
			.word = str_of(cases[i].word),
			.field = str_of(cases[i].field),
			.value = str_bytes(long_value, cases[i].value)};
		struct buf out = {0};

		assert_int_equal(op_write(&op, &out), cases[i].may);
		buf_close(&out);
	}
}

/* -- cut and changed ------------------------------------------------------ */

/* Reads bytes and writes what was read again; false: refused. */
typedef bool again_fn(str bytes, struct buf *out);

/* Cut anywhere it is refused; with any bit changed it is refused, or means
 * exactly the changed bytes. */
static void cut_and_change(str good, again_fn *again)
{
	struct buf bytes = {0}, out = {0};

	buf_put(&bytes, good);
	for (size_t i = 0; i < bytes.len; i++) {
		char was = bytes.at[i];

		buf_reset(&out);
		assert_false(again(str_first(good, i), &out));
		for (unsigned bit = 0; bit < 8; bit++) {
			bytes.at[i] = (char)(was ^ (1 << bit));
			buf_reset(&out);
			if (!again(buf_str(&bytes), &out)) continue;
			is_str(buf_str(&out), buf_str(&bytes));
		}
		bytes.at[i] = was;
	}
	buf_close(&bytes);
	buf_close(&out);
}

static bool one_op_again(str bytes, struct buf *out)
{
	struct op op;

	return op_take(&bytes, &op) && bytes.len == 0 && op_write(&op, out);
}

static bool body_again(str bytes, struct buf *out)
{
	struct body body;

	return body_read(bytes, &body) && body_write(&body, out);
}

static bool frame_again(str bytes, struct buf *out)
{
	unsigned char signed_by[64];
	struct frame frame;
	str covered;

	if (!frame_read(bytes, &frame, &covered)) return false;
	if (!frame_write(&frame, out)) return false;
	if (!hex_read(frame.signature, signed_by, 64)) return false;
	frame_sign_line(signed_by, out);
	return true;
}

TEST(a_cut_or_changed_op_is_refused_or_says_what_it_says)
{
	/* [op-1] */
	str rest = VECTOR(vector_ops), first = rest;
	struct op op;

	UNUSED_STATE;
	assert_true(op_take(&rest, &op));
	cut_and_change(str_first(first, first.len - rest.len), one_op_again);
}

static struct buf vector_whole_body(void)
{
	struct buf whole = {0};

	buf_put(&whole, VECTOR(vector_body));
	buf_zeros(&whole, VECTOR_BODY_BYTES - whole.len);
	return whole;
}

TEST(a_cut_or_changed_body_or_frame_is_refused_or_says_what_it_says)
{
	/* [body-1] [frame-2] */
	struct buf body = vector_whole_body();

	UNUSED_STATE;
	cut_and_change(buf_str(&body), body_again);
	cut_and_change(VECTOR(vector_second), frame_again);
	buf_close(&body);
}

/* -- bodies --------------------------------------------------------------- */

TEST(a_body_is_the_bytes_of_the_document_and_says_where_it_belongs)
{
	/* [body-1] */
	struct buf whole = vector_whole_body(), again = {0};
	struct body body;

	UNUSED_STATE;
	assert_true(body_read(buf_str(&whole), &body));
	assert_int_equal(body.seq, 2);
	assert_int_equal(body.index, 0);
	is_str(body.ring, S("team"));
	assert_int_equal(body.epoch, 3);
	is_str(body.ops, VECTOR(vector_ops));
	assert_true(body_write(&body, &again));
	is_str(buf_str(&again), buf_str(&whole));
	buf_reset(&again);
	body.index = 1;
	assert_true(body_write(&body, &again));
	assert_false(str_eq(buf_str(&again), buf_str(&whole)));
	buf_close(&whole);
	buf_close(&again);
}

TEST(a_body_is_padded_to_its_class_and_nothing_else_is_accepted)
{
	/* [body-2] */
	struct buf whole = vector_whole_body(), ops = {0}, out = {0};
	struct body body, back;
	struct op note = {.kind = OP_NOTE, .field = S("text")};
	static char letters[70000];
	hash got;

	UNUSED_STATE;
	assert_true(body_read(buf_str(&whole), &body));
	memset(letters, 'y', sizeof(letters));
	note.object = body.unit;
	note.value = str_bytes(letters, sizeof(letters));
	assert_true(op_write(&note, &ops));
	body.index = 1;
	body.ring = S("case-a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
	body.epoch = 1;
	body.ops = buf_str(&ops);
	assert_true(body_write(&body, &out));
	assert_int_equal(out.len, VECTOR_LONG_BYTES);
	got = hash_of(buf_str(&out));
	is_str(hex_of(got.bytes, 32), VECTOR(vector_long_sha256));
	buf_zeros(&out, 1024);
	assert_false(body_read(buf_str(&out), &back));
	whole.at[whole.len - 1] = 'x';
	assert_false(body_read(buf_str(&whole), &back));
	buf_close(&whole);
	buf_close(&ops);
	buf_close(&out);
}

TEST(names_of_rings_have_their_letters_and_their_length)
{
	/* [body-1] */
	UNUSED_STATE;
	assert_true(ring_name_is_right(S("team")));
	assert_true(ring_name_is_right(S("device-00112233445566778899aabbccddeeff")));
	assert_false(ring_name_is_right(S("")));
	assert_false(ring_name_is_right(S("Team")));
	assert_false(ring_name_is_right(S("two words")));
	assert_false(ring_name_is_right(
		S("a-name-that-is-one-byte-longer-than-a-name-may-be")));
}

TEST(a_tag_tells_its_epoch_to_those_who_hold_it)
{
	/* doc/log.md L3 */
	struct ring_table table = {0};
	unsigned char tag[RING_TAG_BYTES], other[RING_TAG_BYTES];
	struct ring_given given = {.ring = S("team"), .epoch = 3,
		.secret = VECTOR(vector_seed)};
	const struct ring_epoch *found;

	UNUSED_STATE;
	assert_true(ring_add(&table, &given));
	assert_true(hex_read(VECTOR(vector_tag), tag, sizeof(tag)));
	assert_true(hex_read(VECTOR(vector_other_tag), other, sizeof(other)));
	found = ring_of_tag(&table, tag);
	assert_non_null(found);
	assert_int_equal(found->epoch, 3);
	assert_null(ring_of_tag(&table, other));
	tag[0] ^= 1;
	assert_null(ring_of_tag(&table, tag));
	ring_table_close(&table);
}

/* -- frames --------------------------------------------------------------- */

TEST(a_frame_is_the_bytes_of_the_document_signed_and_linked)
{
	/* [frame-1] [frame-2] */
	struct sign_key key = sign_key_from(VECTOR(vector_seed));
	struct buf again = {0};
	struct frame first, second;
	signature sig;
	str covered;
	hash prev = hash_of(VECTOR(vector_first));

	UNUSED_STATE;
	is_str(hex_of(key.public.bytes, 32), VECTOR(vector_public));
	assert_true(frame_read(VECTOR(vector_first), &first, &covered));
	assert_true(frame_read(VECTOR(vector_second), &second, &covered));
	is_str(second.prev, hex_of(prev.bytes, 32));
	assert_int_equal(second.head_count, 1);
	assert_int_equal(second.body_count, 2);
	assert_int_equal(second.hlc.count, 1);
	sig = sign_bytes(&key, covered);
	is_str(second.signature, hex_of(sig.bytes, 64));
	assert_true(sign_is_valid(key.public, covered, sig));
	assert_true(frame_write(&second, &again));
	frame_sign_line(sig.bytes, &again);
	is_str(buf_str(&again), VECTOR(vector_second));
	sign_key_close(&key);
	buf_close(&again);
}

TEST(a_frame_with_its_heads_out_of_order_or_one_too_many_is_not_written)
{
	/* [frame-1] */
	struct frame frame;
	struct buf out = {0};
	str covered;

	UNUSED_STATE;
	assert_true(frame_read(VECTOR(vector_second), &frame, &covered));
	frame.heads[1] = frame.heads[0];
	frame.head_count = 2;
	assert_false(frame_write(&frame, &out));
	frame.head_count = FRAME_LIST_MAX + 1;
	assert_false(frame_write(&frame, &out));
	frame.head_count = 1;
	frame.seq = 0;
	assert_false(frame_write(&frame, &out));
	buf_close(&out);
}

TEST(a_hybrid_clock_never_goes_back)
{
	struct hlc last = {1000, 0}, next;

	UNUSED_STATE;
	next = hlc_next(last, 900);
	assert_true(hlc_compare(next, last) > 0);
	assert_int_equal(next.ms, 1000);
	last = hlc_next(next, 2000);
	assert_int_equal(last.ms, 2000);
	assert_int_equal(last.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(ops_are_the_bytes_of_the_document),
		CASE(every_kind_of_op_is_written_and_read),
		CASE(an_op_at_its_limits_is_written_and_beyond_them_refused),
		CASE(a_cut_or_changed_op_is_refused_or_says_what_it_says),
		CASE(a_cut_or_changed_body_or_frame_is_refused_or_says_what_it_says),
		CASE(a_body_is_the_bytes_of_the_document_and_says_where_it_belongs),
		CASE(a_body_is_padded_to_its_class_and_nothing_else_is_accepted),
		CASE(names_of_rings_have_their_letters_and_their_length),
		CASE(a_tag_tells_its_epoch_to_those_who_hold_it),
		CASE(a_frame_is_the_bytes_of_the_document_signed_and_linked),
		CASE(a_frame_with_its_heads_out_of_order_or_one_too_many_is_not_written),
		CASE(a_hybrid_clock_never_goes_back),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
