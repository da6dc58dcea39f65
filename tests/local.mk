# SPDX-License-Identifier: MIT
include $(srcdir)/tests/unit/local.mk
