/* SPDX-License-Identifier: MIT
 *
 * directory_file: see directory_file.h.
 */
#include "daemon/directory_file.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/directory.h"
#include "services/folder.h"
#include "services/slack/slack_element.h"
#include <errno.h>

#define FILE_NAME "people.json"
#define FILE_MAX (4u << 20)
#define FOLDER_SIZE 512

/* systemd lists several with colons; ours is the first. */
static bool find_folder(char folder[FOLDER_SIZE])
{
	const char *directory = getenv("STATE_DIRECTORY");
	struct text path;

	text_init(&path, folder, FOLDER_SIZE);
	if (directory)
		text_add_n(&path, directory, strcspn(directory, ":"));
	return path.length > 0 && !path.truncated;
}

static json_t *encode_list(const struct id_list *list)
{
	json_t *ids = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(ids, json_string(list->ids[i]));
	return ids;
}

static json_t *encode_groups(const struct roster *roster)
{
	json_t *groups = json_object();

	for (int i = 0; i < roster->group_count; i++) {
		const struct user_group *group = &roster->groups[i];

		if (group->known)
			json_object_set_new(groups, group->id,
			    encode_list(&group->users));
	}
	return groups;
}

void directory_file_write(const struct directory_kept *kept)
{
	char folder[FOLDER_SIZE];
	json_t *whole;
	char *text;

	if (!find_folder(folder))
		return;
	whole = json_pack("{s:s, s:I, s:o, s:o, s:o}", "team", kept->team,
	    "read_ms", (json_int_t)kept->read_ms, "members",
	    id_set_encode(&kept->book->members), "guests",
	    id_set_encode(&kept->book->guests), "groups",
	    encode_groups(kept->roster));
	text = json_dumps(whole, JSON_COMPACT);
	if (!text || !folder_write(folder, FILE_NAME, text, strlen(text)))
		log_warn("directory_not_kept", "errno=%d", errno);
	free(text);
	json_decref(whole);
}

json_t *directory_file_read(const char *team, int64_t now_ms)
{
	char folder[FOLDER_SIZE];
	size_t length = 0;
	json_t *whole;
	int64_t read_ms;
	char *text;

	if (!find_folder(folder))
		return NULL;
	text = folder_read(folder, FILE_NAME, FILE_MAX, &length);
	if (!text)
		return NULL;
	whole = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	free(text);
	read_ms = json_integer_value(json_object_get(whole, "read_ms"));
	if (strcmp(slack_string_at(whole, "team"), team) == 0 && *team &&
	    read_ms <= now_ms && now_ms - read_ms <= DIRECTORY_KEPT_MAX_MS)
		return whole;
	json_decref(whole);
	return NULL;
}

bool directory_file_book(const json_t *kept, struct book *book)
{
	if (!id_set_decode(json_object_get(kept, "members"),
	    &book->members) || !id_set_decode(json_object_get(kept, "guests"),
	    &book->guests))
		return false;
	book->seen = book->members.count + book->guests.count;
	return true;
}

bool directory_file_group(const json_t *kept, const char *group,
    struct id_set *users)
{
	const json_t *ids = json_object_get(json_object_get(kept, "groups"),
	    group);

	if (id_set_decode(ids, users))
		return true;
	id_set_clear(users);
	return false;
}
