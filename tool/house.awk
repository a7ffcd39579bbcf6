# Measures C sources: length, nesting and parameters of functions, length of
# files, columns, the opening comment with its licence tag, and functions and
# marks this house does not use. Prints one line for each fault, and last
# "functions: …" with what was measured. Exit status 1 when there is a fault.
#
# It reads our own form of C: a function's brace stands alone in column 0.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
function fault(text) { print FILENAME ":" FNR ": " text; bad = 1 }

function file_ends() {
	if (name == "") return
	if (!tag) { print name ": no SPDX tag in its opening comment"; bad = 1 }
	if (lines > FILE_MAX) {
		print name ": " lines " lines, more than " FILE_MAX; bad = 1 }
}

# The line without strings, characters and comments.
function bare(s) {
	gsub(/\\./, "", s)
	gsub(/"[^"]*"/, "\"\"", s)
	gsub(/'[^']*'/, "' '", s)
	gsub(/\/\*[^*]*(\*[^\/][^*]*)*\*\//, "", s)
	if (in_comment) {
		if (!match(s, /\*\//)) return ""
		s = substr(s, RSTART + 2)
		in_comment = 0
	}
	if (match(s, /\/\*/)) { in_comment = 1; s = substr(s, 1, RSTART - 1) }
	sub(/\/\/.*/, "", s)
	return s
}

# Columns, with tabs of eight; bytes that continue a letter do not count.
function columns(s,    n, i, c) {
	gsub(/[\200-\277]/, "", s)
	if (index(s, "\t") == 0) return length(s)
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		n += c == "\t" ? 8 - n % 8 : 1
	}
	return n
}

# Parameters of the signature: commas that stand in one pair of brackets.
# Results, named ret_…, do not count.
function parameters(s,    i, c, depth, n) {
	gsub(/,[^,()]*[ *]ret_[a-z_0-9]*(\[[^]]*\])?/, "", s)
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "(") { depth++; if (depth == 1) n = 1 }
		if (c == ")") { depth--; if (depth == 0) return n }
		if (c == "," && depth == 1) n++
	}
	return n
}

BEGIN {
	FILE_MAX = 800; FUNCTION_MAX = 80; FUNCTION_LONG = 40
	NESTING_MAX = 4; PARAMETERS_MAX = 5; COLUMNS_AIM = 80; COLUMNS_MAX = 100
	n = split("strcpy strcat sprintf vsprintf gets system popen alloca " \
		"strtok atoi atol setjmp longjmp rand srand tmpnam mktemp",
		list, " ")
	for (i = 1; i <= n; i++) banned[list[i]] = 1
}

FNR == 1 {
	file_ends()
	name = FILENAME; tag = 0; lines = 0; in_comment = 0; in_function = 0
	opening = 1; is_test = name ~ /^test\//
	is_ours = name ~ /^(src|tool|fuzz|bench)\//
	if ($0 !~ /^\/\*/) fault("does not begin with a comment")
}
{
	lines++
	if (opening && /SPDX-License-Identifier: AGPL-3.0-or-later/) tag = 1
	if (opening && /\*\//) opening = 0
	if (name !~ /^demo\//) {
		width = columns($0)
		all_lines++
		if (width > COLUMNS_AIM) wide++
		if (width > COLUMNS_MAX)
			fault("wider than " COLUMNS_MAX " columns")
	}
	if (/[ \t]$/) fault("ends with a blank")
	if (/^ +[^ *]/ && name !~ /^demo\//) fault("indented with blanks")
	if (/TO[D]O|FIX[M]E/) fault("a mark for later")
	line = bare($0)
}
{
	rest = line
	while (match(rest, /[A-Za-z_][A-Za-z_0-9]*[ \t]*\(/)) {
		word = substr(rest, RSTART, RLENGTH)
		sub(/[ \t]*\($/, "", word)
		before = RSTART > 1 ? substr(rest, RSTART - 1, 1) : ""
		if (word in banned && is_ours && before != "." && before != ">")
			fault("calls " word)
		rest = substr(rest, RSTART + RLENGTH)
	}
}
line ~ /^[A-Za-z_].*\(/ && !in_function { signature = "" }
!in_function { signature = signature line " " }
line ~ /^\{[ \t]*$/ && !in_function {
	in_function = 1; began = FNR; depth = 0; deepest = 0
	if (signature ~ /\(/ && parameters(signature) > PARAMETERS_MAX)
		fault("more than " PARAMETERS_MAX " parameters")
}
in_function {
	opens = gsub(/\{/, "{", line)
	closes = gsub(/\}/, "}", line)
	depth += opens - closes
	if (depth > deepest) deepest = depth
}
in_function && /^\}/ {
	length_of = FNR - began + 1
	count++
	lengths[count] = length_of
	if (length_of > FUNCTION_LONG) long++
	if (length_of > FUNCTION_MAX)
		fault("a function of " length_of " lines")
	if (deepest - 1 > NESTING_MAX)
		fault("nesting of " deepest - 1)
	in_function = 0; signature = ""
}
/^#include/ && /<setjmp.h>/ && !is_test { fault("includes setjmp.h") }

# The middle value, by counting: lengths are small whole numbers.
function median(    i, seen, value, at) {
	for (i = 1; i <= count; i++) at[lengths[i]]++
	for (value = 0; value < 100000; value++) {
		seen += at[value]
		if (seen * 2 >= count) return value
	}
}
END {
	file_ends()
	if (count > 0 && long * 10 > count) {
		print long " of " count " functions are longer than " \
			FUNCTION_LONG " lines: more than one in ten"
		bad = 1
	}
	if (wide * 50 > all_lines) {
		print wide " of " all_lines " lines are wider than " \
			COLUMNS_AIM " columns: more than one in fifty"
		bad = 1
	}
	if (count > 0)
		printf "functions: %d, median %d lines, %d longer than %d\n",
			count, median(), long, FUNCTION_LONG
	exit bad
}
