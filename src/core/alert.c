/* SPDX-License-Identifier: MIT
 *
 * alert: see alert.h.
 */
#include "core/alert.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/policy.h"

const char *alert_label(const struct alert *alert, const char *name)
{
	for (int i = 0; i < alert->label_count; i++) {
		if (strcmp(alert->labels[i].name, name) == 0)
			return alert->labels[i].value;
	}
	return "";
}

bool alert_match_is_sound(const char *match)
{
	const char *equals = strchr(match, '=');

	return equals && equals != match;
}

static bool value_fits(const char *pattern, const char *value)
{
	size_t length = strlen(pattern);

	if (length > 0 && pattern[length - 1] == '*')
		return strncmp(pattern, value, length - 1) == 0;
	return strcmp(pattern, value) == 0;
}

/* An absent label is an empty one, as with Alertmanager. */
static bool match_fits(const char *match, const struct alert *alert)
{
	char name[NAME_SIZE];
	size_t length = strcspn(match, "=");

	if (match[length] == '\0')
		return false;
	memcpy(name, match, length);
	name[length] = '\0';
	return value_fits(match + length + 1, alert_label(alert, name));
}

static bool rule_fits(const struct alert_rule *rule,
    const struct alert *alert)
{
	if (*rule->source && strcmp(rule->source, alert->source) != 0)
		return false;
	for (size_t i = 0; i < ALERT_MATCHES_MAX && *rule->match[i]; i++) {
		if (!match_fits(rule->match[i], alert))
			return false;
	}
	return true;
}

const struct alert_rule *alert_rule_find(const struct policy *policy,
    const struct alert *alert)
{
	for (int i = 0; i < policy->alert_rule_count; i++) {
		const struct alert_rule *rule = &policy->alert_rules[i];

		if (rule_fits(rule, alert))
			return strcmp(rule->action, "ignore") == 0 ? NULL :
			    rule;
	}
	return NULL;
}

/* Two strings that differ, differ together with what stands between them. */
static uint64_t hash_pair(const char *a, const char *b)
{
	uint64_t hash = hash_string(a);

	return (hash ^ (hash >> 29)) * UINT64_C(0x9e3779b97f4a7c15) +
	    hash_string(b);
}

static void write_hash(uint64_t hash, char out[ALERT_HASH_SIZE])
{
	struct text text;

	text_init(&text, out, ALERT_HASH_SIZE);
	text_addf(&text, "%016llx", (unsigned long long)hash);
}

void alert_hash(const struct alert *alert, char out[ALERT_HASH_SIZE])
{
	write_hash(hash_pair(alert->source, alert->key), out);
}

void alert_group_hash(const struct alert *alert, char out[ALERT_HASH_SIZE])
{
	write_hash(hash_pair(alert->source, alert->group), out);
}

static void write_alias(const char *kind, const char *hash,
    char out[NAME_SIZE])
{
	struct text text;

	text_init(&text, out, NAME_SIZE);
	text_addf(&text, "%s:%s", kind, hash);
}

void alert_alias(const struct alert *alert, char out[NAME_SIZE])
{
	char hash[ALERT_HASH_SIZE];

	alert_hash(alert, hash);
	write_alias("alert", hash, out);
}

void alert_group_alias(const struct alert *alert, char out[NAME_SIZE])
{
	char hash[ALERT_HASH_SIZE];

	alert_group_hash(alert, hash);
	write_alias("alerts", hash, out);
}

void alert_event_alias(const struct event *event, char out[NAME_SIZE])
{
	out[0] = '\0';
	if (*event->ref && event->kind == EVENT_ALERT_FIRED)
		write_alias("alert", event->ref, out);
	else if (*event->ref && event->kind == EVENT_ALERTS_GROUPED)
		write_alias("alerts", event->ref, out);
}
