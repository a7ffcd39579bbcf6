#!/bin/sh
# Shows that the page compiler and the translation compiler refuse what they
# must: each case is one wrong template or translation and the words it has to
# be refused with. Closes with "N passed, N failed".
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/../.."
make -s build/debug/tool/tmplc build/debug/tool/po2c >/dev/null 2>&1
tool=$PWD/build/debug/tool
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export ASAN_OPTIONS=detect_leaks=0
passed=0
failed=0

# said WHAT STATUS WORDS: the last command must have ended so and said so.
said() {
	if [ "$1" -eq "$2" ] && grep -qF -- "$3" "$tmp/said"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'failed: %s: %s - status %s, said:\n' test/house/compilers_test.sh "$4" "$1"
		cat "$tmp/said"
	fi
}

page() { # TEMPLATE: compiled as one page
	printf '{{ page x(str a, str b) }}%s{{ end }}\n' "$1" >"$tmp/x.tmpl"
	"$tool/tmplc" "$tmp/x.tmpl" "$tmp/x.c" "$tmp/x.h" page/x.h \
		>"$tmp/said" 2>&1
}

refused() { # TEMPLATE WORDS
	page "$1"
	said $? 1 "$2" "$1"
}

compiled() { # TEMPLATE WORDS that must stand in the C
	page "$1"
	status=$?
	cat "$tmp/x.c" >>"$tmp/said"
	said $status 0 "$2" "$1"
}

compiled '<p>{{ a }}</p>' 'html_text('
compiled '<p lang="{{ a }}">' 'html_attr('
compiled '<a href="{{ a }}">x</a>' 'html_url('
compiled '<a href="/en/{{ a }}">x</a>' 'html_path('
compiled '<a href="/en?x={{ a }}">x</a>' 'html_query('
compiled '<a href="../{{ a }}/1.html">x</a>' 'html_path('
compiled '<a href="./{{ a }}">x</a>' 'html_path('
compiled '<img alt="" src="data:image/png;base64,{{ a }}">' 'html_base64('
compiled '<title>{{ a }}</title>' 'html_text('
refused '<p onclick="x()">' 'an event attribute'
refused '<p style="color:red">' 'a style attribute'
refused '<p style="{{ a }}">' 'a style attribute'
refused '<a href={{ a }}>' 'without quotes'
refused '<p class=x>' 'must be quoted'
refused '<a href="javascript:{{ a }}">' 'no path of ours'
refused '<a href="https://x.example/{{ a }}">' 'no path of ours'
refused '<a href="//x.example/{{ a }}">' 'no path of ours'
refused '<a href="..{{ a }}">x</a>' 'no path of ours'
refused '<a href="data:image/png;base64,{{ a }}">x</a>' 'no path of ours'
refused '<img alt="" src="data:text/html;base64,{{ a }}">' 'no path of ours'
refused '<img alt="" src="data:image/png;base64,{{ a }}{{ b }}">' 'behind a whole'
refused '<a href="{{ a }}/more">' 'behind a whole address'
refused '<a href="{{ a }}{{ b }}">' 'behind a whole address'
refused '<{{ a }}>' 'in a tag name'
refused '<p {{ a }}="x">' 'in an attribute name'
refused '<!-- {{ a }} -->' 'in a comment'
refused '<script>{{ a }}</script>' 'in a script or style'
refused '<style>{{ a }}</style>' 'in a script or style'
refused '<img srcset="{{ a }}">' 'not in our list'
refused '<meta content="{{ a }}">' 'not in our list'
refused '<iframe srcdoc="{{ a }}">' 'not in our list'
compiled '<p>
{{ if rtl }}
<b>
{{ end }}
</p>' 'S("<b>\n"));'
refused '{{ if rtl }}<p {{ end }}>' 'another HTML place'
refused '{{ if rtl }}<b>' 'block'
refused '<p>{{ html h }}<p title="{{ html h }}">' 'between tags only'
printf '{{ page x(str a) }}{{ a' >"$tmp/x.tmpl"
"$tool/tmplc" "$tmp/x.tmpl" "$tmp/x.c" "$tmp/x.h" page/x.h >"$tmp/said" 2>&1
said $? 1 '{{ without }}' 'an open end'

translated() { # MSGID MSGSTR STATUS WORDS
	printf '%s\n' "$1" >"$tmp/strings"
	rm -rf "$tmp/po"
	mkdir "$tmp/po"
	for locale in ar ckb kmr kmr-Arab en; do
		printf 'msgid ""\nmsgstr ""\n' >"$tmp/po/$locale.po"
	done
	printf '\nmsgid "%s"\nmsgstr "%s"\n' "$1" "$2" >>"$tmp/po/ar.po"
	"$tool/po2c" "$tmp/words.c" "$tmp/strings" "$tmp/po" \
		>"$tmp/said" 2>&1
	status=$?
	cat "$tmp/words.c" >>"$tmp/said" 2>/dev/null
	said $status "$3" "$4" "$1 -> $2"
}

# [tr-1]
translated 'Hello {name}' 'سلام {name}' 0 'Hello {name}'
translated 'Hello {name}' 'سلام {nam}' 1 'other {holes}'
translated 'Hello {name}' 'سلام' 1 'other {holes}'
translated 'Hello' 'سلام {name}' 1 'other {holes}'
translated '{a} and {b}' '{a} و {a}' 1 'other {holes}'

# A text that one of the forms lacks is listed, and stops the check.
printf 'Hello\nGoodbye\n' >"$tmp/strings"
printf '\nmsgid "Hello"\nmsgstr "Silav"\n' >>"$tmp/po/kmr.po"
"$tool/po2c" --missing "$tmp/strings" "$tmp/po" >"$tmp/said" 2>&1
said $? 1 'kmr: Goodbye' 'a missing text'
"$tool/po2c" --missing "$tmp/strings" "$tmp/po" >"$tmp/said" 2>&1
if grep -q '^kmr: Hello' "$tmp/said"; then said 1 0 x 'listed though there'; else
	passed=$((passed + 1))
fi

# A text that is translated twice is refused: one of the two would be chance.
printf '\nmsgid "Hello"\nmsgstr "Merheba"\n' >>"$tmp/po/kmr.po"
"$tool/po2c" --missing "$tmp/strings" "$tmp/po" >"$tmp/said" 2>&1
said $? 1 'po/kmr.po: twice: "Hello"' 'a text translated twice'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
