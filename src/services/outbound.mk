# SPDX-License-Identifier: MIT
#
# Services that are not Slack.
libio_a_SOURCES += src/services/outbound.h \
	src/services/outbound_http.c src/services/outbound_http.h
