#!/bin/sh
# Runs the tests written for Node in one folder, as many files at once as there
# are cores (JOBS; each starts real processes and mostly waits for them), and
# closes with "N passed, N failed", and before it a line "failed: …" for each
# test that did (tool/failures.awk). Test files are those named *.mjs in the
# folder itself; helpers live in its lib/. `node_tests.sh one FILE FOLDER` runs
# one of them.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
tool=$(dirname "$0")
if [ "${1:-}" = one ]; then
	file=$2
	kept=$3/$(printf '%s' "$file" | tr / _)
	start=$(date +%s)
	timeout --kill-after=10 "${NODE_LIMIT:-400}" \
		node --test --test-reporter=tap "$file" >"$kept.tap" 2>&1
	status=$?
	good=$(sed -n 's/^# pass \([0-9]*\)$/\1/p' "$kept.tap")
	bad=$(sed -n 's/^# fail \([0-9]*\)$/\1/p' "$kept.tap")
	gone=$(sed -n 's/^# cancelled \([0-9]*\)$/\1/p' "$kept.tap")
	good=${good:-0}
	bad=$((${bad:-0} + ${gone:-0}))
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
	if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
	{
		echo "$file: $good passed, $bad failed, $(($(date +%s) - start)) s"
		grep -a '^# note: ' "$kept.tap" | sed 's/^# //'
		[ "$bad" -eq 0 ] || tail -n 80 "$kept.tap"
	} >"$kept.said"
	if [ "$bad" -ne 0 ]; then
		awk -v file="$file" -v status="$status" \
			-f "$tool/failures.awk" "$kept.tap" >"$kept.told"
	fi
	echo "$good $bad" >"$kept.count"
	exit 0
fi
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
for file in "$1"/*.mjs; do
	[ -e "$file" ] || continue
	case $file in */tour.mjs) continue ;; esac
	echo "$file"
done >"$kept/files"
asked=$(wc -l <"$kept/files")
xargs -P "${JOBS:-$(nproc 2>/dev/null || echo 2)}" -I '{}' \
	sh "$0" one '{}' "$kept" <"$kept/files"
cat /dev/null "$kept"/*.said 2>/dev/null
cat /dev/null "$kept"/*.told 2>/dev/null
# A file that left no count was not run: it has failed.
cat /dev/null "$kept"/*.count 2>/dev/null | awk -v asked="$asked" '
	{ passed += $1; failed += $2 }
	END {
		failed += asked - NR
		print passed + 0 " passed, " failed + 0 " failed"
		exit failed > 0
	}'
