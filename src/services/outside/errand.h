/* SPDX-License-Identifier: MIT
 *
 * errand: what an effect means at a service that is not Slack: the call that
 * fulfils it, and how it may be repeated. The runner (daemon/jobs/errand_job.c)
 * runs it with the same care as a call to Slack: lease, owner check, a look
 * before a repeat. Whoever adds such an effect writes a drawer and adds a row
 * to the table in errand.c.
 */
#ifndef INCBOT_SERVICES_ERRAND_H
#define INCBOT_SERVICES_ERRAND_H

#include "base/base.h"
#include "core/effect.h"
#include "core/incident.h"
#include "core/site.h"
#include "services/outside/outbound.h"

struct arena;
struct config;
struct letter;

/* What a drawer sees: the incident as it is now. Strings it makes live in the
 * arena. */
struct errand_scene {
	struct arena *arena;
	const struct config *config;
	const struct effect *effect;
	const struct incident *incident;
	const struct site *site;	/* of one of its effects, and then the
					   incident is empty; else NULL */
	const struct letter *letter;	/* of LETTER_SEND: what it says; NULL =
					   not written yet */
	const char *job;	/* the same at each attempt: a key to send */
	bool may_be_done;	/* by an earlier attempt of which nobody knows */
	int attempt;		/* from 1 on */
	int look_page;		/* which page a look is to ask for, from 1 on */
	const char *known_ref;	/* of something of ours that a look found and
				   to which this is to be added; "" = none */
	int64_t now_ms;
};

enum errand_draw {
	ERRAND_CALL,		/* send it */
	ERRAND_OBSOLETE,	/* its reason is gone: done without a call */
	ERRAND_WAIT,		/* not yet: again shortly */
	ERRAND_IMPOSSIBLE,	/* given up; errand->why says it in words */
};

enum errand_repeat {
	ERRAND_REPEATS,	/* the service knows our key: harmless */
	ERRAND_LOOKS,	/* `look` finds what an earlier attempt made */
	ERRAND_ONE_TRY,	/* whatever goes wrong is given up at once, so that
			   another way is tried (a page). After a crash it is
			   sent again: twice rather than never */
};

#define ERRAND_PAGES_MAX 20	/* of one look; if it is not on them, nobody
				   can tell, and it is given up with words */

/* What was made: becomes made_ref and made_name of the result's request. */
struct errand_made {
	char ref[ID_SIZE];
	char name[URL_SIZE];	/* or its address */
	bool earlier;	/* of a look: what is there is ours, but of an earlier
			   effect; drawn anew, with its ref as known_ref */
	bool more;	/* of a look: not on this page, but there may be
			   another one */
	bool unclear;	/* of a look: the answer cannot be read, look again */
	int64_t again_ms;	/* there is no news: asked again after that; 0 =
				   there is */
};

struct errand {
	struct outbound_request request;
	enum errand_repeat repeat;
	bool looks_first;	/* at the first attempt too: an effect that was
				   given up may have left it there */
	bool held_ends;	/* credentials that do not work end it, so that people
			   are told; else it waits until they work */
	struct outbound_request look;
	/* True if the answer to `look` shows it; fills made. If there is more,
	 * the errand is drawn anew for the next page. */
	bool (*found)(const struct errand_scene *scene,
	    const struct outbound_answer *answer, struct errand_made *made);
	/* Reads what was made from an OK answer; NULL = nothing to read.
	 * False if the answer says no all the same. */
	bool (*read)(const struct outbound_answer *answer,
	    struct errand_made *made);
	/* The same, for who has to see the scene. */
	bool (*judge)(const struct errand_scene *scene,
	    const struct outbound_answer *answer, struct errand_made *made);
	/* Asked first at each attempt, if it has a method: completes the
	 * request from the answer; ERRAND_CALL or ERRAND_IMPOSSIBLE. */
	struct outbound_request prepare;
	enum errand_draw (*prepared)(const struct errand_scene *scene,
	    const struct outbound_answer *answer, struct errand *errand);
	/* Words for a refusal (HELD, REFUSED) that people have to see to; NULL
	 * if it may pass. Without it HELD is tried on, and REFUSED is given up
	 * with the error's word. */
	const char *(*explain)(struct arena *arena,
	    const struct outbound_answer *answer);
	const char *why;
};

typedef enum errand_draw errand_fn(const struct errand_scene *scene,
    struct errand *errand);

/* `errand` is all zero. */
enum errand_draw errand_draw(const struct errand_scene *scene,
    struct errand *errand);

/* Who carries them out: kept by the daemon, borrowed by the runner. */
struct errands {
	const struct config *config;	/* changes with a reload */
	struct outbound *outbound;
};

/* One attempt. Copies what it needs. */
void errand_send(const struct errands *errands, const struct errand *errand,
    outbound_cb *callback, void *arg);

#endif
