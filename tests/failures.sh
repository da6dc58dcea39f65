#!/bin/sh
# SPDX-License-Identifier: MIT
#
# failures: what failed, out of a step's log: the names of all that did, then the
# words of each. It knows what node's tests print (TAP), automake's tests, the
# compilers, and scripts of ours that say FAIL; what it does not know it leaves to
# whoever prints the log's end. Never more than LINES_MAX lines, so that many
# failures do not push each other out; each gets its share of what is left.
#
#   tests/failures.sh LOG
set -eu

LINES_MAX=240 # with the names
ONE_MAX=45    # of one failure; no fewer than ONE_MIN of each that is shown
ONE_MIN=8

awk -v lines_max=$LINES_MAX -v one_max=$ONE_MAX -v one_min=$ONE_MIN '
# begin(NAME): what follows belongs to a failure of this name.
function begin(name) {
	if (name in place) {
		# What automake says of a test comes after the list of names.
		now = place[name]
		return
	}
	place[name] = now = ++count
	title[now] = name
}

function keep(line) {
	words[now, ++length_of[now]] = line
}

function margin(line) {
	match(line, /^ */)
	return RLENGTH
}

# What a failed node test has to tell stands between "---" and "...", further in.
tap && /^ *\.\.\.$/ && margin($0) == tap_margin { tap = now = 0; next }
tap && /^ *---$/ { next }
tap && /^ *(not )?ok [0-9]+/ && margin($0) < tap_margin { tap = now = 0 }
tap {
	# A suite fails by its tests: they are there themselves.
	if (/^ *failureType: .subtestsFailed/)
		hollow[now] = 1
	keep(substr($0, tap_margin + 1))
	next
}
/^ *not ok [0-9]+/ {
	# What is marked as not to be judged is no failure.
	if (/ # (T[O]DO|SKIP)/)
		next
	name = $0
	sub(/^ *not ok [0-9]+ (- )?/, "", name)
	# Two tests may have one name.
	begin(name (name in place ? " (line " NR ")" : ""))
	tap = 1
	tap_margin = margin($0) + 2
	next
}

# automake: a line while they run, and each log in full at the end. Those of
# tests that passed are not in it.
/^(FAIL|ERROR): / { begin($0); next }
/^(PASS|SKIP|XFAIL|XPASS): / || /^Testsuite summary/ { now = 0; next }
/^(=+$|# (TOTAL|PASS|SKIP|FAIL):)/ { next }
/^(make|gmake)(\[[0-9]+\])?: / { now = 0; next }

# What a tool or a script of ours complains of, and its words until the next.
/^FAIL  / { begin($0); next }
/^ok    / { now = 0; next }

/: (fatal )?error: / || /: undefined reference to / {
	before = now
	begin("to build")
	keep($0)
	now = before
	next
}
now { keep($0) }

END {
	shown = 0
	for (i = 1; i <= count; i++)
		if (!hollow[i])
			shown++
	if (!shown)
		exit
	left = lines_max
	for (i = 1; i <= count && left > lines_max / 3; i++) {
		if (hollow[i])
			continue
		print "failed: " title[i]
		left--
	}
	if (shown > lines_max - left)
		printf "failed: %d more\n", shown - (lines_max - left)
	share = int(left / shown) - 2
	if (share > one_max)
		share = one_max
	if (share < one_min)
		share = one_min
	for (i = 1; i <= count && left > one_min; i++) {
		if (hollow[i] || !length_of[i])
			continue
		printf "\n* %s\n", title[i]
		left -= 2
		n = length_of[i]
		# Node says first what is wrong and last where; others tell a story.
		head = n <= share ? n : title[i] ~ /^(FAIL|ERROR)/ ? 0 : int(share * 2 / 3)
		for (j = 1; j <= n; j++) {
			if (j == head + 1) {
				printf "  [%d lines]\n", n - share
				j = n - share + head + 1
			}
			print "  " substr(words[i, j], 1, 300)
			left--
		}
	}
}' "$1"
