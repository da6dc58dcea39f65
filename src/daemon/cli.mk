# SPDX-License-Identifier: MIT
libio_a_SOURCES += src/daemon/cli.c src/daemon/cli.h src/daemon/doctor.h \
	src/io/versions.c src/io/versions.h
