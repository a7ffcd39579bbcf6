/* The guides at the keeper: releases in, files out (doc/relay.md R19). What is
 * here is public and signed; the door has checked who calls.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/keeper_call.h"

#include "os/report.h"

static const struct outcome words[] = {
	[PUBLISHED_FINE] = {STATUS_OK, S_INIT("kept\n"), false},
	[PUBLISHED_MALFORMED] = {STATUS_MALFORMED, S_INIT("malformed\n"),
		false},
	[PUBLISHED_SIGNATURE] = {STATUS_SIGNATURE, S_INIT("signature\n"),
		false},
	[PUBLISHED_OLDER] = {STATUS_OLDER, S_INIT("older\n"), false},
	[PUBLISHED_UNKNOWN] = {STATUS_UNKNOWN, S_INIT("unknown\n"), false},
	[PUBLISHED_PLACE] = {STATUS_PLACE, S_INIT("place\n"), false},
};

struct outcome keeper_guides(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	struct published_wanted wanted;
	enum published_word word;
	struct relay_guides offer;
	const err *e;

	if (!relay_guides_read(body, &offer)) return keeper_malformed;
	e = published_offer(arena, &k->published, k->organisation->key, &offer,
		&wanted, &word);
	if (e != NULL) return keeper_outcome(e, S(""));
	if (word != PUBLISHED_FINE) return words[word];
	k->released = wanted.switched;
	relay_wanted_write(ret_body, wanted.at, wanted.count);
	return (struct outcome){STATUS_OK, buf_str(ret_body), false};
}

void keeper_guides_tell(struct keeper *k)
{
	if (!k->released) return;
	k->released = false;
	channel_send(&k->door, WIRE_RELEASE, 0, S(""));
}

struct outcome keeper_guide_piece(struct keeper *k, struct arena *arena,
	str body, struct buf *ret_body)
{
	struct relay_guide_piece piece;
	enum published_word word;
	const err *e;

	(void)arena;
	(void)ret_body;
	if (!relay_guide_piece_read(body, &piece)) return keeper_malformed;
	e = published_piece(&k->published, &piece, &word);
	return e != NULL ? keeper_outcome(e, S("")) : words[word];
}

void keeper_guide_get(struct keeper *k, uint32_t id, str bytes)
{
	str path = unpack_str(&bytes);
	uint64_t offset = unpack_number(&bytes), size = 0;
	struct buf piece = {0}, out = {0};
	const err *e = published_read(&k->published, path, offset,
		LINE_PIECE_BYTES, &piece, &size);

	if (e != NULL && e->code != ERR_ABSENT) {
		report_err("a file of the guides could not be read", e);
	}
	pack_number(&out, e == NULL ? size : 0);
	pack_str(&out, e == NULL ? buf_str(&piece) : S(""));
	channel_send(&k->door, WIRE_BLOB_PIECE, id, buf_str(&out));
	buf_close(&piece);
	buf_close(&out);
}
