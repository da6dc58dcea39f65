// SPDX-License-Identifier: MIT
//
// pagerduty: who is on call by a schedule that PagerDuty keeps: it is whom
// incbot pages and names, known in Slack by their e-mail address or by what
// contacts say; while PagerDuty is away what it last said counts, and that is
// said.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, INCIDENTS, World, build, textOf,
	until } from "./world.mjs";
import { API_TOKEN, PagerDuty } from "./pagerduty.mjs";

const HOUR = 3_600_000;
let world, pagerduty;

const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+/, "");
const CHLOE_THERE = { id: "PCHLOE1", name: "Chloe", email: "Chloe@Acme.example" };
const DAN_THERE = { id: "PDAN001", name: "Dan", email: "dan@elsewhere.example" };
const SAM_THERE = { id: "PSAM001", name: "Sam <!channel>",
	email: "sam@elsewhere.example" };

/** Chloe, and two hours later Dan; as many shifts behind as want two pages. */
function plan(first, second) {
	const now = Date.now();
	const shift = (user, from, to) => ({ schedule: "PSCHED1", user,
		start: from === null ? null : iso(from),
		end: to === null ? null : iso(to) });
	pagerduty.shifts = [shift(first, now - HOUR, now + 2 * HOUR),
		shift(second, now + 2 * HOUR, now + 4 * HOUR)];
	for (let i = 4; i < 60; i += 1)
		pagerduty.shifts.push(shift(i % 2 ? second : first,
			now + i * HOUR, now + (i + 1) * HOUR));
}

const log = () => world.incbots[0].text();
const count = (pattern) => (log().match(pattern) ?? []).length;

/** Has it looked anew, and waits for how that went. */
async function look(pattern) {
	const before = count(pattern);
	world.incbots[0].signal("SIGHUP");
	await until(`${pattern}`, 15_000, () => count(pattern) > before);
}

async function oncall() {
	const answers = async () => (await world.state(ANA)).channels
		.find((c) => c.id === GENERAL).messages.map(textOf)
		.filter((text) => /primary/.test(text));
	const before = (await answers()).length;
	await world.command(ANA, GENERAL, "oncall checkout");
	return until("who is on call", 15_000, async () =>
		(await answers())[before]);
}

before(async () => {
	pagerduty = await PagerDuty.start();
	plan(CHLOE_THERE, DAN_THERE);
	world = await World.start({ config: `
site: { broadcast_channel = "${INCIDENTS}"; primary = "duty"; secondary = "${ANA}"; };
outbound: { plain_loopback = true; };
pagers: { pagerduty: { api_url = "${pagerduty.url}"; }; };
contacts = ( { user = "${DAN}"; pagerduty = "PDAN001"; } );
rotations = ( { name = "duty"; members = [ "${BEN}" ];
    pagerduty_schedule = "PSCHED1"; } );
services = ( { name = "checkout"; primary = "duty"; secondary = "${ANA}"; } );
`, env: { INCBOT_PAGERDUTY_API_TOKEN: API_TOKEN } });
	await until("PagerDuty to have told", 15_000, () =>
		/what=oncall_read schedule=PSCHED1/.test(log()));
});
after(async () => {
	await world?.stop();
	await pagerduty?.stop();
});

test("P2.1 who is on call is PagerDuty's say: known by address, and by " +
	"what contacts say", async () => {
	const seen = await oncall();
	assert.match(seen, new RegExp(`primary <@${CHLOE}> until [^]*then ` +
		`<@${DAN}> \\(PagerDuty, \\d+ s ago\\)`));
	assert.doesNotMatch(seen, new RegExp(BEN));
	assert.ok(pagerduty.asked.some((a) => /offset=100/.test(a.query)),
		"the second page was read");
	assert.ok(pagerduty.asked.every((a) => a.status === 200));
	assert.doesNotMatch(log(), new RegExp("canary"));
});

test("P2.2 that is who is paged", async () => {
	await world.command(ANA, GENERAL, "sev1 checkout is down");
	await world.direct(CHLOE, /checkout is down/);
	assert.equal((await world.state(BEN)).channels.filter((c) => c.is_im)
		.flatMap((c) => c.messages).length, 0);
});

test("while it is away what it last said counts, and that is said",
	async () => {
		pagerduty.fail(503);
		await look(/what=oncall_not_read schedule=PSCHED1 error=http_503/g);
		assert.match(await oncall(), new RegExp(`primary <@${CHLOE}>[^]*` +
			"PagerDuty does not answer; this is what it said \\d+ " +
			"(s|min) ago: http_503"));
		/* In its own words: it takes questions again in two seconds. */
		pagerduty.fail(429, { count: 1, headers: {
			"ratelimit-remaining": "0", "ratelimit-reset": "2" } });
		await look(/what=oncall_not_read schedule=PSCHED1 error=http_429/g);
		const asked = pagerduty.asked.length;
		const limited = pagerduty.asked.at(-1).at;
		plan(DAN_THERE, CHLOE_THERE);
		await until("it to be asked again", 15_000, async () => {
			await look(/what=oncall_(not_)?read schedule=PSCHED1/g);
			return pagerduty.asked.length > asked;
		});
		assert.ok(pagerduty.asked[asked].at - limited > 1_500,
			"asked too soon");
		assert.match(await oncall(), new RegExp(
			`primary <@${DAN}>[^]*\\(PagerDuty, \\d+ s ago\\)`));
	});

test("somebody whom Slack does not know is said, and the rotation's own " +
	"members count", async () => {
	plan(SAM_THERE, SAM_THERE);
	await look(/what=oncall_read schedule=PSCHED1/g);
	assert.match(await oncall(), new RegExp(`primary <@${BEN}> [^]*` +
		"PagerDuty, \\d+ s ago: Slack does not know Sam " +
		"&lt;!channel&gt;"));
});

test("the doctor asks with the token", async () => {
	const doctor = async (token) => {
		const child = spawn(path.join(build, "incbot"), ["doctor"], {
			env: { ...process.env, ...world.environment(),
				INCBOT_PAGERDUTY_API_TOKEN: token },
			stdio: ["ignore", "pipe", "ignore"] });
		let out = "";
		child.stdout.on("data", (data) => { out += data; });
		return { code: (await once(child, "close"))[0], out };
	};
	assert.match((await doctor(API_TOKEN)).out,
		/ok {4}on call: PagerDuty tells who it is/);
	const bad = await doctor("u+wrong");
	assert.match(bad.out, /FAIL {2}on call: PagerDuty does not accept/);
	assert.equal(bad.code, 1);
});
