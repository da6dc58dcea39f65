// SPDX-License-Identifier: MIT
//
// tickets: SEV3s and action items in GitHub, GitLab and Jira, with the real
// program against strict stand-ins: opened once even if the answer is lost,
// closed and opened both ways, and what fails is said (P1, P6.6).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { ANA, BEN, GENERAL, INCIDENTS, World, build, textOf, until }
	from "./world.mjs";
import { GITHUB_TOKEN, GITLAB_TOKEN, JIRA_TOKEN, JIRA_USER, Trackers }
	from "./trackers.mjs";

const run = promisify(execFile);
const labels = { github: /^#\d+$/, gitlab: /^#\d+$/, jira: /^OPS-\d+$/ };

const config = (trackers, way) => `
outbound: { plain_loopback = true; };
webhooks: { listen = "127.0.0.1:0"; };
site: { broadcast_channel = "${INCIDENTS}"; responders = [ "${BEN}" ]; };
tickets: { sev3 = "${way}"; actions = "${way}"; look_every = "1s"; };
trackers: {
	github: { url = "${trackers.url}/github/";
		repository = "acme/reliability"; ${fromFile} };
	gitlab: { url = "${trackers.url}/gitlab/"; project = "acme/reliability"; };
	jira: { url = "${trackers.url}/jira/"; user = "${JIRA_USER}";
		project = "OPS"; };
};
`;

/* One of the tokens is in a file of its own. */
const secrets = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-tickets-"));
fs.writeFileSync(path.join(secrets, "github"), `${GITHUB_TOKEN}\n`,
	{ mode: 0o600 });
const fromFile = `token_file = "${path.join(secrets, "github")}";`;
after(() => fs.rmSync(secrets, { recursive: true, force: true }));

const env = { INCBOT_GITLAB_TOKEN: GITLAB_TOKEN, INCBOT_JIRA_TOKEN: JIRA_TOKEN,
	INCBOT_GITHUB_WEBHOOK_SECRET: "hook-one",
	INCBOT_GITLAB_WEBHOOK_TOKEN: "hook-two",
	INCBOT_JIRA_WEBHOOK_SECRET: "hook-three" };

/** Signed as each of them signs. */
const hooks = {
	github: (body) => ({ "x-hub-signature-256": "sha256=" +
		createHmac("sha256", "hook-one").update(body).digest("hex") }),
	gitlab: () => ({ "x-gitlab-token": "hook-two" }),
	jira: (body) => ({ "x-hub-signature": "sha256=" +
		createHmac("sha256", "hook-three").update(body).digest("hex") }),
};

for (const way of ["github", "gitlab", "jira"]) {
	describe(`tickets in ${way}`, () => {
		let world, trackers, room;
		const issues = () => trackers.issues[way];
		const issue = (title) => until(`the ticket ${title}`, 15_000, () =>
			issues().find((one) => title.test(one.title)));

		before(async () => {
			trackers = await Trackers.start();
			world = await World.start({
				config: config(trackers, way), env });
		});
		afterEach(() => {
			trackers.afterLoss = () => {};
		});
		after(async () => {
			await world?.stop();
			await trackers?.stop();
		});

		const port = () => world.incbots[0].text()
			.match(/what=web_listening .*port=(\d+)/)[1];

		test("P1 a SEV3 gets a ticket, and a raised one is told",
			async () => {
				await world.command(ANA, GENERAL,
					"sev3 the <b>report</b> page is *slow* @all");
				const made = await issue(/^SEV3: the <b>report/);
				assert.match(made.body, /incbot-T\w+-main-1-0/);
				if (way !== "jira")
					assert.match(made.body, /\\<b\\>report\\<\/b\\>/);
				await world.direct(ANA,
					new RegExp(`has the ticket .* in ${way}`));
				await world.command(ANA, GENERAL, "INC-1 ticket");
				await world.message(ANA, GENERAL, /Tickets of INC-1/);
				await world.command(ANA, GENERAL,
					"INC-1 sev 2 nobody can work");
				room = await world.room(ANA);
				await until("the comment", 15_000, () =>
					made.comments.some((text) =>
						/set SEV2: nobody can work/.test(text) &&
						/app_redirect\?channel=/.test(text)));
			});

		test("P6.6 an action item gets one ticket though the answer is lost",
			async () => {
				trackers.fail(way, "lost");
				await world.command(ANA, room.id, "action check the disk " +
					`<@${BEN}|ben> 2027-07-01 preventative`);
				await issue(/check the disk/);
				const said = await world.message(ANA, room.id,
					/Action item 1 has the ticket/);
				assert.match(textOf(said).match(/\|([^>]+)>/)[1],
					labels[way]);
				assert.equal(issues().filter((one) =>
					/check the disk/.test(one.title)).length, 1);
			});

		test("P6.6 done here, closed there; opened there, open here",
			async () => {
				const made = await issue(/check the disk/);
				await world.command(ANA, room.id, "action done 1");
				await until("it to be closed", 15_000, () => made.closed);
				await world.command(ANA, room.id, "action open 1");
				await until("it to be open", 15_000, () => !made.closed);
				await world.command(ANA, room.id, "ticket");
				trackers.set(way, made, true);
				await world.message(ANA, room.id,
					/Action item 1: its ticket .* is closed/);
				await world.command(ANA, room.id, "action done 1");
				await world.message(ANA, room.id, /is done already/);
			});

		test("a signed webhook has it looked at; others are refused",
			async () => {
				const url = `http://127.0.0.1:${port()}/tickets/${way}`;
				const body = JSON.stringify({ action: "closed" });
				const bad = await fetch(url, { method: "POST", body,
					headers: { "x-hub-signature-256": "sha256=00",
						"x-hub-signature": "sha256=00",
						"x-gitlab-token": "no" } });
				assert.equal(bad.status, 403);
				const good = await fetch(url, { method: "POST", body,
					headers: hooks[way](body) });
				assert.equal(good.status, 202);
			});

		test("P6.6 what is refused is said, and tried again by a click",
			async () => {
				trackers.fail(way, 404);
				await world.command(ANA, room.id, "action alarm on queues");
				await world.message(ANA, room.id, new RegExp("Action item " +
					`2: the ticket in ${way} failed: it is not there`));
				await world.command(ANA, room.id, "ticket");
				const list = await world.message(ANA, room.id,
					/Tickets of INC-1[^]*failed/);
				await world.press(ANA, room.id, list, /try the tickets/i);
				await issue(/alarm on queues/);
				await world.message(ANA, room.id,
					/Action item 2 has the ticket/);
			});

		test("P6.6 429 is waited for, in silence", async () => {
			trackers.fail(way, 429, 1, { "retry-after": "1" });
			await world.command(ANA, room.id, "action rehearse it");
			await world.message(ANA, room.id,
				/Action item 3 has the ticket/);
			assert.equal(issues().filter((one) =>
				/rehearse it/.test(one.title)).length, 1);
		});

		test("incbot doctor asks whether the project is there", async () => {
			const good = await run(path.join(build, "incbot"), ["doctor"],
				{ env: { ...process.env, ...world.environment() } });
			assert.match(good.stdout,
				new RegExp(`ok +tickets: ${way} has the project`));
			const bad = await run(path.join(build, "incbot"), ["doctor"],
				{ env: { ...process.env, ...world.environment(),
					[`INCBOT_${way.toUpperCase()}_TOKEN`]: "wrong" } })
				.catch((error) => error);
			assert.match(bad.stdout, new RegExp(
				`FAIL +tickets: ${way} does not accept the token`));
		});

		test("P1 a comment that it did not take is sent again by a line",
			async () => {
				await world.command(ANA, GENERAL, "sev3 the footer is odd");
				const ticket = await issue(/the footer is odd/);
				await world.direct(ANA, new RegExp(
					`has the ticket [^]*${ticket.number}`));
				trackers.fail(way, 404);
				await world.command(ANA, GENERAL,
					"INC-2 sev 2 it covers the buttons");
				const odd = await world.room(ANA, /the-footer-is-odd/);
				await world.message(ANA, odd.id,
					/The incident: the ticket in .* failed/);
				assert.deepEqual(ticket.comments, []);
				await world.command(ANA, odd.id, "ticket retry");
				await until("the comment", 15_000, () =>
					ticket.comments.some((text) =>
						/set SEV2: it covers the buttons/.test(text)));
			});

		test("P1 a comment whose answer is lost among many others: found, " +
			"not made twice", { skip: way !== "jira" }, async () => {
			await world.command(ANA, GENERAL, "sev3 the header is odd");
			const ticket = await issue(/the header is odd/);
			await world.direct(ANA, new RegExp(
				`has the ticket [^]*${ticket.number}`));
			trackers.fail(way, "lost");
			trackers.afterLoss = () => {
				for (let i = 0; i < 120; i++)
					ticket.comments.push(JSON.stringify({
						type: "doc", version: 1,
						content: [] }));
			};
			await world.command(ANA, GENERAL,
				"INC-3 sev 2 it covers the name");
			const ours = () => ticket.comments.filter((text) =>
				/set SEV2: it covers the name/.test(text)).length;
			const odd = await world.room(ANA, /the-header-is-odd/);
			await until("a look behind them", 30_000, () =>
				trackers.calls.some((call) =>
					/startAt=100/.test(call.url)));
			await world.message(ANA, odd.id, /first public update/i);
			assert.equal(ours(), 1);
			assert.equal(ticket.comments.length, 121);
		});

		test("P6.6 among many others of the project it is seen, too",
			async () => {
				await world.command(ANA, room.id, "action many others");
				const made = await issue(/many others/);
				await world.message(ANA, room.id,
					/Action item 4 has the ticket/);
				trackers.set(way, made, true);
				for (let i = 0; i < 120; i++)
					trackers.create(way, { title: `other ${i}`,
						body: "none of ours",
						updated: trackers.now() + 1000 });
				await world.message(ANA, room.id,
					/Action item 4: its ticket .* is closed/);
			});

		test("P6.6 an answer that is lost among many others: found, not made " +
			"twice", async () => {
			trackers.fail(way, "lost");
			trackers.afterLoss = () => {
				for (let i = 0; i < 120; i++)
					trackers.create(way, { title: `newer ${i}`,
						body: "none of ours", created:
						trackers.now() + 1000 + i });
			};
			await world.command(ANA, room.id, "action lost in the crowd");
			await world.message(ANA, room.id,
				/Action item 5 has the ticket/);
			assert.equal(issues().filter((one) =>
				/lost in the crowd/.test(one.title)).length, 1);
		});

		test("P6.6 no right to write: said at once, not tried in silence",
			async () => {
				trackers.fail(way, 403);
				await world.command(ANA, room.id, "action ask for rights");
				await world.message(ANA, room.id, new RegExp("Action item " +
					`6: the ticket in ${way} failed: it does not let`));
			});
	});
}
