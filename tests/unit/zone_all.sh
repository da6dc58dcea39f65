#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every time zone of this system from 1970 to 2040, as zdump tells it, against
# core/calendar/zone (zone_zdump.c). Zones with leap seconds (right/) are left out:
# incbot refuses them. TEST_EVERY=N takes every N-th (tests/run, of the build
# with sanitizers).
set -eu

directory=/usr/share/zoneinfo
if ! command -v zdump >/dev/null || [ ! -d "$directory" ]; then
	echo "needs zdump (libc-bin) and tzdata"
	exit 77
fi
cd "$directory"
find . -type f ! -path './right/*' ! -path './posix/*' |
	sed 's|^\./||' | LC_ALL=C sort | while read -r name; do
	if [ "$(head -c 4 "$name")" = TZif ]; then
		echo "$name"
	fi
done | awk -v every="${TEST_EVERY:-1}" 'NR % every == 0' | xargs zdump -v -c 1970,2040 |
	"$OLDPWD/tests/unit/zone_zdump" "$directory"
