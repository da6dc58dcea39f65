/* SPDX-License-Identifier: MIT
 *
 * pager_twilio: a page as a text message or as a call that reads it out, by
 * Twilio. It knows no key of ours, so a page is sent once and not repeated
 * blindly. A call's words are XML: people's title is escaped for it.
 */
#include "services/pager.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/url.h"
#include "services/config.h"

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
	const char *words = arena_printf(scene->arena, "%s. %s",
	    page->headline, page->text);

	if (start(scene, page, "Messages", errand, &form) != ERRAND_CALL)
		return ERRAND_IMPOSSIBLE;
	text_add(&form, "&Body=");
	url_encode_n(&form, words, utf8_prefix(words, BODY_CHARS));
	finish(errand, &form);
	return ERRAND_CALL;
}

static void add_xml(struct text *text, const char *words)
{
	for (; *words; words++) {
		if (*words == '<' || *words == '>' || *words == '&' ||
		    *words == '"' || *words == '\'')
			text_addf(text, "&#%d;", *words);
		else
			text_add_char(text, *words);
	}
}

static enum errand_draw send_call(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	struct text form = text_new(scene->arena, FORM_BYTES);
	struct text words = text_new(scene->arena, FORM_BYTES);

	if (start(scene, page, "Calls", errand, &form) != ERRAND_CALL)
		return ERRAND_IMPOSSIBLE;
	text_add(&words, "<Response><Say loop=\"2\">");
	add_xml(&words, arena_strndup(scene->arena, page->headline,
	    utf8_prefix(page->headline, BODY_CHARS)));
	text_addf(&words, ". You are called as %s. Please acknowledge in "
	    "Slack.</Say></Response>", rung_name(scene->effect->number));
	text_add(&form, "&Twiml=");
	url_encode(&form, words.data);
	finish(errand, &form);
	return ERRAND_CALL;
}

const struct pager pager_sms = { "sms", "twilio", is_set, send_sms, NULL };
const struct pager pager_call = { "call", "twilio", is_set, send_call, NULL };
