#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A year of 500 incidents through the shipped turns and runner: the figures
# that incbot makes of them equal an independent computation in Python from the
# exported timelines, each of them; and with any definition changed they do not
# (left out with TEST_EVERY, for it says the same however it was built).
set -eu

here=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/sim
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tests/sim/year "$work/export" "$work/csv"
python3 "$here/year.py" "$work/export" "$work/csv"
test "${TEST_EVERY:-1}" = 1 || exit 0
for wrong in drills utc stable median late first service reopened ticket \
    escalated severity duplicates; do
	if python3 "$here/year.py" "$work/export" "$work/csv" \
	    --wrong "$wrong"; then
		echo "year: nobody would notice that \"$wrong\" is wrong"
		exit 1
	fi
done
