# SPDX-License-Identifier: MIT
#
# Unit tests of what people see. Golden files are in tests/golden;
# `make golden` writes them anew, to be reviewed with git diff.

UNIT_VIEW_TESTS = tests/unit/view_golden tests/unit/view_hostile \
	tests/unit/view_mrkdwn tests/unit/view_clicks \
	tests/unit/view_by_hand tests/unit/render_effect

check_PROGRAMS += $(UNIT_VIEW_TESTS)
TESTS += $(UNIT_VIEW_TESTS)
EXTRA_DIST += tests/golden

UNIT_VIEW_SOURCES = tests/unit/view_drawings.c tests/unit/view_drawings_card.c \
	tests/unit/view_drawings_effect.c tests/unit/view_drawings_form.c \
	tests/unit/view_drawings_people.c tests/unit/view_drawings_record.c \
	tests/unit/view_drawings_site.c \
	tests/unit/view_drawings_documents.c \
	tests/unit/view_drawings.def tests/unit/view_drawings.h \
	tests/unit/view_world.c
UNIT_VIEW_CHECKS = tests/unit/view_check.c tests/unit/view_check.h \
	tests/unit/view_slack.c
UNIT_VIEW_CPPFLAGS = $(UNIT_CPPFLAGS) \
	-DGOLDEN_DIR='"$(abs_top_srcdir)/tests/golden"'

tests_unit_view_golden_SOURCES = tests/unit/view_golden.c \
	$(UNIT_VIEW_CHECKS) $(UNIT_VIEW_SOURCES)
tests_unit_view_golden_CPPFLAGS = $(UNIT_VIEW_CPPFLAGS)
tests_unit_view_golden_LDADD = libworkspace.a $(UNIT_PURE_LDADD)

tests_unit_view_hostile_SOURCES = tests/unit/view_hostile.c \
	$(UNIT_VIEW_CHECKS) $(UNIT_VIEW_SOURCES)
tests_unit_view_hostile_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_view_hostile_LDADD = libworkspace.a $(UNIT_PURE_LDADD)

tests_unit_view_by_hand_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_view_by_hand_LDADD = $(UNIT_PURE_LDADD)
tests_unit_view_mrkdwn_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_view_mrkdwn_LDADD = $(UNIT_PURE_LDADD)
tests_unit_view_clicks_SOURCES = tests/unit/view_clicks.c \
	$(UNIT_VIEW_SOURCES)
tests_unit_view_clicks_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_view_clicks_LDADD = $(UNIT_PURE_LDADD)
tests_unit_render_effect_SOURCES = tests/unit/render_effect.c \
	$(UNIT_VIEW_SOURCES)
tests_unit_render_effect_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_render_effect_LDADD = $(UNIT_PURE_LDADD)

.PHONY: golden
golden: tests/unit/view_golden tests/unit/core_stored
	tests/unit/view_golden --write
	tests/unit/core_stored --write
