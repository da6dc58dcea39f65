/* SPDX-License-Identifier: MIT
 *
 * pager: see pager.h. What all ways share: is there still a reason, and the
 * words.
 */
#include "services/outside/pager.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/record.h"
#include "services/config/config.h"

static const struct pager *const pagers[] = {
	&pager_webhook, &pager_ntfy, &pager_pagerduty, &pager_sms,
	&pager_call, &pager_opsgenie, &pager_mail,
};

const struct pager *pager_find(const char *way)
{
	for (size_t i = 0; i < ARRAY_LEN(pagers); i++) {
		if (strcmp(pagers[i]->way, way) == 0)
			return pagers[i];
	}
	return NULL;
}

const char *pager_words(void)
{
	static char words[200];
	struct text text;

	text_init(&text, words, sizeof(words));
	for (size_t i = 0; i < ARRAY_LEN(pagers); i++)
		text_addf(&text, "%s%s", i > 0 ? ", " : "", pagers[i]->way);
	return words;
}

enum errand_draw pager_impossible(struct errand *errand, const char *why)
{
	errand->why = why;
	return ERRAND_IMPOSSIBLE;
}

void pager_json(const struct errand_scene *scene, struct errand *errand,
    json_t *body)
{
	char *text;

	assert(body);
	text = json_encode(scene->arena, body);
	json_decref(body);
	errand->request.method = "POST";
	errand->request.content_type = "application/json";
	errand->request.body = text;
	errand->request.body_length = strlen(text);
}

/* What people wrote is on one line here, whatever it holds. */
static const char *one_line(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *c = copy; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	}
	return copy;
}

static const char *channel_url(const struct errand_scene *scene)
{
	if (!*scene->incident->room_id)
		return "";
	return arena_printf(scene->arena,
	    "https://slack.com/app_redirect?channel=%s&team=%s",
	    scene->incident->room_id, scene->config->policy.team_id);
}

static const char *flag_words(const struct errand_scene *scene)
{
	int flags = scene->incident->flags;

	return arena_printf(scene->arena, "%s%s",
	    flags & FLAG_DATA_LOSS ? " Data loss." : "",
	    flags & FLAG_SECURITY ? " Security breach." : "");
}

void pager_key(const struct errand_scene *scene, char key[NAME_SIZE])
{
	struct text text;

	text_init(&text, key, NAME_SIZE);
	text_addf(&text, PAGER_KEY_PREFIX "%s/%d/%s", scene->incident->id,
	    scene->effect->number, scene->effect->user);
}

/* For what a person has called them in. */
static const char *asked_for(const struct errand_scene *scene)
{
	const struct page *page = incident_page(scene->incident,
	    scene->effect->user, scene->effect->number);

	return page && *page->why ? arena_printf(scene->arena, ": %s",
	    one_line(scene->arena, page->why)) : "";
}

static void fill_page(const struct errand_scene *scene,
    struct pager_page *page)
{
	const struct incident *incident = scene->incident;
	const struct effect *effect = scene->effect;
	char label[ID_SIZE + 8];

	incident_label(incident, label, sizeof(label));
	pager_key(scene, page->key);
	page->label = arena_strdup(scene->arena, label);
	page->headline = arena_printf(scene->arena, "%s: %s (%s)",
	    severity_name(incident->severity),
	    one_line(scene->arena, incident->title), label);
	page->url = channel_url(scene);
	page->asked = asked_for(scene);
	page->text = arena_printf(scene->arena, "You are called as %s%s.%s %s%s%s",
	    rung_name(effect->number), page->asked, flag_words(scene),
	    incident->acknowledged_ms ? "Somebody is on it and needs you." :
	    arena_printf(scene->arena, "Acknowledge in Slack: %s ack",
	    scene->config->policy.command),
	    *page->url ? "\n" : "", page->url);
	page->contact = policy_contact(&scene->config->policy, effect->user);
	page->resolved = !incident_is_open(incident);
	page->acknowledged = incident->acknowledged_ms > 0;
}

/* The same reasons as for the direct message: core/views/render.c. */
static bool is_gone(const struct errand_scene *scene)
{
	const struct incident *incident = scene->incident;
	const struct page *page = incident_page(incident, scene->effect->user,
	    scene->effect->number);

	if (page && page->asked_ms > scene->effect->created_ms)
		return true;
	if (page && page->accepted_ms && scene->effect->tries > 0)
		return true;	/* another way has reached them meanwhile */
	return incident_voids_page(incident, (int)scene->effect->cycle) ||
	    (incident->flags & FLAG_DRILL) ||
	    !scene->config->policy.severities[incident->severity].pages;
}

/* Nobody is to be called any more, and an earlier attempt may have called them
 * all the same: as if its answer had not come, so that it is settled there now,
 * or when all is over (handlers/page_result.c). */
static bool may_stand_there(const struct errand_scene *scene,
    const struct pager *pager)
{
	const struct page *page = incident_page(scene->incident,
	    scene->effect->user, scene->effect->number);
	bool is_the_last = page &&
	    page->asked_ms <= scene->effect->created_ms;

	return scene->may_be_done && is_the_last && pager && pager->settle &&
	    pager->is_set(scene->config);
}

enum errand_draw pager_draw_page(const struct errand_scene *scene,
    struct errand *errand)
{
	const struct pager *pager = pager_find(scene->effect->way);
	struct pager_page page = { .label = "" };

	if (is_gone(scene))
		return may_stand_there(scene, pager) ?
		    pager_impossible(errand, "no_answer") :
		    ERRAND_OBSOLETE;
	if (!pager || !pager->is_set(scene->config))
		return pager_impossible(errand, "it is not configured");
	fill_page(scene, &page);
	errand->request.target = pager->way;
	errand->request.path = "";
	errand->repeat = ERRAND_ONE_TRY;
	return pager->page(scene, &page, errand);
}

enum errand_draw pager_draw_settle(const struct errand_scene *scene,
    struct errand *errand)
{
	const struct pager *pager = pager_find(scene->effect->way);
	struct pager_page page = { .label = "" };

	if (!pager || !pager->settle || !pager->is_set(scene->config))
		return ERRAND_OBSOLETE;
	fill_page(scene, &page);
	if (!page.acknowledged && !page.resolved)
		return ERRAND_OBSOLETE;
	errand->request.target = pager->way;
	errand->request.path = "";
	errand->repeat = ERRAND_REPEATS;
	return pager->settle(scene, &page, errand);
}
