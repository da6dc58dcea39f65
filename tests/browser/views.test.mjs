/* SPDX-License-Identifier: MIT
 *
 * Everything that incbot can draw (tests/golden), taken by the workspace and
 * shown by the page: no block unknown, no markup left over, readable by
 * everybody. The pictures view-*.png are for the eye.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Workspace } from '../sdk/workspace.mjs';
import { Desk, nothingWrong } from './driver.mjs';
import { startStandin } from './standin.mjs';

const ROOM = 'C0INCIDENTS';
const golden = new URL('../golden/', import.meta.url);

const views = readdirSync(golden)
	.filter((file) => file.endsWith('.json'))
	.map((file) => ({
		name: file.replace('.json', ''),
		view: JSON.parse(readFileSync(new URL(file, golden), 'utf8')),
	}));

let workspace;
let app;
let desk;
let ana;

before(async () => {
	workspace = await Workspace.start('--no-rate-limits');
	app = await startStandin(workspace);
	desk = await Desk.start(workspace.url);
	ana = await desk.person('U0ANA', { channel: ROOM });
});

after(async () => {
	await desk.stop();
	await app.stop();
	await workspace.stop();
	nothingWrong(desk);
});

/* Nothing in `where` may be unknown to the page or look like raw markup. */
async function isClean(where) {
	assert.equal(await where.locator('.unknown').count(), 0);
	const raw = /<[@#!][^>]*>|&(lt|gt|amp);|(^|\s):[a-z_]+:(\s|$)/;
	assert.doesNotMatch(await where.textContent(), raw);
}

/* A message, or an effect that sends one. */
function messageOf(view) {
	const message = view.args || view;
	const posts = !view.method || /^chat\.(postMessage|update)$/.test(view.method);
	return posts && message.blocks && !message.type ? message : null;
}

for (const { name, view } of views.filter((each) => messageOf(each.view)))
	test(`message ${name}`, async () => {
		const { text, blocks } = messageOf(view);
		const posted = await app.client.chat.postMessage({
			channel: ROOM,
			text,
			blocks,
		});
		const shown = ana.page.locator(`[data-testid=message][data-ts="${posted.ts}"]`);
		await shown.waitFor();
		await isClean(shown);
		await ana.shot(`view-${name}`);
	});

test('all messages together can be read by everybody', async () => {
	assert.deepEqual(await ana.breaks(), []);
});

/* Where nothing was said: what is drawn over it is judged without all those
 * messages, which were judged already. */
test('a channel without a word', async () => {
	await ana.enter('random');
	assert.equal(await ana.id('message').count(), 0);
});

/* A trigger lives for three seconds, which a busy machine may need for
 * something else: then whoever asked asks again. */
async function drawModal() {
	for (let tries = 3; ; tries--) {
		await ana.type('/incident draw');
		try {
			await ana.modal().waitFor({ timeout: 6_000 });
			return;
		} catch (error) {
			if (tries === 1) throw error;
		}
	}
}

for (const { name, view } of views.filter((each) => each.view.type === 'modal'))
	test(`modal ${name}`, async () => {
		app.nextView = view;
		await drawModal();
		await isClean(ana.modal());
		assert.deepEqual(await ana.breaks(), []);
		await ana.shot(`view-${name}`);
		await ana.id('modal-close').click();
		await ana.modalGone();
	});

for (const { name, view } of views.filter((each) => each.view.type === 'home'))
	test(`home ${name}`, async () => {
		app.homeView = view;
		await ana.enter('random');
		await ana.home();
		const said = view.blocks.find((block) => block.text).text.text.split('\n')[0];
		await ana
			.id('home')
			.getByText(said.replaceAll('*', '').slice(0, 20))
			.first()
			.waitFor();
		await isClean(ana.id('home'));
		assert.deepEqual(await ana.breaks(), []);
		await ana.shot(`view-${name}`);
	});
