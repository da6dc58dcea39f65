/* SPDX-License-Identifier: MIT
 *
 * handlers/arguments: one reader for typed words and for forms, so that both
 * mean the same (P7.2); doubt rounds up (P1.2); what cannot be read is met by
 * a sentence (P7.3).
 */
#include "handlers/arguments.h"
#include "base/arena.h"
#include "base/text.h"
#include "tests/everybody.h"
#include "tests/unit/unit.h"

static struct arena *arena;
static struct policy *policy;

static void setup(void)
{
	arena = arena_new(1u << 20);
	policy = calloc(1, sizeof(*policy));
	ck_assert_ptr_nonnull(policy);
	policy_init(policy);
	everybody_is_known(policy);
	(void)text_copy(policy->bot_user, ID_SIZE, "U0BOT");
}

static void teardown(void)
{
	free(policy);
	arena_free(arena);
}

START_TEST(severities)
{
	static const struct {
		const char *word;
		int severity;	/* 0 = none */
	} words[] = {
		{ "sev1", 1 }, { "SEV2", 2 }, { "Sev3", 3 }, { "sev-2", 2 },
		{ "1", 1 }, { "2", 2 }, { "3", 3 }, { "sev1:", 1 },
		{ "sev2,", 2 }, { "sev1?", 1 }, { "sev2?", 1 },
		{ "sev3?", 2 }, { "3?", 2 }, { "SEV-3?:", 2 },
		{ "sev", 0 }, { "sev0", 0 }, { "sev4", 0 }, { "0", 0 },
		{ "4", 0 }, { "", 0 }, { "sev1x", 0 }, { "sev11", 0 },
		{ "sev1??", 0 }, { "?", 0 }, { "-1", 0 }, { "sev 1", 0 },
		{ "sev--1", 0 }, { "severity1", 0 }, { "1st", 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		int severity = 0;
		bool read = severity_parse(words[i].word, &severity);

		ck_assert_msg(read == (words[i].severity != 0) &&
		    severity == words[i].severity, "%s", words[i].word);
	}
}
END_TEST

START_TEST(what_means_to_be_a_severity)
{
	ck_assert(severity_is_meant("sev1"));
	ck_assert(severity_is_meant("SEV9"));
	ck_assert(severity_is_meant("sev"));
	ck_assert(severity_is_meant("sev-"));
	ck_assert(!severity_is_meant("several"));
	ck_assert(!severity_is_meant("SEVERE"));
	ck_assert(!severity_is_meant("1"));
	ck_assert(!severity_is_meant("se"));
	ck_assert(!severity_is_meant(""));
}
END_TEST

START_TEST(people)
{
	static const struct {
		const char *word;
		const char *user;	/* NULL = none */
	} words[] = {
		{ "<@U0ANA>", "U0ANA" }, { "<@U0ANA|ana>", "U0ANA" },
		{ "<@W0ANA>", "W0ANA" }, { "U0ANA", "U0ANA" },
		{ "me", "U0ME" }, { "ME", "U0ME" },
		{ "@ana", NULL }, { "ana", NULL }, { "", NULL },
		{ "<@U0ANA", NULL }, { "<@>", NULL }, { "<@u0ana>", NULL },
		{ "<@C0ROOM>", NULL }, { "<!here>", NULL }, { "U", NULL },
		{ "<@U0ANA|", NULL }, { "<#U0ANA>", NULL },
		{ "U0123456789012345678901234567890", NULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		char user[ID_SIZE] = "";
		bool read = user_parse(words[i].word, "U0ME", user);

		ck_assert_msg(read == (words[i].user != NULL), "%s",
		    words[i].word);
		if (read)
			ck_assert_str_eq(user, words[i].user);
	}
}
END_TEST

/* What came of a reading, as "READ|name=text/number|...". */
static const char *reading(const char *template, const struct request *from)
{
	static const char *const results[] = { "read", "missing", "wrong" };
	struct text out = text_new(arena, 4000);
	struct request request = *from;
	struct turn turn = { .arena = arena, .policy = policy,
		.request = &request };
	const char *problem;
	const char *field;
	enum arguments_result result;

	request.actor = "U0ME";
	if (!request.words)
		request.words = "";
	result = arguments_read(&turn, template, &problem, &field);
	text_add(&out, results[result]);
	if (result == ARGUMENTS_WRONG)
		ck_assert(problem && *problem);
	if (result != ARGUMENTS_READ) {
		text_addf(&out, " %s", field);
		return out.data;
	}
	for (int i = 0; i < turn.argument_count; i++)
		text_addf(&out, " %s=%s/%d", turn.arguments[i].name,
		    turn.arguments[i].text, turn.arguments[i].number);
	return out.data;
}

static const char *typed(const char *template, const char *words)
{
	return reading(template, &(struct request){ .words = words });
}

START_TEST(typed_words)
{
	static const struct {
		const char *template, *words, *result;
	} cases[] = {
		{ "", "", "read" },
		{ "", "  ", "read" },
		{ "", "x", "wrong " },
		{ "text:text", "a  b", "read text=a  b/0" },
		{ "text:text", " \t a b \n", "read text=a b/0" },
		{ "text:text", "", "missing text" },
		{ "text:text?", "", "read text=/0" },
		{ "text:any?", "", "read text=/0" },
		{ "level:severity why:text?", "2", "read level=2/2 why=/0" },
		{ "level:severity why:text?", "sev2? it hurts",
		    "read level=sev2?/1 why=it hurts/0" },
		{ "level:severity why:text?", "", "missing level" },
		{ "level:severity why:text?", "high", "wrong level" },
		{ "s:severity? t:text", "sev1 api down",
		    "read s=sev1/1 t=api down/0" },
		{ "s:severity? t:text", "api down",
		    "read s=/0 t=api down/0" },
		{ "s:severity? t:text", "2 users", "read s=/0 t=2 users/0" },
		{ "s:severity? t:text", "several users",
		    "read s=/0 t=several users/0" },
		{ "s:severity? t:text", "sev9 api", "wrong s" },
		{ "s:severity? t:text", "sev1", "missing t" },
		{ "who:user?", "", "read who=/0" },
		{ "who:user?", "<@U0ANA>", "read who=U0ANA/0" },
		{ "who:user?", "me", "read who=U0ME/0" },
		{ "who:user?", "@ana", "wrong who" },
		{ "who:user?", "ana", "wrong " },
		{ "who:user?", "<@U0ANA> please", "wrong " },
		{ "who:user", "<@U0BOT>", "wrong who" },
		{ "role:role who:user", "tech <@U0ANA>",
		    "read role=tech/1 who=U0ANA/0" },
		{ "role:role who:user", "IC <@U0ANA>",
		    "read role=IC/0 who=U0ANA/0" },
		{ "role:role who:user", "boss <@U0ANA>", "wrong role" },
		{ "role:role who:user", "tech", "missing who" },
		{ "role:role?", "nobody", "wrong role" },
		{ "page:number?", "12", "read page=12/12" },
		{ "page:number?", "-1", "wrong page" },
		{ "page:number?", "two", "wrong page" },
		{ "page:number?", "99999999999999999999", "wrong page" },
		{ "flag:word", "x y", "wrong " },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *result = typed(cases[i].template, cases[i].words);

		ck_assert_msg(strcmp(result, cases[i].result) == 0,
		    "\"%s\" from \"%s\": %s", cases[i].template,
		    cases[i].words, result);
	}
}
END_TEST

/* P7.2: a form's values and typed words are the same arguments. */
START_TEST(typing_equals_clicking)
{
	static const struct {
		const char *template;
		struct request typed, filled;
	} cases[] = {
		{ "s:severity? t:text", { .words = "sev2? api down" },
		    { .values = { { "s", "sev2?" }, { "t", "api down" } },
		    .value_count = 2 } },
		{ "role:role who:user", { .words = "comms <@U0ANA>" },
		    { .words = "comms", .values = { { "who", "U0ANA" } },
		    .value_count = 1 } },
		{ "t:text", { .words = " a note " },
		    { .values = { { "t", "  a note\n" } },
		    .value_count = 1 } },
		{ "t:text", { .words = "" },
		    { .values = { { "t", "" } }, .value_count = 1 } },
		{ "level:severity why:text?", { .words = "4" },
		    { .values = { { "why", "" }, { "level", "4" } },
		    .value_count = 2 } },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *a = reading(cases[i].template, &cases[i].typed);
		const char *b = reading(cases[i].template, &cases[i].filled);

		/* The menu's "U0ANA" and the typed mention become one id. */
		ck_assert_str_eq(a, b);
	}
}
END_TEST

/* A form may give a bare digit where a typed line must not. */
START_TEST(a_forms_choice_is_meant)
{
	struct request filled = { .values = { { "s", "2" }, { "t", "x" } },
		.value_count = 2 };

	ck_assert_str_eq(reading("s:severity? t:text", &filled),
	    "read s=2/2 t=x/0");
}
END_TEST

START_TEST(texts_have_a_limit)
{
	struct text line = text_new(arena, 4 * TEXT_CHARS + 8);

	for (int i = 0; i < TEXT_CHARS; i++)
		text_add(&line, "\xc3\xa4");
	ck_assert(text_starts_with(typed("t:text", line.data), "read"));
	text_add(&line, "x");
	ck_assert_str_eq(typed("t:text", line.data), "wrong t");
	ck_assert(text_starts_with(typed("t:any", line.data), "read"));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("handlers/arguments");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, severities);
	unit_add(&u, what_means_to_be_a_severity);
	unit_add(&u, people);
	unit_add(&u, typed_words);
	unit_add(&u, typing_equals_clicking);
	unit_add(&u, a_forms_choice_is_meant);
	unit_add(&u, texts_have_a_limit);
	return unit_run(&u);
}
