// SPDX-License-Identifier: MIT
//
// mitigate: first stop the harm, then look for the cause (P5), as people live
// it in the incident's channel.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, INCIDENTS, MINUTE, World, controls, textOf }
	from "./world.mjs";

let world, room;

const config = `site: {
	broadcast_channel = "${INCIDENTS}";
	responders = [ "${BEN}" ];
};
services = ( { name = "checkout";
	mitigations = (
		{ title = "Roll back"; command = "deploy undo checkout"; },
		{ title = "Redirect"; url = "https://lb.example.com/checkout"; }
	); } );
`;

before(async () => { world = await World.start({ config }); });
after(async () => { await world?.stop(); });

const input = (value) => ({ value: { type: "plain_text_input", value } });
const choice = (type, value) => ({ value: { type, selected_option: {
	text: { type: "plain_text", text: value }, value } } });

/** Fills and sends the form that this person sees. */
async function fill(as, values) {
	const view = await world.see(as, "a form", (state) => state.modals[0]);
	await world.act(as, "submit", { view_id: view.id, values });
}

/** The one list in the channel, once it says so. */
const checklist = (pattern) => world.message(ANA, room.id,
	new RegExp("First stop the harm[^]*" + pattern.source));

test("P5.1 P5.3 the checklist stands in the channel with the service's paths",
	async () => {
		await world.command(ANA, GENERAL, "");
		await fill(ANA, { title: input("checkout is down"),
			severity: choice("radio_buttons", "SEV1"),
			service: choice("static_select", "checkout") });
		room = await world.room(ANA);
		const list = await checklist(/Root cause: locked/);
		assert.match(textOf(list), /Roll back: `deploy undo checkout`/);
		assert.deepEqual(controls(list.blocks)
			.map((c) => c.element.url).filter(Boolean),
		["https://lb.example.com/checkout"]);
	});

test("P5.1 the cause is locked; what happens ticks the list", async () => {
	await world.command(ANA, room.id, "cause a bad deploy");
	await world.message(ANA, room.id, /root cause is locked/);
	await world.press(ANA, room.id, await checklist(/Acknowledge/),
		/^Acknowledge$/);
	await checklist(/(?:\u2705|:white_check_mark:) 1\. Acknowledge: <@U0ANA>/);
});

test("P5.2 assessed by the form from the list, it lands on the card",
	async () => {
		await world.press(ANA, room.id, await checklist(/Assess/),
			/^Assess$/);
		await fill(ANA, { broken: input("nobody can <b>pay</b>"),
			reach: input("all customers"),
			since: input("20 min ago") });
		await checklist(/(?:\u2705|:white_check_mark:) 2\. Assess: <@U0ANA>/);
		const card = await world.message(ANA, room.id,
			/How bad[^]*For how many[^]*all customers/);
		assert.match(textOf(card), /nobody can &lt;b&gt;pay/);
		assert.match(textOf(card), /Since when\* <!date\^/);
	});

test("P5.3 who tries what is said in the channel", async () => {
	const list = await checklist(/To stop the harm, 1/);
	const path = controls(list.blocks).find((c) =>
		c.element.action_id === "do:try:1");
	await world.act(ANA, "click", { channel: room.id, ts: list.ts,
		block_id: path.block_id, action_id: path.element.action_id });
	await world.message(BEN, room.id,
		/<@U0ANA> tries to stop the harm: Roll back/);
	await world.message(ANA, room.id, /The command: `deploy undo checkout`/);
});

test("P5.4 not stable after 10 minutes, the commander is told what is open",
	async () => {
		await world.command(ANA, room.id, "ic <@U0BEN|ben>");
		await world.message(ANA, room.id,
			/<@U0BEN> is incident commander/);
		await world.advance(10 * MINUTE);
		const nag = await world.direct(BEN, /Not stable after 1\d min/);
		assert.match(textOf(nag), /\u2610 \*4\. Mitigate/);
		assert.match(textOf(nag), /(?:\u2705|:white_check_mark:) 1\. Acknowledge/);
	});

test("P5.5 P5.1 on stable the evidence is asked for and the cause unlocked",
	async () => {
		await world.command(BEN, room.id, "park why no canary?");
		await world.command(BEN, room.id, "mitigated rolled back");
		const said = await world.message(ANA, room.id,
			/marked the service stable[^]*Keep logs and traces/);
		await world.press(ANA, room.id, said, /Evidence is kept/);
		await fill(ANA, { text: input("bucket inc-1") });
		await checklist(/(?:\u2705|:white_check_mark:) Keep the evidence: <@U0ANA>/);
		await world.command(ANA, room.id, "cause a bad deploy");
		await checklist(/(?:\u2705|:white_check_mark:) 5\. Root cause: named by <@U0ANA>/);
		await world.command(ANA, room.id, "timeline");
		await world.message(ANA, room.id,
			/parked for the postmortem: why no canary/);
	});
