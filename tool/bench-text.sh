#!/bin/sh
# Builds the release and every bench/text_*.c, and runs them: rows of
# "name  ours  theirs  floor". Those that need texts which are not in the tree
# look for them in TEXT_DATA (../shared/data) and say so when they are not
# there. Status 1 when a floor is missed. Closes with "N passed, N failed", one
# for each program.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/.."
passed=0
failed=0
export TEXT_DATA="${TEXT_DATA:-../shared/data}"
make -s -j2 MODE=release all || exit 1
for source in bench/text_*.c; do
	program=build/release/bench/$(basename "$source" .c)
	make -s MODE=release "$program" || exit 1
	if "$program"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
done
sh tool/search_beside.sh
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
