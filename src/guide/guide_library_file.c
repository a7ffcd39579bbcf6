/* The files `library` and `releases` (doc/guides.md 2, 7): see guide_library.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_library.h"

#include "base/num.h"
#include "guide/line_reader.h"

enum { RELEASES_MAX = 100000, EXPIRES_DAYS_MAX = 3650,
	CHANGE_BYTES_MAX = 600 /* two lines on a phone, in Arabic */ };

static bool name_read(struct guide_library *library, struct line_reader *lines,
	str value)
{
	struct edition_name name;
	str tag;

	if (!str_cut(value, ' ', &tag, &name.words)
		|| !line_is_text(name.words)) {
		return line_fault(lines, S("no name"));
	}
	name.tongue = tongue_find(tag);
	if (name.tongue == NULL) {
		return line_fault(lines, S("a language we do not know"));
	}
	LIST_ADD(library->arena, &library->names, name);
	return true;
}

static bool where_read(struct guide_library *library, struct line_reader *lines)
{
	str value;

	if (line_value_if(lines, S("onion"), &library->onion)
		&& !line_is_text(library->onion)) {
		return line_fault(lines, S("no address"));
	}
	while (line_value_if(lines, S("where"), &value)) {
		if (library->where.count == LIBRARY_WHERE_MAX) {
			return line_fault(lines, S("too many places"));
		}
		if (!line_is_text(value)) {
			return line_fault(lines, S("no address"));
		}
		LIST_ADD(library->arena, &library->where, value);
	}
	return true;
}

static bool rest_read(struct guide_library *library, struct line_reader *lines)
{
	uint64_t days;
	str value;

	if (line_value_if(lines, S("expires-days"), &value)) {
		if (!num_read(value, EXPIRES_DAYS_MAX, &days) || days == 0) {
			return line_fault(lines, S("no number of days"));
		}
		library->expires_days = (unsigned)days;
	}
	library->is_starter = line_is(lines, S("starter yes"));
	return line_end(lines);
}

bool guide_library_file_read(struct guide_library *library, str file,
	struct read_fault *ret_fault)
{
	struct line_reader lines = {.rest = file};
	bool right = line_reader_open(&lines);
	str value;

	if (right && !line_is(&lines, S("bothy-library 1"))) {
		right = line_fault(&lines, S("no library of this kind"));
	}
	while (right && line_value_if(&lines, S("name"), &value)) {
		right = name_read(library, &lines, value);
	}
	right = right && line_value(&lines, S("source"), &value);
	if (right) {
		library->source = tongue_find(value);
		if (library->source == NULL) {
			right = line_fault(&lines,
				S("a language we do not know"));
		}
	}
	right = right && where_read(library, &lines)
		&& rest_read(library, &lines);
	if (!right) *ret_fault = lines.fault;
	return right;
}

/* -- releases ------------------------------------------------------------- */

static const str change_kinds[] = {
	S_INIT("added"), S_INIT("corrected"), S_INIT("withdrawn"),
	S_INIT("renewed"),
};

static bool change_read(struct guide_library *library, struct line_reader *lines,
	str line)
{
	struct release_list *releases = &library->releases;
	struct change change = {0};
	bool known = false;
	uint64_t number;
	str text;

	if (!str_cut(line, ' ', &change.kind, &line)) {
		return line_fault(lines, S("no change"));
	}
	for (size_t i = 0; i < NELEM(change_kinds); i++) {
		known = known || str_eq(change_kinds[i], change.kind);
	}
	if (!known || releases->count == 0) {
		return line_fault(lines, S("no change of this kind"));
	}
	if (!str_cut(line, ' ', &text, &line)
		|| !num_read(text, GUIDE_NUMBER_MAX, &number) || number == 0) {
		return line_fault(lines, S("no number of a guide"));
	}
	change.guide = (unsigned)number;
	if (!str_cut(line, ' ', &text, &change.words)
		|| !line_is_text(change.words)
		|| change.words.len > CHANGE_BYTES_MAX) {
		return line_fault(lines, S("no words for the change, or too "
			"many"));
	}
	change.tongue = tongue_find(text);
	if (change.tongue == NULL) {
		return line_fault(lines, S("a language we do not know"));
	}
	LIST_ADD(library->arena, &releases->at[releases->count - 1].changes,
		change);
	return true;
}

static bool release_read(struct guide_library *library, struct line_reader *lines,
	str value)
{
	struct release_list *releases = &library->releases;
	struct release release = {0};
	struct release last = {0};
	uint64_t number;
	str text, day;

	if (releases->count > 0) last = releases->at[releases->count - 1];
	if (!str_cut(value, ' ', &text, &day)
		|| !num_read(text, RELEASES_MAX, &number)
		|| !day_read(day, &release.day)) {
		return line_fault(lines, S("no number and date of a release"));
	}
	if (number <= last.number || release.day < last.day) {
		return line_fault(lines, S("no release later than the last"));
	}
	release.number = (unsigned)number;
	LIST_ADD(library->arena, releases, release);
	return true;
}

bool releases_read(struct guide_library *library, str file,
	struct read_fault *ret_fault)
{
	struct release_list before = library->releases;
	struct line_reader lines = {.rest = file};
	bool right = line_reader_open(&lines);
	str value = S("");

	if (right && !line_is(&lines, S("bothy-releases 1"))) {
		right = line_fault(&lines, S("no releases of this kind"));
	}
	right = right && line_blank(&lines);
	while (right && lines.rest.len > 0) {
		if (line_value_if(&lines, S("release"), &value)) {
			right = release_read(library, &lines, value);
		} else {
			right = line_next(&lines, &value)
				&& change_read(library, &lines, value);
		}
	}
	if (right) return true;
	library->releases = before;
	*ret_fault = lines.fault;
	return false;
}
