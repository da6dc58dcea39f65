// SPDX-License-Identifier: MIT
//
// store: a Redis that lost everything while incbot was down is not taken for
// a new one: nothing is done until somebody has looked. And one that a newer
// incbot uses is left to that one.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, GENERAL, World, until } from "./world.mjs";

let world, state;

before(async () => {
	state = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-state-"));
	world = await World.start({ env: { STATE_DIRECTORY: state } });
	await world.command(ANA, GENERAL, "sev3 before the loss");
	await world.message(ANA, GENERAL, /INC-1 declared/);
});
after(async () => {
	await world?.stop();
	fs.rmSync(state, { recursive: true, force: true });
});

test("the same store is opened again after a restart", async () => {
	assert.equal(await world.incbots[0].stop(), 0);
	world.incbots[0] = await world.startIncbot();
	world.incbots.pop();
	await world.command(ANA, GENERAL, "list");
	await world.message(ANA, GENERAL, /before the loss[^]*As of|SEV3/);
});

const redis = (...words) => execFileSync("redis-cli",
	["-s", path.join(world.dir, "redis.sock"), ...words],
	{ encoding: "utf8" });
const META = "{ib:main:0}:meta";

test("row 17: it leaves as soon as a newer one has opened the store, and " +
	"does not come back", async () => {
	redis("hset", META, "format", "1000000");
	await world.incbots[0].gone;
	assert.equal(world.incbots[0].child.exitCode, 3);
	assert.match(world.incbots[0].text(), /what=newer_incbot.*UPGRADES/);
	assert.match(world.incbots[0].text(), /what=stopped clean=yes/);
	const again = world.spawnIncbot("older");
	await again.gone;
	assert.equal(again.child.exitCode, 3);
	assert.match(again.text(), /what=newer_incbot/);
	assert.doesNotMatch(again.text(), /what=socket_up/);
	// The operator goes back to the older one, as the manual says.
	redis("hdel", META, "format");
	world.incbots[0] = await world.startIncbot();
	world.incbots.pop();
	assert.ok(Number(redis("hget", META, "format")) > 400);
	await world.command(ANA, GENERAL, "list");
	await world.message(ANA, GENERAL, /before the loss[^]*As of|SEV3/);
});

test("row 31: a store that was lost is said to be lost, and not made anew",
	async () => {
		await world.incbots[0].stop();
		redis("flushall");
		const started = world.startIncbot();
		started.catch(() => {});
		const incbot = await until("the new process", 10_000, () =>
			world.incbots[1]);
		await until("the warning", 10_000, () =>
			/what=ledger_wiped/.test(incbot.text()));
		assert.doesNotMatch(incbot.text().split("ledger_wiped").at(-1),
			/what=socket_up/);
		// The operator decides to begin with an empty one.
		fs.rmSync(path.join(state, "store"));
		await started;
	});
