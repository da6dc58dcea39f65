/* SPDX-License-Identifier: MIT
 *
 * contract: the parts of the contract suite. Each is a set of tests that
 * every ledger must pass; contract.c runs them on the bench it is linked to.
 */
#ifndef INCBOT_TESTS_CONTRACT_H
#define INCBOT_TESTS_CONTRACT_H

#include <check.h>

TCase *contract_commit(void);
TCase *contract_claim(void);
TCase *contract_ask(void);
TCase *contract_lane(void);
TCase *contract_verify(void);
TCase *contract_clock(void);
TCase *contract_read(void);
TCase *contract_index(void);
TCase *contract_open(void);
/* What only this bench can show: faults, damage, servers that say no. */
TCase *contract_bench(void);

#endif
