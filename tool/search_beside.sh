#!/bin/sh
# What notmuch makes of the texts of bench/text_search.c: BESIDE_MESSAGES (2000)
# of them as mail in a folder of its own that is removed again. Prints how many
# it indexes in a CPU second and what share of each word's everyday spellings it
# finds. Called by tool/bench-text.sh; says so and does nothing where notmuch
# (Debian package notmuch) is not installed.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu
cd "$(dirname "$0")/.."
if ! command -v notmuch >/dev/null 2>&1; then
	echo "notmuch is not here: nothing beside the search"
	exit 0
fi
count=${BESIDE_MESSAGES:-2000}
folder=$(mktemp -d "${TMPDIR:-/tmp}/bothy-beside-XXXXXX")
trap 'rm -rf "$folder"' EXIT INT TERM
mkdir "$folder/mail"
BENCH_MESSAGES=$count build/release/bench/text_search "$folder/mail" >"$folder/words"
printf '[database]\npath=%s\n[user]\nname=x\nprimary_email=x@example.org\n' \
	"$folder/mail" >"$folder/config"
export NOTMUCH_CONFIG="$folder/config"
# The second line of `times` is the CPU time of what was run and waited for.
times >"$folder/before"
notmuch new >/dev/null 2>&1
times >"$folder/after"
cat "$folder/before" "$folder/after" | tr 'ms' '  ' | awk -v n="$count" '
	NR % 2 == 0 { at[NR / 2] = $1 * 60 + $2 + $3 * 60 + $4 }
	END { printf "notmuch, messages indexed per CPU s    %9.1f\n",
		n / (at[2] - at[1]) }'
while IFS="$(printf '\t')" read -r wanted word; do
	printf '%s %s\n' "$wanted" "$(notmuch count "$word")"
done <"$folder/words" | awk '{ wanted += $1; found += $2 } END {
	printf "notmuch, everyday spellings found, %%   %9.1f\n", 100 * found / wanted }'
