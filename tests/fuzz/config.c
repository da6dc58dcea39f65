/* SPDX-License-Identifier: MIT
 *
 * config: the config file, any bytes at all. Either all of it is good, or
 * there is a list of what is wrong and the caller's config is as it was; no
 * token that stands in it is printed.
 */
#include "tests/fuzz/fuzz.h"

#include "base/text.h"
#include "services/config/config.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOT "SLACK_BOT_TOKEN=xoxb-1-CANARYBOT"
#define APP "SLACK_APP_TOKEN=xapp-1-CANARYAPP"

static void check_printed(const struct config *config)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	config_print(config, out);
	(void)fclose(out);
	if (strstr(text, "CANARY"))
		fuzz_fail("a secret is printed", text);
	free(text);
}

static void check_problems(const struct problems *problems)
{
	if (problems->count == 0)
		fuzz_fail("refused for no reason", "");
	for (int i = 0; i < problems->count; i++)
		if (strstr(problems->lines[i], "CANARY"))
			fuzz_fail("a secret is told", problems->lines[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char bot[] = BOT, app[] = APP;
	static struct config config;
	char *const environment[] = { bot, app, NULL };
	struct problems problems = { .count = 0 };
	char path[64];
	int fd = memfd_create("config", MFD_CLOEXEC);

	if (memmem(data, size, "CANARY", 6)) {
		close(fd);
		return 0;
	}
	if (fd < 0 || fchmod(fd, 0600) != 0 ||
	    write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (config_load(path, environment, 0, &config, &problems)) {
		check_printed(&config);
		config_release(&config);
	} else {
		check_problems(&problems);
	}
	problems_clear(&problems);
	close(fd);
	return 0;
}
