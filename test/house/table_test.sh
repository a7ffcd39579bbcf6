#!/bin/sh
# The table in the tree is the one that tool/lang_train.c makes from the texts
# that doc/attribution.md names, byte for byte. Those are not in the tree: with
# none in TEXT_DATA (../shared/data) this says so and shows less.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/../.."
data=${TEXT_DATA:-../shared/data}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
. test/house/holds.sh

small_enough() { [ "$(wc -c <src/text/lang.table)" -le 1500000 ]; }

make -s build/debug/tool/lang_train || exit 1
holds "the table is at most 1.5 MB" small_enough
if [ -d "$data/text/kurdish-lid" ] && [ -d "$data/guides/tico-19" ]; then
	build/debug/tool/lang_train "$tmp/table" "$data" data/lang 2>"$tmp/said"
	holds "the same texts give the same table" \
		cmp "$tmp/table" src/text/lang.table
else
	echo "note: the texts of the language table are not here"
fi
holds "a text that is missing stops the trainer" \
	sh -c "! build/debug/tool/lang_train '$tmp/none' '$tmp' data/lang 2>'$tmp/said'"
held
