# SPDX-License-Identifier: MIT
#
# What people see in Slack, and the calls that show it to them.
libpure_a_SOURCES += \
	src/core/views/blocks.c \
	src/core/views/blocks.h \
	src/core/views/mrkdwn.c \
	src/core/views/mrkdwn.h \
	src/core/views/render.c \
	src/core/views/render.h \
	src/core/views/render_comms.c \
	src/core/views/render_gone.c \
	src/core/views/render_gone.h \
	src/core/views/render_post.c \
	src/core/views/render_room.c \
	src/core/views/render_site.c \
	src/core/views/view.h \
	src/core/views/view_alerts.c \
	src/core/views/view_approve.c \
	src/core/views/view_by_hand.c \
	src/core/views/view_by_hand.h \
	src/core/views/view_card.c \
	src/core/views/view_comms.c \
	src/core/views/view_facts.c \
	src/core/views/view_figures.c \
	src/core/views/view_form.c \
	src/core/views/view_gaps.c \
	src/core/views/view_gaps.h \
	src/core/views/view_home.c \
	src/core/views/view_list.c \
	src/core/views/view_manuscript.c \
	src/core/views/view_manuscript.h \
	src/core/views/view_message.c \
	src/core/views/view_message.h \
	src/core/views/view_nag.c \
	src/core/views/view_oncall.c \
	src/core/views/view_oncall.h \
	src/core/views/view_pages.c \
	src/core/views/view_panel.c \
	src/core/views/view_postmortem.c \
	src/core/views/view_postmortem.h \
	src/core/views/view_postmortem_form.c \
	src/core/views/view_publish.c \
	src/core/views/view_record.c \
	src/core/views/view_record.h \
	src/core/views/view_sentence.c \
	src/core/views/view_site.c \
	src/core/views/view_site.h \
	src/core/views/view_steps.c \
	src/core/views/view_maintenance.c \
	src/core/views/view_maintenance.h \
	src/core/views/view_subscribe.c \
	src/core/views/view_subscribe.h \
	src/core/views/view_ticket.c \
	src/core/views/view_ticket.h \
	src/core/views/view_words.c \
	src/core/views/view_words.h
