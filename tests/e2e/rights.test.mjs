// SPDX-License-Identifier: MIT
//
// rights: guests may do nothing by default, and what the config lists is for
// those it lists, people or user groups, whatever button somebody has found.
// Whom Slack has not told of is nobody, unless it was known before a restart.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, CHLOE, DAN, GENERAL, INCIDENTS, World, textOf, until }
	from "./world.mjs";

const EVE = "U0EVE";	/* a guest of this workspace */
let world, state;

const oncall = (...users) => world.slack("usergroups.users.update",
	{ usergroup: "S0ONCALL", users: users.join() });

before(async () => {
	state = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-state-"));
	world = await World.start({ config: `site: {
		broadcast_channel = "${INCIDENTS}"; responders = [ "${BEN}" ];
	};
	rights: { close = [ "${ANA}", "S0ONCALL" ];
		page = [ "${ANA}", "S0ONCALL" ]; };\n`,
		env: { STATE_DIRECTORY: state } });
	await oncall(CHLOE);
	await until("the guests to be known", 15_000, () =>
		/what=directory_read people=\d+ guests=1/.test(
			world.incbots[0].text()));
});
after(async () => {
	await world?.stop();
	fs.rmSync(state, { recursive: true, force: true });
});

test("a guest declares nothing", async () => {
	const seen = (await world.state(EVE)).channels.find((c) => !c.is_im);
	await world.command(EVE, seen.id, "sev1 let me in");
	await world.message(EVE, seen.id, /no guests, may declare/);
	await world.command(ANA, GENERAL, "list");
	await world.message(ANA, GENERAL, /No incident is open/);
});

test("who is not listed does not close", async () => {
	await world.command(ANA, GENERAL, "sev3 the logo is crooked");
	await world.message(ANA, GENERAL, /INC-1 declared/);
	await world.command(BEN, GENERAL, "INC-1 resolved straight again");
	await world.message(BEN, GENERAL, /final update/);
	await world.command(BEN, GENERAL, "INC-1 close");
	await world.message(BEN, GENERAL,
		/Only those named in the config may close/);
	await world.command(ANA, GENERAL, "INC-1 close");
	assert.match(textOf(await world.message(ANA, GENERAL, /Closed/)),
		/Closed/);
});

test("who may not have people called declares a SEV3, and spends no number",
	async () => {
		await world.command(DAN, GENERAL, "sev1 nothing works");
		await world.message(DAN, GENERAL,
			/may have people paged here[^]*a SEV3 calls nobody/);
		await world.command(DAN, GENERAL, "sev3 labels are wrong");
		await world.message(DAN, GENERAL, /INC-2 declared/);
		await world.command(DAN, GENERAL, "INC-2 sev 1 it is worse");
		await world.see(DAN, "the second refusal", (seen) =>
			seen.channels.find((c) => c.id === GENERAL).messages
				.filter((m) => /may have people paged/.test(
					textOf(m))).length === 2);
		assert.equal((await world.state(BEN)).channels.filter((c) =>
			c.is_im).flatMap((c) => c.messages).length, 0);
	});

test("a user group's people have its right as soon as they are in it, " +
	"and no longer", async () => {
	const answers = async (user) => (await world.state(user)).channels
		.find((c) => c.id === GENERAL).messages.map(textOf)
		.filter((text) => /Closed|may close/.test(text));
	const closes = async (user, number) => {
		const before = (await answers(user)).length;
		await world.command(user, GENERAL, `INC-${number} close`);
		return until(`an answer to ${user}`, 15_000, async () =>
			(await answers(user))[before]);
	};
	const heard = (people) => until(`${people} in the group`, 15_000, () =>
		world.incbots[0].text().match(
			/what=user_group_read group=S0ONCALL people=\d+/g)
			?.pop().endsWith(`people=${people}`));
	await heard(1);
	await world.command(ANA, GENERAL, "INC-2 resolved mended");
	await world.message(ANA, GENERAL, /final update is published/);
	assert.match(await closes(DAN, 2), /Only those named/);
	await oncall(CHLOE, DAN);
	await heard(2);
	assert.match(await closes(DAN, 2), /Closed/);
	await world.command(ANA, GENERAL, "sev3 once more");
	await world.message(ANA, GENERAL, /INC-3 declared/);
	await world.command(ANA, GENERAL, "INC-3 resolved mended");
	await oncall(CHLOE);
	await heard(1);
	assert.match(await closes(DAN, 3), /Only those named/);
	assert.match(await closes(CHLOE, 3), /Closed/);
});

/** incbot again, while Slack does not tell who is who. */
async function startBlind() {
	assert.equal(await world.incbots.at(-1).stop(), 0);
	for (const method of ["users.list", "usergroups.users.list"])
		await world.fault("500", { method, count: 1 });
	await world.startIncbot();
	await until("Slack to say nothing", 15_000, () =>
		/what=directory_not_read/.test(world.incbots.at(-1).text()));
}

test("who was known before a restart goes on while Slack says nothing",
	async () => {
		await startBlind();
		await world.command(DAN, GENERAL, "sev3 after the restart");
		await world.message(DAN, GENERAL, /INC-4 declared/);
	});

test("without an earlier answer nobody is taken for a member, until there " +
	"is one", async () => {
	fs.rmSync(path.join(state, "people.json"));
	await world.fault("500", { method: "users.info", count: 1 });
	await startBlind();
	await world.command(DAN, GENERAL, "sev3 who am I");
	await world.message(DAN, GENERAL,
		/Slack has not told me yet whether you may declare/);
	/* Asked for once more, and now Slack answers. */
	await world.command(DAN, GENERAL, "sev3 now you know");
	await world.message(DAN, GENERAL, /INC-5 declared/);
	const lists = world.incbots.at(-1).text()
		.match(/what=directory_read /g) ?? [];
	assert.equal(lists.length, 0, "it was not the whole list");
});
