# SPDX-License-Identifier: MIT
#
# Unit tests of what decides: the core's records, events and reminders, the
# reading of commands, and long random walks over all of it.

RULES_TESTS = tests/unit/core_blame tests/unit/core_business tests/unit/core_json tests/unit/core_record \
	tests/unit/core_room tests/unit/core_pack tests/unit/core_kinds \
	tests/unit/core_full tests/unit/core_incident tests/unit/core_ladder \
	tests/unit/core_mail tests/unit/core_mailbox \
	tests/unit/core_news_instant tests/unit/core_report \
	tests/unit/core_manuscript \
	tests/unit/core_site tests/unit/core_rotation \
	tests/unit/core_steps tests/unit/core_stored tests/unit/core_summary \
	tests/unit/core_timeline \
	tests/unit/handlers_arguments tests/unit/handlers_dispatch \
	tests/unit/handlers_record tests/unit/handlers_rights \
	tests/unit/handlers_full tests/unit/handlers_parts \
	tests/unit/core_figures tests/unit/handlers_walk

check_PROGRAMS += $(RULES_TESTS)
TESTS += $(RULES_TESTS)

tests_unit_core_blame_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_blame_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_business_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_business_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_room_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_room_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_pack_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_pack_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_json_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_json_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_record_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_record_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_timeline_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_timeline_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_stored_CPPFLAGS = $(UNIT_VIEW_CPPFLAGS)
tests_unit_core_stored_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_summary_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_summary_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_kinds_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_kinds_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_full_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_full_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_incident_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_incident_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_ladder_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_ladder_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_mail_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_mail_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_news_instant_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_news_instant_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_mailbox_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_mailbox_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_manuscript_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_manuscript_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_report_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_report_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_rotation_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_rotation_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_site_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_site_LDADD = $(UNIT_PURE_LDADD)
tests_unit_core_figures_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_figures_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_core_steps_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_core_steps_LDADD = $(UNIT_PURE_LDADD)
tests_unit_handlers_arguments_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_handlers_arguments_LDADD = $(UNIT_PURE_LDADD)
tests_unit_handlers_record_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_handlers_record_LDADD = $(UNIT_PURE_LDADD)
tests_unit_handlers_rights_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_handlers_rights_LDADD = $(UNIT_PURE_LDADD) $(JANSSON_LIBS)
tests_unit_handlers_dispatch_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_handlers_dispatch_LDADD = $(UNIT_PURE_LDADD)
tests_unit_handlers_parts_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_handlers_parts_LDADD = $(UNIT_PURE_LDADD)
tests_unit_handlers_full_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_handlers_full_LDADD = $(UNIT_PURE_LDADD)
tests_unit_handlers_walk_SOURCES = tests/unit/handlers_walk.c \
	tests/transcripts/scene.c tests/transcripts/scene_messages.c \
	tests/transcripts/scene_check.c \
	tests/transcripts/tell.c
tests_unit_handlers_walk_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_handlers_walk_LDADD = $(UNIT_PURE_LDADD)
