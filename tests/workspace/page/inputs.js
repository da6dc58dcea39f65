/* SPDX-License-Identifier: MIT
 *
 * Slack's elements that are typed into: text, numbers, mail, links, dates and
 * times. Each is a widget {node, read(), check()}; check() answers what is
 * wrong in one sentence, or ''. Next: elements.js.
 */

import { h } from './dom.js';

function placeholderOf(element) {
	return element.placeholder ? element.placeholder.text : null;
}

/* What the app wants to hear of while somebody types. */
function triggers(element) {
	const config = element.dispatch_action_config;
	return (config && config.trigger_actions_on) || ['on_enter_pressed'];
}

const PAUSE_MS = 300;

/* `kind` is {field, attributes, first, read, check} */
function typed(block, element, surface, kind) {
	const before = surface.recall(block, element);
	const first = before ? before[kind.field] : kind.first(element);
	const input = h(element.multiline ? 'textarea' : 'input', {
		class: 'field',
		'data-action-id': element.action_id,
		'data-testid': 'field',
		'aria-label': surface.labelOf(block, element),
		'aria-required': block.optional ? null : 'true',
		placeholder: placeholderOf(element),
		rows: element.multiline ? '4' : null,
		autocomplete: 'off',
		...kind.attributes,
	});
	input.value =
		first === null || first === undefined
			? ''
			: kind.write
				? kind.write(first)
				: first;
	const widget = {
		node: input,
		read: () => ({
			type: element.type,
			[kind.field]: input.value === '' ? null : kind.read(input.value),
		}),
		check: () => (input.value === '' ? '' : kind.check(input.value)),
	};
	listenTo(widget, kind.picked, block, element, surface);
	return widget;
}

function listenTo(widget, picked, block, element, surface) {
	const input = widget.node;
	const on = triggers(element);
	let pause = 0;
	input.addEventListener('input', () => {
		surface.remember(block, element, widget);
		if (!block.dispatch_action || !on.includes('on_character_entered')) return;
		clearTimeout(pause);
		pause = setTimeout(() => surface.changed(block, element, widget), PAUSE_MS);
	});
	if (picked) {
		input.addEventListener('change', () => surface.changed(block, element, widget));
		return;
	}
	input.addEventListener('keydown', (event) => {
		if (
			event.key !== 'Enter' ||
			event.shiftKey ||
			!block.dispatch_action ||
			!on.includes('on_enter_pressed')
		)
			return;
		event.preventDefault();
		surface.changed(block, element, widget);
	});
}

function characters(text) {
	return [...text].length;
}

function textCheck(element) {
	return (text) => {
		const count = characters(text);
		if (element.min_length && count < element.min_length)
			return `Write at least ${element.min_length} characters.`;
		if (element.max_length && count > element.max_length)
			return `Write at most ${element.max_length} characters; these are ${count}.`;
		return '';
	};
}

function plainText(block, element, surface) {
	return typed(block, element, surface, {
		field: 'value',
		attributes: element.multiline ? {} : { type: 'text' },
		first: (each) => each.initial_value,
		read: (text) => text,
		check: textCheck(element),
	});
}

function number(block, element, surface) {
	const check = (text) => {
		const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
		if (!pattern.test(text))
			return element.is_decimal_allowed
				? 'Write a number.'
				: 'Write a whole number.';
		if (element.min_value !== undefined && Number(text) < Number(element.min_value))
			return `Write at least ${element.min_value}.`;
		if (element.max_value !== undefined && Number(text) > Number(element.max_value))
			return `Write at most ${element.max_value}.`;
		return '';
	};
	return typed(block, element, surface, {
		field: 'value',
		attributes: { type: 'text', inputmode: 'decimal' },
		first: (each) => each.initial_value,
		read: (text) => text.trim(),
		check,
	});
}

function email(block, element, surface) {
	return typed(block, element, surface, {
		field: 'value',
		attributes: { type: 'text', inputmode: 'email' },
		first: (each) => each.initial_value,
		read: (text) => text.trim(),
		check: (text) =>
			/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())
				? ''
				: 'Write a mail address, such as ana@example.com.',
	});
}

function url(block, element, surface) {
	return typed(block, element, surface, {
		field: 'value',
		attributes: { type: 'text', inputmode: 'url' },
		first: (each) => each.initial_value,
		read: (text) => text.trim(),
		check: (text) =>
			/^https?:\/\/[^\s]+$/i.test(text.trim())
				? ''
				: 'Write a link that starts with http:// or https://.',
	});
}

function date(block, element, surface) {
	return typed(block, element, surface, {
		field: 'selected_date',
		attributes: { type: 'date', placeholder: null },
		first: (each) => each.initial_date,
		read: (text) => text,
		check: () => '',
		picked: true,
	});
}

function time(block, element, surface) {
	return typed(block, element, surface, {
		field: 'selected_time',
		attributes: { type: 'time', placeholder: null },
		first: (each) => each.initial_time,
		read: (text) => text,
		check: () => '',
		picked: true,
	});
}

function localMinute(seconds) {
	const at = new Date(seconds * 1000);
	const local = new Date(at.getTime() - at.getTimezoneOffset() * 60000);
	return local.toISOString().slice(0, 16);
}

function dateTime(block, element, surface) {
	return typed(block, element, surface, {
		field: 'selected_date_time',
		attributes: { type: 'datetime-local', placeholder: null },
		first: (each) => each.initial_date_time,
		write: localMinute,
		read: (text) => Math.floor(new Date(text).getTime() / 1000),
		check: () => '',
		picked: true,
	});
}

/* Typed as plain lines; sent as one rich_text section. */
function richTextInput(block, element, surface) {
	const lines = (value) =>
		(value.elements || [])
			.flatMap((part) => (part.elements || []).map((leaf) => leaf.text || ''))
			.join('');
	return typed(block, { ...element, multiline: true }, surface, {
		field: 'rich_text_value',
		attributes: {},
		first: (each) => each.initial_value,
		write: lines,
		read: (text) => ({
			type: 'rich_text',
			elements: [
				{
					type: 'rich_text_section',
					elements: [{ type: 'text', text }],
				},
			],
		}),
		check: () => '',
	});
}

export const INPUTS = {
	plain_text_input: plainText,
	number_input: number,
	email_text_input: email,
	url_text_input: url,
	datepicker: date,
	timepicker: time,
	datetimepicker: dateTime,
	rich_text_input: richTextInput,
};
