/* SPDX-License-Identifier: MIT
 *
 * Slack's text as nodes: mrkdwn with its control sequences (mentions,
 * channels, links, dates), plain_text with emoji. Everything ends in text
 * nodes. Next: markdown.js for the markdown block, richtext.js for rich_text.
 */

import { h } from './dom.js';
import { emoji } from './emoji.js';
import { fillDate } from './dates.js';
import { channelById, hashOf, now, store, userById } from './store.js';

/* ---- leaves shared with the other kinds of text ---- */

export function decode(text) {
	return text.replace(
		/&(lt|gt|amp);/g,
		(whole, name) => ({ lt: '<', gt: '>', amp: '&' })[name],
	);
}

function safeUrl(url) {
	return /^(https?:|mailto:|tel:)/i.test(url) ? url : null;
}

/* The channel (and message) a link of this workspace points to, or null. */
function inside(url) {
	const found = /^https?:\/\/[^/]+\/archives\/([CDG]\w+)(?:\/p(\d{10})(\d{6}))?/.exec(
		url,
	);
	if (!found || !channelById(found[1])) return null;
	return { channel: found[1], ts: found[2] ? `${found[2]}.${found[3]}` : '' };
}

export function linkNode(url, kids) {
	const safe = safeUrl(url);
	if (!safe) return h('span', {}, kids);
	const place = inside(safe);
	if (place) {
		const hash = hashOf({ as: store.place.as, channel: place.channel });
		return h('a', { href: hash, 'data-goto-ts': place.ts, class: 'link' }, kids);
	}
	return h(
		'a',
		{
			href: safe,
			target: '_blank',
			rel: 'noopener noreferrer',
			class: 'link',
		},
		kids,
	);
}

export function userNode(id, label) {
	const user = userById(id);
	const name = user ? user.name : label || id;
	return h(
		'button',
		{
			type: 'button',
			class: id === store.place.as ? 'mention me' : 'mention',
			'data-user-id': id,
			title: user ? user.real_name : null,
		},
		`@${name}`,
	);
}

export function channelNode(id, label) {
	const channel = channelById(id);
	if (!channel)
		return h('span', { class: 'mention quiet' }, `#${label || 'private channel'}`);
	return h(
		'a',
		{
			class: 'mention',
			'data-channel-ref': id,
			href: hashOf({ as: store.place.as, channel: id }),
		},
		`#${channel.name || label || id}`,
	);
}

export function broadcastNode(name) {
	return h('span', { class: 'mention me' }, `@${name}`);
}

export function emojiNode(name) {
	const character = emoji(name);
	if (!character) return document.createTextNode(`:${name}:`);
	return h(
		'span',
		{ class: 'emoji', role: 'img', 'aria-label': name, title: `:${name}:` },
		character,
	);
}

/* A date that refreshDates() keeps true. */
export function dateNode(seconds, format, url, fallback) {
	const text = fillDate(seconds, format, now());
	const node = h(
		'time',
		{
			class: 'date',
			datetime: new Date(seconds * 1000).toISOString(),
			'data-seconds': seconds,
			'data-format': format,
			title: fallback,
		},
		text === null ? fallback : text,
	);
	return url ? linkNode(url, [node]) : node;
}

/* Brings every shown date up to now: "today" and "{ago}" move on. */
export function refreshDates() {
	for (const node of document.querySelectorAll('time[data-format]')) {
		const text = fillDate(Number(node.dataset.seconds), node.dataset.format, now());
		if (text !== null && node.textContent !== text) node.textContent = text;
	}
}

/* Text with :emoji: turned into nodes and entities into characters. */
export function withEmoji(text) {
	const out = [];
	let rest = 0;
	for (const found of text.matchAll(/:([a-z0-9_+'-]+)(?:::skin-tone-\d)?:/g)) {
		if (!emoji(found[1])) continue;
		out.push(decode(text.slice(rest, found.index)), emojiNode(found[1]));
		rest = found.index + found[0].length;
	}
	out.push(decode(text.slice(rest)));
	return out;
}

/* ---- mrkdwn ---- */

function control(body) {
	const bar = body.indexOf('|');
	const target = bar < 0 ? body : body.slice(0, bar);
	const label = bar < 0 ? '' : body.slice(bar + 1);
	if (target[0] === '@') return userNode(target.slice(1), decode(label));
	if (target[0] === '#') return channelNode(target.slice(1), decode(label));
	if (target.startsWith('!date^')) return dateControl(target, decode(label));
	if (target.startsWith('!subteam^'))
		return h('span', { class: 'mention' }, decode(label) || `@${target.slice(9)}`);
	if (target[0] === '!')
		return broadcastNode(decode(label).replace(/^@/, '') || target.slice(1));
	if (!safeUrl(target)) return document.createTextNode(decode(`<${body}>`));
	return linkNode(decode(target), label ? withEmoji(label) : [decode(target)]);
}

function dateControl(target, fallback) {
	const parts = target.split('^');
	const seconds = Number(parts[1]);
	if (!Number.isInteger(seconds) || !parts[2]) return document.createTextNode(fallback);
	return dateNode(seconds, decode(parts[2]), parts[3] && decode(parts[3]), fallback);
}

const WORD = /[\p{L}\p{N}_]/u;
const MARKS = { '*': 'strong', _: 'em', '~': 's' };

/* Where the span that opens at `start` closes, or -1. Code and control
 * sequences are stepped over: their marks are not ours. */
function findClose(text, start, mark) {
	let i = start + 1;
	if (i >= text.length || /\s/.test(text[i])) return -1;
	while (i < text.length) {
		const c = text[i];
		if (
			c === mark &&
			i > start + 1 &&
			!/\s/.test(text[i - 1]) &&
			!(text[i + 1] && WORD.test(text[i + 1]))
		)
			return i;
		const skip =
			c === '<'
				? text.indexOf('>', i)
				: c === '`'
					? text.indexOf('`', i + 1)
					: -1;
		i = skip > i ? skip + 1 : i + 1;
	}
	return -1;
}

const PIECES = [
	[/`([^`\n]+)`/y, (found) => h('code', {}, decode(found[1]))],
	[/<([^<>\n]+)>/y, (found) => control(found[1])],
	[
		/:([a-z0-9_+'-]+)(?:::skin-tone-\d)?:/y,
		(found) => (emoji(found[1]) ? emojiNode(found[1]) : null),
	],
];
const BARE = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)"'\]]/y;

function pieceAt(text, i, verbatim) {
	for (const [pattern, make] of PIECES) {
		pattern.lastIndex = i;
		const found = pattern.exec(text);
		const node = found && make(found);
		if (node) return { node, end: i + found[0].length };
	}
	BARE.lastIndex = i;
	const bare = !verbatim && BARE.exec(text);
	if (!bare) return null;
	const url = decode(bare[0]);
	return { node: linkNode(url, [url]), end: i + bare[0].length };
}

/* One line: bold, italic, strike, code, control sequences, emoji, links. */
function line(text, verbatim) {
	const out = [];
	let plain = '';
	let i = 0;
	const push = (node, end) => {
		if (plain) out.push(decode(plain));
		plain = '';
		out.push(node);
		i = end;
	};
	while (i < text.length) {
		const c = text[i];
		const piece = pieceAt(text, i, verbatim);
		if (piece) {
			push(piece.node, piece.end);
			continue;
		}
		const opens = MARKS[c] && !(i > 0 && WORD.test(text[i - 1]));
		const close = opens ? findClose(text, i, c) : -1;
		if (close > 0) {
			push(
				h(MARKS[c], {}, line(text.slice(i + 1, close), verbatim)),
				close + 1,
			);
			continue;
		}
		plain += c;
		i++;
	}
	if (plain) out.push(decode(plain));
	return out;
}

function joinLines(lines, verbatim) {
	return lines.flatMap((each, i) =>
		i ? [h('br'), ...line(each, verbatim)] : line(each, verbatim),
	);
}

/* Text without code blocks: quotes and lines. */
function paragraphs(text, verbatim) {
	const out = [];
	let lines = [];
	let quoted = false;
	const flush = () => {
		if (lines.length)
			out.push(
				quoted
					? h('blockquote', {}, joinLines(lines, verbatim))
					: joinLines(lines, verbatim),
			);
		lines = [];
	};
	const all = text.split('\n');
	for (let i = 0; i < all.length; i++) {
		const rest = /^(?:&gt;|>){3} ?(.*)$/.exec(all[i]);
		if (rest) {
			flush();
			quoted = true;
			lines = [rest[1], ...all.slice(i + 1)];
			break;
		}
		const quote = /^(?:&gt;|>) ?(.*)$/.exec(all[i]);
		if (Boolean(quote) !== quoted) {
			flush();
			quoted = Boolean(quote);
		}
		lines.push(quote ? quote[1] : all[i]);
	}
	flush();
	return out;
}

/* mrkdwn as an array of nodes and strings. */
export function mrkdwn(text, verbatim = false) {
	const out = [];
	text.split(/```/).forEach((part, i, parts) => {
		const closed = i % 2 === 1 && i < parts.length - 1;
		if (closed) out.push(h('pre', {}, decode(part.replace(/^\n|\n$/g, ''))));
		else if (i % 2 === 1) out.push(...paragraphs('```' + part, verbatim));
		else if (part.trim())
			out.push(...paragraphs(i ? part.replace(/^\n/, '') : part, verbatim));
	});
	return out;
}

/* A Slack text object as nodes. */
export function textObject(object) {
	if (!object) return [];
	if (typeof object === 'string') return [object];
	if (object.type === 'mrkdwn') return mrkdwn(object.text, object.verbatim === true);
	return object.emoji === false ? [object.text] : withEmoji(object.text);
}
