// SPDX-License-Identifier: MIT
//
// toxic: nobody is killed, but every line is bad: between two replicas and their
// Redis, and between them and Slack (toxins.mjs). People type meanwhile; at rest
// the chaos run's judge hears its two witnesses: nothing lost, nothing said
// twice, order kept, no reminder missed.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { World, until } from "../e2e/world.mjs";
import { judge, owed } from "./judge.mjs";
import { People, dice } from "./people.mjs";
import { rest } from "./rest.mjs";
import { Toxins, redisLine, slackLine } from "./toxins.mjs";

const SPEED = 3, INCIDENTS = 6, EFFECTS = 250, EFFECTS_MIN = 150, BACKLOG = 120;
const TYPE_MS = 45_000, REST_MS = 60_000;
const seed = Number(process.env.TOXIC_SEED ?? 1);
const delay = (ms) => new Promise((done) => setTimeout(done, ms));

async function type(world, people) {
	const end = performance.now() + TYPE_MS;

	for (;;) {
		const { effects, left } = owed(world.dir);
		if (effects >= EFFECTS || (effects >= EFFECTS_MIN &&
			performance.now() > end))
			return;
		if (people.declared < INCIDENTS)
			await people.declare();
		for (let i = 0; i < 6 && left < BACKLOG; i++)
			await people.act();
		await delay(150 + people.roll(150));
	}
}

test("bad lines on both sides: nothing lost, nothing twice, order kept",
	async () => {
		const toxins = { redis: new Toxins(dice(seed)),
			slack: new Toxins(dice(seed + 1000)) };
		const world = await World.start({ replicas: 0, fast: true,
			level: "info", workspace: ["--seed", String(seed)] });
		const lines = [];
		try {
			const socket = path.join(world.dir, "line.sock");
			lines.push(await redisLine(socket, world.redisSocket,
				toxins.redis));
			lines.push(await slackLine(world.api, toxins.slack));
			world.extraEnv = { REDIS_URL: `unix://${socket}`,
				SLACK_API_URL: "http://127.0.0.1:" +
					`${lines[1].address().port}/api/` };
			await world.clock({ speed: SPEED });
			const replicas = ["a", "b"].map((name) =>
				world.spawnIncbot(name));
			world.incbots = replicas;
			await until("both to connect", 60_000, () =>
				replicas.every((one) => /what=socket_up generation=/
					.test(one.text())));
			const people = new People(world, dice(seed));
			let over = false;
			const watching = people.watch(() => over);
			await type(world, people);
			for (const one of Object.values(toxins))
				one.well();
			over = true;
			await watching;
			const restMs = await rest(world, people, REST_MS,
				console.log);
			const { faults, ...figures } = judge(world.dir,
				people.log, restMs);
			console.log(JSON.stringify({ seed, ...figures,
				redis: toxins.redis.done,
				slack: toxins.slack.done }));
			assert.deepEqual(faults, [], faults.join("\n"));
			assert.ok(replicas.every((one) => one.running));
			// Each of it happened, or nothing is proved.
			for (const what of ["late", "slow", "cut"])
				assert.ok(toxins.redis.done[what] > 0, what);
			for (const what of ["late", "lost", "refused", "cut"])
				assert.ok(toxins.slack.done[what] > 0, what);
		} finally {
			await world.stop();
			for (const line of lines)
				line.close();
		}
	});
