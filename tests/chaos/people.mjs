// SPDX-License-Identifier: MIT
//
// people: four of them, in a hurry: they declare incidents and type what
// people type, one thing after the other, whatever answers. Half of the
// incidents are left alone, so that their reminders fall due while incbot is
// in trouble. Nothing here waits for an answer; what came of it is judge.mjs'
// question. Read next: trouble.mjs.
import { ANA, BEN, CHLOE, DAN, GENERAL, INCIDENTS } from "../e2e/world.mjs";

const PEOPLE = [ANA, BEN, CHLOE, DAN];

/** The same seed, the same acts. */
export function dice(seed) {
	let state = seed >>> 0;
	return (below) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor(state / 2 ** 32 * below);
	};
}

export class People {
	constructor(world, roll) {
		this.world = world;
		this.roll = roll;
		this.log = [];
		this.rooms = new Map(); // channel to incident
		this.declared = 0;
		this.notes = 0;
		this.seq = 0;
	}

	/** Reads the workspace's log until it is told to stop. */
	async watch(isOver) {
		while (!isOver())
			await this.read(500);
	}

	async read(waitMs = 0) {
		const { seq, entries } = await this.world.log(this.seq, waitMs);
		if (seq - this.seq !== entries.length)
			throw new Error("the workspace's log was cut");
		this.seq = seq;
		for (const entry of entries) {
			this.log.push(entry);
			const fx = entry.what === "message" && entry.detail.fx;
			if (!fx)
				continue;
			if (/^C/.test(entry.channel) &&
			    entry.channel !== INCIDENTS)
				this.rooms.set(entry.channel, fx.split(":")[1]);
		}
	}

	#one(list) {
		return list[this.roll(list.length)];
	}

	declare() {
		const number = ++this.declared;
		return this.world.command(this.#one(PEOPLE), GENERAL,
			`sev${1 + number % 2} chaos ${number}`);
	}

	/** Every other room is left to its reminders. */
	#busyRooms() {
		return [...this.rooms].filter(([, incident]) =>
			Number(incident) % 2 === 0).map(([room]) => room);
	}

	#words() {
		const who = this.#one(PEOPLE);
		const kinds = [
			() => `note note-${++this.notes} seen by ${who}`,
			() => `note note-${++this.notes} and that`,
			() => `ic <@${who}|someone>`,
			() => `tech <@${who}|someone>`,
			() => `comms <@${who}|someone>`,
			() => `sev ${1 + this.roll(2)} it changed`,
			() => `update Update ${this.notes}: we are on it.`,
			() => "ack",
			() => `title chaos, part ${this.roll(1000)}`,
		];
		return this.#one(kinds)();
	}

	/** One thing somebody does; false if there is nothing to do yet. */
	async act() {
		const rooms = this.#busyRooms();
		if (rooms.length === 0)
			return false;
		const room = this.#one(rooms);
		const who = this.#one(PEOPLE);
		try {
			await this.world.command(who, room, this.#words());
		} catch (error) {
			if (!/not_in_channel/.test(error.message))
				throw error;
			await this.world.act(who, "join", { channel: room });
		}
		return true;
	}
}
