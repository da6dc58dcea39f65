# SPDX-License-Identifier: MIT
#
# Transcripts: what people say, and exactly what must follow.

check_PROGRAMS += tests/transcripts/transcript
TESTS += tests/transcripts/all.sh
EXTRA_DIST += tests/transcripts/all.sh tests/transcripts/README

tests_transcripts_transcript_SOURCES = \
	tests/transcripts/scene.c tests/transcripts/scene.h \
	tests/transcripts/scene_check.c tests/transcripts/scene_check.h \
	tests/transcripts/tell.c tests/transcripts/tell.h \
	tests/transcripts/transcript.c
tests_transcripts_transcript_LDADD = $(PURE_LIBS)
