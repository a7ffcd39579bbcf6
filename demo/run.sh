#!/bin/sh
# The demonstration: an invented organisation on this computer only. Starts its
# line and its desk, lives a few ordinary days through the real pages, then
# prints the three steps and waits. Ctrl-C ends and forgets everything.
#
#	demo/run.sh [BUILD-FOLDER]        `--once`: end when the story is told
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu
cd "$(dirname "$0")/.."
once=
[ "${1:-}" != --once ] || { once=yes; shift; }
out=${1:-build/release}
place=${BOTHY_DEMO:-build/demonstration}
passphrase="seven lanterns on a stone bridge"

rm -rf "$place"
mkdir -p "$place"
pids=
finish() {
	trap - EXIT INT TERM
	for pid in $pids; do kill "$pid" 2>/dev/null || true; done
	for pid in $pids; do wait "$pid" 2>/dev/null || true; done
	rm -f "$place/passphrase" "$place/desk.ready"
}
trap finish EXIT
trap 'finish; exit 130' INT
trap 'finish; exit 143' TERM

# Waits for a file that a process writes when it is ready.
wait_for() {
	tries=0
	while [ ! -s "$1" ]; do
		tries=$((tries + 1))
		if [ "$tries" -gt 200 ] || ! kill -0 "$2" 2>/dev/null; then
			echo "The demonstration did not start:" >&2
			cat "$place/line.log" "$place/desk.log" >&2 2>/dev/null
			exit 1
		fi
		sleep 0.1
	done
}

printf '%s\n' "$passphrase" >"$place/passphrase"
port=${BOTHY_DEMO_PORT:-8090}
address="http://127.0.0.1:$port"
"$out/bothy" new "$place" --demo --answer-days 3 --address "$address" \
	--name "Stone Bridge" --name-en "Stone Bridge" \
	--name-ar "الجسر الحجري" --name-ckb "پردی بەردین" \
	--name-kmr "Pira Kevirî" --name-kmr-Arab "پرا کەڤری" \
	--passphrase-file "$place/passphrase" \
	--recovery-out "$place/recovery" >"$place/new.log" 2>&1 || {
	cat "$place/new.log" >&2
	exit 1
}
"$out/bothy" guide build --demonstration demo/library "$place/guides" \
	>"$place/guides.log" 2>&1 || {
	cat "$place/guides.log" >&2
	exit 1
}
"$out/bothy" line "$place/line" --listen "127.0.0.1:$port" \
	--guides "$place/guides" --ready "$place/line.ready" \
	>"$place/line.log" 2>&1 &
line=$!
pids="$line"
wait_for "$place/line.ready" "$line"
"$out/bothy" desk "$place" --no-browser --visit-seconds 5 \
	--guides demo/library \
	--passphrase-file "$place/passphrase" --ready "$place/desk.ready" \
	>"$place/desk.log" 2>&1 &
desk=$!
pids="$line $desk"
wait_for "$place/desk.ready" "$desk"
desk_address=$(cat "$place/desk.ready")
code=$("$out/demo/live" "$port" "$desk_address")

cat <<END

1  write as a stranger
   $address/

2  answer as the team (passphrase: $passphrase)
   $desk_address

3  read it with your code
   $address/en/answers
   A code that has an answer already (it leaves after 30 seconds):
   $code

Everything in it is invented and on this computer only. Ctrl-C ends it.
Look at what the server keeps, in another terminal: make peek
END
[ -z "$once" ] || exit 0
wait "$line" "$desk"
