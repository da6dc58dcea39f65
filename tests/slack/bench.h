/* SPDX-License-Identifier: MIT
 *
 * bench: what the tests of the Slack services stand on: a loop, an HTTP
 * client, a puppet that plays Slack, the real slack_web talking to it, and a
 * log that is kept, to be searched for secrets at the end.
 */
#ifndef INCBOT_TESTS_BENCH_H
#define INCBOT_TESTS_BENCH_H

#include "base/log.h"
#include "base/memory.h"
#include "io/http_client.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "io/ws_client.h"
#include "services/slack/slack_web.h"
#include "tests/slack/puppet.h"
#include "tests/unit/pump.h"
#include "tests/unit/unit.h"

#include <unistd.h>

#define BENCH_BOT_TOKEN "xoxb-1-2-canaryBot"
#define BENCH_APP_TOKEN "xapp-1-A0-3-canaryApp"
#define BENCH_LOG_SIZE (1u << 20)

struct bench {
	struct pump pump;
	struct resolver *resolver;
	struct tls_trust *trust;
	struct http_client *http;
	struct ws_client *ws;
	struct puppet *puppet;
	struct slack *slack;
	char api_url[64];
	int log;
};

static inline struct slack *bench_slack(struct bench *b, const char *api_url)
{
	struct slack_options options = { .api_url = api_url,
		.timeout_ms = 500, .probe_ms = 300 };
	struct slack *slack;
	const char *reason;

	ck_assert(secret_set(&options.bot_token, BENCH_BOT_TOKEN));
	ck_assert(secret_set(&options.app_token, BENCH_APP_TOKEN));
	slack = slack_web_new(b->pump.loop, b->http, &options, &reason);
	ck_assert_msg(slack != NULL, "%s", reason);
	return slack;
}

static inline void bench_init(struct bench *b,
    const struct puppet_events *events)
{
	char name[] = "/tmp/slack-bench-XXXXXX";
	const char *reason;

	memset(b, 0, sizeof(*b));
	b->log = mkstemp(name);
	ck_assert_int_ge(b->log, 0);
	(void)unlink(name);
	log_set_descriptor(b->log);
	log_set_level(LOG_LEVEL_DEBUG);
	pump_init(&b->pump);
	b->resolver = resolver_new(b->pump.loop);
	ck_assert_ptr_nonnull(b->resolver);
	b->trust = tls_trust_new(NULL, &reason);
	ck_assert_msg(b->trust != NULL, "%s", reason);
	b->http = http_client_new(b->pump.loop, b->resolver, b->trust);
	ck_assert_ptr_nonnull(b->http);
	b->ws = ws_client_new(b->pump.loop, b->resolver, b->trust);
	ck_assert_ptr_nonnull(b->ws);
	b->puppet = puppet_new(b->pump.loop, events);
	(void)snprintf(b->api_url, sizeof(b->api_url),
	    "http://127.0.0.1:%d/api/", puppet_port(b->puppet));
	b->slack = bench_slack(b, b->api_url);
}

/* What was logged since bench_init(); free() it. */
static inline char *bench_logged(struct bench *b)
{
	char *text = xcalloc(1, BENCH_LOG_SIZE);

	ck_assert_int_ge(pread(b->log, text, BENCH_LOG_SIZE - 1, 0), 0);
	return text;
}

static inline void bench_release(struct bench *b)
{
	char *text = bench_logged(b);

	slack_web_free(b->slack);
	puppet_free(b->puppet);
	ws_client_free(b->ws);
	http_client_free(b->http);
	tls_trust_free(b->trust);
	resolver_free(b->resolver);
	pump_release(&b->pump);
	log_set_descriptor(2);
	(void)close(b->log);
	ck_assert_msg(strstr(text, "canary") == NULL, "a secret was logged");
	free(text);
}

#endif
