/* SPDX-License-Identifier: MIT
 *
 * listen: see listen.h. The only one who can tell is the kernel, so it is
 * asked for the address, which is given back at once.
 */
#include "io/listen.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static bool may_bind(const struct sockaddr *address, socklen_t length)
{
	const int on = 1;
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool bound;

	if (fd < 0)
		return false;
	/* As whoever listens in earnest: the connections of a listener that
	 * has just gone are not in the way. */
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	bound = bind(fd, address, length) == 0 && listen(fd, 1) == 0;
	close(fd);
	return bound;
}

bool listen_is_possible(const char *address, uint16_t port)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET,
		.sin_port = htons(port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
		.sin6_port = htons(port) };

	if (inet_pton(AF_INET, address, &v4.sin_addr) == 1)
		return may_bind((struct sockaddr *)&v4, sizeof(v4));
	if (inet_pton(AF_INET6, address, &v6.sin6_addr) == 1)
		return may_bind((struct sockaddr *)&v6, sizeof(v6));
	return false;
}
