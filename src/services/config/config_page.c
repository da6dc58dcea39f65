/* SPDX-License-Identifier: MIT
 *
 * config_page: the settings of the public status page, and whether they go
 * well together. Read next: services/config/config_table.c.
 */
#include "services/config/config_page.h"
#include "base/text.h"

#define AT(member) offsetof(struct config, policy.board.member), \
	sizeof(((struct config *)0)->policy.board.member), 0
#define OF(S, member) offsetof(struct S, member), \
	sizeof(((struct S *)0)->member), 0
#define LIST(S, member) offsetof(struct S, member), \
	sizeof(((struct S *)0)->member[0]), \
	ARRAY_LEN(((struct S *)0)->member)
#define LIST_AT(member) offsetof(struct config, policy.board.member), \
	sizeof(((struct config *)0)->policy.board.member[0]), \
	ARRAY_LEN(((struct config *)0)->policy.board.member)

static const struct setting link_rows[] = {
	{ .name = "title", SETTING_NAME, OF(link, title),
	  .example = "\"Help\"", .help = "What the link is called." },
	{ .name = "url", SETTING_LINK, OF(link, url),
	  .example = "\"https://example.com/help\"",
	  .help = "Where it leads." },
};

static const struct setting_group link_group = {
	"links", "", link_rows, ARRAY_LEN(link_rows), 0,
};

static const struct setting component_rows[] = {
	{ .name = "id", SETTING_WORD, OF(component, id),
	  .example = "\"checkout\"",
	  .help = "As people type it: a-z 0-9 and -; each once." },
	{ .name = "name", SETTING_NAME, OF(component, name),
	  .example = "\"Checkout\"", .help = "As the public reads it." },
	{ .name = "group", SETTING_TEXT, OF(component, group),
	  .example = "\"Shop\"",
	  .help = "A heading over those that have the same." },
	{ .name = "about", SETTING_TEXT, OF(component, about),
	  .example = "\"Paying for what is in the cart\"",
	  .help = "What it is, in a few words for its users." },
	{ .name = "services", SETTING_NAME, LIST(component, services),
	  .example = "[ \"checkout\" ]",
	  .help = "Services whose incidents affect it unless the update "
	      "says otherwise. At most 8." },
	{ .name = "statuspage", SETTING_TEXT, OF(component, statuspage),
	  .example = "\"b13yz5g2cw10\"",
	  .help = "Its component id in Statuspage, if places.statuspage is "
	      "set up." },
	{ .name = "instatus", SETTING_TEXT, OF(component, instatus),
	  .example = "\"ckf01fvnxywz60a35an1bq6q2\"",
	  .help = "Its component id in Instatus, if places.instatus is set "
	      "up." },
};

static const struct setting_group component_group = {
	"components", "", component_rows, ARRAY_LEN(component_rows), 0,
};

static const struct setting draft_rows[] = {
	{ .name = "text", SETTING_NAME, OF(draft, text),
	  .example = "\"We are looking into problems with {affected}. "
	      "{next}\"",
	  .help = "The words; {affected} and {next} are filled in." },
	{ .name = "phase", SETTING_TEXT, OF(draft, status),
	  .example = "\"investigating\"",
	  .help = "For this phase only: investigating, identified, "
	      "monitoring or resolved." },
	{ .name = "service", SETTING_TEXT, OF(draft, service),
	  .example = "\"checkout\"",
	  .help = "For incidents of this service only." },
};

static const struct setting_group draft_group = {
	"drafts", "", draft_rows, ARRAY_LEN(draft_rows), 0,
};

const struct setting page_rows[PAGE_ROW_COUNT] = {
	{ .name = "folder", SETTING_PATH, AT(folder),
	  .example = "\"/var/lib/incbot/page\"",
	  .help = "Where incbot writes the public status page, as files "
	      "that any web server can serve. Empty: no page. Then "
	      "site.status_page_url says where the world reads them." },
	{ .name = "name", SETTING_TEXT, AT(name),
	  .help = "Whose status it is; \"Example\" makes \"Example "
	      "status\"." },
	{ .name = "about", SETTING_TEXT, AT(about),
	  .example = "\"What works, and what does not.\"",
	  .help = "A sentence under the present state." },
	{ .name = "logo", SETTING_LINK, AT(logo),
	  .example = "\"https://example.com/logo.svg\"",
	  .help = "Address of a picture beside the name." },
	{ .name = "colour", SETTING_COLOUR, AT(colour),
	  .example = "\"#0b57a4\"",
	  .help = "Of links, on white. It must contrast with it by 4.5 to "
	      "1." },
	{ .name = "dark_colour", SETTING_COLOUR, AT(dark_colour),
	  .example = "\"#8ab4f8\"",
	  .help = "The same for readers who prefer a dark page." },
	{ .name = "links", SETTING_GROUPS, LIST_AT(links),
	  .of = &link_group,
	  .example = "( { title = \"Help\"; "
	      "url = \"https://example.com/help\"; } )",
	  .help = "Links at the top: a list of groups with title and "
	      "url." },
	{ .name = "drafts", SETTING_GROUPS, LIST_AT(drafts),
	  .of = &draft_group,
	  .example = "( { text = \"We are looking into problems with "
	      "{affected}. {next}\"; phase = \"investigating\"; } )",
	  .help = "How updates begin: a list of groups with text, phase and "
	      "service; the first that fits is offered. At most 32." },
	{ .name = "jargon", SETTING_NAME, LIST_AT(jargon),
	  .example = "[ \"Kafka\", \"shard\" ]",
	  .help = "Words that are pointed out before customers read them, "
	      "beside names of hosts and people and internal links. At "
	      "most 64." },
	{ .name = "components", SETTING_GROUPS, LIST_AT(components),
	  .of = &component_group,
	  .example = "(\n\t{ id = \"checkout\"; name = \"Checkout\";\n"
	      "\t  services = [ \"checkout\" ]; }\n)",
	  .help = "What the page shows the state of: a list of groups with "
	      "id, name, group, about and services. Without any, each "
	      "service is one. At most 64." },
};

/* "API gateway" becomes "api-gateway". */
static void make_id(const char *name, char id[ID_SIZE])
{
	size_t length = 0;

	for (; *name && length < ID_SIZE - 1; name++) {
		char c = *name;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			id[length++] = c;
		else if (length > 0 && id[length - 1] != '-')
			id[length++] = '-';
	}
	while (length > 0 && id[length - 1] == '-')
		length--;
	id[length] = '\0';
}

/* Without a list of components the services are what the world is told of. */
static void take_services(struct policy *policy)
{
	struct board_policy *board = &policy->board;

	for (int i = 0; i < policy->service_count &&
	    board->component_count < COMPONENTS_MAX; i++) {
		struct component *component =
		    &board->components[board->component_count];
		char id[ID_SIZE];

		make_id(policy->services[i].name, id);
		if (!*id || component_find(board, id) >= 0)
			continue;
		(void)text_copy(component->id, sizeof(component->id), id);
		(void)text_copy(component->name, sizeof(component->name),
		    policy->services[i].name);
		(void)text_copy(component->services[0],
		    sizeof(component->services[0]),
		    policy->services[i].name);
		board->component_count++;
	}
}

static void check_services(const struct loader *loader, int index)
{
	const struct policy *policy = &loader->config->policy;
	const struct component *component = &policy->board.components[index];

	for (int i = 0; i < COMPONENT_SERVICES_MAX; i++) {
		char path[SETTING_PATH_SIZE];

		if (!*component->services[i] ||
		    policy_service(policy, component->services[i]))
			continue;
		snprintf(path, sizeof(path), "page.components[%d].services"
		    "[%d]", index, i);
		loader_problem(loader, path, "there is no service \"%s\"; "
		    "expected a name of services", component->services[i]);
	}
}

static void check_component(const struct loader *loader, int index)
{
	const struct board_policy *board = &loader->config->policy.board;
	const struct component *component = &board->components[index];
	char path[SETTING_PATH_SIZE];

	snprintf(path, sizeof(path), "page.components[%d]", index);
	if (!*component->id || !*component->name) {
		loader_problem(loader, path, "has no %s; expected id and "
		    "name", *component->id ? "name" : "id");
		return;
	}
	if (component_find(board, component->id) != index ||
	    component_find(board, component->name) != index)
		loader_problem(loader, path, "\"%s\" or its name \"%s\" is "
		    "there twice; expected each once", component->id,
		    component->name);
	check_services(loader, index);
}

static void check_draft(const struct loader *loader, int index)
{
	const struct policy *policy = &loader->config->policy;
	const struct draft *draft = &policy->board.drafts[index];
	char path[SETTING_PATH_SIZE];
	int status;

	snprintf(path, sizeof(path), "page.drafts[%d]", index);
	if (*draft->status && !public_status_parse(draft->status, &status))
		loader_problem(loader, path, "\"%s\" is no phase; expected "
		    "investigating, identified, monitoring or resolved",
		    draft->status);
	if (*draft->service && !policy_service(policy, draft->service))
		loader_problem(loader, path, "there is no service \"%s\"; "
		    "expected a name of services", draft->service);
}

static int hex_value(char c)
{
	return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* Relative luminance in ten-thousandths (WCAG 2), the curve by a cubic that
 * is within one percent of it. */
static int luminance(const char *colour)
{
	static const int weights[3] = { 2126, 7152, 722 };
	int sum = 0;

	for (int i = 0; i < 3; i++) {
		int c = hex_value(colour[1 + 2 * i]) * 16 +
		    hex_value(colour[2 + 2 * i]);
		int x = c * 10000 / 255;
		int64_t y = (int64_t)x * (3053 * (int64_t)x / 10000 + 6822) /
		    10000;

		y = x * (y + 125) / 10000;
		sum += (int)(y * weights[i] / 10000);
	}
	return sum;
}

/* (lighter + 0.05) / (darker + 0.05) >= 4.5 */
static void check_colour(const struct loader *loader, const char *path,
    const char *colour, const char *paper)
{
	int a, b;

	if (!*colour)
		return;
	a = luminance(colour) + 500;
	b = luminance(paper) + 500;
	if ((a > b ? a : b) * 10 < (a > b ? b : a) * 45)
		loader_problem(loader, path, "%s is too close to the "
		    "background %s to be read; expected a contrast of 4.5 to "
		    "1", colour, paper);
}

void config_check_page(const struct loader *loader)
{
	struct policy *policy = &loader->config->policy;
	struct board_policy *board = &policy->board;

	board->component_count = loader_count(loader, "page.components",
	    COMPONENTS_MAX);
	for (int i = 0; i < board->component_count; i++)
		check_component(loader, i);
	for (int i = 0; i < DRAFTS_MAX && *board->drafts[i].text; i++)
		check_draft(loader, i);
	if (board->component_count == 0)
		take_services(policy);
	check_colour(loader, "page.colour", board->colour, "#ffffff");
	check_colour(loader, "page.dark_colour", board->dark_colour,
	    "#14171a");
	if (*board->folder && !*policy->status_page_url)
		loader_problem(loader, "page.folder", "needs "
		    "site.status_page_url: feeds and clients must know where "
		    "the page is");
}
