/* SPDX-License-Identifier: MIT
 *
 * view_ticket: what people see of tickets (core/ticket.h) and of the triage
 * of a SEV3.
 */
#ifndef INCBOT_CORE_VIEW_TICKET_H
#define INCBOT_CORE_VIEW_TICKET_H

#include "core/views/view_message.h"

/* "ticket #42 in github, closed", linked; "" if there is none. */
const char *ticket_words(struct arena *arena, const struct ticket *ticket);

/* `/incident ticket`: all of them, with what can be done. */
json_t *view_tickets(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const char **fallback);

/* The incident's own ticket, and whether one has failed, for card and status;
 * NULL if there is nothing to say. */
json_t *view_ticket_facts(struct arena *arena,
    const struct incident *incident, bool buttons);

/* A button that tries again what failed, or NULL if nothing has. */
json_t *view_ticket_retry(struct arena *arena,
    const struct incident *incident);

message_fn message_nag_triage;

#endif
