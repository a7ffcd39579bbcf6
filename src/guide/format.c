/* The table of what a guide can be carried away as: see format.h. A new form is
 * one row here and one writer of its own.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/format.h"

#include "guide/cards.h"
#include "guide/folded.h"
#include "guide/gallery.h"
#include "guide/pdf.h"
#include "guide/odt.h"
#include "guide/plain_text.h"
#include "guide/recording.h"
#include "guide/pocket.h"
#include "guide/site.h"
#include "guide/sms.h"

static size_t recordings_count(const struct format_job *job)
{
	const struct recording_job recordings = {job->arena, job->edition,
		job->checked};

	return recording_count(&recordings);
}

static void recordings_name(const struct format_job *job, size_t part,
	struct buf *out)
{
	const struct recording_job recordings = {job->arena, job->edition,
		job->checked};

	recording_name(&recordings, part, out);
}

static const char *recordings_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	const struct recording_job recordings = {job->arena, job->edition,
		job->checked};

	return recording_write(&recordings, part, out);
}

static const char *book_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	struct gallery_job gallery = gallery_job(job->arena, job->edition,
		job->checked);
	const struct epub_book book = {job->edition, &job->checked, 1,
		&gallery.pictures};
	const err *failed = epub_write(job->arena, &book, out);

	(void)part;
	return failed == NULL ? NULL : failed->text;
}

static const char *document_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	const err *failed = odt_write(job->arena, job->checked, job->edition,
		out);

	(void)part;
	return failed == NULL ? NULL : failed->text;
}

static size_t pictures_count(const struct format_job *job)
{
	struct gallery_job gallery = gallery_job(job->arena, job->edition,
		job->checked);

	return gallery_files(&gallery);
}

static void picture_name(const struct format_job *job, size_t part,
	struct buf *out)
{
	struct gallery_job gallery = gallery_job(job->arena, job->edition,
		job->checked);

	gallery_file_name(&gallery, part, out);
}

static const char *picture_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	struct gallery_job gallery = gallery_job(job->arena, job->edition,
		job->checked);

	return gallery_file(&gallery, part, out);
}

static const char *single_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	struct site site = {.arena = job->arena, .edition = job->edition,
		.tongue = job->checked->tongue};

	struct gallery_job gallery = gallery_job(job->arena, job->edition,
		job->checked);

	(void)part;
	site_single_write(&site, job->checked, gallery_inside, &gallery, out);
	return NULL;
}

static const char *text_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	(void)part;
	plain_text_write(job->arena, job->checked, job->edition, out);
	return NULL;
}

static size_t sms_files(const struct format_job *job)
{
	return sms_count(job->checked) > 0;
}

static const char *shorts_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	(void)part;
	return sms_write(job->arena, job->checked, job->edition, out) ? NULL
		: "a short takes more than three SMS";
}

const struct format formats[] = {
	{.folder = S_INIT("audio"), .count = recordings_count,
		.name = recordings_name, .write = recordings_write,
		.cap_bytes = OPUS_BYTES_MAX},
	{.folder = S_INIT("booklet"), .suffix = S_INIT(".pdf"),
		.write = folded_booklet_write, .cap_bytes = PDF_BYTES_MAX},
	{.folder = S_INIT("cards"), .count = cards_count, .name = cards_name,
		.write = cards_write},
	{.folder = S_INIT("epub"), .suffix = S_INIT(".epub"),
		.write = book_write, .cap_bytes = EPUB_BYTES_MAX},
	{.folder = S_INIT("odt"), .suffix = S_INIT(".odt"),
		.write = document_write},
	{.folder = S_INIT("pdf"), .suffix = S_INIT(".pdf"),
		.write = pdf_format_write, .cap_bytes = PDF_BYTES_MAX},
	{.folder = S_INIT("pocket"), .suffix = S_INIT(".pdf"),
		.count = pocket_count, .write = pocket_write},
	{.folder = S_INIT("single"), .suffix = S_INIT(".html"),
		.write = single_write, .cap_bytes = EPUB_BYTES_MAX},
	/* inside the site, so that it can be copied as one folder */
	{.folder = S_INIT("site/pictures"), .count = pictures_count,
		.name = picture_name, .write = picture_write},
	{.folder = S_INIT("sms"), .suffix = S_INIT(".txt"),
		.count = sms_files, .write = shorts_write},
	{.folder = S_INIT("text"), .suffix = S_INIT(".txt"),
		.write = text_write},
};
const size_t format_count = NELEM(formats);
