/* Guides brought up to their files: see renewal_folder.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/renewal_folder.h"

#include "guide/guide_write.h"
#include "guide/renewal.h"
#include "os/file.h"

const err *renewals_open(struct renewals *renewals)
{
	struct guide_library *library = &renewals->library;
	const err *e = guide_library_open(library, renewals->wish->library);

	if (e == NULL) {
		renewals->had = ARENA_ARRAY(library->arena, bool,
			library->guides.count + 1);
	}
	return e;
}

void renewals_close(struct renewals *renewals)
{
	guide_library_close(&renewals->library);
}

bool renewals_has(const struct renewals *renewals, unsigned number)
{
	return guide_library_guide(&renewals->library, number) != NULL;
}

/* -- pictures ------------------------------------------------------------- */

struct looking {
	const struct renewals *renewals;
	struct arena *arena;
	unsigned number;
};

static const char *picture_path(const struct looking *l, str name)
{
	return str_c(l->arena, str_fmt(l->arena, "%s/%u/pictures/%.*s",
		l->renewals->wish->library, l->number, S_ARG(name)));
}

static const char *tree_path(const struct looking *l, str inside)
{
	return str_c(l->arena, str_fmt(l->arena, "%.*s/%.*s",
		S_ARG(l->renewals->tree), S_ARG(inside)));
}

static bool is_picture(void *context, str name, str path)
{
	const struct looking *l = context;
	struct buf ours = buf_cap(INTAKE_PICTURE_MAX + 1);
	struct buf theirs = buf_cap(INTAKE_PICTURE_MAX + 1);
	bool same = file_read_plain(picture_path(l, name), INTAKE_PICTURE_MAX,
			&ours) == NULL
		&& file_read_plain(tree_path(l, path), INTAKE_PICTURE_MAX,
			&theirs) == NULL
		&& str_eq(buf_str(&ours), buf_str(&theirs));

	buf_close(&ours);
	buf_close(&theirs);
	return same;
}

static const err *pictures_write(const struct looking *l,
	const struct intake_guide *made)
{
	const char *folder = str_c(l->arena, str_fmt(l->arena, "%s/%u/pictures",
		l->renewals->wish->library, l->number));
	struct buf bytes = buf_cap(INTAKE_PICTURE_MAX + 1);
	const err *e = NULL;

	if (made->pictures.count > 0 && !file_exists(folder)) {
		e = file_folder_make(folder);
	}
	for (size_t i = 0; e == NULL && i < made->pictures.count; i++) {
		const struct intake_picture *picture = &made->pictures.at[i];

		buf_reset(&bytes);
		e = file_read_plain(tree_path(l, picture->path),
			INTAKE_PICTURE_MAX, &bytes);
		if (e == NULL) {
			e = file_replace(picture_path(l, picture->name),
				buf_str(&bytes));
		}
	}
	buf_close(&bytes);
	return e;
}

/* -- a guide -------------------------------------------------------------- */

/* A file of the guide that cannot be read would be written over. */
static bool is_broken(const struct renewals *renewals, unsigned number)
{
	const struct library_fault_list *faults = &renewals->library.faults;
	str folder = str_fmt(renewals->library.arena, "%u/", number);

	for (size_t i = 0; i < faults->count; i++) {
		if (str_starts(faults->at[i].file, folder)) return true;
	}
	return false;
}

static const err *files_write(const struct looking *l,
	const struct intake_guide *made)
{
	struct buf out = buf_cap(GUIDE_FILE_BYTES_MAX);
	struct write_fault fault;
	const struct guide *guide = &made->guide;
	const char *folder = str_c(l->arena, str_fmt(l->arena, "%s/%u",
		l->renewals->wish->library, l->number));
	const err *e = pictures_write(l, made);

	if (e == NULL && !guide_write(guide, &out, &fault)) {
		e = err_make(ERR_FORMAT, "guide %u cannot be written, or is"
			" larger than 4 MiB", guide->number);
	}
	if (e == NULL) {
		e = file_replace(str_c(l->arena, str_fmt(l->arena, "%s/guide",
			folder)), buf_str(&out));
	}
	for (size_t i = 1; e == NULL && i < guide->tongue_count; i++) {
		if (!words_has_file(guide, i)) continue;
		buf_reset(&out);
		if (!words_write(guide, i, &out, &fault)) {
			e = err_make(ERR_FORMAT, "guide %u: words that cannot"
				" be written", guide->number);
			break;
		}
		e = file_replace(str_c(l->arena, str_fmt(l->arena,
			"%s/%.*s.words", folder, S_ARG(guide->tongues[i]->tag))),
			buf_str(&out));
	}
	buf_close(&out);
	return e;
}

const err *renewals_take(struct renewals *renewals, struct arena *arena,
	struct intake_guide *made, str path)
{
	const struct guide *old = guide_library_guide(&renewals->library,
		made->guide.number);
	struct looking l = {renewals, arena, old->number};
	struct renewal renewal = {.arena = arena, .old = old,
		.takes_words = renewals->wish->takes_words,
		.exchange = renewals->exchange, .is_picture = is_picture,
		.context = &l};
	size_t changes;

	renewals->had[old - renewals->library.guides.at] = true;
	if (is_broken(renewals, old->number)) {
		EXCHANGE_REFUSE(renewals->exchange, path, 0, "a file of its"
			" guide cannot be read: mend it first, see `bothy guide"
			" check`");
		return NULL;
	}
	renewal_apply(&renewal, made);
	changes = renewal_say(arena, old, &made->guide, path,
		renewals->exchange);
	if (changes + made->pictures.count == 0) return NULL;
	renewals->renewed++;
	return renewals->wish->dry ? NULL : files_write(&l, made);
}

void renewals_others_say(const struct renewals *renewals)
{
	const struct guide_list *guides = &renewals->library.guides;

	for (size_t i = 0; i < guides->count; i++) {
		if (renewals->had[i]) continue;
		exchange_say(renewals->exchange, str_fmt(
			renewals->exchange->arena, "%u/guide",
			guides->at[i].number), 0, EXCHANGE_ADVICE,
			S("no file is of this guide: it stays as it is"));
	}
}
