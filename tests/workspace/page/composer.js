/* SPDX-License-Identifier: MIT
 *
 * Where people type: messages, replies and slash commands, with hints for
 * commands, people, channels and emoji. What was begun is kept per person and
 * conversation. Next: suggest.js for what is proposed.
 */

import { h, iconButton } from './dom.js';
import { suggestions } from './suggest.js';
import { act, store, toast } from './store.js';

const drafts = new Map();
const TALL_PX = 220;

async function send(text, channel, thread_ts) {
	const slash = /^\/(\S+)\s*([\s\S]*)$/.exec(text);
	if (!slash)
		return act('say', { channel: channel.id, text, ...(thread_ts ? { thread_ts } : {}) });
	const command = `/${slash[1]}`;
	if (thread_ts) {
		toast(`${command} is not supported in threads. Sorry!`, 'error');
		return { ok: false };
	}
	if (!store.state.commands.some((each) => each.command === command)) {
		toast(`${command} is not a valid command. In Slack it starts with a name that `
			+ 'an app has registered.', 'error');
		return { ok: false };
	}
	return act('command', { channel: channel.id, command, text: slash[2].trim() });
}

function hintFor(text) {
	const found = /^(\/\S+)\s/.exec(text);
	const command = found && store.state.commands.find((each) => each.command === found[1]);
	return command ? [h('strong', {}, command.command), ' ', command.usage_hint || ''] : [];
}

function optionNode(item, i, at, listId) {
	return h('div', {
		role: 'option', id: `${listId}-${i}`, class: i === at ? 'option at' : 'option',
		'aria-selected': String(i === at), 'data-testid': 'suggestion', 'data-value': item.value,
	}, h('span', { class: 'option-text' }, item.nodes(),
		item.description && h('small', {}, item.description)));
}

let composerNumber = 0;

/* A composer for a channel, or for a thread in it. */
export function composer(channel, thread_ts, placeholder) {
	const draft = `${store.place.as} ${channel.id} ${thread_ts || ''}`;
	const listId = `suggestions-${++composerNumber}`;
	const box = h('div', { role: 'listbox', id: listId, class: 'suggestions',
		'aria-label': 'Suggestions', hidden: true });
	const hint = h('div', { class: 'usage', 'data-testid': 'usage-hint', hidden: true });
	const input = h('textarea', {
		rows: '1', placeholder, 'aria-label': placeholder, 'data-testid':
			thread_ts ? 'thread-input' : 'composer-input', spellcheck: 'false',
		'aria-controls': listId, 'aria-haspopup': 'listbox',
		'aria-autocomplete': 'list', value: drafts.get(draft) || '',
	});
	let found = { items: [], from: 0 };
	let at = 0;
	let moved = false;

	function redraw() {
		const open = found.items.length > 0;
		box.hidden = !open;
		box.replaceChildren(...found.items.map((item, i) => {
			const node = optionNode(item, i, at, listId);
			node.addEventListener('pointerdown', (event) => event.preventDefault());
			node.addEventListener('click', () => take(i));
			return node;
		}));
		if (open)
			input.setAttribute('aria-activedescendant', `${listId}-${at}`);
		else
			input.removeAttribute('aria-activedescendant');
	}

	function look() {
		drafts.set(draft, input.value);
		found = suggestions(input.value, input.selectionStart, Boolean(thread_ts));
		at = 0;
		moved = false;
		const words = hintFor(input.value);
		hint.replaceChildren(...words);
		hint.hidden = words.length === 0;
		input.style.height = 'auto';
		input.style.height = `${Math.min(input.scrollHeight, TALL_PX)}px`;
		redraw();
	}

	function take(i) {
		const caret = input.selectionStart;
		const value = found.items[i].value + ' ';
		input.setRangeText(value, found.from, caret, 'end');
		input.focus();
		look();
	}

	async function submit() {
		const text = input.value.trim();
		if (!text)
			return;
		const kept = input.value;
		input.value = '';
		look();
		const answer = await send(text, channel, thread_ts);
		if (!answer.ok && !input.value) {
			input.value = kept;
			look();
		}
	}

	/* Enter takes a suggestion only where it adds something. */
	function takesEnter() {
		const item = found.items[at];
		return Boolean(item) && (moved
			|| item.value !== input.value.slice(found.from, input.selectionStart));
	}

	function key(event) {
		const open = found.items.length > 0;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (open && step) {
			event.preventDefault();
			at = (at + step + found.items.length) % found.items.length;
			moved = true;
			redraw();
		} else if (open && event.key === 'Tab' && !event.shiftKey) {
			event.preventDefault();
			take(at);
		} else if (open && event.key === 'Escape') {
			found = { items: [], from: 0 };
			redraw();
		} else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			if (takesEnter())
				take(at);
			else
				submit();
		}
	}

	input.addEventListener('input', look);
	input.addEventListener('keydown', key);
	input.addEventListener('blur', () => {
		found = { items: [], from: 0 };
		redraw();
	});
	requestAnimationFrame(look);
	return h('div', { class: 'composer' }, box, hint,
		h('form', { class: 'composer-box',
			on: { submit: (event) => { event.preventDefault(); submit(); } } },
		input, iconButton('send', 'Send', submit, { 'data-testid':
			thread_ts ? 'thread-send' : 'composer-send' })));
}
