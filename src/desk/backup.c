/* Making a backup: see backup.h. Owns which files are in one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/backup_form.h"

#include "base/field.h"
#include "base/list.h"
#include "seal/hash.h"

enum { LIST_BYTES = 64 << 20, COPY_BYTES = 64 * 1024 };

static const str fixed[] = {
	S_INIT("desk/inbox.pack"), S_INIT("desk/key.age"),
	S_INIT("desk/log.pack"),
	S_INIT("line/roster"), S_INIT("line/roster.minisig"),
	S_INIT("line/roster.pub"), S_INIT("line/token.sha256"),
	S_INIT("line/tokens"),
};

bool backup_is_name(str name)
{
	str blob = str_from(name, BACKUP_FILES.len);

	for (size_t i = 0; i < NELEM(fixed); i++) {
		if (str_eq(fixed[i], name)) return true;
	}
	return str_starts(name, BACKUP_FILES) &&
		(field_is_hex(blob, 32) || field_is_hex(blob, 64));
}

struct entry {
	str name;
	uint64_t bytes;
};
struct entry_list LIST_OF(struct entry);

struct writer {
	struct arena *arena;
	const char *dir;
	struct file *out;
	struct hasher hasher;
	struct buf line;
	struct backup_sum sum;
};

static const char *path_of(struct writer *writer, str name)
{
	return str_c(writer->arena, str_fmt(writer->arena, "%s/%.*s",
		writer->dir, S_ARG(name)));
}

static const err *entry_add(struct writer *writer, struct entry_list *entries,
	str name)
{
	struct entry entry = {.name = name};
	const err *e = file_size(path_of(writer, name), &entry.bytes);

	if (e == NULL) LIST_ADD(writer->arena, entries, entry);
	return e;
}

/* The attachments; half-fetched ones have other names and stay out. */
static const err *blobs_add(struct writer *writer, struct entry_list *entries)
{
	struct file_names names;
	const err *e = file_list(writer->arena,
		path_of(writer, S("desk/files")), &names);

	if (e != NULL && e->code == ERR_ABSENT) return NULL;
	for (size_t i = 0; e == NULL && i < names.count; i++) {
		str name = str_fmt(writer->arena, "%.*s%.*s",
			S_ARG(BACKUP_FILES), S_ARG(names.at[i]));

		if (backup_is_name(name)) e = entry_add(writer, entries, name);
	}
	return e;
}

/* What is in the folder now, in ascending order of names. The log only grows,
 * so the length seen here is a whole earlier state of it; attachments are
 * listed after that, so all it names are among them. */
static const err *entries_list(struct writer *writer, bool key,
	struct entry_list *ret_entries)
{
	struct entry_list small = {0};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(fixed); i++) {
		bool is_log = str_eq(fixed[i], BACKUP_LOG);

		if (str_eq(fixed[i], BACKUP_KEY) && !key) continue;
		e = entry_add(writer, &small, fixed[i]);
		if (e != NULL && e->code == ERR_ABSENT && !is_log) e = NULL;
	}
	if (e == NULL) e = blobs_add(writer, ret_entries);
	for (size_t i = 0; e == NULL && i < small.count; i++) {
		LIST_ADD(writer->arena, ret_entries, small.at[i]);
	}
	return e;
}

static const err *put(struct writer *writer, str bytes)
{
	hasher_put(&writer->hasher, bytes);
	return file_put(writer->out, bytes);
}

static const err *content_put(struct writer *writer, const struct entry *entry)
{
	struct file file;
	struct buf piece = buf_cap(COPY_BYTES);
	uint64_t done = 0;
	const err *e = file_open(&file, path_of(writer, entry->name),
		FILE_READ);

	if (e != NULL) return e;
	while (e == NULL && done < entry->bytes) {
		uint64_t left = entry->bytes - done;
		size_t len = left < COPY_BYTES ? (size_t)left : COPY_BYTES;

		buf_reset(&piece);
		e = file_get_at(&file, done, len, &piece);
		if (e == NULL) e = put(writer, buf_str(&piece));
		done += len;
	}
	file_close(&file);
	buf_close(&piece);
	return e;
}

static const err *entry_put(struct writer *writer, const struct entry *entry)
{
	const err *e;

	buf_reset(&writer->line);
	buf_text(&writer->line, "file ");
	buf_put(&writer->line, entry->name);
	buf_byte(&writer->line, ' ');
	buf_number(&writer->line, entry->bytes);
	buf_byte(&writer->line, '\n');
	e = put(writer, buf_str(&writer->line));
	if (e == NULL) e = content_put(writer, entry);
	if (e == NULL) e = put(writer, S("\n"));
	writer->sum.files++;
	writer->sum.bytes += entry->bytes;
	if (str_eq(entry->name, BACKUP_KEY)) writer->sum.key = true;
	return e;
}

static const err *head_put(struct writer *writer)
{
	buf_put(&writer->line, BACKUP_MAGIC);
	buf_byte(&writer->line, '\n');
	field_put_number(&writer->line, S("hour"), writer->sum.hour);
	return put(writer, buf_str(&writer->line));
}

static const err *end_put(struct writer *writer)
{
	hash sum = hasher_end(&writer->hasher);

	buf_reset(&writer->line);
	buf_text(&writer->line, "end ");
	buf_hex(&writer->line, sum.bytes, sizeof(sum.bytes));
	buf_byte(&writer->line, '\n');
	return file_put(writer->out, buf_str(&writer->line));
}

const err *backup_write(const char *dir, uint64_t hour, bool key,
	struct file *out, struct backup_sum *ret_sum)
{
	struct writer writer = {.arena = arena_open(LIST_BYTES), .dir = dir,
		.out = out, .sum = {.hour = hour}};
	struct entry_list entries = {0};
	const err *e = entries_list(&writer, key, &entries);

	hasher_start(&writer.hasher);
	if (e == NULL) e = head_put(&writer);
	for (size_t i = 0; e == NULL && i < entries.count; i++) {
		e = entry_put(&writer, &entries.at[i]);
	}
	if (e == NULL) e = end_put(&writer);
	if (e == NULL) *ret_sum = writer.sum;
	buf_close(&writer.line);
	arena_close(&writer.arena);
	return e;
}
