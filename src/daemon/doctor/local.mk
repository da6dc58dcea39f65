# SPDX-License-Identifier: MIT
#
# Is everything there that incbot needs?
libio_a_SOURCES += \
	src/daemon/doctor/doctor.c \
	src/daemon/doctor/doctor.h \
	src/daemon/doctor/doctor_archive.c \
	src/daemon/doctor/doctor_groups.c \
	src/daemon/doctor/doctor_oncall.c \
	src/daemon/doctor/doctor_page.c \
	src/daemon/doctor/doctor_pagers.c \
	src/daemon/doctor/doctor_places.c \
	src/daemon/doctor/doctor_redis.c \
	src/daemon/doctor/doctor_slack.c \
	src/daemon/doctor/doctor_steps.h \
	src/daemon/doctor/doctor_tickets.c
