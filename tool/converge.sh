#!/bin/sh
# The model of the team's log (test/store/converge_test.c) for CONVERGE_STEPS
# (20000) steps, built for speed. A run that fails names the seed that repeats
# it.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu
cd "$(dirname "$0")/.."
CONVERGE_STEPS=${CONVERGE_STEPS:-20000}
export CONVERGE_STEPS
make -s MODE=release build/release/test/store/converge_test
build/release/test/store/converge_test
