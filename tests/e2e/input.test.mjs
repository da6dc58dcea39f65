// SPDX-License-Identifier: MIT
//
// input: what people get wrong, and what Slack delivers twice. P7.3: one
// private sentence with the right form, nothing changed, nothing lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, World, textOf, until } from "./world.mjs";

let world, room;

before(async () => {
	world = await World.start();
	await world.command(ANA, GENERAL, "sev2 search is slow");
	room = await world.room(ANA);
	await world.see(BEN, "the channel from inside", (state) =>
		state.channels.find((c) => c.id === room.id)?.is_member);
});
after(async () => { await world?.stop(); });

const timeline = async () => {
	await world.command(ANA, room.id, "timeline");
	const seen = await world.message(ANA, room.id, /declared SEV2/);
	return textOf(seen);
};

for (const [typed, said] of [
	["statsu", /Did you mean `\/incident status`/],
	["frobnicate", /begin with its severity/],
	["sev 7", /severity is `sev1`, `sev2` or `sev3`/],
	["ic ben", /by mention/],
	["sev 2", /already SEV2/],
	["close", /not resolved yet[^]*resolved final public text/],
	["reopen", /`reopen` cannot be done now/],
	["title " + "x".repeat(121), /1 to 120 characters/],
	["note " + "y".repeat(1501), /1,500 characters/],
	["accept ic", /Nobody is handing/],
]) {
	test(`P7.3 "${typed.slice(0, 30)}" is answered in private`, async () => {
		await world.command(BEN, room.id, typed);
		const answer = await world.message(BEN, room.id, said);
		assert.equal(answer.ephemeral, true);
		const others = (await world.state(ANA)).channels
			.find((c) => c.id === room.id).messages;
		assert.ok(!others.some((m) => said.test(textOf(m))));
	});
}

test("P7.3 nothing of that is in the timeline", async () => {
	assert.doesNotMatch(await timeline(), /U0BEN[^]*(noted|title)/);
});

test("the wrong channel: the open incidents are named", async () => {
	await world.command(BEN, GENERAL, "mitigated it");
	await world.message(BEN, GENERAL,
		/not an incident's channel[^]*search is slow/);
});

test("a form that is only looked at, and a refusal, spend no number",
	async () => {
		await world.command(ANA, GENERAL, "");
		await world.see(ANA, "the form", (state) => state.modals.length);
		await world.command(ANA, GENERAL,
			`sev3 ${"too long ".repeat(20)}`);
		await world.message(ANA, GENERAL, /1 to 120 characters/);
		await world.command(ANA, GENERAL, "sev3 the next number");
		await world.message(ANA, GENERAL, /INC-2 declared: SEV3 the next/);
	});

/** Fills and sends the form that this person sees. */
async function fill(as, values) {
	// one that was open before may go as it is looked at
	await until("a form that is there", 10_000, async () => {
		const view = await world.see(as, "a form", (state) =>
			state.modals[0]);
		return world.act(as, "submit", { view_id: view.id, values })
			.catch((error) => {
				if (!/view_not_found/.test(error.message))
					throw error;
			});
	});
}

test("P7.3 whoever declares by a form learns the number, too", async () => {
	await world.command(ANA, GENERAL, "");
	await fill(ANA, {
		title: { value: { type: "plain_text_input",
			value: "the logo is crooked" } },
		severity: { value: { type: "radio_buttons", selected_option: {
			text: { type: "plain_text", text: "SEV3" },
			value: "SEV3" } } },
	});
	await world.direct(ANA, /INC-\d+ declared: SEV3 the logo is crooked/);
});

test("P3.4 one hand with two roles is pointed out after a form", async () => {
	await world.command(BEN, room.id, "ic <@U0ANA|ana>");
	await world.command(BEN, room.id, "assign tech");
	await fill(BEN, {
		user: { value: { type: "users_select", selected_user: ANA } },
	});
	const said = await world.message(BEN, room.id,
		/<@U0ANA> is technical lead[^]*in one hand/);
	assert.equal(said.ephemeral, true);
});

test("F27 F30 the same command delivered twice declares once", async () => {
	await world.fault("F30", { count: 1 });
	await world.command(ANA, GENERAL, "sev3 twice delivered");
	await world.message(ANA, GENERAL, /INC-\d+ declared: SEV3 twice/);
	await world.command(ANA, GENERAL, "list");
	const list = await world.message(ANA, GENERAL, /twice delivered/);
	assert.equal(textOf(list).match(/twice delivered/g).length, 1);
});

test("hostile text stays text", async () => {
	await world.command(ANA, room.id,
		"note <!channel> <https://evil.example|click> *bold* &amp;");
	const note = await world.message(ANA, room.id, /noted/);
	assert.doesNotMatch(textOf(note), /<!channel>|<https:[^>]*\|/);
});
