/* What a folder brings, what readers are told, and what is made of a language:
 * see ui_guide.h. Previews are made in memory by the table of formats, from what
 * stands in the records now, and leave through this loopback alone.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_guide.h"

#include "base/num.h"
#include "base/tr_mark.h"
#include "desk/guide_preview.h"
#include "desk/desk_room.h"
#include "desk/guide_job.h"
#include "desk/record_table.h"
#include "guide/zip.h"
#include "page/desk_guide.h"
#include "page/desk_translate.h"

enum { FAULTS_SHOWN_MAX = 100, PREVIEW_ARENA_BYTES = 512 << 20 };

/* -- a folder ------------------------------------------------------------- */

static void rows_fill(struct ui_page *p, const struct guide_report *report,
	struct desk_guides_in *view)
{
	size_t count = report->refused < GUIDE_REFUSALS_MAX ? report->refused
		: GUIDE_REFUSALS_MAX;
	struct guide_refused_row *rows = ARENA_ARRAY(p->arena,
		struct guide_refused_row, count + 1);

	for (size_t i = 0; i < count; i++) {
		const struct guide_refusal *one = &report->refusals[i];

		rows[i] = (struct guide_refused_row){
			str_fmt(p->arena, "%u %.*s %.*s", one->guide,
				S_ARG(one->lang), S_ARG(one->unit)),
			ui_text(p, one->words)};
	}
	view->rows = rows;
	view->row_count = count;
}

static void faults_fill(struct ui_page *p, const struct guide_library *library,
	struct desk_guides_in *view)
{
	size_t count = library->faults.count < FAULTS_SHOWN_MAX
		? library->faults.count : FAULTS_SHOWN_MAX;
	struct guide_refused_row *rows = ARENA_ARRAY(p->arena,
		struct guide_refused_row, count + 1);

	for (size_t i = 0; i < count; i++) {
		const struct guide_library_fault *one = &library->faults.at[i];

		rows[i] = (struct guide_refused_row){str_fmt(p->arena,
			"%.*s:%u", S_ARG(one->file), one->fault.line),
			str_dup(p->arena, one->fault.text)};
	}
	view->faults = rows;
	view->fault_count = count;
}

static const err *folder_open(struct ui_page *p, struct guide_library *library)
{
	const char *folder = p->ui->hands->guides;

	*library = (struct guide_library){.arena = NULL};
	return folder == NULL
		? err_make(ERR_ABSENT, "this desk has no folder of guides")
		: guide_library_open(library, folder);
}

static void report_show(struct ui_page *p, const struct guide_library *library,
	const struct guide_report *report)
{
	struct desk_guides_in view = {.frame = &p->frame,
		.guides = report->guides, .fresh = report->fresh,
		.changed = report->changed, .same = report->same,
		.signs = report->signs, .refused = report->refused,
		.can_take = report->fresh + report->changed + report->signs >
			0};

	rows_fill(p, report, &view);
	faults_fill(p, library, &view);
	page_desk_guides_in(p->out, p->locale, &view);
}

static const char *folder_words(const struct ui_page *p)
{
	return p->ui->hands->guides == NULL
		? TR("This desk was started without a folder of guides. Start "
			"it again with --guides and the folder.")
		: TR("The folder of guides could not be read: it is not there, "
			"or it has no file “library”.");
}

/* Tried, or taken in. */
static void folder_do(struct ui_page *p, bool take)
{
	struct guide_report *report = ARENA_NEW(p->arena, struct guide_report);
	struct guide_library library;
	const err *e = folder_open(p, &library);

	if (e != NULL) {
		ui_guide_stuck(p, folder_words(p), S("/guides"));
		guide_library_close(&library);
		return;
	}
	e = guide_take(p->ui->desk, &library, take, report);
	if (e != NULL) ui_problem(p, e);
	else if (take) p->go = S("/guides");
	else report_show(p, &library, report);
	guide_library_close(&library);
}

void ui_guide_in_form(struct ui_page *p, struct guide_at *at)
{
	(void)at;
	folder_do(p, false);
}

void ui_guide_in(struct ui_page *p, struct guide_at *at)
{
	(void)at;
	folder_do(p, true);
}

/* -- what readers are told ------------------------------------------------ */

static struct change_wish change_of(struct ui_page *p)
{
	struct change_wish wish = {.kind = form_value(p->form, S("kind")),
		.form = LOCALE_EN};

	(void)!form_line(p->arena, form_value(p->form, S("words")),
		&wish.words);
	(void)!locale_read(form_value(p->form, S("lang")), &wish.form);
	return wish;
}

static void told(struct ui_page *p, struct guide_at *at, const err *e,
	const char *why)
{
	ui_guide_acted(p, e, why, str_fmt(p->arena, "/guides/%u",
		guide_page_number(&at->kept->guide)));
	if (e != NULL && why != NULL) ui_guide_structure(p, at);
}

void ui_guide_change(struct ui_page *p, struct guide_at *at)
{
	struct change_wish wish = change_of(p);
	const char *why = NULL;

	/* Withdrawing is an act of its own. */
	if (str_eq(wish.kind, S("withdrawn"))) wish.kind = S("");
	told(p, at, guide_change_add(p->ui->desk, at->kept, &wish, &why), why);
}

void ui_guide_withdraw(struct ui_page *p, struct guide_at *at)
{
	struct withdraw_wish wish = {.words = {{NULL, 0}}};
	const char *why = NULL;

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		(void)!form_line(p->arena, form_value(p->form,
			locale_info((enum locale)i)->tag), &wish.words[i]);
	}
	told(p, at, guide_withdraw(p->ui->desk, at->kept, &wish, &why), why);
}

void ui_guide_again(struct ui_page *p, struct guide_at *at)
{
	told(p, at, guide_again(p->ui->desk, at->kept), NULL);
}

/* -- previews ------------------------------------------------------------- */

/* As on the pages of guides; what is not here is called by its folder. */
static const struct { str folder; const char *words; } names[] = {
	{S_INIT("single"), TR("One page with everything in it")},
	{S_INIT("epub"), TR("An e-book")},
	{S_INIT("pdf"), TR("A PDF, to read or print")},
	{S_INIT("booklet"), TR("A booklet to print and fold")},
	{S_INIT("pocket"), TR("A small book for a pocket: one sheet to cut and "
		"fold")},
	{S_INIT("odt"), TR("A document to edit")},
	{S_INIT("text"), TR("Plain text")},
	{S_INIT("cards"), TR("A picture to pass on")},
	{S_INIT("sms"), TR("Short texts for SMS")},
	{S_INIT("audio"), TR("To listen to")},
};

static str name_of(struct ui_page *p, str folder)
{
	for (size_t i = 0; i < NELEM(names); i++) {
		if (str_eq(names[i].folder, folder)) {
			return ui_text(p, names[i].words);
		}
	}
	return folder;
}

void ui_preview(struct ui_page *p, struct guide_at *at)
{
	const struct tongue *tongue = at->kept->guide.tongues[at->tongue];
	struct desk_preview view = {.frame = &p->frame,
		.address = ui_guide_number(p, at), .title = ui_guide_name(p, at->kept),
		.tag = tongue->tag,
		.lang_name = ui_language_name(p->locale, tongue->tag),
		.trouble = ui_guide_trouble(p, at->kept, at->tongue)};
	struct preview_file *files = ARENA_ARRAY(p->arena,
		struct preview_file, PREVIEW_FILES_MAX);
	struct guide_preview preview;

	if (view.trouble.len == 0 && guide_preview_begin(p->ui->desk,
		p->arena, &(struct guide_preview_wish){at->kept, at->tongue,
			p->ui->hands->guides}, &preview) == NULL) {
		struct guide_preview_file one = {.format = 0};

		while (guide_preview_next(&preview, &one) &&
			view.file_count < PREVIEW_FILES_MAX) {
			str folder = formats[one.format].folder;
			str part = str_fmt(p->arena, "%zu", one.part);

			/* what stands inside another form is seen there */
			if (str_find_byte(folder, '/') != SIZE_MAX) continue;
			files[view.file_count++] = (struct preview_file){
				.folder = folder, .part = part,
				.name = one.of > 1 ? str_fmt(p->arena,
					"%.*s %zu", S_ARG(name_of(p, folder)),
					one.part + 1) : name_of(p, folder)};
		}
	}
	view.files = files;
	page_desk_preview(p->out, p->locale, &view);
}

/* "/guides/N/LANG/as/FOLDER/PART" */
static bool preview_asked(struct ui_page *p, struct guide_at *at)
{
	str rest = p->x->request.path, part = S("");
	uint64_t number;
	struct guide_at found = {.all = at->all, .unit = SIZE_MAX};

	if (!str_starts(rest, S("/guides/"))) return false;
	rest = str_from(rest, sizeof("/guides/") - 1);
	if (!str_cut(rest, '/', &part, &rest) ||
		!num_read(part, PAGE_NUMBER_MAX, &number)) {
		return false;
	}
	found.kept = guides_find(at->all, (unsigned)number);
	if (found.kept == NULL || !str_cut(rest, '/', &part, &rest) ||
		!locale_read(part, &found.form) ||
		!str_starts(rest, S("as/"))) {
		return false;
	}
	found.tongue = guide_form(&found.kept->guide, found.form);
	rest = str_from(rest, 3);
	if (!str_cut(rest, '/', &found.folder, &found.part)) return false;
	*at = found;
	return true;
}

static const str page_headers = S_INIT("Content-Security-Policy: "
	"default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
	"Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
	"X-Content-Type-Options: nosniff\r\n"
	"Cross-Origin-Resource-Policy: same-origin\r\n");

static const struct { str suffix, type; bool page; } types[] = {
	{S_INIT(".html"), S_INIT("text/html; charset=utf-8"), true},
	{S_INIT(".txt"), S_INIT("text/plain; charset=utf-8"), true},
	{S_INIT(".png"), S_INIT("image/png"), true},
	{S_INIT(".pdf"), S_INIT("application/pdf"), false},
	{S_INIT(".epub"), S_INIT("application/epub+zip"), false},
	{S_INIT(".opus"), S_INIT("audio/ogg"), false},
};

static void file_send(struct ui_page *p, str name, str bytes)
{
	struct answer answer = {.status = 200, .headers = page_headers,
		.type = S("application/octet-stream"), .body = bytes};
	bool page = false;

	for (size_t i = 0; i < NELEM(types); i++) {
		if (!str_ends(name, types[i].suffix)) continue;
		answer.type = types[i].type;
		page = types[i].page;
	}
	if (!page) {
		answer.headers = str_fmt(p->arena, "%.*sContent-Disposition: "
			"attachment; filename=\"%.*s\"\r\n",
			S_ARG(page_headers), S_ARG(name));
	}
	web_answer(p->x, &answer);
}

static const err *preview_send(struct ui_page *p, const struct guide_at *at)
{
	struct arena *arena = arena_open(PREVIEW_ARENA_BYTES);
	struct guide_preview preview;
	struct guide_preview_file one = {.format = 0};
	uint64_t part;
	const err *e = guide_preview_begin(p->ui->desk, arena,
		&(struct guide_preview_wish){at->kept, at->tongue,
			p->ui->hands->guides}, &preview);

	if (!num_read(at->part, PREVIEW_FILES_MAX, &part)) part = UINT64_MAX;
	while (e == NULL && guide_preview_next(&preview, &one)) {
		struct buf bytes = {0};
		str name;

		if (one.part != part ||
			!str_eq(formats[one.format].folder, at->folder)) {
			continue;
		}
		e = guide_preview_make(&preview, &one, &name, &bytes);
		if (e == NULL) file_send(p, name, buf_str(&bytes));
		buf_close(&bytes);
		arena_close(&arena);
		return e;
	}
	arena_close(&arena);
	return e != NULL ? e : err_make(ERR_ABSENT, "no such form of it");
}

/* -- all of it as a folder ------------------------------------------------ */

static const err *folder_send(struct ui_page *p)
{
	struct arena *arena = arena_open(PREVIEW_ARENA_BYTES);
	struct zip zip = zip_start(NULL);
	struct guide_files files = {.count = 0};
	const err *e = guide_folder(p->ui->desk, arena, &files);

	for (size_t i = 0; e == NULL && i < files.count; i++) {
		e = zip_add(&zip, files.at[i].path, files.at[i].bytes, false);
	}
	if (e == NULL) e = zip_end(&zip);
	if (e == NULL) e = record_table_left(p->ui->desk, &record_guide, 0);
	if (e == NULL) file_send(p, S("folder.zip"), buf_str(&zip.out));
	zip_close(&zip);
	arena_close(&arena);
	return e;
}

/* The release as one file: what a stick, a mirror or the line is given. */
static const err *release_zip(const struct guide_release *release,
	struct zip *zip)
{
	const struct format_file beside[] = {
		{S("guide.pub"), release->public_key},
		{S("guide.pub.minisig"), release->key_minisig},
		{S("manifest"), release->manifest},
		{S("manifest.minisig"), release->minisig}};
	size_t next = 0;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < release->file_count; i++) {
		while (e == NULL && next < NELEM(beside) && str_compare(
			beside[next].path, release->files[i].path) < 0) {
			e = zip_add(zip, beside[next].path,
				beside[next].bytes, false);
			next++;
		}
		if (e == NULL) {
			e = zip_add(zip, release->files[i].path,
				release->files[i].bytes, false);
		}
	}
	for (; e == NULL && next < NELEM(beside); next++) {
		e = zip_add(zip, beside[next].path, beside[next].bytes, false);
	}
	return e != NULL ? e : zip_end(zip);
}

/* The one that was made last, if it is still the newest. */
static const struct guide_release *release_here(struct ui_page *p)
{
	unsigned newest;

	return guide_release_newest(p->ui->desk, &newest) == NULL
		? guide_job_made(p->ui->desk->guide_job, newest) : NULL;
}

static const err *release_send(struct ui_page *p,
	const struct guide_release *release)
{
	struct zip zip = zip_start(NULL);
	const err *e = release_zip(release, &zip);

	if (e == NULL) file_send(p, S("release.zip"), buf_str(&zip.out));
	zip_close(&zip);
	return e;
}

/* True when it has left; else why not, for the page that says so. */
static bool has_left(struct ui_page *p, const err *e)
{
	err *kept;

	if (e == NULL) return true;
	kept = ARENA_NEW(p->arena, err); /* the ring of errors goes on */
	*kept = *e;
	p->stuck = kept;
	return false;
}

bool ui_guide_leaves(struct ui_page *p)
{
	bool post = p->x->request.method == HTTP_POST;
	struct guide_at at = {.unit = SIZE_MAX};
	const struct guide_release *made;
	const err *e;

	if (!str_starts(p->x->request.path, S("/guides/"))) return false;
	if (post && str_eq(p->x->request.path, S("/guides/out"))) {
		return has_left(p, folder_send(p));
	}
	if (post && str_eq(p->x->request.path, S("/guides/release/out"))) {
		made = release_here(p);
		return made != NULL && has_left(p, release_send(p, made));
	}
	e = guides_of(p->ui->desk, &at.all);
	return e == NULL && !post && preview_asked(p, &at) &&
		has_left(p, preview_send(p, &at));
}
