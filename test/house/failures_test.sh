#!/bin/sh
# Shows that who sees only the end of `make check` reads there what failed: in
# a small tree with our own tools and with tests that fail in the middle of
# much else, each is named just before the totals, with its reason. Closes
# with "N passed, N failed".
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0

# told WORDS: the last check must have said this as a whole line, among the
# last 17.
told() {
	if tail -n 17 "$tmp/said" | grep -qxF -- "$1"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: test/house/failures_test.sh: not told: $1"
		cat "$tmp/said"
	fi
}

# Each check here has to fail: one that does not is not told what it should be.
check() { # STAGE…
	if sh "$tmp/tool/check.sh" only "$@" >"$tmp/said" 2>&1; then
		echo "found no fault" >"$tmp/said"
	fi
}

program() { # NAME, what it prints, how it ends
	printf '#!/bin/sh\nprintf '\''%s'\''\nexit %s\n' "$2" "$3" \
		>"$tmp/test/$1"
	chmod +x "$tmp/test/$1"
}

mkdir -p "$tmp/tool" "$tmp/test/e2e" "$tmp/test/house"
cp "$top/tool/check.sh" "$top/tool/run_tests.sh" "$top/tool/node_tests.sh" \
	"$top/tool/failures.awk" "$tmp/tool"
cd "$tmp" || exit 1
unset MAKEFLAGS MFLAGS MAKELEVEL
program one_test '[ RUN      ] first\n[       OK ] first
[ RUN      ] second_is_so\n[  ERROR   ] --- 0x1 != 0x2
[   LINE   ] --- test/one_test.c:7: error: Failure!
[  FAILED  ] second_is_so\n[ RUN      ] third\n[       OK ] third\n' 1
program two_test '[ RUN      ] a_crash\n' 134
program three_test '[ RUN      ] good\n[       OK ] good\n' 0
program four_test 'cannot begin\n' 2
printf 'unit:\n\t@sh tool/run_tests.sh test/one_test test/two_test' >Makefile
printf ' test/three_test test/four_test\nclang:\n\t@exit 0\n' >>Makefile

check unit
told "failed: test/one_test: second_is_so - 0x1 != 0x2 (test/one_test.c:7)"
told "failed: test/two_test: a_crash - never ended"
told "failed: test/four_test: ended with 2 - cannot begin"
told "3 passed, 3 failed"
last=$(tail -n 1 "$tmp/said")
: >"$tmp/said"
[ "$last" != "3 passed, 3 failed" ] || echo "the totals are last" >"$tmp/said"
told "the totals are last"

# Stages that print no such line: their first error, or how they ended.
printf 'echo one\necho "a.c:1:2: error: no such thing"\necho more\nexit 2\n' \
	>test/house/man_test.sh
printf 'echo "12 passed, 0 failed"\nexit 3\n' >test/house/table_test.sh
check man table
told "failed: man: ended with 2 - a.c:1:2: error: no such thing"
told "failed: table: ended with 3 - "
told "12 passed, 2 failed"

# Many at once leave room for the totals.
printf 'for n in %s; do echo "failed: x: $n"; done\necho "0 passed, 20 failed"
exit 1\n' "$(seq -s ' ' 20)" >test/house/man_test.sh
check man
told "failed: x: 14"
told "failed: and 6 more"
told "0 passed, 20 failed"

if command -v node >/dev/null 2>&1; then
	cat >test/e2e/one.mjs <<-'END'
		import { test } from "node:test";
		import assert from "node:assert/strict";
		test("a good one", () => {});
		test("one is two", () => assert.equal(1, 2));
		test("a group", async (t) => {
			await t.test("its part - with a dash", () => {
				throw new Error("the first line\nand a second");
			});
		});
		for (let n = 0; n < 200; n++) test(`more ${n}`, () => {});
	END
	echo 'import { test } from "node:test"; test("good", () => {});' \
		>test/e2e/two.mjs
	check e2e
	told "failed: test/e2e/one.mjs: one is two - Expected values to be \
strictly equal: 1 !== 2"
	told "failed: test/e2e/one.mjs: its part - with a dash - the first line"
	told "202 passed, 3 failed"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
