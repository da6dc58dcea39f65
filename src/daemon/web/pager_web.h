/* SPDX-License-Identifier: MIT
 *
 * pager_web: what pagers tell back at webhooks.listen: /pagerduty takes
 * PagerDuty's webhooks (v3), whose signature is checked over the bytes as they
 * came. What is acknowledged, taken back, opened again or resolved there
 * becomes a turn and is answered after its commit, so that PagerDuty sends it
 * again if there was none; everything else is taken and ignored, since
 * PagerDuty stops sending to whoever refuses.
 */
#ifndef INCBOT_DAEMON_PAGER_WEB_H
#define INCBOT_DAEMON_PAGER_WEB_H

#include "base/base.h"

struct config;
struct pager_web;
struct turns;
struct web;

/* All outlive it. */
struct pager_web *pager_web_new(struct web *web, struct turns *turns,
    const struct config *config);
void pager_web_free(struct pager_web *pagers);
void pager_web_set_config(struct pager_web *pagers,
    const struct config *config);

#endif
