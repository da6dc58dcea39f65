# SPDX-License-Identifier: MIT
libio_a_SOURCES += src/services/config.c src/services/config.h \
	src/services/config_calendar.c src/services/config_calendar.h \
	src/services/config_oncall.c src/services/config_oncall.h \
	src/services/config_zone.c src/services/config_check.c \
	src/services/config_digest.c src/services/config_digest.h \
	src/services/config_page.c src/services/config_page.h \
	src/services/config_tickets.c src/services/config_tickets.h \
	src/services/config_pagers.c src/services/config_pagers.h \
	src/services/config_places.c src/services/config_places.h \
	src/services/config_rotation.c src/services/config_rotation.h \
	src/services/config_print.c \
	src/services/config_problems.c src/services/config_problems.h \
	src/services/config_read.c src/services/config_source.c \
	src/services/config_table.c src/services/config_table.h \
	src/services/config_value.c \
	src/services/config_web.c src/services/config_web.h
