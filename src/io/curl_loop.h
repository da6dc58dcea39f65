/* SPDX-License-Identifier: MIT
 *
 * curl_loop: makes a libcurl multi handle live in our loop: its sockets
 * become watches, its timeout a timer. Knows nothing of requests; only
 * io/http_client.c includes this.
 */
#ifndef INCBOT_IO_CURL_LOOP_H
#define INCBOT_IO_CURL_LOOP_H

#include "base/base.h"
#include "io/loop.h"

#include <curl/curl.h>

struct curl_loop {
	struct loop *loop;
	CURLM *multi;
	struct timer timer;
	/* After every call into libcurl that may have finished transfers:
	 * time for curl_multi_info_read(). */
	void (*progressed)(void *arg);
	void *arg;
};

void curl_loop_init(struct curl_loop *c, struct loop *loop,
    void (*progressed)(void *arg), void *arg);
/* All easy handles have been removed before. Not inside progressed(). */
void curl_loop_release(struct curl_loop *c);

#endif
