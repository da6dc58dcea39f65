/* SPDX-License-Identifier: MIT
 *
 * faults: what faults.c and faults_now.c share. Read next: faults.c.
 */
#ifndef WORKSPACE_FAULTS_H
#define WORKSPACE_FAULTS_H

#include "tests/workspace/model.h"

struct fault_spec {
	const char *name;
	const char *hook;       /* who asks for it; "now" = nobody, "none" =
				 * only the orders in `also` */
	const char *defaults;   /* JSON */
};

/* Does at once what the order says to all live connections. */
void fault_now(struct workspace *ws, json_t *order);

#endif
