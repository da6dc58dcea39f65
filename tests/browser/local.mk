# SPDX-License-Identifier: MIT
# A real browser at the workspace's page; run by tests/run browser.

EXTRA_DIST += \
	tests/browser/.npmrc \
	tests/browser/driver.mjs \
	tests/browser/incident.test.mjs \
	tests/browser/package-lock.json \
	tests/browser/package.json \
	tests/browser/page.test.mjs \
	tests/browser/phone.test.mjs \
	tests/browser/report.test.mjs \
	tests/browser/standin.mjs \
	tests/browser/text.test.mjs \
	tests/browser/views.test.mjs
