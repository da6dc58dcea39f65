// SPDX-License-Identifier: MIT
//
// page: what libfailonce.so shares with who drives it. A Page belongs to one
// world's incbot: what is to fail, and how many calls there were. The Stacks
// belong to all worlds: each way to a call that was ever seen, and whether it
// failed once. Laid out as in fail_once.c, which is to be read next.
import fs from "node:fs";

export const KINDS = ["allocation", "kernel", "part", "again"];
const EACH = 8 * KINDS.length;
const CALLS = EACH, FAILED = 2 * EACH, HUNTED = FAILED + 8,
	CONTEXT = HUNTED + 8, PAGE_SIZE = CONTEXT + 8;
const DEEPEST = 3 * EACH, OVERFLOWED = DEEPEST + 8, AT = OVERFLOWED + 8;
const STACKS = 1 << 17, STACK_SIZE = 24;
/** More new ways than there are. */
const ALL = 2 ** 40;

class Shared {
	/** goesOn: what an earlier run wrote there counts. */
	constructor(file, size, goesOn = false) {
		this.file = file;
		this.fd = fs.openSync(file, goesOn && fs.existsSync(file) ?
			"r+" : "w+");
		fs.ftruncateSync(this.fd, size);
	}

	read(at) {
		const bytes = Buffer.alloc(8);
		fs.readSync(this.fd, bytes, 0, 8, at);
		return Number(bytes.readBigInt64LE());
	}

	write(at, number) {
		const bytes = Buffer.alloc(8);
		bytes.writeBigInt64LE(BigInt(number));
		fs.writeSync(this.fd, bytes, 0, 8, at);
	}

	/** A number for each kind. */
	each(at) {
		return KINDS.map((_, i) => this.read(at + i * 8));
	}

	close() { fs.closeSync(this.fd); }
}

export class Page extends Shared {
	constructor(file) { super(file, PAGE_SIZE); }

	/** The n-th call of this kind from now on fails. */
	arm(kind, n) { this.write(KINDS.indexOf(kind) * 8, n); }

	/** The next so many calls, each by a way by which none failed yet. */
	hunt(ways = ALL) { this.write(HUNTED, ways); }

	disarm() {
		KINDS.forEach((kind) => this.arm(kind, 0));
		this.write(HUNTED, 0);
	}

	get calls() { return this.each(CALLS); }
	get failed() { return this.read(FAILED); }
	set context(number) { this.write(CONTEXT, number); }
}

export class Stacks extends Shared {
	constructor(file) { super(file, AT + STACKS * STACK_SIZE, true); }

	get known() { return this.each(0); }
	get failed() { return this.each(EACH); }
	get calls() { return this.each(2 * EACH); }
	get deepest() { return this.read(DEEPEST); }
	get overflowed() { return this.read(OVERFLOWED); }

	/** Ways that only one call ever took. */
	get seldom() {
		const bytes = Buffer.alloc(STACKS * STACK_SIZE);
		fs.readSync(this.fd, bytes, 0, bytes.length, AT);
		let count = 0;
		for (let at = 0; at < bytes.length; at += STACK_SIZE)
			count += bytes.readBigInt64LE(at + 8) === 1n ? 1 : 0;
		return count;
	}
}
