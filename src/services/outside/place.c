/* SPDX-License-Identifier: MIT
 *
 * place: see place.h. What all places share: is there still a reason, and the
 * news in the public's words.
 */
#include "services/outside/place.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/board/board.h"
#include "core/maintenance.h"
#include "core/record.h"
#include "services/config/config.h"

#define PER_MINUTE 60		/* Statuspage's limit, sane for all */

static const struct place_service *const services[] = {
	&place_statuspage, &place_instatus, &place_webhook,
};

static const struct place_service *find(int place)
{
	for (size_t i = 0; i < ARRAY_LEN(services); i++) {
		if (services[i]->place == place)
			return services[i];
	}
	return NULL;
}

const char *place_stamp(const struct errand_scene *scene, int64_t ms)
{
	char iso[WHEN_TEXT_SIZE];

	when_format_iso(iso, sizeof(iso), ms);
	return arena_printf(scene->arena, "%.19s.%03dZ", iso,
	    (int)(ms % 1000));
}

static const char *ref_of(const struct errand_scene *scene, int place)
{
	const struct incident *incident = scene->incident;
	const char *ref = place == PLACE_STATUSPAGE ? incident->statuspage_id :
	    place == PLACE_INSTATUS ? incident->instatus_id : "";

	return *ref || !scene->known_ref ? ref : scene->known_ref;
}

/* What was touched by now and is in neither this update nor a later one. */
static const char *healed(const struct errand_scene *scene,
    const char *affected)
{
	char *list = arena_alloc(scene->arena, AFFECTED_SIZE);
	const char *at = scene->incident->touched;
	bool over = scene->effect->event.number == PUBLIC_RESOLVED;
	char id[ID_SIZE];
	int state;

	while (affected_next(&at, id, &state)) {
		bool well = over ||
		    (affected_state(affected, id) == COMPONENT_UP &&
		    affected_state(scene->incident->affected, id) ==
		    COMPONENT_UP);

		if (well && !affected_set(list, id, state))
			break;	/* of the same size as what it is from */
	}
	return list;
}

static const struct maintenance *planned(const struct errand_scene *scene)
{
	return scene->site ? maintenance_find(scene->site,
	    scene->effect->event.number) : NULL;
}

static int planned_status(const struct maintenance *one,
    const struct event *event)
{
	if (event->kind == EVENT_MAINTENANCE_FINISHED)
		return PLANNED_COMPLETED;
	if (event->kind == EVENT_MAINTENANCE_CANCELLED)
		return PLANNED_CANCELLED;
	return event->at_ms >= one->from_ms ? PLANNED_RUNNING :
	    PLANNED_SCHEDULED;
}

/* Parts of the product are named as under maintenance while it goes on: an
 * incident of theirs before that is not to be hidden by it. */
static void planned_news(const struct errand_scene *scene,
    const struct maintenance *one, struct place_news *news)
{
	const struct event *event = &scene->effect->event;
	char id[ID_SIZE];
	char key[BOARD_KEY_SIZE];

	board_planned_id(one->number, id);
	board_key(id, key);
	news->key = arena_strdup(scene->arena, key);
	news->status = planned_status(one, event);
	news->affected = news->status == PLANNED_RUNNING ? one->affected : "";
	news->healed = news->status >= PLANNED_COMPLETED &&
	    event->at_ms >= one->from_ms ? one->affected : "";
	news->title = one->title;
	news->text = event->text;
	news->started_ms = news->from_ms = one->from_ms;
	news->until_ms = one->until_ms;
	news->first = one->planned_ms == event->at_ms;
	news->ref = place_of_way(scene->effect->way) == PLACE_STATUSPAGE ?
	    one->statuspage_id : "";
	if (!*news->ref && scene->known_ref)
		news->ref = scene->known_ref;
}

void place_news(const struct errand_scene *scene, struct place_news *news)
{
	const struct incident *incident = scene->incident;
	const struct event *event = &scene->effect->event;
	const struct maintenance *one = planned(scene);
	char key[BOARD_KEY_SIZE];

	memset(news, 0, sizeof(*news));
	news->at_ms = event->at_ms;
	news->mark = arena_printf(scene->arena, "%lld",
	    (long long)event->at_ms);
	if (one) {
		planned_news(scene, one, news);
		return;
	}
	board_key(incident->id, key);
	news->key = arena_strdup(scene->arena, key);
	news->status = event->number == PUBLIC_NONE ? PUBLIC_INVESTIGATING :
	    event->number;
	news->affected = news->status == PUBLIC_RESOLVED ? "" : event->list;
	news->healed = healed(scene, news->affected);
	news->title = *incident->public_title ? incident->public_title :
	    board_title(scene->arena, &scene->config->policy, event->list);
	news->text = event->text;
	news->severity = incident->severity;
	news->started_ms = incident->declared_ms;
	news->next_ms = news->status == PUBLIC_RESOLVED ? 0 : event->due_ms;
	news->first = incident->update_first_ms == event->at_ms;
	news->ref = ref_of(scene, place_of_way(scene->effect->way));
}

bool place_component_next(const struct errand_scene *scene,
    const struct place_news *news, struct place_cursor *cursor,
    struct place_component *out)
{
	const struct board_policy *board = &scene->config->policy.board;
	int at;

	if (!cursor->at)
		cursor->at = news->affected;
	while (!affected_next(&cursor->at, out->id, &out->state)) {
		if (cursor->healed)
			return false;
		cursor->healed = true;
		cursor->at = news->healed;
	}
	if (cursor->healed)
		out->state = COMPONENT_UP;
	at = component_find(board, out->id);
	out->known = at < 0 ? NULL : &board->components[at];
	return true;
}

void place_address(const struct errand_scene *scene,
    const struct place_account *account, const char *method, const char *rest,
    struct outbound_request *request)
{
	request->target = scene->effect->way;
	request->base = account->base;
	request->path = arena_printf(scene->arena, "%s%s/incidents%s",
	    account->path, account->page, rest);
	request->method = method;
	request->auth_prefix = account->auth_prefix;
	request->auth = account->auth;
}

void place_json(const struct errand_scene *scene,
    struct outbound_request *request, const char *method, json_t *body)
{
	char *text;

	assert(body);
	text = json_encode(scene->arena, body);
	json_decref(body);
	request->method = method;
	request->content_type = "application/json";
	request->body = text;
	request->body_length = strlen(text);
}

json_t *place_parse(const struct outbound_answer *answer)
{
	return json_loadb(answer->body, answer->body_length, 0, NULL);
}

const char *place_string(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

bool place_read_id(const struct outbound_answer *answer,
    struct errand_made *made)
{
	json_t *body = place_parse(answer);
	bool fits = text_copy(made->ref, sizeof(made->ref),
	    place_string(body, "id"));

	json_decref(body);
	return fits && *made->ref;
}

static enum errand_draw impossible(struct errand *errand, const char *why)
{
	errand->why = why;
	return ERRAND_IMPOSSIBLE;
}

/* An earlier update may have been given up, and be there all the same. */
static bool may_be_there(const struct errand_scene *scene,
    const struct place_news *news)
{
	return scene->effect->number > 0 || (!*news->ref && !news->first);
}

enum errand_draw place_draw_update(const struct errand_scene *scene,
    struct errand *errand)
{
	int place = place_of_way(scene->effect->way);
	const struct place_service *service = find(place);
	struct place_news news;

	if (!service || !(scene->config->policy.places & place))
		return impossible(errand, "it is not configured");
	if (scene->site && !planned(scene))
		return ERRAND_OBSOLETE;	/* forgotten: over for long */
	if (!scene->site &&
	    (scene->incident->flags & (FLAG_PRIVATE | FLAG_DRILL)))
		return impossible(errand, "the incident is private now");
	place_news(scene, &news);
	errand->request.target = scene->effect->way;
	errand->request.per_minute = PER_MINUTE;
	errand->held_ends = true;
	errand->repeat = ERRAND_LOOKS;
	errand->looks_first = may_be_there(scene, &news);
	return service->update(scene, &news, errand);
}
