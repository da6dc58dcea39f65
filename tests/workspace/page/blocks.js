/* SPDX-License-Identifier: MIT
 *
 * Block Kit as nodes: every block an app may send to a message, a modal or
 * the Home tab. What is pressed or typed is made by elements.js; texts by
 * mrkdwn.js, richtext.js, markdown.js.
 */

import { h } from './dom.js';
import { textObject } from './mrkdwn.js';
import { richText } from './richtext.js';
import { markdown } from './markdown.js';
import { widgetOf } from './elements.js';

/* Nothing is loaded from elsewhere: a picture of another host is told by its
 * words and a link. */
function picture(element) {
	const url = element.image_url || '';
	const here = url.startsWith(`${location.origin}/`);
	if (here) return h('img', { src: url, alt: element.alt_text });
	return h(
		'span',
		{ class: 'picture', role: 'img', 'aria-label': element.alt_text, title: url },
		element.alt_text,
	);
}

function accessory(block, surface) {
	const element = block.accessory;
	if (!element) return null;
	const node =
		element.type === 'image'
			? picture(element)
			: widgetOf(block, element, surface).node;
	return h('div', { class: `accessory accessory-${element.type}` }, node);
}

function section(block, surface) {
	return h(
		'div',
		{ class: 'section' },
		h(
			'div',
			{ class: 'section-body' },
			block.text && h('div', { class: 'text' }, textObject(block.text)),
			block.fields &&
				h(
					'div',
					{ class: 'fields' },
					block.fields.map((field) =>
						h('div', { class: 'text' }, textObject(field)),
					),
				),
		),
		accessory(block, surface),
	);
}

function header(block) {
	return h('h2', { class: 'header' }, textObject(block.text));
}

function context(block) {
	return h(
		'div',
		{ class: 'context' },
		block.elements.map((element) =>
			element.type === 'image'
				? picture(element)
				: h('span', { class: 'text' }, textObject(element)),
		),
	);
}

function actions(block, surface) {
	return h(
		'div',
		{ class: 'actions' },
		block.elements.map((element) => widgetOf(block, element, surface).node),
	);
}

function input(block, surface) {
	const widget = widgetOf(block, block.element, surface);
	const error = surface.errors && surface.errors[block.block_id];
	const errorId = `error-${block.block_id}`;
	const slot = h(
		'p',
		{ class: 'error', id: errorId, role: 'alert', 'data-testid': 'field-error' },
		error,
	);
	widget.node.setAttribute('aria-describedby', errorId);
	if (error) widget.node.setAttribute('aria-invalid', 'true');
	return h(
		'div',
		{ class: 'input' },
		h(
			'div',
			{ class: 'label', 'aria-hidden': 'true' },
			textObject(block.label),
			block.optional && h('span', { class: 'optional' }, ' (optional)'),
		),
		widget.node,
		slot,
		block.hint && h('p', { class: 'hint' }, textObject(block.hint)),
	);
}

function image(block) {
	return h(
		'figure',
		{ class: 'image' },
		block.title && h('figcaption', {}, textObject(block.title)),
		picture(block),
	);
}

function cell(each) {
	if (each.type === 'rich_text') return richText(each);
	return [each.text !== undefined ? each.text : String(each.value)];
}

function table(block) {
	const align = (i) => {
		const setting = block.column_settings && block.column_settings[i];
		return setting && setting.align ? `align-${setting.align}` : null;
	};
	const row = (cells, tag) =>
		h(
			'tr',
			{},
			cells.map((each, i) => h(tag, { class: align(i) }, cell(each))),
		);
	const [head, ...rows] = block.rows;
	return h(
		'div',
		{ class: 'table' },
		h(
			'table',
			{},
			block.caption && h('caption', {}, block.caption),
			h('thead', {}, row(head, 'th')),
			h(
				'tbody',
				{},
				rows.map((each) => row(each, 'td')),
			),
		),
	);
}

function alertBlock(block) {
	return h(
		'div',
		{ class: `alert alert-${block.level || 'default'}` },
		textObject(block.text),
	);
}

const KINDS = {
	section,
	header,
	context,
	actions,
	input,
	image,
	table,
	divider: () => h('hr'),
	rich_text: (block) => h('div', { class: 'text' }, richText(block)),
	markdown: (block) => h('div', { class: 'text markdown' }, markdown(block.text)),
	data_table: table,
	alert: alertBlock,
	video: (block) => h('div', { class: 'unknown' }, `Video: ${block.alt_text}`),
};

function blockNode(block, surface) {
	const make = KINDS[block.type];
	const inner = make
		? make(block, surface)
		: h(
				'div',
				{ class: 'unknown' },
				`A block of type ${block.type} is not shown here.`,
			);
	return h(
		'div',
		{
			class: `block block-${block.type}`,
			'data-testid': 'block',
			'data-block-id': block.block_id || null,
			'data-block-type': block.type,
		},
		inner,
	);
}

export function blockNodes(blocks, surface) {
	return blocks.map((block) => blockNode(block, surface));
}
