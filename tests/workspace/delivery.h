/* SPDX-License-Identifier: MIT
 *
 * delivery: what the three delivery files share with each other and with
 * nobody else. Read next: delivery.c.
 */
#ifndef WORKSPACE_DELIVERY_H
#define WORKSPACE_DELIVERY_H

#include "tests/workspace/model.h"

/* delivery.c */
struct connection *connection_find(struct workspace *ws, int id);
void envelope_forget(struct workspace *ws, struct envelope *envelope);
void envelope_fail(struct workspace *ws, struct envelope *envelope,
	const char *word);

/* delivery_faults.c: how frames leave when a fault is switched on */
bool delivery_faults_hold(struct workspace *ws, struct envelope *envelope);
void delivery_faults_send(struct workspace *ws, struct envelope *envelope,
	json_t *frame);
void delivery_greet(struct workspace *ws, struct connection *connection);

#endif
