#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each row of docs/faults.md has its proof: all of F1 to F46 and of 57 to 73 are
# there, each names a file of tests/e2e at least, and each file that it names has
# a test whose name begins with the row's number (or with several).
set -eu
. "$(dirname "$0")/common.sh"

rows=$tree/docs/faults.md

# proofs ROW: the words of its last column that are files of tests/e2e.
proofs() {
	sed -n "s/^| $1 |.*| \([^|]*\) |\$/\1/p" "$rows" | tr -cs 'a-z_/.' '\n' |
		while IFS= read -r word; do
			[ ! -f "$tree/tests/e2e/$word.test.mjs" ] ||
				echo "$word"
		done
}

# has_test FILE ROW: in quotes, at the beginning of a name.
has_test() {
	grep -qE "[\"\`](F?[0-9]+ )*$2b?[ :\"]" \
		"$tree/tests/e2e/$1.test.mjs"
}

wanted=$(seq -f 'F%.0f' 1 46; seq 57 73)
list=$(for row in $wanted; do
	files=$(proofs "$row")
	[ -n "$files" ] || echo "docs/faults.md: nothing proves $row"
	for file in $files; do
		has_test "$file" "$row" || echo "tests/e2e/$file.test.mjs:" \
			"no test's name begins with $row"
	done
done)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
