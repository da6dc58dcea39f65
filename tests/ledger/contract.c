/* SPDX-License-Identifier: MIT
 *
 * contract: what services/ledger/ledger.h promises, proved on the bench linked
 * with it (bench.h). The same tests run on Redis and on the twin in memory.
 */
#include "base/base.h"

#include "tests/ledger/bench.h"
#include "tests/ledger/contract.h"

int main(void)
{
	Suite *suite = suite_create("ledger");
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, contract_commit());
	suite_add_tcase(suite, contract_claim());
	suite_add_tcase(suite, contract_ask());
	suite_add_tcase(suite, contract_lane());
	suite_add_tcase(suite, contract_verify());
	suite_add_tcase(suite, contract_clock());
	suite_add_tcase(suite, contract_read());
	suite_add_tcase(suite, contract_index());
	suite_add_tcase(suite, contract_open());
	suite_add_tcase(suite, contract_bench());
	runner = srunner_create(suite);
	/* The bench lives in this process. */
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	bench_end();
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
