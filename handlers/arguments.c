/* SPDX-License-Identifier: MIT
 *
 * arguments: the template reader and its types, one small parser a type.
 */
#include "handlers/arguments.h"
#include "base/arena.h"
#include "base/text.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *word_take(struct arena *arena, const char **line)
{
	const char *start = *line;
	const char *end;

	while (is_space(*start))
		start++;
	end = start;
	while (*end && !is_space(*end))
		end++;
	*line = end;
	while (is_space(**line))
		(*line)++;
	return arena_strndup(arena, start, (size_t)(end - start));
}

/* ASCII case ignored. */
static bool begins_with(const char *word, const char *mark)
{
	char head[8];
	size_t length = strlen(mark);

	assert(length < sizeof(head));
	(void)text_copy(head, length + 1, word);
	return text_equal_fold(head, mark);
}

/* Many companies say P1: but "p95" is a latency. */
static bool is_priority(const char *word)
{
	return begins_with(word, "p") && word[1] >= '1' && word[1] <= '3' &&
	    (word[2] == '\0' || strchr("?:,", word[2]));
}

bool severity_is_meant(const char *word)
{
	if (is_priority(word))
		return true;
	return begins_with(word, "sev") &&
	    !((word[3] >= 'a' && word[3] <= 'z') ||
	    (word[3] >= 'A' && word[3] <= 'Z'));
}

bool severity_parse(const char *word, int *severity)
{
	const char *rest = word;
	bool doubt;
	int level;

	if (is_priority(word))
		rest++;
	else if (begins_with(word, "sev"))
		rest += 3;
	if (rest != word && *rest == '-')
		rest++;
	if (*rest < '1' || *rest > '3')
		return false;
	level = *rest++ - '0';
	doubt = *rest == '?';
	rest += doubt;
	if (*rest == ':' || *rest == ',')
		rest++;
	if (*rest != '\0')
		return false;
	*severity = doubt && level > SEV1 ? level - 1 : level;
	return true;
}

static bool is_user_id(const char *id, size_t length)
{
	if (length < 2 || length >= ID_SIZE || (*id != 'U' && *id != 'W'))
		return false;
	for (size_t i = 0; i < length; i++) {
		bool fits = (id[i] >= 'A' && id[i] <= 'Z') ||
		    (id[i] >= '0' && id[i] <= '9');

		if (!fits)
			return false;
	}
	return true;
}

bool user_parse(const char *word, const char *actor, char user[ID_SIZE])
{
	size_t length;

	if (text_equal_fold(word, "me"))
		return text_copy(user, ID_SIZE, actor);
	if (text_starts_with(word, "<@")) {
		if (word[strlen(word) - 1] != '>')
			return false;
		word += 2;
		length = strcspn(word, "|>");
	} else {
		length = strlen(word);
	}
	if (!is_user_id(word, length))
		return false;
	memcpy(user, word, length);
	user[length] = '\0';
	return true;
}

static bool read_severity(struct turn *turn, struct argument *argument)
{
	(void)turn;
	return severity_parse(argument->text, &argument->number);
}

static bool read_user(struct turn *turn, struct argument *argument)
{
	char user[ID_SIZE];

	if (!user_parse(argument->text, turn->request->actor, user) ||
	    strcmp(user, turn->policy->bot_user) == 0)
		return false;
	argument->text = arena_strdup(turn->arena, user);
	return true;
}

static bool read_role(struct turn *turn, struct argument *argument)
{
	(void)turn;
	for (int role = 0; role < ROLE_COUNT; role++) {
		if (text_equal_fold(argument->text, role_word(role))) {
			argument->number = role;
			return true;
		}
	}
	return false;
}

static bool read_number(struct turn *turn, struct argument *argument)
{
	int64_t number;

	(void)turn;
	if (!text_parse_int(argument->text, 0, 1000000000, &number))
		return false;
	argument->number = (int)number;
	return true;
}

static bool read_word(struct turn *turn, struct argument *argument)
{
	(void)turn;
	return strlen(argument->text) < NAME_SIZE;
}

static bool read_text(struct turn *turn, struct argument *argument)
{
	char *copy = arena_strdup(turn->arena, argument->text);

	argument->text = text_trim(copy);
	return *argument->text && utf8_length(argument->text) <= TEXT_CHARS;
}

/* One line, whatever it was pasted from. */
static bool read_title(struct turn *turn, struct argument *argument)
{
	char *title = arena_strdup(turn->arena, argument->text);

	for (char *c = title; *c; c++) {
		if (is_space(*c))
			*c = ' ';
	}
	argument->text = text_trim(title);
	return *argument->text && utf8_length(argument->text) <= TITLE_CHARS;
}

static bool read_part(struct turn *turn, struct argument *argument)
{
	return read_title(turn, argument);
}

/* "identified:", or from a form without the colon. */
static bool public_is_meant(const char *word)
{
	char name[32];
	size_t length = strlen(word);
	int status;

	if (length < 2 || length >= sizeof(name) || word[length - 1] != ':')
		return false;
	memcpy(name, word, length - 1);
	name[length - 1] = '\0';
	return public_status_parse(name, &status);
}

static bool read_public(struct turn *turn, struct argument *argument)
{
	char *name = arena_strdup(turn->arena, argument->text);
	size_t length = strlen(name);

	if (length > 0 && name[length - 1] == ':')
		name[length - 1] = '\0';
	return public_status_parse(name, &argument->number);
}

/* "checkout=partial": what it names is looked at by the handler. */
static bool components_are_meant(const char *word)
{
	return word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == '=';
}

static bool read_components(struct turn *turn, struct argument *argument)
{
	(void)turn;
	return strlen(argument->text) < AFFECTED_SIZE;
}

/* Chosen in forms only. */
static bool state_is_meant(const char *word)
{
	(void)word;
	return false;
}

static bool read_state(struct turn *turn, struct argument *argument)
{
	(void)turn;
	return component_state_parse(argument->text, &argument->number);
}

static bool nth_is_meant(const char *word)
{
	return *word >= '0' && *word <= '9';
}

/* The word that says: do it all the same. */
static bool anyway_is_meant(const char *word)
{
	return text_equal_fold(word, "anyway");
}

static bool read_anyway(struct turn *turn, struct argument *argument)
{
	(void)turn;
	return anyway_is_meant(argument->text);
}

static bool read_any(struct turn *turn, struct argument *argument)
{
	(void)turn;
	(void)argument;
	return true;
}

static bool user_is_meant(const char *word)
{
	return *word == '<' || *word == '@' || text_equal_fold(word, "me") ||
	    is_user_id(word, strlen(word));
}

/* `is_meant`: true if a typed word wants to be of this type, even if it
 * cannot be read. An optional argument whose word does not is taken as
 * absent: "declare 2 users are locked out" gives no severity. NULL: any word
 * is meant. */
static const struct type {
	const char *name;
	bool (*is_meant)(const char *word);
	bool (*read)(struct turn *turn, struct argument *argument);
	const char *problem;
} types[] = {
	{ "severity", severity_is_meant, read_severity,
	    "The severity is `sev1`, `sev2` or `sev3`." },
	{ "user", user_is_meant, read_user,
	    "Name a person by mention, such as `@ana`: pick them from the "
	    "list that Slack offers while you type." },
	{ "role", NULL, read_role, "The role is `ic`, `tech` or `comms`." },
	{ "number", NULL, read_number, "That is not a number." },
	{ "nth", nth_is_meant, read_number, "That is not a number." },
	{ "word", NULL, read_word, "That word is too long." },
	{ "text", NULL, read_text,
	    "The text may have 1 to 1,500 characters." },
	{ "title", NULL, read_title,
	    "The title may have 1 to 120 characters: say what is broken, the "
	    "details go into the channel." },
	{ "part", NULL, read_part,
	    "Each part may have 1 to 120 characters, with `;` between "
	    "them." },
	{ "public", public_is_meant, read_public,
	    "The phase is `investigating:`, `identified:`, `monitoring:` or "
	    "`resolved:`." },
	{ "components", components_are_meant, read_components,
	    "Those are too many components." },
	{ "state", state_is_meant, read_state,
	    "The state is `degraded`, `partial` or `major`." },
	{ "anyway", anyway_is_meant, read_anyway, "" },
	{ "any", NULL, read_any, "" },
};

static const struct type *type_find(const char *name, size_t length)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		if (strlen(types[i].name) == length &&
		    strncmp(types[i].name, name, length) == 0)
			return &types[i];
	}
	abort();	/* a template in the table names an unknown type */
}

/* The words up to the next semicolon, which is taken too. */
static const char *part_take(struct arena *arena, const char **line)
{
	const char *start = *line;
	size_t length = strcspn(start, ";");

	*line = start + length + (start[length] == ';');
	while (is_space(**line))
		(*line)++;
	return text_trim(arena_strndup(arena, start, length));
}

static const char *argument_source(struct turn *turn, const char *name,
    const struct type *type, const char **line)
{
	const char *rest = *line;
	const char *value = request_value(turn->request, name);

	if (*value)
		return value;
	if (type->read == read_part)
		return part_take(turn->arena, line);
	if (type->read != read_text && type->read != read_title &&
	    type->read != read_any)
		return word_take(turn->arena, line);
	*line = "";
	return rest;
}

/* One template word, "name:type" or "name:type?". */
static enum arguments_result read_one(struct turn *turn, const char *word,
    const char **line, const char **problem)
{
	size_t length = strlen(word);
	bool optional = word[length - 1] == '?';
	const char *colon = strchr(word, ':');
	const char *before = *line;
	struct argument *argument =
	    &turn->arguments[turn->argument_count];
	const struct type *type;

	assert(colon && turn->argument_count < ARGUMENTS_MAX);
	type = type_find(colon + 1, length - (optional ? 1 : 0) -
	    (size_t)(colon + 1 - word));
	argument->name = arena_strndup(turn->arena, word,
	    (size_t)(colon - word));
	argument->text = argument_source(turn, argument->name, type, line);
	argument->number = 0;
	turn->argument_count++;
	*problem = NULL;
	if (!*argument->text)
		return optional ? ARGUMENTS_READ : ARGUMENTS_MISSING;
	if (optional && *line != before && type->is_meant &&
	    !type->is_meant(argument->text)) {
		argument->text = "";
		*line = before;
		*problem = type->problem;	/* should nobody want it */
		return ARGUMENTS_READ;
	}
	if (type->read(turn, argument))
		return ARGUMENTS_READ;
	*problem = type->problem;
	return ARGUMENTS_WRONG;
}

enum arguments_result arguments_read(struct turn *turn,
    const char *template, const char **problem, const char **field)
{
	const char *line = turn->request->words;

	turn->argument_count = 0;
	*problem = NULL;
	*field = "";
	while (is_space(*line))
		line++;
	while (*template) {
		const char *word = word_take(turn->arena, &template);
		enum arguments_result result = read_one(turn, word, &line,
		    problem);

		if (result != ARGUMENTS_READ) {
			*field = turn->arguments[turn->argument_count - 1].name;
			return result;
		}
	}
	if (!*line)
		return ARGUMENTS_READ;
	if (!*problem)
		*problem = "Those are more words than I can use.";
	return ARGUMENTS_WRONG;
}
