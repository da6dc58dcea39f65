/* SPDX-License-Identifier: MIT
 *
 * Modals: the top one of the stack as a form in a dialog, with the app's and
 * Slack's own complaints under the fields. Next: blocks.js, surface.js.
 */

import { h, iconButton, show } from './dom.js';
import { blockNodes } from './blocks.js';
import { textObject } from './mrkdwn.js';
import { forget, surfaceOf } from './surface.js';
import { act, changed, namesMark, store } from './store.js';

const REQUIRED = 'Please complete this required field.';
const BUSY_MS = 4000;

let dialog = null;
let shownId = '';
let depthBefore = 0;
let complaints = { id: '', hash: '', errors: {} };
let busy = { id: '', hash: '' };

function isEmpty(value) {
	return Object.entries(value).every(
		([name, each]) =>
			name === 'type' ||
			each === null ||
			(Array.isArray(each) && each.length === 0),
	);
}

/* What Slack's own client refuses to send: {block_id: sentence}. */
function checkAll(surface) {
	const errors = {};
	for (const { block, widget } of surface.widgets.values()) {
		if (block.type !== 'input') continue;
		const wrong = isEmpty(widget.read())
			? block.optional
				? ''
				: REQUIRED
			: widget.check
				? widget.check()
				: '';
		if (wrong) errors[block.block_id] = wrong;
	}
	return errors;
}

function rememberAll(surface) {
	for (const { block, element, widget } of surface.widgets.values())
		surface.remember(block, element, widget);
}

async function submit(view, surface) {
	rememberAll(surface);
	const errors = checkAll(surface);
	complaints = { id: view.id, hash: view.hash, errors };
	if (Object.keys(errors).length) {
		changed();
		return;
	}
	busy = { id: view.id, hash: view.hash };
	changed();
	const answer = await act('submit', { view_id: view.id, values: surface.values() });
	setTimeout(calm, answer.ok ? BUSY_MS : 0, view);
}

function calm(view) {
	if (busy.id === view.id && busy.hash === view.hash) busy = { id: '', hash: '' };
	changed();
}

function errorsOf(view) {
	const own =
		complaints.id === view.id && complaints.hash === view.hash
			? complaints.errors
			: {};
	return { ...(view.errors || {}), ...own };
}

function isBusy(view) {
	return busy.id === view.id && busy.hash === view.hash && !view.errors;
}

function close(view, all) {
	act('close', { view_id: view.id, ...(all ? { all: true } : {}) });
}

function form(view, depth) {
	const surface = surfaceOf(`v:${view.id}`, { view_id: view.id });
	surface.errors = errorsOf(view);
	const waiting = isBusy(view);
	const strangers = Object.entries(surface.errors).filter(
		([id]) => !view.blocks.some((block) => block.block_id === id),
	);
	return h(
		'form',
		{
			class: 'modal-form',
			novalidate: true,
			'aria-busy': String(waiting),
			on: {
				submit: (event) => {
					event.preventDefault();
					submit(view, surface);
				},
			},
		},
		h(
			'header',
			{ class: 'modal-head' },
			depth > 1 &&
				iconButton('back', 'Back', () => close(view, false), {
					'data-testid': 'modal-back',
				}),
			h(
				'h2',
				{ id: 'modal-title', 'data-testid': 'modal-title' },
				textObject(view.title),
			),
			iconButton('close', 'Close', () => close(view, true), {
				'data-testid': 'modal-x',
			}),
		),
		h(
			'div',
			{ class: 'modal-body', 'data-testid': 'modal-body' },
			strangers.map(([, text]) =>
				h('p', { class: 'error', role: 'alert' }, text),
			),
			blockNodes(view.blocks, surface),
		),
		h(
			'footer',
			{ class: 'modal-foot' },
			h(
				'button',
				{
					type: 'button',
					class: 'button',
					'data-testid': 'modal-close',
					on: { click: () => close(view, false) },
				},
				view.close ? textObject(view.close) : 'Close',
			),
			view.submit &&
				h(
					'button',
					{
						type: 'submit',
						class: 'button primary',
						'data-testid': 'modal-submit',
						disabled:
							waiting ||
							view.submit_disabled === true,
					},
					waiting ? 'Sending…' : textObject(view.submit),
				),
		),
	);
}

function focusFirst(view) {
	const wrong = dialog.querySelector('[aria-invalid=true]');
	const wanted = (view.blocks || [])
		.map((block) => block.element || block.accessory)
		.find((element) => element && element.focus_on_load);
	const named =
		wanted &&
		[...dialog.querySelectorAll('[data-action-id]')].find(
			(node) => node.dataset.actionId === wanted.action_id,
		);
	const first =
		wrong ||
		named ||
		dialog.querySelector('.modal-body :is(input,textarea,.chooser)');
	if (first) first.focus();
}

function ensureDialog() {
	if (dialog) return;
	dialog = h(
		'dialog',
		{ class: 'modal', 'data-testid': 'modal', 'aria-labelledby': 'modal-title' },
		h('div', { class: 'modal-holder' }),
	);
	dialog.addEventListener('cancel', (event) => {
		event.preventDefault();
		const top = store.state.modals[store.state.modals.length - 1];
		if (top) close(top, false);
	});
	document.body.append(dialog);
}

function drop() {
	if (!dialog) return;
	dialog.remove();
	dialog = null;
	shownId = '';
}

const known = new Set();

function forgetGone(views) {
	for (const id of known)
		if (!views.some((view) => view.id === id)) {
			forget(`v:${id}`);
			known.delete(id);
		}
	for (const view of views) known.add(view.id);
}

export function drawModals() {
	const views = store.state.modals || [];
	forgetGone(views);
	const top = views[views.length - 1];
	if (!top) {
		drop();
		return;
	}
	const fresh = !dialog;
	ensureDialog();
	dialog.dataset.viewId = top.id;
	dialog.dataset.callbackId = top.callback_id || '';
	dialog.dataset.depth = String(views.length);
	const errors = errorsOf(top);
	show(
		dialog.firstElementChild,
		JSON.stringify([top, views.length, errors, isBusy(top)]) + namesMark(),
		() => form(top, views.length),
	);
	if (fresh) dialog.showModal();
	const moved = shownId !== top.id || depthBefore !== views.length;
	const wrong =
		Object.keys(errors).length > 0 && !dialog.contains(document.activeElement);
	if (moved || wrong) focusFirst(top);
	shownId = top.id;
	depthBefore = views.length;
}
