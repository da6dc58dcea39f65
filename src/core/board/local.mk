# SPDX-License-Identifier: MIT
#
# The public status page: what the world is told, as HTML, feeds and JSON.
libpure_a_SOURCES += \
	src/core/board/board.c \
	src/core/board/board.h \
	src/core/board/board_bars.c \
	src/core/board/board_draft.c \
	src/core/board/board_feed.c \
	src/core/board/board_html.c \
	src/core/board/board_json.c \
	src/core/board/board_pages.c \
	src/core/board/board_parts.h \
	src/core/board/board_planned.c \
	src/core/board/board_style.c \
	src/core/board/leaks.c \
	src/core/board/leaks.h \
	src/core/board/letter.c \
	src/core/board/letter.h
