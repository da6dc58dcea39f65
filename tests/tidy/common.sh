# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# common: what the checks of this folder share. Each is run as
# `tests/tidy/NAME.sh [TREE]`; without a tree it is the source tree that is
# being built. A check prints one line per complaint, and that is all it
# prints; exit 77 means that its tool is not there.

tree=${1:-${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}}
complaints=0

# sources FOLDER...: C files, headers and lists below these folders.
sources() {
	for folder in "$@"; do
		[ ! -d "$tree/$folder" ] || (cd "$tree" && find "$folder" \
			-name node_modules -prune -o \
			-type f -name '*.[ch]' -print -o \
			-type f -name '*.def' -print)
	done | sort
}

# complain: reads complaints, a line each, and counts them.
complain() {
	while IFS= read -r line; do
		printf '%s\n' "$line"
		complaints=$((complaints + 1))
	done
}

# code: of the files of the tree that are read, a name a line, what is left
# without comments and texts: "FILE:LINE:code". One awk for all of them.
code() {
	(cd "$tree" && tr '\n' '\0' | xargs -0 awk '
	FNR == 1 { in_comment = 0 }
	{
		line = $0
		out = ""
		while (line != "") {
			if (in_comment) {
				end = index(line, "*/")
				if (!end) { line = ""; break }
				line = substr(line, end + 2)
				in_comment = 0
			} else if (match(line, /\/\*|"|'"'"'/)) {
				mark = substr(line, RSTART, RLENGTH)
				out = out substr(line, 1, RSTART - 1)
				line = substr(line, RSTART + RLENGTH)
				if (mark == "/*") { in_comment = 1; continue }
				stop = mark == "\"" ? \
				    "^([^\"\\\\]|\\\\.)*\"" : \
				    "^([^'"'"'\\\\]|\\\\.)*'"'"'"
				if (match(line, stop))
					line = substr(line, RLENGTH + 1)
				out = out mark mark
			} else {
				out = out line
				line = ""
			}
		}
		print FILENAME ":" FNR ":" out
	}')
}
