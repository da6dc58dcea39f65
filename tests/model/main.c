/* SPDX-License-Identifier: MIT
 *
 * model: explores the effect protocol and its weaker variants, prints one
 * line for each, and fails if one ends with other numbers of posts than it
 * must: the shipped protocol with exactly one, each weaker one with what is
 * expected of its weakness. A weaker one that turned out well would mean that
 * the model, not the protocol, had become better.
 */
#include "tests/model/effect_protocol.h"

#define LEASE GUARD_LEASE
#define RECONCILE (LEASE | GUARD_RECONCILE)
#define CHECK (RECONCILE | GUARD_CHECK)
#define VERIFY (CHECK | GUARD_VERIFY)
#define GRACE (VERIFY | GUARD_GRACE)
#define SHIPPED (GRACE | GUARD_ASK_AGAIN)

#define POST(n) (1u << (n))
#define POSTS_1_TO_7 0xfeu
#define POSTS_1_TO_5 0x3eu

static const struct variant {
	const char *name;
	unsigned guards;
	unsigned expiries;
	unsigned posts;		/* history immediate */
	unsigned posts_lagging;
} variants[] = {
	{ "pop, then send", 0, 2, POST(0) | POST(1), POST(0) | POST(1) },
	{ "lease only", LEASE, 2, POSTS_1_TO_7, POSTS_1_TO_7 },
	{ "+ reconcile", RECONCILE, 2, POST(1) | POST(2), POSTS_1_TO_7 },
	{ "+ owner check", CHECK, 2, POST(1) | POST(2), POSTS_1_TO_7 },
	{ "+ verify, too early", VERIFY, 2, POST(1) | POST(2),
	    POST(1) | POST(2) },
	{ "+ verify after a grace", GRACE, 2, POST(1), POST(1) },
	{ "+ lost claims given back (shipped)", SHIPPED, 2, POST(1), POST(1) },
	{ "check + message id", CHECK | GUARD_MESSAGE_ID, 2, POST(1),
	    POST(1) },
	{ "shipped + message id", SHIPPED | GUARD_MESSAGE_ID, 2, POST(1),
	    POST(1) },
	{ "no pauses: lease only", LEASE, 0, POSTS_1_TO_5, POSTS_1_TO_5 },
	{ "no pauses: + reconcile", RECONCILE, 0, POST(1), POSTS_1_TO_5 },
	{ "no pauses: + owner check", CHECK, 0, POST(1), POSTS_1_TO_5 },
	{ "no pauses: careless giving back", RECONCILE | GUARD_ASK_AGAIN |
	    CARELESS_GIVING, 0, POST(1) | POST(2) | POST(3), POSTS_1_TO_5 },
	{ "no pauses: shipped", SHIPPED, 0, POST(1), POST(1) },
};

static void print_posts(unsigned posts)
{
	for (unsigned n = 0; n <= POSTS_MAX; n++) {
		if (posts & POST(n))
			printf(" %u", n);
	}
}

static bool try_variant(const struct variant *variant, bool lags)
{
	unsigned wanted = lags ? variant->posts_lagging : variant->posts;
	struct protocol protocol = {
		.guards = variant->guards, .crashes = 2,
		.expiries = variant->expiries, .lost_answers = 2,
		.lost_claims = variant->guards & GUARD_ASK_AGAIN ? 2 : 1,
		.history_lags = lags,
	};
	struct findings findings;

	effect_protocol_explore(&protocol, &findings);
	printf("%-34s history %-9s %6zu states, posts at rest:",
	    variant->name, lags ? "lags" : "immediate", findings.states);
	print_posts(findings.posts);
	if (findings.posts != wanted) {
		printf("  WRONG, expected:");
		print_posts(wanted);
	}
	putchar('\n');
	return findings.posts == wanted;
}

int main(void)
{
	bool good = true;

	for (size_t i = 0; i < ARRAY_LEN(variants); i++) {
		good = try_variant(&variants[i], false) && good;
		good = try_variant(&variants[i], true) && good;
	}
	return good ? 0 : 1;
}
