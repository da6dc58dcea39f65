# SPDX-License-Identifier: MIT
#
# Tests of src/io: against real peers on loopback.

IO_TESTS = tests/unit/io_loop tests/unit/io_resolver

check_PROGRAMS += $(IO_TESTS)
TESTS += $(IO_TESTS)
EXTRA_DIST += tests/unit/pump.h

tests_unit_io_loop_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_loop_LDADD = $(UNIT_IO_LDADD)
tests_unit_io_resolver_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_resolver_LDADD = $(UNIT_IO_LDADD)
tests_unit_io_resolver_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=getaddrinfo
