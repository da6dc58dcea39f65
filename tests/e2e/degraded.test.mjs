// SPDX-License-Identifier: MIT
//
// degraded: one of the two that incbot stands on is away. Without Redis
// everybody who asks is told in private what is wrong and what to do by hand;
// without Slack the agenda waits, and afterwards speaks once for all that was
// missed (the rows are those of the fault catalogue).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, MINUTE, World, textOf, until }
	from "./world.mjs";

const BY_HAND = /call <@U0BEN>, then <@U0CHLOE>/;
const AWAY = new RegExp(`cannot reach my storage[^]*${BY_HAND.source}`);
const ROTATION = `site: { time_zone = "Europe/Berlin"; primary = "half days";
	secondary = "${CHLOE}"; };
rotations = ( { name = "half days"; members = [ "${ANA}", "${BEN}" ];
	every = "12h"; handoff = "08:00"; } );
`;
let world, room;

beforeEach(async () => {
	world = await World.start();
	await world.command(ANA, GENERAL, "sev1 the search is down");
	room = await world.room(ANA);
	await world.direct(BEN, /the search is down/);
	await world.message(ANA, room.id, /first public update/i);
});
afterEach(async () => { await world?.stop(); });

const redisCli = (...words) => execFileSync("redis-cli",
	["-s", path.join(world.dir, "redis.sock"), ...words]).toString();

/** Nobody was left waiting until Slack itself said that it failed. */
async function noSlackError() {
	for (const user of [ANA, BEN])
		assert.deepEqual((await world.state(user)).notices, []);
}

async function redisKilled() {
	await world.redis.stop("SIGKILL");
	await until("claims to fail", 15_000, () =>
		/what=claims_failing/.test(world.incbots[0].text()));
}

describe("Redis away", () => {
	test("row 18: a command is answered in private, with whom to call",
		async () => {
			await redisKilled();
			await world.command(ANA, GENERAL, "sev1 all is down");
			const said = await world.message(ANA, GENERAL, AWAY);
			assert.equal(said.ephemeral, true);
			await noSlackError();
		});

	test("row 18: a click and a form are answered, too", async () => {
		await world.command(ANA, room.id, "note");
		const form = await world.see(ANA, "the form", (state) =>
			state.modals[0]);
		const page = await world.direct(BEN, /the search is down/);
		await redisKilled();
		await world.press(BEN, page.channel, page, /acknowledge/i);
		const said = await world.message(BEN, page.channel, AWAY);
		assert.equal(said.ephemeral, true);
		await world.act(ANA, "submit", { view_id: form.id, values: {
			text: { value: { type: "plain_text_input",
				value: "not saved" } } } });
		await world.direct(ANA, AWAY);
		await noSlackError();
	});

	test("row 18: what was refused is not half there, and the same works " +
		"when Redis is back", async () => {
		await redisKilled();
		await world.command(ANA, GENERAL, "sev2 say it again");
		await world.message(ANA, GENERAL, AWAY);
		await world.startRedis();
		await until("claims to go on", 30_000, () =>
			/what=claims_resumed/.test(world.incbots[0].text()));
		await world.command(ANA, GENERAL, "sev2 say it again");
		await world.message(ANA, GENERAL, /INC-2 declared: SEV2 say it/);
		await world.command(ANA, GENERAL, "list");
		const list = textOf(await world.message(ANA, GENERAL,
			/search is down[^]*say it|say it[^]*search is down/));
		assert.equal(list.match(/say it again/g).length, 1);
	});

	test("row 36: a Redis that hangs is told as in time as one that is gone",
		async () => {
			world.redis.signal("SIGSTOP");
			await world.command(ANA, GENERAL, "sev1 nobody home");
			await world.message(ANA, GENERAL, AWAY);
			world.redis.signal("SIGCONT");
			await noSlackError();
		});

	test("row 23: a full Redis: said so, and what is owed still gets done",
		async () => {
			redisCli("config", "set", "maxmemory", "1");
			await world.command(ANA, room.id, "note too much");
			const said = await world.message(ANA, room.id,
				/storage is full[^]*call <@U0BEN>/);
			assert.equal(said.ephemeral, true);
			redisCli("config", "set", "maxmemory", "0");
			await world.command(ANA, room.id, "note again");
			await world.message(ANA, room.id, /noted: again/);
		});

	test("started while Redis is away: it answers, and works when Redis " +
		"comes", async () => {
		await world.incbots.pop().stop("SIGKILL");
		await world.redis.stop("SIGKILL");
		await world.startIncbot();
		await until("it to lose patience, and connect", 40_000, () =>
			/what=answering_without_ledger[^]*what=socket_up/.test(
				world.incbots[0].text()));
		await world.command(ANA, room.id, "note hello?");
		await world.message(ANA, room.id, AWAY);
		await noSlackError();
		await world.startRedis();
		await until("the ledger", 15_000, () =>
			/answering_without_ledger[^]*what=ledger_open/.test(
				world.incbots[0].text()));
		await world.command(ANA, room.id, "note there again");
		await world.message(ANA, room.id, /noted: there again/, 30_000);
	});
});

test("row 18: Redis away: who is on call is said by the last good config, as of now",
	async () => {
		const site = await World.start({ config: ROTATION });
		const asks = async (number) => {
			await site.command(ANA, GENERAL, `sev1 call ${number}`);
			const said = await site.see(ANA, `answer ${number}`,
				(state) => state.channels.find((c) =>
					c.id === GENERAL).messages.filter((m) =>
					/cannot reach my storage/.test(textOf(m)))
					.at(number - 1));
			return textOf(said).match(/call <@(\w+)>, then <@(\w+)>/)
				.slice(1);
		};
		try {
			await site.redis.stop("SIGKILL");
			await until("claims to fail", 15_000, () =>
				/what=claims_failing/.test(
					site.incbots[0].text()));
			const [first, second] = await asks(1);
			assert.match(first, /^U0(ANA|BEN)$/);
			assert.equal(second, CHLOE);
			// A file that is no config changes nothing.
			site.config = "site: { responders = [";
			site.environment();
			site.incbots[0].signal("SIGHUP");
			await until("the refusal", 15_000, () =>
				/what=config_refused/.test(
					site.incbots[0].text()));
			assert.deepEqual(await asks(2), [first, CHLOE]);
			// After the hand-off it is the next one's turn.
			await site.advance(12 * 60 * MINUTE);
			const [later] = await asks(3);
			assert.notEqual(later, first);
			assert.match(later, /^U0(ANA|BEN)$/);
		} finally {
			await site.stop();
		}
	});

describe("Slack away", () => {
	const nags = (state, channel, pattern) => state.channels
		.find((c) => c.id === channel).messages
		.filter((m) => !m.ephemeral && pattern.test(m.text));

	/** No call gets through and no connection either. */
	async function slackGone() {
		await world.fault("500", { method: "*", count: -1 });
		await world.fault("F6", { status: 503, count: -1 });
		await world.fault("F16");
		await world.see(ANA, "no connection", (state) =>
			state.app.connections === 0);
	}

	/** No reminder is due, and none is just being decided. */
	async function settled() {
		const { now_ms: nowMs } = await world.clock({});
		const due = redisCli("zrangebyscore", "{ib:main:0}:agenda",
			"-inf", String(nowMs));
		return !/^ap:/m.test(due +
			redisCli("hkeys", "{ib:main:0}:own"));
	}

	/** Time goes by in steps, and the agenda follows each. */
	async function pass(minutes) {
		for (let i = 0; i < minutes; i += 5) {
			await world.advance(5 * MINUTE);
			await until("the reminders to be decided", 15_000,
				settled);
		}
	}

	test("2.1: an hour without Slack: each reminder speaks once, for the " +
		"step reached", async () => {
		await slackGone();
		await pass(60);
		const decided = redisCli("xrange", "{ib:main:0}:tl:1", "-", "+");
		assert.ok(decided.match(/"update_nagged"/g).length >= 4);
		assert.ok(decided.match(/"role_nagged"/g).length >= 6);
		await world.fault("none");
		await world.see(ANA, "the app to be connected", (state) =>
			state.app.connections > 0, 90_000);
		await world.message(ANA, room.id, /overdue|no public update yet/i,
			90_000);
		await world.message(ANA, room.id, /Still no \*comms/i, 60_000);
		await world.command(ANA, room.id, "note after the outage");
		await world.message(ANA, room.id, /noted: after the outage/,
			60_000);
		const state = await world.state(ANA);
		for (const role of ["incident commander", "technical lead",
			"comms lead"])
			assert.equal(nags(state, room.id, new RegExp(
				`Still no \\*${role}`)).length, 1, role);
		assert.equal(nags(state, room.id,
			/no public update yet|overdue/i).length, 1);
		assert.equal(nags(state, room.id,
			/Nobody acknowledged within/).length, 1);
	});
});
