#!/bin/sh
# Writes the manual page doc/bothy.1 to standard output: its frame stands here,
# and every command's part is what `bothy COMMAND --help` says, so the two
# cannot differ. After changing a help text:
#
#	make MODE=release && sh tool/man.sh >doc/bothy.1
#
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu
cd "$(dirname "$0")/.."
bothy=${BOTHY:-build/release/bothy}

cat <<'END'
.\" Made by tool/man.sh from what each command says of itself.
.\" SPDX-License-Identifier: AGPL-3.0-or-later
.TH BOTHY 1 "" "Bothy" "User commands"
.SH NAME
bothy \- write to an organisation that helps, and read its answer
.SH SYNOPSIS
.B bothy
.I COMMAND
.RI [ OPTION ...]
.br
.B bothy help
.I COMMAND
.br
.B bothy \-\-version
.SH DESCRIPTION
People who are hunted for whom they love write to an organisation that helps
them; its members read and answer. Bothy is one program with two roles.
.B bothy line
is the public server: it keeps what is written, sealed, and opens none of it.
.B bothy desk
is the private program on a member's computer: it holds the keys and does the
work, in the browser, on 127.0.0.1. The other commands found an organisation,
keep and restore what it has, and seal, open, sign and verify files in formats
that other programs read.
.PP
Every command ends with status 0 when all went well and with 1 otherwise,
unless its part says more. What it says of an error is one line, and holds
nothing that a person wrote.
.SH COMMANDS
END

# One help text: usage lines as they stand, options as a list, the rest as
# paragraphs.
"$bothy" --help | sed -n 's/^  \([a-z][a-z-]*\)  *[^ ].*/\1/p' |
	while read -r command; do
		printf '.SS bothy %s\n' "$command"
		"$bothy" "$command" --help </dev/null | awk '
		function safe(text) {
			gsub(/\\/, "\\e", text)
			gsub(/-/, "\\-", text)
			if (text ~ /^[.'\'']/) text = "\\&" text
			return text
		}
		/^usage: / { # a command of several has one each
			if (NR > 1) print ".PP"
			print ".nf"
			on = "usage"
			option = ""
		}
		on == "usage" && NF == 0 { print ".fi"; on = "words"; para = 1; next }
		on == "usage" { sub(/^(usage: |       )/, ""); print safe($0); next }
		NF == 0 { para = 1; next }
		/^  +-/ || (/^  +[^ ]/ && option == "" && match($0, /[^ ]   *[^ ]/)) {
			text = $0
			sub(/^ +/, "", text)
			at = match(text, /[^ ]  +[^ ]/)
			print ".TP"
			if (at > 0) {
				print ".B " safe(substr(text, 1, at))
				sub(/^ +/, "", text)
				rest = substr(text, at + 1)
				sub(/^ +/, "", rest)
				print safe(rest)
			} else print ".B " safe(text)
			option = text
			para = 0
			next
		}
		/^ / { sub(/^ +/, ""); print safe($0); next }
		{
			if (para) print ".PP"
			para = 0
			option = ""
			print safe($0)
		}
		END { if (on == "usage") print ".fi" }'
	done

cat <<'END'
.SH SEE ALSO
.BR age (1),
.BR minisign (1);
README.md, doc/threats.md, doc/seal.md, doc/log.md and doc/relay.md in the
source.
.SH CAUTION
Young, and not independently reviewed: do not invite people at risk to use it
until someone outside has reviewed it and native speakers have read every page.
END
