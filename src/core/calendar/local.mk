# SPDX-License-Identifier: MIT
#
# Time zones, and times as people write and count them.
libpure_a_SOURCES += \
	src/core/calendar/business.c \
	src/core/calendar/business.h \
	src/core/calendar/calendar_text.c \
	src/core/calendar/calendar_text.h \
	src/core/calendar/due_day.c \
	src/core/calendar/due_day.h \
	src/core/calendar/since.c \
	src/core/calendar/since.h \
	src/core/calendar/zone.c \
	src/core/calendar/zone.h \
	src/core/calendar/zone_footer.c \
	src/core/calendar/zone_footer.h
