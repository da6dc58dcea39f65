/* SPDX-License-Identifier: MIT
 *
 * config_doctor: the doctor alone, for config_doctor.sh; and, given a
 * manifest, whether the doctor asks for exactly the scopes in it and the
 * manifest fits what incbot listens to.
 */
#include "daemon/doctor/doctor.h"
#include "base/text.h"
#include "core/policy.h"
#include "daemon/doctor/doctor_steps.h"

#include <jansson.h>
#include <unistd.h>

static bool compare_scopes(json_t *scopes)
{
	size_t i;

	for (i = 0; doctor_scopes_needed[i] != NULL; i++)
		if (strcmp(doctor_scopes_needed[i], json_string_value(
		    json_array_get(scopes, i))) != 0)
			return false;
	return i == json_array_size(scopes);
}

static int check_manifest(const char *path)
{
	static struct policy policy;
	json_t *manifest = json_load_file(path, 0, NULL);
	const char *command = "", *global = "", *message = "";
	json_t *scopes = NULL;
	bool good;

	if (json_unpack(manifest, "{s:{s:[{s:s}{s:s}] s:[{s:s}]} "
	    "s:{s:{s:o}}}", "features", "shortcuts", "callback_id", &global,
	    "callback_id", &message, "slash_commands", "command", &command,
	    "oauth_config", "scopes", "bot", &scopes) != 0) {
		printf("%s: cannot be read\n", path);
		return EXIT_FAILURE;
	}
	policy_init(&policy);
	good = compare_scopes(scopes) &&
	    strcmp(command, policy.command) == 0 &&
	    strcmp(global, "declare") == 0 &&
	    strcmp(message, "declare_from_message") == 0;
	printf("%s: %s\n", path, good ? "fits" : "differs from the source");
	json_decref(manifest);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	if (argc == 2)
		return check_manifest(argv[1]);
	return doctor_run(environ, stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
