# SPDX-License-Identifier: MIT
libio_a_SOURCES += src/services/slack_shortcut.c src/services/slack_shortcut.h \
	src/services/slack_request.c \
	src/services/slack_request.h \
	src/services/slack_line.c \
	src/services/slack_marked.c src/services/slack_marked.h \
	src/services/slack_element.c src/services/slack_element.h \
	src/services/slack_body.c src/services/slack_body.h \
	src/services/slack_method.c src/services/slack_method.h \
	src/services/slack_pace.c src/services/slack_pace.h \
	src/services/slack_frame.c src/services/slack_frame.h \
	src/services/slack_judge.c src/services/slack_judge.h \
	src/services/slack_trust.c src/services/slack_trust.h \
	src/services/slack_web.c src/services/slack_web.h \
	src/services/slack_owed.c src/services/slack_owed.h \
	src/services/slack_patience.c src/services/slack_patience.h \
	src/services/slack_link.c src/services/slack_link.h \
	src/services/slack_socket.c
