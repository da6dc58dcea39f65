/* SPDX-License-Identifier: MIT
 *
 * The menu of troubles: what Slack does to apps in bad hours, so that anybody
 * can see that an incident gets over it. The switches are the server's
 * (faults.c); this file only gives some of them words.
 */

import { openMenu } from './popup.js';
import { toast } from './store.js';

const TROUBLES = [
	['Drop the connection', { fault: 'F11' }],
	['Ask the app to reconnect', { fault: 'F17' }],
	['Deliver the next command twice', { fault: 'F30' }],
	['Lose the next command', { fault: 'lost', type: 'slash_commands' }],
	['Answer the next 3 calls with "too fast"', { fault: '429', count: 3, retry_after: 2 }],
	['Answer the next 3 calls with an error', { fault: '500', count: 3 }],
	['Post the next message, but say it failed', { fault: 'F45' }],
	['End all trouble', { fault: 'none' }],
];

async function make(words, order) {
	const reply = await fetch('/page/fault', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(order),
	}).catch(() => null);
	const answer = reply ? await reply.json().catch(() => ({})) : {};
	toast(
		answer.ok ? `Done: ${words}.` : 'The workspace refused.',
		answer.ok ? 'info' : 'error',
	);
}

export function openTroubles(anchor) {
	openMenu(anchor, 'Make trouble', [
		{ heading: 'Make trouble between Slack and the app' },
		...TROUBLES.map(([words, order]) => ({
			label: words,
			testid: `trouble-${order.fault}`,
			press: () => make(words, order),
		})),
	]);
}
