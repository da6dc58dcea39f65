/* SPDX-License-Identifier: MIT
 *
 * tracker: see tracker.h. What all trackers share: is there still a reason,
 * the words, the mark, and what a refusal means.
 */
#include "services/outside/tracker.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/report/markdown.h"
#include "core/views/mrkdwn.h"
#include "core/postmortem.h"
#include "core/record.h"
#include "core/report/report.h"
#include "core/calendar/zone.h"
#include "services/config/config.h"

#define TITLE_MAX 240		/* characters; GitHub 256, Jira 255 */
#define MARKDOWN_BYTES 60000	/* GitHub: 65,536 */
#define LINE_CHARS 2000

const struct tracker *const trackers[TRACKER_COUNT] = {
	&tracker_github, &tracker_gitlab, &tracker_jira,
};

const struct tracker *tracker_find(const char *way)
{
	for (size_t i = 0; i < TRACKER_COUNT; i++) {
		if (strcmp(trackers[i]->way, way) == 0)
			return trackers[i];
	}
	return NULL;
}

const char *tracker_words(void)
{
	return "github, gitlab, jira";
}

/* --- marks ---------------------------------------------------------------- */

const char *tracker_mark_prefix(const struct config *config,
    struct arena *arena)
{
	return arena_printf(arena, "incbot-%s-%s-", config->policy.team_id,
	    config->redis.namespace);
}

const char *tracker_mark(const struct errand_scene *scene)
{
	return arena_printf(scene->arena, "%s%s-%d",
	    tracker_mark_prefix(scene->config, scene->arena),
	    scene->incident->id, scene->effect->number);
}

const char *tracker_comment_mark(const struct errand_scene *scene)
{
	return arena_printf(scene->arena, "%s%s",
	    tracker_mark_prefix(scene->config, scene->arena), scene->job);
}

static bool read_mark(const char *at, struct ticket_sight *sight)
{
	size_t digits = strspn(at, "0123456789");
	struct text id;
	char number[8] = "";
	int64_t value;
	size_t length;

	if (digits == 0 || digits >= ID_SIZE || at[digits] != '-')
		return false;
	text_init(&id, sight->incident, sizeof(sight->incident));
	text_add_n(&id, at, digits);
	at += digits + 1;
	length = strspn(at, "0123456789");
	if (length == 0 || length >= sizeof(number))
		return false;
	memcpy(number, at, length);
	if (!text_parse_int(number, 0, ACTIONS_MAX, &value))
		return false;
	sight->number = (int)value;
	return true;
}

bool tracker_mark_read(const char *text, const char *prefix,
    struct ticket_sight *sight)
{
	for (const char *at = strstr(text, prefix); at;
	    at = strstr(at + 1, prefix)) {
		if (read_mark(at + strlen(prefix), sight))
			return true;
	}
	return false;
}

/* --- words ---------------------------------------------------------------- */

void tracker_json(struct arena *arena, struct outbound_request *request,
    json_t *body)
{
	char *text;

	assert(body);
	text = json_encode(arena, body);
	json_decref(body);
	request->content_type = "application/json";
	request->body = text;
	request->body_length = strlen(text);
}

static void add_line(struct ticket_draft *draft, const char *name,
    const char *value)
{
	if (!*value)
		return;
	assert(draft->line_count < TICKET_LINES_MAX);
	draft->lines[draft->line_count++] = (struct ticket_line){ name,
	    value };
}

const char *tracker_markdown(struct arena *arena,
    const struct ticket_draft *draft)
{
	struct text out = text_new(arena, MARKDOWN_BYTES);

	for (int i = 0; i < draft->line_count; i++) {
		const struct ticket_line *line = &draft->lines[i];

		if (*line->name)
			text_addf(&out, "**%s:** ", line->name);
		/* An address of ours would no longer be one, escaped. */
		if (text_starts_with(line->value, "https://slack.com/"))
			text_add(&out, line->value);
		else
			markdown_add(arena, &out, line->value);
		text_add(&out, "\n\n");
	}
	text_addf(&out, "<!-- %s -->", draft->mark);
	assert(!out.truncated);
	return out.data;
}

static const char *room_url(const struct errand_scene *scene)
{
	if (!*scene->incident->room_id)
		return "";
	return arena_printf(scene->arena,
	    "https://slack.com/app_redirect?channel=%s&team=%s",
	    scene->incident->room_id, scene->config->policy.team_id);
}

/* Who a person is outside Slack. */
static const char *person(const struct errand_scene *scene, const char *user)
{
	const struct contact *contact = policy_contact(
	    &scene->config->policy, user);

	if (contact && *contact->email)
		return contact->email;
	return user;
}

static const char *day(const struct errand_scene *scene, int64_t at_ms)
{
	struct civil civil = zone_to_civil(scene->config->policy.zone, at_ms);

	if (at_ms == 0)
		return "";
	return arena_printf(scene->arena, "%04d-%02d-%02d", civil.year,
	    civil.month, civil.day);
}

static const char *clip(const struct errand_scene *scene, const char *text)
{
	return plain_clip(scene->arena, text, LINE_CHARS);
}

static void add_incident(const struct errand_scene *scene,
    struct ticket_draft *draft)
{
	const struct incident *incident = scene->incident;

	add_line(draft, "Incident", clip(scene, arena_printf(scene->arena,
	    "INC-%s, %s: %s", incident->id,
	    severity_name(incident->severity), incident->title)));
	add_line(draft, "Service", incident->service);
	add_line(draft, "Channel", room_url(scene));
}

static void draft_item(const struct errand_scene *scene,
    struct ticket_draft *draft)
{
	const struct action *action =
	    &scene->incident->actions[scene->effect->number - 1];
	const struct contact *contact = policy_contact(
	    &scene->config->policy, action->owner);

	draft->title = plain_clip(scene->arena, action->text, TITLE_MAX);
	draft->due = day(scene, action->due_ms);
	draft->assignee = contact ? contact->tracker : "";
	add_line(draft, "", clip(scene, action->text));
	add_line(draft, "Owner", person(scene, action->owner));
	add_line(draft, "Due", draft->due);
	add_line(draft, "Category", action_category_word(action->category));
	add_incident(scene, draft);
}

static void draft_incident(const struct errand_scene *scene,
    struct ticket_draft *draft)
{
	const struct incident *incident = scene->incident;

	draft->title = plain_clip(scene->arena, arena_printf(scene->arena,
	    "%s: %s (INC-%s)", severity_name(incident->severity),
	    incident->title, incident->id), TITLE_MAX);
	draft->due = draft->assignee = "";
	add_line(draft, "", clip(scene, incident->title));
	add_line(draft, "Declared by", person(scene,
	    incident->declared_by));
	add_incident(scene, draft);
}

/* --- the errands ---------------------------------------------------------- */

/* What has to be said to people; NULL = it may pass by itself. */
static const char *explain(struct arena *arena,
    const struct outbound_answer *answer)
{
	static const struct { int status; const char *words; } known[] = {
		{ 400, "it does not take what was sent" },
		{ 401, "it does not accept incbot's token" },
		{ 403, "it does not let incbot do this" },
		{ 404, "it is not there, or incbot may not see it" },
		{ 410, "issues are switched off there" },
		{ 422, "it does not take what was sent" },
	};

	if (answer->status == 0 || (answer->status == 403 &&
	    strstr(answer->body, "rate limit")))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		if (known[i].status == answer->status)
			return arena_printf(arena, "%s (%d)",
			    known[i].words, answer->status);
	}
	return arena_strdup(arena, answer->error);
}

static enum errand_draw impossible(struct errand *errand, const char *why)
{
	errand->why = why;
	return ERRAND_IMPOSSIBLE;
}

static enum errand_draw begin(const struct errand_scene *scene,
    struct errand *errand, const struct tracker **tracker)
{
	*tracker = tracker_find(scene->effect->way);
	if (!*tracker || !(*tracker)->is_set(scene->config))
		return impossible(errand, "it is not configured");
	if (!*scene->config->policy.team_id)
		return ERRAND_WAIT;	/* it is part of the mark */
	errand->explain = explain;
	return ERRAND_CALL;
}

static const struct ticket *the_ticket(const struct errand_scene *scene)
{
	return ticket_by_number(scene->incident, scene->effect->number);
}

enum errand_draw tracker_draw_open(const struct errand_scene *scene,
    struct errand *errand)
{
	const struct ticket *ticket = the_ticket(scene);
	const struct tracker *tracker;
	struct ticket_draft draft = { .line_count = 0 };
	enum errand_draw draw;

	if (!ticket || *ticket->key)
		return ERRAND_OBSOLETE;
	draw = begin(scene, errand, &tracker);
	if (draw != ERRAND_CALL)
		return draw;
	draft.mark = tracker_mark(scene);
	if (scene->effect->number == 0)
		draft_incident(scene, &draft);
	else
		draft_item(scene, &draft);
	errand->repeat = ERRAND_LOOKS;
	tracker->open(scene, &draft, errand);
	return ERRAND_CALL;
}

/* A newer change has an effect of its own behind this one. */
enum errand_draw tracker_draw_set(const struct errand_scene *scene,
    struct errand *errand)
{
	const struct ticket *ticket = the_ticket(scene);
	bool closed = scene->effect->cycle != 0;
	const struct tracker *tracker;
	enum errand_draw draw;

	if (!ticket || !*ticket->key || ticket_is_wanted_closed(
	    scene->incident, scene->effect->number) != closed)
		return ERRAND_OBSOLETE;
	draw = begin(scene, errand, &tracker);
	if (draw != ERRAND_CALL)
		return draw;
	errand->repeat = ERRAND_REPEATS;
	tracker->set(scene, ticket, closed, errand);
	return ERRAND_CALL;
}

/* What became more than a ticket has a channel; whoever reads the ticket is
 * shown the way there. */
enum errand_draw tracker_draw_tell(const struct errand_scene *scene,
    struct errand *errand)
{
	const struct ticket *ticket = the_ticket(scene);
	const struct event *event = &scene->effect->event;
	const struct tracker *tracker;
	struct ticket_draft draft = { .title = "", .due = "",
		.assignee = "" };
	enum errand_draw draw;

	if (!ticket || !*ticket->key)
		return ERRAND_OBSOLETE;
	if (event->kind == EVENT_SEVERITY_SET && !*scene->incident->room_id &&
	    (scene->incident->flags & FLAG_ROOM))
		return ERRAND_WAIT;
	draw = begin(scene, errand, &tracker);
	if (draw != ERRAND_CALL)
		return draw;
	draft.mark = tracker_comment_mark(scene);
	add_line(&draft, "", clip(scene, report_sentence(scene->arena,
	    event)));
	add_line(&draft, "Channel", event->kind == EVENT_SEVERITY_SET ?
	    room_url(scene) : "");
	errand->repeat = ERRAND_LOOKS;
	errand->found = tracker_comment_found;
	tracker->tell(scene, ticket, &draft, errand);
	return ERRAND_CALL;
}

/* The mark has no character that JSON would write in another way. Behind that
 * of a turn's second effect that of its twenty-first must not pass for it. */
bool tracker_comment_found(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made)
{
	const char *mark = tracker_comment_mark(scene);
	const char *at = strstr(answer->body, mark);

	(void)made;
	while (at && at[strlen(mark)] >= '0' && at[strlen(mark)] <= '9')
		at = strstr(at + 1, mark);
	return at != NULL;
}
