# SPDX-License-Identifier: MIT
# Two replicas and their Redis, killed and stopped under load; run by
# tests/run chaos.

EXTRA_DIST += \
	tests/chaos/aof.mjs \
	tests/chaos/judge.mjs \
	tests/chaos/judge.test.mjs \
	tests/chaos/people.mjs \
	tests/chaos/rest.mjs \
	tests/chaos/run.mjs \
	tests/chaos/toxic.test.mjs \
	tests/chaos/toxins.mjs \
	tests/chaos/trouble.mjs
