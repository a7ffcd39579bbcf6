/* The table of what a guide can be carried away as: see format.h. A new form is
 * one row here and one writer of its own.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/format.h"

#include "guide/plain_text.h"
#include "guide/site.h"
#include "guide/sms.h"

static const char *single_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	struct site site = {.arena = job->arena, .edition = job->edition,
		.tongue = job->checked->tongue};

	(void)part;
	site_single_write(&site, job->checked, NULL, NULL, out);
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
	{.folder = S_INIT("single"), .suffix = S_INIT(".html"),
		.write = single_write},
	{.folder = S_INIT("sms"), .suffix = S_INIT(".txt"),
		.count = sms_files, .write = shorts_write},
	{.folder = S_INIT("text"), .suffix = S_INIT(".txt"),
		.write = text_write},
};
const size_t format_count = NELEM(formats);

/* Made of all others, so they come last. */
const struct collection collections[] = {
	{.folder = S_INIT("all"), .suffix = S_INIT(".zip")},
};
const size_t collection_count = 0;
