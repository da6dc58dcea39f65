# SPDX-License-Identifier: MIT
include $(srcdir)/src/services/config.mk
include $(srcdir)/src/services/slack.mk
libio_a_SOURCES += src/services/ledger.c src/services/ledger.h
