// SPDX-License-Identifier: MIT
//
// archive: incidents outside Slack, with the real program and a real Redis:
// reports, the proof that nothing was changed, and the export that makes the
// same store again, byte for byte.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, INCIDENTS, World, build, textOf } from "./world.mjs";

let world, room;
const secrets = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-archive-"));
const token = path.join(secrets, "token");
fs.writeFileSync(token, "a-token-of-the-monitoring\n", { mode: 0o600 });

const config = `site: { broadcast_channel = "${INCIDENTS}"; };
webhooks: { listen = "127.0.0.1:0"; };
alert_sources = ( { name = "by-hand"; format = "generic";
	token_file = "${token}"; } );
alert_rules = ( { action = "propose"; severity = "sev2"; } );
`;

/** An alert, which proposes an incident. */
async function alert(key) {
	const port = world.incbots[0].text()
		.match(/what=web_listening .*port=(\d+)/)[1];
	const answer = await fetch(
		`http://127.0.0.1:${port}/alerts/by-hand`, { method: "POST",
			headers: { authorization:
				"Bearer a-token-of-the-monitoring" },
			body: JSON.stringify({ status: "firing", dedup_key: key,
				title: `alert ${key}` }) });
	assert.equal(answer.status, 200);
}

before(async () => {
	world = await World.start({ config });
	await world.command(ANA, GENERAL,
		"sev1 checkout <script>alert(1)</script> is *down*");
	room = await world.room(ANA);
	await world.see(ANA, "the people in the channel", (state) =>
		state.channels.find((c) =>
			c.id === room.id).members.includes(ANA));
	for (const line of ["ack", "ic", "update We look & look.",
		"note a | pipe",
		"assess cards are refused; every third customer; 9:05",
		"mitigated rolled back", "resolved It works.",
		"rootcause Sizes of pools were guessed.",
		"impact 1,200 orders", "action limits <@U0BEN|ben> +7d prevent"])
		await world.command(ANA, room.id, line);
	await world.message(ANA, room.id, /set action item 1/);
	await world.command(BEN, GENERAL, "sev3 a label is cut off");
	await world.message(BEN, GENERAL, /INC-2 declared/);
	await alert("one");
	await world.command(BEN, GENERAL, "oncall cover <@U0BEN|ben> 2h");
	await world.message(BEN, GENERAL, /set <@U0BEN> on call/);
});
after(async () => {
	await world?.stop();
	fs.rmSync(secrets, { recursive: true, force: true });
});

function incbot(args, { input = "", env = {} } = {}) {
	return spawnSync(path.join(build, "incbot"), args, { input,
		encoding: "utf8", maxBuffer: 1 << 28,
		env: { ...world.environment(), ...env } });
}

function redis(...args) {
	return spawnSync("redis-cli", ["-s", world.redisSocket, ...args],
		{ encoding: "utf8" }).stdout.trim();
}

test("P6.8 the report as Markdown, HTML and JSON", () => {
	const markdown = incbot(["postmortem", "INC-1"]);
	assert.equal(markdown.status, 0, markdown.stderr);
	assert.match(markdown.stdout, /^# INC-1: checkout/);
	assert.match(markdown.stdout, /## Timeline/);
	assert.doesNotMatch(markdown.stdout, /<script>/);
	const html = incbot(["postmortem", "1", "--format", "html"]).stdout;
	assert.match(html, /<svg/);
	assert.match(html, /&lt;script&gt;/);
	assert.doesNotMatch(html, /<script/);
	const json = JSON.parse(
		incbot(["postmortem", "1", "--format", "json"]).stdout);
	assert.equal(json.incident.id, "1");
	assert.equal(json.people.U0ANA, "Ana Silva");
	assert.equal(json.timeline[0].actor, "U0ANA");
	assert.equal(json.timeline[0].actor_name, "Ana Silva");
	assert.equal(json.timeline[0].is, "declared");
	assert.equal(json.postmortem.impact, "1,200 orders");
	assert.equal(incbot(["postmortem", "99"]).status, 1);
	assert.equal(incbot(["postmortem", "1", "--format", "doc"]).status, 2);
});

test("P6.8 people stand in the report by name, in public by none", () => {
	for (const format of ["md", "html"]) {
		const { stdout } = incbot(["postmortem", "1", "--format",
			format]);
		assert.match(stdout, /Ana Silva published/);
		assert.match(stdout, /Ben Okafor/);
		assert.doesNotMatch(stdout, /U0ANA|U0BEN/);
	}
	const { stdout } = incbot(["postmortem", "1", "--format",
		"public-md"]);
	assert.match(stdout, /somebody published/);
	assert.doesNotMatch(stdout, /Silva|Okafor|U0ANA/);
});

/** Searches; the answer is the next one in the channel. */
async function search(words, pattern) {
	const answers = (state) => state.channels.find((c) => c.id === GENERAL)
		.messages.filter((m) => /found|No incident/.test(textOf(m)));
	const before = answers(await world.state(BEN)).length;

	await world.command(BEN, GENERAL, `search ${words}`);
	const answer = await world.see(BEN, `what "${words}" finds`, (state) =>
		answers(state)[before]);
	assert.match(textOf(answer), pattern);
}

test("search finds what was declared", async () => {
	await search("CHECKOUT orders", /No incident has all of/);
	await search("checkout limits", /1 found[^]*INC-1/);
});

test("search finds what was assessed, and the root cause", async () => {
	await search("third customer", /1 found[^]*INC-1/);
	await search("pools guessed", /1 found[^]*INC-1/);
	await search("pools measured", /No incident has all of/);
});

test("the export makes the same store again, byte for byte", () => {
	const first = incbot(["export"]);
	assert.equal(first.status, 0, first.stderr);
	assert.equal(first.stdout.trim().split("\n").length, 4);
	const elsewhere = { INCBOT_CONFIG: world.other("other") };
	const taken = incbot(["import"],
		{ input: first.stdout, env: elsewhere });
	assert.equal(taken.status, 0, taken.stderr);
	const again = incbot(["export"], { env: elsewhere });
	assert.equal(again.stdout, first.stdout);
	assert.equal(incbot(["verify"], { env: elsewhere }).status, 0);
	const leads = (name) => redis("hgetall", `{ib:${name}:0}:chan`)
		.split("\n").sort().join("\n");
	assert.match(leads("main"), /^alert:[0-9a-f]{16}$/m);
	assert.equal(leads("other"), leads("main"), "a channel, or an alert " +
		"that still fires, leads to its incident again");
	const twice = incbot(["import"],
		{ input: first.stdout, env: elsewhere });
	assert.equal(twice.status, 1);
	assert.match(twice.stderr, /INC-1 is there already/);
	const forged = incbot(["import"], { input: first.stdout
		.replace("1,200 orders", "no orders"), env: elsewhere });
	assert.match(forged.stderr, /line 1 is not as it was exported/);
});

const file = path.join(secrets, "export.json");

/** Somebody who has the file and nothing else: no config, no Redis. */
const verify = (name) => spawnSync(path.join(build, "incbot"),
	["verify", name], { env: { PATH: process.env.PATH },
		encoding: "utf8" });

test("verify FILE says of each incident that it is unchanged, as verify does",
	() => {
		fs.writeFileSync(file, incbot(["export"]).stdout);
		const proof = verify(file);
		assert.equal(proof.status, 0, proof.stderr);
		assert.equal(proof.stdout, incbot(["verify"]).stdout);
		assert.match(proof.stdout, /^INC-1 unchanged [0-9a-f]{40}$/m);
		assert.match(proof.stderr, /^4 of 4 lines unchanged$/m);
		const [one] = fs.readFileSync(file, "utf8").split("\n");
		fs.writeFileSync(file, one);	// a last line without its end
		assert.match(verify(file).stdout, /^INC-1 unchanged \S+\n$/);
	});

test("verify FILE tells the first entry that differs, and bad lines by number",
	() => {
		const lines = incbot(["export"]).stdout.split("\n");
		const entries = lines[0].split('{"v":');
		entries.splice(2, 1);	// the second one is gone
		const forged = lines[1].replaceAll("a label", "no label");
		const cut = lines[2].slice(0, -9);
		fs.writeFileSync(file, [entries.join('{"v":'), forged, cut,
			"not JSON \u001b[2J", "", lines[3]].join("\n") + "\n");
		const proof = verify(file);
		assert.equal(proof.status, 1);
		assert.deepEqual(proof.stdout.split("\n").slice(0, 2), [
			"INC-1 CHANGED: entry 2 of its timeline does not follow " +
			"the one before: something is missing there, or put in " +
			"(line 1)",
			"INC-2 CHANGED: entry 1 of its timeline is not what was " +
			"written (line 2)"]);
		assert.match(proof.stdout, /^site unchanged [0-9a-f]{40}$/m);
		for (const number of [3, 4, 5])
			assert.match(proof.stderr, RegExp(`^incbot: ${file}:` +
				`${number}: it is no line of an export`, "m"));
		assert.match(proof.stderr, /^1 of 6 lines unchanged$/m);
		assert.doesNotMatch(proof.stderr, /\u001b/);
	});

test("verify FILE of what is no file, or empty, is not called unchanged", () => {
	const missing = verify(path.join(secrets, "none.json"));
	assert.equal(missing.status, 3);
	assert.match(missing.stderr, /none\.json: No such file/);
	const folder = verify(secrets);
	assert.equal(folder.status, 3, folder.stderr);
	fs.writeFileSync(file, "");
	const empty = verify(file);
	assert.equal(empty.status, 1);
	assert.match(empty.stderr, /there is nothing in it/);
});

/* At each byte of a line's frame, and at random ones behind it. */
test("any byte of an export that is changed is noticed, and where", () => {
	const whole = incbot(["export"]).stdout.trim().split("\n");
	let seed = 20261127;
	const dice = (n) => {
		seed = (seed * 1103515245 + 12345) % 2147483648;
		return Math.floor(seed / 65536) % n;
	};
	for (let i = 0; i < 140; i++) {
		const line = Buffer.from(whole[i % whole.length]);
		const at = i < 44 ? i : dice(line.length);
		line[at] = line[at] === 0x30 + i % 10 ? 0x7e : 0x30 + i % 10;
		const env = { INCBOT_CONFIG: world.other(`byte${i}`) };
		const taken = incbot(["import"], { input: line, env });
		fs.rmSync(env.INCBOT_CONFIG);
		assert.equal(taken.status, 1, `byte ${at} of ${whole[i %
			whole.length].slice(0, 30)}: ${taken.stderr}`);
		assert.match(taken.stderr,
			/line 1 is not as it was exported \((INC-\S+|\S+): .+\); nothing/);
		fs.writeFileSync(file, line);
		const proof = verify(file);
		assert.equal(proof.status, 1, proof.stdout);
		assert.ok((proof.stdout + proof.stderr).includes(
			taken.stderr.match(/\([^:]+: (.+)\); nothing/)[1]),
			proof.stdout + proof.stderr);
	}
	const [line] = whole;
	const at = line.indexOf("1,200 orders", line.indexOf('"timeline"'));
	const place = line.slice(0, at).match(/"h":/g).length;
	const taken = incbot(["import"], { input: line.slice(0, at) + "2" +
		line.slice(at + 1), env: { INCBOT_CONFIG: world.other("where") } });
	assert.ok(taken.stderr.includes(`(INC-1: entry ${place} of its ` +
		"timeline is not what was written)"), taken.stderr);
});

test("the archive can be read, and proven, without incbot", () => {
	const lines = incbot(["export"]).stdout;
	const read = (input) => spawnSync("python3", ["archive.py"],
		{ input, encoding: "utf8" });
	const told = read(lines);
	assert.equal(told.status, 0, told.stderr);
	assert.match(told.stdout, /^INC-1 SEV1 checkout/m);
	assert.match(told.stdout,
		/^  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d Ana Silva update_published We look/m);
	assert.match(told.stdout, /^site [0-9a-f]{40}$/m);
	const hashes = incbot(["verify"]).stdout.match(/[0-9a-f]{40}/g);
	for (const hash of hashes)
		assert.ok(told.stdout.includes(hash), hash);
	const forged = read(lines.replace("1,200 orders", "no orders"));
	assert.equal(forged.status, 1);
	assert.match(forged.stderr, /line 1: entry \d+-\d+ was changed/);
});

test("an import that was cut off goes on; what differs is left alone",
	async () => {
		const elsewhere = { INCBOT_CONFIG: world.other("later") };
		const first = incbot(["export"]).stdout;
		assert.equal(incbot(["import"], { input: first,
			env: elsewhere }).status, 0);
		await world.command(ANA, room.id, "note said since then");
		await world.message(ANA, room.id, /noted: said since then/);
		const second = incbot(["export"]).stdout;
		assert.notEqual(second, first);
		const taken = incbot(["import"], { input: second,
			env: elsewhere });
		assert.match(taken.stderr, /1 of 4 lines taken/);
		assert.equal(incbot(["export"], { env: elsewhere }).stdout,
			second);
		assert.match(incbot(["import"], { input: first,
			env: elsewhere }).stderr, /INC-1 is there already/);
	});

test("verify does not take what people say meanwhile for a change",
	async () => {
		let over = false;
		const verified = [];
		const once = () => new Promise((done) => {
			const child = spawn(path.join(build, "incbot"),
				["verify"], { env: world.environment() });
			let out = "";
			child.stdout.on("data", (data) => { out += data; });
			child.on("close", (status) => done({ status, out }));
		});
		const notes = async () => {
			for (let i = 0; !over; i++)
				await Promise.all(Array.from({ length: 4 }, (_, j) =>
					world.command(ANA, room.id,
						`note line ${i} ${j}`)));
		};
		const said = notes();
		for (let i = 0; i < 12; i++)
			verified.push(await once());
		over = true;
		await said;
		assert.deepEqual(verified.filter((v) => v.status !== 0), []);
	});

/** A line of an export with other events, and the hashes that belong to
 * them. */
function forged(line, change) {
	const incident = JSON.parse(line);
	change(incident.timeline);
	let chain = "";
	for (const entry of incident.timeline) {
		chain = crypto.createHash("sha1").update(`${chain}\n` +
			`${entry.v}-${entry.n}\n${JSON.stringify(entry.event)}`)
			.digest("hex");
		entry.h = chain;
	}
	return JSON.stringify(incident) + "\n";
}

test("events that cannot be are refused, in whatever good form they come",
	() => {
		const line = incbot(["export"]).stdout.split("\n")[0];
		const elsewhere = { INCBOT_CONFIG: world.other("forged") };
		const changes = [
			(timeline) => { timeline[1].event = timeline[0].event; },
			(timeline) => { timeline.shift(); },
			(timeline) => { timeline.at(-1).v += 5; },
			(timeline) => { timeline.at(-1).event.is =
				"oncall_dropped"; },
		];
		for (const change of changes) {
			const taken = incbot(["import"], { input:
				forged(line, change), env: elsewhere });
			assert.equal(taken.status, 1, taken.stderr);
			assert.match(taken.stderr, /not as it was exported/);
		}
		assert.equal(incbot(["export"], { env: elsewhere }).stdout, "");
		const good = incbot(["import"], { input: forged(line, () => {}),
			env: elsewhere });
		assert.equal(good.status, 0, good.stderr);
	});

test("verify notices a changed entry, a missing one, a changed snapshot",
	() => {
		assert.equal(incbot(["verify"]).status, 0);
		const key = redis("keys", "*:main:0}:inc:1");
		const kept = redis("hget", key, "d");
		redis("hset", key, "d", kept.replace("is *down*", "is fine"));
		assert.match(incbot(["verify"]).stdout,
			/INC-1 CHANGED: the snapshot/);
		redis("hset", key, "d", kept);
		assert.equal(incbot(["verify"]).status, 0);
		const timeline = redis("keys", "*:main:0}:tl:1");
		const last = redis("xrevrange", timeline, "+", "-", "count", "1")
			.split("\n")[0];
		redis("xdel", timeline, last);
		const cut = incbot(["verify"]);
		assert.equal(cut.status, 1);
		assert.match(cut.stdout, /INC-1 CHANGED/);
		assert.match(cut.stdout, /INC-2 unchanged [0-9a-f]{40}/);
	});
