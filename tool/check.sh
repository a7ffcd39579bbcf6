#!/bin/sh
# Proves everything, stage by stage, and ends with one line
# "N passed, N failed". Called by `make check`; `check.sh all` goes further
# (fuzzing, the long kill loop, figures); `check.sh only STAGE…` repeats some.
#
# A stage is a command whose last line of that form is counted; a command
# that prints none counts as one check. A stage that fails shows its output;
# what failed stands once more before the totals, for who sees only the end.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/.."
jobs=${JOBS:-$(nproc 2>/dev/null || echo 2)}
out=build/check
mkdir -p "$out"
: >"$out/failed"
total_passed=0
total_failed=0
wanted=" "
begun=$(date +%s)

stage() {
	name=$1
	limit=$2
	shift 2
	case $wanted in
	" ") ;;
	*" $name "*) ;;
	*) return 0 ;;
	esac
	start=$(date +%s)
	timeout --kill-after=10 "$limit" "$@" >"$out/$name.log" 2>&1 </dev/null
	status=$?
	line=$(grep -aE '^[0-9]+ passed, [0-9]+ failed$' "$out/$name.log" |
		tail -n 1)
	passed=$(printf '%s' "${line:-0}" | cut -d' ' -f1)
	failed=$(printf '%s' "$line" | cut -d' ' -f3)
	failed=${failed:-0}
	if [ "$status" -ne 0 ]; then
		[ "$failed" -ne 0 ] || failed=1
	elif [ -z "$line" ]; then
		passed=1
	fi
	total_passed=$((total_passed + passed))
	total_failed=$((total_failed + failed))
	printf '%-12s %4d passed %3d failed %5d s\n' "$name" "$passed" \
		"$failed" "$(($(date +%s) - start))"
	if [ "$failed" -ne 0 ]; then
		[ "$status" -ne 124 ] || echo "  stopped after $limit s"
		tail -n 60 "$out/$name.log" | sed 's/^/  | /'
		tell >>"$out/failed"
	fi
	grep -a '^note: ' "$out/$name.log" | sed 's/^/  /'
	return 0
}

# What failed in a stage: its own lines "failed: …", or else its first error,
# or else how it ended.
tell() {
	grep -a '^failed: ' "$out/$name.log" && return 0
	why=$(grep -aiE -m 1 'error[: ]|not ok|warning: ' "$out/$name.log" ||
		grep -avE '^(make.*Error|[0-9]+ passed, [0-9]+ failed$)' \
			"$out/$name.log" | tail -n 1)
	[ "$status" -ne 124 ] || why="stopped after $limit s: $why"
	echo "failed: $name: ended with $status - $why"
}

all_stages() {
	stage build 300 make -j"$jobs" MODE=release all \
		build/release/demo/live
	stage unit 600 make -j"$jobs" unit
	if command -v clang >/dev/null 2>&1; then
		stage clang 600 make -j"$jobs" CC=clang BUILD=build/clang unit
	else
		echo "clang        not here: not tried"
	fi
	stage asan 900 make -j"$jobs" MODE=asan unit
	stage converge "${CONVERGE_LIMIT:-300}" sh tool/converge.sh
	stage seeds 600 sh tool/fuzz.sh seeds
	stage house 60 sh tool/house.sh
	stage fixtures 60 sh test/house/house_test.sh
	stage failures 60 sh test/house/failures_test.sh
	stage compilers 120 sh test/house/compilers_test.sh
	stage words 60 make -s strings
	stage vectors 60 sh test/house/vectors_test.sh
	stage man 60 sh test/house/man_test.sh
	stage table 120 sh test/house/table_test.sh
	if command -v node >/dev/null 2>&1; then
		stage e2e 900 sh tool/node_tests.sh test/e2e
		stage browser 900 sh tool/node_tests.sh test/browser
	else
		echo "node         not here: e2e and browser not tried"
	fi
}

long_stages() {
	stage fuzz 1200 make -s MODE=fuzz fuzz
	stage bench 1200 make -s bench
	stage bench-text 600 make -s bench-text
}

case ${1:-} in
only)
	shift
	wanted=" $* "
	all_stages
	long_stages
	;;
all)
	KILLS=${KILLS:-1000}
	CONVERGE_STEPS=${CONVERGE_STEPS:-1000000}
	CONVERGE_LIMIT=7200
	export KILLS CONVERGE_STEPS
	all_stages
	long_stages
	;;
*) all_stages ;;
esac
# At most fifteen lines, so that they and the stages are seen together.
head -n 14 "$out/failed" | cut -c 1-240
more=$(($(wc -l <"$out/failed") - 14))
[ "$more" -le 0 ] || echo "failed: and $more more"
echo "checked in $(($(date +%s) - begun)) s"
echo "$total_passed passed, $total_failed failed"
[ "$total_failed" -eq 0 ] && [ "$total_passed" -gt 0 ]
