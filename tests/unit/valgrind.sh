#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# valgrind: the unit tests under memcheck, without Check's fork mode: no use
# of what was never written, no leak. Those whose peers or deadlines are real,
# and those that go through very many inputs, are left to the sanitizers, which
# are fast enough for them. Runs in the build folder.
#
#   tests/unit/valgrind.sh [TEST...]
# Exit 77: there is no valgrind here.
set -euo pipefail

command -v valgrind >/dev/null || { echo "needs valgrind"; exit 77; }
left_out='/(io_|outbound_|zone_|base_memory|base_when|slack_hostile|slack_frame|view_hostile|core_rotation|handlers_walk)'
limit=240
# Where the tests look for their data, as make tells them.
srcdir=${srcdir:-$(sed -n 's/^srcdir = //p' Makefile)}
export srcdir

# The names are make's.
every_test() {
	# shellcheck disable=SC2016
	printf 'words:\n\t@echo $(TESTS)\n' | make -s -f Makefile -f - words |
		tr ' ' '\n' | grep -E '^tests/(unit/[a-z_]*|workspace/test_[a-z]*)$' |
		grep -vE "$left_out"
}

one() {
	local start=$SECONDS log
	log=$(mktemp)
	if CK_FORK=no timeout "$limit" valgrind -q --error-exitcode=9 \
		--leak-check=full --errors-for-leak-kinds=definite \
		--show-leak-kinds=definite --suppressions="$known" "$1" >"$log" 2>&1; then
		printf 'ok    %-32s %4d s\n' "$1" $((SECONDS - start))
	else
		printf 'FAIL  %-32s\n' "$1"
		tail -n 60 "$log"
		touch "$failed"
	fi
	rm -f "$log"
}

# libconfig forgets the text that it was reading when it meets a mistake. And
# glibc has one piece of code for a checked memcpy and a checked memmove, which
# valgrind knows by the first name: calls of memmove are no overlap.
known=$(mktemp)
trap 'rm -f "$known"' EXIT
cat >"$known" <<'END'
{
 libconfig
 Memcheck:Leak
 ...
 fun:strbuf_append
 ...
}
{
 memmove
 Memcheck:Overlap
 fun:__memcpy_chk
 fun:memmove
}
END
failed=$(mktemp -u)
export -f one
export limit failed known
if [ $# -gt 0 ]; then printf '%s\n' "$@"; else every_test; fi |
	xargs -P "$(nproc)" -I{} bash -c 'one {}'
[ ! -e "$failed" ] || { rm -f "$failed"; exit 1; }
