#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Imports go down only: src/base < src/core < handlers < src/io <
# src/services < src/daemon. src/io knows one library each and src/base,
# nothing of incidents; src/services does not know the handlers.
set -eu
. "$(dirname "$0")/common.sh"

floor() {
	case $1 in
	base) echo 1 ;;
	core) echo 2 ;;
	handlers) echo 3 ;;
	io) echo 4 ;;
	services) echo 5 ;;
	daemon) echo 6 ;;
	*) echo 0 ;;
	esac
}

# "FILE INCLUDED-FOLDER INCLUDED-PATH" for every include with a folder.
includes() {
	sources src handlers | while IFS= read -r file; do
		sed -n 's|^[ \t]*#[ \t]*include[ \t]*"\([^/"]*\)/\([^"]*\)".*|\1 \1/\2|p' \
			"$tree/$file" | sed "s|^|$file |"
	done
}

judge() {
	while read -r file into path; do
		case $file in
		handlers/*) from=handlers ;;
		*) from=${file#src/} && from=${from%%/*} ;;
		esac
		[ "$(floor "$into")" -ne 0 ] ||
			echo "$file: \"$path\" is on no floor"
		[ "$(floor "$into")" -le "$(floor "$from")" ] ||
			echo "$file: \"$path\" is a floor above"
		case $from:$into in
		io:core | io:handlers | services:handlers)
			echo "$file: $from must not know \"$path\"" ;;
		esac
	done
}

list=$(includes | judge)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
