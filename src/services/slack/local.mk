# SPDX-License-Identifier: MIT
#
# Slack: Socket Mode, the Web API, and reading what it sends.
libio_a_SOURCES += \
	src/services/slack/slack.h \
	src/services/slack/slack_body.c \
	src/services/slack/slack_body.h \
	src/services/slack/slack_element.c \
	src/services/slack/slack_element.h \
	src/services/slack/slack_file.c \
	src/services/slack/slack_file.h \
	src/services/slack/slack_frame.c \
	src/services/slack/slack_frame.h \
	src/services/slack/slack_judge.c \
	src/services/slack/slack_judge.h \
	src/services/slack/slack_line.c \
	src/services/slack/slack_link.c \
	src/services/slack/slack_link.h \
	src/services/slack/slack_marked.c \
	src/services/slack/slack_room.c \
	src/services/slack/slack_room.h \
	src/services/slack/slack_marked.h \
	src/services/slack/slack_method.c \
	src/services/slack/slack_method.h \
	src/services/slack/slack_owed.c \
	src/services/slack/slack_owed.h \
	src/services/slack/slack_pace.c \
	src/services/slack/slack_pace.h \
	src/services/slack/slack_patience.c \
	src/services/slack/slack_patience.h \
	src/services/slack/slack_request.c \
	src/services/slack/slack_request.h \
	src/services/slack/slack_shared.c \
	src/services/slack/slack_shared.h \
	src/services/slack/slack_shortcut.c \
	src/services/slack/slack_shortcut.h \
	src/services/slack/slack_socket.c \
	src/services/slack/slack_socket.h \
	src/services/slack/slack_trust.c \
	src/services/slack/slack_trust.h \
	src/services/slack/slack_web.c \
	src/services/slack/slack_web.h \
	src/services/slack/slack_web_parts.h
