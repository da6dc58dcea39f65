// SPDX-License-Identifier: MIT
//
// letters: public updates by e-mail, with the real program and a real mail
// server (npm's smtp-server): at most one an hour, or a day, with everything
// new; none lost and none twice, also if the server refuses or incbot is killed
// (P4.3).
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, INCIDENTS, MINUTE, World, textOf,
	until } from "../e2e/world.mjs";
import { Mail, PASSWORD, certificate, dir, makeCertificate } from
	"./mail.mjs";

const HOUR = 60 * MINUTE;
const HOSTILE = "Zürich \u6f22\u5b57 =?utf-8?q?x?= Bcc: evil@example.com " +
	"</p><script>alert(1)</script> . \u202egnp.exe";

let mail, world, room;

/** The person's letters so far, as a reader shows them. */
const lettersTo = (address) => mail.letters.filter((letter) =>
	letter.session.envelope.rcptTo[0].address === address)
	.map((letter) => mail.read(letter));

const said = async (text) => {
	await world.command(ANA, room.id, `update ${text}`);
	await world.message(ANA, INCIDENTS, new RegExp(text));
};

/** As many letters as that, and a look at the last one. */
const letter = (address, count) => until(`letter ${count} to ${address}`,
	20_000, () => lettersTo(address)[count - 1]);

const news = (text) => text.match(/Update \w+\./g) ?? [];

before(async () => {
	makeCertificate();
	mail = await Mail.start();
	world = await World.start({ config: `
		outbound: { plain_loopback = true; ca_file = "${certificate}"; };
		site: { broadcast_channel = "${INCIDENTS}";
			responders = [ "${BEN}" ];
			status_page_url = "https://status.example.com/"; };
		page: { name = "Acme"; };
		pagers: { mail: { url = "smtp://localhost:${mail.port}";
			user = "incbot"; from = "incbot@example.com"; }; };
	`, env: { INCBOT_MAIL_PASSWORD: PASSWORD } });
	await world.command(ANA, GENERAL, "sev1 it is down");
	room = await world.room(ANA);
	await world.message(ANA, room.id, /incident commander/i);
});
after(async () => {
	await world?.stop();
	await mail?.stop();
	fs.rmSync(dir, { recursive: true, force: true });
});

test("P4.3 a first letter shows that they arrive: to the address in Slack, " +
	"and to one that was typed", async () => {
	await world.command(BEN, GENERAL, "subscribe all email");
	await world.command(DAN, GENERAL,
		"subscribe all email daily dan@partner.example");
	const first = await letter("ben@acme.example", 1);
	assert.match(first, /^Subject: \[Acme\] Public updates come to you/m);
	assert.match(first, /at most one an hour/);
	assert.match(await letter("dan@partner.example", 1),
		/at most one a day/);
	assert.ok(mail.logins.length > 0);
	assert.deepEqual(mail.logins.filter((l) => !l.secure), []);
});

test("P4.3 the first news at once, whole, whatever they say", async () => {
	await world.command(ANA, room.id, `update Update one. ${HOSTILE}`);
	const text = await letter("ben@acme.example", 2);
	assert.deepEqual(news(text), ["Update one."]);
	assert.ok(text.includes(`  Update one. ${HOSTILE}`), text);
	assert.match(text, /^Subject: \[Acme\] Service disruption: /m);
	assert.doesNotMatch(text, /it is down/);	// the title inside
	const raw = mail.letters.at(-1).raw;
	assert.match(raw, /^[\r\n -~]*$/);
	assert.doesNotMatch(raw, /^Bcc:/mi);
	for (const line of raw.split("\r\n"))
		assert.ok(line.length <= 78, line);
});

test("P4.3 what comes within the hour is one letter, in order", async () => {
	for (const word of ["two", "three", "four"])
		await said(`Update ${word}.`);
	await world.advance(30 * MINUTE);
	await said("Update five.");
	assert.equal(lettersTo("ben@acme.example").length, 2);
	await world.advance(31 * MINUTE);
	assert.deepEqual(news(await letter("ben@acme.example", 3)),
		["Update two.", "Update three.", "Update four.", "Update five."]);
});

test("P4.3 what the mail server refuses is told and shown, and comes again",
	async () => {
		mail.refuse = (address) => /^ben@/.test(address) &&
			[550, "5.1.1 no such mailbox"];
		await world.advance(HOUR);
		await said("Update six.");
		const told = await world.direct(BEN, /did not reach you/);
		assert.match(textOf(told), /takes no letter for this address \(550\)/);
		await world.command(BEN, GENERAL, "subscribe");
		await world.message(BEN, GENERAL,
			/The last one did not get through: [^]*550/);
		mail.refuse = () => undefined;
		await world.advance(61 * MINUTE);
		assert.deepEqual(news(await letter("ben@acme.example", 4)),
			["Update six."]);
	});

test("P4.3 greylisted: later, and once", async () => {
	let asked = 0;
	const putOff = () => world.incbots[0].text()
		.match(/what=outbound .*error=smtp_451/g)?.length ?? 0;
	mail.refuse = (address) => /^ben@/.test(address) && ++asked <= 2 &&
		[451, "4.7.1 try again later"];
	await world.advance(HOUR);
	await said("Update seven.");
	for (const times of [1, 2]) {
		await until("an answer", 20_000, () => putOff() === times);
		await world.advance(2 * MINUTE);
	}
	assert.deepEqual(news(await letter("ben@acme.example", 5)),
		["Update seven."]);
	assert.equal(asked, 3);
});

test("P4.3 a letter whose answer is lost comes again as the same one: what " +
	"drops repeats by their Message-ID shows it once", async () => {
	const id = (letter) => letter.raw.match(/^Message-ID: (.*)$/mi)[1];
	const before = mail.letters.length;
	mail.loseAnswer = true;
	await world.advance(HOUR);
	await said("Update eight.");
	const [one, two] = await until("the letter, twice", 30_000, () =>
		mail.letters.length >= before + 2 &&
		mail.letters.slice(before));
	assert.equal(id(two), id(one));
	assert.equal(two.raw, one.raw);
	mail.letters.splice(before, 1);	// as the reader's system does
	assert.deepEqual(news(await letter("ben@acme.example", 6)),
		["Update eight."]);
	await world.advance(61 * MINUTE);
	await said("Update nine.");
	assert.notEqual(id(await until("the next one", 20_000, () =>
		mail.letters[before + 1])), id(one));
});

test("P4.3 what is to be told survives that incbot is killed", async () => {
	await world.advance(20 * MINUTE);
	await said("Update ten.");
	await world.incbots[0].stop("SIGKILL");
	await world.advance(61 * MINUTE);
	await world.startIncbot();
	assert.deepEqual(news(await letter("ben@acme.example", 8)),
		["Update ten."]);
});

test("P4.3 once a day: everything of the day, in order", async () => {
	const told = () => lettersTo("dan@partner.example").flatMap(news);
	await world.advance(24 * HOUR);
	await until("all of it", 20_000, () => told().length >= 10);
	assert.deepEqual(told(), ["one", "two", "three", "four", "five", "six",
		"seven", "eight", "nine", "ten"].map((word) => `Update ${word}.`));
	assert.ok(lettersTo("dan@partner.example").length <= 3);
});

test("P4.3 planned maintenance comes by letter, too", async () => {
	await world.command(ANA, GENERAL,
		"maintenance plan 22:00-23:00 Database upgrade; Paying may be slow.");
	const text = await letter("ben@acme.example", 9);
	assert.match(text, /^Database upgrade$/m);
	assert.match(text, /^ {2}Paying may be slow\.$/m);
});

test("P4.3 P7.2 unsubscribed: no more of them; all by a click again",
	async () => {
		await world.command(BEN, GENERAL, "unsubscribe");
		await world.message(BEN, GENERAL,
			/do not come to you any more/);
		await world.advance(2 * HOUR);
		await said("Update eleven.");
		await world.command(BEN, GENERAL, "subscribe");
		const panel = await world.message(BEN, GENERAL,
			/You get no public updates as direct messages/);
		await world.press(BEN, GENERAL, panel, /by e-mail, hourly/i);
		await letter("ben@acme.example", 10);
		await said("Update twelve.");
		assert.deepEqual(news(await letter("ben@acme.example", 11)),
			["Update twelve."]);
	});

test("P4.3 none was there twice", () => {
	for (const address of ["ben@acme.example", "dan@partner.example"]) {
		const all = lettersTo(address).flatMap(news);
		assert.equal(new Set(all).size, all.length, all.join(" "));
	}
});
