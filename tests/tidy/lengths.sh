#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What a person can hold in the head: a function of 70 lines, a file of 500
# (a test file of 900), a line of 100 columns. Functions are counted by
# universal-ctags, if it is there.
set -eu
. "$(dirname "$0")/common.sh"

# all FILTER...: the files that are read, a name a line, given to one command.
all() { (cd "$tree" && tr '\n' '\0' | xargs -0 "$@"); }

# A tab goes on to the next of every eighth column.
wide_lines() {
	LC_ALL=C.UTF-8 all awk '{
		wide = length($0)
		if (wide > 100 - 7 * gsub(/\t/, "&")) {
			wide = 0
			n = split($0, part, "\t")
			for (i = 1; i <= n; i++)
				wide += length(part[i]) + \
				    (i < n ? 8 - (wide + length(part[i])) % 8 : 0)
			if (wide > 100)
				print FILENAME ":" FNR ": " wide " columns"
		}
	}'
}

long_files() {
	all wc -l | awk '$2 != "total" {
		if ($1 > ($2 ~ /^tests\// ? 900 : 500))
			print $2 ": " $1 " lines"
	}'
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
