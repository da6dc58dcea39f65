#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What a person can hold in the head: a function of 70 lines, a file of 500
# (a test file of 900), a line of 100 columns. Functions are counted by
# universal-ctags, if it is there.
set -eu
. "$(dirname "$0")/common.sh"

wide_lines() {
	while IFS= read -r file; do
		expand -t8 "$tree/$file" | LC_ALL=C.UTF-8 awk -v file="$file" '
			length($0) > 100 {
				print file ":" FNR ": " length($0) " columns"
			}'
	done
}

long_files() {
	while IFS= read -r file; do
		case $file in
		tests/*) limit=900 ;;
		*) limit=500 ;;
		esac
		lines=$(wc -l <"$tree/$file")
		[ "$lines" -le "$limit" ] || echo "$file: $lines lines"
	done
}

long_functions() {
	command -v ctags >/dev/null || return 0
	(cd "$tree" && ctags --languages=C --kinds-C=f --fields=+ne \
		-f - -L - 2>/dev/null) | awk -F '\t' '{
		from = to = 0
		for (i = 4; i <= NF; i++) {
			if ($i ~ /^line:/) from = substr($i, 6)
			if ($i ~ /^end:/) to = substr($i, 5)
		}
		if (to - from + 1 > 70)
			print $2 ":" from ": " $1 "() has " \
			    (to - from + 1) " lines"
	}'
}

list=$(sources src handlers tests | wide_lines
	sources src handlers tests | long_files
	sources src handlers tests | grep '\.c$' | long_functions)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
