// SPDX-License-Identifier: MIT
//
// handoff: somebody else is on call from now on, with the real program and the
// world's clock turned forward: it is said once, told to both, also after the
// program was away; and the user group that cannot be kept in step is said to
// be so, once (P2.1), while the one that can be has whoever is on call in it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, DAN, GENERAL, INCIDENTS, MINUTE, World, textOf, until }
	from "./world.mjs";

const CONFIG = `site: {
	broadcast_channel = "${INCIDENTS}"; responders = [ "${BEN}" ];
};
rotations = ( { name = "duty"; members = [ "${ANA}", "${BEN}" ];
    every = "2h"; handoff = "00:00"; handoff_channel = "${INCIDENTS}";
    user_group = "S0ONCALL"; },
  { name = "spare"; members = [ "${DAN}" ];
    handoff_channel = "${INCIDENTS}"; user_group = "S0GONE"; } );
services = ( { name = "checkout"; primary = "duty"; secondary = "spare"; } );
`;

let world;

const TURN = 120 * MINUTE;	/* by UTC, since 00:00 */

const said = async (pattern) => (await world.state(ANA)).channels
	.find((c) => c.id === INCIDENTS).messages
	.filter((m) => pattern.test(textOf(m)));

/** Waits for the n-th message of that sort in the channel. */
const sayings = (n, pattern) => world.see(ANA, `${n} times ${pattern}`,
	(state) => {
		const found = state.channels.find((c) => c.id === INCIDENTS)
			.messages.filter((m) => pattern.test(textOf(m)));
		return found.length === n && found;
	});

/** Waits until the user group has this one member. */
const group_has = (user) => until(`${user} in the group`, 15_000, async () => {
	const answer = await fetch(`${world.api}usergroups.users.list` +
		"?usergroup=S0ONCALL", { headers: {
		authorization: `Bearer ${world.botToken}` } });
	return String((await answer.json()).users) === user;
});

before(async () => { world = await World.start({ config: CONFIG }); });
after(async () => { await world?.stop(); });

test("P2.1 a group that may not be changed is said to be so", async () => {
	const seen = await world.message(ANA, INCIDENTS,
		/user group of spare does not follow/);
	assert.match(textOf(seen), /no_such_subteam[^]*no such user group/);
});

test("P2.1 a hand-off is said once, and told to both", async () => {
	await world.command(ANA, GENERAL, "sev3 the basket is slow");
	await world.message(ANA, GENERAL, /INC-1 declared/);
	// A minute after the next one.
	await world.advance(TURN - Date.now() % TURN + MINUTE);
	const [text] = (await sayings(1, /is on call by duty/)).map(textOf);
	const [, on] = text.match(/<@(U0ANA|U0BEN)> is on call by duty/);
	const off = on === ANA ? BEN : ANA;
	assert.match(text, new RegExp(`Before: <@${off}>`));
	await world.direct(on, /You are on call.*Before you/);
	await world.direct(off, /You are off call/);
	await group_has(on);
});

test("P2.1 after downtime a late one is said once, with how late", async () => {
	await world.incbots[0].stop("SIGKILL");
	await world.advance(TURN + 9 * MINUTE);
	await world.startIncbot();
	const found = await sayings(2, /is on call by duty/);
	assert.ok(found.some((m) => /The hand-off was due/.test(textOf(m))));
});

test("P2.1 one that is long over is told to whoever is on call", async () => {
	await world.incbots[1].stop("SIGKILL");
	await world.advance(TURN + 75 * MINUTE);
	await world.startIncbot();
	await world.see(ANA, "who is on call now", async () => {
		for (const user of [ANA, BEN]) {
			const { channels } = await world.state(user);
			const told = channels.filter((c) => c.is_im)
				.flatMap((c) => c.messages)
				.filter((m) => /You are on call/.test(textOf(m)));
			if (told.some((m) => /hand-off was due/.test(textOf(m))))
				return true;
		}
		return false;
	});
	assert.ok((await said(/does not follow/)).length === 1);
});
