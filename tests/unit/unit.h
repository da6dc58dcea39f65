/* SPDX-License-Identifier: MIT
 *
 * unit: what every unit test program shares: run a list of Check tests and
 * turn the count of failures into an exit status.
 */
#ifndef INCBOT_TESTS_UNIT_H
#define INCBOT_TESTS_UNIT_H

#include "base/base.h"

#include <check.h>
#include <signal.h>

/* Seconds a single test may take (fork mode): only one that hangs takes as many,
 * however busy the machine is. */
#define UNIT_TIMEOUT_S 120

struct unit {
	Suite *suite;
	TCase *tcase;
	TCase *aborts;
};

static inline struct unit unit_new(const char *name)
{
	struct unit u;

	u.suite = suite_create(name);
	u.tcase = tcase_create("works");
	u.aborts = tcase_create("aborts");
	tcase_set_timeout(u.tcase, UNIT_TIMEOUT_S);
	suite_add_tcase(u.suite, u.tcase);
	suite_add_tcase(u.suite, u.aborts);
	return u;
}

static inline void unit_add(struct unit *u, const TTest *test)
{
	tcase_add_test(u->tcase, test);
}

/* The test must end in abort(). Left out when Check may not fork. */
static inline void unit_add_abort(struct unit *u, const TTest *test)
{
	const char *fork = getenv("CK_FORK");

	if (fork == NULL || strcmp(fork, "no") != 0)
		tcase_add_test_raise_signal(u->aborts, test, SIGABRT);
}

/* Of many cases of a kind, every how many-eth is tried: all, but for a build
 * with sanitizers (tests/run), which looks for other mistakes, those that every
 * case of a kind shows. */
static inline int unit_every(void)
{
	const char *every = getenv("TEST_EVERY");
	int n = every ? (int)strtol(every, NULL, 10) : 1;

	return n > 0 ? n : 1;
}

static inline int unit_run(struct unit *u)
{
	SRunner *runner = srunner_create(u->suite);
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
