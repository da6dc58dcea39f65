# SPDX-License-Identifier: MIT
#
# The ledger: its twin in memory, the contract both keep, and the proof that
# each guard of the scripts is needed. The programs that want Redis start one
# of their own (with_redis.sh).

check_LIBRARIES += tests/ledger/libledger_memory.a
tests_ledger_libledger_memory_a_SOURCES = \
	tests/ledger/ledger_memory.c tests/ledger/ledger_memory.h \
	tests/ledger/memory_agenda.c tests/ledger/memory_agenda.h \
	tests/ledger/memory_store.c tests/ledger/memory_store.h \
	tests/ledger/string_map.c tests/ledger/string_map.h
LEDGER_MEMORY_LIBS = tests/ledger/libledger_memory.a $(IO_LIBS)

LEDGER_CONTRACT = tests/ledger/contract.c tests/ledger/contract.h \
	tests/ledger/contract_agenda.c tests/ledger/contract_clock.c \
	tests/ledger/contract_commit.c tests/ledger/contract_read.c \
	tests/ledger/ask.c tests/ledger/ask.h tests/ledger/bench.h

check_PROGRAMS += tests/ledger/contract_memory
TESTS += tests/ledger/contract_memory
tests_ledger_contract_memory_SOURCES = $(LEDGER_CONTRACT) \
	tests/ledger/bench_memory.c
tests_ledger_contract_memory_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
tests_ledger_contract_memory_LDADD = $(LEDGER_MEMORY_LIBS) $(CHECK_LIBS)
