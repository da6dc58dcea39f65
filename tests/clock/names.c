/* SPDX-License-Identifier: MIT
 *
 * names: a library that is loaded before all others (LD_PRELOAD), so that names
 * under "world.test" lead to the address in the file WORLD_NAMES_FILE, and
 * nowhere while there is none. Other names are asked for as ever.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENDING ".world.test"
#define ADDRESS_SIZE 64

typedef int ask_fn(const char *node, const char *service,
    const struct addrinfo *hints, struct addrinfo **out);

static int is_of_the_world(const char *node)
{
	size_t length = node ? strlen(node) : 0;

	return length > strlen(ENDING) &&
	       strcmp(node + length - strlen(ENDING), ENDING) == 0;
}

/* False if there is no such file, or nothing in it. */
static int read_address(char address[ADDRESS_SIZE])
{
	const char *path = getenv("WORLD_NAMES_FILE");
	FILE *file = path ? fopen(path, "r") : NULL;
	int found = file && fscanf(file, "%63s", address) == 1;

	if (file)
		(void)fclose(file);
	return found;
}

__attribute__((visibility("default"))) int getaddrinfo(const char *node,
    const char *service, const struct addrinfo *hints, struct addrinfo **out)
{
	char address[ADDRESS_SIZE];
	ask_fn *ask;

	*(void **)&ask = dlsym(RTLD_NEXT, "getaddrinfo");
	if (!is_of_the_world(node))
		return ask(node, service, hints, out);
	return read_address(address) ? ask(address, service, hints, out)
				     : EAI_NONAME;
}
