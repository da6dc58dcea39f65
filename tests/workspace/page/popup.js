/* SPDX-License-Identifier: MIT
 *
 * Small windows over the page: menus, pickers, confirm dialogs. One popup at
 * a time; Escape or a press elsewhere closes it and the focus goes back. Knows
 * nothing of Slack. Next: select.js, elements.js.
 */

import { h } from './dom.js';

let open = null;

export function closePopup(refocus = true) {
	if (!open) return;
	const { node, anchor, onClose } = open;
	open = null;
	node.remove();
	anchor.setAttribute('aria-expanded', 'false');
	if (refocus && anchor.isConnected) anchor.focus({ preventScroll: true });
	if (onClose) onClose();
}

export function popupOpenFor(anchor) {
	return Boolean(open && open.anchor === anchor);
}

const GAP_PX = 4;
const EDGE_PX = 8;

function place(node, anchor) {
	const box = anchor.getBoundingClientRect();
	const wide = node.offsetWidth;
	const high = node.offsetHeight;
	const below = window.innerHeight - box.bottom - GAP_PX - EDGE_PX;
	const top =
		high <= below || below > box.top
			? box.bottom + GAP_PX
			: box.top - GAP_PX - high;
	const left = Math.min(box.left, window.innerWidth - wide - EDGE_PX);
	node.style.top = `${Math.max(EDGE_PX, Math.min(top, window.innerHeight - high - EDGE_PX))}px`;
	node.style.left = `${Math.max(EDGE_PX, left)}px`;
	node.style.minWidth = `${Math.min(box.width, 420)}px`;
}

/* Opens `node` beside `anchor`. Inside a dialog it becomes the dialog's
 * child, or it would lie beneath it. */
export function openPopup(anchor, node, onClose) {
	closePopup(false);
	node.classList.add('popup');
	(anchor.closest('dialog') || document.body).append(node);
	anchor.setAttribute('aria-expanded', 'true');
	open = { node, anchor, onClose };
	place(node, anchor);
}

document.addEventListener(
	'pointerdown',
	(event) => {
		if (
			open &&
			!open.node.contains(event.target) &&
			!open.anchor.contains(event.target)
		)
			closePopup(false);
	},
	true,
);

document.addEventListener(
	'keydown',
	(event) => {
		if (!open || event.key !== 'Escape') return;
		event.preventDefault();
		event.stopPropagation();
		closePopup();
	},
	true,
);

window.addEventListener('resize', () => closePopup(false));

/* A popup's anchor may go with a redraw; then the popup goes too. */
export function checkPopup() {
	if (open && !open.anchor.isConnected) closePopup(false);
}

/* A menu of {label, press, testid, danger, heading}. */
export function openMenu(anchor, label, items) {
	if (popupOpenFor(anchor)) {
		closePopup();
		return;
	}
	const rows = items.map((item) =>
		item.heading
			? h(
					'div',
					{ class: 'menu-heading', role: 'presentation' },
					item.heading,
				)
			: h(
					'button',
					{
						type: 'button',
						role: 'menuitem',
						class: item.danger ? 'danger' : null,
						'data-testid': item.testid,
						tabindex: '-1',
						on: {
							click: () => {
								closePopup();
								item.press();
							},
						},
					},
					item.label,
				),
	);
	const node = h('div', { class: 'menu', role: 'menu', 'aria-label': label }, rows);
	const stops = rows.filter((row) => row.tagName === 'BUTTON');
	node.addEventListener('keydown', (event) => moveBetween(stops, event));
	openPopup(anchor, node);
	if (stops[0]) stops[0].focus();
}

/* Arrow keys, Home and End walk through `stops`. */
export function moveBetween(stops, event) {
	const at = stops.indexOf(document.activeElement);
	const last = stops.length - 1;
	const to = {
		ArrowDown: at < last ? at + 1 : 0,
		ArrowRight: at < last ? at + 1 : 0,
		ArrowUp: at > 0 ? at - 1 : last,
		ArrowLeft: at > 0 ? at - 1 : last,
		Home: 0,
		End: last,
	}[event.key];
	if (to === undefined || last < 0) return;
	event.preventDefault();
	stops[to].focus();
}

/* A dialog that resolves to what it was closed with, '' when left. */
function ask(title, body, deny, agree, look) {
	return new Promise((resolve) => {
		const dialog = h(
			'dialog',
			{
				class: 'confirm',
				'data-testid': 'confirm-dialog',
				'aria-labelledby': 'confirm-title',
			},
			h('h2', { id: 'confirm-title' }, title),
			body,
			h(
				'div',
				{ class: 'row-end' },
				h(
					'button',
					{
						type: 'button',
						class: 'button',
						'data-testid': 'confirm-deny',
						on: { click: () => dialog.close('') },
					},
					deny,
				),
				h(
					'button',
					{
						type: 'button',
						class: look,
						'data-testid': 'confirm-agree',
						on: {
							click: () =>
								dialog.close(
									body.value || 'yes',
								),
						},
					},
					agree,
				),
			),
		);
		dialog.addEventListener('close', () => {
			dialog.remove();
			resolve(dialog.returnValue);
		});
		document.body.append(dialog);
		dialog.showModal();
	});
}

/* Asks by a dialog; resolves to true when agreed. Parts are arrays of nodes. */
export async function confirmDialog({ title, text, agree, deny, danger }) {
	const body = h('div', { class: 'confirm-text' }, text);
	return (
		(await ask(
			title,
			body,
			deny,
			agree,
			danger ? 'button danger' : 'button primary',
		)) !== ''
	);
}

/* Asks for a text, beginning with `text`; '' when left. */
export function askText(title, text) {
	const field = h('textarea', { class: 'field', 'aria-label': title, value: text });
	return ask(title, field, 'Cancel', 'Save', 'button primary');
}
