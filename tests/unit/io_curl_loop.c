/* SPDX-License-Identifier: MIT
 *
 * io/curl_loop: what libcurl says of its own state is heard.
 */
#include "io/curl_loop.h"
#include "tests/unit/pump.h"
#include "tests/unit/unit.h"

CURLMcode __wrap_curl_multi_socket_action(CURLM *multi, curl_socket_t socket,
    int events, int *running);
CURLMcode __real_curl_multi_socket_action(CURLM *multi, curl_socket_t socket,
    int events, int *running);

static CURLMcode also_said;
static bool progressed;

CURLMcode __wrap_curl_multi_socket_action(CURLM *multi, curl_socket_t socket,
    int events, int *running)
{
	CURLMcode said = __real_curl_multi_socket_action(multi, socket, events,
	    running);

	return also_said != CURLM_OK ? also_said : said;
}

static void on_progress(void *arg UNUSED)
{
	progressed = true;
}

/* A transfer of which libcurl says this, until it was heard. */
static void transfer(CURLMcode said)
{
	struct curl_loop curl;
	struct pump pump;
	CURL *easy;

	also_said = said;
	progressed = false;
	pump_init(&pump);
	curl_loop_init(&curl, pump.loop, on_progress, NULL);
	easy = curl_easy_init();
	ck_assert(easy);
	curl_easy_setopt(easy, CURLOPT_URL, "http://127.0.0.1:1/");
	ck_assert_int_eq(curl_multi_add_handle(curl.multi, easy), CURLM_OK);
	ck_assert(pump_until(&pump, &progressed));
	curl_multi_remove_handle(curl.multi, easy);
	curl_easy_cleanup(easy);
	curl_loop_release(&curl);
	pump_release(&pump);
}

START_TEST(a_transfer_makes_progress)
{
	transfer(CURLM_OK);
}
END_TEST

/* It would go on with a table of a socket that it has already taken apart. */
START_TEST(libcurl_without_memory_ends_the_process)
{
	transfer(CURLM_OUT_OF_MEMORY);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/curl_loop");

	unit_add(&u, a_transfer_makes_progress);
	unit_add_abort(&u, libcurl_without_memory_ends_the_process);
	return unit_run(&u);
}
