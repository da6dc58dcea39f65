#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The closed lists are closed: every kind of event, effect and appointment
# shows up in a transcript, every command as well, and every transcript is in
# the tarball's list.
set -eu
. "$(dirname "$0")/common.sh"

transcripts=$tree/tests/transcripts

# words LIST MACRO: the second argument of each entry.
words() {
	sed -n "s/^$2([A-Z_]*, \"\([a-z_]*\)\".*/\1/p" "$tree/src/core/$1"
}

# shown KIND HOW: complains of words that no line of that sort tells.
shown() {
	while IFS= read -r word; do
		grep -qE "^  $2( .*)?[ ,]$word([ ,]|\$)" "$transcripts"/*.txt ||
			echo "$1 \"$word\": no transcript shows it"
	done
}

commands() {
	sed -n 's/^\t\.name = "\([a-z_]*\)".*/\1/p' "$tree"/handlers/cmd_*.c |
		grep -vxE 'unknown|panel'
}

list=$(words event.def EVENT | shown event event
	words site_event.def SITE_EVENT | shown event event
	words effect.def EFFECT | shown effect effect
	words site_effect.def SITE_EFFECT | shown effect effect
	words appointment.def APPOINTMENT | shown appointment appointment
	words site_appointment.def SITE_APPOINTMENT |
		shown appointment appointment
	commands | while IFS= read -r word; do
		grep -qE "^(given )?[0-9:]{8} .*[ ]$word( |\$)" \
			"$transcripts"/*.txt ||
			echo "command \"$word\": no transcript says it"
	done
	for file in "$transcripts"/*.txt; do
		name=${file##*/}
		grep -q "tests/transcripts/$name" "$transcripts/local.mk" ||
			echo "$name: not in tests/transcripts/local.mk"
	done)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
