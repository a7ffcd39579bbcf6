#!/bin/sh
# Builds the release and the programs of bench/, measures, and writes
# doc/performance.md. Needs node; rows whose peer (age, nginx, wrk) is not
# here are left out. BENCH_PART=desk: only the desk with 100,000 messages;
# BENCH_PART=paper: only guides on paper; BENCH_PART=guides: the site of 1,000
# pages, and what comes in.
# Closes with "N passed, N failed", one for each floor.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu
cd "$(dirname "$0")/.."
make -s -j2 MODE=release all
for source in bench/*.c; do
	make -s MODE=release "build/release/bench/$(basename "$source" .c)"
done
BOTHY=$PWD/build/release/bothy exec node bench/measure.mjs
