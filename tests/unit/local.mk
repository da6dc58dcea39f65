# SPDX-License-Identifier: MIT
#
# Unit tests: one Check program per module or two; the list of programs is
# the list of tests.

UNIT_PURE_TESTS = tests/unit/base_memory tests/unit/base_format tests/unit/base_text \
	tests/unit/base_when tests/unit/base_secret
UNIT_IO_TESTS = tests/unit/base_log

check_PROGRAMS += $(UNIT_PURE_TESTS) $(UNIT_IO_TESTS)
TESTS += $(UNIT_PURE_TESTS) $(UNIT_IO_TESTS)
# What a failed step is said to have failed by, whatever is built.
if !SANITIZED
TESTS += tests/unit/failures.sh
endif
EXTRA_DIST += tests/unit/failures.sh
EXTRA_DIST += tests/unit/hand_clock.h tests/unit/unit.h tests/unit/valgrind.sh

UNIT_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
UNIT_PURE_LDADD = $(PURE_LIBS) $(CHECK_LIBS)
UNIT_IO_LDADD = $(IO_LIBS) $(CHECK_LIBS)

tests_unit_base_memory_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_base_memory_LDADD = $(UNIT_PURE_LDADD)
tests_unit_base_text_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_base_text_LDADD = $(UNIT_PURE_LDADD)
tests_unit_base_format_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_base_format_LDADD = $(UNIT_PURE_LDADD)
tests_unit_base_when_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_base_when_LDADD = $(UNIT_PURE_LDADD)
tests_unit_base_secret_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_base_secret_LDADD = $(UNIT_PURE_LDADD)
tests_unit_base_log_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_base_log_LDADD = $(UNIT_IO_LDADD)
include $(srcdir)/tests/unit/config.mk
include $(srcdir)/tests/unit/io.mk
include $(srcdir)/tests/unit/slack.mk
include $(srcdir)/tests/unit/outbound.mk
include $(srcdir)/tests/unit/view.mk
include $(srcdir)/tests/unit/rules.mk
include $(srcdir)/tests/unit/board.mk
