/* SPDX-License-Identifier: MIT
 *
 * services/outside/twilio: the signature is Twilio's own (the example of its
 * manual), and what is no form is none.
 */
#include "services/outside/twilio.h"
#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"
#include "tests/unit/unit.h"

static const char body[] = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&"
    "To=%2B18005551212&Digits=1234&From=%2B14158675309";
static const char url[] = "https://mycompany.com/myapp.php?foo=1&bar=2";
static const char good[] = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

START_TEST(the_signature_of_the_manual_is_good)
{
	struct arena *arena = arena_new(1 << 16);
	struct twilio_form form;
	struct secret token, wrong, unset;

	ck_assert(secret_set(&token, "12345") && secret_set(&wrong, "12346") &&
	    secret_set(&unset, ""));
	ck_assert(twilio_read(arena, body, strlen(body), &form));
	ck_assert_str_eq(twilio_value(&form, "Digits"), "1234");
	ck_assert_str_eq(twilio_value(&form, "digits"), "");
	ck_assert(twilio_is_signed(&token, url, &form, good));
	ck_assert(!twilio_is_signed(&wrong, url, &form, good));
	ck_assert(!twilio_is_signed(&unset, url, &form, good));
	ck_assert(!twilio_is_signed(&token, url, &form, NULL));
	ck_assert(!twilio_is_signed(&token, url, &form, ""));
	ck_assert(!twilio_is_signed(&token, "https://mycompany.com/", &form,
	    good));
	ck_assert(!twilio_is_signed(&token, url, &form,
	    "RSOYDt4T1cUTdK1PDd93/VVr8B9="));
	form.values[0].value = "CA1234567890ABCDF";
	ck_assert(!twilio_is_signed(&token, url, &form, good));
	arena_free(arena);
}
END_TEST

START_TEST(what_is_no_form_is_refused)
{
	static const char *const bad[] = { "a", "a=1&&b=2", "a=%", "a=%00",
		"=%zz" };
	struct arena *arena = arena_new(1 << 20);
	struct twilio_form form;
	char many[4 * TWILIO_VALUES_MAX + 8] = "";

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!twilio_read(arena, bad[i], strlen(bad[i]),
		    &form), "%s", bad[i]);
	for (size_t i = 0; i <= TWILIO_VALUES_MAX; i++)
		memcpy(many + 4 * i, "a=1&", 4);
	ck_assert(!twilio_read(arena, many, strlen(many), &form));
	ck_assert(twilio_read(arena, "", 0, &form));
	ck_assert_uint_eq(form.count, 0);
	arena_free(arena);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("services/outside/twilio");

	unit_add(&u, the_signature_of_the_manual_is_good);
	unit_add(&u, what_is_no_form_is_refused);
	return unit_run(&u);
}
