// SPDX-License-Identifier: MIT
//
// replicas: two of them on one Redis share the work. Either may be killed
// with -9 while reminders are due: none is lost, none comes twice.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, GENERAL, MINUTE, World, textOf, until } from "./world.mjs";

const INCIDENTS = 6;
let world;
const rooms = [];

before(async () => { world = await World.start({ replicas: 2 }); });
after(async () => { await world?.stop(); });

/** Messages of a channel, told apart by what incbot calls them. */
async function marks(channel) {
	const state = await world.state(ANA);
	return state.channels.find((c) => c.id === channel).messages
		.filter((m) => m.metadata?.event_type === "incbot_fx");
}

const nags = (messages, pattern) =>
	messages.filter((m) => pattern.test(textOf(m)));

test("both are connected and take commands", async () => {
	for (let i = 1; i <= INCIDENTS; i++) {
		await world.command(ANA, GENERAL, `sev1 trouble ${i}`);
		rooms.push(await world.room(ANA, new RegExp(`trouble-${i}$`)));
		await world.message(ANA, rooms.at(-1).id, /first update/i);
	}
});

test("P2.7 P4.1 killed in turn while reminders are due: none lost, none twice",
	async () => {
		for (let round = 0; round < 4; round++) {
			const victim = round % 2;
			await world.advance(5 * MINUTE + 10_000);
			world.incbots[victim].signal("SIGKILL");
			await world.incbots[victim].gone;
			world.incbots[victim] = await world.startIncbot();
			world.incbots.pop();
		}
		// What was leased by a killed one comes back when its lease
		// ends; the clock is turned past that.
		await world.advance(MINUTE);
		for (const room of rooms) {
			await until(`the reminders of ${room.name}`, 60_000,
				async () => {
					const seen = await marks(room.id);
					return nags(seen,
						/no public update yet/i)
						.length > 0 &&
						// P3.4: each empty role
						nags(seen, /Still no/)
							.length >= 3;
				});
		}
		for (const room of rooms) {
			const messages = await marks(room.id);
			const jobs = messages.map((m) =>
				m.metadata.event_payload.fx);
			assert.deepEqual(jobs.filter((job, i) =>
				jobs.indexOf(job) !== i), [],
			`${room.name} was told something twice`);
		}
	});
