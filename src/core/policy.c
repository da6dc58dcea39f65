/* SPDX-License-Identifier: MIT
 *
 * policy: the playbook's own figures (P1, P2, P4), which hold wherever a site
 * said nothing else, and finding a service. Where the figures are changed:
 * src/services/config/config.h.
 */
#include "core/policy.h"
#include "base/text.h"
#include "base/when.h"

static const struct severity_policy severities[SEVERITY_COUNT + 1] = {
	[SEV1] = {
		.definition = "Full outage, data loss or a security breach, "
		    "for all or most users; revenue or data integrity is "
		    "at risk now.",
		.ack_target_ms = 5 * WHEN_MINUTE_MS,
		.update_every_ms = 15 * WHEN_MINUTE_MS,
		.stable_target_ms = 10 * WHEN_MINUTE_MS,
		.opens_room = true,
		.pages = true,
		.page_secondary_ms = 10 * WHEN_MINUTE_MS,
		.page_manager_ms = 30 * WHEN_MINUTE_MS,
		.pages_leads = true,
	},
	[SEV2] = {
		.definition = "A major feature is broken, or a significant "
		    "part of the users is affected; partly up.",
		.ack_target_ms = 15 * WHEN_MINUTE_MS,
		.update_every_ms = 30 * WHEN_MINUTE_MS,
		.stable_target_ms = 10 * WHEN_MINUTE_MS,
		.opens_room = true,
		.pages = true,
		.page_secondary_ms = 20 * WHEN_MINUTE_MS,
		.page_manager_ms = 30 * WHEN_MINUTE_MS,
	},
	[SEV3] = {
		.definition = "A non-critical feature is degraded, or few "
		    "users are affected; workarounds exist.",
	},
};

void policy_set_defaults(struct policy *policy)
{
	text_copy(policy->command, sizeof(policy->command), "/incident");
	text_copy(policy->channel_prefix, sizeof(policy->channel_prefix),
	    "inc");
	text_copy(policy->zone_name, sizeof(policy->zone_name), "UTC");
	text_copy(policy->board.name, sizeof(policy->board.name), "Service");
	policy->business.days = 0x3e;	/* Monday to Friday */
	policy->business.hours = (struct day_hours){ 9 * 60, 17 * 60 };
	policy->tickets.triage_ms = 4 * WHEN_HOUR_MS;
	policy->keep.after_days = 7;
	policy->proposal_again_ms = 10 * WHEN_MINUTE_MS;
	policy->page_again_ms = 5 * WHEN_MINUTE_MS;
	policy->digest = (struct handoff){ true, 1, 9 * 60 };
	policy->postmortem_due_ms = INT64_C(48) * 60 * 60 * 1000;
	memcpy(policy->severities, severities, sizeof(severities));
}

void policy_init(struct policy *policy)
{
	memset(policy, 0, sizeof(*policy));
	policy_set_defaults(policy);
}

const struct service *policy_service(const struct policy *policy,
    const char *name)
{
	int i;

	assert(policy->service_count >= 0 &&
	    policy->service_count <= SERVICES_MAX);
	for (i = 0; i < policy->service_count; i++)
		if (text_equal_fold(policy->services[i].name, name))
			return &policy->services[i];
	return NULL;
}

bool policy_has_board(const struct policy *policy)
{
	return *policy->board.folder;
}

bool policy_has_page(const struct policy *policy)
{
	return policy_has_board(policy) || policy->places != 0;
}

const struct rotation *policy_rotation(const struct policy *policy,
    const char *name)
{
	for (int i = 0; i < policy->rotations.count; i++)
		if (text_equal_fold(policy->rotations.all[i].name, name))
			return &policy->rotations.all[i];
	return NULL;
}

static void bind_names(const struct policy *policy,
    struct oncall_names *oncall)
{
	for (int rung = 0; rung < ONCALL_RUNG_COUNT; rung++)
		oncall->rotations[rung] = *oncall->names[rung] ?
		    policy_rotation(policy, oncall->names[rung]) : NULL;
}

void policy_bind_oncall(struct policy *policy)
{
	for (int i = 0; i < policy->rotations.count; i++)
		for (int k = 0; k < LAYERS_MAX; k++)
			layer_complete(&policy->rotations.all[i].layers[k]);
	bind_names(policy, &policy->oncall);
	for (int i = 0; i < policy->service_count; i++)
		bind_names(policy, &policy->services[i].oncall);
}

const struct contact *policy_contact(const struct policy *policy,
    const char *user)
{
	for (int i = 0; i < CONTACTS_MAX && *policy->contacts[i].user; i++) {
		if (strcmp(policy->contacts[i].user, user) == 0)
			return &policy->contacts[i];
	}
	return NULL;
}

const char *policy_next_way(const struct policy *policy, const char *user,
    const char *way)
{
	const struct contact *contact = policy_contact(policy, user);
	const char (*ways)[ID_SIZE] = contact && *contact->ways[0] ?
	    contact->ways : policy->ways;
	int i = 0;

	if (!*way)
		return ways[0];
	while (i < WAYS_MAX && strcmp(ways[i], way) != 0)
		i++;
	return i + 1 < WAYS_MAX ? ways[i + 1] : "";
}

static int compare_person(const void *id, const void *person)
{
	return strcmp(id, ((const struct person_name *)person)->id);
}

const char *people_name(const struct people *people, const char *id)
{
	const struct person_name *person = !people || people->count == 0 ? NULL :
	    bsearch(id, people->persons, people->count,
	    sizeof(*people->persons), compare_person);

	return person ? people->names + person->at : "";
}
