// SPDX-License-Identifier: MIT
//
// sev3: a SEV3 is a matter of business hours, with the real program and the
// world's clock turned: whoever is on call is reminded in them and not paged,
// through restarts; everybody says when it may disturb them, and what comes at
// another time is told afterwards (P1).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, INCIDENTS, MINUTE, World, textOf }
	from "./world.mjs";

const HOUR = 60 * MINUTE, DAY = 24 * HOUR;

let world;

before(async () => {
	world = await World.start({ config: `site: {
		broadcast_channel = "${INCIDENTS}"; responders = [ "${BEN}" ];
		business_days = "mon-fri"; business_hours = "09:00-17:00";
	};
	tickets: { triage_within = "4h"; };
	contacts = ( { user = "${CHLOE}"; notice_days = "sat"; } );\n` });
});
after(async () => { await world?.stop(); });

const now = async () => (await world.clock({})).now_ms;

/** Forward to that time of UTC, today if it is still to come. Slack renews
 * connections every few hours, so before a long leap incbot is killed, and it
 * begins anew behind it. */
async function until_time(hour, minute = 0, days = 0) {
	const at = await now();
	const today = Math.floor(at / DAY) * DAY + hour * HOUR + minute * MINUTE;
	const leap = (today > at ? today : today + DAY) + days * DAY - at;
	if (leap < HOUR) {
		await world.advance(leap);
		return;
	}
	await world.incbots.at(-1).stop("SIGKILL");
	await world.advance(leap);
	await world.startIncbot();
}

const directs = async (as, pattern) => (await world.state(as)).channels
	.filter((c) => c.is_im).flatMap((c) => c.messages)
	.filter((m) => pattern.test(textOf(m)));

/** The n-th direct message of that sort, with its channel. */
const nth = (as, n, pattern) => world.see(as, `${n} times ${pattern}`,
	(state) => {
		const found = state.channels.filter((c) => c.is_im)
			.flatMap((c) => c.messages.map((m) =>
				({ ...m, channel: c.id })))
			.filter((m) => pattern.test(textOf(m)));
		return found.length === n && found.at(-1);
	});

const NAG = /Nobody has looked at this yet/;

test("P1 whoever is on call is reminded after four business hours", async () => {
	/* To a Monday, before anybody works. */
	const tomorrow = new Date(await now() - 8 * HOUR + DAY).getUTCDay();
	await until_time(8, 0, (8 - tomorrow) % 7);
	assert.equal(new Date(await now()).getUTCDay(), 1);
	await world.command(ANA, GENERAL, "sev3 labels are wrong");
	await world.message(ANA, GENERAL, /INC-1 declared/);
	await until_time(12, 50);
	await world.command(ANA, GENERAL, "INC-1 note still wrong");
	await world.message(ANA, GENERAL, /noted: still wrong/);
	assert.equal((await directs(BEN, NAG)).length, 0);
	await until_time(13, 1);
	assert.match(textOf(await nth(BEN, 1, NAG)),
		/labels are wrong[^]*in business hours, no page/);
});

test("P1 P2.7 and again next business morning, though incbot was killed",
	async () => {
		await until_time(9, 1);
		await nth(BEN, 2, NAG);
	});

test("P1 what comes at another time waits, and is told in one message",
	async () => {
		await world.command(BEN, GENERAL, "notices weekdays 14:00-16:00");
		await world.message(BEN, GENERAL,
			/may disturb you: mon,tue,wed,thu,fri at 14:00-16:00/);
		await until_time(9, 1);
		/* It is in the timeline; nothing is in the direct messages. */
		await world.see(ANA, "that it waits", async () => {
			await world.command(ANA, GENERAL, "INC-1 timeline");
			return (await world.state(ANA)).channels
				.find((c) => c.id === GENERAL).messages
				.some((m) => /not disturbed before/.test(textOf(m)));
		});
		assert.equal((await directs(BEN, NAG)).length, 2);
		await until_time(14, 1);
		const told = await nth(BEN, 1,
			/1 notice about this was held back/);
		assert.match(textOf(told), /Nobody has looked at it yet/);
		await world.press(BEN, told.channel, told, /I look at it/);
		await world.command(ANA, GENERAL, "INC-1 status");
		await world.message(ANA, GENERAL, /[Aa]cknowledged by <@U0BEN>/);
	});

test("P2.2 a page waits for nobody", async () => {
	await until_time(20);
	await world.command(ANA, GENERAL, "sev1 nobody can pay");
	await world.direct(BEN, /nobody can pay/);
	await world.command(ANA, GENERAL, "INC-2 ack");
});

test("P7.2 the same by a click on the Home tab", async () => {
	await world.act(CHLOE, "home");
	const home = await world.see(CHLOE, "the Home tab", (state) =>
		state.home?.view?.blocks && state.home.view);
	const row = home.blocks.find((block) => block.elements?.some(
		(one) => /SEV3s may disturb/.test(one.text?.text ?? "")));
	await world.act(CHLOE, "click", { home: true, view_id: home.id,
		block_id: row.block_id, action_id: "do:notices" });
	const shown = await world.direct(CHLOE,
		/may disturb you: \*sat\* \(as the config says\)/);
	await world.press(CHLOE, shown.channel, shown, /^Always$/);
	await world.direct(CHLOE, /SEV3s may disturb you: always/);
});
