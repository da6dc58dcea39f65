#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What is printed from the tables of settings and commands must be what stands
# in the tree: the sample file whole, the documents between their marks. `config_text.sh --renew` (from the build folder) writes it there.
set -eu

top=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
program=tests/unit/config_text
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
wrong=0

# between FILE FORM: the file with a fresh section, on stdout.
between() {
	"$program" "$2" >"$new/section"
	awk -v section="$new/section" '
		/END OF GENERATED/ { skip = 0 }
		!skip
		/BEGIN OF GENERATED/ {
			while ((getline line < section) > 0)
				print line
			skip = 1
		}' "$top/$1"
}

# compare FILE: with what $new/file holds.
compare() {
	if [ "${renew:-}" = yes ]; then
		cp "$new/file" "$top/$1"
	elif ! diff -u "$top/$1" "$new/file"; then
		wrong=1
	fi
}

[ "${1:-}" != --renew ] || renew=yes
"$program" sample >"$new/file"
compare config/incbot.conf
between docs/incbot.conf.5 manual >"$new/file"
compare docs/incbot.conf.5
between docs/configuration.md markdown >"$new/file"
compare docs/configuration.md
between docs/commands.md commands >"$new/file"
compare docs/commands.md
exit $wrong
