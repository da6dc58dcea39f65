/* SPDX-License-Identifier: MIT
 *
 * The workspace's page in a real browser: what an app draws can be read and
 * pressed, by mouse and by keyboard, on a desk and on a phone, by everybody.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workspace } from '../sdk/workspace.mjs';
import { Desk, nothingWrong } from './driver.mjs';
import { startStandin } from './standin.mjs';

const ROOM = 'C0INCIDENTS';

let workspace;
let app;
let desk;
let ana;
let ben;

before(async () => {
	workspace = await Workspace.start();
	app = await startStandin(workspace);
	desk = await Desk.start(workspace.url);
	ana = await desk.person('U0ANA', { channel: ROOM });
	ben = await desk.person('U0BEN', { channel: ROOM });
});

after(async () => {
	await desk.stop();
	await app.stop();
	await workspace.stop();
	nothingWrong(desk);
});

/* Waits until the app was told what `test` looks for. */
async function told(what, test) {
	const state = workspace.see('U0ANA');
	return state
		.until(what, () => app.heard.find(test))
		.catch(async (error) => {
			const late = app.heard.find(test);
			if (late) return late;
			throw error;
		});
}

test('it shows the workspace, the person and that the app is there', async () => {
	assert.equal(await ana.id('team').textContent(), 'Acme');
	assert.equal(await ana.id('me').textContent(), 'Ana Silva');
	await ana.id('app-status').filter({ hasText: 'App connected' }).waitFor();
	assert.equal(await ana.page.title(), '#incidents · Acme');
});

test('what one person says, another reads, and markup stays text', async () => {
	await ana.type('<b>bold?</b> & *strong* @ben :fire:');
	const message = ben.message('bold?');
	await message.waitFor();
	assert.equal(
		await message.locator('.text').textContent(),
		'<b>bold?</b> & strong @ben 🔥',
	);
	assert.equal(await message.locator('.text strong').textContent(), 'strong');
	assert.equal(await message.locator('.mention.me').textContent(), '@ben');
});

test('a command is proposed, explained and answered in private', async () => {
	const field = ana.id('composer-input');
	await field.pressSequentially('/inc');
	await ana.id('suggestion').filter({ hasText: '/incident' }).waitFor();
	await field.press('Tab');
	assert.equal(await field.inputValue(), '/incident ');
	await ana.id('usage-hint').waitFor();
	await field.pressSequentially('page @be');
	await ana.id('suggestion').filter({ hasText: 'Ben Okafor' }).waitFor();
	await field.press('Enter');
	assert.equal(await field.inputValue(), '/incident page @ben ');
	await field.press('Enter');
	const answer = ana.message('You said page');
	await answer.waitFor();
	assert.equal(await answer.getAttribute('data-ephemeral'), 'true');
	await answer.getByText('Only visible to you').waitFor();
	assert.equal(await ben.message('You said page').count(), 0);
});

test('a wrong command is refused in words, and an app that sleeps is said', async () => {
	await ana.id('composer-input').fill('/nonsense');
	await ana.id('composer-input').press('Enter');
	await ana.id('toast').filter({ hasText: '/nonsense is not a valid command' }).waitFor();
	await ana.id('composer-input').fill('');
	await ana.type('/incident forget');
	const notice = ana.id('toast').filter({ hasText: 'operation_timeout' });
	await notice.waitFor();
	await notice.getByTestId('toast-dismiss').click();
	await notice.waitFor({ state: 'detached' });
});

test('every block is drawn and every element works', async () => {
	await ana.type('/incident card');
	const card = ana.message('SEV1 Checkout fails');
	await card.waitFor();
	await card.getByText('Not markup: <b>bold</b> & marked').waitFor();
	assert.equal(await card.locator('.unknown').count(), 0);
	await ana.shot('page-card');

	await ana.press('I lead', card);
	await ana.message('You lead.').waitFor();
	await ana.press('Resolve', card);
	await ana.id('confirm-deny').click();
	assert.ok(!app.heard.some((each) => each.action === 'end'));
	await ana.pressAndAgree('Resolve', card);
	await told('the confirmed press', (each) => each.action === 'end');
	await ana.choose(card.locator('[data-action-id=sev]'), 'SEV2');
	const sev = await told('the severity', (each) => each.action === 'sev');
	assert.equal(sev.selected_option.value, 'SEV2');
	await ana.choose(card.locator('[data-action-id=who]'), 'Chloé');
	assert.equal(
		(await told('the person', (each) => each.action === 'who')).selected_user,
		'U0CHLOE',
	);
	await ana.choose(card.locator('[data-action-id=room]'), 'random');
	assert.equal(
		(await told('the channel', (each) => each.action === 'room')).selected_channel,
		'C0RANDOM',
	);
	await ana.choose(card.locator('[data-action-id=talk]'), 'general');
	assert.equal(
		(await told('the conversation', (each) => each.action === 'talk'))
			.selected_conversation,
		'C0GENERAL',
	);
	await ana.choose(card.locator('[data-action-id=many]'), 'web');
	assert.equal(
		(await told('the services', (each) => each.action === 'many'))
			.selected_options[0].value,
		'web',
	);
	await card.locator('[data-action-id=day]').fill('2026-10-01');
	assert.equal(
		(await told('the day', (each) => each.action === 'day')).selected_date,
		'2026-10-01',
	);
	await card.locator('[data-action-id=hour]').fill('09:15');
	assert.equal(
		(await told('the hour', (each) => each.action === 'hour')).selected_time,
		'09:15',
	);
	await card.locator('.choice').filter({ hasText: 'Assess' }).click();
	assert.equal(
		(await told('the step', (each) => each.action === 'steps')).selected_options[0]
			.value,
		'Assess',
	);
	await card.locator('.choice').filter({ hasText: /^No$/ }).click();
	assert.equal(
		(await told('the radio button', (each) => each.action === 'pick'))
			.selected_option.value,
		'No',
	);
	await card.locator('[data-action-id=over]').click();
	await ana.page
		.locator('.popup')
		.getByTestId('option')
		.filter({ hasText: 'web' })
		.click();
	assert.equal(
		(await told('the overflow', (each) => each.action === 'over')).selected_option
			.value,
		'web',
	);
});

test('a modal checks, keeps what was typed, shows refusals, stacks', async () => {
	app.heard.length = 0;
	await ana.type('/incident declare');
	await ana.modal().waitFor();
	await ana.submit();
	assert.equal(
		await ana.modal().getByText('Please complete this required field.').count(),
		2,
	);
	await ana.fill({
		'What is broken?': 'bad',
		Severity: 'SEV2',
		Flags: ['security'],
		Services: ['api', 'mail'],
		Commander: 'Dan',
		More: 'line one\nline two',
		'Since when': '2026-09-21T14:00',
		'Users hurt': '0',
		Mail: 'nobody',
	});
	await ana.submit();
	await ana.modal().getByText('Write at least 1.').waitFor();
	await ana.modal().getByText('Write a mail address').waitFor();
	await ana.fill({ 'Users hurt': '12', Mail: 'ana@acme.example' });
	await ana.submit();
	await ana.modal().getByText('Say it differently.').waitFor();
	await ana.shot('page-modal-refused');
	assert.equal(
		await ana.field('More').getByTestId('field').inputValue(),
		'line one\nline two',
	);
	await ana.fill({ 'What is broken?': 'Checkout fails' });
	await ana.submit();
	await ana.modal().getByText('Really?').waitFor();
	await ana.id('modal-back').click();
	await ana.field('What is broken?').waitFor();
	assert.equal(
		await ana.field('What is broken?').getByTestId('field').inputValue(),
		'Checkout fails',
	);
	await ana.submit();
	await ana.modal().getByText('Really?').waitFor();
	await ana.submit();
	await ana.modalGone();
	const values = app.heard[1];
	assert.equal(values.title.value.value, 'Checkout fails');
	assert.equal(values.sev.value.selected_option.value, 'SEV2');
	assert.deepEqual(
		values.flags.value.selected_options.map((each) => each.value),
		['security'],
	);
	assert.deepEqual(
		values.services.value.selected_options.map((each) => each.value),
		['api', 'mail'],
	);
	assert.equal(values.lead.value.selected_user, 'U0DAN');
	assert.equal(values.count.value.value, '12');
	assert.equal(values.link.value.value, null);
	assert.equal(typeof values.since.value.selected_date_time, 'number');
});

test('a modal is a form for the keyboard: Escape leaves, focus comes back', async () => {
	await ben.type('/incident declare');
	await ben.modal().waitFor();
	assert.equal(
		await ben.page.evaluate(
			() => document.activeElement.closest('[data-block-id]').dataset.blockId,
		),
		'title',
	);
	await ben.page.keyboard.type('typed');
	await ben.page.keyboard.press('Tab');
	await ben.page.keyboard.press('ArrowDown');
	await ben.page.locator('.popup').waitFor();
	await ben.page.keyboard.press('ArrowDown');
	await ben.page.keyboard.press('Enter');
	assert.equal(
		await ben.field('Severity').getByTestId('select').getAttribute('data-value'),
		'SEV2',
	);
	await ben.page.keyboard.press('Escape');
	await ben.modalGone();
});

test('threads, reactions, pins', async () => {
	await ana.type('please look here');
	const message = ben.message('please look here');
	await message.hover();
	await message.getByTestId('tool-react').click();
	await ben.id('react-eyes').click();
	await ana.message('please look here').getByTestId('reaction-eyes').waitFor();
	await message.hover();
	await message.getByTestId('tool-thread').click();
	await ben.id('thread-input').fill('on it');
	await ben.id('thread-input').press('Enter');
	await ana.message('please look here').getByText('1 reply').waitFor();
	assert.equal(await ana.id('messages').getByText('on it').count(), 0);
	await ben.id('thread-close').click();
	await message.hover();
	await message.getByTestId('tool-more').click();
	await ben.id('menu-pin').click();
	await ana.id('pinned-bar').filter({ hasText: '1 pinned' }).waitFor();
});

test('unread channels are counted until they are read', async () => {
	await ben.enter('general');
	await ana.enter('random');
	await ana.type('ping');
	const link = ben.id('channel-link').filter({ hasText: 'random' });
	await link.getByTestId('unread').waitFor();
	await link.click();
	await link.getByTestId('unread').waitFor({ state: 'detached' });
	await ben.enter('incidents');
	await ana.enter('incidents');
});

test('the Home tab is drawn by the app, for each person', async () => {
	await ana.home();
	await ana.id('home').getByText('@ana').waitFor();
	await ana.shot('page-home');
	await ana.become('U0DAN');
	await ana.id('home').getByText('@dan').waitFor();
	await ana.become('U0ANA');
});

test('the app is written to from its name, and only the two read it', async () => {
	await ana.enter('incidents');
	const card = ana.message('SEV1 Checkout fails');
	await card.locator('.author').click();
	await ana.id('card-message').click();
	await ana.id('channel-title').filter({ hasText: 'incbot' }).waitFor();
	await ana.type('psst');
	await ana.message('psst').waitFor();
	assert.equal(await ben.page.getByText('psst').count(), 0);
	await ana.enter('incidents');
});

test("one's own words are edited and deleted", async () => {
	await ana.type('teh words');
	const message = ana.message('teh words');
	await message.hover();
	await message.getByTestId('tool-more').click();
	await ana.id('menu-edit').click();
	await ana.id('confirm-dialog').locator('textarea').fill('the words');
	await ana.id('confirm-agree').click();
	await ben.message('the words').getByTestId('edited').waitFor();
	const better = ana.message('the words');
	await better.hover();
	await better.getByTestId('tool-more').click();
	await ana.id('menu-delete').click();
	await ben.message('the words').waitFor({ state: 'detached' });
});

test('nothing breaks the rules of accessibility, by day and by night', async () => {
	const dark = await desk.person('U0ANA', { channel: ROOM, dark: true });
	for (const person of [ana, dark]) {
		await person.open({ channel: ROOM });
		await person.message('SEV1 Checkout fails').waitFor();
		assert.deepEqual(await person.breaks(), []);
		await person.open({ view: 'home' });
		await person.id('home').waitFor();
		assert.deepEqual(await person.breaks(), []);
	}
	await dark.open({ channel: ROOM });
	await dark.type('/incident declare');
	await dark.modal().waitFor();
	assert.deepEqual(await dark.breaks(), []);
	await dark.shot('page-modal-dark');
	await dark.id('modal-x').click();
	await dark.modalGone();
});

test('a phone is wide enough', async () => {
	const phone = await desk.person('U0BEN', { channel: ROOM, phone: true });
	await phone.message('SEV1 Checkout fails').waitFor();
	assert.equal(await phone.sticksOut(), false);
	await phone.shot('page-phone');
	await phone.enter('general');
	await phone.home();
	assert.equal(await phone.sticksOut(), false);
	assert.deepEqual(await phone.breaks(), []);
});

test('without a clock of its own the world says so', async () => {
	await ben.id('clock-advance-300000').click();
	await ben.id('toast').filter({ hasText: 'real time' }).waitFor();
	assert.equal(await ben.id('clock-advance-300000').isDisabled(), true);
});

test("only the workspace's own files may run in the page", async () => {
	const reply = await fetch(`${workspace.url}/`);
	assert.equal(reply.headers.get('content-security-policy'), "default-src 'self'");
});

test('a world with a clock is moved, sped up, and tells the new time', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'clock-'));
	const world = await Workspace.start('--clock', join(folder, 'clock'));
	const office = await Desk.start(world.url);
	const dan = await office.person('U0DAN', { channel: ROOM });
	const nowMs = () => dan.id('clock-now').getAttribute('data-now-ms').then(Number);
	const passes = (then) =>
		dan.page.waitForFunction(
			(ms) =>
				Number(document.querySelector('.clock-now').dataset.nowMs) >=
				ms,
			then,
		);
	const early = await nowMs();
	await dan.id('clock-advance-3600000').click();
	await passes(early + 3600000);
	await dan.id('clock-speed-60').click();
	await dan.page.locator('[data-testid=clock-speed-60][aria-pressed=true]').waitFor();
	await passes((await nowMs()) + 120000);
	await world.stop();
	await dan.id('app-status').filter({ hasText: 'Page offline' }).waitFor();
	await office.stop();
	rmSync(folder, { recursive: true });
});

test('trouble is made from a menu, and the app gets over it', async () => {
	await ana.enter('incidents');
	const since = await workspace.logSeq();
	await ana.id('trouble').click();
	await ana.id('trouble-F11').click();
	await ana.id('toast').filter({ hasText: 'Done: Drop the connection' }).waitFor();
	await workspace.happened('a new connection', since, (each) => each.what === 'ws_open');
	await ana.id('app-status').filter({ hasText: 'App connected' }).waitFor();
	await ana.type('/incident still there');
	await ana.message('You said still there').waitFor();
});

test('who reads further up is told of what is new below', async () => {
	for (let i = 0; i < 20; i++)
		await workspace.act('U0BEN', 'say', {
			channel: 'C0GENERAL',
			text: `line ${i}\n\nmore`,
		});
	await ana.enter('general');
	await ana.message('line 19').waitFor();
	const list = ana.page.locator('.main .scroll');
	await list.evaluate((node) => node.scrollTo(0, 0));
	assert.equal(await ana.id('below').isVisible(), false);
	await workspace.act('U0BEN', 'say', { channel: 'C0GENERAL', text: 'the newest' });
	await ana.id('below').click();
	await ana.id('below').waitFor({ state: 'hidden' });
	await ana.message('the newest').waitFor();
	assert.ok(await list.evaluate((node) => node.scrollTop > 0));
});
