# SPDX-License-Identifier: MIT
libpure_a_SOURCES += src/core/policy.c src/core/policy.h \
	src/core/calendar_text.c src/core/calendar_text.h \
	src/core/oncall.c src/core/oncall.h src/core/recent.c \
	src/core/recent.h src/core/rotation.c src/core/rotation.h \
	src/core/site.c src/core/site.h \
	src/core/site_appointment.def src/core/site_effect.def \
	src/core/site_event.def src/core/shift_time.c \
	src/core/shift_time.h \
	src/core/zone.c src/core/zone.h \
	src/core/zone_footer.c src/core/zone_footer.h
libpure_a_SOURCES += src/core/business.c src/core/business.h \
	src/core/gaps.c src/core/gaps.h \
	src/core/view_gaps.c src/core/view_gaps.h \
	src/core/markdown.c src/core/markdown.h \
	src/core/ticket.c src/core/ticket.h \
	src/core/ticket_follow.c src/core/ticket_follow.h \
	src/core/view_ticket.c src/core/view_ticket.h
libpure_a_SOURCES += \
	src/core/appointment.c src/core/appointment.def \
	src/core/appointment.h src/core/decision.c src/core/decision.h \
	src/core/effect.c src/core/effect.def src/core/effect.h \
	src/core/event.c src/core/event.def src/core/event.h \
	src/core/incident.c src/core/incident.h \
	src/core/incident_apply.c src/core/incident_pages.c \
	src/core/incident_pages.h src/core/limits.h \
	src/core/json_read.c src/core/json_read.h \
	src/core/json_write.c src/core/json_write.h \
	src/core/record.c src/core/record.h src/core/request.c \
	src/core/request.h
libpure_a_SOURCES += src/core/board.c src/core/board.h \
	src/core/board_bars.c src/core/board_feed.c \
	src/core/board_html.c src/core/board_json.c \
	src/core/board_pages.c src/core/board_parts.h \
	src/core/board_planned.c src/core/board_style.c
libpure_a_SOURCES += src/core/component.c src/core/component.h \
	src/core/html.c src/core/html.h src/core/mail.c src/core/mail.h src/core/link.h \
	src/core/alert.c src/core/alert.h src/core/incident_alerts.c \
	src/core/incident_alerts.h \
	src/core/apply_places.c src/core/apply_places.h \
	src/core/place.c src/core/place.h \
	src/core/rights.c src/core/rights.h \
	src/core/board_draft.c src/core/leaks.c src/core/leaks.h \
	src/core/since.c src/core/since.h src/core/steps.c src/core/steps.h
libpure_a_SOURCES += src/core/blocks.c src/core/blocks.h \
	src/core/mrkdwn.c src/core/mrkdwn.h \
	src/core/render.c src/core/render.h src/core/render_room.c \
	src/core/render_post.c src/core/render_site.c src/core/view_site.c src/core/view_site.h \
	src/core/view.h src/core/view_by_hand.c src/core/view_by_hand.h \
	src/core/view_card.c src/core/view_facts.c \
	src/core/view_alerts.c \
	src/core/view_form.c src/core/view_home.c src/core/view_list.c \
	src/core/ical.c src/core/ical.h src/core/view_oncall.c src/core/view_oncall.h \
	src/core/view_message.c src/core/view_message.h \
	src/core/view_nag.c src/core/view_pages.c src/core/view_panel.c \
	src/core/view_approve.c src/core/view_subscribe.c \
	src/core/view_subscribe.h src/core/view_publish.c \
	src/core/view_sentence.c src/core/view_steps.c \
	src/core/view_words.c src/core/view_words.h
libpure_a_SOURCES += src/core/report.c src/core/report.h \
	src/core/report_html.c src/core/report_markdown.c \
	src/core/report_picture.c src/core/report_tables.c \
	src/core/summary.c src/core/summary.h \
	src/core/apply_postmortem.c src/core/apply_record.h \
	src/core/similar.c src/core/similar.h \
	src/core/marked.c src/core/marked.h src/core/timeline.c \
	src/core/timeline.h src/core/view_record.c src/core/view_record.h \
	src/core/apply_postmortem.h src/core/blame.c src/core/blame.h \
	src/core/postmortem.c src/core/postmortem.h \
	src/core/view_postmortem.c src/core/view_postmortem.h \
	src/core/view_postmortem_form.c
libpure_a_SOURCES += src/core/figures.c src/core/figures.h \
	src/core/figures_page.c src/core/figures_text.c \
	src/core/figures_text.h src/core/paper.c src/core/paper.h \
	src/core/svg.c src/core/svg.h src/core/view_figures.c
