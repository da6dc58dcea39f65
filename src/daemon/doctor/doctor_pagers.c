/* SPDX-License-Identifier: MIT
 *
 * doctor_pagers: knocks at the services behind the pagers that are set up, if
 * they can be asked something without calling anybody: is it there, and does
 * it know us? One after the other; each has its line.
 */
#include "daemon/doctor/doctor_steps.h"
#include "base/text.h"
#include "io/http_client.h"
#include "services/config/config.h"
#include "services/outside/outbound_http.h"
#include "services/outside/pager.h"

#define PATH_SIZE 160

struct knock {
	const char *way;	/* as of services/outside/pager.h */
	const char *settings;	/* what to look at if it says no */
	const char *network;	/* what to look at if nobody is there */
	void (*draw)(const struct config *config,
	    struct outbound_request *request);
};

static void draw_mail(const struct config *config,
    struct outbound_request *request)
{
	static struct mail_envelope mail;

	mail = (struct mail_envelope){
		.from = config->pagers.mail_from, .to = "",
		.user = config->pagers.mail_user,
		.password = &config->pagers.mail_password,
		.starttls = config->pagers.mail_starttls,
	};
	request->base = config->pagers.mail_url;
	request->mail = &mail;
}

static void draw_twilio(const struct config *config,
    struct outbound_request *request)
{
	static char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/2010-04-01/Accounts/%s.json",
	    config->pagers.twilio_account);
	request->method = "GET";
	request->base = config->pagers.twilio_url;
	request->path = path;
	request->auth_user = config->pagers.twilio_account;
	request->auth = &config->pagers.twilio_token;
}

static const struct knock knocks[] = {
	{ "mail", "user and password (pagers.mail)",
	    "no connection, or no STARTTLS with a certificate that is trusted "
	    "(pagers.mail.url, outbound.ca_file)", draw_mail },
	{ "sms", "account and token (pagers.twilio)",
	    "no connection (pagers.twilio.url)", draw_twilio },
};

static void next_knock(struct doctor *doctor);

static void on_answer(void *arg, const struct outbound_answer *answer)
{
	struct doctor *doctor = arg;
	const struct knock *knock = &knocks[doctor->knock];

	if (answer->outcome == OUTBOUND_OK)
		doctor_ok(doctor, "pagers: %s answers", knock->way);
	else if (answer->outcome == OUTBOUND_HELD)
		doctor_fail(doctor, "pagers: %s: it does not know us (%s): "
		    "are %s right?", knock->way, answer->error,
		    knock->settings);
	else if (answer->status == 0)
		doctor_fail(doctor, "pagers: %s: %s", knock->way,
		    knock->network);
	else
		doctor_fail(doctor, "pagers: %s: it answers %s: look at its "
		    "settings, or try again", knock->way, answer->error);
	doctor->knock++;
	next_knock(doctor);
}

static void next_knock(struct doctor *doctor)
{
	struct outbound_request request = { .path = "" };

	while (doctor->knock < ARRAY_LEN(knocks) &&
	    !pager_find(knocks[doctor->knock].way)->is_set(doctor->config))
		doctor->knock++;
	if (doctor->knock == ARRAY_LEN(knocks)) {
		doctor_next(doctor);
		return;
	}
	request.target = knocks[doctor->knock].way;
	request.deadline_ms = DOCTOR_STEP_MS / (int)ARRAY_LEN(knocks) / 2;
	knocks[doctor->knock].draw(doctor->config, &request);
	outbound_send(doctor->outbound, &request, on_answer, doctor);
}

void doctor_pagers(struct doctor *doctor)
{
	if (!doctor->config_good || !doctor->http) {
		doctor_skip(doctor, "pagers: config and TLS come first");
		doctor_next(doctor);
		return;
	}
	if (!doctor->outbound)
		doctor->outbound = outbound_http_new(doctor->loop,
		    doctor->http, doctor->config->plain_loopback);
	next_knock(doctor);
}
