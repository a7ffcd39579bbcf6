/* What every unit test includes: cmocka and short checks for our own types.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_TEST_H
#define TEST_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"

/* Every test has this shape: TEST(name_is_a_sentence) { … } */
#define TEST(name) static void name(void **test_state_unused)
#define CASE(name) cmocka_unit_test(name)
#define UNUSED_STATE (void)test_state_unused

/* Fontconfig keeps what it matched until its process ends (src/guide/ink.c); a
 * program with it and the address sanitizer would end as leaking. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

#define is_str(got, want) is_str_at((got), (want), __FILE__, __LINE__)
static inline void is_str_at(str got, str want, const char *file, int line)
{
	if (str_eq(got, want)) return;
	(void)fprintf(stderr, "got  \"%.*s\"\nwant \"%.*s\"\n", S_ARG(got),
		S_ARG(want));
	_fail(file, line);
}

#define is_ok(e) is_ok_at((e), __FILE__, __LINE__)
static inline void is_ok_at(const err *e, const char *file, int line)
{
	if (e == NULL) return;
	(void)fprintf(stderr, "error %d: %s\n", (int)e->code, e->text);
	_fail(file, line);
}

#endif
