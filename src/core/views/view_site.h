/* SPDX-License-Identifier: MIT
 *
 * view_site: the messages of the site's effects: what is said in a channel or
 * told to one person about an event of the site, such as a hand-off. Drawn
 * from the event that the effect carries; the site as it is now stands beside.
 */
#ifndef INCBOT_CORE_VIEW_SITE_H
#define INCBOT_CORE_VIEW_SITE_H

#include "core/site.h"
#include "core/views/view_message.h"

struct message message_site(struct arena *arena, const struct effect *effect,
    const struct site *site, const struct policy *policy);

#endif
