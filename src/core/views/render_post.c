/* SPDX-License-Identifier: MIT
 *
 * render_post: the calls that post and change a message, for incidents
 * (render.c, render_comms.c) and for the site (render_site.c). Knows nothing of
 * what the message says.
 */
#include "core/views/render.h"
#include "core/views/view_message.h"

struct call render_post(const char *channel, const char *job,
    const struct message *message)
{
	return (struct call){ "chat.postMessage",
	    json_pack("{s:s, s:s, s:o, s:b, s:b, s:{s:s, s:{s:s}}}",
	    "channel", channel, "text", message->text,
	    "blocks", message->blocks, "unfurl_links", 0, "unfurl_media", 0,
	    "metadata", "event_type", "incbot_fx",
	    "event_payload", "fx", job),
	    RECONCILE_MESSAGE, "" };
}

/* parse is given since an update's default is not a post's: "none" leaves
 * @names in people's words alone. */
struct call render_update(const char *channel, const char *ts,
    const struct message *message)
{
	return (struct call){ "chat.update",
	    json_pack("{s:s, s:s, s:s, s:o, s:s}", "channel", channel,
	    "ts", ts, "text", message->text, "blocks", message->blocks,
	    "parse", "none"), RECONCILE_NONE, "" };
}
