# SPDX-License-Identifier: MIT
libpure_a_SOURCES += \
	handlers/arguments.c handlers/arguments.h handlers/cmd_approve.c \
	handlers/cmd_maintenance.c handlers/cmd_subscribe.c \
	handlers/due_maintenance.c handlers/maintenances.c \
	handlers/maintenances.h \
	handlers/cmd_ack.c handlers/cmd_declare.c handlers/cmd_duplicate.c handlers/cmd_handover.c \
	handlers/cmd_note.c handlers/cmd_oncall.c handlers/cmd_page.c handlers/cmd_phase.c handlers/cmd_role.c \
	handlers/cmd_severity.c handlers/cmd_show.c handlers/cmd_title.c \
	handlers/declare.h handlers/on_alert.c \
	handlers/proposals.c handlers/proposals.h \
	handlers/cmd_notices.c handlers/notices.c handlers/notices.h \
	handlers/cmd_steps.c \
	handlers/cmd_update.c handlers/dispatch.c handlers/handler.h \
	handlers/due_handoff.c handlers/due_digest.c handlers/digests.h handlers/handoffs.h handlers/on_site.c \
	handlers/letters.c handlers/letters.h \
	handlers/ladder.c handlers/ladder.h \
	handlers/on_due.c handlers/on_home.c \
	handlers/marks.h handlers/on_mark.c handlers/on_pager.c handlers/on_result.c handlers/on_room.c handlers/rooms.h \
	handlers/publish.c handlers/publish.h \
	handlers/page_look.c handlers/page_look.h \
	handlers/page_result.c handlers/page_result.h \
	handlers/parts.c handlers/parts.h \
	handlers/responders.c handlers/responders.h handlers/roles.c \
	handlers/roles.h handlers/table.c
libpure_a_SOURCES += handlers/cmd_checklist.c handlers/cmd_ticket.c handlers/on_ticket.c \
	handlers/ticket_result.c handlers/tickets.c handlers/tickets.h
libpure_a_SOURCES += handlers/cmd_search.c handlers/cmd_figures.c \
	handlers/cmd_document.c handlers/documents.h handlers/cmd_import.c handlers/manuscripts.h \
	handlers/on_file.c handlers/cmd_entry.c handlers/cmd_keep.c handlers/due_retention.c handlers/keeping.h handlers/similar.c \
	handlers/cmd_action.c handlers/cmd_postmortem.c \
	handlers/cmd_section.c handlers/due_postmortem.c \
	handlers/postmortems.h
