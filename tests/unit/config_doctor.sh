#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The doctor against the stand-in workspace and a real redis-server, healthy
# and with everything that people get wrong. No secret may be in what it says.
set -euo pipefail

top=$(cd "${srcdir:-.}" && pwd)
doctor=$PWD/tests/unit/config_doctor
workspace=$PWD/tests/workspace/workspace
for tool in redis-server redis-cli jq; do
	if ! command -v $tool >/dev/null; then
		echo "needs $tool"
		exit 77
	fi
done

dir=$(mktemp -d)
pids=()
finish() {
	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	rm -rf "$dir"
}
trap finish EXIT
wrong=0

# await COMMAND...: until it succeeds, for at most 10 s.
await() {
	local tries=200
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.05
	done
}

# start_workspace NAME MANIFEST: sets the variables for it.
start_workspace() {
	"$workspace" --port 0 --manifest "$2" >"$dir/$1.out" \
		2>"$dir/$1.log" &
	pids+=($!)
	await grep -q ^ready "$dir/$1.out" ||
		{ cat "$dir/$1.log"; exit 1; }
	word() { sed -n "s/.* $1=\([^ ]*\).*/\1/p" "$dir/$2.out"; }
	SLACK_API_URL=$(word api "$1")
	SLACK_BOT_TOKEN=$(word bot_token "$1")
	SLACK_APP_TOKEN=$(word app_token "$1")
	export SLACK_API_URL SLACK_BOT_TOKEN SLACK_APP_TOKEN
}

# start_redis NAME OPTION...
start_redis() {
	local name=$1
	shift
	redis-server --port 0 --unixsocket "$dir/$name.sock" --dir "$dir" \
		--save '' --appenddirname "$name.aof" "$@" \
		>"$dir/$name.log" 2>&1 &
	pids+=($!)
	await redis-cli -s "$dir/$name.sock" ping ||
		{ cat "$dir/$name.log"; exit 1; }
}

# examine NAME STATUS LINE...: the report has these lines among its own.
examine() {
	local name=$1 status=0 line
	INCBOT_CONFIG=$dir/conf "$doctor" >"$dir/report" 2>"$dir/err" ||
		status=$?
	if [ "$status" != "$2" ]; then
		echo "$name: status $status instead of $2"
		wrong=1
	fi
	shift 2
	for line in "$@"; do
		if ! grep -qF -- "$line" "$dir/report"; then
			echo "$name: not said: $line"
			wrong=1
		fi
	done
	if grep -qE 'xoxb-[0-9A-Za-z]|xapp-[0-9A-Za-z]|canary' "$dir/report" "$dir/err"
	then
		echo "$name: a secret was said"
		wrong=1
	fi
	if [ -s "$dir/err" ]; then
		echo "$name: something was said beside the report"
		wrong=1
	fi
	if [ $wrong = 1 ]; then
		cat "$dir/report" "$dir/err"
		exit 1
	fi
	echo "good: $name"
}

manifest=$top/config/incbot-manifest.json
"$doctor" "$manifest"
start_redis good --appendonly yes --maxmemory-policy noeviction
start_redis bad --maxmemory-policy allkeys-lru --maxmemory 100mb
export REDIS_URL=unix://$dir/good.sock
start_workspace full "$manifest"
full_bot=$SLACK_BOT_TOKEN full_app=$SLACK_APP_TOKEN
echo 'site: { broadcast_channel = "C0GENERAL"; };' >"$dir/conf"

examine "all is well" 0 "ok    config: $dir/conf" \
	"ok    tokens: both are there and of the right kind" \
	"ok    Slack answers at $SLACK_API_URL" \
	"ok    bot token: works in the workspace" \
	"ok    scopes: all 25 are there" \
	"ok    Socket Mode: on, and the app-level token works" \
	"ok    broadcast channel: #general, incbot may post there" \
	"ok    Redis answers" "ok    Redis: version " \
	"warn  Redis: maxmemory is 0: " \
	"ok    clocks: Redis and this machine agree" \
	"ok    time zone: UTC"

echo 'site: { broadcast_channel = "C0NOSUCH"; };' >"$dir/conf"
examine "a channel that is not there" 1 \
	"FAIL  broadcast channel: there is no such channel, or it is private"

echo 'rights: { close = [ "S0ONCALL" ]; page = [ "S0GONE" ]; };' >"$dir/conf"
examine "a right of a user group that is not there" 1 \
	"FAIL  rights: there is no user group S0GONE: nobody has the rights"
echo 'rights: { close = [ "S0ONCALL" ]; };' >"$dir/conf"
examine "a right of a user group" 0 \
	"ok    rights: the user groups that have some are there"

echo 'site: { time_zone = "Mars/Base"; };' >"$dir/conf"
examine "a config with a mistake" 1 \
	"FAIL  $dir/conf:1: site.time_zone: \"Mars/Base\" is not a known" \
	"skip  tokens: the config comes first" \
	"skip  Slack: needs both tokens" "skip  Redis: the config comes first"

: >"$dir/conf"
SLACK_BOT_TOKEN=$full_app SLACK_APP_TOKEN=$full_bot examine "swapped tokens" \
	1 "FAIL  slack.bot_token: is a token of the other kind" \
	"FAIL  slack.app_token: is a token of the other kind" \
	"ok    Redis answers"
SLACK_BOT_TOKEN='' examine "no bot token" 1 \
	"FAIL  slack.bot_token: is missing" "skip  Slack: needs both tokens"
SLACK_BOT_TOKEN=xoxb-1-canary examine "an unknown bot token" 1 \
	"ok    Slack answers at" "FAIL  bot token: Slack does not know" \
	"skip  scopes: needs a bot token that works" \
	"ok    Socket Mode: on" "ok    broadcast channel: none is set"
SLACK_APP_TOKEN=xapp-1-canary examine "an unknown app-level token" 1 \
	"ok    bot token: works" \
	"FAIL  Socket Mode: Slack does not know this app-level token"
SLACK_API_URL=http://127.0.0.1:9/api/ examine "no Slack there" 1 \
	"FAIL  http://127.0.0.1:9/api/: it cannot be reached" \
	"skip  Socket Mode: needs a Slack that answers"

REDIS_URL=unix://$dir/none.sock examine "no Redis there" 1 \
	"FAIL  Redis: " "ok    time zone: UTC"
REDIS_URL=unix://$dir/bad.sock examine "a Redis that forgets" 1 \
	"FAIL  Redis: aof_enabled is 0: incidents would not survive" \
	"FAIL  Redis: maxmemory_policy is allkeys-lru: it would throw"
echo 'redis: { replicas = 1; };' >"$dir/conf"
examine "replicas that are not there" 1 \
	"FAIL  Redis: 0 replicas are connected, redis.replicas wants 1"
: >"$dir/conf"
redis-cli -s "$dir/bad.sock" config set requirepass right >/dev/null
REDIS_URL=unix://:canary@$dir/bad.sock examine "a wrong password" 1 \
	"FAIL  Redis: "

jq '.oauth_config.scopes.bot -= ["pins:write", "im:write"]' "$manifest" \
	>"$dir/few.json"
start_workspace few "$dir/few.json"
examine "missing scopes" 1 "FAIL  scopes: missing im:write, pins:write: add"
exit $wrong
