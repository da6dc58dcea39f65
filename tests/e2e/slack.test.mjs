// SPDX-License-Identifier: MIT
//
// slack: what Slack really does to its clients, injected on purpose, against
// the shipped program. After each fault the next command must get through,
// exactly once, and nothing that was asked for may be missing.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { ANA, BEN, GENERAL, World, textOf } from "./world.mjs";

let world, room;

// A world for each: a client that has just lost a connection is more patient
// with the next one, so that one test would slow down the other.
beforeEach(async () => {
	world = await World.start();
	await world.command(ANA, GENERAL, "sev2 all kinds of trouble");
	room = await world.room(ANA);
	await world.message(ANA, room.id, /first public update/i);
});
afterEach(async () => { await world?.stop(); });

const connected = (ms) => world.see(ANA, "the app to be connected",
	(state) => state.app.connections >= 1, ms);

/** A note gets through, and is there once. */
async function noteOnce(words, ms = 45_000) {
	await world.command(ANA, room.id, `note ${words}`);
	const pattern = new RegExp(`noted: ${words}$`, "m");
	await world.message(ANA, room.id, pattern, ms);
	// The channel's lane keeps its order, so once this one is said the
	// first one is settled: nothing of it can still come.
	await world.command(ANA, room.id, `note end of ${words}`);
	await world.message(ANA, room.id, new RegExp(`end of ${words}$`, "m"),
		ms);
	const seen = (await world.state(ANA)).channels
		.find((c) => c.id === room.id).messages
		.filter((m) => !m.ephemeral && pattern.test(textOf(m)));
	assert.equal(seen.length, 1, `"${words}" is there ${seen.length} times`);
}

/** Waits for a log line of incbot that comes after now. */
function logged(pattern, ms = 60_000) {
	const from = world.incbots[0].text().length;
	return () => world.see(ANA, `incbot to log ${pattern}`, () =>
		pattern.test(world.incbots[0].text().slice(from)), ms);
}

describe("a lost socket shows itself in four ways", () => {
	for (const [fault, what] of [
		["F16", "closed without a warning"],
		["F11", "reset mid-stream"],
		["F4", "told to go and reset at once"],
		["F10", "silent: TCP open, nobody there"],
	]) {
		test(`${fault} ${what}: connected again`, async () => {
			const up = logged(/what=socket_up/);
			await world.fault(fault);
			await up();
			await noteOnce(`after ${fault}`);
		});
	}

	test("F6 F7 F8 the handshake is refused, then answered with a page, " +
		"then no address is to be had: connected again", async () => {
		const up = logged(/what=socket_up/);
		await world.fault("F8", { count: 1 });
		await world.fault("F6", { status: 503 });
		await world.fault("F7");
		await world.fault("F16");
		await up();
		await noteOnce("after F6 F7 F8");
	});
});

test("F17 refresh: the new connection is there before the old one goes",
	async () => {
		const before = (await world.state(ANA)).app.connections;
		const up = logged(/what=socket_up/);
		await world.fault("F17");
		await noteOnce("during F17");
		await connected();
		assert.equal(before, 1);
	});

for (const [fault, what] of [
	["F22", "text that is not JSON"],
	["F23", "a binary frame"],
	["F26", "an envelope of the future"],
	["F24", "a large envelope in fragments"],
	["F5", "a late close of an old connection"],
]) {
	test(`${fault} ${what}: nothing is lost, nothing comes twice`,
		async () => {
			await world.fault(fault);
			await noteOnce(`after ${fault}`);
		});
}

describe("the Web API", () => {
	for (const [name, fault, more] of [
		["57 429 with Retry-After", "429", { retry_after: 2 }],
		["F37 429 without Retry-After", "F37", {}],
		["500, not applied", "500", {}],
		["58 500, applied all the same", "500-applied", {}],
		["F45 applied, the answer lost", "F45", {}],
		["60 an unknown pause: the answer takes too long", "timeout-applied",
			{}],
	]) {
		test(`${name}: said exactly once`, async () => {
			await world.fault(fault,
				{ method: "chat.postMessage", ...more });
			await noteOnce(`after ${fault}`, 60_000);
		});
	}
});

test("F32 an envelope that came too late for a form: the person is told",
	async () => {
		await world.fault("expired_trigger_id");
		await world.command(ANA, room.id, "update");
		await world.see(ANA, "a word about the form", (state) =>
			state.channels.some((c) => c.messages.some((m) =>
				/try again|again/i.test(textOf(m)) &&
				(m.ephemeral || c.is_im))));
	});

test("58 a page whose answer was lost is found again, not sent twice",
	async () => {
		await world.fault("500-applied",
			{ method: "chat.postMessage", count: 2 });
		const looked = logged(
			/conversations.history[^]*conversations.history/);
		await world.command(ANA, GENERAL, "sev1 lost answers");
		const other = await world.room(ANA, /lost-answers/);
		await world.see(BEN, "the channel", (state) =>
			state.channels.find((c) => c.id === other.id)
				?.is_member, 30_000);
		await looked();
		await world.command(BEN, other.id, "ack");
		const page = await world.direct(BEN,
			/lost answers[^]*cknowledged by/, 45_000);
		const pages = (await world.state(BEN)).channels
			.find((c) => c.id === page.channel).messages
			.filter((m) => /lost answers/.test(textOf(m)));
		assert.equal(pages.length, 1);
	});
