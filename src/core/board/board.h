/* SPDX-License-Identifier: MIT
 *
 * board: the public status page: what the world outside is told, and the
 * files that tell it. Pure: from incidents, their timelines, the policy and
 * now to bytes. The page is a function of the ledger, so any replica can draw
 * it anew. Only what was published is on it: public texts, their phases and
 * components; never a title, a note or a name from inside, never a private
 * incident or a drill. Who writes the files: daemon/board/board_keeper.h.
 */
#ifndef INCBOT_CORE_BOARD_H
#define INCBOT_CORE_BOARD_H

#include "base/base.h"
#include "core/component.h"
#include "core/incident.h"
#include "core/policy.h"

struct arena;
struct text;

#define BOARD_DAYS 90		/* of history, and of the bars */
#define BOARD_JSON_INCIDENTS 50	/* in incidents.json, as clients expect */
#define BOARD_RECENT_DAYS 14	/* of history on the first page */
#define BOARD_FEED_ENTRIES 25
#define BOARD_UPDATES_MAX 50	/* of one incident in JSON, the latest */
#define BOARD_FILE_MAX (1024 * 1024)	/* bytes of one file */
#define BOARD_KEY_SIZE 17

/* Phases of planned maintenance, beside those of incidents. */
enum planned_status {
	PLANNED_SCHEDULED = PUBLIC_STATUS_COUNT, PLANNED_RUNNING,
	PLANNED_COMPLETED, PLANNED_CANCELLED
};

struct board_update {
	int64_t at_ms;
	int status;		/* enum public_status, or planned_status */
	const char *text;	/* raw */
	const char *affected;	/* set of components, see component.h */
};

/* One public incident, or planned maintenance. */
struct board_incident {
	char key[BOARD_KEY_SIZE];	/* its name in addresses */
	const char *title;	/* raw */
	int severity;
	int status;		/* enum public_status; REOPENED goes back */
	int64_t started_ms;
	int64_t created_ms;	/* first published */
	int64_t updated_ms;
	int64_t monitoring_ms;	/* 0 = not yet */
	int64_t resolved_ms;	/* 0 = not yet */
	int64_t next_ms;	/* next update due; 0 = none promised */
	const struct board_update *updates;	/* oldest first; at least
						   one, unless planned */
	int count;
	int64_t from_ms, until_ms;	/* maintenance; else 0 */
	const char *affected;	/* by maintenance, while it goes on */
};

struct board {
	const struct policy *policy;
	const char *url;	/* where it is served, with a last '/' */
	int64_t now_ms;
	const struct board_incident *const *incidents;	/* latest start
							   first */
	int count;
};

/* The name that an incident has in addresses: it gives away no number. */
void board_key(const char *incident_id, char key[BOARD_KEY_SIZE]);

/* May the world know of it? Not if it is private or a drill, and not before
 * something was published. */
bool board_is_public(const struct incident *incident);

/* Of an event of an incident's timeline what the public may know; strings
 * belong to the event. */
struct board_event {
	int kind;		/* enum event_kind */
	int number;
	int64_t at_ms;
	const char *text;
	const char *list;
};

/* True for the kinds that the page is made of. */
bool board_event_is_public(int event_kind);
struct board_event board_event(const struct event *event);

/* What the public knows of an incident, from its timeline: one block, freed
 * by free(). NULL if nothing was ever published. */
struct board_incident *board_incident_new(const struct incident *incident,
    const struct board_event *events, int count);

/* Planned maintenance by its number: the id of which board_key() makes its
 * name. */
void board_planned_id(int number, char id[ID_SIZE]);
/* The same with one more of the site's events (maintenance_is_news()): a new
 * block; `known` (NULL = nothing yet) is freed. NULL if it is not known how it
 * began. */
struct board_incident *board_planned_take(struct board_incident *known,
    const struct event *event);

/* The title under which it is published, if nobody chose one: from what is
 * affected, never from the title inside. */
const char *board_title(struct arena *arena, const struct policy *policy,
    const char *affected);

/* How an update of this phase begins, by the site's own words: with {affected}
 * and {next} filled in; NULL if it has none for the service and the phase. */
const char *board_draft(struct arena *arena, const struct policy *policy,
    const struct incident *incident, int status, const char *affected);

/* How the first one begins if the site has no words for it. */
const char *board_plain_draft(struct arena *arena,
    const struct policy *policy, const struct incident *incident,
    const char *affected);

/* The set of components that an incident of this service and severity
 * affects as long as nobody says otherwise. */
void board_default_affected(const struct policy *policy, const char *service,
    int severity, char affected[AFFECTED_SIZE]);

/* --- what the drawings share ---------------------------------------------- */

/* Not resolved. */
bool board_is_active(const struct board_incident *incident);
/* What it does to components now: "" once it is resolved. */
const char *board_affected(const struct board_incident *incident);
/* What it did at its worst, for a page about the past. */
int board_worst(const struct board_incident *incident);
/* Worst state of a component now. */
int board_state(const struct board *board, int component);

struct board_overall {
	const char *indicator;	/* none, minor, major, critical, maintenance */
	const char *description;	/* "Partial System Outage" */
};
struct board_overall board_overall(const struct board *board);
/* The component's state that looks like it. */
int board_overall_state(const char *indicator);

/* "critical", "major", "minor"; "maintenance" if planned. */
const char *board_impact(const struct board_incident *incident);

/* Milliseconds of each day, the oldest first, that a component was in a
 * state; [0] is BOARD_DAYS - 1 days ago. */
struct board_day {
	int64_t from_ms, until_ms;
};
struct board_times {
	struct board_day days[BOARD_DAYS];
	int ms[COMPONENTS_MAX][BOARD_DAYS][COMPONENT_STATE_COUNT];
};
void board_times(const struct board *board, struct board_times *times);
/* Hundredths of a percent that a component was up, over all days: a major
 * outage counts whole, a partial one 30 %, slow and planned ones nothing. */
int board_uptime(const struct board_times *times, int component);

/* --- the files ------------------------------------------------------------ */

/* Each adds one whole file; text->truncated tells that it did not fit. */
void board_index_html(struct arena *arena, const struct board *board,
    struct text *out);
void board_history_html(struct arena *arena, const struct board *board,
    struct text *out);
void board_incident_html(struct arena *arena, const struct board *board,
    const struct board_incident *incident, struct text *out);
void board_atom(struct arena *arena, const struct board *board,
    struct text *out);
void board_rss(struct arena *arena, const struct board *board,
    struct text *out);
void board_style(const struct board *board, struct text *out);
/* The tab's picture: a disc in the colour of the present state. */
void board_icon(const struct board *board, struct text *out);

/* The public JSON that status-page clients read; `name` as in its address:
 * "summary", "status", "components", "incidents", "incidents/unresolved",
 * "scheduled-maintenances", ".../upcoming", ".../active". */
void board_json(struct arena *arena, const struct board *board,
    const char *name, struct text *out);

#endif
