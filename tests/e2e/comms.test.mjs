// SPDX-License-Identifier: MIT
//
// comms: the comms channel with the real program: opened beside the incident's
// channel, kept in step, understood as the incident's own, and never told
// anything technical (P3.5).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, INCIDENTS, World } from "./world.mjs";

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

test("P3.5 P4.4 resolved from there", async () => {
	await world.command(CHLOE, comms.id, "resolved All is well.");
	await world.message(CHLOE, comms.id, /Resolved[^]*All is well/);
	await world.message(ANA, room.id, /resolved[^]*All is well/);
});
