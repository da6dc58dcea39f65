/* SPDX-License-Identifier: MIT
 *
 * oncall: see oncall.h. First whom the config names, then the changes made in
 * Slack, the oldest first, so that a later one may hand on what an earlier one
 * gave.
 */
#include "core/oncall.h"
#include "base/text.h"
#include "core/policy.h"
#include "core/site.h"

const char *oncall_rung_word(int rung)
{
	static const char *const words[ONCALL_RUNG_COUNT] = {
		"primary", "secondary", "manager", "security", "executive",
	};

	assert(rung >= 0 && rung < ONCALL_RUNG_COUNT);
	return words[rung];
}

/* Without rotations the first responder is primary and the second secondary:
 * the service's own come before the site's. */
static const char *responder(const struct policy *policy,
    const struct service *service, const char *but)
{
	for (int i = 0; service && i < RESPONDERS_MAX; i++) {
		if (*service->responders[i] &&
		    strcmp(service->responders[i], but) != 0)
			return service->responders[i];
	}
	for (int i = 0; i < RESPONDERS_MAX; i++) {
		if (*policy->responders[i] &&
		    strcmp(policy->responders[i], but) != 0)
			return policy->responders[i];
	}
	return "";
}

const char *oncall_scheduled(const struct policy *policy,
    const char *service, enum oncall_rung rung, int64_t now_ms)
{
	const struct service *found = policy_service(policy, service);

	(void)now_ms;
	switch (rung) {
	case ONCALL_PRIMARY:
		return responder(policy, found, "");
	case ONCALL_SECONDARY:
		return responder(policy, found,
		    responder(policy, found, ""));
	case ONCALL_MANAGER:
		return policy->manager;
	case ONCALL_SECURITY:
		return policy->security_lead;
	case ONCALL_EXECUTIVE:
		return policy->executive;
	case ONCALL_RUNG_COUNT:
		break;
	}
	abort();
}

static bool is_for(const struct cover *cover, const char *service)
{
	return !*cover->service || text_equal_fold(cover->service, service);
}

/* Who is on call instead of `user` by this one change. */
static const char *covered(const struct cover *cover, const char *service,
    enum oncall_rung rung, const char *user)
{
	if (!is_for(cover, service))
		return user;
	if (!*cover->instead_of)
		return cover->rung == (int)rung ? cover->user : user;
	if (strcmp(user, cover->instead_of) == 0)
		return cover->user;
	if (cover->swap && strcmp(user, cover->user) == 0)
		return cover->instead_of;
	return user;
}

const char *oncall_user(const struct policy *policy, const struct site *site,
    const char *service, enum oncall_rung rung, int64_t now_ms)
{
	const char *user = oncall_scheduled(policy, service, rung, now_ms);

	for (int i = 0; i < COVERS_MAX && *site->covers[i].user; i++) {
		const struct cover *cover = &site->covers[i];

		if (cover->from_ms <= now_ms && now_ms < cover->until_ms)
			user = covered(cover, service, rung, user);
	}
	return user;
}
