// SPDX-License-Identifier: MIT
//
// proposals: what an alert proposes and nobody decides is said again, with the
// real program twice, the world's clock turned and one of the two killed:
// where it was proposed, then to whoever is on call, then further up; each
// once, and no more once somebody has decided.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, INCIDENTS, MINUTE, World, textOf, until }
	from "./world.mjs";

const TOKEN = "token-of-the-sender";
const secrets = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-proposals-"));
let world;

before(async () => {
	const file = path.join(secrets, "hand");
	fs.writeFileSync(file, `${TOKEN}\n`, { mode: 0o600 });
	world = await World.start({ replicas: 2, config: `site: {
		broadcast_channel = "${INCIDENTS}";
		responders = [ "${BEN}", "${CHLOE}" ]; manager = "${DAN}";
		proposal_again = "10m";
	};
	webhooks: { listen = "127.0.0.1:0"; };
	alert_sources = ( { name = "by-hand"; format = "generic";
		token_file = "${file}"; } );
	alert_rules = ( { action = "propose"; severity = "sev2"; } );\n` });
});
after(async () => {
	await world?.stop();
	fs.rmSync(secrets, { recursive: true, force: true });
});

async function fire(key, title, status = "firing") {
	const port = world.incbots[0].text()
		.match(/what=web_listening .*port=(\d+)/)[1];
	const response = await fetch(`http://127.0.0.1:${port}/alerts/by-hand`, {
		method: "POST", headers: { authorization: `Bearer ${TOKEN}` },
		body: JSON.stringify({ dedup_key: key, title, status,
			severity: "warning" }) });
	assert.equal(response.status, 200);
}

const AGAIN = /Nobody has decided yet/;

const count = async (as, found) => (await world.state(as)).channels
	.filter(found).flatMap((c) => c.messages)
	.filter((m) => AGAIN.test(textOf(m))).length;
const said = () => count(ANA, (c) => c.id === INCIDENTS);
const told = (as) => count(as, (c) => c.is_im);

/** So many in the channel, and so many for each of the three. */
async function stands(channel, people) {
	const seen = async () => [await said(), await told(BEN),
		await told(CHLOE), await told(DAN)];
	const wanted = [channel, ...people];
	await until(`${wanted}`, 15_000, async () =>
		JSON.stringify(await seen()) === JSON.stringify(wanted))
		.catch(async (error) => {
			error.message += `; it is ${await seen()}\n${world.logs()}`;
			throw error;
		});
}

test("it is said again in its channel, naming whoever is on call", async () => {
	await fire("slow-1", "pages are slow");
	await world.message(ANA, INCIDENTS, /Is this an incident/);
	await world.advance(10 * MINUTE);
	const again = await world.message(ANA, INCIDENTS, AGAIN);
	assert.match(textOf(again),
		/<@U0BEN>: Nobody has decided yet, 10 min after[^]*pages are slow/);
	await stands(1, [0, 0, 0]);
});

test("P2.7 then to them directly, and further up, whichever replica lives",
	async () => {
		await world.incbots[1].stop("SIGKILL");
		await world.advance(20 * MINUTE);
		await stands(2, [1, 0, 0]);
		await world.advance(40 * MINUTE);
		await stands(3, [2, 1, 0]);
		await world.advance(80 * MINUTE);
		await stands(4, [3, 2, 1]);
	});

test("P7.2 a click on the reminder decides, and nobody is asked any more",
	async () => {
		const again = await world.direct(CHLOE, AGAIN);
		await world.press(CHLOE, again.channel, again, /Declare SEV3/);
		await world.direct(CHLOE, /INC-1 declared/);
		await world.message(ANA, INCIDENTS, /Declared as SEV3 by <@U0CHLOE>/);
		await world.advance(24 * 60 * MINUTE);
		await fire("slow-2", "mails are slow");
		await world.message(ANA, INCIDENTS,
			/Is this an incident[^]*mails are slow/);
		assert.equal(await said(), 4);
	});

test("one that ends by itself is not said again", async () => {
	await fire("slow-2", "mails are slow", "resolved");
	await world.message(ANA, INCIDENTS, /it ended by itself/);
	await world.advance(60 * MINUTE);
	await fire("slow-3", "search is slow");
	await world.message(ANA, INCIDENTS,
		/Is this an incident[^]*search is slow/);
	assert.equal(await said(), 4);
});
