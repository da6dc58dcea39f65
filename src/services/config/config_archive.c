/* SPDX-License-Identifier: MIT
 *
 * config_archive: see config_archive.h.
 */
#include "services/config/config_archive.h"

#define AT(member) offsetof(struct config, member), \
	sizeof(((struct config *)0)->member), 0

const struct setting archive_rows[ARCHIVE_ROWS] = {
	{ .name = "folder", SETTING_PATH, AT(policy.keep.folder),
	  .example = "\"/var/lib/incbot/archive\"",
	  .help = "Folder for what is exported of closed incidents, one file "
	      "each (docs/archive.md). Several replicas must share it. Without "
	      "it nothing is exported, and no channel is archived." },
	{ .name = "export_after_days", SETTING_DAY_COUNT,
	  AT(policy.keep.after_days),
	  .help = "An incident is exported so many days after it was "
	      "closed." },
	{ .name = "keep_days", SETTING_DAY_COUNT, AT(policy.keep.days),
	  .help = "An incident is dropped so many days after its close: from "
	      "Redis, with its timeline, from the search and the figures. "
	      "Never before it was exported, with an action item open or "
	      "under legal hold. 0 = kept for ever." },
	{ .name = "channels", SETTING_BOOL, AT(policy.keep.archives_rooms),
	  .help = "Archive the channel of an incident once everything of it "
	      "was exported, unless it is under legal hold." },
};
