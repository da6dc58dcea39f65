#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Functions that nobody calls: unbounded, stateful, dependent on the locale or
# on the process's time zone, or able to start another program; and asserts
# are never switched off. base/base.h poisons most of them for the compiler;
# this finds the rest, and those who do not include it.
set -eu
. "$(dirname "$0")/common.sh"

words='strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|sscanf'
words="$words|alloca|system|popen|exec[lv]p?e?|rand|srand|localtime|ctime"
words="$words|gmtime|asctime|setlocale|tmpnam|mktemp"

# "FILE:LINE:" stands before each line.
search() {
	grep -vx 'src/base/base\.h' | code |
		grep -E ":[0-9]+:(.*[^A-Za-z0-9_>.])?($words)[ 	]*\(|:[0-9]+:[ 	]*#[ 	]*define[ 	]+NDEBUG" ||
		true
}

list=$(sources src handlers tests | search)
[ -z "$list" ] || { printf '%s\n' "$list"; exit 1; }
