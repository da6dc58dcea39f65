/* SPDX-License-Identifier: MIT
 *
 * The left pane: whose eyes we look through, the app's Home, channels and
 * direct messages with what is unread. Next: topbar.js.
 */

import { h, icon, show } from './dom.js';
import { avatar, openIm } from './people.js';
import {
	act,
	botUser,
	channelTitle,
	hashOf,
	nameOf,
	people,
	store,
	userById,
} from './store.js';

function badge(count) {
	return count
		? h(
				'span',
				{ class: 'badge', 'data-testid': 'unread' },
				h('span', { class: 'sr' }, 'unread: '),
				String(count),
			)
		: null;
}

function row({ href, on, lead, text, unread, testid, id }) {
	return h(
		'li',
		{},
		h(
			'a',
			{
				href,
				class: unread ? 'place unread' : 'place',
				'aria-current': on ? 'page' : null,
				'data-testid': testid,
				'data-channel-id': id,
			},
			lead,
			h('span', { class: 'place-name', title: text }, text),
			badge(unread),
		),
	);
}

function channelRow(channel) {
	const other = channel.is_im ? userById(channel.user) : null;
	return row({
		href: hashOf({ as: store.place.as, channel: channel.id }),
		on: store.place.channel === channel.id && !store.place.view,
		lead: other
			? avatar(other, 'tiny')
			: icon(channel.is_private ? 'lock' : 'hash'),
		text: channelTitle(channel),
		unread: channel.unread,
		testid: 'channel-link',
		id: channel.id,
	});
}

function group(title, rows) {
	if (!rows.length) return null;
	return h(
		'section',
		{ class: 'group' },
		h('h2', { class: 'group-head' }, title),
		h('ul', {}, rows),
	);
}

function folded(title, rows, testid) {
	if (!rows.length) return null;
	return h(
		'details',
		{ class: 'group', 'data-testid': testid },
		h('summary', {}, `${title} (${rows.length})`),
		h('ul', {}, rows),
	);
}

/* The app can be written to before there is a conversation with it. */
function newImRow(bot) {
	return h(
		'li',
		{},
		h(
			'button',
			{
				type: 'button',
				class: 'place',
				'data-testid': 'new-im',
				on: { click: () => openIm(bot.id) },
			},
			avatar(bot, 'tiny'),
			h('span', { class: 'place-name' }, nameOf(bot)),
		),
	);
}

function globalShortcuts() {
	const found = store.state.shortcuts.filter((each) => each.type === 'global');
	return found.map((each) =>
		h(
			'li',
			{},
			h(
				'button',
				{
					type: 'button',
					class: 'place',
					'data-testid': `shortcut-${each.callback_id}`,
					on: {
						click: () =>
							act('shortcut', {
								callback_id: each.callback_id,
							}),
					},
				},
				h('span', { class: 'bolt', 'aria-hidden': 'true' }, '⚡'),
				h('span', { class: 'place-name' }, each.name),
			),
		),
	);
}

function switcher() {
	const me = userById(store.place.as);
	return h(
		'div',
		{ class: 'switcher', 'data-testid': 'switcher' },
		h(
			'div',
			{ class: 'switcher-me' },
			avatar(me),
			h(
				'div',
				{},
				h('strong', { 'data-testid': 'me' }, nameOf(me)),
				h(
					'div',
					{ class: 'side-muted' },
					me && me.is_restricted ? 'guest' : 'is you',
				),
			),
		),
		h(
			'div',
			{
				class: 'faces',
				role: 'group',
				'aria-label': 'Look as somebody else',
			},
			people().map((user) =>
				h(
					'a',
					{
						href: hashOf({
							...store.place,
							as: user.id,
							thread: '',
						}),
						class: 'face',
						'aria-current':
							user.id === store.place.as
								? 'true'
								: null,
						'aria-label': `Look as ${nameOf(user)}`,
						title: nameOf(user),
						'data-testid': `user-${user.id}`,
					},
					avatar(user, 'small'),
				),
			),
		),
	);
}

function byName(a, b) {
	return channelTitle(a).localeCompare(channelTitle(b));
}

function all() {
	const { channels, team } = store.state;
	const rooms = channels.filter((each) => !each.is_im && !each.is_archived).sort(byName);
	const ims = channels.filter((each) => each.is_im).sort(byName);
	const bot = botUser();
	return h(
		'div',
		{ class: 'sidebar-inner' },
		h('div', { class: 'team', 'data-testid': 'team' }, team.name),
		h(
			'div',
			{ class: 'places' },
			bot &&
				h(
					'section',
					{ class: 'group' },
					h(
						'ul',
						{},
						row({
							href: hashOf({
								as: store.place.as,
								view: 'home',
							}),
							on: store.place.view === 'home',
							lead: icon('home'),
							text: `${nameOf(bot)} Home`,
							testid: 'home-link',
						}),
						globalShortcuts(),
					),
				),
			group(
				'Channels',
				rooms
					.filter((each) => each.is_member !== false)
					.map(channelRow),
			),
			folded(
				'Other channels',
				rooms
					.filter((each) => each.is_member === false)
					.map(channelRow),
				'other-channels',
			),
			group(
				'Direct messages',
				ims.length ? ims.map(channelRow) : bot ? [newImRow(bot)] : [],
			),
			folded(
				'Archived',
				channels
					.filter((each) => each.is_archived)
					.sort(byName)
					.map(channelRow),
				'archived-channels',
			),
		),
		switcher(),
	);
}

function signature() {
	const { channels, users, team, shortcuts } = store.state;
	return JSON.stringify([
		store.place,
		users,
		team,
		shortcuts,
		channels.map((each) => [
			each.id,
			each.name,
			each.unread,
			each.is_member,
			each.is_archived,
			each.is_private,
		]),
	]);
}

export function drawSidebar(nav) {
	const opened = [...nav.querySelectorAll('details[open]')].map(
		(each) => each.dataset.testid,
	);
	const scrolled = nav.querySelector('.places')
		? nav.querySelector('.places').scrollTop
		: 0;
	show(nav, signature(), all);
	for (const each of nav.querySelectorAll('details'))
		each.open = opened.includes(each.dataset.testid);
	nav.querySelector('.places').scrollTop = scrolled;
}
