# SPDX-License-Identifier: MIT
EXTRA_PROGRAMS =
EXTRA_DIST += tests/everybody.h

include $(srcdir)/tests/unit/local.mk
include $(srcdir)/tests/ledger/local.mk
include $(srcdir)/tests/workspace/local.mk
include $(srcdir)/tests/sdk/local.mk
include $(srcdir)/tests/browser/local.mk
include $(srcdir)/tests/chaos/local.mk
include $(srcdir)/tests/page/local.mk
include $(srcdir)/tests/workspace/page/local.mk
include $(srcdir)/tests/transcripts/local.mk
include $(srcdir)/tests/model/local.mk
include $(srcdir)/tests/sim/local.mk
include $(srcdir)/tests/bench/local.mk
include $(srcdir)/tests/slack/local.mk
include $(srcdir)/tests/fuzz/local.mk
include $(srcdir)/tests/static/local.mk
include $(srcdir)/tests/tidy/local.mk
include $(srcdir)/tests/torture/local.mk
