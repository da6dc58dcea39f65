# SPDX-License-Identifier: MIT
# Slack's own SDKs against the stand-in workspace; run by tests/run sdk.

EXTRA_DIST += \
	tests/sdk/.npmrc \
	tests/sdk/bolt.test.mjs \
	tests/sdk/faults.test.mjs \
	tests/sdk/letters.test.mjs \
	tests/sdk/mail.mjs \
	tests/sdk/mail.test.mjs \
	tests/sdk/package-lock.json \
	tests/sdk/package.json \
	tests/sdk/socket.test.mjs \
	tests/sdk/webapi.test.mjs \
	tests/sdk/workspace.mjs
