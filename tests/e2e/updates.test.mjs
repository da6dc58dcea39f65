// SPDX-License-Identifier: MIT
//
// updates: many updates of several incidents while every place misbehaves at
// random: refuses for a while, limits, drops connections before or after the
// work is done. None is lost, none is there twice, and each place has those of
// an incident in order (P4.3, I15). UPDATES says how many, SEED which dice.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, INCIDENTS, World, build, textOf, until }
	from "./world.mjs";
import { INSTATUS_KEY, INSTATUS_PAGE, Places, STATUSPAGE_KEY,
	STATUSPAGE_PAGE, WEBHOOK_SECRET } from "./places.mjs";

const COUNT = Number(process.env.UPDATES ?? 200);
const SEED = Number(process.env.SEED ?? 1);
const INCIDENT_COUNT = 5;
const SPEED = 20;
const FAULTS = [[0.05, 503], [0.02, 500], [0.02, 429], [0.02, 420],
	[0.05, "reset"], [0.05, "lost"]];

let world, places, folder;
const rooms = [];
const texts = Array.from({ length: INCIDENT_COUNT }, () => []);

/** Numbers in [0, 1), the same for the same seed. */
function dice(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let x = state;
		x = Math.imul(x ^ (x >>> 15), x | 1);
		x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
		return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
	};
}

const roll = dice(SEED);

function trouble() {
	let at = roll();
	for (const [share, how] of FAULTS) {
		if (at < share)
			return how;
		at -= share;
	}
	return "";
}

before(async () => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-updates-"));
	places = await Places.start({ perMinute: Infinity });
	world = await World.start({ fast: true, level: "info", config: `
		outbound: { plain_loopback = true; };
		site: { broadcast_channel = "${INCIDENTS}";
			responders = [ "${BEN}" ];
			status_page_url = "https://status.example.com/"; };
		page: { folder = "${folder}"; };
		places: {
			statuspage: { url = "${places.url}/statuspage";
				page = "${STATUSPAGE_PAGE}"; };
			instatus: { url = "${places.url}/instatus";
				page = "${INSTATUS_PAGE}"; };
			webhook: { url = "${places.url}/hook"; };
		};
	`, env: { INCBOT_STATUSPAGE_KEY: STATUSPAGE_KEY,
		INCBOT_INSTATUS_KEY: INSTATUS_KEY,
		INCBOT_PLACE_WEBHOOK_SECRET: WEBHOOK_SECRET } });
	for (let i = 0; i < INCIDENT_COUNT; i++) {
		await world.command(ANA, GENERAL, `sev2 trouble-${i}`);
		rooms.push(await world.room(ANA, new RegExp(`trouble-${i}`)));
		await world.message(ANA, rooms[i].id, /incident commander/i);
	}
});
after(async () => {
	await world?.stop();
	await places?.stop();
	fs.rmSync(folder, { recursive: true, force: true });
});

test(`P4.3 ${COUNT} updates under faults are published`, async () => {
	places.trouble = trouble;
	for (let n = 0; n < COUNT; n++) {
		const i = Math.floor(roll() * INCIDENT_COUNT);
		const text = `Incident ${i}, update ${texts[i].length}.`;
		texts[i].push(text);
		await world.command(ANA, rooms[i].id, `update ${text}`);
	}
	for (let i = 0; i < INCIDENT_COUNT; i++) {
		const typed = texts[i].length;
		await until("all of them in the timeline", 60_000, async () =>
			(await timeline(i)).length >= typed);
		texts[i] = await timeline(i);
		assert.equal(new Set(texts[i]).size, typed);
		assert.equal(texts[i].length, typed);
	}
	await world.clock({ speed: SPEED });
});

/** What counts: the updates in the order in which they were committed, which
 * is not that of typing if an ack is late. */
async function timeline(i) {
	const child = spawn(path.join(build, "incbot"),
		["postmortem", `INC-${i + 1}`, "--format", "json"],
		{ env: { ...process.env, ...world.environment(),
			LD_PRELOAD: "" },
			stdio: ["ignore", "pipe", "inherit"] });
	let out = "";
	child.stdout.on("data", (data) => { out += data; });
	await once(child, "close");
	return JSON.parse(out).timeline
		.filter((event) => event.is === "update_published")
		.map((event) => event.text);
}

const told = (list, i) => list.filter((text) =>
	text.startsWith(`Incident ${i},`));

/** What is there, per incident, oldest first. */
const THERE = {
	Statuspage: (i) => told(places.incidents.map((incident) =>
		incident.incident_updates.map((u) => u.body).reverse())
		.find((list) => told(list, i).length > 0) ?? [], i),
	Instatus: (i) => told(places.instatus.incidents.map((incident) =>
		incident.updates.map((u) => u.message))
		.find((list) => told(list, i).length > 0) ?? [], i),
	webhook: (i) => told(places.hooks.map((hook) => hook.text), i),
};

for (const place of Object.keys(THERE))
	test(`P4.3 ${place}: none lost, none twice, in order`, async () => {
		const all = () => texts.every((list, i) =>
			THERE[place](i).length >= list.length);
		await until("all of them", 30_000 + COUNT * 500, all);
		for (let i = 0; i < INCIDENT_COUNT; i++)
			assert.deepEqual(THERE[place](i), texts[i]);
		if (place !== "webhook")
			assert.equal((place === "Statuspage" ?
				places.incidents : places.instatus.incidents)
				.length, texts.filter((l) => l.length).length);
	});

test("P4.3 broadcast channel: none lost, none twice, in order", async () => {
	const posted = async () => (await world.state(ANA)).channels
		.find((c) => c.id === INCIDENTS).messages.map(textOf)
		.map((text) => text.match(/Incident \d, update \d+\./)?.[0])
		.filter(Boolean);
	await until("all of them", 30_000 + COUNT * 500, async () =>
		(await posted()).length >= COUNT);
	const list = await posted();
	for (let i = 0; i < INCIDENT_COUNT; i++)
		assert.deepEqual(told(list, i), texts[i]);
});

test("P4.5 the page: the newest of each, in order", () => {
	const incidents = JSON.parse(fs.readFileSync(path.join(folder,
		"api/v2/incidents.json"), "utf8")).incidents;
	for (let i = 0; i < INCIDENT_COUNT; i++) {
		const bodies = incidents.map((incident) => incident
			.incident_updates.map((u) => u.body).reverse())
			.find((list) => told(list, i).length > 0) ?? [];
		assert.deepEqual(bodies, texts[i].slice(-50));
	}
});

test("P4.3 no card says that anything is missing", async () => {
	await world.see(ANA, "cards without a mark", (state) =>
		!/did not reach|Still on its way/.test(JSON.stringify(
			state.channels.filter((c) => rooms.some((r) =>
				r.id === c.id)).map((c) => c.messages))), 60_000);
});
