/* SPDX-License-Identifier: MIT
 *
 * The markdown block: the part of standard Markdown that Slack shows
 * (headings, lists, quotes, fences, tables, rules, bold, italic, strike, code,
 * links). Links and emoji are made by mrkdwn.js.
 */

import { h } from './dom.js';
import { linkNode, withEmoji } from './mrkdwn.js';

const INLINE = [
	[/`([^`\n]+)`/, (found) => h('code', {}, found[1])],
	[/!?\[([^\]\n]*)\]\(([^()\s]+)\)/, (found) => linkNode(found[2], inline(found[1]))],
	[/<((?:https?:|mailto:)[^<>\s]+)>/, (found) => linkNode(found[1], [found[1]])],
	[/\*\*(?=\S)([^\n]*?\S)\*\*/, (found) => h('strong', {}, inline(found[1]))],
	[/__(?=\S)([^\n]*?\S)__/, (found) => h('strong', {}, inline(found[1]))],
	[/~~(?=\S)([^\n]*?\S)~~/, (found) => h('s', {}, inline(found[1]))],
	[/\*(?=\S)([^*\n]*?\S)\*/, (found) => h('em', {}, inline(found[1]))],
	[/(?<!\w)_(?=\S)([^_\n]*?\S)_(?!\w)/, (found) => h('em', {}, inline(found[1]))],
	[/https?:\/\/[^\s<>]+[^\s<>.,;:!?)]/, (found) => linkNode(found[0], [found[0]])],
];

/* The earliest of the inline forms wins; of two at one place the first. */
function inline(text) {
	let best = null;
	for (const [pattern, make] of INLINE) {
		const found = pattern.exec(text);
		if (found && (!best || found.index < best.found.index)) best = { found, make };
	}
	if (!best) return withEmoji(text);
	const { found, make } = best;
	return [
		...withEmoji(text.slice(0, found.index)),
		make(found),
		...inline(text.slice(found.index + found[0].length)),
	];
}

function cells(row) {
	return row
		.trim()
		.replace(/^\||\|$/g, '')
		.split('|')
		.map((cell) => cell.trim());
}

function table(lines) {
	const [head, , ...rows] = lines;
	return h(
		'table',
		{},
		h(
			'thead',
			{},
			h(
				'tr',
				{},
				cells(head).map((cell) => h('th', {}, inline(cell))),
			),
		),
		h(
			'tbody',
			{},
			rows.map((row) =>
				h(
					'tr',
					{},
					cells(row).map((cell) => h('td', {}, inline(cell))),
				),
			),
		),
	);
}

function takeWhile(lines, from, test) {
	let end = from;
	while (end < lines.length && test(lines[end])) end++;
	return lines.slice(from, end);
}

const ITEM = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/;

function list(lines) {
	const ordered = Boolean(ITEM.exec(lines[0])[2]);
	return h(
		ordered ? 'ol' : 'ul',
		{},
		lines.map((line) => {
			const found = ITEM.exec(line);
			const deep = Math.min(Math.floor(found[1].length / 2), 8);
			return h(
				'li',
				{ class: deep ? `indent-${deep}` : null },
				inline(found[3]),
			);
		}),
	);
}

function fence(lines, from) {
	const body = takeWhile(lines, from + 1, (line) => !/^```/.test(line));
	return { node: h('pre', {}, body.join('\n')), used: body.length + 2 };
}

/* The block that starts at line `i`: {node, used}. */
function blockAt(lines, i) {
	const text = lines[i];
	const heading = /^(#{1,6})\s+(.*)$/.exec(text);
	if (/^```/.test(text)) return fence(lines, i);
	if (heading)
		return {
			node: h(
				'p',
				{
					class: `md-h md-h${heading[1].length}`,
					role: 'heading',
					'aria-level': String(
						Math.min(heading[1].length + 1, 6),
					),
				},
				inline(heading[2]),
			),
			used: 1,
		};
	if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(text)) return { node: h('hr'), used: 1 };
	if (ITEM.test(text)) {
		const items = takeWhile(lines, i, (line) => ITEM.test(line));
		return { node: list(items), used: items.length };
	}
	if (/^>/.test(text)) {
		const quote = takeWhile(lines, i, (line) => /^>/.test(line));
		const body = quote.map((line) => line.replace(/^> ?/, '')).join('\n');
		return { node: h('blockquote', {}, markdown(body)), used: quote.length };
	}
	if (/^\s*\|/.test(text) && /^[\s|:-]+$/.test(lines[i + 1] || 'x')) {
		const rows = takeWhile(lines, i, (line) => /^\s*\|/.test(line));
		return { node: table(rows), used: rows.length };
	}
	const paragraph = takeWhile(
		lines,
		i,
		(line) =>
			line.trim() &&
			(line === text || !/^(#{1,6}\s|```|>|\s*\|)/.test(line)) &&
			!ITEM.test(line),
	);
	const kids = paragraph.flatMap((line, n) =>
		n ? [h('br'), ...inline(line)] : inline(line),
	);
	return { node: h('p', {}, kids), used: paragraph.length };
}

export function markdown(text) {
	const lines = text.split('\n');
	const out = [];
	let i = 0;
	while (i < lines.length) {
		if (!lines[i].trim()) {
			i++;
			continue;
		}
		const { node, used } = blockAt(lines, i);
		out.push(node);
		i += Math.max(used, 1);
	}
	return out;
}
