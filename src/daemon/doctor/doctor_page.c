/* SPDX-License-Identifier: MIT
 *
 * doctor_page: the doctor's questions about what incbot shows by itself: can the
 * folder of the public page be written, and is the figures' page served to
 * anybody?
 */
#include "daemon/doctor/doctor_steps.h"
#include "services/config/config.h"
#include "services/folder.h"

void doctor_page(struct doctor *doctor)
{
	const char *folder;

	if (!doctor->config_good) {
		doctor_skip(doctor, "page: the config comes first");
		doctor_next(doctor);
		return;
	}
	folder = doctor->config->policy.board.folder;
	if (!*folder)
		doctor_skip(doctor, "page: no folder is set (page.folder)");
	else if (folder_is_writable(folder))
		doctor_ok(doctor, "page: %s can be written", folder);
	else
		doctor_fail(doctor, "page: %s cannot be written: make it, and "
		    "give it to the user that incbot runs as", folder);
	doctor_next(doctor);
}

void doctor_figures(struct doctor *doctor)
{
	if (!doctor->config_good)
		doctor_skip(doctor, "figures: the config comes first");
	else if (!secret_is_set(&doctor->config->web.figures_token))
		doctor_skip(doctor, "figures: no page of them is asked for "
		    "(webhooks.figures_token)");
	else if (!*doctor->config->web.host)
		doctor_fail(doctor, "figures: webhooks.figures_token is set, "
		    "and nobody can read the page: set webhooks.listen");
	else
		doctor_ok(doctor, "figures: their page is served at %s",
		    doctor->config->web.listen);
	doctor_next(doctor);
}
