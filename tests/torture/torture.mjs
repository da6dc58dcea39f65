// SPDX-License-Identifier: MIT
//
// torture: one call of the real program after the other fails, each allocation
// and each call of the kernel, in its start and in the main scenario; several
// worlds side by side, since most of the time is waiting.
//
//   node torture.mjs [--seconds N] [--worlds N] [--speed N]
//       each way to a call (its whole call stack) fails once, until there is
//       no new one; with --by-act once in each act; with --stacks FILE it
//       goes on where an earlier run of the same build ended
//   node torture.mjs --every kernel|allocation|part|again
//       the n-th call of each act fails, for all n (allocations: hours);
//       part, again: a stream takes one byte, or is not ready after all
//
// Read next: ordeal.mjs, aims.mjs, fail_once.c.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Every, Ways } from "./aims.mjs";
import { ACTS, Ordeal } from "./ordeal.mjs";
import { KINDS, Stacks } from "./page.mjs";

const FAULTS_SHOWN = 20, FAULTS_ENOUGH = 100;

const { values } = parseArgs({ options: {
	seconds: { type: "string", default: "0" },
	worlds: { type: "string", default: "8" },
	speed: { type: "string", default: "16" },
	"by-act": { type: "boolean", default: false },
	every: { type: "string", default: "" },
	only: { type: "string", default: "" },	// "starts", "acts"
	stacks: { type: "string", default: "" },
} });
const worlds = Number(values.worlds), seconds = Number(values.seconds);
const began = performance.now();
const since = () => (performance.now() - began) / 1000;
const say = (text) => console.log(`${since().toFixed(1).padStart(6)} s  ${text}`);
const faults = [];
const isLate = () => (seconds > 0 && since() > seconds) ||
	faults.length > FAULTS_ENOUGH;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-torture-"));
const stacks = values.every ? null : new Stacks(values.stacks ||
	path.join(scratch, "stacks"));
const common = { worlds, isLate, only: values.only };
const aims = values.every ? new Every({ kind: values.every, ...common }) :
	new Ways({ acts: ACTS, byAct: values["by-act"], ...common });
const totals = { ends: 0, libraryEnds: 0, refusals: 0, failed: 0, lives: 0 };
const running = new Set();
let calm;

/** One world after the other. */
async function lives(lane) {
	for (let i = 0; i === 0 || !aims.over; i++) {
		const one = new Ordeal({ number: i * worlds + lane, aims, stacks,
			speed: Number(values.speed), say });
		running.add(one);
		await one.run().catch((error) => one.faults.push(
			`${error.stack}\n${one.incbot?.text().split("\n")
				.slice(-40).join("\n")}`));
		if (one.number === 0)
			calm = one.calm;
		totals.ends += one.ends;
		totals.libraryEnds += one.libraryEnds;
		totals.refusals += one.refusals;
		totals.failed += one.page?.failed ?? 0;
		totals.lives++;
		tell(one);
		await one.stop();
		running.delete(one);
		progress();
	}
}

function tell(one) {
	const told = one.faults.map((fault) =>
		`world ${one.number}: ${fault}`);
	told.slice(0, FAULTS_SHOWN).forEach((fault) => say(`FAULT ${fault}`));
	faults.push(...told);
}

function progress() {
	say(`${totals.lives} worlds lived, ${JSON.stringify(aims.counts)}` +
		(stacks ? `, ways ${stacks.known}, failed ${stacks.failed}` : "") +
		`, faults ${faults.length}`);
}

function report() {
	const per = (act) => `${act === 0 ? "start" : `act ${act}`}: ` +
		calm[act].join(" + ");
	say(`${KINDS.join(" + ")} calls when nothing fails: ` +
		calm?.map((_, act) => per(act)).join(", "));
	if (stacks)
		say(`ways to a call: ${stacks.known}, failed: ${stacks.failed}, ` +
			`calls they stand for: ${stacks.calls}, deepest stack: ` +
			`${stacks.deepest}, without room: ${stacks.overflowed}, ` +
			`ways taken by one call only: ${stacks.seldom}`);
	say(`failed calls: ${totals.failed}, deliberate ends: ${totals.ends}, ` +
		`by a library: ${totals.libraryEnds}, starts refused with a word: ${totals.refusals}` +
		(isLate() ? "; not all, the time was up" : "; all"));
	say(`${faults.length} faults`);
}

async function stop() {
	await Promise.all([...running].map((one) => one.stop()));
	fs.rmSync(scratch, { recursive: true, force: true });
}

process.on("SIGTERM", async () => {
	await stop();
	process.exit(1);
});
const telling = setInterval(progress, 20_000);
try {
	await Promise.all(Array.from({ length: worlds }, (_, lane) => lives(lane)));
} finally {
	clearInterval(telling);
	await stop();
}
report();
process.exitCode = faults.length > 0 ||
	(totals.failed < 40 && !values.stacks) ||
	stacks?.overflowed > 0 ? 1 : 0;
