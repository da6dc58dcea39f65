/* SPDX-License-Identifier: MIT
 *
 * A tiny app made with Slack's Bolt, standing in for incbot while the page
 * itself is tested: it draws every kind of block and answers every kind of
 * press. Next: page.test.mjs.
 */

import { createRequire } from 'node:module';
import { button, input, modal, plain, section } from '../sdk/workspace.mjs';

const { App, LogLevel } = createRequire(new URL('../sdk/', import.meta.url))('@slack/bolt');

const option = (text, more = {}) => ({ text: plain(text), value: text, ...more });
const options = ['api', 'web', 'mail'].map((text) => option(text));
const mrkdwn = (text) => ({ type: 'mrkdwn', text });

export const card = [
	{ type: 'header', text: plain(':rotating_light: SEV1 Checkout fails') },
	{
		type: 'section',
		fields: [
			mrkdwn('*How bad*\nSEV1'),
			mrkdwn('*Who owns it*\n<@U0BEN>'),
			mrkdwn(
				'*Since*\n<!date^1790000000^{date_short} {time}|21 September 2026>',
			),
			mrkdwn('*State*\n:red_circle: Investigating'),
		],
	},
	section(
		'Customers see `502`. Not markup: &lt;b&gt;bold&lt;/b&gt; &amp; *marked*, ' +
			'_slanted_, ~gone~, <!here>, <#C0RANDOM>, <https://example.com/a|a link>\n' +
			'> a quote\n```\nsome code\n```',
		{
			block_id: 'words',
			accessory: {
				type: 'overflow',
				action_id: 'over',
				options: options.slice(0, 2),
			},
		},
	),
	{ type: 'divider' },
	{
		type: 'actions',
		block_id: 'card',
		elements: [
			button('lead', 'I lead', { style: 'primary', value: 'INC-1' }),
			button('end', 'Resolve', {
				style: 'danger',
				confirm: {
					title: plain('Resolve?'),
					text: mrkdwn('It *ends*.'),
					confirm: plain('Do it'),
					deny: plain('Not yet'),
				},
			}),
			{
				type: 'static_select',
				action_id: 'sev',
				placeholder: plain('Severity'),
				option_groups: [
					{
						label: plain('Pages'),
						options: [option('SEV1'), option('SEV2')],
					},
					{ label: plain('Does not'), options: [option('SEV3')] },
				],
			},
			{
				type: 'users_select',
				action_id: 'who',
				placeholder: plain('Assign'),
			},
			{
				type: 'multi_static_select',
				action_id: 'many',
				placeholder: plain('Services'),
				options,
			},
			{
				type: 'channels_select',
				action_id: 'room',
				placeholder: plain('Channel'),
			},
			{
				type: 'conversations_select',
				action_id: 'talk',
				placeholder: plain('Talk'),
			},
			{ type: 'datepicker', action_id: 'day', initial_date: '2026-09-21' },
			{ type: 'timepicker', action_id: 'hour', initial_time: '14:30' },
		],
	},
	{
		type: 'section',
		block_id: 'list',
		text: mrkdwn('*First ten minutes*'),
		accessory: {
			type: 'checkboxes',
			action_id: 'steps',
			options: [
				option('Acknowledge'),
				option('Assess', {
					description: plain('what, for how many, since when'),
				}),
			],
		},
	},
	{
		type: 'actions',
		block_id: 'radio',
		elements: [
			{
				type: 'radio_buttons',
				action_id: 'pick',
				options: [option('Yes'), option('No')],
			},
		],
	},
	{
		type: 'rich_text',
		elements: [
			{
				type: 'rich_text_section',
				elements: [
					{ type: 'text', text: 'rich ', style: { bold: true } },
					{ type: 'emoji', name: 'tada' },
					{ type: 'user', user_id: 'U0ANA' },
				],
			},
			{
				type: 'rich_text_list',
				style: 'ordered',
				elements: [
					{
						type: 'rich_text_section',
						elements: [{ type: 'text', text: 'first' }],
					},
				],
			},
			{
				type: 'rich_text_quote',
				elements: [{ type: 'text', text: 'quoted' }],
			},
			{
				type: 'rich_text_preformatted',
				elements: [{ type: 'text', text: 'as is' }],
			},
		],
	},
	{
		type: 'image',
		title: plain('Errors'),
		alt_text: 'errors per minute',
		image_url: 'https://example.com/graph.png',
	},
	{ type: 'context', elements: [mrkdwn('Declared by <@U0ANA>')] },
];

export const form = modal(
	'Declare',
	[
		section('Say *who* is hurt.'),
		input(
			'title',
			'What is broken?',
			{ max_length: 40, placeholder: plain('Checkout fails') },
			{ hint: plain('One line') },
		),
		input('sev', 'Severity', {
			type: 'static_select',
			options: [
				option('SEV1', { description: plain('full outage') }),
				option('SEV2'),
			],
		}),
		input(
			'flags',
			'Flags',
			{
				type: 'checkboxes',
				options: [option('data loss'), option('security')],
			},
			{ optional: true },
		),
		input(
			'services',
			'Services',
			{ type: 'multi_static_select', options },
			{ optional: true },
		),
		input('lead', 'Commander', { type: 'users_select' }, { optional: true }),
		input('about', 'More', { multiline: true }, { optional: true }),
		input('since', 'Since when', { type: 'datetimepicker' }, { optional: true }),
		input('mail', 'Mail', { type: 'email_text_input' }, { optional: true }),
		input('link', 'Link', { type: 'url_text_input' }, { optional: true }),
		input(
			'count',
			'Users hurt',
			{ type: 'number_input', is_decimal_allowed: false, min_value: '1' },
			{ optional: true },
		),
	],
	{ callback_id: 'declare', submit: plain('Declare'), close: plain('Cancel') },
);

function homeFor(user) {
	const actions = card.filter((block) => block.type === 'actions');
	return {
		type: 'home',
		blocks: [
			{ type: 'header', text: plain('Open incidents') },
			section(`For <@${user}>`),
			...actions.map((block) => ({
				...block,
				block_id: `home_${block.block_id}`,
			})),
		],
	};
}

/* Starts the app; what it was sent is kept in `app.heard`. `app.nextView` is
 * what "/incident draw" opens, `app.homeView` a Home tab of the test's own. */
export async function startStandin(workspace) {
	const app = new App({
		token: workspace.botToken,
		appToken: workspace.appToken,
		socketMode: true,
		logLevel: LogLevel.ERROR,
		clientOptions: { slackApiUrl: workspace.api },
	});
	app.heard = [];

	app.command('/incident', async ({ command, ack, client }) => {
		if (command.text === 'draw') {
			await ack();
			await client.views.open({
				trigger_id: command.trigger_id,
				view: app.nextView,
			});
		} else if (command.text === 'declare') {
			await ack();
			await client.views.open({ trigger_id: command.trigger_id, view: form });
		} else if (command.text === 'card') {
			await ack();
			await client.chat.postMessage({
				channel: command.channel_id,
				text: 'card',
				blocks: card,
			});
		} else if (command.text !== 'forget') {
			await ack(`You said ${command.text || 'nothing'}.`);
		}
	});
	app.view('declare', async ({ ack, view }) => {
		app.heard.push(view.state.values);
		if (view.state.values.title.value.value === 'bad')
			await ack({
				response_action: 'errors',
				errors: { title: 'Say it differently.' },
			});
		else
			await ack({
				response_action: 'push',
				view: modal('Sure?', [section('Really?')], {
					callback_id: 'sure',
					submit: plain('Yes'),
				}),
			});
	});
	app.view('sure', async ({ ack }) => ack({ response_action: 'clear' }));
	app.action(/.*/, async ({ ack, action, body, client }) => {
		await ack();
		app.heard.push({ action: action.action_id, ...action });
		if (action.action_id === 'lead')
			await client.chat.postEphemeral({
				channel: body.channel.id,
				user: body.user.id,
				text: 'You lead. Three lines follow.',
			});
	});
	app.event('app_home_opened', async ({ event, client }) =>
		client.views.publish({
			user_id: event.user,
			view: app.homeView || homeFor(event.user),
		}),
	);
	await app.start();
	return app;
}
