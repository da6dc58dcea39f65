// SPDX-License-Identifier: MIT
//
// receipts: what pagers tell back of a page, with the real program: whether it
// arrived, an acknowledgement by phone, one that PagerDuty takes back; and that
// those whom no pager has reached are called again (P2.5, P2.8).
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, MINUTE, World, textOf, until } from
	"./world.mjs";
import { Pagers, ROUTING_KEY, TWILIO_SID, TWILIO_TOKEN, WEBHOOK_SECRET } from
	"./pagers.mjs";

const OUTSIDE = "https://incbot.example.com/";
const PHONE = "+491701234567";
let world, pagers;

const config = () => `
outbound: { plain_loopback = true; };
webhooks: { listen = "127.0.0.1:0"; };
site: { responders = [ "${BEN}", "${CHLOE}" ]; manager = "${DAN}";
	pagers = [ "webhook" ]; page_again = "5m"; };
pagers: {
	webhook: { url = "${pagers.url}/hook"; };
	pagerduty: { url = "${pagers.url}/pagerduty"; };
	twilio: { url = "${pagers.url}/twilio"; account = "${TWILIO_SID}";
		from = "+15005550006"; callback_url = "${OUTSIDE}"; };
};
contacts = ( { user = "${BEN}"; pagers = [ "sms", "call" ];
		phone = "${PHONE}"; },
	{ user = "${CHLOE}"; pagers = [ "pagerduty" ]; },
	{ user = "${DAN}"; pagers = [ "webhook" ]; } );
`;

before(async () => {
	pagers = await Pagers.start();
	world = await World.start({ config: config(), env: {
		INCBOT_WEBHOOK_PAGER_SECRET: WEBHOOK_SECRET,
		INCBOT_PAGERDUTY_ROUTING_KEY: ROUTING_KEY,
		INCBOT_PAGERDUTY_WEBHOOK_SECRET: "two",
		INCBOT_TWILIO_TOKEN: TWILIO_TOKEN } });
});
after(async () => {
	await world?.stop();
	await pagers?.stop();
});

const port = () => world.incbots[0].text()
	.match(/what=web_listening .*port=(\d+)/)[1];

/** As Twilio posts; `url` is the address that it was given. */
async function post(url, form, { token = TWILIO_TOKEN, at = url } = {}) {
	const data = at + Object.keys(form).sort()
		.map((name) => name + form[name]).join("");
	const response = await fetch(url.replace(OUTSIDE,
		`http://127.0.0.1:${port()}/`), { method: "POST",
		body: new URLSearchParams(form), headers: {
			"x-twilio-signature": createHmac("sha1", token)
				.update(data).digest("base64") } });
	return [response.status, await response.text()];
}

async function declare(title) {
	await world.command(ANA, GENERAL, `sev1 ${title}`);
	const sms = await until("a text message", 15_000, () =>
		pagers.of("sms").find((m) => m.Body.includes(title)));
	return [sms, await world.room(ANA,
		new RegExp(title.replaceAll(" ", "-")))];
}

test("P2.8 a text message that arrived: its receipt is on the card",
	async () => {
		const [sms, room] = await declare("red lights");
		assert.match(sms.Body, /Reply ACK 1 to acknowledge/);
		assert.equal(sms.StatusCallback,
			`${OUTSIDE}twilio/status/1/0/${BEN}/sms`);
		const form = { MessageSid: "SM1", MessageStatus: "delivered",
			To: PHONE };
		assert.equal((await post(sms.StatusCallback, form,
			{ token: "wrong" }))[0], 403);
		assert.equal((await post(sms.StatusCallback, form,
			{ at: `${OUTSIDE}twilio/status/2/0/${BEN}/sms` }))[0],
		403);
		assert.equal((await post(sms.StatusCallback,
			{ ...form, MessageStatus: "sent" }))[0], 200);
		assert.equal((await post(sms.StatusCallback, form, { at:
			sms.StatusCallback.replace(".com/", ".com:443/") }))[0],
		200);
		assert.equal((await post(sms.StatusCallback, form))[0], 200);
		const card = await world.message(ANA, room.id,
			/accepted by sms .* delivered/);
		assert.doesNotMatch(textOf(card), /failed/);
	});

test("P2.8 the receipt of a page by name is on the card, too", async () => {
	const room = await world.room(ANA, /red-lights/);
	await world.command(ANA, room.id, `page <@${BEN}> the "fuse"`);
	const sms = await until("a text message", 15_000, () =>
		pagers.of("sms").find((m) => m.Body.includes("fuse")));
	assert.equal((await post(sms.StatusCallback, { MessageSid: "SM5",
		MessageStatus: "undelivered", To: PHONE }))[0], 200);
	const call = await until("a call", 15_000, () =>
		pagers.of("call").find((c) => /fuse/.test(c.Twiml)));
	assert.match(call.Twiml,
		/called as extra help: the &#34;fuse&#34;\. To ack.*press 1/);
	assert.equal((await post(call.StatusCallback, { CallSid: "CA5",
		CallStatus: "completed", To: PHONE }))[0], 200);
	await world.message(ANA, room.id,
		/extra help: .*accepted by call .* delivered/);
});

test("P2.5 a text message sent back acknowledges", async () => {
	const sms = `${OUTSIDE}twilio/sms`;
	const reply = (Body, From = PHONE) => post(sms, { Body, From,
		MessageSid: `SM${Math.random()}` });
	assert.match((await reply("what is that?"))[1], /reply with: ACK/);
	assert.deepEqual(await reply("ACK", "+4912345678"),
		[200, "<Response></Response>"]);
	const [, room] = await declare("green lights");
	assert.match((await reply("ack"))[1], /several incidents/);
	assert.match((await reply(" Ack inc-2 ".toUpperCase()))[1],
		/acknowledged/);
	await world.message(ANA, room.id, /<@U0BEN> acknowledged/);
	assert.match((await reply("ACK"))[1], /acknowledged/);
	await world.message(ANA, (await world.room(ANA, /red-lights/)).id,
		/<@U0BEN> acknowledged/);
	assert.match((await reply("ACK"))[1], /Nothing waits/);
});

test("P2.8 a text message that did not arrive: the call at once; key 1",
	async () => {
		const [sms, room] = await declare("blue lights");
		assert.equal((await post(sms.StatusCallback, {
			MessageSid: "SM9", MessageStatus: "undelivered" }))[0],
		200);
		await world.message(ANA, room.id,
			/Paging <@U0BEN> by sms failed: undelivered/);
		const call = await until("a call", 15_000, () =>
			pagers.of("call").find((c) => /blue/.test(c.Twiml)));
		const [, action] = call.Twiml.match(
			/<Gather numDigits="1" timeout="10" action="([^"]+)">/);
		assert.match(call.Twiml, /To acknowledge, press 1\./);
		assert.match((await post(action, { Digits: "2",
			CallSid: "CA1" }))[1], /Not acknowledged/);
		assert.match((await post(action, { Digits: "1",
			CallSid: "CA1" }))[1], /<Say>.*is acknowledged/);
		await world.message(ANA, room.id, /<@U0BEN> acknowledged/);
	});

/** As PagerDuty's webhooks (v3) are sent. */
async function hook(type, key, id, secret = "two") {
	const body = JSON.stringify({ event: { id, event_type: type,
		resource_type: "incident", client: null, agent: null,
		occurred_at: "2026-06-04T13:55:30.394Z",
		data: { id: "PQ1K5C8", type: "incident", number: 10,
			incident_key: key } } });
	const response = await fetch(`http://127.0.0.1:${port()}/pagerduty`, {
		method: "POST", body, headers: {
			"content-type": "application/json",
			"x-pagerduty-signature": "v1=" + createHmac("sha256",
				secret).update(body).digest("hex"),
			"x-webhook-id": id } });
	return response.status;
}

test("P2.5 what PagerDuty takes back begins the escalation anew, once",
	async () => {
		const [, room] = await declare("white lights");
		const key = `incbot/4/1/${CHLOE}`;
		const texts = () => pagers.of("sms").filter((m) =>
			/white lights/.test(m.Body)).length;
		assert.equal(await hook("incident.acknowledged", key, "a1"), 202);
		await world.message(ANA, room.id, /<@U0CHLOE> acknowledged/);
		assert.equal(await hook("incident.unacknowledged", key, "u1",
			"wrong"), 403);
		assert.equal(texts(), 1);
		assert.equal(await hook("incident.unacknowledged", key, "u1"),
			202);
		await world.message(ANA, room.id,
			/took the ack back/);
		await until("the primary, again", 15_000, () => texts() === 2);
		assert.equal(await hook("incident.unacknowledged", key, "u1"),
			202);
		assert.equal(await hook("incident.reopened", key, "u2"), 202);
		assert.equal(texts(), 2);
		await world.advance(10 * MINUTE);
		await until("the secondary", 15_000, () =>
			pagers.of("pagerduty").find((e) => e.dedup_key === key));
	});

test("P2.5 what was acknowledged in Slack it does not take back: told again",
	async () => {
		const room = await world.room(ANA, /white-lights/);
		const key = `incbot/4/1/${CHLOE}`;
		const settled = (n) => until(`${n} times acknowledged there`,
			15_000, () => pagers.of("pagerduty").filter((e) =>
				e.dedup_key === key &&
				e.event_action === "acknowledge").length === n);
		await world.message(ANA, room.id, /U0CHLOE>.*accepted by pagerduty/);
		await world.command(ANA, GENERAL, "INC-4 ack");
		await world.message(ANA, room.id, /<@U0ANA> acknowledged/);
		await settled(1);
		assert.equal(await hook("incident.unacknowledged", key, "u3"),
			202);
		await settled(2);
		await world.command(ANA, room.id, "timeline");
		await world.message(ANA, room.id,
			/pagerduty took its ack back; <@U0ANA> is on it/);
		const said = (await world.state(ANA)).channels.find((c) =>
			c.id === room.id).messages.filter((m) =>
			/^The pager took the ack back/.test(m.text));
		assert.equal(said.length, 1);
		assert.equal(await hook("incident.resolved", key, "r1",
			"wrong"), 403);
		assert.equal(await hook("incident.resolved", key, "r1"), 202);
		await world.message(ANA, room.id,
			/resolved it in the pager; here it goes on/);
	});

test("P2.8 nobody was reached: the number, and a round every five minutes",
	async () => {
		pagers.fail("sms", 500);
		pagers.fail("call", 500);
		await world.command(ANA, GENERAL, "sev1 black lights");
		const room = await world.room(ANA, /black-lights/);
		await world.message(ANA, room.id,
			/No pager has reached <@U0BEN>\. (The direct message has arrived\. )?Call \+491701234567/);
		await world.message(ANA, room.id, /called again at/);
		await world.advance(5 * MINUTE);
		await world.message(ANA, room.id,
			/paging <@U0BEN> again, primary on call/);
		pagers.fail("sms", "");
		await world.advance(5 * MINUTE);
		await until("the page", 20_000, () => pagers.of("sms").find(
			(m) => /black lights/.test(m.Body)));
		const card = await world.message(ANA, room.id,
			/U0BEN>, primary on call: .*accepted by sms/);
		assert.doesNotMatch(textOf(card), /U0BEN>[^\n]*called again/);
		await world.command(ANA, GENERAL, "INC-5 ack");
	});

test("P7.3 a text message is answered with what is true of it", async () => {
	const reply = async (Body) => (await post(`${OUTSIDE}twilio/sms`, { Body,
		From: PHONE, MessageSid: `SM${Math.random()}` }))[1];
	assert.match(await reply("ACK 99"), /no incident INC-99/);
	assert.match(await reply("ack in 5 minutes"), /such as: ACK 7/);
	assert.match(await reply("ack 1 2"), /such as: ACK 7/);
	const [, room] = await declare("grey lights");
	assert.match(await reply("ack inc-5"),
		/Somebody acknowledged INC-5 already/);
	assert.match(await reply("Acknowledged, thanks!"), /is acknowledged/);
	await world.message(ANA, room.id, /<@U0BEN> acknowledged/);
	await world.command(ANA, GENERAL, "INC-6 resolved It is over.");
	await world.message(ANA, room.id, /resolved/);
	assert.match(await reply("ack #6."), /INC-6 is not open/);
});

test("P7.3 what cannot be saved is said in the call: Twilio reads only a 200",
	async () => {
		world.redis.signal("SIGSTOP");
		try {
			const [status, words] = await post(`${OUTSIDE}twilio/sms`,
				{ Body: "ack 1", From: PHONE, MessageSid: "SMx" });
			assert.equal(status, 200);
			assert.match(words, /did not work/);
		} finally {
			world.redis.signal("SIGCONT");
		}
	});

test("no stand-in had anything to refuse", () => {
	assert.deepEqual(pagers.refused.filter((r) =>
		r.body.error !== "told to fail"), []);
});
