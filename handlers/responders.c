/* SPDX-License-Identifier: MIT
 *
 * responders: see responders.h.
 */
#include "handlers/responders.h"
#include "base/text.h"

static int add_missing(const char ids[][ID_SIZE],
    const char *out[RESPONDERS_TOTAL_MAX], int count)
{
	for (int i = 0; i < RESPONDERS_MAX && *ids[i]; i++) {
		int j = 0;

		while (j < count && strcmp(out[j], ids[i]) != 0)
			j++;
		if (j == count)
			out[count++] = ids[i];
	}
	return count;
}

int responders_list(const struct policy *policy,
    const struct incident *incident,
    const char *out[RESPONDERS_TOTAL_MAX])
{
	const struct service *service = policy_service(policy,
	    incident->service);
	int count = 0;

	if (service)
		count = add_missing(service->responders, out, count);
	return add_missing(policy->responders, out, count);
}
