# SPDX-License-Identifier: MIT
#
# The ledger read and written whole, by the command line.
libio_a_SOURCES += \
	src/daemon/archive/archive.c \
	src/daemon/archive/archive.h \
	src/daemon/archive/archive_figures.c \
	src/daemon/archive/archive_fold.c \
	src/daemon/archive/archive_folder.c \
	src/daemon/archive/archive_gaps.c \
	src/daemon/archive/archive_import.c \
	src/daemon/archive/archive_ledger.c \
	src/daemon/archive/archive_line.c \
	src/daemon/archive/archive_parts.h \
	src/daemon/archive/archive_read.c \
	src/daemon/archive/archive_verify.c \
	src/daemon/archive/figures_gather.c \
	src/daemon/archive/figures_gather.h
