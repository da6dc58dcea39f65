/* SPDX-License-Identifier: MIT
 *
 * alerts_in, over the ledger in memory and a listener that is a call: what
 * happens to alerts whose incident's record is damaged, and to incbot's own
 * pages that come back as alerts. The whole way, with real senders:
 * tests/e2e/alerts.test.mjs.
 */
#include "daemon/web/alerts_in.h"
#include "base/arena.h"
#include "base/text.h"
#include "daemon/turns/turns.h"
#include "daemon/web/web.h"
#include "services/config/config.h"
#include "tests/everybody.h"
#include "tests/ledger/ledger_memory.h"
#include "tests/unit/hand_clock.h"
#include "tests/unit/unit.h"


static struct clock world;
static struct config config;
static struct ledger *ledger;
static struct turns *turns;
static struct alerts_in *alerts;
static http_server_cb *listener;
static int answered;		/* the last status */

/* --- the seams ------------------------------------------------------------ */

void web_add(struct web *web UNUSED, const char *path UNUSED,
    http_server_cb *callback, void *arg UNUSED)
{
	listener = callback;
}

void web_answer(struct http_exchange *exchange UNUSED, int status,
    const char *text UNUSED)
{
	answered = status;
}

bool web_is_token(const struct http_exchange *exchange UNUSED,
    const struct http_server_request *request UNUSED,
    const struct secret *token UNUSED)
{
	return true;
}

bool web_is_signed(const char *header UNUSED, const char *prefix UNUSED,
    const struct http_server_request *request UNUSED,
    const struct secret *key UNUSED)
{
	return true;
}

const char *http_exchange_header(const struct http_exchange *e UNUSED,
    const char *name UNUSED)
{
	return NULL;
}

/* --- the world ------------------------------------------------------------ */

static void settle(void)
{
	while (hand_clock_turn(&world) ||
	    ledger_memory_step(ledger))
		;
}

static int send(const char *source, const char *body)
{
	char path[64];
	struct http_server_request request = { .method = "POST",
		.path = path, .query = "", .body = body,
		.body_length = strlen(body) };

	snprintf(path, sizeof(path), "/alerts/%s", source);
	answered = 0;
	listener(alerts, &request, NULL);
	settle();
	return answered;
}

static void on_open(void *arg UNUSED, enum ledger_status status,
    const char *store UNUSED)
{
	ck_assert_int_eq(status, LEDGER_OK);
}

static void on_committed(void *arg UNUSED)
{
}

static void add_source(int i, const char *name, const char *format)
{
	struct alert_source *source = &config.alert_sources[i];

	(void)text_copy(source->name, sizeof(source->name), name);
	(void)text_copy(source->format, sizeof(source->format), format);
}

static void set_up(void)
{
	struct turns_options options = { .clock = &world,
		.policy = &config.policy, .committed = on_committed };
	struct alert_rule *rule = &config.policy.alert_rules[0];

	policy_init(&config.policy);
	everybody_is_known(&config.policy);
	add_source(0, "prometheus", "alertmanager");
	add_source(1, "pager", "pagerduty");
	(void)text_copy(rule->action, sizeof(rule->action), "declare");
	config.policy.alert_rule_count = 1;
	ledger = options.ledger = ledger_memory_new();
	ledger_memory_set_now(ledger, HAND_CLOCK_MS);
	ledger_open(ledger, "", true, on_open, NULL);
	settle();
	turns = turns_new(&options);
	alerts = alerts_in_new(NULL, &config, &world, ledger, turns, NULL);
}

static void tear_down(void)
{
	alerts_in_free(alerts);
	turns_free(turns);
	ledger_free(ledger);
}

static void on_list(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots UNUSED, size_t count UNUSED,
    size_t total)
{
	ck_assert_int_eq(status, LEDGER_OK);
	*(size_t *)arg = total;
}

static size_t open_count(void)
{
	size_t total = 0;

	ledger_list_open(ledger, 0, 10, on_list, &total);
	settle();
	return total;
}

#define ALERT(key, state) "{\"status\":\"" state "\",\"fingerprint\":\"" key \
	"\",\"startsAt\":\"2026-06-15T08:00:00Z\",\"labels\":" \
	"{\"alertname\":\"" key "\"}}"
#define GROUP(key, alerts) "{\"groupKey\":\"" key "\",\"alerts\":[" alerts \
	"]}"

/* --- the tests ------------------------------------------------------------ */

/* One that came back would page again, and come back again. */
START_TEST(a_page_that_incbot_sent_to_pagerduty_declares_nothing)
{
	set_up();
	ck_assert_int_eq(send("pager", "{\"event\":{\"event_type\":"
	    "\"incident.triggered\",\"occurred_at\":\"2026-06-15T08:00:00Z\","
	    "\"data\":{\"id\":\"Q1\",\"title\":\"SEV1: api is down (INC-7)\","
	    "\"incident_key\":\"incbot/7/0/U0ANA\"}}}"), 200);
	ck_assert_uint_eq(open_count(), 0);
	ck_assert_int_eq(send("pager", "{\"event\":{\"event_type\":"
	    "\"incident.triggered\",\"occurred_at\":\"2026-06-15T08:00:00Z\","
	    "\"data\":{\"id\":\"Q1\",\"title\":\"api is down\","
	    "\"incident_key\":\"nagios/7\"}}}"), 200);
	ck_assert_uint_eq(open_count(), 1);
	tear_down();
}
END_TEST

/* I18: a damaged record stops only its own incident; what still burns gets
 * another one. */
START_TEST(an_alert_of_a_damaged_incident_declares_another_one)
{
	set_up();
	ck_assert_int_eq(send("prometheus", GROUP("g",
	    ALERT("one", "firing"))), 200);
	ck_assert_uint_eq(open_count(), 1);
	ledger_memory_split(ledger, "1");
	/* One that is new in the same group, and the old one's end. */
	ck_assert_int_eq(send("prometheus", GROUP("g",
	    ALERT("two", "firing"))), 200);
	ck_assert_uint_eq(open_count(), 2);
	/* Again: it is known. */
	ck_assert_int_eq(send("prometheus", GROUP("g",
	    ALERT("two", "firing") "," ALERT("one", "resolved"))), 200);
	ck_assert_uint_eq(open_count(), 2);
	tear_down();
}
END_TEST

/* I18: the same where the record cannot even be read: nobody is told "send it
 * again" for good. */
START_TEST(an_alert_of_an_unreadable_incident_declares_another_one)
{
	set_up();
	ck_assert_int_eq(send("prometheus", GROUP("g",
	    ALERT("one", "firing"))), 200);
	ledger_memory_garble(ledger, "1");
	ck_assert_int_eq(send("prometheus", GROUP("g",
	    ALERT("one", "firing"))), 200);
	ck_assert_uint_eq(open_count(), 2);
	/* It is the new one's from now on, and so is what comes beside it. */
	ck_assert_int_eq(send("prometheus", GROUP("g",
	    ALERT("one", "firing") "," ALERT("two", "firing"))), 200);
	ck_assert_uint_eq(open_count(), 2);
	tear_down();
}
END_TEST

int main(void)
{
	struct unit u = unit_new("daemon/web/alerts_in");

	unit_add(&u, a_page_that_incbot_sent_to_pagerduty_declares_nothing);
	unit_add(&u, an_alert_of_a_damaged_incident_declares_another_one);
	unit_add(&u, an_alert_of_an_unreadable_incident_declares_another_one);
	return unit_run(&u);
}
