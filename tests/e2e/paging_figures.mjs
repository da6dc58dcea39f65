// SPDX-License-Identifier: MIT
//
// paging_figures: how long it takes, with the real program, a real Redis (AOF
// always) and the stand-in pager, from the declaration to the first page that
// the pager accepted, and how late the escalation's step comes. Prints
// percentiles; not a test. Run from this folder:
//   INCBOT_BUILD=../../build node paging_figures.mjs [incidents]
import { ANA, BEN, CHLOE, GENERAL, World, until } from "./world.mjs";
import { Pagers, WEBHOOK_SECRET } from "./pagers.mjs";

const count = Number(process.argv[2] ?? 60);
const STEP_MS = 5000;
const AT_ONCE = 5;

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
	const declared = [], first = [], step = [];
	const seen = (user, i) => pagers.seen.some((p) =>
		p.body.user === user && p.body.incident === `INC-${i}`);
	for (let i = 1; i <= count; i++) {
		declared[i] = performance.now();
		await world.command(ANA, GENERAL, `sev1 outage ${i}`);
		await until(`page ${i}`, 30_000, () => seen(BEN, i));
		if (i % AT_ONCE !== 0)
			continue;
		for (let k = i - AT_ONCE + 1; k <= i; k++) {
			await until(`step ${k}`, 60_000, () => seen(CHLOE, k));
			await world.command(ANA, GENERAL,
				`INC-${k} resolved It works again.`);
		}
	}
	for (const page of pagers.seen) {
		if (page.body.type !== "page")
			continue;
		const from = declared[Number(page.body.incident.slice(4))];
		if (page.body.user === BEN)
			first.push(page.at - from);
		else
			step.push(page.at - from - STEP_MS);
	}
	for (const [name, values] of [["declare to first page accepted", first],
		["escalation step after its time", step]])
		console.log(`${name}: p50 ${percentile(values, 50)} ms, ` +
			`p99 ${percentile(values, 99)} ms, ` +
			`of ${values.length}`);
} finally {
	await world.stop();
	await pagers.stop();
}
