// SPDX-License-Identifier: MIT
//
// page: what libfailonce.so shares with who drives it. A Page belongs to one
// world's incbot: what is to fail, and how many calls there were. The Stacks
// belong to all worlds: each way to a call that was ever seen, and whether it
// failed once. Laid out as in fail_once.c, which is to be read next.
import fs from "node:fs";

export const KINDS = ["allocation", "kernel"];
const PAGE_SIZE = 56, STACKS_SIZE = 80 + (1 << 17) * 24;
const HUNTED = 40, CONTEXT = 48;

class Shared {
	constructor(file, size) {
		this.file = file;
		this.fd = fs.openSync(file, "w+");
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

	/** The next call that comes by a way by which none failed yet. */
	hunt() { this.write(HUNTED, (1 << KINDS.length) - 1); }

	disarm() {
		KINDS.forEach((kind) => this.arm(kind, 0));
		this.write(HUNTED, 0);
	}

	get hunting() { return this.read(HUNTED) !== 0; }
	get armed() { return this.hunting || this.each(0).some((n) => n > 0); }
	get calls() { return this.each(16); }
	get failed() { return this.read(32); }
	set context(number) { this.write(CONTEXT, number); }
}

export class Stacks extends Shared {
	constructor(file) { super(file, STACKS_SIZE); }

	get known() { return this.each(0); }
	get failed() { return this.each(16); }
	get calls() { return this.each(32); }
	get callsByNew() { return this.each(48); }
	get deepest() { return this.read(64); }
	get overflowed() { return this.read(72); }
}
