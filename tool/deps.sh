#!/bin/sh
# What Bothy needs from the system's packages. `deps.sh build` is enough for
# `make run`; `deps.sh test` is for `make check`. Quiet when everything is
# there. Otherwise prints the one apt line, and runs it as root or with sudo;
# with neither it stops so that someone can run the line.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu

build="gcc libc6-dev make pkg-config libsodium-dev
	libsqlite3-dev libcurl4-openssl-dev libmd4c-dev libseccomp-dev
	libgfshare-dev libicu-dev libxml2-dev libjansson-dev
	libpango1.0-dev libqrencode-dev fonts-noto-core zlib1g-dev
	libpng-dev libturbojpeg0-dev"
test="git ca-certificates curl openssl clang libcmocka-dev age minisign
	nodejs npm python3 chromium firefox-esr nginx-light
	libnginx-mod-stream strace wrk hunspell-ar libhunspell-1.7-0 libxml2-utils
	epubcheck default-jre-headless opus-tools
	poppler-utils mupdf-tools zbar-tools"

# A tool that came another way than by a package is there all the same.
is_there() {
	case $1 in
	gcc | make | pkg-config | git | curl | openssl | clang | age | minisign | npm | \
		chromium | firefox-esr | wrk | python3) command -v "$1" >/dev/null 2>&1 && return 0 ;;
	nodejs) command -v node >/dev/null 2>&1 && return 0 ;;
	nginx-light) command -v nginx >/dev/null 2>&1 ||
		[ -x /usr/sbin/nginx ] && return 0 ;;
	esac
	dpkg-query -W -f '${Status}' "$1" 2>/dev/null |
		grep -q '^install ok installed'
}

case ${1:-build} in
build) wanted=$build ;;
test) wanted="$build $test" ;;
*) echo "usage: deps.sh build|test" >&2; exit 1 ;;
esac

if ! command -v dpkg-query >/dev/null 2>&1; then
	echo "deps: no apt here; please install what these Debian packages hold:" \
		$wanted
	exit 0
fi
missing=
for name in $wanted; do
	is_there "$name" || missing="$missing $name"
done
[ -n "$missing" ] || exit 0

line="apt-get install -y --no-install-recommends$missing"
echo "This needs:  $line"
if [ "$(id -u)" -eq 0 ]; then
	as_root=
elif sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }
then
	as_root=sudo
else
	echo "Please run that line as root, then call this again."
	exit 1
fi
# A fresh system knows no packages yet; an old list may name lost versions.
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q >/dev/null
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive $line >/dev/null
