/* The multipart reader: see multipart.h. Owns one small buffer: a part's head,
 * or the bytes at the end of what came that may begin a delimiter.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/multipart.h"

#include "base/utf8.h"

enum { DELIMITER_MAX = MULTIPART_BOUNDARY_MAX + 4 };

enum state {
	AT_FIRST,      /* before the first delimiter, which has no CRLF */
	IN_BYTES,      /* inside a part, looking for CRLF--boundary */
	AFTER_MARK,    /* two bytes decide: CRLF a part follows, -- the end */
	IN_HEAD,       /* a part's header lines up to the empty one */
	AT_END,        /* the last delimiter was seen */
	BROKEN
};

struct multipart {
	enum state state;
	enum multipart_result why;
	char delimiter[DELIMITER_MAX]; /* CRLF--boundary */
	size_t delimiter_len;
	size_t parts;
	bool in_part;
	struct buf held;               /* [multipart-2] */
	const struct multipart_events *events;
	void *owner;
};

static bool is_boundary(str s)
{
	if (s.len == 0 || s.len > MULTIPART_BOUNDARY_MAX) return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] <= ' ' || s.at[i] > '~' || s.at[i] == '"') {
			return false;
		}
	}
	return true;
}

/* The value of `key=` among `;` parameters, with or without quotes. Quoted
 * values are as browsers write them: %22, %0D, %0A, no backslash. */
static bool parameter(str parameters, str key, str *ret_value)
{
	while (parameters.len > 0) {
		str rest = str_trim(parameters), value, after = S("");

		if (str_starts(rest, S(";"))) rest = str_trim(str_from(rest, 1));
		parameters = S("");
		if (!str_cut(rest, '=', &value, &after)) return false;
		bool hit = str_eq_nocase(str_trim(value), key);
		if (str_starts(after, S("\""))) {
			if (!str_cut(str_from(after, 1), '"', &value,
				    &parameters)) {
				return false;
			}
		} else {
			value = after;
			(void)str_cut(after, ';', &value, &parameters);
			value = str_trim(value);
		}
		if (hit) {
			*ret_value = value;
			return true;
		}
	}
	return false;
}

bool multipart_open(struct multipart **ret_reader, str content_type,
	const struct multipart_events *events, void *owner)
{
	struct multipart *reader;
	struct buf delimiter = buf_cap(DELIMITER_MAX);
	str kind = content_type, parameters = S(""), boundary;

	if (!str_cut(content_type, ';', &kind, &parameters)) return false;
	if (!str_eq_nocase(str_trim(kind), S("multipart/form-data"))) {
		return false;
	}
	if (!parameter(parameters, S("boundary"), &boundary)) return false;
	if (!is_boundary(boundary)) return false;
	reader = mem_get(sizeof(*reader));
	buf_put(&delimiter, S("\r\n--"));
	buf_put(&delimiter, boundary);
	for (size_t i = 0; i < delimiter.len; i++) {
		reader->delimiter[i] = delimiter.at[i];
	}
	reader->delimiter_len = delimiter.len;
	buf_close(&delimiter);
	reader->held = buf_cap(MULTIPART_HEAD_MAX + DELIMITER_MAX + 64 * 1024);
	reader->events = events;
	reader->owner = owner;
	*ret_reader = reader;
	return true;
}

void multipart_close(struct multipart **handle)
{
	if (*handle == NULL) return;
	buf_close(&(*handle)->held);
	mem_free(*handle);
	*handle = NULL;
}

static bool broken(struct multipart *reader, enum multipart_result why)
{
	reader->state = BROKEN;
	reader->why = why;
	return false;
}

static str delimiter_of(const struct multipart *reader)
{
	return str_bytes(reader->delimiter, reader->delimiter_len);
}

/* The first delimiter stands at the very start, without its CRLF. */
static bool first_step(struct multipart *reader)
{
	str mark = str_from(delimiter_of(reader), 2);
	str all = buf_str(&reader->held);

	if (all.len < mark.len) {
		if (!str_starts(mark, all)) {
			return broken(reader, MULTIPART_MALFORMED);
		}
		return false;
	}
	if (!str_starts(all, mark)) return broken(reader, MULTIPART_MALFORMED);
	buf_drop(&reader->held, mark.len);
	reader->state = AFTER_MARK;
	return true;
}

static bool mark_step(struct multipart *reader)
{
	str all = buf_str(&reader->held);

	if (all.len < 2) return false;
	if (str_starts(all, S("\r\n"))) {
		reader->state = IN_HEAD;
	} else if (str_starts(all, S("--"))) {
		reader->state = AT_END;
	} else {
		return broken(reader, MULTIPART_MALFORMED);
	}
	buf_drop(&reader->held, 2);
	return true;
}

/* One header line of a part into `part`. */
static bool head_line(str line, struct multipart_part *part, bool *ret_named)
{
	str name, value, kind, parameters = S("");

	if (!str_cut(line, ':', &name, &value)) return false;
	value = str_trim(value);
	if (str_eq_nocase(name, S("content-type"))) part->type = value;
	if (!str_eq_nocase(name, S("content-disposition"))) return true;
	if (*ret_named || !str_cut(value, ';', &kind, &parameters)) return false;
	if (!str_eq_nocase(str_trim(kind), S("form-data"))) return false;
	*ret_named = parameter(parameters, S("name"), &part->name);
	part->has_filename =
		parameter(parameters, S("filename"), &part->filename);
	return *ret_named;
}

static bool head_read(str head, struct multipart_part *ret_part)
{
	struct multipart_part part = {0};
	bool named = false;
	str line;

	while (str_line(&head, &line)) {
		if (!str_ends(line, S("\r"))) return false;
		line.len--;
		if (str_find_byte(line, '\0') != SIZE_MAX) return false;
		if (!head_line(line, &part, &named)) return false;
	}
	*ret_part = part;
	return named;
}

static bool head_step(struct multipart *reader)
{
	str all = buf_str(&reader->held);
	size_t end = str_find(all, S("\r\n\r\n"));
	struct multipart_part part;

	if (end == SIZE_MAX || end > MULTIPART_HEAD_MAX) {
		/* too long, or no header at all: then it has no name */
		if (all.len > MULTIPART_HEAD_MAX ||
			str_starts(all, S("\r\n"))) {
			return broken(reader, MULTIPART_MALFORMED);
		}
		return false;
	}
	if (++reader->parts > MULTIPART_PARTS_MAX) {
		return broken(reader, MULTIPART_TOO_MANY);
	}
	if (!head_read(str_first(all, end + 2), &part)) {
		return broken(reader, MULTIPART_MALFORMED);
	}
	if (!reader->events->begin(reader->owner, &part)) {
		return broken(reader, MULTIPART_STOPPED);
	}
	/* The CRLF before the bytes stays: a part may be empty. */
	buf_drop(&reader->held, end + 2);
	reader->state = IN_BYTES;
	reader->in_part = false;
	return true;
}

static bool bytes_give(struct multipart *reader, str bytes)
{
	if (bytes.len == 0) return true;
	if (reader->events->bytes(reader->owner, bytes)) return true;
	return broken(reader, MULTIPART_STOPPED);
}

/* The first time, the CRLF that ends the head may be the delimiter's own. */
static bool bytes_step(struct multipart *reader)
{
	str all = buf_str(&reader->held), mark = delimiter_of(reader);
	size_t hit = str_find(all, mark);
	size_t skip = reader->in_part ? 0 : 2;
	size_t give;

	if (hit != SIZE_MAX) {
		if (hit > 0 && !bytes_give(reader,
			    str_from(str_first(all, hit), skip))) {
			return false;
		}
		buf_drop(&reader->held, hit + mark.len);
		reader->state = AFTER_MARK;
		if (!reader->events->end(reader->owner)) {
			return broken(reader, MULTIPART_STOPPED);
		}
		return true;
	}
	/* Keep what may be the start of a delimiter. */
	if (all.len < mark.len + skip) return false;
	give = all.len - (mark.len - 1);
	if (!bytes_give(reader, str_from(str_first(all, give), skip))) {
		return false;
	}
	buf_drop(&reader->held, give);
	reader->in_part = true;
	return false;
}

static bool step(struct multipart *reader)
{
	switch (reader->state) {
	case AT_FIRST: return first_step(reader);
	case IN_BYTES: return bytes_step(reader);
	case AFTER_MARK: return mark_step(reader);
	case IN_HEAD: return head_step(reader);
	case AT_END:
		buf_reset(&reader->held); /* what follows says nothing */
		return false;
	case BROKEN: return false;
	}
	return false;
}

enum multipart_result multipart_put(struct multipart *reader, str bytes)
{
	while (bytes.len > 0 && reader->state != BROKEN) {
		str part = str_first(bytes, 32 * 1024);

		buf_put(&reader->held, part);
		bytes = str_from(bytes, part.len);
		while (step(reader)) {}
	}
	if (reader->state == BROKEN) return reader->why;
	return reader->state == AT_END ? MULTIPART_DONE : MULTIPART_MORE;
}
