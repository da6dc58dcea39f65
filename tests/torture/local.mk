# SPDX-License-Identifier: MIT
#
# Torture: one call of the real program fails, wherever that may be; run by
# tests/run torture.

check_PROGRAMS += tests/torture/ledger_check
tests_torture_ledger_check_LDADD = $(PURE_LIBS) $(HIREDIS_LIBS)

# Never sanitized: it comes before what a sanitizer puts in the way.
TORTURE_FAIL_ONCE = tests/torture/libfailonce.so
check_DATA += $(TORTURE_FAIL_ONCE)
CLEANFILES += $(TORTURE_FAIL_ONCE)
EXTRA_DIST += tests/torture/fail_once.c tests/torture/torture.mjs \
	tests/torture/ordeal.mjs tests/torture/aims.mjs tests/torture/page.mjs
$(TORTURE_FAIL_ONCE): tests/torture/fail_once.c
	$(AM_V_CCLD)$(MKDIR_P) tests/torture && $(CC) -std=c11 -O2 -fPIC \
		-shared -fvisibility=hidden $(WARN_CFLAGS) -o $@ \
		$(srcdir)/tests/torture/fail_once.c
