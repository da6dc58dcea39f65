// SPDX-License-Identifier: MIT
//
// delivery: what Slack really does to envelopes (F24 to F33, see
// docs/faults.md): in pieces, twice, late, renumbered. Each is acked, and
// takes effect once.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { ANA, BEN, GENERAL, MINUTE, textOf, until } from "./world.mjs";
import { Scene } from "./scene.mjs";

let scene, world;

before(async () => {
	scene = await Scene.start();
	world = scene.world;
});
after(async () => { await scene?.stop(); });
beforeEach(() => scene.mark());

const entries = (what) => scene.happened((entry) => entry.what === what);

/** All that was sent was acked, in time and in one piece; at so many times
 * real speed an event may take longer, which is sent again for that. */
async function allAcked({ hurried = false } = {}) {
	await world.see(ANA, "every ack", (state) => state.app.unacked === 0);
	for (const what of ["unacked", "event_lost", "ack_too_long",
		"ack_fragmented", "ack_malformed"])
		assert.deepEqual((await entries(what)).filter((entry) =>
			!(hurried && what === "unacked" &&
			entry.detail.type === "events_api")), [], what);
}

for (const [fault, what] of [
	["F24", "a large envelope in three fragments, a ping in between"],
	["F24b", "a large envelope, one byte at a time"],
]) {
	test(`${fault} ${what}: read once`, async () => {
		await scene.faultOfCommand(fault);
		await scene.noteOnce(`in pieces ${fault}`);
		await allAcked();
	});
}

test("F25 a long answer comes, in no ack longer than Slack takes", async () => {
	await world.fault("F25");
	for (let i = 0; i < 12; i++)
		await world.command(ANA, scene.room.id, `note long ${i} ` +
			"\u707D".repeat(1400));
	await world.message(ANA, scene.room.id, /noted: long 11/, 60_000);
	await scene.mark();
	await world.command(ANA, scene.room.id, "timeline");
	await world.see(ANA, "the timeline", (state) => state.channels
		.find((c) => c.id === scene.room.id).messages
		.some((m) => m.ephemeral && /long 11/.test(textOf(m))));
	await allAcked();
});

for (const [fault, what] of [
	["F27", "twice with one number"],
	["F28", "again and again, numbered 1, 1, 2"],
	["F29", "as its own second repeat, which is the only copy"],
]) {
	test(`${fault} an event comes ${what}: it is heard`, async () => {
		await world.fault(fault);
		await world.act(BEN, "home");
		await until("the Home tab", 15_000, async () =>
			(await scene.calls("views.publish")).some((call) =>
				call.ok && call.detail.args.user_id === BEN));
		await allAcked();
	});
}

test("F30 a command comes again after a reconnect: done once", async () => {
	await world.fault("F30", { reconnect: true });
	await world.command(ANA, GENERAL, "sev3 once and for all");
	await world.message(ANA, GENERAL, /INC-\d+ declared: SEV3 once/);
	await scene.hurry(() => scene.connectedAgain());
	await until("the second copy", 15_000, async () =>
		(await entries("envelope")).filter((entry) =>
			/once and for all/.test(entry.detail.said)).length === 2);
	// What 3 s of Slack's are in a hurry, a busy machine may not keep to.
	await allAcked({ hurried: true });
	const open = execFileSync("redis-cli", ["-s", path.join(world.dir,
		"redis.sock"), "zrange", "{ib:main:0}:open", "0", "-1"]);
	assert.equal(open.toString().trim().split("\n").length, 2);
});

test("F32 a command that comes 4 s late cannot open its form: it is said",
	async () => {
		await world.fault("F32");
		await world.command(ANA, scene.room.id, "update");
		const said = await world.message(ANA, scene.room.id,
			/could not be opened in time[^]*try again/);
		assert.equal(said.ephemeral, true);
		assert.ok((await scene.calls("views.open")).some((call) =>
			call.error === "expired_trigger_id"));
	});

test("F33 an event that is 8 minutes old is heard like any other",
	async () => {
		await world.fault("F33");
		await world.act(ANA, "home");
		await world.advance(8 * MINUTE + 1000);
		await until("the Home tab", 15_000, async () =>
			(await scene.calls("views.publish")).some((call) =>
				call.ok && call.detail.args.user_id === ANA));
		await allAcked();
	});
