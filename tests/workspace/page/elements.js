/* SPDX-License-Identifier: MIT
 *
 * Slack's interactive elements that are pressed or chosen from: buttons,
 * selects, overflow, checkboxes, radio buttons. An element becomes a widget
 *   {node, read()}   read() is its value in Slack's view.state shape
 * and tells `surface` when it changes. Next: inputs.js for what is typed,
 * blocks.js for where they stand, surface.js for what a surface is.
 */

import { h } from './dom.js';
import { mrkdwn, textObject, withEmoji } from './mrkdwn.js';
import { chooser } from './select.js';
import { confirmDialog, openMenu } from './popup.js';
import { botUser, channelTitle, nameOf, people, store } from './store.js';
import { avatar } from './people.js';
import { INPUTS } from './inputs.js';

/* Asks first where the app wants to be asked for. */
async function confirmed(element) {
	const ask = element.confirm;
	if (!ask) return true;
	return confirmDialog({
		title: textObject(ask.title),
		text: textObject(ask.text),
		agree: textObject(ask.confirm),
		deny: textObject(ask.deny),
		danger: ask.style === 'danger',
	});
}

function button(block, element, surface) {
	const look =
		element.style === 'primary'
			? 'button primary'
			: element.style === 'danger'
				? 'button danger'
				: 'button';
	const press = async () => {
		if (!(await confirmed(element))) return;
		if (element.url && /^https?:/i.test(element.url))
			window.open(element.url, '_blank', 'noopener');
		surface.press(
			block,
			element,
			element.value === undefined ? {} : { value: element.value },
		);
	};
	return {
		node: h(
			'button',
			{
				type: 'button',
				class: look,
				'data-action-id': element.action_id,
				'data-testid': 'block-button',
				'aria-label': element.accessibility_label || null,
				title: element.url || null,
				on: { click: press },
			},
			textObject(element.text),
		),
	};
}

function overflow(block, element, surface) {
	const choose = async (option) => {
		if (!(await confirmed(element))) return;
		if (option.url && /^https?:/i.test(option.url))
			window.open(option.url, '_blank', 'noopener');
		surface.press(block, element, { selected_option: option });
	};
	const node = h(
		'button',
		{
			type: 'button',
			class: 'button overflow',
			'aria-label': 'More actions',
			'aria-haspopup': 'menu',
			'aria-expanded': 'false',
			'data-action-id': element.action_id,
			'data-testid': 'overflow',
			on: {
				click: () =>
					openMenu(
						node,
						'More actions',
						element.options.map((option) => ({
							label: textObject(option.text),
							testid: 'option',
							press: () => choose(option),
						})),
					),
			},
		},
		'⋯',
	);
	return { node };
}

/* ---- selects: where the choices come from, and how a value is written ---- */

function optionItem(option, group) {
	return {
		key: option.value,
		text: option.text.text,
		group,
		raw: option,
		nodes: () => withEmoji(option.text.text),
		description: option.description && textObject(option.description),
	};
}

function optionItems(element) {
	if (element.option_groups)
		return element.option_groups.flatMap((group) =>
			group.options.map((option) => optionItem(option, group.label.text)),
		);
	return (element.options || []).map((option) => optionItem(option, null));
}

function userItems() {
	return [...people(), botUser()].map((user) => ({
		key: user.id,
		text: nameOf(user),
		also: user.name,
		raw: user.id,
		nodes: () => [avatar(user, 'small'), nameOf(user)],
	}));
}

function channelItem(channel) {
	const mark = channel.is_im ? '' : '# ';
	const text = `${mark}${channelTitle(channel)}`;
	return { key: channel.id, text, raw: channel.id, nodes: () => [text] };
}

function allowed(filter, channel) {
	const kinds = filter && filter.include;
	const kind = channel.is_im ? 'im' : channel.is_private ? 'private' : 'public';
	return !channel.is_archived && (!kinds || kinds.includes(kind));
}

function conversationItems(element) {
	return store.state.channels
		.filter((each) => allowed(element.filter, each))
		.map(channelItem);
}

function publicChannelItems() {
	return store.state.channels
		.filter((each) => !each.is_im && !each.is_private && !each.is_archived)
		.map(channelItem);
}

const SOURCES = {
	static: {
		items: optionItems,
		one: 'selected_option',
		many: 'selected_options',
		first: 'initial_option',
		firsts: 'initial_options',
		words: 'an option',
	},
	users: {
		items: userItems,
		one: 'selected_user',
		many: 'selected_users',
		first: 'initial_user',
		firsts: 'initial_users',
		words: 'a person',
	},
	conversations: {
		items: conversationItems,
		one: 'selected_conversation',
		many: 'selected_conversations',
		first: 'initial_conversation',
		firsts: 'initial_conversations',
		words: 'a conversation',
	},
	channels: {
		items: publicChannelItems,
		one: 'selected_channel',
		many: 'selected_channels',
		first: 'initial_channel',
		firsts: 'initial_channels',
		words: 'a channel',
	},
};

function keyOf(raw) {
	return typeof raw === 'object' && raw !== null ? raw.value : raw;
}

/* The element's value at its first showing: what was chosen before, else
 * what the app proposes. */
function firstKeys(element, source, many, before) {
	const now = before
		? before[many ? source.many : source.one]
		: element[many ? source.firsts : source.first];
	const here =
		!before &&
		!many &&
		element.default_to_current_conversation &&
		store.place.channel;
	const found = now === undefined || now === null ? here || null : now;
	return (many ? found || [] : found ? [found] : []).map(keyOf);
}

function select(block, element, surface) {
	const many = element.type.startsWith('multi_');
	const source = SOURCES[element.type.replace(/^multi_|_select$/g, '')];
	let keys = firstKeys(element, source, many, surface.recall(block, element));
	const read = () => {
		const raws = source
			.items(element)
			.filter((item) => keys.includes(item.key))
			.map((item) => item.raw);
		return {
			type: element.type,
			[many ? source.many : source.one]: many ? raws : raws[0] || null,
		};
	};
	const widget = { read };
	const made = chooser({
		items: () => source.items(element),
		chosen: keys,
		many,
		max: element.max_selected_items,
		clearable: block.optional === true,
		label: surface.labelOf(block, element),
		placeholder: element.placeholder
			? element.placeholder.text
			: `Choose ${source.words}`,
		attributes: { 'data-action-id': element.action_id, 'data-testid': 'select' },
		changed: async (next) => {
			if (!(await confirmed(element))) return;
			keys = next;
			surface.changed(block, element, widget);
		},
	});
	widget.node = made.node;
	return widget;
}

/* ---- checkboxes and radio buttons ---- */

let groupNumber = 0;

function choiceText(object) {
	return object && object.type === 'mrkdwn'
		? mrkdwn(object.text, object.verbatim === true)
		: textObject(object);
}

function choices(block, element, surface) {
	const many = element.type === 'checkboxes';
	const before = surface.recall(block, element);
	const chosen = many
		? (before ? before.selected_options : element.initial_options) || []
		: [before ? before.selected_option : element.initial_option].filter(Boolean);
	const keys = chosen.map(keyOf);
	const name = `choice-${++groupNumber}`;
	const inputs = [];
	const read = () => {
		const raws = element.options.filter((option, i) => inputs[i].checked);
		return many
			? { type: element.type, selected_options: raws }
			: { type: element.type, selected_option: raws[0] || null };
	};
	const widget = { read };
	const change = async (event) => {
		if (await confirmed(element)) surface.changed(block, element, widget);
		else event.target.checked = many && !event.target.checked;
	};
	const rows = element.options.map((option) => {
		const input = h('input', {
			type: many ? 'checkbox' : 'radio',
			name,
			value: option.value,
			checked: keys.includes(option.value),
			on: { change },
			'data-testid': 'choice',
			'data-value': option.value,
		});
		inputs.push(input);
		return h(
			'label',
			{ class: 'choice' },
			input,
			h(
				'span',
				{},
				choiceText(option.text),
				option.description &&
					h('small', {}, choiceText(option.description)),
			),
		);
	});
	widget.node = h(
		'div',
		{
			class: 'choices',
			role: many ? 'group' : 'radiogroup',
			'aria-label': surface.labelOf(block, element),
			'data-action-id': element.action_id,
		},
		rows,
	);
	return widget;
}

const KINDS = {
	button,
	workflow_button: button,
	overflow,
	static_select: select,
	multi_static_select: select,
	users_select: select,
	multi_users_select: select,
	conversations_select: select,
	multi_conversations_select: select,
	channels_select: select,
	multi_channels_select: select,
	checkboxes: choices,
	radio_buttons: choices,
	...INPUTS,
};

/* The widget of an element, or one that says that it can't be shown. */
export function widgetOf(block, element, surface) {
	const make = KINDS[element.type];
	if (!make) return { node: h('span', { class: 'unknown' }, `(${element.type})`) };
	const widget = make(block, element, surface);
	if (widget.read) surface.register(block, element, widget);
	return widget;
}
