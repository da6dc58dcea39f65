/* SPDX-License-Identifier: MIT
 *
 * Slack's own Socket Mode client against the stand-in workspace: greeting,
 * several connections, being asked to reconnect, and acknowledgements that
 * are too late.
 */

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { SocketModeClient } from '@slack/socket-mode';
import { LogLevel } from '@slack/web-api';
import WebSocket from 'ws';
import { Workspace, within } from './workspace.mjs';

const ROOM = 'C0INCIDENTS';

let workspace;
let ana;
let clients = [];

async function connect() {
	const client = new SocketModeClient({
		appToken: workspace.appToken,
		logLevel: process.env.VERBOSE ? LogLevel.DEBUG : LogLevel.ERROR,
		clientOptions: { slackApiUrl: workspace.api },
	});
	client.on('error', () => {});
	clients.push(client);
	await within(5000, 'the connection', client.start());
	return client;
}

const connections = (count) =>
	ana.until(`${count} connections`, (state) => state.app.connections === count);

before(async () => {
	workspace = await Workspace.start();
	ana = workspace.see('U0ANA');
});

afterEach(async () => {
	await Promise.all(clients.map((client) => client.disconnect()));
	clients = [];
	await connections(0);
});

after(async () => {
	assert.equal(await workspace.stop(), 0);
});

async function openUrl(token) {
	const reply = await fetch(`${workspace.api}apps.connections.open`, {
		method: 'POST',
		headers: { Authorization: `Bearer ${token}` },
	});
	return reply.json();
}

test('only an app token opens a connection', async () => {
	assert.equal((await openUrl('xoxb-wrong')).ok, false);
	assert.equal((await openUrl(workspace.botToken)).error, 'not_allowed_token_type');
});

test('hello first, and a ticket works once', async () => {
	const { ok, url } = await openUrl(workspace.appToken);
	assert.equal(ok, true);
	const first = new WebSocket(url);
	const hello = await within(
		3000,
		'hello',
		new Promise((resolve, reject) => {
			first.on('message', (data) => resolve(JSON.parse(data)));
			first.on('error', reject);
		}),
	);
	assert.equal(hello.type, 'hello');
	assert.equal(hello.num_connections, 1);
	assert.equal(hello.connection_info.app_id, 'A0INCBOT');
	const second = new WebSocket(url);
	await within(3000, 'a refusal', new Promise((resolve) => second.on('error', resolve)));
	first.close();
});

test('commands are shared out among the connections, each once', async () => {
	const heard = [];
	const got = [];
	for (let i = 0; i < 2; i++) {
		const client = await connect();
		client.on('slash_commands', async ({ ack, body }) => {
			heard[i] = (heard[i] || 0) + 1;
			got.push(body.text);
			await ack({ text: `heard ${body.text}` });
		});
	}
	await connections(2);
	for (let i = 0; i < 20; i++)
		await workspace.act('U0ANA', 'command', {
			channel: ROOM,
			command: '/incident',
			text: String(i),
		});
	await ana.message('the last answer', ROOM, (each) => each.text === 'heard 19');
	await ana.until('all answers', () => got.length === 20);
	assert.equal(new Set(got).size, 20);
	assert.ok(heard[0] > 0 && heard[1] > 0, `shared ${heard}`);
});

test('an event that was not acknowledged comes again and says so', async () => {
	const client = await connect();
	const tries = [];
	const twice = new Promise((resolve) =>
		client.on('message', async ({ ack, retry_num, retry_reason, event }) => {
			if (event.text !== 'again') return;
			tries.push({ retry_num, retry_reason });
			if (tries.length === 2) {
				await ack();
				resolve();
			}
		}),
	);
	await workspace.act('U0ANA', 'say', { channel: ROOM, text: 'again' });
	await within(8000, 'the second try', twice);
	assert.equal(tries[0].retry_num || 0, 0);
	assert.equal(tries[1].retry_num, 1);
	assert.equal(tries[1].retry_reason, 'timeout');
});
