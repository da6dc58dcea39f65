# SPDX-License-Identifier: MIT
libio_a_SOURCES += \
	src/io/loop.c src/io/loop.h \
	src/io/resolver.c src/io/resolver.h \
	src/io/timer_heap.c src/io/timer_heap.h
