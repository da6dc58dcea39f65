# SPDX-License-Identifier: MIT
#
# The simulator: the shipped turns, runner, front and homes over the seams'
# test versions, which come before libio.a on the link line.

SIM_SOURCES = tests/sim/sim.c tests/sim/world.c tests/sim/world.h \
	tests/sim/replica.c tests/sim/wire.c tests/sim/wire.h \
	tests/sim/outside.h tests/sim/people.c tests/sim/people_public.c \
	tests/sim/people_rooms.c tests/sim/rooms.c tests/sim/rooms.h \
	tests/sim/trouble.c \
	tests/sim/books.c tests/sim/books_seen.c tests/sim/books_fold.c \
	tests/sim/books.h \
	tests/sim/rest.c tests/sim/rest_site.c \
	tests/sim/scenes.c tests/sim/scenes.h \
	tests/sim/news.c tests/sim/news.h tests/sim/news_page.c \
	tests/sim/news_letters.c tests/sim/folder_twin.c \
	tests/sim/courier.c tests/sim/courier.h \
	tests/sim/services.c tests/sim/services.h

check_PROGRAMS += tests/sim/sim
tests_sim_sim_SOURCES = $(SIM_SOURCES) tests/sim/outside_twin.c \
	tests/sim/read_once.c
if !SANITIZED
tests_sim_sim_SOURCES += tests/sim/pool.c
endif
tests_sim_sim_LDADD = $(LEDGER_MEMORY_LIBS)
tests_sim_sim_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=record_decode \
	-Wl,--wrap=record_decode_cleared
TESTS += tests/sim/run.sh
EXTRA_DIST += tests/sim/run.sh

# The simulator with one source exchanged; see mutation.sh.
EXTRA_DIST += tests/sim/mutation.sh
tests/sim/mutant: $(tests_sim_sim_OBJECTS) $(tests_sim_sim_DEPENDENCIES)
	n=0 objects=; for source in $(MUTANT_SOURCE); do \
		n=$$((n + 1)) objects="$$objects $@-$$n.o"; \
		$(COMPILE) -c -o $@-$$n.o $$source || exit 1; \
	done; \
	$(tests_sim_sim_LINK) $$objects $(tests_sim_sim_OBJECTS) \
		$(tests_sim_sim_LDADD) \
		$(LIBS) && rm -f $$objects

# A source for a test of its own.
tests/sim/mutant.o:
	$(COMPILE) -c -o $@ $(MUTANT_SOURCE)

# Acknowledgements against escalations.
check_PROGRAMS += tests/sim/race
TESTS += tests/sim/race
tests_sim_race_LDADD = $(LEDGER_MEMORY_LIBS)
tests_sim_race_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=ledger_load \
	-Wl,--wrap=ledger_load_owned

# A year for the figures, computed twice.
check_PROGRAMS += tests/sim/year
TESTS += tests/sim/year.sh
EXTRA_DIST += tests/sim/year.sh tests/sim/year.py
tests_sim_year_LDADD = $(LEDGER_MEMORY_LIBS)
