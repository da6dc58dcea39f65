/* SPDX-License-Identifier: MIT
 *
 * outside: what services that page people, and who is on call, send us, and
 * what of people's words goes to them. The first byte says which border: a form
 * of Twilio's, a message of SNS, an answer of PagerDuty's; a letter's header
 * and body, words within XML. What is read keeps to its limits; what is written
 * cannot be anything but what it is meant to be.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/secret.h"
#include "base/text.h"
#include "core/mail.h"
#include "services/outside/pagerduty_oncall.h"
#include "services/outside/sns.h"
#include "services/outside/twilio.h"

#define MEMORY_MAX (8u << 20)
#define OUT_MAX (1u << 20)
#define LINE_MAX_BYTES 78	/* of a letter, without its end */

static void twilio(struct arena *arena, const char *text, size_t size)
{
	static struct secret token;
	struct twilio_form form;

	if (!secret_is_set(&token) && !secret_set(&token, "token"))
		fuzz_fail("no token", "");
	if (!twilio_read(arena, text, size, &form))
		return;
	if (form.count > TWILIO_VALUES_MAX)
		fuzz_fail("too many values", text);
	for (size_t i = 1; i < form.count; i++) {
		if (strcmp(form.values[i - 1].name, form.values[i].name) > 0)
			fuzz_fail("not in order", form.values[i].name);
	}
	if (twilio_is_signed(&token, "https://incbot.example.com/", &form,
	    twilio_value(&form, "Body")) || twilio_is_signed(&token,
	    "https://incbot.example.com/", &form, NULL))
		fuzz_fail("signed by nobody", text);
}

static void sns(struct arena *arena, const char *text, size_t size)
{
	json_t *message = json_loadb(text, size, 0, NULL);
	const char *host = sns_host(arena, text);
	const char *path = sns_certificate_path(message,
	    "sns.eu-west-1.amazonaws.com");

	if (*host && (!text_starts_with(host, "sns.") || strpbrk(host,
	    "/@:?# ")))
		fuzz_fail("no host", host);
	if (*path && (*path != '/' || strpbrk(path, "@?# \r\n")))
		fuzz_fail("no path", path);
	if (sns_is_signed(arena, message, text, size, INT64_C(1781532000000)))
		fuzz_fail("signed by nobody", text);
	json_decref(message);
}

static void oncall(const char *text, size_t size)
{
	static struct pagerduty_shifts shifts;
	struct pagerduty_question question = { .schedule = "P1",
		.from_ms = 1000, .until_ms = 2000 };
	bool more = false;

	memset(&shifts, 0, sizeof(shifts));
	if (!pagerduty_oncall_read(text, size, &question, &shifts, &more))
		return;
	for (int i = 0; i < shifts.count; i++) {
		const struct pagerduty_shift *shift = &shifts.all[i];

		if (!*shift->id || shift->from_ms >= shift->until_ms)
			fuzz_fail("no shift", shift->id);
		if (i > 0 && shifts.all[i - 1].from_ms > shift->from_ms)
			fuzz_fail("not in order", shift->id);
		if (!utf8_valid(shift->name, strlen(shift->name)))
			fuzz_fail("not text", shift->id);
	}
}

/* Printable lines of a bounded length; in a header, each but the first is
 * folded, so that no words begin a header of their own. */
static void check_lines(const char *out, bool header)
{
	for (const char *line = out; *line; ) {
		size_t length = strcspn(line, "\r\n");

		if (length > LINE_MAX_BYTES)
			fuzz_fail("a long line", line);
		for (size_t i = 0; i < length; i++) {
			if ((line[i] < ' ' && line[i] != '\t') ||
			    line[i] > '~')
				fuzz_fail("not printable", line);
		}
		if (header && line != out && *line != ' ' && *line != '\t')
			fuzz_fail("another header", line);
		line += length;
		if (*line && strncmp(line, "\r\n", 2) != 0)
			fuzz_fail("a bare end of a line", line);
		line += *line ? 2 : 0;
	}
}

static void letter(struct arena *arena, const char *text)
{
	struct text out = text_new(arena, OUT_MAX);

	mail_header(&out, "Subject", text);
	check_lines(out.data, true);
	out = text_new(arena, OUT_MAX);
	mail_body(&out, text);
	check_lines(out.data, false);
	if (mail_address_is_good(text) && strpbrk(text, " \r\n<>,;\""))
		fuzz_fail("no address", text);
	out = text_new(arena, OUT_MAX);
	twilio_xml(&out, text);
	if (strpbrk(out.data, "<>\""))
		fuzz_fail("not within an element", out.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;
	char *text;

	if (size == 0 || size > 20000)
		return 0;
	arena = arena_new(MEMORY_MAX);
	text = arena_strndup(arena, (const char *)data + 1, size - 1);
	switch (data[0] % 4) {
	case 0:
		twilio(arena, text, size - 1);
		break;
	case 1:
		sns(arena, text, size - 1);
		break;
	case 2:
		oncall(text, size - 1);
		break;
	default:
		if (utf8_valid(text, strlen(text)))
			letter(arena, text);
	}
	arena_free(arena);
	return 0;
}
