/* SPDX-License-Identifier: MIT
 *
 * What the page knows: the workspace as the selected person sees it, and the
 * place in the URL (who looks, at what). Talks to the server over one
 * WebSocket for what is, and one POST for what is done. Draws nothing.
 * Next: app.js, which redraws whenever this changes.
 */

const RETRY_FIRST_MS = 500;
const RETRY_LAST_MS = 5000;

export const store = {
	state: null /* last state message, or null */,
	online: false /* is the page's own socket up */,
	place: readPlace() /* {as, channel, view, thread} */,
	toasts: [] /* the page's own notices */,
	clockFixed: false /* the server said its clock can't be moved */,
};

const listeners = [];
let queued = false;

export function onChange(listener) {
	listeners.push(listener);
}

/* Redraws once, soon, however often it is called. */
export function changed() {
	if (queued) return;
	queued = true;
	queueMicrotask(() => {
		queued = false;
		for (const listener of listeners) listener();
	});
}

/* ---- the place in the URL ---- */

function readPlace() {
	const words = new URLSearchParams(location.hash.slice(1));
	return {
		as: words.get('as') || '',
		channel: words.get('channel') || '',
		view: words.get('view') || '',
		thread: words.get('thread') || '',
	};
}

export function hashOf(place) {
	const words = new URLSearchParams();
	for (const name of ['as', 'channel', 'view', 'thread'])
		if (place[name]) words.set(name, place[name]);
	return '#' + words.toString();
}

/* Goes elsewhere: `change` names only what differs. */
export function go(change) {
	const next = { ...store.place, ...change };
	if (change.channel) next.view = change.view || '';
	if (change.channel && change.thread === undefined) next.thread = '';
	location.hash = hashOf(next);
}

window.addEventListener('hashchange', () => {
	const before = store.place.as;
	store.place = readPlace();
	if (store.place.as !== before) connect();
	changed();
});

/* ---- looking things up ---- */

export function userById(id) {
	return store.state && store.state.users.find((user) => user.id === id);
}

export function channelById(id) {
	return store.state && store.state.channels.find((each) => each.id === id);
}

export function botUser() {
	return store.state && store.state.users.find((user) => user.is_bot);
}

/* Those who can be looked as: no apps, and not Slack's own helper. */
export function people() {
	return store.state.users.filter((user) => !user.is_bot && user.id !== 'USLACKBOT');
}

/* The person's or app's name as shown beside what it says. */
export function nameOf(user) {
	return user ? user.real_name || user.name : 'Somebody';
}

export function channelTitle(channel) {
	return channel.is_im ? nameOf(userById(channel.user)) : channel.name;
}

export function imWith(userId) {
	return store.state.channels.find((each) => each.is_im && each.user === userId);
}

/* Changes when a name that a text could mention changes. */
export function namesMark() {
	return store.namesMark || '';
}

/* ---- time ---- */

const clock = { base_ms: Date.now(), at: performance.now(), speed: 1 };

function setClock(now_ms, speed) {
	clock.base_ms = now_ms;
	clock.at = performance.now();
	clock.speed = speed || 1;
}

/* The world's time in milliseconds, which need not be this machine's. */
export function now() {
	return clock.base_ms + (performance.now() - clock.at) * clock.speed;
}

export function speed() {
	return clock.speed;
}

export async function setWorldClock(wish) {
	const answer = await fetch('/page/clock', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(wish),
	}).catch(() => null);
	if (answer && answer.ok) {
		const body = await answer.json().catch(() => ({}));
		if (body.now_ms) setClock(body.now_ms, body.speed);
	} else if (answer && answer.status === 409) {
		store.clockFixed = true;
		toast(
			'This workspace runs on real time: it was started ' +
				'without a clock of its own.',
			'info',
		);
	} else {
		toast('The clock could not be changed.', 'error');
	}
	changed();
}

/* ---- the server ---- */

let socket = null;
let generation = 0;
let retry_ms = RETRY_FIRST_MS;

function defaultPlace() {
	const found = channelById('C0INCIDENTS') || store.state.channels[0];
	const change = {};
	if (!store.place.as) change.as = store.state.me;
	if (!store.place.channel && !store.place.view && found) change.channel = found.id;
	if (Object.keys(change).length === 0) return;
	store.place = { ...store.place, ...change };
	history.replaceState(null, '', hashOf(store.place));
}

function receive(text) {
	const message = JSON.parse(text);
	if (message.type !== 'state') return;
	store.state = message;
	store.namesMark = JSON.stringify([
		message.users.map((user) => [user.id, user.name, user.real_name]),
		message.channels.map((each) => [each.id, each.name]),
	]);
	setClock(message.now_ms, message.speed);
	defaultPlace();
	changed();
}

/* Opens the socket as the person in the place; an older one is left. */
export function connect() {
	const mine = ++generation;
	if (socket) socket.close();
	const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
	const as = encodeURIComponent(store.place.as || 'U0ANA');
	socket = new WebSocket(`${scheme}//${location.host}/page?as=${as}`);
	socket.addEventListener('open', () => {
		if (mine !== generation) return;
		retry_ms = RETRY_FIRST_MS;
		store.online = true;
		changed();
	});
	socket.addEventListener('message', (event) => {
		if (mine === generation) receive(event.data);
	});
	socket.addEventListener('close', () => {
		if (mine !== generation) return;
		store.online = false;
		changed();
		setTimeout(() => mine === generation && connect(), retry_ms);
		retry_ms = Math.min(retry_ms * 2, RETRY_LAST_MS);
	});
}

/* Does something as the selected person. Answers the server's answer; a
 * refusal is also shown as a notice unless `quiet`. */
export async function act(doing, words = {}, quiet = false) {
	const body = { as: store.place.as, do: doing, ...words };
	let answer;
	try {
		const reply = await fetch('/page/act', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		answer = await reply.json();
	} catch {
		answer = { ok: false, error: 'the workspace does not answer' };
	}
	if (!answer.ok && !quiet) toast(answer.error || 'That did not work.', 'error');
	return answer;
}

/* ---- the page's own notices ---- */

let toastNumber = 0;
const TOAST_MS = 8000;

export function toast(text, level = 'info') {
	const id = `own-${++toastNumber}`;
	store.toasts.push({ id, text, level });
	setTimeout(() => dropToast(id), TOAST_MS);
	changed();
}

export function dropToast(id) {
	store.toasts = store.toasts.filter((each) => each.id !== id);
	changed();
}
