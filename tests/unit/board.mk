# SPDX-License-Identifier: MIT
#
# Unit tests of the public status page, and of the files that others serve.

UNIT_BOARD_TESTS = tests/unit/board_html tests/unit/board_finder \
	tests/unit/services_folder

check_PROGRAMS += $(UNIT_BOARD_TESTS)
TESTS += $(UNIT_BOARD_TESTS)

tests_unit_board_html_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_board_html_LDADD = $(UNIT_PURE_LDADD)
tests_unit_board_finder_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_board_finder_LDADD = $(UNIT_IO_LDADD)
tests_unit_services_folder_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_services_folder_LDADD = $(UNIT_IO_LDADD)
