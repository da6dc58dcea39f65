// SPDX-License-Identifier: MIT
//
// torture: the main scenario, from declared to resolved, with the real program
// on a real Redis and the stand-in workspace, while one call of it after the
// other fails: the n-th allocation, the n-th call of the kernel, for n from
// the start of what somebody does until all that follows from it is done; and
// the same for the program's own start. A failed allocation may end it, on
// purpose, by abort(); nothing else may. It is started again, people type
// again what showed no effect, and at rest the store is whole (ledger_check)
// and nothing is missing, twice or out of order (tests/chaos/judge.mjs).
//
//   node torture.mjs [--seconds N] [--all] [--worlds N] [--speed N]
//   node torture.mjs --start KIND:N       one failing start, over and over
//
// Otherwise n goes in strides for N seconds; with --all it takes each value
// once: hours. Read next: fail_once.c.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ANA, BEN, CHLOE, GENERAL, INCIDENTS, World, build, until }
	from "../e2e/world.mjs";
import { judge, owed } from "../chaos/judge.mjs";
import { People, dice } from "../chaos/people.mjs";

const KINDS = ["allocation", "kernel"];
const SCENARIOS_AT_ONCE = 4, TRIES = 8;
const STARTS = { allocation: 16, kernel: 48 };
/** Real time, within which an act shows on an idle machine; the world's is
 * faster. A busy one has as much more as it is busier. */
const SHOWS_MS = 6_000, START_MS = 20_000, REST_MS = 60_000;
const patience = (ms) => ms * Math.min(5, Math.max(1,
	os.loadavg()[0] / os.cpus().length));
/** Coprime to whatever the number of calls is, or nearly so. */
const STRIDE = { allocation: 7919, kernel: 37 };

const { values } = parseArgs({ options: {
	seconds: { type: "string", default: "45" },
	worlds: { type: "string", default: "2" },
	speed: { type: "string", default: "16" },
	all: { type: "boolean", default: false },
	start: { type: "string", default: "" },
} });
const worlds = Number(values.worlds);
const began = performance.now();
const since = () => (performance.now() - began) / 1000;
const say = (text) => console.log(`${since().toFixed(1).padStart(6)} s  ${text}`);
const delay = (ms) => new Promise((done) => setTimeout(done, ms));
const SIZE = 40;

/** The page shared with libfailonce.so. */
class Page {
	constructor(file) {
		fs.writeFileSync(file, Buffer.alloc(SIZE));
		this.fd = fs.openSync(file, "r+");
	}

	#read(at) {
		const bytes = Buffer.alloc(8);
		fs.readSync(this.fd, bytes, 0, 8, at);
		return Number(bytes.readBigInt64LE());
	}

	#write(at, number) {
		const bytes = Buffer.alloc(8);
		bytes.writeBigInt64LE(BigInt(number));
		fs.writeSync(this.fd, bytes, 0, 8, at);
	}

	arm(kind, n) { this.#write(KINDS.indexOf(kind) * 8, n); }
	disarm() { KINDS.forEach((kind) => this.arm(kind, 0)); }
	get armed() { return KINDS.some((_, i) => this.#read(i * 8) > 0); }
	calls(kind) { return this.#read(16 + KINDS.indexOf(kind) * 8); }
	get failed() { return this.#read(32); }
}

class Torture {
	constructor(number) {
		this.number = number;
		this.faults = [];
		this.shots = { allocation: 0, kernel: 0 };
		this.ends = 0;
		this.starts = 0;
		this.runs = 0;
		this.notes = number * 1_000_000;
		this.covered = new Set();	// kinds of which each n was had
		this.next = { allocation: number, kernel: number };
		this.span = { allocation: 0, kernel: 0 };
	}

	async begin() {
		this.world = await World.start({ replicas: 0, fast: true,
			level: "info", workspace: ["--seed", String(this.number)] });
		const file = path.join(this.world.dir, "fail_once");
		this.page = new Page(file);
		this.world.extraEnv = { FAIL_ONCE_FILE: file,
			LD_PRELOAD: ["clock/libworldclock.so",
				"torture/libfailonce.so"].map((name) =>
				path.join(build, "tests", name)).join(":") };
		await this.world.clock({ speed: Number(values.speed) });
		this.people = new People(this.world, dice(this.number));
		await this.start();
	}

	/** An end is deliberate if it comes by abort(), and as the very next
	 * thing after memory was refused. */
	judgeEnd(incbot) {
		const said = incbot.text();
		const { exitCode, signalCode } = incbot.child;
		const last = said.lastIndexOf("made to fail: ");
		const [first, ...more] = said.slice(last).trim().split("\n");
		if (signalCode === "SIGABRT" &&
			/: (malloc|calloc|realloc|epoll_ctl)$/.test(first) &&
			more.every((line) => /\[0x[0-9a-f]+\]$/.test(line)))
			this.ends++;
		else
			this.faults.push("incbot ended " +
				`(${signalCode ?? exitCode}):\n` +
				said.split("\n").slice(-30).join("\n"));
	}

	/** Up, whatever it takes; the page is not armed meanwhile. */
	async start() {
		this.up = false;
		this.page.disarm();
		const from = KINDS.map((kind) => this.page.calls(kind));
		this.incbot = this.world.spawnIncbot(`incbot-${++this.runs}`);
		this.world.incbots = [this.incbot];
		await until("incbot to connect", patience(START_MS), () => {
			if (!this.incbot.running)
				throw new Error(this.incbot.text());
			return /what=socket_up/.test(this.incbot.text());
		});
		this.startCalls = KINDS.map((kind, i) =>
			this.page.calls(kind) - from[i]);
		this.up = true;
	}

	/** Starts it again as often as it ends. */
	async watch() {
		while (!this.over) {
			await Promise.race([this.incbot.gone, delay(200)]);
			if (this.incbot.running || this.over)
				continue;
			this.judgeEnd(this.incbot);
			await this.start();
		}
	}

	/** Lets one call of the coming act fail. */
	aim() {
		if (this.page.armed || this.acted || !this.span.kernel || !this.up ||
			!this.incbot.running)
			return;
		const kind = this.shots.allocation < this.shots.kernel &&
			!this.covered.has("allocation") ||
			this.covered.has("kernel") ? "allocation" : "kernel";
		const n = this.next[kind];
		this.next[kind] += values.all ? worlds : STRIDE[kind] * worlds;
		if (values.all && this.next[kind] >= this.span[kind])
			this.covered.add(kind);
		this.page.arm(kind, 1 + n % this.span[kind]);
		this.shots[kind]++;
	}

	/** Types it until it shows. */
	async act(who, channel, words, shows) {
		for (let tried = 0; tried < TRIES; tried++) {
			this.aim();
			try {
				await this.world.command(who, channel, words());
				return await until(words(), patience(SHOWS_MS),
					async () => shows(await this.world.state(who)));
			} catch (error) {
				if (tried === TRIES - 1)
					throw error;
				if (/not_in_channel/.test(error.message))
					await this.world.act(who, "join",
						{ channel });
			}
		}
		return null;
	}

	async scenario(name, isOver = () => this.enough) {
		const called = new RegExp(`${name}(-\\d+)?$`);
		// A word with a hyphen and a number may be a host's name, which
		// is asked about before it is published.
		const spoken = name.replaceAll("-", " ");
		const room = await this.act(ANA, GENERAL,
			() => `sev1 ${name}`, (state) => state.channels.find(
				(c) => called.test(c.name)));
		const says = (channel, pattern) => (state) => state.channels
			.find((c) => c.id === channel)?.messages.find((m) =>
				pattern.test(JSON.stringify(m)));
		const steps = [
			[BEN, () => "ack", room.id, /acknowledged/],
			[BEN, () => "ic", room.id,
				/<@U0BEN> is incident commander/],
			[BEN, () => "comms <@U0CHLOE|chloe>", room.id,
				/is comms lead/],
			[CHLOE, () => `note note-${++this.notes} seen`, room.id,
				/note-\d+ seen/],
			[CHLOE, () => `update ${spoken}: we are on it.`,
				INCIDENTS,
				new RegExp(`${spoken}: we are on it`)],
			[BEN, () => "sev 2 half is back", room.id, /set SEV2/],
			[BEN, () => "mitigated rolled back", room.id,
				/marked the service stable/],
			[BEN, () => "resolved All is well.", room.id,
				/resolved the incident/],
		];
		for (const [who, words, where, pattern] of steps) {
			if (isOver())
				return;
			this.acted?.();
			await this.act(who, room.id, words, says(where, pattern));
		}
	}

	/** How many calls the longest act makes, with all that follows until
	 * the next one, and some more: so n goes over all of the scenario. */
	async measure() {
		let before = KINDS.map((kind) => this.page.calls(kind));
		this.acted = () => {
			const now = KINDS.map((kind) => this.page.calls(kind));
			KINDS.forEach((kind, i) => {
				this.span[kind] = Math.max(this.span[kind],
					Math.ceil((now[i] - before[i]) * 1.2));
			});
			before = now;
		};
		await this.scenario(`calm-${this.number}`, () => false);
		await this.quiet();
		this.acted();
		this.acted = null;
	}

	/** Until nothing is owed now. */
	quiet() {
		return until("everything that is owed", patience(REST_MS),
			async () => owed(this.world.dir, (await
			this.world.clock({})).now_ms - 5000).left === 0);
	}

	get enough() {
		return values.all ? this.covered.size === KINDS.length :
			since() > Number(values.seconds);
	}

	async scenarios(lane) {
		for (let i = 1; !this.enough; i++)
			await this.scenario(`torture-${this.number}-${lane}-${i}`);
	}

	/** The start, with one call of it failing. */
	async startFailing(kind, n) {
		await this.incbot.stop("SIGKILL");
		this.page.disarm();
		this.page.arm(kind, n);
		this.starts++;
		const incbot = this.world.spawnIncbot(`start-${this.starts}`);
		this.world.incbots = [incbot];
		this.incbot = incbot;
		await until(`a start with ${kind} ${n} failing`,
			patience(START_MS),
			() => !incbot.running ||
				/what=socket_up/.test(incbot.text()))
			.catch((error) => this.faults.push(
				`${error.message}:\n${incbot.text()}`));
		// Not to start, and to say why, is as good.
		const said = incbot.text().trim().split("\n").at(-1);
		if (!incbot.running && !(incbot.child.exitCode > 0 &&
			/level=error|: /.test(said)))
			this.judgeEnd(incbot);
	}

	async starting() {
		const [only, nth] = values.start.split(":");
		for (let i = 0; only && i < STARTS.kernel; i++)
			await this.startFailing(only, Number(nth));
		for (let i = 0; i < KINDS.length && !only; i++) {
			const calls = this.startCalls[i];
			const step = worlds * (values.all ? 1 :
				Math.max(1, calls / STARTS[KINDS[i]]));
			for (let n = 1 + this.number * step / worlds; n <= calls;
				n += step)
				await this.startFailing(KINDS[i], Math.floor(n));
		}
		await this.incbot.stop("SIGKILL");
		await this.start();
	}

	async rest() {
		this.page.disarm();
		const nowMs = async () => (await this.world.clock({})).now_ms;
		await until("everything that is owed",
			patience(REST_MS), async () => {
			const { left } = owed(this.world.dir,
				await nowMs() - 5000);
			if (left > 0)
				await delay(200);
			return left === 0;
		}).catch((error) => this.faults.push(error.message));
		this.read = true;
		await this.reading;
		await this.people.read();
		const { faults, ...figures } = judge(this.world.dir,
			this.people.log, await nowMs() - 5000);
		this.faults.push(...faults);
		say(`world ${this.number}: ${JSON.stringify(figures)}`);
		try {
			say(`world ${this.number}: ` + execFileSync(
				path.join(build, "tests/torture/ledger_check"),
				[path.join(this.world.dir, "redis.sock"), "main"],
				{ encoding: "utf8" }).trim());
		} catch (error) {
			this.faults.push(`${error.stdout}${error.stderr}`);
		}
	}

	async run() {
		await this.begin();
		this.reading = this.people.watch(() => this.read)
			.catch((error) => this.faults.push(error.stack));
		await this.starting();
		await this.measure();
		const watching = this.watch().catch((error) =>
			this.faults.push(error.stack));
		say(`world ${this.number}: an act makes up to ` +
			`${JSON.stringify(this.span)} calls, a start ` +
			`${this.startCalls}`);
		await Promise.all(Array.from({ length: SCENARIOS_AT_ONCE },
			(_, lane) => this.scenarios(lane)));
		await this.rest();
		this.over = true;
		await watching;
		say(`world ${this.number}: failed calls: ${this.page.failed} ` +
			`(aimed: ${JSON.stringify(this.shots)}, ${this.starts} ` +
			`starts), deliberate ends: ${this.ends}`);
	}
}

const all = Array.from({ length: worlds }, (_, i) => new Torture(i));
const stop = () => Promise.all(all.map((one) => one.world?.stop()));
process.on("SIGTERM", async () => {
	await stop();
	process.exit(1);
});
try {
	await Promise.all(all.map((one) => one.run().catch((error) => {
		one.over = one.read = true;
		one.faults.push(`${error.stack}\n` +
			`${one.incbot?.text().split("\n").slice(-40).join("\n")}`);
	})));
} finally {
	await stop();
}
const faults = all.flatMap((one) => one.faults.map((fault) =>
	`world ${one.number}: ${fault}`));
faults.slice(0, 20).forEach((fault) => say(`FAULT ${fault}`));
say(`${faults.length} faults`);
const failed = all.reduce((sum, one) => sum + (one.page?.failed ?? 0), 0);
process.exitCode = faults.length > 0 || failed < 40 ? 1 : 0;
