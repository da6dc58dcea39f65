# SPDX-License-Identifier: MIT
#
# What others send to incbot and read from it, over HTTP.
libio_a_SOURCES += \
	src/daemon/web/alerts_in.c \
	src/daemon/web/alerts_in.h \
	src/daemon/web/board_web.c \
	src/daemon/web/board_web.h \
	src/daemon/web/calendar_web.c \
	src/daemon/web/calendar_web.h \
	src/daemon/web/figures_web.c \
	src/daemon/web/figures_web.h \
	src/daemon/web/health.c \
	src/daemon/web/health.h \
	src/daemon/web/pager_web.c \
	src/daemon/web/pager_web.h \
	src/daemon/web/sns_in.c \
	src/daemon/web/sns_in.h \
	src/daemon/web/twilio_web.c \
	src/daemon/web/twilio_web.h \
	src/daemon/web/web.c \
	src/daemon/web/web.h
