#!/bin/sh
# SPDX-License-Identifier: MIT
#
# failures: tests/failures.sh finds in a step's log what failed and why, however
# long the log is and whatever passed after it.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
log=$(mktemp)
trap 'rm -f "$log" "$log.said"' EXIT
failed=0

found() { "$top/tests/failures.sh" "$log" >"$log.said"; }

# wanted LINE...: each is there, whole; unwanted: none is.
wanted() {
	for line; do
		grep -qxF -- "$line" "$log.said" ||
			{ echo "missing: $line"; failed=1; }
	done
}

unwanted() {
	for line; do
		! grep -qF -- "$line" "$log.said" ||
			{ echo "too much: $line"; failed=1; }
	done
}

cat >"$log" <<'END'
TAP version 13
# Subtest: tickets in jira
    # Subtest: one is made
    ok 1 - one is made
      ---
      duration_ms: 1.6
      ...
    # Subtest: P6.6 one is closed
    not ok 2 - P6.6 one is closed
      ---
      location: '/tests/e2e/tickets.test.mjs:2:53'
      failureType: 'testCodeFailure'
      error: |-
        one is
        not ok 7 - two
      ...
    1..2
not ok 1 - tickets in jira
  ---
  failureType: 'subtestsFailed'
  error: '1 subtest failed'
  ...
# Subtest: P1 not here
not ok 2 - P1 not here # SKIP
  ---
  error: 'later'
  ...
# Subtest: P2 the last
not ok 3 - P2 the last
  ---
  error: 'waited in vain'
  ...
ok 4 - all else
  ---
  duration_ms: 3
  ...
# fail 2
END
found
wanted 'failed: P6.6 one is closed' "  location: '/tests/e2e/tickets.test.mjs:2:53'" \
	'    not ok 7 - two' 'failed: P2 the last' "  error: 'waited in vain'"
unwanted 'one is made' 'tickets in jira' 'later' 'duration_ms'

# automake says a test's name, goes on, and has its words at the very end.
cat >"$log" <<'END'
PASS: tests/unit/base_when
FAIL: tests/unit/core_figures
SKIP: tests/tidy/shell.sh
============================================================================
Testsuite summary for incbot
============================================================================
# FAIL:  1
make[3]: *** [Makefile:29000: test-suite.log] Error 1
FAIL: tests/unit/core_figures
=============================

figures.c:12:F:x:y:0: it is 3

SKIP: tests/tidy/shell.sh
=========================

no shellcheck
END
found
wanted 'failed: FAIL: tests/unit/core_figures' '  figures.c:12:F:x:y:0: it is 3'
unwanted 'no shellcheck' 'Error 1' 'base_when'

cat >"$log" <<'END'
ok    gcc            80 s
FAIL  clang-tidy
src/core/x.c:12: bugprone: words
ok    cppcheck       20 s
src/base/text.c:12:3: error: 'x' undeclared
END
found
wanted 'failed: FAIL  clang-tidy' '  src/core/x.c:12: bugprone: words' \
	"  src/base/text.c:12:3: error: 'x' undeclared"
unwanted 'cppcheck'

# One that tells much leaves room for the others; very many stay in bounds, and
# the first and the number of those left out are told.
awk 'BEGIN {
	for (i = 1; i <= 3; i++) {
		print "not ok " i " - test " i "\n  ---\n  error: |-\n    first " i
		for (j = 0; j < 1000; j++)
			print "    words"
		print "    last " i "\n  ..."
	}
}' >"$log"
found
wanted 'failed: test 3' '    first 1' '    last 1' '    first 3' '    last 3'
awk 'BEGIN {
	for (i = 1; i <= 500; i++)
		print "not ok " i " - test\n  ---\n  error: no " i "\n  ..."
}' >"$log"
found
wanted '  error: no 1' 'failed: 340 more'
[ "$(wc -l <"$log.said")" -le 260 ] || { echo "too long"; failed=1; }

: >"$log"
found
[ ! -s "$log.said" ] || { echo "something out of nothing"; failed=1; }
exit $failed
