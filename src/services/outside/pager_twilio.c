/* SPDX-License-Identifier: MIT
 *
 * pager_twilio: a page as a text message or as a call that reads it out, by
 * Twilio. It knows no key of ours, so a page is sent once and not repeated
 * blindly. A call's words are XML: what people wrote is escaped for it.
 */
#include "services/outside/pager.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/url.h"
#include "services/config/config.h"
#include "services/outside/twilio.h"

#define BODY_CHARS 600		/* Twilio: 1,600; each 67 cost a message */
#define FORM_BYTES 16384

static bool is_set(const struct config *config)
{
	const struct pagers_config *pagers = &config->pagers;

	return *pagers->twilio_url && *pagers->twilio_account &&
	    *pagers->twilio_from && secret_is_set(&pagers->twilio_token);
}

static enum errand_draw start(const struct errand_scene *scene,
    const struct pager_page *page, const char *what, struct errand *errand,
    struct text *form)
{
	const struct pagers_config *pagers = &scene->config->pagers;

	if (!page->contact || !*page->contact->phone)
		return pager_impossible(errand, "no phone number is known");
	errand->request.base = pagers->twilio_url;
	errand->request.path = arena_printf(scene->arena,
	    "/2010-04-01/Accounts/%s/%s.json", pagers->twilio_account, what);
	errand->request.method = "POST";
	errand->request.content_type = "application/x-www-form-urlencoded";
	errand->request.auth_user = pagers->twilio_account;
	errand->request.auth = &pagers->twilio_token;
	text_add(form, "To=");
	url_encode(form, page->contact->phone);
	text_add(form, "&From=");
	url_encode(form, pagers->twilio_from);
	return ERRAND_CALL;
}

/* Where Twilio tells of this page: daemon/web/twilio_web.h. "" if nowhere. */
static const char *callback(const struct errand_scene *scene,
    const char *kind)
{
	const char *base = scene->config->pagers.twilio_callback_url;
	const struct effect *effect = scene->effect;

	if (!*base)
		return "";
	return arena_printf(scene->arena, "%s%stwilio/%s/%s/%d/%s/%s", base,
	    base[strlen(base) - 1] == '/' ? "" : "/", kind,
	    effect->incident, effect->number, effect->user, effect->way);
}

static void add_callback(const struct errand_scene *scene, struct text *form)
{
	const char *url = callback(scene, "status");

	if (!*url)
		return;
	text_add(form, "&StatusCallback=");
	url_encode(form, url);
}

static void finish(struct errand *errand, const struct text *form)
{
	assert(!form->truncated);
	errand->request.body = form->data;
	errand->request.body_length = form->length;
}

static enum errand_draw send_sms(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	struct text form = text_new(scene->arena, FORM_BYTES);
	const char *reply = *callback(scene, "sms") ? arena_printf(
	    scene->arena, "Reply ACK %s to acknowledge. ",
	    scene->incident->id) : "";
	const char *words = arena_printf(scene->arena, "%s. %s%s",
	    page->headline, reply, page->text);

	if (start(scene, page, "Messages", errand, &form) != ERRAND_CALL)
		return ERRAND_IMPOSSIBLE;
	text_add(&form, "&Body=");
	url_encode_n(&form, words, utf8_prefix(words, BODY_CHARS));
	add_callback(scene, &form);
	finish(errand, &form);
	return ERRAND_CALL;
}

static const char *what_to_do(const struct pager_page *page, bool has_keys)
{
	if (page->acknowledged)
		return "Somebody is on it and needs you.";
	return has_keys ? "To acknowledge, press 1." :
	    "Please acknowledge in Slack.";
}

static enum errand_draw send_call(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	struct text form = text_new(scene->arena, FORM_BYTES);
	struct text words = text_new(scene->arena, FORM_BYTES);
	const char *key = callback(scene, "voice");

	if (start(scene, page, "Calls", errand, &form) != ERRAND_CALL)
		return ERRAND_IMPOSSIBLE;
	text_add(&words, "<Response>");
	if (*key)
		text_addf(&words, "<Gather numDigits=\"1\" timeout=\"10\" "
		    "action=\"%s\">", key);
	text_add(&words, "<Say loop=\"2\">");
	twilio_xml(&words, arena_strndup(scene->arena, page->headline,
	    utf8_prefix(page->headline, BODY_CHARS)));
	text_addf(&words, ". You are called as %s",
	    rung_name(scene->effect->number));
	twilio_xml(&words, page->asked);
	text_addf(&words, ". %s</Say>%s</Response>", what_to_do(page, *key),
	    *key ? "</Gather>" : "");
	text_add(&form, "&Twiml=");
	url_encode(&form, words.data);
	add_callback(scene, &form);
	finish(errand, &form);
	return ERRAND_CALL;
}

const struct pager pager_sms = { "sms", "twilio", is_set, send_sms, NULL };
const struct pager pager_call = { "call", "twilio", is_set, send_call, NULL };
