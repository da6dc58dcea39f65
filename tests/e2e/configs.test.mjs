// SPDX-License-Identifier: MIT
//
// configs: two replicas of the real program that run different configs: that is
// an alarm after a while, in the log once and in the figures, and over once both
// have read the same file.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BEN, CHLOE, World, until } from "./world.mjs";

const config = (user) => `site: { responders = [ "${user}" ]; };
health: { listen = "127.0.0.1:0"; };\n`;

let world;

before(async () => {
	world = await World.start({ fast: true, config: config(BEN) });
	world.config = config(CHLOE);
	await world.startIncbot();
	/* Its waits are the world's: three minutes are ten seconds. */
	await world.clock({ speed: 20 });
});
after(async () => { await world?.stop(); });

const log = (n) => world.incbots[n].text();
const alarms = (n) => log(n).match(/what=config_differs /g)?.length ?? 0;

async function metric(n) {
	const port = log(n).match(/what=health_listening .*port=(\d+)/)[1];
	const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
	return (await answer.text()).match(/^incbot_config_agrees (\d)$/m)[1];
}

test("another config on another replica is an alarm, said once", async () => {
	await until("the alarm", 60_000, () => alarms(0) === 1);
	assert.equal(await metric(0), "0");
	assert.equal(await metric(1), "1");
	assert.match(log(0), /what=config_differs config=\w+ others=\w+/);
});

test("with the same file everywhere it is over", async () => {
	world.incbots[0].signal("SIGHUP");
	await until("the end of it", 60_000, () =>
		/what=config_agrees/.test(log(0)));
	assert.equal(await metric(0), "1");
	assert.equal(alarms(0), 1);
	assert.equal(alarms(1), 0);
});
