#!/bin/sh
# Installs what a browser test needs, builds the demonstration, and walks
# through it as a person would: tour/ then holds a picture of every step and
# tour/transcript.md, which says what was done and what was seen.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu
cd "$(dirname "$0")/.."
make -s node_modules/.package-lock.json
make -s -j2 MODE=release all build/release/demo/live build/release/demo/peek
exec node test/browser/tour.mjs
