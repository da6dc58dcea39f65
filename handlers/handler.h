/* SPDX-License-Identifier: MIT
 *
 * handler: the contract of everything in this folder. One file per command
 * (cmd_*) or happening (on_*), each ending in one `const struct handler`;
 * handlers/table.c lists them; handlers/dispatch.c finds the one that a
 * request asks for, enforces what its entry declares, and runs it.
 *
 * A handler is pure: (incident, request, now, policy) in, decision out. It
 * does no I/O and reads no clock. Shared work goes to decision_*() or
 * incident_*(), text for people to core/views/view.h.
 */
#ifndef INCBOT_HANDLERS_HANDLER_H
#define INCBOT_HANDLERS_HANDLER_H

#include "core/decision.h"

#define ARGUMENTS_MAX 6

struct argument {
	const char *name;
	const char *text;	/* "" if absent; users as bare id; raw text */
	int number;		/* severity:, role:, number: */
};

#define FOUND_MAX 12	/* incidents of one search that are told */

struct figures_facts;
struct similars;
struct summary;

struct turn {
	struct arena *arena;
	const struct policy *policy;
	const struct request *request;
	const struct incident *incident;	/* follows the events */
	int64_t now_ms;
	struct argument arguments[ARGUMENTS_MAX];
	int argument_count;
	struct decision *out;

	/* Loaded beforehand if the entry needs it. */
	const char *new_id;		/* NEEDS_NEW_ID; NULL until asked for */
	const struct incident *open;	/* NEEDS_OPEN_LIST: most urgent first */
	int open_count;
	int open_total;			/* may exceed open_count */
	const struct incident *owed;	/* NEEDS_OWED: by when it is due */
	int owed_count;
	int owed_total;			/* may exceed owed_count */
	const struct summary *found;	/* NEEDS_FOUND: those that have all
					   words of the line, the latest
					   first */
	int found_count;
	int found_total;		/* may exceed found_count */
	const struct incident *kept;	/* NEEDS_KEPT: at most DROPS_MAX */
	int kept_count;
	const struct figures_facts *figures;	/* NEEDS_FIGURES */
	const struct similars *similar;	/* NEEDS_SIMILAR; NULL = could not be
					   looked for */
	const struct event *timeline;	/* NEEDS_TIMELINE: oldest first */
	int timeline_count;
	const int *timeline_numbers;	/* of each in all of it; NULL = 1, 2 */
	int timeline_left_out;		/* of a very long one; the oldest, but
					   nothing that was written for good,
					   nor what the request is about */
	const struct site *site;	/* NEEDS_SITE, ABOUT_SITE: follows the
					   events; NULL = nothing was set */
};

enum {
	NEEDS_INCIDENT = 1,	/* refused elsewhere, naming open incidents */
	NEEDS_NEW_ID = 2,	/* a fresh number; incident starts empty */
	NEEDS_OPEN_LIST = 4,
	NEEDS_TIMELINE = 8,
	NEEDS_SITE = 16,	/* to read (core/site.h) */
	NEEDS_OWED = 64,
	NEEDS_FOUND = 128,
	NEEDS_SIMILAR = 512,	/* to what is being declared */
	NEEDS_KEPT = 1024,	/* what may be dropped (core/keeping.h) */
	NEEDS_FIGURES = 256,	/* of all incidents (core/report/figures.h) */
	ABOUT_SITE = 32,	/* it is the subject: events change it, and no
				   incident */
};

enum {
	IN_OPEN = 1 << PHASE_OPEN,
	IN_MITIGATED = 1 << PHASE_MITIGATED,
	IN_RESOLVED = 1 << PHASE_RESOLVED,
	IN_CLOSED = 1 << PHASE_CLOSED,
	IN_LIVE = IN_OPEN | IN_MITIGATED,
	IN_PROPOSED = 1 << PHASE_PROPOSED,
	IN_ANY = IN_LIVE | IN_RESOLVED | IN_CLOSED,
};

enum who { WHO_MEMBER, WHO_ITSELF };	/* people of the team; incbot only */

struct handler {
	const char *name;	/* "severity"; on_*: the happening's name */
	const char *aliases;	/* "sev,level" or "" */
	/* Argument template: words "name:type", optional ones end in "?".
	 * Types: severity (sev1, 1, sev2? rounds up), user (<@U..>), role,
	 * public (identified:), components (checkout=down,api=slow), state,
	 * number, nth (a number in front of a text that may be left out),
	 * word, anyway (that word), part (up to the next ";"), text and title
	 * (all the rest; must be last), any (the rest, whatever it is). */
	const char *arguments;
	const char *usage;	/* "severity 1|2|3 [why]" */
	const char *help;	/* one sentence */
	unsigned needs;
	unsigned phases;	/* IN_*; 0 = any */
	enum who who;
	enum right right;	/* that a person needs */
	/* Would it have people called, as it was asked? Then RIGHT_PAGE is
	 * needed too. NULL = never. */
	bool (*calls)(const struct turn *turn);
	/* Opened when a required argument is missing and a form can be
	 * shown; NULL = refuse with the usage instead. */
	json_t *(*form)(struct turn *turn);
	enum outcome (*run)(struct turn *turn);
	/* Once it is committed, with those incidents in turn->open that are
	 * open then: completes the reply, and decides nothing. Of two such
	 * turns at the same time the one that commits second has what the
	 * first has made in its list. NULL = the reply stands. */
	void (*after)(struct turn *turn);
};

/* All of them, in the order that help shows; NULL ends the list. */
extern const struct handler *const handler_table[];

/* By name or alias (exact, ASCII case ignored); NULL if none. */
const struct handler *handler_find(const char *name);

/* The nearest name for "did you mean", or NULL if nothing is near. */
const struct handler *handler_nearest(const char *name);

/* A typed line may name its incident, from anywhere: "INC-7 resolved ..."
 * becomes request->incident "7" and the rest of the words. To be called
 * before an incident is loaded. */
void dispatch_address(struct arena *arena, struct request *request);

/* The handler that a request asks for, after the rules of the command line
 * ("/incident sev1 api outage" declares, and in an incident's channel sets its
 * severity; a bare command is the declare form, or the panel). Never NULL: an
 * unknown word is answered by the `unknown` handler. Tells the caller what to
 * load. */
const struct handler *dispatch_find(const struct request *request,
    bool in_incident);

/* Enforces the entry (who, incident, phase, epoch, arguments), runs it and
 * finishes the decision in turn->out. turn->incident is set here to the
 * decision's incident. */
void dispatch_run(struct turn *turn, const struct handler *handler,
    const struct incident *incident);

/* Says why this person may not, and who may. */
enum outcome dispatch_refuse_right(struct turn *turn, enum right right);

/* The argument's text ("" if absent) and number; name must be in the
 * template. */
const char *turn_text(const struct turn *turn, const char *name);
int turn_number(const struct turn *turn, const char *name);

/* True if an update reaches anybody outside the incident: there is a place
 * for it, and the incident is neither private nor a drill. */
bool turn_publishes(const struct turn *turn);

/* An event with actor = the request's actor. */
struct event turn_event(const struct turn *turn, int kind);

#endif
