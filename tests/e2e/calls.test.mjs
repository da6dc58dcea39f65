// SPDX-License-Identifier: MIT
//
// calls: what can befall what incbot sends (rows 57 to 72 of docs/faults.md,
// and Slack's field reports about its Web API): each effect shows once, in
// its order, or the timeline says why not.
import assert from "node:assert/strict";
import http from "node:http";
import https from "node:https";
import { once } from "node:events";
import { after, afterEach, before, beforeEach, describe, test }
	from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, MINUTE, textOf, until }
	from "./world.mjs";
import { against, certificate, passOn, slackByName } from "./door.mjs";
import { Scene } from "./scene.mjs";

const BOT = "U0INCBOT";
const ROOMS = 24, NOTES = 5, NOTES_BEFORE_PAGE = 16;

let scene, world;

const noted = async (room, pattern) => (await world.state(ANA)).channels
	.find((c) => c.id === room).messages
	.filter((m) => !m.ephemeral && pattern.test(textOf(m)));

describe("one world, one trouble after the other", () => {
	before(async () => {
		scene = await Scene.start();
		world = scene.world;
		await world.command(ANA, GENERAL, "sev2 another one");
		scene.other = await world.room(ANA, /another-one/);
		await world.message(ANA, scene.other.id,
			/first public update/i);
	});
	after(async () => { await scene?.stop(); });
	beforeEach(() => scene.mark());

	test("57 F37 429 without a time, then with one: the channel waits in " +
		"its order, the others go on", async () => {
		await world.fault("F37", { method: "chat.postMessage" });
		for (const word of ["first", "second", "third"])
			await world.command(ANA, scene.room.id,
				`note ${word} in line`);
		await scene.logged(/method=chat.postMessage error=ratelimited/);
		await world.command(ANA, scene.other.id, "note not held up");
		await world.message(ANA, scene.other.id, /noted: not held up/);
		assert.deepEqual(await noted(scene.room.id, /in line/), []);
		await world.fault("429", { method: "chat.postMessage",
			retry_after: 20 });
		await scene.hurry(() => world.message(ANA, scene.room.id,
			/third in line/, 30_000));
		// Half a minute where Slack names no time (F37), else what it names.
		const calls = [...scene.said().matchAll(
			/^time=(\S+) .*what=slack_call method=chat.postMessage(.*)$/gm)];
		const held = calls.filter(([, , how]) => /ratelimited/.test(how));
		const next = calls[calls.indexOf(held[1]) + 1];
		const passed = (from, to) => Date.parse(to[1]) -
			Date.parse(from[1]);
		assert.equal(held.length, 2);
		assert.ok(passed(held[0], held[1]) >= 30_000);
		assert.ok(passed(held[1], next) >= 20_000);
		assert.deepEqual((await noted(scene.room.id, /in line$/m))
			.map((m) => textOf(m).match(/noted: (\w+)/)[1]),
		["first", "second", "third"]);
	});

	test("60 F39 an answer of one byte a second: other work goes on, and " +
		"it is said once", async () => {
		await world.fault("slow-body", { method: "chat.postMessage" });
		await world.command(ANA, scene.room.id, "note drop by drop");
		await until("the slow call", 15_000, async () =>
			(await scene.happened((e) => e.what === "fault"))
				.length > 0);
		await world.command(ANA, scene.other.id, "note meanwhile");
		await world.message(ANA, scene.other.id, /noted: meanwhile/);
		/* The slow one is still under way. */
		assert.doesNotMatch(scene.said(),
			/method=chat.postMessage error=/);
		await scene.isOnce("drop by drop");
	});

	test("59 a refusal that nobody knows: tried again, and said once",
		async () => {
			await world.fault("unknown-error",
				{ method: "chat.postMessage", count: 3 });
			await scene.noteOnce("in a year", 60_000);
		});

	test("59 one that stays is given up after five tries; the timeline " +
		"says so", async () => {
		await world.fault("unknown-error",
			{ method: "chat.postMessage", count: -1 });
		await world.command(ANA, scene.other.id, "note never heard");
		const [, job] = await scene.hurry(() => scene.logged(
			/what=effect_given_up job=(\S+) kind=say/), 5);
		await world.fault("none");
		const looks = [...scene.said().matchAll(new RegExp(
			`effect_reconcile job=${job} attempt=(\\d)`, "g"))]
			.map((m) => +m[1]);
		/* An attempt in which Redis is away sends nothing, and where a
		 * disk is slow it is soon said to be, at this speed. */
		if (/what=redis_down/.test(scene.said()))
			assert.ok(looks.every((attempt) => attempt <= 5));
		else
			assert.deepEqual(looks, [2, 3, 4, 5]);
		await world.command(ANA, scene.other.id, "timeline");
		await world.message(ANA, scene.other.id,
			/Could not[^]*a_word_of_next_year/);
	});

	test("66 the card is deleted by a person: posted anew and pinned, once",
		async () => {
			const card = await world.message(ANA, scene.other.id,
				/another one[^]*Still open|IC –/);
			const deleted = await world.slack("chat.delete",
				{ channel: scene.other.id, ts: card.ts });
			assert.equal(deleted.ok, true);
			await world.command(ANA, scene.other.id, "title anew");
			await world.command(BEN, scene.other.id,
				"ic <@U0ANA|ana>");
			const again = await world.see(ANA, "a pinned card",
				(state) => {
					const room = state.channels.find((c) =>
						c.id === scene.other.id);
					return room.messages.find((m) =>
						m.ts !== card.ts &&
						room.pins.includes(m.ts));
				});
			assert.match(textOf(again), /anew/);
			await world.command(ANA, scene.other.id,
				"note below the card");
			await world.message(ANA, scene.other.id,
				/noted: below the card/);
			const cards = (await world.state(ANA)).channels
				.find((c) => c.id === scene.other.id).messages
				.filter((m) => m.metadata?.event_payload?.fx &&
					m.pinned);
			assert.equal(cards.length, 1);
		});

	test("61 the channel is archived: who is concerned is told, once",
		async () => {
			await world.command(ANA, GENERAL, "sev2 soon archived");
			const room = await world.room(ANA, /soon-archived/);
			await world.message(ANA, room.id,
				/first public update/i);
			await world.command(BEN, room.id, "ic <@U0BEN|ben>");
			await world.message(ANA, room.id,
				/<@U0BEN> is incident commander/);
			const [number] = textOf(await world.message(ANA,
				GENERAL, /INC-\d+ declared: SEV2 soon arch/))
				.match(/INC-\d+/);
			await world.act(ANA, "archive", { channel: room.id });
			await world.command(ANA, GENERAL,
				`${number} note after the end`);
			await world.direct(ANA, /channel is gone: is_(archived|inactive)/);
			await world.direct(BEN, /channel is gone: is_(archived|inactive)/);
			await world.command(ANA, GENERAL,
				`${number} note and more`);
			await world.message(ANA, GENERAL, /noted: and more/);
			const told = (await world.state(ANA)).channels
				.filter((c) => c.is_im)
				.flatMap((c) => c.messages).filter((m) =>
					/channel is gone/.test(textOf(m)));
			assert.equal(told.length, 1);
			await givenBack(room, number);
		});

	/** Whoever unarchives it gives it back: incbot is in it again, with a
	 * card; those who had heard that it was gone hear of it, but for the
	 * one who did it. */
	async function givenBack(room, number) {
		await world.act(ANA, "unarchive", { channel: room.id });
		await world.direct(BEN, /<@U0ANA> gave the channel back/);
		await world.message(ANA, room.id,
			/<@U0ANA> gave the channel back/);
		await world.command(ANA, room.id, "note where it belongs");
		await world.message(ANA, room.id, /noted: where it belongs/);
		const now = await world.see(ANA, "a new pinned card", (state) => {
			const found = state.channels.find((c) =>
				c.id === room.id);
			const pinned = found.messages.filter((m) =>
				m.metadata?.event_payload?.fx &&
				found.pins.includes(m.ts));
			return pinned.length === 2 && state;
		});
		assert.ok(now.channels.find((c) => c.id === room.id).members
			.includes(BOT), "incbot is not in it");
		assert.equal(now.channels.filter((c) => c.is_im)
			.flatMap((c) => c.messages).filter((m) =>
				/gave the channel back/.test(textOf(m))).length, 0);
		await world.command(ANA, GENERAL, `${number} timeline`);
		await world.message(ANA, GENERAL,
			/channel is gone[^]*gave the channel back/);
	}

	test("61 incbot is put out of the channel: told, and invited again all " +
		"goes on there", async () => {
		await world.command(ANA, GENERAL, "sev2 put out");
		const room = await world.room(ANA, /put-out/);
		await world.see(ANA, "a pinned card and the links", (state) => {
			const found = state.channels.find((c) => c.id === room.id);
			return found.pins.length > 0 && found.bookmarks.length > 0;
		});
		await world.act(ANA, "kick", { channel: room.id, user: BOT });
		// It may still post there, but not set the topic.
		await world.command(ANA, room.id, "severity 1");
		await world.direct(ANA, /channel is gone: not_in_channel/);
		await world.act(BEN, "join", { channel: room.id });
		await world.act(BEN, "invite", { channel: room.id, user: BOT });
		await world.direct(ANA, /<@U0BEN> gave the channel back/);
		await world.see(ANA, "the topic of a SEV1", (state) =>
			/SEV1/.test(state.channels.find((c) =>
				c.id === room.id).topic));
		await world.command(ANA, room.id, "note in it again");
		await world.message(ANA, room.id, /noted: in it again/);
	});

	test("62 a renamed channel stays the incident's", async () => {
		await world.act(ANA, "rename", { channel: scene.room.id,
			name: "inc-by-another-name" });
		await scene.noteOnce("under another name");
		await world.command(ANA, scene.room.id, "status");
		await world.message(ANA, scene.room.id, /SEV2/);
	});

	test("63 a name that is taken by somebody else gets a number",
		async () => {
			const date = new Date((await world.clock({})).now_ms)
				.toISOString().slice(0, 10);
			await world.act(BEN, "create",
				{ name: `inc-${date}-taken` });
			await world.command(ANA, GENERAL, "sev2 taken");
			await world.room(ANA, /-taken-2$/);
		});

	test("63 a name whose answer was lost is ours: adopted, no second channel",
		async () => {
			await world.fault("500-applied",
				{ method: "conversations.create" });
			await world.command(ANA, GENERAL, "sev2 lost and found");
			const room = await world.room(ANA, /lost-and-found/);
			await world.message(ANA, room.id,
				/first public update/i, 60_000);
			assert.equal((await scene.happened((entry) =>
				entry.what === "fault")).length, 1);
			assert.equal((await scene.calls("conversations.create"))
				.filter((call) => call.ok).length, 1);
			const rooms = (await world.state(ANA)).channels
				.filter((c) => /lost-and-found/.test(c.name));
			assert.deepEqual(rooms.map((c) => c.id), [room.id]);
			await world.command(ANA, room.id, "note at home here");
			await world.message(ANA, room.id, /noted: at home here/);
		});

	test("64 the update's reminder to somebody who was switched off goes to " +
		"the channel", async () => {
		await world.command(ANA, GENERAL, "sev1 whom to remind");
		const room = await world.room(ANA, /whom-to-remind/);
		await world.message(ANA, room.id, /first public update/i);
		for (const words of ["ack", "ic <@U0ANA|ana>",
			"comms <@U0DAN|dan>", "update We look into it."])
			await world.command(ANA, room.id, words);
		await world.message(ANA, room.id, /published: We look into it/);
		await world.act(ANA, "deactivate", { user: DAN });
		await world.advance(11 * MINUTE);
		const nag = await scene.hurry(() => world.message(ANA, room.id,
			/next public update is due/i, 60_000));
		assert.doesNotMatch(textOf(nag), /overdue/);
		await world.command(ANA, room.id, "timeline");
		await world.message(ANA, room.id,
			/Could not remind one person of the update/);
	});

	test("64 a page to somebody who was switched off: the channel is told",
		async () => {
			await world.act(ANA, "deactivate", { user: BEN });
			await world.command(ANA, GENERAL, "sev1 nobody there");
			const room = await world.room(ANA, /nobody-there/);
			await world.message(ANA, room.id,
				/Paging <@U0BEN>.* failed/, 30_000);
			await world.see(CHLOE, "the channel", (state) =>
				state.channels.find((c) => c.id === room.id)
					?.is_member);
		});
});

describe("more to be said than Slack allows", () => {
	before(async () => {
		scene = await Scene.start();
		world = scene.world;
	});
	after(async () => { await scene?.stop(); });

	test("57 a SEV1's page goes before all that others have to say", async () => {
		const rooms = [];
		for (let i = 0; i < ROOMS; i++) {
			await world.command(ANA, GENERAL, `sev2 many ${i}`);
			rooms.push(await scene.hurry(() => world.room(ANA,
				new RegExp(`many-${i}$`)), 5));
		}
		for (const room of rooms)
			await scene.hurry(() => world.message(ANA, room.id,
				/first public update/i, 60_000), 5);
		// What is waiting for Slack's pace has a minute to go.
		await scene.pass(60_000);
		await scene.mark();
		for (let i = 0; i < NOTES; i++)
			await Promise.all(rooms.map((room) => world.command(ANA,
				room.id, `note pile ${i}`)));
		await world.command(ANA, GENERAL, "sev1 over all of them");
		await world.direct(BEN, /over all of them/);
		// From when it was acknowledged, and so owed, on.
		const [{ seq: owed }] = await scene.happened((entry) =>
			entry.what === "ack" && entry.detail.has_payload);
		const posts = (await scene.calls("chat.postMessage"))
			.filter((call) => call.ok);
		const page = posts.find((call) =>
			/over all of them/.test(JSON.stringify(call)) && !/^C/.test(call.channel));
		const said = posts.filter((call) => call.seq > owed &&
			call.seq < page.seq && /noted: pile/.test(call.text));
		assert.ok(said.length < NOTES_BEFORE_PAGE,
			`${said.length} notes went first`);
		await scene.hurry(async () => {
			for (const room of rooms)
				await world.message(ANA, room.id, new RegExp(
					`noted: pile ${NOTES - 1}`), 60_000);
		}, 5);
		for (const room of rooms)
			assert.deepEqual((await noted(room.id, /noted: pile/))
				.map((m) => textOf(m).match(/pile (\d)/)[1]),
			[..."012345678".slice(0, NOTES)]);
	});
});

describe("two replicas", () => {
	before(async () => {
		scene = await Scene.start({ replicas: 2 });
		world = scene.world;
	});
	after(async () => { await scene?.stop(); });

	test("65 the same title in the same second: two numbers, two channels",
		async () => {
			await Promise.all([1, 2, 3, 4].map(() =>
				world.command(ANA, GENERAL, "sev2 same words")));
			const state = await world.see(ANA, "four channels",
				(now) => now.channels.filter((c) =>
					/same-words/.test(c.name)).length >= 4 && now,
				60_000);
			const names = state.channels.map((c) => c.name)
				.filter((name) => /same-words/.test(name));
			assert.equal(new Set(names).size, 4);
			assert.equal(names.filter((name) =>
				/same-words$/.test(name)).length, 1);
			for (const number of [2, 3, 4, 5])
				await world.message(ANA, GENERAL, new RegExp(
					`INC-${number} declared`));
		});
});

describe("what is not Slack", () => {
	let incbot, server;

	before(async () => {
		scene = await Scene.start();
		world = scene.world;
	});
	after(async () => { await scene?.stop(); });
	afterEach(async () => {
		await incbot?.stop("SIGKILL");
		server?.close();
	});

	const saysUnknown = (pattern) => until(`incbot to say ${pattern}`,
		20_000, () => pattern.test(incbot.text()));

	test("71 a certificate that nobody vouches for: not one byte is said",
		async () => {
			const keys = certificate(world, "IP:127.0.0.1");
			let requests = 0;
			server = https.createServer(keys, () => { requests++; });
			incbot = await against(world, server, (port) =>
				`https://127.0.0.1:${port}/api/`);
			await saysUnknown(/level=error what=slack_unknown/);
			assert.equal(requests, 0);
			assert.ok(incbot.running);
		});

	test("71 a certificate for another name: not one byte is said",
		async () => {
			const named = await slackByName(world,
				{ asked: "other.world.test" });
			({ incbot, door: server } = named);
			let requests = 0;
			server.on("request", () => { requests++; });
			await saysUnknown(/level=error what=slack_unknown/);
			assert.equal(requests, 0);
			world.config = named.config;
		});

	test("71 a list of authorities that is gone: it does not start, and says why",
		async () => {
			const { config } = world;
			world.config += "outbound: { ca_file = \"/gone.pem\"; };\n";
			incbot = world.spawnIncbot("incbot-without-authorities");
			await until("it to end", 20_000, () => !incbot.running);
			assert.match(incbot.text(),
				/outbound.ca_file is missing or not PEM/);
			assert.notEqual(incbot.child.exitCode, 0);
			world.config = config;
		});

	test("72 a redirect to elsewhere is not followed: no token leaves",
		async () => {
			const heard = [];
			const elsewhere = http.createServer((request, answer) => {
				heard.push(request.headers);
				answer.end("{\"ok\":true}");
			});
			elsewhere.listen(0, "127.0.0.1");
			await once(elsewhere, "listening");
			const asked = [];
			server = http.createServer((request, answer) => {
				asked.push(request.url);
				answer.writeHead(302, { location: "http://127.0.0.1:" +
					`${elsewhere.address().port}/api/auth.test` });
				answer.end();
			});
			incbot = await against(world, server, (port) =>
				`http://127.0.0.1:${port}/api/`);
			await saysUnknown(/what=slack_unknown error=http_302/);
			elsewhere.close();
			assert.ok(asked.length > 0);
			assert.deepEqual(heard, []);
		});

	test("70 no way to Slack: what is owed stays owed, and is said when " +
		"there is one", async () => {
		// In between stands a door that can be shut.
		const door = () => http.createServer((request, answer) => passOn(world, request, answer));
		server = door();
		incbot = await against(world, server, (port) =>
			`http://127.0.0.1:${port}/api/`);
		await saysUnknown(/what=socket_up/);
		await scene.incbot.stop();
		const { port } = server.address();
		server.closeAllConnections();
		server.close();
		await once(server, "close");
		await world.command(ANA, scene.room.id, "note behind the door");
		await saysUnknown(/chat.postMessage error=not_sent/);
		assert.deepEqual(await noted(scene.room.id, /behind the/), []);
		server = door();
		server.listen(port, "127.0.0.1");
		await scene.isOnce("behind the door", 60_000);
	});

	test("70 Slack's name leads nowhere: for ten minutes the last address " +
		"serves, then it is owed until the name is back", async () => {
		const named = await slackByName(world);
		({ incbot, door: server } = named);
		await saysUnknown(/what=socket_up/);
		for (const other of world.incbots)
			await other.stop();
		await scene.noteOnce("by its name", 60_000);
		named.lost();
		await scene.noteOnce("by the address kept");
		await world.advance(11 * MINUTE);
		await world.command(ANA, scene.room.id, "note to nowhere");
		await saysUnknown(/method=chat.postMessage error=not_sent/);
		assert.deepEqual(await noted(scene.room.id, /to nowhere/), []);
		named.found();
		await scene.hurry(() => scene.isOnce("to nowhere", 60_000));
	});
});
