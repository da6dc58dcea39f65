# SPDX-License-Identifier: MIT
#
# Transcripts: what people say, and exactly what must follow.

TRANSCRIPTS = tests/transcripts/p2_called.txt \
	tests/transcripts/p2_called_again.txt \
	tests/transcripts/p1_1_severity_at_once.txt \
	tests/transcripts/p1_2_doubt_rounds_up.txt \
	tests/transcripts/p1_3_lowering_needs_a_reason.txt \
	tests/transcripts/p1_4_impact_not_cause.txt \
	tests/transcripts/p1_5_flags.txt \
	tests/transcripts/p2_5_taken_back.txt \
	tests/transcripts/p2_8_again.txt \
	tests/transcripts/p2_8_put_off.txt \
	tests/transcripts/p2_8_receipts.txt \
	tests/transcripts/p1_sev3_notices.txt \
	tests/transcripts/configs.txt \
	tests/transcripts/p2_5_ack_kept.txt \
	tests/transcripts/alerts_undecided.txt \
	tests/transcripts/duplicate_draft.txt \
	tests/transcripts/p6_6_ticket_comment.txt \
	tests/transcripts/p1_sev3_ticket.txt \
	tests/transcripts/p1_sev3_triage.txt \
	tests/transcripts/p1_sev3_tracker_closes.txt \
	tests/transcripts/p6_6_tickets.txt \
	tests/transcripts/p6_6_ticket_fails.txt \
	tests/transcripts/p5_1_park_message.txt \
	tests/transcripts/p6_6_checklist.txt \
	tests/transcripts/p2_2_minute_0.txt \
	tests/transcripts/p3_1_channel.txt tests/transcripts/p3_2_furnished.txt \
	tests/transcripts/p3_2_pages_show_channel.txt \
	tests/transcripts/p3_3_roles.txt \
	tests/transcripts/p3_4_empty_roles.txt \
	tests/transcripts/p3_5_outside_text.txt \
	tests/transcripts/rights.txt tests/transcripts/rights_group.txt tests/transcripts/rights_page.txt \
	tests/transcripts/rights_unknown.txt tests/transcripts/rights_group_unknown.txt \
	tests/transcripts/alerts.txt tests/transcripts/ack.txt tests/transcripts/p2_6_target_missed.txt \
	tests/transcripts/p7_3_bad_input.txt tests/transcripts/card_late.txt \
	tests/transcripts/declare.txt tests/transcripts/duplicate.txt tests/transcripts/declare_form.txt \
	tests/transcripts/p7_4_drill.txt tests/transcripts/elsewhere.txt \
	tests/transcripts/p2_3_escalation.txt tests/transcripts/p2_5_ack_stops.txt \
	tests/transcripts/p2_4_leads.txt \
	tests/transcripts/escalation_nobody.txt \
	tests/transcripts/escalation_severity.txt \
	tests/transcripts/fails.txt tests/transcripts/handover.txt \
	tests/transcripts/lost.txt \
	tests/transcripts/p2_7_late.txt tests/transcripts/lookups.txt \
	tests/transcripts/notes.txt tests/transcripts/p2_1_oncall.txt tests/transcripts/p2_1_rotations.txt \
	tests/transcripts/nowhere.txt \
	tests/transcripts/p2_1_gap.txt tests/transcripts/p2_1_swap_weeks.txt tests/transcripts/p2_1_handoff.txt tests/transcripts/p2_1_user_group.txt tests/transcripts/p4_5_page.txt tests/transcripts/page_fails.txt \
	tests/transcripts/page_leaks.txt tests/transcripts/page_private.txt \
	tests/transcripts/p3_5_comms_channel.txt \
	tests/transcripts/p3_5_comms_channel_lost.txt \
	tests/transcripts/p3_5_comms_channel_marks.txt \
	tests/transcripts/p4_maintenance.txt \
	tests/transcripts/p4_maintenance_by_hand.txt \
	tests/transcripts/p4_maintenance_fails.txt \
	tests/transcripts/p4_maintenance_end_again.txt \
	tests/transcripts/p4_approve_same_instant.txt \
	tests/transcripts/p4_3_republish_reopened.txt \
	tests/transcripts/p4_approve.txt tests/transcripts/p4_3_letters.txt tests/transcripts/p4_3_subscribers.txt \
	tests/transcripts/p4_2_reminder_fails.txt \
	tests/transcripts/p4_3_places.txt tests/transcripts/p4_3_places_not.txt \
	tests/transcripts/p4_3_places_late.txt \
	tests/transcripts/overtaken.txt tests/transcripts/p2_8_pagers.txt \
	tests/transcripts/p2_8_lost.txt tests/transcripts/p2_5_asked.txt \
	tests/transcripts/p4_4_asked.txt \
	tests/transcripts/p2_8_asked_in_vain.txt \
	tests/transcripts/reopen.txt \
	tests/transcripts/p5_1_mitigate_first.txt \
	tests/transcripts/p5_2_assess.txt tests/transcripts/p5_3_paths.txt \
	tests/transcripts/p5_4_not_stable.txt tests/transcripts/p5_5_evidence.txt \
	tests/transcripts/p6_3_marked_messages.txt tests/transcripts/p6_3_marks_full.txt tests/transcripts/archive.txt tests/transcripts/archive_comms.txt tests/transcripts/p6_8_readable.txt \
	tests/transcripts/p6_8_documents.txt tests/transcripts/retention.txt tests/transcripts/p6_3_corrections.txt tests/transcripts/similar.txt tests/transcripts/p6_1_pattern.txt \
	tests/transcripts/p7_1_everything.txt tests/transcripts/p7_2_both_ways.txt \
	tests/transcripts/p4_4_final_update.txt tests/transcripts/role_nags.txt \
	tests/transcripts/roles.txt tests/transcripts/room_fails.txt \
	tests/transcripts/room_late.txt tests/transcripts/severity.txt \
	tests/transcripts/severity_replans.txt \
	tests/transcripts/severity_ticket.txt tests/transcripts/snooze.txt \
	tests/transcripts/title.txt tests/transcripts/p4_1_ladder.txt \
	tests/transcripts/p4_2_first_update.txt \
	tests/transcripts/p4_2_offer_settled.txt \
	tests/transcripts/p4_2_due_again.txt \
	tests/transcripts/updates_manager.txt \
	tests/transcripts/updates_nobody.txt \
	tests/transcripts/figures.txt tests/transcripts/digests.txt tests/transcripts/search.txt tests/transcripts/p6_6_actions.txt tests/transcripts/p6_6_action_due.txt \
	tests/transcripts/p6_5_blame.txt \
	tests/transcripts/p6_7_close.txt \
	tests/transcripts/p6_1_duty.txt tests/transcripts/p6_2_late.txt \
	tests/transcripts/p6_2_reminders.txt \
	tests/transcripts/p6_4_sections.txt

check_PROGRAMS += tests/transcripts/transcript
TESTS += tests/transcripts/all.sh
EXTRA_DIST += tests/transcripts/all.sh tests/transcripts/README \
	tests/transcripts/alerts_unseen.txt $(TRANSCRIPTS)

tests_transcripts_transcript_SOURCES = \
	tests/transcripts/scene.c tests/transcripts/scene.h \
	tests/transcripts/scene_messages.c \
	tests/transcripts/scene_messages.h \
	tests/transcripts/scene_check.c tests/transcripts/scene_check.h \
	tests/transcripts/tell.c tests/transcripts/tell.h \
	tests/transcripts/transcript.c
tests_transcripts_transcript_LDADD = $(PURE_LIBS)
