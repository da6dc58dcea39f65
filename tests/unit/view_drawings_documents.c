/* SPDX-License-Identifier: MIT
 *
 * view_drawings_documents: the drawings of what comes back as Markdown, with
 * all that can change in one. See view_drawings.h.
 */
#include "tests/unit/view_drawings.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/view_manuscript.h"

static const struct manuscript_changes *changes(const struct world *w)
{
	struct manuscript_changes *c = arena_alloc(w->arena, sizeof(*c));

	memset(c, 0, sizeof(*c));
	for (int i = 0; i < SECTION_COUNT; i++)
		c->list[c->count++] = (struct manuscript_change){
			.kind = EVENT_POSTMORTEM_WRITTEN, .number = i,
			.before = i % 2 ? w->text : "", .after = w->text,
			.named = i == SECTION_CAUSE ? "<@U0BEN>" : NULL };
	for (int i = 1; i <= ACTIONS_MAX; i++) {
		struct manuscript_change *change = &c->list[c->count++];

		*change = (struct manuscript_change){ .kind = i == 2 ?
			EVENT_ACTION_DONE : i == 3 ? EVENT_ACTION_DROPPED :
			EVENT_ACTION_SET, .number = i };
		(void)text_copy(change->item.text, sizeof(change->item.text),
		    w->title);
		(void)text_copy(change->item.owner,
		    sizeof(change->item.owner), "U0BEN");
		change->item.due_ms = AT(6000);
		change->item.category = CATEGORY_PREVENTATIVE;
	}
	for (int i = 0; i < PROBLEMS_MAX + 2; i++)
		problem_add(&c->problems, i + 1, w->text);
	return c;
}

static json_t *shown(const struct world *w,
    const struct manuscript_changes *c)
{
	struct incident i = world_incident(w, SEV2, 0, RESOLVED);
	struct effect *effect = arena_alloc(w->arena, sizeof(*effect));
	struct message message;

	memset(effect, 0, sizeof(*effect));
	(void)text_copy(effect->user, sizeof(effect->user), "U0BEN");
	(void)text_copy(effect->event.name, sizeof(effect->event.name),
	    w->title);
	message = message_manuscript(w->arena, effect, &i, &w->policy, c,
	    "F0123ABC 0123456789abcdef");
	return drawing_message(message.blocks, message.text);
}

DRAW(manuscript_new)
{
	return shown(w, changes(w));
}

DRAW(manuscript_old)
{
	static const struct manuscript_changes none;

	return shown(w, &none);
}

DRAW(form_import)
{
	struct incident i = world_incident(w, SEV2, 0, RESOLVED);

	return view_import_form(w->arena, &i, "", "", NULL);
}

DRAW(form_import_look)
{
	struct incident i = world_incident(w, SEV2, 0, RESOLVED);

	return view_import_form(w->arena, &i, "### Impact\nsome",
	    "0123456789abcdef", changes(w));
}
