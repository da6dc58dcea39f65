/* SPDX-License-Identifier: MIT
 *
 * config_tickets: the rows of the groups "tickets" and "trackers.*". Only
 * config*.c include this.
 */
#ifndef INCBOT_SERVICES_CONFIG_TICKETS_H
#define INCBOT_SERVICES_CONFIG_TICKETS_H

#include "services/config/config_table.h"

#define TICKET_ROWS 4
#define GITHUB_ROWS 5
#define GITLAB_ROWS 4
#define JIRA_ROWS 6

extern const struct setting ticket_rows[TICKET_ROWS];
extern const struct setting github_rows[GITHUB_ROWS];
extern const struct setting gitlab_rows[GITLAB_ROWS];
extern const struct setting jira_rows[JIRA_ROWS];

void config_check_tickets(const struct loader *loader);
/* Overwrites the secrets. */
void config_clear_tickets(struct config *config);

#endif
