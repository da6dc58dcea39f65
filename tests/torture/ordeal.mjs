// SPDX-License-Identifier: MIT
//
// ordeal: one world lives through the main scenario, from declared to resolved,
// again and again, with the real program on a real Redis and the stand-in
// workspace, while in each start and in each act one call of the program fails.
// A failed allocation may end it, on purpose, by abort(); nothing else may. It
// is started again, people type again what showed no effect, and at rest the
// store is whole (ledger_check) and nothing is missing, twice or out of order
// (tests/chaos/judge.mjs). Which call fails is aims.mjs' business. Read next:
// torture.mjs.
import { execFileSync } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { ANA, BEN, CHLOE, GENERAL, INCIDENTS, World, build, until }
	from "../e2e/world.mjs";
import { judge, newLedger, owed } from "../chaos/judge.mjs";
import { People, dice } from "../chaos/people.mjs";
import { NOWHERE, START } from "./aims.mjs";
import { Page } from "./page.mjs";

/** Of real time, on an idle machine; the world's is faster. A busy one has as
 * much more as it is busier; who typed in vain waits longer each time. */
const SHOWS_MS = 1500, START_MS = 20_000, REST_MS = 60_000;
const TRIES = 7, LOOK_MS = 20, LOOK_AGAIN_MS = 100;
/** What follows from an act when it shows is done within this. */
const FOLLOWS_MS = 500, LOOK_ANYWAY_MS = 500;
/** Of the world's time: what a dead process had claimed is free again. */
const LEASE_MS = 31_000;
/** A world's log and store grow, and with them what it costs to look at. */
const ROUNDS = 12;
const patience = (ms) => ms * Math.min(5, Math.max(1,
	os.loadavg()[0] / os.cpus().length));
const delay = (ms) => new Promise((done) => setTimeout(done, ms));

const FRAME = /\[0x[0-9a-f]+\]$/;

/** The call came from this library, be it by way of libc. */
const isOf = (library, frames) => frames.filter((line) =>
	!/libfailonce\.so|\/libc\.so/.test(line))[0]?.includes(`/${library}.so`);

/** How libraries end the process when they are refused memory. What follows
 * the failed call of lws_create_vhost() is a whole start: the table that it did
 * not get is used when the link is opened. */
const LIBRARY_ENDS = [
	{ library: "libconfig", how: ["SIGSEGV", 2],
		words: /^out of dynamic memory in libconfig_/ },
	{ library: "libhiredis", how: ["SIGABRT"],
		words: /^incbot: read\.c:\d+: redisReaderFeed: Assertion / },
	// The assertion has no memory for its words.
	{ library: "libhiredis", how: ["SIGABRT"],
		words: /^Unexpected error\.$/ },
	{ library: "libwebsockets", how: ["SIGABRT"],
		words: /text="Out of Mem|: lws_ws_client_rx_sm: Assertion / },
	{ library: "libwebsockets", how: ["SIGSEGV"],
		by: /lws_create_vhost/, words: /^time=/ },
];

const says = (pattern) => (state, channel) => state.channels.find((c) =>
	c.id === channel)?.messages.find((m) =>
	pattern.test(JSON.stringify(m)));

/** Who types what where, and what shows that it was done. A word with a hyphen
 * and a number may be a host's name, which is asked about before it is
 * published. */
const STEPS = [
	[ANA, ({ name }) => `sev1 ${name}`, null,
		(state, _, { name }) => state.channels.find((c) =>
			new RegExp(`${name}(-\\d+)?$`).test(c.name))],
	[BEN, () => "ack", null, says(/acknowledged/)],
	[BEN, () => "ic", null, says(/<@U0BEN> is incident commander/)],
	[BEN, () => "comms <@U0CHLOE|chloe>", null, says(/is comms lead/)],
	[CHLOE, ({ note }) => `note note-${note()} seen`, null,
		says(/note-\d+ seen/)],
	[CHLOE, ({ spoken }) => `update ${spoken}: we are on it.`, INCIDENTS,
		(state, channel, { spoken }) => says(new RegExp(
			`${spoken}: we are on it`))(state, channel)],
	[BEN, () => "sev 2 half is back", null, says(/set SEV2/)],
	[BEN, () => "mitigated rolled back", null,
		says(/marked the service stable/)],
	[BEN, () => "resolved All is well.", null,
		says(/resolved the incident/)],
];
export const ACTS = STEPS.length;

export class Ordeal {
	constructor({ number, aims, stacks, speed, say }) {
		Object.assign(this, { number, aims, stacks, speed, say });
		this.faults = [];
		this.ends = this.libraryEnds = this.refusals = this.runs = 0;
		this.notes = number * 1_000_000;
	}

	async begin() {
		this.world = await World.start({ replicas: 0, fast: true,
			level: "info", workspace: ["--seed", String(this.number)] });
		this.page = new Page(path.join(this.world.dir, "fail_once"));
		this.world.extraEnv = { FAIL_ONCE_FILE: this.page.file,
			...this.stacks && { FAIL_ONCE_STACKS: this.stacks.file },
			LD_PRELOAD: ["torture/libfailonce.so",
				"clock/libworldclock.so"].map((name) =>
				path.join(build, "tests", name)).join(":") };
		await this.world.clock({ speed: this.speed });
		this.people = new People(this.world, dice(this.number));
		this.reading = this.people.watch(() => this.read)
			.catch((error) => this.faults.push(error.stack));
		await this.start();
	}

	/** What was made to fail last, and what was said from there on. */
	#afterFailure(incbot) {
		const said = incbot.text();
		return said.slice(Math.max(0,
			said.lastIndexOf("made to fail: "))).trim();
	}

	/** An end is deliberate if it comes by abort(), and as the very next
	 * thing after memory was refused. libconfig asks for memory and does not
	 * look, hiredis asserts that it was given: such ends are counted
	 * apart. */
	judgeEnd(incbot) {
		const { exitCode, signalCode } = incbot.child;
		const said = this.#afterFailure(incbot);
		const [first, ...more] = said.split("\n");
		const refused = /: (malloc|calloc|realloc|epoll_ctl)$/.test(first);
		const words = more.filter((line) => !FRAME.test(line));
		if (refused && signalCode === "SIGABRT" && words.length === 0)
			this.ends++;
		else if (refused && LIBRARY_ENDS.some((end) =>
			isOf(end.library, more) &&
			end.how.includes(signalCode ?? exitCode) &&
			(!end.by || more.some((line) => end.by.test(line))) &&
			words.every((line) => end.words.test(line))))
			this.libraryEnds++;
		else
			this.faults.push("incbot ended " +
				`(${signalCode ?? exitCode}):\n${said}`);
	}

	#spawn(context) {
		this.page.disarm();
		this.page.context = context;
		this.incbot = this.world.spawnIncbot(`incbot-${++this.runs}`);
		this.world.incbots = [this.incbot];
		return this.incbot;
	}

	/** Up, with nothing failing until it is. */
	async start() {
		this.up = false;
		const incbot = this.#spawn(NOWHERE);
		await until("incbot to connect", patience(START_MS), () => {
			if (!incbot.running)
				throw new Error(incbot.text());
			return /what=socket_up/.test(incbot.text());
		});
		if (this.isHard)
			this.aims.live(this.page, this.acting);
		this.up = true;
	}

	/** Starts it again as often as it ends. Nobody waits until the leases of
	 * the dead one are over: it is later at once. */
	async watch() {
		while (!this.over) {
			await Promise.race([this.incbot.gone, delay(LOOK_MS)]);
			if (this.incbot.running || this.over)
				continue;
			this.up = false;
			this.judgeEnd(this.incbot);
			await this.world.clock({ advance_ms: LEASE_MS });
			await this.start();
		}
	}

	/** Until a call failed, or all that follows from an act was done. */
	async settle(failed) {
		const end = performance.now() + patience(FOLLOWS_MS);
		while (this.page.failed === failed && performance.now() < end)
			await delay(LOOK_MS);
	}

	/** Since then incbot answered what this person typed. */
	#acked(who, since) {
		return this.people.log.slice(since).some((entry) =>
			entry.what === "ack" && entry.user === who);
	}

	/** What shows it, or nothing: when it took too long, or when who typed
	 * it has seen incbot come back and say nothing. Who was not even answered
	 * does not wait for that. */
	async shown(who, shows, ms, since) {
		let { runs } = this;
		let end = performance.now() + ms;
		let seen = -1, looked = 0;
		while (performance.now() < end || !this.up) {
			await delay(LOOK_MS);
			if (performance.now() < looked +
				(this.people.seq === seen ? LOOK_ANYWAY_MS :
					LOOK_AGAIN_MS))
				continue;
			seen = this.people.seq;
			looked = performance.now();
			const found = shows(await this.world.state(who));
			if (found)
				return found;
			if (this.runs > runs && this.up) {
				({ runs } = this);
				end = performance.now() +
					(this.#acked(who, since) ?
						patience(SHOWS_MS) : 0);
			}
		}
		return null;
	}

	async type(who, channel, words) {
		try {
			await this.world.command(who, channel, words);
		} catch (error) {
			if (!/not_in_channel/.test(error.message))
				throw error;
			await this.world.act(who, "join", { channel });
			await this.world.command(who, channel, words);
		}
	}

	/** Types it until it shows; with each, a call fails. In vain is only
	 * what nothing failed in. */
	async act(number, who, channel, words, shows) {
		this.acting = number;
		for (let tried = 0; tried < TRIES; tried++) {
			while (!this.up)
				await delay(LOOK_MS);
			const { failed } = this.page;
			const since = this.people.log.length;
			if (this.isHard)
				this.aims.act(this.page, number);
			await this.type(who, channel, words());
			const found = await this.shown(who, shows,
				patience(SHOWS_MS) * 2 ** Math.min(tried, 4),
				since);
			if (found && (this.aims.actsApart || !this.isHard))
				await this.settle(failed);
			if (this.isHard) {
				this.aims.acted(this.page);
				this.aims.came(false, this.page.failed - failed);
			}
			if (found)
				return found;
			if (this.page.failed > failed)
				tried = -1;
		}
		throw new Error(`${who} typed "${words()}" ${TRIES} times and ` +
			`nothing shows; last was ${this.#afterFailure(this.incbot)}`);
	}

	async round(name, isOver) {
		const told = { name, spoken: name.replaceAll("-", " "),
			note: () => ++this.notes };
		let room;
		for (const [i, [who, words, where, shows]] of STEPS.entries()) {
			if (isOver())
				return;
			const before = this.page.calls;
			const channel = where ?? room?.id;
			const found = await this.act(i + 1, who,
				room?.id ?? GENERAL, () => words(told),
				(state) => shows(state, channel, told));
			room ??= found;
			this.lived = true;
			if (!this.isHard)
				this.measured(i + 1, before);
		}
	}

	measured(act, before) {
		const calls = this.page.calls.map((n, i) => n - before[i]);
		this.calm ??= [];
		this.calm[act] = calls;
		this.aims.measured?.(act, calls);
	}

	/** A start in which a call fails. Not to start, and to say why, is as
	 * good as to go on. */
	async hardStart() {
		await this.incbot.stop("SIGKILL");
		const { failed } = this.page;
		const incbot = this.#spawn(this.aims.context(START));
		this.aims.start(this.page);
		await until("a start with a call failing", patience(START_MS),
			() => !incbot.running ||
				/what=socket_up/.test(incbot.text()))
			.catch((error) => this.faults.push(
				`${error.message}:\n${incbot.text()}`));
		this.page.disarm();
		this.aims.came(true, this.page.failed - failed);
		const said = incbot.text().trim().split("\n").at(-1);
		if (incbot.running)
			return;
		if (incbot.child.exitCode > 0 && /level=error|: /.test(said))
			this.refusals++;
		else
			this.judgeEnd(incbot);
	}

	async starts() {
		this.up = false;
		while (!this.aims.startsOver)
			await this.hardStart();
		await this.incbot.stop("SIGKILL");
		await this.start();
	}

	/** What is owed is still done while calls fail. The verdict is of a
	 * moment at which nothing is owed, and which lasts: incbot is stopped,
	 * since reminders fall due while it is made up. */
	async rest() {
		await this.#nothingIsOwed(() => true).catch(() => {});
		this.isHard = false;
		this.aims.rest(this.page);
		const restMs = await this.#nothingIsOwed(() =>
			this.#standsStill()).catch((error) => {
			this.faults.push(error.message);
			return 0;
		});
		await this.verdict(restMs);
		this.incbot.signal("SIGCONT");
	}

	async #standsStill() {
		this.incbot.signal("SIGSTOP");
		await delay(LOOK_AGAIN_MS);
		if ((await this.left()).left === 0)
			return true;
		this.incbot.signal("SIGCONT");
		return false;
	}

	/** What is owed, and the moment of which that is true. */
	async left() {
		const restMs = (await this.world.clock({})).now_ms - 5000;
		this.ledger ??= newLedger();
		return { restMs, left: owed(this.world.dir, restMs,
			this.ledger).left };
	}

	/** The moment at which nothing was owed, and that was so. */
	#nothingIsOwed(isSo) {
		return until("everything that is owed", patience(REST_MS),
			async () => {
				const { restMs, left } = await this.left();
				if (left === 0 && await isSo())
					return restMs;
				await delay(500);
				return false;
			});
	}

	async verdict(restMs) {
		this.read = true;
		await this.reading;
		await this.people.read();
		const { faults, ...figures } = judge(this.world.dir,
			this.people.log, restMs);
		this.faults.push(...faults);
		this.say(`world ${this.number}: ${JSON.stringify(figures)}`);
		if (!this.lived)
			return;
		try {
			this.say(`world ${this.number}: ` + execFileSync(
				path.join(build, "tests/torture/ledger_check"),
				[path.join(this.world.dir, "redis.sock"), "main"],
				{ encoding: "utf8" }).trim());
		} catch (error) {
			this.faults.push(`${error.stdout}${error.stderr}`);
		}
	}

	/** A calm round first, if it has to be known what that costs. */
	async run() {
		await this.begin();
		let before = this.page.calls;
		await this.incbot.stop("SIGKILL");
		await this.start();
		this.measured(START, before);
		await this.starts();
		const watching = this.watch().catch((error) =>
			this.faults.push(error.stack));
		if (this.aims.wantsCalm(this.number))
			await this.round(`calm-${this.number}`, () => false);
		this.isHard = true;
		for (let i = 1; i < ROUNDS && !this.aims.over; i++)
			await this.round(`torture-${this.number}-${i}`,
				() => this.aims.over);
		await this.rest();
		this.over = true;
		await watching;
		before = this.page.calls;
		await this.starts();
	}

	/** Its last calls count for nothing. */
	async stop() {
		this.over = this.read = true;
		this.world?.incbots.forEach((one) => one.signal("SIGKILL"));
		await this.world?.stop();
	}
}
