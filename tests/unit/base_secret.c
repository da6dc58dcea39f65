/* SPDX-License-Identifier: MIT
 *
 * base/secret, base/url: what looks like a secret is not readable after the
 * mask; addresses are taken apart or refused, and an error quotes nothing.
 */
#include "base/secret.h"
#include "base/text.h"
#include "base/url.h"
#include "tests/unit/unit.h"

START_TEST(a_secret_is_whole_or_not_set)
{
	char long_text[SECRET_SIZE + 1];
	struct secret s = { "" };

	ck_assert(!secret_is_set(&s));
	ck_assert(secret_set(&s, "xoxb-1"));
	ck_assert_str_eq(secret_reveal(&s), "xoxb-1");
	memset(long_text, 'x', SECRET_SIZE);
	long_text[SECRET_SIZE] = '\0';
	ck_assert(!secret_set(&s, long_text));
	ck_assert(!secret_is_set(&s));
	long_text[SECRET_SIZE - 1] = '\0';
	ck_assert(secret_set(&s, long_text));
	secret_clear(&s);
	ck_assert_str_eq(secret_reveal(&s), "");
}
END_TEST

START_TEST(masked_lines_hold_no_secret)
{
	static const struct {
		const char *line;
		const char *masked;
	} rows[] = {
		{ "", "" },
		{ "nothing to hide", "nothing to hide" },
		{ "a xoxb-123-CANARY b", "a xoxb-*** b" },
		{ "xoxe.xoxp-1-CANARY", "xoxe.***" },
		{ "xapp-1-A1-CANARY,x", "xapp-***,x" },
		{ "wss://h/link/?ticket=CANARY&app_id=1",
		    "wss://h/link/?ticket=***&app_id=1" },
		{ "Authorization: Bearer CANARY", "Authorization: ***" },
		{ "AUTHORIZATION: Basic CANARY== x", "AUTHORIZATION: ***" },
		{ "sent Bearer CANARY now", "sent Bearer *** now" },
		{ "token=CANARY x=1", "token=*** x=1" },
		{ "bot_token='CANARY' x", "bot_token='***' x" },
		{ "{\"token\":\"CANARY\",\"a\":1}",
		    "{\"token\":\"***\",\"a\":1}" },
		{ "{\"routing_key\": \"CANARY\"}",
		    "{\"routing_key\": \"***\"}" },
		{ "redis://user:CANARY@host:6379/0",
		    "redis://***@host:6379/0" },
		{ "redis://:CAN@ARY@host", "redis://***@host" },
		{ "redis://:CAN/ARY@host", "redis://***@host" },
		{ "the token is lost", "the token is lost" },
		{ "tokens: 5", "tokens: 5" },
		{ "token=x", "token=*" },
		{ "xox", "xox" },
		{ "xoxo hugs", "xoxo hugs" },
		{ "token=", "token=" },
		{ "password=CANARY token=CANARY",
		    "password=*** token=***" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		char line[200];

		ck_assert(text_copy(line, sizeof(line), rows[i].line));
		mask_secrets(line);
		ck_assert_str_eq(line, rows[i].masked);
		mask_secrets(line);
		ck_assert_str_eq(line, rows[i].masked);
	}
}
END_TEST

START_TEST(urls_are_taken_apart)
{
	const char *reason = NULL;
	struct url u;

	ck_assert(url_parse("redis://ib:p%40ss@127.0.0.1:7001/3", &u,
	    &reason));
	ck_assert_int_eq(u.scheme, URL_REDIS);
	ck_assert_str_eq(u.user, "ib");
	ck_assert_str_eq(secret_reveal(&u.password), "p@ss");
	ck_assert_str_eq(u.host, "127.0.0.1");
	ck_assert_int_eq(u.port, 7001);
	ck_assert_int_eq(u.db, 3);
	ck_assert(!url_is_secure(&u));

	ck_assert(url_parse("REDISS://:pw@[::1]", &u, &reason));
	ck_assert_int_eq(u.scheme, URL_REDISS);
	ck_assert_str_eq(u.user, "");
	ck_assert_str_eq(u.host, "::1");
	ck_assert(u.host_is_ipv6);
	ck_assert_int_eq(u.port, 6379);
	ck_assert(url_is_secure(&u));

	ck_assert(url_parse("unix:///run/redis%20x.sock?db=2", &u, &reason));
	ck_assert_str_eq(u.path, "/run/redis x.sock");
	ck_assert_str_eq(u.host, "");
	ck_assert_int_eq(u.db, 2);

	ck_assert(url_parse("wss://wss-primary.slack.com/link/?ticket=a&x=1",
	    &u, &reason));
	ck_assert_str_eq(u.host, "wss-primary.slack.com");
	ck_assert_int_eq(u.port, 443);
	ck_assert_str_eq(u.path, "/link/?ticket=a&x=1");
	ck_assert(url_parse("http://h?a@b", &u, &reason));
	ck_assert_str_eq(u.path, "/?a@b");
	ck_assert(url_parse("https://h", &u, &reason));
	ck_assert_str_eq(u.path, "/");
	secret_clear(&u.password);
}
END_TEST

START_TEST(bad_urls_are_refused_and_not_quoted)
{
	static const char *const bad[] = {
		"", "redis", "redis:/CANARY", "ftp://CANARY", "redis://",
		"redis://:CANARY@", "redis://h:0", "redis://h:65536",
		"redis://h:", "redis://h:+80", "redis://h:CANARY",
		"redis://h/CANARY", "redis://h/-1", "redis://h/65536",
		"redis://h/1?x=CANARY", "redis://[::1", "redis://[::1]x",
		"redis://[CANARY]", "redis://h CANARY", "redis://h\nCANARY",
		"unix://CANARY", "unix://h/CANARY", "unix:///s?x=CANARY",
		"http://h/#CANARY", "http://%00", "redis://u:%zz@h",
		"redis://u:%0@h", "redis://u:a%00b@h", "redis://a:1:2",
		"redis://us\x7fzr@h", "redis://us%0aCANARY@h",
		"unix:///s%0dCANARY", "unix:///s%7fCANARY",
	};
	struct url u = { .port = 1 };
	size_t i;

	for (i = 0; i < ARRAY_LEN(bad); i++) {
		const char *reason = NULL;

		ck_assert_msg(!url_parse(bad[i], &u, &reason), "\"%s\"",
		    bad[i]);
		ck_assert_ptr_nonnull(reason);
		ck_assert_ptr_null(strstr(reason, "CANARY"));
		ck_assert_int_eq(u.port, 1);
	}
}
END_TEST

START_TEST(urls_that_do_not_fit_are_refused)
{
	static const char *const starts[] = {
		"redis://", "redis://:", "http://h/", "unix:///",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(starts); i++) {
		char text[4000];
		const char *reason = NULL;
		struct url u;
		size_t n = strlen(starts[i]);

		memset(text, 'x', sizeof(text));
		memcpy(text, starts[i], n);
		memcpy(text + sizeof(text) - 3, "@h", 3);
		ck_assert(!url_parse(text, &u, &reason));
	}
}
END_TEST

START_TEST(form_values_go_there_and_back)
{
	char all[256], coded[1024], back[256];
	struct text t;
	size_t i;

	for (i = 1; i < 256; i++)
		all[i - 1] = (char)i;
	all[255] = '\0';
	text_init(&t, coded, sizeof(coded));
	url_encode(&t, all);
	ck_assert(!t.truncated);
	ck_assert(url_decode_form(back, sizeof(back), coded, t.length));
	ck_assert_str_eq(back, all);

	text_init(&t, coded, sizeof(coded));
	url_encode(&t, "a b&c=\xc3\xa9~");
	ck_assert_str_eq(coded, "a%20b%26c%3D%C3%A9~");
	ck_assert(url_decode_form(back, sizeof(back), "a+b%2Bc", 7));
	ck_assert_str_eq(back, "a b+c");
	ck_assert(!url_decode_form(back, sizeof(back), "a%2", 3));
	ck_assert(!url_decode_form(back, sizeof(back), "a%00", 4));
	ck_assert(!url_decode_form(back, 3, "abc", 3));
	ck_assert_str_eq(back, "");
}
END_TEST

START_TEST(an_encoded_character_is_not_cut)
{
	char coded[6];
	struct text t;

	text_init(&t, coded, sizeof(coded));
	url_encode(&t, "&&");
	ck_assert_str_eq(coded, "%26");
	ck_assert(t.truncated);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("base/secret, base/url");

	unit_add(&u, a_secret_is_whole_or_not_set);
	unit_add(&u, masked_lines_hold_no_secret);
	unit_add(&u, urls_are_taken_apart);
	unit_add(&u, bad_urls_are_refused_and_not_quoted);
	unit_add(&u, urls_that_do_not_fit_are_refused);
	unit_add(&u, form_values_go_there_and_back);
	unit_add(&u, an_encoded_character_is_not_cut);
	return unit_run(&u);
}
