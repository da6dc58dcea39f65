# SPDX-License-Identifier: MIT
dist_man_MANS += docs/incbot.8 docs/incbot.conf.5
EXTRA_DIST += docs/archive.md docs/paging.md README deploy/incbot.service docs/CHANGES \
	docs/architecture.md docs/commands.md docs/configuration.md \
	docs/faults.md docs/figures.md docs/postmortem.md docs/growth.svg docs/performance.md docs/status-page.md docs/testing.md
