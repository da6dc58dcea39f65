# SPDX-License-Identifier: MIT
#
# Keeps the files of the public page as the ledger says.
libio_a_SOURCES += \
	src/daemon/board/board_draw.c \
	src/daemon/board/board_draw.h \
	src/daemon/board/board_finder.c \
	src/daemon/board/board_finder.h \
	src/daemon/board/board_keeper.c \
	src/daemon/board/board_keeper.h \
	src/daemon/board/board_shelf.c \
	src/daemon/board/board_shelf.h
