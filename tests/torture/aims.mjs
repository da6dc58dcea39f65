// SPDX-License-Identifier: MIT
//
// aims: which call is to fail next, in whichever world asks first. Two ways to
// go through all of them:
//
//   Ways    each way to a call (its whole call stack) once, in a start and in
//           life, or (finer) in a start and in each act; until start and acts
//           go by without a new one. In a start it is one failure each time,
//           in life each new way fails as soon as it is taken, so that none
//           is ever met and does not fail
//   Every   the n-th call of a kind in each act, and in a start, for each n
//
// Knows nothing of worlds. Read next: page.mjs, ordeal.mjs.
import { KINDS } from "./page.mjs";

/** What is going on is part of a way to a call; nowhere, only calls count. */
export const START = 0, LIFE = 1, NOWHERE = -1;
/** So often nothing new came, in each world, before that is believed. */
const STARTS_IN_VAIN = 2, ROUNDS_IN_VAIN = 1;
/** An act that makes more calls than the calm one did. */
const SLACK = 1.1;

class Aims {
	constructor({ worlds, isLate, only }) {
		this.worlds = worlds;
		this.only = only;
		this.isLate = isLate;
		this.counts = { starts: 0, acts: 0, hits: 0 };
	}

	/** What became of an aim: so many calls failed. */
	came(isStart, hits) {
		this.counts[isStart ? "starts" : "acts"]++;
		this.counts.hits += hits;
	}

	/** Life goes on: it came up, or came back. */
	live() {}
	/** The act, and all that followed from it, is done. */
	acted() {}
	/** Nothing that follows is to fail. */
	rest(page) { page.disarm(); }
	/** What an act costs when nothing fails has to be known, in that world. */
	wantsCalm() { return true; }
	/** An act's calls end before those of the next begin. */
	get actsApart() { return true; }
}

export class Ways extends Aims {
	constructor({ acts, byAct, ...more }) {
		super(more);
		this.acts = acts;
		this.byAct = byAct;
		this.startsInVain = this.actsInVain = 0;
	}

	context(act) { return this.byAct ? LIFE + act : LIFE; }

	get startsOver() {
		return this.isLate() || this.only === "acts" ||
			this.startsInVain >= STARTS_IN_VAIN * this.worlds;
	}

	get over() {
		return this.isLate() || this.only === "starts" ||
			this.actsInVain >=
			ROUNDS_IN_VAIN * this.worlds * this.acts;
	}

	wantsCalm(number) { return number === 0; }
	get actsApart() { return this.byAct; }

	start(page) {
		if (!this.startsOver)
			page.hunt(1);
	}

	/** When the time is up, what is under way may come to its end. */
	live(page, act) {
		if (this.isLate())
			return this.rest(page);
		page.hunt();
		page.context = this.context(act);
	}

	act(page, act) { this.live(page, act); }

	/** Calls do not even count as ways then. */
	rest(page) {
		page.context = NOWHERE;
		page.disarm();
	}

	came(isStart, hits) {
		super.came(isStart, hits);
		const which = isStart ? "startsInVain" : "actsInVain";
		this[which] = hits > 0 ? 0 : this[which] + 1;
	}
}

export class Every extends Aims {
	constructor({ kind, ...more }) {
		super(more);
		this.kind = kind;
		this.next = [];
		this.span = [];
	}

	/** How many calls a start, or that act, makes when all is well. */
	measured(act, calls) {
		const n = Math.ceil(calls[KINDS.indexOf(this.kind)] * SLACK);
		this.next[act] ??= 1;
		this.span[act] = Math.max(this.span[act] ?? 0, n);
	}

	context(act) { return act; }
	#left(act) { return this.next[act] <= this.span[act]; }

	get startsOver() {
		return this.isLate() || this.only === "acts" ||
			!this.#left(START);
	}

	get over() {
		return this.isLate() || this.only === "starts" ||
			!this.span.some((_, act) => act > START && this.#left(act));
	}

	start(page) { this.act(page, START); }
	live(page, act) { page.context = this.context(act); }
	acted(page) { page.disarm(); }

	act(page, act) {
		page.context = this.context(act);
		if (this.#left(act))
			page.arm(this.kind, this.next[act]++);
	}
}
