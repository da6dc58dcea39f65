/* SPDX-License-Identifier: MIT
 *
 * doctor: see doctor.h. The steps, in the order in which a person would mend
 * things: each is only worth its line if those before it are good.
 */
#include "daemon/doctor/doctor.h"
#include "base/log.h"
#include "base/memory.h"
#include "daemon/doctor/doctor_steps.h"
#include "io/http_client.h"
#include "io/redis_connection.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "services/config/config.h"
#include "services/outside/outbound_http.h"
#include "services/slack/slack_web.h"

#include <openssl/ssl.h>
#include <stdarg.h>
#include <unistd.h>

#define LINE_SIZE 1200

PRINTF_LIKE(3, 0)
static void say(struct doctor *doctor, const char *word, const char *format,
    va_list arguments)
{
	char line[LINE_SIZE];

	vsnprintf(line, sizeof(line), format, arguments);
	fprintf(doctor->out, "%-5s %s\n", word, line);
	fflush(doctor->out);
}

void doctor_ok(struct doctor *doctor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(doctor, "ok", format, arguments);
	va_end(arguments);
}

void doctor_fail(struct doctor *doctor, const char *format, ...)
{
	va_list arguments;

	doctor->failed = true;
	va_start(arguments, format);
	say(doctor, "FAIL", format, arguments);
	va_end(arguments);
}

void doctor_warn(struct doctor *doctor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(doctor, "warn", format, arguments);
	va_end(arguments);
}

void doctor_skip(struct doctor *doctor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(doctor, "skip", format, arguments);
	va_end(arguments);
}

static void fail_all(struct doctor *doctor, struct problems *problems)
{
	int i;

	for (i = 0; i < problems->count; i++)
		doctor_fail(doctor, "%s", problems->lines[i]);
	problems_clear(problems);
}

static void step_config(struct doctor *doctor)
{
	struct problems problems = { .count = 0 };
	const char *file = config_find(NULL, doctor->environment);

	doctor->config_good = config_load(file, doctor->environment,
	    CONFIG_TOKENS_OPTIONAL, doctor->config, &problems);
	if (doctor->config_good)
		doctor_ok(doctor, "config: %s", file == NULL ?
		    "no file, the defaults and the environment do" : file);
	fail_all(doctor, &problems);
	doctor_next(doctor);
}

static void step_tokens(struct doctor *doctor)
{
	struct problems problems = { .count = 0 };

	if (!doctor->config_good) {
		doctor_skip(doctor, "tokens: the config comes first");
		doctor_next(doctor);
		return;
	}
	doctor->tokens_good = config_check_tokens(doctor->config, &problems);
	if (doctor->tokens_good)
		doctor_ok(doctor, "tokens: both are there and of the right "
		    "kind");
	fail_all(doctor, &problems);
	doctor_next(doctor);
}

static const char *connect_slack(struct doctor *doctor)
{
	struct slack_options options = { .probe_ms = 0 };
	const char *reason = "";

	options.api_url = doctor->config->slack.api_url;
	options.bot_token = doctor->config->slack.bot_token;
	options.app_token = doctor->config->slack.app_token;
	doctor->trust = tls_trust_new(NULL, &reason);
	if (doctor->trust == NULL)
		return reason;
	if (*doctor->config->ca_file &&
	    !tls_trust_add(doctor->trust, doctor->config->ca_file))
		doctor_fail(doctor, "TLS: outbound.ca_file is missing or not "
		    "PEM: correct the path, or take it out");
	doctor->http = http_client_new(doctor->loop, doctor->resolver,
	    doctor->trust);
	if (doctor->http == NULL)
		return "no memory for connections";
	doctor->slack = slack_web_new(doctor->loop, doctor->http, &options,
	    &reason);
	secret_clear(&options.bot_token);
	secret_clear(&options.app_token);
	return doctor->slack == NULL ? reason : NULL;
}

/* What TLS needs; no line of its own if it is good. */
static void step_trust(struct doctor *doctor)
{
	const char *reason = doctor->config_good ? connect_slack(doctor) : NULL;

	if (reason != NULL) {
		doctor_fail(doctor, "TLS: %s: install the package "
		    "ca-certificates", reason);
		doctor->tokens_good = false;
	}
	doctor_next(doctor);
}

static void step_zones(struct doctor *doctor)
{
	const struct policy *policy = &doctor->config->policy;

	if (!doctor->config_good)
		doctor_skip(doctor, "time zone: the config comes first");
	else if (access("/usr/share/zoneinfo/Europe/London", R_OK) != 0)
		doctor_fail(doctor, "time zone: there is no data in "
		    "/usr/share/zoneinfo: install the package tzdata");
	else
		doctor_ok(doctor, "time zone: %s", policy->zone_name);
	doctor_next(doctor);
}

static const struct step {
	const char *name;
	void (*start)(struct doctor *doctor);
} steps[] = {
	{ "config", step_config },
	{ "tokens", step_tokens },
	{ "TLS", step_trust },
	{ "Slack", doctor_slack },
	{ "scopes", doctor_scopes },
	{ "Socket Mode", doctor_socket },
	{ "broadcast channel", doctor_broadcast },
	{ "user groups", doctor_groups },
	{ "Redis", doctor_redis },
	{ "archive", doctor_archive },
	{ "page", doctor_page },
	{ "figures", doctor_figures },
	{ "on call", doctor_oncall },
	{ "tickets", doctor_tickets },
	{ "time zone", step_zones },
	{ "pagers", doctor_pagers },
	{ "Statuspage", doctor_statuspage },
	{ "Instatus", doctor_instatus },
};

static void on_deadline(void *arg);

static void start_step(void *arg)
{
	struct doctor *doctor = arg;

	if (doctor->step == ARRAY_LEN(steps)) {
		loop_stop(doctor->loop);
		return;
	}
	timer_start(&doctor->deadline, doctor->loop, DOCTOR_STEP_MS,
	    on_deadline, doctor);
	steps[doctor->step].start(doctor);
}

void doctor_next(struct doctor *doctor)
{
	doctor->step++;
	timer_start(&doctor->deadline, doctor->loop, 0, start_step, doctor);
}

/* Whoever answers later finds the doctor gone or at another step, so what it
 * asked is taken away first. */
static void on_deadline(void *arg)
{
	struct doctor *doctor = arg;

	doctor_fail(doctor, "%s: no answer within %d s: try again; if it "
	    "stays so, look at the network", steps[doctor->step].name,
	    DOCTOR_STEP_MS / 1000);
	if (doctor->slack != NULL)
		slack_web_forget(doctor->slack, doctor);
	outbound_http_free(doctor->outbound);
	doctor->outbound = NULL;
	doctor_next(doctor);
}

static void release(struct doctor *doctor)
{
	struct redis_connection *redis = doctor->redis;

	/* What is in flight is answered now: nobody listens any more. */
	doctor->redis = NULL;
	redis_free(redis);
	timer_stop(&doctor->deadline);
	SSL_CTX_free(doctor->redis_tls);
	slack_web_free(doctor->slack);
	outbound_http_free(doctor->outbound);
	http_client_free(doctor->http);
	tls_trust_free(doctor->trust);
	resolver_free(doctor->resolver);
	loop_free(doctor->loop);
	config_release(doctor->config);
	free(doctor->config);
}

bool doctor_run(char *const *environment, FILE *out)
{
	struct doctor doctor = { .environment = environment, .out = out };

	/* The report is all that is to be read: no log beside it. */
	log_set_descriptor(-1);
	doctor.config = xcalloc(1, sizeof(*doctor.config));
	doctor.loop = loop_new();
	if (doctor.loop != NULL)
		doctor.resolver = resolver_new(doctor.loop);
	if (doctor.resolver == NULL) {
		doctor_fail(&doctor, "this machine: no descriptors or "
		    "threads are left: end something else");
	} else {
		timer_start(&doctor.deadline, doctor.loop, 0, start_step,
		    &doctor);
		loop_run(doctor.loop);
	}
	release(&doctor);
	log_set_descriptor(STDERR_FILENO);
	return !doctor.failed;
}
