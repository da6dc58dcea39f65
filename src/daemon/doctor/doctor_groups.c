/* SPDX-License-Identifier: MIT
 *
 * doctor_groups: can the user groups that the config names be kept in step
 * with who is on call? Only warned of: everything else works without. And are
 * those there that have rights? Without them nobody of theirs may do anything.
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
	if (missing == 0 && *first_group(&doctor->config->policy))
		doctor_ok(doctor, "user groups: those of the rotations are "
		    "there");
}

static void judge_rights(struct doctor *doctor, const json_t *groups)
{
	const char *names[ROSTER_GROUPS_MAX];
	int count = rights_groups(&doctor->config->policy, names);
	int missing = 0;

	for (int i = 0; i < count; i++) {
		if (is_there(groups, names[i]))
			continue;
		missing++;
		doctor_fail(doctor, "rights: there is no user group %s: "
		    "nobody has the rights that the config gives it",
		    names[i]);
	}
	if (count > 0 && missing == 0)
		doctor_ok(doctor, "rights: the user groups that have some are "
		    "there");
}

/* What cannot be found out locks people out, if groups have rights. */
static bool groups_have_rights(const struct doctor *doctor)
{
	const char *names[ROSTER_GROUPS_MAX];

	return rights_groups(&doctor->config->policy, names) > 0;
}

static void warn_refused(struct doctor *doctor, const char *error)
{
	if (text_list_has("plan_upgrade_required,paid_teams_only", error))
		doctor_warn(doctor, "user groups: this Slack plan has none: "
		    "take user_group out of the rotations (%s)", error);
	else
		doctor_warn(doctor, "user groups: Slack does not say which "
		    "there are (%s)", error);
}

static void on_groups(void *arg, const struct slack_answer *answer)
{
	struct doctor *doctor = arg;
	const json_t *groups = json_object_get(answer->body, "usergroups");

	if (answer->outcome == SLACK_OK) {
		judge(doctor, groups);
		judge_rights(doctor, groups);
		doctor_next(doctor);
		return;
	}
	if (groups_have_rights(doctor))
		doctor_fail(doctor, "rights: Slack does not say who is in the "
		    "user groups that have some (%s): name people instead",
		    answer->error);
	if (*first_group(&doctor->config->policy))
		warn_refused(doctor, answer->error);
	doctor_next(doctor);
}

void doctor_groups(struct doctor *doctor)
{
	if (!doctor->config_good || (!groups_have_rights(doctor) &&
	    !*first_group(&doctor->config->policy))) {
		doctor_next(doctor);
		return;
	}
	if (!doctor->slack_good) {
		doctor_skip(doctor, "user groups: needs a bot token that "
		    "works");
		doctor_next(doctor);
		return;
	}
	if (groups_have_rights(doctor) &&
	    !text_list_has(doctor->scopes, "usergroups:read")) {
		doctor_fail(doctor, "rights: who is in the user groups that "
		    "have some cannot be asked: add the scope usergroups:read "
		    "at https://api.slack.com/apps, then Reinstall to "
		    "Workspace");
		doctor_next(doctor);
		return;
	}
	if (*first_group(&doctor->config->policy) &&
	    (!text_list_has(doctor->scopes, "usergroups:write") ||
	    !text_list_has(doctor->scopes, "usergroups:read"))) {
		doctor_warn(doctor, "user groups: who is on call is not put "
		    "into them: add the scopes usergroups:read and "
		    "usergroups:write at https://api.slack.com/apps, then "
		    "Reinstall to Workspace");
		doctor_next(doctor);
		return;
	}
	slack_call(doctor->slack, "usergroups.list", NULL, on_groups, doctor);
}
