/* SPDX-License-Identifier: MIT
 *
 * The report of a rich incident, played with the shipped program, as a file in
 * a real browser: desktop, phone, at night, the public version. No script, no
 * request, no rule of axe broken, nothing that people wrote becomes markup.
 * The pictures in screenshots/ are there to be looked at.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ANA, BEN, CHLOE, GENERAL, MINUTE, World, build } from '../e2e/world.mjs';
import { Desk } from './driver.mjs';

const HOSTILE_SERVICE = /no service|none|checkout/i;
const EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script> & `x`';
const WIDTHS = { desktop: 1280, phone: 390 };
const pictures = join(build, 'screenshots');
const folder = mkdtempSync(join(tmpdir(), 'incbot-report-'));
const axeSource = readFileSync(
	createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
	'utf8',
);

let world;
let desk;
let room;

const type = async (who, line, seen) => {
	await world.command(who, room.id, line);
	if (seen) await world.message(who, room.id, seen);
};

/* An hour in the life of a team. */
async function play() {
	await world.command(ANA, GENERAL, `sev1 checkout is down ${EVIL}`);
	room = await world.room(ANA);
	await world.see(ANA, 'the people in the channel', (state) =>
		[ANA, BEN, CHLOE].every((user) =>
			state.channels.find((c) => c.id === room.id).members.includes(user),
		),
	);
	await world.advance(2 * MINUTE);
	await type(BEN, 'ack', /acknowledged/);
	await type(ANA, 'ic', /is incident commander/);
	await type(CHLOE, 'comms', /is comms lead/);
	await type(BEN, 'tech', /is technical lead/);
	await type(BEN, `assess payments ${EVIL}; all of Europe; 20 min ago`, /assessed/);
	await type(CHLOE, 'update We are looking into it.', /published/);
	const said = await world.act(CHLOE, 'say', {
		channel: room.id,
		text: `the pool is full ${EVIL}`,
		file: 'pool <b>.png',
	});
	await world.act(BEN, 'react', { channel: room.id, ts: said.ts, name: 'pushpin' });
	await world.advance(9 * MINUTE);
	await type(ANA, `note the deploy of 08:58 is suspected ${EVIL}`, /noted/);
	await type(BEN, 'park why does nobody see how full a pool is', /parked/);
	await world.advance(12 * MINUTE);
	await type(CHLOE, 'update identified: We know why and roll back.', /roll back/);
	await type(BEN, 'mitigated rolled back', /marked the service stable/);
	await world.advance(10 * MINUTE);
	await type(CHLOE, 'update monitoring: It works; we keep watching.', /keep watching/);
	await type(ANA, 'resolved It works again.', /resolved the incident/);
	await type(ANA, `rootcause The size of the pool was a guess ${EVIL}`);
	await type(ANA, 'why the pool was full');
	await type(ANA, 'why its size was never measured');
	await type(BEN, 'impact 1,200 orders failed');
	await type(BEN, 'worked the alarm came first');
	await type(ANA, 'action "alarm on the pool" <@U0BEN|ben> +3d preventative', /action item 1/);
	await type(ANA, 'entry 00:01 the deploy went out');
	await type(ANA, `correct 1 checkout went down, corrected ${EVIL}`, /is corrected/);
	await type(ANA, 'note internal: the password was rotated', /password was rotated/);
}

const report = (format) => {
	const done = spawnSync(
		join(build, 'incbot'),
		['postmortem', 'INC-1', '--format', format],
		{ encoding: 'utf8', env: world.environment(), maxBuffer: 1 << 26 },
	);
	assert.equal(done.status, 0, done.stderr);
	return done.stdout;
};

before(async () => {
	world = await World.start();
	await play();
	desk = await Desk.start('http://127.0.0.1/');
});

after(async () => {
	await desk?.stop();
	await world?.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function look(name, html, { width = WIDTHS.desktop, dark = false } = {}) {
	const file = join(folder, `${name}.html`);
	writeFileSync(file, html);
	const context = await desk.browser.newContext({
		viewport: { width, height: 900 },
		colorScheme: dark ? 'dark' : 'light',
		bypassCSP: true,
	});
	const page = await context.newPage();
	const asked = [];
	const wrong = [];
	page.on('request', (request) => asked.push(request.url()));
	page.on('dialog', (dialog) => {
		wrong.push(dialog.message());
		dialog.dismiss();
	});
	page.on('pageerror', (error) => wrong.push(error.message));
	await page.goto(pathToFileURL(file).href);
	mkdirSync(pictures, { recursive: true });
	await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
	assert.equal(asked.length, 1, `asked for ${asked.slice(1)}`);
	assert.deepEqual(wrong, []);
	assert.equal(await page.locator('script, img, iframe, form').count(), 0);
	await page.evaluate(axeSource);
	const found = await page.evaluate(() =>
		globalThis.axe.run(document, {
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
		}),
	);
	assert.deepEqual(
		found.violations.map((each) => `${each.id} ${each.nodes.map((node) => node.target)}`),
		[],
	);
	assert.equal(
		await page.evaluate(
			() => document.documentElement.scrollWidth > window.innerWidth + 1,
		),
		false,
		'sticks out to the side',
	);
	const text = await page.locator('body').innerText();
	await context.close();
	return text;
}

for (const [name, width] of Object.entries(WIDTHS))
	for (const dark of [false, true])
		test(`P6.8 the report can be read by everybody: ${name}${dark ? ', at night' : ''}`, async () => {
			const text = await look(`report-${name}${dark ? '-dark' : ''}`, report('html'), {
				width,
				dark,
			});
			assert.match(text, /<script>alert\(2\)<\/script>/);
		});

test('P6.3 the draft holds all that the record knows', async () => {
	const text = await look('report', report('html'));
	for (const each of [
		/Acknowledged after\s+2 min/, /Assessed after/, /First public update after/,
		/Stable after/, /Resolved after/, /Updates on time\s+\d of 4/,
		/Duration of the harm\s+\d+ min/, /all of Europe/,
		/incident commander\s+@Ana Silva/, /technical lead\s+@Ben Okafor/,
		/comms lead\s+@Chloé Martin/,
		/Pages\n[^]*by Slack after/, /Public updates\n[^]*We know why/,
		/Marked messages\n[^]*@Chloé Martin\s+the pool is full[^]*message, pool <b>\.png/,
		/Marked, by @Chloé Martin: the pool[^\n]*\(message, pool <b>\.png\)/,
		/Parked for later\n[^]*why does nobody see/,
		/the deploy went out/, /Corrected by @Ana Silva; written [^]*declared SEV1/,
	])
		assert.match(text, each);
});

test('P6.3 what is hidden, who did it and what was corrected is not public', async () => {
	const lines = report('json');
	const number = JSON.parse(lines).timeline.findIndex((each) =>
		/password/.test(each.text ?? '')) + 1;
	await type(ANA, `hide ${number}`, /left out of the public version/);
	const text = await look('report-public', report('public-html'));
	assert.doesNotMatch(text, /password/);
	assert.doesNotMatch(text,
		/U0ANA|U0BEN|U0CHLOE|Ana Silva|Ben Okafor|Chloé Martin/);
	assert.doesNotMatch(text, /Corrected by/);
	assert.match(text, /checkout went down, corrected/);
	assert.match(text, /We know why and roll back/);
	assert.doesNotMatch(report('public-md'), /password|U0ANA|Ana Silva|Corrected by/);
	assert.match(await look('report', report('html')), /password[^]*Not in the public version/);
});

/* The company's figures as the command prints them and the inner page serves. */
for (const [name, width] of Object.entries(WIDTHS))
	test(`the figures can be read by everybody: ${name}, at night`, async () => {
		const done = spawnSync(join(build, 'incbot'), ['figures', '--format', 'html'], {
			encoding: 'utf8',
			env: world.environment(),
		});
		assert.equal(done.status, 0, done.stderr);
		const text = await look(`figures-${name}`, done.stdout, { width, dark: true });
		assert.match(text, /SEV1/);
		assert.match(text, HOSTILE_SERVICE);
	});
