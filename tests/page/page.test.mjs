// SPDX-License-Identifier: MIT
//
// page: the public status page as others read it: a real browser at phone and
// desktop width, in the light and in the dark, axe, an HTML validator, two
// feed readers, and a status-page client from npm.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import FeedParser from "feedparser";
import { HtmlValidate } from "html-validate";
import Parser from "rss-parser";
import { Statuspage } from "statuspage.io";
import { feedProblems } from "./feed_rules.mjs";
import { LOOKS, Reader, draw, openBrowser, serve } from "./served.mjs";

let browser, calm, busy, hostile, planned, nasty, servers;

before(async () => {
	calm = draw(0, 3);
	busy = draw(30, 12);
	hostile = draw(12, 6, "hostile");
	planned = draw(4, 6, "planned");
	nasty = draw(4, 6, "hostile", "planned");
	servers = await Promise.all([calm, busy, hostile, planned, nasty]
		.map((drawn) => serve(drawn.folder)));
	browser = await openBrowser();
});
after(async () => {
	await browser?.close();
	await Promise.all((servers ?? []).map((server) => server.stop()));
	for (const drawn of [calm, busy, hostile, planned, nasty])
		drawn?.remove();
});

const PAGES = ["index.html", "history.html"];
const maintenances = (drawn, which = "") => JSON.parse(drawn.read(
	`api/v2/scheduled-maintenances${which}.json`)).scheduled_maintenances;
const incidents = (drawn) =>
	JSON.parse(drawn.read("api/v2/incidents.json")).incidents;
const incidentPages = (drawn) =>
	[...maintenances(drawn), ...incidents(drawn)]
		.slice(0, 5).map((incident) => `incidents/${incident.id}.html`);

for (const how of LOOKS) {
	test(`P4.5 ${how.name}: nothing is cut off, axe finds nothing`,
		async () => {
			const reader = await Reader.open(browser, how);
			for (const [name, drawn, server] of [
				["calm", calm, servers[0]],
				["busy", busy, servers[1]],
				["hostile", hostile, servers[2]],
				["planned", planned, servers[3]],
				["nasty", nasty, servers[4]]]) {
				for (const file of [...PAGES,
					...incidentPages(drawn).slice(0, 1)]) {
					const url = server.url + file;
					const seen = await reader.look(url,
						`${name}-${file.replace(/\W/g, "-")
							.slice(0, 9)}`);
					assert.deepEqual(seen.complaints, [], url);
					const wide = await seen.page.evaluate(() =>
						document.documentElement.scrollWidth -
						document.documentElement.clientWidth);
					assert.equal(wide, 0, `${url} is too wide`);
					assert.deepEqual(await seen.page.evaluate(() =>
						[...document.querySelectorAll("*")]
							.flatMap((e) => [...e.attributes])
							.map((a) => a.name)
							.filter((name) => /^on|^style$/
								.test(name))), [], url);
					assert.deepEqual(await reader.axe(url), [],
						url);
				}
			}
			await reader.close();
		});
}

test("P4.5 the page is read without scripts, and on paper", async () => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(servers[1].url);
	assert.match(await page.textContent("h1"), /Outage/);
	assert.equal(await page.locator("script").count(), 0);
	await page.emulateMedia({ media: "print" });
	assert.ok(await page.locator("main").isVisible());
	assert.ok(!await page.locator("nav").first().isVisible());
	await context.close();
});

test("P4.5 every page is valid HTML", async () => {
	const validator = new HtmlValidate({
		extends: ["html-validate:recommended"],
		rules: { "no-trailing-whitespace": "off", "long-title": "off",
			"no-inline-style": "error", "void-style": "off" } });
	for (const drawn of [calm, busy, hostile, planned, nasty]) {
		for (const file of [...PAGES, ...incidentPages(drawn)]) {
			const report = await validator.validateString(
				drawn.read(file));
			assert.deepEqual(report.results.flatMap((result) =>
				result.messages.map((m) =>
					`${file}:${m.line}: ${m.ruleId} ${m.message}`)),
				[]);
		}
	}
});

test("no word of a stranger becomes markup", () => {
	for (const drawn of [hostile, nasty]) {
		for (const file of [...PAGES, ...incidentPages(drawn)]) {
			const html = drawn.read(file);
			assert.match(html, drawn === hostile ?
				/&lt;script&gt;/ : /&lt;|&quot;/);
			assert.doesNotMatch(html,
				/<script|<svg\/|(href|src)="javascript:/i);
			assert.doesNotMatch(html, /\u202e/u);
		}
	}
});

function feedOf(xml) {
	return new Promise((done, fail) => {
		const items = [];
		const parser = new FeedParser({ addmeta: false });
		parser.on("error", fail);
		parser.on("readable", () => {
			for (let item; (item = parser.read());)
				items.push(item);
		});
		parser.on("end", () => done({ meta: parser.meta, items }));
		Readable.from([xml]).pipe(parser);
	});
}

test("P4.5 the feeds keep every rule of Atom and RSS", async () => {
	for (const drawn of [calm, busy, hostile, planned, nasty])
		for (const file of ["history.atom", "history.rss"])
			assert.deepEqual(await feedProblems(drawn.read(file)),
				[], file);
});

/* What is taken away or spoiled, and what has to be said about it. */
const SPOILED = [
	["history.atom", /<id>[^<]*<\/id>/, "", /feed: no id/],
	["history.atom", /<updated>[^<]*<\/updated>/,
		"<updated>today</updated>", /updated is "today"/],
	["history.atom", /rel="self"/, 'rel="other"', /where it stands/],
	["history.atom", /<entry>/, "<entry><guid>x</guid>",
		/guid does not belong/],
	["history.atom", /<author>[^]*?<\/author>/, "", /author/],
	["history.rss", /<description>[^<]*<\/description>/, "",
		/channel: no description/],
	["history.rss", /<pubDate>[^<]*<\/pubDate>/,
		"<pubDate>2026-06-15</pubDate>", /pubDate is/],
	["history.rss", /rel="self"/, 'rel="other"', /where it stands/],
	["history.rss", /<item>/, "<item><updated>x</updated>",
		/updated does not belong/],
];
for (const [file, what, by, said] of SPOILED) {
	test(`the rules of feeds notice ${said} in ${file}`, async () => {
		const xml = busy.read(file);
		assert.match(xml, what);
		assert.match((await feedProblems(xml.replace(what, by)))
			.join("\n"), said);
	});
}

for (const [file, type] of [["history.atom", "atom"], ["history.rss", "rss"]]) {
	test(`P4.5 two readers take ${file}`, async () => {
		for (const drawn of [calm, busy, hostile, planned, nasty]) {
			const xml = drawn.read(file);
			const list = [...incidents(drawn), ...maintenances(drawn)]
				.sort((a, b) => b.started_at.localeCompare(a.started_at) ||
					a.id.localeCompare(b.id));
			const one = await feedOf(xml);
			const two = await new Parser().parseString(xml);
			assert.equal(one.meta["#type"], type);
			assert.equal(one.items.length, Math.min(25, list.length));
			assert.equal(two.items.length, one.items.length);
			one.items.forEach((item, i) => {
				assert.equal(item.guid, list[i].shortlink);
				assert.equal(item.link, list[i].shortlink);
				assert.equal(item.date.toISOString(), type === "atom" ?
					list[i].updated_at :
					list[i].updated_at.replace(/\.\d+Z/, ".000Z"));
				assert.doesNotMatch(item.description, /<script/);
			});
			const guids = new Set(one.items.map((item) => item.guid));
			assert.equal(guids.size, one.items.length);
		}
	});
}

test("P4.5 an existing client reads the public JSON", async () => {
	const { api, ...rest } = new Statuspage("example");
	rest.apiClient.defaults.baseURL = servers[1].url;
	const summary = await api.getSummary();
	const status = await api.getStatus();
	const components = await api.getComponents();
	const all = await api.incidents.getAll();
	const open = await api.incidents.getUnresolved();
	const planned = await api.scheduledMaintenances.getAll();
	assert.deepEqual(summary.status, status.status);
	assert.deepEqual(summary.components, components.components);
	assert.deepEqual(summary.incidents, open.incidents);
	assert.equal(open.incidents.length, 2);
	assert.equal(all.incidents.length, 30);
	assert.deepEqual(planned.scheduled_maintenances, []);
	await api.scheduledMaintenances.getActive();
	await api.scheduledMaintenances.getUpcoming();
});

test("P4.5 planned maintenance as existing clients read it", async () => {
	const { api, ...rest } = new Statuspage("example");
	rest.apiClient.defaults.baseURL = servers[3].url;
	/* The client asks for what is to come, whichever it is asked for. */
	const all = maintenances(planned);
	const active = maintenances(planned, "/active");
	const upcoming = await api.scheduledMaintenances.getUpcoming();
	const summary = await api.getSummary();
	assert.deepEqual(all.map((m) => m.status),
		["scheduled", "completed", "in_progress", "completed"]);
	assert.deepEqual(active.map((m) => m.status),
		["in_progress"]);
	assert.deepEqual(upcoming.scheduled_maintenances.map((m) => m.status),
		["scheduled"]);
	assert.deepEqual(summary.scheduled_maintenances.map((m) => m.status),
		["scheduled", "in_progress"]);
	const [work] = active;
	assert.equal(work.impact, "maintenance");
	assert.deepEqual(Object.keys(work), [...Object.keys(summary.incidents[0]),
		"scheduled_for", "scheduled_until"]);
	assert.deepEqual(work.incident_updates.map((u) =>
		u.affected_components?.map((c) => c.new_status) ?? null),
		[["under_maintenance", "under_maintenance"], null]);
	assert.equal(summary.components.find((c) => c.name === "Part 3").status,
		"under_maintenance");
	for (const m of all)
		assert.ok(m.scheduled_for < m.scheduled_until);
});

test("P4.5 planned maintenance as people read it", async () => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(servers[3].url);
	const section = await page.locator("section", { has:
		page.locator("#planned") }).innerText();
	assert.match(section, /Under way[^]*Planned/);
	assert.doesNotMatch(section, /Cancelled|Completed/);
	await page.goto(servers[3].url + "history.html");
	assert.match(await page.innerText("main"), /Database upgrade Completed/);
	assert.doesNotMatch(await page.innerText("main"), /Cancelled/);
	await context.close();
});

/** Same keys, and the same kinds of value, as what clients are used to. */
function shape(value) {
	if (Array.isArray(value))
		return value.length ? [shape(value[0])] : [];
	if (value === null || typeof value !== "object")
		return true;
	return Object.fromEntries(Object.entries(value)
		.map(([key, inner]) => [key, shape(inner)]));
}

test("P4.5 keys and their order are as clients know them", () => {
	const list = JSON.parse(busy.read("api/v2/incidents.json"));
	assert.deepEqual(Object.keys(list.page),
		["id", "name", "url", "time_zone", "updated_at"]);
	assert.deepEqual(Object.keys(list.incidents[0]), ["id", "name",
		"status", "created_at", "updated_at", "monitoring_at",
		"resolved_at", "impact", "shortlink", "started_at", "page_id",
		"incident_updates", "components"]);
	assert.deepEqual(Object.keys(list.incidents[0].incident_updates[0]),
		["id", "status", "body", "incident_id", "created_at",
			"updated_at", "display_at", "affected_components",
			"deliver_notifications", "custom_tweet", "tweet_id"]);
	assert.deepEqual(Object.keys(shape(list.incidents[0].components[0])),
		["id", "name", "status", "created_at", "updated_at", "position",
			"description", "showcase", "start_date", "group_id",
			"page_id", "group", "only_show_if_degraded"]);
	for (const incident of list.incidents) {
		const times = incident.incident_updates.map((u) => u.created_at);
		assert.deepEqual(times, [...times].sort().reverse());
	}
});

test("a page of 1,000 incidents and 50 components stays within 60 kB", () => {
	const large = draw(1000, 50);
	try {
		assert.ok(large.size("index.html") + large.size("style.css") <=
			60 * 1024, `${large.size("index.html")} bytes`);
	} finally {
		large.remove();
	}
});
