# SPDX-License-Identifier: MIT
libio_a_SOURCES += src/daemon/cli.c src/daemon/cli.h \
	src/daemon/cli_oncall.c src/daemon/cli_oncall.h \
	src/daemon/doctor.c src/daemon/doctor.h \
	src/daemon/doctor_pagers.c src/daemon/doctor_places.c \
	src/daemon/doctor_redis.c src/daemon/doctor_groups.c src/daemon/doctor_slack.c \
	src/daemon/doctor_steps.h \
	src/io/versions.c src/io/versions.h
