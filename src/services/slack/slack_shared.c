/* SPDX-License-Identifier: MIT
 *
 * slack_shared: see slack_shared.h.
 */
#include "services/slack/slack_shared.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"
#include "services/slack/slack_element.h"

const char *slack_keep_word(struct arena *arena, const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.");

	return n < ID_SIZE && s[n] == '\0' ? arena_strdup(arena, s) : "";
}

bool slack_shared_is(const json_t *event)
{
	return strcmp(slack_string_at(event, "type"), "message") == 0 &&
	    strcmp(slack_string_at(event, "subtype"), "file_share") == 0;
}

static bool is_markdown(const char *name)
{
	size_t length = strlen(name);

	return length > 3 && text_equal_fold(name + length - 3, ".md");
}

const char *slack_shared_event(struct arena *arena, const json_t *event,
    struct request *request)
{
	const json_t *file;
	size_t i;

	request->kind = REQUEST_HAPPENING;
	request->name = "file_shared";
	request->actor = slack_keep_word(arena, slack_string_at(event,
	    "user"));
	request->channel = slack_keep_word(arena, slack_string_at(event,
	    "channel"));
	json_array_foreach(json_object_get(event, "files"), i, file) {
		const char *name = slack_string_at(file, "name");

		request->made_ref = slack_keep_word(arena,
		    slack_string_at(file, "id"));
		if (!is_markdown(name) || !*request->made_ref)
			continue;
		request->made_name = plain_clip(arena, name, NAME_SIZE / 4);
		return *request->actor && *request->channel ? NULL :
		    "a file of nobody's";
	}
	return "files of another kind";
}
