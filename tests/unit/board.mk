# SPDX-License-Identifier: MIT
#
# Unit tests of the public status page.

UNIT_BOARD_TESTS = tests/unit/board_html tests/unit/board_finder

check_PROGRAMS += $(UNIT_BOARD_TESTS)
TESTS += $(UNIT_BOARD_TESTS)

tests_unit_board_html_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_board_html_LDADD = $(UNIT_PURE_LDADD)
tests_unit_board_finder_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_board_finder_LDADD = $(UNIT_IO_LDADD)
