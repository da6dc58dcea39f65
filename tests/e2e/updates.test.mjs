// SPDX-License-Identifier: MIT
//
// updates: many updates of several incidents while every place misbehaves at
// random: refuses for a while, limits, drops connections before or after the
// work is done, also Slack for the broadcast channel and the subscribers; and
// somebody takes the built-in page's whole folder away. None is lost, none is
// there twice, and each place and each file has those of an incident in order
// (P4.3, I15). UPDATES says how many, SEED which dice.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, INCIDENTS, World, build, until }
	from "./world.mjs";
import { INSTATUS_KEY, INSTATUS_PAGE, Places, STATUSPAGE_KEY,
	STATUSPAGE_PAGE, WEBHOOK_SECRET } from "./places.mjs";

const COUNT = Number(process.env.UPDATES ?? 200);
const SEED = Number(process.env.SEED ?? 1);
const INCIDENT_COUNT = 5;
const SPEED = 20;		// of all clocks, while the machine can follow
const SPEED_MIN = 3;
const FAULTS = [[0.05, 503], [0.02, 500], [0.02, 429], [0.02, 420],
	[0.05, "reset"], [0.05, "lost"]];
/* Slack's, each for one post: limited, not done, done and not said. */
const SLACK_FAULTS = [["ratelimited-200", {}], ["429", { retry_after: 3 }],
	["500", {}], ["500-applied", {}], ["F45", {}]];
const SLACK_FAULT_COUNT = Math.ceil(COUNT / 10);
const SLACK_FAULT_SHARE = 0.2;
const FOLDER_LOST_SHARE = 0.05;

let world, places, folder, top;
let speed = 1, seen = 0;
let slackFaults = 0, slackFaulted = 0, foldersLost = 0, logSeq = 0;
const posts = new Map();
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

/** At twenty times its speed two seconds for an answer of Redis are a tenth: on
 * a busy machine all would wait for what has timed out. Slower, then. */
async function pace() {
	const log = world.incbots[0].text();
	const late = log.slice(seen)
		.match(/what=redis_down .*not answered in time/g)?.length ?? 0;
	seen = log.length;
	const wanted = late > 1 ? Math.max(SPEED_MIN, speed / 2) :
		late === 0 ? Math.min(SPEED, speed * 1.2) : speed;
	if (wanted !== speed)
		await world.clock({ speed: wanted });
	speed = wanted;
}

/** The same as until(), with a clock that the machine can follow. */
async function eventually(what, ms, probe) {
	let paced = performance.now();
	return until(what, ms, async () => {
		if (performance.now() - paced > 2000) {
			await pace();
			paced = performance.now();
		}
		return probe();
	});
}

function trouble() {
	let at = roll();
	for (const [share, how] of FAULTS) {
		if (at < share)
			return how;
		at -= share;
	}
	return "";
}

/** At one of the next posts, at most so often in all. */
async function troubleSlack() {
	if (slackFaults >= SLACK_FAULT_COUNT || roll() >= SLACK_FAULT_SHARE)
		return;
	const [fault, more] = SLACK_FAULTS[slackFaults++ % SLACK_FAULTS.length];
	await world.fault(fault, { method: "chat.postMessage", ...more });
}

/** The page is gone, whole. */
function loseFolder() {
	if (roll() < FOLDER_LOST_SHARE && fs.existsSync(folder))
		fs.renameSync(folder, path.join(top, `lost-${foldersLost++}`));
}

/** Reads on in the workspace's log, which is cut when it is not read: each
 * channel's updates that were posted and still stand there, as they came. */
async function readPosts() {
	const { seq, entries } = await world.log(logSeq);
	assert.equal(entries.length, seq - logSeq, "the log was cut");
	logSeq = seq;
	for (const { what, channel, detail } of entries) {
		const list = posts.get(channel) ?? [];
		slackFaulted += what === "fault";
		if (what === "message")
			list.push(detail);
		posts.set(channel, what === "deleted" ?
			list.filter((post) => post.ts !== detail.ts) : list);
	}
}

async function postedTo(channel) {
	await readPosts();
	return (posts.get(channel) ?? [])
		.map((post) => post.text.match(/Incident \d, update \d+\./)?.[0])
		.filter(Boolean);
}

/** A channel as it is, of a person the direct messages with the bot. */
const channelOf = async (id) => /^C/.test(id) ? id :
	(await world.state(id)).channels.find((c) => c.is_im)?.id;

before(async () => {
	top = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-updates-"));
	folder = path.join(top, "page");
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
	for (const [user, words] of [[BEN, "all"], [DAN, "all sev2"],
		[CHLOE, "all sev1"]]) {
		await world.command(user, GENERAL, `subscribe ${words}`);
		await world.message(user, GENERAL, /comes to you as a direct message/);
	}
	for (let i = 0; i < INCIDENT_COUNT; i++) {
		await world.command(ANA, GENERAL, `sev2 trouble-${i}`);
		rooms.push(await world.room(ANA, new RegExp(`trouble-${i}`)));
		await world.message(ANA, rooms[i].id, /incident commander/i);
	}
});
after(async () => {
	await world?.stop();
	await places?.stop();
	fs.rmSync(top, { recursive: true, force: true });
});

test(`P4.3 ${COUNT} updates under faults are published`, async () => {
	places.trouble = trouble;
	for (let n = 0; n < COUNT; n++) {
		const i = Math.floor(roll() * INCIDENT_COUNT);
		const text = `Incident ${i}, update ${texts[i].length}.`;
		texts[i].push(text);
		await world.command(ANA, rooms[i].id, `update ${text}`);
		await troubleSlack();
		loseFolder();
		await readPosts();
	}
	for (let i = 0; i < INCIDENT_COUNT; i++) {
		const typed = texts[i].length;
		await until("all of them in the timeline", 60_000, async () =>
			(await timeline(i)).length >= typed);
		texts[i] = await timeline(i);
		assert.equal(new Set(texts[i]).size, typed);
		assert.equal(texts[i].length, typed);
	}
	speed = SPEED;
	seen = world.incbots[0].text().length;
	await world.clock({ speed });
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
		const all = async () => {
			await readPosts();
			return texts.every((list, i) =>
				THERE[place](i).length >= list.length);
		};
		await eventually("all of them", 30_000 + COUNT * 500, all);
		for (let i = 0; i < INCIDENT_COUNT; i++)
			assert.deepEqual(THERE[place](i), texts[i]);
		if (place !== "webhook")
			assert.equal((place === "Statuspage" ?
				places.incidents : places.instatus.incidents)
				.length, texts.filter((l) => l.length).length);
	});

for (const [who, user] of [["broadcast channel", INCIDENTS],
	["subscriber to all", BEN], ["subscriber to SEV2", DAN]])
	test(`P4.3 ${who}: none lost, none twice, in order`, async () => {
		const channel = await channelOf(user);
		await eventually("all of them", 30_000 + COUNT * 500, async () => {
			await troubleSlack();
			return (await postedTo(channel)).length >= COUNT;
		});
		const list = await postedTo(channel);
		for (let i = 0; i < INCIDENT_COUNT; i++)
			assert.deepEqual(told(list, i), texts[i]);
		assert.equal(list.length, COUNT);
	});

test("P4.3 subscriber to SEV1: none of these", async () => {
	assert.deepEqual(await postedTo(await channelOf(CHLOE)), []);
});

test("P4.3 there were faults of Slack, and lost folders", () => {
	assert.ok(slackFaulted >= SLACK_FAULT_COUNT / 2);
	assert.ok(COUNT < 100 || foldersLost > 0);
});

/** Updates in a file of the page, which has the newest first; oldest first.
 * Of the first page what is above the last days. */
function inFile(name, i) {
	const file = path.join(folder, name);
	if (!fs.existsSync(file))
		return [];
	return told(fs.readFileSync(file, "utf8").split('id="recent"')[0]
		.match(/Incident \d, update \d+\./g) ?? [], i).reverse();
}

const incidentsJson = () => JSON.parse(fs.readFileSync(path.join(folder,
	"api/v2/incidents.json"), "utf8")).incidents;

/** The page of its own, found by its link in the JSON. */
function ownPage(i) {
	const one = incidentsJson().find((incident) => told(incident
		.incident_updates.map((u) => u.body), i).length > 0);
	return one ? `incidents/${one.id}.html` : "";
}

for (const [name, file, most] of [
	["first page", () => "index.html", Infinity],
	["history", () => "history.html", 1],
	["Atom feed", () => "history.atom", Infinity],
	["RSS feed", () => "history.rss", Infinity],
	["pages of incidents", ownPage, Infinity],
])
	test(`P4.5 ${name}: none lost, none twice, in order`, async () => {
		await eventually("the page to be whole", 60_000, () =>
			fs.existsSync(path.join(folder, "index.html")) &&
			texts.every((list, i) =>
				inFile(file(i), i).at(-1) === list.at(-1)));
		for (let i = 0; i < INCIDENT_COUNT; i++)
			assert.deepEqual(inFile(file(i), i),
				texts[i].slice(-most));
	});

test("P4.5 JSON: the newest of each, in order", () => {
	const incidents = incidentsJson();
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
