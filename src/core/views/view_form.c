/* SPDX-License-Identifier: MIT
 *
 * view_form: the modals. A block's id is the name of the handler's argument
 * that it fills, so that a form and a typed line mean the same (P7.2). What a
 * choice means stands beside the choice, and who will read a text beside the
 * text.
 */
#include "core/views/view.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/approval.h"
#include "core/views/view_postmortem.h"
#include "core/views/view_words.h"

#define DEFINITION_CHARS 800

static json_t *incident_blocks(struct arena *arena,
    const struct incident *incident)
{
	json_t *blocks = json_array();

	json_add(blocks, block_context(arena_printf(arena, "INC-%s" DOT "%s",
	    incident->id, headline_mrkdwn(arena, incident))));
	return blocks;
}

/* P1.1, P1.4: the definitions, and the question that decides. */
static json_t *severity_question(struct arena *arena,
    const struct policy *policy)
{
	struct text text = text_new(arena, SECTION_CHARS * 4);
	int severity;

	text_add(&text, "*Who is hurt, and how?* The cause does not matter "
	    "here.");
	for (severity = SEV1; severity <= SEV3; severity++)
		text_addf(&text, "\n*%s* %s", severity_name(severity),
		    mrkdwn_clip(arena, policy->severities[severity].definition,
		    DEFINITION_CHARS));
	text_add(&text, "\nIn doubt, choose the higher one.");
	return block_section(text.data);
}

/* What follows from the choice: "pages on-call, opens a channel, ...". */
static const char *severity_response(struct arena *arena,
    const struct severity_policy *level)
{
	const char *pages = level->pages ? "Pages on-call" : "Pages nobody";
	const char *room = level->opens_room ? ", opens a channel" : "";
	const char *updates = level->update_every_ms > 0 ?
	    arena_printf(arena, ", updates every %s",
	    span_words(arena, level->update_every_ms)) : "";

	return plain_clip(arena, arena_printf(arena, "%s%s%s", pages, room,
	    updates), OPTION_CHARS);
}

static json_t *severity_input(struct arena *arena, const char *block_id,
    const struct policy *policy, int initial)
{
	json_t *options = json_array();
	int severity;

	for (severity = SEV1; severity <= SEV3; severity++)
		json_add(options, option_new(severity_name(severity),
		    severity_name(severity), severity_response(arena,
		    &policy->severities[severity])));
	return input_new(block_id, "Severity", "",
	    element_choice("radio_buttons", options, initial - SEV1));
}

static json_t *service_input(struct arena *arena, const struct policy *policy)
{
	json_t *options = json_array();
	int i;

	for (i = 0; i < policy->service_count; i++) {
		const char *name = policy->services[i].name;

		json_add(options, option_new(plain_clip(arena, name,
		    OPTION_CHARS), name, ""));
	}
	return input_optional(input_new("service", "Service",
	    "Its on-call people are paged, its links are put into the "
	    "channel.", element_choice("static_select", options, -1)));
}

static json_t *flags_input(void)
{
	static const struct {
		int flag;
		const char *label, *description;
	} rows[] = {
		{ FLAG_DRILL, "This is a drill",
		    "Nobody is paged, nothing is published" },
		{ FLAG_PRIVATE, "Private channel",
		    "Only those who are invited see it" },
		{ FLAG_DATA_LOSS, "Data was lost or damaged", "" },
		{ FLAG_SECURITY, "Security breach", "" },
	};
	json_t *options = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++)
		json_add(options, option_new(rows[i].label,
		    flag_word(rows[i].flag), rows[i].description));
	return input_optional(input_new("flags", "Mark it as", "",
	    element_choice("checkboxes", options, -1)));
}

json_t *view_declare_form(struct arena *arena, const struct policy *policy,
    const char *title, int severity)
{
	struct click click = { .handler = "declare", .incident = "",
		.words = "" };
	json_t *blocks = json_array();

	json_add(blocks, input_new("title", "What is broken?",
	    "One line that everybody understands, for example: checkout "
	    "fails with an error.", element_text(plain_clip(arena, title,
	    TITLE_CHARS), TITLE_CHARS, false)));
	json_add(blocks, severity_question(arena, policy));
	json_add(blocks, severity_input(arena, "severity", policy,
	    severity >= SEV1 && severity <= SEV3 ? severity : SEV1));
	if (policy->service_count > 0)
		json_add(blocks, service_input(arena, policy));
	json_add(blocks, flags_input());
	return modal_new(arena, "Declare an incident", "Declare", &click,
	    blocks);
}

json_t *view_text_form(struct arena *arena, const struct incident *incident,
    const char *handler, const char *heading, const char *label,
    const char *hint, const char *initial)
{
	struct click click = incident_click(incident, handler, "");
	json_t *blocks = incident_blocks(arena, incident);
	bool is_title = strcmp(handler, "title") == 0;
	int max = is_title ? TITLE_CHARS : TEXT_CHARS;

	json_add(blocks, input_new("text", label, hint,
	    element_text(plain_lines(arena, initial, (size_t)max), max,
	    !is_title)));
	return modal_new(arena, plain_clip(arena, heading, MODAL_TITLE_CHARS),
	    "Save", &click, blocks);
}

json_t *view_resolve_form(struct arena *arena,
    const struct incident *incident, const struct policy *policy)
{
	struct click click = incident_click(incident, "resolved", "");
	json_t *blocks = incident_blocks(arena, incident);

	json_add(blocks, block_section(arena_printf(arena, "%s%s%s",
	    incident->flags & FLAG_DRILL ? "" :
	    "This is the last public update. ",
	    publish_places(arena, incident, policy),
	    approval_is_needed(incident, policy) ?
	    " The incident is resolved then, not before." : "")));
	json_add(blocks, input_new("text", "Final public update",
	    "That it is over, what it was in a sentence, what people should "
	    "still do.", element_text("", TEXT_CHARS, true)));
	if (postmortem_is_due_by_rule(incident))
		json_add(blocks, view_owner_input(
		    postmortem_default_owner(incident, "")));
	return modal_new(arena, "Resolve the incident", publish_button(
	    incident, policy, "Resolve"), &click, blocks);
}

json_t *view_severity_form(struct arena *arena,
    const struct incident *incident, const struct policy *policy,
    int severity)
{
	struct click click = incident_click(incident, "severity", "");
	json_t *blocks = incident_blocks(arena, incident);

	json_add(blocks, severity_question(arena, policy));
	json_add(blocks, severity_input(arena, "level", policy, severity));
	json_add(blocks, input_optional(input_new("reason", "Why?",
	    "Goes into the channel and the postmortem. Lowering needs it.",
	    element_text("", TEXT_CHARS, true))));
	return modal_new(arena, "Change severity", "Change", &click, blocks);
}

static json_t *role_input(int initial)
{
	json_t *options = json_array();
	int role;

	for (role = 0; role < ROLE_COUNT; role++)
		json_add(options, option_new(role_words(role)->title,
		    role_word(role), ""));
	return input_new("role", "Role", "",
	    element_choice("static_select", options, initial));
}

json_t *view_page_form(struct arena *arena, const struct incident *incident)
{
	struct click click = incident_click(incident, "page", "");
	json_t *blocks = incident_blocks(arena, incident);

	json_add(blocks, input_new("user", "Whom?",
	    "They get a message, are called by their pagers, and invited.",
	    element_user("Choose a person")));
	json_add(blocks, input_optional(input_new("reason", "What for?",
	    "It may wake them: say what you need them for.",
	    element_text("", NAME_SIZE - 1, false))));
	return modal_new(arena, "Page somebody", "Page them", &click, blocks);
}

json_t *view_role_form(struct arena *arena, const struct incident *incident,
    const char *handler, int role)
{
	bool handover = strcmp(handler, "handover") == 0;
	struct click click = incident_click(incident, handler, "");
	json_t *blocks = incident_blocks(arena, incident);

	assert(role >= 0 && role < ROLE_COUNT);
	json_add(blocks, role_input(role));
	json_add(blocks, input_new("user", "Who?", handover ?
	    "They are asked first; until they accept nothing changes." :
	    "They are invited, and told in private what it entails.",
	    element_user("Choose a person")));
	return modal_new(arena, handover ? "Hand a role over" :
	    "Assign a role", handover ? "Ask them" : "Assign", &click,
	    blocks);
}
