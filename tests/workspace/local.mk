# SPDX-License-Identifier: MIT
# The stand-in workspace: the model as a library (the in-process door) and the
# loopback server on top of it.

check_LIBRARIES += libworkspace.a
libworkspace_a_SOURCES = \
	tests/workspace/acts.c \
	tests/workspace/acts_payload.c \
	tests/workspace/api.c \
	tests/workspace/api.h \
	tests/workspace/api_args.c \
	tests/workspace/api_chat.c \
	tests/workspace/api_conversations.c \
	tests/workspace/api_files.c \
	tests/workspace/api_history.c \
	tests/workspace/api_items.c \
	tests/workspace/api_people.c \
	tests/workspace/api_table.c \
	tests/workspace/api_views.c \
	tests/workspace/blockkit.c \
	tests/workspace/blockkit.h \
	tests/workspace/blockkit_fields.c \
	tests/workspace/blockkit_tables.c \
	tests/workspace/delivery.c \
	tests/workspace/delivery.h \
	tests/workspace/delivery_faults.c \
	tests/workspace/delivery_time.c \
	tests/workspace/events.c \
	tests/workspace/faults.c \
	tests/workspace/faults.h \
	tests/workspace/faults_now.c \
	tests/workspace/limits.c \
	tests/workspace/model.c \
	tests/workspace/model.h \
	tests/workspace/model_channels.c \
	tests/workspace/model_files.c \
	tests/workspace/model_messages.c \
	tests/workspace/model_seed.c \
	tests/workspace/model_text.c \
	tests/workspace/model_views.c \
	tests/workspace/page_state.c \
	tests/workspace/respond.c \
	tests/workspace/workspace.h

check_PROGRAMS += tests/workspace/workspace
tests_workspace_workspace_SOURCES = \
	tests/clock/world_clock.c \
	tests/clock/world_clock.h \
	tests/workspace/door.h \
	tests/workspace/http_body.c \
	tests/workspace/http_door.c \
	tests/workspace/main.c \
	tests/workspace/page_door.c \
	tests/workspace/server.c \
	tests/workspace/socket_door.c
tests_workspace_workspace_LDADD = libworkspace.a $(JANSSON_LIBS) $(LWS_LIBS)
EXTRA_DIST += tests/clock/preload.c

WORKSPACE_TESTS = tests/workspace/test_api tests/workspace/test_blockkit \
	tests/workspace/test_chat tests/workspace/test_delivery \
	tests/workspace/test_door tests/workspace/test_faults \
	tests/workspace/test_people
check_PROGRAMS += $(WORKSPACE_TESTS)
TESTS += $(WORKSPACE_TESTS)
EXTRA_DIST += tests/data/slack/blockkit-valid.json \
	tests/data/slack/LICENSE.slackblocks
WORKSPACE_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
WORKSPACE_LDADD = libworkspace.a $(JANSSON_LIBS) $(CHECK_LIBS)

tests_workspace_test_api_SOURCES = tests/workspace/test_api.c \
	tests/workspace/trial.c tests/workspace/trial.h
tests_workspace_test_api_CPPFLAGS = $(WORKSPACE_CPPFLAGS)
tests_workspace_test_api_LDADD = $(WORKSPACE_LDADD)
tests_workspace_test_blockkit_CPPFLAGS = $(WORKSPACE_CPPFLAGS)
tests_workspace_test_blockkit_LDADD = $(WORKSPACE_LDADD)
tests_workspace_test_delivery_SOURCES = tests/workspace/test_delivery.c \
	tests/workspace/trial.c tests/workspace/trial.h
tests_workspace_test_delivery_CPPFLAGS = $(WORKSPACE_CPPFLAGS)
tests_workspace_test_delivery_LDADD = $(WORKSPACE_LDADD)

tests_workspace_test_chat_SOURCES = tests/workspace/test_chat.c \
	tests/workspace/trial.c tests/workspace/trial.h
tests_workspace_test_chat_CPPFLAGS = $(WORKSPACE_CPPFLAGS)
tests_workspace_test_chat_LDADD = $(WORKSPACE_LDADD)
tests_workspace_test_faults_SOURCES = tests/workspace/test_faults.c \
	tests/workspace/trial.c tests/workspace/trial.h
tests_workspace_test_faults_CPPFLAGS = $(WORKSPACE_CPPFLAGS)
tests_workspace_test_faults_LDADD = $(WORKSPACE_LDADD)
tests_workspace_test_people_SOURCES = tests/workspace/test_people.c \
	tests/workspace/trial.c tests/workspace/trial.h
tests_workspace_test_people_CPPFLAGS = $(WORKSPACE_CPPFLAGS)
tests_workspace_test_people_LDADD = $(WORKSPACE_LDADD)
tests_workspace_test_door_CPPFLAGS = $(WORKSPACE_CPPFLAGS)
tests_workspace_test_door_LDADD = $(JANSSON_LIBS) $(CURL_LIBS) $(CHECK_LIBS)

# The preload library is no libtool library and goes nowhere: one rule.
check_DATA += tests/clock/libworldclock.so
CLEANFILES += tests/clock/libworldclock.so
tests/clock/libworldclock.so: tests/clock/preload.c tests/clock/world_clock.c \
		tests/clock/world_clock.h
	$(AM_V_CCLD)$(MKDIR_P) tests/clock && $(CC) -iquote $(srcdir) \
		-std=c11 -O2 -fPIC -shared -fvisibility=hidden $(WARN_CFLAGS) \
		-o $@ $(srcdir)/tests/clock/preload.c \
		$(srcdir)/tests/clock/world_clock.c

# Another of these: names that lead nowhere for a while.
check_DATA += tests/clock/libworldnames.so
CLEANFILES += tests/clock/libworldnames.so
EXTRA_DIST += tests/clock/names.c
tests/clock/libworldnames.so: tests/clock/names.c
	$(AM_V_CCLD)$(MKDIR_P) tests/clock && $(CC) -std=c11 -O2 -fPIC \
		-shared -fvisibility=hidden $(WARN_CFLAGS) -o $@ \
		$(srcdir)/tests/clock/names.c
