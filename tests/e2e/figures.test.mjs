// SPDX-License-Identifier: MIT
//
// figures: how the company does, with the real program: in Slack, on the page
// inside, and by the command line, all the same.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, INCIDENTS, MINUTE, World, build } from "./world.mjs";

const TOKEN = "a-long-random-word";
let world, room, base;

before(async () => {
	world = await World.start({ config: `
site: { responders = [ "${BEN}" ]; time_zone = "America/New_York"; };
digest: { channel = "${INCIDENTS}"; };
webhooks: { listen = "127.0.0.1:0"; };
`, env: { INCBOT_FIGURES_TOKEN: TOKEN } });
	base = `http://127.0.0.1:${world.incbots[0].text()
		.match(/what=web_listening .*port=(\d+)/)[1]}`;
	await world.command(ANA, GENERAL, "sev1 checkout <b>is down");
	room = await world.room(ANA);
	await world.see(ANA, "the people in the channel", (state) =>
		state.channels.find((c) =>
			c.id === room.id).members.includes(BEN));
	await world.advance(3 * MINUTE);
	await world.command(BEN, room.id, "ack");
	await world.message(ANA, room.id, /acknowledged, 3 min/);
	await world.command(BEN, room.id, "update We look.");
	await world.message(ANA, room.id, /published: We look/);
	await world.advance(20 * MINUTE);
	await world.command(BEN, room.id, "mitigated rolled back");
	await world.message(ANA, room.id, /marked the service stable/);
	await world.command(BEN, room.id, "resolved It works.");
	await world.message(ANA, room.id, /resolved the incident/);
	await world.command(ANA, GENERAL, "drill sev3 lose a rack");
	await world.message(ANA, GENERAL, /INC-2 declared/);
});
after(async () => { await world?.stop(); });

function incbot(...args) {
	return spawnSync(path.join(build, "incbot"), args, {
		encoding: "utf8", env: { ...process.env,
			...world.environment() } });
}

function rows(csv) {
	const [head, ...lines] = csv.trim().split("\n")
		.map((line) => line.split(","));
	return lines.map((line) => Object.fromEntries(
		line.map((cell, i) => [head[i], cell])));
}

test("figures in Slack: what was measured, drills left out", async () => {
	await world.command(ANA, GENERAL, "figures");
	const told = await world.message(ANA, GENERAL, /\*1 incident\*/);
	const text = JSON.stringify(told);
	assert.match(text, /Acknowledged after 3 min on average/);
	assert.match(text, /Public updates on time: 50 % \(of 2\)/);
	assert.match(text, /SEV1: 1; acknowledged 3 min, stable 23 min/);
});

test("the command line says the same as CSV, JSON and HTML", () => {
	const csv = incbot("figures", "--csv");
	assert.equal(csv.status, 0, csv.stderr);
	const all = rows(csv.stdout)[0];
	assert.equal(all.incidents, "1");
	assert.equal(all.updates, "2");
	assert.equal(all.updates_late, "1");
	assert.ok(Number(all.ack_mean_ms) >= 3 * MINUTE);
	assert.ok(Number(all.ack_mean_ms) < 3 * MINUTE + 30_000);
	assert.equal(all.ack_mean_ms, all.ack_median_ms);
	const json = JSON.parse(incbot("figures", "--json").stdout);
	assert.equal(json.figures.length, rows(csv.stdout).length);
	assert.equal(json.figures[0].acknowledged.mean_ms,
		Number(all.ack_mean_ms));
	const html = incbot("figures", "--html").stdout;
	assert.match(html, /<svg/);
	assert.doesNotMatch(html, /<script/);
	assert.equal(incbot("figures", "--format", "md").status, 2);
});

test("the page inside: for whoever has the token, and nobody else",
	async () => {
		assert.equal((await fetch(`${base}/figures/`)).status, 401);
		assert.equal((await fetch(`${base}/figures/?token=no`)).status,
			401);
		const page = await fetch(`${base}/figures/?token=${TOKEN}`);
		assert.equal(page.status, 200);
		assert.match(page.headers.get("content-type"), /text\/html/);
		assert.match(await page.text(), /Updates on time/);
		const bearer = { headers: { authorization: `Bearer ${TOKEN}` } };
		const csv = await fetch(`${base}/figures/figures.csv`, bearer);
		assert.equal(await csv.text(),
			incbot("figures", "--csv").stdout);
		const none = await fetch(`${base}/figures/other`, bearer);
		assert.equal(none.status, 404);
		const post = await fetch(`${base}/figures/`,
			{ ...bearer, method: "POST", body: "" });
		assert.equal(post.status, 405);
	});

/* Forty of the year that tests/sim/year.sh compares with a computation in
 * Python: here through Redis and the command line. */
test("an export taken in elsewhere has the same figures", () => {
	const file = (name) => path.join(world.dir, name);
	const made = spawnSync(path.join(build, "tests/sim/year"),
		[file("export"), file("csv"), "40"], { encoding: "utf8" });
	assert.equal(made.status, 0, made.stderr);
	const env = { ...process.env, ...world.environment(),
		INCBOT_CONFIG: world.other("year") };
	const run = (args, input) => spawnSync(path.join(build, "incbot"),
		args, { input, env, encoding: "utf8", maxBuffer: 1 << 28 });
	const lines = fs.readFileSync(file("export"), "utf8");
	const taken = run(["import"], lines);
	assert.equal(taken.status, 0, taken.stderr);
	assert.equal(run(["figures", "--csv"]).stdout,
		fs.readFileSync(file("csv"), "utf8"));
	assert.ok(run(["export"]).stdout === lines, "byte for byte");
	assert.equal(run(["verify"]).status, 0);
});

test("every week what is overdue, every month how it was", async () => {
	await world.command(ANA, room.id,
		"action \"limits\" <@U0BEN|ben> +1d preventative");
	await world.message(ANA, room.id, /set action item 1/);
	await world.advance(9 * 24 * 60 * MINUTE);
	await world.message(ANA, INCIDENTS, new RegExp("Overdue this week" +
		"[^]*<@U0BEN> INC-1 action item 1, overdue by [^]*limits"));
	await world.message(ANA, INCIDENTS,
		/<@U0BEN> INC-1 postmortem, overdue by/);
	/* On the first of the next month, whichever day it is today. */
	const now = new Date((await world.clock({})).now_ms);
	await world.advance(Date.UTC(now.getUTCFullYear(),
		now.getUTCMonth() + 1, 1, 23, 30) - now);
	await world.message(ANA, INCIDENTS,
		/Incidents in \d{4}-\d{2}[^]*\*1 incident\*/);
});
