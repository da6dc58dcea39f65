#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Plays every transcript, after making sure that a wrong one is noticed: a
# consequence too few, one too many, and a different word.
set -eu

srcdir=${srcdir:-.}
here=$srcdir/tests/transcripts
player=tests/transcripts/transcript
bad=$(mktemp)
trap 'rm -f "$bad"' EXIT

must_fail() {
	"$@" >"$bad" || { echo "cannot spoil: $*"; exit 1; }
	if "$player" "$bad" >/dev/null 2>&1; then
		echo "not noticed: $*"
		exit 1
	fi
}

must_fail sed '/^  effect   brief/d' "$here/roles.txt"
must_fail sed '/^  effect   brief/p' "$here/roles.txt"
must_fail sed 's/^  refused  You already/  refused  You have/' \
	"$here/roles.txt"

exec "$player" "$here"/*.txt
