# SPDX-License-Identifier: MIT
#
# What tests/bench/run measures with; never part of `make check`. The other
# bots come from Debian (slack-go) and npm (@slack/bolt).

EXTRA_PROGRAMS += tests/bench/load tests/bench/incbot_unpaced

tests_bench_load_SOURCES = tests/bench/load.c tests/bench/server.c \
	tests/bench/server.h
tests_bench_load_LDADD = $(PURE_LIBS) $(OPENSSL_LIBS)

tests_bench_incbot_unpaced_SOURCES = src/daemon/main.c tests/bench/unpaced.c
tests_bench_incbot_unpaced_LDADD = $(IO_LIBS)

EXTRA_DIST += tests/bench/run tests/bench/bench.mjs tests/bench/rig.mjs \
	tests/bench/plot.mjs tests/bench/archive.mjs tests/bench/bolt.mjs \
	tests/bench/slackgo/main.go tests/bench/incbot.conf \
	tests/bench/package.json tests/bench/package-lock.json
