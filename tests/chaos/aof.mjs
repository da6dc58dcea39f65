// SPDX-License-Identifier: MIT
//
// aof: Redis' append-only file as a witness. With appendfsync always it holds
// every change that ever counted, in order: each turn's events, each effect
// and appointment that was owed, when it was struck off, and what the index was told
// of each incident. It must not know
// what any of that means for people; judge.mjs does. Read next: judge.mjs.
import fs from "node:fs";
import path from "node:path";

/** The commands of one file, as arrays of strings, and where each ends; a torn
 * tail is left. */
function* commands(bytes) {
	let at = 0;
	const line = () => {
		const end = bytes.indexOf("\r\n", at);
		if (end < 0)
			return null;
		const text = bytes.toString("latin1", at, end);
		at = end + 2;
		return text;
	};
	for (;;) {
		const head = line();
		if (head === null)
			return;
		if (head.startsWith("#")) // a time stamp
			continue;
		if (!head.startsWith("*"))
			throw new Error(`not a command in the AOF: ${head}`);
		const words = [];
		for (let left = Number(head.slice(1)); left > 0; left--) {
			const size = line();
			const end = at + Number(size?.slice(1));
			if (size === null || end + 2 > bytes.length)
				return;
			words.push(bytes.toString("utf8", at, end));
			at = end + 2;
		}
		yield { words, end: at };
	}
}

/** What was written behind that place. */
function bytesFrom(file, begin) {
	const fd = fs.openSync(file, "r");
	try {
		const bytes = Buffer.alloc(Math.max(0,
			fs.fstatSync(fd).size - begin));
		const got = fs.readSync(fd, bytes, 0, bytes.length, begin);
		return bytes.subarray(0, got);
	} finally {
		fs.closeSync(fd);
	}
}

function* files(dir) {
	const folder = path.join(dir, "appendonlydir");
	const names = fs.readdirSync(folder);
	const list = fs.readFileSync(path.join(folder,
		names.find((name) => name.endsWith(".manifest"))), "utf8");
	for (const [, name, type] of
		list.matchAll(/^file (\S+) seq \d+ type (\w)/gm))
		if (type === "i")
			yield path.join(folder, name);
}

const SEPARATOR = "\x1f";

/** A field of the hash of jobs. */
function jobField(field, value) {
	const [id, suffix] = field.split(SEPARATOR);

	if (suffix === undefined)
		return { what: "job", id, body: value };
	if (suffix === "lane") {
		const [lane, number] = value.split(SEPARATOR);
		return { what: "lane", id, lane, number: Number(number) };
	}
	if (suffix === "tries")
		return { what: "tries", id, tries: Number(value) };
	return { what: suffix, id };
}

const pairs = (words) => words.flatMap((word, i) =>
	i % 2 === 0 ? [[word, words[i + 1]]] : []);

/** Of which incident the index has what: a score, a summary, nothing. */
function indexed(verb, words) {
	if (verb === "zadd")
		return { incident: words.at(-1), value: words.at(-2) };
	return { incident: words[0], value: verb === "hset" ? words[1] : "" };
}

/** What a command changed, in words. */
function* changed(words) {
	const [verb, key = "", ...rest] = words;
	const name = verb.toLowerCase();
	const part = key.slice(key.indexOf("}:") + 2);
	if (name === "xadd" && part.startsWith("tl:"))
		yield { what: "event", incident: part.slice(3), id: rest[0],
			event: JSON.parse(rest[rest.indexOf("b") + 1]) };
	if (name === "hset" && part === "job")
		yield* pairs(rest).map(([field, value]) =>
			jobField(field, value));
	if (name === "zadd" && part === "agenda")
		yield { what: "agenda", id: rest.at(-1),
			due: Number(rest.at(-2)), lease: rest[0] === "XX" };
	if (name === "hset" && part.startsWith("inc:"))
		yield { what: "incident", incident: part.slice(4),
			fields: Object.fromEntries(pairs(rest)) };
	if (["open", "all", "owed", "sum"].includes(part))
		yield { what: "index", part, ...indexed(name, rest) };
	if (name === "hdel" && part === "job")
		yield { what: "drop", id: rest[0] };
}

/** Every transaction (one script each) as a list of changes; read: what was
 * given before, by file, is not given again. */
export function* transactions(dir, read = new Map()) {
	for (const file of files(dir)) {
		const begin = read.get(file) ?? 0;
		let open = null;
		for (const { words, end } of
			commands(bytesFrom(file, begin))) {
			const verb = words[0].toLowerCase();
			if (verb === "multi") {
				open = [];
				continue;
			}
			const changes = verb === "exec" ? [] :
				[...changed(words)];
			if (open && verb !== "exec") {
				open.push(...changes);
				continue;
			}
			read.set(file, begin + end);
			yield open ?? changes;
			open = null;
		}
	}
}
