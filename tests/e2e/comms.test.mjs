// SPDX-License-Identifier: MIT
//
// comms: the comms channel with the real program: opened beside the incident's
// channel, kept in step, understood as the incident's own, and never told
// anything technical (P3.5).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, INCIDENTS, World, until }
	from "./world.mjs";

let world, room, comms;

before(async () => {
	world = await World.start({ config: `
		site: { broadcast_channel = "${INCIDENTS}";
			responders = [ "${BEN}" ]; };
		severities: { sev1: { comms_channel = true; }; };
	` });
	await world.command(ANA, GENERAL, "sev1 paying fails");
	room = await world.room(ANA, /^inc-.*-paying-fails$/);
	comms = await world.room(ANA, /^inc-.*-paying-fails-comms$/);
});
after(() => world?.stop());

const messages = (as) => world.see(as, "the comms channel", (state) =>
	state.channels.find((c) => c.id === comms.id)?.messages);

test("P3.5 it is opened, announced in the channel, and has its card",
	async () => {
		await world.message(ANA, room.id, new RegExp(
			`talked about in <#${comms.id}>`));
		await world.message(ANA, comms.id,
			/Nothing is published yet[^]*The first update is due/);
	});

test("P3.5 whoever becomes comms lead is invited and told there", async () => {
	await world.command(CHLOE, GENERAL, "INC-1 comms");
	await world.message(CHLOE, comms.id, /is comms lead/);
});

test("P3.5 an update typed there is published, and the card follows",
	async () => {
		await world.command(CHLOE, comms.id, "update Paying fails.");
		await world.message(CHLOE, comms.id,
			/Investigating[^]*The next update is due[^]*Paying fails\./);
		await world.message(ANA, INCIDENTS, /Paying fails\./);
		await world.message(ANA, room.id, /published[^]*Paying fails\./);
	});

test("P3.5 nothing technical leaks into it", async () => {
	await world.command(BEN, room.id, "note secret-note-7 db-7");
	await world.command(BEN, room.id, "mitigated secret-fix-7 db-7");
	await world.command(BEN, room.id, "cause secret-cause-7 db-7");
	await world.command(BEN, room.id, "sev 2 secret-reason-7 db-7");
	await world.command(BEN, room.id, "title secret-title-7 db-7");
	await world.message(BEN, room.id, /secret-title-7/);
	/* What comes after it in the lane shows that nothing is under way. */
	await world.command(CHLOE, comms.id, "update It works for most.");
	await world.message(CHLOE, comms.id,
		/SEV2[^]*Monitoring[^]*It works for most/);
	assert.doesNotMatch(JSON.stringify(await messages(CHLOE)),
		/secret|db-7/);
});

/** Messages and files that incbot has read because people marked or shared
 * them. */
const reads = async (method) => (await world.log(0)).entries.filter((entry) =>
	entry.what === "api" && entry.method === method).length;

test("P3.5 P6.3 a pushpin there marks nothing, one in the channel does and is " +
	"not told there", async () => {
	const asked = await world.act(CHLOE, "say", { channel: comms.id,
		text: "a customer asks about customer-words-7" });
	await world.act(CHLOE, "react", { channel: comms.id, ts: asked.ts,
		name: "pushpin" });
	await world.act(CHLOE, "pin", { channel: comms.id, ts: asked.ts });
	const said = await world.act(BEN, "say", { channel: room.id,
		text: "secret-message-7 of db-7" });
	await world.act(BEN, "react", { channel: room.id, ts: said.ts,
		name: "pushpin" });
	/* Events come in order: when this is read, the others were dealt with. */
	await until("the marked message is read", 15_000, async () =>
		await reads("reactions.get") > 0);
	await until("it stands in the timeline", 30_000, async () => {
		await world.command(ANA, room.id, "timeline");
		return JSON.stringify((await world.state(ANA)).channels)
			.includes("Marked, by <@U0BEN>");
	});
	assert.equal(await reads("reactions.get"), 1);
	assert.doesNotMatch(JSON.stringify((await world.state(ANA)).channels
		.find((c) => c.id === room.id).messages), /customer-words-7/);
});

test("P3.5 P6.8 a report is taken over where the work is, and not told there",
	async () => {
		const file = "# INC-1\n\n## Impact\n\nsecret-impact-7\n";
		await world.act(CHLOE, "say", { channel: comms.id,
			text: "customers' own report", file: "theirs.md",
			content: file });
		await world.act(BEN, "say", { channel: room.id, text: "ours",
			file: "ours.md", content: file });
		const shown = await world.message(BEN, room.id,
			/ours\.md[^]*Nothing has changed yet/);
		await world.press(BEN, room.id, shown, /Take over/);
		await world.message(ANA, room.id, /took over what was written/);
		await world.command(CHLOE, comms.id, "update It is nearly over.");
		await world.message(CHLOE, comms.id, /It is nearly over/);
		const text = JSON.stringify((await messages(CHLOE)).filter((m) =>
			m.user !== CHLOE));
		assert.doesNotMatch(text, /secret|db-7|took over|theirs\.md/);
		assert.doesNotMatch(JSON.stringify((await world.state(ANA)).channels
			.find((c) => c.id === room.id).messages), /theirs\.md/);
	});

test("P3.5 P4.4 resolved from there", async () => {
	await world.command(CHLOE, comms.id, "resolved All is well.");
	await world.message(CHLOE, comms.id, /Resolved[^]*All is well/);
	await world.message(ANA, room.id, /resolved[^]*All is well/);
});
