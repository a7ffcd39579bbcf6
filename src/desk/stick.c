/* The log by stick: see stick.h. Owns the files it writes there.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/stick.h"

#include "base/field.h"
#include "os/file.h"
#include "seal/rand.h"

#include <stdio.h>

enum {
	NAMES_BYTES = 16 << 20,
	NAME_DIGITS = 16,
	BLOBS_BYTES = 8 << 20        /* of the bundle under way */
};

struct exchange {
	struct carry *carry;
	struct arena *arena;         /* of the folder's names and paths */
	const char *folder;
	struct stick_ear ear;
	uint64_t taken_bytes, put_bytes;
	struct hash_set there;       /* on the stick */
	struct stick_sum sum;
	/* what is written */
	struct file out;             /* fd -1 until something is */
	const char *part, *path;
	struct arena *blobs;
	struct bundle bundle;
};

static const char *path_of(struct exchange *x, str name)
{
	return str_c(x->arena, str_fmt(x->arena, "%s/%.*s", x->folder,
		S_ARG(name)));
}

/* "<16 hex><suffix>": all that is ours on a stick. */
static bool is_ours(str name, str suffix)
{
	return name.len == NAME_DIGITS + suffix.len &&
		str_ends(name, suffix) &&
		field_is_hex(str_first(name, NAME_DIGITS), NAME_DIGITS);
}

static void step_say(struct exchange *x, uint64_t taken, uint64_t put)
{
	x->taken_bytes += taken;
	x->put_bytes += put;
	if (x->ear.step != NULL) x->ear.step(x->taken_bytes, x->put_bytes);
}

/* -- taking --------------------------------------------------------------- */

/* Reads on until a whole bundle must be in `room`, or the file is over. */
static const err *fill(struct file *in, struct buf *room)
{
	size_t got = 1;
	const err *e = NULL;

	while (e == NULL && got > 0 && room->len < BUNDLE_MAX) {
		e = file_get(in, BUNDLE_MAX - room->len, room, &got);
	}
	return e;
}

/* Every blob is a sealed file, as far as can be seen from outside. */
static bool is_sealed(const struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->count; i++) {
		if (!str_starts(bundle->blobs[i].sealed,
			S("age-encryption.org/v1\n"))) {
			return false;
		}
	}
	return true;
}

static const err *bundle_take(struct exchange *x, const struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->count; i++) {
		hash name = bundle->blobs[i].name;

		(void)hash_set_add(&x->there, name);
		if (!carry_has(x->carry, name)) x->sum.taken++;
	}
	return carry_receive(x->carry, bundle->blobs, bundle->count,
		carry_place(x->carry));
}

/* [stick-2] bundle by bundle; *ret_fault is why it stopped, or NULL. */
static const err *bundles_take(struct exchange *x, struct file *in,
	const char **ret_fault)
{
	struct buf room = buf_cap(BUNDLE_MAX);
	struct bundle *bundle = mem_get(sizeof(*bundle));
	const err *e = fill(in, &room);

	if (e == NULL && room.len == 0) *ret_fault = "is empty";
	while (e == NULL && room.len > 0) {
		str rest = buf_str(&room);

		if (!bundle_read(&rest, bundle)) {
			*ret_fault = "is cut or damaged";
			break;
		}
		if (!is_sealed(bundle)) {
			*ret_fault = "holds something that is not sealed";
			break;
		}
		e = bundle_take(x, bundle);
		step_say(x, room.len - rest.len, 0);
		buf_drop(&room, room.len - rest.len);
		if (e == NULL) e = fill(in, &room);
	}
	mem_free(bundle);
	buf_close(&room);
	return e;
}

static const err *file_take(struct exchange *x, str name)
{
	const char *path = path_of(x, name), *fault = NULL;
	struct file in = {-1};
	const err *e = NULL;

	if (file_is_special(path)) {
		fault = "is no file";
	} else if (file_open(&in, path, FILE_READ) != NULL) {
		fault = "cannot be read";
	} else {
		e = bundles_take(x, &in, &fault);
	}
	file_close(&in);
	if (fault != NULL) {
		x->sum.refused++;
		x->ear.fault(name, fault);
	}
	return e;
}

static const err *all_take(struct exchange *x)
{
	struct file_names names;
	const err *e = file_list(x->arena, x->folder, &names);

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		if (is_ours(names.at[i], S(".blobs"))) {
			e = file_take(x, names.at[i]);
		} else if (is_ours(names.at[i], S(".blobs.part"))) {
			/* of an attempt that was broken off [stick-3] */
			e = file_remove(path_of(x, names.at[i]));
		}
	}
	return e;
}

/* -- putting -------------------------------------------------------------- */

static const err *out_open(struct exchange *x)
{
	unsigned char noise[NAME_DIGITS / 2];
	struct buf name = {0};

	rand_bytes(noise, sizeof(noise)); /* [stick-1] */
	buf_hex(&name, noise, sizeof(noise));
	buf_text(&name, ".blobs");
	x->path = path_of(x, buf_str(&name));
	buf_text(&name, ".part");
	x->part = path_of(x, buf_str(&name));
	buf_close(&name);
	return file_open(&x->out, x->part, FILE_NEW);
}

static const err *bundle_flush(struct exchange *x)
{
	struct buf bytes = buf_cap(BUNDLE_MAX);
	const err *e = NULL;

	if (x->bundle.count == 0) return NULL;
	if (x->out.fd < 0) e = out_open(x);
	if (e == NULL) {
		bundle_write(&x->bundle, &bytes);
		must(!bytes.failed);
		e = file_put(&x->out, buf_str(&bytes));
	}
	if (e == NULL) step_say(x, 0, bytes.len);
	buf_close(&bytes);
	x->bundle.count = 0;
	arena_reset(x->blobs);
	return e;
}

static const err *blob_put(void *owner, hash name, str sealed)
{
	struct exchange *x = owner;
	const err *e = NULL;

	if (!hash_set_add(&x->there, name)) return NULL; /* once is enough */
	if (!bundle_has_room(&x->bundle, sealed.len)) e = bundle_flush(x);
	if (e != NULL || !bundle_has_room(&x->bundle, sealed.len)) return e;
	bundle_add(&x->bundle, str_dup(x->blobs, sealed));
	x->sum.put++;
	return NULL;
}

static const err *all_put(struct exchange *x)
{
	const err *e = carry_each(x->carry, &x->there, blob_put, x);

	if (e == NULL) e = bundle_flush(x);
	if (x->out.fd < 0) return e;
	if (e == NULL) e = file_sync(&x->out);
	file_close(&x->out);
	if (e == NULL) e = file_rename(x->part, x->path); /* [stick-3] */
	if (e != NULL) (void)!file_remove(x->part);
	return e;
}

const err *stick_exchange(struct carry *carry, const char *folder,
	struct stick_ear ear, struct stick_sum *ret_sum)
{
	struct exchange *x = mem_get(sizeof(*x));
	const err *e;

	x->carry = carry;
	x->folder = folder;
	x->ear = ear;
	x->out.fd = -1;
	x->arena = arena_open(NAMES_BYTES);
	x->blobs = arena_open(BLOBS_BYTES);
	e = all_take(x);
	if (e == NULL) e = all_put(x);
	*ret_sum = x->sum;
	hash_set_close(&x->there);
	arena_close(&x->blobs);
	arena_close(&x->arena);
	mem_free(x);
	return e;
}
