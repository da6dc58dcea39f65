/* SPDX-License-Identifier: MIT
 *
 * The workspace's fault switches do to Slack's own SDKs what Slack does in
 * bad hours, and the SDKs get over it as they do there: a switch that only
 * our own client can survive would prove nothing. F numbers are those of the
 * workspace's fault table.
 */

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import socketMode from '@slack/socket-mode';
import webApi from '@slack/web-api';
import { Workspace, within } from './workspace.mjs';

const { SocketModeClient } = socketMode;
const { LogLevel, WebClient } = webApi;
const ROOM = 'C0INCIDENTS';

let workspace;
let ana;
let socket;
let heard;

async function connect() {
	socket = new SocketModeClient({
		appToken: workspace.appToken,
		logLevel: process.env.VERBOSE ? LogLevel.DEBUG : LogLevel.ERROR,
		clientOptions: { slackApiUrl: workspace.api },
	});
	socket.on('error', () => {});
	heard = [];
	socket.on('slash_commands', async ({ ack, body }) => {
		heard.push(body.text);
		await ack({ text: `heard ${body.text}` });
	});
	await within(5000, 'the connection', socket.start());
}

before(async () => {
	workspace = await Workspace.start();
	ana = workspace.see('U0ANA');
});

afterEach(async () => {
	await workspace.fault({ fault: 'none' });
	if (socket) await socket.disconnect();
	socket = null;
});

after(async () => {
	assert.equal(await workspace.stop(), 0);
});

const connections = (count) =>
	ana.until(`${count} connections`, (state) => state.app.connections === count);

const say = (text) =>
	workspace.act('U0ANA', 'command', { channel: ROOM, command: '/incident', text });

async function answered(text) {
	await say(text);
	await ana.message(
		`the answer to ${text}`,
		ROOM,
		(each) => each.text === `heard ${text}`,
	);
}

/* Strikes while connected; the client must come back and hear again. */
function comesBack(name, fault) {
	test(`${fault}: ${name}`, async () => {
		await connect();
		await answered(`before ${fault}`);
		const since = await workspace.logSeq();
		await workspace.fault({ fault });
		await workspace.happened(
			'a new connection',
			since,
			(each) => each.what === 'ws_open',
		);
		await connections(1);
		await answered(`after ${fault}`);
	});
}

comesBack('asked to refresh, the client moves to a new connection', 'F17');
comesBack('the old connection closes when the new one says hello', 'F5');
comesBack('a reset connection is replaced', 'F11');
comesBack('a polite close is answered by coming back', 'F16');

test('F27 an event delivered twice arrives twice, with one event_id', async () => {
	await connect();
	const ids = [];
	const both = new Promise((resolve) => {
		socket.on('message', async ({ ack, body }) => {
			await ack();
			ids.push(body.event_id);
			if (ids.length === 2) resolve();
		});
	});
	await workspace.fault({ fault: 'F27' });
	await workspace.act('U0BEN', 'say', { channel: ROOM, text: 'twice' });
	await within(5000, 'the second copy', both);
	assert.equal(ids[0], ids[1]);
});

test('F24 a frame in fragments is one message', async () => {
	await connect();
	await workspace.fault({ fault: 'F24' });
	await answered('in pieces');
});

test('lost: an envelope that never arrives is an error for the person', async () => {
	await connect();
	await workspace.fault({ fault: 'lost' });
	await say('nobody hears');
	const notice = await ana.until('the notice', (state) =>
		state.notices.find((each) => each.text.includes('operation_timeout')),
	);
	await workspace.act('U0ANA', 'dismiss', { notice_id: notice.id });
	assert.ok(!heard.includes('nobody hears'));
});

function client() {
	return new WebClient(workspace.botToken, {
		slackApiUrl: workspace.api,
		logLevel: LogLevel.ERROR,
		retryConfig: { retries: 3, minTimeout: 100, maxTimeout: 400 },
	});
}

test('429: the SDK waits as long as it is told', async () => {
	await workspace.fault({ fault: '429', method: 'auth.test', retry_after: 1 });
	const began = Date.now();
	assert.equal((await client().auth.test()).ok, true);
	assert.ok(Date.now() - began >= 1000);
});

test('500: the SDK tries again', async () => {
	await workspace.fault({ fault: '500', method: 'chat.postMessage', count: 2 });
	const posted = await client().chat.postMessage({ channel: ROOM, text: 'third time' });
	await ana.message('the post', ROOM, (each) => each.ts === posted.ts);
});

test('500-applied: trying again posts twice, which an app must see to itself', async () => {
	await workspace.fault({ fault: '500-applied', method: 'chat.postMessage' });
	await client().chat.postMessage({ channel: ROOM, text: 'once?' });
	await ana.until(
		'two posts',
		(state) =>
			state.channels
				.find((each) => each.id === ROOM)
				.messages.filter((each) => each.text === 'once?').length === 2,
	);
});

for (const [fault, method, word] of [
	['ratelimited-200', 'auth.test', 'ratelimited'],
	['missing_scope', 'auth.test', 'missing_scope'],
	['token_revoked', 'auth.test', 'token_revoked'],
	['unknown-error', 'auth.test', 'a_word_of_next_year'],
])
	test(`${fault}: the SDK tells the word ${word}`, async () => {
		await workspace.fault({ fault, method });
		await assert.rejects(
			client().auth.test(),
			(error) => error.data.error === word,
		);
	});
