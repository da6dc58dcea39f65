// SPDX-License-Identifier: MIT
//
// export_long: an incident of ten thousand notes, each as long as one may be, with
// the real program and a real Redis: it is exported like any other, in as little
// memory, and what is in the file is proven and taken in again.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import crypto from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, World, build, until } from "./world.mjs";

const NOTES = 10_000, IN_ONE_TURN = 16, GROWTH_MIB_MAX = 24;
const LONGEST = "\u{1f525}".repeat(1500);	// of four bytes each
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-long-"));
const file = path.join(folder, "INC-2.json");
const taken = path.join(folder, "taken.json");
let world;

function incbot(args, { input = "ignore", env = {} } = {}) {
	return spawnSync(path.join(build, "incbot"), args, {
		stdio: [input, "pipe", "pipe"], encoding: "utf8",
		maxBuffer: 1 << 30, env: { ...world.environment(), ...env } });
}

/** The most memory that the replica has had, in MiB. */
const peak = () => Number(fs.readFileSync(
	`/proc/${world.incbots[0].child.pid}/status`, "utf8")
	.match(/VmHWM:\s+(\d+)/)[1]) / 1024;

/** INC-1 once more, by another number, with so many notes behind its end. */
function renumbered(line, number, notes) {
	const record = JSON.parse(line.replaceAll(
		/"C0[A-Z]+\d+"/g, `"C0IMPORT${number}"`));
	const { timeline } = record;
	const { at_ms } = timeline.at(-1).event;

	record.id = record.snapshot.id = timeline[0].event.ref =
		String(number);
	for (let i = 0; i < notes; i++)
		timeline.push({
			v: record.version + 1 + Math.floor(i / IN_ONE_TURN),
			n: 1 + i % IN_ONE_TURN, h: "",
			event: { at_ms, actor: BEN, text: LONGEST, is: "noted" },
		});
	record.version = timeline.at(-1).v;
	let chain = "";
	for (const entry of timeline) {
		chain = crypto.createHash("sha1").update(`${chain}\n` +
			`${entry.v}-${entry.n}\n${JSON.stringify(entry.event)}`)
			.digest("hex");
		entry.h = chain;
	}
	return JSON.stringify(record) + "\n";
}

before(async () => {
	world = await World.start({
		config: `archive: { folder = "${folder}"; };` });
	await world.command(ANA, GENERAL, "sev3 a label is cut off");
	await world.message(ANA, GENERAL, /INC-1 declared/);
	for (const line of ["mitigated widened", "resolved It is whole.",
		"close"])
		await world.command(ANA, GENERAL, `INC-1 ${line}`);
	await until("its end", 15_000, () => /"is":"closed"/.test(
		incbot(["export"]).stdout));
	fs.writeFileSync(taken, renumbered(
		incbot(["export"]).stdout.split("\n")[0], 2, NOTES));
	const input = fs.openSync(taken);
	const told = incbot(["import"], { input });
	fs.closeSync(input);
	assert.equal(told.status, 0, told.stderr);
});
after(async () => {
	await world?.stop();
	fs.rmSync(folder, { recursive: true, force: true });
});

/** How an export ends of which nobody reads on until `act` is done. */
async function exported(act) {
	const child = spawn(path.join(build, "incbot"), ["export"], {
		env: world.environment(), stdio: ["ignore", "pipe", "pipe"] });
	let out = "", said = "";

	child.stderr.on("data", (data) => { said += data; });
	const over = once(child, "close");
	await once(child.stdout, "readable");
	act();
	child.stdout.setEncoding("utf8");
	for await (const part of child.stdout)
		out += part.length > 200 ? part.slice(-200) : part;
	const [status] = await over;
	return { status, said, end: out.slice(-200) };
}

const redis = (...args) => spawnSync("redis-cli", ["-s", world.redisSocket,
	...args], { encoding: "utf8" }).stdout.trim();

test("what is dropped while an export goes on is not called lost; what is, is",
	async () => {
		const [line] = incbot(["export"]).stdout.split("\n");
		const small = path.join(folder, "small.json");
		fs.writeFileSync(small, Array.from({ length: 22 }, (_, i) =>
			renumbered(line, 3 + i, 0)).join(""));
		const input = fs.openSync(small);
		assert.equal(incbot(["import"], { input }).status, 0);
		fs.closeSync(input);
		fs.rmSync(small);
		const drop = (id) => {
			redis("del", `{ib:main:0}:inc:${id}`,
				`{ib:main:0}:tl:${id}`);
			redis("hdel", "{ib:main:0}:sum", id);
			redis("zrem", "{ib:main:0}:all", id);
		};
		const good = await exported(() => drop("24"));
		assert.equal(good.status, 0, good.said);
		assert.match(good.said, /^23 incidents$/m);
		const lost = await exported(() => redis("del",
			"{ib:main:0}:inc:23"));
		assert.equal(lost.status, 1);
		assert.match(lost.said, /INC-23 cannot be read \(absent\)/);
		drop("23");
	});

test("ten thousand notes of full length are exported, in a part's memory",
	async () => {
		const before = peak();
		await world.command(ANA, GENERAL, "INC-2 export");
		await until("the export", 60_000, () => fs.existsSync(file));
		const grown = peak() - before;
		const { timeline } = JSON.parse(fs.readFileSync(file, "utf8"));
		assert.equal(timeline.filter((e) => e.event.is === "noted" &&
			e.event.text === LONGEST).length, NOTES);
		assert.ok(fs.statSync(file).size > NOTES * 6000);
		assert.ok(grown <= GROWTH_MIB_MAX, `${grown} MiB more`);
		assert.deepEqual(fs.readdirSync(folder).sort(),
			["INC-2.json", "taken.json"]);
	});

test("the file is proven, and taken in elsewhere", () => {
	const proof = incbot(["verify", file]);
	assert.equal(proof.status, 0, proof.stderr);
	assert.match(proof.stdout, /^INC-2 unchanged [0-9a-f]{40}\n$/);
	const input = fs.openSync(file);
	const env = { INCBOT_CONFIG: world.other("elsewhere") };
	const told = incbot(["import"], { input, env });
	fs.closeSync(input);
	assert.equal(told.status, 0, told.stderr);
	assert.equal(incbot(["export"], { env }).stdout,
		fs.readFileSync(file, "utf8"));
});
