// SPDX-License-Identifier: MIT
//
// oncall: who is on call, with the real program: a change made in Slack is
// committed like everything else, survives kill -9 of incbot, and is seen by
// the other replica (P2.1).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, World, textOf, until }
	from "./world.mjs";

const ROTATIONS = `site: {
	time_zone = "Europe/Berlin";
	broadcast_channel = "C0INCIDENTS";
	responders = [ "${BEN}", "${CHLOE}" ];
};
webhooks: { listen = "127.0.0.1:0"; };
rotations = ( { name = "nights, days"; members = [ "${ANA}", "${BEN}" ];
    every = "12h"; handoff = "08:00"; } );
services = ( { name = "checkout"; primary = "nights, days";
    secondary = "${CHLOE}"; } );
`;

let world;

before(async () => {
	world = await World.start({ replicas: 2 });
});
after(async () => { await world?.stop(); });

test("P2.1 without rotations the first responders are on call", async () => {
	await world.command(ANA, GENERAL, "oncall");
	const answer = await world.message(ANA, GENERAL, /primary/);
	assert.match(textOf(answer), /primary <@U0BEN>[^]*secondary <@U0CHLOE>/);
	assert.equal(answer.ephemeral, true);
});

test("P2.1 a cover is seen by everybody, whichever replica answers",
	async () => {
		await world.command(BEN, GENERAL, `oncall cover <@${DAN}> 2h`);
		await world.message(BEN, GENERAL,
			/set <@U0DAN> on call in place of <@U0BEN>/);
		for (let i = 1; i <= 4; i++) {
			await world.command(CHLOE, GENERAL, "oncall");
			await world.see(CHLOE, `answer ${i}`, (state) =>
				state.channels.find((c) => c.id === GENERAL)
					.messages.filter((m) =>
						/primary <@U0DAN>/
							.test(textOf(m)))
					.length === i);
		}
	});

test("P2.7 it outlives both replicas", async () => {
	for (const incbot of world.incbots)
		await incbot.stop("SIGKILL");
	await world.startIncbot();
	await world.command(ANA, GENERAL, "oncall drop 1");
	await world.message(ANA, GENERAL, /dropped the on-call change 1/);
	await world.command(DAN, GENERAL, "oncall");
	await world.message(DAN, GENERAL, /primary <@U0BEN>/);
});

test("P2.1 rotations: until when, who is next, a form, a calendar", async () => {
	const site = await World.start({ config: ROTATIONS,
		env: { INCBOT_CALENDAR_TOKEN: "canary-calendar" } });
	try {
		await site.command(ANA, GENERAL, "oncall");
		const seen = await site.message(ANA, GENERAL, /checkout/);
		assert.match(textOf(seen), new RegExp("primary <@U0(ANA|BEN)> " +
			"until <!date[^>]*>, then <@U0(ANA|BEN)>"));

		// By clicking: Cover opens a form, which is filled in.
		await site.press(ANA, GENERAL, seen, /^Cover$/);
		const modal = await site.see(ANA, "the form", (state) =>
			state.modals?.[0]);
		assert.match(JSON.stringify(modal), /do:oncall_cover/);

		await site.command(ANA, GENERAL,
			`oncall cover <@${DAN}> 2h checkout`);
		await site.message(ANA, GENERAL, /set <@U0DAN> on call/);

		const port = site.incbots[0].text()
			.match(/web_listening .*port=(\d+)/)[1];
		const url = `http://127.0.0.1:${port}/calendar/` +
			encodeURIComponent("nights, days") + ".ics";
		assert.equal((await fetch(url)).status, 401);
		assert.equal((await fetch(`${url}?token=wrong`)).status, 401);
		const answer = await fetch(`${url}?token=canary-calendar`);
		assert.equal(answer.status, 200);
		assert.match(answer.headers.get("content-type"),
			/^text\/calendar/);
		const text = await answer.text();
		assert.match(text, /^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
		// What was changed in Slack is in it.
		assert.match(text, /SUMMARY:On call: U0DAN/);
		assert.equal((await fetch(`http://127.0.0.1:${port}/calendar/` +
			"other.ics?token=canary-calendar")).status, 404);

		// While Redis is away it stays as it was last known.
		await site.redis.stop("SIGKILL");
		const later = await fetch(`${url}?token=canary-calendar`);
		assert.equal(later.status, 200);
		assert.match(await later.text(), /SUMMARY:On call: U0DAN/);
		assert.doesNotMatch(site.incbots[0].text(), /canary-calendar/);
	} finally {
		await site.stop();
	}
});

test("P2.1 a stretch without anybody is said at the start and at a reload",
	async () => {
		const gap = ROTATIONS.replace("every = \"12h\"",
			"days = \"mon-fri\"; every = \"12h\"");
		const site = await World.start({ config: gap });
		const incbot = site.incbots[0];
		const said = () => incbot.text().match(/what=oncall_gap problem=.*/g);
		try {
			assert.equal(said().length, 1);
			assert.match(said()[0], /nights, days[^]*nobody is on call from/);
			incbot.signal("SIGHUP");
			await until("the reload to say it", 15_000, () =>
				said().length === 2);
			/* And whoever looks at the Home tab is told, too. */
			await site.act(ANA, "home");
			await site.see(ANA, "the warning", (state) =>
				/Nobody will be on call[^]*nobody from/.test(
					textOf(state.home?.view ?? {})));
		} finally {
			await site.stop();
		}
	});
