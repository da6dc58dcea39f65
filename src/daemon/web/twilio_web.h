/* SPDX-License-Identifier: MIT
 *
 * twilio_web: what Twilio tells and asks at webhooks.listen, once
 * pagers.twilio.callback_url says where it finds that: whether a page has
 * arrived (/twilio/status/...), the key pressed in a call (/twilio/voice/...),
 * a text message sent back (/twilio/sms). Each is a turn, and is answered after
 * its commit. What is not signed with the account's token is refused.
 *
 * A path behind status and voice names the page: incident, rung, person, way.
 * It is covered by the signature.
 */
#ifndef INCBOT_DAEMON_TWILIO_WEB_H
#define INCBOT_DAEMON_TWILIO_WEB_H

#include "base/base.h"

struct config;
struct ledger;
struct turns;
struct twilio_web;
struct web;

/* All outlive it. */
struct twilio_web *twilio_web_new(struct web *web, struct turns *turns,
    struct ledger *ledger, const struct config *config);
void twilio_web_free(struct twilio_web *twilio);
/* NULL is allowed. */
void twilio_web_set_config(struct twilio_web *twilio,
    const struct config *config);

#endif
