/* SPDX-License-Identifier: MIT
 *
 * The rich_text block and the table cells that hold one, as nodes.
 * Shares its leaves with mrkdwn.js.
 */

import { h } from './dom.js';
import {
	broadcastNode,
	channelNode,
	dateNode,
	emojiNode,
	linkNode,
	userNode,
} from './mrkdwn.js';

const STYLES = [
	['code', 'code'],
	['bold', 'strong'],
	['italic', 'em'],
	['strike', 's'],
	['underline', 'u'],
];

function styled(style, kids) {
	let node = kids;
	for (const [name, tag] of STYLES) if (style && style[name]) node = [h(tag, {}, node)];
	return node;
}

const LEAVES = {
	text: (leaf) => withBreaks(leaf.text),
	link: (leaf) => [linkNode(leaf.url, [leaf.text || leaf.url])],
	emoji: (leaf) => [emojiNode(leaf.name)],
	user: (leaf) => [userNode(leaf.user_id)],
	usergroup: (leaf) => [h('span', { class: 'mention' }, `@${leaf.usergroup_id}`)],
	channel: (leaf) => [channelNode(leaf.channel_id)],
	team: (leaf) => [h('span', { class: 'mention' }, leaf.team_id)],
	broadcast: (leaf) => [broadcastNode(leaf.range)],
	color: (leaf) => [h('code', {}, leaf.value)],
	date: (leaf) => [dateNode(leaf.timestamp, leaf.format, leaf.url, leaf.fallback || '')],
};

function withBreaks(text) {
	return text.split('\n').flatMap((part, i) => (i ? [h('br'), part] : [part]));
}

function leaves(list) {
	return (list || []).flatMap((leaf) => {
		const make = LEAVES[leaf.type];
		return make ? styled(leaf.style, make(leaf)) : [];
	});
}

function list(part) {
	const ordered = part.style === 'ordered';
	const indent = Math.min(Number(part.indent) || 0, 8);
	return h(
		ordered ? 'ol' : 'ul',
		{
			class: `indent-${indent}${part.border ? ' bordered' : ''}`,
			start: ordered && part.offset ? part.offset + 1 : null,
		},
		part.elements.map((item) => h('li', {}, leaves(item.elements))),
	);
}

const PARTS = {
	rich_text_section: (part) => h('div', {}, leaves(part.elements)),
	rich_text_list: list,
	rich_text_quote: (part) => h('blockquote', {}, leaves(part.elements)),
	rich_text_preformatted: (part) => h('pre', {}, leaves(part.elements)),
};

export function richText(block) {
	return (block.elements || []).map((part) =>
		PARTS[part.type] ? PARTS[part.type](part) : null,
	);
}
