// SPDX-License-Identifier: MIT
//
// oddities: faults that need more than a switch of the stand-in workspace: one
// gesture that Slack makes two messages of (F31), a process that hears but
// does not act any more (F35), a job that nobody can read (row 73 of
// docs/faults.md).
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import path from "node:path";
import readline from "node:readline";
import { after, before, beforeEach, describe, test } from "node:test";
import { ANA, BEN, CHLOE, textOf, until } from "./world.mjs";
import { Scene } from "./scene.mjs";

let scene, world;

/** systemd, as far as a service sees it: a datagram socket. */
const SERVICE_MANAGER = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("bound", flush=True)
while True:
    print(s.recv(4096).decode(), flush=True)
`;

class ServiceManager {
	static async start() {
		const manager = new ServiceManager();
		const file = path.join(process.env.TMPDIR ?? "/tmp",
			`incbot-notify-${process.pid}`);
		manager.heard = [];
		manager.child = spawn("python3", ["-c", SERVICE_MANAGER, file],
			{ stdio: ["ignore", "pipe", "inherit"] });
		readline.createInterface({ input: manager.child.stdout })
			.on("line", (line) => manager.heard.push(line));
		await until("the socket", 10_000, () =>
			manager.heard.includes("bound"));
		manager.file = file;
		return manager;
	}

	beats() {
		return this.heard.filter((line) => line === "WATCHDOG=1").length;
	}

	stop() {
		this.child.kill();
		execFileSync("rm", ["-f", this.file]);
	}
}

const redisCli = (...words) => execFileSync("redis-cli", ["-s",
	path.join(world.dir, "redis.sock"), ...words]).toString().trim();

const noted = async (room, pattern) => (await world.state(ANA)).channels
	.find((c) => c.id === room).messages
	.filter((m) => !m.ephemeral && pattern.test(textOf(m)));

/** Awaits an entry of the timeline that ends so; there is one. */
async function isEntryOnce(words) {
	const timeline = await until(`the entry "${words}"`, 20_000, async () => {
		await world.command(ANA, scene.room.id, "timeline");
		const text = textOf((await world.state(ANA)).channels.find(
			(c) => c.id === scene.room.id).messages.findLast(
			(m) => /Timeline of/.test(textOf(m))) ?? {});
		return text.includes(words) && text;
	});
	// Its menu, for corrections, names the entry once more.
	assert.equal(timeline.match(new RegExp(`^\`\\d+\`.*${words}$`, "gm"))
		.length, 1);
}

let manager;

describe("oddities", () => {
	before(async () => {
		manager = await ServiceManager.start();
		scene = await Scene.start({
			env: { NOTIFY_SOCKET: manager.file } });
		world = scene.world;
	});
	after(async () => {
		await scene?.stop();
		manager?.stop();
	});
	beforeEach(() => scene.mark());

	test("F31 one gesture, two messages: neither is an entry; the one that " +
		"is marked is one", async () => {
		// The second event has an older ts and comes 25 s later.
		await world.see(ANA, "every ack", (state) =>
			state.app.unacked === 0);
		await world.fault("F31");
		const { ts } = await world.act(CHLOE, "say", {
			channel: scene.room.id, text: "said in one go" });
		for (const name of ["pushpin", "eyes"])
			await world.act(BEN, "react", { channel: scene.room.id,
				ts, name });
		const [{ at_ms: atMs }] = await scene.happened((entry) =>
			entry.what === "fault");
		await scene.hurry(() => until("the second event", 30_000,
			async () => (await scene.happened((entry) =>
				entry.what === "envelope" &&
				entry.text === "message.channels" &&
				entry.at_ms >= atMs + 25_000)).length > 0));
		await world.see(ANA, "every ack", (state) =>
			state.app.unacked === 0);
		await isEntryOnce("said in one go");
	});

	test("73 a job that cannot be read is dropped and said in the log; its " +
		"lane goes on", async () => {
		await world.fault("429", { method: "chat.postMessage",
			retry_after: 20 });
		await world.command(ANA, scene.room.id, "note unreadable soon");
		await world.command(ANA, scene.room.id, "note behind it");
		await scene.logged(/method=chat.postMessage error=ratelimited/);
		const jobs = "{ib:main:0}:job";
		const job = await until("the job", 10_000, () => {
			const words = redisCli("HGETALL", jobs).split("\n");
			const at = words.findIndex((word) =>
				/unreadable soon/.test(word));
			return at > 0 && words[at - 1];
		});
		redisCli("HSET", jobs, job, "{\"do\": \"nobody knows");
		await scene.hurry(() => world.message(ANA, scene.room.id,
			/noted: behind it/, 30_000));
		await scene.logged(new RegExp(`what=job_unreadable.* job=${job}`));
		assert.deepEqual(await noted(scene.room.id, /noted: unreadable/),
			[]);
		await until("the job to be gone", 10_000, () =>
			redisCli("HEXISTS", jobs, job) === "0" &&
			redisCli("ZSCORE", "{ib:main:0}:agenda", job) === "");
	});

	test("F35 a process that hears but does not act misses its watchdog; " +
		"what it heard is done by the next one, once", async () => {
		await scene.hurry(async () => {
			const before = manager.beats();
			await until("two heartbeats", 20_000, () =>
				manager.beats() >= before + 2);
		});
		const [dead] = world.incbots;
		const { ts } = await world.act(CHLOE, "say", {
			channel: scene.room.id, text: "seen by a dead one" });
		dead.signal("SIGSTOP");
		const before = manager.beats();
		await world.act(BEN, "react", { channel: scene.room.id, ts,
			name: "pushpin" });
		await scene.hurry(async () => {
			const from = (await world.clock({})).now_ms;
			await until("systemd's patience", 20_000, async () =>
				(await world.clock({})).now_ms - from > 60_000);
		});
		assert.ok(manager.beats() <= before + 1);
		await dead.stop("SIGKILL");
		await world.startIncbot();
		// Slack says it again, at the latest five minutes after the first time.
		await scene.hurry(() => until("its ack", 60_000, async () =>
			(await scene.happened((entry) => entry.what === "ack" &&
				/reaction_added/.test(JSON.stringify(entry))))
				.length > 0));
		await isEntryOnce("seen by a dead one");
	});
});
