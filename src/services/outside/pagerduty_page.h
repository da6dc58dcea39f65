/* SPDX-License-Identifier: MIT
 *
 * pagerduty_page: does a page still stand in PagerDuty, and has anybody
 * acknowledged it there? Asked by its REST API, by the page's key (GET
 * /incidents), half a minute after it was taken and then every minute, for two
 * hours at most or until nobody is to be called any more. What follows from
 * the answer: handlers/page_look.h.
 */
#ifndef INCBOT_SERVICES_PAGERDUTY_PAGE_H
#define INCBOT_SERVICES_PAGERDUTY_PAGE_H

#include "services/outside/errand.h"

#define PAGE_LOOK_AGAIN_MS 60000
#define PAGE_LOOKS_MAX 120

errand_fn pagerduty_draw_look;

#endif
