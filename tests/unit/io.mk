# SPDX-License-Identifier: MIT
#
# Tests of src/io: against real peers on loopback.

IO_TESTS = tests/unit/io_loop

check_PROGRAMS += $(IO_TESTS)
TESTS += $(IO_TESTS)
EXTRA_DIST += tests/unit/pump.h

tests_unit_io_loop_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_loop_LDADD = $(UNIT_IO_LDADD)
