/* SPDX-License-Identifier: MIT
 *
 * oncall: see oncall.h. First whom the config names, then the changes made in
 * Slack, the oldest first, so that a later one may hand on what an earlier one
 * gave.
 */
#include "core/oncall/oncall.h"
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

/* Without rotations the first responder is primary, and the next who is not
 * primary is secondary; the service's own come before the site's. */
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

const struct oncall_names *oncall_source(const struct policy *policy,
    const char *service, enum oncall_rung rung)
{
	const struct service *found = policy_service(policy, service);

	if (found && *found->oncall.names[rung])
		return &found->oncall;
	return *policy->oncall.names[rung] ? &policy->oncall : NULL;
}

const char *oncall_scheduled(const struct policy *policy,
    const char *service, enum oncall_rung rung, int64_t now_ms)
{
	const struct oncall_names *source = oncall_source(policy, service,
	    rung);

	if (source && source->rotations[rung])
		return rotation_user(source->rotations[rung], now_ms);
	if (source)
		return source->names[rung];
	if (rung == ONCALL_PRIMARY)
		return responder(policy, policy_service(policy, service), "");
	if (rung == ONCALL_SECONDARY)
		return responder(policy, policy_service(policy, service),
		    oncall_scheduled(policy, service, ONCALL_PRIMARY,
		    now_ms));
	return "";
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

static void sooner(int64_t candidate_ms, int64_t after_ms, int64_t *best_ms)
{
	if (candidate_ms > after_ms && candidate_ms < *best_ms)
		*best_ms = candidate_ms;
}

/* The next edge of any rule that says who it is. */
static int64_t next_edge(const struct policy *policy, const struct site *site,
    const char *service, enum oncall_rung rung, int64_t at_ms)
{
	const struct oncall_names *source = oncall_source(policy, service,
	    rung);
	int64_t best_ms = INT64_MAX;

	if (source && source->rotations[rung])
		best_ms = rotation_next(source->rotations[rung], at_ms);
	else if (!source && rung == ONCALL_SECONDARY)
		return next_edge(policy, site, service, ONCALL_PRIMARY,
		    at_ms);
	for (int i = 0; i < COVERS_MAX && *site->covers[i].user; i++) {
		sooner(site->covers[i].from_ms, at_ms, &best_ms);
		sooner(site->covers[i].until_ms, at_ms, &best_ms);
	}
	return best_ms;
}

int64_t oncall_change(const struct policy *policy, const struct site *site,
    const char *service, enum oncall_rung rung, int64_t now_ms)
{
	const char *user = oncall_user(policy, site, service, rung, now_ms);
	int64_t end_ms = now_ms + ONCALL_AHEAD_MS;
	int64_t at_ms = now_ms;

	do {
		at_ms = next_edge(policy, site, service, rung, at_ms);
		if (at_ms > end_ms)
			return 0;
	} while (strcmp(oncall_user(policy, site, service, rung, at_ms),
	    user) == 0);
	return at_ms;
}

static bool serves(const struct oncall_names *oncall,
    const struct rotation *rotation, int *rung)
{
	for (*rung = 0; *rung < ONCALL_RUNG_COUNT; (*rung)++) {
		if (oncall->rotations[*rung] == rotation)
			return true;
	}
	return false;
}

/* The service that it serves first, "" for the site's own; NULL = none. */
static const char *service_of(const struct policy *policy,
    const struct rotation *rotation, int *rung)
{
	for (int i = 0; i < policy->service_count; i++) {
		if (serves(&policy->services[i].oncall, rotation, rung))
			return policy->services[i].name;
	}
	return serves(&policy->oncall, rotation, rung) ? "" : NULL;
}

const char *oncall_rotation_user(const struct policy *policy,
    const struct site *site, const struct rotation *rotation, int64_t at_ms)
{
	int rung = 0;
	const char *service = service_of(policy, rotation, &rung);

	return service ? oncall_user(policy, site, service,
	    (enum oncall_rung)rung, at_ms) : rotation_user(rotation, at_ms);
}

int64_t oncall_rotation_change(const struct policy *policy,
    const struct site *site, const struct rotation *rotation, int64_t at_ms,
    int64_t end_ms)
{
	int rung = 0;
	const char *service = service_of(policy, rotation, &rung);
	int64_t change_ms;

	if (!service)
		return rotation_change(rotation, at_ms, end_ms);
	change_ms = oncall_change(policy, site, service,
	    (enum oncall_rung)rung, at_ms);
	return change_ms == 0 || change_ms > end_ms ? end_ms : change_ms;
}

bool oncall_rotation_serves(const struct policy *policy, const char *service,
    const struct rotation *rotation)
{
	for (int rung = 0; rung < ONCALL_RUNG_COUNT; rung++) {
		const struct oncall_names *source = oncall_source(policy,
		    service, (enum oncall_rung)rung);

		if (source && source->rotations[rung] == rotation)
			return true;
	}
	return false;
}
