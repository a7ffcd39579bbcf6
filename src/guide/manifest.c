/* The text of a release's manifest: see manifest.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/manifest.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"
#include "guide/guide_read.h"

enum { PARTS_MAX = 6, RELEASES_MAX = 100000, HASH_DIGITS = 64 };

static const str magic = S_INIT("bothy-guides/1");
static const str key_prefix = S_INIT("bothy guide-key v=");

static bool is_path_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		|| (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool manifest_path_is_right(str path)
{
	size_t parts = 0;

	if (path.len == 0 || path.len > MANIFEST_PATH_MAX) return false;
	while (path.len > 0) {
		size_t end = str_find_byte(path, '/');
		str part = str_first(path, end);

		if (part.len == 0 || part.at[0] == '.') return false;
		for (size_t i = 0; i < part.len; i++) {
			if (!is_path_letter(part.at[i])) return false;
		}
		if (++parts > PARTS_MAX) return false;
		if (end == SIZE_MAX) return true;
		path = str_from(path, end + 1);
	}
	return false; /* it ended with a slash */
}

/* -- writing -------------------------------------------------------------- */

static void day_put(struct buf *out, str key, int64_t day)
{
	buf_put(out, key);
	buf_byte(out, ' ');
	if (day == 0) buf_text(out, "never");
	else edition_day(out, day);
	buf_byte(out, '\n');
}

void manifest_write(const struct manifest *manifest, struct buf *out)
{
	buf_put(out, magic);
	buf_byte(out, '\n');
	field_put_number(out, S("release"), manifest->release);
	day_put(out, S("date"), manifest->day);
	day_put(out, S("expires"), manifest->expires_day);
	for (size_t i = 0; i < manifest->name_count; i++) {
		buf_text(out, "name ");
		buf_put(out, manifest->names[i].tongue->tag);
		buf_byte(out, ' ');
		buf_put(out, manifest->names[i].words);
		buf_byte(out, '\n');
	}
	buf_byte(out, '\n');
	for (size_t i = 0; i < manifest->file_count; i++) {
		const struct manifest_file *file = &manifest->files[i];

		must(manifest_path_is_right(file->path));
		buf_hex(out, file->hash.bytes, sizeof(file->hash.bytes));
		buf_text(out, "  ");
		buf_number(out, file->bytes);
		buf_text(out, "  ");
		buf_put(out, file->path);
		buf_byte(out, '\n');
	}
}

/* -- reading -------------------------------------------------------------- */

static bool day_take(str *rest, str key, bool may_be_never, int64_t *ret_day)
{
	str value;

	if (!field_take(rest, key, &value)) return false;
	if (may_be_never && str_eq(value, S("never"))) {
		*ret_day = 0;
		return true;
	}
	return day_read(value, ret_day) && *ret_day > 0;
}

static bool name_take(struct manifest *manifest, str value)
{
	struct edition_name *name = &manifest->names[manifest->name_count];
	str tag;

	if (manifest->name_count == MANIFEST_NAMES_MAX
		|| !str_cut(value, ' ', &tag, &name->words)
		|| name->words.len == 0) {
		return false;
	}
	name->tongue = tongue_find(tag);
	manifest->name_count++;
	return name->tongue != NULL;
}

static bool head_take(str *rest, struct manifest *manifest)
{
	uint64_t release;
	str value;

	if (!field_line(rest, magic) || !field_number(rest, S("release"),
		RELEASES_MAX, &release) || release == 0
		|| !day_take(rest, S("date"), false, &manifest->day)
		|| !day_take(rest, S("expires"), true,
			&manifest->expires_day)) {
		return false;
	}
	manifest->release = (unsigned)release;
	while (field_take(rest, S("name"), &value)) {
		if (!name_take(manifest, value)) return false;
	}
	return field_line(rest, S(""));
}

static bool file_take(str *rest, struct manifest_file *file)
{
	str line, digits, number;

	if (!str_line(rest, &line)) return false;
	digits = str_first(line, HASH_DIGITS);
	if (!hex_read(digits, file->hash.bytes, sizeof(file->hash.bytes))) {
		return false;
	}
	line = str_from(line, HASH_DIGITS);
	if (!str_starts(line, S("  "))) return false;
	if (!str_cut(str_from(line, 2), ' ', &number, &line)
		|| !num_read(number, MANIFEST_FILE_BYTES_MAX, &file->bytes)
		|| !str_starts(line, S(" "))) {
		return false;
	}
	file->path = str_from(line, 1);
	return manifest_path_is_right(file->path);
}

/* How many lines there are: what is needed to hold them. */
static size_t lines_count(str text)
{
	size_t count = 0;
	str line;

	while (str_line(&text, &line)) count++;
	return count;
}

bool manifest_read(struct arena *arena, str text, struct manifest *ret_manifest)
{
	struct manifest manifest = {0};
	size_t count;

	if (text.len > MANIFEST_BYTES_MAX || !str_ends(text, S("\n"))
		|| !head_take(&text, &manifest)) {
		return false;
	}
	count = lines_count(text);
	if (count > MANIFEST_FILES_MAX) return false;
	manifest.files = ARENA_ARRAY(arena, struct manifest_file, count);
	for (size_t i = 0; i < count; i++) {
		if (!file_take(&text, &manifest.files[i])) return false;
		if (i > 0 && str_compare(manifest.files[i - 1].path,
			manifest.files[i].path) >= 0) {
			return false;
		}
	}
	manifest.file_count = count;
	*ret_manifest = manifest;
	return true;
}

const struct manifest_file *manifest_find(const struct manifest *manifest,
	str path)
{
	size_t low = 0, high = manifest->file_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_compare(manifest->files[middle].path, path);

		if (order == 0) return &manifest->files[middle];
		if (order < 0) low = middle + 1;
		else high = middle;
	}
	return NULL;
}

/* -- trusted comments ----------------------------------------------------- */

void manifest_trusted(const struct manifest *manifest, struct buf *out)
{
	enum { DAY_SECONDS = 24 * 60 * 60 };
	uint64_t expires = manifest->expires_day == 0 ? 0
		: ((uint64_t)manifest->expires_day + 1) * DAY_SECONDS;

	buf_fmt(out, "bothy guides v=%u expires=%llu", manifest->release,
		(unsigned long long)expires);
}

void manifest_key_trusted(uint64_t counter, struct buf *out)
{
	buf_put(out, key_prefix);
	buf_number(out, counter);
}

bool manifest_key_counter(str trusted, uint64_t *ret_counter)
{
	return str_starts(trusted, key_prefix)
		&& num_read(str_from(trusted, key_prefix.len), INT64_MAX,
			ret_counter);
}
