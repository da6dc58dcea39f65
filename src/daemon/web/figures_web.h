/* SPDX-License-Identifier: MIT
 *
 * figures_web: the company's figures for people inside, on the common
 * listener: GET /figures/ is the page with plots, /figures/figures.csv and
 * /figures/figures.json the same for programs. Only for whoever has the token
 * (webhooks.figures_token); never part of the public page.
 */
#ifndef INCBOT_DAEMON_FIGURES_WEB_H
#define INCBOT_DAEMON_FIGURES_WEB_H

#include "base/base.h"
#include "base/secret.h"
#include "core/policy.h"

struct clock;
struct figures_web;
struct ledger;
struct web;

#define FIGURES_WEB_PATH "/figures/"
#define FIGURES_ASKED_MAX 4	/* at once; more are told 503 */

struct figures_web_options {
	struct clock *clock;
	struct ledger *ledger;
	const struct policy *policy;
	const struct secret *token;	/* copied; not set: nobody may read */
};

/* Hangs itself on the listener. */
struct figures_web *figures_web_new(struct web *web,
    const struct figures_web_options *options);
/* After the ledger, which may still owe an answer. NULL is allowed. */
void figures_web_free(struct figures_web *figures);
void figures_web_set_policy(struct figures_web *figures,
    const struct policy *policy);

#endif
