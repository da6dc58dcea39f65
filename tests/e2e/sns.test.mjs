// SPDX-License-Identifier: MIT
//
// sns: alarms of CloudWatch by Amazon SNS, with the real program and a stand-in
// SNS that signs as Amazon does: both versions of its signature, a certificate
// from nowhere but the topic's own SNS, a subscription that is confirmed only
// if it is signed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createSign } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, INCIDENTS, World } from "./world.mjs";

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
const HOST = "https://sns.eu-west-1.amazonaws.com";
const PEM = "/SimpleNotificationService-0123456789abcdef.pem";
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-sns-"));
let world, sns, asked = [];

function keyPair(name) {
	const key = path.join(dir, `${name}.key`);
	const certificate = path.join(dir, `${name}.pem`);
	execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048",
		"-nodes", "-keyout", key, "-out", certificate, "-days", "2",
		"-subj", "/CN=sns.amazonaws.com"], { stdio: "ignore" });
	return { key: fs.readFileSync(key), pem: fs.readFileSync(certificate) };
}

const amazon = keyPair("amazon"), stranger = keyPair("stranger");

/** Signs as SNS does; what is `more` is there before, `after` it is not. */
function message(more, { version = "2", key = amazon.key, afterwards = {} } =
	{}) {
	const all = { Type: "Notification", MessageId: "m1", TopicArn: TOPIC,
		Timestamp: "2026-06-03T17:43:28.000Z", SignatureVersion: version,
		SigningCertURL: HOST + PEM, ...more };
	const fields = all.Type === "Notification" ? ["Message", "MessageId",
		"Subject", "Timestamp", "TopicArn", "Type"] : ["Message",
		"MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn",
		"Type"];
	const text = fields.filter((name) => all[name] !== undefined)
		.map((name) => `${name}\n${all[name]}\n`).join("");
	all.Signature = createSign(version === "1" ? "sha1" : "sha256")
		.update(text).sign(key, "base64");
	return { ...all, ...afterwards };
}

const alarm = (name) => JSON.stringify({ AlarmName: name,
	NewStateValue: "ALARM", OldStateValue: "OK", NewStateReason: "why",
	StateChangeTime: "2026-06-03T17:43:27.123+0000", Region: "eu-west-1",
	AlarmArn: `arn:aws:cloudwatch:x:y:${name}` });

async function post(body) {
	const port = world.incbots[0].text()
		.match(/what=web_listening .*port=(\d+)/)[1];
	const response = await fetch(
		`http://127.0.0.1:${port}/alerts/aws`, { method: "POST",
			body: JSON.stringify(body),
			headers: { "content-type": "text/plain; charset=UTF-8" } });
	await response.text();
	return response.status;
}

before(async () => {
	sns = http.createServer((request, response) => {
		asked.push(request.url);
		const known = request.url === PEM || /^\/\?Action=Confirm/
			.test(request.url);
		response.writeHead(known ? 200 : 404);
		response.end(request.url === PEM ? amazon.pem : "<ok/>");
	});
	await new Promise((done) => sns.listen(0, "127.0.0.1", done));
	world = await World.start({ config: `
outbound: { plain_loopback = true; };
webhooks: { listen = "127.0.0.1:0"; };
site: { responders = [ "${BEN}" ]; broadcast_channel = "${INCIDENTS}"; };
alert_sources = ( { name = "aws"; format = "cloudwatch"; topic = "${TOPIC}";
	sns_url = "http://127.0.0.1:${sns.address().port}/"; } );
alert_rules = ( { action = "propose"; severity = "sev2"; } );
` });
});
after(async () => {
	await world?.stop();
	sns?.close();
	fs.rmSync(dir, { recursive: true, force: true });
});

test("both versions of the signature are good; the certificate is kept",
	async () => {
		assert.equal(await post(message({ Message: alarm("one") })), 200);
		assert.equal(await post(message({ Message: alarm("two"),
			Subject: "ALARM" }, { version: "1" })), 200);
		await world.message(ANA, INCIDENTS, /Is this an incident[^]*one/);
		await world.message(ANA, INCIDENTS, /Is this an incident[^]*two/);
		assert.deepEqual(asked, [PEM]);
	});

test("what is not signed by Amazon is refused", async () => {
	const bad = [
		message({ Message: alarm("x") }, { key: stranger.key }),
		message({ Message: alarm("x") },
			{ afterwards: { Message: alarm("y") } }),
		message({ Message: alarm("x") },
			{ afterwards: { SignatureVersion: "1" } }),
		message({ Message: alarm("x"), SignatureVersion: "3" }),
		message({ Message: alarm("x") }, { afterwards: {
			Signature: "" } }),
		message({ Message: alarm("x"),
			TopicArn: TOPIC.replace("alarms", "others") }),
		...["https://evil.example.com" + PEM,
			"https://sns.eu-west-1.amazonaws.com.evil.com" + PEM,
			"https://sns.us-east-1.amazonaws.com" + PEM,
			"http://sns.eu-west-1.amazonaws.com" + PEM,
			`${HOST}/../x.pem`, `${HOST}/x.txt`, `${HOST}@evil.com/x.pem`]
			.map((SigningCertURL) => message({ SigningCertURL,
				Message: alarm("x") }, { key: stranger.key })),
		{}, { Type: "Notification" },
	];
	for (const body of bad)
		assert.equal(await post(body), 403, JSON.stringify(body));
	assert.deepEqual(asked, [PEM]);
});

test("that somebody ended the subscription stands in the log as an error",
	async () => {
		assert.equal(await post(message({ Message: "You have chosen",
			Type: "UnsubscribeConfirmation", Token: "t",
			SubscribeURL: `${HOST}/?Action=ConfirmSubscription` })),
		200);
		assert.match(world.incbots[0].text(),
			/level=error .*what=sns_unsubscribed source=aws/);
	});

test("a subscription is confirmed at SNS only, and only if it is signed",
	async () => {
		const subscribe = (url, options) => post(message({
			Type: "SubscriptionConfirmation", Token: "t",
			Message: "You have chosen", SubscribeURL: url }, options));
		const path = `/?Action=ConfirmSubscription&Token=t&TopicArn=${
			TOPIC}`;
		assert.equal(await subscribe(HOST + path,
			{ key: stranger.key }), 403);
		assert.equal(await subscribe("https://evil.example.com" + path),
			403);
		assert.deepEqual(asked, [PEM]);
		assert.equal(await subscribe(HOST + path), 200);
		assert.deepEqual(asked, [PEM, path]);
	});
