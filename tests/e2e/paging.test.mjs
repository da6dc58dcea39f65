// SPDX-License-Identifier: MIT
//
// paging: the escalation ladder and the pagers, with the real program against
// strict stand-ins: who is called, by what and when, what is said when a pager
// fails, and that an acknowledgement stops it all (P2).
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, INCIDENTS, MINUTE, World, textOf,
	until } from "./world.mjs";
import { GENIE_KEY, NTFY_TOKEN, Pagers, ROUTING_KEY, TWILIO_SID,
	TWILIO_TOKEN, WEBHOOK_SECRET } from "./pagers.mjs";

let world, pagers, room;

const config = () => `
outbound: { plain_loopback = true; };
webhooks: { listen = "127.0.0.1:0"; };
site: {
	broadcast_channel = "${INCIDENTS}";
	responders = [ "${BEN}", "${CHLOE}" ];
	manager = "${DAN}";
	security_lead = "${ANA}";
	executive = "${DAN}";
	pagers = [ "webhook" ];
};
pagers: {
	webhook: { url = "${pagers.url}/hook"; };
	ntfy: { url = "${pagers.url}/ntfy/"; };
	pagerduty: { url = "${pagers.url}/pagerduty"; };
	opsgenie: { url = "${pagers.url}/opsgenie"; };
	twilio: { url = "${pagers.url}/twilio"; account = "${TWILIO_SID}";
		from = "+15005550006"; };
};
contacts = ( { user = "${BEN}"; pagers = [ "ntfy", "webhook" ];
		ntfy = "ben-topic"; phone = "+491701234567"; },
	{ user = "${CHLOE}"; pagers = [ "pagerduty" ];
		pagerduty = "PCHLOE1"; },
	{ user = "${DAN}"; pagers = [ "sms", "call", "opsgenie" ];
		phone = "+491707654321"; } );
`;

const comes = (way, probe, what = way) =>
	until(`a page by ${what}`, 15_000, () => pagers.of(way).find(probe));

before(async () => {
	pagers = await Pagers.start();
	world = await World.start({ config: config(), env: {
		INCBOT_WEBHOOK_PAGER_SECRET: WEBHOOK_SECRET,
		INCBOT_NTFY_TOKEN: NTFY_TOKEN,
		INCBOT_PAGERDUTY_ROUTING_KEY: ROUTING_KEY,
		INCBOT_PAGERDUTY_WEBHOOK_SECRET: "two",
		INCBOT_OPSGENIE_KEY: GENIE_KEY,
		INCBOT_TWILIO_TOKEN: TWILIO_TOKEN,
	} });
});
after(async () => {
	await world?.stop();
	await pagers?.stop();
});

test("P2.2 P2.8 minute 0: the primary, by message and by their pager",
	async () => {
		await world.command(ANA, GENERAL, "sev1 api outage");
		const page = await comes("ntfy", (p) =>
			p.topic === "ben-topic");
		assert.equal(page.title, "SEV1: api outage (INC-1)");
		assert.match(page.message, /called as primary on call/);
		assert.equal(page.priority, 5);
		await world.direct(BEN, /called as primary on call/);
		room = await world.room(ANA);
		const card = await world.message(ANA, room.id,
			/U0BEN>, primary on call: .*accepted by ntfy/);
		assert.match(textOf(card), /secondary on call: at/);
	});

test("P2.3 nobody acknowledges: the secondary, then the manager",
	async () => {
		await world.advance(10 * MINUTE);
		const event = await comes("pagerduty", (e) =>
			e.event_action === "trigger");
		assert.equal(event.dedup_key, `incbot/1/1/${CHLOE}`);
		assert.equal(event.payload.severity, "critical");
		assert.match(event.payload.custom_details.text,
			/secondary on call/);
		await world.message(ANA, room.id,
			/Not acknowledged yet: paging <@U0CHLOE>/);
		await world.advance(20 * MINUTE);
		const sms = await comes("sms", (m) => m.To === "+491707654321");
		assert.match(sms.Body,
			/^SEV1: api outage \(INC-1\)\. .*engineering manager/);
		await world.direct(DAN, /called as engineering manager/);
	});

test("P2.5 an acknowledgement settles every page, and none follows",
	async () => {
		const page = await world.direct(DAN, /engineering manager/);
		await world.press(DAN, page.channel, page, /acknowledge/i);
		await comes("pagerduty", (e) =>
			e.event_action === "acknowledge");
		await world.direct(BEN, /Acknowledged by <@U0DAN>/);
		const before = pagers.seen.length;
		await world.command(ANA, room.id, "resolved It works again.");
		await comes("pagerduty", (e) => e.event_action === "resolve");
		assert.equal(pagers.alerts.get(`incbot/1/1/${CHLOE}`),
			"resolved");
		assert.equal(pagers.seen.length, before + 1);
		assert.deepEqual(pagers.dropped, []);
	});

test("P2.8 one way after the other: text message, call, alert", async () => {
	pagers.fail("sms", 503);
	pagers.fail("call", 429);
	await world.command(ANA, GENERAL, "sev1 backups are gone");
	await comes("ntfy", (p) => /backups/.test(p.title));
	await world.command(ANA, GENERAL, "INC-2 flag data-loss");
	const alert = await comes("opsgenie", (a) => /backups/.test(a.message));
	assert.equal(alert.alias, `incbot/2/4/${DAN}`);
	assert.equal(alert.priority, "P1");
	room = await world.room(ANA, /backups/);
	for (const way of ["sms", "call"])
		await world.message(ANA, room.id, new RegExp(
			`Paging <@U0DAN> by ${way} failed: http_`));
	await world.command(ANA, GENERAL, "INC-2 ack");
	await comes("opsgenie", (a) => a.action === "acknowledge" &&
		a.alias === alert.alias);
	await world.command(ANA, GENERAL, "INC-2 resolved They are back.");
	await comes("opsgenie", (a) => a.action === "close");
	pagers.fail("sms", "");
	pagers.fail("call", "");
});

test("P2.8 a pager that fails: the next one at once, and it is said",
	async () => {
		pagers.fail("ntfy", 500);
		await world.command(ANA, GENERAL, "sev1 search is down");
		await comes("webhook", (p) => p.user === BEN &&
			/search/.test(p.headline));
		room = await world.room(ANA, /search/);
		await world.message(ANA, room.id,
			/Paging <@U0BEN> by ntfy failed: http_500/);
		await world.message(ANA, room.id, /accepted by webhook/);
	});

test("P2.8 no pager works: the phone number stands in the channel",
	async () => {
		await world.command(ANA, GENERAL, "INC-3 ack");
		pagers.fail("ntfy", "hang");
		pagers.fail("webhook", "reset");
		await world.command(ANA, GENERAL, "sev1 logins fail");
		room = await world.room(ANA, /logins/);
		await world.message(ANA, room.id,
			/No pager has reached <@U0BEN>\. (The direct message has arrived\. )?Call \+491701234567/,
			30_000);
		await world.command(ANA, GENERAL, "INC-4 ack");
		pagers.fail("ntfy", "");
		pagers.fail("webhook", "");
	});

test("P2.4 data loss calls security lead and executive at once", async () => {
	await world.command(ANA, GENERAL, "sev1 rows are missing");
	await comes("ntfy", (p) => /rows/.test(p.title));
	await world.command(ANA, GENERAL, "INC-5 flag data-loss");
	await comes("webhook", (p) => p.user === ANA &&
		p.role === "security lead" && /rows/.test(p.headline));
	await comes("sms", (m) => /rows.*executive sponsor.*Data loss/s
		.test(m.Body));
	await world.command(BEN, GENERAL, "INC-5 ack");
	await world.message(BEN, GENERAL, /You acknowledged/);
});

/** As PagerDuty's webhooks (v3) are sent; signed with these secrets. */
async function hook(type, key, secrets, id = "01TEST") {
	const port = world.incbots[0].text()
		.match(/what=web_listening .*port=(\d+)/)[1];
	const body = JSON.stringify({ event: { id, event_type: type,
		resource_type: "incident", client: null,
		occurred_at: "2026-06-04T13:55:30.394Z",
		agent: { id: "PCHLOE1", type: "user_reference" },
		data: { id: "PQ1K5C8", type: "incident", number: 10,
			status: "acknowledged", incident_key: key } } });
	const signature = secrets.map((secret) => "v1=" +
		createHmac("sha256", secret).update(body).digest("hex"))
		.join(",");
	const response = await fetch(`http://127.0.0.1:${port}/pagerduty`, {
		method: "POST", body, headers: {
			"content-type": "application/json",
			"x-pagerduty-signature": signature,
			"x-webhook-id": id },
	});
	return response.status;
}

test("P2.5 an acknowledgement in PagerDuty comes back and counts", async () => {
	const key = `incbot/6/0/${BEN}`;
	await world.command(ANA, GENERAL, "sev1 mail is down");
	await comes("ntfy", (p) => /mail/.test(p.title));
	room = await world.room(ANA, /mail/);
	assert.equal(await hook("incident.acknowledged", key, ["wrong"]), 403);
	assert.equal(await hook("incident.triggered", key, ["two"]), 202);
	assert.equal(await hook("incident.acknowledged", "incbot/x", ["two"]),
		202);
	assert.equal(await hook("incident.acknowledged", key, ["one", "two"]),
		202);
	await world.message(ANA, room.id, /<@U0CHLOE> acknowledged/);
	assert.equal(await hook("incident.acknowledged", key, ["two"]), 202);
	assert.equal(await hook("incident.acknowledged", key, ["two"], "02"),
		202);
	const state = await world.state(ANA);
	assert.equal(state.channels.find((c) => c.id === room.id).messages
		.filter((m) => /> acknowledged,/.test(textOf(m))).length, 1);
	await world.advance(10 * MINUTE);
	await world.message(ANA, room.id, /commander/i);
	assert.equal(pagers.seen.filter((p) => p.body.type === "page" ||
		/mail/.test(JSON.stringify(p.body))).filter((p) =>
		/mail.*secondary/s.test(JSON.stringify(p.body))).length, 0);
});

/** Declared; the pager whose turn it is has been asked, and does not answer. */
async function calledLate(title, pattern) {
	pagers.fail("pagerduty", "late");
	await world.command(ANA, GENERAL, `sev1 ${title}`);
	await comes("ntfy", (p) => pattern.test(p.title));
	room = await world.room(ANA, pattern);
	await world.message(ANA, room.id, /first public update/i);
	await world.advance(10 * MINUTE);
}

/** What it took in the end, by its key. */
const takenLate = async (pattern) => (await comes("pagerduty", (e) =>
	e.event_action === "trigger" &&
	pattern.test(e.payload.summary))).dedup_key;

const isClosed = (key) => until("the alert to be closed", 30_000, () =>
	pagers.alerts.get(key) === "resolved");

test("68 a pager that takes a page only when all is over: nothing stays open there",
	async () => {
		await calledLate("the queue is stuck", /queue/);
		await until("the page to the late one", 15_000,
			() => pagers.held.length > 0);
		await world.command(ANA, room.id, "resolved It moves again.");
		await world.message(ANA, room.id, /resolved the incident/);
		pagers.release("pagerduty");
		const key = await takenLate(/queue/);
		await isClosed(key);
	});

test("68 a pager that takes it after incbot has given it up: closed as well",
	async () => {
		await calledLate("the disk is full", /disk/);
		await world.message(ANA, room.id,
			/Paging <@U0CHLOE> by pagerduty failed: no_answer/,
			30_000);
		pagers.release("pagerduty");
		const key = await takenLate(/disk/);
		await world.command(ANA, room.id, "resolved It is empty.");
		await isClosed(key);
	});

test("68 a pager that takes it given up, when all is over: closed as well",
	async () => {
		await calledLate("the fan is loud", /fan/);
		await until("the page to the late one", 15_000,
			() => pagers.held.length > 0);
		await world.command(ANA, room.id, "resolved It is quiet.");
		await world.message(ANA, room.id,
			/Paging <@U0CHLOE> by pagerduty failed: no_answer/,
			30_000);
		pagers.release("pagerduty");
		const key = await takenLate(/fan/);
		await isClosed(key);
	});

test("67 a pager that took a page and forgot it: the next one is called all the same",
	async () => {
		await world.command(ANA, GENERAL, "sev1 the cache is empty");
		await comes("ntfy", (p) => /cache/.test(p.title));
		await world.advance(10 * MINUTE);
		const { dedup_key } = await comes("pagerduty", (e) =>
			e.event_action === "trigger" &&
			/cache/.test(e.payload.summary));
		// It said 202, and has told nobody: no ack comes.
		pagers.alerts.delete(dedup_key);
		await world.direct(CHLOE, /cache is empty/);
		await world.advance(20 * MINUTE);
		await comes("sms", (m) => /cache/.test(m.Body));
		await world.direct(DAN, /cache is empty/);
		room = await world.room(ANA, /cache/);
		await world.command(ANA, room.id, "ack");
		await world.message(ANA, room.id, /<@U0ANA> acknowledged/);
	});

test("P2.2 P2.8 whoever is needed is paged by name, also once it is acknowledged",
	async () => {
		await world.command(ANA, GENERAL, "sev1 the index is broken");
		room = await world.room(ANA, /index/);
		await world.message(ANA, room.id, /first public update/i);
		await world.command(ANA, room.id, "escalate nobody answers");
		await comes("pagerduty", (e) =>
			e.event_action === "trigger" &&
			/index/.test(e.payload.summary));
		await world.message(ANA, room.id, new RegExp(
			`<@U0ANA> has <@${CHLOE}> paged, secondary on call: ` +
			"nobody answers"));
		await world.command(BEN, room.id, "ack");
		await world.message(ANA, room.id, /<@U0BEN> acknowledged/);
		await world.command(BEN, room.id,
			`page <@${DAN}> you built it`);
		const sms = await comes("sms", (m) => /index/.test(m.Body) &&
			/extra help: you built it/.test(m.Body));
		assert.match(sms.Body, /Somebody is on it and needs you/);
		await world.direct(DAN,
			/<@U0BEN> asks for you: you built it[^]*extra help/);
		await world.message(ANA, room.id,
			/U0DAN>, extra help: .*accepted by sms/);
		await world.command(BEN, room.id, `page <@${DAN}>`);
		await world.message(BEN, room.id, /was paged a moment ago/);
		await world.command(ANA, room.id, "resolved It is whole.");
		await world.direct(DAN, /asks for you[^]*Resolved at/);
	});

test("P7.4 a drill calls nobody", async () => {
	const before = pagers.seen.length;
	await world.command(ANA, GENERAL, "drill sev1 the rack burns");
	room = await world.room(ANA, /rack/);
	await world.message(ANA, room.id,
		/The primary on call is not paged: this is a drill/);
	await world.advance(10 * MINUTE);
	await world.message(ANA, room.id,
		/The secondary on call is not paged: this is a drill/);
	assert.deepEqual(pagers.seen.slice(before)
		.filter((p) => /rack/.test(JSON.stringify(p.body))), []);
});

test("no stand-in had anything to refuse", () => {
	assert.deepEqual(pagers.refused
		.filter((r) => r.body.error !== "told to fail"), []);
});
