/* SPDX-License-Identifier: MIT
 *
 * request: looking into one; what it is stands in core/request.h.
 */
#include "core/request.h"

const char *request_value(const struct request *request, const char *name)
{
	for (int i = 0; i < request->value_count; i++) {
		if (strcmp(request->values[i].name, name) == 0)
			return request->values[i].value;
	}
	return "";
}
