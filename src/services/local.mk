# SPDX-License-Identifier: MIT
include $(srcdir)/src/services/config/local.mk
include $(srcdir)/src/services/ledger/local.mk
include $(srcdir)/src/services/outside/local.mk
include $(srcdir)/src/services/slack/local.mk
libio_a_SOURCES += \
	src/services/clock.h \
	src/services/clock_loop.c \
	src/services/clock_loop.h \
	src/services/folder.c \
	src/services/folder.h
