# SPDX-License-Identifier: MIT
# The workspace's page: plain files, served as they are.

EXTRA_DIST += \
	tests/workspace/page/app.js \
	tests/workspace/page/blocks.css \
	tests/workspace/page/blocks.js \
	tests/workspace/page/channel.js \
	tests/workspace/page/composer.js \
	tests/workspace/page/dates.js \
	tests/workspace/page/dom.js \
	tests/workspace/page/elements.js \
	tests/workspace/page/emoji.js \
	tests/workspace/page/home.js \
	tests/workspace/page/icon.svg \
	tests/workspace/page/index.html \
	tests/workspace/page/inputs.js \
	tests/workspace/page/markdown.js \
	tests/workspace/page/messages.js \
	tests/workspace/page/modal.js \
	tests/workspace/page/mrkdwn.js \
	tests/workspace/page/people.js \
	tests/workspace/page/popup.js \
	tests/workspace/page/richtext.js \
	tests/workspace/page/select.js \
	tests/workspace/page/sidebar.js \
	tests/workspace/page/store.js \
	tests/workspace/page/style.css \
	tests/workspace/page/suggest.js \
	tests/workspace/page/surface.js \
	tests/workspace/page/topbar.js \
	tests/workspace/page/trouble.js
