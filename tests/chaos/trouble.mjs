// SPDX-License-Identifier: MIT
//
// trouble: what is done to two replicas and their Redis: kill -9, SIGSTOP for
// longer than a lease, at moments that the dice choose. Only processes
// started here are signalled, by their pid. Read next: run.mjs.
import { until } from "../e2e/world.mjs";

/** A job is leased for 30 s of the world's; a stop is longer than that. */
export const STOP_MS = 33_000;

const delay = (ms) => new Promise((done) => setTimeout(done, ms));

/** One replica and its bad luck. */
export class Replica {
	constructor(world, name, roll) {
		Object.assign(this, { world, name, roll, kills: 0, stops: 0,
			starts: 0 });
	}

	start() {
		if (this.over)
			throw new Error("the run is over");
		this.process = this.world.spawnIncbot(
			`${this.name}-${String(++this.starts).padStart(3, "0")}`);
	}

	/** At once, also while it is stopped; it does not start again. */
	async end() {
		this.over = true;
		this.process?.signal("SIGKILL");
		await this.process?.gone;
	}

	#up() {
		return until(`${this.name} to be up`, 30_000, () => {
			if (!this.process.running)
				throw new Error(`${this.name} ended by itself:\n` +
					this.process.text());
			return /what=socket_up/.test(this.process.text());
		});
	}

	async #kill() {
		this.process.signal("SIGKILL");
		await this.process.gone;
		this.kills++;
		this.start();
	}

	async #stop(speed) {
		const before = (await this.world.clock({})).now_ms;
		this.process.signal("SIGSTOP");
		await delay(STOP_MS / speed);
		const passed = (await this.world.clock({})).now_ms - before;
		this.process.signal("SIGCONT");
		if (passed > 30_000)
			this.stops++;
	}

	/** Goes on until it has been killed and stopped so often, and then
	 * until isOver. A process is killed at any moment of its life, also
	 * before it is connected; it is stopped while it works. */
	async suffer({ kills, stops, speed, isOver }) {
		while (this.kills < kills || this.stops < stops || !isOver()) {
			if (this.kills * stops <= this.stops * kills) {
				await delay(this.roll(800));
				await this.#kill();
			} else {
				await this.#up();
				await delay(this.roll(300));
				await this.#stop(speed);
			}
		}
	}
}

/** Redis is killed at any moment; its file is all that is left of it. */
export class Store {
	constructor(world, roll) {
		Object.assign(this, { world, roll, kills: 0 });
	}

	async suffer({ kills, everyMs, isOver }) {
		while (this.kills < kills || !isOver()) {
			await delay(everyMs / 2 + this.roll(everyMs));
			await this.world.redis.stop("SIGKILL");
			this.kills++;
			await delay(this.roll(200));
			await this.world.startRedis();
		}
	}
}
