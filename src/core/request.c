/* SPDX-License-Identifier: MIT
 *
 * request: an empty one, and looking into one; what it is stands in
 * core/request.h.
 */
#include "core/request.h"

void request_init(struct request *request, enum request_kind kind,
    const char *name)
{
	*request = (struct request){
		.kind = kind, .name = name, .key = "", .words = "",
		.actor = "", .team = "", .channel = "", .incident = "",
		.trigger_id = "", .view_id = "", .response_url = "",
		.message = "",
		.error = "", .made_ref = "", .made_name = "",
	};
}

bool request_is_own(const struct request *request)
{
	return request->kind == REQUEST_DUE ||
	    request->kind == REQUEST_RESULT ||
	    request->kind == REQUEST_ALERT || request->kind == REQUEST_SELF;
}

const char *request_value(const struct request *request, const char *name)
{
	for (int i = 0; i < request->value_count; i++) {
		if (strcmp(request->values[i].name, name) == 0)
			return request->values[i].value;
	}
	return "";
}
