// SPDX-License-Identifier: MIT
//
// keeping: what becomes of a closed incident, with the real program and a real
// Redis: everything is exported into a folder, in the form that an import
// takes, and only then is its channel archived.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, World, GENERAL, build, until } from "./world.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-keeping-"));
const DAY = 24 * 60 * 60_000;
let world, room;

const isArchived = (id) => world.see(ANA, "the archived channel", (state) =>
	!state.channels.find((c) => c.id === id && !c.is_archived));
const file = (id) => path.join(folder, `INC-${id}.json`);

async function closed(title) {
	await world.command(ANA, GENERAL, `sev2 ${title}`);
	const made = await world.room(ANA, new RegExp(
		`${title.replaceAll(" ", "-")}$`));
	await world.see(ANA, "who is invited", (state) => state.channels
		.find((c) => c.id === made.id).members.includes(ANA));
	for (const line of ["ack", "ic", "tech <@U0BEN|ben>",
		"update We look.", "mitigated rolled back",
		"resolved It works.", "rootcause the pool was full",
		"why nothing limits it", "impact nobody could pay",
		"worked the switch",
		"action limits <@U0BEN|ben> +7d prevent", "action done 1"])
		await world.command(ANA, made.id, line);
	await world.message(ANA, made.id, /did action item 1/);
	await world.command(ANA, made.id, "close");
	await world.message(ANA, made.id, /closed the incident/);
	return made;
}

function incbot(args, { input = "", env = {} } = {}) {
	return spawnSync(path.join(build, "incbot"), args, { input,
		encoding: "utf8", env: { ...world.environment(), ...env } });
}

before(async () => {
	world = await World.start({ config: `archive: { folder = "${folder}";
		export_after_days = 1; keep_days = 2; channels = true; };
		severities: { sev2: { comms_channel = true; }; };` });
});
after(async () => {
	await world?.stop();
	fs.rmSync(folder, { recursive: true, force: true });
});

test("everything of a closed incident is exported, then its channels are archived",
	async () => {
		room = await closed("exported later");
		const comms = await world.room(ANA, /exported-later-comms$/);
		assert.ok(!fs.existsSync(file(1)));
		await world.advance(DAY + 60_000);
		await until("the export", 20_000, () => fs.existsSync(file(1)));
		await isArchived(room.id);
		await isArchived(comms.id);
		const line = fs.readFileSync(file(1), "utf8");
		const exported = JSON.parse(line);
		assert.equal(exported.id, "1");
		// asked for once more if something happened meanwhile
		assert.deepEqual([...new Set(exported.timeline
			.map((e) => e.event.is).filter((is) =>
				/^(declared|closed|export_asked)$/.test(is)))],
			["declared", "closed", "export_asked"]);
		const taken = incbot(["import"], { input: line,
			env: { INCBOT_CONFIG: world.other("again") } });
		assert.equal(taken.status, 0, taken.stderr);
		assert.equal(incbot(["verify"]).status, 0);
	});

test("a legal hold keeps the channel; its end archives it", async () => {
	const held = await closed("held back");
	await world.command(ANA, held.id, "hold the lawyers ask");
	await world.message(ANA, held.id, /under legal hold/);
	await world.command(ANA, held.id, "export");
	await until("the export", 20_000, () => fs.existsSync(file(2)));
	await world.command(ANA, held.id, "release");
	await world.message(ANA, held.id, /ended the legal hold/);
	await world.command(ANA, held.id, "export");
	await isArchived(held.id);
	assert.match(fs.readFileSync(file(2), "utf8"), /"is":"released"/);
});

test("the doctor misses an export in a folder that is not shared", async () => {
	const doctor = () => spawnSync(path.join(build, "incbot"), ["doctor"],
		{ encoding: "utf8", env: world.environment(), timeout: 60_000 })
		.stdout;
	assert.match(doctor(), /ok +archive: [1-9]\d* exports are in /);
	const here = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-alone-"));
	world.config = world.config.replace(folder, here);
	assert.match(doctor(), /FAIL +archive: INC-\d+ was exported[^]*share one folder/);
	fs.rmSync(here, { recursive: true });
	assert.match(doctor(), /FAIL +archive: .* cannot be written/);
	world.config = world.config.replace(here, folder);
});

test("what was kept for long enough is dropped; verify proves the rest",
	async () => {
		await world.command(ANA, GENERAL, "sev3 a label is cut off");
		await world.message(ANA, GENERAL, /INC-3 declared/);
		await world.advance(2 * DAY);
		await until("both are dropped", 20_000, () => {
			const { stdout, status } = incbot(["verify"]);
			assert.equal(status, 0, stdout);
			return /^INC-1 dropped, by entry \d+-\d+ of the site$/m
				.test(stdout) && /^INC-2 dropped/m.test(stdout);
		});
		assert.match(incbot(["verify"]).stdout, /^INC-3 unchanged/m);
		await world.command(ANA, GENERAL, "INC-1 status");
		await world.message(ANA, GENERAL, /do not know incident INC-1/);
		await world.command(ANA, GENERAL, "search exported");
		await world.message(ANA, GENERAL, /No incident has all of/);
		/* The export is all that is left, and it brings it back. */
		const line = fs.readFileSync(file(1), "utf8");
		const back = incbot(["import"], { input: line });
		assert.equal(back.status, 0, back.stderr);
		assert.equal(incbot(["export"]).stdout.split("\n")[0] + "\n",
			line);
	});

test("reopened after its channel was archived it gets a new one", async () => {
	const first = await closed("came back");
	await world.command(ANA, first.id, "export");
	await isArchived(first.id);
	const label = (await world.state(ANA)).channels.find((c) =>
		c.id === first.id).purpose.match(/^INC-\d+/)[0];
	await world.command(ANA, GENERAL, `${label} reopen it is back`);
	await world.message(ANA, GENERAL, /Reopened: it gets a new channel/);
	const second = await world.room(ANA, /came-back-2$/);
	assert.notEqual(second.id, first.id);
	await world.message(ANA, second.id, /reopened the incident/);
	await world.see(ANA, "who is invited", (state) => state.channels
		.find((c) => c.id === second.id).members.includes(ANA));
	await world.command(ANA, second.id, "note it goes on here");
	await world.message(ANA, second.id, /noted: it goes on here/);
});
