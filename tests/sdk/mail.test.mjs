// SPDX-License-Identifier: MIT
//
// mail: pages as letters, with the real program and a real mail server
// (npm's smtp-server): STARTTLS before anything else, AUTH, what is put off,
// what is refused, and what the letter is made of (P2.8).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, GENERAL, MINUTE, World, build, textOf, until } from
	"../e2e/world.mjs";
import { Pagers, WEBHOOK_SECRET } from "../e2e/pagers.mjs";
import { Mail, PASSWORD, certificate, dir, makeCertificate } from
	"./mail.mjs";

let mail, bare, pagers, world;

const config = (port, more = "") => `
outbound: { plain_loopback = true; ca_file = "${certificate}"; };
site: { responders = [ "${BEN}", "${CHLOE}" ]; };
pagers: {
	webhook: { url = "${pagers.url}/hook"; };
	mail: { url = "smtp://localhost:${port}"; user = "incbot";
		from = "incbot@example.com"; ${more} };
};
contacts = ( { user = "${BEN}"; pagers = [ "mail", "webhook" ];
		email = "ben@example.com"; } );
`;

/** Until it runs by the config as it is now. */
async function reload() {
	const [incbot] = world.incbots;
	const loads = () => incbot.text().match(/what=config_loaded/g)?.length ??
		0;
	const before = loads();
	world.environment();	// writes the file
	incbot.signal("SIGHUP");
	await until("the reload", 10_000, () => loads() > before);
}

async function declare(title) {
	await world.command(ANA, GENERAL, `sev1 ${title}`);
}

before(async () => {
	makeCertificate();
	mail = await Mail.start();
	bare = await Mail.start({ hideSTARTTLS: true,
		disabledCommands: ["STARTTLS"], authOptional: true,
		allowInsecureAuth: true });
	pagers = await Pagers.start();
	world = await World.start({ config: config(mail.port), env: {
		INCBOT_MAIL_PASSWORD: PASSWORD,
		INCBOT_WEBHOOK_PAGER_SECRET: WEBHOOK_SECRET } });
});
after(async () => {
	await world?.stop();
	await mail?.stop();
	await bare?.stop();
	await pagers?.stop();
	fs.rmSync(dir, { recursive: true, force: true });
});

test("a page is a letter: STARTTLS, AUTH, whole and readable", async () => {
	const title = "Zürich \u6f22\u5b57 is down. From: evil@example.com " +
		"=?utf-8?q?x?= " + "long ".repeat(6);
	await declare(title);
	const letter = await until("a letter", 15_000, () =>
		mail.find(/Zürich/));
	assert.equal(letter.session.secure, true);
	assert.equal(letter.session.user, "incbot");
	assert.deepEqual(letter.session.envelope.rcptTo.map((r) => r.address),
		["ben@example.com"]);
	assert.match(letter.raw, /^[\r\n -~]*$/);
	for (const line of letter.raw.split("\r\n"))
		assert.ok(line.length <= 78, line);
	assert.ok(letter.text.includes(
		`Subject: SEV1: ${title.trim()} (INC-1)`), letter.text);
	assert.match(letter.text, /^To: .*ben@example\.com/m);
	assert.match(letter.text,
		/^Message-ID: <incbot\.T[^ ]*\.fx\.1\.\d+\.\d+@example\.com>$/m);
	assert.match(letter.text, /^Auto-Submitted: auto-generated$/m);
	assert.match(letter.text, /^In-Reply-To: <incbot\.[^>]+>$/m);
	assert.match(letter.text, /You are called as primary on call/);
	assert.deepEqual(mail.logins.filter((l) => !l.secure), []);
	const room = await world.room(ANA, /zurich|inc-/);
	const card = await world.message(ANA, room.id,
		/U0BEN>, primary on call: .*accepted by mail/);
	assert.doesNotMatch(textOf(card), /failed/);
});

test("greylisting: the next way at once, and the letter a while later",
	async () => {
		mail.refuse = () => [451, "come back later"];
		pagers.fail("webhook", 503);
		await declare("greylisted");
		const room = await world.room(ANA, /greylisted/);
		await world.message(ANA, room.id,
			/Paging <@U0BEN> by mail failed: smtp_451/);
		await world.message(ANA, room.id,
			/Paging <@U0BEN> by webhook failed/);
		mail.refuse = () => undefined;
		assert.equal(mail.find(/greylisted/), undefined);
		await world.advance(2 * MINUTE);
		await until("the letter", 20_000, () =>
			mail.find(/greylisted/));
		pagers.fail("webhook", "");
	});

test("a mailbox that is not there: the next way, and no second try",
	async () => {
		mail.refuse = () => [550, "no such box"];
		await declare("no box");
		const room = await world.room(ANA, /no-box/);
		await world.message(ANA, room.id,
			/Paging <@U0BEN> by mail failed: smtp_550/);
		await until("the next way", 15_000, () =>
			pagers.of("webhook").find((p) =>
				/no box/.test(p.headline)));
		mail.refuse = () => undefined;
		await world.advance(5 * MINUTE);
		await world.command(ANA, GENERAL, "INC-3 ack");
		await world.message(ANA, room.id, /acknowledged/);
		assert.equal(mail.find(/no box/), undefined);
	});

/** Runs the doctor of the world's config; what it says. */
function doctor() {
	const child = spawn(path.join(build, "incbot"), ["doctor"], {
		env: { ...process.env, ...world.environment() },
		stdio: ["ignore", "pipe", "ignore"] });
	let report = "";
	child.stdout.on("data", (data) => { report += data; });
	return new Promise((done) => child.on("close", () => done(report)));
}

test("the doctor knocks, and says what is wrong", async () => {
	assert.match(await doctor(), /^ok +pagers: mail answers$/m);
	world.config = config(bare.port);
	assert.match(await doctor(), /^FAIL +pagers: mail: .*STARTTLS/m);
	world.config = config(1);
	assert.match(await doctor(), /^FAIL +pagers: mail: /m);
});

test("without STARTTLS not a word leaves", async () => {
	world.config = config(bare.port);
	await reload();
	await declare("in the clear");
	const room = await world.room(ANA, /in-the-clear/);
	await world.message(ANA, room.id,
		/Paging <@U0BEN> by mail failed: not_sent/);
	assert.deepEqual(bare.letters, []);
	assert.deepEqual(bare.logins, []);
});

test("a wrong password: said, and the next way", async () => {
	world.config = config(mail.port).replace(`user = "incbot"`,
		`user = "somebody"`);
	assert.match(await doctor(),
		/^FAIL +pagers: mail: .*user and password/m);
	await reload();
	await declare("wrong password");
	const room = await world.room(ANA, /wrong-password/);
	await world.message(ANA, room.id,
		/Paging <@U0BEN> by mail failed: smtp_535/);
	await until("the next way", 15_000, () => pagers.of("webhook")
		.find((p) => /wrong password/.test(p.headline)));
	assert.equal(mail.find(/wrong password/), undefined);
});
