/* SPDX-License-Identifier: MIT
 *
 * The strip on top: is the app connected, what time is it in this world, and
 * the buttons that move that time. Next: trouble.js.
 */

import { h, icon, iconButton, reconcile } from './dom.js';
import { timeWithSeconds, dayLine } from './dates.js';
import { openTroubles } from './trouble.js';
import { now, setWorldClock, speed, store } from './store.js';

const STEPS = [
	['+1 min', 60000],
	['+5 min', 300000],
	['+15 min', 900000],
	['+1 h', 3600000],
];
const SPEEDS = [1, 10, 60];

function clockTools() {
	const fixed = store.clockFixed;
	return h(
		'div',
		{ class: 'clock-tools', id: 'clock-tools' },
		h(
			'div',
			{
				class: 'segments',
				role: 'group',
				'aria-label': 'Move the clock forward',
			},
			STEPS.map(([text, ms]) =>
				h(
					'button',
					{
						type: 'button',
						'data-testid': `clock-advance-${ms}`,
						disabled: fixed,
						on: {
							click: () =>
								setWorldClock({
									advance_ms: ms,
								}),
						},
					},
					text,
				),
			),
		),
		h(
			'div',
			{
				class: 'segments',
				role: 'group',
				'aria-label': 'Speed of the clock',
			},
			SPEEDS.map((each) =>
				h(
					'button',
					{
						type: 'button',
						'data-testid': `clock-speed-${each}`,
						disabled: fixed,
						'aria-pressed': String(speed() === each),
						on: {
							click: () =>
								setWorldClock({ speed: each }),
						},
					},
					`${each}×`,
				),
			),
		),
	);
}

function appStatus() {
	if (!store.online)
		return h(
			'div',
			{ class: 'status off', role: 'status', 'data-testid': 'app-status' },
			h('span', { class: 'dot' }),
			h('span', {}, 'Page offline, trying again'),
		);
	const app = (store.state && store.state.app) || { connections: 0, unacked: 0 };
	const on = app.connections > 0;
	const count = app.connections > 1 ? ` ×${app.connections}` : '';
	return h(
		'div',
		{
			class: on ? 'status on' : 'status off',
			role: 'status',
			'data-testid': 'app-status',
			'data-connections': String(app.connections),
		},
		h('span', { class: 'dot' }),
		h(
			'span',
			{},
			h(
				'span',
				{ class: on ? 'status-words' : null },
				on ? 'App connected' : 'App not connected',
			),
			count,
		),
		app.unacked
			? h(
					'span',
					{
						class: 'unacked',
						title: 'Sent to the app, not yet acknowledged',
					},
					`${app.unacked} waiting`,
				)
			: null,
	);
}

function toggleClock() {
	const open = document.getElementById('topbar').classList.toggle('clock-open');
	document.querySelector('.clock-toggle').setAttribute('aria-expanded', String(open));
}

export function toggleSidebar(open) {
	const is = document.body.classList.toggle('with-sidebar', open);
	const button = document.querySelector('[data-testid=menu]');
	if (button) button.setAttribute('aria-expanded', String(is));
}

function menuButton() {
	return iconButton('menu', 'Conversations', () => toggleSidebar(), {
		'data-testid': 'menu',
		'aria-expanded': String(document.body.classList.contains('with-sidebar')),
		class: 'icon-button menu-button',
		'aria-controls': 'sidebar',
	});
}

function clock() {
	return h(
		'div',
		{ class: 'clock', 'data-testid': 'clock' },
		h(
			'button',
			{
				type: 'button',
				class: 'clock-toggle',
				'aria-expanded': 'false',
				'aria-controls': 'clock-tools',
				on: { click: toggleClock },
			},
			icon('clock'),
			h(
				'time',
				{ class: 'clock-now', 'data-testid': 'clock-now' },
				h('span', { class: 'clock-day' }),
				h('span', { class: 'clock-time' }),
			),
		),
		clockTools(),
	);
}

function troubleButton() {
	return iconButton(
		'bolt',
		'Make trouble',
		(event) => openTroubles(event.currentTarget),
		{
			'data-testid': 'trouble',
			'aria-haspopup': 'menu',
			'aria-expanded': 'false',
			class: 'icon-button trouble',
		},
	);
}

export function drawTopbar(bar) {
	const app = store.state ? store.state.app : null;
	reconcile(bar, [
		{ key: 'menu', sig: '', make: menuButton },
		{ key: 'clock', sig: JSON.stringify([speed(), store.clockFixed]), make: clock },
		{ key: 'trouble', sig: '', make: troubleButton },
		{ key: 'status', sig: JSON.stringify([store.online, app]), make: appStatus },
	]);
	tickClock();
}

function write(node, text) {
	if (node.textContent !== text) node.textContent = text;
}

/* Writes the time of the world into the bar; called some times a second. */
export function tickClock() {
	const node = document.querySelector('.clock-now');
	if (!node || !store.state) return;
	const at = now();
	const day = dayLine(at, 0).replace(/^(\w{3})\w*, (\d+)\w\w (\w{3})\w* .*/, '$1 $2 $3');
	write(node.querySelector('.clock-day'), `${day} `);
	write(node.querySelector('.clock-time'), timeWithSeconds(at));
	node.dataset.nowMs = String(Math.floor(at));
}
