#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Shell scripts pass shellcheck, if it is there.
set -eu
. "$(dirname "$0")/common.sh"

command -v shellcheck >/dev/null || exit 77

scripts() {
	(cd "$tree" && find . \( -name node_modules -o -name .git -o \
		-name build-aux -o -name autom4te.cache \) -prune -o \
		-type f \( -name '*.sh' -o -name run -o -name demo \) -print)
}

list=$(scripts | sort | while IFS= read -r file; do
	head -n 1 "$tree/$file" | grep -qE '^#!.*sh|^# SPDX' || continue
	(cd "$tree/$(dirname "$file")" && shellcheck -x -S warning -f gcc \
		"$(basename "$file")" | sed "s|^|$file: |") || true
done)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
