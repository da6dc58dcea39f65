# SPDX-License-Identifier: MIT
include $(srcdir)/src/services/config.mk
include $(srcdir)/src/services/slack.mk
include $(srcdir)/src/services/outbound.mk

# The ledger, and its scripts: every line of Lua becomes a C string.
libio_a_SOURCES += src/services/folder.c src/services/folder.h
libio_a_SOURCES += src/services/alert_read.c src/services/alert_read.h
libio_a_SOURCES += src/services/redis_check.c src/services/redis_check.h \
	src/services/ledger.c src/services/ledger.h \
	src/services/ledger_redis.c src/services/ledger_redis.h \
	src/services/ledger_op.c src/services/ledger_op.h \
	src/services/ledger_reply.c src/services/ledger_reply.h \
	src/services/ledger_scripts.c src/services/ledger_scripts.h \
	src/services/ledger_script_texts.c
LEDGER_LUA = src/services/lua/store.lua src/services/lua/write.lua \
	src/services/lua/open.lua src/services/lua/load.lua \
	src/services/lua/number.lua src/services/lua/commit.lua \
	src/services/lua/claim.lua \
	src/services/lua/complete.lua src/services/lua/list.lua \
	src/services/lua/search.lua src/services/lua/timeline.lua
EXTRA_DIST += $(LEDGER_LUA)
BUILT_SOURCES += src/services/ledger_lua.inc
CLEANFILES += src/services/ledger_lua.inc
src/services/ledger_lua.inc: $(LEDGER_LUA)
	$(AM_V_GEN)$(MKDIR_P) src/services && for lua in $(LEDGER_LUA); do \
		file=$$lua; test -f $$file || file=$(srcdir)/$$lua; \
		name=`basename $$lua .lua`; \
		echo "static const char *const lua_$$name[] = {"; \
		$(SED) -e 's/\\/&&/g' -e 's/"/\\"/g' \
			-e 's/^/"/' -e 's/$$/\\n",/' $$file || exit 1; \
		echo 'NULL };'; \
	done >$@.tmp && mv $@.tmp $@
src/services/ledger_script_texts.$(OBJEXT): src/services/ledger_lua.inc
libio_a_SOURCES += src/services/slack.h src/services/slack_socket.h
