/* What is in force, and its files: see published.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/published.h"

#include "base/num.h"
#include "os/file.h"

#include <stdarg.h>
#include <stdio.h>

enum {
	KEEPS_BYTES = 16 << 20,     /* a manifest and its list */
	CURRENT_BYTES_MAX = 16,
	NUMBER_MAX = 100000
};

published_path published_path_of(const struct published *published,
	const char *format, ...)
{
	published_path path;
	int folder, len;
	va_list arguments;

	folder = snprintf(path.text, sizeof(path.text), "%s/",
		published->folder);
	must(folder > 0 && folder < PUBLISHED_PATH_BYTES);
	va_start(arguments, format);
	len = vsnprintf(path.text + folder, sizeof(path.text) - (size_t)folder,
		format, arguments);
	va_end(arguments);
	must(len >= 0 && len < PUBLISHED_PATH_BYTES - folder);
	return path;
}

published_path published_file_path(const struct published *published,
	hash file, const char *suffix)
{
	published_path path;
	struct buf digits = {0};

	buf_hex(&digits, file.bytes, sizeof(file.bytes));
	buf_byte(&digits, '\0');
	path = published_path_of(published, "files/%s%s", digits.at, suffix);
	buf_close(&digits);
	return path;
}

const err *published_manifest_read(const struct published *published,
	const char *name, struct arena **keeps, struct manifest *ret_manifest,
	str *ret_text)
{
	published_path path = published_path_of(published, "%s/manifest", name);
	struct buf text = buf_cap(MANIFEST_BYTES_MAX);
	const err *e;

	*ret_manifest = (struct manifest){0};
	*ret_text = S("");
	arena_close(keeps);
	*keeps = arena_open(KEEPS_BYTES);
	if (!file_exists(path.text)) return NULL;
	e = file_read(path.text, MANIFEST_BYTES_MAX, &text);
	if (e == NULL) {
		*ret_text = buf_take(&text, *keeps);
		if (!manifest_read(*keeps, *ret_text, ret_manifest)) {
			e = err_make(ERR_FORMAT, "the manifest of the guides "
				"is not well-formed");
		}
	}
	buf_close(&text);
	return e;
}

static const err *current_read(const struct published *published,
	unsigned *ret_release)
{
	published_path path = published_path_of(published, "current");
	struct buf text = {0};
	uint64_t number = 0;
	const err *e = NULL;

	*ret_release = 0;
	if (!file_exists(path.text)) return NULL;
	e = file_read(path.text, CURRENT_BYTES_MAX, &text);
	if (e == NULL && !num_read(str_trim(buf_str(&text)), NUMBER_MAX,
		&number)) {
		e = err_make(ERR_FORMAT, "guides/current is no number");
	}
	buf_close(&text);
	*ret_release = (unsigned)number;
	return e;
}

static const err *now_open(struct published *published)
{
	char name[CURRENT_BYTES_MAX];
	unsigned release;
	const err *e = current_read(published, &release);

	if (e != NULL || release == 0) return e;
	(void)snprintf(name, sizeof(name), "%u", release);
	e = published_manifest_read(published, name, &published->now_keeps,
		&published->now, &published->now_text);
	/* stopped while an operator replaced it: none, until it is there */
	if (e == NULL && published->now.release != release) {
		published->now = (struct manifest){0};
		published->now_text = S("");
	}
	return e;
}

const err *published_open(struct published *published, const char *line)
{
	const err *e;
	published_path path;

	*published = (struct published){.keeps = arena_open(1 << 16)};
	published->folder = str_c(published->keeps,
		str_fmt(published->keeps, "%s/guides", line));
	if (!file_exists(published->folder)) return NULL;
	e = now_open(published);
	if (e != NULL) return e;
	path = published_path_of(published, "next/manifest");
	if (!file_exists(path.text)) return NULL;
	/* a release on its way that cannot be read is begun anew */
	if (published_manifest_read(published, "next", &published->next_keeps,
		&published->next, &published->next_text) != NULL) {
		published->next = (struct manifest){0};
		published->next_text = S("");
	}
	return NULL;
}

void published_close(struct published *published)
{
	arena_close(&published->now_keeps);
	arena_close(&published->next_keeps);
	arena_close(&published->keeps);
	*published = (struct published){0};
}

const err *published_read(const struct published *published, str path,
	uint64_t offset, size_t max, struct buf *out, uint64_t *ret_bytes)
{
	const struct manifest_file *named = published->now.release == 0 ? NULL
		: manifest_find(&published->now, path);
	struct file file = {-1};
	published_path at;
	size_t len;
	const err *e;

	if (named == NULL) return err_make(ERR_ABSENT, "no such guide file");
	*ret_bytes = named->bytes;
	if (offset >= named->bytes) return NULL;
	len = named->bytes - offset < max ? (size_t)(named->bytes - offset)
		: max;
	at = published_file_path(published, named->hash, "");
	e = file_open(&file, at.text, FILE_READ);
	if (e == NULL) e = file_get_at(&file, offset, len, out);
	file_close(&file);
	return e;
}

const char *published_library(struct arena *arena,
	const struct published *published)
{
	if (published->now.release == 0) return NULL;
	return str_c(arena, str_fmt(arena, "%s/%u/library", published->folder,
		published->now.release));
}
