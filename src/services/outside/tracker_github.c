/* SPDX-License-Identifier: MIT
 *
 * tracker_github: tickets as GitHub issues (GitHub Enterprise alike). There is
 * no due date: it stands in the text. Labels and assignees are dropped without
 * a word if the token may not push, so nothing is found by a label: the issues
 * that were opened since the effect was made are read for the mark, page by
 * page, the newest first, since the search lags behind.
 */
#include "services/outside/tracker_issue.h"
#include "base/arena.h"
#include "services/config/config.h"

#define PER_MINUTE 60		/* GitHub: 80 that create something */

static bool is_set(const struct config *config)
{
	return *config->trackers.github_url &&
	    *config->trackers.github_repository &&
	    secret_is_set(&config->trackers.github_token);
}

static void address(const struct config *config, const char *method,
    const char *path, struct outbound_request *request)
{
	static const struct outbound_header headers[] = {
		{ "Accept", "application/vnd.github+json" },
		{ "X-GitHub-Api-Version", "2022-11-28" },
	};

	request->target = "github";
	request->per_minute = PER_MINUTE;
	request->method = method;
	request->base = config->trackers.github_url;
	request->path = path;
	request->auth_prefix = "Bearer ";
	request->auth = &config->trackers.github_token;
	memcpy(request->headers, headers, sizeof(headers));
	request->header_count = ARRAY_LEN(headers);
}

static const char *issues(const struct config *config, struct arena *arena,
    const char *rest)
{
	return arena_printf(arena, "/repos/%s/issues%s",
	    config->trackers.github_repository, rest);
}

static const struct issue_words words = {
	"number", "html_url", "body",
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
	json_t *body = json_pack("{s:s, s:s}", "title", draft->title,
	    "body", tracker_markdown(scene->arena, draft));

	address(scene->config, "POST", issues(scene->config, scene->arena,
	    ""), &errand->request);
	if (*scene->config->trackers.github_label)
		json_object_set_new(body, "labels", json_pack("[s]",
		    scene->config->trackers.github_label));
	if (*draft->assignee)
		json_object_set_new(body, "assignees", json_pack("[s]",
		    draft->assignee));
	tracker_json(scene->arena, &errand->request, body);
	errand->read = read_made;
	address(scene->config, "GET", issues(scene->config, scene->arena,
	    arena_printf(scene->arena, "?state=all&sort=created"
	    "&direction=desc&per_page=%d&page=%d&since=%s", TRACKER_PAGE,
	    scene->look_page, issue_since(scene))), &errand->look);
	errand->found = found;
}

static void set_ticket(const struct errand_scene *scene,
    const struct ticket *ticket, bool closed, struct errand *errand)
{
	address(scene->config, "PATCH", issues(scene->config, scene->arena,
	    arena_printf(scene->arena, "/%s", ticket->key)),
	    &errand->request);
	tracker_json(scene->arena, &errand->request, json_pack("{s:s}",
	    "state", closed ? "closed" : "open"));
}

static void tell_ticket(const struct errand_scene *scene,
    const struct ticket *ticket, const struct ticket_draft *draft,
    struct errand *errand)
{
	const char *path = issues(scene->config, scene->arena,
	    arena_printf(scene->arena, "/%s/comments", ticket->key));

	address(scene->config, "POST", path, &errand->request);
	tracker_json(scene->arena, &errand->request, json_pack("{s:s}",
	    "body", tracker_markdown(scene->arena, draft)));
	address(scene->config, "GET", arena_printf(scene->arena,
	    "%s?per_page=%d&page=%d&since=%s", path, TRACKER_PAGE,
	    scene->look_page, issue_since(scene)), &errand->look);
	errand->found = issue_comment_found;
}

static void look(const struct config *config, struct arena *arena,
    const struct ticket_range *range, struct outbound_request *request)
{
	address(config, "GET", issues(config, arena, arena_printf(arena,
	    "?state=all&sort=updated&direction=desc&per_page=%d&page=%d"
	    "&since=%s", TRACKER_PAGE, range->page, issue_time(arena,
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
	address(config, "GET", arena_printf(arena, "/repos/%s",
	    config->trackers.github_repository), request);
}

static const struct secret *hook_secret(const struct config *config)
{
	return &config->trackers.github_webhook;
}

const struct tracker tracker_github = {
	.way = "github", .is_set = is_set, .open = open_ticket,
	.set = set_ticket, .tell = tell_ticket, .look = look,
	.read_look = read_look, .check = check,
	.hook_header = "x-hub-signature-256", .hook_prefix = "sha256=",
	.hook_secret = hook_secret,
};
