# SPDX-License-Identifier: MIT
libpure_a_SOURCES += src/base/base.h \
	src/base/arena.c src/base/arena.h \
	src/base/format.c src/base/format.h \
	src/base/hash.c src/base/hash.h \
	src/base/memory.c src/base/memory.h \
	src/base/prng.c src/base/prng.h \
	src/base/secret.c src/base/secret.h \
	src/base/text.c src/base/text.h \
	src/base/url.c src/base/url.h \
	src/base/when.c src/base/when.h src/base/when_read.c
libio_a_SOURCES += src/base/log.c src/base/log.h
