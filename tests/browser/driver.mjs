/* SPDX-License-Identifier: MIT
 *
 * People at the workspace's page in a real browser (Debian's chromium). A
 * Person types, presses and reads; every wait has a deadline. What the page
 * complains about (script errors, refused requests) is kept and must be
 * nothing. Pictures go to screenshots/ in the build folder (INCBOT_BUILD).
 * Set CHROMIUM to use another browser.
 */

import assert from 'node:assert/strict';
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/* A deadline, not a wait: other tests may have the processors. */
const WAIT_MS = 30_000;
/* A clock that can't be moved is refused on purpose. */
const REFUSED = /status of 409/;
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function findBrowser() {
	if (process.env.CHROMIUM) return process.env.CHROMIUM;
	const folders = (process.env.PATH || '').split(delimiter);
	for (const file of folders.flatMap((folder) =>
		NAMES.map((name) => join(folder, name)),
	)) {
		try {
			accessSync(file, constants.X_OK);
			return file;
		} catch {
			continue;
		}
	}
	throw new Error(`none of ${NAMES.join(', ')} is installed`);
}

const top = fileURLToPath(new URL('../..', import.meta.url));
const pictures = join(process.env.INCBOT_BUILD || join(top, 'build'), 'screenshots');

const axeSource = readFileSync(
	createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
	'utf8',
);

export class Desk {
	static async start(url) {
		const browser = await chromium.launch({
			executablePath: findBrowser(),
			args: ['--no-sandbox', '--headless=new'],
		});
		return new Desk(browser, url);
	}

	constructor(browser, url) {
		this.browser = browser;
		this.url = url.replace(/\/$/, '');
		this.people = [];
	}

	/* A person with a window of their own; `look` is {channel, view, phone,
	 * dark, touch}; with touch it is a phone whose taps are counted. */
	async person(as, look = {}) {
		const context = await this.browser.newContext({
			hasTouch: Boolean(look.touch),
			viewport: look.phone || look.touch
				? { width: 390, height: 844 }
				: { width: 1280, height: 800 },
			colorScheme: look.dark ? 'dark' : 'light',
			reducedMotion: 'reduce',
		});
		context.setDefaultTimeout(WAIT_MS);
		if (look.touch)
			await context.addInitScript(() => {
				globalThis.touched = 0;
				addEventListener(
					'touchstart',
					() => globalThis.touched++,
					true,
				);
			});
		const page = await context.newPage();
		const person = new Person(this, page, as);
		this.people.push(person);
		await person.open(look);
		return person;
	}

	async stop() {
		await this.browser.close();
	}

	/* What any page complained about; a test ends with this being empty. */
	complaints() {
		return this.people.flatMap((person) => person.complaints);
	}
}

export class Person {
	constructor(desk, page, as) {
		this.desk = desk;
		this.page = page;
		this.as = as;
		this.complaints = [];
		page.on('pageerror', (error) =>
			this.complaints.push(`${as}: ${error.message}`),
		);
		page.on('console', (message) => {
			if (
				['error', 'warning'].includes(message.type()) &&
				!REFUSED.test(message.text())
			)
				this.complaints.push(`${as}: ${message.text()}`);
		});
		page.on('request', (request) => {
			if (
				!/^(https?|wss?):\/\/(127\.0\.0\.1|localhost)[:/]/.test(
					request.url(),
				)
			)
				this.complaints.push(`${as}: asked for ${request.url()}`);
		});
	}

	async open({ channel, view } = {}) {
		const words = new URLSearchParams({
			as: this.as,
			...(channel ? { channel } : {}),
			...(view ? { view } : {}),
		});
		await this.page.goto(`${this.desk.url}/#${words}`);
		await this.page.waitForSelector(`body[data-ready="${this.as}"]`);
	}

	/* Looks at the same workspace as somebody else, by their face. */
	async become(as) {
		this.as = as;
		await this.openList();
		await this.id(`user-${as}`).click();
		await this.page.waitForSelector(`body[data-ready="${as}"]`);
	}

	id(testid) {
		return this.page.getByTestId(testid);
	}

	async openList() {
		const menu = this.id('menu');
		if (
			(await menu.isVisible()) &&
			(await menu.getAttribute('aria-expanded')) !== 'true'
		)
			await menu.click();
	}

	/* Goes to a channel by its name (a part is enough), or a person's. */
	async enter(name) {
		await this.openList();
		await this.id('channel-link').filter({ hasText: name }).first().click();
		await this.id('channel-title').filter({ hasText: name }).waitFor();
	}

	async home() {
		await this.openList();
		await this.id('home-link').click();
		await this.id('home').waitFor();
	}

	/* Types into the channel's composer and sends. */
	async type(text) {
		const field = this.id('composer-input');
		await field.fill(text);
		await field.press('Enter');
		await this.page.waitForFunction(
			(wrote) =>
				document.querySelector('[data-testid=composer-input]').value !==
				wrote,
			text,
		);
	}

	/* The newest message with this text in it. */
	message(text) {
		return this.id('message').filter({ hasText: text }).last();
	}

	/* Waits until a text can be read anywhere on the page. */
	async sees(text, ms = WAIT_MS) {
		await this.page.getByText(text).last().waitFor({ timeout: ms });
	}

	/* Presses a button by what is written on it, in `where` or anywhere. */
	async press(text, where = this.page) {
		await where.getByRole('button', { name: text }).last().click();
	}

	/* Presses whatever has this action_id, the newest one first. */
	async pressAction(actionId, where = this.page) {
		await where.locator(`[data-action-id="${actionId}"]`).last().click();
	}

	/* Presses a button that asks first, and says yes. */
	async pressAndAgree(text, where = this.page) {
		await this.press(text, where);
		await this.id('confirm-agree').click();
	}

	/* Opens a menu and takes the option with this text. */
	async choose(menu, text) {
		await menu.click();
		const option = this.page
			.locator('.popup')
			.getByTestId('option')
			.filter({ hasText: text })
			.first();
		await option.click();
		if (await this.page.locator('.popup').count())
			await this.page.keyboard.press('Escape');
	}

	modal() {
		return this.id('modal');
	}

	/* The block of the open modal with this label. */
	field(label) {
		return this.modal()
			.locator('[data-block-type=input]')
			.filter({ has: this.page.locator('.label', { hasText: label }) })
			.first();
	}

	/* Fills the open modal: {label: text, option or list of options}. */
	async fill(values) {
		for (const [label, value] of Object.entries(values)) {
			const field = this.field(label);
			await field.waitFor();
			for (const each of [value].flat()) await this.fillOne(field, each);
		}
	}

	async fillOne(field, value) {
		const menu = field.getByTestId('select');
		const choice = field.locator('.choice').filter({ hasText: value });
		if (await menu.count()) await this.choose(menu, value);
		else if (await choice.count()) await choice.first().click();
		else await field.getByTestId('field').fill(String(value));
	}

	/* With a finger, where there is a touch screen. */
	async tap(text, where = this.page) {
		await where.getByRole('button', { name: text }).last().tap();
	}

	async tapSubmit() {
		await this.id('modal-submit').tap();
	}

	taps() {
		return this.page.evaluate(() => globalThis.touched);
	}

	async submit() {
		await this.id('modal-submit').click();
	}

	async modalGone() {
		await this.modal().waitFor({ state: 'detached' });
	}

	/* The accessibility rules that the page breaks as it is now. */
	async breaks() {
		await this.page.evaluate(axeSource);
		const found = await this.page.evaluate(() =>
			globalThis.axe.run(document, {
				runOnly: [
					'wcag2a',
					'wcag2aa',
					'wcag21a',
					'wcag21aa',
					'best-practice',
				],
			}),
		);
		return found.violations.map(
			(each) =>
				`${each.id}: ${each.nodes
					.map((node) => `${node.target} ${node.failureSummary}`)
					.slice(0, 3)
					.join(' | ')}`,
		);
	}

	/* Does anything stick out to the side? */
	async sticksOut() {
		return this.page.evaluate(
			() => document.documentElement.scrollWidth > window.innerWidth + 1,
		);
	}

	async shot(name) {
		mkdirSync(pictures, { recursive: true });
		await this.page.screenshot({ path: join(pictures, `${name}.png`) });
	}
}

export function nothingWrong(desk) {
	assert.deepEqual(desk.complaints(), []);
}
