/* SPDX-License-Identifier: MIT
 *
 * The middle of the page when it shows a conversation, and the thread beside
 * it: header with topic, bookmarks, pins, messages, composer. Next:
 * messages.js, composer.js.
 */

import { h, icon, iconButton, reconcile, show } from './dom.js';
import { composer } from './composer.js';
import { avatar, openIm } from './people.js';
import { drawMessages, mainMessages, threadMessages } from './messages.js';
import { linkNode, mrkdwn, textObject } from './mrkdwn.js';
import { emoji } from './emoji.js';
import { openMenu } from './popup.js';
import {
	act,
	botUser,
	channelById,
	channelTitle,
	go,
	hashOf,
	imWith,
	nameOf,
	namesMark,
	people,
	store,
	userById,
} from './store.js';

const NEAR_BOTTOM_PX = 60;

/* ---- the parts above the messages ---- */

function topic(channel) {
	return h(
		'div',
		{ class: 'topic text', 'data-testid': 'topic' },
		mrkdwn((channel.topic || channel.purpose || '').replaceAll('\n', ' ')),
	);
}

function membersButton(channel) {
	const members = channel.members || [];
	const rows = members.map((id) => ({
		label: [avatar(userById(id), 'small'), nameOf(userById(id))],
		testid: `member-${id}`,
		press: () => {
			if (people().some((user) => user.id === id)) go({ as: id });
		},
	}));
	return h(
		'button',
		{
			type: 'button',
			class: 'quiet-button',
			'data-testid': 'members',
			'aria-haspopup': 'menu',
			'aria-expanded': 'false',
			'aria-label': `${members.length} members`,
			on: {
				click: (event) =>
					openMenu(event.currentTarget, 'Members', [
						{ heading: 'Members: look as' },
						...rows,
						{
							label: 'Leave channel',
							danger: true,
							testid: 'leave',
							press: () =>
								act('leave', {
									channel: channel.id,
								}),
						},
					]),
			},
		},
		members.slice(0, 3).map((id) => avatar(userById(id), 'tiny')),
		h('span', {}, String(members.length)),
	);
}

function headItem(channel) {
	const other = channel.is_im ? userById(channel.user) : null;
	return {
		key: 'head',
		sig:
			JSON.stringify([
				channel.id,
				channel.name,
				channel.topic,
				channel.purpose,
				channel.members,
				channel.is_private,
			]) + namesMark(),
		make: () =>
			h(
				'div',
				{
					class: 'channel-head',
				},
				h(
					'h1',
					{ 'data-testid': 'channel-title' },
					other
						? avatar(other, 'small')
						: icon(channel.is_private ? 'lock' : 'hash'),
					channelTitle(channel),
					other &&
						other.is_bot &&
						h('span', { class: 'tag' }, 'APP'),
				),
				topic(channel),
				!channel.is_im && membersButton(channel),
			),
	};
}

export function appTabs(current) {
	const bot = botUser();
	const im = bot && imWith(bot.id);
	const tab = (name, words, on) =>
		h(
			'a',
			{
				href: hashOf({ as: store.place.as, ...words }),
				class: 'tab',
				'aria-current': on ? 'page' : null,
				'data-testid': `tab-${name.toLowerCase()}`,
			},
			name,
		);
	return h(
		'div',
		{ class: 'tabs' },
		tab('Home', { view: 'home' }, current === 'home'),
		im
			? tab('Messages', { channel: im.id }, current === 'messages')
			: bot &&
					h(
						'button',
						{
							type: 'button',
							class: 'tab',
							'data-testid': 'tab-messages',
							on: { click: () => openIm(bot.id) },
						},
						'Messages',
					),
	);
}

function bookmarksItem(channel) {
	const marks = channel.bookmarks || [];
	if (!marks.length) return null;
	return {
		key: 'bookmarks',
		sig: JSON.stringify(marks),
		make: () =>
			h(
				'div',
				{
					class: 'bar',
					'data-testid': 'bookmarks',
					role: 'group',
					'aria-label': 'Bookmarks',
				},
				marks.map((mark) =>
					h(
						'span',
						{ class: 'bookmark' },
						(mark.emoji &&
							emoji(
								mark.emoji.replaceAll(':', ''),
							)) ||
							icon('bookmark'),
						linkNode(mark.link, [mark.title]),
					),
				),
			),
	};
}

function firstWords(message) {
	const block = (message.blocks || []).find((each) => each.text || each.fields);
	const object = block && (block.text || block.fields[0]);
	const node = h('span', {}, object ? textObject(object) : mrkdwn(message.text || ''));
	return node.textContent;
}

function pinsItem(channel) {
	const pins = channel.messages.filter(
		(each) =>
			!each.ephemeral &&
			(each.pinned || (channel.pins || []).includes(each.ts)),
	);
	if (!pins.length) return null;
	const items = pins.map((pin) => ({
		label: firstWords(pin),
		press: () => jumpTo(pin.ts),
	}));
	return {
		key: 'pins',
		sig: JSON.stringify(pins),
		make: () =>
			h(
				'div',
				{
					class: 'bar pins',
					'data-testid': 'pinned-bar',
				},
				h(
					'button',
					{
						type: 'button',
						class: 'pin-button',
						'aria-haspopup': 'menu',
						'aria-expanded': 'false',
						on: {
							click: (event) =>
								pins.length === 1
									? jumpTo(pins[0].ts)
									: openMenu(
											event.currentTarget,
											'Pinned messages',
											items,
										),
						},
					},
					icon('pin'),
					h('strong', {}, `${pins.length} pinned`),
					h(
						'span',
						{ class: 'pin-words' },
						firstWords(pins[pins.length - 1]),
					),
				),
			),
	};
}

/* ---- the part below ---- */

function footItem(channel) {
	const key = `foot ${store.place.as} ${channel.id}`;
	if (channel.is_archived)
		return {
			key,
			sig: 'archived',
			make: () =>
				h(
					'p',
					{ class: 'foot-note', 'data-testid': 'archived' },
					'This channel has been archived.',
				),
		};
	if (channel.is_member === false)
		return {
			key,
			sig: 'outside',
			make: () =>
				h(
					'p',
					{ class: 'foot-note' },
					`You are looking at #${channel.name}. `,
					h(
						'button',
						{
							type: 'button',
							class: 'button primary',
							'data-testid': 'join',
							on: {
								click: () =>
									act('join', {
										channel: channel.id,
									}),
							},
						},
						'Join channel',
					),
				),
		};
	const mark = channel.is_im ? '' : '#';
	return {
		key,
		sig: 'open',
		make: () => composer(channel, null, `Message ${mark}${channelTitle(channel)}`),
	};
}

/* ---- the whole ---- */

function listNode(label, testid) {
	const toEnd = () => {
		node.scrollTop = node.scrollHeight;
	};
	const below = h(
		'button',
		{
			type: 'button',
			class: 'below',
			'data-testid': 'below',
			hidden: true,
			on: { click: toEnd },
		},
		'New messages below',
	);
	const seen = () => {
		if (nearBottom(node)) below.hidden = true;
	};
	const node = h(
		'div',
		{
			class: 'scroll',
			tabindex: '0',
			role: 'log',
			'aria-label': label,
			on: { scroll: seen },
		},
		h('ol', { class: 'messages', 'data-testid': testid }),
		below,
	);
	return node;
}

function nearBottom(scroll) {
	return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_BOTTOM_PX;
}

function drawList(scroll, channel, messages, inThread) {
	const before = scroll.dataset.last;
	const stay = before !== undefined && !nearBottom(scroll);
	const last = messages.length ? messages[messages.length - 1].ts : '';
	drawMessages(scroll.firstElementChild, channel, messages, inThread);
	if (!stay) scroll.scrollTop = scroll.scrollHeight;
	else if (last > before) scroll.querySelector('.below').hidden = false;
	scroll.dataset.last = last;
}

let wantTs = '';

/* Scrolls to a message and lets it shine, now or as soon as it is drawn. */
export function jumpTo(ts) {
	wantTs = ts;
	const node = [...document.querySelectorAll('.message')].find(
		(each) => each.dataset.ts === ts,
	);
	if (!node) return;
	wantTs = '';
	node.scrollIntoView({ block: 'center' });
	node.classList.remove('shine');
	requestAnimationFrame(() => node.classList.add('shine'));
}

let toldRead = '';

function tellRead(channel) {
	const last = channel.messages[channel.messages.length - 1];
	const mark = `${store.place.as} ${channel.id} ${last ? last.ts : ''} ${channel.unread}`;
	if (!channel.unread || document.hidden || mark === toldRead) return;
	toldRead = mark;
	act('read', { channel: channel.id }, true);
}

export function drawChannel(main, channel) {
	const other = channel.is_im && userById(channel.user);
	const listKey = `list ${store.place.as} ${channel.id}`;
	reconcile(
		main,
		[
			headItem(channel),
			other &&
				other.is_bot && {
					key: 'tabs',
					sig: channel.id,
					make: () => appTabs('messages'),
				},
			bookmarksItem(channel),
			pinsItem(channel),
			{
				key: listKey,
				sig: '',
				make: () =>
					listNode(
						`Messages in ${channelTitle(channel)}`,
						'messages',
					),
			},
			footItem(channel),
		].filter(Boolean),
	);
	drawList(main.querySelector('.scroll'), channel, mainMessages(channel), false);
	if (wantTs) jumpTo(wantTs);
	tellRead(channel);
}

export function drawThread(aside) {
	const channel = channelById(store.place.channel);
	const ts = store.place.thread;
	const open = Boolean(channel && ts && !store.place.view);
	aside.hidden = !open;
	document.body.classList.toggle('with-thread', open);
	if (!open) {
		aside.replaceChildren();
		return;
	}
	const key = `${store.place.as} ${channel.id} ${ts}`;
	reconcile(aside, [
		{
			key: 'head',
			sig: key + namesMark(),
			make: () =>
				h(
					'div',
					{ class: 'channel-head' },
					h('h2', {}, 'Thread'),
					h(
						'span',
						{ class: 'topic' },
						channel.is_im ? '' : `#${channel.name}`,
					),
					iconButton(
						'close',
						'Close thread',
						() => go({ thread: '' }),
						{ 'data-testid': 'thread-close' },
					),
				),
		},
		{
			key: `list ${key}`,
			sig: '',
			make: () => listNode('Thread', 'thread-messages'),
		},
		{
			key: `foot ${key}`,
			sig: String(channel.is_archived),
			make: () =>
				channel.is_archived
					? h(
							'p',
							{ class: 'foot-note' },
							'This channel has been archived.',
						)
					: composer(channel, ts, 'Reply…'),
		},
	]);
	drawList(aside.querySelector('.scroll'), channel, threadMessages(channel, ts), true);
}

/* Shown where the place in the URL leads nowhere for this person. */
export function drawNowhere(main, text) {
	show(main, text, () => h('div', { class: 'nowhere' }, h('p', {}, text)));
}
