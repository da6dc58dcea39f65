/* SPDX-License-Identifier: MIT
 *
 * scene: see scene.h. Playing first, then the checks after every turn.
 */
#include "tests/everybody.h"
#include "tests/transcripts/scene.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "core/keeping.h"
#include "core/report/figures.h"
#include "core/incident_alerts.h"
#include "core/postmortem.h"
#include "core/similar.h"
#include "core/summary.h"
#include "core/ticket.h"
#include "handlers/handler.h"
#include "tests/transcripts/scene_check.h"
#include "tests/transcripts/tell.h"

int64_t scene_start_ms(void)
{
	return when_from_civil_utc(&(struct civil){
	    .year = 2026, .month = 6, .day = 15 });
}

/* What is critical is an incident, a warning is proposed. */
static void scene_rules(struct policy *policy)
{
	struct alert_rule *declare = &policy->alert_rules[0];
	struct alert_rule *propose = &policy->alert_rules[1];

	(void)text_copy(declare->match[0], NAME_SIZE, "severity=critical");
	(void)text_copy(declare->action, sizeof(declare->action), "declare");
	(void)text_copy(propose->match[0], NAME_SIZE, "severity=warning");
	(void)text_copy(propose->action, sizeof(propose->action), "propose");
	propose->severity = SEV2;
	policy->alert_rule_count = 2;
}

struct scene *scene_new(FILE *out)
{
	static const struct person_name persons[] = {
		{ "U0ANA", 0 }, { "U0BEN", 10 }, { "U0CEM", 21 },
	};
	static const struct people people = {
		"Ana Silva\0Ben Okafor\0Cem Y\xc4\xb1ld\xc4\xb1z\0",
		persons, ARRAY_LEN(persons),
	};
	struct scene *scene = xcalloc(1, sizeof(*scene));
	struct policy *policy = &scene->policy;
	struct service *service = &policy->services[0];

	scene->out = out;
	scene->now_ms = scene_start_ms();
	policy_init(policy);
	everybody_is_known(policy);
	policy->service_count = 1;
	(void)text_copy(service->name, sizeof(service->name), "checkout");
	(void)text_copy(service->responders[0], ID_SIZE, "U0OLA");
	(void)text_copy(service->links[0].title, NAME_SIZE, "Runbook");
	(void)text_copy(service->links[0].url, URL_SIZE,
	    "https://runbooks.example/checkout");
	(void)text_copy(service->mitigations[0].title, NAME_SIZE,
	    "Roll back");
	(void)text_copy(service->mitigations[0].command,
	    sizeof(service->mitigations[0].command),
	    "deploy undo checkout");
	(void)text_copy(service->mitigations[1].title, NAME_SIZE,
	    "Redirect");
	(void)text_copy(service->mitigations[1].url, URL_SIZE,
	    "https://lb.example/checkout");
	(void)text_copy(policy->responders[0], ID_SIZE, "U0PIA");
	(void)text_copy(policy->oncall.names[ONCALL_MANAGER], NAME_SIZE, "U0MAX");
	(void)text_copy(policy->oncall.names[ONCALL_SECURITY], NAME_SIZE, "U0SUE");
	(void)text_copy(policy->oncall.names[ONCALL_EXECUTIVE], NAME_SIZE, "U0EVA");
	(void)text_copy(policy->team_id, ID_SIZE, "T0ACME");
	(void)text_copy(policy->bot_user, ID_SIZE, "U0INCBOT");
	(void)text_copy(policy->broadcast_channel, ID_SIZE, "C0COMPANY");
	policy->people = &people;
	scene_rules(policy);
	return scene;
}

/* The primary changes daily at 09:30: ola on the 15th, then ben; the secondary
 * is pia, at night cem. */
void scene_use_rotations(struct scene *scene)
{
	struct policy *policy = &scene->policy;
	struct rotation *first = &scene->rotations[0];
	struct rotation *second = &scene->rotations[1];

	(void)text_copy(first->name, NAME_SIZE, "first");
	(void)text_copy(first->layers[0].members[0], ID_SIZE, "U0OLA");
	(void)text_copy(first->layers[0].members[1], ID_SIZE, "U0BEN");
	first->layers[0].turn_minutes = DAY_MINUTES;
	first->layers[0].handoff = (struct handoff){ true, -1, 9 * 60 + 30 };
	first->layers[0].start = (day_number)(scene_start_ms() /
	    WHEN_DAY_MS) - 1;
	(void)text_copy(second->name, NAME_SIZE, "second");
	(void)text_copy(second->layers[0].members[0], ID_SIZE, "U0PIA");
	(void)text_copy(second->layers[1].members[0], ID_SIZE, "U0CEM");
	second->layers[1].hours = (struct day_hours){ 20 * 60, 30 * 60 };
	policy->rotations.all = scene->rotations;
	policy->rotations.count = 2;
	(void)text_copy(policy->services[0].oncall.names[ONCALL_PRIMARY],
	    NAME_SIZE, "first");
	(void)text_copy(policy->services[0].oncall.names[ONCALL_SECONDARY],
	    NAME_SIZE, "second");
	policy_bind_oncall(policy);
}

void scene_free(struct scene *scene)
{
	for (int i = 0; i < scene->play_count; i++)
		free(scene->plays[i].timeline);
	free(scene);
}

const struct incident *scene_latest(const struct scene *scene)
{
	return scene->play_count > 0 ?
	    &scene->plays[scene->play_count - 1].incident : NULL;
}

/* A channel leads to its incident also when people took it away. */
static bool lives_in(const struct incident *incident, const char *channel)
{
	return *channel && (strcmp(channel, incident->room_id) == 0 ||
	    strcmp(channel, incident->comms_id) == 0 ||
	    strcmp(channel, incident->lost_room_id) == 0);
}

static struct play *find_play(struct scene *scene,
    const struct request *request)
{
	for (int i = 0; i < scene->play_count; i++) {
		const struct incident *incident = &scene->plays[i].incident;

		if (*request->incident ?
		    strcmp(request->incident, incident->id) == 0 :
		    lives_in(incident, request->channel))
			return &scene->plays[i];
	}
	return NULL;
}

/* Most urgent first, as the ledger ranks them. */
static int compare_urgency(const void *left, const void *right)
{
	const struct incident *a = left;
	const struct incident *b = right;

	if (a->severity != b->severity)
		return a->severity - b->severity;
	return (a->declared_ms > b->declared_ms) -
	    (a->declared_ms < b->declared_ms);
}

/* Those with all the words behind the command, the latest first, as the
 * ledger finds them. */
static void find(struct scene *scene, struct turn *turn)
{
	struct summary *found = arena_alloc(turn->arena,
	    sizeof(*found) * FOUND_MAX);
	const char *words[8];
	int count = summary_words(turn->arena, turn->request->words, words, 8);

	for (int i = scene->play_count - 1; i >= 0; i--) {
		char *line = summary_encode(turn->arena,
		    &scene->plays[i].incident);
		size_t length = strlen(line);
		bool all = true;

		if (!summary_decode(line, length,
		    &found[turn->found_count]))
			continue;	/* a group of alerts, no incident */
		line[strcspn(line, "\n")] = '\0';
		for (int j = 1; j < count; j++)
			all = all && strstr(line, words[j]);
		turn->found_total += all;
		turn->found_count += all && turn->found_count < FOUND_MAX - 1;
	}
	turn->found = found;
}

static void find_facts(struct scene *scene, struct turn *turn)
{
	struct figures_facts *facts = figures_wish(turn->arena,
	    scene->policy.zone);

	facts->facts = arena_alloc(turn->arena,
	    sizeof(*facts->facts) * PLAYS_MAX);
	for (int i = 0; i < scene->play_count; i++) {
		char *line = summary_encode(turn->arena,
		    &scene->plays[i].incident);
		struct summary *kept = arena_alloc(turn->arena,
		    sizeof(*kept));

		if (summary_decode(line, strlen(line), kept) &&
		    figures_take(kept, facts->zone,
		    &facts->facts[facts->count]))
			facts->count++;
	}
	turn->figures = facts;
}

static void find_similar(struct scene *scene, struct turn *turn,
    const struct play *play)
{
	static const struct incident nothing;
	struct similars *similars = similars_wish(turn->arena, turn->request,
	    play ? &play->incident : &nothing);

	for (int i = scene->play_count - 1; i >= 0; i--) {
		const char *line = summary_encode(turn->arena,
		    &scene->plays[i].incident);

		similars_take(similars, line, strlen(line));
	}
	turn->similar = similars;
}

/* Those that may be dropped. */
static void find_kept(struct scene *scene, struct turn *turn)
{
	struct incident *kept = arena_alloc(turn->arena,
	    sizeof(*kept) * PLAYS_MAX);

	for (int i = 0; i < scene->play_count; i++) {
		if (turn->kept_count < DROPS_MAX && keeping_may_drop(
		    &scene->plays[i].incident, turn->policy, turn->now_ms))
			kept[turn->kept_count++] = scene->plays[i].incident;
	}
	turn->kept = kept;
}

static void forget_dropped(struct scene *scene,
    const struct decision *decision)
{
	for (int i = 0; i < decision->drop_count; i++) {
		int at = 0;

		while (strcmp(scene->plays[at].incident.id,
		    decision->drops[i].id) != 0)
			at++;
		assert(at < scene->play_count);
		free(scene->plays[at].timeline);
		scene->plays[at] = scene->plays[--scene->play_count];
		memset(&scene->plays[scene->play_count], 0,
		    sizeof(scene->plays[0]));
	}
}

/* Those of which something is owed, by when. */
static void find_owed(struct scene *scene, struct turn *turn)
{
	struct incident *owed = arena_alloc(turn->arena,
	    sizeof(*owed) * PLAYS_MAX);

	for (int i = 0; i < scene->play_count; i++) {
		const struct incident *incident = &scene->plays[i].incident;
		int at = turn->owed_count;

		if (summary_owed_ms(incident) == 0)
			continue;
		for (; at > 0 && summary_owed_ms(&owed[at - 1]) >
		    summary_owed_ms(incident); at--)
			owed[at] = owed[at - 1];
		owed[at] = *incident;
		turn->owed_count++;
	}
	turn->owed = owed;
	turn->owed_total = turn->owed_count;
}

static void load(struct scene *scene, struct turn *turn,
    const struct play *play)
{
	struct incident *open = arena_alloc(turn->arena,
	    sizeof(*open) * PLAYS_MAX);

	turn->site = &scene->site;
	turn->new_id = arena_printf(turn->arena, "%d", scene->play_count + 1);
	for (int i = 0; i < scene->play_count; i++) {
		if (incident_is_open(&scene->plays[i].incident))
			open[turn->open_count++] = scene->plays[i].incident;
	}
	qsort(open, (size_t)turn->open_count, sizeof(*open), compare_urgency);
	turn->open = open;
	turn->open_total = turn->open_count;
	find(scene, turn);
	find_similar(scene, turn, play);
	find_facts(scene, turn);
	find_owed(scene, turn);
	find_kept(scene, turn);
	if (!play)
		return;
	turn->timeline = play->timeline;
	turn->timeline_count = play->timeline_count;
}

const struct habit *scene_habit(const struct scene *scene,
    const struct effect *effect)
{
	for (int i = 0; i < PAGERS_MAX &&
	    effect->kind != EFFECT_PAGE_LOOK; i++) {
		const struct pager_habit *pager = &scene->pagers[i];

		if (*effect->way && strcmp(pager->way, effect->way) == 0)
			return &pager->habit;
	}
	return &scene->habits[effect->kind];
}

/* Slack will answer this one, or give it up. */
static void await_answer(struct scene *scene, const struct effect *effect)
{
	const struct habit *habit = scene_habit(scene, effect);

	if (!effect_answers(effect->kind) && !*habit->fails)
		return;
	for (size_t i = 0; i < ANSWERS_MAX; i++) {
		struct answer *answer = &scene->answers[i];

		if (answer->order != 0)
			continue;
		answer->effect = *effect;
		answer->at_ms = effect->due_ms > scene->now_ms ?
		    effect->due_ms : scene->now_ms;
		answer->at_ms += habit->delay_ms;
		(void)text_copy(answer->fails, sizeof(answer->fails),
		    habit->fails);
		(void)text_copy(answer->says, sizeof(answer->says),
		    habit->says);
		answer->order = ++scene->order;
		return;
	}
	abort();
}

static struct play *add_play(struct scene *scene)
{
	struct play *play;

	assert(scene->play_count < PLAYS_MAX);
	play = &scene->plays[scene->play_count++];
	play->timeline = xcalloc(TIMELINE_ROOM, sizeof(*play->timeline));
	return play;
}

static void keep_agenda(struct scene *scene, int64_t *agenda,
    const struct decision *decision)
{
	for (int i = 0; i < decision->appointment_count; i++)
		agenda[decision->appointments[i].kind] =
		    decision->appointments[i].due_ms;
	for (int i = 0; i < decision->effect_count; i++)
		await_answer(scene, decision->effects[i]);
}

/* What a ledger does with a decision, all or nothing. */
static void commit(struct scene *scene, struct play *play,
    const struct decision *decision)
{
	if (decision->about_site) {
		scene->site = *decision->site;
		scene->site.version++;
		keep_agenda(scene, scene->site_agenda, decision);
		scene_check_site(scene, decision);
		forget_dropped(scene, decision);
		return;
	}
	if (!play)
		play = add_play(scene);
	play->incident = decision->incident;
	play->incident.version++;
	for (int i = 0; i < decision->event_count; i++) {
		assert(play->timeline_count < TIMELINE_ROOM);
		play->timeline[play->timeline_count++] = *decision->events[i];
	}
	keep_agenda(scene, play->agenda, decision);
	scene_check_commit(scene, play, decision);
}

/* NULL strings become "". */
static void fill_request(struct request *request)
{
	const char **strings[] = {
		&request->key, &request->name, &request->words,
		&request->actor, &request->team, &request->channel,
		&request->incident, &request->trigger_id, &request->view_id,
		&request->response_url, &request->error, &request->made_ref,
		&request->made_name,
	};

	for (size_t i = 0; i < ARRAY_LEN(strings); i++) {
		if (!*strings[i])
			*strings[i] = "";
	}
}

void scene_ask(struct scene *scene, struct request *request)
{
	static const struct incident nothing;
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct decision *decision = arena_alloc(arena, sizeof(*decision));
	struct turn turn = { .arena = arena, .policy = &scene->policy,
		.request = request, .now_ms = scene->now_ms,
		.out = decision };
	const struct handler *handler;
	struct play *play;

	fill_request(request);
	dispatch_address(arena, request);
	play = find_play(scene, request);
	handler = dispatch_find(request, play != NULL);
	if (handler->needs & NEEDS_NEW_ID)
		play = NULL;
	load(scene, &turn, play);
	decision_init(decision, arena, request,
	    play ? &play->incident : &nothing, scene->now_ms);
	dispatch_run(&turn, handler, play ? &play->incident : &nothing);
	if (handler->after && decision->event_count > 0)
		handler->after(&turn);
	if (!scene->silent)
		tell_decision(scene->out, decision);
	if (decision->event_count > 0)
		commit(scene, play, decision);
	else
		scene_check_quiet(scene, play, decision);
	decision_release(decision);
	arena_free(arena);
}

static void tell_heading(struct scene *scene, const char *who)
{
	if (scene->silent)
		return;
	tell_time(scene->out, scene->now_ms);
	fprintf(scene->out, "  %s  ", who);
}

static bool goes_to_place(int kind)
{
	return kind == EFFECT_PLACE_UPDATE || kind == EFFECT_MAINTENANCE_SEND;
}

/* What Slack made, in readable ids. */
static void fill_made(struct request *request, char ref[ID_SIZE],
    char name[NAME_SIZE], long order)
{
	const struct effect *effect = request->effect;
	struct text text;

	text_init(&text, ref, ID_SIZE);
	if (effect->kind == EFFECT_ROOM_OPEN)
		text_addf(&text, "C0INC%s", effect->incident);
	else if (effect->kind == EFFECT_COMMS_OPEN)
		text_addf(&text, "C0COMMS%s", effect->incident);
	else if (effect->kind == EFFECT_TICKET_OPEN)
		text_addf(&text, "OPS-%s%d", effect->incident,
		    effect->number);
	else
		text_addf(&text, "1781500000.%06ld", order);
	text_init(&text, name, NAME_SIZE);
	if (effect->kind == EFFECT_TICKET_OPEN)
		text_addf(&text, "https://jira.example/browse/%s", ref);
	if (effect->kind == EFFECT_ROOM_OPEN)
		text_addf(&text, "inc-%s", effect->incident);
	if (effect->kind == EFFECT_COMMS_OPEN)
		text_addf(&text, "inc-%s-comms", effect->incident);
	if (goes_to_place(effect->kind)) {
		text_init(&text, ref, ID_SIZE);
		text_addf(&text, "%s-%s", effect->way, effect->incident);
	}
	if (effect->kind == EFFECT_PAGE)
		text_addf(&text, "D%s", effect->user + 1);
	request->made_ref = ref;
	request->made_name = name;
}

/* "acknowledged PPIA" */
static void fill_look(const struct answer *answer, char ref[ID_SIZE],
    char name[NAME_SIZE])
{
	size_t length = strcspn(answer->says, " ");

	snprintf(name, NAME_SIZE, "%.*s", (int)length, answer->says);
	(void)text_copy(ref, ID_SIZE, answer->says + length +
	    (answer->says[length] == ' '));
}

/* The message as it is now, or that it is gone. */
static void fill_marked(struct scene *scene, struct request *request,
    struct marked *marked)
{
	const struct play *play = find_play(scene, request);

	if (scene_read_message(scene, play->incident.marks[
	    request->effect->number].ts, marked)) {
		request->marked = marked;
		return;
	}
	request->succeeded = false;
	request->error = "message_not_found";
}

static bool tells_ticket(int kind)
{
	return kind == EFFECT_TICKET_OPEN || kind == EFFECT_TICKET_SET ||
	    kind == EFFECT_TICKET_TELL;
}

/* Of all incidents, the one that has it. */
void scene_ticket(struct scene *scene, const char *key, bool closed,
    int64_t looked_ms)
{
	struct request request = { .kind = REQUEST_HAPPENING,
		.name = "ticket_seen", .succeeded = closed,
		.made_ref = key, .made_name = "jira", .due_ms = looked_ms };

	for (int i = 0; i < scene->play_count; i++) {
		const struct incident *incident = &scene->plays[i].incident;

		for (int n = 0; n <= action_count(incident); n++) {
			if (strcmp(ticket_by_number(incident, n)->key, key)
			    != 0)
				continue;
			request.incident = incident->id;
			request.number = n;
		}
	}
	scene_ask(scene, &request);
}

static void play_answer(struct scene *scene, const struct answer *answer)
{
	bool late = answer->at_ms > answer->effect.created_ms;
	struct request request = {
		.kind = REQUEST_RESULT, .name = effect_result_name(
		    answer->effect.kind, !*answer->fails),
		.incident = answer->effect.incident,
		.effect = &answer->effect, .succeeded = !*answer->fails,
		.error = answer->fails,
	};
	char ref[ID_SIZE] = "";
	char name[NAME_SIZE] = "";
	struct marked marked;

	/* It was to fail; meanwhile Slack works, and it is simply done. */
	if (request.succeeded && !effect_answers(answer->effect.kind))
		return;
	request.rendered_version = late ? answer->effect.version : INT64_MAX;
	tell_heading(scene, goes_to_place(answer->effect.kind) ?
	    "place" : tells_ticket(answer->effect.kind) ? "jira" :
	    *answer->effect.way ? "pager" : "slack");
	if (!scene->silent) {
		tell_effect(scene->out, &answer->effect);
		if (request.succeeded)
			fputs(": done\n", scene->out);
		else
			fprintf(scene->out, ": given up, %s\n", answer->fails);
	}
	if (request.succeeded)
		fill_made(&request, ref, name, answer->order);
	if (answer->effect.kind == EFFECT_PAGE_LOOK && request.succeeded)
		fill_look(answer, ref, name);
	if (answer->effect.kind == EFFECT_MARK_READ && request.succeeded)
		fill_marked(scene, &request, &marked);
	if (answer->effect.kind == EFFECT_MANUSCRIPT_TAKE)
		scene_read_file(scene, &request);
	scene_ask(scene, &request);
}

static bool takes_alert(const struct incident *incident, const char *hash)
{
	return incident_alert(incident, hash) &&
	    (incident_is_open(incident) || incident_is_proposed(incident));
}

void scene_alert(struct scene *scene, const struct alert *alert,
    const char *key)
{
	struct request request = { .kind = REQUEST_ALERT, .alert = alert,
		.key = key, .name = "alert_open", .channel = "" };
	char hash[ALERT_HASH_SIZE];

	alert_hash(alert, hash);
	for (int i = 0; i < scene->play_count; i++) {
		const struct incident *incident = &scene->plays[i].incident;

		if (!takes_alert(incident, hash))
			continue;
		request.name = "alert_join";
		request.incident = incident->id;
	}
	scene_ask(scene, &request);
	if (strcmp(request.name, "alert_open") != 0 || !*alert->group)
		return;
	request.name = "alert_group";
	request.incident = scene_latest(scene)->id;
	request.key = "";
	scene_ask(scene, &request);
}

static void play_appointment(struct scene *scene, const char *subject,
    int64_t *agenda, int kind)
{
	struct request request = {
		.kind = REQUEST_DUE, .name = appointment_handler(kind),
		.incident = subject, .number = kind,
		.due_ms = agenda[kind],
	};

	agenda[kind] = 0;
	tell_heading(scene, "clock");
	if (!scene->silent)
		fprintf(scene->out, "%s\n", appointment_word(kind));
	scene_ask(scene, &request);
}

void scene_run_config(struct scene *scene, const char *name)
{
	struct request request = { .kind = REQUEST_SELF,
		.name = "config_taken", .made_name = name };

	scene_ask(scene, &request);
}

void scene_take_config(struct scene *scene)
{
	scene_run_config(scene, "");
}

void scene_overtaken(struct scene *scene, int kind)
{
	const struct incident *latest = scene_latest(scene);
	struct request request = {
		.kind = REQUEST_DUE, .name = appointment_handler(kind),
		.incident = latest ? latest->id : SITE_ID, .number = kind,
		.due_ms = scene->now_ms,
	};

	scene_ask(scene, &request);
}

static struct answer *next_answer(struct scene *scene)
{
	struct answer *next = NULL;

	for (size_t i = 0; i < ANSWERS_MAX; i++) {
		struct answer *answer = &scene->answers[i];

		if (answer->order == 0)
			continue;
		if (!next || answer->at_ms < next->at_ms ||
		    (answer->at_ms == next->at_ms &&
		    answer->order < next->order))
			next = answer;
	}
	return next;
}

/* The agenda that has it, of which *kind is due next; NULL if nothing is. */
static int64_t *next_appointment(struct scene *scene, const char **subject,
    int *kind)
{
	int64_t *best = NULL;

	for (int i = 0; i <= scene->play_count; i++) {
		bool site = i == scene->play_count;
		int64_t *agenda = site ? scene->site_agenda :
		    scene->plays[i].agenda;

		for (int k = 0; k < APPOINTMENT_COUNT; k++) {
			if (agenda[k] == 0 ||
			    (best && agenda[k] >= best[*kind]))
				continue;
			best = agenda;
			*subject = site ? SITE_ID :
			    scene->plays[i].incident.id;
			*kind = k;
		}
	}
	return best;
}

/* One thing that is due until then; false if there is none. */
static bool play_next(struct scene *scene, int64_t until_ms)
{
	struct answer *answer = next_answer(scene);
	const char *subject = "";
	int kind = 0;
	int64_t *agenda = next_appointment(scene, &subject, &kind);
	int64_t due_ms = agenda ? agenda[kind] : INT64_MAX;
	struct answer copy;

	if (answer && answer->at_ms <= until_ms && answer->at_ms <= due_ms) {
		if (answer->at_ms > scene->now_ms)
			scene->now_ms = answer->at_ms;
		copy = *answer;
		answer->order = 0;
		play_answer(scene, &copy);
		return true;
	}
	if (due_ms > until_ms)
		return false;
	if (due_ms > scene->now_ms)
		scene->now_ms = due_ms;
	play_appointment(scene, subject, agenda, kind);
	return true;
}

void scene_advance(struct scene *scene, int64_t until_ms)
{
	int limit = 10000;

	while (play_next(scene, until_ms))
		if (--limit == 0)
			abort();	/* something is due for ever */
	if (until_ms > scene->now_ms)
		scene->now_ms = until_ms;
}

void scene_sleep(struct scene *scene, int64_t until_ms)
{
	assert(until_ms >= scene->now_ms);
	scene->now_ms = until_ms;
	scene_advance(scene, until_ms);
}
