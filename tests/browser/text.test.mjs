/* SPDX-License-Identifier: MIT
 *
 * Slack's text in the page, case by case: what is markup, what only looks
 * like it, and what must never become an element. The page's own modules are
 * asked, in a browser.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Workspace } from '../sdk/workspace.mjs';
import { Desk, nothingWrong } from './driver.mjs';

let workspace;
let desk;
let ana;

before(async () => {
	workspace = await Workspace.start();
	desk = await Desk.start(workspace.url);
	ana = await desk.person('U0ANA', { channel: 'C0INCIDENTS' });
});

after(async () => {
	await desk.stop();
	await workspace.stop();
	nothingWrong(desk);
});

/* The markup that a module's function makes of `input`, without the
 * attributes that only serve the look. */
async function drawn(module, name, input) {
	return ana.page.evaluate(
		async ([path, exported, text]) => {
			const found = await import(path);
			const box = document.createElement('div');
			box.append(...[found[exported](text)].flat(Infinity).filter(Boolean));
			for (const node of box.querySelectorAll('*'))
				for (const { name: each } of [...node.attributes])
					if (each !== 'href') node.removeAttribute(each);
			return box.innerHTML;
		},
		[module, name, input],
	);
}

const MRKDWN = [
	[
		'*bold* _slant_ ~gone~ `code`',
		'<strong>bold</strong> <em>slant</em> <s>gone</s> <code>code</code>',
	],
	['*bold _and slant_*', '<strong>bold <em>and slant</em></strong>'],
	['2*3*4 snake_case_name a ~ b', '2*3*4 snake_case_name a ~ b'],
	['* not bold * _ no _', '* not bold * _ no _'],
	['`*as is* &lt;b&gt;`', '<code>*as is* &lt;b&gt;</code>'],
	['&lt;b&gt; &amp;lt; &amp;', '&lt;b&gt; &amp;lt; &amp;'],
	['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
	['<javascript:alert(1)|click>', '&lt;javascript:alert(1)|click&gt;'],
	[
		'<https://example.com/a_b_c|*a* link>',
		'<a href="https://example.com/a_b_c">*a* link</a>',
	],
	[
		'see https://example.com/x. Then',
		'see <a href="https://example.com/x">' + 'https://example.com/x</a>. Then',
	],
	['_see <https://a_b.example|it>_', '<em>see <a href="https://a_b.example">it</a></em>'],
	[
		'<@U0BEN> <@U0NOBODY> <!here> <!subteam^S0ONCALL|@oncall>',
		'<button>@ben</button> <button>@U0NOBODY</button> <span>@here</span> ' +
			'<span>@oncall</span>',
	],
	[
		'<#C0RANDOM|old-name> <#C0NOWHERE|>',
		'<a href="#as=U0ANA&amp;channel=C0RANDOM">#random</a> ' +
			'<span>#private channel</span>',
	],
	['a\nb', 'a<br>b'],
	['&gt; one\n&gt; two\nthree', '<blockquote>one<br>two</blockquote>three'],
	['&gt;&gt;&gt;one\ntwo', '<blockquote>one<br>two</blockquote>'],
	['x ```a\n*b*``` y', 'x <pre>a\n*b*</pre> y'],
	['```open', '```open'],
	[':fire: :no_such_emoji: 10:30:00', '<span>🔥</span> :no_such_emoji: 10:30:00'],
	['<!date^1790000000^{date_num}|then>', '<time>2026-09-21</time>'],
	['<!date^1790000000^{nonsense}|then>', '<time>then</time>'],
	['<!date^soon^{time}|then>', 'then'],
];

for (const [text, markup] of MRKDWN)
	test(`mrkdwn ${JSON.stringify(text)}`, async () => {
		assert.equal(await drawn('/mrkdwn.js', 'mrkdwn', text), markup);
	});

const MARKDOWN = [
	['# Title\ntext', '<p>Title</p><p>text</p>'],
	[
		'**b** *i* ~~s~~ `c` [l](https://example.com)',
		'<p><strong>b</strong> <em>i</em> <s>s</s> ' +
			'<code>c</code> <a href="https://example.com">l</a></p>',
	],
	['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
	['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
	['> q\n> r', '<blockquote><p>q<br>r</p></blockquote>'],
	['```\na <b>\n```', '<pre>a &lt;b&gt;</pre>'],
	[
		'|a|b|\n|-|-|\n|1|2|',
		'<table><thead><tr><th>a</th><th>b</th></tr></thead>' +
			'<tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
	],
	['---', '<hr>'],
	['<b>no</b> [x](javascript:alert)', '<p>&lt;b&gt;no&lt;/b&gt; <span>x</span></p>'],
];

for (const [text, markup] of MARKDOWN)
	test(`markdown ${JSON.stringify(text)}`, async () => {
		assert.equal(await drawn('/markdown.js', 'markdown', text), markup);
	});

test('dates are told from where the reader is, today as today', async () => {
	const told = await ana.page.evaluate(async () => {
		const { ago, dayLine, fillDate } = await import('/dates.js');
		const noon = new Date(2026, 8, 21, 12, 5, 9).getTime();
		const fill = (format, shift = 0) =>
			fillDate((noon + shift) / 1000, format, noon);
		const day = 86400000;
		return [
			fill('{date_num} {time_secs}'),
			fill('{date}'),
			fill('{date_long}'),
			fill('{date_short_pretty} {time}'),
			fill('{date_pretty}', -day),
			fill('{date_long_pretty}', day),
			fill('{date_pretty}', 2 * day),
			fill('{ago}', -150000),
			fill('{ago}', 7200000),
			fill('{oops}'),
			dayLine(noon - 11 * day, noon),
			ago(noon, noon),
		];
	});
	assert.deepEqual(told, [
		'2026-09-21 12:05:09',
		'September 21st, 2026',
		'Monday, September 21st, 2026',
		'today 12:05',
		'yesterday',
		'tomorrow',
		'September 23rd, 2026',
		'2 minutes ago',
		'in 2 hours',
		null,
		'Thursday, 10th September 2026',
		'just now',
	]);
});
