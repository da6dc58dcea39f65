/* SPDX-License-Identifier: MIT
 *
 * Starts the stand-in workspace for a test and drives it as its people would:
 * what they do, what they see, what happened. Every wait has a deadline and
 * ends by an event, not by a pause. INCBOT_BUILD names the build folder;
 * without it that is build/ at the top of the source.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';

const READY_MS = 10_000;
const WAIT_MS = 10_000;
const STOP_MS = 5_000;

const top = fileURLToPath(new URL('../..', import.meta.url));
const build = process.env.INCBOT_BUILD || join(top, 'build');
const program = join(build, 'tests/workspace/workspace');
const page = join(top, 'tests/workspace/page');

/* Rejects when `promise` takes longer than `ms`. */
export async function within(ms, what, promise) {
	let timer;
	const late = new Promise((resolve, reject) => {
		timer = setTimeout(
			() => reject(new Error(`${what} did not come within ${ms} ms`)),
			ms,
		);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}

async function readyLine(child) {
	const lines = createInterface({ input: child.stdout });
	const [line] = await within(READY_MS, 'the ready line', once(lines, 'line'));
	const words = Object.fromEntries(
		[...line.matchAll(/(\w+)=(\S+)/g)].map((found) => [found[1], found[2]]),
	);
	assert.match(line, /^ready /, line);
	return words;
}

/* What one person sees, kept up to date; `until` waits for a state. */
class Eyes {
	constructor(url, as) {
		this.state = null;
		this.waiting = new Set();
		this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}/page?as=${as}`);
		this.socket.on('message', (data) => {
			this.state = JSON.parse(data);
			for (const wake of this.waiting) wake();
		});
		this.socket.on('error', () => {});
	}

	/* Resolves to what `look(state)` answers as soon as that is truthy. */
	until(what, look, ms = WAIT_MS) {
		let wake;
		const found = new Promise((resolve, reject) => {
			wake = () => {
				try {
					const answer = this.state && look(this.state);
					if (answer) resolve(answer);
				} catch (error) {
					reject(error);
				}
			};
			this.waiting.add(wake);
			wake();
		});
		return within(ms, what, found).finally(() => this.waiting.delete(wake));
	}

	channel(id) {
		return this.state.channels.find((each) => each.id === id);
	}

	message(what, channel, test, ms) {
		return this.until(
			what,
			(state) => {
				const found = state.channels.find(
					(each) => each.id === channel,
				);
				return found && found.messages.find(test);
			},
			ms,
		);
	}

	modal(what, test = () => true, ms = WAIT_MS) {
		return this.until(
			what,
			(state) => {
				const top = state.modals[state.modals.length - 1];
				return top && test(top) && top;
			},
			ms,
		);
	}

	close() {
		this.socket.close();
	}
}

async function postJson(url, body) {
	const reply = await fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
	return reply.json();
}

export class Workspace {
	static async start(...args) {
		const child = spawn(program, ['--port', '0', '--page', page, ...args], {
			stdio: ['ignore', 'pipe', process.env.VERBOSE ? 'inherit' : 'ignore'],
		});
		const died = once(child, 'error').then(([error]) => {
			throw error;
		});
		const words = await Promise.race([readyLine(child), died]);
		return new Workspace(child, words);
	}

	constructor(child, words) {
		this.child = child;
		this.url = words.url;
		this.api = words.api;
		this.botToken = words.bot_token;
		this.appToken = words.app_token;
		this.eyes = new Map();
	}

	/* A person does something; a refusal is an error. */
	async act(as, doing, words = {}) {
		const answer = await this.tryAct(as, doing, words);
		assert.equal(answer.ok, true, `${doing}: ${answer.error}`);
		return answer;
	}

	tryAct(as, doing, words = {}) {
		return postJson(`${this.url}/page/act`, { as, do: doing, ...words });
	}

	async fault(words) {
		const answer = await postJson(`${this.url}/page/fault`, words);
		assert.equal(answer.ok, true, JSON.stringify(answer));
		return answer;
	}

	/* What a person sees. */
	see(as) {
		if (!this.eyes.has(as)) this.eyes.set(as, new Eyes(this.url, as));
		return this.eyes.get(as);
	}

	async logSeq() {
		const reply = await fetch(`${this.url}/page/log?since=0&wait_ms=0`);
		return (await reply.json()).seq;
	}

	/* Waits for something that happened after `since`. */
	async happened(what, since, test, ms = WAIT_MS) {
		const end = Date.now() + ms;
		let from = since;
		while (Date.now() < end) {
			const rest = Math.min(end - Date.now(), 2000);
			const reply = await fetch(
				`${this.url}/page/log?since=${from}&wait_ms=${rest}`,
			);
			const { seq, entries } = await reply.json();
			const found = entries.find(test);
			if (found) return found;
			from = Math.max(from, seq);
		}
		throw new Error(`${what} did not happen within ${ms} ms`);
	}

	async stop() {
		for (const eyes of this.eyes.values()) eyes.close();
		if (this.child.exitCode !== null || this.child.signalCode)
			return this.child.exitCode;
		this.child.kill('SIGTERM');
		const [code] = await within(
			STOP_MS,
			'the end of the workspace',
			once(this.child, 'exit'),
		);
		return code;
	}
}

/* Plain text, mrkdwn, and a section: blocks are written often in tests. */
export const plain = (text) => ({ type: 'plain_text', text });
export const section = (text, more = {}) => ({
	type: 'section',
	text: { type: 'mrkdwn', text },
	...more,
});
export const button = (action_id, text, more = {}) => ({
	type: 'button',
	action_id,
	text: plain(text),
	...more,
});
export const modal = (title, blocks, more = {}) => ({
	type: 'modal',
	title: plain(title),
	blocks,
	...more,
});
export const input = (block_id, label, element = {}, more = {}) => ({
	type: 'input',
	block_id,
	label: plain(label),
	element: { type: 'plain_text_input', action_id: 'value', ...element },
	...more,
});
