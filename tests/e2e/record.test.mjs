// SPDX-License-Identifier: MIT
//
// record: what stands in an incident's record beside commands: messages that
// responders marked with a pushpin or a pin, followed through edits, and what
// is taken out again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, World, textOf } from "./world.mjs";

let world, room;

before(async () => {
	world = await World.start({ replicas: 2 });
	await world.command(ANA, GENERAL, "sev1 checkout is down");
	room = await world.room(ANA);
	await world.message(ANA, room.id, /incident commander/i);
	await world.see(ANA, "the people in the channel", (state) =>
		[ANA, BEN, CHLOE].every((user) => state.channels.find((c) =>
			c.id === room.id).members.includes(user)));
});
after(async () => { await world?.stop(); });

/** Asks for the timeline until it says so. */
async function timeline(pattern, not = /(?!)/) {
	for (let i = 0; i < 100; i++) {
		const seen = (await world.state(ANA)).channels.find((c) =>
			c.id === room.id).messages.length;
		await world.command(ANA, room.id, "timeline");
		const shown = await world.see(ANA, "the timeline", (state) =>
			state.channels.find((c) => c.id === room.id).messages
				.slice(seen).find((m) => /Timeline of/.test(textOf(m))));
		if (pattern.test(textOf(shown)) && !not.test(textOf(shown)))
			return textOf(shown);
	}
	throw new Error(`the timeline never said ${pattern}`);
}

let said;

test("P6.3 a pushpin puts a message into the record, with its address and files",
	async () => {
		said = await world.act(CHLOE, "say", { channel: room.id,
			text: "the <pool> is full & *bold*", file: "pool.png" });
		await world.act(BEN, "react", { channel: room.id, ts: said.ts,
			name: "pushpin" });
		const text = await timeline(/Marked, by <@U0CHLOE>/);
		const dotless = said.ts.replace(".", "");
		assert.match(text, new RegExp(`/archives/${room.id}/p${dotless}` +
			"\\|message>, <[^|>]*\\|pool\\.png>"));
		assert.match(text, /the &lt;pool&gt; is full &amp;/);
	});

test("P6.3 other reactions and other channels are nobody's affair", async () => {
	const other = await world.act(CHLOE, "say", { channel: GENERAL,
		text: "not about it" });
	await world.act(BEN, "pin", { channel: GENERAL, ts: other.ts });
	await world.act(BEN, "react", { channel: room.id, ts: said.ts,
		name: "eyes" });
	await timeline(/Marked, by/, /not about it/);
});

test("P6.3 an edit of a marked message is followed", async () => {
	await world.act(CHLOE, "edit", { channel: room.id, ts: said.ts,
		text: "both pools are full" });
	await timeline(/Marked, by <@U0CHLOE>.*both pools are full/);
});

test("P6.3 the last mark that is taken off takes it out", async () => {
	await world.act(ANA, "pin", { channel: room.id, ts: said.ts });
	await world.act(BEN, "unreact", { channel: room.id, ts: said.ts,
		name: "pushpin" });
	await timeline(/took a mark off/, /not marked any more/);
	await world.act(ANA, "unpin", { channel: room.id, ts: said.ts });
	await timeline(/not marked any more/);
});

test("P6.3 a marked message that is deleted is out of it", async () => {
	const gone = await world.act(CHLOE, "say", { channel: room.id,
		text: "never mind" });
	await world.act(ANA, "pin", { channel: room.id, ts: gone.ts });
	await timeline(/never mind/);
	await world.act(CHLOE, "delete", { channel: room.id, ts: gone.ts });
	await timeline(/not marked any more: deleted/);
});

test("P6.3 a message in a thread can be marked too", async () => {
	const reply = await world.act(CHLOE, "say", { channel: room.id,
		text: "in the thread", thread_ts: said.ts });
	await world.act(BEN, "react", { channel: room.id, ts: reply.ts,
		name: "pushpin" });
	await timeline(/Marked, by <@U0CHLOE>.*in the thread/);
});
