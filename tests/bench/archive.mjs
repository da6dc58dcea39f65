// SPDX-License-Identifier: MIT
//
// archive: how fast the archive is with many incidents: export, import,
// verify and figures of all of them by the command line with the memory they
// take, search and figures from envelope to ack, and the draft of an incident
// with a long timeline. The incidents are those of tests/sim/year, multiplied,
// each with words and hashes of its own.
//
//   node archive.mjs [INCIDENTS]
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Rig, build, until } from "./rig.mjs";

const INCIDENTS = Number(process.argv[2] ?? 10_000);
const SEARCHES = Number(process.env.SEARCHES ?? 300), ENTRIES = 2000, SEEDS = 100;
const T = "{ib:main:0}";
const WORDS = ["database", "checkout", "latency", "certificate", "queue",
	"login", "cache", "network", "disk", "search", "payment", "mail"];

const median = (list, share) => [...list].sort((a, b) => a - b)[
	Math.min(list.length - 1, Math.floor(list.length * share))];

function chained(timeline) {
	let chain = "";
	for (const entry of timeline) {
		chain = createHash("sha1").update(`${chain}\n${entry.v}-` +
			`${entry.n}\n${JSON.stringify(entry.event)}`)
			.digest("hex");
		entry.h = chain;
	}
	return timeline;
}

/** As long as people's assessments and root causes are: the search looks at them. */
const said = (id) => ` no ${WORDS[(id * 5 + 2) % 12]} for those who pay by card ` +
	`every third customer in two regions, some 1,200 an hour since 9:05, ` +
	`when the release went out the size of a pool was guessed when the ` +
	`service was small, and nobody is told when it is used up ${id}`;

const title = (id) => `${WORDS[id % 12]} ${WORDS[(id * 7 + 3) % 12]} ` +
	`is broken ${id}`;

function withNumber(text, id) {
	const line = JSON.parse(text
		.replaceAll("something is broken", title(id))
		.replaceAll(/"C0000\d+"/g, `"C0IMPORT${id}"`));
	line.id = line.snapshot.id = String(id);
	line.timeline[0].event.ref = String(id);
	chained(line.timeline);
	return JSON.stringify(line) + "\n";
}

/** Runs incbot; wall clock, and the memory that the kernel counted. */
function measured(rig, name, args, input) {
	const out = path.join(rig.dir, `${name}.out`);
	const begin = performance.now();
	const run = spawnSync("/usr/bin/time", ["-f", "%M %U %S",
		path.join(build, "incbot"), ...args], {
		env: { ...process.env, ...rig.environment() },
		stdio: [input ? fs.openSync(input) : "ignore",
			fs.openSync(out, "w"), "pipe"], encoding: "utf8" });
	const seconds = (performance.now() - begin) / 1000;
	const [kb, user] = run.stderr.trim().split("\n").at(-1).split(" ");

	if (run.status !== 0)
		throw new Error(`${name}: ${run.stderr.slice(-500)}`);
	console.log(`${name}: ${seconds.toFixed(2)} s, ` +
		`${(kb / 1024).toFixed(1)} MiB, ${user} s of processor, ` +
		`${(fs.statSync(out).size / 1e6).toFixed(1)} MB out`);
	return out;
}

async function acks(rig, name, commands) {
	const took = [];

	for (const command of commands) {
		const begin = performance.now();
		await rig.ask(`command C0GENERAL ${command}`);
		took.push(performance.now() - begin);
	}
	console.log(`${name}: p50 ${median(took, 0.5).toFixed(1)} ms, ` +
		`p99 ${median(took, 0.99).toFixed(1)} ms (${took.length})`);
}

/** Some are imported, as a company would; the others are put beside them with
 * the bytes that an import would have written. */
async function fill(rig) {
	const seed = path.join(rig.dir, "seed");
	const file = path.join(rig.dir, "incidents");
	const made = spawnSync(path.join(build, "tests/sim/year"),
		[seed, "/dev/null", String(SEEDS)]);
	if (made.status !== 0)
		throw new Error("tests/sim/year");
	const lines = fs.readFileSync(seed, "utf8").trim().split("\n");
	measured(rig, `import of ${SEEDS}`, ["import"], seed);
	const kept = [];
	for (let i = 1; i <= SEEDS; i++)
		kept.push(await rig.redis.hGet(`${T}:sum`, String(i)));
	await rig.redis.flushAll();
	fs.writeFileSync(file, withNumber(lines[0], 1));
	measured(rig, "import of one", ["import"], file);
	fs.writeFileSync(file, "");
	for (let id = 1; id <= INCIDENTS; id++) {
		const at = (id - 1) % SEEDS;
		const text = withNumber(lines[at], id);
		fs.appendFileSync(file, text);
		if (id > 1)
			await put(rig, id, JSON.parse(text), kept[at]);
	}
	await rig.redis.hSet(`${T}:meta`, "idseq", String(INCIDENTS));
	await rig.redis.del([`${T}:agenda`, `${T}:job`, `${T}:lane`]);
	return file;
}

async function put(rig, id, line, sum) {
	const words = title(id);
	const calls = line.timeline.map((e) => rig.redis.xAdd(`${T}:tl:${id}`,
		`${e.v}-${e.n}`, { b: JSON.stringify(e.event), h: e.h }));

	calls.push(rig.redis.hSet(`${T}:inc:${id}`, { v: line.version,
		ep: line.epoch, d: JSON.stringify(line.snapshot),
		h: line.timeline.at(-1).h }));
	calls.push(rig.redis.zAdd(`${T}:all`, { value: String(id),
		score: line.snapshot.declared_ms }));
	calls.push(rig.redis.hSet(`${T}:sum`, String(id), sum
		.replaceAll("something is broken", words)
		.replace(/^inc-\d+/, `inc-${id}`)
		.replace("\n", `${said(id)}\n`)
		.replace(/"id":"\d+"/, `"id":"${id}"`)));
	await Promise.all(calls);
}

console.log(`${os.cpus()[0].model}, ${os.cpus().length} cores, load ` +
	os.loadavg().map((x) => x.toFixed(1)).join(" "));
const rig = await Rig.start("archive");
try {
	await rig.redis.configSet("appendfsync", "no");
	const file = await fill(rig);
	await rig.redis.configSet("appendfsync", "always");
	const out = measured(rig, "export", ["export"]);
	if (!fs.readFileSync(out).equals(fs.readFileSync(file)))
		throw new Error("the export is not what was imported");
	measured(rig, "verify", ["verify"]);
	measured(rig, "figures", ["figures", "--csv"]);
	await rig.start(`${path.join(build, "incbot")} run --log-level warn`);
	await acks(rig, "search", Array.from({ length: SEARCHES }, (_, i) =>
		`search ${WORDS[i % 12]} ${WORDS[(i * 5 + 1) % 12]}`));
	await acks(rig, "search, nothing found",
		Array.from({ length: SEARCHES }, (_, i) => `search nowhere${i}`));
	await acks(rig, "figures in Slack",
		Array.from({ length: 30 }, () => "figures 60"));
	await rig.ask("command C0GENERAL sev1 measured");
	await until("its channel", 60_000, () =>
		rig.redis.hExists(`${T}:chan`, "C0ROOM1"));
	await rig.ask("command C0ROOM1 ack");
	for (let i = 0; i < ENTRIES; i++)
		await rig.ask(`command C0ROOM1 note what was seen, number ${i}`);
	for (const line of ["mitigated rolled back", "resolved It works.",
		"rootcause the pool was full", "impact nobody could pay"])
		await rig.ask(`command C0ROOM1 ${line}`);
	const last = String(INCIDENTS + 1);

	for (const format of ["md", "html", "json"])
		measured(rig, `report of ${ENTRIES} entries as ${format}`,
			["postmortem", last, "--format", format]);
	await acks(rig, "draft in Slack", Array.from({ length: 30 },
		() => `INC-${last} postmortem`));
	await acks(rig, "timeline in Slack", Array.from({ length: 30 },
		() => `INC-${last} timeline`));
} finally {
	await rig.stop?.();
}
