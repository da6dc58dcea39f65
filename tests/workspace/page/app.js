/* SPDX-License-Identifier: MIT
 *
 * The page of the stand-in workspace: a chat client over the state that the
 * server sends. This file only says what is drawn where, and what a press on
 * a name or an inner link does. Next: store.js, then channel.js.
 */

import { h, iconButton, reconcile } from './dom.js';
import { drawChannel, drawNowhere, drawThread, jumpTo } from './channel.js';
import { drawHome, leaveHome } from './home.js';
import { drawModals } from './modal.js';
import { drawSidebar } from './sidebar.js';
import { drawTopbar, tickClock, toggleSidebar } from './topbar.js';
import { openCard } from './people.js';
import { refreshDates, withEmoji } from './mrkdwn.js';
import { checkPopup } from './popup.js';
import {
	act,
	channelById,
	channelTitle,
	connect,
	dropToast,
	onChange,
	store,
	userById,
} from './store.js';

const TICK_MS = 250;
const NOTICES_MAX = 4;

const part = (id) => document.getElementById(id);
const toasts = part('toasts');

function drawMain() {
	const main = part('main');
	if (store.place.view === 'home') {
		drawHome(main);
		return;
	}
	leaveHome();
	const channel = channelById(store.place.channel);
	const me = userById(store.place.as);
	if (channel) drawChannel(main, channel);
	else
		drawNowhere(
			main,
			me
				? `${me.real_name} is not in this conversation. ` +
						'Choose another one in the list.'
				: 'Choose a conversation in the list.',
		);
}

function toastItem(notice, dismiss) {
	const level = notice.level === 'error' ? 'bad' : 'info';
	return {
		key: notice.id,
		sig: notice.text,
		make: () =>
			h(
				'div',
				{
					class: `toast ${level}`,
					role: level === 'bad' ? 'alert' : 'status',
					'data-testid': 'toast',
					'data-level': notice.level,
				},
				h('span', {}, withEmoji(notice.text)),
				iconButton('close', 'Dismiss', dismiss, {
					'data-testid': 'toast-dismiss',
				}),
			),
	};
}

/* An open dialog lies over everything else, so the notices go into it. */
function drawToasts() {
	const dialogs = document.querySelectorAll('dialog[open]');
	const top = dialogs[dialogs.length - 1];
	const holder = top || document.body;
	if (toasts.parentNode !== holder) holder.append(toasts);
	const notices = ((store.state && store.state.notices) || []).slice(-NOTICES_MAX);
	reconcile(toasts, [
		...notices.map((each) =>
			toastItem(each, () => act('dismiss', { notice_id: each.id }, true)),
		),
		...store.toasts
			.slice(-NOTICES_MAX)
			.map((each) => toastItem(each, () => dropToast(each.id))),
	]);
}

function drawTitle() {
	const channel = channelById(store.place.channel);
	const place =
		store.place.view === 'home'
			? 'Home'
			: channel
				? (channel.is_im ? '' : '#') + channelTitle(channel)
				: '';
	document.title = [place, store.state.team.name].filter(Boolean).join(' · ');
}

function draw() {
	drawTopbar(part('topbar'));
	if (!store.state || store.state.me !== (store.place.as || store.state.me)) {
		drawToasts();
		return;
	}
	document.body.dataset.ready = store.state.me;
	drawSidebar(part('sidebar'));
	drawMain();
	drawThread(part('thread'));
	drawModals();
	drawToasts();
	drawTitle();
	checkPopup();
}

document.addEventListener('click', (event) => {
	const person = event.target.closest('button[data-user-id]');
	if (person) openCard(person, person.dataset.userId);
	const inner = event.target.closest('a[data-goto-ts]');
	if (inner && inner.dataset.gotoTs) setTimeout(jumpTo, 0, inner.dataset.gotoTs);
	if (event.target.closest('.sidebar a') || event.target.closest('.main'))
		toggleSidebar(false);
});

part('skip').addEventListener('click', (event) => {
	event.preventDefault();
	part('main').focus();
});

document.addEventListener('visibilitychange', draw);
onChange(draw);
setInterval(() => {
	tickClock();
	refreshDates();
}, TICK_MS);
drawTopbar(part('topbar'));
connect();
