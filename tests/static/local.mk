# SPDX-License-Identifier: MIT
#
# What tools say about the source and the program without running it; only
# the program's own shape is looked at in `make check`, the rest by
# tests/static/run.

TESTS += tests/static/hardening.sh
EXTRA_DIST += tests/static/hardening.sh tests/static/gcc \
	tests/static/known tests/static/run
