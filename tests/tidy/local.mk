# SPDX-License-Identifier: MIT
#
# Rules about the source itself, kept by scripts so that nobody has to.

TIDY_CHECKS = tests/tidy/floors.sh tests/tidy/purity.sh \
	tests/tidy/headers.sh tests/tidy/banned.sh tests/tidy/lengths.sh \
	tests/tidy/rooms.sh tests/tidy/closed.sh tests/tidy/places.sh \
	tests/tidy/faults.sh \
	tests/tidy/shell.sh tests/tidy/self_test.sh

# The source is the same, however it is built.
if !SANITIZED
TESTS += $(TIDY_CHECKS)
endif
EXTRA_DIST += $(TIDY_CHECKS) tests/tidy/common.sh
