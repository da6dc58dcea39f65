#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What decides cannot do: src/base, src/core and handlers are linked into
# libpure.a, and what it takes from outside stands on a short list: memory,
# strings, formatting into buffers, asserts, JSON. No clock, no I/O, no
# randomness, no environment, no zone. The zone's own arithmetic is inside.
set -eu

archive=${1:-libpure.a}
if [ $# -eq 0 ] && grep -q '^#define SANITIZED 1\|-fsanitize=' Makefile; then
	sanitize=$(sed -n 's/^HARD_LDFLAGS = .*-fsanitize=.*/yes/p' Makefile)
	[ -z "$sanitize" ] || exit 77	# they bring their own symbols
fi

allowed='
mem(cpy|move|set|cmp|chr|rchr|mem)
str(len|nlen|cmp|ncmp|chr|rchr|chrnul|str|spn|cspn|pbrk|casecmp|ncasecmp)
strto(l|ll|ul|ull|imax|umax)
v?snprintf
malloc calloc realloc free
explicit_bzero
qsort bsearch
abort __assert_fail __stack_chk_fail __ctype_b_loc
__(mem|str|v?snprintf|explicit_bzero)[a-z_]*_chk
json_[a-z_]+ jsonp_[a-z_]+
_GLOBAL_OFFSET_TABLE_
__gcov_[a-z_]+ mangle_path
'
pattern=$(printf '%s' "$allowed" | tr -s ' \n' '||' | sed 's/^|//; s/|$//')

symbols=$(mktemp)
trap 'rm -f "$symbols"' EXIT
${NM:-nm} -g "$archive" >"$symbols"
strange=$(awk '
	NF == 3 { defined[$3] = 1 }
	NF == 2 && $1 ~ /^[Uvw]$/ { wanted[$2] = 1 }
	END { for (s in wanted) if (!(s in defined)) print s }' "$symbols" |
	sed 's/@.*//' | grep -vxE "$pattern" | sort || true)
[ -n "$(cat "$symbols")" ] || { echo "$archive: no symbols"; exit 1; }
[ -z "$strange" ] || {
	printf '%s\n' "$strange" | sed "s|^|$archive takes from outside: |"
	exit 1
}
