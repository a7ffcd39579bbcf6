#!/bin/sh
# Runs the tests written for Node in one folder, one file at a time (they
# start real processes and share two cores), and closes with
# "N passed, N failed", and before it a line "failed: …" for each test that did
# (tool/failures.awk). Test files are those named *.mjs in the folder itself;
# helpers live in its lib/.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
tool=$(dirname "$0")
passed=0
failed=0
told=
for file in "$1"/*.mjs; do
	[ -e "$file" ] || continue
	case $file in */tour.mjs) continue ;; esac
	start=$(date +%s)
	result=$(timeout --kill-after=10 "${NODE_LIMIT:-400}" \
		node --test --test-reporter=tap "$file" 2>&1)
	status=$?
	good=$(printf '%s\n' "$result" | sed -n 's/^# pass \([0-9]*\)$/\1/p')
	bad=$(printf '%s\n' "$result" | sed -n 's/^# fail \([0-9]*\)$/\1/p')
	gone=$(printf '%s\n' "$result" | sed -n 's/^# cancelled \([0-9]*\)$/\1/p')
	good=${good:-0}
	bad=$((${bad:-0} + ${gone:-0}))
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
	if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
	passed=$((passed + good))
	failed=$((failed + bad))
	echo "$file: $good passed, $bad failed, $(($(date +%s) - start)) s"
	printf '%s\n' "$result" | grep -a '^# note: ' | sed 's/^# //'
	[ "$bad" -ne 0 ] || continue
	printf '%s\n' "$result" | tail -n 80
	told="$told$(printf '%s\n' "$result" | awk -v file="$file" \
		-v status="$status" -f "$tool/failures.awk")
"
done
printf '%s' "$told"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
