/* SPDX-License-Identifier: MIT
 *
 * tracker_issue: see tracker_issue.h.
 */
#include "services/outside/tracker_issue.h"
#include "base/arena.h"
#include "base/text.h"
#include "services/slack/slack_element.h"

#define LOOK_MEMORY (64 << 10)

const char *issue_time(struct arena *arena, int64_t ms)
{
	char words[WHEN_TEXT_SIZE];

	when_format_iso(words, sizeof(words), ms > 0 ? ms : 0);
	return arena_strdup(arena, words);
}

static bool read_issue(const struct issue_words *words, const json_t *issue,
    struct errand_made *made)
{
	json_int_t number = json_integer_value(json_object_get(issue,
	    words->number));
	struct text ref;

	if (number <= 0)
		return false;
	text_init(&ref, made->ref, sizeof(made->ref));
	text_addf(&ref, "%lld", (long long)number);
	(void)text_copy(made->name, sizeof(made->name),
	    slack_string_at(issue, words->url));
	return true;
}

bool issue_made(const struct issue_words *words,
    const struct outbound_answer *answer, struct errand_made *made)
{
	json_t *issue = json_loadb(answer->body, answer->body_length, 0,
	    NULL);
	bool good = read_issue(words, issue, made);

	json_decref(issue);
	return good;
}

bool issue_more(const struct errand_scene *scene, const json_t *list)
{
	size_t count = json_array_size(list);
	const char *last = count == 0 ? "" : slack_string_at(
	    json_array_get(list, count - 1), "created_at");

	/* Both are times of UTC, written from the year on. */
	return count >= TRACKER_PAGE && (!*last || strcmp(last,
	    issue_since(scene)) >= 0);
}

const char *issue_since(const struct errand_scene *scene)
{
	return issue_time(scene->arena,
	    scene->effect->created_ms - ISSUE_SKEW_MS);
}

/* Behind the mark of item 2 that of 21 must not pass for it. */
bool issue_found(const struct issue_words *words,
    const struct errand_scene *scene, const struct outbound_answer *answer,
    struct errand_made *made)
{
	json_t *list = json_loadb(answer->body, answer->body_length, 0, NULL);
	const char *mark = arena_printf(scene->arena, "<!-- %s -->",
	    tracker_mark(scene));
	bool is_there = false;
	size_t i;
	json_t *issue;

	made->unclear = !json_is_array(list);
	json_array_foreach (list, i, issue) {
		if (strstr(slack_string_at(issue, words->text), mark) &&
		    read_issue(words, issue, made)) {
			is_there = true;
			break;
		}
	}
	made->more = !is_there && issue_more(scene, list);
	json_decref(list);
	return is_there;
}

bool issue_comment_found(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made)
{
	json_t *list = json_loadb(answer->body, answer->body_length, 0, NULL);
	bool is_there = tracker_comment_found(scene, answer, made);

	made->more = !is_there && issue_more(scene, list);
	json_decref(list);
	return is_there;
}

/* GitHub lists pull requests with the issues. */
int issue_look(const struct issue_words *words, const struct config *config,
    const char *body, ticket_sight_fn *see, void *arg)
{
	struct arena *arena = arena_new(LOOK_MEMORY);
	const char *prefix = tracker_mark_prefix(config, arena);
	json_t *list = json_loads(body, 0, NULL);
	int count = json_is_array(list) ? (int)json_array_size(list) : -1;
	size_t i;
	json_t *issue;

	json_array_foreach (list, i, issue) {
		struct ticket_sight sight = { .number = 0 };
		struct errand_made made = { .ref = "" };

		if (json_object_get(issue, "pull_request") ||
		    !tracker_mark_read(slack_string_at(issue, words->text),
		    prefix, &sight) || !read_issue(words, issue, &made))
			continue;
		memcpy(sight.key, made.ref, sizeof(sight.key));
		sight.closed = strcmp(slack_string_at(issue, "state"),
		    "closed") == 0;
		see(arg, &sight);
	}
	json_decref(list);
	arena_free(arena);
	return count;
}
