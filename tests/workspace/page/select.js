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
	const button = h(
		'button',
		{
			type: 'button',
			class: 'chooser',
			'aria-haspopup': 'listbox',
			'aria-expanded': 'false',
			...spec.attributes,
			on: { click: toggle, keydown: openByKey },
		},
		h('span', { class: 'sr' }, `${spec.label}: `),
		face,
		icon('chevron'),
	);

	function draw() {
		const items = spec.items().filter((item) => chosen.includes(item.key));
		button.dataset.value = chosen.join(',');
		face.classList.toggle('empty', items.length === 0);
		if (!items.length) face.replaceChildren(spec.placeholder);
		else if (spec.many)
			face.replaceChildren(
				...items.map((item) => h('span', { class: 'chip' }, item.text)),
			);
		else face.replaceChildren(...items[0].nodes());
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
		if (!has && spec.max && chosen.length >= spec.max) return;
		set(has ? chosen.filter((key) => key !== item.key) : [...chosen, item.key]);
	}

	function toggle() {
		if (popupOpenFor(button)) closePopup();
		else
			openList({
				button,
				spec,
				chosen: () => chosen,
				pick,
				clear: () => set([]),
			});
	}

	function openByKey(event) {
		if (event.key !== 'ArrowDown' || popupOpenFor(button)) return;
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

/* The opened list under a chooser: what is shown, and which row is at hand. */
class List {
	constructor(control) {
		this.control = control;
		this.id = `list-${++listNumber}`;
		this.items = control.spec.items().map((item, index) => ({ ...item, index }));
		this.shown = [];
		const chosen = control.chosen();
		this.at = Math.max(
			0,
			this.items.findIndex((item) => chosen.includes(item.key)),
		);
		this.box = h('div', {
			role: 'listbox',
			id: this.id,
			'aria-label': control.spec.label,
			'aria-multiselectable': control.spec.many ? 'true' : null,
		});
		this.input = this.searchField(control.spec.label);
		this.redraw();
	}

	searchField(label) {
		return h('input', {
			type: 'text',
			role: 'combobox',
			'aria-controls': this.id,
			'aria-expanded': 'true',
			'aria-label': `Search ${label}`,
			'aria-autocomplete': 'list',
			placeholder: 'Search',
			autocomplete: 'off',
			class: this.items.length >= SEARCH_FROM ? 'search' : 'search unseen',
			'data-testid': 'option-search',
			on: {
				keydown: (event) => this.key(event),
				input: () => {
					this.at = 0;
					this.redraw();
				},
			},
		});
	}

	row(item) {
		const on = this.control.chosen().includes(item.key);
		return h(
			'div',
			{
				role: 'option',
				class: 'option',
				'aria-selected': String(on),
				'data-testid': 'option',
				'data-value': item.key,
				id: `${this.id}-${item.index}`,
				on: {
					pointerdown: (event) => event.preventDefault(),
					click: () => this.pick(item),
				},
			},
			h(
				'span',
				{ class: 'option-text' },
				item.nodes(),
				item.description && h('small', {}, item.description),
			),
			on && icon('check'),
		);
	}

	redraw() {
		const heading = (text) =>
			h('div', { class: 'menu-heading', role: 'presentation' }, text);
		this.shown = this.items
			.filter((item) => matches(item, this.input.value))
			.slice(0, SHOWN_MAX);
		const rows = this.shown.map((item, i) => {
			const before = i ? this.shown[i - 1].group : null;
			const starts = item.group && item.group !== before;
			return [starts && heading(item.group), this.row(item)];
		});
		this.box.replaceChildren(...rows.flat().filter(Boolean));
		if (!rows.length) this.box.append(heading('Nothing found'));
		this.mark(Math.min(this.at, this.shown.length - 1));
	}

	mark(to) {
		this.at = Math.max(0, to);
		for (const option of this.box.querySelectorAll('[role=option]'))
			option.classList.remove('at');
		const item = this.shown[this.at];
		const option = item && this.box.querySelector(`#${this.id}-${item.index}`);
		if (!option) {
			this.input.removeAttribute('aria-activedescendant');
			return;
		}
		option.classList.add('at');
		this.input.setAttribute('aria-activedescendant', option.id);
		option.scrollIntoView({ block: 'nearest' });
	}

	pick(item) {
		this.control.pick(item);
		this.redraw();
	}

	key(event) {
		const last = this.shown.length - 1;
		const to = {
			ArrowDown: this.at < last ? this.at + 1 : 0,
			ArrowUp: this.at > 0 ? this.at - 1 : last,
			Home: 0,
			End: last,
		}[event.key];
		if (to !== undefined || event.key === 'Enter') event.preventDefault();
		if (to !== undefined) this.mark(to);
		else if (event.key === 'Enter' && this.shown[this.at])
			this.pick(this.shown[this.at]);
		else if (event.key === 'Tab') closePopup();
	}
}

/* control: {button, spec, chosen(), pick(item), clear()} */
function openList(control) {
	const { button, spec } = control;
	const list = new List(control);
	const clearing =
		spec.clearable &&
		!spec.many &&
		control.chosen().length > 0 &&
		h(
			'button',
			{
				type: 'button',
				class: 'menu-clear',
				on: {
					click: () => {
						closePopup();
						control.clear();
					},
				},
			},
			'Clear selection',
		);
	openPopup(button, h('div', { class: 'menu list' }, list.input, list.box, clearing));
	list.input.focus({ preventScroll: true });
	list.mark(list.at);
}
