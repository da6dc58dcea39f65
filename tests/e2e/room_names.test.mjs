// SPDX-License-Identifier: MIT
//
// room_names: the name of an incident's channel is taken, by more channels than
// can be tried while a lease lasts (Slack lets one be made each three seconds).
// Each attempt then has to begin where the last one ended, or none of them ever
// comes to a free name.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, World } from "./world.mjs";

const TAKEN = 24, SPEED = 6;
let world;

before(async () => {
	world = await World.start({ fast: true });
	await world.clock({ speed: SPEED });
});
after(async () => { await world?.stop(); });

/** The day on which a declaration may fall while this runs. */
async function names() {
	const { now_ms } = await world.clock({});
	const day = (ms) => new Date(ms).toISOString().slice(0, 10);
	return [...new Set([day(now_ms), day(now_ms + 3_600_000)])]
		.map((date) => `inc-${date}-api-outage`);
}

test("P3.1 however many channels of that name there are, one is opened",
	async () => {
		const taken = await names();
		for (const name of taken)
			for (let n = 1; n <= TAKEN; n++)
				await world.act(BEN, "create", { name: n === 1 ?
					name : `${name}-${n}` });
		await world.command(ANA, GENERAL, "sev1 api outage");
		const room = await world.see(ANA, "a channel of its own",
			(state) => state.channels.find((c) =>
				c.name.endsWith(`-api-outage-${TAKEN + 1}`)),
			60_000);
		assert.ok(taken.includes(room.name.replace(/-\d+$/, "")));
		await world.message(ANA, room.id, /incident commander/i);
	});
