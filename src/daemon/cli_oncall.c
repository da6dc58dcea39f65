/* SPDX-License-Identifier: MIT
 *
 * cli_oncall: see cli_oncall.h.
 */
#include "daemon/cli_oncall.h"
#include "base/arena.h"
#include "base/when.h"
#include "core/oncall/ical.h"
#include "core/oncall/oncall.h"
#include "core/policy.h"
#include "core/site.h"
#include "core/calendar/zone.h"

#include <time.h>

#define ICAL_MEMORY_MAX (64u << 20)

static const struct site nothing;

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void print_rung(const struct policy *policy, const char *service,
    enum oncall_rung rung, FILE *out)
{
	int64_t now = now_ms();
	const char *user = oncall_user(policy, &nothing, service, rung, now);
	int64_t until_ms = oncall_change(policy, &nothing, service, rung,
	    now);
	struct civil c = zone_to_civil(policy->zone, until_ms);

	if (!*user)
		return;
	fprintf(out, "%s\t%s\t%s", *service ? service : "-",
	    oncall_rung_word((int)rung), user);
	if (until_ms != 0)
		fprintf(out, "\tuntil %04d-%02d-%02d %02d:%02d %s\tthen %s",
		    c.year, c.month, c.day, c.hour, c.minute,
		    policy->zone_name, oncall_user(policy, &nothing, service,
		    rung, until_ms));
	fputc('\n', out);
}

static void print_service(const struct policy *policy, const char *service,
    FILE *out)
{
	for (int rung = 0; rung < ONCALL_RUNG_COUNT; rung++)
		print_rung(policy, service, (enum oncall_rung)rung, out);
}

void cli_oncall_print(const struct policy *policy, FILE *out)
{
	for (int i = 0; i < policy->service_count; i++)
		print_service(policy, policy->services[i].name, out);
	print_service(policy, "", out);
}

bool cli_oncall_ical(const struct policy *policy, const char *rotation,
    FILE *out, FILE *err)
{
	const struct rotation *found = policy_rotation(policy, rotation);
	struct arena *arena;

	if (!found) {
		fprintf(err, "incbot: there is no rotation \"%s\" in the "
		    "config\n", rotation);
		return false;
	}
	arena = arena_new(ICAL_MEMORY_MAX);
	fputs(ical_rotation(arena, policy, &nothing, found, now_ms()), out);
	arena_free(arena);
	return true;
}
