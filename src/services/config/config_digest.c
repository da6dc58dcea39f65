/* SPDX-License-Identifier: MIT
 *
 * config_digest: see config_digest.h.
 */
#include "services/config/config_digest.h"

#define AT(member) offsetof(struct config, member), \
	sizeof(((struct config *)0)->member), 0

const struct setting digest_rows[DIGEST_ROWS] = {
	{ .name = "channel", SETTING_CHANNEL, AT(policy.digest_channel),
	  .example = "\"C0123456789\"",
	  .help = "Id of the channel that is told every week which postmortems "
	      "and action items are overdue, and every month how the company "
	      "did. Without it nobody is." },
	{ .name = "weekly", SETTING_HANDOFF, AT(policy.digest),
	  .help = "Day and time of the week, in the site's time zone; that of "
	      "the month comes on its first day at this time." },
};
