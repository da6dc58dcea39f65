# SPDX-License-Identifier: MIT
#
# The life of a request, from the load to the commit.
libio_a_SOURCES += \
	src/daemon/turns/config_turn.c \
	src/daemon/turns/config_turn.h \
	src/daemon/turns/store_file.c \
	src/daemon/turns/store_file.h \
	src/daemon/turns/spare_incident.c \
	src/daemon/turns/spare_incident.h \
	src/daemon/turns/turn_after.c \
	src/daemon/turns/turn_cache.c \
	src/daemon/turns/turn_cache.h \
	src/daemon/turns/turn_commit.c \
	src/daemon/turns/turn_commit.h \
	src/daemon/turns/turn_gather.c \
	src/daemon/turns/turn_list.c \
	src/daemon/turns/turn_parts.h \
	src/daemon/turns/turn_queue.c \
	src/daemon/turns/turn_kept.c \
	src/daemon/turns/turn_kept.h \
	src/daemon/turns/turn_search.c \
	src/daemon/turns/turn_search.h \
	src/daemon/turns/turn_timeline.c \
	src/daemon/turns/turn_timeline.h \
	src/daemon/turns/turns.c \
	src/daemon/turns/turns.h
