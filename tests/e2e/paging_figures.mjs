// SPDX-License-Identifier: MIT
//
// paging_figures: how long it takes, with the real program, a real Redis (AOF
// always) and the stand-in pager, from the declaration (the command leaves the
// client) to the first page that the pager accepted, and how late the escalation's
// step is: from the instant for which it was planned, as the timeline has it, to the
// page that the pager accepted. Prints percentiles; not a test. Run from this folder:
//   INCBOT_BUILD=../../build node paging_figures.mjs [incidents [at once [stall]]]
// So many incidents are declared at the same instant each time; between the
// declarations everything that hangs on them is done. With a stall Redis is stopped
// for so many ms once a fifth of the first pages has come: longer than it is
// waited for (2,000), so that what it does meanwhile is not heard of.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { ANA, BEN, CHLOE, GENERAL, World, build, until } from "./world.mjs";
import { Pagers, WEBHOOK_SECRET } from "./pagers.mjs";

const count = Number(process.argv[2] ?? 60);
const atOnce = Number(process.argv[3] ?? 5);
const stallMs = Number(process.argv[4] ?? 0);
const STEP_MS = 5000;

const pagers = await Pagers.start();
const world = await World.start({ level: "info", config: `
outbound: { plain_loopback = true; };
site: { responders = [ "${BEN}", "${CHLOE}" ]; pagers = [ "webhook" ]; };
pagers: { webhook: { url = "${pagers.url}/hook"; }; };
severities: { sev1: { page_secondary = "${STEP_MS / 1000}s"; }; };
`, env: { INCBOT_WEBHOOK_PAGER_SECRET: WEBHOOK_SECRET } });

function percentile(values, p) {
	const sorted = [...values].sort((a, b) => a - b);
	return Math.round(sorted[Math.min(sorted.length - 1,
		Math.floor(sorted.length * p / 100))]);
}

try {
	const titles = new Map(), first = [], step = [];
	const title = (page) => page.body.headline.match(/outage \d+/)[0];
	const seen = (user, i) => pagers.seen.some((p) =>
		p.body.user === user && title(p) === `outage ${i}`);
	for (let i = 1; i <= count; i += atOnce) {
		const some = Array.from({ length: Math.min(atOnce,
			count - i + 1) }, (_, k) => i + k);
		await Promise.all(some.map((k) => {
			titles.set(`outage ${k}`, performance.now());
			return world.command(ANA, GENERAL, `sev1 outage ${k}`);
		}));
		if (stallMs > 0) {
			await until("some pages", 60_000, () => some.filter(
				(k) => seen(BEN, k)).length >= some.length / 5);
			world.redis.signal("SIGSTOP");
			setTimeout(() => world.redis.signal("SIGCONT"), stallMs);
		}
		for (const k of some) {
			await until(`page ${k}`, 60_000, () => seen(BEN, k));
			await until(`step ${k}`, 90_000, () => seen(CHLOE, k));
		}
		for (const k of some)
			await world.command(ANA, GENERAL,
				`INC-${k} resolved It works again.`);
	}
	/* When each step was to come. */
	const due = new Map();
	const turn = [];
	const archive = spawnSync(path.join(build, "incbot"), ["export"], {
		encoding: "utf8", maxBuffer: 1 << 28,
		env: { ...process.env, ...world.environment() } }).stdout;
	for (const line of archive.split("\n").filter((l) =>
		l.includes('"is":"escalated"'))) {
		const events = JSON.parse(line).timeline.map((t) => t.event);
		const plan = events.find((e) => e.is === "escalation_set");
		due.set(events[0].text, plan.due_ms);
		turn.push(events.find((e) => e.is === "escalated").at_ms -
			plan.due_ms);
	}
	for (const page of pagers.seen) {
		if (page.body.type !== "page")
			continue;
		if (page.body.user === BEN)
			first.push(page.at - titles.get(title(page)));
		else
			step.push(performance.timeOrigin + page.at -
				due.get(title(page)));
	}
	for (const [name, values] of [["declare to first page accepted", first],
		["escalation step's turn after its time", turn],
		["escalation step's page accepted after its time", step]])
		console.log(`${name}: p50 ${percentile(values, 50)} ms, ` +
			`p99 ${percentile(values, 99)} ms, ` +
			`of ${values.length}`);
} finally {
	await world.stop();
	await pagers.stop();
}
