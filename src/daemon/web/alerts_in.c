/* SPDX-License-Identifier: MIT
 *
 * alerts_in: see alerts_in.h. One struct delivery per request; its alerts are
 * taken one after the other, each by the steps look, look at the group, run.
 * A turn that finds the key spent was outrun by another replica: look again.
 */
#include "daemon/web/alerts_in.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/incident_alerts.h"
#include "daemon/web/sns_in.h"
#include "daemon/turns/turns.h"
#include "daemon/web/web.h"
#include "services/outside/alert_read.h"
#include "services/clock.h"
#include "services/config/config.h"
#include "services/ledger/ledger.h"

#define PREFIX "/alerts/"
#define LOOKS_MAX 6
#define LOOK_AGAIN_MS 20
#define DELIVERY_MEMORY_MAX (4u << 20)

struct alerts_in {
	const struct config *config;
	struct clock *clock;
	struct ledger *ledger;
	struct turns *turns;
	struct sns_in *sns;
	struct delivery *first;
};

struct delivery {
	struct alerts_in *in;
	struct delivery *next;
	struct arena *arena;
	struct http_exchange *exchange;
	struct alert_list list;
	struct incident incident;	/* as it was found */
	int index;		/* of the alert at hand */
	int looks;
	char previous[ID_SIZE];	/* an incident of the same alert that is over */
	char group_previous[ID_SIZE];	/* of what it was sent with */
	char joining[ID_SIZE];	/* the incident that the turn under way is
				   about; "" = a new one */
	char damaged[ID_SIZE];	/* one whose record cannot be written */
	bool failed;		/* one of the alerts was not taken */
	bool opening;		/* it has none that is not over */
	char opened[ID_SIZE];	/* just now, by the alert at hand */
};

static void look(void *arg);

static const struct alert *at_hand(const struct delivery *delivery)
{
	return &delivery->list.alerts[delivery->index];
}

static void finish(struct delivery *delivery, int status, const char *text)
{
	struct delivery **place = &delivery->in->first;

	web_answer(delivery->exchange, status, text);
	while (*place != delivery)
		place = &(*place)->next;
	*place = delivery->next;
	arena_free(delivery->arena);
	free(delivery);
}

static void give_up(struct delivery *delivery)
{
	finish(delivery, 503, "Not taken; send it again.\n");
}

/* Once committed it is never sent again; so nothing is left half done. */
static void take_next(struct delivery *delivery)
{
	if (++delivery->index >= delivery->list.count) {
		if (delivery->failed)
			give_up(delivery);
		else
			finish(delivery, 200, "Taken.\n");
		return;
	}
	delivery->looks = 0;
	*delivery->damaged = '\0';
	clock_wake(delivery->in->clock, 0, look, delivery);
}

/* What is wrong with one does not keep the others out. */
static void pass_over(struct delivery *delivery, const char *reason)
{
	log_warn("alert_not_taken", "source=%s reason=%s",
	    at_hand(delivery)->source, reason);
	delivery->failed = true;
	take_next(delivery);
}

/* --- the turn ------------------------------------------------------------ */

/* What can happen to one alert once each: its opening after a certain
 * incident, its firing and its end of a certain beginning. */
static const char *key_of(struct delivery *delivery, struct arena *arena,
    const char *name)
{
	const struct alert *alert = at_hand(delivery);
	char hash[ALERT_HASH_SIZE];

	alert_hash(alert, hash);
	if (strcmp(name, "alert_open") == 0)
		return arena_printf(arena, "al:%s:after:%s", hash,
		    *delivery->previous ? delivery->previous : "0");
	if (strcmp(name, "alert_group") == 0)
		return arena_printf(arena, "al:%s:group:%s", hash,
		    delivery->opened);
	if (alert->starts_ms == 0)
		return "";	/* nothing tells its times apart */
	return arena_printf(arena, "al:%s:%lld:%s", hash,
	    (long long)alert->starts_ms, alert->firing ? "f" : "r");
}

static void on_turn(void *arg, const struct turn_answer *answer);

static void run(struct delivery *delivery, const char *name,
    const char *incident)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *request = arena_alloc(arena, sizeof(*request));
	struct alert *alert = arena_alloc(arena, sizeof(*alert));

	/* Its strings live as long as the delivery, which is longer. */
	*alert = *at_hand(delivery);
	alert->previous = arena_strdup(arena, delivery->previous);
	alert->group_previous = arena_strdup(arena,
	    delivery->group_previous);
	request_init(request, REQUEST_ALERT, name);
	request->alert = alert;
	request->incident = arena_strdup(arena, incident);
	request->key = key_of(delivery, arena, name);
	(void)text_copy(delivery->joining, ID_SIZE, incident);
	if (!turn_run(delivery->in->turns, arena, request, "", "", on_turn,
	    delivery))
		give_up(delivery);
}

/* The alert is in; what it was sent together with shall find the way. */
static void after_open(struct delivery *delivery, const char *incident)
{
	if (!*incident || !*at_hand(delivery)->group) {
		take_next(delivery);
		return;
	}
	(void)text_copy(delivery->opened, ID_SIZE, incident);
	run(delivery, "alert_group", delivery->opened);
}

/* A record that cannot be written stops its own incident only: the alert
 * gets another one. */
static void on_damaged(struct delivery *delivery)
{
	if (!*delivery->joining || *delivery->damaged) {
		pass_over(delivery, "damaged");
		return;
	}
	(void)text_copy(delivery->damaged, ID_SIZE, delivery->joining);
	clock_wake(delivery->in->clock, 0, look, delivery);
}

static void on_turn(void *arg, const struct turn_answer *answer)
{
	struct delivery *delivery = arg;
	const struct decision *decision = answer->decision;
	bool opened = decision &&
	    strcmp(decision->request->name, "alert_open") == 0;

	switch (answer->result) {
	case TURN_DONE:
		if (opened && decision->event_count > 0)
			after_open(delivery, decision->incident.id);
		else
			take_next(delivery);
		return;
	case TURN_DUPLICATE:
		/* Of an opening: somebody else was faster; join that one. */
		if (!delivery->opening)
			take_next(delivery);
		else if (++delivery->looks < LOOKS_MAX)
			clock_wake(delivery->in->clock, LOOK_AGAIN_MS, look,
			    delivery);
		else
			give_up(delivery);
		return;
	case TURN_DAMAGED:
		on_damaged(delivery);
		return;
	case TURN_LOST:		/* it consumes no job */
	case TURN_FULL:
	case TURN_UNAVAILABLE:
		give_up(delivery);
		return;
	}
	abort();
}

/* --- the look ------------------------------------------------------------ */

static bool is_live(const struct incident *incident)
{
	return incident_is_open(incident) || incident_is_proposed(incident);
}

/* What has been over since before the alert began anew is another incident.
 * An alert that does not say when it began has begun anew if it ended. */
static bool is_over_for(const struct delivery *delivery,
    const struct incident *incident)
{
	const struct alert *alert = at_hand(delivery);
	const struct alert_state *known;
	char hash[ALERT_HASH_SIZE];

	if (is_live(incident) || !alert->firing)
		return false;
	alert_hash(alert, hash);
	known = incident_alert(incident, hash);
	if (!known)
		return true;
	return alert->starts_ms > 0 ? alert->starts_ms > known->starts_ms :
	    known->ended_ms > 0;
}

/* NULL if nothing can be done with it. */
static const struct incident *read_snapshot(struct delivery *delivery,
    enum ledger_status status, const struct ledger_snapshot *snapshot)
{
	if (status == LEDGER_SPLIT)
		log_warn("alert_incident_unreadable", "incident=%s",
		    snapshot->id);
	if (status == LEDGER_SPLIT ||
	    strcmp(snapshot->id, delivery->damaged) == 0)
		return NULL;
	return incident_decode(snapshot->data, snapshot->length,
	    &delivery->incident) ? &delivery->incident : NULL;
}

static void open_new(struct delivery *delivery)
{
	delivery->opening = true;
	run(delivery, "alert_open", "");
}

/* False if nothing is known to go on with; then that is settled. A record that
 * cannot be read is like one that cannot be written: there is one, and the
 * alert gets another. */
static bool is_answered(struct delivery *delivery, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	if (snapshot || status == LEDGER_ABSENT)
		return true;
	if (status == LEDGER_SPLIT)
		pass_over(delivery, ledger_status_name(status));
	else
		give_up(delivery);
	return false;
}

static void on_group(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct delivery *delivery = arg;
	const struct incident *incident = NULL;
	char hash[ALERT_HASH_SIZE];

	if (!is_answered(delivery, status, snapshot))
		return;
	alert_hash(at_hand(delivery), hash);
	if (snapshot) {
		incident = read_snapshot(delivery, status, snapshot);
		(void)text_copy(delivery->group_previous, ID_SIZE,
		    snapshot->id);
	}
	if (!incident || !is_live(incident) ||
	    !incident_takes_alert(incident, hash)) {
		open_new(delivery);
		return;
	}
	run(delivery, "alert_join", incident->id);
}

/* It has no incident that is not over. */
static void look_at_group(struct delivery *delivery)
{
	const struct alert *alert = at_hand(delivery);
	char alias[NAME_SIZE];

	if (!alert->firing ||
	    !alert_rule_find(&delivery->in->config->policy, alert)) {
		take_next(delivery);
		return;
	}
	if (!*alert->group) {
		open_new(delivery);
		return;
	}
	alert_group_alias(alert, alias);
	ledger_load(delivery->in->ledger, "", alias, on_group, delivery);
}

static void on_look(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct delivery *delivery = arg;
	const struct incident *incident = NULL;

	if (!is_answered(delivery, status, snapshot))
		return;
	delivery->opening = false;
	*delivery->previous = *delivery->group_previous = '\0';
	if (snapshot)
		incident = read_snapshot(delivery, status, snapshot);
	if (incident && !is_over_for(delivery, incident)) {
		run(delivery, "alert_join", incident->id);
		return;
	}
	if (snapshot)
		(void)text_copy(delivery->previous, ID_SIZE, snapshot->id);
	look_at_group(delivery);
}

static void look(void *arg)
{
	struct delivery *delivery = arg;
	char alias[NAME_SIZE];

	alert_alias(at_hand(delivery), alias);
	ledger_load(delivery->in->ledger, "", alias, on_look, delivery);
}

/* --- the request --------------------------------------------------------- */

static const struct alert_source *find_source(const struct alerts_in *in,
    const char *name)
{
	for (int i = 0; i < ALERT_SOURCES_MAX; i++) {
		const struct alert_source *source =
		    &in->config->alert_sources[i];

		if (*source->name && strcmp(source->name, name) == 0)
			return source;
	}
	return NULL;
}

/* A source with a key for signatures takes nothing without one. */
static bool may_send(const struct alert_source *source,
    const struct http_server_request *request,
    const struct http_exchange *exchange)
{
	const char *header = "x-incbot-signature";
	const char *prefix = "sha256=";

	if (!secret_is_set(&source->signing_key))
		return web_is_token(exchange, request, &source->token);
	if (strcmp(source->format, "pagerduty") == 0) {
		header = "x-pagerduty-signature";
		prefix = "v1=";
	} else if (strcmp(source->format, "grafana") == 0) {
		header = "x-grafana-alerting-signature";
		prefix = "";
	}
	return web_is_signed(http_exchange_header(exchange, header), prefix,
	    request, &source->signing_key);
}

/* A body that cannot be read would come again and again, or have the sender
 * stop sending at all, if it were refused: it is taken, and the log tells.
 * Only who writes bodies by hand is told. */
static void answer_unread(struct delivery *delivery,
    const struct alert_source *source, const char *problem)
{
	log_warn("alert_unreadable", "source=%s problem=\"%s\"", source->name,
	    problem);
	finish(delivery, strcmp(source->format, "generic") == 0 ? 400 : 200,
	    arena_printf(delivery->arena, "Not understood: %s.\n", problem));
}

static void deliver(struct alerts_in *in, const struct alert_source *source,
    const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct delivery *delivery = xcalloc(1, sizeof(*delivery));
	const char *problem = NULL;

	delivery->in = in;
	delivery->arena = arena_new(DELIVERY_MEMORY_MAX);
	delivery->exchange = exchange;
	delivery->next = in->first;
	in->first = delivery;
	if (!alerts_read(delivery->arena, source->format, source->name,
	    request->body, request->body_length, &delivery->list,
	    &problem)) {
		answer_unread(delivery, source, problem);
		return;
	}
	if (delivery->list.left_out > 0)
		log_warn("alerts_left_out", "source=%s count=%d",
		    source->name, delivery->list.left_out);
	if (delivery->list.ignored)
		log_info("alert_ignored", "source=%s reason=\"%s\"",
		    source->name, delivery->list.ignored);
	delivery->index = -1;
	take_next(delivery);
}

/* By then the config may have been read anew. */
static void on_signed(void *arg, const char *name, const char *body,
    size_t length, struct http_exchange *exchange)
{
	struct alerts_in *in = arg;
	const struct alert_source *source = find_source(in, name);
	struct http_server_request request = { .method = "POST",
		.body = body, .body_length = length };

	if (source)
		deliver(in, source, &request, exchange);
	else
		web_answer(exchange, 401, "Who are you?\n");
}

static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct alerts_in *in = arg;
	const struct alert_source *source = find_source(in,
	    request->path + strlen(PREFIX));

	if (source && *source->topic && strcmp(request->method, "POST") == 0) {
		sns_in_take(in->sns, source, request, exchange);
		return;
	}
	if (!source || !may_send(source, request, exchange)) {
		log_warn("alert_refused", "reason=\"%s\"", source ?
		    "wrong token or signature" : "unknown source");
		web_answer(exchange, 401, "Who are you?\n");
		return;
	}
	if (strcmp(request->method, "POST") != 0) {
		web_answer(exchange, 405, "POST only.\n");
		return;
	}
	deliver(in, source, request, exchange);
}

struct alerts_in *alerts_in_new(struct web *web, const struct config *config,
    struct clock *clock, struct ledger *ledger, struct turns *turns,
    struct outbound *outbound)
{
	struct alerts_in *in = xcalloc(1, sizeof(*in));

	in->config = config;
	in->clock = clock;
	in->ledger = ledger;
	in->turns = turns;
	in->sns = sns_in_new(outbound, clock, on_signed, in);
	web_add(web, PREFIX, on_request, in);
	return in;
}

void alerts_in_set_config(struct alerts_in *in, const struct config *config)
{
	in->config = config;
}

void alerts_in_free(struct alerts_in *in)
{
	if (!in)
		return;
	while (in->first) {
		struct delivery *delivery = in->first;

		in->first = delivery->next;
		web_answer(delivery->exchange, 503, "Stopping.\n");
		arena_free(delivery->arena);
		free(delivery);
	}
	sns_in_free(in->sns);
	free(in);
}
