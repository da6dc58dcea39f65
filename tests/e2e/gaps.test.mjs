// SPDX-License-Identifier: MIT
//
// gaps: talk about the cause that is parked by a message's shortcut, and the
// pre-launch checklist of what is still open, typed, clicked and printed, with
// the real program (P5.1, P6.6).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { ANA, BEN, CHLOE, GENERAL, World, build, textOf } from "./world.mjs";

const run = promisify(execFile);
let world, room;

before(async () => {
	world = await World.start({ config: `
		site: { responders = [ "${BEN}" ]; };
		services = ( { name = "checkout"; } );\n` });
	await world.command(ANA, GENERAL, "sev1 payments fail");
	room = await world.room(ANA);
	await world.message(ANA, room.id, /first public update/i);
});
after(() => world?.stop());

test("P5.1 a message is parked with its author and its link", async () => {
	await world.act(ANA, "say", { channel: room.id,
		text: "it was the *deploy* of nine o'clock <!channel>" });
	const said = await world.message(ANA, room.id, /deploy/);
	await world.act(ANA, "shortcut", { callback_id: "park_message",
		channel: room.id, ts: said.ts });
	const kept = await world.message(ANA, room.id,
		/parked for the postmortem what <@U0ANA> said/);
	assert.match(textOf(kept), new RegExp(
		`https://acme.slack.com/archives/${room.id}/p${
			said.ts.replace(".", "")}\\|message`));
	assert.doesNotMatch(textOf(kept), /<!channel>/);
	await world.command(ANA, room.id, "timeline");
	await world.message(ANA, room.id, /Timeline[^]*parked/);
});

test("outside an incident's channel it is refused in private", async () => {
	await world.act(ANA, "say", { channel: GENERAL, text: "lunch?" });
	const said = await world.message(ANA, GENERAL, /lunch/);
	await world.act(ANA, "shortcut", { callback_id: "park_message",
		channel: GENERAL, ts: said.ts });
	await world.message(ANA, GENERAL, /not an incident's channel/);
});

test("P6.6 the pre-launch checklist shows what is open, and is marked",
	async () => {
		await world.command(ANA, room.id, "action check the `disk` & " +
			`<@${BEN}|ben> 2027-07-01 preventative`);
		await world.message(ANA, room.id, /set action item 1/);
		await world.command(ANA, room.id, "action alarm on queues");
		await world.message(ANA, room.id, /set action item 2/);
		await world.command(CHLOE, GENERAL, "checklist");
		const list = await world.message(CHLOE, GENERAL,
			/Pre-launch checklist[^]*2 open gaps/);
		assert.match(textOf(list), /no service[^]*alarm on queues/);
		await world.press(CHLOE, GENERAL, list, /export as markdown/i);
		const text = textOf(await world.message(CHLOE, GENERAL,
			/# Pre-launch checklist: open gaps/));
		assert.match(text, /- \[ \] check the \\.disk\\. \\& \(SEV1 gap, INC-1 item 1/);
		assert.match(text, /due 2027-07-01, preventative\)/);
	});

test("P7.2 the checklist opens by a click on the Home tab", async () => {
	await world.act(BEN, "home");
	const home = await world.see(BEN, "the Home tab", (state) =>
		state.home?.view?.blocks && state.home.view);
	const row = home.blocks.find((block) => block.elements?.some(
		(one) => /checklist/i.test(one.text?.text ?? "")));
	await world.act(BEN, "click", { home: true, view_id: home.id,
		block_id: row.block_id, action_id: "do:checklist" });
	await world.direct(BEN, /Pre-launch checklist[^]*2 open gaps/);
});

test("incbot checklist prints the same", async () => {
	const { stdout } = await run(path.join(build, "incbot"), ["checklist"],
		{ env: { ...process.env, ...world.environment() } });
	assert.match(stdout, /^# Pre-launch checklist: open gaps\n/);
	assert.match(stdout, /## no service\n\n- \[ \] check the \\`disk\\` \\&/);
	assert.equal(stdout.match(/^- \[ \]/gm).length, 2);
	assert.match(stdout, /Ben Okafor/);
	assert.doesNotMatch(stdout, /U0[A-Z]+/);
	await world.command(ANA, room.id, "action done 1");
	await world.message(ANA, room.id, /did action item 1/);
	const later = await run(path.join(build, "incbot"), ["checklist"],
		{ env: { ...process.env, ...world.environment() } });
	assert.equal(later.stdout.match(/^- \[ \]/gm).length, 1);
	const none = await run(path.join(build, "incbot"),
		["checklist", "checkout"],
		{ env: { ...process.env, ...world.environment() } });
	assert.match(none.stdout, /None is open/);
});
