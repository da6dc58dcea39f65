#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every header compiles alone, with gcc and with clang: whoever includes it
# need not know what it needs. Run in a build folder (for config.h and the
# libraries' flags).
set -eu
. "$(dirname "$0")/common.sh"

flags="-std=c11 -D_GNU_SOURCE -Wall -Wextra -Wno-unused-function -Werror"
flags="$flags -iquote $tree -iquote $tree/src -iquote . -iquote src"
if [ -f Makefile ]; then
	for name in JANSSON LWS CURL HIREDIS LIBCONFIG OPENSSL CHECK; do
		flags="$flags $(sed -n "s/^${name}_CFLAGS = //p" Makefile)"
	done
fi

# All in few calls: starting takes longer than reading most of them.
compile() {
	command -v "$1" >/dev/null || return 0
	# shellcheck disable=SC2086 # flags are words
	sources src handlers tests | grep '\.h$' | sed "s|^|$tree/|" |
		tr '\n' '\0' | xargs -0 -n 60 "$1" $flags -fsyntax-only \
			-x c-header 2>&1 | sed -n "s|^|$1 |; /error:/p"
}

found=$(mktemp)
trap 'rm -f "$found"' EXIT
compile clang >"$found" &
list=$(compile gcc)
wait
list=$list$(cat "$found")
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
