// SPDX-License-Identifier: MIT
//
// page: the public status page as the world gets it: files that the shipped
// program writes, read back while an incident runs.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, INCIDENTS, World, until } from "./world.mjs";

let world, room, folder;

const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
const api = (name) => JSON.parse(read(`api/v2/${name}.json`));

/** Waits until a file says what is wanted; returns what probe() finds. */
const settled = (what, probe) => until(what, 15_000, () => {
	try {
		return probe();
	} catch {
		return null;	// not there yet
	}
});

before(async () => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-page-"));
	world = await World.start({ config: `
		site: {
			broadcast_channel = "${INCIDENTS}";
			responders = [ "${BEN}" ];
			status_page_url = "https://status.example.com/";
		};
		page: {
			folder = "${folder}";
			name = "Example <&> Co";
			components = (
				{ id = "checkout"; name = "Checkout";
				  group = "Shop"; services = [ "checkout" ]; },
				{ id = "search"; name = "Search";
				  group = "Shop"; about = "Finding things"; },
				{ id = "api"; name = "API"; });
		};
		services = ( { name = "checkout"; } );
		webhooks: { listen = "127.0.0.1:0"; };
	` });
});
after(async () => {
	await world?.stop();
	fs.rmSync(folder, { recursive: true, force: true });
});

test("P4.5 the page is there before anything happens", async () => {
	await settled("the first page", () =>
		/All Systems Operational/.test(read("index.html")));
	assert.equal(api("status").status.indicator, "none");
	assert.deepEqual(api("components").components.map((c) => c.name),
		["Shop", "Checkout", "Search", "API"]);
	assert.deepEqual(api("summary").incidents, []);
});

test("P4.3 an update is on the page: state, text, components", async () => {
	await world.command(ANA, GENERAL, "sev1 db-7 <b>burns</b>");
	room = await world.room(ANA);
	await world.message(ANA, room.id, /incident commander/i);
	await world.command(ANA, room.id,
		"update checkout=down Payments <script>fail</script> & \"hang\".");
	await settled("the update on the page", () =>
		/Payments &lt;script&gt;fail&lt;\/script&gt; &amp; &quot;hang/
			.test(read("index.html")));
	const summary = api("summary");
	assert.equal(summary.status.indicator, "major");
	assert.equal(summary.incidents.length, 1);
	const [incident] = summary.incidents;
	assert.equal(incident.name, "Major outage of Checkout");
	assert.equal(incident.status, "investigating");
	assert.equal(incident.impact, "critical");
	assert.equal(incident.incident_updates[0].body,
		"Payments <script>fail</script> & \"hang\".");
	assert.equal(summary.components.find((c) => c.name === "Checkout")
		.status, "major_outage");
	assert.ok(read(`incidents/${incident.id}.html`)
		.includes("Major outage of Checkout"));
});

test("P3.5 nothing from inside is on the page", () => {
	const walk = (dir) => fs.readdirSync(dir, { withFileTypes: true })
		.flatMap((entry) => entry.isDirectory() ?
			walk(path.join(dir, entry.name)) :
			[path.join(dir, entry.name)]);
	const files = walk(folder);
	assert.ok(files.length > 12);
	for (const file of files) {
		assert.doesNotMatch(file, /\.tmp$/);
		assert.doesNotMatch(fs.readFileSync(file, "utf8"),
			/db-7|burns|U0ANA|INC-1/);
	}
});

test("P4.1 the page says when the next update is due", () => {
	assert.match(read("index.html"), /Next update due by <time/);
});

test("P4.5 the phase and the components follow the updates", async () => {
	await world.command(ANA, room.id,
		"update identified: checkout=partial A change is taken back.");
	await settled("the second update", () =>
		api("incidents").incidents[0].status === "identified");
	const [incident] = api("incidents").incidents;
	assert.equal(incident.incident_updates.length, 2);
	assert.deepEqual(incident.incident_updates[0].affected_components
		.map((c) => [c.name, c.old_status, c.new_status]),
		[["Checkout", "major_outage", "partial_outage"]]);
});

test("P4.4 resolved: the page is green, the history has it", async () => {
	await world.command(ANA, room.id, "resolved Payments work again.");
	await settled("the end", () =>
		/All Systems Operational/.test(read("index.html")) &&
		api("summary").incidents.length === 0);
	const [incident] = api("incidents").incidents;
	assert.equal(incident.status, "resolved");
	assert.ok(incident.resolved_at);
	assert.match(read("history.html"), /Payments work again/);
	assert.match(read("history.atom"), /Payments work again/);
	assert.match(read("history.rss"), /Payments work again/);
});

test("P7.4 a drill is not on the page", async () => {
	await world.command(ANA, GENERAL, "drill sev2 lose a rack");
	const drill = await world.room(ANA, /lose-a-rack/);
	await world.message(ANA, drill.id, /incident commander/i);
	await world.command(ANA, drill.id, "update We practise.");
	await world.message(ANA, drill.id, /We practise/);
	await world.command(ANA, room.id, "reopen still failing");
	await settled("the reopened one", () =>
		api("summary").incidents.length === 1);
	assert.doesNotMatch(JSON.stringify(api("incidents")), /practise/);
});

test("P4 planned maintenance is on the page before it begins, and begins and " +
	"ends by itself", async () => {
	await world.command(ANA, GENERAL, "maintenance plan 2h search " +
		"New <b>disks</b>; Search may be slow.");
	await settled("work under way, since it begins now", () =>
		api("summary").scheduled_maintenances[0]?.status ===
			"in_progress" && api("scheduled-maintenances/active")
			.scheduled_maintenances.length === 1);
	const [work] = api("scheduled-maintenances/active")
		.scheduled_maintenances;
	assert.equal(work.name, "New <b>disks</b>");
	assert.equal(work.impact, "maintenance");
	assert.equal(Date.parse(work.scheduled_until) -
		Date.parse(work.scheduled_for), 2 * 3600_000);
	assert.deepEqual(work.incident_updates.map((u) => u.status),
		["in_progress", "scheduled"]);
	assert.equal(api("components").components.find((c) =>
		c.name === "Search").status, "under_maintenance");
	await settled("it on the first page", () =>
		/New &lt;b&gt;disks/.test(read("index.html")));
	await world.command(ANA, GENERAL,
		"maintenance plan tomorrow Rewiring; Short gaps.");
	await settled("what is to come", () =>
		api("scheduled-maintenances/upcoming")
			.scheduled_maintenances[0]?.name === "Rewiring");
	await world.command(ANA, GENERAL, "maintenance finish 1 It is faster.");
	await settled("the end of it", () =>
		api("scheduled-maintenances").scheduled_maintenances
			.find((m) => m.id === work.id)?.status === "completed");
	await settled("the end of it everywhere", () =>
		/It is faster/.test(read("history.html")) &&
		/It is faster/.test(read("history.atom")) &&
		/Short gaps/.test(read("history.rss")) &&
		/Completed/.test(read(`incidents/${work.id}.html`)));
	await world.command(ANA, GENERAL, "maintenance cancel 2 No cables.");
	await settled("nothing planned", () =>
		api("summary").scheduled_maintenances.length === 0);
});

test("P4.5 a replica that begins anew has the whole history", async () => {
	await world.incbots[0].stop();
	fs.rmSync(folder, { recursive: true });
	await world.startIncbot();
	await settled("the page written anew", () =>
		/Major outage of Checkout/.test(read("index.html")));
	await settled("what was planned, too", () =>
		api("scheduled-maintenances").scheduled_maintenances.length ===
			2 && api("incidents").incidents.length > 0);
	assert.equal(api("incidents").incidents[0].incident_updates.length, 3);
	assert.deepEqual(api("scheduled-maintenances").scheduled_maintenances
		.map((m) => [m.name, m.status, m.incident_updates.length]),
		[["Rewiring", "completed", 2],
			["New <b>disks</b>", "completed", 3]]);
});

test("incbot serves the page, and nothing beside it", async () => {
	const log = world.incbots.at(-1).text();
	const port = log.match(/what=web_listening .*?port=(\d+)/)[1];
	const base = `http://127.0.0.1:${port}/status/`;
	const page = await fetch(base);
	assert.equal(page.status, 200);
	assert.match(page.headers.get("content-type"), /^text\/html/);
	assert.match(page.headers.get("content-security-policy"),
		/default-src 'none'/);
	assert.match(await page.text(), /Major outage of Checkout/);
	// It may just have been drawn anew.
	await until("a page that has not changed", 15_000, async () => {
		const seen = await fetch(base);
		const etag = seen.headers.get("etag");
		await seen.text();
		assert.match(etag, /^"[0-9a-f]{16}"$/);
		const again = await fetch(base,
			{ headers: { "if-none-match": etag } });
		const text = await again.text();
		return again.status === 304 && text === "";
	});
	const file = path.join(folder, "style.css");
	fs.writeFileSync(`${file}.x`, "/* another */");
	fs.renameSync(`${file}.x`, file);
	assert.equal(await (await fetch(`${base}style.css`)).text(),
		"/* another */");
	const json = await fetch(`${base}api/v2/summary.json`);
	assert.equal(json.headers.get("access-control-allow-origin"), "*");
	assert.equal((await json.json()).incidents.length, 1);
	for (const name of ["../incbot.conf", "%2e%2e/incbot.conf", ".hidden",
		"nothing.html", "incidents/", "INDEX.HTML",
		"..%2fincbot.conf", "api/v2/../../../x.json"])
		assert.equal((await fetch(base + name)).status, 404, name);
});

test("P4.3 a page that cannot be written is told, and sent again by a line",
	async () => {
		/* Whatever is just being written into it. */
		await until("a file in the folder's place", 15_000, () => {
			try {
				fs.rmSync(folder, { recursive: true, force: true });
				fs.writeFileSync(folder, "in the way");
				return true;
			} catch {
				return false;
			}
		});
		await world.command(ANA, room.id, "update Still failing.");
		await world.message(ANA, room.id,
			/Could not write the public page: .*Not a directory/,
			60_000);
		await world.message(ANA, room.id,
			/It did not reach the public page/, 30_000);
		fs.rmSync(folder);
		await world.command(ANA, room.id, "republish");
		await settled("the page, back again", () =>
			/Still failing/.test(read("index.html")));
		await world.see(ANA, "a card without the mark", (state) =>
			!/did not reach/.test(JSON.stringify(state.channels
				.find((c) => c.id === room.id).messages)), 30_000);
	});

test("P3.5 words from inside are pointed out before they are out", async () => {
	await world.command(ANA, room.id,
		"update A failover of db-7.internal is under way.");
	await world.see(ANA, "the form that points them out", (state) =>
		/db-7\.internal/.test(JSON.stringify(state.view ??
			state.views ?? state)), 30_000);
	assert.doesNotMatch(read("index.html"), /failover/);
});
