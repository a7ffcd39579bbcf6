# Read in by tests of this folder: counts what holds, and says what does not.
# `holds SENTENCE COMMAND…` for each; `held` closes with "N passed, N failed"
# and is true when none failed.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
passed=0
failed=0

holds() {
	said=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: test/house/${0##*/}: not so: $said"
	fi
}

held() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}
