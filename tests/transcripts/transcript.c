/* SPDX-License-Identifier: MIT
 *
 * transcript: plays transcripts and compares what follows, line by line and
 * exactly: what is not listed must not happen. The format: README beside
 * this file. "transcript FILE..." compares, "transcript --print FILE" shows
 * what really follows, "transcript --write FILE..." puts it into the file,
 * for the next review to read.
 */
#include "base/base.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "tests/transcripts/scene.h"
#include <ctype.h>

#define FILE_MAX (1u << 20)
#define WORDS_MAX 8192

struct transcript {
	const char *path;
	int line_number;
	struct scene *scene;
	FILE *out;
	int inputs;		/* keys of requests */
	struct text strings;	/* what requests point to */
};

static _Noreturn void bad_line(const struct transcript *t, const char *why)
{
	fprintf(stderr, "%s:%d: %s\n", t->path, t->line_number, why);
	exit(2);
}

/* A copy that lives until the line is done. */
static const char *keep(struct transcript *t, const char *s, size_t n)
{
	char *start = t->strings.data + t->strings.length;

	text_add_n(&t->strings, s, n);
	text_add_n(&t->strings, "", 1);
	assert(!t->strings.truncated);
	return start;
}

static const char *keep_printf(struct transcript *t, const char *before,
    const char *name, const char *after)
{
	char buffer[WORDS_MAX];
	struct text text;

	text_init(&text, buffer, sizeof(buffer));
	text_add(&text, before);
	for (; *name; name++) {
		if (*name != '-')
			text_add_char(&text,
			    (char)toupper((unsigned char)*name));
	}
	text_add(&text, after);
	return keep(t, buffer, text.length);
}

static const char *skip_space(const char *s)
{
	return s + strspn(s, " \t");
}

/* Takes the next word off. */
static const char *take(struct transcript *t, const char **line)
{
	size_t n = strcspn(*line, " \t");
	const char *word = keep(t, *line, n);

	*line = skip_space(*line + n);
	return word;
}

static bool take_if(const char **line, const char *word)
{
	size_t n = strlen(word);

	if (!text_starts_with(*line, word) ||
	    ((*line)[n] != '\0' && (*line)[n] != ' ' && (*line)[n] != '\t'))
		return false;
	*line = skip_space(*line + n);
	return true;
}

/* "09:04:10". */
static bool read_time(const char *s, int64_t *at_ms)
{
	int h, m, sec;

	if (strlen(s) < 8 || strspn(s, "0123456789:") < 8)
		return false;
	h = (s[0] - '0') * 10 + s[1] - '0';
	m = (s[3] - '0') * 10 + s[4] - '0';
	sec = (s[6] - '0') * 10 + s[7] - '0';
	*at_ms = scene_start_ms() + ((h * 60 + m) * 60 + sec) * INT64_C(1000);
	return true;
}

/* "@ben" as Slack writes it: "<@U0BEN>", or the bare id in a form. */
static const char *mentions(struct transcript *t, const char *line, bool bare)
{
	char buffer[WORDS_MAX];
	struct text text;

	text_init(&text, buffer, sizeof(buffer));
	while (*line) {
		size_t n = strspn(line + 1, "abcdefghijklmnopqrstuvwxyz");

		if (*line != '@' || n == 0) {
			text_add_char(&text, *line++);
			continue;
		}
		text_add(&text, bare ? "U0" : "<@U0");
		for (line++; n > 0; n--)
			text_add_char(&text,
			    (char)toupper((unsigned char)*line++));
		text_add(&text, bare ? "" : ">");
	}
	return keep(t, buffer, text.length);
}

/* "note | text: what happened | ..." */
static void read_form(struct transcript *t, const char *line,
    struct request *request)
{
	while (*(line = skip_space(line)) == '|') {
		struct form_value *value =
		    &request->values[request->value_count++];
		size_t n;

		line = skip_space(line + 1);
		n = strcspn(line, ":");
		if (line[n] != ':' || request->value_count > FORM_VALUES_MAX)
			bad_line(t, "a form's value is \"| name: text\"");
		value->name = keep(t, line, n);
		line = skip_space(line + n + 1);
		n = strcspn(line, "|");
		value->value = keep(t, line, n);
		line += n;
		value->value = mentions(t,
		    text_trim((char *)(uintptr_t)value->value), true);
	}
}

/* Where it is said: "in #general", "in INC-2" (a button that names it), else
 * the latest incident's own place. */
static void read_place(struct transcript *t, const char **line,
    struct request *request)
{
	const struct incident *latest = scene_latest(t->scene);

	if (latest && *latest->room_id)
		request->channel = latest->room_id;
	else
		request->channel = "C0GENERAL";
	if (!take_if(line, "in"))
		return;
	if (**line == '#') {
		request->channel = keep_printf(t, "C0", take(t, line) + 1, "");
	} else if (text_starts_with(*line, "INC-")) {
		request->incident = take(t, line) + 4;
		request->channel = "";
	} else {
		bad_line(t, "a place is \"in #channel\" or \"in INC-1\"");
	}
}

static void read_click(struct transcript *t, const char *line,
    struct request *request)
{
	const struct incident *latest = scene_latest(t->scene);
	size_t n;

	request->name = take(t, &line);
	if (!request->incident && latest)
		request->incident = latest->id;
	n = request->kind == REQUEST_FORM ? strcspn(line, "|") : strlen(line);
	request->words = mentions(t, keep(t, line, n), false);
	request->words = text_trim((char *)(uintptr_t)request->words);
	if (request->kind == REQUEST_FORM)
		read_form(t, line + n, request);
}

/* "acked", "unacked", "resolved", "arrived sms" or "lost sms": what a pager
 * tells of this person's page as primary on call. */
static void read_pager(struct transcript *t, const char *line,
    struct request *request)
{
	const struct incident *latest = scene_latest(t->scene);
	const char *what = take(t, &line);

	request->kind = REQUEST_HAPPENING;
	request->incident = latest ? latest->id : "";
	request->succeeded = strcmp(what, "arrived") == 0;
	request->error = "undelivered";
	request->made_name = *line ? line : "pagerduty";
	request->name = strcmp(what, "arrived") == 0 ||
	    strcmp(what, "lost") == 0 ? "pager_receipt" :
	    keep_printf(t, "pager_", what, "");
}

/* "unarchives the channel", "invites incbot", "comes uninvited" (itself): the
 * latest incident's. */
static bool read_room(struct transcript *t, const char *line,
    struct request *request)
{
	const struct incident *latest = scene_latest(t->scene);
	bool uninvited = take_if(&line, "comes uninvited");
	bool joined = uninvited || take_if(&line, "invites incbot");

	if (!latest || (!joined && !take_if(&line, "unarchives the channel")))
		return false;
	if (uninvited)
		request->actor = "";
	request->kind = REQUEST_HAPPENING;
	request->name = joined ? "room_joined" : "room_unarchived";
	request->channel = *latest->room_id ? latest->room_id :
	    latest->lost_room_id;
	return true;
}

/* "ana in #general sev1 api is down", "ben clicks ack", "ben fills note |
 * text: hello", "ben opens Home". */
static void play_person(struct transcript *t, const char *line)
{
	struct request request = { .team = "T0ACME", .message = "" };
	char key[32];
	struct text text;

	text_init(&text, key, sizeof(key));
	text_addf(&text, "k%d", ++t->inputs);
	request.key = key;
	request.trigger_id = key;
	request.actor = keep_printf(t, "U0", take(t, &line), "");
	if (take_if(&line, "(stranger)"))
		request.team = "T0OTHER";
	read_place(t, &line, &request);
	if (take_if(&line, "clicks")) {
		request.kind = REQUEST_CLICK;
		request.message = "1781514000.000100";
		read_click(t, line, &request);
	} else if (take_if(&line, "fills")) {
		request.kind = REQUEST_FORM;
		read_click(t, line, &request);
	} else if (take_if(&line, "parks")) {
		request.kind = REQUEST_CLICK;
		request.name = "park";
		request.made_ref = keep_printf(t, "U0", take(t, &line) + 1, "");
		request.made_name = "https://acme.slack.com/archives/C1/p1 "
		    "message";
		request.words = line;
	} else if (take_if(&line, "opens Home")) {
		request.kind = REQUEST_HAPPENING;
		request.name = "home_opened";
		request.channel = "";
	} else if (take_if(&line, "tells by pager")) {
		read_pager(t, line, &request);
	} else if (take_if(&line, "says")) {
		if (!scene_say(t->scene, request.actor, line))
			bad_line(t, "too many messages");
		return;
	} else if (!read_room(t, line, &request) &&
	    !scene_mark(t->scene, line, &request)) {
		request.kind = REQUEST_COMMAND;
		request.words = mentions(t,
		    take_if(&line, "(nothing)") ? "" : line, false);
	}
	scene_ask(t->scene, &request);
}

static struct habit *pager_habit(struct transcript *t, const char *way)
{
	for (int i = 0; i < PAGERS_MAX; i++) {
		struct pager_habit *pager = &t->scene->pagers[i];

		if (*pager->way && strcmp(pager->way, way) != 0)
			continue;
		(void)text_copy(pager->way, sizeof(pager->way), way);
		return &pager->habit;
	}
	bad_line(t, "too many pagers");
}

/* "shows OPS-10 closed", "shows OPS-10 open", "showed OPS-10 open" (to a look
 * begun a minute ago). */
static void play_tracker(struct transcript *t, const char *line, int64_t at_ms)
{
	bool late = take_if(&line, "showed");
	const char *key;

	if (!late && !take_if(&line, "shows"))
		bad_line(t, "tracker shows|showed KEY closed|open");
	key = take(t, &line);
	scene_ticket(t->scene, key, strcmp(line, "closed") == 0,
	    late ? at_ms - 60000 : at_ms);
}

/* "let page take 00:05:00", "let room_open fail: name_taken", "let page
 * work". */
static void play_let(struct transcript *t, const char *line)
{
	const char *word = take(t, &line);
	struct habit *habit;
	int kind = EFFECT_NONE + 1;
	int64_t at_ms;
	bool pager = strcmp(word, "pager") == 0 ||
	    strcmp(word, "place") == 0;

	while (kind < EFFECT_COUNT && strcmp(effect_word(kind), word) != 0)
		kind++;
	if (kind == EFFECT_COUNT && !pager)
		bad_line(t, "no such effect");
	habit = pager ? pager_habit(t, take(t, &line)) :
	    &t->scene->habits[kind];
	memset(habit, 0, sizeof(*habit));
	if (take_if(&line, "take") && read_time(take(t, &line), &at_ms))
		habit->delay_ms = at_ms - scene_start_ms();
	if (take_if(&line, "fail:"))
		(void)text_copy(habit->fails, sizeof(habit->fails), line);
	else if (take_if(&line, "say:"))
		(void)text_copy(habit->says, sizeof(habit->says), line);
	else if (habit->delay_ms == 0 && !take_if(&line, "work"))
		bad_line(t, "let EFFECT [take TIME] [fail: WORD] | work");
}

/* "disk-1 fires: the disk is full | severity=critical", "disk-1 ends". */
static void play_alert(struct transcript *t, const char *line)
{
	struct alert alert = { .source = "prom", .group = "", .title = "",
		.previous = "", .group_previous = "",
		.starts_ms = t->scene->now_ms };
	size_t title;

	alert.key = take(t, &line);
	alert.firing = take_if(&line, "fires:");
	if (!alert.firing && !take_if(&line, "ends"))
		bad_line(t, "alert NAME fires: TITLE | LABEL=VALUE, or ends");
	title = strcspn(line, "|");
	alert.title = keep(t, line, title > 0 && line[title] ? title - 1 :
	    title);
	line += title;
	while (take_if(&line, "|")) {
		struct alert_label *label = &alert.labels[alert.label_count++];
		const char *word = take(t, &line);
		size_t length = strcspn(word, "=");

		label->name = keep(t, word, length);
		label->value = word + length + (word[length] == '=');
		if (strcmp(label->name, "group") == 0)
			alert.group = label->value;
	}
	scene_alert(t->scene, &alert, keep_printf(t, "al:", alert.key,
	    alert.firing ? ":f" : ":r"));
}

static void play_timed(struct transcript *t, const char *line, int64_t at_ms)
{
	const char *rest = skip_space(line + 8);
	int64_t back_ms;
	int kind;

	scene_advance(t->scene, at_ms);
	fprintf(t->out, "%s\n", line);
	if (take_if(&rest, "incbot is away until")) {
		if (!read_time(rest, &back_ms))
			bad_line(t, "away until when?");
		scene_sleep(t->scene, back_ms);
		return;
	}
	if (take_if(&rest, "incbot runs the config")) {
		scene_run_config(t->scene, rest);
		return;
	}
	if (take_if(&rest, "incbot still remembers")) {
		if (!appointment_from_word(rest, &kind))
			bad_line(t, "remembers what?");
		scene_overtaken(t->scene, kind);
		return;
	}
	if (take_if(&rest, "time passes"))
		return;
	if (take_if(&rest, "alert")) {
		play_alert(t, rest);
		scene_advance(t->scene, at_ms);
		return;
	}
	if (take_if(&rest, "tracker")) {
		play_tracker(t, rest, at_ms);
		scene_advance(t->scene, at_ms);
		return;
	}
	play_person(t, rest);
	scene_advance(t->scene, at_ms);
}

static void play_given(struct transcript *t, const char *line)
{
	int64_t at_ms;

	if (!read_time(line, &at_ms))
		bad_line(t, "given what, when?");
	scene_advance(t->scene, at_ms);
	fprintf(t->out, "given %s\n", line);
	t->scene->silent = true;
	play_person(t, skip_space(line + 8));
	scene_advance(t->scene, at_ms);
	t->scene->silent = false;
}

/* Pia has two pagers and a phone; everybody else the site's. */
static void play_with_pagers(struct transcript *t)
{
	struct policy *policy = &t->scene->policy;

	policy->contacts[0] = (struct contact){ .user = "U0PIA",
	    .ways = { "ntfy", "webhook" }, .phone = "+491701234567",
	    .ntfy = "pia" };
	(void)text_copy(policy->ways[0], ID_SIZE, "webhook");
}

/* ... and the first of Pia's is one that can be asked. */
static void play_with_pagerduty(struct transcript *t)
{
	struct policy *policy = &t->scene->policy;

	play_with_pagers(t);
	policy->asks_pagerduty = true;
	(void)text_copy(policy->contacts[0].ways[0], ID_SIZE, "pagerduty");
	(void)text_copy(policy->contacts[0].pagerduty, ID_SIZE, "PPIA");
}

/* The first rotation keeps a user group in step, from now on. */
static void with_user_group(struct transcript *t)
{
	(void)text_copy(t->scene->rotations[0].user_group, ID_SIZE,
	    "S0ONCALL");
	scene_take_config(t->scene);
}

/* The config is read anew: hand-offs are not told any more. */
static void without_handoffs(struct transcript *t)
{
	for (int i = 0; i < t->scene->policy.rotations.count; i++)
		t->scene->rotations[i].handoff_channel[0] = '\0';
	scene_take_config(t->scene);
}

static void without_digests(struct transcript *t)
{
	t->scene->policy.digest_channel[0] = '\0';
	scene_take_config(t->scene);
}

/* Without a broadcast channel and the like. */
static void play_without(struct transcript *t, const char *line)
{
	struct policy *policy = &t->scene->policy;

	if (strcmp(line, "broadcast channel") == 0)
		policy->broadcast_channel[0] = '\0';
	else if (strcmp(line, "responders") == 0)
		memset(policy->responders, 0, sizeof(policy->responders));
	else if (strcmp(line, "the list of people") == 0)
		policy->roster = NULL;
	else if (strcmp(line, "manager") == 0)
		policy->oncall.names[ONCALL_MANAGER][0] = '\0';
	else if (strcmp(line, "handoffs") == 0)
		without_handoffs(t);
	else if (strcmp(line, "digests") == 0)
		without_digests(t);
	else
		bad_line(t, "without what?");
}

static void add_component(struct board_policy *board, const char *id,
    const char *name, const char *service)
{
	struct component *component =
	    &board->components[board->component_count++];

	(void)text_copy(component->id, sizeof(component->id), id);
	(void)text_copy(component->name, sizeof(component->name), name);
	(void)text_copy(component->services[0],
	    sizeof(component->services[0]), service);
}

/* Ana declares, ben closes; whoever may publish is not said. */
static void with_rights(struct policy *policy)
{
	(void)text_copy(policy->rights[RIGHT_DECLARE][0], ID_SIZE, "U0ANA");
	(void)text_copy(policy->rights[RIGHT_CLOSE][0], ID_SIZE, "U0BEN");
}

/* Whoever is in the group S0LEADS closes; gus, a guest, got into it. Until
 * Slack has told of it, nobody knows. */
static void with_group_rights(struct scene *scene, bool known)
{
	static const char users[][ID_SIZE] = { "U0BEN", "U0GUS" };
	struct roster *roster = &scene->roster;

	*roster = *scene->policy.roster;
	roster->group_count = 1;
	(void)text_copy(roster->groups[0].id, ID_SIZE, "S0LEADS");
	roster->groups[0].known = known;
	if (known)
		roster->groups[0].users = (struct id_list){ users,
		    ARRAY_LEN(users) };
	scene->policy.roster = roster;
	(void)text_copy(scene->policy.rights[RIGHT_CLOSE][0], ID_SIZE,
	    "S0LEADS");
}

static bool play_with_rights(struct scene *scene, const char *line)
{
	struct policy *policy = &scene->policy;

	if (strcmp(line, "rights") == 0)
		with_rights(policy);
	else if (strcmp(line, "the right to page") == 0)
		(void)text_copy(policy->rights[RIGHT_PAGE][0], ID_SIZE,
		    "U0BEN");
	else if (strcmp(line, "a group that may close") == 0)
		with_group_rights(scene, true);
	else if (strcmp(line, "a group that nobody knows yet") == 0)
		with_group_rights(scene, false);
	else
		return false;
	return true;
}

/* The rotations, and both tell of their hand-offs. */
static void with_handoffs(struct transcript *t)
{
	scene_use_rotations(t->scene);
	for (int i = 0; i < t->scene->policy.rotations.count; i++)
		(void)text_copy(t->scene->rotations[i].handoff_channel,
		    ID_SIZE, "C0ONCALL");
	scene_take_config(t->scene);
}

/* Thursdays at nine, and on the first of a month. */
static void with_digests(struct transcript *t)
{
	struct policy *policy = &t->scene->policy;

	(void)text_copy(policy->digest_channel, ID_SIZE, "C0LEADS");
	policy->digest = (struct handoff){ true, 4, 9 * 60 };
	scene_take_config(t->scene);
}

static void play_with(struct transcript *t, const char *line)
{
	struct board_policy *board = &t->scene->policy.board;

	if (play_with_rights(t->scene, line))
		return;
	if (strcmp(line, "comms channel") == 0) {
		t->scene->policy.severities[SEV1].opens_comms = true;
		return;
	}
	if (strcmp(line, "mail server") == 0) {
		t->scene->policy.sends_mail = true;
		return;
	}
	if (strcmp(line, "tracker") == 0) {
		struct ticket_policy *tickets = &t->scene->policy.tickets;

		(void)text_copy(tickets->sev3, ID_SIZE, "jira");
		(void)text_copy(tickets->actions, ID_SIZE, "jira");
		return;
	}
	if (strcmp(line, "rotations") == 0) {
		scene_use_rotations(t->scene);
		return;
	}
	if (strcmp(line, "a gap") == 0) {
		/* The primary's plan ends after the 17th. */
		scene_use_rotations(t->scene);
		t->scene->rotations[0].layers[0].end =
		    (day_number)(scene_start_ms() / WHEN_DAY_MS) + 2;
		return;
	}
	if (strcmp(line, "approval") == 0) {
		t->scene->policy.severities[SEV1].approves_updates = true;
		return;
	}
	if (strcmp(line, "user group") == 0) {
		with_user_group(t);
		return;
	}
	if (strcmp(line, "digests") == 0) {
		with_digests(t);
		return;
	}
	if (strcmp(line, "handoffs") == 0) {
		with_handoffs(t);
		return;
	}
	if (strcmp(line, "retention") == 0) {
		t->scene->policy.keep.days = 2;
		scene_take_config(t->scene);
		return;
	}
	if (strcmp(line, "archive") == 0) {
		(void)text_copy(t->scene->policy.keep.folder,
		    sizeof(t->scene->policy.keep.folder), "/archive");
		t->scene->policy.keep.archives_rooms = true;
		t->scene->policy.keep.after_days = 1;
		return;
	}
	if (strcmp(line, "places") == 0)
		t->scene->policy.places = PLACES_OUTSIDE;
	else if (strcmp(line, "public page") == 0)
		(void)text_copy(board->folder, sizeof(board->folder),
		    "/page");
	else
		bad_line(t, "with what?");
	add_component(board, "checkout", "Checkout", "checkout");
	add_component(board, "search", "Search", "");
}

/* True if the line is what follows, not what is done. */
static bool is_consequence(const char *line)
{
	const char *rest = line;

	if (*line == ' ' || *line == '\t')
		return true;
	if (strlen(line) < 9 || !isdigit((unsigned char)*line))
		return false;
	rest = skip_space(line + 8);
	return take_if(&rest, "clock") || take_if(&rest, "slack") ||
	    take_if(&rest, "pager") || take_if(&rest, "place") ||
	    take_if(&rest, "jira");
}

static void play_line(struct transcript *t, const char *line)
{
	const char *rest = line;
	int64_t at_ms;

	t->strings.length = 0;
	if (*line == '#' || *line == '\0') {
		fprintf(t->out, "%s\n", line);
	} else if (is_consequence(line)) {
		return;
	} else if (read_time(line, &at_ms)) {
		play_timed(t, line, at_ms);
	} else if (take_if(&rest, "given")) {
		play_given(t, rest);
	} else if (take_if(&rest, "let")) {
		fprintf(t->out, "%s\n", line);
		play_let(t, rest);
	} else if (strcmp(line, "with pagers") == 0) {
		fprintf(t->out, "%s\n", line);
		play_with_pagers(t);
	} else if (strcmp(line, "with pagerduty") == 0) {
		fprintf(t->out, "%s\n", line);
		play_with_pagerduty(t);
	} else if (take_if(&rest, "with")) {
		fprintf(t->out, "%s\n", line);
		play_with(t, rest);
	} else if (take_if(&rest, "without")) {
		fprintf(t->out, "%s\n", line);
		play_without(t, rest);
	} else {
		bad_line(t, "not a line of a transcript");
	}
}

static char *read_file(const char *path)
{
	char *bytes = xcalloc(1, FILE_MAX);
	FILE *file = fopen(path, "r");
	size_t n;

	if (!file) {
		perror(path);
		exit(2);
	}
	n = fread(bytes, 1, FILE_MAX - 1, file);
	fclose(file);
	if (n == FILE_MAX - 1) {
		fprintf(stderr, "%s: too long\n", path);
		exit(2);
	}
	return bytes;
}

/* What really follows, as text (the caller frees it). */
static char *play_file(const char *path, const char *bytes, int *problems)
{
	struct transcript t = { .path = path };
	char *copy = xstrdup(bytes);
	char *strings = xcalloc(1, 1u << 20);
	char *line = copy;
	char *actual = NULL;
	size_t length = 0;

	t.out = open_memstream(&actual, &length);
	t.scene = scene_new(t.out);
	text_init(&t.strings, strings, 1u << 20);
	while (*line) {
		size_t n = strcspn(line, "\n");
		bool last = line[n] == '\0';

		line[n] = '\0';
		t.line_number++;
		play_line(&t, line);
		line += n + !last;
	}
	*problems = t.scene->problems;
	scene_free(t.scene);
	fclose(t.out);
	free(strings);
	free(copy);
	return actual;
}

/* The next line that says something: comments and blank lines skipped. */
static char *next_line(char **rest, int *number)
{
	while (**rest) {
		char *line = *rest;
		size_t n = strcspn(line, "\n");

		*rest += n + (line[n] == '\n');
		line[n] = '\0';
		(*number)++;
		if (*skip_space(line) && *line != '#')
			return line;
	}
	return NULL;
}

/* Runs of white space count as one. */
static bool same_words(const char *a, const char *b)
{
	for (;;) {
		a = skip_space(a);
		b = skip_space(b);
		if (!*a || !*b)
			return *a == *b;
		while (*a && *a == *b && *a != ' ' && *a != '\t') {
			a++;
			b++;
		}
		if (*skip_space(a) == '\0' && *skip_space(b) == '\0')
			return true;
		if ((*a != ' ' && *a != '\t') || (*b != ' ' && *b != '\t'))
			return false;
	}
}

static bool compare(const char *path, char *expected, char *actual)
{
	int line_number = 0;
	int ignored = 0;

	for (;;) {
		char *want = next_line(&expected, &line_number);
		char *have = next_line(&actual, &ignored);

		if (!want && !have)
			return true;
		if (want && have && same_words(want, have))
			continue;
		fprintf(stderr, "%s:%d:\n  expected: %s\n  but:      %s\n",
		    path, line_number, want ? want : "(the end)",
		    have ? have : "(the end)");
		return false;
	}
}

static bool write_file(const char *path, const char *actual)
{
	FILE *file = fopen(path, "w");
	bool written = file && fputs(actual, file) >= 0;

	if (file && fclose(file) != 0)
		written = false;
	if (!written)
		perror(path);
	return written;
}

enum mode { COMPARE, PRINT, WRITE };

static bool do_file(const char *path, enum mode mode)
{
	char *bytes = read_file(path);
	int problems = 0;
	char *actual = play_file(path, bytes, &problems);
	bool good = problems == 0;

	if (mode == PRINT)
		fputs(actual, stdout);
	else if (mode == WRITE)
		good = write_file(path, actual) && good;
	else
		good = compare(path, bytes, actual) && good;
	if (problems > 0)
		fprintf(stderr, "%s: %d broken rule(s)\n", path, problems);
	free(actual);
	free(bytes);
	return good;
}

int main(int argc, char **argv)
{
	enum mode mode = COMPARE;
	int failed = 0;
	int i = 1;

	if (argc > 1 && strcmp(argv[1], "--print") == 0)
		mode = PRINT;
	else if (argc > 1 && strcmp(argv[1], "--write") == 0)
		mode = WRITE;
	if (mode != COMPARE)
		i++;
	if (i >= argc) {
		fputs("usage: transcript [--print|--write] FILE...\n", stderr);
		return 2;
	}
	for (; i < argc; i++)
		failed += !do_file(argv[i], mode);
	if (mode == COMPARE)
		printf("%d transcripts, %d failed\n", argc - 1, failed);
	return failed > 0;
}
