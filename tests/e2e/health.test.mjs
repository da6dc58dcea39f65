// SPDX-License-Identifier: MIT
//
// health: what machines ask: /healthz for a load balancer or a watchdog,
// /metrics for a graph.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, GENERAL, World, build, until } from "./world.mjs";

let world, base;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-health-"));

before(async () => {
	world = await World.start({
		config: `health: { listen = "127.0.0.1:0"; };
			site: { status_page_url = "https://status.example.com/"; };
			archive: { folder = "${folder}/exports"; };
			page: { folder = "${folder}/page"; };\n`,
	});
	const [, port] = world.incbots[0].text()
		.match(/what=health_listening address=127.0.0.1 port=(\d+)/);
	base = `http://127.0.0.1:${port}`;
});
after(async () => {
	await world?.stop();
	fs.rmSync(folder, { recursive: true, force: true });
});

async function get(path) {
	const response = await fetch(base + path);
	return { status: response.status, body: await response.text() };
}

const health = (status, pattern) => until(`${status} ${pattern}`, 30_000,
	async () => {
		const now = await get("/healthz");
		return now.status === status && pattern.test(now.body);
	});

test("all is well", () => health(200, /^ok\n$/));

test("a folder that cannot be written is said, and nobody is sent away for it",
	async () => {
		const doctor = () => spawnSync(path.join(build, "incbot"),
			["doctor"], { encoding: "utf8",
				env: world.environment() }).stdout;
		assert.match((await get("/metrics")).body,
			/^incbot_exports_writable 1$[^]*^incbot_page_writable 1$/m);
		assert.match(doctor(), /ok +page: .*page can be written/);
		/* What is no folder cannot be written by anybody. */
		for (const name of ["exports", "page"]) {
			fs.rmSync(path.join(folder, name), { recursive: true,
				force: true });
			fs.writeFileSync(path.join(folder, name), "");
		}
		await health(200,
			/^ok\nexports cannot be written into .*exports\nthe public page cannot be written into .*page\n$/);
		assert.match((await get("/metrics")).body,
			/^incbot_exports_writable 0$[^]*^incbot_page_writable 0$/m);
		assert.match(doctor(), /FAIL +page: .*page cannot be written/);
		for (const name of ["exports", "page"])
			fs.rmSync(path.join(folder, name));
		await health(200, /^ok\n$/);
	});

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

test("row 18: Redis away: unhealthy, said in the log once, and back again",
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
