#!/bin/sh
# SPDX-License-Identifier: MIT
#
# mutation: every guard of the Lua scripts is needed. Takes away one line that
# ends in "guard: <name>" at a time and wants the contract suite to fail; the
# list of guards is the list of mutants, so a guard without a test is noticed.
# A refusal without a mark is an error too. Runs in the build folder.
#
# Usage: mutation.sh [name of a guard]
set -eu

lua=${srcdir:-.}/src/services/ledger/lua
suite=./tests/ledger/contract_mutant
only=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail()
{
	echo "mutation: $*" >&2
	exit 1
}

# The suite's status with the scripts of folder $1; what it said is in $1.out.
# A suite that does not finish (2) or fails all over because of broken Lua (3)
# proves nothing.
run()
{
	status=0
	LEDGER_LUA_DIR=$1 LEDGER_FSYNC=no timeout 20 "$suite" >"$1.out" 2>&1 || status=1
	percent=$(sed -n 's/^\([0-9]*\)%: Checks.*/\1/p' "$1.out")
	if test -z "$percent"; then
		status=2
	elif test "$percent" -lt 5; then
		status=3
	fi
	return $status
}

# The mutants whose number leaves remainder $1 when divided by 2, with one
# line about each in $work/result.$1.
mutate()
{
	cp -R "$work/unchanged" "$work/lua.$1"
	number=0
	while IFS=: read -r file line _ name; do
		number=$((number + 1))
		test $((number % 2)) -eq "$1" || continue
		base=$(basename "$file")
		sed "${line}d" "$file" >"$work/lua.$1/$base"
		verdict=0
		run "$work/lua.$1" || verdict=$?
		echo "$verdict $base:$line guard:$name"
		test -z "$only" || cat "$work/lua.$1.out" >&2
		cp "$work/unchanged/$base" "$work/lua.$1/$base"
	done <"$work/guards" >"$work/result.$1"
}

if grep -n "then return {'" "$lua"/*.lua | grep -v 'guard: '; then
	fail "refusals without a mark"
fi
grep -Hno 'guard: .*$' "$lua"/*.lua | grep -v 'guard: <' >"$work/guards"
twice=$(cut -d: -f4 "$work/guards" | sort | uniq -d)
test -z "$twice" || fail "two guards with one name:$twice"
if test -n "$only"; then
	grep ": $only\$" "$work/guards" >"$work/one" || fail "no such guard"
	mv "$work/one" "$work/guards"
fi

cp -R "$lua" "$work/unchanged"
chmod -R u+w "$work/unchanged"	# a tarball's folder may be read-only
run "$work/unchanged" || fail "fails unchanged: $(cat "$work/unchanged.out")"
mutate 0 &
mutate 1
wait $!

cat "$work"/result.* >"$work/results"
grep -v '^1 ' "$work/results" |
	sed 's/^0/survived/; s/^2/hangs/; s/^3/broken Lua/' || true
echo "$(wc -l <"$work/results") guards," \
	"$(grep -c '^1 ' "$work/results") missed when taken away"
test "$(wc -l <"$work/guards")" -eq "$(grep -c '^1 ' "$work/results")"
