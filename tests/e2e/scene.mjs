// SPDX-License-Identifier: MIT
//
// scene: what the tests of Slack's faults begin with, an incident with a
// channel, and what they ask again and again: did this get through, once; how
// often was a connection opened; what did incbot log since. All of incbot's
// clocks are the world's, so that a wait of minutes can be hurried through
// with its proportions kept. Read next: world.mjs.
import assert from "node:assert/strict";
import { ANA, GENERAL, World, textOf, until } from "./world.mjs";

export class Scene {
	static async start({ command = "sev2 all kinds of trouble",
		...options } = {}) {
		const scene = new Scene();
		scene.world = await World.start({ fast: true, ...options });
		try {
			await scene.world.command(ANA, GENERAL, command);
			scene.room = await scene.world.room(ANA);
			await scene.world.message(ANA, scene.room.id,
				/first public update/i);
			await scene.mark();
		} catch (error) {
			error.message += "\n" + scene.world.logs();
			await scene.world.stop();
			throw error;
		}
		return scene;
	}

	stop() {
		return this.world?.stop();
	}

	get incbot() {
		return this.world.incbots[0];
	}

	/** A fault of the next command's envelope: what else is under way from
	 * before, an event of our own making, is not to catch it. */
	faultOfCommand(name, options) {
		return this.world.fault(name,
			{ type: "slash_commands", ...options });
	}

	/** From here on counts what happens. */
	async mark() {
		this.seq = (await this.world.log(0)).seq;
		this.logStart = this.incbot.text().length;
	}

	/** The workspace's log since the mark. */
	async happened(matches) {
		const { entries } = await this.world.log(this.seq);
		return entries.filter(matches);
	}

	opened() {
		return this.happened((entry) => entry.what === "ws_open");
	}

	calls(method) {
		return this.happened((entry) => entry.what === "api" &&
			entry.method === method);
	}

	/** What incbot said since the mark. */
	said() {
		return this.incbot.text().slice(this.logStart);
	}

	logged(pattern, ms = 60_000) {
		return until(`incbot to log ${pattern}`, ms, () => {
			if (!this.incbot.running)
				throw new Error("incbot ended:\n" +
					this.incbot.text().slice(-2000));
			return this.said().match(pattern);
		});
	}

	/** The waits before each new connection, as incbot planned them. */
	waits() {
		return [...this.said().matchAll(
			/what=socket_retry in_ms=(\d+)/g)].map((m) => +m[1]);
	}

	/** Everything at many times real speed while something is awaited. */
	async hurry(wait, speed = 20) {
		await this.world.clock({ speed });
		try {
			return await wait();
		} finally {
			await this.world.clock({ speed: 1 });
		}
	}

	/** A new connection since the mark, and it is the only one. */
	async connectedAgain(ms = 60_000) {
		await this.logged(/what=socket_up generation=/, ms);
		await this.world.see(ANA, "one connection", (state) =>
			state.app.connections === 1, ms);
	}

	/** So much time of the world's goes by. */
	async pass(worldMs, speed = 20) {
		const end = (await this.world.clock({})).now_ms + worldMs;
		await this.hurry(() => until("the time to pass", 120_000,
			async () => (await this.world.clock({})).now_ms >= end),
		speed);
	}

	/** A note gets through, and is there once. */
	async noteOnce(words, ms = 45_000) {
		const { world, room } = this;
		await world.command(ANA, room.id, `note ${words}`);
		await this.isOnce(words, ms);
	}

	/** That note is there once, and nothing of it can still come: the
	 * channel's lane keeps its order. */
	async isOnce(words, ms = 45_000) {
		const { world, room } = this;
		const pattern = new RegExp(`noted: ${words}$`, "m");
		await world.message(ANA, room.id, pattern, ms);
		await world.command(ANA, room.id, `note end of ${words}`);
		await world.message(ANA, room.id,
			new RegExp(`noted: end of ${words}$`, "m"), ms);
		const seen = (await world.state(ANA)).channels
			.find((c) => c.id === room.id).messages
			.filter((m) => !m.ephemeral && pattern.test(textOf(m)));
		assert.equal(seen.length, 1,
			`"${words}" is there ${seen.length} times`);
	}
}
