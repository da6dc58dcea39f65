# SPDX-License-Identifier: MIT
libpure_a_SOURCES += src/core/policy.c src/core/policy.h \
	src/core/zone.c src/core/zone.h
