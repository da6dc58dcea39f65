#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every file opens by saying whose licence it is under and what the room is
# for: one SPDX line, then a paragraph of at least eight words, or one that
# says which header does.
set -eu
. "$(dirname "$0")/common.sh"

all_files() {
	sources src handlers tests
	(cd "$tree" && find src handlers tests -name node_modules -prune -o \
		-type f \( -name '*.lua' -o -name '*.sh' \) -print 2>/dev/null)
}

judge() {
	while IFS= read -r file; do
		head -n 25 "$tree/$file" | awk -v file="$file" '
			NR <= 3 && /SPDX-License-Identifier: MIT/ {
				spdx = 1
				next
			}
			spdx && !done {
				text = $0
				if (text !~ /^( \*|#|--|\/\*|\t)/) done = 1
				gsub(/^( \*\/?|#!?|--|\/\*)[ \t]*/, "", text)
				if (!done) words += split(text, w, /[ \t]+/)
				if (text ~ /[Ss]ee .*\.h/) words += 8
				if (text ~ /\*\//) done = 1
			}
			END {
				if (!spdx)
					print file ": no SPDX line"
				else if (words < 8)
					print file ": does not say what " \
					    "it is for"
			}'
	done
}

list=$(all_files | sort -u | judge)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
