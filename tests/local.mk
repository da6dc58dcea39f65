# SPDX-License-Identifier: MIT
include $(srcdir)/tests/unit/local.mk
include $(srcdir)/tests/ledger/local.mk
include $(srcdir)/tests/workspace/local.mk
