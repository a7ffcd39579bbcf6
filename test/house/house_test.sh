#!/bin/sh
# Shows that each rule of tool/house.sh can fail: a small good tree passes,
# and the same tree with one thing wrong does not, for the right reason.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0
TAG='SPDX-License-Identifier: AGPL-3.0-or-later'

good_tree() {
	rm -rf "$tmp/t"
	mkdir -p "$tmp/t/src/base" "$tmp/t/src/page" "$tmp/t/test/base" \
		"$tmp/t/po" "$tmp/t/tool"
	cd "$tmp/t" || exit 1
	printf '/* A thing.\n * [thing-1] it holds.\n *\n * %s */\nint thing_do(int a);\n' \
		"$TAG" >src/base/thing.h
	printf '/* A thing: see thing.h.\n *\n * %s */\n#include "base/thing.h"\n\nint thing_do(int a)\n{\n\treturn a;\n}\n' \
		"$TAG" >src/base/thing.c
	printf '/* Tests of [thing-1].\n *\n * %s */\nint main(void)\n{\n\treturn 0;\n}\n' \
		"$TAG" >test/base/thing_test.c
	printf '{# A page. %s #}\n<p>Calm words about safety.\n' "$TAG" \
		>src/page/line_start.tmpl
	printf '# %s\nmsgid "a"\nmsgstr "b"\n' "$TAG" >po/ar.po
	printf 'base:\n' >floors
	printf '# %s\nall:\n' "$TAG" >Makefile
	printf '# A readme. See `src/base/thing.c`.\n' >README.md
}

# expect WHAT WORDS: the tree as it is now must fail and say WORDS.
expect() {
	said=$(sh "$top/tool/house.sh" "$tmp/t" 2>&1)
	status=$?
	if [ "$status" -ne 0 ] && printf '%s' "$said" | grep -qF -- "$2"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'failed: test/house/house_test.sh: not refused: %s\n%s\n' "$1" "$said"
	fi
	good_tree
}

lines() { # N TEXT
	i=0
	while [ "$i" -lt "$1" ]; do
		printf '%b\n' "$2"
		i=$((i + 1))
	done
}

function_of() { # N lines in its body
	printf '\nint thing_more(void)\n{\n'
	lines "$1" '\t;'
	printf '}\n'
}

good_tree
if said=$(sh "$top/tool/house.sh" "$tmp/t" 2>&1); then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	printf 'failed: test/house/house_test.sh: the good tree - %s\n' "$said"
fi

function_of 90 >>src/base/thing.c
expect "a long function" "a function of 92 lines"
function_of 45 >>src/base/thing.c
expect "many long functions" "more than one in ten"
lines 800 '/* x */' >>src/base/thing.c
expect "a long file" "more than 800"
printf '\nint thing_six(int a, int b, int c, int d, int e, int f)\n{\n\treturn a;\n}\n' \
	>>src/base/thing.c
expect "six parameters" "more than 5 parameters"
printf '\nint thing_deep(void)\n{\n%s\n%s\n}\n' "$(lines 5 'if (1) {')" \
	"$(lines 5 '}')" >>src/base/thing.c
expect "deep nesting" "nesting of 5"
printf 'int x;\n' >src/base/bare.c
expect "no opening comment" "does not begin with a comment"
printf '/* No tag. */\nint x;\n' >src/base/bare.c
expect "no tag" "no SPDX tag"
printf 'body {}\n' >src/page/line.css
expect "a style sheet without tag" "no SPDX tag"
printf '/* %s */\nint y;\n' "$TAG" >src/base/util.c
expect "a util.c" "util.c"
mkdir -p src/os && cp src/base/thing.c src/os/thing.c
expect "two files of one name" "this name is there twice"
for call in strcpy sprintf system popen alloca; do
	printf '\nint thing_bad(void)\n{\n\treturn %s(1);\n}\n' "$call" \
		>>src/base/thing.c
	expect "$call" "calls $call"
done
printf '/* TO''DO: later */\n' >>src/base/thing.c
expect "a mark for later" "a mark for later"
printf '{# TO''DO #}\n' >>src/page/line_start.tmpl
expect "a mark in a page" "marks for later"
printf '    int blanks;\n' >>src/base/thing.c
expect "blanks for a tab" "indented with blanks"
printf 'int wide; /* %s */\n' "$(lines 40 'wide' | tr '\n' ' ')" >>src/base/thing.c
expect "a wide line" "wider than 100"
printf '/* [thing-2] promised only. */\n' >>src/base/thing.h
expect "an untested invariant" "[thing-2] is named in no test"
for word in 'an anonymous note' 'It is secure.' 'End-to-end' guaranteed \
	'100 % sure' untraceable 'مجهول الهوية' 'آمن تماما' 'گەرەنتی' \
	'garantî' '١٠٠٪'; do
	printf '<p>%s\n' "$word" >>src/page/line_start.tmpl
	expect "$word in a page" "words that promise too much"
done
printf 'msgstr "آمنة تماماً"\n' >>po/ar.po
expect "a word in a translation" "words that promise too much"
printf '\n/* x */\nstatic const char *x = TR("secure");\n' >>src/base/thing.c
expect "a word in C" "words that promise too much"
printf 'Fully secure.\n' >>README.md
expect "a word in the readme" "words that promise too much"
mkdir -p demo/library/1 && printf 'Stay anonymous.\n' >demo/library/1/guide
expect "a word in a guide" "words that promise too much"
printf '<img src="https://other.example/x.png">\n' >>src/page/line_start.tmpl
expect "another host" "pages and other hosts"
printf '<p style="color:red">\n' >>src/page/line_start.tmpl
expect "a style attribute" "pages and other hosts"
printf '<script>1</script>\n' >>src/page/line_start.tmpl
expect "script in a public page" "pages and other hosts"
printf '\nconst err *thing_say(str s)\n{\n\treturn err_make(ERR_IO, "x %%.*s",\n\t\tS_ARG(s));\n}\n' \
	>>src/base/thing.c
expect "[err-1] [report-1] an error that prints a str" "prints a str"
printf '\nint thing_peer(int fd)\n{\n\treturn getpeername(fd, NULL, NULL);\n}\n' \
	>>src/base/thing.c
expect "[socket-1] a peer asked for" "asks for an address"
printf '{"resolved": "https://registry.example/a.tgz"}\n' >package-lock.json
expect "a registry" "package registries"
printf '{# %s #}\n<p>Your message is safe.\n' "$TAG" >src/page/line_write.tmpl
expect "the sentence missing" "the true sentence"
printf 'See `src/base/gone.c`.\n' >MAP.md
expect "a map that lies" "src/base/gone.c is not there"
printf 'See `src/base/thing.c`, `gone.c`.\n' >MAP.md
expect "a map that names a file that is gone" "no file is named gone.c"
printf '<img src="doc/picture/gone.png">\n' >>README.md
expect "a picture that is not there" "doc/picture/gone.png is not there"
lines 151 'x:' >>Makefile
expect "a long Makefile" "more than 150"
printf '#include "seal/key.h"\n' >>src/base/thing.c
expect "a floor climbed" "may not include"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
