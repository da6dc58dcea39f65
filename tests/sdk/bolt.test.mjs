/* SPDX-License-Identifier: MIT
 *
 * Slack's own framework for apps, Bolt in Socket Mode, must be at home in the
 * stand-in workspace: every way in which people reach an app and every way in
 * which it answers.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import bolt from '@slack/bolt';
import { Workspace, button, input, modal, plain, section, within } from './workspace.mjs';

const { App, LogLevel } = bolt;
const ROOM = 'C0INCIDENTS';

let workspace;
let app;
let ana;
let ben;
/* What the app's /incident does now; each test sets it. */
let onCommand = async ({ ack }) => ack();
const errors = [];

/* The next call of a listener, as a promise. */
function next(register) {
	return within(5000, 'the event', new Promise((resolve) => register(resolve)));
}

before(async () => {
	workspace = await Workspace.start();
	app = new App({
		token: workspace.botToken,
		appToken: workspace.appToken,
		socketMode: true,
		logLevel: process.env.VERBOSE ? LogLevel.DEBUG : LogLevel.ERROR,
		clientOptions: { slackApiUrl: workspace.api },
	});
	app.command('/incident', (args) => onCommand(args));
	app.error(async (error) => {
		errors.push(error);
	});
	await app.start();
	ana = workspace.see('U0ANA');
	ben = workspace.see('U0BEN');
	await ana.until('the app is connected', (state) => state.app.connections === 1);
	await ben.until('Ben sees something', () => true);
});

after(async () => {
	await app.stop();
	assert.equal(await workspace.stop(), 0);
	assert.deepEqual(errors, []);
});

async function command(text, handler, as = 'U0ANA') {
	const done = new Promise((resolve, reject) => {
		onCommand = (args) => Promise.resolve(handler(args)).then(resolve, reject);
	});
	await workspace.act(as, 'command', { channel: ROOM, command: '/incident', text });
	return within(5000, 'the command', done);
}

test("a slash command has Slack's fields, and its ack is for its author only", async () => {
	let payload;
	await command('status now', async ({ ack, command: words }) => {
		payload = words;
		await ack('All is well.');
	});
	assert.equal(payload.command, '/incident');
	assert.equal(payload.text, 'status now');
	assert.equal(payload.user_id, 'U0ANA');
	assert.equal(payload.user_name, 'ana');
	assert.equal(payload.channel_id, ROOM);
	assert.equal(payload.channel_name, 'incidents');
	assert.equal(payload.team_id, 'T0INCBOT');
	assert.equal(payload.api_app_id, 'A0INCBOT');
	assert.equal(payload.is_enterprise_install, 'false');
	assert.match(payload.trigger_id, /^\d+\.\d+\.[0-9a-f]+$/);
	const message = await ana.message(
		'the answer',
		ROOM,
		(each) => each.text === 'All is well.',
	);
	assert.equal(message.ephemeral, true);
	assert.ok(!ben.channel(ROOM).messages.some((each) => each.text === 'All is well.'));
});

test('an ack in the channel is seen by all', async () => {
	await command('tell', async ({ ack }) =>
		ack({ response_type: 'in_channel', text: 'For everybody.' }),
	);
	const message = await ben.message(
		'the answer',
		ROOM,
		(each) => each.text === 'For everybody.',
	);
	assert.ok(!message.ephemeral);
});

test('people and channels in a command arrive as entities', async () => {
	let text;
	await command('page @ben about #random', async ({ ack, command: words }) => {
		text = words.text;
		await ack();
	});
	assert.equal(text, 'page <@U0BEN|ben> about <#C0RANDOM|random>');
});

test('respond() answers, replaces and deletes, five times at most', async () => {
	let respond;
	await command('respond', async (args) => {
		respond = args.respond;
		await args.ack();
	});
	await respond('first');
	await ana.message('the first answer', ROOM, (each) => each.text === 'first');
	for (const text of ['second', 'third', 'fourth', 'fifth']) await respond(text);
	await ana.message('the fifth answer', ROOM, (each) => each.text === 'fifth');
	await assert.rejects(respond('sixth'));
	assert.ok(!ana.channel(ROOM).messages.some((each) => each.text === 'sixth'));
});

test('no ack within three seconds is an error for the person', async () => {
	await command('forgotten', async () => {});
	const notice = await ana.until('the notice', (state) =>
		state.notices.find((each) => each.text.includes('operation_timeout')),
	);
	assert.match(notice.text, /\/incident/);
	await workspace.act('U0ANA', 'dismiss', { notice_id: notice.id });
	await ana.until('no notice', (state) => state.notices.length === 0);
});

test("messages and mentions arrive as events, the app's own do not come back", async () => {
	const heard = next((resolve) => app.message('smoke', async (args) => resolve(args)));
	await workspace.act('U0BEN', 'say', { channel: ROOM, text: 'I smell smoke & fire' });
	const { message, body } = await heard;
	assert.equal(message.user, 'U0BEN');
	assert.equal(message.channel, ROOM);
	assert.equal(message.channel_type, 'channel');
	assert.equal(body.type, 'event_callback');
	assert.match(body.event_id, /^Ev/);
	assert.equal(body.authorizations[0].user_id, 'U0INCBOT');

	const mentioned = next((resolve) =>
		app.event('app_mention', async (args) => resolve(args)),
	);
	await workspace.act('U0BEN', 'say', { channel: ROOM, text: '@incbot help' });
	assert.equal((await mentioned).event.user, 'U0BEN');
});

test('replies carry their thread', async () => {
	const posted = await app.client.chat.postMessage({ channel: ROOM, text: 'A thread' });
	const heard = next((resolve) => app.message('in here', async (args) => resolve(args)));
	await workspace.act('U0ANA', 'say', {
		channel: ROOM,
		text: 'in here',
		thread_ts: posted.ts,
	});
	assert.equal((await heard).message.thread_ts, posted.ts);
	const parent = await ana.message(
		'the parent',
		ROOM,
		(each) => each.ts === posted.ts && each.reply_count === 1,
	);
	assert.equal(parent.text, 'A thread');
});

test('a button in a message: payload, then the message is replaced', async () => {
	const pressed = next((resolve) =>
		app.action('role_ic', async (args) => {
			await args.ack();
			resolve(args);
		}),
	);
	const posted = await app.client.chat.postMessage({
		channel: ROOM,
		text: 'Who leads?',
		blocks: [
			section('Who leads?'),
			{
				type: 'actions',
				block_id: 'roles',
				elements: [button('role_ic', 'I lead', { value: 'INC-7' })],
			},
		],
	});
	await ben.message('the message', ROOM, (each) => each.ts === posted.ts);
	await workspace.act('U0BEN', 'click', {
		channel: ROOM,
		ts: posted.ts,
		block_id: 'roles',
		action_id: 'role_ic',
	});
	const { body, payload, respond } = await pressed;
	assert.equal(payload.value, 'INC-7');
	assert.equal(payload.type, 'button');
	assert.equal(payload.block_id, 'roles');
	assert.equal(body.user.id, 'U0BEN');
	assert.equal(body.container.type, 'message');
	assert.equal(body.container.message_ts, posted.ts);
	assert.equal(body.container.is_ephemeral, false);
	assert.equal(body.channel.id, ROOM);
	assert.equal(body.message.ts, posted.ts);
	assert.ok(body.trigger_id);
	await respond({ replace_original: true, text: 'Ben leads.' });
	await ana.message(
		'the replacement',
		ROOM,
		(each) => each.ts === posted.ts && each.text === 'Ben leads.',
	);
});

test('a menu in a message sends what was selected', async () => {
	const options = ['SEV1', 'SEV2'].map((each) => ({ text: plain(each), value: each }));
	const chosen = next((resolve) =>
		app.action('severity', async (args) => {
			await args.ack();
			resolve(args);
		}),
	);
	const posted = await app.client.chat.postMessage({
		channel: ROOM,
		text: 'How bad?',
		blocks: [
			section('How bad?', {
				block_id: 'sev',
				accessory: {
					type: 'static_select',
					action_id: 'severity',
					placeholder: plain('Severity'),
					options,
				},
			}),
		],
	});
	await workspace.act('U0ANA', 'click', {
		channel: ROOM,
		ts: posted.ts,
		block_id: 'sev',
		action_id: 'severity',
		selected_option: options[1],
	});
	const { payload, body } = await chosen;
	assert.equal(payload.selected_option.value, 'SEV2');
	assert.equal(body.state.values.sev.severity.selected_option.value, 'SEV2');
});

test('modals: open, refuse, push, update, close', async () => {
	const form = modal('Declare', [input('title', 'What is broken?')], {
		callback_id: 'declare',
		submit: plain('Declare'),
		private_metadata: ROOM,
		notify_on_close: true,
	});
	const submits = [];
	app.view('declare', async ({ ack, view }) => {
		const text = view.state.values.title.value.value;
		submits.push(view);
		if (text === 'x')
			return ack({
				response_action: 'errors',
				errors: { title: 'Say more.' },
			});
		return ack({
			response_action: 'push',
			view: modal('Sure?', [section('Sure?')], {
				callback_id: 'sure',
				submit: plain('Yes'),
			}),
		});
	});
	app.view('sure', async ({ ack }) =>
		ack({
			response_action: 'update',
			view: modal('Done', [section('Declared.')], { callback_id: 'done' }),
		}),
	);
	await command('declare', async ({ ack, client, body }) => {
		await ack();
		await client.views.open({ trigger_id: body.trigger_id, view: form });
	});
	const opened = await ana.modal('the form', (view) => view.callback_id === 'declare');
	const submit = (view, text) =>
		workspace.act('U0ANA', 'submit', {
			view_id: view.id,
			values:
				text === undefined
					? {}
					: {
							title: {
								value: {
									type: 'plain_text_input',
									value: text,
								},
							},
						},
		});
	await submit(opened, 'x');
	const refused = await ana.modal(
		'the refusal',
		(view) => view.errors && view.errors.title,
	);
	assert.equal(refused.errors.title, 'Say more.');
	await submit(opened, 'Checkout fails');
	const sure = await ana.modal('the second view', (view) => view.callback_id === 'sure');
	assert.equal(submits[1].private_metadata, ROOM);
	assert.equal(submits[1].id, opened.id);
	assert.equal(sure.root_view_id, opened.id);
	assert.equal(sure.previous_view_id, opened.id);
	await submit(sure);
	const done = await ana.modal('the update', (view) => view.callback_id === 'done');
	assert.equal(done.id, sure.id);
	assert.notEqual(done.hash, sure.hash);
	await workspace.act('U0ANA', 'close', { view_id: done.id });
	await ana.modal('the first view again', (view) => view.id === opened.id);
	const closed = next((resolve) =>
		app.view({ type: 'view_closed', callback_id: 'declare' }, async (args) => {
			await args.ack();
			resolve(args);
		}),
	);
	await workspace.act('U0ANA', 'close', { view_id: opened.id });
	assert.equal((await closed).body.type, 'view_closed');
	await ana.until('no modal', (state) => state.modals.length === 0);
});

test('a button in a modal gets the view, its state and its own trigger', async () => {
	app.action('more', async ({ ack, body, client }) => {
		await ack();
		await client.views.update({
			view_id: body.view.id,
			hash: body.view.hash,
			view: modal('More', [section('More of it.')], {
				callback_id: 'more_view',
			}),
		});
	});
	await command('more', async ({ ack, client, body }) => {
		await ack();
		await client.views.open({
			trigger_id: body.trigger_id,
			view: modal('Less', [
				{
					type: 'actions',
					block_id: 'acts',
					elements: [button('more', 'More')],
				},
			]),
		});
	});
	const less = await ana.modal('the view', (view) => view.title.text === 'Less');
	await workspace.act('U0ANA', 'click', {
		view_id: less.id,
		block_id: 'acts',
		action_id: 'more',
	});
	const more = await ana.modal('the update', (view) => view.callback_id === 'more_view');
	await workspace.act('U0ANA', 'close', { view_id: more.id });
});

test('a trigger is good for one view only, and for three seconds', async () => {
	const view = modal('Once', [section('Once.')], { callback_id: 'once' });
	const trigger_id = await new Promise((resolve, reject) => {
		command('once', async ({ ack, client, body }) => {
			await ack();
			await client.views.open({ trigger_id: body.trigger_id, view });
			resolve(body.trigger_id);
		}).catch(reject);
	});
	await assert.rejects(
		app.client.views.open({ trigger_id, view }),
		(error) => error.data.error === 'exchanged_trigger_id',
	);
	await assert.rejects(
		app.client.views.open({ trigger_id: '1.2.abcdef', view }),
		(error) => error.data.error === 'invalid_trigger_id',
	);
	const once = await ana.modal('the view', (each) => each.callback_id === 'once');
	await workspace.act('U0ANA', 'close', { view_id: once.id });
});

test('opening the Home tab tells the app, which draws it for that person', async () => {
	app.event('app_home_opened', async ({ event, client }) => {
		await client.views.publish({
			user_id: event.user,
			view: { type: 'home', blocks: [section(`Hello <@${event.user}>`)] },
		});
	});
	await workspace.act('U0BEN', 'home');
	const home = await ben.until('the Home tab', (state) => state.home && state.home.view);
	assert.equal(home.blocks[0].text.text, 'Hello <@U0BEN>');
	assert.ok(!(ana.state.home && ana.state.home.view));
});

test('shortcuts, global and on a message', async () => {
	const global = next((resolve) =>
		app.shortcut('inc_declare_shortcut', async (args) => {
			await args.ack();
			resolve(args);
		}),
	);
	await workspace.act('U0ANA', 'shortcut', { callback_id: 'inc_declare_shortcut' });
	const asked = await global;
	assert.equal(asked.body.type, 'shortcut');
	assert.equal(asked.body.channel, undefined);

	const onMessage = next((resolve) =>
		app.shortcut('inc_from_message', async (args) => {
			await args.ack();
			resolve(args);
		}),
	);
	const said = await app.client.chat.postMessage({ channel: ROOM, text: 'Note this.' });
	await workspace.act('U0ANA', 'shortcut', {
		callback_id: 'inc_from_message',
		channel: ROOM,
		ts: said.ts,
	});
	const { body } = await onMessage;
	assert.equal(body.type, 'message_action');
	assert.equal(body.message.ts, said.ts);
	assert.equal(body.channel.id, ROOM);
	assert.ok(body.response_url);
});

test('reactions, pins and members arrive as events', async () => {
	const said = await app.client.chat.postMessage({ channel: ROOM, text: 'Mark me.' });
	const reacted = next((resolve) =>
		app.event('reaction_added', async (args) => resolve(args)),
	);
	await workspace.act('U0BEN', 'react', { channel: ROOM, ts: said.ts, name: 'eyes' });
	const { event } = await reacted;
	assert.equal(event.reaction, 'eyes');
	assert.deepEqual(event.item, { type: 'message', channel: ROOM, ts: said.ts });

	const pinned = next((resolve) => app.event('pin_added', async (args) => resolve(args)));
	await workspace.act('U0BEN', 'pin', { channel: ROOM, ts: said.ts });
	assert.equal((await pinned).event.channel_id, ROOM);

	const left = next((resolve) =>
		app.event('member_left_channel', async (args) => resolve(args)),
	);
	await workspace.act('U0DAN', 'leave', { channel: ROOM });
	assert.equal((await left).event.user, 'U0DAN');
	const joined = next((resolve) =>
		app.event('member_joined_channel', async (args) => resolve(args)),
	);
	await workspace.act('U0DAN', 'join', { channel: ROOM });
	assert.equal((await joined).event.user, 'U0DAN');
});

test('an ephemeral message with a button can be replaced and removed', async () => {
	await app.client.chat.postEphemeral({
		channel: ROOM,
		user: 'U0BEN',
		text: 'Just you',
		blocks: [
			section('Just you'),
			{
				type: 'actions',
				block_id: 'quiet',
				elements: [button('quiet_yes', 'Yes')],
			},
		],
	});
	const shown = await ben.message(
		'the message',
		ROOM,
		(each) => each.ephemeral && each.text === 'Just you',
	);
	assert.ok(!ana.channel(ROOM).messages.some((each) => each.ts === shown.ts));
	const pressed = next((resolve) =>
		app.action('quiet_yes', async (args) => {
			await args.ack();
			resolve(args);
		}),
	);
	await workspace.act('U0BEN', 'click', {
		channel: ROOM,
		ts: shown.ts,
		block_id: 'quiet',
		action_id: 'quiet_yes',
	});
	const { body, respond } = await pressed;
	assert.equal(body.container.is_ephemeral, true);
	await respond({ delete_original: true });
	await ben.until(
		'it is gone',
		(state) =>
			!state.channels
				.find((each) => each.id === ROOM)
				.messages.some((each) => each.ts === shown.ts),
	);
});
