#!/bin/sh
# The texts in use as a gettext template, for translators.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
awk -F '\t' '{
	printf "\nmsgid \"%s\"\n", $1
	if (NF > 1) printf "msgid_plural \"%s\"\nmsgstr[0] \"\"\n", $2
	else printf "msgstr \"\"\n"
}' "$1"
