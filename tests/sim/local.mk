# SPDX-License-Identifier: MIT
#
# The simulator: the shipped turns, runner, front and homes over the seams'
# test versions, which come before libio.a on the link line.

check_PROGRAMS += tests/sim/sim
tests_sim_sim_SOURCES = tests/sim/sim.c tests/sim/world.c \
	tests/sim/world.h tests/sim/replica.c tests/sim/people.c \
	tests/sim/invariants.c
tests_sim_sim_LDADD = libworkspace.a $(LEDGER_MEMORY_LIBS)
TESTS += tests/sim/run.sh
EXTRA_DIST += tests/sim/run.sh
