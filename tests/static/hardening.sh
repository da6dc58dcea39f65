#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The program that is shipped has what makes a mistake in it harder to use:
# loaded anywhere (PIE), its tables read-only before main() (RELRO, BIND_NOW),
# no stack or other memory that is both written and executed, guarded stacks,
# checked copies. And a program that has none of it is told so, or this looks
# at nothing. Exit 77: built with sanitizers or without optimisation, which is
# not what is shipped.
set -eu

program=${1:-./incbot}
command -v readelf >/dev/null || { echo "needs readelf"; exit 77; }

# wants PATTERN WHAT: complains unless a line of stdin matches.
wants() {
	grep -qE "$1" || echo "$2"
}

judge() {
	readelf -hW "$1" | wants 'Type: +DYN' 'not position-independent'
	readelf -lW "$1" | wants 'INTERP' 'not a program'
	readelf -lW "$1" | wants 'GNU_RELRO' 'no RELRO'
	readelf -dW "$1" | wants 'BIND_NOW|FLAGS_1.*NOW' 'bound late'
	readelf -lW "$1" | wants 'GNU_STACK.* RW +0x' 'an executable stack'
	readelf -lW "$1" | grep -E 'LOAD.* RWE ' |
		sed 's/.*/memory both written and executed/'
	readelf -dW "$1" | grep -E 'TEXTREL|RPATH|RUNPATH' |
		sed 's/.*(\(.*\)).*/has \1/'
	readelf -W --dyn-syms "$1" | wants '__stack_chk_fail' \
		'no guarded stacks'
	readelf -W --dyn-syms "$1" | wants '__(mem|snprintf|vsnprintf)[a-z]*_chk' \
		'no checked copies'
}

if [ -f Makefile ]; then
	grep -qE '^HARD_LDFLAGS = .*-fsanitize' Makefile &&
		{ echo "built with sanitizers"; exit 77; }
	grep -qE '^HARD_CFLAGS = .*FORTIFY' Makefile ||
		{ echo "built without optimisation"; exit 77; }
fi

weak=$(mktemp)
trap 'rm -f "$weak"' EXIT
echo 'int main(void) { return 0; }' | ${CC:-cc} -x c -fcf-protection=none \
	-no-pie -fno-stack-protector -Wl,-z,lazy,-z,norelro,-z,execstack \
	-o "$weak" - 2>/dev/null
found=$(judge "$weak" | wc -l)
if [ "$found" -lt 6 ]; then
	echo "a weak program has only $found weaknesses:"
	judge "$weak"
	exit 1
fi

list=$(judge "$program")
[ -z "$list" ] || { printf '%s: %s\n' "$program" "$list"; exit 1; }
