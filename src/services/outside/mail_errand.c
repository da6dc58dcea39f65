/* SPDX-License-Identifier: MIT
 *
 * mail_errand: see mail_errand.h.
 */
#include "services/outside/mail_errand.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/mail.h"
#include "io/http_client.h"
#include "services/config/config.h"

#define HEADER_BYTES 16384	/* a subject at its longest, coded */

bool mail_errand_is_set(const struct config *config)
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
    const struct mail_letter *letter, struct text *out)
{
	text_addf(out, "From: incbot <%s>\r\nTo: <%s>\r\n",
	    scene->config->pagers.mail_from, letter->to);
	mail_header(out, "Subject", letter->subject);
	mail_date(out, scene->effect->created_ms);
	add_id(out, "Message-ID", scene, scene->job);
	if (*letter->thread) {
		add_id(out, "In-Reply-To", scene, letter->thread);
		add_id(out, "References", scene, letter->thread);
	}
	text_add(out, "Auto-Submitted: auto-generated\r\n");
	if (letter->urgent)
		text_add(out, "Importance: high\r\nX-Priority: 1\r\n");
	text_add(out, "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
}

/* Each byte may become three, and a line a soft end of three more. */
static size_t room_for(const struct mail_letter *letter)
{
	return HEADER_BYTES + 4 * (strlen(letter->lead) +
	    strlen(letter->text));
}

void mail_errand(const struct errand_scene *scene,
    const struct mail_letter *letter, struct errand *errand)
{
	const struct pagers_config *pagers = &scene->config->pagers;
	struct text out = text_new(scene->arena, room_for(letter));
	struct mail_envelope *mail = arena_alloc(scene->arena, sizeof(*mail));

	assert(mail_address_is_good(letter->to));
	*mail = (struct mail_envelope){
		.from = pagers->mail_from, .to = letter->to,
		.user = pagers->mail_user, .password = &pagers->mail_password,
		.starttls = pagers->mail_starttls,
	};
	add_headers(scene, letter, &out);
	if (*letter->lead) {
		mail_body(&out, letter->lead);
		text_add(&out, "\r\n");
	}
	mail_body(&out, letter->text);
	assert(!out.truncated);
	errand->request.base = pagers->mail_url;
	errand->request.mail = mail;
	errand->request.body = out.data;
	errand->request.body_length = out.length;
}
