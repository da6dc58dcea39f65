/* SPDX-License-Identifier: MIT
 *
 * Slack's own Web API client against the stand-in workspace: what it must
 * accept, what it must refuse and with which word, pages, and waiting where
 * Slack says "slower".
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import webApi from '@slack/web-api';
import { Workspace, button, modal, plain, section } from './workspace.mjs';

const { LogLevel, WebClient, WebClientEvent, retryPolicies } = webApi;
const ROOM = 'C0INCIDENTS';

let workspace;
let client;
let ana;

function clientWith(token, options = {}) {
	return new WebClient(token, {
		slackApiUrl: workspace.api,
		logLevel: LogLevel.ERROR,
		retryConfig: retryPolicies.fiveRetriesInFiveMinutes,
		...options,
	});
}

before(async () => {
	workspace = await Workspace.start();
	client = clientWith(workspace.botToken);
	ana = workspace.see('U0ANA');
	await ana.until('Ana sees something', () => true);
});

after(async () => {
	assert.equal(await workspace.stop(), 0);
});

/* The call must be refused with exactly this word. */
function refused(word, call) {
	return assert.rejects(call, (error) => {
		assert.equal(error.data && error.data.error, word, error.message);
		return true;
	});
}

test('auth.test says who the token is', async () => {
	const who = await client.auth.test();
	assert.equal(who.team_id, 'T0INCBOT');
	assert.equal(who.user_id, 'U0INCBOT');
	assert.equal(who.bot_id, 'B0INCBOT');
});

test("a wrong, a missing and an app's token are refused", async () => {
	await refused('invalid_auth', clientWith('xoxb-wrong').auth.test());
	await refused('not_authed', clientWith(undefined).auth.test());
	await refused(
		'not_allowed_token_type',
		clientWith(workspace.appToken).chat.postMessage({ channel: ROOM, text: 'x' }),
	);
});

test('an unknown method is named so', async () => {
	await refused('unknown_method', client.apiCall('chat.postPostcard'));
});

test('post, update, delete', async () => {
	const posted = await client.chat.postMessage({ channel: ROOM, text: 'one' });
	assert.equal(posted.channel, ROOM);
	assert.equal(posted.message.bot_id, 'B0INCBOT');
	await ana.message('the message', ROOM, (each) => each.ts === posted.ts);
	await client.chat.update({ channel: ROOM, ts: posted.ts, text: 'two' });
	const edited = await ana.message(
		'the update',
		ROOM,
		(each) => each.ts === posted.ts && each.text === 'two',
	);
	assert.equal(edited.edited, true);
	await client.chat.delete({ channel: ROOM, ts: posted.ts });
	await ana.until(
		'it is gone',
		(state) =>
			!state.channels
				.find((each) => each.id === ROOM)
				.messages.some((each) => each.ts === posted.ts),
	);
	await refused(
		'message_not_found',
		client.chat.update({ channel: ROOM, ts: posted.ts, text: 'three' }),
	);
});

test("where it can't post it says why", async () => {
	await refused(
		'channel_not_found',
		client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }),
	);
	await refused('no_text', client.chat.postMessage({ channel: ROOM }));
	await refused(
		'cant_update_message',
		(async () => {
			await workspace.act('U0ANA', 'say', { channel: ROOM, text: 'mine' });
			const { ts } = await ana.message(
				"Ana's words",
				ROOM,
				(each) => each.text === 'mine',
			);
			return client.chat.update({ channel: ROOM, ts, text: 'not yours' });
		})(),
	);
});

test('an ephemeral message is only for its reader, who must be in the channel', async () => {
	await client.chat.postEphemeral({ channel: ROOM, user: 'U0ANA', text: 'psst' });
	const shown = await ana.message('the message', ROOM, (each) => each.text === 'psst');
	assert.equal(shown.ephemeral, true);
	await refused(
		'user_not_in_channel',
		client.chat.postEphemeral({ channel: ROOM, user: 'U0EVE', text: 'psst' }),
	);
});

test('blocks are checked, and the complaint points at the place', async () => {
	const long = 'x'.repeat(76);
	const call = client.chat.postMessage({
		channel: ROOM,
		text: 'x',
		blocks: [{ type: 'actions', elements: [button('a', long)] }],
	});
	await assert.rejects(call, (error) => {
		assert.equal(error.data.error, 'invalid_blocks');
		assert.match(
			error.data.response_metadata.messages[0],
			/json-pointer:\/blocks\/0\/elements\/0\/text/,
		);
		return true;
	});
	await refused(
		'invalid_blocks',
		client.chat.postMessage({
			channel: ROOM,
			text: 'x',
			blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })),
		}),
	);
	await refused(
		'invalid_blocks',
		client.chat.postMessage({
			channel: ROOM,
			text: 'x',
			blocks: [section('x'.repeat(3001))],
		}),
	);
	await refused(
		'invalid_blocks',
		client.chat.postMessage({
			channel: ROOM,
			text: 'x',
			blocks: [{ type: 'nonsense' }],
		}),
	);
});

test('every block that an app may post is taken', async () => {
	const option = (text) => ({ text: plain(text), value: text });
	const options = [option('a'), option('b')];
	const users = { type: 'users_select', action_id: 'u', placeholder: plain('Who') };
	const posted = await client.chat.postMessage({
		channel: ROOM,
		text: 'all',
		blocks: [
			{ type: 'header', text: plain('Header') },
			section(
				'*bold* _italic_ <@U0ANA> <!date^1790000000^{date_short} {time}|then>',
				{ accessory: { type: 'overflow', action_id: 'o', options } },
			),
			{
				type: 'section',
				fields: [plain('one'), { type: 'mrkdwn', text: '*two*' }],
			},
			{ type: 'divider' },
			{ type: 'context', elements: [{ type: 'mrkdwn', text: 'context' }] },
			{
				type: 'actions',
				elements: [
					button('b', 'Press', {
						style: 'primary',
						confirm: {
							title: plain('Sure?'),
							text: plain('Really?'),
							confirm: plain('Yes'),
							deny: plain('No'),
						},
					}),
					users,
					{
						type: 'static_select',
						action_id: 's',
						placeholder: plain('One'),
						options,
					},
					{
						type: 'multi_static_select',
						action_id: 'm',
						placeholder: plain('Some'),
						options,
					},
					{
						type: 'conversations_select',
						action_id: 'c',
						placeholder: plain('Where'),
					},
					{
						type: 'channels_select',
						action_id: 'ch',
						placeholder: plain('Where'),
					},
					{
						type: 'datepicker',
						action_id: 'd',
						initial_date: '2026-09-21',
					},
					{
						type: 'timepicker',
						action_id: 't',
						initial_time: '14:30',
					},
					{ type: 'checkboxes', action_id: 'x', options },
					{
						type: 'radio_buttons',
						action_id: 'r',
						options,
						initial_option: options[0],
					},
				],
			},
			{
				type: 'rich_text',
				elements: [
					{
						type: 'rich_text_section',
						elements: [
							{
								type: 'text',
								text: 'rich',
								style: { bold: true },
							},
						],
					},
				],
			},
		],
	});
	const shown = await ana.message('the message', ROOM, (each) => each.ts === posted.ts);
	assert.equal(shown.blocks.length, 7);
	assert.ok(shown.blocks.every((block) => block.block_id));
});

test('views are checked', async () => {
	await refused(
		'invalid_arguments',
		client.views.publish({
			user_id: 'U0ANA',
			view: {
				type: 'home',
				title: plain('No title here'),
				blocks: [section('x')],
			},
		}),
	);
	await refused(
		'invalid_arguments',
		client.views.publish({
			user_id: 'U0NOBODY',
			view: { type: 'home', blocks: [section('x')] },
		}),
	);
	await refused(
		'not_found',
		client.views.update({ view_id: 'V0NOWHERE', view: modal('x', [section('x')]) }),
	);
});

test('lists come in pages that the SDK walks through', async () => {
	const names = [];
	for await (const page of client.paginate('conversations.list', { limit: 1 })) {
		assert.ok(page.channels.length <= 1);
		names.push(...page.channels.map((each) => each.name));
	}
	assert.deepEqual(names.sort(), ['general', 'incidents', 'random']);
	const people = [];
	for await (const page of client.paginate('users.list', { limit: 2 }))
		people.push(...page.members.map((each) => each.id));
	assert.ok(people.includes('U0ANA') && people.includes('U0INCBOT'));
	assert.equal(new Set(people).size, people.length);
	for (let i = 0; i < 3; i++)
		await workspace.act('U0ANA', 'say', { channel: ROOM, text: `page ${i}` });
	const seen = [];
	for await (const page of client.paginate('conversations.history', {
		channel: ROOM,
		limit: 2,
	}))
		seen.push(...page.messages.map((each) => each.ts));
	assert.equal(new Set(seen).size, seen.length);
	assert.deepEqual(seen, [...seen].sort().reverse());
	await refused('invalid_cursor', client.conversations.list({ cursor: 'nonsense' }));
});

test('an incident channel: create, invite, topic, bookmark, pin, archive', async () => {
	const { channel } = await client.conversations.create({
		name: 'inc-2026-09-21-checkout',
	});
	await refused(
		'name_taken',
		client.conversations.create({ name: 'inc-2026-09-21-checkout' }),
	);
	await client.conversations.invite({ channel: channel.id, users: 'U0ANA,U0BEN' });
	await client.conversations.setTopic({ channel: channel.id, topic: 'SEV1' });
	const marked = await client.bookmarks.add({
		channel_id: channel.id,
		title: 'Runbook',
		type: 'link',
		link: 'https://example.com/runbook',
	});
	assert.ok(marked.bookmark.id);
	const posted = await client.chat.postMessage({ channel: channel.id, text: 'Card' });
	await client.pins.add({ channel: channel.id, timestamp: posted.ts });
	await client.reactions.add({ channel: channel.id, timestamp: posted.ts, name: 'eyes' });
	await refused(
		'already_reacted',
		client.reactions.add({
			channel: channel.id,
			timestamp: posted.ts,
			name: 'eyes',
		}),
	);
	const seen = await ana.until('the channel', (state) =>
		state.channels.find(
			(each) =>
				each.id === channel.id &&
				each.pins.length === 1 &&
				each.bookmarks.length === 1,
		),
	);
	assert.equal(seen.topic, 'SEV1');
	assert.ok(seen.members.includes('U0BEN'));
	const { permalink } = await client.chat.getPermalink({
		channel: channel.id,
		message_ts: posted.ts,
	});
	assert.match(permalink, new RegExp(`/archives/${channel.id}/p\\d{16}$`));
	await client.conversations.archive({ channel: channel.id });
	await refused(
		'is_archived',
		client.chat.postMessage({ channel: channel.id, text: 'x' }),
	);
	await refused(
		'name_taken',
		client.conversations.create({ name: 'inc-2026-09-21-checkout' }),
	);
});

test("channel names follow Slack's rules", async () => {
	await refused(
		'invalid_name_specials',
		client.conversations.create({ name: 'No Capitals' }),
	);
	await refused(
		'invalid_name_maxlength',
		client.conversations.create({ name: 'x'.repeat(81) }),
	);
	await refused('invalid_name_punctuation', client.conversations.create({ name: '---' }));
	await refused('name_taken', client.conversations.create({ name: 'general' }));
});

test('people by id and by mail', async () => {
	const { user } = await client.users.info({ user: 'U0CHLOE' });
	assert.equal(user.real_name, 'Chloé Martin');
	const found = await client.users.lookupByEmail({ email: user.profile.email });
	assert.equal(found.user.id, 'U0CHLOE');
	await refused(
		'users_not_found',
		client.users.lookupByEmail({ email: 'nobody@acme.example' }),
	);
});

test('a direct message is opened once and then found again', async () => {
	const first = await client.conversations.open({ users: 'U0DAN' });
	const again = await client.conversations.open({ users: 'U0DAN' });
	assert.equal(first.channel.id, again.channel.id);
	await client.chat.postMessage({ channel: first.channel.id, text: 'You are paged.' });
	await workspace
		.see('U0DAN')
		.message(
			'the page',
			first.channel.id,
			(each) => each.text === 'You are paged.',
		);
});

test('text comes back escaped once', async () => {
	const posted = await client.chat.postMessage({
		channel: ROOM,
		text: 'a &lt;b&gt; &amp; c',
	});
	const { messages } = await client.conversations.history({
		channel: ROOM,
		latest: posted.ts,
		inclusive: true,
		limit: 1,
	});
	assert.equal(messages[0].text, 'a &lt;b&gt; &amp; c');
});

test('metadata is kept and read back', async () => {
	const metadata = { event_type: 'incbot', event_payload: { incident: 'INC-1' } };
	const posted = await client.chat.postMessage({ channel: ROOM, text: 'meta', metadata });
	const { messages } = await client.conversations.history({
		channel: ROOM,
		latest: posted.ts,
		inclusive: true,
		limit: 1,
		include_all_metadata: true,
	});
	assert.deepEqual(messages[0].metadata, metadata);
});

test('a file goes up in three steps, is shared once, and read back', async () => {
	const bytes = '# INC-7: a report\n';
	const { files } = await client.filesUploadV2({
		channel_id: ROOM, filename: 'report.md', title: 'The report',
		initial_comment: 'Here it is', content: bytes,
	});
	const [file] = files[0].files;
	const { messages } = await client.conversations.history({ channel: ROOM, limit: 5 });
	const shared = messages.find((m) => m.files?.[0].id === file.id);
	assert.equal(shared.text, 'Here it is');
	assert.equal(shared.files[0].title, 'The report');
	const info = await client.files.info({ file: file.id });
	assert.equal(info.file.size, bytes.length);
	const read = async (headers) => (await fetch(info.file.url_private_download,
		{ headers })).text();
	assert.equal(await read({ authorization: `Bearer ${workspace.botToken}` }), bytes);
	assert.match(await read({}), /Sign in/);
	await refused('file_update_failed', client.files.completeUploadExternal({
		files: [{ id: file.id }], channel_id: ROOM }));
	await refused('file_not_found', client.files.completeUploadExternal({
		files: [{ id: 'F0NOBODY' }] }));
	const empty = await client.files.getUploadURLExternal({ filename: 'x', length: 3 });
	await refused('file_not_found', client.files.completeUploadExternal({
		files: [{ id: empty.file_id }] }));
	assert.equal((await fetch(empty.upload_url, { method: 'POST', body: 'four' })).status, 400);
});

test("a channel's canvas: one, one change a call, parts with passing ids", async () => {
	const content = (markdown) => ({ type: 'markdown', markdown });
	const { channel } = await client.conversations.create({ name: 'with-a-canvas' });
	const { canvas_id: canvas } = await client.conversations.canvases.create({
		channel_id: channel.id, document_content: content('# One\n\ntext\n') });
	const info = await client.conversations.info({ channel: channel.id });
	assert.equal(info.channel.properties.canvas.file_id, canvas);
	await refused('channel_canvas_already_exists', client.conversations.canvases.create({
		channel_id: channel.id }));
	await refused('canvas_creation_failed', client.conversations.canvases.create({
		channel_id: ROOM, document_content: { type: 'html', markdown: 'x' } }));
	const find = async () => (await client.canvases.sections.lookup({ canvas_id: canvas,
		criteria: { section_types: ['h1'], contains_text: 'One' } })).sections;
	const [part] = await find();
	const edit = (...changes) => client.canvases.edit({ canvas_id: canvas, changes });
	await edit({ operation: 'insert_after', section_id: part.id,
		document_content: content('new') });
	await refused('canvas_editing_failed', edit({ operation: 'delete', section_id: part.id }));
	await refused('invalid_arguments', edit({ operation: 'insert_after' }));
	await refused('invalid_arguments', edit({ operation: 'insert_at_end',
		document_content: content('a') }, { operation: 'insert_at_end',
		document_content: content('b') }));
	await edit({ operation: 'replace', document_content: content('# Two\n') });
	assert.deepEqual(await find(), []);
	await refused('canvas_not_found', client.canvases.edit({ canvas_id: 'F0NONE', changes: [
		{ operation: 'delete', section_id: 'x' }] }));
});

test('too fast: 429 with Retry-After, the SDK waits and succeeds', async () => {
	const slow = clientWith(workspace.botToken);
	let waits = 0;
	slow.on(WebClientEvent.RATE_LIMITED, (seconds) => {
		assert.ok(seconds >= 1);
		waits++;
	});
	const posts = Array.from({ length: 4 }, (_, i) =>
		slow.chat.postMessage({ channel: 'C0INCIDENTS', text: `burst ${i}` }),
	);
	const answers = await Promise.all(posts);
	assert.ok(waits >= 1, 'one post a second and channel is the limit');
	assert.equal(new Set(answers.map((each) => each.ts)).size, 4);
});
