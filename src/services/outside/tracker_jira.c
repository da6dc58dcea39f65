/* SPDX-License-Identifier: MIT
 *
 * tracker_jira: tickets as Jira issues (Cloud, REST v3). The mark is a label,
 * so that a search finds it; texts are Atlassian Document Format. A ticket is
 * closed and opened by whichever transition leads to a status of that
 * category, which has to be asked for first.
 */
#include "services/outside/tracker.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "core/views/mrkdwn.h"
#include "services/config/config.h"
#include "services/slack/slack_element.h"

#define PER_MINUTE 60
#define LOOK_MEMORY (64 << 10)
#define SEARCH_MAX 100
#define LOOK_SLACK_MIN 5	/* between its clock and ours */
#define COMMENT_SLACK_MS (LOOK_SLACK_MIN * WHEN_MINUTE_MS)
#define TIME_SIZE 40
#define OFFSET_CHARS 5		/* "+0100" */

static bool is_set(const struct config *config)
{
	return *config->trackers.jira_url && *config->trackers.jira_user &&
	    *config->trackers.jira_project &&
	    secret_is_set(&config->trackers.jira_token);
}

static void address(const struct config *config, const char *method,
    const char *path, struct outbound_request *request)
{
	request->target = "jira";
	request->per_minute = PER_MINUTE;
	request->method = method;
	request->base = config->trackers.jira_url;
	request->path = path;
	request->auth_prefix = "";
	request->auth_user = config->trackers.jira_user;
	request->auth = &config->trackers.jira_token;
	request->headers[0] = (struct outbound_header){ "Accept",
	    "application/json" };
	request->header_count = 1;
}

/* --- texts ---------------------------------------------------------------- */

static json_t *paragraph(struct arena *arena, const char *name,
    const char *value)
{
	const char *text = arena_printf(arena, "%s%s%s", name,
	    *name ? ": " : "", plain_clean(arena, value));

	return json_pack("{s:s, s:[{s:s, s:s}]}", "type", "paragraph",
	    "content", "type", "text", "text", *text ? text : "-");
}

static json_t *document(struct arena *arena,
    const struct ticket_draft *draft)
{
	json_t *content = json_array();

	for (int i = 0; i < draft->line_count; i++)
		json_array_append_new(content, paragraph(arena,
		    draft->lines[i].name, draft->lines[i].value));
	json_array_append_new(content, paragraph(arena, "", draft->mark));
	return json_pack("{s:s, s:i, s:o}", "type", "doc", "version", 1,
	    "content", content);
}

/* --- opening -------------------------------------------------------------- */

/* "self" is the API's address of the issue; people's is beside it. */
static bool read_issue(const json_t *issue, struct errand_made *made)
{
	const char *key = slack_string_at(issue, "key");
	const char *self = slack_string_at(issue, "self");
	const char *rest = strstr(self, "/rest/");
	struct text url;

	if (!*key || !text_copy(made->ref, sizeof(made->ref), key))
		return false;
	text_init(&url, made->name, sizeof(made->name));
	if (rest) {
		text_add_n(&url, self, (size_t)(rest - self));
		text_addf(&url, "/browse/%s", key);
	}
	return true;
}

static bool read_made(const struct outbound_answer *answer,
    struct errand_made *made)
{
	json_t *issue = json_loadb(answer->body, answer->body_length, 0,
	    NULL);
	bool good = read_issue(issue, made);

	json_decref(issue);
	return good;
}

/* The answer of a search. */
static bool found(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made)
{
	json_t *body = json_loadb(answer->body, answer->body_length, 0, NULL);
	json_t *issues = json_object_get(body, "issues");
	bool is_there = read_issue(json_array_get(issues, 0), made);

	(void)scene;
	made->unclear = !json_is_array(issues);
	json_decref(body);
	return is_there;
}

static void search(const struct config *config, struct arena *arena,
    const char *jql, const char *token, struct outbound_request *request)
{
	json_t *body = json_pack("{s:s, s:[s, s], s:i}", "jql", jql,
	    "fields", "status", "labels", "maxResults", SEARCH_MAX);

	address(config, "POST", "/rest/api/3/search/jql", request);
	if (*token)
		json_object_set_new(body, "nextPageToken",
		    json_string(token));
	tracker_json(arena, request, body);
}

static void open_ticket(const struct errand_scene *scene,
    const struct ticket_draft *draft, struct errand *errand)
{
	const struct trackers_config *jira = &scene->config->trackers;
	json_t *fields = json_pack("{s:{s:s}, s:{s:s}, s:s, s:o, s:[s, s]}",
	    "project", "key", jira->jira_project,
	    "issuetype", "name", jira->jira_type,
	    "summary", draft->title,
	    "description", document(scene->arena, draft),
	    "labels", "incbot", draft->mark);

	if (*draft->due)
		json_object_set_new(fields, "duedate",
		    json_string(draft->due));
	if (*draft->assignee)
		json_object_set_new(fields, "assignee", json_pack("{s:s}",
		    "accountId", draft->assignee));
	address(scene->config, "POST", "/rest/api/3/issue",
	    &errand->request);
	tracker_json(scene->arena, &errand->request, json_pack("{s:o}",
	    "fields", fields));
	errand->read = read_made;
	search(scene->config, scene->arena, arena_printf(scene->arena,
	    "project = \"%s\" AND labels = \"%s\"", jira->jira_project,
	    draft->mark), "", &errand->look);
	errand->found = found;
}

/* --- closing and opening again -------------------------------------------- */

/* Jira's categories: new, indeterminate, done. */
static bool leads_to(const json_t *transition, bool closed)
{
	const char *category = slack_string_at(json_object_get(
	    json_object_get(transition, "to"), "statusCategory"), "key");

	return *category && (strcmp(category, "done") == 0) == closed;
}

static enum errand_draw choose(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand *errand)
{
	json_t *body = json_loadb(answer->body, answer->body_length, 0, NULL);
	bool closed = scene->effect->cycle != 0;
	enum errand_draw draw = ERRAND_IMPOSSIBLE;
	size_t i;
	json_t *transition;

	json_array_foreach (json_object_get(body, "transitions"), i,
	    transition) {
		if (!leads_to(transition, closed))
			continue;
		tracker_json(scene->arena, &errand->request,
		    json_pack("{s:{s:s}}", "transition", "id",
		    slack_string_at(transition, "id")));
		draw = ERRAND_CALL;
		break;
	}
	json_decref(body);
	errand->why = closed ? "its workflow has no way to done from here" :
	    "its workflow has no way back from done";
	return draw;
}

static void set_ticket(const struct errand_scene *scene,
    const struct ticket *ticket, bool closed, struct errand *errand)
{
	const char *path = arena_printf(scene->arena,
	    "/rest/api/3/issue/%s/transitions", ticket->key);

	(void)closed;
	address(scene->config, "POST", path, &errand->request);
	address(scene->config, "GET", path, &errand->prepare);
	/* At the pace of the rest the question would take the turn of what it
	 * is asked for, again and again. */
	errand->prepare.target = "jira-ask";
	errand->prepare.per_minute = 0;
	errand->prepared = choose;
}

/* "2026-11-27T14:00:00.000+0100": no colon in the offset. 0 if it is none. */
static int64_t read_time(const char *written)
{
	size_t length = strlen(written);
	char words[TIME_SIZE];

	if (length < OFFSET_CHARS || length + 2 > sizeof(words))
		return 0;
	length -= 2;
	snprintf(words, sizeof(words), "%.*s:%s", (int)length, written,
	    written + length);
	return when_parse_iso(words);
}

/* The newest first, so that a look ends at what is older than the effect. */
static bool found_comment(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made)
{
	json_t *body = json_loadb(answer->body, answer->body_length, 0, NULL);
	const json_t *list = json_object_get(body, "comments");
	size_t count = json_array_size(list);
	bool is_there = tracker_comment_found(scene, answer, made);
	int64_t last_ms = count == 0 ? 0 : read_time(slack_string_at(
	    json_array_get(list, count - 1), "created"));

	made->unclear = !is_there && !json_is_array(list);
	made->more = !is_there && count >= TRACKER_PAGE && (last_ms == 0 ||
	    last_ms >= scene->effect->created_ms - COMMENT_SLACK_MS);
	json_decref(body);
	return is_there;
}

static void tell_ticket(const struct errand_scene *scene,
    const struct ticket *ticket, const struct ticket_draft *draft,
    struct errand *errand)
{
	const char *path = arena_printf(scene->arena,
	    "/rest/api/3/issue/%s/comment", ticket->key);

	address(scene->config, "POST", path, &errand->request);
	tracker_json(scene->arena, &errand->request, json_pack("{s:o}",
	    "body", document(scene->arena, draft)));
	address(scene->config, "GET", arena_printf(scene->arena,
	    "%s?orderBy=-created&maxResults=%d&startAt=%d", path,
	    TRACKER_PAGE, (scene->look_page - 1) * TRACKER_PAGE),
	    &errand->look);
	errand->found = found_comment;
}

/* --- looking -------------------------------------------------------------- */

/* Times in a search are the user's own zone; minutes ago are not. */
static void look(const struct config *config, struct arena *arena,
    const struct ticket_range *range, struct outbound_request *request)
{
	int64_t minutes = (range->now_ms - range->since_ms) /
	    WHEN_MINUTE_MS + LOOK_SLACK_MIN;

	search(config, arena, arena_printf(arena, "project = \"%s\" AND "
	    "labels = \"incbot\" AND updated >= \"-%lldm\" ORDER BY updated "
	    "DESC", config->trackers.jira_project, (long long)minutes),
	    range->token, request);
}

static char *next_page(const char *body)
{
	json_t *answer = json_loads(body, 0, NULL);
	const char *token = slack_string_at(answer, "nextPageToken");
	char *copy = *token ? xstrdup(token) : NULL;

	json_decref(answer);
	return copy;
}

static bool read_labels(const json_t *labels, const char *prefix,
    struct ticket_sight *sight)
{
	size_t i;
	json_t *label;

	json_array_foreach (labels, i, label) {
		if (json_is_string(label) && tracker_mark_read(
		    json_string_value(label), prefix, sight))
			return true;
	}
	return false;
}

static int read_look(const struct config *config, const char *body,
    ticket_sight_fn *see, void *arg)
{
	struct arena *arena = arena_new(LOOK_MEMORY);
	const char *prefix = tracker_mark_prefix(config, arena);
	json_t *answer = json_loads(body, 0, NULL);
	json_t *issues = json_object_get(answer, "issues");
	bool good = json_is_array(issues);
	size_t i;
	json_t *issue;

	json_array_foreach (issues, i, issue) {
		json_t *fields = json_object_get(issue, "fields");
		struct ticket_sight sight = { .number = 0 };

		if (!read_labels(json_object_get(fields, "labels"), prefix,
		    &sight))
			continue;
		(void)text_copy(sight.key, sizeof(sight.key),
		    slack_string_at(issue, "key"));
		sight.closed = strcmp(slack_string_at(json_object_get(
		    json_object_get(fields, "status"), "statusCategory"),
		    "key"), "done") == 0;
		see(arg, &sight);
	}
	json_decref(answer);
	arena_free(arena);
	return good ? 0 : -1;
}

static void check(const struct config *config, struct arena *arena,
    struct outbound_request *request)
{
	address(config, "GET", arena_printf(arena,
	    "/rest/api/3/project/%s", config->trackers.jira_project),
	    request);
}

static const struct secret *hook_secret(const struct config *config)
{
	return &config->trackers.jira_webhook;
}

const struct tracker tracker_jira = {
	.way = "jira", .is_set = is_set, .open = open_ticket,
	.set = set_ticket, .tell = tell_ticket, .look = look,
	.read_look = read_look, .next_page = next_page, .check = check,
	.hook_header = "x-hub-signature", .hook_prefix = "sha256=",
	.hook_secret = hook_secret,
};
