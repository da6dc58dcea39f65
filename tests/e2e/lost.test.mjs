// SPDX-License-Identifier: MIT
//
// lost: an answer of Redis's that is lost on the way, as on a machine where it
// comes later than it is waited for: what the claim took must not lie until its
// lease has ended. Between incbot and its Redis sits a line that swallows.
import assert from "node:assert/strict";
import net from "node:net";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, World, until } from "./world.mjs";
import { Pagers, WEBHOOK_SECRET } from "./pagers.mjs";

const SOON_MS = 15_000;		// of a lease of 30 s

/** Hands on what is said, both ways, until an answer matches `swallow`: that
 *  one and all behind it on its connection are lost. */
class Line {
	static async start(from, to) {
		const line = new Line();
		line.swallow = null;
		line.swallowed = 0;
		line.deafen = () => {};
		line.server = net.createServer((client) => {
			const redis = net.connect(to);
			let lost = false;
			let deaf = false;
			client.on("data", (data) => deaf || redis.write(data));
			line.deafen = () => { deaf = true; };
			redis.on("data", (data) => {
				if (!lost && line.swallow?.test(
					data.toString("latin1"))) {
					lost = true;
					line.swallow = null;
					line.swallowed++;
				}
				if (!lost)
					client.write(data);
			});
			redis.on("close", () => client.destroy());
			client.on("close", () => redis.destroy());
			for (const end of [client, redis])
				end.on("error", () => end.destroy());
		});
		await new Promise((resolve) => line.server.listen(from,
			resolve));
		return line;
	}

	stop() {
		this.server.close();
	}
}

let world, pagers, line;

before(async () => {
	pagers = await Pagers.start();
	world = await World.start({ replicas: 0, config: `
outbound: { plain_loopback = true; };
site: { responders = [ "${BEN}" ]; pagers = [ "webhook" ]; };
pagers: { webhook: { url = "${pagers.url}/hook"; }; };
`, env: { INCBOT_WEBHOOK_PAGER_SECRET: WEBHOOK_SECRET } });
	const socket = path.join(path.dirname(world.redisSocket), "line.sock");
	line = await Line.start(socket, world.redisSocket);
	world.extraEnv.REDIS_URL = `unix://${socket}`;
	await world.startIncbot();
});
after(async () => {
	await world?.stop();
	line?.stop();
	await pagers?.stop();
});

test("a claim whose answer is lost costs no lease: the page comes, once",
	async () => {
		line.swallow = /page_out/;
		await world.command(ANA, GENERAL, "sev1 nobody hears");
		const begun = performance.now();
		await until("the page", 60_000, () =>
			pagers.seen.some((p) => /nobody hears/.test(
				p.body.headline)));
		const took = performance.now() - begun;
		assert.equal(line.swallowed, 1);
		assert.ok(took < SOON_MS, `it took ${Math.round(took)} ms`);
		// Nobody has acted on the lost claim, so there is nothing to look for.
		assert.doesNotMatch(world.incbots[0].text(),
			/what=effect_reconcile/);
		await world.direct(BEN, /nobody hears/);
		const room = await world.room(ANA, /nobody-hears/);
		await world.message(ANA, room.id, /accepted by webhook/);
		assert.equal(pagers.seen.filter((p) => p.body.type === "page")
			.length, 1);
	});

test("what a pager took while Redis heard nothing is written down, not sent again",
	async () => {
		pagers.fail("webhook", "late");
		await world.command(ANA, GENERAL, "sev1 deaf for a while");
		await until("the page", 15_000, () => pagers.held.length > 0);
		line.deafen();
		pagers.release("webhook");
		const room = await world.room(ANA, /deaf-for-a-while/);
		await world.message(ANA, room.id, /accepted by webhook/, SOON_MS);
		assert.equal(pagers.seen.filter((p) => p.body.type === "page" &&
			/deaf for a while/.test(p.body.headline)).length, 1);
	});
