/* SPDX-License-Identifier: MIT
 *
 * alert_read: from what monitoring systems send to alerts. One reader for
 * each format; total on hostile bytes: any body ends in alerts or in a
 * sentence that says why not. Does no I/O and trusts nobody: whose body it is
 * was judged before (daemon/web/web.h).
 */
#ifndef INCBOT_SERVICES_ALERT_READ_H
#define INCBOT_SERVICES_ALERT_READ_H

#include "base/base.h"
#include "core/alert.h"

struct arena;

#define ALERTS_READ_MAX 64	/* of one body; more are left out */

struct alert_list {
	struct alert *alerts;	/* in the arena */
	int count;
	int left_out;		/* beyond ALERTS_READ_MAX */
	const char *ignored;	/* there is nothing to do, and why; or NULL */
};

/* Formats that can be read: "alertmanager, grafana, ...", for the config. */
extern const char *const alert_formats;

/* False if the body is not of that format, with the reason in *problem. */
NODISCARD bool alerts_read(struct arena *arena, const char *format,
    const char *source, const char *body, size_t length,
    struct alert_list *out, const char **problem);

#endif
