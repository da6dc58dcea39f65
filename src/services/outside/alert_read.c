/* SPDX-License-Identifier: MIT
 *
 * alert_read: see alert_read.h. One table of formats; each reader adds alerts
 * to the list. What is missing is left empty, what is too long is cut: an
 * alert must not be lost because of a word.
 */
#include "services/outside/alert_read.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/views/mrkdwn.h"
#include "services/outside/pager.h"

#include <jansson.h>

#define KEY_CHARS 512
#define LABEL_CHARS 200

struct reading {
	struct arena *arena;
	const char *source;
	struct alert_list *out;
	const char *problem;
};

const char *const alert_formats =
    "alertmanager, grafana, pagerduty, cloudwatch, generic";

static const char *string_at(const json_t *object, const char *name)
{
	const char *value = json_string_value(json_object_get(object, name));

	return value ? value : "";
}

/* Copied into the arena, at most so many characters. */
static const char *keep(struct reading *in, const char *value, size_t max)
{
	return arena_strndup(in->arena, value, utf8_prefix(value, max));
}

static bool refuse(struct reading *in, const char *problem)
{
	in->problem = problem;
	return false;
}

/* An alert that is filled in by the caller; NULL if there are too many. */
static struct alert *add(struct reading *in, const char *key,
    const char *title)
{
	struct alert *alert;

	if (in->out->count == ALERTS_READ_MAX) {
		in->out->left_out++;
		return NULL;
	}
	alert = &in->out->alerts[in->out->count++];
	memset(alert, 0, sizeof(*alert));
	alert->source = in->source;
	alert->key = keep(in, key, KEY_CHARS);
	alert->group = "";
	alert->previous = alert->group_previous = "";
	alert->title = plain_clip(in->arena, *title ? title : key,
	    TITLE_CHARS);
	return alert;
}

/* The alert of a document that holds one. */
static struct alert *add_only(struct reading *in, const char *key,
    const char *title)
{
	struct alert *alert = add(in, key, title);

	assert(alert);	/* there is room for the first */
	return alert;
}

static void add_label(struct reading *in, struct alert *alert,
    const char *name, const char *value)
{
	if (alert->label_count == ALERT_LABELS_MAX || !*value)
		return;
	alert->labels[alert->label_count++] = (struct alert_label){
		keep(in, name, LABEL_CHARS), keep(in, value, LABEL_CHARS) };
}

static void add_labels(struct reading *in, struct alert *alert,
    json_t *labels)
{
	const char *name;
	json_t *value;

	json_object_foreach(labels, name, value)
		add_label(in, alert, name, json_is_string(value) ?
		    json_string_value(value) : "");
}

/* --- time ---------------------------------------------------------------- */

/* --- Alertmanager and Grafana -------------------------------------------- */

static const char *group_title(struct reading *in, const json_t *one)
{
	const json_t *labels = json_object_get(one, "labels");
	const json_t *notes = json_object_get(one, "annotations");
	const char *name = string_at(labels, "alertname");
	const char *summary = string_at(notes, "summary");

	if (!*summary)
		summary = string_at(notes, "description");
	if (!*summary || !*name)
		return *summary ? summary : name;
	return arena_printf(in->arena, "%s: %s", keep(in, name, TITLE_CHARS),
	    keep(in, summary, TITLE_CHARS));
}

/* The group's status is "firing" while anything in it fires: each alert has
 * its own. */
static void read_group_alert(struct reading *in, json_t *one,
    const char *group)
{
	const char *key = string_at(one, "fingerprint");
	struct alert *alert;

	if (!*key)
		return;
	alert = add(in, key, group_title(in, one));
	if (!alert)
		return;
	alert->group = group;
	alert->firing = strcmp(string_at(one, "status"), "resolved") != 0;
	alert->starts_ms = when_parse_iso(string_at(one, "startsAt"));
	add_labels(in, alert, json_object_get(one, "labels"));
}

static bool read_group(struct reading *in, json_t *root)
{
	json_t *alerts = json_object_get(root, "alerts");
	const char *group = keep(in, string_at(root, "groupKey"), KEY_CHARS);
	json_t *one;
	size_t i;

	if (!json_is_array(alerts))
		return refuse(in, "no list \"alerts\"");
	json_array_foreach(alerts, i, one)
		read_group_alert(in, one, group);
	return true;
}

/* --- PagerDuty webhooks v3 ----------------------------------------------- */

/* Only what begins or ends it; that somebody acknowledged there is the
 * pager's affair. */
static bool read_pagerduty(struct reading *in, json_t *root)
{
	const json_t *event = json_object_get(root, "event");
	const json_t *data = json_object_get(event, "data");
	const char *type = string_at(event, "event_type");
	bool begins = strcmp(type, "incident.triggered") == 0 ||
	    strcmp(type, "incident.reopened") == 0;
	struct alert *alert;

	if (!*type)
		return refuse(in, "no \"event_type\"");
	if (!begins && strcmp(type, "incident.resolved") != 0) {
		in->out->ignored = "an event that neither begins nor ends";
		return true;
	}
	/* Else each page would declare another incident, which pages. */
	if (text_starts_with(string_at(data, "incident_key"),
	    PAGER_KEY_PREFIX)) {
		in->out->ignored = "a page that incbot itself has sent";
		return true;
	}
	if (!*string_at(data, "id"))
		return refuse(in, "an incident without \"id\"");
	alert = add(in, string_at(data, "id"), string_at(data, "title"));
	alert->firing = begins;
	alert->starts_ms = when_parse_iso(string_at(event, "occurred_at"));
	add_label(in, alert, "urgency", string_at(data, "urgency"));
	add_label(in, alert, "priority", string_at(json_object_get(data,
	    "priority"), "summary"));
	add_label(in, alert, "service", string_at(json_object_get(data,
	    "service"), "summary"));
	return true;
}

/* --- CloudWatch, carried by SNS ------------------------------------------ */

static bool read_alarm(struct reading *in, const json_t *alarm,
    const char *topic)
{
	const char *state = string_at(alarm, "NewStateValue");
	const char *key = string_at(alarm, "AlarmArn");
	struct alert *alert;

	if (!*key || !*state)
		return refuse(in, "no \"AlarmArn\" or \"NewStateValue\"");
	if (strcmp(state, "INSUFFICIENT_DATA") == 0) {
		in->out->ignored = "an alarm without data";
		return true;
	}
	alert = add_only(in, key, string_at(alarm, "AlarmName"));
	alert->firing = strcmp(state, "ALARM") == 0;
	alert->starts_ms = when_parse_iso(string_at(alarm, "StateChangeTime"));
	add_label(in, alert, "alarm", string_at(alarm, "AlarmName"));
	add_label(in, alert, "region", string_at(alarm, "Region"));
	add_label(in, alert, "topic", topic);
	return true;
}

static bool read_cloudwatch(struct reading *in, json_t *root)
{
	const char *type = string_at(root, "Type");
	const char *message = string_at(root, "Message");
	json_t *alarm;
	bool read;

	if (strcmp(type, "SubscriptionConfirmation") == 0) {
		in->out->ignored = "a subscription that somebody must "
		    "confirm: open its SubscribeURL";
		return true;
	}
	if (strcmp(type, "Notification") != 0)
		return refuse(in, "not a notification of SNS");
	alarm = json_loads(message, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(alarm)) {
		json_decref(alarm);
		return refuse(in, "a \"Message\" that is no alarm");
	}
	read = read_alarm(in, alarm, string_at(root, "TopicArn"));
	json_decref(alarm);
	return read;
}

/* --- anything else -------------------------------------------------------- */

static bool read_generic(struct reading *in, json_t *root)
{
	const char *status = string_at(root, "status");
	const char *key = string_at(root, "dedup_key");
	struct alert *alert;

	if (!*key)
		return refuse(in, "no \"dedup_key\"");
	if (strcmp(status, "firing") != 0 && strcmp(status, "resolved") != 0)
		return refuse(in, "a \"status\" that is neither \"firing\" "
		    "nor \"resolved\"");
	alert = add_only(in, key, string_at(root, "title"));
	alert->firing = strcmp(status, "firing") == 0;
	alert->starts_ms = when_parse_iso(string_at(root, "starts_at"));
	alert->group = keep(in, string_at(root, "group"), KEY_CHARS);
	add_label(in, alert, "service", string_at(root, "service"));
	add_label(in, alert, "severity", string_at(root, "severity"));
	add_labels(in, alert, json_object_get(root, "labels"));
	return true;
}

static const struct {
	const char *format;
	bool (*read)(struct reading *in, json_t *root);
} readers[] = {
	{ "alertmanager", read_group }, { "grafana", read_group },
	{ "pagerduty", read_pagerduty }, { "cloudwatch", read_cloudwatch },
	{ "generic", read_generic },
};

static bool read_as(struct reading *in, const char *format, json_t *root)
{
	for (size_t i = 0; i < ARRAY_LEN(readers); i++) {
		if (strcmp(readers[i].format, format) == 0)
			return readers[i].read(in, root);
	}
	return refuse(in, "a format that is not known");
}

bool alerts_read(struct arena *arena, const char *format, const char *source,
    const char *body, size_t length, struct alert_list *out,
    const char **problem)
{
	struct reading in = { arena, source, out, "not a JSON object" };
	json_t *root = json_loadb(body, length, JSON_REJECT_DUPLICATES, NULL);
	bool read = false;

	memset(out, 0, sizeof(*out));
	out->alerts = arena_alloc(arena, ALERTS_READ_MAX *
	    sizeof(*out->alerts));
	if (json_is_object(root))
		read = read_as(&in, format, root);
	json_decref(root);
	*problem = read ? NULL : in.problem;
	return read;
}
