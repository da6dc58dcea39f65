# SPDX-License-Identifier: MIT
#
# Tests of the services that are not Slack: against real peers on loopback.

OUTBOUND_TESTS = tests/unit/core_looked tests/unit/outbound_http tests/unit/tracker \
	tests/unit/twilio_sign

check_PROGRAMS += $(OUTBOUND_TESTS)
TESTS += $(OUTBOUND_TESTS)

tests_unit_core_looked_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_looked_LDADD = $(IO_TEST_LDADD)
tests_unit_outbound_http_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_outbound_http_LDADD = $(IO_TEST_LDADD)
tests_unit_tracker_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_tracker_LDADD = $(IO_TEST_LDADD)
tests_unit_twilio_sign_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_twilio_sign_LDADD = $(IO_TEST_LDADD)
