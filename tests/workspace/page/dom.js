/* SPDX-License-Identifier: MIT
 *
 * Building and refreshing the page's nodes. Text only ever becomes a text
 * node, so nothing a person or an app wrote can turn into markup. Knows
 * nothing of Slack. Next: store.js for the data, app.js for the whole.
 */

const SVG = 'http://www.w3.org/2000/svg';

/* Makes an element. `on` is {event: function}; a value that is null,
 * undefined or false leaves its attribute out. */
export function h(tag, attributes = {}, ...kids) {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value === null || value === undefined || value === false) continue;
		if (name === 'on') listen(node, value);
		else if (name === 'value' || name === 'checked') node[name] = value;
		else node.setAttribute(name, value === true ? '' : value);
	}
	append(node, kids);
	return node;
}

function listen(node, handlers) {
	for (const [type, handler] of Object.entries(handlers))
		node.addEventListener(type, handler);
}

function append(node, kids) {
	for (const kid of kids.flat(Infinity))
		if (kid !== null && kid !== undefined && kid !== false) node.append(kid);
}

const ICONS = {
	back: 'M10 3 5 8l5 5M5 8h8',
	bolt: 'M9 2 4 9h4l-1 5 5-7H8z',
	bookmark: 'M4 2h8v12l-4-3-4 3z',
	buoy:
		'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4' +
		'M4 4l2.5 2.5M9.5 9.5 12 12M12 4 9.5 6.5M6.5 9.5 4 12',
	check: 'm3 8 4 4 6-8',
	chevron: 'm4 6 4 4 4-4',
	clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 5v3l2 2',
	close: 'm4 4 8 8M12 4l-8 8',
	eye: 'M1 8s3-5 7-5 7 5 7 5-3 5-7 5-7-5-7-5M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
	hash: 'M6 2 5 14M11 2l-1 12M2 6h12M2 10h12',
	home: 'm2 8 6-5 6 5M4 7v6h8V7',
	lock: 'M4 7h8v6H4zM6 7V5a2 2 0 0 1 4 0v2',
	menu: 'M2 4h12M2 8h12M2 12h12',
	more: 'M3 8h.01M8 8h.01M13 8h.01',
	pin: 'M6 2h4l-.5 4L12 9H4l2.5-3zM8 9v5',
	plus: 'M8 3v10M3 8h10',
	reply: 'M14 12V9a3 3 0 0 0-3-3H3l3-3M3 6l3 3',
	send: 'M2 8 14 2l-4 12-3-5z',
	smile: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M5 9s1 2 3 2 3-2 3-2M6 6h.01M10 6h.01',
};

export function icon(name) {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('viewBox', '0 0 16 16');
	svg.setAttribute('class', `icon icon-${name}`);
	svg.setAttribute('aria-hidden', 'true');
	const path = document.createElementNS(SVG, 'path');
	path.setAttribute('d', ICONS[name]);
	svg.append(path);
	return svg;
}

/* An icon that can be pressed; `label` is what a screen reader says. */
export function iconButton(name, label, press, attributes = {}) {
	return h(
		'button',
		{
			type: 'button',
			class: 'icon-button',
			'aria-label': label,
			title: label,
			on: { click: press },
			...attributes,
		},
		icon(name),
	);
}

/* Where the focus is inside `node`, in words that survive a rebuild. */
function focusMark(node) {
	const active = document.activeElement;
	if (!active || active === document.body || !node.contains(active)) return null;
	const block = active.closest('[data-block-id]');
	return {
		action: active.dataset.actionId,
		testid: active.dataset.testid,
		block: block && block.dataset.blockId,
		start: active.selectionStart,
		end: active.selectionEnd,
	};
}

function focusAgain(node, mark) {
	if (!mark) return;
	const wanted = mark.action || mark.testid;
	const kind = mark.action ? 'actionId' : 'testid';
	const scope = mark.block
		? [...node.querySelectorAll('[data-block-id]')].find(
				(each) => each.dataset.blockId === mark.block,
			) || node
		: node;
	const found =
		wanted &&
		[...scope.querySelectorAll('button,a,input,textarea')].find(
			(each) => each.dataset[kind] === wanted,
		);
	if (!found) return;
	found.focus({ preventScroll: true });
	if (typeof mark.start === 'number' && found.setSelectionRange)
		found.setSelectionRange(mark.start, mark.end);
}

const signatures = new WeakMap();

/* Puts `fresh` where `node` was, with the focus where it was. */
function renew(node, fresh) {
	const mark = focusMark(node);
	node.replaceWith(fresh);
	focusAgain(fresh, mark);
}

/* Makes the children of `parent` be `items`, in order, each
 * {key, sig, make}: a child is made anew only where its `sig` changed, so
 * that what is typed, opened or focused elsewhere stays as it was. */
export function reconcile(parent, items) {
	const old = new Map();
	for (const child of parent.children) old.set(child.dataset.key, child);
	let place = parent.firstElementChild;
	for (const item of items) {
		let node = old.get(item.key);
		old.delete(item.key);
		if (!node || signatures.get(node) !== item.sig) {
			const fresh = item.make();
			fresh.dataset.key = item.key;
			signatures.set(fresh, item.sig);
			if (place === node && node) place = node.nextElementSibling;
			if (node) renew(node, fresh);
			node = fresh;
		}
		const there = node.parentNode === parent && node.nextElementSibling === place;
		if (node === place) place = place.nextElementSibling;
		else if (!there) parent.insertBefore(node, place);
	}
	for (const gone of old.values()) gone.remove();
}

/* As reconcile, for a parent with one child or none. */
export function show(parent, sig, make) {
	reconcile(parent, make ? [{ key: 'only', sig, make }] : []);
}
