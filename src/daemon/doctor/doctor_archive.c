/* SPDX-License-Identifier: MIT
 *
 * doctor_archive: the doctor's question to the folder of the exports: can it be
 * written, and is in it what was exported? It is not, where a replica has a
 * folder of its own.
 */
#include "daemon/archive/archive.h"
#include "daemon/doctor/doctor_steps.h"
#include "services/config/config.h"

#include <unistd.h>

static void look(struct doctor *doctor, const char *folder)
{
	struct archive_exports exports;

	if (access(folder, R_OK | W_OK | X_OK) != 0)
		doctor_fail(doctor, "archive: %s cannot be written: make it, "
		    "and give it to the user that incbot runs as",
		    folder);
	else if (!archive_exports(doctor->config, doctor->out, &exports))
		doctor_fail(doctor, "archive: Redis does not say what was "
		    "exported");
	else if (exports.missing > 0)
		doctor_fail(doctor, "archive: INC-%s was exported (%d of the "
		    "last %d) and is not in %s: let all replicas share one "
		    "folder; /incident export, for each, writes it anew",
		    exports.first_missing, exports.missing, exports.looked,
		    folder);
	else
		doctor_ok(doctor, "archive: %d exports are in %s",
		    exports.looked, folder);
}

void doctor_archive(struct doctor *doctor)
{
	if (!doctor->config_good)
		doctor_skip(doctor, "archive: the config comes first");
	else if (!*doctor->config->policy.keep.folder)
		doctor_skip(doctor, "archive: no folder is set "
		    "(archive.folder)");
	else if (!doctor->redis_answered)
		doctor_skip(doctor, "archive: Redis comes first");
	else
		look(doctor, doctor->config->policy.keep.folder);
	doctor_next(doctor);
}
