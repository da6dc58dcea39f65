#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Nothing in the tree knows the machine it was written on: no absolute paths
# of somebody's home or work folder, no package registry by its host, no
# marks of things left to do.
set -eu
. "$(dirname "$0")/common.sh"

homes='(^|[^A-Za-z0-9_.*])/(home/[a-z]|work/|farm/|tmp/(wt|build|brief|bash_jobs))'
hosts='registry\.(npmjs|yarnpkg)|deb\.debian\.org|pypi\.org|proxy\.golang'
hosts="$hosts|archive\\.ubuntu"
marks='(^|[^A-Za-z])(TODO|FIXME|XXX|HACK)([^A-Za-z0-9]|$)'

files() {
	(cd "$tree" && find . \( -name node_modules -o -name .git -o \
		-name autom4te.cache -o -name build-aux -o -name .deps \) \
		-prune -o -type f \( -name '*.[ch]' -o -name '*.def' -o \
		-name '*.sh' -o -name '*.mk' -o -name '*.am' -o -name '*.ac' \
		-o -name '*.md' -o -name '*.txt' -o -name '*.lua' -o \
		-name '*.js' -o -name '*.mjs' -o -name '*.py' -o \
		-name '*.json' -o -name '*.conf' -o -name '*.service' -o \
		-name '*.yaml' -o -name README -o -name run \) -print)
}

list=$(files | sed 's|^\./||' | grep -v '^tests/tidy/' | sort | tr '\n' '\0' |
	(cd "$tree" && xargs -0 grep -nHE "$homes|$hosts|$marks") |
	cut -c1-200 || true)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
