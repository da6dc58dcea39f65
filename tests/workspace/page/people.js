/* SPDX-License-Identifier: MIT
 *
 * How people and apps look: avatar, name card. Next: sidebar.js.
 */

import { h, icon } from './dom.js';
import { act, imWith, go, nameOf, store, userById } from './store.js';
import { openPopup } from './popup.js';

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
	return h('span', { class: `avatar hue-${hue} ${size}`, 'aria-hidden': 'true' },
		bot ? icon('buoy') : initials(name));
}

/* Opens the direct messages with somebody; the first time makes them. */
export async function openIm(userId) {
	const known = imWith(userId);
	if (known) {
		go({ channel: known.id });
		return;
	}
	const answer = await act('open_im', { user: userId });
	if (!answer.ok)
		return;
	if (answer.channel)
		go({ channel: answer.channel });
	else
		store.wantIm = userId;
}

/* Called after every new state: goes to a conversation that was asked for. */
export function followIm() {
	const found = store.wantIm && imWith(store.wantIm);
	if (!found)
		return;
	store.wantIm = null;
	go({ channel: found.id });
}

/* The card behind a name: who it is, and a way to write to them. */
export function openCard(anchor, userId) {
	const user = userById(userId);
	if (!user)
		return;
	const about = user.is_bot ? 'App' : user.is_restricted ? 'Guest' : 'Member';
	const write = h('button', { type: 'button', class: 'button primary',
		'data-testid': 'card-message',
		on: { click: () => openIm(userId) } }, 'Message');
	openPopup(anchor, h('div', { class: 'card', role: 'dialog', 'aria-label': nameOf(user) },
		h('div', { class: 'card-head' }, avatar(user, 'large'),
			h('div', {}, h('strong', {}, nameOf(user)),
				h('div', { class: 'muted' }, `@${user.name} · ${about}`))),
		userId === store.place.as ? h('p', { class: 'muted' }, 'That is who you look as.') : write));
}
