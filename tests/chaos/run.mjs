// SPDX-License-Identifier: MIT
//
// run: the chaos run. Two replicas of the real program on a real Redis (AOF
// always) and the stand-in workspace, at several times real speed (see
// tests/clock/preload.c), while people type; replicas are killed and stopped
// for longer than their leases, Redis is killed. Then all is left in peace,
// and two witnesses say what is lost, there twice, out of order or missed.
//
//   node run.mjs [--seconds N] [--seed N] [--speed N]
//
// It does at least what the constants below say, however long that takes,
// and goes on until N seconds are over. Prints its figures; exit code 1 if
// anything is not as it must be. Read next: trouble.mjs, judge.mjs.
import { parseArgs } from "node:util";
import { World } from "../e2e/world.mjs";
import { judge, owed } from "./judge.mjs";
import { People, dice } from "./people.mjs";
import { rest } from "./rest.mjs";
import { Replica, Store } from "./trouble.mjs";

const EFFECTS = 2000, KILLS = 60, STOPS = 30, REDIS_KILLS = 8;
const INCIDENTS = 24, BACKLOG = 400;
const REST_MS = 120_000;

const { values } = parseArgs({ options: {
	seconds: { type: "string", default: "0" },
	seed: { type: "string", default: "1" },
	speed: { type: "string", default: "16" },
} });
const seconds = Number(values.seconds);
const seed = Number(values.seed);
const speed = Number(values.speed);
const began = performance.now();
const since = () => (performance.now() - began) / 1000;
const say = (text) => console.log(`${since().toFixed(1).padStart(6)} s  ${text}`);
const delay = (ms) => new Promise((done) => setTimeout(done, ms));

/** People type as long as there is trouble, but no faster than incbot can
 * follow: a backlog of hours would prove nothing more. */
async function type(world, people, isOver) {
	while (!isOver()) {
		const { effects, left } = owed(world.dir);
		if (effects < EFFECTS || since() < seconds) {
			if (people.declared < INCIDENTS)
				await people.declare();
			for (let i = 0; i < 12 && left < BACKLOG; i++)
				await people.act();
		} else {
			people.isDone = true;
		}
		await delay(200 + people.roll(200));
	}
}

const replicas = [];

async function trouble(world, people) {
	const isOver = () => people.isDone && since() >= seconds;
	replicas.push(...["a", "b"].map((name, i) =>
		new Replica(world, name, dice(seed * 10 + i))));
	const store = new Store(world, dice(seed * 10 + 2));
	let over = false;
	replicas.forEach((one) => one.start());
	const watching = people.watch(() => over);
	const typing = type(world, people, () => over);
	await Promise.all([...replicas.map((one) => one.suffer({
		kills: KILLS / 2, stops: STOPS / 2, speed, isOver })),
	store.suffer({ kills: REDIS_KILLS, everyMs: 4000, isOver })]);
	over = true;
	await Promise.all([watching, typing]);
	world.incbots = replicas.map((one) => one.process);
	return { kills: replicas[0].kills + replicas[1].kills,
		stops: replicas[0].stops + replicas[1].stops,
		redis_kills: store.kills };
}

let world;
process.on("SIGTERM", async () => {
	// People go on typing to a world that ends.
	process.on("unhandledRejection", () => {});
	process.on("uncaughtException", () => {});
	await Promise.all(replicas.map((one) => one.end()));
	await world?.stop();
	process.exit(1);
});
world = await World.start({ replicas: 0, fast: true, level: "info",
	workspace: ["--seed", String(seed)] });
let failed = true;
try {
	await world.clock({ speed });
	const people = new People(world, dice(seed));
	say(`begins: seed ${seed}, ${speed} times real speed`);
	const done = await trouble(world, people);
	say(`trouble is over: ${JSON.stringify(done)}`);
	const restMs = await rest(world, people, REST_MS, say);
	const verdict = judge(world.dir, people.log, restMs);
	const { faults, ...figures } = verdict;
	say(`at rest: ${JSON.stringify(figures)}`);
	for (const fault of faults.slice(0, 50))
		say(`FAULT ${fault}`);
	say(`${faults.length} faults`);
	failed = faults.length > 0 || figures.effects < EFFECTS;
} finally {
	await Promise.all(replicas.map((one) => one.end()));
	await world.stop();
}
process.exitCode = failed ? 1 : 0;
