/* SPDX-License-Identifier: MIT
 *
 * An incident as people live it, in a real browser with the shipped program:
 * declared from the Home tab, paged, acknowledged, led, told to everybody,
 * made stable, resolved; by clicking and by typing. Set DEMO_URL to play it in
 * a running demo; otherwise a world of its own is started. The pictures in
 * screenshots/ show each step.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { World } from '../e2e/world.mjs';
import { Desk, nothingWrong } from './driver.mjs';

const TITLE = 'Checkout fails with an error';
const SLUG = 'checkout-fails';

let world;
let desk;
let ana;
let ben;
let chloe;

before(async () => {
	world = process.env.DEMO_URL ? null : await World.start();
	desk = await Desk.start(process.env.DEMO_URL || world.url);
	ana = await desk.person('U0ANA', { view: 'home' });
	ben = await desk.person('U0BEN', { channel: 'C0GENERAL' });
	chloe = await desk.person('U0CHLOE', { channel: 'C0INCIDENTS' });
});

after(async () => {
	if (desk) await desk.stop();
	if (world) await world.stop();
	if (desk) nothingWrong(desk);
});

/* The pinned card: the message with the buttons of the incident. */
const card = (person) => person.message('Take').first();

/* Enters the incident's channel as soon as it is in the list. */
async function enterRoom(person) {
	await person.enter(SLUG);
	await person.id('pinned-bar').waitFor();
}

test('P1.1 P7.2 declared from the Home tab in two clicks and a line', async () => {
	await ana.id('home').getByText('Nothing is on fire.').waitFor();
	await ana.shot('incident-1-calm');
	await ana.press('Declare an incident', ana.id('home'));
	await ana.modal().waitFor();
	await ana.fill({ 'What is broken?': TITLE, Severity: 'SEV1' });
	await ana.shot('incident-2-declare');
	await ana.submit();
	await ana.modalGone();
	await enterRoom(ana);
	await ana.message(TITLE).waitFor();
	await ana.id('topic').filter({ hasText: 'SEV1' }).waitFor();
	await ana.id('bookmarks').waitFor();
	await ana.shot('incident-3-channel');
	await chloe.message(TITLE).waitFor();
});

test('P2.2 P2.5 the one on call is paged in person and acknowledges by a click', async () => {
	await ben.enter('incbot');
	await ben.message(TITLE).waitFor();
	await ben.shot('incident-4-paged');
	await ben.press('Acknowledge', ben.message(TITLE));
	await ana.message('@ben acknowledged').waitFor();
});

test('P6.3 a message is marked by a reaction and by a pin, edited, and stands in the timeline', async () => {
	await enterRoom(ben);
	await ben.type('the pool looks full');
	const said = ben.message('the pool looks full');
	await said.hover();
	await said.getByTestId('tool-react').click();
	await ben.id('react-pushpin').click();
	await said.getByTestId('reaction-pushpin').waitFor();
	const told = async (text) => {
		for (let tries = 0; tries < 20; tries++) {
			await ana.type('/incident timeline');
			await ana.message('Timeline of').waitFor();
			if (await ana.message('Timeline of').getByText(text).count())
				return;
		}
		throw new Error(`the timeline never said ${text}`);
	};
	await told('Marked, by');
	await said.hover();
	await said.getByTestId('tool-more').click();
	await ben.id('menu-pin').click();
	await said.getByText('Pinned').first().waitFor();
	await said.hover();
	await said.getByTestId('tool-more').click();
	await ben.id('menu-edit').click();
	await ben.page.getByRole('textbox', { name: 'Edit message' })
		.fill('both pools look full');
	await ben.id('confirm-agree').click();
	await told('both pools look full');
	await ana.shot('incident-marked');
});

test('P3.3 roles: one by a click on the card, one by a line', async () => {
	await ana.press('Take IC', ana.id('messages'));
	await ana.message('@ana is incident commander').waitFor();
	await ana.type('/incident comms @chloe');
	await ana.message('@chloe is comms lead').waitFor();
	await enterRoom(ben);
	await ben.type('/incident tech');
	await ana.message('@ben is technical lead').waitFor();
	await ana.id('topic').filter({ hasText: '@ben' }).waitFor();
	await chloe.enter('incbot');
	await chloe.message('public updates').waitFor();
});

test('P2.8 P7.2 somebody else who is needed is paged by clicking', async () => {
	await ana.press('Page somebody', ana.id('messages'));
	await ana.fill({ 'Whom?': 'Dan', 'What for?': 'you built the pool' });
	await ana.shot('incident-page-form');
	await ana.submit();
	await ana.modalGone();
	await ana.message('@ana has @dan paged, extra help: you built the pool').waitFor();
	await ana.message(/@dan, extra help: message delivered/).waitFor();
});

test('P4.2 P4.3 the draft of the first update is edited and published', async () => {
	await enterRoom(chloe);
	await chloe.press('Edit first', chloe.id('messages'));
	await chloe.modal().waitFor();
	await chloe.shot('incident-5-update');
	await chloe.fill({ 'Public update': 'Paying by card fails for some. We are on it.' });
	await chloe.submit();
	await chloe.modalGone();
	await chloe.enter('incidents');
	await chloe.message('Paying by card fails for some').waitFor();
	await chloe.shot('incident-6-published');
});

test('P4.1 the clock is turned and the comms lead is reminded', async () => {
	await chloe.id('clock-advance-900000').click();
	await chloe.enter('incbot');
	await chloe.message(/update.*(due|overdue)/i).waitFor();
	await chloe.shot('incident-7-reminded');
});

test('P7.3 a mistake gets one private sentence', async () => {
	await ana.type('/incident severity seven');
	const refusal = ana.id('message').and(ana.page.locator('[data-ephemeral]')).last();
	await refusal.waitFor();
	await refusal.getByText('/incident sev').first().waitFor();
	assert.equal(await ben.page.getByText('severity seven').count(), 0);
});

test('P5.5 the technical lead marks the service stable', async () => {
	await ben.type('/incident mitigated Rolled back to the release of yesterday.');
	await ana.message('marked the service stable').waitFor();
	await ana
		.id('topic')
		.filter({ hasText: /mitigated|stable/i })
		.waitFor();
});

test('P4.4 resolving asks for the last word to everybody', async () => {
	await ana.press('Resolve', ana.id('messages'));
	await ana.modal().waitFor();
	await ana.submit();
	await ana.modal().getByText('Please complete this required field.').waitFor();
	await ana.fill({ 'Final public update': 'Card payments work again. Sorry.' });
	await ana.shot('incident-8-resolve');
	await ana.submit();
	await ana.modalGone();
	await ana.message('resolved the incident').waitFor();
	await chloe.enter('incidents');
	await chloe.message('Card payments work again').waitFor();
	await ana.shot('incident-9-resolved');
	await ana.home();
	await ana.id('home').getByText('Nothing is on fire.').waitFor();
});

test('what incbot draws can be read by everybody, also on a phone at night', async () => {
	await enterRoom(ana);
	assert.deepEqual(await ana.breaks(), []);
	const phone = await desk.person('U0BEN', {
		channel: 'C0INCIDENTS',
		phone: true,
		dark: true,
	});
	await enterRoom(phone);
	assert.equal(await phone.sticksOut(), false);
	assert.deepEqual(await phone.breaks(), []);
	await phone.shot('incident-10-phone');
});
