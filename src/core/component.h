/* SPDX-License-Identifier: MIT
 *
 * component: what the public is told of: the parts of the product as its
 * users know them, the state each is in, and the phase of a public incident.
 * A set of states is a line such as "checkout=major,api=degraded", kept in
 * events; parts that are well are not in it. Knows no page and no incident;
 * how they are shown: core/board/board.h.
 */
#ifndef INCBOT_CORE_COMPONENT_H
#define INCBOT_CORE_COMPONENT_H

#include "base/base.h"
#include "core/limits.h"
#include "core/link.h"

#define COMPONENTS_MAX 64
#define COMPONENT_SERVICES_MAX 8
#define COMPONENT_ABOUT_SIZE 256
#define AFFECTED_SIZE 2816	/* all of them at their longest */
#define DRAFTS_MAX 32
#define DRAFT_SIZE 1024
#define JARGON_MAX 64
#define COLOUR_SIZE 8		/* "#1a2b3c" */

/* Worse is larger. */
enum component_state {
	COMPONENT_UP, COMPONENT_MAINTENANCE, COMPONENT_DEGRADED,
	COMPONENT_PARTIAL, COMPONENT_MAJOR, COMPONENT_STATE_COUNT
};

/* Phases of a public incident; of an update that was written before there
 * were any: NONE, shown as investigating. */
enum public_status {
	PUBLIC_NONE, PUBLIC_INVESTIGATING, PUBLIC_IDENTIFIED,
	PUBLIC_MONITORING, PUBLIC_RESOLVED, PUBLIC_STATUS_COUNT
};

struct component {
	char id[ID_SIZE];	/* as people type it: a-z 0-9 - */
	char name[NAME_SIZE];	/* as the public reads it */
	char group[NAME_SIZE];	/* heading over several; "" = none */
	char about[COMPONENT_ABOUT_SIZE];
	char services[COMPONENT_SERVICES_MAX][NAME_SIZE];	/* whose
					   incidents affect it */
	char statuspage[ID_SIZE];	/* its id there; "" = not there */
	char instatus[ID_SIZE];
};

/* How an update may begin; the first that fits is taken. */
struct draft {
	char text[DRAFT_SIZE];
	char status[16];	/* a word of public_status_word(), or "" = any */
	char service[NAME_SIZE];	/* "" = any */
};

/* The public page, as the site wants it. */
struct board_policy {
	char folder[256];	/* where its files go; "" = no page */
	char name[NAME_SIZE];	/* whose status it is */
	char about[COMPONENT_ABOUT_SIZE];
	char logo[URL_SIZE];
	char colour[COLOUR_SIZE];	/* accent on white; "" = default */
	char dark_colour[COLOUR_SIZE];	/* and on black */
	struct link links[LINKS_MAX];
	struct draft drafts[DRAFTS_MAX];	/* first empty text ends the list */
	char jargon[JARGON_MAX][NAME_SIZE];	/* words to point out */
	struct component components[COMPONENTS_MAX];
	int component_count;
};

/* "major", as kept and typed; "major_outage", as status-page clients know
 * it; "Major outage", for people. */
const char *component_state_word(int state);
const char *component_state_wire(int state);
const char *component_state_name(int state);
/* Either word, ASCII case ignored; also "up", "ok", "down". */
NODISCARD bool component_state_parse(const char *word, int *state);

/* "identified", for both; "Identified". NONE reads as investigating. */
const char *public_status_word(int status);
const char *public_status_name(int status);
/* False for what is no status. */
NODISCARD bool public_status_parse(const char *word, int *status);

/* By id or name, ASCII case ignored; -1 if unknown. */
int component_find(const struct board_policy *board, const char *word);

/* The state that a set gives a component. */
int affected_state(const char *affected, const char *id);
/* Changes it; UP takes it out. False, unchanged, if there is no room. */
NODISCARD bool affected_set(char affected[AFFECTED_SIZE], const char *id,
    int state);
/* Is it a set, with nothing left over? Checked on what was stored. */
bool affected_is_sane(const char *affected);

/* Walks a set: the next pair, or false at its end. */
NODISCARD bool affected_next(const char **affected, char id[ID_SIZE],
    int *state);

#endif
