#!/bin/sh
# Runs each test program given, as many at once as there are cores (JOBS),
# shows only what failed, and closes with "N passed, N failed" counted from
# cmocka's own lines, and before it a line "failed: …" for each test that did
# (failures.awk). `run_tests.sh one PROGRAM FOLDER` runs one of them.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
if [ "${1:-}" = one ]; then
	out=$(timeout 240 "$2" 2>&1)
	status=$?
	ok=$(printf '%s\n' "$out" | grep -c '^\[       OK \]')
	bad=$(printf '%s\n' "$out" | grep '^\[  FAILED  \] [a-z]' | sort -u | wc -l)
	[ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
	if [ "$status" -eq 0 ] && [ "$ok" -eq 0 ]; then bad=1; fi
	name=$(printf '%s' "$2" | tr / _)
	if [ "$bad" -ne 0 ]; then
		printf '%s (status %s)\n%s\n' "$2" "$status" "$out" >"$3/$name.out"
		printf '%s\n' "$out" | awk -v file="$2" -v status="$status" \
			-f "$(dirname "$0")/failures.awk" >"$3/$name.told"
	fi
	echo "$ok $bad" >"$3/$name.count"
	exit 0
fi
counts=$(mktemp -d)
trap 'rm -rf "$counts"' EXIT
printf '%s\n' "$@" | xargs -P "${JOBS:-$(nproc 2>/dev/null || echo 2)}" -I '{}' \
	sh "$0" one '{}' "$counts"
for out in "$counts"/*.out; do
	[ ! -e "$out" ] || cat "$out"
done
cat /dev/null "$counts"/*.told 2>/dev/null
# A program that left no count was not run: it has failed.
cat "$counts"/*.count | awk -v asked="$#" '
	{ passed += $1; failed += $2 }
	END {
		failed += asked - NR
		print passed + 0 " passed, " failed + 0 " failed"
		exit failed > 0 || passed == 0
	}'
