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
		return act('say', {
			channel: channel.id,
			text,
			...(thread_ts ? { thread_ts } : {}),
		});
	const command = `/${slash[1]}`;
	if (thread_ts) {
		toast(`${command} is not supported in threads. Sorry!`, 'error');
		return { ok: false };
	}
	if (!store.state.commands.some((each) => each.command === command)) {
		toast(
			`${command} is not a valid command. In Slack it starts with a name that ` +
				'an app has registered.',
			'error',
		);
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
	return h(
		'div',
		{
			role: 'option',
			id: `${listId}-${i}`,
			class: i === at ? 'option at' : 'option',
			'aria-selected': String(i === at),
			'data-testid': 'suggestion',
			'data-value': item.value,
		},
		h(
			'span',
			{ class: 'option-text' },
			item.nodes(),
			item.description && h('small', {}, item.description),
		),
	);
}

let composerNumber = 0;

class Composer {
	constructor(channel, thread_ts, placeholder) {
		this.channel = channel;
		this.thread_ts = thread_ts;
		this.draft = `${store.place.as} ${channel.id} ${thread_ts || ''}`;
		this.listId = `suggestions-${++composerNumber}`;
		this.found = { items: [], from: 0 };
		this.at = 0;
		this.moved = false;
		this.box = h('div', {
			role: 'listbox',
			id: this.listId,
			class: 'suggestions',
			'aria-label': 'Suggestions',
			hidden: true,
		});
		this.hint = h('div', {
			class: 'usage',
			'data-testid': 'usage-hint',
			hidden: true,
		});
		this.input = this.field(placeholder);
		requestAnimationFrame(() => this.look());
	}

	field(placeholder) {
		return h('textarea', {
			rows: '1',
			placeholder,
			'aria-label': placeholder,
			spellcheck: 'false',
			'data-testid': this.thread_ts ? 'thread-input' : 'composer-input',
			'aria-controls': this.listId,
			'aria-haspopup': 'listbox',
			'aria-autocomplete': 'list',
			value: drafts.get(this.draft) || '',
			on: {
				input: () => this.look(),
				keydown: (event) => this.key(event),
				blur: () => this.dismiss(),
			},
		});
	}

	redraw() {
		const { items } = this.found;
		this.box.hidden = items.length === 0;
		this.box.replaceChildren(
			...items.map((item, i) => {
				const node = optionNode(item, i, this.at, this.listId);
				node.addEventListener('pointerdown', (event) =>
					event.preventDefault(),
				);
				node.addEventListener('click', () => this.take(i));
				return node;
			}),
		);
		if (items.length)
			this.input.setAttribute(
				'aria-activedescendant',
				`${this.listId}-${this.at}`,
			);
		else this.input.removeAttribute('aria-activedescendant');
	}

	/* What is typed has changed. */
	look() {
		const { input, hint } = this;
		drafts.set(this.draft, input.value);
		this.found = suggestions(
			input.value,
			input.selectionStart,
			Boolean(this.thread_ts),
		);
		this.at = 0;
		this.moved = false;
		const words = hintFor(input.value);
		hint.replaceChildren(...words);
		hint.hidden = words.length === 0;
		input.style.height = 'auto';
		input.style.height = `${Math.min(input.scrollHeight, TALL_PX)}px`;
		this.redraw();
	}

	dismiss() {
		this.found = { items: [], from: 0 };
		this.redraw();
	}

	take(i) {
		const value = this.found.items[i].value + ' ';
		this.input.setRangeText(
			value,
			this.found.from,
			this.input.selectionStart,
			'end',
		);
		this.input.focus();
		this.look();
	}

	async submit() {
		const kept = this.input.value;
		if (!kept.trim()) return;
		this.input.value = '';
		this.look();
		const answer = await send(kept.trim(), this.channel, this.thread_ts);
		if (!answer.ok && !this.input.value) {
			this.input.value = kept;
			this.look();
		}
	}

	/* Enter takes a suggestion only where it adds something. */
	takesEnter() {
		const item = this.found.items[this.at];
		const typed = this.input.value.slice(
			this.found.from,
			this.input.selectionStart,
		);
		return Boolean(item) && (this.moved || item.value !== typed);
	}

	enter() {
		if (this.takesEnter()) this.take(this.at);
		else this.submit();
	}

	key(event) {
		const count = this.found.items.length;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const isEnter = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
		const isTab = count > 0 && event.key === 'Tab' && !event.shiftKey;
		if (isEnter || isTab || (count > 0 && step)) event.preventDefault();
		if (isEnter) this.enter();
		else if (isTab) this.take(this.at);
		else if (count > 0 && event.key === 'Escape') this.dismiss();
		else if (count > 0 && step) {
			this.at = (this.at + step + count) % count;
			this.moved = true;
			this.redraw();
		}
	}
}

/* A composer for a channel, or for a thread in it. */
export function composer(channel, thread_ts, placeholder) {
	const made = new Composer(channel, thread_ts, placeholder);
	const submit = () => made.submit();
	return h(
		'div',
		{ class: 'composer' },
		made.box,
		made.hint,
		h(
			'form',
			{
				class: 'composer-box',
				on: {
					submit: (event) => {
						event.preventDefault();
						submit();
					},
				},
			},
			made.input,
			iconButton('send', 'Send', submit, {
				'data-testid': thread_ts ? 'thread-send' : 'composer-send',
			}),
		),
	);
}
