/* Signed lists that the line is still to hear of (doc/relay.md R14): what it
 * may destroy of the log, and which messages it may forget. They wait in one
 * file of the desk's folder, `relay.lists`, already signed, in the order in
 * which they were made; it holds hashes and no secret.
 *
 * [list-1] a list that was added is told to the line, also after a kill; told
 *          twice is fine
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_SIGNED_LIST_H
#define DESK_SIGNED_LIST_H

#include "base/buf.h"
#include "base/err.h"

enum signed_list_kind { LIST_DELETE, LIST_FORGET, LIST_KIND_COUNT };
/* The first line of its text; the last part of its call's path. */
extern const str signed_list_magic[LIST_KIND_COUNT];
extern const char *const signed_list_path[LIST_KIND_COUNT];

/* Durable on return [list-1]. ERR_FULL: too many wait already. */
const err *signed_list_add(const char *folder, enum signed_list_kind kind,
	str body) MUST_USE;
/* The oldest, kept by the arena; an empty body when none waits. A file that is
 * damaged is put aside: what it named is named again when it matters. */
const err *signed_list_first(const char *folder, struct arena *arena,
	enum signed_list_kind *ret_kind, str *ret_body) MUST_USE;
/* The oldest was heard. */
const err *signed_list_done(const char *folder) MUST_USE;

#endif
