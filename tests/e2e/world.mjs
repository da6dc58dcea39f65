// SPDX-License-Identifier: MIT
//
// world: everything an end-to-end test needs, for real and on loopback: a
// private redis-server (AOF always), the stand-in Slack workspace, and one or
// more incbot processes, all on one clock that can be turned forward. Waits
// are for events, with a deadline; nothing sleeps. Only processes started
// here are signalled, by their pid.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const build = path.resolve(process.env.INCBOT_BUILD ??
	path.join(top, "build"));

export const ANA = "U0ANA", BEN = "U0BEN", CHLOE = "U0CHLOE", DAN = "U0DAN";
export const GENERAL = "C0GENERAL", INCIDENTS = "C0INCIDENTS";
export const MINUTE = 60_000;

/* What a test waits for is written as for a machine that has nothing else to do;
 * beside other work everything takes several times as long. What comes comes as
 * soon as it does: this is only how long one waits in vain. */
const PATIENCE = 4;

const delay = (ms) => new Promise((done) => setTimeout(done, ms));

/* Those that run: what their programs said last is told of a wait in vain. */
const running = new Set();

/** Polls for something that has no event of its own, for at most ms (see
 * PATIENCE). */
export async function until(what, ms, probe) {
	const end = performance.now() + ms * PATIENCE;
	for (;;) {
		const found = await probe();
		if (found)
			return found;
		if (performance.now() > end)
			throw new Error([`waited ${ms * PATIENCE} ms in vain ` +
				`for ${what}`, ...[...running].map((world) =>
				world.logs())].join("\n"));
		await delay(20);
	}
}

class Process {
	constructor(command, args, { env = {}, log }) {
		this.log = log;
		this.file = fs.openSync(log, "a");
		// An earlier process may have written there.
		this.begin = fs.fstatSync(this.file).size;
		this.child = spawn(command, args, {
			env: { ...process.env, ...env },
			stdio: ["ignore", "pipe", this.file],
		});
		this.gone = once(this.child, "exit");
		this.gone.catch(() => {});
		this.out = "";
		this.child.stdout.on("data", (data) => { this.out += data; });
	}

	get running() {
		return this.child.exitCode === null &&
			this.child.signalCode === null;
	}

	signal(name) {
		if (this.running)
			this.child.kill(name);
	}

	/** Ends it; returns its exit code (null if a signal ended it). */
	async stop(name = "SIGTERM", ms = 15_000) {
		this.signal(name);
		const late = setTimeout(() => this.signal("SIGKILL"), ms);
		if (this.running)
			await this.gone;
		clearTimeout(late);
		return this.child.exitCode;
	}

	/** What it wrote to its log. */
	text() {
		return fs.readFileSync(this.log).subarray(this.begin)
			.toString();
	}
}

export class World {
	/**
	 * options: replicas, config (a file's text), env (more of it for
	 * incbot), workspace (more arguments for it), level (of incbot's log),
	 * fast (all of incbot's and Redis' clocks and waits are the world's,
	 * not only the wall clock: see tests/clock/preload.c).
	 */
	static async start({ replicas = 1, config = "", env = {},
		workspace = [], level = "debug", fast = false } = {}) {
		const world = new World();
		world.dir = fs.mkdtempSync(path.join(os.tmpdir(),
			"incbot-e2e-"));
		world.config = config || world.#defaultConfig();
		world.extraEnv = env;
		world.workspaceArguments = workspace;
		world.level = level;
		world.fast = fast;
		world.incbots = [];
		world.seq = 0;
		running.add(world);
		try {
			await world.startWorkspace();
			await world.startRedis();
			for (let i = 0; i < replicas; i++)
				await world.startIncbot();
		} catch (error) {
			error.message += "\n" + world.logs();
			await world.stop();
			throw error;
		}
		return world;
	}

	#defaultConfig() {
		return `site: {
			broadcast_channel = "${INCIDENTS}";
			responders = [ "${BEN}", "${CHLOE}" ];
			links = ( { title = "Dashboards";
			    url = "https://dashboards.example.com/" } );
		};\n`;
	}

	#path(name) {
		return path.join(this.dir, name);
	}

	#env() {
		return {
			LD_PRELOAD: path.join(build, "tests/clock/libworldclock.so"),
			WORLD_CLOCK_FILE: this.#path("clock"),
			WORLD_CLOCK_ALL: this.fast ? "1" : "0",
		};
	}

	async startWorkspace() {
		this.workspace = new Process(
			path.join(build, "tests/workspace/workspace"),
			["--port", "0", "--manifest",
				path.join(top, "config/incbot-manifest.json"),
				"--page",
				path.join(top, "tests/workspace/page"),
				"--clock", this.#path("clock"),
				...this.workspaceArguments],
			{ env: { ...this.#env(), WORLD_CLOCK_ALL: "0" }, log: this.#path("workspace.log") });
		const line = await until("the workspace", 20_000, () => {
			if (!this.workspace.running)
				throw new Error("the workspace ended");
			return this.workspace.out.match(/^ready .*$/m)?.[0];
		});
		const word = (name) =>
			line.match(new RegExp(` ${name}=(\\S+)`))[1];
		this.url = word("url");
		this.api = word("api");
		this.botToken = word("bot_token");
		this.appToken = word("app_token");
	}

	/** Redis, ready for connections when this returns. */
	async startRedis() {
		const log = this.#path("redis.log");
		const before = fs.existsSync(log) ? fs.statSync(log).size : 0;
		this.redis = new Process("redis-server", [
			"--port", "0", "--unixsocket", this.#path("redis.sock"),
			"--dir", this.dir, "--appendonly", "yes",
			"--appendfsync", "always", "--save", "",
			"--maxmemory-policy", "noeviction",
			"--auto-aof-rewrite-percentage", "0", "--logfile", log,
		], { env: this.#env(), log: this.#path("redis.err.log") });
		await until("redis", 20_000, () =>
			/ready to accept connections/i.test(
				fs.existsSync(log) ? fs.readFileSync(log,
					"utf8").slice(before) : ""));
	}

	/** Whole or not at all: another replica may be reading it just now. */
	#writeConfig() {
		const fresh = this.#path("incbot.conf.new");
		fs.writeFileSync(fresh, this.config);
		fs.renameSync(fresh, this.#path("incbot.conf"));
	}

	get redisSocket() {
		return this.#path("redis.sock");
	}

	/** A config like this one, with another namespace: an empty store. */
	other(namespace) {
		const file = this.#path(`${namespace}.conf`);
		fs.writeFileSync(file,
			`${this.config}\nredis: { namespace = "${namespace}"; };\n`);
		return file;
	}

	environment() {
		this.#writeConfig();
		return {
			...this.#env(),
			INCBOT_CONFIG: this.#path("incbot.conf"),
			SLACK_API_URL: this.api,
			SLACK_BOT_TOKEN: this.botToken,
			SLACK_APP_TOKEN: this.appToken,
			REDIS_URL: `unix://${this.#path("redis.sock")}`,
			...this.extraEnv,
		};
	}

	/** A process of incbot that is only just starting. */
	spawnIncbot(name) {
		return new Process(path.join(build, "incbot"),
			["run", "--log-level", this.level], {
				env: this.environment(),
				log: this.#path(`${name}.log`),
			});
	}

	/** One more replica, connected to Slack when this returns. */
	async startIncbot() {
		const number = this.incbots.length + 1;
		const incbot = this.spawnIncbot(`incbot-${number}`);
		this.incbots.push(incbot);
		await until(`incbot ${number} to connect`, 20_000, () => {
			if (!incbot.running)
				throw new Error(`incbot ${number} ended:\n` +
					incbot.text());
			return /what=socket_up/.test(incbot.text());
		});
		return incbot;
	}

	async stop() {
		running.delete(this);
		for (const incbot of this.incbots)
			await incbot.stop();
		await this.redis?.stop();
		await this.workspace?.stop();
		if (!process.env.INCBOT_KEEP)
			fs.rmSync(this.dir, { recursive: true, force: true });
	}

	logs(lines = 40) {
		return fs.readdirSync(this.dir)
			.filter((name) => name.endsWith(".log"))
			.map((name) => `--- ${name}\n` +
				fs.readFileSync(this.#path(name), "utf8")
					.split("\n").slice(-lines).join("\n"))
			.join("\n");
	}

	async #post(where, body) {
		const response = await fetch(this.url + where, {
			method: "POST", body: JSON.stringify(body),
			headers: { "content-type": "application/json" },
		});
		return response.json();
	}

	async act(as, what, more = {}) {
		const answer = await this.#post("/page/act",
			{ as, do: what, ...more });
		if (!answer.ok)
			throw new Error(`${as} ${what}: ${answer.error}`);
		return answer;
	}

	command(as, channel, text) {
		return this.act(as, "command",
			{ channel, command: "/incident", text });
	}

	fault(fault, more = {}) {
		return this.#post("/page/fault", { fault, ...more });
	}

	async clock(change) {
		return this.#post("/page/clock", change);
	}

	/** Turns the whole world's clock forward, once what people did has been
	 * heard: to Slack's patience the turn is as long as it is to everybody, and
	 * what was under way would have failed. */
	async advance(ms) {
		await this.see(ANA, "no act that waits for its ack", (state) =>
			state.app.unacked === 0, undefined, "none");
		return this.clock({ advance_ms: ms });
	}

	/** The workspace's log after entry `since`: {seq, entries}. */
	async log(since = 0, waitMs = 0) {
		const response = await fetch(`${this.url}/page/log?since=` +
			`${since}&wait_ms=${waitMs}`);
		return response.json();
	}

	/** The workspace as this person sees it. `of`: only the messages of that
	 * channel, "im" = of the direct ones, "none"; `after`: as soon as more has
	 * changed than that (state.changes), or after half a second. */
	async state(as, { of = "", after = 0 } = {}) {
		const response = await fetch(`${this.url}/page/state?as=${as}` +
			(of ? `&of=${of}` : "") +
			(after ? `&after=${after}&wait_ms=500` : ""));
		return response.json();
	}

	/** Waits until this person sees something; returns what found() does. */
	see(as, what, found, ms = 15_000, of = "") {
		let after = 0;
		return until(`${as} to see ${what}`, ms, async () => {
			const state = await this.state(as, { of, after });
			after = state.changes;
			return found(state);
		});
	}

	/** The incident channel whose name matches, without its messages. */
	room(as, pattern = /^inc-/, ms = 15_000) {
		return this.see(as, `a channel ${pattern}`, (state) =>
			state.channels.find((c) => pattern.test(c.name)), ms,
		"none");
	}

	/** A message in a channel (by id) whose text or blocks match. */
	message(as, channel, pattern, ms = 15_000) {
		return this.see(as, `${pattern} in ${channel}`, (state) =>
			state.channels.find((c) => c.id === channel)
				?.messages.find((m) => pattern.test(textOf(m))),
		ms, channel);
	}

	/** A message in the direct channel with the bot. */
	direct(as, pattern, ms = 15_000) {
		return this.see(as, `${pattern} in a direct message`, (state) =>
			state.channels.filter((c) => c.is_im)
				.flatMap((c) => c.messages.map((m) =>
					({ ...m, channel: c.id })))
				.find((m) => pattern.test(textOf(m))), ms, "im");
	}

	/** Clicks a message's button by the words on it. A message may be redrawn
	 * between the look and the click, or have another number by then: people
	 * look once more, and so does this. */
	async press(as, channel, message, words) {
		let seen = message;
		for (let tries = 10; ; tries--) {
			try {
				return await this.#pressSeen(as, channel, seen,
					words);
			} catch (error) {
				if (!/no_such_element/.test(error.message) ||
					tries === 1)
					throw error;
			}
			seen = await this.see(as, "the message as it is now",
				(state) => state.channels
					.find((c) => c.id === channel)?.messages
					.find((m) => m.ts === message.ts),
			undefined, channel);
		}
	}

	#pressSeen(as, channel, message, words) {
		const button = controls(message.blocks).find((c) =>
			c.element.type === "button" &&
			words.test(c.element.text.text));
		if (!button)
			throw new Error(`no button ${words} on: ` +
				JSON.stringify(message.blocks));
		return this.act(as, "click", {
			channel, ts: message.ts, block_id: button.block_id,
			action_id: button.element.action_id,
		});
	}

	/** Calls the Web API as the bot would. */
	async slack(method, args) {
		const response = await fetch(this.api + method, {
			method: "POST", body: new URLSearchParams(args),
			headers: { authorization: `Bearer ${this.botToken}` },
		});
		return response.json();
	}
}

/** Every text of a message, for matching. */
export function textOf(message) {
	const texts = [message.text ?? ""];
	const walk = (node) => {
		if (Array.isArray(node))
			node.forEach(walk);
		else if (node && typeof node === "object") {
			if (typeof node.text === "string")
				texts.push(node.text);
			Object.values(node).forEach(walk);
		}
	};
	walk(message.blocks ?? []);
	return texts.join("\n");
}

/** Interactive elements with their block. */
export function controls(blocks) {
	return (blocks ?? []).flatMap((block) => [
		...(block.elements ?? []), block.accessory, block.element,
	].filter((element) => element?.action_id)
		.map((element) => ({ block_id: block.block_id, element })));
}
