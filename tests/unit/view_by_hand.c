/* SPDX-License-Identifier: MIT
 *
 * view_by_hand: what people read while nothing can be saved: whom to call,
 * from the config alone.
 */
#include "core/views/view_by_hand.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/policy.h"
#include "tests/unit/unit.h"

static struct arena *arena;
static struct policy *policy;

static void open_all(void)
{
	arena = arena_new(1u << 20);
	policy = xcalloc(1, sizeof(*policy));
	policy_init(policy);
}

static void close_all(void)
{
	free(policy);
	arena_free(arena);
}

static void add_service(const char *name, const char *user)
{
	struct service *service = &policy->services[policy->service_count++];

	(void)text_copy(service->name, sizeof(service->name), name);
	(void)text_copy(service->responders[0], ID_SIZE, user);
}

START_TEST(without_a_config_the_playbook_speaks)
{
	const char *text = view_by_hand(arena, policy, 0);

	ck_assert_ptr_nonnull(strstr(text, "call whoever is on call."));
	ck_assert_ptr_nonnull(strstr(text,
	    "every 15 min for SEV1, 30 min for SEV2."));
}
END_TEST

START_TEST(people_are_called_in_their_order)
{
	(void)text_copy(policy->responders[0], ID_SIZE, "U0BEN");
	(void)text_copy(policy->responders[1], ID_SIZE, "U0CHLOE");
	add_service("check<out>", "U0DAN");
	add_service("nobody's", "");
	ck_assert_ptr_nonnull(strstr(view_by_hand(arena, policy, 0),
	    "call <@U0BEN>, then <@U0CHLOE>. For check&lt;out&gt;: "
	    "<@U0DAN>, then <@U0BEN>. Open a channel"));
}
END_TEST

START_TEST(many_services_are_counted_not_listed)
{
	for (int i = 0; i < SERVICES_MAX; i++)
		add_service("s", "U0DAN");
	ck_assert_ptr_nonnull(strstr(view_by_hand(arena, policy, 0),
	    "(56 more in the config.)"));
	ck_assert_uint_lt(strlen(view_by_hand(arena, policy, 0)), 1000);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("view_by_hand");

	tcase_add_checked_fixture(u.tcase, open_all, close_all);
	unit_add(&u, without_a_config_the_playbook_speaks);
	unit_add(&u, people_are_called_in_their_order);
	unit_add(&u, many_services_are_counted_not_listed);
	return unit_run(&u);
}
