// SPDX-License-Identifier: MIT
//
// documents: the postmortem to read and to write in Slack beside its messages:
// the report as a file, the channel's canvas, and Markdown that comes back.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import crypto from "node:crypto";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, INCIDENTS, World, build, controls, textOf,
	until } from "./world.mjs";

let world, room;

before(async () => {
	world = await World.start({ replicas: 2 });
	await world.command(ANA, GENERAL, "sev2 checkout <b> is *down* ![](@U0BEN)");
	room = await world.room(ANA);
	await world.message(ANA, room.id, /incident commander/i);
	for (const line of ["ack", "ic", "mitigated rolled back",
		"resolved It works again.", "impact 1,200 orders | lost",
		"action \"alarm on the pool\" <@U0BEN|ben> +3d preventative"])
		await world.command(ANA, room.id, line);
	await world.message(ANA, room.id, /set action item 1/);
});
after(async () => { await world?.stop(); });

/** What a file in the workspace says, as the bot may read it. */
async function read(file) {
	const response = await fetch(file.url_private_download, { headers:
		{ authorization: `Bearer ${world.botToken}` } });
	return response.text();
}

/** The message of the incident's channel with a file of that name. */
function shared(pattern, channel = room.id, as = ANA) {
	return world.see(as, `a file ${pattern}`, (state) =>
		state.channels.find((c) => c.id === channel)?.messages
			.find((m) => m.files?.some((f) => pattern.test(f.title))));
}

function canvas(pattern) {
	return world.see(ANA, `a canvas ${pattern}`, (state) => {
		const text = state.channels.find((c) => c.id === room.id).canvas;
		return text !== undefined && pattern.test(text) && text;
	});
}

/** The room of that name, once chloe is in it. */
function inside(pattern) {
	return world.see(CHLOE, `herself in ${pattern}`, (state) =>
		state.channels.find((c) => pattern.test(c.name) &&
			c.members.includes(CHLOE)));
}

/** The form that a person sees, once it says so. */
function modal(as, pattern) {
	return world.see(as, `a form ${pattern}`, (state) =>
		state.modals.find((view) =>
			pattern.test(JSON.stringify(view.blocks))));
}

test("P6.8 the report comes as a file into the channel, in each form",
	async () => {
		for (const [format, name, says] of [["", /report\.md$/,
			/^# INC-1: checkout [^]*## Timeline/], ["html",
			/report\.html$/, /<svg/], ["public", /public\.md$/,
			/somebody/]]) {
			await world.command(BEN, room.id, `report ${format}`);
			const message = await shared(name);
			assert.match(message.text, /asked for by <@U0BEN>/);
			const text = await read(message.files[0]);
			assert.match(text, says);
			assert.doesNotMatch(text, /<b>/);
		}
		const uploads = (await world.log(0)).entries.filter((e) =>
			e.what === "upload");
		assert.equal(uploads.length, 3);
		assert.ok(uploads.every((e) => !e.with_token), "the token stays " +
			"with the API's host");
		await world.command(BEN, room.id, "report pdf");
		await world.message(BEN, room.id, /As what\?/);
	});

test("P6.8 without a channel it comes to whoever asked", async () => {
	await world.command(CHLOE, GENERAL, "sev3 a label is cut off");
	await world.message(CHLOE, GENERAL, /INC-2 declared/);
	await world.command(CHLOE, GENERAL, "INC-2 report");
	await world.see(CHLOE, "a file in a direct message", (state) =>
		state.channels.filter((c) => c.is_im).flatMap((c) =>
			c.messages).find((m) => /^INC-2-/.test(
			m.files?.[0].title ?? "")));
});

test("a report whose answer was lost is there once", async () => {
	await world.fault("api", { method: "files.completeUploadExternal",
		cut: true, applied: true });
	const { seq } = await world.log(0);
	await world.command(BEN, room.id, "report");
	const calls = async (method) => (await world.log(seq)).entries
		.filter((e) => e.what === "api" && e.method === method).length;
	await until("a look for what may be there", 60_000, () =>
		calls("conversations.history"));
	await world.command(BEN, room.id, "report html");
	const { messages } = (await world.state(ANA)).channels
		.find((c) => c.id === room.id);
	await until("the one behind it", 60_000, async () =>
		(await world.state(ANA)).channels.find((c) => c.id === room.id)
			.messages.filter((m) => /report\.html$/.test(
				m.files?.[0].title ?? "")).length === 2);
	assert.equal(messages.filter((m) => /report\.md$/.test(
		m.files?.[0].title ?? "")).length, 2);
	assert.equal(await calls("files.completeUploadExternal"), 2);
});

/* A cursor for ever would be followed for ever. */
test("a history that does not end is not read for ever", async () => {
	await world.fault("api", { method: "files.completeUploadExternal",
		cut: true, applied: false });
	await world.fault("api", { method: "conversations.history",
		endless: true, count: -1 });
	const { seq } = await world.log(0);
	await world.command(BEN, room.id, "report public");
	await until("it is sent again", 60_000, async () => (await world.log(
		seq)).entries.filter((e) => e.what === "api" &&
		e.method === "files.completeUploadExternal").length === 2);
	await world.fault("none");
	const looked = (await world.log(seq)).entries.filter((e) =>
		e.what === "api" && e.method === "conversations.history");
	assert.ok(looked.length > 2 && looked.length <= 80, looked.length);
});

test("P6.8 the canvas shows the postmortem and follows what is written",
	async () => {
		await world.command(ANA, room.id, "canvas");
		await world.message(ANA, room.id, /in this channel's canvas/);
		const first = await canvas(/^# Postmortem of INC-1: /);
		assert.match(first, /## Impact\n\n> 1,200 orders \\\| lost/);
		assert.match(first, /1\. alarm on the pool \(gap SEV2, @\u2060Ben Okafor, due 2/);
		assert.doesNotMatch(first, /!\[\]\(@/);
		await world.command(BEN, room.id, "worked the alarm on the queue");
		await canvas(/## What worked\n\n> the alarm on the queue/);
		await world.command(ANA, room.id, "action done 1");
		await canvas(/alarm on the pool[^\n]*done/);
		await world.command(ANA, room.id, "canvas");
		await world.message(ANA, room.id, /There is one/);
	});

test("a canvas that somebody deleted is missed, and made again", async () => {
	await world.act(BEN, "canvas", { channel: room.id, text: "" });
	await world.command(BEN, room.id, "worked the alarm, and luck");
	await world.message(ANA, room.id, /canvas of the postmortem is gone/);
	await world.command(BEN, room.id, "canvas");
	await canvas(/the alarm, and luck/);
});

test("nobody's words are written over, and a plan without canvases says so",
	async () => {
		await world.command(CHLOE, GENERAL, "sev2 search is slow");
		const other = await inside(/search-is-slow/);
		await world.act(CHLOE, "canvas", { channel: other.id,
			text: "our own notes" });
		await world.command(CHLOE, other.id, "canvas");
		await world.message(CHLOE, other.id,
			/no canvas of the postmortem: the channel has one already/);
		const state = await world.state(CHLOE);
		assert.equal(state.channels.find((c) => c.id === other.id).canvas,
			"our own notes");
		await world.command(CHLOE, GENERAL, "sev2 mail is slow");
		const third = await inside(/mail-is-slow/);
		await world.fault("api", { method: "conversations.canvases.create",
			error: "team_tier_cannot_create_channel_canvases" });
		await world.command(CHLOE, third.id, "canvas");
		await world.message(CHLOE, third.id, /this Slack plan has none/);
	});

test("P6.8 Markdown comes back as a file: shown first, then taken over",
	async () => {
		const reports = async () => (await world.state(ANA)).channels
			.find((c) => c.id === room.id).messages.filter((m) =>
				/report\.md$/.test(m.files?.[0].title ?? ""));
		const before = (await reports()).length;
		await world.command(ANA, room.id, "report");
		const message = await until("one more report", 15_000,
			async () => (await reports())[before]);
		const text = await read(message.files[0]);
		await world.act(BEN, "say", { channel: room.id, text: "as it was",
			file: "same.md", content: text });
		await world.message(BEN, room.id,
			/same\.md[^]*says nothing else/);
		const edited = text
			.replace("1,200 orders \\| lost", "1,300 orders, by Ben Okafor")
			.replace("### Root cause\n\nNot written yet.",
				"### Root cause\n\nA limit <!channel> nobody knew\n\nof.")
			.replace("| 1 | alarm on the pool |",
				"| | a dashboard | SEV1 | Chloé Martin | 2031-01-02 | preventative | open |\n" +
				"| 1 | alarm on the pool |")
			.replace("## Timeline", "## Poem\n\nroses\n\n## Timeline");
		await world.act(BEN, "say", { channel: room.id, text: "better",
			file: "better.md", content: edited });
		const shown = await world.message(BEN, room.id,
			/better\.md[^]*Nothing has changed yet/);
		const words = textOf(shown);
		assert.match(words, /Impact[^]*now: 1,200 orders[^]*1,300 orders/);
		assert.match(words, /A limit &lt;!channel&gt; nobody knew/);
		assert.match(words, /no part &quot;Poem&quot;|no part "Poem"/);
		assert.doesNotMatch(words, /<!channel>/);
		await world.press(CHLOE, room.id, shown, /Take over/);
		await world.message(ANA, room.id,
			/<@U0CHLOE> took over what was written elsewhere: root cause, impact/);
		await canvas(/1,300 orders/);
		/* Its button has no use any more. */
		const settled = await world.message(BEN, room.id,
			/Taken over by <@U0CHLOE> at /);
		assert.equal(settled.ts, shown.ts);
		assert.deepEqual(controls(settled.blocks), []);
		await world.command(CHLOE, room.id,
			words.match(/\/incident (import F\w+ [0-9a-f]{16})/)[1]);
		await world.direct(CHLOE, /all of it stands there already/);
	});

test("a file that is none of ours, or another incident's, changes nothing",
	async () => {
		await world.act(BEN, "say", { channel: room.id, text: "readme",
			file: "README.md", content: "# How to\n\nRead me.\n" });
		await world.act(BEN, "say", { channel: room.id, text: "other",
			file: "other.md", content: "# INC-2: a label\n" });
		await world.message(BEN, room.id, /other\.md[^]*report of INC-2/);
		const { messages } = (await world.state(BEN)).channels
			.find((c) => c.id === room.id);
		assert.ok(!messages.some((m) => m.user !== BEN &&
			/README\.md/.test(textOf(m))));
	});

test("P6.8 P7.2 Markdown is pasted into a form, and looked at before it counts",
	async () => {
		await world.command(BEN, room.id, "import");
		const form = await modal(BEN, /Markdown/);
		const text = "### What worked\n\nThe *runbook*\n\n### Weather\n\nRain\n";
		await world.act(BEN, "submit", { view_id: form.id, values: {
			text: { value: { type: "plain_text_input", value: text } } } });
		const shown = await modal(BEN, /what would change/);
		assert.match(JSON.stringify(shown.blocks), /The \*?.*runbook/);
		assert.match(JSON.stringify(shown.blocks), /Weather/);
		await world.act(BEN, "submit", { view_id: shown.id, values: {
			text: { value: { type: "plain_text_input", value: text } } } });
		await world.message(ANA, room.id,
			/<@U0BEN> took over[^]*part on what worked/);
	});

test("a channel that was taken away and given back has its canvas again",
	async () => {
		await world.command(CHLOE, GENERAL, "sev2 login is slow");
		const room4 = await inside(/login-is-slow/);
		const number = textOf(await world.message(CHLOE, GENERAL,
			/INC-\d+ declared: SEV2 login is slow/)).match(/INC-\d+/)[0];
		const say = (line) => world.command(CHLOE, room4.id, line);
		const canvasThere = (pattern) => world.see(CHLOE, `a canvas ${pattern}`,
			(state) => pattern.test(state.channels.find((c) =>
				c.id === room4.id).canvas ?? ""));
		await world.message(CHLOE, room4.id, /incident commander/i);
		await say("canvas");
		await world.message(CHLOE, room4.id, /in this channel's canvas/);
		await world.act(CHLOE, "archive", { channel: room4.id });
		await world.command(CHLOE, GENERAL, `${number} note after the end`);
		await world.direct(CHLOE, /channel is gone: is_archived/);
		await world.act(CHLOE, "unarchive", { channel: room4.id });
		await world.message(CHLOE, room4.id, /gave the channel back/);
		await say("canvas");
		await world.see(CHLOE, "it said twice that there is a canvas", (state) =>
			state.channels.find((c) => c.id === room4.id).messages
				.filter((m) => /in this channel's canvas/.test(textOf(m)))
				.length === 2, 30_000);
		await say("impact nobody could log in");
		await canvasThere(/nobody could log in/);
	});

/** An exported line with more notes behind it, as people would have written
 * them, and one more event. */
function lengthened(line, notes, last) {
	const incident = JSON.parse(line);
	const { timeline } = incident;
	const add = (event) => {
		const { v: lastV, n: lastN, h } = timeline.at(-1);
		const [v, n] = lastN < 16 ? [lastV, lastN + 1] : [lastV + 1, 1];
		const more = JSON.stringify({ at_ms: timeline.at(-1).event.at_ms + 1,
			actor: "U0CHLOE", ...event });
		timeline.push({ v, n, h: crypto.createHash("sha1")
			.update(`${h}\n${v}-${n}\n${more}`).digest("hex"),
		event: JSON.parse(more) });
	};
	for (const text of notes)
		add({ text, is: "noted" });
	add(last);
	incident.version = timeline.at(-1).v;
	return JSON.stringify(incident) + "\n";
}

test("P6.8 of a very long timeline the oldest are left out, and what is hidden " +
	"stays hidden", async () => {
	const long = await World.start();
	try {
		const incbot = (args, input) => spawnSync(path.join(build,
			"incbot"), args, { input, encoding: "utf8",
			env: long.environment(), maxBuffer: 1 << 28 });
		await long.command(CHLOE, GENERAL, "sev3 a label is cut off");
		await long.message(CHLOE, GENERAL, /INC-1 declared/);
		await long.incbots[0].stop();
		const [line] = incbot(["export"]).stdout.split("\n");
		const before = JSON.parse(line).timeline.length;
		const notes = Array.from({ length: 5100 }, (_, i) =>
			`note ${i} ${"a & b ".repeat(120)}`);
		notes[5050] = "the secret word";
		spawnSync("redis-cli", ["-s", long.redisSocket, "flushall"]);
		const all = lengthened(line, notes,
			{ number: before + 5051, is: "entry_hidden" });
		let taken = incbot(["import"], all);
		// On a busy machine so much may take longer than is waited for.
		for (let i = 0; i < 5 &&
			/the same import again goes on/.test(taken.stderr); i++)
			taken = incbot(["import"], all);
		assert.equal(taken.status, 0, taken.stderr);
		await long.startIncbot();
		await long.command(CHLOE, GENERAL, "INC-1 report public");
		const file = await long.see(CHLOE, "the report", (state) =>
			state.channels.flatMap((c) => c.messages).find((m) =>
				/public\.md$/.test(m.files?.[0].title ?? ""))?.files[0],
		60_000);
		const response = await fetch(file.url_private_download, { headers: {
			authorization: `Bearer ${long.botToken}` } });
		const text = await response.text();
		assert.match(text, /\d+ older entries are left out here/);
		assert.match(text, /note 5049 /);
		assert.match(text, /note 5051 /);
		assert.doesNotMatch(text, /the secret word/);
		assert.ok(long.incbots.at(-1).running);
	} finally {
		await long.stop();
	}
});
