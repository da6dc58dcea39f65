// SPDX-License-Identifier: MIT
//
// pager_death: incbot is killed between the pager's taking a page and incbot's
// writing that down, and whoever looks next finds that nobody is to be called
// any more. The alert must not stay open at the pager (P2.5).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, World, until } from "./world.mjs";
import { Pagers, ROUTING_KEY } from "./pagers.mjs";

const LEASE_MS = 31_000;

let world, pagers, number = 0;

before(async () => {
	pagers = await Pagers.start();
	world = await World.start({ config: `
outbound: { plain_loopback = true; };
site: { responders = [ "${BEN}" ]; };
pagers: { pagerduty: { url = "${pagers.url}/pagerduty"; }; };
contacts = ( { user = "${BEN}"; pagers = [ "pagerduty" ];
	pagerduty = "PBEN"; } );
`, env: { INCBOT_PAGERDUTY_ROUTING_KEY: ROUTING_KEY } });
});
after(async () => {
	await world?.stop();
	await pagers?.stop();
});

/** Declared, its page taken, and incbot killed before it heard of that; then
 *  another incbot comes, and says this while the dead one's lease runs. */
async function killedAfterThePage(title, said) {
	const label = `INC-${++number}`;
	pagers.fail("pagerduty", "mute");
	await world.command(ANA, GENERAL, `sev1 ${title}`);
	const key = `incbot/${number}/0/${BEN}`;
	await until("the page", 15_000, () =>
		pagers.alerts.get(key) === "triggered");
	await world.incbots.pop().stop("SIGKILL");
	pagers.fail("pagerduty", "");
	await world.startIncbot();
	await world.command(ANA, GENERAL, `${label} ${said}`);
	const room = await world.room(ANA, new RegExp(
		title.replaceAll(" ", "-")));
	return { key, label, room };
}

const becomes = (key, state) => until(`the alert to be ${state}`, 30_000,
	() => pagers.alerts.get(key) === state);

for (const [said, state] of [["ack", "acknowledged"],
	["resolved It works again.", "resolved"]])
	test(`68 killed while it paged, then ${said.split(" ")[0]}: it is ` +
		`${state} at the pager`, async () => {
		const { key, label, room } = await killedAfterThePage(
			`dead before ${state}`, said);
		await world.message(ANA, room.id, new RegExp(state));
		await world.advance(LEASE_MS);
		await becomes(key, state);
		await world.message(ANA, room.id,
			/Paging <@U0BEN> by pagerduty failed: no_answer/);
		assert.equal(pagers.of("pagerduty").filter((e) =>
			e.event_action === "trigger" && e.dedup_key === key)
			.length, 1);
		if (state !== "resolved")
			await world.command(ANA, GENERAL,
				`${label} resolved It works again.`);
		await becomes(key, "resolved");
	});

test("68 killed while it paged, then lowered: it is resolved there at the end",
	async () => {
		const { key, label, room } = await killedAfterThePage(
			"dead before it sank", "sev3 It is only the test system.");
		await world.message(ANA, room.id, /SEV3/);
		await world.advance(LEASE_MS);
		await world.message(ANA, room.id,
			/Paging <@U0BEN> by pagerduty failed: no_answer/);
		await world.command(ANA, GENERAL,
			`${label} resolved It was the test system.`);
		await world.message(ANA, room.id, /resolved the incident/);
		await becomes(key, "resolved");
		// Nobody was to be reached any more, by no other way either.
		assert.doesNotMatch(JSON.stringify((await world.state(ANA))
			.channels.find((c) => c.id === room.id).messages),
			/No pager has reached/);
	});

test("no stand-in had anything to refuse", () => {
	assert.deepEqual(pagers.refused, []);
});
