// SPDX-License-Identifier: MIT
//
// A judge who finds nothing would prove nothing: a small world in which all
// is well, and each way in which it may not be.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { judge, newLedger, owed } from "./judge.mjs";

const dirs = [];
after(() => dirs.forEach((dir) =>
	fs.rmSync(dir, { recursive: true, force: true })));

const KEY = (name) => `{ib:main:0}:${name}`;
const resp = (words) => `*${words.length}\r\n` + words.map((word) =>
	`$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join("");
const script = (commands) =>
	[["MULTI"], ...commands, ["EXEC"]].map(resp).join("");

const event = (version, is, more = {}) => ["XADD", KEY("tl:1"),
	`${version}-1`, "b", JSON.stringify({ is, ...more })];
const effect = (version, kind, number) => [
	["HSET", KEY("job"), `fx:1:${version}:0`, JSON.stringify({
		type: "effect", do: kind, incident: "1", version }),
	`fx:1:${version}:0\x1furgent`, "1", `fx:1:${version}:0\x1flane`,
	`1/room\x1f${number}\x1f0\x1ffx:1:${version}:0`]];
const incident = (version, index) => ["HSET", KEY("inc:1"), "v", version,
	"ep", 1, "d", "{}", "h", "", "x", `${version} ${index}`];
const drop = (id) => ["HDEL", KEY("job"), id];
const appoint = (id, due) => [["HSET", KEY("job"), id, "{}"],
	["ZADD", KEY("agenda"), due, id]];

/** What the index has of it, and the word for that. */
const INDEX = [["ZADD", KEY("open"), "5", "1"], ["ZADD", KEY("all"), "7", "1"],
	["ZREM", KEY("owed"), "1"], ["HSET", KEY("sum"), "1", "a summary"]];
const INDEX_WORD = "b5a2179a9ad80e26";

/** Two notes, said in order; a reminder that was given. */
const GOOD = [
	[incident(1, INDEX_WORD), ...INDEX],
	[event(1, "noted", { text: "note-1" }), ...effect(1, "say", 1),
		...appoint("ap:1:update_due", 1000)],
	[event(2, "noted", { text: "note-2" }), ...effect(2, "say", 2)],
	[drop("fx:1:1:0")], [drop("fx:1:2:0")],
	[event(3, "update_nagged"), drop("ap:1:update_due"),
		...appoint("ap:1:update_due", 9000)],
];
const post = (seq, fx) => ({ seq, what: "message", channel: "C1", text: "",
	detail: { fx, ts: String(seq) } });
const typed = (id, said) => ({ what: "envelope", detail: { envelope_id: id,
	said } });
const acked = (id) => ({ what: "ack", detail: { envelope_id: id,
	has_payload: false } });
const LOG = [typed("e1", "note note-1"), acked("e1"), post(1, "fx:1:1:0"),
	post(2, "fx:1:2:0")];

function found(scripts, log) {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-judge-"));
	dirs.push(dir);
	const folder = path.join(dir, "appendonlydir");
	fs.mkdirSync(folder);
	fs.writeFileSync(path.join(folder, "a.manifest"),
		"file a.1.incr.aof seq 1 type i\n");
	fs.writeFileSync(path.join(folder, "a.1.incr.aof"),
		scripts.map(script).join("") + "*1\r\n$4\r\nTO");
	return { ...judge(dir, log, 5000), owed: owed(dir, 5000) };
}

test("a world in which all is well", () => {
	const verdict = found(GOOD, LOG);
	assert.deepEqual(verdict.faults, []);
	assert.deepEqual(verdict.owed, { effects: 2, left: 0 });
	assert.equal(verdict.acked, 1);
	assert.equal(verdict.reminders, 1);
});

/** Wherever the writing is seen to be, also in the middle of a command. */
test("what was read is not read again, and nothing is left out", () => {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-judge-"));
	dirs.push(dir);
	const folder = path.join(dir, "appendonlydir");
	const file = path.join(folder, "a.1.incr.aof");
	const bytes = Buffer.from(GOOD.map(script).join(""));
	fs.mkdirSync(folder);
	fs.writeFileSync(path.join(folder, "a.manifest"),
		"file a.1.incr.aof seq 1 type i\n");
	fs.writeFileSync(file, "");
	const ledger = newLedger();
	for (let at = 0; at < bytes.length; at += 7) {
		fs.appendFileSync(file, bytes.subarray(at, at + 7));
		owed(dir, 5000, ledger);
	}
	const whole = newLedger();
	owed(dir, 5000, whole);
	assert.deepEqual(ledger, whole);
	assert.equal(whole.events.get("1").length, 3);
});

const without = (i) => GOOD.filter((_, at) => at !== i + 1);
for (const [what, pattern, scripts, log] of [
	["a post is missing", /^lost: fx:1:2:0 .* never posted/, GOOD,
		LOG.slice(0, 3)],
	["an effect is still owed", /^lost: fx:1:2:0 .* still owed/,
		without(3), LOG],
	["a post is there twice", /^surplus: fx:1:2:0 .* 2 times/, GOOD,
		[...LOG, post(3, "fx:1:2:0")]],
	["a post that nobody asked for", /^surplus: fx:9:9:9/, GOOD,
		[...LOG, post(3, "fx:9:9:9")]],
	["the wrong order", /^order: fx:1:1:0/, GOOD,
		[...LOG.slice(0, 2), post(1, "fx:1:2:0"), post(2, "fx:1:1:0")]],
	["a reminder is overdue", /^missed: ap:1:update_due was due/,
		without(4), LOG],
	["a reminder goes without a word", /^missed: .* without a word/,
		[...without(4), [drop("ap:1:update_due")]], LOG],
	["an input that was acked is nowhere", /^lost: note-9/, GOOD,
		[...LOG, typed("e9", "note note-9"), acked("e9")]],
	["an input is there twice", /^surplus: note-1 was noted 2/,
		[...GOOD, [event(4, "noted", { text: "note-1" })]], LOG],
	["the index is behind", /^index: 1 is not in it/,
		[...GOOD, [["ZREM", KEY("open"), "1"]]], LOG],
	["the index is of another version", /^index: 1 is not in it/,
		[...GOOD, [["HSET", KEY("inc:1"), "v", 2, "x",
			`1 ${INDEX_WORD}`]]], LOG],
	["a gap in a timeline", /^timeline 1: a gap/,
		[...GOOD, [event(5, "noted", { text: "x" })]], LOG],
]) {
	test(`found: ${what}`, () => {
		const { faults } = found(scripts, log);
		assert.ok(faults.some((fault) => pattern.test(fault)),
			JSON.stringify(faults));
	});
}

test("a surplus post that was deleted again is none", () => {
	const verdict = found(GOOD, [...LOG, post(3, "fx:1:2:0"),
		{ what: "deleted", channel: "C1", detail: { ts: "3" } }]);
	assert.deepEqual(verdict.faults, []);
	assert.equal(verdict.removed, 1);
});
