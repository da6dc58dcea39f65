/* SPDX-License-Identifier: MIT
 *
 * The chooser behind every Slack menu: one or many out of a list, with
 * groups, descriptions and a search field, by mouse or keyboard. Knows no
 * Slack element; elements.js says what is listed. Built on popup.js.
 */

import { h, icon } from './dom.js';
import { closePopup, openPopup, popupOpenFor } from './popup.js';

const SEARCH_FROM = 8;
const SHOWN_MAX = 200;

let listNumber = 0;

/* item: {key, text, nodes, description, group}. `spec`:
 *   items()            what can be chosen, asked at every opening
 *   chosen             keys chosen so far
 *   many, max          several may be chosen, at most `max`
 *   clearable          a single choice may be taken back
 *   placeholder, label, attributes
 *   changed(keys)      told after every choice
 * Answers {node, button}. */
export function chooser(spec) {
	let chosen = [...spec.chosen];
	const face = h('span', { class: 'chooser-face' });
	const button = h('button', {
		type: 'button', class: 'chooser', 'aria-haspopup': 'listbox',
		'aria-expanded': 'false', ...spec.attributes,
		on: { click: toggle, keydown: openByKey },
	}, h('span', { class: 'sr' }, `${spec.label}: `), face, icon('chevron'));

	function draw() {
		const items = spec.items().filter((item) => chosen.includes(item.key));
		button.dataset.value = chosen.join(',');
		face.classList.toggle('empty', items.length === 0);
		if (!items.length)
			face.replaceChildren(spec.placeholder);
		else if (spec.many)
			face.replaceChildren(...items.map((item) => h('span', { class: 'chip' }, item.text)));
		else
			face.replaceChildren(...items[0].nodes());
	}

	function set(keys) {
		chosen = keys;
		draw();
		spec.changed(keys);
	}

	function pick(item) {
		if (!spec.many) {
			closePopup();
			set([item.key]);
			return;
		}
		const has = chosen.includes(item.key);
		if (!has && spec.max && chosen.length >= spec.max)
			return;
		set(has ? chosen.filter((key) => key !== item.key) : [...chosen, item.key]);
	}

	function toggle() {
		if (popupOpenFor(button))
			closePopup();
		else
			openList({ button, spec, chosen: () => chosen, pick, clear: () => set([]) });
	}

	function openByKey(event) {
		if (event.key !== 'ArrowDown' || popupOpenFor(button))
			return;
		event.preventDefault();
		toggle();
	}

	draw();
	return { node: button, button };
}

function matches(item, query) {
	const words = `${item.text} ${item.also || ''}`.toLowerCase();
	return words.includes(query.toLowerCase());
}

function row(item, list) {
	const on = list.chosen().includes(item.key);
	return h('div', {
		role: 'option', class: 'option', 'aria-selected': String(on),
		'data-testid': 'option', 'data-value': item.key,
		id: `${list.id}-${item.index}`,
		on: {
			pointerdown: (event) => event.preventDefault(),
			click: () => { list.pick(item); list.redraw(); },
		},
	},
	h('span', { class: 'option-text' }, item.nodes(),
		item.description && h('small', {}, item.description)),
	on && icon('check'));
}

function openList({ button, spec, chosen, pick, clear }) {
	const id = `list-${++listNumber}`;
	const items = spec.items().map((item, index) => ({ ...item, index }));
	const wide = items.length >= SEARCH_FROM;
	const box = h('div', { role: 'listbox', id, 'aria-label': spec.label,
		'aria-multiselectable': spec.many ? 'true' : null });
	const input = h('input', {
		type: 'text', role: 'combobox', 'aria-controls': id, 'aria-expanded': 'true',
		'aria-label': `Search ${spec.label}`, 'aria-autocomplete': 'list',
		placeholder: 'Search', autocomplete: 'off', class: wide ? 'search' : 'search unseen',
		'data-testid': 'option-search',
	});
	const list = { id, chosen, pick, redraw };
	let shown = [];
	let at = 0;

	function redraw() {
		shown = items.filter((item) => matches(item, input.value)).slice(0, SHOWN_MAX);
		const rows = [];
		let group = null;
		for (const item of shown) {
			if (item.group && item.group !== group)
				rows.push(h('div', { class: 'menu-heading', role: 'presentation' }, item.group));
			group = item.group;
			rows.push(row(item, list));
		}
		box.replaceChildren(...rows);
		if (!rows.length)
			box.append(h('div', { class: 'menu-heading', role: 'presentation' }, 'Nothing found'));
		mark(Math.min(at, shown.length - 1));
	}

	function mark(to) {
		at = Math.max(0, to);
		for (const option of box.querySelectorAll('[role=option]'))
			option.classList.remove('at');
		const option = shown[at] && box.querySelector(`#${id}-${shown[at].index}`);
		if (!option) {
			input.removeAttribute('aria-activedescendant');
			return;
		}
		option.classList.add('at');
		input.setAttribute('aria-activedescendant', option.id);
		option.scrollIntoView({ block: 'nearest' });
	}

	function key(event) {
		const last = shown.length - 1;
		const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last,
			Home: 0, End: last }[event.key];
		if (to !== undefined) {
			event.preventDefault();
			mark(to);
		} else if (event.key === 'Enter') {
			event.preventDefault();
			if (shown[at]) {
				pick(shown[at]);
				redraw();
			}
		} else if (event.key === 'Tab') {
			closePopup();
		}
	}

	input.addEventListener('keydown', key);
	input.addEventListener('input', () => { at = 0; redraw(); });
	const single = items.findIndex((item) => chosen().includes(item.key));
	at = Math.max(0, single);
	redraw();
	const clearing = spec.clearable && !spec.many && chosen().length > 0
		&& h('button', { type: 'button', class: 'menu-clear',
			on: { click: () => { closePopup(); clear(); } } }, 'Clear selection');
	openPopup(button, h('div', { class: 'menu list' }, input, box, clearing));
	input.focus({ preventScroll: true });
	mark(at);
}
