// SPDX-License-Identifier: MIT
//
// approve: the second pair of eyes, with the real program: a draft in the
// channel with two buttons, nothing outside before somebody else lets it out,
// and no button left on what is settled (P4).
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, INCIDENTS, MINUTE, World, textOf, until }
	from "./world.mjs";

let world, room, folder;

const page = () => {
	try {
		return fs.readFileSync(path.join(folder, "index.html"), "utf8");
	} catch {
		return "";	// not there yet
	}
};

before(async () => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-approve-"));
	world = await World.start({ config: `
		site: { broadcast_channel = "${INCIDENTS}";
			responders = [ "${BEN}" ];
			status_page_url = "https://status.example.com/"; };
		severities: { sev1: { approve_updates = true; }; };
		page: { folder = "${folder}"; };
	` });
	await world.command(ANA, GENERAL, "sev1 checkout is down");
	room = await world.room(ANA);
	await world.message(ANA, room.id, /incident commander/i);
	await world.command(ANA, room.id, "comms");
	await world.message(ANA, room.id, /is comms lead/i);
});
after(async () => {
	await world?.stop();
	fs.rmSync(folder, { recursive: true, force: true });
});

test("P4.3 a draft waits in the channel; its author cannot let it out",
	async () => {
		await world.command(ANA, room.id, "update Paying fails.");
		const message = await world.message(BEN, room.id,
			/waits for a second pair of eyes[^]*Paying fails/);
		await world.press(ANA, room.id, message, /^approve$/i);
		await world.message(ANA, room.id, /It is your own draft/);
		assert.doesNotMatch(page(), /Paying fails/);
	});

test("P4.1 the clock goes on, and the reminder says that a draft waits",
	async () => {
		await world.advance(5 * MINUTE);
		await world.direct(ANA, /A draft by <@U0ANA> waits since/);
	});

test("P4.3 somebody else approves by a click; the buttons go", async () => {
	const message = await world.message(BEN, room.id,
		/waits for a second pair of eyes[^]*Paying fails/);
	await world.press(BEN, room.id, message, /^approve$/i);
	await until("the page", 15_000, () => /Paying fails/.test(page()));
	await world.message(ANA, INCIDENTS, /Paying fails/);
	await world.message(ANA, room.id,
		/Approved and published by <@U0BEN>/);
});

test("P4.3 a subscriber gets the update as a direct message, until the end",
	async () => {
		await world.command(CHLOE, GENERAL, "subscribe all");
		await world.command(ANA, room.id, "update We know why.");
		await world.message(BEN, room.id,
			/waits for a second pair of eyes[^]*We know why/);
		await world.command(BEN, room.id, "approve");
		const message = await world.direct(CHLOE, /We know why/);
		await world.press(CHLOE, message.channel, message,
			/^unsubscribe$/i);
		await world.message(CHLOE, message.channel,
			/do not come to you any more/);
	});

test("P4.4 the form of the last update says who else has to look at it",
	async () => {
		await world.command(ANA, room.id, "resolved");
		const form = await world.see(ANA, "the form", (state) =>
			state.modals.find((view) =>
				/last public update/.test(textOf(view))));
		assert.match(textOf(form), /once somebody else has approved it/);
		assert.equal(form.submit.text, "Ask for approval");
		await world.act(ANA, "submit", { view_id: form.id, values: {
			text: { value: { type: "plain_text_input",
				value: "It works." } } } });
		await world.message(BEN, room.id,
			/waits for a second pair of eyes[^]*It works\./);
	});

test("P4.3 sent back by a line, and the next one approved by a line",
	async () => {
		await world.command(BEN, room.id, "sendback since when?");
		await world.message(ANA, room.id,
			/sent the draft back to <@U0ANA>[^]*since when/);
		await world.message(ANA, room.id,
			/Sent back by <@U0BEN>; nothing was published/);
		await world.command(ANA, room.id,
			"resolved It works since 9:20.");
		await world.message(BEN, room.id,
			/waits for a second pair of eyes[^]*9:20/);
		await world.command(BEN, room.id, "approve");
		await until("the end on the page", 15_000, () =>
			/All Systems Operational/.test(page()) &&
			/since 9:20/.test(page()));
	});
