# SPDX-License-Identifier: MIT
#
# Services that are not Slack.
libio_a_SOURCES += src/services/outbound.h \
	src/services/outbound_http.c src/services/outbound_http.h \
	src/services/errand.c src/services/errand.h \
	src/services/pager.c src/services/pager.h \
	src/services/pager_mail.c src/services/pager_ntfy.c src/services/pager_opsgenie.c \
	src/services/pager_pagerduty.c src/services/pager_twilio.c \
	src/services/pager_webhook.c \
	src/services/place.c src/services/place.h \
	src/services/place_instatus.c src/services/place_statuspage.c \
	src/services/place_webhook.c \
	src/services/tracker.c src/services/tracker.h \
	src/services/tracker_github.c src/services/tracker_gitlab.c \
	src/services/tracker_issue.c src/services/tracker_issue.h \
	src/services/tracker_jira.c \
	src/services/sns.c src/services/sns.h \
	src/services/twilio.c src/services/twilio.h \
	src/services/signature.c src/services/signature.h
