// SPDX-License-Identifier: MIT
//
// postmortem: what follows an incident, as people live it: the duty and its
// reminders, the forms, action items, the close that names what is missing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, INCIDENTS, MINUTE, World,
	textOf } from "./world.mjs";

let world, room;

before(async () => {
	world = await World.start({ replicas: 2, config: `site: {
		broadcast_channel = "${INCIDENTS}";
		responders = [ "${BEN}", "${CHLOE}" ];
		manager = "${DAN}";
	};\n` });
	await world.command(ANA, GENERAL, "sev1 checkout is down");
	room = await world.room(ANA);
	await world.message(ANA, room.id, /incident commander/i);
	await world.see(ANA, "the people in the channel", (state) =>
		[ANA, BEN, CHLOE].every((user) => state.channels.find((c) =>
			c.id === room.id).members.includes(user)));
	await world.command(BEN, room.id, "ack");
	await world.command(ANA, room.id, "ic");
	await world.message(ANA, room.id, /<@U0ANA> is incident commander/);
});
after(async () => { await world?.stop(); });

/** The form that ana sees, once it says so. */
function modal(pattern) {
	return world.see(ANA, `a form ${pattern}`, (state) =>
		state.modals.find((view) =>
			pattern.test(JSON.stringify(view.blocks))));
}

test("P6.6 an action item during the incident, typed", async () => {
	await world.command(ANA, room.id,
		"action \"alarm on the pool\" <@U0BEN|ben> +3d preventative");
	await world.message(ANA, room.id,
		/set action item 1 for <@U0BEN>[^]*alarm on the pool/);
	await world.direct(BEN, /action item 1[^]*alarm on the pool/);
});

test("P6.1 P6.2 resolving says who owes the postmortem", async () => {
	await world.command(ANA, room.id, "resolved It works again.");
	await world.message(ANA, room.id, /<@U0ANA> writes the postmortem/);
	await world.direct(ANA, /You write the postmortem/);
	const card = await world.message(ANA, room.id,
		/Who owns it[^]*Postmortem[^]*to be written/);
	assert.match(textOf(card), /1 of 1 action items open/);
});

test("P6.7 the close names exactly what is missing", async () => {
	await world.command(ANA, room.id, "close");
	const said = await world.message(ANA, room.id, /cannot be closed yet/);
	assert.match(textOf(said), /root cause[^]*first why[^]*impact/);
	assert.doesNotMatch(textOf(said), /action item/);
});

test("P6.5 a form that names a person comes back, and then saves",
	async () => {
		const card = await world.message(ANA, room.id,
			/Who owns it[^]*Postmortem/);
		await world.press(ANA, room.id, card, /^Postmortem$/);
		const shown = await world.message(ANA, room.id,
			/Postmortem of[^]*missing/);
		await world.press(ANA, room.id, shown, /^Root cause$/);
		const typed = (value) => ({ value: {
			type: "plain_text_input", value } });
		const values = { why1: typed("<@U0BEN> pushed it"),
			text: typed("No review.") };
		const form = await modal(/Why did it happen/);
		await world.act(ANA, "submit", { view_id: form.id, values });
		const warned = await modal(/names a person/);
		assert.equal(warned.id, form.id);
		await world.act(ANA, "submit", { view_id: form.id, values });
		await world.message(ANA, room.id, /root cause is written/);
	});

test("P6.2 reminders come by the clock, whatever replica lives", async () => {
	await world.incbots[0].stop("SIGKILL");
	await world.advance(24 * 60 * MINUTE);
	await world.direct(ANA, /The postmortem is due/);
	await world.advance(72 * 60 * MINUTE);
	await world.direct(ANA, /postmortem is \*overdue\*/);
	/* Then the manager hears, too. */
	await world.direct(DAN, /overdue[^]*<@U0ANA> writes it/);
	await world.direct(BEN, /Action item 1 is due/);
});

test("P6.7 complete, it can be closed", async () => {
	/* Days have passed: the link is renewed before somebody types. */
	await world.see(ANA, "the app's link", (state) =>
		state.app.connections >= 1, 30_000);
	await world.command(BEN, room.id, "impact nobody could pay");
	await world.command(BEN, room.id, "worked the alarm");
	await world.message(BEN, room.id, /what worked is written/);
	await world.command(CHLOE, room.id, "close");
	await world.message(ANA, room.id, /closed the incident/);
});
