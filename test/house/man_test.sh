#!/bin/sh
# The manual page in the tree is the one that tool/man.sh makes from what the
# commands say of themselves; it names every command and every option of
# theirs; and groff, where it is, has nothing to say against it. Closes with
# "N passed, N failed".
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/../.."
make -s MODE=release all >/dev/null || exit 1
bothy=build/release/bothy
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
. test/house/holds.sh

# The part of one command, with the page's own marks taken away.
part() {
	awk -v name=".SS bothy $1" '/^\.S[SH]/ { on = $0 == name } on' \
		doc/bothy.1 | sed 's/\\-/-/g; s/\\e/\\/g; s/\\&//g'
}

# Every option of a help text stands in that command's part and, as a whole
# list, nothing else does.
options_match() {
	options='(^|[^a-zA-Z0-9-])--?[a-zA-Z][a-zA-Z-]*'
	"$bothy" "$1" --help | grep -oE "$options" | grep -oE -- '--?[a-zA-Z-]+$' |
		sort -u >"$tmp/said"
	part "$1" | grep -oE "$options" | grep -oE -- '--?[a-zA-Z-]+$' |
		sort -u >"$tmp/shown"
	cmp -s "$tmp/said" "$tmp/shown"
}

sh tool/man.sh >"$tmp/bothy.1"
holds "doc/bothy.1 is what sh tool/man.sh writes" \
	cmp -s "$tmp/bothy.1" doc/bothy.1
"$bothy" --help | sed -n 's/^  \([a-z][a-z-]*\)  *[^ ].*/\1/p' >"$tmp/commands"
for command in $(cat "$tmp/commands"); do
	holds "the options of bothy $command in doc/bothy.1" \
		options_match "$command"
done
holds "there are commands" test -s "$tmp/commands"
if command -v groff >/dev/null 2>&1; then
	groff -man -Tutf8 -ww -K utf8 doc/bothy.1 >"$tmp/page" 2>"$tmp/warnings"
	holds "groff has nothing to say against it" test ! -s "$tmp/warnings"
	holds "the page can be read" grep -q "bothy line DIR" "$tmp/page"
fi
held
