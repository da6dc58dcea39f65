#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Imports go down only: src/base < src/core < handlers < src/io <
# src/services < src/daemon. src/io knows one library each and src/base,
# nothing of incidents; src/services does not know the handlers.
set -eu
. "$(dirname "$0")/common.sh"

# Every include with a folder, of all files at once.
judge() {
	(cd "$tree" && tr '\n' '\0' | xargs -0 awk '
	BEGIN {
		split("base core handlers io services daemon", names, " ")
		for (i in names)
			floor[names[i]] = i + 0
	}
	/^[ \t]*#[ \t]*include[ \t]*"[^\/"]*\// {
		path = $0
		sub(/^[^"]*"/, "", path)
		sub(/".*/, "", path)
		into = path
		sub(/\/.*/, "", into)
		from = FILENAME
		sub(/^src\//, "", from)
		sub(/\/.*/, "", from)
		if (!(into in floor))
			print FILENAME ": \"" path "\" is on no floor"
		else if (floor[into] > floor[from])
			print FILENAME ": \"" path "\" is a floor above"
		if ((from == "io" && (into == "core" ||
		    into == "handlers")) ||
		    (from == "services" && into == "handlers"))
			print FILENAME ": " from " must not know \"" path "\""
	}')
}

list=$(sources src handlers | judge)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
