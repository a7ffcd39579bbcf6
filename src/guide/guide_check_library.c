/* What a library says of itself in its own two files (doc/guides.md 2, 7):
 * names, addresses, the newest release. See guide_check_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_check_room.h"

static void warn(struct arena *arena, const char *file, str text,
	struct guide_report_list *reports)
{
	struct guide_report report = {.file = str_of(file), .line = 1,
		.level = REPORT_WARNING, .rule = S("library"),
		.text = str_dup(arena, text)};

	LIST_ADD(arena, reports, report);
}

static bool is_written_in(const struct guide_library *library,
	const struct tongue *tongue)
{
	size_t at;

	for (size_t i = 0; i < library->guides.count; i++) {
		if (guide_tongue(&library->guides.at[i], tongue->tag, &at)) {
			return true;
		}
	}
	return false;
}

static bool is_named_in(const struct guide_library *library,
	const struct tongue *tongue)
{
	for (size_t i = 0; i < library->names.count; i++) {
		if (library->names.at[i].tongue == tongue) return true;
	}
	return false;
}

/* Covers, contents and the manifest would fall back to another language. */
static void names_check(struct arena *arena,
	const struct guide_library *library, struct guide_report_list *reports)
{
	for (size_t i = 0; i < tongue_count; i++) {
		const struct tongue *tongue = &tongues[i];
		str text = str_fmt(arena, "no name of the library in %.*s",
			S_ARG(tongue->tag));

		if (!is_written_in(library, tongue)
			|| is_named_in(library, tongue)) {
			continue;
		}
		warn(arena, "library", text, reports);
	}
}

static bool is_onion(str address)
{
	str rest;

	if (str_starts(address, S("http://"))) {
		address = str_from(address, S("http://").len);
	}
	(void)str_cut(address, '/', &address, &rest);
	return str_ends(address, S(".onion"));
}

static void addresses_check(struct arena *arena,
	const struct guide_library *library, struct guide_report_list *reports)
{
	if (library->onion.len > 0 && !is_onion(library->onion)) {
		warn(arena, "library", S("an onion address that is none"),
			reports);
	}
	for (size_t i = 0; i < library->where.count; i++) {
		str address = library->where.at[i];

		if (str_starts(address, S("https://")) || is_onion(address)) {
			continue;
		}
		warn(arena, "library", S("a place that is neither https nor an"
			" onion"), reports);
	}
}

static void release_check(struct arena *arena,
	const struct guide_library *library, struct guide_report_list *reports)
{
	const struct release *newest;

	if (library->releases.count == 0) return;
	newest = &library->releases.at[library->releases.count - 1];
	for (size_t i = 0; i < newest->changes.count; i++) {
		const struct change *change = &newest->changes.at[i];
		str text = str_fmt(arena, "the newest release speaks of guide"
			" %u, which is not there", change->guide);

		if (guide_library_guide(library, change->guide) != NULL) {
			continue;
		}
		warn(arena, "releases", text, reports);
	}
}

void check_library(struct arena *arena, const struct guide_library *library,
	struct guide_report_list *reports)
{
	names_check(arena, library, reports);
	addresses_check(arena, library, reports);
	release_check(arena, library, reports);
}
