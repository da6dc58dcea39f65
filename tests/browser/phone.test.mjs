/* SPDX-License-Identifier: MIT
 *
 * The public update from a phone: a touch screen of 390 pixels, and every tap
 * counted by the page itself, from the message that somebody reads until the
 * update is out for everybody.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { World } from '../e2e/world.mjs';
import { Desk, nothingWrong } from './driver.mjs';

const TEXT = 'Paying by card fails for some. We are on it.';
const SLUG = 'checkout-fails';

let world;
let desk;
let ana;
let chloe;

before(async () => {
	world = await World.start();
	desk = await Desk.start(world.url);
	ana = await desk.person('U0ANA', { channel: 'C0GENERAL' });
	chloe = await desk.person('U0CHLOE', { channel: 'C0GENERAL', touch: true });
	await ana.type('/incident sev1 checkout fails');
	await ana.enter(SLUG);
	await ana.id('pinned-bar').waitFor();
	await ana.type('/incident comms @chloe');
	await ana.message('@chloe is comms lead').waitFor();
});

after(async () => {
	if (desk) await desk.stop();
	if (world) await world.stop();
	if (desk) nothingWrong(desk);
});

/* How often the screen is touched while something is done. */
async function taps(person, act) {
	const before = await person.taps();
	await act();
	return (await person.taps()) - before;
}

/* Told in the broadcast channel so many times. */
const published = (times) =>
	world.see('U0ANA', `${times} updates`, (state) =>
		state.channels
			.find((c) => c.name === 'incidents')
			?.messages.filter((m) => JSON.stringify(m).includes(TEXT)).length >=
		times);

test('P4.2 the first update in own words takes two taps', async () => {
	await chloe.enter(SLUG);
	await chloe.message('Edit first').waitFor();
	const count = await taps(chloe, async () => {
		await chloe.tap('Edit first');
		await chloe.modal().waitFor();
		await chloe.fill({ 'Public update': TEXT });
		await chloe.tapSubmit();
		await chloe.modalGone();
	});
	await published(1);
	assert.equal(count, 2);
});

test('P4 update from a phone in two taps: on the reminder, and on Publish', async () => {
	await world.advance(15 * 60_000);
	await chloe.enter('incbot');
	await chloe.message(/update.*(due|overdue)/i).waitFor();
	const count = await taps(chloe, async () => {
		await chloe.tap('Write update');
		await chloe.modal().getByText('Public update').first().waitFor();
		assert.equal(await chloe.field('Public update').getByTestId('field')
			.inputValue(), TEXT);
		assert.ok(!(await chloe.sticksOut()));
		await chloe.shot('phone-update');
		await chloe.tapSubmit();
		await chloe.modalGone();
	});
	await published(2);
	assert.equal(count, 2);
});

test('P4 update from a phone in two taps: in the channel, and on Publish', async () => {
	await chloe.enter(SLUG);
	await chloe.message('Publish update').waitFor();
	const count = await taps(chloe, async () => {
		await chloe.tap('Publish update');
		await chloe.modal().getByText('Public update').first().waitFor();
		await chloe.tapSubmit();
		await chloe.modalGone();
	});
	await published(3);
	assert.equal(count, 2);
});
