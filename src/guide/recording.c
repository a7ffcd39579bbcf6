/* Recordings of guides: see recording.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/recording.h"

#include "os/file.h"

/* "3/audio/UNIT.ar.opus" */
static str path_of(const struct recording_job *job, const struct unit *unit)
{
	return str_fmt(job->arena, "%s%u/audio/%.*s.%.*s.opus",
		job->checked->is_story ? "stories/" : "", job->checked->number,
		S_ARG(unit_id_str(&unit->id)), S_ARG(job->checked->tongue->tag));
}

static const char *in_folder(const struct recording_job *job, str path)
{
	return str_c(job->arena, str_fmt(job->arena, "%.*s/%.*s",
		S_ARG(job->edition->folder), S_ARG(path)));
}

/* [recording-1] */
static bool has_recording(const struct recording_job *job,
	const struct checked_unit *unit)
{
	str path = path_of(job, unit->unit);

	return !unit->is_stale && unit->tongue == job->checked->tongue &&
	       (edition_file(job->edition, path) != NULL ||
		       (job->edition->folder.len > 0 &&
			       file_exists(in_folder(job, path))));
}

static bool has_any(const struct recording_job *job)
{
	if (job->checked->withdrawn.len > 0) return false;
	return job->edition->beside.count > 0 ||
	       file_exists(str_c(job->arena, str_fmt(job->arena,
		       "%.*s/%s%u/audio", S_ARG(job->edition->folder),
		       job->checked->is_story ? "stories/" : "",
		       job->checked->number)));
}

/* Counts those before `end`; *ret_last is the last of them. */
static size_t counted(const struct recording_job *job, size_t end,
	const struct unit **ret_last)
{
	const struct checked *checked = job->checked;
	size_t count = 0;

	if (!has_any(job)) return 0;
	for (size_t i = 0; i < checked->unit_count && count < end; i++) {
		if (!has_recording(job, &checked->units[i])) continue;
		*ret_last = checked->units[i].unit;
		count++;
	}
	return count;
}

size_t recording_count(const struct recording_job *job)
{
	const struct unit *last;

	return counted(job, SIZE_MAX, &last);
}

/* NULL: there are fewer than there were when they were counted. */
static const struct unit *unit_of(const struct recording_job *job,
	size_t number)
{
	const struct unit *last = NULL;

	return counted(job, number + 1, &last) == number + 1 ? last : NULL;
}

static str id_of(const struct unit *unit)
{
	return unit == NULL ? S("gone") : unit_id_str(&unit->id);
}

void recording_name(const struct recording_job *job, size_t number,
	struct buf *out)
{
	buf_byte(out, '-');
	buf_put(out, id_of(unit_of(job, number)));
	buf_text(out, ".opus");
}

void recording_source_name(const struct recording_job *job, size_t number,
	struct buf *out)
{
	buf_put(out, id_of(unit_of(job, number)));
	buf_byte(out, '.');
	buf_put(out, job->checked->tongue->tag);
	buf_text(out, ".opus");
}

static bool original_read(const struct recording_job *job, str path,
	struct buf *out)
{
	const struct edition_file *beside = edition_file(job->edition, path);

	if (beside == NULL) {
		return file_read_plain(in_folder(job, path), OPUS_BYTES_MAX,
			out) == NULL;
	}
	buf_put(out, beside->bytes);
	return true;
}

const char *recording_write(const struct recording_job *job, size_t number,
	struct buf *out)
{
	const struct unit *unit = unit_of(job, number);
	struct buf original = buf_cap(OPUS_BYTES_MAX);
	const char *failed = "the recording cannot be read, or is too large";

	if (unit != NULL && original_read(job, path_of(job, unit),
		&original)) {
		failed = opus_copy(buf_str(&original), out);
	}
	buf_close(&original);
	return failed;
}
