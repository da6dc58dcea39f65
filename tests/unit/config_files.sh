#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The files that are shipped beside the program: the manual pages have no
# warnings, the systemd unit gives away next to nothing.
set -eu

top=${srcdir:-.}
if ! command -v groff >/dev/null || ! command -v systemd-analyze >/dev/null
then
	echo "needs groff and systemd"
	exit 77
fi
for page in incbot.8 incbot.conf.5; do
	warnings=$(groff -man -ww -z "$top/docs/$page" 2>&1)
	if [ -n "$warnings" ]; then
		echo "$warnings"
		exit 1
	fi
done
# 11 stands for an exposure of 1.1; an ordinary unit has 9.6.
if ! report=$(systemd-analyze security --offline=yes --threshold=11 \
	"$top/deploy/incbot.service"); then
	echo "$report"
	exit 1
fi
