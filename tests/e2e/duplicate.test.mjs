// SPDX-License-Identifier: MIT
//
// duplicate: two people declare the same thing: the second one is told of the
// first at once and closes theirs by one click, with the real program.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, World, controls, textOf }
	from "./world.mjs";

let world;

before(async () => { world = await World.start(); });
after(async () => { await world?.stop(); });

test("the second declarer is told of the first, and closes theirs by a click",
	async () => {
		await world.command(ANA, GENERAL, "sev1 checkout is down");
		await world.message(ANA, GENERAL, /INC-1 declared/);
		await world.command(CHLOE, GENERAL, "sev1 nobody can pay");
		const told = await world.message(CHLOE, GENERAL, new RegExp(
			"INC-2 declared[^]*INC-1 SEV1 checkout is down, declared " +
			`\\d+ s ago by <@${ANA}>[^]*duplicate INC-1`));
		const second = await world.room(CHLOE, /nobody-can-pay/);
		await world.message(CHLOE, second.id, /first public update/i);
		await world.press(CHLOE, GENERAL, told, /^Same as INC-1/);
		await world.message(CHLOE, GENERAL,
			/INC-2 is closed as the same as INC-1/);
		await world.message(CHLOE, second.id,
			/resolved the incident: The same as INC-1/);
		/* The draft of a public update is not offered any more. */
		const settled = await world.message(CHLOE, second.id,
			/It is over, as the same as INC-1; nothing was published/);
		assert.deepEqual(controls(settled.blocks), []);
		/* Whoever was paged for it is told that it is over. */
		await world.direct(BEN, /nobody can pay[^]*(resolved|over)/i);
		await world.command(ANA, GENERAL, "list");
		const list = textOf(await world.message(ANA, GENERAL,
			/open incident|INC-1 /));
		assert.doesNotMatch(list, /nobody can pay/);
	});

test("a click a second time is told how it stands", async () => {
	const told = await world.message(CHLOE, GENERAL, /INC-2 declared/);
	await world.press(CHLOE, GENERAL, told, /^Same as INC-1/);
	await world.message(CHLOE, GENERAL, /INC-2 is already closed/);
});

test("of two at the same instant, on two replicas, one is told of the other",
	async () => {
		await world.startIncbot();
		for (let i = 0; i < 5; i++) {
			const titles = [`left ${i}`, `right ${i}`];
			await Promise.all([
				world.command(ANA, GENERAL, `sev3 ${titles[0]}`),
				world.command(CHLOE, GENERAL, `sev3 ${titles[1]}`)]);
			const answers = [
				textOf(await world.message(ANA, GENERAL,
					new RegExp(`declared: SEV3 ${titles[0]}`))),
				textOf(await world.message(CHLOE, GENERAL,
					new RegExp(`declared: SEV3 ${titles[1]}`)))];
			assert.ok(answers[0].includes(titles[1]) ||
				answers[1].includes(titles[0]), answers.join("\n"));
		}
	});
