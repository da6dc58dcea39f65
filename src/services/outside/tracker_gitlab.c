/* SPDX-License-Identifier: MIT
 *
 * tracker_gitlab: tickets as GitLab issues. The mark stands in the
 * description; what may be there already is among the issues created since
 * the effect was made.
 */
#include "services/outside/tracker_issue.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/url.h"
#include "services/config/config.h"

#define PER_MINUTE 120		/* GitLab: 300 new issues */

static bool is_set(const struct config *config)
{
	return *config->trackers.gitlab_url &&
	    *config->trackers.gitlab_project &&
	    secret_is_set(&config->trackers.gitlab_token);
}

static void address(const struct config *config, const char *method,
    const char *path, struct outbound_request *request)
{
	request->target = "gitlab";
	request->per_minute = PER_MINUTE;
	request->method = method;
	request->base = config->trackers.gitlab_url;
	request->path = path;
	request->auth_prefix = "Bearer ";
	request->auth = &config->trackers.gitlab_token;
}

static const char *project(const struct config *config, struct arena *arena,
    const char *rest)
{
	struct text path = text_new(arena, OUTBOUND_URL_SIZE);

	text_add(&path, "/projects/");
	url_encode(&path, config->trackers.gitlab_project);
	text_add(&path, rest);
	return path.data;
}

static const struct issue_words words = {
	"iid", "web_url", "description",
};

static bool read_made(const struct outbound_answer *answer,
    struct errand_made *made)
{
	return issue_made(&words, answer, made);
}

static bool found(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made)
{
	return issue_found(&words, scene, answer, made);
}

static void open_ticket(const struct errand_scene *scene,
    const struct ticket_draft *draft, struct errand *errand)
{
	json_t *body = json_pack("{s:s, s:s, s:s}", "title", draft->title,
	    "description", tracker_markdown(scene->arena, draft),
	    "labels", "incbot");
	int64_t assignee;

	if (*draft->due)
		json_object_set_new(body, "due_date",
		    json_string(draft->due));
	if (text_parse_int(draft->assignee, 1, INT32_MAX, &assignee))
		json_object_set_new(body, "assignee_ids", json_pack("[I]",
		    (json_int_t)assignee));
	address(scene->config, "POST", project(scene->config, scene->arena,
	    "/issues"), &errand->request);
	tracker_json(scene->arena, &errand->request, body);
	errand->read = read_made;
	address(scene->config, "GET", project(scene->config, scene->arena,
	    arena_printf(scene->arena, "/issues?order_by=created_at&sort=asc"
	    "&per_page=%d&page=%d&created_after=%s", TRACKER_PAGE,
	    scene->look_page, issue_since(scene))), &errand->look);
	errand->found = found;
}

static void set_ticket(const struct errand_scene *scene,
    const struct ticket *ticket, bool closed, struct errand *errand)
{
	address(scene->config, "PUT", project(scene->config, scene->arena,
	    arena_printf(scene->arena, "/issues/%s", ticket->key)),
	    &errand->request);
	tracker_json(scene->arena, &errand->request, json_pack("{s:s}",
	    "state_event", closed ? "close" : "reopen"));
}

static void tell_ticket(const struct errand_scene *scene,
    const struct ticket *ticket, const struct ticket_draft *draft,
    struct errand *errand)
{
	const char *path = project(scene->config, scene->arena,
	    arena_printf(scene->arena, "/issues/%s/notes", ticket->key));

	address(scene->config, "POST", path, &errand->request);
	tracker_json(scene->arena, &errand->request, json_pack("{s:s}",
	    "body", tracker_markdown(scene->arena, draft)));
	address(scene->config, "GET", arena_printf(scene->arena,
	    "%s?order_by=created_at&sort=desc&per_page=%d&page=%d", path,
	    TRACKER_PAGE, scene->look_page), &errand->look);
	errand->found = issue_comment_found;
}

static void look(const struct config *config, struct arena *arena,
    const struct ticket_range *range, struct outbound_request *request)
{
	address(config, "GET", project(config, arena, arena_printf(arena,
	    "/issues?order_by=updated_at&sort=desc&per_page=%d&page=%d"
	    "&updated_after=%s", TRACKER_PAGE, range->page, issue_time(arena,
	    range->since_ms))), request);
}

static int read_look(const struct config *config, const char *body,
    ticket_sight_fn *see, void *arg)
{
	return issue_look(&words, config, body, see, arg);
}

static void check(const struct config *config, struct arena *arena,
    struct outbound_request *request)
{
	address(config, "GET", project(config, arena, ""), request);
}

static const struct secret *hook_secret(const struct config *config)
{
	return &config->trackers.gitlab_webhook;
}

const struct tracker tracker_gitlab = {
	.way = "gitlab", .is_set = is_set, .open = open_ticket,
	.set = set_ticket, .tell = tell_ticket, .look = look,
	.read_look = read_look, .check = check,
	.hook_header = "x-gitlab-token", .hook_prefix = NULL,
	.hook_secret = hook_secret,
};
