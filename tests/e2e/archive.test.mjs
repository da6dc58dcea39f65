// SPDX-License-Identifier: MIT
//
// archive: incidents outside Slack, with the real program and a real Redis:
// reports, the proof that nothing was changed, and the export that makes the
// same store again, byte for byte.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, World, build } from "./world.mjs";

let world, room;

before(async () => {
	world = await World.start();
	await world.command(ANA, GENERAL,
		"sev1 checkout <script>alert(1)</script> is *down*");
	room = await world.room(ANA);
	await world.see(ANA, "the people in the channel", (state) =>
		state.channels.find((c) =>
			c.id === room.id).members.includes(ANA));
	for (const line of ["ack", "ic", "update We look & look.",
		"note a | pipe", "mitigated rolled back", "resolved It works.",
		"impact 1,200 orders", "action limits <@U0BEN|ben> +7d prevent"])
		await world.command(ANA, room.id, line);
	await world.message(ANA, room.id, /set action item 1/);
	await world.command(BEN, GENERAL, "sev3 a label is cut off");
	await world.message(BEN, GENERAL, /INC-2 declared/);
});
after(async () => { await world?.stop(); });

function incbot(args, { input = "", env = {} } = {}) {
	return spawnSync(path.join(build, "incbot"), args, { input,
		encoding: "utf8", maxBuffer: 1 << 28,
		env: { ...world.environment(), ...env } });
}

test("P6.8 the report as Markdown, HTML and JSON", () => {
	const markdown = incbot(["postmortem", "INC-1"]);
	assert.equal(markdown.status, 0, markdown.stderr);
	assert.match(markdown.stdout, /^# INC-1: checkout/);
	assert.match(markdown.stdout, /## Timeline/);
	assert.doesNotMatch(markdown.stdout, /<script>/);
	const html = incbot(["postmortem", "1", "--format", "html"]).stdout;
	assert.match(html, /<svg/);
	assert.match(html, /&lt;script&gt;/);
	assert.doesNotMatch(html, /<script/);
	const json = JSON.parse(
		incbot(["postmortem", "1", "--format", "json"]).stdout);
	assert.equal(json.incident.id, "1");
	assert.equal(json.timeline[0].is, "declared");
	assert.equal(json.postmortem.impact, "1,200 orders");
	assert.equal(incbot(["postmortem", "99"]).status, 1);
	assert.equal(incbot(["postmortem", "1", "--format", "doc"]).status, 2);
});

test("search finds what was declared", async () => {
	await world.command(BEN, GENERAL, "search CHECKOUT orders");
	await world.message(BEN, GENERAL, /No incident has all of/);
	await world.command(BEN, GENERAL, "search checkout limits");
	await world.message(BEN, GENERAL, /1 found[^]*INC-1/);
});

test("the export makes the same store again, byte for byte", () => {
	const first = incbot(["export"]);
	assert.equal(first.status, 0, first.stderr);
	assert.equal(first.stdout.trim().split("\n").length, 2);
	const elsewhere = { INCBOT_CONFIG: world.other("other") };
	const taken = incbot(["import"],
		{ input: first.stdout, env: elsewhere });
	assert.equal(taken.status, 0, taken.stderr);
	const again = incbot(["export"], { env: elsewhere });
	assert.equal(again.stdout, first.stdout);
	assert.equal(incbot(["verify"], { env: elsewhere }).status, 0);
	const twice = incbot(["import"],
		{ input: first.stdout, env: elsewhere });
	assert.equal(twice.status, 1);
	assert.match(twice.stderr, /INC-1 is there already/);
	const forged = incbot(["import"], { input: first.stdout
		.replace("1,200 orders", "no orders"), env: elsewhere });
	assert.match(forged.stderr, /line 1 is not as it was exported/);
});

test("verify notices a changed entry, a missing one, a changed snapshot",
	() => {
		assert.equal(incbot(["verify"]).status, 0);
		const redis = (...args) => spawnSync("redis-cli",
			["-s", world.redisSocket, ...args], { encoding: "utf8" })
			.stdout.trim();
		const key = redis("keys", "*:main:0}:inc:1");
		const kept = redis("hget", key, "d");
		redis("hset", key, "d", kept.replace("is *down*", "is fine"));
		assert.match(incbot(["verify"]).stdout,
			/INC-1 CHANGED: the snapshot/);
		redis("hset", key, "d", kept);
		assert.equal(incbot(["verify"]).status, 0);
		const timeline = redis("keys", "*:main:0}:tl:1");
		const last = redis("xrevrange", timeline, "+", "-", "count", "1")
			.split("\n")[0];
		redis("xdel", timeline, last);
		const cut = incbot(["verify"]);
		assert.equal(cut.status, 1);
		assert.match(cut.stdout, /INC-1 CHANGED/);
		assert.match(cut.stdout, /INC-2 good [0-9a-f]{40}/);
	});
