// SPDX-License-Identifier: MIT
//
// rig: what every measurement needs: a private redis-server (AOF always), the
// load generator with its little Slack, a bot under it; and incidents by the
// thousand, copied inside Redis from one that was lived through for real.
// Only processes started here are ended, by their pid.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { createClient } from "redis";

export const here = path.dirname(fileURLToPath(import.meta.url));
export const build = path.resolve(process.env.INCBOT_BUILD ?? "build");
const T = "{ib:main:0}";

export const delay = (ms) => new Promise((done) => setTimeout(done, ms));

export async function until(what, ms, probe) {
	const end = performance.now() + ms;
	for (;;) {
		const found = await probe();
		if (found)
			return found;
		if (performance.now() > end)
			throw new Error(`waited ${ms} ms in vain for ${what}`);
		await delay(20);
	}
}

async function freePort() {
	const server = net.createServer().listen(0, "127.0.0.1");

	await once(server, "listening");
	const { port } = server.address();
	server.close();
	await once(server, "close");
	return port;
}

// Copies incident 1 as FROM..TO; each with a room of its own, C0ROOM<n>.
// KEYS are made here: one private Redis, no cluster.
const COPY = `
local T, from, to = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local d = redis.call('HGET', T .. ':inc:1', 'd')
local v = redis.call('HGET', T .. ':inc:1', 'v')
local ep = redis.call('HGET', T .. ':inc:1', 'ep')
local rank = redis.call('ZSCORE', T .. ':open', '1')
local tail = redis.call('XREVRANGE', T .. ':tl:1', '+', '-', 'COUNT', 1)[1]
for i = from, to do
	local copy = string.gsub(d, '"id":"1"', '"id":"' .. i .. '"', 1)
	copy = string.gsub(copy, 'C0ROOM1', 'C0ROOM' .. i)
	redis.call('HSET', T .. ':inc:' .. i, 'v', v, 'ep', ep, 'd', copy,
	    'h', tail[2][4])
	redis.call('XADD', T .. ':tl:' .. i, tail[1], unpack(tail[2]))
	redis.call('HSET', T .. ':chan', 'C0ROOM' .. i, tostring(i))
	if rank and ARGV[4] == 'open' then
		redis.call('ZADD', T .. ':open', rank, tostring(i))
	end
end
return to`;

// Appointments that wait: of incidents that are not there, far in the future.
const WAIT = `
local T, from, to, due = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
for i = from, to do
	local id = 'ap:w' .. i .. ':update_due'
	redis.call('HSET', T .. ':job', id, '{"type":"appointment","incident":"w'
	    .. i .. '","kind":"update_due","due_ms":' .. due .. '}')
	redis.call('ZADD', T .. ':agenda', due, id)
end
return to`;

const STEP = 5000;

export class Rig {
	static async start(name) {
		const rig = new Rig();

		rig.dir = fs.mkdtempSync(path.join(build, `bench-${name}-`));
		rig.port = await freePort();
		await rig.#startRedis();
		rig.load = spawn(path.join(build, "tests/bench/load"),
			[String(rig.port)], {
				env: { ...process.env, ...rig.environment() },
				stdio: ["pipe", "pipe", "inherit"],
			});
		rig.answers = readline.createInterface({
			input: rig.load.stdout,
		})[Symbol.asyncIterator]();
		return rig;
	}

	async #startRedis() {
		const socket = path.join(this.dir, "redis.sock");

		this.server = spawn("redis-server", ["--port", "0",
			"--unixsocket", socket, "--dir", this.dir,
			"--appendonly", "yes", "--appendfsync", "always",
			"--save", "", "--maxmemory-policy", "noeviction",
		], { stdio: "ignore" });
		await until("redis", 10_000, () => fs.existsSync(socket));
		this.redis = createClient({ socket: { path: socket } });
		await this.redis.connect();
	}

	environment() {
		return {
			SLACK_API_URL: `http://127.0.0.1:${this.port}/api/`,
			SLACK_BOT_TOKEN: "xoxb-1-1-bench",
			SLACK_APP_TOKEN: "xapp-1-A0BENCH-1-bench",
			REDIS_URL: `unix://${path.join(this.dir, "redis.sock")}`,
			INCBOT_CONFIG: path.join(here, "incbot.conf"),
		};
	}

	async ask(order) {
		this.load.stdin.write(order + "\n");
		const { value } = await this.answers.next();
		const answer = JSON.parse(value);

		if (answer.error)
			throw new Error(`${order}: ${answer.error}`);
		return answer;
	}

	start(command) {
		return this.ask(`spawn ${path.join(this.dir, "bot.log")} ` +
			command);
	}

	/** Until no effect is left. */
	async quiet(ms = 120_000) {
		await until("the effects", ms, async () =>
			(await this.redis.zRange(`${T}:agenda`, 0, -1))
				.every((id) => id.startsWith("ap:")) &&
			await this.redis.zCard(`${T}:lane`) === 0);
	}

	/** Incident 1, lived through; then copies of it. */
	async incidents(count, { open = false } = {}) {
		if (!await this.redis.exists(`${T}:inc:1`)) {
			await this.ask("command C0GENERAL sev1 measured");
			await this.quiet();
			await this.ask("command C0ROOM1 ack");
			if (!open)
				await this.ask("command C0ROOM1 resolved done");
			await this.quiet();
			this.copied = 1;
		}
		while (this.copied < count) {
			const to = Math.min(count, this.copied + STEP);

			await this.redis.eval(COPY, { keys: [], arguments: [T,
				String(this.copied + 1), String(to),
				open ? "open" : ""] });
			this.copied = to;
		}
	}

	/** Until Redis has rewritten its file, so that it does not do so while
	 * something is measured: it has just grown by what was filled in. */
	async rewritten() {
		const going = async () => /aof_rewrite_in_progress:1|scheduled:1/
			.test(await this.redis.info("persistence"));

		await until("a rewrite", 60_000, async () => !await going());
		await this.redis.sendCommand(["BGREWRITEAOF"]);
		await until("the rewrite", 60_000, async () => !await going());
	}

	async appointments(count, due) {
		for (let from = 1; from <= count; from += STEP)
			await this.redis.eval(WAIT, { keys: [], arguments: [T,
				String(from),
				String(Math.min(count, from + STEP - 1)),
				String(due)] });
	}

	/** Commands that Redis has run for others than us: scripts, which is all
	 * that incbot calls, or, of the other bots, what they write. An XADD
	 * within a script is no call, but counts as one with Redis. */
	async calls() {
		const info = await this.redis.info("commandstats");
		const of = (names) => [...info.matchAll(
			/cmdstat_(\S+?):calls=(\d+)/g)]
			.filter(([, name]) => names.includes(name))
			.reduce((sum, [, , calls]) => sum + Number(calls), 0);

		return of(["evalsha", "wait"]) || of(["xadd"]);
	}

	async stop() {
		this.load.stdin.end();
		await once(this.load, "exit");
		this.redis.destroy();
		this.server.kill("SIGTERM");
		await once(this.server, "exit");
		if (!process.env.INCBOT_KEEP)
			fs.rmSync(this.dir, { recursive: true, force: true });
	}
}
