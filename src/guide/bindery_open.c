/* What is built: see bindery_room.h. Owns what the library must be before a build
 * may begin, the edition it becomes, and which guides are read for it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_room.h"

#include "guide/release_gate.h"
#include "os/file.h"

/* What may stand in the folder besides the forms. */
static const str others[] = {
	S_INIT("all"), S_INIT("guide.pub"), S_INIT("guide.pub.minisig"),
	S_INIT("library"), S_INIT("manifest"), S_INIT("manifest.minisig"),
	S_INIT("site"),
};

static bool is_ours(str name)
{
	for (size_t i = 0; i < NELEM(others); i++) {
		if (str_eq(others[i], name)) return true;
	}
	for (size_t i = 0; i < format_count; i++) {
		if (str_eq(formats[i].folder, name)) return true;
	}
	return false;
}

bool bindery_only_is_right(const char *only)
{
	str rest = str_of(only), word;

	while (str_cut(rest, ',', &word, &rest)) {
		if (!is_ours(word)) return false;
	}
	return is_ours(rest);
}

const err *bindery_out_check(struct bindery *b)
{
	struct file_names names;
	const err *e;

	if (!file_exists(b->wish->out)) return NULL;
	e = file_list(b->arena, b->wish->out, &names);
	for (size_t i = 0; e == NULL && i < names.count; i++) {
		if (is_ours(names.at[i])) continue;
		e = err_make(ERR_REFUSED, "the folder holds something that no"
			" build has made; choose another");
	}
	return e;
}

/* A release whose changes cannot be read might have taken a guide back. */
static const err *releases_check(struct bindery *b)
{
	for (size_t i = 0; i < b->library.faults.count; i++) {
		const struct guide_library_fault *fault =
			&b->library.faults.at[i];

		if (!str_eq(fault->file, S("releases"))) continue;
		return err_make(ERR_FORMAT, "releases:%u: %s",
			fault->fault.line, str_c(b->arena, fault->fault.text));
	}
	return NULL;
}

/* A day other than the release's moves the end of trust with it. Without a
 * release there are drafts only, which nobody signs. */
static const err *day_set(struct bindery *b)
{
	struct edition *edition = &b->edition;

	if (edition->release == 0 && (b->wish->day == 0 ||
			b->wish->key != NULL)) {
		return err_make(ERR_REFUSED, "there is no release yet; see"
			" `bothy guide release --help`, or build drafts with"
			" --date and without --key");
	}
	if (b->wish->day == 0) return NULL;
	if (edition->expires_day > 0) {
		edition->expires_day += b->wish->day - edition->day;
	}
	edition->day = b->wish->day;
	return NULL;
}

const err *bindery_edition(struct bindery *b)
{
	b->edition = guide_library_edition(&b->library);
	b->edition.quiet = b->wish->quiet;
	b->edition.demonstration = b->wish->demonstration;
	return day_set(b);
}

const err *bindery_open(struct bindery *b, const struct guide_filter *filter)
{
	const err *e = guide_library_open_some(&b->library, b->wish->library,
		filter);

	if (e == NULL) e = releases_check(b);
	return e != NULL ? e : bindery_edition(b);
}

static bool is_dirty(void *of, unsigned number)
{
	const struct bindery *b = of;

	return number <= PAGE_NUMBER_MAX && b->dirty[number];
}

static bool is_any_clean(const struct bindery *b)
{
	for (size_t i = 0; i < b->now.guides.count; i++) {
		if (!b->dirty[b->now.guides.at[i].number]) return true;
	}
	return false;
}

const err *bindery_gate(struct bindery *b)
{
	struct gate_missing_list missing = {0};

	if (b->edition.release == 0 || library_may_release(b->arena,
		&b->library, b->edition.day, b->wish->demonstration, &missing)) {
		return NULL;
	}
	for (size_t i = 0; i < missing.count; i++) {
		const struct gate_missing *one = &missing.at[i];

		bindery_say(b, NULL, str_fmt(b->arena,
			"%u %.*s: not signed: %.*s", one->guide->number,
			S_ARG(one->tongue->tag),
			S_ARG(sign_role_name(one->role))));
	}
	return err_make(ERR_REFUSED, "this library came with Bothy and is not"
		" signed by those who must"); /* [bindery-5] */
}

const err *bindery_guides_open(struct bindery *b)
{
	struct guide_filter filter = {is_dirty, b};
	const err *e = bindery_open(b, &filter);

	if (e == NULL) e = bindery_gate(b);
	if (e != NULL) return e;
	bindery_check(b);
	if (bindery_map(b) || !is_any_clean(b)) return NULL;
	for (size_t i = 0; i < b->now.guides.count; i++) {
		struct record_guide *guide = &b->now.guides.at[i];

		b->dirty[guide->number] = true;
		guide->titles.count = 0;
		guide->said.count = 0;
	}
	b->bound.count = 0;
	b->said.count = 0;
	guide_library_close(&b->library);
	e = bindery_open(b, NULL);
	if (e == NULL) e = bindery_gate(b);
	if (e != NULL) return e;
	bindery_check(b);
	(void)bindery_map(b);
	return NULL;
}
