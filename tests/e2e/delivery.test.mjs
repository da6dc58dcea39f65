// SPDX-License-Identifier: MIT
//
// delivery: what Slack really does to envelopes (F24 to F33, see
// docs/faults.md): in pieces, twice, late, renumbered. Each is acked, and
// takes effect once.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, INCIDENTS, MINUTE, textOf, until }
	from "./world.mjs";
import { Scene } from "./scene.mjs";

let scene, world;

before(async () => {
	scene = await Scene.start({ config: `
site: { broadcast_channel = "${INCIDENTS}";
	responders = [ "${BEN}", "${CHLOE}" ]; };
health: { listen = "127.0.0.1:0"; };
` });
	world = scene.world;
	await world.see(CHLOE, "the channel from inside", (state) =>
		[BEN, CHLOE].every((user) => state.channels.find((c) =>
			c.id === scene.room.id)?.members.includes(user)));
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

/** Turns that ended so since incbot began. */
async function turns(result) {
	const [, port] = scene.incbot.text()
		.match(/what=health_listening address=127.0.0.1 port=(\d+)/);
	const response = await fetch(`http://127.0.0.1:${port}/metrics`);
	return Number((await response.text()).match(new RegExp(
		`^incbot_turns_total\\{result="${result}"\\} (\\d+)$`, "m"))[1]);
}

/** The timeline as ANA is shown it, once it holds these words. */
const timeline = (words) => until(`"${words}" in the timeline`, 20_000,
	async () => {
		await world.command(ANA, scene.room.id, "timeline");
		const text = textOf((await world.state(ANA)).channels
			.find((c) => c.id === scene.room.id).messages
			.findLast((m) => /Timeline of/.test(textOf(m))) ?? {});
		return text.includes(words) && text;
	});

/** Lines of it that say so. */
const lines = (text, words) => text.match(new RegExp(
	`^\`\\d+\`.*Marked.*${words}$`, "gm")) ?? [];

for (const [fault, what, again] of [
	["F27", "twice with one number", 1],
	["F28", "again and again, numbered 1, 1, 2", 3],
	["F29", "as its own second repeat, which is the only copy", 0],
]) {
	test(`${fault} an event comes ${what}: done once`, async () => {
		const duplicates = await turns("duplicate");
		const { ts } = await world.act(CHLOE, "say", {
			channel: scene.room.id, text: `seen ${fault}` });
		// The message itself is an event, too; the fault is not for that.
		await world.see(ANA, "every ack", (state) =>
			state.app.unacked === 0);
		await world.fault(fault, { type: "events_api" });
		await world.act(BEN, "react", { channel: scene.room.id, ts,
			name: "pushpin" });
		const text = await timeline(`seen ${fault}`);
		assert.equal(lines(text, `seen ${fault}`).length, 1, text);
		// It is its key by which a repeat is known, before it is looked at.
		await until("the repeats to be known", 15_000, async () =>
			await turns("duplicate") === duplicates + again);
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

test("F33 an event that comes 8 minutes late: in the timeline it stands where " +
	"it belongs", async () => {
	const says = (text) => world.act(CHLOE, "say",
		{ channel: scene.room.id, text });
	const marks = ({ ts }) => world.act(BEN, "react",
		{ channel: scene.room.id, ts, name: "pushpin" });
	const early = await says("said at first");
	await world.see(ANA, "every ack", (state) => state.app.unacked === 0);
	await world.fault("F33", { type: "events_api" });
	await marks(early);
	await world.clock({ advance_ms: MINUTE });
	await marks(await says("said afterwards"));
	assert.deepEqual(lines(await timeline("said afterwards"),
		"said at first"), []);
	await world.clock({ advance_ms: 8 * MINUTE });
	const text = await timeline("said at first");
	assert.ok(text.indexOf("said at first") <
		text.indexOf("said afterwards"), text);
	assert.equal(lines(text, "said at first").length, 1);
	await allAcked();
});
