#!/bin/sh
# Makes each file of golden vectors again with its own independent program and
# compares. Closes with "N passed, N failed".
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/../.."
passed=0
failed=0
for made in test/*/*_vectors.h; do
	by=${made%.h}.py
	if python3 "$by" | cmp - "$made"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: test/house/vectors_test.sh: $made is not what $by makes"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
