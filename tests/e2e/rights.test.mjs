// SPDX-License-Identifier: MIT
//
// rights: guests may do nothing by default, and what the config lists is for
// those it lists, whatever button somebody has found.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, INCIDENTS, World, textOf, until }
	from "./world.mjs";

const EVE = "U0EVE";	/* a guest of this workspace */
let world;

before(async () => {
	world = await World.start({ config: `site: {
		broadcast_channel = "${INCIDENTS}"; responders = [ "${BEN}" ];
	};
	rights: { close = [ "${ANA}" ]; };\n` });
	await until("the guests to be known", 15_000, () =>
		/what=directory_read people=\d+ guests=1/.test(
			world.incbots[0].text()));
});
after(async () => { await world?.stop(); });

test("a guest declares nothing", async () => {
	const state = await world.state(EVE);
	const seen = state.channels.find((c) => !c.is_im);
	await world.command(EVE, seen.id, "sev1 let me in");
	await world.message(EVE, seen.id, /no guests, may declare/);
	await world.command(ANA, GENERAL, "list");
	await world.message(ANA, GENERAL, /No incident is open/);
});

test("who is not listed does not close", async () => {
	await world.command(ANA, GENERAL, "sev3 the logo is crooked");
	await world.message(ANA, GENERAL, /INC-1 declared/);
	await world.command(BEN, GENERAL, "INC-1 resolved straight again");
	await world.message(BEN, GENERAL, /final update/);
	await world.command(BEN, GENERAL, "INC-1 close");
	await world.message(BEN, GENERAL,
		/Only those named in the config may close/);
	await world.command(ANA, GENERAL, "INC-1 close");
	assert.match(textOf(await world.message(ANA, GENERAL, /Closed/)),
		/Closed/);
});
