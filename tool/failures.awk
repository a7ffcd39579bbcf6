# Reads what one test program said, in TAP (Node) or in cmocka's lines, and
# prints for each test that failed
# "failed: FILE: the test's name - the first line of its reason".
# FILE comes as -v file=…; STATUS, how the program ended, as -v status=…: one
# that ended badly and named no test has failed itself.
#
# SPDX-License-Identifier: AGPL-3.0-or-later

function say(name, reason) {
	print "failed: " file ": " name (reason == "" ? "" : " - " reason)
	said++
}

function plain(text) {
	sub(/^[ \t]+/, "", text)
	return text
}

# TAP: the reason stands below the name, on the line of `error:` or, where
# that begins a block, on the next that is not empty.
function close_tap() {
	if (tap) say(name, reason)
	tap = wanted = 0
}

/^ *not ok [0-9]+/ {
	close_tap()
	tap = 1
	name = $0
	sub(/^ *not ok [0-9]+( - )?/, "", name)
	reason = ""
	next
}
tap && /^ *failureType: 'subtestsFailed'/ { tap = 0 } # those were named
tap && wanted && NF {
	reason = (reason == "" ? "" : reason " ") plain($0)
	wanted = reason ~ /:$/ # "Expected values to be equal:", and the values
	next
}
tap && reason == "" && /^ *error: / {
	reason = plain($0)
	sub(/^error: */, "", reason)
	if (reason ~ /^[|>]-?$/) {
		reason = ""
		wanted = 1
	} else {
		gsub(/^['"]|['"]$/, "", reason)
	}
	next
}
tap && /^ *\.\.\.$/ { close_tap(); next }

# cmocka: the reason stands between the test's beginning and its end; a test
# that has no end took the program with it.
function close_run() {
	if (run != "") say(run, reason == "" ? "never ended" : reason)
	run = ""
}

/^\[ RUN      \] / {
	close_run()
	run = substr($0, 14)
	reason = ""
	next
}
run != "" && /^\[       OK \] / { run = ""; next }
run != "" && /^\[  FAILED  \] / {
	say(run, reason)
	run = ""
	next
}
run != "" && NF && reason == "" && !/^=+$/ {
	reason = $0
	sub(/^\[  ERROR   \] --- /, "", reason)
	sub(/^\[   LINE   \] --- /, "", reason)
	first = NR
	next
}
run != "" && NR == first + 1 && /^\[   LINE   \] --- / {
	at = $5
	sub(/:$/, "", at)
	reason = reason " (" at ")"
}

NF { last = plain($0) }

END {
	close_tap()
	close_run()
	if (!said && status) {
		if (status == 124 || status == 137) last = "took too long"
		say("ended with " status, last)
	}
}
