// SPDX-License-Identifier: MIT
//
// page_look: PagerDuty is asked whether a page that it has taken still stands
// there (row 67 of docs/faults.md): no webhook comes through in this world, so
// what is acknowledged there is known by asking alone; what it has lost is sent
// once more, and then the next way is tried.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, MINUTE, World, textOf,
	until } from "./world.mjs";
import { Pagers, ROUTING_KEY, WEBHOOK_SECRET } from "./pagers.mjs";
import { API_TOKEN, PagerDuty } from "./pagerduty.mjs";

const LOOK_MS = 31_000;

let world, pagers, pagerduty, number = 0;
const changed = new Map();	// of a key: { at, agent }

before(async () => {
	pagers = await Pagers.start();
	pagerduty = await PagerDuty.start();
	pagerduty.incidentsOf = (key) => pagers.alerts.has(key) ?
		[{ status: pagers.alerts.get(key), changed: Date.now(),
			...changed.get(key) }] : [];
	world = await World.start({ config: `
outbound: { plain_loopback = true; };
site: { responders = [ "${BEN}", "${CHLOE}" ]; };
pagers: { pagerduty: { url = "${pagers.url}/pagerduty";
		api_url = "${pagerduty.url}"; };
	webhook: { url = "${pagers.url}/hook"; }; };
contacts = ( { user = "${BEN}"; pagers = [ "pagerduty", "webhook" ];
		pagerduty = "PBEN"; },
	{ user = "${CHLOE}"; pagers = [ "webhook" ]; pagerduty = "PCHLOE"; } );
`, env: { INCBOT_PAGERDUTY_ROUTING_KEY: ROUTING_KEY,
		INCBOT_WEBHOOK_PAGER_SECRET: WEBHOOK_SECRET,
		INCBOT_PAGERDUTY_API_TOKEN: API_TOKEN } });
});
after(async () => {
	await world?.stop();
	await pagers?.stop();
	await pagerduty?.stop();
});

const asked = (key) => pagerduty.asked.filter((a) => a.path ===
	"/incidents" && a.query.includes(encodeURIComponent(key))).length;
const triggers = (key) => pagers.of("pagerduty").filter((e) =>
	e.event_action === "trigger" && e.dedup_key === key).length;
const nowThere = async () => (await world.clock({})).now_ms;

/** Declared, and PagerDuty has taken its page, and that is known. */
async function paged(title) {
	const key = `incbot/${++number}/0/${BEN}`;
	await world.command(ANA, GENERAL, `sev1 ${title}`);
	const room = await world.room(ANA, new RegExp(
		title.replaceAll(" ", "-")));
	await world.message(ANA, room.id,
		/U0BEN>, primary on call: .*accepted by pagerduty/);
	return { key, room };
}

/** It is asked about, once more than before. */
async function look(key, ms) {
	const before = asked(key);
	await world.advance(ms);
	await until(`a look at ${key}`, 20_000, () => asked(key) > before);
}

const settled = (label) =>
	world.command(ANA, GENERAL, `${label} resolved It works again.`);

test("67 P2.5 acknowledged there, and no webhook came: it counts, by asking",
	async () => {
		const { key, room } = await paged("asked and answered");
		await look(key, LOOK_MS);
		assert.equal(asked(key), 1);
		pagers.alerts.set(key, "acknowledged");
		changed.set(key, { agent: "PCHLOE" });
		await look(key, MINUTE);
		await world.message(ANA, room.id, /<@U0CHLOE> acknowledged/);
		// Nobody else is called, and nobody asks any more.
		await world.advance(10 * MINUTE);
		await world.message(ANA, room.id, /commander/i);
		assert.equal(pagers.of("webhook").length, 0);
		assert.equal(asked(key), 2);
		assert.equal(triggers(key), 1);
		await settled("INC-1");
	});

test("67 P2.8 lost there: sent once more; lost again: the next way",
	async () => {
		const { key, room } = await paged("easily forgotten");
		pagers.alerts.delete(key);
		await look(key, LOOK_MS);
		await world.message(ANA, room.id,
			/pagerduty has lost the page of <@U0BEN>; it is sent once more/);
		await until("the page once more", 15_000, () =>
			triggers(key) === 2);
		await world.message(ANA, room.id,
			/U0BEN>, primary on call: .*accepted by pagerduty/);
		pagers.alerts.delete(key);
		await look(key, LOOK_MS);
		await world.message(ANA, room.id,
			/Paging <@U0BEN> by pagerduty failed: it lost the page/);
		await until("the next way", 15_000, () =>
			pagers.of("webhook").some((p) => p.user === BEN &&
				/easily forgotten/.test(p.headline)));
		assert.equal(triggers(key), 2);
		await settled("INC-2");
	});

test("67 P4.4 resolved there: acknowledged, and here it goes on", async () => {
	const { key, room } = await paged("over for pagerduty");
	pagers.alerts.set(key, "resolved");
	changed.set(key, { agent: "PBEN", changed: await nowThere() });
	await look(key, LOOK_MS);
	await world.message(ANA, room.id, /<@U0BEN> acknowledged/);
	await world.message(ANA, room.id,
		/<@U0BEN> resolved it in the pager; here it goes on/);
	await settled("INC-3");
});

test("67 what was resolved before it was paged is another: sent again",
	async () => {
		const { key, room } = await paged("an older one");
		pagers.alerts.set(key, "resolved");
		changed.set(key, { changed: await nowThere() - 60 * MINUTE });
		await look(key, LOOK_MS);
		await world.message(ANA, room.id, /has lost the page of <@U0BEN>/);
		await until("the page once more", 15_000, () =>
			triggers(key) === 2);
		await settled("INC-4");
	});

test("67 while it cannot answer it is asked again, and the ladder climbs",
	async () => {
		const { key, room } = await paged("asked in vain");
		pagerduty.fail(500);
		await look(key, LOOK_MS);
		await world.advance(9 * MINUTE + 30_000);
		await until("the secondary's page", 15_000, () =>
			pagers.of("webhook").some((p) => p.user === CHLOE &&
				/asked in vain/.test(p.headline)));
		pagerduty.mend();
		pagers.alerts.set(key, "acknowledged");
		changed.set(key, { agent: "PBEN" });
		await look(key, MINUTE);
		const said = await world.message(ANA, room.id,
			/<@U0BEN> acknowledged/);
		assert.doesNotMatch(textOf(said), /lost/);
		await settled("INC-5");
	});

test("no stand-in had anything to refuse", () => {
	assert.deepEqual(pagers.refused, []);
	assert.deepEqual(pagerduty.asked.filter((a) => a.status >= 400 &&
		a.status !== 500), []);
	assert.doesNotMatch(world.incbots[0].text(), /canary/);
});
