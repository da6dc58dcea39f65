# SPDX-License-Identifier: MIT
#
# The ledger: its twin in memory, the contract both keep, and the proof that
# each guard of the scripts is needed. The programs that want Redis start one
# of their own (with_redis.sh).

check_LIBRARIES += tests/ledger/libledger_memory.a
tests_ledger_libledger_memory_a_SOURCES = \
	tests/ledger/ledger_memory.c tests/ledger/ledger_memory.h \
	tests/ledger/memory_agenda.c tests/ledger/memory_agenda.h \
	tests/ledger/memory_index.c tests/ledger/memory_index.h \
	tests/ledger/memory_store.c tests/ledger/memory_store.h \
	tests/ledger/string_map.c tests/ledger/string_map.h
LEDGER_MEMORY_LIBS = tests/ledger/libledger_memory.a $(IO_LIBS)

LEDGER_CONTRACT = tests/ledger/contract.c tests/ledger/contract.h \
	tests/ledger/contract_agenda.c tests/ledger/contract_ask.c \
	tests/ledger/contract_clock.c \
	tests/ledger/contract_commit.c tests/ledger/contract_index.c \
	tests/ledger/contract_read.c \
	tests/ledger/ask.c tests/ledger/ask.h tests/ledger/bench.h

check_PROGRAMS += tests/ledger/contract_memory
TESTS += tests/ledger/contract_memory
tests_ledger_contract_memory_SOURCES = $(LEDGER_CONTRACT) \
	tests/ledger/bench_memory.c
tests_ledger_contract_memory_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
tests_ledger_contract_memory_LDADD = $(LEDGER_MEMORY_LIBS) $(CHECK_LIBS)

# What a replica remembers of incidents is a guess.
check_PROGRAMS += tests/ledger/turn_guess
TESTS += tests/ledger/turn_guess
tests_ledger_turn_guess_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
tests_ledger_turn_guess_LDADD = $(LEDGER_MEMORY_LIBS) $(CHECK_LIBS)
tests_ledger_turn_guess_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=ledger_load \
	-Wl,--wrap=ledger_commit

# A wall clock for redis-server that stands still; never sanitized.
LEDGER_STILL_CLOCK = tests/ledger/still_clock.so
EXTRA_DIST += tests/ledger/still_clock.c
CLEANFILES += $(LEDGER_STILL_CLOCK)
$(LEDGER_STILL_CLOCK): tests/ledger/still_clock.c
	$(AM_V_CC)$(MKDIR_P) tests/ledger && \
	$(CC) -O1 -D_GNU_SOURCE -shared -fPIC -o $@ \
		$(srcdir)/tests/ledger/still_clock.c

LEDGER_BENCH_REDIS = tests/ledger/bench_redis.c tests/ledger/bench_redis.h \
	tests/ledger/sample.h
LEDGER_REDIS_LIBS = tests/unit/libpeers.a $(IO_LIBS) $(CHECK_LIBS)

check_PROGRAMS += tests/ledger/contract_redis
TESTS += tests/ledger/contract_redis
tests_ledger_contract_redis_SOURCES = $(LEDGER_CONTRACT) \
	$(LEDGER_BENCH_REDIS) tests/ledger/bench_redis_tests.c
tests_ledger_contract_redis_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
tests_ledger_contract_redis_LDADD = $(LEDGER_REDIS_LIBS)
EXTRA_tests_ledger_contract_redis_DEPENDENCIES = $(LEDGER_STILL_CLOCK)

# The same suite with the scripts read from a folder, and each guard missing.
check_PROGRAMS += tests/ledger/contract_mutant
if !SANITIZED
TESTS += tests/ledger/mutation.sh
endif
EXTRA_DIST += tests/ledger/mutation.sh
tests_ledger_contract_mutant_SOURCES = \
	$(tests_ledger_contract_redis_SOURCES) tests/ledger/script_files.c
tests_ledger_contract_mutant_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
tests_ledger_contract_mutant_LDADD = $(LEDGER_REDIS_LIBS)
EXTRA_tests_ledger_contract_mutant_DEPENDENCIES = $(LEDGER_STILL_CLOCK)

# The same random calls on both.
check_PROGRAMS += tests/ledger/random_memory tests/ledger/random_redis
TESTS += tests/ledger/differential.sh
EXTRA_DIST += tests/ledger/differential.sh
LEDGER_RANDOM = tests/ledger/random_calls.c tests/ledger/ask.c
tests_ledger_random_memory_SOURCES = $(LEDGER_RANDOM) \
	tests/ledger/bench_memory.c
tests_ledger_random_memory_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
tests_ledger_random_memory_LDADD = $(LEDGER_MEMORY_LIBS) $(CHECK_LIBS)
tests_ledger_random_redis_SOURCES = $(LEDGER_RANDOM) $(LEDGER_BENCH_REDIS)
tests_ledger_random_redis_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
tests_ledger_random_redis_LDADD = $(LEDGER_REDIS_LIBS)
EXTRA_tests_ledger_random_redis_DEPENDENCIES = $(LEDGER_STILL_CLOCK)

check_PROGRAMS += tests/ledger/replicas
TESTS += tests/ledger/replicas
tests_ledger_replicas_SOURCES = tests/ledger/replicas.c tests/ledger/ask.c
tests_ledger_replicas_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
tests_ledger_replicas_LDADD = $(LEDGER_REDIS_LIBS)

check_PROGRAMS += tests/ledger/redis_fit
TESTS += tests/ledger/redis_fit
EXTRA_DIST += config/redis.conf
tests_ledger_redis_fit_SOURCES = tests/ledger/redis_fit.c \
	tests/ledger/sample.h
tests_ledger_redis_fit_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
tests_ledger_redis_fit_LDADD = $(LEDGER_REDIS_LIBS)

# What the daemon does, over the ledger in memory.
DAEMON_UNITS = tests/unit/daemon_turns tests/unit/daemon_alerts_in \
	tests/unit/daemon_runner tests/unit/daemon_ticket_watch
check_PROGRAMS += $(DAEMON_UNITS)
TESTS += $(DAEMON_UNITS)
tests_unit_daemon_turns_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_daemon_turns_LDADD = $(LEDGER_MEMORY_LIBS) $(CHECK_LIBS)
tests_unit_daemon_runner_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_daemon_runner_LDADD = $(LEDGER_MEMORY_LIBS) $(CHECK_LIBS)
tests_unit_daemon_alerts_in_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_daemon_alerts_in_LDADD = $(LEDGER_MEMORY_LIBS) $(CHECK_LIBS)
tests_unit_daemon_ticket_watch_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_daemon_ticket_watch_LDADD = $(LEDGER_MEMORY_LIBS) $(CHECK_LIBS)
