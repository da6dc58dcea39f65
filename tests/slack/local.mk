# SPDX-License-Identifier: MIT
#
# Tests of the Slack services over real sockets, against a puppet in the same
# loop that does what each test says.

SLACK_TESTS = tests/slack/web tests/slack/socket \
	tests/slack/socket_faults tests/slack/stand_in
SLACK_PUPPET = tests/slack/puppet.c tests/slack/puppet.h tests/slack/bench.h

check_PROGRAMS += $(SLACK_TESTS)
TESTS += $(SLACK_TESTS)

tests_slack_web_SOURCES = tests/slack/web.c $(SLACK_PUPPET)
tests_slack_web_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_slack_web_LDADD = $(UNIT_IO_LDADD)
SLACK_WORLD = tests/slack/world.c tests/slack/world.h $(SLACK_PUPPET)
tests_slack_socket_SOURCES = tests/slack/socket.c $(SLACK_WORLD)
tests_slack_socket_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_slack_socket_LDADD = $(UNIT_IO_LDADD)
tests_slack_socket_faults_SOURCES = tests/slack/socket_faults.c $(SLACK_WORLD)
tests_slack_socket_faults_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_slack_socket_faults_LDADD = $(UNIT_IO_LDADD)
tests_slack_stand_in_SOURCES = tests/slack/stand_in.c
tests_slack_stand_in_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_slack_stand_in_LDADD = $(UNIT_IO_LDADD)
