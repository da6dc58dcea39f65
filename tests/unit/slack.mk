# SPDX-License-Identifier: MIT
#
# Unit tests of the Slack services that need no network. TEST_DATA is where
# the payload samples are.

UNIT_SLACK_TESTS = tests/unit/slack_request tests/unit/slack_happenings \
	tests/unit/slack_hostile tests/unit/slack_wire \
	tests/unit/slack_frame

EXTRA_DIST += tests/unit/slack_reading.h
check_PROGRAMS += $(UNIT_SLACK_TESTS)
TESTS += $(UNIT_SLACK_TESTS)
EXTRA_DIST += tests/data/slack

UNIT_DATA_CPPFLAGS = $(UNIT_CPPFLAGS) \
	-DTEST_DATA='"$(abs_top_srcdir)/tests/data"'

tests_unit_slack_request_CPPFLAGS = $(UNIT_DATA_CPPFLAGS)
tests_unit_slack_request_LDADD = $(UNIT_IO_LDADD)
tests_unit_slack_happenings_CPPFLAGS = $(UNIT_DATA_CPPFLAGS)
tests_unit_slack_happenings_LDADD = $(UNIT_IO_LDADD)
tests_unit_slack_hostile_CPPFLAGS = $(UNIT_DATA_CPPFLAGS)
tests_unit_slack_hostile_LDADD = $(UNIT_IO_LDADD)
tests_unit_slack_wire_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_slack_wire_LDADD = $(UNIT_IO_LDADD)
tests_unit_slack_frame_CPPFLAGS = $(UNIT_DATA_CPPFLAGS)
tests_unit_slack_frame_LDADD = $(UNIT_IO_LDADD)
