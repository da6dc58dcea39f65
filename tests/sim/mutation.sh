#!/bin/sh
# SPDX-License-Identifier: MIT
#
# mutation: every guard against loss, duplicates and disorder is needed. Takes
# one away at a time, in a copy of its source, links the simulator with that,
# and wants it to fail. Prints which invariant noticed. What is not the
# simulator's to notice (rates, the calendar, unconfirmed writes) has a test of
# its own that must. Runs in the build folder, by hand or with a few names in CI:
#
#   tests/sim/mutation.sh [NAME...]
#
# MUTATION_SEEDS (300) is how many seeds a mutant may survive. Without names
# every invariant has to be noticed by one of them at least.
set -eu

srcdir=${srcdir:-$(sed -n 's/^srcdir = //p' Makefile)}
seeds=${MUTATION_SEEDS:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missed=0
count=0
all_noticed=

# mutant NAME[:INVARIANT] FILE SED-SCRIPT [FILE SED-SCRIPT]: with an invariant,
# that one has to be what notices; two files are two guards of one thing.
mutant()
{
	name=${1%%:*} expected=${1#"$name"}
	shift
	case " $wanted " in
	"  " | *" $name "*) ;;
	*) return 0 ;;
	esac
	count=$((count + 1))
	sources=
	while [ $# -gt 0 ]; do
		source=$work/mutant-$#.c
		sed "$2" "$srcdir/$1" >"$source"
		if cmp -s "$srcdir/$1" "$source"; then
			echo "$name: nothing to take away in $1" >&2
			missed=$((missed + 1))
			return 0
		fi
		sources="$sources $source"
		shift 2
	done
	make -s tests/sim/mutant MUTANT_SOURCE="$sources" \
		WARN_CFLAGS=-w >/dev/null || exit 1
	# shellcheck disable=SC2086 # options
	if timeout 300 ./tests/sim/mutant $played >/dev/null 2>"$work/said"
	then
		echo "$name: SURVIVED $played"
		missed=$((missed + 1))
	else
		noticed=$(sed -n '/ is broken: /{s/ is broken.*//;s/.*: //;p;q;}
			/aborted/{s/.*/an_assertion/;p;q;}
			/crashed/{s/.*/a_crash/;p;q;}' "$work/said")
		seed=$(sed -n 's/.*replay: .* --seed \([0-9]*\).*/seed \1/p
			s/^in the scene \([a-z_]*\).*/scene \1/p;T;q' \
			"$work/said")
		echo "$name: ${noticed:-nothing was said}, ${seed:-no seed}"
		all_noticed="$all_noticed $noticed"
		if [ -z "$noticed" ] || { [ -n "$expected" ] &&
			[ "$expected" != ":$noticed" ]; }; then
			echo "$name: not for its own reason" >&2
			missed=$((missed + 1))
		fi
	fi
	rm -f tests/sim/mutant
}

# staged SCENE ...: the same, for what the dice find too seldom: this scene has
# to notice (tests/sim/scenes.h).
staged()
{
	played="--scene $1"
	shift
	mutant "$@"
	played=$by_dice
}

# elsewhere TEST NAME:INVARIANT FILE SED-SCRIPT: that test, with the changed
# source before all others on the link line, has to fail. The test is built
# anew the next time it is wanted.
elsewhere()
{
	test=$1 name=${2%%:*} invariant=${2#*:}
	case " $wanted " in
	"  " | *" $name "*) ;;
	*) return 0 ;;
	esac
	count=$((count + 1))
	sed "$4" "$srcdir/$3" >"$work/mutant.c"
	if cmp -s "$srcdir/$3" "$work/mutant.c"; then
		echo "$name: nothing to take away in $3" >&2
		missed=$((missed + 1))
		return 0
	fi
	make -s tests/sim/mutant.o MUTANT_SOURCE="$work/mutant.c" \
		WARN_CFLAGS=-w >/dev/null || exit 1
	rm -f "$test"
	make -s "$test" LDFLAGS="tests/sim/mutant.o $ldflags" >/dev/null ||
		exit 1
	if timeout 300 "./$test" >"$work/said" 2>&1; then
		echo "$name: SURVIVED $test"
		missed=$((missed + 1))
	else
		noticed=$(sed -n 's/.*:[FE]:[^:]*:\([A-Za-z0-9_]*\):.*/\1/p' \
			"$work/said" | head -n 1)
		echo "$name: $invariant, ${noticed:-nothing was said} in $test"
		all_noticed="$all_noticed $invariant"
		test -n "$noticed" || missed=$((missed + 1))
	fi
	rm -f "$test" tests/sim/mutant.o
}

ldflags=$(sed -n 's/^LDFLAGS = //p' Makefile)
wanted=$*
by_dice="--seeds $seeds --jobs 2"
played=$by_dice
effect=src/daemon/jobs/effect_job.c
twin=tests/ledger/memory_store.c

mutant no_owner_and_late_check $effect 's/if (job_is_late(job)) {/if (false) {/' \
	tests/ledger/ledger_memory.c \
	'/memory_store_check_owner/{N;s/.*/answer->status = LEDGER_OK;/;}'
mutant no_reconcile $effect \
	'/^void effect_job_go/,/^}/s/if (effect_may_be_sent(job))/if (false)/'
mutant under_way_is_given_back src/daemon/jobs/runner.c \
	's/runner->unanswered = runner->asks + 1;/;/'
mutant no_late_check src/daemon/jobs/runner.c \
	'/^bool job_is_late/,/^}/s/LEASE_MS - SEND_MAX_MS/INT64_MAX/'
mutant no_verify src/daemon/jobs/runner.c \
	's/verify_after_ms = VERIFY_AFTER_MS/verify_after_ms = 0/'
mutant no_verify_of_results src/daemon/jobs/result_job.c '
	s/bool twice = .*/bool twice = false;/
	s/answer->result == TURN_LOST ||/false ||/'
mutant no_verify_of_refreshes src/daemon/jobs/runner.c \
	's/(effect_only_refreshes(job->effect.kind) &&$/(false \&\&/'
mutant found_is_fresh src/daemon/jobs/reconcile.c \
	's/job->version = job->effect.version;//'
mutant lost_on_unavailable $effect '
	/case SLACK_UNAVAILABLE:/,/return;/s/job_later(.*/job_done(job);/'
mutant page_after_ack src/core/views/render.c \
	's/NO_NEED, gone_page, message_page/NO_NEED, NULL, message_page/'
mutant attempts_forgotten $twin \
	's/memory_agenda_set_token(job, NULL);/& job->attempts = 0;/'
mutant lane_ignored tests/ledger/memory_agenda.c \
	"s/if (asked->lane\\[0\\] == '.0')/if (true)/"
mutant no_version_check $twin '
	s/if (\*version != commit->expected_version)/if (false)/
	s/if (!is_as_remembered(kept, commit))/if (false)/'
mutant early_claims $twin 's/job->score_ms <= now_ms \&\&/job->score_ms <= now_ms + 60000 \&\&/'
mutant no_input_key src/daemon/turns/turn_commit.c '
	s/commit->dedupe_key = .*/commit->dedupe_key = "";/
	s/commit->dedupe_ttl_ms = .*/commit->dedupe_ttl_ms = 0;/'
mutant no_ring src/daemon/turns/turns.c 's/return \*running->request->key \&\&/return false \&\&/'
mutant ack_before_commit src/daemon/front.c \
	's/asked = asked_new(front, envelope, &read->request);/&\n(void)ack(asked, NULL);/'
mutant appointment_not_set_again src/core/decision.c \
	's/if (fired \&\& due_ms == 0)/if (fired)/'
mutant site_appointment_not_planned src/core/decision.c '
	s/^	    appointment_site_due_ms(decision->site, kind) :/	    0 :/'
mutant site_effect_of_an_incident src/daemon/jobs/effect_job.c \
	's/if (status == LEDGER_ABSENT) {/if (status == LEDGER_ABSENT || job->site) {/'
mutant cover_forgets_the_handoff handlers/dispatch.c \
	's/if (turn->out->about_site \&\& turn->out->event_count > 0)/if (false)/'
mutant appointment_not_cancelled src/daemon/turns/turn_commit.c \
	's/jobs->cancel\[jobs->cancel_count++\] = id;//'
mutant due_without_record src/daemon/jobs/runner.c \
	's/if (!turn_run(job->runner->options.turns, arena, request, job->id,/job_done(job); return;\n&/'
staged card no_refresh_after_card:I25 handlers/on_result.c \
	'/^static void kept_posted/,/^}/s/if (old)/if (false)/'
staged page no_refresh_after_page:I13 handlers/page_result.c \
	's/if (turn->incident->acknowledged_ms || lacks_room ||/if (lacks_room ||/'
mutant unsaid_event src/core/decision.c \
	's/if (event_is_said(event->kind))/if (event_is_said(event->kind) \&\& event->kind != EVENT_NOTED)/'
mutant changed_beside_events:I4 src/core/decision.c \
	's/incident_apply(&decision->incident, copy);/&\ndecision->incident.severity_ms++;/'
# The ledger lets one incident have a channel; that one is the first to ask.
mutant all_live_in_one_room:I12 src/core/apply_room.c \
	's/COPY(incident->room_id, event->ref);/static char first[ID_SIZE]; if (!*first) COPY(first, event->ref); COPY(incident->room_id, first);/' \
	tests/ledger/memory_store.c 's/if (holder && string_map_get/if (false \&\& string_map_get/'
mutant update_not_published src/core/views/render_gone.c \
	's/return no_company(r) || (r->incident->flags \& FLAG_DRILL);/return true;/'
mutant place_not_looked_at:I15 src/daemon/jobs/errand_job.c \
	's/if (job->errand.repeat == ERRAND_LOOKS)$/if (false)/'
mutant same_key_for_all:I15 src/services/outside/place_webhook.c \
	's/"%s\/%s", news->key, news->mark/"%s\/%s", news->key, news->key/'
mutant instatus_without_look:I15 src/services/outside/place.c \
	's/errand->repeat = ERRAND_LOOKS;/errand->repeat = service->place == PLACE_INSTATUS ? ERRAND_REPEATS : ERRAND_LOOKS;/'
mutant instatus_by_its_instant:I15 src/services/outside/place_instatus.c \
	'/^static int64_t began_ms/,/^}/s/return .*/return news->started_ms;/
	/^static int64_t began_ms/,/^}/s/^	    strtoll(.*//'
mutant two_at_one_instant src/core/news_instant.c \
	's/return ms > earlier_ms ? ms : earlier_ms + 1;/return ms;/'
mutant end_told_as_news:I15 handlers/maintenances.c \
	's/event->kind = last_told(one);/event->kind = EVENT_MAINTENANCE_TOLD;/'
mutant over_and_reopened:I15 handlers/cmd_update.c \
	's/if (is_outdated(turn))/if (false)/'
mutant maintenance_not_sent:I15 handlers/maintenances.c \
	's/^	send(turn, told, event->flags, false);/;/'
mutant places_without_lanes:I15 src/core/effect.c \
	's/text_addf(&text, "%s\/%s\/%s%s", effect->incident, effect->way,/text_addf(\&text, "%s\/%s\/%s%d%s", effect->incident, effect->way, effect->user, (int)effect->version,/
	s/^		    effect->user, effect->due_ms > 0/		    effect->due_ms > 0/'
mutant own_draft_approved:I15 handlers/cmd_approve.c \
	's/if (strcmp(incident->draft_by, turn->request->actor) == 0)/if (false)/'
mutant void_buttons_stay:I25 src/daemon/jobs/verify.c \
	's/if (is_void(job, message) ||/if (/'
staged offer looked_is_never_sent:I25 src/daemon/jobs/runner.c \
	's/^	    effect_asks(job->effect.kind) ||$/	    (effect_asks(job->effect.kind) \&\& effect_may_be_sent(job)) ||/'
mutant letter_without_its_news:I15 src/core/mailbox.c \
	's/^	box->asked_ms = 0;$/&\n	memset(box->news, 0, sizeof(box->news));/'
mutant letter_again_by_another_name:I15 src/services/outside/mail_errand.c \
	's/add_id(out, "Message-ID", scene, scene->job);/add_id(out, "Message-ID", scene, place_stamp(scene, scene->now_ms));/
	s/^#include "base\/text.h"/&\n#include "services\/outside\/place.h"/'
staged letter letter_named_as_now:I15 src/daemon/jobs/letter_job.c \
	's/if (version <= news_of(work)->asked) {/if (true) {/'
staged letter letter_of_another_rhythm:I15 src/core/mailbox.c \
	's/^	box->rhythm_asked = box->rhythm;/;/'
staged reader letter_of_another_mailbox:I15 src/services/outside/letter_errand.c \
	'/^static bool is_gone/,/^}/{s/return !box || .*/return !box;/;/box->since_ms/d;}'
mutant news_not_noted:I15 handlers/letters.c \
	's/effect->event.kind == EVENT_NEWS_NOTED \&\& effect->version > 0/effect->event.kind == EVENT_NEWS_NOTED \&\& effect->version % 7 > 0/'
mutant page_done_unwritten:I15 src/daemon/board/board_keeper.c \
	's/pass_end(keeper, ledger_status_name(status))/pass_end(keeper, "")/'
mutant page_read_once:I15 src/daemon/board/board_shelf.c \
	's/else if (!place->known || .*/else if (!place->known)/'
staged reopening page_misses_a_reopening:I15 src/daemon/board/board_keeper.c \
	's/(place->open || is_fresh(keeper, place))/place->open/' \
	src/daemon/board/board_finder.c \
	'/^void board_finder_want/,/^}/s/add(/(void)(/'
staged talk one_page_of_history:I6 src/daemon/jobs/reconcile.c \
	'/^static bool may_read_on/,/^}/s/if (!\*cursor)/if (true)/'
mutant any_room_is_ours src/daemon/jobs/reconcile.c \
	's/created_ms >= job->incident->declared_ms - 60000 \&\&/true \&\&/
	s/(!\*purpose || text_starts_with(purpose, label))/true/
	s/if (status == LEDGER_ABSENT)/if (true)/'
mutant own_room_is_not_found:I12 src/daemon/jobs/reconcile.c \
	's/created_ms >= job->incident->declared_ms - 60000 \&\&/false \&\&/'
mutant numbered_room_is_not_found:I12 src/daemon/jobs/reconcile.c \
	'/^static int name_number/,/^}/s/number <= NAME_TRIES_MAX/number <= 1/'
mutant room_of_two:I12 src/daemon/jobs/reconcile.c \
	's/created_ms >= job->incident->declared_ms - 60000 \&\&/true \&\&/
	s/(!\*purpose || text_starts_with(purpose, label))/true/
	s/if (status == LEDGER_ABSENT)/if (true)/' \
	$twin 's/if (holder \&\& string_map_get/if (false \&\& string_map_get/'

# Channels that are taken away and given back.
staged given_back checklist_is_waited_for:I5 src/core/views/render.c \
	's/^	    (need == NEED_CHECKLIST \&\& !\*incident->checklist_ts);/	    false;/
	s/^	return need != NO_NEED \&\& !\*r->incident->room_id;/	return need != NO_NEED \&\& (!*r->incident->room_id || (need == NEED_CHECKLIST \&\& !*r->incident->checklist_ts));/'
staged another_room room_before_is_waited_for:I5 src/core/views/render.c \
	's/r->effect->version < incident->room_since;/false;/'
mutant old_refusal_is_believed:I27 handlers/on_result.c \
	's/return turn->request->effect->version < turn->incident->room_since;/return false;/'
mutant old_refusal_is_final handlers/on_result.c \
	's/^		ask_again(turn);/		;/'
staged archived inactive_is_not_lost:I27 handlers/on_result.c 's/is_archived,is_inactive,/is_archived,/'
mutant uninvited_gives_back:I27 handlers/on_room.c \
	's/if (\*turn->request->actor \&\& !is_over(turn)/if (!is_over(turn)/'
mutant invited_unnoticed:I27 handlers/on_room.c \
	's/(is_lost_one(turn) || is_unnoticed(turn)))$/is_lost_one(turn))/'
mutant checklist_stays_deleted:I6 handlers/on_result.c \
	's/return is_checklist_lost(turn, kind) ?/return false ?/'
mutant company_reads_the_old_room:I25 src/core/comms.c \
	'/^bool announcement_differs/,/^}/{/room_id/d;}'

# Two clocks have to agree that something is due.
mutant fires_early:I8 $twin \
	's/job->score_ms <= now_ms \&\&/job->score_ms <= now_ms + 60000 \&\&/' \
	src/daemon/jobs/runner.c 's/if (early_ms > 0)/if (false)/'
mutant obsolete_comes_back:I5 $effect \
	'/case RENDER_OBSOLETE:/,/return/s/job_done(job)/job_later(job, WAIT_MS)/'
mutant damage_takes_places:I18 src/daemon/jobs/runner.c \
	'/^static void on_due_turn/,/^}/s/^	else$/	else if (answer->result != TURN_DAMAGED)/'
# Shifts of four minutes, and replicas whose clocks are eight seconds wrong.
mutant slow_clock_takes_the_duty_back:I26 handlers/due_handoff.c \
	's/duty \&\& duty->told_ms > turn->now_ms/false/'
mutant snapshot_outgrows:I24 src/daemon/turns/turn_commit.c '
	s/assert(commit->snapshot_length <= SNAPSHOT_MAX);//
	s/commit->snapshot = incident_encode(\(.*\), incident);/commit->snapshot = arena_printf(\1, "%*s", SNAPSHOT_MAX + 1, incident_encode(\1, incident));/'
mutant nothing_follows tests/ledger/memory_agenda.c \
	's/^		promote(agenda, lane, now_ms);/;/'
staged wrong_clock verify_by_a_wrong_clock:I6 src/daemon/jobs/verify.c \
	'/options.clock) - job->due_ms >$/{N;s/if (.*/if (false) {/;}'
staged lease lease_from_the_answer:I6 src/daemon/jobs/runner.c \
	's/job->claimed_ms = runner->asked_ms/job->claimed_ms = clock_uptime_ms(runner->options.clock)/'
mutant claims_end_with_a_failure src/daemon/jobs/runner.c \
	'/status != LEDGER_OK) {/,/}/{/wake_in(/,/;/d;}'
mutant payloads_are_trusted:a_crash src/services/slack/slack_element.c \
	's/return s != NULL ? s : "";/return s;/'

# What has its own test.
elsewhere tests/unit/core_rotation day_of_24_hours:I9 src/core/oncall/rotation.c \
	'/^static int64_t instant_ms/,/^}/s/return .*/(void)civil;\
	struct civil first = { .year = 2024, .month = 1, .day = 1 };\
	return zone_from_civil(zone, \&first) + minutes * WHEN_MINUTE_MS - when_from_civil_utc(\&first);/'
elsewhere tests/unit/slack_wire channels_unpaced:I10 src/services/slack/slack_pace.c \
	'/^int64_t slack_pace_wait/,/^}/s/return more > wait ? more : wait;/(void)more; return wait;/'
elsewhere tests/unit/slack_wire methods_unpaced:I10 src/services/slack/slack_pace.c \
	'/^static void bucket_take/,/^}/s/bucket->full_ms += rate->every_ms;/bucket->full_ms += rate->every_ms \/ 2;/'
elsewhere tests/unit/slack_wire no_hold_after_429:I10 src/services/slack/slack_pace.c \
	's/free_ms = bucket->held_ms;/;/'
elsewhere tests/ledger/replicas unconfirmed_is_done:I16 src/services/ledger/ledger_op.c \
	's/reply->integer >= ledger->replicas_wanted/true/'

# Those of reliability that are said to hold (I20: nothing crashes).
for invariant in I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I11 I12 I13 I14 I15 I16 I17 \
	I18 a_crash I24 I25 I26 I27; do
	case "$wanted:$all_noticed " in
	:*" $invariant "*) ;;
	:*)
		echo "$invariant: no mutant is noticed by it" >&2
		missed=$((missed + 1))
		;;
	esac
done

echo "$count mutants, $missed missed"
test "$missed" -eq 0
