#!/bin/sh
# The model of the team's log (test/store/converge_test.c) for CONVERGE_STEPS
# (20000) steps, built for speed. A run that fails goes on, and lists at the end
# the seeds that repeat each failure. To look through many seeds, 100 steps
# each, without the other tests of that file (2.5 s), with the alarms of what
# fails: CONVERGE_ONLY=1 CONVERGE_SAY=1 CONVERGE_SEED=8001 CONVERGE_STEPS=400000
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu
cd "$(dirname "$0")/.."
CONVERGE_STEPS=${CONVERGE_STEPS:-20000}
export CONVERGE_STEPS
make -s MODE=release build/release/test/store/converge_test
build/release/test/store/converge_test
