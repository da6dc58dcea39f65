/* SPDX-License-Identifier: MIT
 *
 * config_table: the shape of the table of settings. Only config*.c include
 * this. A setting is a row; rows stand in groups; a row of type GROUPS is a
 * list of groups of its own (services, links).
 */
#ifndef INCBOT_SERVICES_CONFIG_TABLE_H
#define INCBOT_SERVICES_CONFIG_TABLE_H

#include "services/config/config.h"

#include <sys/types.h>

struct text;

/* Room for "services[63].links[7].title". */
#define SETTING_PATH_SIZE 200

enum setting_type {
	SETTING_TEXT,		/* char[]: one line */
	SETTING_NAME,		/* char[]: the same, not empty */
	SETTING_WORD,		/* char[]: a-z 0-9 and - */
	SETTING_COMMAND,	/* char[]: /word */
	SETTING_PATH,		/* char[]: absolute, or "" */
	SETTING_ZONE,		/* char[]: an IANA name */
	SETTING_MEMBER,		/* char[]: U0123456789 or S0123456789 */
	SETTING_USERGROUP,	/* char[]: S0123456789, or "" */
	SETTING_CHANNEL,	/* char[]: C0123456789, or "" */
	SETTING_USER,		/* char[]: U0123456789 */
	SETTING_LINK,		/* char[]: http:// or https:// */
	SETTING_SECRET,		/* struct secret */
	SETTING_REDIS,		/* struct secret: redis:// ... */
	SETTING_LISTEN,		/* char[]: address:port, or "off" */
	SETTING_SPAN,		/* int64_t, ms; 0 = none */
	SETTING_BOOL,		/* bool */
	SETTING_COUNT,		/* int: 0 to 8 */
	SETTING_DAY_COUNT,	/* int: days, 0 to 36,500 */
	SETTING_COLOUR,		/* char[]: #1a2b3c, or "" */
	SETTING_LEVEL,		/* enum log_level */
	SETTING_TURN,		/* int, minutes */
	SETTING_HANDOFF,	/* struct handoff */
	SETTING_DATE,		/* day_number; 0 = none */
	SETTING_DAYS,		/* unsigned: days of the week; 0 = all */
	SETTING_HOURS,		/* struct day_hours; all zero = all day */
	SETTING_CHOICE,		/* char[]: a word of `choices` */
	SETTING_SEVERITY,	/* int: enum severity */
	SETTING_GROUPS,		/* a list of structs, `of` */
};

enum {
	NEEDS_RESTART = 1,	/* a reload does not change it */
	IS_SECRET = 2,		/* never printed */
	IS_LONG = 4,		/* GROUPS: not in the struct, but behind a
				   struct long_list */
};

/* What a member looks like whose list may be very long: on the heap, owned by
 * the config. */
struct long_list {
	void *all;
	int count;
};

struct setting_group;

struct setting {
	const char *name;
	enum setting_type type;
	size_t where;		/* offset in what the group's rows are about */
	size_t size;		/* of the member, or of one element */
	size_t count;		/* 0 = one value; else a list of at most so
				   many */
	unsigned flags;
	const char *initial;	/* NULL = what policy_init() left there */
	const char *environment;	/* variable that overrides it, or NULL */
	const char *example;	/* for the sample, where the default is empty */
	const char *help;	/* ends in a full stop; for people */
	const char *choices;	/* SETTING_CHOICE only: "a, b, c" */
	const struct setting_group *of;	/* SETTING_GROUPS only */
};

struct setting_group {
	const char *path;	/* "severities.sev1"; "" = top level */
	const char *help;
	const struct setting *rows;
	size_t count;
	size_t where;		/* offset of the rows' struct in config */
};

extern const struct setting_group setting_groups[];
extern const size_t setting_group_count;

/* Words for the type: "a duration such as "15m", or "none"". */
const char *value_expected(const struct setting *row);

/* Sets one value (of a list: the element at `where`) from text. False, with
 * what is wrong in `why` ("is not a duration"), the value untouched. */
NODISCARD bool value_set(const struct setting *row, void *where,
    const char *text, struct text *why);

/* The value as it would stand in the file, lists and groups included; of
 * secrets only whether they are set, unless `reveal`. */
void value_format(const struct setting *row, const void *where, bool reveal,
    struct text *out);

/* Room for any formatted value. */
#define VALUE_TEXT_MAX (8 << 20)

/* Where config->origins[] keeps where a row's value came from. */
size_t setting_origin(const struct setting_group *group,
    const struct setting *row);

enum {			/* values of origins[]; above 0: a line of the file */
	ORIGIN_DEFAULT = 0,
	ORIGIN_ENVIRONMENT = -1,
	ORIGIN_SECRET_FILE = -2,
	ORIGIN_CREDENTIAL = -3,
};

/* What reading and checking share: where things stand in the file. */
struct loader {
	struct config *config;
	const char *file;		/* NULL = none */
	char *const *environment;
	void *tree;			/* config_t of libconfig, or NULL */
	struct problems *problems;
};

/* "file:line: path: ..." or "VARIABLE: ..." */
void loader_problem(const struct loader *loader, const char *path,
    const char *format, ...) PRINTF_LIKE(3, 4);

/* The environment's value, or NULL; an empty one counts as none. */
const char *environment_get(char *const *environment, const char *name);

/* Does the file say anything at this path? */
bool loader_says(const struct loader *loader, const char *path);

/* How many groups the list of this path has in the file, at most `max`. */
int loader_count(const struct loader *loader, const char *path, int max);

/* The whole file as a new string and its mode, or NULL and a problem. */
NODISCARD char *source_read(const struct loader *loader, mode_t *mode);

/* A secret from its file; false and a problem of `setting` if the file is not
 * good. */
NODISCARD bool source_read_secret(const struct loader *loader,
    const char *setting, const char *path, struct secret *out);

/* May a secret of the group's be in a file of its own, named by its name and
 * "_file"? Not if that is a row of its own. */
bool secret_has_file(const struct setting_group *group,
    const struct setting *row);

/* The path of systemd's credential of that name, or NULL. */
const char *source_credential(const struct loader *loader, const char *name,
    char *path, size_t size);

/* The steps of config_load(), each adding its problems. */
void config_read_file_into(struct loader *loader);
void config_check(struct loader *loader, unsigned flags);

/* The nearest of `names` for "did you mean", or NULL. */
const char *nearest_name(const char *name, const char *const *names,
    size_t count);

#endif
