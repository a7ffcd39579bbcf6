#!/bin/sh
# Runs every target of fuzz/, as many at once as there are cores (JOBS):
# `fuzz.sh` with clang's libFuzzer, each for FUZZ_SECONDS (20) from its seeds;
# `fuzz.sh seeds [COUNT]`, which also needs no clang, each seed and COUNT
# (20000) changed copies under the sanitizers. New inputs that libFuzzer finds
# worth keeping stay in build/fuzz/found. `fuzz.sh one NAME` runs one that is
# built, for the others of this script. Closes with "N passed, N failed", one
# for each target.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/.."
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1
export UBSAN_OPTIONS=print_stacktrace=1:abort_on_error=1

# One target; says one line when it went well, else what it said itself.
one() {
	name=$1
	if [ ! -x "$out/${name}_fuzz" ]; then
		echo "failed: fuzz/${name}_fuzz.c: not built"
		return 0
	fi
	mkdir -p "build/fuzz/found/$name"
	if [ "$how" = fuzz ]; then
		said=$("$out/${name}_fuzz" -max_total_time="$seconds" \
			-timeout=10 -max_len=8192 -print_final_stats=1 -verbosity=0 \
			-artifact_prefix="build/fuzz/$name-" \
			"build/fuzz/found/$name" "fuzz/seed/$name" 2>&1)
		status=$?
		what=$(printf '%s\n' "$said" |
			sed -n 's/^stat::number_of_executed_units: *//p')
		what="${what:-0} inputs"
	else
		said=$(timeout 450 "$out/${name}_fuzz" "fuzz/seed/$name" "$count" 2>&1)
		status=$?
		what=$(printf '%s\n' "$said" | tail -n 1)
	fi
	if [ "$status" -eq 0 ]; then
		: >"$done_folder/$name"
		echo "$name: $what"
	else
		printf '%s: status %s\n%s\n' "$name" "$status" "$said" | tail -n 40
		echo "failed: fuzz/${name}_fuzz.c: ended with $status -" "$(
			printf '%s' "$said" | grep -aE -m 1 'ERROR: |error: ' ||
				printf '%s' "$said" | tail -n 1)"
	fi
}

if [ "${1:-}" = one ]; then
	one "$2"
	exit 0
fi
seconds=${FUZZ_SECONDS:-20}
how=${1:-fuzz}
count=${2:-20000}
jobs=${JOBS:-$(nproc 2>/dev/null || echo 2)}
if [ "$how" = fuzz ] && ! command -v clang >/dev/null 2>&1; then
	echo "note: clang is not here, so seeds and changed copies only"
	how=seeds
fi
if [ "$how" = fuzz ]; then
	mode=fuzz with=-fsanitize=fuzzer
else
	mode=asan with=fuzz/driver.c
fi
out=build/$mode/fuzz
done_folder=$(mktemp -d)
trap 'rm -rf "$done_folder"' EXIT
export seconds how count out done_folder
# The slowest first, so that the others fill the other cores beside it.
names=$(echo matcher; for source in fuzz/*_fuzz.c; do
	basename "$source" _fuzz.c
done | grep -vx matcher)
mkdir -p "$out"
# What does not build is not there to be run, and fails there.
for name in $names; do echo "$out/${name}_fuzz"; done |
	xargs make -s -k -j"$jobs" MODE=$mode WITH="$with" >"$out.log" 2>&1 || cat "$out.log"
printf '%s\n' "$names" | xargs -P "$jobs" -I '{}' sh tool/fuzz.sh one '{}' 2>&1
passed=0
failed=0
for name in $names; do
	if [ -e "$done_folder/$name" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
