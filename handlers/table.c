/* SPDX-License-Identifier: MIT
 *
 * table: the one list of handlers, in the order that help shows them.
 */
#include "handlers/handler.h"

#define HANDLERS(X) \
	X(cmd_declare) X(cmd_ack) X(cmd_severity) X(cmd_page) X(cmd_escalate) \
	X(cmd_commander) \
	X(cmd_technical) X(cmd_comms) X(cmd_assign) X(cmd_handover) \
	X(cmd_accept) X(cmd_decline) X(cmd_update) X(cmd_approve) \
	X(cmd_sendback) \
	X(cmd_maintenance) X(cmd_maintenance_plan) X(cmd_maintenance_tell) \
	X(cmd_maintenance_move) X(cmd_maintenance_start) \
	X(cmd_maintenance_finish) X(cmd_maintenance_cancel) \
	X(cmd_maintenance_resend) \
	X(cmd_notices) X(cmd_subscribe) X(cmd_unsubscribe) X(cmd_republish) X(cmd_snooze) \
	X(cmd_note) X(cmd_mitigated) X(cmd_resolved) X(cmd_reopen) \
	X(cmd_close) X(cmd_duplicate) X(cmd_status) X(cmd_timeline) \
	X(cmd_entry) X(cmd_correct) X(cmd_hide) \
	X(cmd_export) X(cmd_hold) X(cmd_release) \
	X(cmd_unhide) X(cmd_list) \
	X(cmd_oncall) X(cmd_oncall_cover) X(cmd_oncall_swap) \
	X(cmd_oncall_drop) \
	X(cmd_title) X(cmd_flag) X(cmd_drill) X(cmd_help) X(cmd_panel) \
	X(cmd_steps) X(cmd_assess) X(cmd_try) X(cmd_park) X(cmd_evidence) \
	X(cmd_postmortem) X(cmd_owner) X(cmd_rootcause) X(cmd_why) \
	X(cmd_impact) X(cmd_worked) X(cmd_action) X(cmd_search) X(cmd_pattern) \
	X(cmd_figures) X(cmd_report) X(cmd_canvas) \
	X(cmd_import) X(on_file) X(on_manuscript) \
	X(cmd_ticket) X(cmd_checklist) X(on_ticket) X(on_ticket_result) \
	X(on_proposal_lost) X(cmd_cause) X(cmd_confirm) X(cmd_dismiss) \
	X(on_alert_open) X(on_alert_join) X(on_alert_group) \
	X(cmd_unknown) X(on_home) X(on_mark) X(on_room_unarchived) \
	X(on_room_joined) X(on_pager) X(on_unacked) \
	X(on_pager_resolved) X(on_receipt) X(on_due) X(on_result) \
	X(on_site_result) X(on_config) X(due_handoff) X(due_digest) \
	X(due_monthly) \
	X(due_retention) \
	X(due_maintenance) X(due_letters) X(on_news)

#define DECLARE(entry) extern const struct handler entry;
HANDLERS(DECLARE)

#define LIST(entry) &(entry),
const struct handler *const handler_table[] = { HANDLERS(LIST) NULL };
