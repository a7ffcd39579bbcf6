#!/bin/sh
# Runs each test program given, shows only what failed, and closes with
# "N passed, N failed" counted from cmocka's own lines.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
passed=0
failed=0
for program in "$@"; do
	out=$(timeout 240 "$program" 2>&1)
	status=$?
	ok=$(printf '%s\n' "$out" | grep -c '^\[       OK \]')
	bad=$(printf '%s\n' "$out" | grep '^\[  FAILED  \] [a-z]' | sort -u | wc -l)
	[ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
	if [ "$status" -eq 0 ] && [ "$ok" -eq 0 ]; then bad=1; fi
	if [ "$bad" -ne 0 ]; then
		printf '%s (status %s)\n%s\n' "$program" "$status" "$out"
	fi
	passed=$((passed + ok))
	failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
