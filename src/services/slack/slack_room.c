/* SPDX-License-Identifier: MIT
 *
 * slack_room: see slack_room.h.
 */
#include "services/slack/slack_room.h"
#include "base/arena.h"
#include "services/slack/slack_element.h"

#define UNARCHIVED "channel_unarchive"
#define JOINED "member_joined_channel"

/* "" unless it looks like one of Slack's ids. */
static const char *keep_id(
    struct arena *arena, const json_t *event, const char *key)
{
	const char *s = slack_string_at(event, key);
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	return n < ID_SIZE && s[n] == '\0' ? arena_strdup(arena, s) : "";
}

bool slack_room_is(const char *type)
{
	return strcmp(type, UNARCHIVED) == 0 || strcmp(type, JOINED) == 0;
}

const char *slack_room_event(struct arena *arena, const struct slack_self *self,
    const json_t *event, struct request *request)
{
	bool joined = strcmp(slack_string_at(event, "type"), JOINED) == 0;

	if (joined &&
	    (*self->user == '\0' ||
		strcmp(slack_string_at(event, "user"), self->user) != 0))
		return "somebody else has come";
	request->kind = REQUEST_HAPPENING;
	request->name = joined ? "room_joined" : "room_unarchived";
	request->actor = keep_id(arena, event, joined ? "inviter" : "user");
	request->channel = keep_id(arena, event, "channel");
	return *request->channel ? NULL : "no channel";
}
