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

# The first 25 lines of each.
judge() {
	(cd "$tree" && tr '\n' '\0' | xargs -0 awk '
	function told() {
		if (!file)
			return
		if (!spdx)
			print file ": no SPDX line"
		else if (words < 8)
			print file ": does not say what it is for"
	}
	FNR == 1 {
		told()
		file = FILENAME
		spdx = done = words = 0
	}
	FNR > 25 { next }
	FNR <= 3 && /SPDX-License-Identifier: MIT/ {
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
	END { told() }')
}

list=$(all_files | sort -u | judge)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
