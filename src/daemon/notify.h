/* SPDX-License-Identifier: MIT
 *
 * notify: tells systemd (Type=notify) that incbot is ready or stopping, and
 * feeds its watchdog. Without NOTIFY_SOCKET in the environment nothing is
 * done. The protocol is one datagram (sd_notify(3)); a library for it would
 * be larger than the whole of incbot's own needs.
 */
#ifndef INCBOT_DAEMON_NOTIFY_H
#define INCBOT_DAEMON_NOTIFY_H

void notify_ready(void);
void notify_stopping(void);
void notify_watchdog(void);

#endif
