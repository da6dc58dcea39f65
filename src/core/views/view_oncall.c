/* SPDX-License-Identifier: MIT
 *
 * view_oncall: see view_oncall.h.
 */
#include "core/views/view_oncall.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/views/blocks.h"
#include "core/views/mrkdwn.h"
#include "core/oncall/oncall.h"

#define SECTION_FULL 2400	/* bytes: no further service begins in it */
#define SECTIONS_MAX 3		/* of services; more are counted */
#define CHANGES_MAX 10		/* shown; more are counted */
#define GAPS_SHOWN_MAX 5
#define GAP_AHEAD_MS (30 * WHEN_DAY_MS)	/* shown; all: incbot check */
#define INSTANT "{date_short_pretty} {time}"

struct drawing {
	struct arena *arena;
	const struct policy *policy;
	const struct site *site;
	int64_t now_ms;
};

/* Where it is known from, if somebody else keeps it, and how old that is. */
static void add_origin(const struct drawing *d, const char *service,
    enum oncall_rung rung, struct text *out)
{
	const struct oncall_names *source = oncall_source(d->policy, service,
	    rung);
	const struct rotation *rotation = source ? source->rotations[rung] :
	    NULL;
	const struct looked *looked = rotation ? rotation->looked : NULL;
	char age[WHEN_TEXT_SIZE];

	if (!rotation || !*rotation->schedule)
		return;
	if (!looked || looked->looked_ms == 0) {
		text_add(out, " (what PagerDuty says is not known yet");
	} else {
		when_format_duration(age, sizeof(age), d->now_ms >
		    looked->looked_ms ? d->now_ms - looked->looked_ms : 0);
		text_addf(out, looked->away_ms ? " (:warning: PagerDuty does "
		    "not answer; this is what it said %s ago" :
		    " (PagerDuty, %s ago", age);
	}
	text_addf(out, "%s%s)", looked && *looked->trouble ? ": " : "",
	    looked ? mrkdwn_escape(d->arena, looked->trouble) : "");
}

static const struct rotation *rotation_of(const struct drawing *d,
    const char *service, enum oncall_rung rung)
{
	const struct oncall_names *source = oncall_source(d->policy, service,
	    rung);

	return source ? source->rotations[rung] : NULL;
}

/* The first stretch without anybody in the weeks to come, unless somebody
 * stands in: "nobody from ... until ..."; NULL = there is none. */
static const char *gap_words(const struct drawing *d, const char *service,
    enum oncall_rung rung)
{
	const struct rotation *rotation = rotation_of(d, service, rung);
	struct gap gap;

	if (!rotation || !rotation_gap(rotation, d->now_ms, d->now_ms +
	    GAP_AHEAD_MS, &gap) || *oncall_user(d->policy, d->site, service,
	    rung, gap.from_ms))
		return NULL;
	return arena_printf(d->arena, "nobody from %s %s",
	    mrkdwn_time(d->arena, gap.from_ms, INSTANT),
	    gap.until_ms >= d->now_ms + GAP_AHEAD_MS ? "on" :
	    arena_printf(d->arena, "until %s",
	    mrkdwn_time(d->arena, gap.until_ms, INSTANT)));
}

static void add_gap(const struct drawing *d, const char *service,
    enum oncall_rung rung, struct text *out)
{
	const char *words = gap_words(d, service, rung);

	if (words)
		text_addf(out, "\n:warning: %s: %s",
		    oncall_rung_word((int)rung), words);
}

/* Of a rotation that several services share one line is enough. */
static bool is_shared(const struct drawing *d, int index,
    enum oncall_rung rung)
{
	const struct rotation *rotation = rotation_of(d,
	    d->policy->services[index].name, rung);

	for (int i = 0; i < index; i++) {
		if (rotation_of(d, d->policy->services[i].name, rung) ==
		    rotation)
			return true;
	}
	return false;
}

static int add_service_gaps(const struct drawing *d, int index, int shown,
    struct text *out)
{
	const char *name = index < 0 ? "" : d->policy->services[index].name;

	for (int rung = 0; rung < ONCALL_RUNG_COUNT && shown < GAPS_SHOWN_MAX;
	    rung++) {
		const char *words = index >= 0 && is_shared(d, index,
		    (enum oncall_rung)rung) ? NULL : gap_words(d, name,
		    (enum oncall_rung)rung);

		if (!words)
			continue;
		text_addf(out, "\n• %s%s%s: %s", mrkdwn_escape(d->arena, name),
		    *name ? ", " : "", oncall_rung_word(rung), words);
		shown++;
	}
	return shown;
}

void view_oncall_home(struct arena *arena, json_t *blocks, size_t at,
    const struct policy *policy, const struct site *site, int64_t now_ms)
{
	struct drawing d = { arena, policy, site, now_ms };
	struct text text = text_new(arena, SECTION_CHARS);
	int shown = 0;

	text_add(&text, ":warning: *Nobody will be on call*");
	if (policy->service_count == 0)
		shown = add_service_gaps(&d, -1, shown, &text);
	for (int i = 0; i < policy->service_count; i++)
		shown = add_service_gaps(&d, i, shown, &text);
	if (shown == 0)
		return;
	text_addf(&text, "\n`%s oncall` shows all of it; `%s oncall cover "
	    "@user 18:00-22:00` helps for a while.", policy->command,
	    policy->command);
	json_array_insert_new(blocks, at, block_section(text.data));
}

/* "primary @ana until Mon 09:00, then @ben"; nothing for a rung that nobody
 * was named for, unless it must have somebody. */
static void add_rung(const struct drawing *d, const char *service,
    enum oncall_rung rung, struct text *out)
{
	const char *user = oncall_user(d->policy, d->site, service, rung,
	    d->now_ms);
	int64_t until_ms = oncall_change(d->policy, d->site, service, rung,
	    d->now_ms);
	const char *next;

	if (!*user && until_ms == 0 && rung != ONCALL_PRIMARY)
		return;
	text_addf(out, "\n%s %s", oncall_rung_word((int)rung),
	    *user ? mrkdwn_user(d->arena, user) : "*nobody*");
	if (until_ms == 0) {
		add_origin(d, service, rung, out);
		return;
	}
	next = oncall_user(d->policy, d->site, service, rung, until_ms);
	text_addf(out, " until %s, then %s",
	    mrkdwn_time(d->arena, until_ms, INSTANT),
	    *next ? mrkdwn_user(d->arena, next) : "nobody");
	add_origin(d, service, rung, out);
}

static void add_service(const struct drawing *d, const char *service,
    struct text *out)
{
	text_addf(out, "%s*%s*", out->length > 0 ? "\n\n" : "", *service ?
	    mrkdwn_escape(d->arena, service) : "On call");
	for (int rung = 0; rung < ONCALL_RUNG_COUNT; rung++) {
		add_rung(d, service, (enum oncall_rung)rung, out);
		add_gap(d, service, (enum oncall_rung)rung, out);
	}
}

static void add_services(const struct drawing *d, json_t *blocks)
{
	struct text text = text_new(d->arena, SECTION_CHARS);
	int count = d->policy->service_count;
	int shown = 0;

	for (int sections = 0; shown < count && sections < SECTIONS_MAX;
	    sections++) {
		text = text_new(d->arena, SECTION_CHARS);
		while (shown < count && text.length < SECTION_FULL)
			add_service(d, d->policy->services[shown++].name,
			    &text);
		json_add(blocks, block_section(text.data));
	}
	if (shown < count)
		json_add(blocks, block_context(arena_printf(d->arena,
		    "And %d more services: `%s oncall name`.", count - shown,
		    d->policy->command)));
}

/* "3: @ben for @ola, checkout, from ... until ..., by @ola". */
static const char *cover_words(const struct drawing *d,
    const struct cover *cover)
{
	return arena_printf(d->arena, "%d: %s %s %s%s%s%s, from %s until %s, "
	    "by %s", cover->number, mrkdwn_user(d->arena, cover->user),
	    cover->swap ? "swaps with" : "stands in for",
	    *cover->instead_of ? "" : "the ",
	    *cover->instead_of ? mrkdwn_user(d->arena, cover->instead_of) :
	    oncall_rung_word(cover->rung),
	    *cover->service ? " of " : "",
	    mrkdwn_escape(d->arena, cover->service),
	    mrkdwn_time(d->arena, cover->from_ms, INSTANT),
	    mrkdwn_time(d->arena, cover->until_ms, INSTANT),
	    mrkdwn_user(d->arena, cover->by));
}

static void add_changes(const struct drawing *d, json_t *blocks)
{
	int shown = 0;
	int total = site_cover_count(d->site, d->now_ms);

	for (int i = 0; i < COVERS_MAX && shown < CHANGES_MAX; i++) {
		const struct cover *cover = &d->site->covers[i];
		struct click click = { .handler = "oncall_drop",
			.incident = "" };

		if (!*cover->user || cover->until_ms <= d->now_ms)
			continue;
		click.number = shown++;
		click.words = arena_printf(d->arena, "%d", cover->number);
		json_add(blocks, block_section_with(cover_words(d, cover),
		    button_new(d->arena, "Drop", BUTTON_PLAIN, &click)));
	}
	if (total > shown)
		json_add(blocks, block_context(arena_printf(d->arena,
		    "And %d more changes.", total - shown)));
}

static void add_buttons(const struct drawing *d, json_t *blocks)
{
	static const struct click cover = { .handler = "oncall_cover",
		.incident = "", .words = "" };
	static const struct click swap = { .handler = "oncall_swap",
		.incident = "", .words = "" };
	json_t *buttons = json_array();

	json_add(buttons, button_new(d->arena, "Cover", BUTTON_PLAIN,
	    &cover));
	json_add(buttons, button_new(d->arena, "Swap", BUTTON_PLAIN, &swap));
	json_add(blocks, block_actions(buttons));
	json_add(blocks, block_context(arena_printf(d->arena,
	    "`%s oncall cover @user 18:00-22:00` hands your shift on for a "
	    "while; times are those of %s.", d->policy->command,
	    d->policy->zone_name)));
}

json_t *view_oncall(struct arena *arena, const struct policy *policy,
    const struct site *site, const struct service *service, int64_t now_ms,
    const char **fallback)
{
	struct drawing d = { arena, policy, site, now_ms };
	struct text text = text_new(arena, SECTION_CHARS);
	const char *name = service ? service->name :
	    policy->service_count > 0 ? policy->services[0].name : "";
	json_t *blocks = json_array();

	add_service(&d, name, &text);
	if (service || policy->service_count == 0)
		json_add(blocks, block_section(text.data));
	else
		add_services(&d, blocks);
	add_changes(&d, blocks);
	add_buttons(&d, blocks);
	*fallback = arena_printf(arena, "%s%s", text.data,
	    !service && policy->service_count > 1 ? "\n..." : "");
	return blocks;
}

static json_t *when_input(void)
{
	return input_new("when", "From when to when?", "Such as 18:00-22:00, "
	    "fri 22:00-06:00, 2026-12-24..2026-12-26, until 22:00 or 2h.",
	    element_text("", 60, false));
}

json_t *view_cover_form(struct arena *arena, const struct policy *policy)
{
	static const struct click click = { .handler = "oncall_cover",
		.incident = "", .words = "" };
	json_t *blocks = json_array();
	json_t *options = json_array();

	json_add(blocks, input_new("user", "Who stands in?", "",
	    element_user("Choose a person")));
	json_add(blocks, when_input());
	for (int i = 0; i < policy->service_count; i++) {
		const char *name = policy->services[i].name;

		json_add(options, option_new(plain_clip(arena, name,
		    OPTION_CHARS), name, ""));
	}
	if (policy->service_count > 0)
		json_add(blocks, input_optional(input_new("service",
		    "For which service?", "Without one: for you, wherever "
		    "you are on call.",
		    element_choice("static_select", options, -1))));
	else
		json_decref(options);
	return modal_new(arena, "Cover a shift", "Cover", &click, blocks);
}

json_t *view_swap_form(struct arena *arena)
{
	static const struct click click = { .handler = "oncall_swap",
		.incident = "", .words = "" };
	json_t *blocks = json_array();

	json_add(blocks, input_new("user", "With whom?", "For that time each "
	    "of you is on call where the other would be.",
	    element_user("Choose a person")));
	json_add(blocks, when_input());
	json_add(blocks, input_optional(input_new("other", "And when do you "
	    "stand in for them?", "Without it: at the same time.",
	    element_text("", 60, false))));
	return modal_new(arena, "Swap shifts", "Swap", &click, blocks);
}
