/* A desk for tests of guides: a real folder, real keys, no network; the fixture
 * library beside it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_DESK_GUIDE_LIB_H
#define TEST_DESK_GUIDE_LIB_H

#include "desk_lib.h"

#include "desk/act.h"
#include "desk/guide_release.h"
#include "desk/guide_take.h"
#include "desk/query.h"

enum { GUIDE_START_HOUR = 498360 /* 2026-11-08 */ };

static inline const struct guides *guides(void)
{
	const struct guides *got = NULL;

	is_ok(guides_of(desk, &got));
	return got;
}

static inline const struct guide_kept *kept_of(unsigned number)
{
	const struct guide_kept *kept = guides_find(guides(), number);

	assert_non_null(kept);
	return kept;
}

/* The place of a unit by its letters. */
static inline size_t unit_at(const struct guide_kept *kept, const char *letters)
{
	unit_id id;
	struct unit *unit;

	assert_true(unit_id_read(str_of(letters), &id));
	unit = guide_unit(&kept->guide, id);
	assert_non_null(unit);
	return (size_t)(unit - kept->guide.units.at);
}

/* What names the last act for undoing it, now or later. */
static inline str done_name(void)
{
	struct view_did did;

	query_did(desk, arena, &did);
	assert_true(did.undo.len > 0);
	return str_dup(arena, did.undo);
}

static inline void undo(str name)
{
	clock_on(1000);
	is_ok(act_undo(desk, name));
}

static inline void undo_last(void)
{
	undo(done_name());
}

/* The file of a release that stands there; NULL: none does. */
static inline const struct format_file *made_file(
	const struct guide_release *made, const char *path)
{
	for (size_t i = 0; i < made->file_count; i++) {
		if (str_eq(made->files[i].path, str_of(path))) {
			return &made->files[i];
		}
	}
	return NULL;
}

static inline struct guide_report take_fixture(bool take)
{
	struct guide_library library;
	struct guide_report report;

	clock_on(1000);
	is_ok(guide_library_open(&library, "test/fixture/library"));
	for (size_t i = 0; i < library.faults.count; i++) {
		(void)fprintf(stderr, "%.*s:%u: %.*s\n",
			S_ARG(library.faults.at[i].file),
			library.faults.at[i].fault.line,
			S_ARG(library.faults.at[i].fault.text));
	}
	assert_int_equal(library.faults.count, 0);
	is_ok(guide_take(desk, &library, take, &report));
	guide_library_close(&library);
	return report;
}

static inline int guide_setup(void **state)
{
	(void)state;
	return desk_begin(GUIDE_START_HOUR);
}

static inline int guide_teardown(void **state)
{
	(void)state;
	return desk_end();
}

#endif
