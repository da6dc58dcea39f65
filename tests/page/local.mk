# SPDX-License-Identifier: MIT
# The public page, read by browsers, validators, feed readers and status-page
# clients; run by tests/run page.

check_PROGRAMS += tests/page/draw
tests_page_draw_SOURCES = tests/page/draw.c
tests_page_draw_LDADD = $(IO_LIBS)

EXTRA_DIST += \
	tests/page/.npmrc \
	tests/page/feed_rules.mjs \
	tests/page/figures.mjs tests/page/load.mjs \
	tests/page/package-lock.json \
	tests/page/package.json \
	tests/page/page.test.mjs \
	tests/page/served.mjs
