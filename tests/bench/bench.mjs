// SPDX-License-Identifier: MIT
//
// bench: what tests/bench/run measures, one function each; prints tables in
// Markdown, with the machine, its load and the time. Medians of several runs,
// in turn from bot to bot, so that a noisy minute hits all of them.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build, delay, here, Rig, until } from "./rig.mjs";
import { plot } from "./plot.mjs";

const SHORT = Boolean(process.env.BENCH_SHORT);
const ROOMS = 64;
const runs = SHORT ? 1 : 3;
const size = (count) => SHORT ? Math.ceil(count / 10) : count;

const incbot = `${build}/incbot run --log-level warn`;
const bots = {
	"incbot": incbot,
	"incbot, unpaced":
		`${build}/tests/bench/incbot_unpaced run --log-level warn`,
	"slack-go": `${build}/tests/bench/slackgo`,
	"@slack/bolt": `${process.execPath} ${here}/bolt.mjs`,
};

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

const at = (list, share) => {
	const sorted = [...list].sort((a, b) => a - b);

	return sorted[Math.floor((sorted.length - 1) * share)];
};

function table(head, rows) {
	console.log(`| ${head.join(" | ")} |`);
	console.log(`|${head.map(() => "---").join("|")}|`);
	for (const row of rows)
		console.log(`| ${row.join(" | ")} |`);
	console.log();
}

async function ready(rig, name, count = ROOMS, options = {}) {
	const started = await rig.start(bots[name] ?? name);

	if (started.hello_ms < 0)
		throw new Error(`${name} did not connect; see ${rig.dir}`);
	if (name.startsWith("incbot"))
		await rig.incidents(count, options);
	return started;
}

// --- beside the others ----------------------------------------------------

const LOADS = {
	"1 in flight": `closed 1 ${size(1000)}`,
	"16 in flight": `closed 16 ${size(4000)}`,
	"64 in flight": `closed 64 ${size(4000)}`,
	"200/s": `open 200 ${size(1000)}`,
	"1,000/s": `open 1000 ${size(3000)}`,
};

async function measureLoads(rig, into) {
	for (const [load, order] of Object.entries(LOADS)) {
		const calls = await rig.calls();
		const before = await rig.ask("usage");
		const run = await rig.ask(`${order} ${ROOMS}`);
		const wanted = before.posts + run.sent;

		run.trips = (await rig.calls() - calls) / run.sent;
		await rig.ask(`posts ${wanted} ${into.drains ? 60_000 : 1}`);
		const after = await rig.ask("usage");

		run.cpu = (after.cpu_s - before.cpu_s) * 1000 / run.sent;
		run.posted = (after.posts - before.posts) / run.sent;
		(into.loads[load] ??= []).push(run);
	}
}

async function measureBot(name, into) {
	const rig = await Rig.start("bots");

	try {
		const { hello_ms } = await ready(rig, name);

		into.hello.push(hello_ms);
		into.idle.push((await rig.ask("usage")).rss_kib / 1024);
		await measureLoads(rig, into);
		into.peak.push((await rig.ask("usage")).peak_kib / 1024);
		await rig.ask("stop");
	} finally {
		await rig.stop();
	}
}

async function startUps(name, into) {
	const rig = await Rig.start("start");

	try {
		for (let i = 0; i < (SHORT ? 2 : 7); i++) {
			into.hello.push((await rig.start(bots[name])).hello_ms);
			await rig.ask("stop");
		}
	} finally {
		await rig.stop();
	}
}

async function measureBots() {
	const seen = {};

	for (const name of Object.keys(bots)) {
		seen[name] = { hello: [], idle: [], peak: [], loads: {},
			drains: name !== "incbot" };
		await startUps(name, seen[name]);
	}
	for (let i = 0; i < runs; i++)
		for (const name of Object.keys(bots))
			await measureBot(name, seen[name]);
	const names = Object.keys(bots);
	const row = (title, value) =>
		[title, ...names.map((name) => value(seen[name]))];
	const rows = [];

	for (const load of Object.keys(LOADS)) {
		const of = (key, digits) => (bot) => median(bot.loads[load].map(
			(run) => run[key])).toFixed(digits);

		rows.push(row(`${load}: ack p50, ms`, of("p50_ms", 2)));
		rows.push(row(`${load}: ack p99, ms`, of("p99_ms", 2)));
		rows.push(row(`${load}: commands/s`, of("rate", 0)));
		rows.push(row(`${load}: CPU s / 1,000`, of("cpu", 3)));
		rows.push(row(`${load}: Redis calls / command`, of("trips", 2)));
		rows.push(row(`${load}: posts / command`, of("posted", 2)));
	}
	rows.push(row("start to hello, ms", (b) => median(b.hello).toFixed(1)));
	rows.push(row("RSS idle, MiB", (b) => median(b.idle).toFixed(1)));
	rows.push(row("RSS peak, MiB", (b) => Math.max(...b.peak).toFixed(1)));
	table(["", ...names], rows);
}

// --- reminders ------------------------------------------------------------

const HOUR = 3_600_000;

/** When each post came, of a recording. */
const posts = (file) => fs.readFileSync(file, "utf8").split("\n")
	.filter(Boolean).map((line) => {
		const space = line.indexOf(" ");

		return { ms: Number(line.slice(0, space)),
			text: line.slice(space + 1) };
	});

/** Marks a job as one of SEV1. */
async function urgent(rig, job, due) {
	await rig.redis.multi()
		.hSet("{ib:main:0}:job", `${job}\x1furgent`, "1")
		.zAdd("{ib:main:0}:urg1", { score: due, value: job }).exec();
}

/** Gives every copy its own instant for "update due", by hand. */
async function setDue(rig, from, to, dueOf, severityOf = () => 1) {
	for (let i = from; i <= to; i++) {
		const due = dueOf(i);
		const key = `{ib:main:0}:inc:${i}`;
		const snapshot = JSON.parse(await rig.redis.hGet(key, "d"));

		snapshot.update_due_ms = due;
		snapshot.update_stage = 1;
		snapshot.severity = severityOf(i);
		if (severityOf(i) === 1)	// as a commit of SEV1 does
			await urgent(rig, `ap:${i}:update_due`, due);
		await rig.redis.multi()
			.hSet(key, "d", JSON.stringify(snapshot))
			.hSet("{ib:main:0}:job", `ap:${i}:update_due`,
				JSON.stringify({ type: "appointment",
					incident: String(i), kind: "update_due",
					due_ms: due }))
			.zAdd("{ib:main:0}:agenda", { score: due,
				value: `ap:${i}:update_due` })
			.exec();
	}
}

/** How late the turn of an appointment was: its event's time says. */
async function lateness(rig, from, to, dueOf) {
	const late = [];

	for (let i = from; i <= to; i++) {
		const tail = await rig.redis.xRange(`{ib:main:0}:tl:${i}`,
			"-", "+");

		for (const { message } of tail) {
			const event = JSON.parse(message.b);

			if (event.is === "update_nagged" &&
			    event.at_ms >= dueOf(i) - 5000)
				late.push(event.at_ms - dueOf(i));
		}
	}
	return late;
}

async function measureLateness() {
	const rows = [];

	for (const waiting of [1000, 100_000, 1_000_000]) {
		const rig = await Rig.start("late");
		const due = 200;

		try {
			await ready(rig, "incbot", 1, { open: true });
			await rig.incidents(due + 1, { open: true });
			await rig.appointments(size(waiting),
				Date.now() + 100 * HOUR);
			const begin = Date.now() + 10_000;
			const dueOf = (i) => begin + i * 10;

			await setDue(rig, 2, due + 1, dueOf);
			await delay(dueOf(due) - Date.now() + 3000);
			const late = await lateness(rig, 2, due + 1, dueOf);

			rows.push([waiting.toLocaleString("en"),
				`${late.length} of ${due}`, at(late, 0.5),
				at(late, 0.99), at(late, 1)]);
			await rig.ask("stop");
		} finally {
			await rig.stop();
		}
	}
	table(["waiting", "fell due, 100/s", "p50 late, ms", "p99", "max"],
		rows);
}

/** Down for a while; then 50 of each of 200 incidents are overdue at once. */
async function measureBacklog() {
	const rig = await Rig.start("backlog");
	const incidents = 200, each = size(10_000) / incidents;
	const file = path.join(rig.dir, "posts");

	try {
		await ready(rig, "incbot", 1, { open: true });
		await rig.incidents(incidents + 1, { open: true });
		await rig.ask("stop");
		const past = Date.now() - HOUR;

		// The worst ones fell due last.
		await setDue(rig, 2, incidents + 1, (i) => past + i,
			(i) => i > incidents - 19 ? 1 : 2);
		for (let i = 2; i <= incidents + 1; i++)
			for (let j = 1; j < each; j++)
				await rig.redis.multi()
					.hSet("{ib:main:0}:job", `ap:${i}:x${j}`,
						JSON.stringify({
							type: "appointment",
							incident: String(i),
							kind: "update_due",
							due_ms: past + j }))
					.zAdd("{ib:main:0}:agenda", {
						score: past + j,
						value: `ap:${i}:x${j}` })
					.exec();
		await rig.ask(`record ${file}`);
		const since = Date.now();

		await rig.start(incbot);
		await rig.ask(`posts ${incidents * 2} 60000`);
		const seen = posts(file);
		const worst = seen.filter((post) =>
			Number(post.text.match(/^C0ROOM(\d+)/)?.[1]) >
			incidents - 19);
		const after = (post) => post ?
			((post.ms - since) / 1000).toFixed(2) : "never";

		table(["", ""], [
			["due at once", incidents * each],
			["posts in the first minute", seen.length],
			["first post after start, s", after(seen[0])],
			["of 20 SEV1 that fell due last: posts", worst.length],
			["the first of them after, s", after(worst[0])],
			["the last of them after, s", after(worst.at(-1))],
			["appointments left overdue", await rig.redis.zCount(
				"{ib:main:0}:agenda", 0, Date.now() - 60_000)],
		]);
		await rig.ask("stop");
	} finally {
		await rig.stop();
	}
}

// --- growth ---------------------------------------------------------------

async function measureGrowth() {
	const points = [];

	for (const count of [1, 1000, SHORT ? 10_000 : 100_000])
		for (const state of ["open", "closed"]) {
			const rig = await Rig.start("growth");

			try {
				await ready(rig, "incbot", 1,
					{ open: state === "open" });
				await rig.incidents(count,
					{ open: state === "open" });
				await rig.rewritten();
				const rooms = Math.min(count, ROOMS);
				const one = await rig.ask(
					`closed 1 ${size(2000)} ${rooms}`);
				const many = await rig.ask(
					`closed 64 ${size(8000)} ${rooms}`);
				const { rss_kib } = await rig.ask("usage");

				points.push({ count, state, p50: one.p50_ms,
					p99: many.p99_ms, rate: many.rate,
					rss: rss_kib / 1024 });
				await rig.ask("stop");
			} finally {
				await rig.stop();
			}
		}
	table(["incidents", "", "p50 at 1, ms", "p99 at 64, ms",
		"commands/s at 64", "RSS, MiB"],
	points.map((p) => [p.count.toLocaleString("en"), p.state,
		p.p50.toFixed(2), p.p99.toFixed(1), p.rate.toFixed(0),
		p.rss.toFixed(1)]));
	if (process.env.BENCH_PLOT)
		fs.writeFileSync(process.env.BENCH_PLOT, plot(points));
}

// --- a long life ----------------------------------------------------------

async function measureMemory() {
	const rig = await Rig.start("memory");
	const rows = [];
	let turns = 0;

	try {
		await ready(rig, "incbot, unpaced");
		for (const share of [0.1, 0.2, 0.4, 0.6, 0.8, 1]) {
			const upTo = Math.round(size(1_000_000) * share);

			while (turns < upTo) {
				const part = Math.min(20_000, upTo - turns);

				await rig.ask(`mixed 64 ${part} ${ROOMS}`);
				turns += part;
			}
			await rig.quiet(600_000);
			const { rss_kib, peak_kib } = await rig.ask("usage");

			rows.push([turns.toLocaleString("en"),
				(rss_kib / 1024).toFixed(2),
				(peak_kib / 1024).toFixed(2)]);
		}
		await rig.ask("stop");
	} finally {
		await rig.stop();
	}
	table(["turns", "RSS, MiB", "peak, MiB"], rows);
}

// --- one fsync for all that is in flight ----------------------------------

async function measureFsync() {
	const rows = [];

	for (const inFlight of [1, 16, 64]) {
		const rig = await Rig.start("fsync");

		try {
			await ready(rig, "incbot");
			await rig.quiet(120_000);
			const strace = spawn("strace", ["-f", "-c", "-e",
				"trace=fdatasync,fsync", "-p",
				String(rig.server.pid)],
			{ stdio: ["ignore", "ignore", "pipe"] });
			let said = "";

			strace.stderr.on("data", (data) => { said += data; });
			await until("strace", 10_000, () =>
				said.includes("attached"));
			const run = await rig.ask(
				`closed ${inFlight} ${size(4000)} ${ROOMS}`);

			strace.kill("SIGINT");
			await once(strace, "close");
			const syncs = Number(said.match(
				/(\d+)\s+fdatasync/)?.[1]);

			rows.push([inFlight, run.acked, syncs,
				(run.acked / syncs).toFixed(1)]);
			await rig.ask("stop");
		} finally {
			await rig.stop();
		}
	}
	table(["in flight", "commits acked", "fdatasync", "acked / fdatasync"],
		rows);
}

// --- all of it ------------------------------------------------------------

const parts = { bots: measureBots, lateness: measureLateness,
	backlog: measureBacklog, growth: measureGrowth, fsync: measureFsync,
	memory: measureMemory };

function machine() {
	const versions = [
		`redis ${execFileSync("redis-server", ["--version"],
			{ encoding: "utf8" }).match(/v=(\S+)/)[1]}`,
		`node ${process.versions.node}`,
		execFileSync("go", ["version"], { encoding: "utf8" }).trim(),
	];

	return `${new Date().toISOString()}, ${os.cpus().length} x ` +
		`${os.cpus()[0].model}, Linux ${os.release()}, ` +
		`${versions.join(", ")}`;
}

const load = () => `load ${os.loadavg().map((x) => x.toFixed(2)).join(" ")}`;
const wanted = process.argv.slice(2);

console.log(`${machine()}\n`);
for (const name of wanted.length ? wanted : Object.keys(parts)) {
	console.log(`## ${name} (${load()} before)\n`);
	await parts[name]();
}
console.log(load());
