/* SPDX-License-Identifier: MIT
 *
 * render_post: the call that posts a message, for incidents (render.c) and for
 * the site (render_site.c). Knows nothing of what the message says.
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
