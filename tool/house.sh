#!/bin/sh
# The rules of the house that a machine can check (STYLE.md), in this tree or
# in the folder given. Prints one line for each fault and closes with
# "N passed, N failed", one count for each rule. test/house/house_test.sh
# shows that every rule can fail.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/..}" || exit 1
LC_ALL=C.UTF-8
export LC_ALL
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0

# Every file of ours: what git knows or would add; without git, all of it.
if ! git ls-files -co --exclude-standard >"$tmp/all" 2>/dev/null ||
	[ ! -s "$tmp/all" ]; then
	find . -type f -not -path './build/*' -not -path './.git/*' \
		-not -path './node_modules/*' | sed 's,^\./,,' >"$tmp/all"
fi
sort -o "$tmp/all" "$tmp/all"
while read -r file; do
	if [ -f "$file" ]; then echo "$file"; fi
done <"$tmp/all" >"$tmp/files"

files() { grep -E "$1" "$tmp/files"; }

# A rule is a function that prints its faults; none printed is a pass.
rule() {
	said=$("$2")
	if [ -z "$said" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'failed: house: %s - %s\n' "$1" "$said" | sed '2,$s/^/  /'
	fi
}

c_sources() {
	files '^(src|test|tool|fuzz|bench|demo)/.*\.[ch]$' >"$tmp/c"
	[ -s "$tmp/c" ] || return 0
	LC_ALL=C xargs awk -f "$here/house.awk" <"$tmp/c" >"$tmp/measured"
	grep -v '^functions: ' "$tmp/measured"
}

other_sources() {
	files '\.(tmpl|css|js|mjs|awk|sh|sql|po)$|^Makefile$|^floors$' |
		while read -r file; do
			lines=$(wc -l <"$file")
			limit=800
			case $file in
			*.po) limit=100000 ;;
			Makefile) limit=150 ;;
			esac
			[ "$lines" -le "$limit" ] ||
				echo "$file: $lines lines, more than $limit"
			case $file in Makefile | floors) continue ;; esac
			head -n 40 "$file" |
				grep -q 'SPDX-License-Identifier: AGPL-3.0-or-later' ||
				echo "$file: no SPDX tag in its opening comment"
		done
}

no_mark_for_later() {
	files '^(src|test|tool|fuzz|bench|po)/.*\.(tmpl|css|js|mjs|awk|sh|sql)$' |
		xargs -r grep -nE '\b(TO[D]O|FIX[M]E)\b'
}

file_names() {
	files '^(src|tool|fuzz|bench)/' | grep -E '/util[a-z]*\.[ch]$'
	files '^(src|tool|fuzz|bench|test|demo)/.*\.(c|h|tmpl|css|js|sql)$' |
		sed 's,.*/,,' | sort | uniq -d |
		sed 's/$/: this name is there twice/'
}

# Every [name-3] in a header is promised; a test must name it.
invariants() {
	files '^src/.*\.h$' | xargs -r grep -ohE '\[[a-z_]+-[0-9]+\]' |
		sort -u >"$tmp/promised"
	files '^test/' | xargs -r grep -ohE '\[[a-z_]+-[0-9]+\]' |
		sort -u >"$tmp/tested"
	comm -23 "$tmp/promised" "$tmp/tested" |
		sed 's/$/ is named in no test/'
}

# Every number promised only once, so that a name means one thing.
pages() { files '^src/page/.*\.tmpl$|^po/.*\.po$|^demo/library/|^README\.md$'; }

words() {
	grep -v '^#' "$here/words.txt" >"$tmp/words"
	pages | xargs -r grep -HniE -f "$tmp/words" |
		grep -vE '^[^:]*\.po:[0-9]+:(#|"Plural-Forms:)'
	files '^(src|demo)/.*\.[ch]$' |
		xargs -r grep -HnoE '\b(TR|TR_COUNT|TEXT) ?\("([^"\\]|\\.)*"' |
		grep -iE -f "$tmp/words"
}

# A page loads nothing from, and leads nowhere to, another host.
foreign_hosts() {
	files '^src/page/.*\.(tmpl|css|js)$' |
		xargs -r grep -HnE '(https?:|["'"'"'(= ])//[A-Za-z0-9]|url\( *["'"'"']?[a-z]+:|@import'
	files '^src/page/line_.*\.tmpl$' |
		xargs -r grep -HniE '<(script|svg|math|iframe|object|embed)\b'
	files '^src/page/.*\.tmpl$' |
		xargs -r grep -HniE '[[:space:]](style|on[a-z]+)="'
}

# [err-1] [report-1] An error or a report prints no str: those hold what came
# from outside. [socket-1] Nobody asks for a peer's address.
reports() {
	files '^src/.*\.c$' | xargs -r awk '
		/(err_make|err_sys|report|report_err)\(/ { on = 1 }
		on && /%\.\*s|S_ARG/ { print FILENAME ":" FNR ": prints a str" }
		/;/ { on = 0 }
		/[^a-z_](getpeername|inet_ntop|getnameinfo) *\(/ {
			print FILENAME ":" FNR ": asks for an address" }'
}

# No file of the build names a package registry.
registries() {
	files '(^|/)(package(-lock)?\.json|\.npmrc)$' |
		xargs -r grep -HnE '"resolved"|registry *='
}

# The only word on a page about what protects a message is this one.
true_sentence() {
	page=$(files '^src/page/line_write.*\.tmpl$')
	[ -n "$page" ] || return 0
	# shellcheck disable=SC2086
	cat $page | tr -s ' \t\n' ' ' | grep -qF "Your message is locked on \
our server the moment it arrives. Someone controlling the server at that \
moment could read it." || echo "$page: does not say what protects a message"
}

# What MAP.md and README.md name must exist: files by their path, or by their
# name alone where it stands behind one with a path.
map_is_true() {
	sed 's,.*/,,' "$tmp/files" | sort -u >"$tmp/names"
	if [ -f MAP.md ]; then
		grep -oE '`[a-z0-9_]+\.(c|h|tmpl|css|js|sh|mjs)`' MAP.md |
			tr -d '`' | sort -u | comm -23 - "$tmp/names" |
			sed 's/^/MAP.md: no file is named /'
	fi
	for page in MAP.md README.md STYLE.md; do
		[ -f "$page" ] || continue
		grep -oE '`(src|doc|demo|test|tool|po|fuzz|bench)/[A-Za-z0-9_./*-]+`|\]\([A-Za-z][A-Za-z0-9_./-]+\)|src="[^"]+"' "$page" |
			sed -E 's/^\]\(//; s/^src="//; s/[")]$//; s/`//g' | sort -u |
			while read -r path; do
				# shellcheck disable=SC2086
				ls -d $path >/dev/null 2>&1 ||
					echo "$page: $path is not there"
			done
	done
}

floors_hold() {
	[ -f floors ] || return 0
	files '^src/.*\.[ch]$' | xargs -r awk -f "$here/floors.awk" floors |
		grep -v '^floors: '
}

rule "C sources" c_sources
rule "other sources" other_sources
rule "marks for later" no_mark_for_later
rule "file names" file_names
rule "invariants" invariants
rule "words that promise too much" words
rule "pages and other hosts" foreign_hosts
rule "errors and reports" reports
rule "package registries" registries
rule "the true sentence" true_sentence
rule "map" map_is_true
rule "floors" floors_hold
grep '^functions: ' "$tmp/measured" 2>/dev/null
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
