/* SPDX-License-Identifier: MIT
 *
 * How people and apps look: avatar, name card. Next: sidebar.js.
 */

import { h, icon } from './dom.js';
import { act, imWith, go, hashOf, nameOf, store, userById } from './store.js';
import { closePopup, openPopup } from './popup.js';

const HUES = 8;

/* By their place in the list: the first eight people differ. */
function hueOf(user) {
	return Math.max(0, store.state.users.indexOf(user)) % HUES;
}

function initials(name) {
	const words = name.split(/\s+/).filter(Boolean);
	const last = words.length > 1 ? words[words.length - 1] : '';
	return ((words[0] || '?')[0] + (last[0] || '')).toUpperCase();
}

/* size: '', 'small' or 'tiny'. Bots are square, people round. */
export function avatar(user, size = '') {
	const name = nameOf(user);
	const bot = Boolean(user && user.is_bot);
	const hue = bot ? 'bot' : hueOf(user);
	return h(
		'span',
		{
			class: `avatar hue-${hue} ${size}`,
			'aria-hidden': 'true',
			'data-initials': bot ? null : initials(name),
		},
		bot ? icon('buoy') : null,
	);
}

/* Opens the direct messages with the app; the first time makes them. */
export async function openIm(userId) {
	const known = imWith(userId);
	const answer = known
		? { ok: true, channel: known.id }
		: await act('open_im', { user: userId });
	if (answer.ok) go({ channel: answer.channel });
}

/* The card behind a name: who it is, and a way to write to the app or to look
 * as that person. */
export function openCard(anchor, userId) {
	const user = userById(userId);
	if (!user) return;
	const about = user.is_bot ? 'App' : user.is_restricted ? 'Guest' : 'Member';
	const write = h(
		'button',
		{
			type: 'button',
			class: 'button primary',
			'data-testid': 'card-message',
			on: {
				click: () => {
					closePopup(false);
					openIm(userId);
				},
			},
		},
		'Message',
	);
	const look = h(
		'a',
		{
			class: 'button',
			'data-testid': 'card-look',
			href: hashOf({ ...store.place, as: userId }),
			on: { click: () => closePopup(false) },
		},
		`Look as ${nameOf(user)}`,
	);
	openPopup(
		anchor,
		h(
			'div',
			{ class: 'card', role: 'dialog', 'aria-label': nameOf(user) },
			h(
				'div',
				{ class: 'card-head' },
				avatar(user, 'large'),
				h(
					'div',
					{},
					h('strong', {}, nameOf(user)),
					h(
						'div',
						{ class: 'muted' },
						`@${user.name} · ${about}`,
					),
				),
			),
			userId === store.place.as
				? h('p', { class: 'muted' }, 'That is who you look as.')
				: user.is_bot
					? write
					: look,
		),
	);
}
