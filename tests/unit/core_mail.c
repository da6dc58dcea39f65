/* SPDX-License-Identifier: MIT
 *
 * core/mail: no words of anybody's end a header, add one, or leave a body that
 * a server on the way would have to mend. What the letter means to a reader
 * that is no relative of ours: tests/sdk/mail.test.mjs.
 */
#include "core/mail.h"
#include "base/text.h"
#include "tests/unit/unit.h"

#define ROOM 8192

/* Printable ASCII, lines of CR LF, none longer than the RFCs want. */
static void check_lines(const char *text, size_t longest)
{
	size_t line = 0;

	for (; *text; text++) {
		if (text[0] == '\r' && text[1] == '\n') {
			text++;
			line = 0;
			continue;
		}
		ck_assert_msg(*text >= ' ' && *text <= '~', "byte %d",
		    (unsigned char)*text);
		ck_assert_uint_le(++line, longest);
	}
	ck_assert_uint_eq(line, 0);
}

static const char *header(const char *raw)
{
	static char room[ROOM];
	struct text text;

	text_init(&text, room, sizeof(room));
	mail_header(&text, "Subject", raw);
	ck_assert(!text.truncated);
	check_lines(room, 76);
	return room;
}

static const char *body(const char *raw)
{
	static char room[ROOM];
	struct text text;

	text_init(&text, room, sizeof(room));
	mail_body(&text, raw);
	ck_assert(!text.truncated);
	check_lines(room, 76);
	return room;
}

START_TEST(no_words_end_a_header)
{
	ck_assert_str_eq(header("a b"), "Subject: =?utf-8?q?a_b?=\r\n");
	ck_assert_str_eq(header("x\r\nBcc: all@example.com"),
	    "Subject: =?utf-8?q?x=0D=0ABcc=3A_all=40example=2Ecom?=\r\n");
	ck_assert_str_eq(header("?= =?utf-8?q?"),
	    "Subject: =?utf-8?q?=3F=3D_=3D=3Futf-8=3Fq=3F?=\r\n");
}
END_TEST

START_TEST(a_long_header_is_folded_between_characters)
{
	static const char word[] = "\xe6\xbc\xa2";
	char raw[121] = "";
	const char *out;

	for (int i = 0; i < 40; i++)
		memcpy(raw + 3 * i, word, 3);
	(void)header("a line that is a little longer than all that a "
	    "line of a header may be, by all the rules there are");
	out = header(raw);
	ck_assert_ptr_nonnull(strstr(out, "?=\r\n =?utf-8?q?=E6=BC=A2"));
	ck_assert_ptr_null(strstr(out, "=E6?="));
	ck_assert_ptr_null(strstr(out, "=BC?="));
}
END_TEST

START_TEST(broken_utf_8_is_carried)
{
	ck_assert_str_eq(header("\xff\xc3"),
	    "Subject: =?utf-8?q?=FF=C3?=\r\n");
	ck_assert_str_eq(body("\xff"), "=FF\r\n");
}
END_TEST

START_TEST(a_body_is_printable_and_short)
{
	char raw[201];

	memset(raw, 'x', 200);
	raw[200] = '\0';
	ck_assert_str_eq(body("a=b \nc\td"), "a=3Db=20\r\nc=09d\r\n");
	ck_assert_str_eq(body(".\n\r\n"), ".\r\n=0D\r\n");
	ck_assert_ptr_nonnull(strstr(body(raw), "x=\r\nx"));
}
END_TEST

START_TEST(addresses)
{
	static const char *const good[] = { "a@b", "ana.b+c@example.com" };
	static const char *const bad[] = { "", "a", "@b", "a@", "a@b@c",
		"a b@c", "<a@b>", "a@b\r\nRCPT TO:<c@d>", ".a@b", "a..b@c",
		"a@b.", "a\xc3\xa4@b", "a,b@c", "\"a\"@b" };

	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		ck_assert_msg(mail_address_is_good(good[i]), "%s", good[i]);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!mail_address_is_good(bad[i]), "%s", bad[i]);
}
END_TEST

START_TEST(the_date_is_that_of_the_rfc)
{
	char room[80];
	struct text text;

	text_init(&text, room, sizeof(room));
	mail_date(&text, INT64_C(1781532300000));
	ck_assert_str_eq(room, "Date: Mon, 15 Jun 2026 14:05:00 +0000\r\n");
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/mail");

	unit_add(&u, no_words_end_a_header);
	unit_add(&u, a_long_header_is_folded_between_characters);
	unit_add(&u, broken_utf_8_is_carried);
	unit_add(&u, a_body_is_printable_and_short);
	unit_add(&u, addresses);
	unit_add(&u, the_date_is_that_of_the_rfc);
	return unit_run(&u);
}
