/* SPDX-License-Identifier: MIT
 *
 * letter_errand: what is new, to a subscriber by e-mail. The words were
 * written right before (daemon/jobs/letter_job.h); here is whether there is
 * still a reason, and what a mail server's no means. A letter whose answer was
 * lost is sent again: twice rather than never.
 */
#include "services/outside/mail_errand.h"
#include "base/arena.h"
#include "core/board/letter.h"
#include "core/mail.h"
#include "services/config/config.h"

static enum errand_draw impossible(struct errand *errand, const char *why)
{
	errand->why = why;
	return ERRAND_IMPOSSIBLE;
}

/* Unsubscribed, or set anew, meanwhile. */
static bool is_gone(const struct errand_scene *scene)
{
	const struct mailbox *box = mailbox_find(scene->site,
	    scene->effect->user);

	return !box || scene->effect->cycle != (scene->effect->number > 0 ?
	    box->since_ms : box->asked_ms);
}

/* Credentials may work again; an address does not get better. */
static const char *explain(struct arena *arena,
    const struct outbound_answer *answer)
{
	if (answer->outcome == OUTBOUND_HELD)
		return NULL;
	return answer->status > 0 ? arena_printf(arena, "the mail server "
	    "takes no letter for this address (%d)", answer->status) :
	    "the mail server's address is not allowed";
}

enum errand_draw letter_draw(const struct errand_scene *scene,
    struct errand *errand)
{
	const struct letter *letter = scene->letter;
	struct mail_letter mail = { .thread = "", .lead = "" };

	if (is_gone(scene))
		return ERRAND_OBSOLETE;
	if (!mail_errand_is_set(scene->config))
		return impossible(errand, "no mail server is set up");
	if (!letter)
		return ERRAND_WAIT;
	if (!*letter->address)
		return impossible(errand, "Slack shows no e-mail address of "
		    "yours");
	if (!mail_address_is_good(letter->address))
		return impossible(errand, "the address in your Slack profile "
		    "is none that a letter can go to");
	mail.to = letter->address;
	mail.subject = letter->subject;
	mail.text = letter->text.data;
	errand->request.target = "mail";
	errand->request.path = "";
	errand->repeat = ERRAND_REPEATS;
	errand->explain = explain;
	mail_errand(scene, &mail, errand);
	return ERRAND_CALL;
}
