/* SPDX-License-Identifier: MIT
 *
 * courier: see courier.h. A call that has left its replica arrives even if
 * that dies; one whose replica is stopped right before the send leaves when it
 * goes on, as in wire.c.
 */
#include "tests/sim/courier.h"
#include "base/memory.h"
#include "base/text.h"
#include "io/http_client.h"
#include "services/outside/outbound.h"
#include "tests/sim/services.h"
#include "tests/sim/world.h"

struct outbound {
	struct replica *replica;
};

struct errand_under_way {
	struct replica *replica;
	uint64_t life;
	bool stopped;
	char target[ID_SIZE];
	char method[8];
	char path[160];
	char key[ID_SIZE * 2];	/* its first header but the signature */
	char to[NAME_SIZE];	/* of a letter */
	char *body;		/* as sent; "" if none */
	outbound_cb *callback;
	void *arg;
	struct outbound_answer answer;
	char *answered;		/* the answer's body, or NULL */
};

struct outbound *courier_new(struct replica *replica)
{
	struct outbound *outbound = xcalloc(1, sizeof(*outbound));

	outbound->replica = replica;
	return outbound;
}

void courier_free(struct outbound *outbound)
{
	free(outbound);
}

static void errand_free(void *arg)
{
	struct errand_under_way *errand = arg;

	free(errand->body);
	free(errand->answered);
	free(errand);
}

static void on_back(void *arg)
{
	struct errand_under_way *errand = arg;

	errand->answer.body = errand->answered ? errand->answered : "";
	errand->answer.body_length = strlen(errand->answer.body);
	errand->callback(errand->arg, &errand->answer);
	errand_free(errand);
}

static void fail_errand(struct errand_under_way *errand,
    enum outbound_outcome outcome, int status, const char *error)
{
	errand->answer.outcome = outcome;
	errand->answer.status = status;
	errand->answer.error = error;
	free(errand->answered);
	errand->answered = NULL;
}

/* --- there and back ------------------------------------------------------- */

static void arrive(struct errand_under_way *errand)
{
	struct world *world = errand->replica->world;
	struct arrival arrival = { errand->target, errand->method,
		errand->path, errand->body, errand->key, errand->to,
		errand->stopped };

	if (world_chance(world, world->faults.refused) &&
	    services_may_refuse(world, &arrival)) {
		fail_errand(errand, OUTBOUND_REFUSED, *errand->to ? 550 : 422,
		    *errand->to ? "smtp_550" : "http_422");
		return;
	}
	errand->answer.status = services_take(world, &arrival,
	    &errand->answered);
	if (errand->answer.status == 404)
		fail_errand(errand, OUTBOUND_REFUSED, 404, "http_404");
}

static void on_there(void *arg)
{
	struct errand_under_way *errand = arg;
	struct world *world = errand->replica->world;
	const struct faults *faults = &world->faults;
	int64_t back_ms = world_between(world, 5, 120);

	if (world_chance(world, faults->call_lost)) {
		fail_errand(errand, OUTBOUND_AMBIGUOUS, 0, "timeout");
	} else if (world_chance(world, faults->rate_limited)) {
		fail_errand(errand, OUTBOUND_LATER, 429, "http_429");
		errand->answer.retry_ms = world_between(world, 1000, 30000);
	} else {
		arrive(errand);
		if (world_chance(world, faults->answer_lost))
			fail_errand(errand, OUTBOUND_AMBIGUOUS, 503,
			    "http_503");
	}
	if (world_chance(world, faults->slow))
		back_ms = world_between(world, 1000, OUTBOUND_DEADLINE_MS);
	world_trace(world, errand->path);
	world_tell(world, "replica %d: %s %s %s%s -> %d",
	    errand->replica->number, errand->target, errand->method,
	    errand->path, errand->to, errand->answer.status);
	if (errand->life != errand->replica->life) {
		errand_free(errand);
		return;
	}
	world_at_or_drop(world, errand->replica, back_ms, on_back,
	    errand_free, errand);
}

/* From here on it is beyond its replica's reach. */
static void on_leaving(void *arg)
{
	struct errand_under_way *errand = arg;
	struct world *world = errand->replica->world;

	world_at_or_drop(world, NULL, world_between(world, 2, 60), on_there,
	    errand_free, errand);
}

static void copy(struct errand_under_way *errand,
    const struct outbound_request *request)
{
	(void)text_copy(errand->target, sizeof(errand->target),
	    request->target);
	(void)text_copy(errand->method, sizeof(errand->method),
	    request->mail ? "MAIL" : request->method);
	(void)text_copy(errand->path, sizeof(errand->path), request->path);
	if (request->header_count > 1)
		(void)text_copy(errand->key, sizeof(errand->key),
		    request->headers[1].value);
	if (request->mail)
		(void)text_copy(errand->to, sizeof(errand->to),
		    request->mail->to);
	errand->body = xstrdup(request->body ? request->body : "");
}

void outbound_send(struct outbound *outbound,
    const struct outbound_request *request, outbound_cb *callback, void *arg)
{
	struct errand_under_way *errand = xcalloc(1, sizeof(*errand));
	struct replica *replica = outbound->replica;
	struct world *world = replica->world;

	errand->replica = replica;
	errand->life = replica->life;
	copy(errand, request);
	errand->callback = callback;
	errand->arg = arg;
	errand->answer.error = "";
	if (world_chance(world, world->faults.pauses_sending)) {
		errand->stopped = true;
		replica_pause(replica, pause_length_ms(world));
		world_at_or_drop(world, replica, 0, on_leaving, errand_free,
		    errand);
		return;
	}
	on_leaving(errand);
}
