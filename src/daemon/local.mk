# SPDX-License-Identifier: MIT
libio_a_SOURCES += \
	src/daemon/archive.c src/daemon/archive.h \
	src/daemon/archive_import.c src/daemon/archive_ledger.c \
	src/daemon/archive_parts.h \
	src/daemon/turn_search.c src/daemon/turn_search.h \
	src/daemon/board_draw.c src/daemon/board_draw.h \
	src/daemon/board_keeper.c src/daemon/board_keeper.h \
	src/daemon/board_shelf.c src/daemon/board_shelf.h \
	src/daemon/board_web.c src/daemon/board_web.h \
	src/daemon/calendar_web.c src/daemon/calendar_web.h \
	src/daemon/alerts_in.c src/daemon/alerts_in.h \
	src/daemon/daemon.c src/daemon/daemon.h \
	src/daemon/daemon_ledger.c src/daemon/daemon_parts.h \
	src/daemon/config_turn.c src/daemon/config_turn.h \
	src/daemon/directory.c src/daemon/directory.h \
	src/daemon/effect_job.c src/daemon/effect_job.h \
	src/daemon/errand_job.c src/daemon/errand_job.h \
	src/daemon/front.c src/daemon/front.h \
	src/daemon/health.c src/daemon/health.h \
	src/daemon/homes.c src/daemon/homes.h \
	src/daemon/mark_job.c src/daemon/mark_job.h \
	src/daemon/pager_web.c src/daemon/pager_web.h \
	src/daemon/daemon_web.c src/daemon/doctor_tickets.c \
	src/daemon/ticket_watch.c src/daemon/ticket_watch.h \
	src/daemon/notify.c src/daemon/notify.h src/daemon/reconcile.c \
	src/daemon/runner.c src/daemon/runner.h \
	src/daemon/store_file.c src/daemon/store_file.h \
	src/daemon/turn_cache.c src/daemon/turn_cache.h \
	src/daemon/turn_commit.c src/daemon/turn_commit.h \
	src/daemon/turn_gather.c src/daemon/turn_parts.h \
	src/daemon/turn_timeline.c src/daemon/turn_timeline.h \
	src/daemon/sns_in.c src/daemon/sns_in.h \
	src/daemon/twilio_web.c src/daemon/twilio_web.h \
	src/daemon/turns.c src/daemon/turns.h src/daemon/verify.c \
	src/daemon/web.c src/daemon/web.h
libio_a_SOURCES += src/daemon/figures_gather.c \
	src/daemon/figures_gather.h src/daemon/figures_web.c \
	src/daemon/figures_web.h src/daemon/archive_figures.c src/daemon/archive_fold.c src/daemon/archive_line.c \
	src/daemon/archive_gaps.c
libio_a_SOURCES += src/services/clock.h src/services/clock_loop.c \
	src/services/clock_loop.h
include $(srcdir)/src/daemon/cli.mk
bin_PROGRAMS += incbot
incbot_SOURCES = src/daemon/main.c
incbot_LDADD = $(IO_LIBS)
