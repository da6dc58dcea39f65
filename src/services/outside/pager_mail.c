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
#include "core/mail.h"
#include "services/outside/mail_errand.h"

static enum errand_draw send(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	struct mail_letter letter = { .subject = page->headline,
		.thread = scene->incident->id, .urgent = true,
		.lead = page->headline, .text = page->text };

	if (!page->contact || !mail_address_is_good(page->contact->email))
		return pager_impossible(errand, "no e-mail address is known");
	letter.to = page->contact->email;
	mail_errand(scene, &letter, errand);
	return ERRAND_CALL;
}

const struct pager pager_mail = { "mail", "mail", mail_errand_is_set, send, NULL };
