# SPDX-License-Identifier: MIT
#
# The config: read, checked, printed, documented from its table.
libio_a_SOURCES += \
	src/services/config/config.c \
	src/services/config/config.h \
	src/services/config/config_archive.c \
	src/services/config/config_archive.h \
	src/services/config/config_calendar.c \
	src/services/config/config_calendar.h \
	src/services/config/config_check.c \
	src/services/config/config_digest.c \
	src/services/config/config_digest.h \
	src/services/config/config_fingerprint.c \
	src/services/config/config_oncall.c \
	src/services/config/config_oncall.h \
	src/services/config/config_page.c \
	src/services/config/config_page.h \
	src/services/config/config_pagers.c \
	src/services/config/config_pagers.h \
	src/services/config/config_places.c \
	src/services/config/config_places.h \
	src/services/config/config_print.c \
	src/services/config/config_problems.c \
	src/services/config/config_problems.h \
	src/services/config/config_read.c \
	src/services/config/config_rotation.c \
	src/services/config/config_rotation.h \
	src/services/config/config_source.c \
	src/services/config/config_table.c \
	src/services/config/config_table.h \
	src/services/config/config_tickets.c \
	src/services/config/config_tickets.h \
	src/services/config/config_value.c \
	src/services/config/config_web.c \
	src/services/config/config_web.h \
	src/services/config/config_zone.c
