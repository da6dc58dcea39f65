/* SPDX-License-Identifier: MIT
 *
 * limits: every size that more than one room must agree on. A size counts
 * bytes with the closing NUL; a text that does not fit is refused with a
 * sentence (people's input) or cut at a character (what comes back from
 * services). Slack's own limits stand with the views that obey them.
 */
#ifndef INCBOT_CORE_LIMITS_H
#define INCBOT_CORE_LIMITS_H

#define ID_SIZE 32		/* a Slack id, a ts, an incident's number */
#define NAME_SIZE 96		/* a channel's name (Slack: 80 characters) */
#define KEY_SIZE 160		/* what makes an input recognisable */
#define JOB_SIZE 96		/* id of an effect or appointment */
#define LANE_SIZE 128
#define TITLE_CHARS 120		/* characters a title may have */
#define TITLE_SIZE 512
#define TEXT_CHARS 1500		/* characters a note or update may have */
#define TEXT_SIZE 6016
#define URL_SIZE 512

#define EVENTS_MAX 16		/* events in one turn */
#define EFFECTS_MAX 96		/* effects in one turn */
#define RECENT_MAX 64		/* inputs remembered in the snapshot */
#define PAGES_MAX 16		/* pages of one incident with a receipt */
#define CONTACTS_MAX 256	/* people with pagers of their own */
#define WAYS_MAX 8		/* pagers of one person, in order */
#define RUNGS_MAX 5		/* of the escalation ladder: oncall.h */
#define RUNG_CALLED RUNGS_MAX	/* called by a person, beside the ladder; it is
				   stored: a new rung comes behind it */
#define CALLED_MAX 11		/* people called so; one more is refused */
#define RESPONDERS_MAX 16
#define LINKS_MAX 8
#define SERVICES_MAX 64
#define ACTIONS_MAX 24		/* action items of one incident */
#define ACTION_CHARS 200	/* characters an action item may have */
#define ACTION_SIZE 808
#define CAUSE_CHARS 300		/* of a root cause, those that a search knows */
#define CAUSE_SIZE 1208
#define OWED_LIST_MAX 40	/* incidents of which something is owed, shown */
#define OPEN_LIST_MAX 50	/* incidents shown or searched at once */
#define MARKS_MAX 64		/* marked messages of one incident */
#define SNAPSHOT_MAX 212992	/* an encoded snapshot, bytes; with room for
				   everything at its longest */
#define TURN_MEMORY_MAX (16u << 20)	/* one turn's arena, bytes; a long
				   timeline takes 9 million of them */

#endif
