# SPDX-License-Identifier: MIT
include $(srcdir)/src/daemon/archive/local.mk
include $(srcdir)/src/daemon/board/local.mk
include $(srcdir)/src/daemon/doctor/local.mk
include $(srcdir)/src/daemon/jobs/local.mk
include $(srcdir)/src/daemon/turns/local.mk
include $(srcdir)/src/daemon/web/local.mk
libio_a_SOURCES += \
	src/daemon/cli.c \
	src/daemon/cli.h \
	src/daemon/cli_oncall.c \
	src/daemon/cli_oncall.h \
	src/daemon/config_watch.c \
	src/daemon/config_watch.h \
	src/daemon/daemon.c \
	src/daemon/daemon.h \
	src/daemon/daemon_config.c \
	src/daemon/daemon_ledger.c \
	src/daemon/daemon_parts.h \
	src/daemon/daemon_web.c \
	src/daemon/directory.c \
	src/daemon/directory.h \
	src/daemon/directory_book.c \
	src/daemon/directory_book.h \
	src/daemon/directory_file.c \
	src/daemon/directory_file.h \
	src/daemon/front.c \
	src/daemon/front.h \
	src/daemon/homes.c \
	src/daemon/homes.h \
	src/daemon/notify.c \
	src/daemon/notify.h
bin_PROGRAMS += incbot
incbot_SOURCES = src/daemon/main.c
incbot_LDADD = $(IO_LIBS)
