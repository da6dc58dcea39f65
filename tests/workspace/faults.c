/* SPDX-License-Identifier: MIT
 *
 * faults.c: the fault switches. Read next: delivery_faults.c.
 */
#include "tests/workspace/model.h"

json_t *fault_take(struct workspace *ws, const char *hook, const char *subject)
{
	(void)ws;
	(void)hook;
	(void)subject;
	return NULL;
}

int64_t fault_int(const json_t *order, const char *key, int64_t otherwise)
{
	const json_t *value = json_object_get(order, key);

	return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

json_t *workspace_fault(struct workspace *ws, json_t *order)
{
	(void)ws;
	(void)order;
	return json_pack("{s:b,s:s}", "ok", 0, "error", "unknown_fault");
}

json_t *workspace_faults(const struct workspace *ws)
{
	(void)ws;
	return json_array();
}
