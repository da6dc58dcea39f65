/* SPDX-License-Identifier: MIT
 *
 * One conversation: its messages, grouped by day and author, with blocks,
 * reactions, threads and the tools on each. Next: channel.js puts it between
 * header and composer.
 */

import { h, icon, iconButton, reconcile } from './dom.js';
import { avatar } from './people.js';
import { blockNodes } from './blocks.js';
import { ago, dayLine, isoDay, timeOfDay } from './dates.js';
import { emoji, QUICK } from './emoji.js';
import { decode, mrkdwn } from './mrkdwn.js';
import { askText, openMenu, openPopup, popupOpenFor, closePopup } from './popup.js';
import { surfaceOf } from './surface.js';
import { act, botUser, go, nameOf, namesMark, now, store, userById } from './store.js';

const GROUP_S = 300;

const SYSTEM = new Set([
	'channel_join',
	'channel_leave',
	'channel_topic',
	'channel_purpose',
	'channel_name',
	'channel_archive',
	'channel_unarchive',
	'group_join',
	'group_leave',
	'group_topic',
	'group_purpose',
	'group_name',
	'group_archive',
	'group_unarchive',
	'bot_add',
	'tombstone',
	'pinned_item',
]);

function seconds(ts) {
	return Number(ts.split('.')[0]);
}

/* Who said it: {user, name, bot}. */
function authorOf(message) {
	const user = message.bot_id
		? userById(message.user) || botUser()
		: userById(message.user);
	return {
		user,
		name: message.username || nameOf(user),
		bot: Boolean(message.bot_id || (user && user.is_bot)),
	};
}

export function isReply(message) {
	return Boolean(message.thread_ts && message.thread_ts !== message.ts);
}

/* ---- what can be done with a message ---- */

function toggleReaction(channel, message, name) {
	const mine = (message.reactions || []).some(
		(each) => each.name === name && each.users.includes(store.place.as),
	);
	act(mine ? 'unreact' : 'react', { channel: channel.id, ts: message.ts, name });
}

function openReactions(anchor, channel, message) {
	if (popupOpenFor(anchor)) {
		closePopup();
		return;
	}
	const picks = QUICK.map((name) =>
		h(
			'button',
			{
				type: 'button',
				class: 'pick',
				'aria-label': name,
				title: `:${name}:`,
				'data-testid': `react-${name}`,
				on: {
					click: () => {
						closePopup();
						toggleReaction(channel, message, name);
					},
				},
			},
			emoji(name),
		),
	);
	openPopup(
		anchor,
		h('div', { class: 'picks', role: 'dialog', 'aria-label': 'Reactions' }, picks),
	);
	picks[0].focus();
}

async function edit(channel, message) {
	const text = await askText('Edit message', decode(message.text));
	if (text) act('edit', { channel: channel.id, ts: message.ts, text });
}

function messageMenu(anchor, channel, message) {
	const items = store.state.shortcuts
		.filter((each) => each.type === 'message')
		.map((each) => ({
			label: each.name,
			testid: `shortcut-${each.callback_id}`,
			press: () =>
				act('shortcut', {
					callback_id: each.callback_id,
					channel: channel.id,
					ts: message.ts,
				}),
		}));
	const pinned = isPinned(channel, message);
	items.unshift({
		label: pinned ? 'Unpin from channel' : 'Pin to channel',
		testid: 'menu-pin',
		press: () =>
			act(pinned ? 'unpin' : 'pin', { channel: channel.id, ts: message.ts }),
	});
	if (message.user === store.place.as)
		items.push(
			{
				label: 'Edit message',
				testid: 'menu-edit',
				press: () => edit(channel, message),
			},
			{
				label: 'Delete message',
				testid: 'menu-delete',
				danger: true,
				press: () =>
					act('delete', { channel: channel.id, ts: message.ts }),
			},
		);
	openMenu(anchor, 'Message actions', items);
}

function tools(channel, message, inThread) {
	if (message.ephemeral || channel.is_archived) return null;
	return h(
		'div',
		{ class: 'tools', role: 'group', 'aria-label': 'Message tools' },
		iconButton(
			'smile',
			'Add a reaction',
			(event) => openReactions(event.currentTarget, channel, message),
			{ 'data-testid': 'tool-react', 'aria-expanded': 'false' },
		),
		!inThread &&
			iconButton(
				'reply',
				'Reply in thread',
				() => go({ thread: message.thread_ts || message.ts }),
				{ 'data-testid': 'tool-thread' },
			),
		iconButton(
			'more',
			'More about this message',
			(event) => messageMenu(event.currentTarget, channel, message),
			{
				'data-testid': 'tool-more',
				'aria-haspopup': 'menu',
				'aria-expanded': 'false',
			},
		),
	);
}

/* ---- the parts of a message ---- */

function isPinned(channel, message) {
	return message.pinned || (channel.pins || []).includes(message.ts);
}

function reactions(channel, message) {
	if (!message.reactions || !message.reactions.length) return null;
	return h(
		'div',
		{ class: 'reactions' },
		message.reactions.map((each) => {
			const mine = each.users.includes(store.place.as);
			const who = each.users.map((id) => nameOf(userById(id))).join(', ');
			return h(
				'button',
				{
					type: 'button',
					class: mine ? 'reaction mine' : 'reaction',
					title: who,
					'aria-pressed': String(mine),
					'data-testid': `reaction-${each.name}`,
					'aria-label': `${each.name}, ${each.users.length}: ${who}`,
					on: {
						click: () =>
							toggleReaction(
								channel,
								message,
								each.name,
							),
					},
				},
				emoji(each.name) || `:${each.name}:`,
				h('span', {}, String(each.users.length)),
			);
		}),
	);
}

function threadLine(channel, message) {
	const replies = channel.messages.filter(
		(each) => isReply(each) && each.thread_ts === message.ts && !each.ephemeral,
	);
	const count = Math.max(message.reply_count || 0, replies.length);
	if (!count) return null;
	const people = [...new Set(replies.map((each) => authorOf(each).user))].slice(0, 4);
	const last = replies.length ? seconds(replies[replies.length - 1].ts) * 1000 : null;
	return h(
		'button',
		{
			type: 'button',
			class: 'thread-line',
			'data-testid': 'thread-open',
			on: { click: () => go({ thread: message.ts }) },
		},
		people.map((user) => avatar(user, 'tiny')),
		h('strong', {}, `${count} ${count === 1 ? 'reply' : 'replies'}`),
		last && h('span', { class: 'muted' }, `last ${ago(last, now())}`),
	);
}

function attachment(each, surface) {
	const shown = each.blocks
		? blockNodes(each.blocks, surface)
		: [
				each.pretext && h('div', {}, mrkdwn(each.pretext)),
				each.title && h('strong', {}, each.title),
				h('div', {}, mrkdwn(each.text || each.fallback || '')),
			];
	return h('div', { class: 'attachment' }, shown);
}

/* What a person wrote is shown from its text, where their marks are kept. */
function content(channel, message) {
	const surface = surfaceOf(`m:${channel.id}:${message.ts}`, {
		channel: channel.id,
		ts: message.ts,
	});
	const words = !message.bot_id && message.text;
	const blocks =
		!words && message.blocks && message.blocks.length ? message.blocks : null;
	const edited =
		message.edited &&
		h('span', { class: 'edited', 'data-testid': 'edited' }, ' (edited)');
	return h(
		'div',
		{ class: 'content' },
		blocks
			? blockNodes(blocks, surface)
			: h('div', { class: 'text' }, mrkdwn(message.text || ''), edited),
		(message.attachments || []).map((each) => attachment(each, surface)),
		blocks && edited,
	);
}

function head(message, author) {
	const at = seconds(message.ts) * 1000;
	return h(
		'div',
		{ class: 'message-head' },
		h(
			'button',
			{
				type: 'button',
				class: 'author',
				'data-user-id': author.user ? author.user.id : null,
			},
			author.name,
		),
		author.bot && h('span', { class: 'tag' }, 'APP'),
		h(
			'time',
			{
				class: 'when',
				datetime: new Date(at).toISOString(),
				title: new Date(at).toString(),
			},
			timeOfDay(at),
		),
	);
}

function mark(name, text) {
	return h('div', { class: 'message-mark' }, icon(name), text);
}

function messageNode(channel, message, { grouped, inThread }) {
	const author = authorOf(message);
	const at = seconds(message.ts) * 1000;
	const pinned = isPinned(channel, message);
	const kind = [
		message.ephemeral && 'ephemeral',
		pinned && 'pinned',
		grouped && 'grouped',
	]
		.filter(Boolean)
		.join(' ');
	return h(
		'li',
		{
			class: `message ${kind}`,
			'data-testid': 'message',
			'data-ts': message.ts,
			'data-user': author.user ? author.user.id : null,
			'data-ephemeral': message.ephemeral ? 'true' : null,
			'data-pinned': pinned ? 'true' : null,
		},
		grouped
			? h(
					'time',
					{ class: 'gutter-time', 'aria-hidden': 'true' },
					timeOfDay(at),
				)
			: avatar(author.user),
		h(
			'div',
			{ class: 'message-body' },
			pinned && mark('pin', 'Pinned'),
			message.ephemeral && mark('eye', 'Only visible to you'),
			grouped ? null : head(message, author),
			content(channel, message),
			reactions(channel, message),
			inThread ? null : threadLine(channel, message),
		),
		tools(channel, message, inThread),
	);
}

function systemNode(message) {
	return h(
		'li',
		{ class: 'system', 'data-testid': 'system-message', 'data-ts': message.ts },
		h('time', { class: 'gutter-time' }, timeOfDay(seconds(message.ts) * 1000)),
		h('span', { class: 'text' }, mrkdwn(message.text || message.subtype)),
	);
}

function isSystem(message) {
	return SYSTEM.has(message.subtype) && !(message.blocks && message.blocks.length);
}

function follows(before, message) {
	return (
		Boolean(before) &&
		!isSystem(before) &&
		!before.ephemeral === !message.ephemeral &&
		authorOf(before).name === authorOf(message).name &&
		seconds(message.ts) - seconds(before.ts) < GROUP_S &&
		isoDay(seconds(before.ts) * 1000) === isoDay(seconds(message.ts) * 1000)
	);
}

function dayItem(ms) {
	const text = dayLine(ms, now());
	return {
		key: `day:${isoDay(ms)}`,
		sig: text,
		make: () => h('li', { class: 'day' }, h('span', {}, text)),
	};
}

function startItem(channel) {
	const place = channel.is_im ? 'this conversation' : `#${channel.name}`;
	return {
		key: 'start',
		sig: place,
		make: () => h('li', { class: 'start' }, `This is where ${place} begins.`),
	};
}

function replyMark(channel, message) {
	return channel.messages
		.filter((each) => each.thread_ts === message.ts)
		.map((each) => each.ts + (each.user || each.bot_id))
		.join();
}

function items(channel, messages, inThread) {
	const out = inThread ? [] : [startItem(channel)];
	let before = null;
	for (const message of messages) {
		const ms = seconds(message.ts) * 1000;
		if (!inThread && (!before || isoDay(seconds(before.ts) * 1000) !== isoDay(ms)))
			out.push(dayItem(ms));
		const look = { grouped: follows(before, message), inThread };
		const system = isSystem(message);
		out.push({
			key: `${channel.id}:${message.ts}${message.ephemeral ? ':e' : ''}`,
			sig:
				JSON.stringify([
					message,
					look,
					isPinned(channel, message),
					store.place.as,
					channel.is_archived,
					replyMark(channel, message),
				]) + namesMark(),
			make: () =>
				system
					? systemNode(message)
					: messageNode(channel, message, look),
		});
		before = message;
	}
	return out;
}

/* Draws `messages` into the list `node`. */
export function drawMessages(node, channel, messages, inThread = false) {
	reconcile(node, items(channel, messages, inThread));
}

export function threadMessages(channel, ts) {
	return channel.messages.filter((each) => each.ts === ts || each.thread_ts === ts);
}

export function mainMessages(channel) {
	return channel.messages.filter(
		(each) => !isReply(each) || each.subtype === 'thread_broadcast',
	);
}
