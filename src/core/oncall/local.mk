# SPDX-License-Identifier: MIT
#
# Who is on call: rotations, changes of them, calendars.
libpure_a_SOURCES += \
	src/core/oncall/ical.c \
	src/core/oncall/ical.h \
	src/core/oncall/looked.c \
	src/core/oncall/looked.h \
	src/core/oncall/oncall.c \
	src/core/oncall/oncall.h \
	src/core/oncall/rotation.c \
	src/core/oncall/rotation.h \
	src/core/oncall/shift_time.c \
	src/core/oncall/shift_time.h
