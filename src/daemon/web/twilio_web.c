/* SPDX-License-Identifier: MIT
 *
 * twilio_web: see twilio_web.h.
 */
#include "daemon/web/twilio_web.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/request.h"
#include "daemon/turns/turns.h"
#include "daemon/web/web.h"
#include "services/config/config.h"
#include "services/ledger/ledger.h"
#include "services/outside/twilio.h"

#define OPEN_MAX LEDGER_LIST_MAX
#define WORDS_SIZE 400

static const char did_not_work[] = "This did not work. Please acknowledge in "
    "Slack.";
static const char which[] = "Please reply with the number, such as: ACK 7";

struct twilio_web {
	struct turns *turns;
	struct ledger *ledger;
	const struct config *config;
};

/* One exchange on its way: ends in answer(). */
struct visit {
	struct twilio_web *twilio;
	struct http_exchange *exchange;
	struct arena *arena;	/* until a turn owns it */
	struct request *request;
	const char *element;	/* "Say", "Message": what to answer in */
};

/* Twilio reads words out of a 200 only: whoever waits for some gets one, also
 * for what did not work. */
static void answer(struct visit *visit, int status, const char *words)
{
	char room[WORDS_SIZE];
	struct text text;
	struct http_server_answer reply = {
		.status = *words && visit->element ? 200 : status,
		.content_type = "text/xml; charset=utf-8", .body = room };

	text_init(&text, room, sizeof(room));
	text_add(&text, "<Response>");
	if (*words && visit->element) {
		text_addf(&text, "<%s>", visit->element);
		twilio_xml(&text, words);
		text_addf(&text, "</%s>", visit->element);
	}
	text_add(&text, "</Response>");
	reply.body_length = text.length;
	http_exchange_answer(visit->exchange, &reply);
	arena_free(visit->arena);
	free(visit);
}

/* What is true of the incident now, whoever's doing it was. */
static void answer_acked(struct visit *visit, const struct decision *decision)
{
	const struct incident *incident = &decision->incident;
	const char *asked = decision->request->incident;
	char words[WORDS_SIZE / 2];

	if (incident->phase != 0 && incident_is_open(incident) &&
	    strcmp(incident->acknowledged_by, decision->request->actor) == 0) {
		answer(visit, 200, "Thank you. This is acknowledged.");
		return;
	}
	snprintf(words, sizeof(words), incident->phase == 0 ?
	    "There is no incident INC-%s." : incident_is_open(incident) ?
	    "Somebody acknowledged INC-%s already." :
	    "INC-%s is not open. There is nothing to acknowledge.", asked);
	answer(visit, 200, words);
}

static void on_turn(void *arg, const struct turn_answer *done)
{
	struct visit *visit = arg;

	if (done->result == TURN_DONE && visit->element)
		answer_acked(visit, done->decision);
	else if (done->result == TURN_DONE || done->result == TURN_DUPLICATE)
		answer(visit, 200, "");
	else
		answer(visit, 503, did_not_work);
}

static void run(struct visit *visit)
{
	struct arena *arena = visit->arena;

	visit->arena = NULL;
	if (!turn_run(visit->twilio->turns, arena, visit->request, "", "",
	    on_turn, visit))
		answer(visit, 503, did_not_work);
}

static const struct contact *contact_by_phone(const struct policy *policy,
    const char *phone)
{
	for (int i = 0; i < CONTACTS_MAX && *policy->contacts[i].user; i++) {
		if (*phone && strcmp(policy->contacts[i].phone, phone) == 0)
			return &policy->contacts[i];
	}
	return NULL;
}

/* --- a text message that came back ----------------------------------------*/

static bool waits_for(const struct ledger_snapshot *snapshot,
    const char *user, char id[ID_SIZE])
{
	struct incident *incident = xcalloc(1, sizeof(*incident));
	bool waits = false;

	if (incident_decode(snapshot->data, snapshot->length, incident) &&
	    incident_is_paging(incident)) {
		for (int i = 0; i < PAGES_MAX; i++)
			waits |= strcmp(incident->pages[i].user, user) == 0;
	}
	if (waits)
		(void)text_copy(id, ID_SIZE, incident->id);
	free(incident);
	return waits;
}

/* "ACK" alone: the one that they are called for, if there is one only. */
static void on_open(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total)
{
	struct visit *visit = arg;
	char id[ID_SIZE] = "";
	int waiting = 0;

	for (size_t i = 0; status == LEDGER_OK && i < count; i++)
		waiting += waits_for(&snapshots[i], visit->request->actor, id);
	if (status != LEDGER_OK) {
		answer(visit, 503, did_not_work);
	} else if (waiting == 0 && total > count) {
		answer(visit, 200, which);
	} else if (waiting == 0) {
		answer(visit, 200, "Nothing waits for you to acknowledge it.");
	} else if (waiting > 1) {
		answer(visit, 200, "You are called for several incidents. "
		    "Please reply with the number, such as: ACK 7");
	} else {
		visit->request->incident = arena_strdup(visit->arena, id);
		run(visit);
	}
}

/* "ACK", "ack INC-7.", "Acknowledged, thanks": false if it is none of these.
 * Without a number `id` is "". */
static bool read_reply(const char *words, char id[ID_SIZE])
{
	size_t digits;

	*id = '\0';
	if (strncasecmp(words, "ack", 3) != 0)
		return false;
	words += 3;
	words += strspn(words, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (!words[strcspn(words, "0123456789")])
		return true;
	words += strspn(words, " #:");
	if (strncasecmp(words, "INC-", 4) == 0)
		words += strlen("INC-");
	words += strspn(words, "0");
	digits = strspn(words, "0123456789");
	if (digits == 0 || digits >= ID_SIZE ||
	    words[digits + strspn(words + digits, " .!")])
		return false;
	memcpy(id, words, digits);
	id[digits] = '\0';
	return true;
}

static void take_message(struct visit *visit, const struct twilio_form *form)
{
	const struct contact *contact = contact_by_phone(
	    &visit->twilio->config->policy, twilio_value(form, "From"));
	const char *words = text_trim(arena_strdup(visit->arena,
	    twilio_value(form, "Body")));
	char id[ID_SIZE];

	visit->element = "Message";
	if (!contact) {
		answer(visit, 200, "");
		return;
	}
	if (!read_reply(words, id)) {
		answer(visit, 200, "To acknowledge a page reply with: ACK, or "
		    "with its number, such as: ACK 7");
		return;
	}
	visit->request->actor = arena_strdup(visit->arena, contact->user);
	if (*id) {
		visit->request->incident = arena_strdup(visit->arena, id);
		run(visit);
	} else {
		ledger_list_open(visit->twilio->ledger, 0, OPEN_MAX, on_open,
		    visit);
	}
}

/* --- what came of a page --------------------------------------------------*/

/* "7/0/U123/sms" taken apart. */
static bool read_page(struct visit *visit, const char *path)
{
	char *words = arena_strdup(visit->arena, path);
	char *rest = NULL;
	const char *parts[4] = { NULL };
	int64_t rung = 0;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		parts[i] = strtok_r(i == 0 ? words : NULL, "/", &rest);
		if (!parts[i] || strlen(parts[i]) >= ID_SIZE)
			return false;
	}
	if (!text_parse_int(parts[1], 0, RUNG_CALLED, &rung))
		return false;
	visit->request->incident = parts[0];
	visit->request->number = (int)rung;
	visit->request->actor = parts[2];
	visit->request->made_name = parts[3];
	return true;
}

static void take_status(struct visit *visit, const struct twilio_form *form)
{
	const char *call = twilio_value(form, "CallStatus");
	const char *status = *call ? call :
	    twilio_value(form, "MessageStatus");

	if (!text_list_has("delivered,completed,undelivered,failed,busy,"
	    "no-answer,canceled", status)) {
		answer(visit, 200, "");
		return;
	}
	visit->request->name = "pager_receipt";
	visit->request->succeeded = text_list_has("delivered,completed",
	    status);
	visit->request->error = arena_strdup(visit->arena, status);
	visit->request->key = arena_printf(visit->arena, "tw:%.40s:%s",
	    twilio_value(form, *call ? "CallSid" : "MessageSid"), status);
	run(visit);
}

static void take_key(struct visit *visit, const struct twilio_form *form)
{
	visit->element = "Say";
	if (strcmp(twilio_value(form, "Digits"), "1") == 0)
		run(visit);
	else
		answer(visit, 200, "Not acknowledged.");
}

/* --- who may --------------------------------------------------------------*/

/* The address as Twilio knows it; it may or may not have counted in the port
 * that goes without saying. */
static bool is_signed(const struct twilio_web *twilio,
    const struct http_server_request *request, const char *signature,
    const struct twilio_form *form)
{
	const struct pagers_config *pagers = &twilio->config->pagers;
	const char *base = pagers->twilio_callback_url;
	size_t host = strcspn(base + strlen("https://"), "/") +
	    strlen("https://");
	const char *tail = base[strlen(base) - 1] == '/' ?
	    request->path + 1 : request->path;
	char url[2 * URL_SIZE + HTTP_SERVER_PATH_SIZE];

	snprintf(url, sizeof(url), "%s%s", base, tail);
	if (twilio_is_signed(&pagers->twilio_token, url, form, signature))
		return true;
	snprintf(url, sizeof(url), "%.*s:443%s%s", (int)host, base,
	    base + host, tail);
	return twilio_is_signed(&pagers->twilio_token, url, form, signature);
}

static void dispatch(struct visit *visit, const char *path,
    const struct twilio_form *form)
{
	static const struct {
		const char *prefix;
		bool names_page;
		void (*take)(struct visit *visit,
		    const struct twilio_form *form);
	} kinds[] = {
		{ "/twilio/status/", true, take_status },
		{ "/twilio/voice/", true, take_key },
		{ "/twilio/sms", false, take_message },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		size_t length = strlen(kinds[i].prefix);

		if (!text_starts_with(path, kinds[i].prefix) ||
		    (kinds[i].names_page ? !read_page(visit, path + length) :
		    path[length] != '\0'))
			continue;
		kinds[i].take(visit, form);
		return;
	}
	answer(visit, 404, "");
}

static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct twilio_web *twilio = arg;
	const char *base = twilio->config->pagers.twilio_callback_url;
	struct visit *visit = xcalloc(1, sizeof(*visit));
	struct twilio_form *form;

	visit->twilio = twilio;
	visit->exchange = exchange;
	visit->arena = arena_new(TURN_MEMORY_MAX);
	visit->request = arena_alloc(visit->arena, sizeof(*visit->request));
	form = arena_alloc(visit->arena, sizeof(*form));
	request_init(visit->request, REQUEST_HAPPENING, "pager_acked");
	visit->request->team = arena_strdup(visit->arena,
	    twilio->config->policy.team_id);
	if (!*base || strcmp(request->method, "POST") != 0) {
		answer(visit, *base ? 405 : 404, "");
	} else if (!twilio_read(visit->arena, request->body,
	    request->body_length, form) || !is_signed(twilio, request,
	    http_exchange_header(exchange, "x-twilio-signature"), form)) {
		log_warn("pager_refused", "pager=twilio reason=signature");
		answer(visit, 403, "");
	} else {
		dispatch(visit, request->path, form);
	}
}

struct twilio_web *twilio_web_new(struct web *web, struct turns *turns,
    struct ledger *ledger, const struct config *config)
{
	struct twilio_web *twilio = xcalloc(1, sizeof(*twilio));

	twilio->turns = turns;
	twilio->ledger = ledger;
	twilio->config = config;
	web_add(web, "/twilio/", on_request, twilio);
	return twilio;
}

void twilio_web_free(struct twilio_web *twilio)
{
	free(twilio);
}

void twilio_web_set_config(struct twilio_web *twilio,
    const struct config *config)
{
	if (twilio)
		twilio->config = config;
}
