// SPDX-License-Identifier: MIT
//
// socket: Slack's field reports about connections (F1 to F46, see
// docs/faults.md), injected on purpose against the shipped program. What is
// waited for is waited for in the world's time, which is hurried.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { ANA, INCIDENTS, MINUTE, until } from "./world.mjs";
import { slackByName } from "./door.mjs";
import { Scene } from "./scene.mjs";

const CONFIG = `site: { broadcast_channel = "${INCIDENTS}"; };
health: { listen = "127.0.0.1:0"; };\n`;

let scene;

// A scene for each: a client that has just lost a connection is more patient
// with the next one, so that one test would slow down the other.
beforeEach(async () => { scene = await Scene.start({ config: CONFIG }); });
afterEach(async () => { await scene?.stop(); });

/** What incbot tells machines: { status, body }. */
async function asked(path) {
	const [, port] = scene.incbot.text()
		.match(/what=health_listening address=127.0.0.1 port=(\d+)/);
	const response = await fetch(`http://127.0.0.1:${port}${path}`);
	return { status: response.status, body: await response.text() };
}

/** The instant of the last line like this in incbot's log, by the clock that
 * all of the world has. */
function loggedAt(pattern) {
	const line = scene.said().split("\n").findLast((one) =>
		pattern.test(one));
	return Date.parse(line.match(/time=(\S+)/)[1]);
}

/** The plain end of a connection, after which the next one is in trouble. */
const END = { fault: "F16" };

const RECONNECTS = [
	{ name: "F2 too many before the hello: waits half a minute",
		faults: [{ fault: "F2" }, END], slow: 1 },
	{ name: "F3 too many, then 429: Retry-After is kept, no storm",
		faults: [{ fault: "F3" }, END], slow: 2 },
	{ name: "F4 told to go and reset at once: one new socket",
		faults: [{ fault: "F4" }] },
	...[408, 409, 404, 503].map((status) => ({
		name: `F6 the handshake is refused with ${status}: new address`,
		faults: [{ fault: "F6", status }, END], opens: 2,
		logs: /what=socket_lost .*upgrade response not 101/ })),
	{ name: "F7 a portal's page instead of a handshake: new address",
		faults: [{ fault: "F7" }, END], opens: 2,
		logs: /what=socket_lost .*upgrade response not 101/ },
	{ name: "F8 no address is to be had three times",
		faults: [{ fault: "F8", count: 3 }, END], opens: 4,
		logs: /what=socket_lost .*reason=internal_error/ },
	{ name: "F9 an address that is not Slack's, twice: not gone to",
		faults: [{ fault: "F9", count: 2 }, END], opens: 3, slow: 2,
		logs: /level=error what=socket_foreign_address/ },
	{ name: "F11 reset mid-stream", faults: [{ fault: "F11" }] },
	{ name: "F16 closed without a warning: at once, no alarm",
		faults: [END], soon: true },
	{ name: "F18 told to go while connecting: one live session",
		faults: [{ fault: "F18" }, END], opens: 2, connections: 2 },
	{ name: "F19 switched off right after the hello: no crash",
		faults: [{ fault: "F19" }, END], slow: 1, connections: 2 },
	{ name: "F21 reset while a ping is due", faults: [{ fault: "F21" }] },
	{ name: "F38 429 at the reconnect after a long idle time",
		faults: [{ fault: "F38" }, END], slow: 1, opens: 2 },
	{ name: "F42 a ping before the hello is answered",
		faults: [{ fault: "F42" }, END], pongs: 1 },
	{ name: "F43 closed during the reconnect: tried again",
		faults: [{ fault: "F43" }, END], opens: 2, connections: 2 },
	{ name: "F46 closed, and three minutes without an address",
		faults: [{ fault: "F46" }], minutes: 3, slow: null },
];

describe("a lost connection is made again, once", () => {
	for (const row of RECONNECTS) {
		test(row.name, async () => {
			const began = (await scene.world.clock({})).now_ms;
			for (const fault of row.faults)
				await scene.world.fault(fault.fault, fault);
			const wanted = row.connections ?? 1 + (row.name
				.startsWith("F2 ") || row.name.startsWith("F3 "));
			await scene.hurry(async () => {
				// one that says hello and ends is not the last
				await until("so many connections", 60_000,
					async () => (await scene.opened())
						.length >= wanted);
				await scene.connectedAgain();
			});
			const took = (await scene.world.clock({})).now_ms -
				began;
			assert.ok(took >= (row.minutes ?? 0) * 60_000);
			assert.equal((await scene.opened()).length, wanted);
			const opens = await scene.calls(
				"apps.connections.open");
			assert.ok(opens.length >= (row.opens ?? 1));
			assert.ok(opens.length < 20, "a reconnect storm");
			const slow = scene.waits().filter((ms) => ms >= 30_000);
			if (row.slow !== null)
				assert.equal(slow.length, row.slow ?? 0,
					`waits ${scene.waits()}`);
			// Each attempt after the first one has a wait of its own.
			assert.ok(scene.waits().length >= (row.opens ?? 1));
			if (row.soon) {
				assert.doesNotMatch(scene.said(),
					/level=error/);
				assert.ok(scene.waits()[0] <= 1000);
			}
			if (row.logs)
				assert.match(scene.said(), row.logs);
			assert.ok((await scene.happened((entry) =>
				entry.what === "pong")).length ===
				(row.pongs ?? 0));
			await scene.noteOnce(`after ${row.name.split(" ")[0]}`);
		});
	}
});

const STAYS = [
	["F12 a middlebox that cuts what is silent for 10 s",
		{ fault: "F12", for_ms: 500 }],
	["F13 pongs that take 8 s", { fault: "F13", for_ms: 400 }],
	["F14 no pings of the server's", { fault: "F14" }],
	["F15 nothing but pings for 70 s", { fault: "F15", for_ms: 3500 }],
	["F22 text that is not JSON", { fault: "F22" },
		/what=socket_message_ignored/],
	["F22 half of a JSON text", { fault: "F22", text: '{"type":"hel' },
		/what=socket_message_ignored/],
	["F23 a binary frame", { fault: "F23" }],
	["F26 an envelope of the future", { fault: "F26" },
		/what=envelope_ignored .*thing_from_the_future/],
];

describe("the connection stays", () => {
	for (const [name, fault, logs] of STAYS) {
		test(name, async () => {
			// What the workspace does for so long is real time: 20
			// times as long in the world, which is hurried.
			await scene.world.fault(fault.fault, fault);
			await scene.pass(90_000);
			await scene.noteOnce(`after ${name.slice(0, 3)}`);
			assert.deepEqual(await scene.opened(), []);
			await scene.world.see(ANA, "every ack", (state) =>
				state.app.unacked === 0);
			if (logs)
				assert.match(scene.said(), logs);
		});
	}

	test("F44 stopped for 40 s: what has come in counts before the clock",
		async () => {
			scene.incbot.signal("SIGSTOP");
			await scene.world.command(ANA, scene.room.id,
				"note typed meanwhile");
			await scene.pass(40_000);
			scene.incbot.signal("SIGCONT");
			await scene.isOnce("typed meanwhile");
			assert.deepEqual(await scene.opened(), []);
		});
});

describe("silence is noticed within half a minute", () => {
	for (const [name, prepare] of [
		["F10 TCP is open and nobody there", async () => {
			await scene.world.fault("F10");
		}],
		["F36 it stalls in the middle of a frame", async () => {
			await scene.faultOfCommand("F36");
			await scene.world.command(ANA, scene.room.id,
				"note cut in half");
		}],
	]) {
		test(name, async () => {
			await prepare();
			const began = (await scene.world.clock({})).now_ms;
			/* Slow enough for a machine that has other work, too;
			 * and by the instant at which incbot said so. */
			await scene.hurry(() =>
				scene.logged(/what=socket_lost/), 4);
			const took = loggedAt(/what=socket_lost/) - began;
			assert.ok(took <= 30_000, `after ${took} ms`);
			await scene.hurry(() => scene.connectedAgain());
			await scene.noteOnce(`after ${name.slice(0, 3)}`);
		});
	}
});

test("F1 connections that only Slack counts: said, and never one more of ours",
	async () => {
		await scene.world.fault("F1");
		await scene.world.fault("F16");
		await scene.hurry(() => scene.connectedAgain());
		await scene.logged(/level=warn what=socket_others connections=10/);
		assert.match((await asked("/metrics")).body,
			/^incbot_slack_other_connections 9$/m);
		// Asked to refresh, it leaves before it comes again, politely.
		await scene.mark();
		await scene.world.fault("F17");
		await scene.hurry(() => scene.connectedAgain());
		for (const entry of await scene.opened())
			assert.equal(entry.detail.live, 1);
		const closed = await scene.happened((entry) =>
			entry.what === "ws_close");
		assert.deepEqual(closed.map((entry) => entry.detail.polite),
			[true]);
		// What the others swallow Slack itself tells those who asked for.
		const swallowed = async () => (await scene.happened((entry) =>
			entry.what === "envelope" &&
			entry.detail.connection === 0)).length;
		for (let i = 0; i < 40 && await swallowed() === 0; i++)
			await scene.world.command(ANA, scene.room.id,
				`note to anybody ${i}`);
		assert.ok(await swallowed() > 0);
		await scene.hurry(() => scene.world.see(ANA, "that it failed",
			(state) => state.notices.some((notice) =>
				/operation_timeout/.test(notice.text))));
		assert.ok(scene.incbot.running);
	});

/** incbot knows Slack by a name, and by nothing else. */
async function byName() {
	const named = await slackByName(scene.world);
	await scene.incbot.stop();
	scene.world.incbots = [named.incbot];
	await scene.hurry(() => until("it to connect", 20_000, () =>
		/what=socket_up generation=/.test(named.incbot.text())), 1);
	await scene.mark();
	return named;
}

test("F9 Slack's name leads nowhere when it has to connect again: tried until " +
	"it does", async () => {
	const named = await byName();
	try {
		named.lost();
		await scene.noteOnce("before the end");
		// No longer than ten minutes is an address good without its name.
		await scene.world.advance(11 * MINUTE);
		await scene.world.fault("F16");
		await scene.hurry(() => until("three tries", 60_000, () =>
			(scene.said().match(/what=socket_lost .*reason=not_sent/g) ??
				[]).length >= 3));
		assert.deepEqual(await scene.opened(), []);
		named.found();
		await scene.hurry(() => scene.connectedAgain());
		await scene.noteOnce("after the name came back");
	} finally {
		named.door.close();
	}
});

test("F46 closed while its name leads nowhere for three minutes: the last " +
	"address serves, nothing comes twice", async () => {
	const named = await byName();
	try {
		named.lost();
		await scene.world.fault("F16");
		await scene.hurry(() => scene.connectedAgain());
		await scene.noteOnce("without a name");
		await scene.pass(180_000);
		await scene.mark();
		await scene.world.fault("F16");
		await scene.hurry(() => scene.connectedAgain());
		await scene.noteOnce("still without a name");
		named.found();
	} finally {
		named.door.close();
	}
});

test("F43 closed during each reconnect: what it tells a watchdog is what came " +
	"in, not what it hopes for", async () => {
	assert.equal((await asked("/healthz")).status, 200);
	await scene.world.fault("F43", { count: -1 });
	await scene.world.fault("F16");
	await scene.hurry(() => until("three connections without a hello", 60_000,
		async () => {
			const opened = (await scene.opened()).length;
			// It may not have heard of the first close yet.
			if (opened > 1)
				assert.equal((await asked("/healthz")).status,
					503);
			return opened >= 3;
		}));
	assert.match((await asked("/healthz")).body, /no connection to Slack/);
	await scene.world.fault("F43", { count: 0 });
	await scene.hurry(() => scene.connectedAgain());
	assert.equal((await asked("/healthz")).status, 200);
});

test("F5 the old connection's late close leaves the new one alone",
	async () => {
		await scene.world.fault("F5");
		await scene.hurry(() => scene.connectedAgain());
		await scene.pass(30_000);
		assert.equal((await scene.opened()).length, 1);
		await scene.noteOnce("after F5");
	});

test("F17 a refresh has no gap: the next one is there before this one goes",
	async () => {
		await scene.world.fault("F17");
		await scene.noteOnce("during F17");
		await scene.world.see(ANA, "one connection", (state) =>
			state.app.connections === 1);
		const [next] = await scene.opened();
		assert.equal(next.detail.live, 2);
	});

test("F20 closed between the envelope and its ack: done all the same, once",
	async () => {
		await scene.faultOfCommand("F20");
		await scene.world.command(ANA, scene.room.id, "note unheard ack");
		await scene.hurry(() => scene.connectedAgain());
		await scene.isOnce("unheard ack");
	});

test("F40 Socket Mode is switched off: an alarm, slow knocking, and back",
	async () => {
		await scene.world.fault("F40");
		await scene.logged(/level=error what=socket_unwanted/);
		await scene.pass(200_000);
		const opens = (await scene.calls("apps.connections.open")).length;
		assert.ok(opens >= 1 && opens <= 8, `${opens} knocks`);
		await scene.world.fault("none");
		await scene.hurry(() => scene.connectedAgain());
		await scene.noteOnce("after F40");
	});

test("F41 an ack that cannot be written is the sign to connect again",
	async () => {
		await scene.faultOfCommand("F41");
		await scene.world.command(ANA, scene.room.id, "note into a reset");
		await scene.hurry(() => scene.connectedAgain());
		assert.ok(scene.waits()[0] <= 1000, "not at once");
		assert.equal((await scene.opened()).length, 1);
		await scene.noteOnce("after F41");
	});

test("F34 another client with the same token: said; both know everything",
	async () => {
		await scene.world.startIncbot();
		await until("the second to say that it is not alone", 15_000, () =>
			/what=socket_others connections=2 own=1/.test(
				scene.world.incbots[1].text()));
		for (let i = 0; i < 6; i++)
			await scene.noteOnce(`shared ${i}`);
	});
