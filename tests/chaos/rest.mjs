// SPDX-License-Identifier: MIT
//
// rest: the end of a trouble: everything that is owed gets done, by itself. It
// must not know what the trouble was. Read next: judge.mjs.
import { until } from "../e2e/world.mjs";
import { owed } from "./judge.mjs";

const delay = (ms) => new Promise((done) => setTimeout(done, ms));

/** Returns the world's time by which all that fell due was done; what is still
 * owed after so many ms is the judge's to find, and told to `say`. */
export async function rest(world, people, ms, say) {
	let restMs = 0;
	await until("everything that is owed", ms, async () => {
		restMs = (await world.clock({})).now_ms - 5000;
		const { left } = owed(world.dir, restMs);
		if (left > 0)
			await delay(500);
		return left === 0;
	}).catch((error) => say(error.message));
	await people.read();
	return restMs;
}
