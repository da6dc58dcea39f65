/* SPDX-License-Identifier: MIT
 *
 * pager_mail: a page as a letter by SMTP. Servers know no key of ours, so a
 * page is sent once; its Message-ID is the same at each attempt, so that a
 * repeat after a crash can be recognised by whoever reads it. "Taken by the
 * mail server" is all that can be known: it is no acknowledgement, and the
 * escalation goes on. The letters of an incident refer to one that does not
 * exist, by which mail programs put them together.
 */
#include "services/outside/pager.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/mail.h"
#include "io/http_client.h"
#include "services/config/config.h"

#define LETTER_BYTES 16384

static bool is_set(const struct config *config)
{
	return *config->pagers.mail_url && *config->pagers.mail_from;
}

/* Words of ours as an atom of an id: a colon may not stand there. */
static void add_atom(struct text *text, const char *words)
{
	for (; *words; words++)
		text_add_char(text, *words == ':' ? '.' : *words);
}

static void add_id(struct text *text, const char *name,
    const struct errand_scene *scene, const char *words)
{
	text_addf(text, "%s: <incbot.%s.", name, *scene->config->policy.team_id
	    ? scene->config->policy.team_id : "team");
	add_atom(text, words);
	text_addf(text, "%s>\r\n", strchr(scene->config->pagers.mail_from,
	    '@'));
}

static void add_headers(const struct errand_scene *scene,
    const struct pager_page *page, struct text *letter)
{
	const char *job = scene->job;

	text_addf(letter, "From: incbot <%s>\r\nTo: <%s>\r\n",
	    scene->config->pagers.mail_from, page->contact->email);
	mail_header(letter, "Subject", page->headline);
	mail_date(letter, scene->effect->created_ms);
	add_id(letter, "Message-ID", scene, job);
	add_id(letter, "In-Reply-To", scene, scene->incident->id);
	add_id(letter, "References", scene, scene->incident->id);
	text_add(letter, "Auto-Submitted: auto-generated\r\n"
	    "Importance: high\r\nX-Priority: 1\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
}

static enum errand_draw send(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	const struct pagers_config *pagers = &scene->config->pagers;
	struct text letter = text_new(scene->arena, LETTER_BYTES);
	struct mail_envelope *mail;

	if (!page->contact || !mail_address_is_good(page->contact->email))
		return pager_impossible(errand, "no e-mail address is known");
	mail = arena_alloc(scene->arena, sizeof(*mail));
	*mail = (struct mail_envelope){
		.from = pagers->mail_from, .to = page->contact->email,
		.user = pagers->mail_user, .password = &pagers->mail_password,
		.starttls = pagers->mail_starttls,
	};
	add_headers(scene, page, &letter);
	mail_body(&letter, page->headline);
	text_add(&letter, "\r\n");
	mail_body(&letter, page->text);
	assert(!letter.truncated);
	errand->request.base = pagers->mail_url;
	errand->request.mail = mail;
	errand->request.body = letter.data;
	errand->request.body_length = letter.length;
	return ERRAND_CALL;
}

const struct pager pager_mail = { "mail", "mail", is_set, send, NULL };
