# SPDX-License-Identifier: MIT
#
# Fuzz targets: built by `make fuzzers` in a folder that was configured with
# clang and --enable-sanitizers=fuzzer-no-link,address,undefined; tests/fuzz/run
# does it all. Not part of `make all` nor of `make check`.

FUZZERS = tests/fuzz/alert tests/fuzz/answer tests/fuzz/archive \
	tests/fuzz/command tests/fuzz/config \
	tests/fuzz/html tests/fuzz/ical tests/fuzz/manuscript \
	tests/fuzz/outside \
	tests/fuzz/reply tests/fuzz/request tests/fuzz/site tests/fuzz/snapshot \
	tests/fuzz/stored tests/fuzz/text tests/fuzz/tracker tests/fuzz/url tests/fuzz/walk \
	tests/fuzz/zone
EXTRA_PROGRAMS += $(FUZZERS) tests/fuzz/seeds
EXTRA_LIBRARIES = tests/fuzz/liboracle.a
EXTRA_DIST += tests/fuzz/run tests/fuzz/words.dict tests/fuzz/found

FUZZING = $(AM_LDFLAGS) -fsanitize=fuzzer
FUZZ_LDADD = tests/fuzz/liboracle.a libworkspace.a $(IO_LIBS)

tests_fuzz_liboracle_a_SOURCES = tests/fuzz/fuzz.h tests/fuzz/oracle.c \
	tests/unit/view_check.c tests/unit/view_check.h \
	tests/unit/view_drawings.c tests/unit/view_drawings.h \
	tests/unit/view_drawings_card.c \
	tests/unit/view_drawings_effect.c tests/unit/view_drawings_form.c \
	tests/unit/view_drawings_record.c tests/unit/view_drawings_site.c \
	tests/unit/view_drawings_documents.c \
	tests/unit/view_drawings_people.c \
	tests/unit/view_drawings.def \
	tests/unit/view_slack.c tests/unit/view_world.c

tests_fuzz_seeds_SOURCES = tests/fuzz/seeds.c
tests_fuzz_seeds_LDADD = $(FUZZ_LDADD)

tests_fuzz_tracker_LDFLAGS = $(FUZZING)
tests_fuzz_tracker_LDADD = $(FUZZ_LDADD)
tests_fuzz_alert_LDFLAGS = $(FUZZING)
tests_fuzz_alert_LDADD = $(FUZZ_LDADD)
tests_fuzz_answer_LDFLAGS = $(FUZZING)
tests_fuzz_answer_LDADD = $(FUZZ_LDADD)
tests_fuzz_archive_LDFLAGS = $(FUZZING)
tests_fuzz_archive_LDADD = $(FUZZ_LDADD)
tests_fuzz_command_SOURCES = tests/fuzz/command.c tests/fuzz/turn.c
tests_fuzz_command_LDFLAGS = $(FUZZING)
tests_fuzz_command_LDADD = $(FUZZ_LDADD)
tests_fuzz_config_LDFLAGS = $(FUZZING)
tests_fuzz_config_LDADD = $(FUZZ_LDADD)
tests_fuzz_html_LDFLAGS = $(FUZZING)
tests_fuzz_html_LDADD = $(FUZZ_LDADD)
tests_fuzz_ical_LDFLAGS = $(FUZZING)
tests_fuzz_ical_LDADD = $(FUZZ_LDADD)
tests_fuzz_manuscript_LDFLAGS = $(FUZZING)
tests_fuzz_manuscript_LDADD = $(FUZZ_LDADD)
tests_fuzz_outside_LDFLAGS = $(FUZZING)
tests_fuzz_outside_LDADD = $(FUZZ_LDADD)
tests_fuzz_reply_LDFLAGS = $(FUZZING)
tests_fuzz_reply_LDADD = $(FUZZ_LDADD)
tests_fuzz_request_SOURCES = tests/fuzz/request.c tests/fuzz/turn.c
tests_fuzz_request_LDFLAGS = $(FUZZING)
tests_fuzz_request_LDADD = $(FUZZ_LDADD)
tests_fuzz_site_LDFLAGS = $(FUZZING)
tests_fuzz_site_LDADD = $(FUZZ_LDADD)
tests_fuzz_snapshot_SOURCES = tests/fuzz/snapshot.c tests/fuzz/turn.c
tests_fuzz_snapshot_LDFLAGS = $(FUZZING)
tests_fuzz_snapshot_LDADD = $(FUZZ_LDADD)
tests_fuzz_stored_SOURCES = tests/fuzz/stored.c tests/fuzz/turn.c
tests_fuzz_stored_LDFLAGS = $(FUZZING)
tests_fuzz_stored_LDADD = $(FUZZ_LDADD)
tests_fuzz_text_LDFLAGS = $(FUZZING)
tests_fuzz_text_LDADD = $(FUZZ_LDADD)
tests_fuzz_url_LDFLAGS = $(FUZZING)
tests_fuzz_url_LDADD = $(FUZZ_LDADD)
tests_fuzz_walk_SOURCES = tests/fuzz/walk.c tests/transcripts/scene.c \
	tests/transcripts/scene_check.c tests/transcripts/tell.c \
	tests/transcripts/scene_messages.c
tests_fuzz_walk_LDFLAGS = $(FUZZING)
tests_fuzz_walk_LDADD = $(FUZZ_LDADD)
tests_fuzz_zone_LDFLAGS = $(FUZZING)
tests_fuzz_zone_LDADD = $(FUZZ_LDADD)

.PHONY: fuzzers
fuzzers: $(FUZZERS) tests/fuzz/seeds
