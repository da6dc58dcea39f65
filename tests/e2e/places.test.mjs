// SPDX-License-Identifier: MIT
//
// places: updates on status pages that are not ours, with the real program
// against strict stand-ins: each update once and in order whatever is lost on
// the way, each failure on the card with a button, and never a success that
// was none (P4.3).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, INCIDENTS, World, build, until }
	from "./world.mjs";
import { INSTATUS_KEY, INSTATUS_PAGE, Places, STATUSPAGE_KEY,
	STATUSPAGE_PAGE, WEBHOOK_SECRET } from "./places.mjs";

let world, places, room;

const config = () => `
outbound: { plain_loopback = true; };
site: { broadcast_channel = "${INCIDENTS}"; responders = [ "${BEN}" ]; };
services = ( { name = "checkout"; } );
page: { components = (
	{ id = "checkout"; name = "Checkout"; services = [ "checkout" ];
	  statuspage = "sp-checkout"; instatus = "in-checkout"; },
	{ id = "search"; name = "Search"; statuspage = "sp-search"; },
	{ id = "api"; name = "API"; } ); };
places: {
	statuspage: { url = "${places.url}/statuspage"; page = "${STATUSPAGE_PAGE}"; };
	instatus: { url = "${places.url}/instatus"; page = "${INSTATUS_PAGE}"; };
	webhook: { url = "${places.url}/hook"; };
};
`;

const comes = (what, probe) => until(what, 20_000, probe);
const statuspage = () => places.incidents[0];
const bodies = () => statuspage()?.incident_updates.map((u) => u.body) ?? [];
const instatus = () => places.instatus.incidents[0];
const messages = () => instatus()?.updates.map((u) => u.message) ?? [];

/** All three have it, and the card has no mark left. */
const everywhere = (text) => comes(`"${text}" everywhere`, async () =>
	bodies()[0] === text && messages().at(-1) === text &&
	places.hooks.at(-1)?.text === text);

/** Everything at ten times real speed while something is awaited. */
async function hurried(wait) {
	await world.clock({ speed: 10 });
	places.goes(10);
	try {
		await wait();
	} finally {
		places.goes(1);
		await world.clock({ speed: 1 });
	}
}

before(async () => {
	places = await Places.start({
		components: ["sp-checkout", "sp-search"],
		instatusComponents: ["in-checkout"] });
	world = await World.start({ fast: true, config: config(), env: {
		INCBOT_STATUSPAGE_KEY: STATUSPAGE_KEY,
		INCBOT_INSTATUS_KEY: INSTATUS_KEY,
		INCBOT_PLACE_WEBHOOK_SECRET: WEBHOOK_SECRET,
	} });
	await world.command(ANA, GENERAL, "sev1 db-7 burns");
	room = await world.room(ANA);
	await world.message(ANA, room.id, /incident commander/i);
});
after(async () => {
	await world?.stop();
	await places?.stop();
});

test("P4.3 one act, every place: text, phase, components, title", async () => {
	await world.command(ANA, room.id,
		"update checkout=major,api=partial Paying fails.");
	await everywhere("Paying fails.");
	const there = statuspage();
	assert.equal(there.name, "Major outage of Checkout");
	assert.equal(there.status, "investigating");
	assert.equal(there.impact_override, "critical");
	assert.deepEqual(there.component_ids, ["sp-checkout"]);
	assert.equal(places.components.get("sp-checkout"), "major_outage");
	assert.equal(there.incident_updates[0].deliver_notifications, true);
	assert.equal(instatus().name, "Major outage of Checkout");
	assert.equal(places.instatusComponents.get("in-checkout"),
		"MAJOROUTAGE");
	const hook = places.hooks[0];
	assert.equal(hook.status, "investigating");
	assert.deepEqual(hook.components.map((c) => [c.id, c.status]),
		[["checkout", "major_outage"], ["api", "partial_outage"]]);
	assert.ok(Date.parse(hook.next_update_by) >
		Date.parse(hook.published_at));
	assert.equal(places.refused.length, 0);
});

test("P3.5 nothing from inside reaches them", () => {
	for (const { body } of places.requests)
		assert.doesNotMatch(body, /db-7|burns|U0ANA|INC-1/);
});

test("P4.3 one PATCH carries text, phase and components", async () => {
	const before = places.requests.length;
	await world.command(ANA, room.id,
		"update identified: checkout=up,search=degraded Paying works.");
	await everywhere("Paying works.");
	const asked = places.requests.slice(before)
		.filter((r) => r.way === "statuspage");
	assert.deepEqual(asked.map((r) => r.method), ["PATCH"]);
	assert.equal(places.components.get("sp-checkout"), "operational");
	assert.equal(places.components.get("sp-search"),
		"degraded_performance");
	assert.equal(statuspage().status, "identified");
	assert.equal(places.incidents.length, 1);
});

test("P4.3 an answer that is lost: looked for, not sent twice", async () => {
	for (const way of ["statuspage", "instatus", "webhook"])
		places.fail(way, "lost", 1);
	await world.command(ANA, room.id, "update Search is slow.");
	await everywhere("Search is slow.");
	await world.see(ANA, "a card with nothing on its way", (state) =>
		!/Still on its way/.test(JSON.stringify(state.channels
			.find((c) => c.id === room.id).messages)), 30_000);
	assert.equal(bodies().filter((b) => b === "Search is slow.").length, 1);
	assert.equal(messages().filter((m) => m === "Search is slow.")
		.length, 1);
});

test("P4.3 a place that is away gets them later, in order, once each",
	async () => {
		places.fail("statuspage", 503);
		places.fail("instatus", "reset");
		for (const text of ["One.", "Two.", "Three."])
			await world.command(ANA, room.id, `update ${text}`);
		await comes("the webhook, which waits for nobody", () =>
			places.hooks.at(-1).text === "Three.");
		await world.message(ANA, room.id,
			/Still on its way to Statuspage and Instatus/,
			30_000);
		places.fail("statuspage", 420, 1);
		places.fail("instatus", "");
		await hurried(() => until("all of them", 90_000, () =>
			bodies()[0] === "Three." &&
			messages().at(-1) === "Three."));
		assert.deepEqual(bodies().slice(0, 3),
			["Three.", "Two.", "One."]);
		assert.deepEqual(messages().slice(-3),
			["One.", "Two.", "Three."]);
	});

test("P4.3 a refusal is on the card with a button; it looks before it repeats",
	async () => {
		places.fail("statuspage", 422, 1);
		await world.command(ANA, room.id, "update Four.");
		await world.message(ANA, room.id,
			/Could not publish the update: Statuspage: http_422/,
			30_000);
		let message = await world.message(ANA, room.id,
			/It did not reach Statuspage\./, 30_000);
		places.fail("statuspage", "lost", 1);
		await world.press(ANA, room.id, message, /again/i);
		await comes("the update, sent again", () =>
			bodies()[0] === "Four.");
		await world.see(ANA, "a card without the mark", (state) =>
			!/did not reach|Still on its way/.test(JSON.stringify(
				state.channels.find((c) => c.id === room.id)
					.messages)), 60_000);
		assert.equal(bodies().filter((b) => b === "Four.").length, 1);
	});

test("P4.3 the Home tab says so, too, and sends it again by a click",
	async () => {
		const home = (what, probe) => world.see(BEN, what, (state) =>
			state.home?.view && probe(JSON.stringify(
				state.home.view.blocks)) && state.home.view);
		places.fail("statuspage", 422, 1);
		await world.command(ANA, room.id, "update Four and a half.");
		await world.message(ANA, room.id,
			/It did not reach Statuspage\./, 30_000);
		await world.act(BEN, "home");
		const view = await home("the place on the Home tab", (text) =>
			/update did not reach Statuspage\.\*/.test(text));
		const block = view.blocks.find((one) =>
			one.accessory?.text.text === "Send again");
		await world.act(BEN, "click", { home: true, view_id: view.id,
			block_id: block.block_id,
			action_id: block.accessory.action_id });
		await comes("the update, sent again", () =>
			bodies()[0] === "Four and a half.");
		await home("a Home tab without the mark", (text) =>
			!/did not reach/.test(text));
	});

test("P4.3 credentials that do not work are said at once", async () => {
	places.fail("instatus", 401, 1);
	await world.command(ANA, room.id, "update Five.");
	await world.message(ANA, room.id,
		/Could not publish the update: Instatus: http_401/, 30_000);
	await world.message(ANA, room.id, /It did not reach Instatus\./,
		30_000);
	// held for a minute, so that a key is not tried over and over
	await hurried(() => until("the update, by a line", 60_000, async () => {
		await world.command(ANA, room.id, "republish");
		return messages().at(-1) === "Five.";
	}));
	assert.equal(messages().filter((m) => m === "Five.").length, 1);
});

async function doctor(key) {
	const child = spawn(path.join(build, "incbot"), ["doctor"], {
		env: { ...process.env, INCBOT_CONFIG:
			path.join(world.dir, "incbot.conf"),
		SLACK_API_URL: world.api, SLACK_BOT_TOKEN: world.botToken,
		SLACK_APP_TOKEN: world.appToken,
		REDIS_URL: `unix://${path.join(world.dir, "redis.sock")}`,
		INCBOT_STATUSPAGE_KEY: key, INCBOT_INSTATUS_KEY: key,
		INCBOT_PLACE_WEBHOOK_SECRET: "s" } });
	let said = "";
	child.stdout.on("data", (data) => { said += data; });
	await once(child, "close");
	return said;
}

test("incbot doctor says whether the places would take an update",
	async () => {
		const asked = places.requests.length;
		const said = await doctor("wrong");
		assert.match(said, /FAIL +Statuspage: the key is refused/);
		assert.match(said, /FAIL +Instatus: the key is refused/);
		assert.match(said, /ok +status webhook: set up; not called/);
		places.components.delete("sp-search");
		assert.match(await doctor(STATUSPAGE_KEY),
			/Statuspage: it has no component sp-search/);
		places.components.set("sp-search", "degraded_performance");
		assert.match(await doctor(STATUSPAGE_KEY),
			/ok +Statuspage: page kctbh9vrtdwd, the key works/);
		assert.match(await doctor(INSTATUS_KEY),
			/ok +Instatus: page ckf01/);
		assert.ok(places.requests.slice(asked)
			.every((r) => r.method === "GET"));
	});

test("P4.4 resolved: final word, and components right again", async () => {
	await world.command(ANA, room.id, "resolved All is well.");
	await everywhere("All is well.");
	assert.equal(statuspage().status, "resolved");
	assert.equal(instatus().status, "RESOLVED");
	assert.equal(places.hooks.at(-1).status, "resolved");
	assert.deepEqual([...places.components.values()],
		["operational", "operational"]);
	assert.equal(places.incidents.length, 1);
	assert.equal(places.instatus.incidents.length, 1);
});

test("P4.3 planned maintenance: before, at its beginning, at its end; once " +
	"each, though answers are lost", async () => {
	const asked = places.refused.length;
	const told = (text) => comes(`"${text}" at both`, async () =>
		bodies()[0] === text && places.hooks.at(-1)?.text === text);
	await world.command(ANA, GENERAL, "maintenance plan tomorrow checkout " +
		"New disks; Paying may be slow.");
	await told("Paying may be slow.");
	assert.equal(statuspage().status, "scheduled");
	assert.equal(statuspage().impact_override, "maintenance");
	assert.equal(Date.parse(statuspage().scheduled_until) -
		Date.parse(statuspage().scheduled_for), 24 * 3600_000);
	assert.equal(places.components.get("sp-checkout"), "operational");
	for (const way of ["statuspage", "webhook"])
		places.fail(way, "lost", 1);
	await world.command(ANA, GENERAL, "maintenance start 1");
	await told("The maintenance has begun.");
	assert.equal(statuspage().status, "in_progress");
	assert.equal(places.components.get("sp-checkout"),
		"under_maintenance");
	assert.deepEqual(places.hooks.at(-1).components.map((c) => c.status),
		["under_maintenance"]);
	await world.command(ANA, GENERAL, "maintenance finish 1 All is new.");
	await told("All is new.");
	assert.equal(statuspage().status, "completed");
	assert.equal(places.components.get("sp-checkout"), "operational");
	assert.deepEqual(bodies(), ["All is new.",
		"The maintenance has begun.", "Paying may be slow."]);
	assert.equal(places.incidents.length, 2);
	assert.equal(places.instatus.incidents.length, 1);
	assert.equal(places.refused.length, asked);
});

test("P7.4 P3.1 no drill, nothing private", async () => {
	/* Of what was told before it is still looked whether it is there. */
	const told = () => places.requests.filter((r) => r.method !== "GET");
	const before = told().length;
	await world.command(ANA, GENERAL, "drill sev2 lose a rack");
	const drill = await world.room(ANA, /lose-a-rack/);
	await world.message(ANA, drill.id, /incident commander/i);
	await world.command(ANA, drill.id, "update We practise.");
	await world.message(ANA, drill.id, /We practise/);
	assert.equal(told().length, before);
	assert.doesNotMatch(JSON.stringify(places.requests), /practise|rack/);
});

test("69 a create whose answer is lost: looked for by its mark, not made twice",
	async () => {
		const before = places.incidents.length;
		const there = places.instatus.incidents.length;
		await world.command(ANA, GENERAL, "sev2 mail is late");
		const late = await world.room(ANA, /mail-is-late/);
		await world.message(ANA, late.id, /incident commander/i);
		const asked = places.requests.length;
		for (const way of ["statuspage", "instatus"])
			places.fail(way, "lost", 1);
		await world.command(ANA, late.id, "update Mail is late.");
		await everywhere("Mail is late.");
		// The next one goes where the first one went, and not to a new one.
		await world.command(ANA, late.id, "update Mail comes again.");
		await everywhere("Mail comes again.");
		assert.deepEqual(bodies(), ["Mail comes again.", "Mail is late."]);
		assert.equal(places.incidents.length, before + 1);
		assert.equal(places.instatus.incidents.length, there + 1);
		const calls = places.requests.slice(asked)
			.filter((r) => r.way === "statuspage").map((r) => r.method);
		assert.deepEqual(calls.filter((m) => m === "POST").length, 1);
		assert.ok(calls.indexOf("GET") > calls.indexOf("POST"),
			`it did not look: ${calls}`);
	});
