# SPDX-License-Identifier: MIT
#
# The ledger, and its scripts: every line of Lua becomes a C string.
libio_a_SOURCES += \
	src/services/ledger/ledger.c \
	src/services/ledger/ledger.h \
	src/services/ledger/ledger_commit.c \
	src/services/ledger/ledger_op.c \
	src/services/ledger/ledger_op.h \
	src/services/ledger/ledger_redis.c \
	src/services/ledger/ledger_redis.h \
	src/services/ledger/ledger_reply.c \
	src/services/ledger/ledger_reply.h \
	src/services/ledger/ledger_script_texts.c \
	src/services/ledger/ledger_scripts.c \
	src/services/ledger/ledger_scripts.h \
	src/services/ledger/redis_check.c \
	src/services/ledger/redis_check.h
LEDGER_LUA = \
	src/services/ledger/lua/store.lua \
	src/services/ledger/lua/write.lua \
	src/services/ledger/lua/open.lua \
	src/services/ledger/lua/load.lua \
	src/services/ledger/lua/number.lua \
	src/services/ledger/lua/commit.lua \
	src/services/ledger/lua/claim.lua \
	src/services/ledger/lua/complete.lua \
	src/services/ledger/lua/list.lua \
	src/services/ledger/lua/search.lua \
	src/services/ledger/lua/timeline.lua
EXTRA_DIST += $(LEDGER_LUA)
BUILT_SOURCES += src/services/ledger/ledger_lua.inc
CLEANFILES += src/services/ledger/ledger_lua.inc
src/services/ledger/ledger_lua.inc: $(LEDGER_LUA)
	$(AM_V_GEN)$(MKDIR_P) src/services/ledger && for lua in $(LEDGER_LUA); do \
		file=$$lua; test -f $$file || file=$(srcdir)/$$lua; \
		name=`basename $$lua .lua`; \
		echo "static const char *const lua_$$name[] = {"; \
		$(SED) -e 's/\\/&&/g' -e 's/"/\\"/g' \
			-e 's/^/"/' -e 's/$$/\\n",/' $$file || exit 1; \
		echo 'NULL };'; \
	done >$@.tmp && mv $@.tmp $@
src/services/ledger/ledger_script_texts.$(OBJEXT): \
	src/services/ledger/ledger_lua.inc
