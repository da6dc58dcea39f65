# SPDX-License-Identifier: MIT
libio_a_SOURCES += src/services/slack_request.c \
	src/services/slack_request.h \
	src/services/slack_line.c \
	src/services/slack_element.c src/services/slack_element.h
libio_a_SOURCES += src/services/ledger.c src/services/ledger.h
