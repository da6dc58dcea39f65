// SPDX-License-Identifier: MIT
//
// incident: the main job from declaration to resolved, as people live it:
// real Socket Mode, real HTTP, real Redis, the shipped program.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, INCIDENTS, World, controls, textOf }
	from "./world.mjs";

let world, room, card;

before(async () => { world = await World.start(); });
after(async () => { await world?.stop(); });

test("P1.1 P3.1 one line declares: channel, dated and named", async () => {
	await world.command(ANA, GENERAL, "sev1 Café: api outage!");
	await world.message(ANA, GENERAL, /INC-1 declared: SEV1/);
	room = await world.room(ANA);
	const today = new Date().toISOString().slice(0, 10);
	assert.equal(room.name, `inc-${today}-cafe-api-outage`);
});

test("P3.2 the channel is furnished: card, pin, topic, people, bookmark",
	async () => {
		card = await world.message(ANA, room.id, /incident commander/i);
		assert.match(textOf(card), /Café: api outage!/);
		await world.see(ANA, "the furnished channel", (state) => {
			const now = state.channels.find((c) =>
				c.id === room.id);
			return now?.pins.includes(card.ts) &&
				/SEV1/.test(now.topic) &&
				now.bookmarks.some((b) =>
					b.title === "Dashboards") &&
				[ANA, BEN, CHLOE].every((user) =>
					now.members.includes(user));
		});
		await world.message(BEN, INCIDENTS, /api outage/);
	});

test("P2.2 P2.5 the primary is paged by direct message; a click stops it",
	async () => {
		const page = await world.direct(BEN, /api outage/);
		await world.press(BEN, page.channel, page, /acknowledge/i);
		await world.message(ANA, room.id,
			/<@U0BEN> acknowledged/);
		card = await world.message(ANA, room.id,
			/cknowledged[^]*U0BEN/);
	});

test("P2.5 a second acknowledgement changes nothing and says so", async () => {
	await world.command(CHLOE, room.id, "ack");
	await world.message(CHLOE, room.id, /<@U0BEN> already acknowledged/);
});

test("P3.3 roles are claimed by a click and assigned by a line", async () => {
	const now = await world.message(ANA, room.id, /incident commander/i);
	await world.press(ANA, room.id, now, /IC|commander/i);
	await world.message(BEN, room.id,
		/<@U0ANA> is incident commander/);
	await world.direct(ANA, /incident commander/i);
	await world.command(ANA, room.id, "tech <@U0BEN|ben>");
	await world.message(ANA, room.id, /<@U0BEN> is technical lead/);
	await world.command(ANA, room.id, "comms <@U0CHLOE|chloe>");
	await world.message(ANA, room.id, /<@U0CHLOE> is comms lead/);
});

test("P3.3 a handover moves on Accept", async () => {
	await world.command(ANA, room.id, "handover ic <@U0DAN|dan>");
	const ask = await world.message(ANA, room.id, /<@U0DAN>[^]*Accept/);
	await world.press("U0DAN", room.id, ask, /accept/i);
	await world.message(ANA, room.id, /<@U0DAN> is incident commander/);
});

test("P4.1 P4.3 an update is published everywhere in one act", async () => {
	await world.command(CHLOE, room.id,
		"update Some requests fail; we are on it.");
	await world.message(ANA, INCIDENTS, /Some requests fail/);
	await world.message(ANA, room.id, /published[^]*Some requests fail/);
});

test("P4.2 the draft that was offered for it loses its buttons", async () => {
	const settled = await world.message(ANA, room.id,
		/An update by <@U0CHLOE> is out since/);
	assert.deepEqual(controls(settled.blocks), []);
	await world.see(ANA, "no message that offers it", (state) =>
		!state.channels.find((c) => c.id === room.id).messages
			.some((m) => /first public update/i.test(textOf(m))));
});

test("P1.3 the severity moves both ways and is said", async () => {
	await world.command(ANA, room.id, "sev 2");
	await world.message(ANA, room.id,
		/Lowering the severity needs a reason/);
	await world.command(ANA, room.id, "sev 2 half the traffic is back");
	await world.message(ANA, room.id, /set SEV2: half the traffic is back/);
	await world.see(ANA, "the topic to follow", (state) =>
		/SEV2/.test(state.channels.find((c) =>
			c.id === room.id).topic));
});

test("P5.5 marked stable, then P4.4 resolved with its final update",
	async () => {
		await world.command(ANA, room.id, "mitigated rolled back");
		await world.message(ANA, room.id, /marked the service stable/);
		await world.command(ANA, room.id,
			"resolved All requests succeed again.");
		await world.message(ANA, room.id, /resolved the incident/);
		await world.message(ANA, INCIDENTS, /All requests succeed/);
	});

test("reopen, resolve again, close; then nothing is open", async () => {
	await world.command(BEN, room.id, "reopen errors are back");
	await world.message(ANA, room.id, /reopened the incident/);
	await world.command(BEN, room.id, "resolved Fixed for good.");
	await world.message(ANA, room.id, /Fixed for good/);
	for (const line of ["rootcause Requests have no limit.",
		"why one caller could take all", "impact 40 min of errors",
		"worked the roll-back was quick",
		"action limit each caller <@U0BEN|ben> +7d preventative"])
		await world.command(BEN, room.id, line);
	await world.message(ANA, room.id, /set action item 1/);
	await world.command(BEN, room.id, "close");
	await world.message(ANA, room.id, /closed the incident/);
	await world.command(BEN, GENERAL, "list");
	await world.message(BEN, GENERAL, /No incident is open/);
});

test("P7.1 the timeline tells it all, with who and when", async () => {
	await world.command(ANA, room.id, "timeline");
	const latest = await world.message(ANA, room.id,
		/rolled back[^]*resolved the incident[^]*closed/);
	assert.equal(latest.ephemeral, true);
	await world.command(ANA, room.id, "timeline 1");
	await world.message(ANA, room.id, /<@U0ANA> declared SEV1/);
});

test("P7.4 a drill is the same, marked, and pages nobody", async () => {
	await world.command(ANA, GENERAL, "drill sev2 lose a rack");
	const drill = await world.room(ANA, /lose-a-rack/);
	await world.message(ANA, drill.id, /DRILL/);
	await world.message(BEN, INCIDENTS, /DRILL[^]*lose a rack/);
	const state = await world.state(BEN);
	assert.ok(!state.channels.filter((c) => c.is_im)
		.some((c) => c.messages.some((m) =>
			/lose a rack/.test(textOf(m)))));
});

test("incbot ends cleanly on SIGTERM", async () => {
	assert.equal(await world.incbots[0].stop(), 0);
});
