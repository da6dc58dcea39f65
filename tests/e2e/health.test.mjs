// SPDX-License-Identifier: MIT
//
// health: what machines ask: /healthz for a load balancer or a watchdog,
// /metrics for a graph.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, GENERAL, World, until } from "./world.mjs";

let world, base;

before(async () => {
	world = await World.start({
		config: 'health: { listen = "127.0.0.1:0"; };\n',
	});
	const [, port] = world.incbots[0].text()
		.match(/what=health_listening address=127.0.0.1 port=(\d+)/);
	base = `http://127.0.0.1:${port}`;
});
after(async () => { await world?.stop(); });

async function get(path) {
	const response = await fetch(base + path);
	return { status: response.status, body: await response.text() };
}

const health = (status, pattern) => until(`${status} ${pattern}`, 30_000,
	async () => {
		const now = await get("/healthz");
		return now.status === status && pattern.test(now.body);
	});

test("all is well", () => health(200, /^ok$/m));

test("the figures follow what happens", async () => {
	await world.command(ANA, GENERAL, "sev2 the figures");
	await world.room(ANA);
	await until("the figures", 15_000, async () => {
		const { status, body } = await get("/metrics");
		return status === 200 &&
			/^incbot_healthy 1$/m.test(body) &&
			/^incbot_slack_up 1$/m.test(body) &&
			/^incbot_redis_up 1$/m.test(body) &&
			/^incbot_turns_total\{result="done"\} [1-9]/m.test(body) &&
			/^incbot_effects_total\{result="done"\} [1-9]/m
				.test(body) &&
			/^incbot_effects_total\{result="given_up"\} 0$/m
				.test(body) &&
			/^incbot_oldest_due_seconds 0\./m.test(body);
	});
});

test("other paths do not exist", async () => {
	assert.equal((await get("/")).status, 404);
	assert.equal((await get("/healthz/")).status, 404);
});

test("F18 Redis away: unhealthy, said in the log once, and back again",
	async () => {
		await world.redis.stop("SIGKILL");
		await until("claims to fail", 15_000, () =>
			/what=claims_failing/.test(world.incbots[0].text()));
		await world.advance(20_000);
		await health(503, /no connection to Redis/);
		assert.match((await get("/metrics")).body,
			/^incbot_healthy 0$[^]*^incbot_redis_up 0$/m);
		await world.startRedis();
		await health(200, /^ok$/m);
		const log = world.incbots[0].text();
		assert.equal(log.match(/what=claims_failing/g).length, 1);
		assert.equal(log.match(/what=claims_resumed/g).length, 1);
	});
