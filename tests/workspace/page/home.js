/* SPDX-License-Identifier: MIT
 *
 * The app's Home tab as the selected person sees it. Opening it tells the
 * app, as in Slack. Next: blocks.js.
 */

import { h, reconcile } from './dom.js';
import { avatar } from './people.js';
import { appTabs } from './channel.js';
import { blockNodes } from './blocks.js';
import { surfaceOf } from './surface.js';
import { act, botUser, nameOf, namesMark, store } from './store.js';

let toldFor = '';

function view() {
	const home = store.state.home && store.state.home.view;
	if (!home)
		return h(
			'div',
			{ class: 'nowhere', 'data-testid': 'home-empty' },
			h('p', {}, 'The app has not drawn its Home tab for you yet.'),
		);
	const surface = surfaceOf(`h:${store.place.as}`, { home: true, view_id: home.id });
	return h(
		'div',
		{
			class: 'scroll home',
			tabindex: '0',
			role: 'region',
			'aria-label': 'Home',
			'data-testid': 'home',
		},
		h('div', { class: 'home-inner' }, blockNodes(home.blocks, surface)),
	);
}

export function leaveHome() {
	toldFor = '';
}

export function drawHome(main) {
	if (toldFor !== store.place.as) {
		toldFor = store.place.as;
		act('home', {}, true);
	}
	const bot = botUser();
	const home = store.state.home && store.state.home.view;
	const old = main.querySelector('.home');
	const scrolled = old ? old.scrollTop : 0;
	reconcile(main, [
		{
			key: 'home-head',
			sig: namesMark(),
			make: () =>
				h(
					'div',
					{ class: 'channel-head' },
					h(
						'h1',
						{ 'data-testid': 'channel-title' },
						avatar(bot, 'small'),
						nameOf(bot),
						h('span', { class: 'tag' }, 'APP'),
					),
					h('div', { class: 'topic' }),
				),
		},
		{
			key: 'home-tabs',
			sig: JSON.stringify([
				store.place.as,
				store.state.channels.map((each) => each.id),
			]),
			make: () => appTabs('home'),
		},
		{
			key: `home ${store.place.as}`,
			sig: JSON.stringify(home) + namesMark(),
			make: view,
		},
	]);
	const node = main.querySelector('.home');
	if (node && scrolled) node.scrollTop = scrolled;
}
