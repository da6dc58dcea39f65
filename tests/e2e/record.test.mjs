// SPDX-License-Identifier: MIT
//
// record: what stands in an incident's record beside commands: messages that
// responders marked with a pushpin or a pin, followed through edits, and what
// is taken out again.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, World, build, textOf, until }
	from "./world.mjs";

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

let said, read = 0;

/** Waits until so many more messages were read and what came of it is true. */
async function reads(more) {
	const wanted = read + more;
	await until("a message to be read", 15_000, async () => {
		const { entries } = await world.log(0);
		read = entries.filter((entry) => entry.what === "api" &&
			entry.method === "reactions.get").length;
		return read >= wanted;
	});
}

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
	await reads(0);
	await world.act(ANA, "pin", { channel: room.id, ts: said.ts });
	await reads(1);
	await world.act(BEN, "unreact", { channel: room.id, ts: said.ts,
		name: "pushpin" });
	await reads(1);
	await timeline(/both pools are full/);
	await world.act(ANA, "unpin", { channel: room.id, ts: said.ts });
	await timeline(/Timeline of/, /both pools are full/);
});

test("P6.3 a marked message that is deleted is out of it", async () => {
	const gone = await world.act(CHLOE, "say", { channel: room.id,
		text: "never mind" });
	await world.act(ANA, "pin", { channel: room.id, ts: gone.ts });
	await timeline(/never mind/);
	await world.act(CHLOE, "delete", { channel: room.id, ts: gone.ts });
	await timeline(/Timeline of/, /never mind/);
});

test("P6.3 a message in a thread can be marked too", async () => {
	const reply = await world.act(CHLOE, "say", { channel: room.id,
		text: "in the thread", thread_ts: said.ts });
	await world.act(BEN, "react", { channel: room.id, ts: reply.ts,
		name: "pushpin" });
	await timeline(/Marked, by <@U0CHLOE>.*in the thread/);
});

test("P6.3 entries are added and corrected by clicking, hidden by typing",
	async () => {
		await timeline(/in the thread/);
		const shown = await world.message(ANA, room.id, /Timeline of/);
		await world.press(ANA, room.id, shown, /^Add an entry$/);
		let form = await world.see(ANA, "the form", (state) =>
			state.modals.find((m) => m.callback_id === "do:entry"));
		const typed = (value) => ({ value: { type: "plain_text_input", value } });
		await world.act(ANA, "submit", { view_id: form.id, values: {
			when: typed("00:01"), text: typed("the deploy went out") } });
		const text = await timeline(/added: the deploy went out/);
		const number = text.match(/`(\d+)`[^`]*added: the deploy/)[1];
		const latest = (await world.state(ANA)).channels.find((c) =>
			c.id === room.id).messages.filter((m) =>
			/Timeline of/.test(textOf(m))).at(-1);
		const row = latest.blocks.find((block) => block.elements?.some(
			(e) => e.action_id === "do:correct"));
		const menu = row.elements.find((e) =>
			e.action_id === "do:correct");
		const option = menu.options.find((o) =>
			o.value.endsWith(`|${number}`));
		await world.act(ANA, "click", { channel: room.id, ts: latest.ts,
			block_id: row.block_id, action_id: "do:correct",
			selected_option: option });
		form = await world.see(ANA, "the form", (state) =>
			state.modals.find((m) => m.callback_id === "do:correct"));
		await world.act(ANA, "submit", { view_id: form.id, values: {
			when: typed("00:02"), text: typed("the deploy of the pool"),
		} });
		await timeline(/the deploy of the pool _\(corrected\)_/);
		await world.command(BEN, room.id, `hide ${number}`);
		await timeline(/the deploy of the pool _\(corrected\)_ _\(not public\)_/);
	});

test("who corrects an entry reads names, and whose clock it is", async () => {
	await world.command(BEN, room.id, "ack");
	await world.message(BEN, room.id, /<@U0BEN> acknowledged/);
	const shown = await timeline(/<@U0BEN> acknowledged/);
	const number = shown.match(/`(\d+)` [^\n]*<@U0BEN> acknowledged/)[1];
	await world.command(BEN, room.id, `correct ${number}`);
	const form = await world.see(BEN, "the form", (state) =>
		state.modals.find((view) => /Correct an entry/.test(
			view.title.text)));
	assert.match(JSON.stringify(form.blocks), /"@Ben Okafor acknowledged/);
	assert.match(JSON.stringify(form.blocks), /the clock is that of UTC/);
});

test("P6.3 what is like it is offered at the declaration, out of the index",
	async () => {
		await world.command(BEN, GENERAL,
			"declare sev2 payment gateway refuses cards");
		await world.room(BEN, /gateway-refuses-cards/);
		await world.command(BEN, GENERAL,
			"declare sev2 the gateway refuses payment");
		const again = await world.room(BEN, /gateway-refuses-payment/);
		await world.message(BEN, again.id,
			/looks like earlier incidents[^]*INC-2 \(SEV2[^]*refuses cards/);
	});

test("P6.1 the third SEV3 like it suggests a pattern", async () => {
	for (const title of ["monthly report is slow",
		"monthly report misses a page", "the monthly report is empty"]) {
		await world.command(ANA, GENERAL, `declare sev3 ${title}`);
		await world.message(ANA, GENERAL,
			new RegExp(`declared: SEV3 ${title}`));
	}
	const said = await world.direct(ANA, /SEV3 number 3 like it/);
	const id = textOf(said).match(/INC-(\d+) pattern/)[1];
	await world.command(ANA, GENERAL, `INC-${id} pattern`);
	await world.command(ANA, GENERAL, `INC-${id} resolved It is filled.`);
	await world.direct(ANA, /You write the postmortem/);
});

test("P7.1 what was added, corrected and hidden is proven like all else", () => {
	const done = spawnSync(path.join(build, "incbot"), ["verify"], {
		encoding: "utf8", env: world.environment() });
	assert.equal(done.status, 0, done.stdout + done.stderr);
	assert.match(done.stdout, /^INC-1 unchanged [0-9a-f]{40}$/m);
	assert.doesNotMatch(done.stdout, /CHANGED/);
});
