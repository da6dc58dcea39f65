/* SPDX-License-Identifier: MIT
 *
 * doctor_groups: can the user groups that the config names be kept in step
 * with who is on call? Only warned of: everything else works without.
 */
#include "base/text.h"
#include "daemon/doctor/doctor.h"
#include "daemon/doctor/doctor_steps.h"
#include "services/config/config.h"
#include "services/slack/slack.h"
#include "services/slack/slack_element.h"

static const char *first_group(const struct policy *policy)
{
	for (int i = 0; i < policy->rotations.count; i++) {
		if (*policy->rotations.all[i].user_group)
			return policy->rotations.all[i].user_group;
	}
	return "";
}

static bool is_there(const json_t *groups, const char *id)
{
	const json_t *group;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)groups, i, group) {
		if (strcmp(slack_string_at(group, "id"), id) == 0)
			return true;
	}
	return false;
}

static void judge(struct doctor *doctor, const json_t *groups)
{
	const struct rotation_list *list = &doctor->config->policy.rotations;
	int missing = 0;

	for (int i = 0; i < list->count; i++) {
		const char *id = list->all[i].user_group;

		if (!*id || is_there(groups, id))
			continue;
		missing++;
		doctor_warn(doctor, "user group: there is no %s, which the "
		    "rotation \"%s\" names", id, list->all[i].name);
	}
	if (missing == 0)
		doctor_ok(doctor, "user groups: those of the rotations are "
		    "there");
}

static void on_groups(void *arg, const struct slack_answer *answer)
{
	struct doctor *doctor = arg;

	if (answer->outcome == SLACK_OK)
		judge(doctor, json_object_get(answer->body, "usergroups"));
	else if (text_list_has("plan_upgrade_required,paid_teams_only",
	    answer->error))
		doctor_warn(doctor, "user groups: this Slack plan has none: "
		    "take user_group out of the rotations (%s)",
		    answer->error);
	else
		doctor_warn(doctor, "user groups: Slack does not say which "
		    "there are (%s)", answer->error);
	doctor_next(doctor);
}

void doctor_groups(struct doctor *doctor)
{
	if (!doctor->config_good ||
	    !*first_group(&doctor->config->policy)) {
		doctor_next(doctor);
		return;
	}
	if (!doctor->slack_good) {
		doctor_skip(doctor, "user groups: needs a bot token that "
		    "works");
		doctor_next(doctor);
		return;
	}
	if (!text_list_has(doctor->scopes, "usergroups:write") ||
	    !text_list_has(doctor->scopes, "usergroups:read")) {
		doctor_warn(doctor, "user groups: who is on call is not put "
		    "into them: add the scopes usergroups:read and "
		    "usergroups:write at https://api.slack.com/apps, then "
		    "Reinstall to Workspace");
		doctor_next(doctor);
		return;
	}
	slack_call(doctor->slack, "usergroups.list", NULL, on_groups, doctor);
}
