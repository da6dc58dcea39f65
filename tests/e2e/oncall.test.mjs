// SPDX-License-Identifier: MIT
//
// oncall: who is on call, with the real program: a change made in Slack is
// committed like everything else, survives kill -9 of incbot, and is seen by
// the other replica (P2.1).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, World, textOf } from "./world.mjs";

let world;

before(async () => {
	world = await World.start({ replicas: 2 });
});
after(async () => { await world?.stop(); });

test("P2.1 without rotations the first responders are on call", async () => {
	await world.command(ANA, GENERAL, "oncall");
	const answer = await world.message(ANA, GENERAL, /primary/);
	assert.match(textOf(answer), /primary <@U0BEN>[^]*secondary <@U0CHLOE>/);
	assert.equal(answer.ephemeral, true);
});

test("P2.1 a cover is seen by everybody, whichever replica answers",
	async () => {
		await world.command(BEN, GENERAL, `oncall cover <@${DAN}> 2h`);
		await world.message(BEN, GENERAL,
			/set <@U0DAN> on call in place of <@U0BEN>/);
		for (let i = 1; i <= 4; i++) {
			await world.command(CHLOE, GENERAL, "oncall");
			await world.see(CHLOE, `answer ${i}`, (state) =>
				state.channels.find((c) => c.id === GENERAL)
					.messages.filter((m) =>
						/primary <@U0DAN>/
							.test(textOf(m)))
					.length === i);
		}
	});

test("P2.7 it outlives both replicas", async () => {
	for (const incbot of world.incbots)
		await incbot.stop("SIGKILL");
	await world.startIncbot();
	await world.command(ANA, GENERAL, "oncall drop 1");
	await world.message(ANA, GENERAL, /dropped the on-call change 1/);
	await world.command(DAN, GENERAL, "oncall");
	await world.message(DAN, GENERAL, /primary <@U0BEN>/);
});
