#!/bin/sh
# Runs every target of fuzz/: `fuzz.sh` with clang's libFuzzer, each for
# FUZZ_SECONDS (20) from its seeds; `fuzz.sh seeds [COUNT]`, which also needs
# no clang, each seed and COUNT (20000) changed copies under the sanitizers.
# New inputs that libFuzzer finds worth keeping stay in build/fuzz/found.
# Closes with "N passed, N failed", one for each target.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-20}
passed=0
failed=0
how=${1:-fuzz}
count=${2:-20000}
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
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1
export UBSAN_OPTIONS=print_stacktrace=1:abort_on_error=1

for source in fuzz/*_fuzz.c; do
	name=$(basename "$source" _fuzz.c)
	make -s -j2 MODE=$mode WITH="$with" "$out/${name}_fuzz" >"$out.log" 2>&1 || {
		cat "$out.log"
		failed=$((failed + 1))
		continue
	}
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
		passed=$((passed + 1))
		echo "$name: $what"
	else
		failed=$((failed + 1))
		printf '%s: status %s\n%s\n' "$name" "$status" "$said" | tail -n 40
	fi
done 2>&1
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
