/* SPDX-License-Identifier: MIT
 *
 * config_pagers: the rows of the groups "pagers.*", "outbound" and of
 * contacts. Only config*.c include this.
 */
#ifndef INCBOT_SERVICES_CONFIG_PAGERS_H
#define INCBOT_SERVICES_CONFIG_PAGERS_H

#include "services/config/config_table.h"

#define WEBHOOK_PAGER_ROWS 2
#define NTFY_ROWS 2
#define PAGERDUTY_ROWS 6
#define TWILIO_ROWS 5
#define MAIL_ROWS 5
#define OPSGENIE_ROWS 2
#define OUTBOUND_ROWS 2

extern const struct setting webhook_pager_rows[WEBHOOK_PAGER_ROWS];
extern const struct setting ntfy_rows[NTFY_ROWS];
extern const struct setting pagerduty_rows[PAGERDUTY_ROWS];
extern const struct setting twilio_rows[TWILIO_ROWS];
extern const struct setting mail_rows[MAIL_ROWS];
extern const struct setting opsgenie_rows[OPSGENIE_ROWS];
extern const struct setting outbound_rows[OUTBOUND_ROWS];
extern const struct setting_group contact_group;

/* An address that things are sent to outside of Slack; "" is none. */
void config_check_base(const struct loader *loader, const char *path,
    const char *url);
void config_check_pagers(const struct loader *loader);

#endif
