/* What a desk carries: see carry.h. Owns inbox.pack and relay.place.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/carry_room.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"
#include "os/file.h"
#include "os/report.h"

#include <stdio.h>

enum { PLACE_MAX_BYTES = 1024, HASH_DIGITS = 64,
	RESERVE_BYTES = 256 << 20 /* the desk goes on writing */ };

static const str source_keys[SOURCE_COUNT] = {
	[SOURCE_LOG] = S_INIT("log"), [SOURCE_INBOX] = S_INIT("inbox")};

/* -- relay.place ---------------------------------------------------------- */

static void line_write(struct buf *out, str key, uint64_t number, hash h)
{
	buf_put(out, key);
	buf_byte(out, ' ');
	buf_number(out, number);
	buf_byte(out, ' ');
	buf_hex(out, h.bytes, sizeof(h.bytes));
	buf_byte(out, '\n');
}

const err *carry_place_save(struct carry *carry)
{
	struct buf out = {0};
	const err *e;

	buf_text(&out, "bothy-place/1\n");
	line_write(&out, S("at"), carry->place.cursor, carry->place.sum);
	for (int i = 0; i < SOURCE_COUNT; i++) {
		line_write(&out, source_keys[i],
			carry->sources[i].offered.number,
			carry->sources[i].offered.was);
	}
	buf_fmt(&out, "given %llu %llu\n",
		(unsigned long long)carry->given.wants,
		(unsigned long long)carry->given.number);
	e = file_replace(carry->place_path, buf_str(&out));
	buf_close(&out);
	return e;
}

static bool line_read(str *rest, str key, uint64_t *ret_number, hash *ret_hash)
{
	str line, number, digits;

	return field_take(rest, key, &line) &&
		str_cut(line, ' ', &number, &digits) &&
		num_read(number, INT64_MAX, ret_number) &&
		field_is_hex(digits, HASH_DIGITS) &&
		hex_read(digits, ret_hash->bytes, sizeof(ret_hash->bytes));
}

static bool given_read(str *rest, struct given *ret_given)
{
	str line, wants, number;

	return field_take(rest, S("given"), &line) &&
		str_cut(line, ' ', &wants, &number) &&
		num_read(wants, INT64_MAX, &ret_given->wants) &&
		num_read(number, INT64_MAX, &ret_given->number);
}

/* [carry-4] anything else than what we wrote is as good as none. */
static void place_load(struct carry *carry)
{
	struct buf text = {0};
	struct place place;
	struct offered offered[SOURCE_COUNT];
	struct given given;
	const err *e = file_read(carry->place_path, PLACE_MAX_BYTES, &text);
	str rest = buf_str(&text);
	bool right = e == NULL && field_line(&rest, S("bothy-place/1")) &&
		line_read(&rest, S("at"), &place.cursor, &place.sum);

	for (int i = 0; right && i < SOURCE_COUNT; i++) {
		right = line_read(&rest, source_keys[i], &offered[i].number,
			&offered[i].was);
	}
	if (right && given_read(&rest, &given) && rest.len == 0) {
		carry->place = place;
		carry->given = given;
		for (int i = 0; i < SOURCE_COUNT; i++) {
			carry->sources[i].offered = offered[i];
		}
	}
	buf_close(&text);
}

/* -- the packs ------------------------------------------------------------ */

/* What a commit is: the hash of its names. */
static hash item_name(const struct pack_item *item)
{
	struct hasher hasher;

	hasher_start(&hasher);
	for (size_t i = 0; i < item->body_count; i++) {
		hasher_put(&hasher, str_bytes(item->bodies[i].hash.bytes,
			sizeof(hash)));
	}
	hasher_put(&hasher, str_bytes(item->frame.hash.bytes, sizeof(hash)));
	return hasher_end(&hasher);
}

const struct pack_record *carry_record_of(const struct pack_item *item,
	size_t i)
{
	if (i < item->body_count) return &item->bodies[i];
	return i == item->body_count ? &item->frame : NULL;
}

const err *carry_names_read(struct carry *carry, struct source *source)
{
	struct pack_item item;
	const err *e;

	while ((e = pack_at(source->pack, source->known, &item)) == NULL) {
		const struct pack_record *record;

		for (size_t i = 0; (record = carry_record_of(&item, i)); i++) {
			if (record->length == 0) continue;
			(void)hash_set_add(&carry->names, record->hash);
			source->blobs++;
		}
		source->known = item.next;
		source->newest = item.number;
		if (item.number == source->offered.number &&
			hash_eq(item_name(&item), source->offered.was)) {
			source->position = item.next;
		}
	}
	return e->code == ERR_ABSENT ? NULL : e;
}

/* A damaged inbox is put aside: the line, or the stick, has it all. */
static const err *inbox_open(struct carry *carry, struct pack **ret_pack)
{
	const char *path = carry->paths[SOURCE_INBOX];
	char aside[PATH_BYTES + 16];
	const err *e = pack_open(ret_pack, path);

	if (e == NULL || e->code != ERR_FORMAT) return e;
	report("the inbox is damaged; what was in it is fetched again",
		UINT64_MAX);
	(void)snprintf(aside, sizeof(aside), "%s.damaged", path);
	e = file_rename(path, aside);
	if (e == NULL) e = carry_lost(carry);
	return e != NULL ? e : pack_open(ret_pack, path);
}

const err *carry_source_open(struct carry *carry, enum source_kind kind)
{
	struct source *source = &carry->sources[kind];
	const char *path = carry->paths[kind];
	const err *e;

	source->known = source->position = source->blobs = source->newest = 0;
	e = kind == SOURCE_LOG ? pack_follow(&source->pack, path)
			       : inbox_open(carry, &source->pack);
	if (e != NULL) {
		source->pack = NULL;
		return e;
	}
	e = carry_names_read(carry, source);
	/* [carry-4] not there any more: all of it again */
	if (source->position == 0) source->offered = (struct offered){0};
	return e;
}

/* What the desk has written to its log meanwhile. */
static const err *log_more(struct carry *carry)
{
	struct source *source = &carry->sources[SOURCE_LOG];
	const err *e = pack_more(source->pack, carry->paths[SOURCE_LOG]);

	if (e != NULL && e->code == ERR_BUSY) {
		pack_close(&source->pack);
		return carry_source_open(carry, SOURCE_LOG);
	}
	return e != NULL ? e : carry_names_read(carry, source);
}

static bool path_make(char ret_path[PATH_BYTES], const char *folder,
	const char *name)
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/%s", folder, name);

	return len > 0 && len < PATH_BYTES;
}

const err *carry_open(struct carry **ret_carry, const char *folder)
{
	struct carry *carry = mem_get(sizeof(*carry));
	const err *e = NULL;

	if (!path_make(carry->paths[SOURCE_LOG], folder, "log.pack") ||
		!path_make(carry->paths[SOURCE_INBOX], folder, "inbox.pack") ||
		!path_make(carry->place_path, folder, "relay.place")) {
		e = err_make(ERR_USAGE, "the folder's path is too long");
	}
	carry->limit = INBOX_BLOBS_MAX;
	if (e == NULL) place_load(carry);
	for (int i = 0; e == NULL && i < SOURCE_COUNT; i++) {
		e = carry_source_open(carry, (enum source_kind)i);
	}
	if (e != NULL) carry_close(&carry);
	else *ret_carry = carry;
	return e;
}

void carry_close(struct carry **handle)
{
	struct carry *carry = *handle;

	if (carry == NULL) return;
	for (int i = 0; i < SOURCE_COUNT; i++) {
		pack_close(&carry->sources[i].pack);
	}
	hash_set_close(&carry->names);
	mem_free(carry);
	*handle = NULL;
}

/* -- what comes ----------------------------------------------------------- */

struct place carry_place(const struct carry *carry)
{
	return carry->place;
}

bool carry_has(const struct carry *carry, hash name)
{
	return hash_set_has(&carry->names, name);
}

/* A hostile line, or stick, may have no end: it does not fill this disk. */
static const err *room_check(const struct carry *carry, size_t more)
{
	uint64_t free_bytes, all_bytes;
	const err *e = file_disk(carry->paths[SOURCE_LOG], &free_bytes,
		&all_bytes);

	if (carry->sources[SOURCE_INBOX].blobs + more > carry->limit) {
		return err_make(ERR_FULL, "more came than can wait");
	}
	if (e != NULL || free_bytes >= RESERVE_BYTES) return e;
	return err_make(ERR_FULL, "the disk is nearly full");
}

/* [carry-3] one commit of bodies, behind them a frame without bytes. */
static const err *inbox_put(struct carry *carry,
	const struct bundle_blob *blobs, size_t count)
{
	struct source *inbox = &carry->sources[SOURCE_INBOX];
	str bodies[BUNDLE_BLOBS_MAX];
	size_t new = 0;
	const err *e;

	must(count <= NELEM(bodies));
	for (size_t i = 0; i < count; i++) {
		if (carry_has(carry, blobs[i].name)) continue;
		bodies[new++] = blobs[i].sealed;
	}
	if (new == 0) return NULL;
	e = room_check(carry, new);
	if (e != NULL) return e;
	e = pack_commit(inbox->pack, bodies, new, S(""));
	return e != NULL ? e : carry_names_read(carry, inbox);
}

static bool is_at(const struct carry *carry, struct place place)
{
	return carry->place.cursor == place.cursor &&
		hash_eq(carry->place.sum, place.sum);
}

const err *carry_receive(struct carry *carry, const struct bundle_blob *blobs,
	size_t count, struct place place)
{
	const err *e = log_more(carry);

	if (e == NULL) e = inbox_put(carry, blobs, count);
	if (e != NULL || is_at(carry, place)) return e;
	carry->place = place; /* [carry-2] */
	return carry_place_save(carry);
}

/* -- what goes ------------------------------------------------------------ */

static void item_offer(struct carry *carry, struct source *source,
	const struct pack_item *item)
{
	const struct pack_record *record;

	for (size_t i = 0; (record = carry_record_of(item, i)); i++) {
		if (record->length == 0) continue;
		carry->rows[carry->row_count++] = (struct offer_row){
			source, *record};
	}
	source->next = (struct offered){item->number, item_name(item)};
	source->next_position = item->next;
}

static const err *source_offer(struct carry *carry, struct source *source)
{
	struct pack_item item;
	const err *e = NULL;

	source->next = source->offered;
	source->next_position = source->position;
	while (carry->row_count + PACK_BODIES_MAX + 1 <= CARRY_OFFER_MAX) {
		e = pack_at(source->pack, source->next_position, &item);
		if (e != NULL) break;
		item_offer(carry, source, &item);
	}
	return e != NULL && e->code == ERR_ABSENT ? NULL : e;
}

const err *carry_offer(struct carry *carry, struct arena *arena,
	hash **ret_names, size_t *ret_count)
{
	hash *names;
	const err *e = log_more(carry);

	carry->row_count = 0;
	for (int i = 0; e == NULL && i < SOURCE_COUNT; i++) {
		e = source_offer(carry, &carry->sources[i]);
	}
	if (e != NULL) return e;
	names = ARENA_ARRAY(arena, hash, carry->row_count + 1);
	for (size_t i = 0; i < carry->row_count; i++) {
		names[i] = carry->rows[i].record.hash;
	}
	*ret_names = names;
	*ret_count = carry->row_count;
	return NULL;
}

const err *carry_blob(struct carry *carry, struct arena *arena, size_t number,
	str *ret_sealed)
{
	struct buf bytes = buf_cap(PACK_RECORD_MAX);
	const err *e;

	must(number < carry->row_count);
	e = pack_read(carry->rows[number].source->pack,
		&carry->rows[number].record, &bytes);
	if (e == NULL) *ret_sealed = buf_take(&bytes, arena);
	buf_close(&bytes);
	return e;
}

const err *carry_offered(struct carry *carry, struct place place)
{
	for (int i = 0; i < SOURCE_COUNT; i++) {
		struct source *source = &carry->sources[i];

		source->offered = source->next;
		source->position = source->next_position;
	}
	carry->row_count = 0;
	carry->place = place;
	return carry_place_save(carry);
}

const err *carry_is_told(struct carry *carry, bool *ret_told)
{
	const err *e = log_more(carry);

	*ret_told = e == NULL && carry->place.cursor > 0;
	for (int i = 0; i < SOURCE_COUNT; i++) {
		const struct source *source = &carry->sources[i];

		if (source->position != source->known) *ret_told = false;
	}
	return e;
}

uint64_t carry_waiting(const struct carry *carry)
{
	return carry->sources[SOURCE_INBOX].blobs;
}

void carry_inbox_limit(struct carry *carry, size_t limit)
{
	carry->limit = limit == 0 ? INBOX_BLOBS_MAX : limit;
}

const err *carry_lost(struct carry *carry)
{
	for (int i = 0; i < SOURCE_COUNT; i++) {
		carry->sources[i].offered = (struct offered){0};
		carry->sources[i].position = 0;
	}
	carry->row_count = 0;
	carry->place = (struct place){0};
	return carry_place_save(carry);
}

/* -- all ------------------------------------------------------------------ */

static const err *item_each(struct source *source,
	const struct pack_item *item, const struct hash_set *except,
	carry_give *give, void *owner)
{
	struct buf bytes = buf_cap(PACK_RECORD_MAX);
	const struct pack_record *record;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && (record = carry_record_of(item, i)); i++) {
		if (record->length == 0 || hash_set_has(except, record->hash)) {
			continue;
		}
		buf_reset(&bytes);
		e = pack_read(source->pack, record, &bytes);
		if (e == NULL) e = give(owner, record->hash, buf_str(&bytes));
	}
	buf_close(&bytes);
	return e;
}

const err *carry_each(struct carry *carry, const struct hash_set *except,
	carry_give *give, void *owner)
{
	const err *e = log_more(carry);

	for (int i = 0; e == NULL && i < SOURCE_COUNT; i++) {
		struct source *source = &carry->sources[i];
		struct pack_item item;
		uint64_t at = 0;

		while ((e = pack_at(source->pack, at, &item)) == NULL) {
			at = item.next;
			e = item_each(source, &item, except, give, owner);
			if (e != NULL) return e;
		}
		if (e->code == ERR_ABSENT) e = NULL;
	}
	return e;
}
