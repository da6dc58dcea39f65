# SPDX-License-Identifier: MIT
#
# Services that are not Slack: pagers, places, trackers, sources of alerts.
libio_a_SOURCES += \
	src/services/outside/alert_read.c \
	src/services/outside/alert_read.h \
	src/services/outside/errand.c \
	src/services/outside/errand.h \
	src/services/outside/letter_errand.c \
	src/services/outside/mail_errand.c \
	src/services/outside/mail_errand.h \
	src/services/outside/outbound.h \
	src/services/outside/outbound_http.c \
	src/services/outside/outbound_http.h \
	src/services/outside/pager.c \
	src/services/outside/pager.h \
	src/services/outside/pager_mail.c \
	src/services/outside/pager_ntfy.c \
	src/services/outside/pager_opsgenie.c \
	src/services/outside/pager_pagerduty.c \
	src/services/outside/pager_twilio.c \
	src/services/outside/pager_webhook.c \
	src/services/outside/pagerduty_oncall.c \
	src/services/outside/pagerduty_oncall.h \
	src/services/outside/pagerduty_page.c \
	src/services/outside/pagerduty_page.h \
	src/services/outside/place.c \
	src/services/outside/place.h \
	src/services/outside/place_instatus.c \
	src/services/outside/place_statuspage.c \
	src/services/outside/place_webhook.c \
	src/services/outside/signature.c \
	src/services/outside/signature.h \
	src/services/outside/sns.c \
	src/services/outside/sns.h \
	src/services/outside/tracker.c \
	src/services/outside/tracker.h \
	src/services/outside/tracker_github.c \
	src/services/outside/tracker_gitlab.c \
	src/services/outside/tracker_issue.c \
	src/services/outside/tracker_issue.h \
	src/services/outside/tracker_jira.c \
	src/services/outside/twilio.c \
	src/services/outside/twilio.h
