/* SPDX-License-Identifier: MIT
 *
 * ws_rig: what the tests of io/ws_client share: a client with its loop, the peer
 * that it talks to, and what it told of itself. One connection at a time, `ws`.
 * Of names only localhost, two.test (whose first address refuses) and other.test
 * are known. For io_ws.c, io_ws_lost.c and io_ws_tls.c.
 */
#ifndef INCBOT_TESTS_WS_RIG_H
#define INCBOT_TESTS_WS_RIG_H

#include "io/ws_client.h"
#include "tests/unit/peer.h"
#include "tests/unit/pump.h"
#include "tests/unit/unit.h"

#define LAST_REASON_SIZE 200
#define REQUEST_SIZE 4096

extern struct pump pump;
extern struct resolver *resolver;
extern struct tls_trust *trust;
extern struct ws_client *client;
extern struct ws *ws;
extern struct peer peer;

/* What the client told. */
extern bool opened, lost;
extern int opens, losses, messages;
extern char *last_message;
extern size_t last_length;
extern char last_reason[LAST_REASON_SIZE];
/* In which of its calls `ws` is freed. */
extern enum free_when { NEVER, AT_OPEN, AT_MESSAGE, AT_LOSS } free_when;

/* How the peer answers the upgrade: not at all, or so. */
extern bool no_upgrade;
extern const char *other_answer;
extern char request[REQUEST_SIZE];	/* the upgrade as it came */
extern bool upgraded;

/* The first byte of a frame. */
enum { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10, FINAL = 128 };

/* The peer sends a frame. */
size_t frame_header(unsigned char *to, int first, size_t n);
void say_frame(int first, const char *data, size_t n);
/* Takes the next whole client frame out of the peer's input: its first byte,
 * the unmasked payload in text. -1 if there is none yet, or if none comes. */
int take_frame(char *text, size_t size);
int await_frame(char *text, size_t size);

/* A client that trusts this authority (NULL: the system's), and its peer; then
 * `ws`, on its way to some address, to the peer, or open already. */
void set_up_trusting(const char *authority);
void open_url(const char *url);
void open_peer(const char *host);
void set_up_open(void);
void tear_down(void);

/* Waits for the loss, and a little longer for a second one. */
void await_loss(const char *reason_part);
void await_messages(int count);

#endif
