/* One guide into all its files: see bindery_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/num.h"
#include "guide/bindery_room.h"
#include "guide/format.h"
#include "guide/gallery.h"
#include "guide/guide_write.h"
#include "guide/pdf.h"
#include "guide/site.h"

static struct record_guide *now_of(struct bindery *b, unsigned number)
{
	struct record_guide *guide = bindery_record_find(&b->now, number);

	must(guide != NULL);
	return guide;
}

/* -- what may be shown ---------------------------------------------------- */

static void refusal_say(struct bindery *b, const struct guide *guide,
	const struct tongue *tongue, str why)
{
	bindery_say(b, now_of(b, guide_page_number(guide)), str_fmt(b->job,
		"%s%u %.*s: not built: %.*s", guide->is_story ? "stories/" : "",
		guide->number, S_ARG(tongue->tag), S_ARG(why)));
}

static bool tongue_check(struct bindery *b, const struct guide *guide,
	size_t at, struct checked *checked)
{
	const struct unit *unit;
	enum checked_refusal refusal = checked_make(b->arena, guide, at,
		b->edition.day, checked, &unit);
	str where;

	if (refusal == CHECKED_FINE) return true;
	where = unit == NULL ? S("") : str_fmt(b->job, " (%.*s)",
		S_ARG(unit_id_str(&unit->id)));
	refusal_say(b, guide, guide->tongues[at], str_fmt(b->job,
		"%.*s%.*s", S_ARG(checked_refusal_text(refusal)),
		S_ARG(where)));
	return false;
}

/* A story that was taken back needs no signature to say so. */
static bool story_check(struct bindery *b, const struct guide *story,
	size_t at, struct checked *checked)
{
	str why = S("a starter story without the signatures it needs");

	if (bindery_story(b, story, at, checked, &why)
		&& (checked->withdrawn.len > 0 || !checked->is_draft
			|| !b->library.is_starter || b->wish->demonstration)) {
		return true;
	}
	refusal_say(b, story, story->tongues[at], why);
	return false;
}

static void guide_check(struct bindery *b, const struct guide *guide)
{
	struct record_guide *now = now_of(b, guide_page_number(guide));

	for (size_t i = 0; i < guide->tongue_count; i++) {
		struct bound bound = {.source = guide,
			.guide = (size_t)(now - b->now.guides.at)};
		struct site_title title;

		if (guide->is_story) {
			if (!story_check(b, guide, i, &bound.checked)) continue;
		} else if (!tongue_check(b, guide, i, &bound.checked)) {
			continue;
		}
		title = (struct site_title){now->number, guide->tongues[i],
			bound.checked.title, bound.checked.is_draft,
			bound.checked.withdrawn.len > 0};
		LIST_ADD(b->arena, &b->bound, bound);
		LIST_ADD(b->arena, &now->titles, title);
	}
}

/* "3/ar.words" is of page 3, "stories/3/guide" of the third story's. */
static bool page_of_file(str file, unsigned *ret_number)
{
	bool is_story = str_starts(file, S("stories/"));
	uint64_t number;
	str folder, rest;

	if (is_story) file = str_from(file, sizeof("stories/") - 1);
	if (!str_cut(file, '/', &folder, &rest)
		|| !num_read(folder, GUIDE_NUMBER_MAX, &number)) {
		return false;
	}
	*ret_number = (unsigned)number + (is_story ? STORY_PAGES : 0U);
	return true;
}

/* A file that could not be read is said with the guide it belongs to. */
static void faults_say(struct bindery *b)
{
	for (size_t i = 0; i < b->library.faults.count; i++) {
		const struct guide_library_fault *fault =
			&b->library.faults.at[i];
		struct record_guide *guide = NULL;
		unsigned number;

		if (page_of_file(fault->file, &number)) {
			guide = bindery_record_find(&b->now, number);
		}
		bindery_say(b, guide, str_fmt(b->job, "%.*s:%u: %.*s",
			S_ARG(fault->file), fault->fault.line,
			S_ARG(fault->fault.text)));
	}
}

void bindery_check(struct bindery *b)
{
	arena_reset(b->job);
	faults_say(b);
	bindery_stories_alone(b);
	for (size_t i = 0; i < b->library.guides.count; i++) {
		arena_reset(b->job);
		guide_check(b, &b->library.guides.at[i]);
	}
	for (size_t i = 0; i < b->library.stories.count; i++) {
		arena_reset(b->job);
		guide_check(b, &b->library.stories.at[i]);
	}
}

/* -- its files ------------------------------------------------------------ */

struct making {
	struct bindery *b;
	struct format_job job;
	struct record_file_list *files;
	struct LIST_OF(struct guide_file) taken; /* for "take it with you" */
};

static bool form_of(str folder, enum guide_form *ret_form)
{
	static const struct { str folder; enum guide_form form; } forms[] = {
		{S_INIT("single"), FORM_SINGLE}, {S_INIT("epub"), FORM_EPUB},
		{S_INIT("odt"), FORM_ODT},
		{S_INIT("pdf"), FORM_PDF}, {S_INIT("booklet"), FORM_BOOKLET},
		{S_INIT("pocket"), FORM_POCKET},
		{S_INIT("text"), FORM_TEXT}, {S_INIT("cards"), FORM_CARDS},
		{S_INIT("sms"), FORM_SMS}, {S_INIT("audio"), FORM_AUDIO},
	};

	for (size_t i = 0; i < NELEM(forms); i++) {
		if (!str_eq(forms[i].folder, folder)) continue;
		*ret_form = forms[i].form;
		return true;
	}
	return false;
}

/* The last one to its like: what most people want comes first. */
static void taken_sort(struct making *m)
{
	struct guide_file *at = m->taken.at;

	for (size_t i = m->taken.count - 1; i > 0 &&
		at[i].form < at[i - 1].form; i--) {
		struct guide_file file = at[i];

		at[i] = at[i - 1];
		at[i - 1] = file;
	}
}

/* Tall cards are for those who pass them on; a reader is offered one kind. */
static void taken_add(struct making *m, const struct format *format,
	str name, uint64_t bytes, size_t number)
{
	struct guide_file file = {.folder = format->folder,
		.lang = m->job.checked->tongue->tag, .number = number,
		.name = str_dup(m->b->arena, name),
		.kilobytes = (bytes + 1023) / 1024};

	if (!form_of(format->folder, &file.form)) return;
	if (str_find(name, S("-tall")) != SIZE_MAX) return;
	LIST_ADD(m->b->arena, &m->taken, file);
	taken_sort(m);
}

static void name_make(struct making *m, const struct format *format,
	size_t part, struct buf *out)
{
	buf_number(out, m->job.checked->number);
	if (format->name != NULL) format->name(&m->job, part, out);
	else buf_put(out, format->suffix);
}

static const err *part_make(struct making *m, const struct format *format,
	size_t part, size_t count)
{
	struct buf bytes = format->cap_bytes == 0 ? (struct buf){0}
		: buf_cap(format->cap_bytes);
	struct bindery *b = m->b;
	struct buf name = {0};
	const err *e = NULL;
	const char *why;

	name_make(m, format, part, &name);
	why = format->write(&m->job, part, &bytes);
	if (why == NULL && bytes.failed) why = "it becomes too large";
	if (why != NULL) {
		bindery_say(b, now_of(b, m->job.checked->number), str_fmt(
			b->arena, "%.*s/%.*s/%.*s: not built: %s",
			S_ARG(format->folder),
			S_ARG(m->job.checked->tongue->tag),
			S_ARG(buf_str(&name)), why));
	} else {
		str path = str_fmt(b->arena, "%.*s/%.*s/%.*s",
			S_ARG(format->folder),
			S_ARG(m->job.checked->tongue->tag),
			S_ARG(buf_str(&name)));

		e = bindery_put(b, m->files, path, buf_str(&bytes));
		taken_add(m, format, buf_str(&name), bytes.len,
			count > 1 ? part + 1 : 0);
	}
	buf_close(&bytes);
	buf_close(&name);
	return e;
}

static const err *format_make(struct making *m, const struct format *format)
{
	size_t count = format->count == NULL ? 1 : format->count(&m->job);
	const err *e = NULL;

	for (size_t part = 0; e == NULL && part < count; part++) {
		e = part_make(m, format, part, count);
		arena_reset(m->b->job);
	}
	return e;
}

/* Of a guide that was taken back only what says so: nobody prints it. */
static bool is_made(const struct checked *checked, const struct format *format)
{
	return checked->withdrawn.len == 0 ||
	       str_eq(format->folder, S("epub")) ||
	       str_eq(format->folder, S("single")) ||
	       str_eq(format->folder, S("text"));
}

static const err *page_make(struct making *m)
{
	struct bindery *b = m->b;
	struct site site = {b->job, &b->edition, &b->map,
		m->job.checked->tongue};
	struct buf page = {0};
	const err *e;

	site_guide_write(&site, m->job.checked, m->taken.at, m->taken.count,
		&page);
	e = bindery_put(b, m->files, str_fmt(b->job, "site/%.*s/%u.html",
		S_ARG(m->job.checked->tongue->tag), m->job.checked->number),
		buf_str(&page));
	buf_close(&page);
	b->sum.pages++;
	return e;
}

const err *bindery_guide(struct bindery *b, const struct bound *bound)
{
	struct pdf_kept kept = {.size = NULL};
	struct making m = {.b = b,
		.job = {b->job, &bound->checked, &b->edition, &kept},
		.files = &b->now.guides.at[bound->guide].files};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < format_count; i++) {
		if (!bindery_wants(b, formats[i].folder) ||
			!is_made(&bound->checked, &formats[i])) {
			continue;
		}
		arena_reset(b->job);
		e = format_make(&m, &formats[i]);
	}
	pdf_kept_close(&kept);
	arena_reset(b->job);
	if (e == NULL && bindery_wants(b, S("site"))) e = page_make(&m);
	return e == NULL ? gallery_failed() : e;
}

/* -- what is public of the library ---------------------------------------- */

static const err *copy_put(struct making *m, const struct guide *guide,
	str name, const struct buf *bytes)
{
	return bindery_put(m->b, m->files, str_fmt(m->b->job,
		"library/%s%u/%.*s", guide->is_story ? "stories/" : "",
		guide->number, S_ARG(name)), buf_str(bytes));
}

/* The guide without what its translators wrote to each other; of one that was
 * taken back only the title. */
static struct guide public_of(struct bindery *b, const struct guide *guide)
{
	struct guide copy = *guide;

	if (guide->is_withdrawn) {
		copy.units.count = 1;
		copy.signs.count = 0;
		guide = &copy;
	}
	copy.units.at = ARENA_ARRAY(b->job, struct unit, guide->units.count);
	copy.signs.at = ARENA_ARRAY(b->job, struct sign, guide->signs.count);
	for (size_t i = 0; i < guide->units.count; i++) {
		copy.units.at[i] = guide->units.at[i];
		for (size_t t = 0; t < guide->tongue_count; t++) {
			copy.units.at[i].words[t].note = S("");
		}
	}
	for (size_t i = 0; i < guide->signs.count; i++) {
		copy.signs.at[i] = guide->signs.at[i];
		copy.signs.at[i].against = S("-");
	}
	return copy;
}

/* A story whose source may not be shown has no copy: that would show it. */
static bool source_is_shown(const struct bindery *b, const struct bound *bound)
{
	const struct record_guide *now = &b->now.guides.at[bound->guide];

	for (size_t i = 0; i < now->titles.count; i++) {
		if (now->titles.at[i].tongue == bound->source->tongues[0]) {
			return true;
		}
	}
	return false;
}

/* What the person who told a story said yes to travels with it. */
static const err *voice_put(struct making *m, const struct guide *story)
{
	struct buf bytes = {0};
	const err *e = bindery_voice_public(m->b, story, &bytes);

	if (e == NULL) e = copy_put(m, story, S("voice"), &bytes);
	buf_close(&bytes);
	return e;
}

/* The guide's structure once, with its source; each language that is built. */
const err *bindery_copy(struct bindery *b, const struct bound *bound)
{
	struct making m = {.b = b,
		.job = {b->job, &bound->checked, &b->edition, NULL},
		.files = &b->now.guides.at[bound->guide].files};
	struct guide guide;
	struct write_fault fault;
	struct buf bytes = buf_cap(GUIDE_FILE_BYTES_MAX);
	const err *e = NULL;
	size_t tongue;

	arena_reset(b->job);
	if (bound->source->is_story && !source_is_shown(b, bound)) return NULL;
	guide = public_of(b, bound->source);
	if (guide.is_story) e = bindery_story_public(b, &guide);
	if (e != NULL) {
		buf_close(&bytes);
		return e;
	}
	if (bound->checked.tongue == guide.tongues[0]) {
		if (guide_write(&guide, &bytes, &fault)) {
			e = copy_put(&m, &guide, S("guide"), &bytes);
		}
		buf_reset(&bytes);
		if (e == NULL && guide.signs.count > 0) {
			signs_write(&guide, &bytes);
			e = copy_put(&m, &guide, S("signs"), &bytes);
		}
		if (e == NULL && guide.is_story) e = voice_put(&m, &guide);
	} else if (guide_tongue(&guide, bound->checked.tongue->tag, &tongue) &&
		words_has_file(&guide, tongue) &&
		words_write(&guide, tongue, &bytes, &fault)) {
		e = copy_put(&m, &guide, str_fmt(b->job, "%.*s.words",
			S_ARG(bound->checked.tongue->tag)), &bytes);
	}
	buf_close(&bytes);
	return e == NULL ? bindery_media(b, bound) : e;
}
