/* SPDX-License-Identifier: MIT
 *
 * What the composer proposes for the word before the caret: a command, a
 * person, a channel, an emoji. Pure but for reading the store.
 */

import { avatar } from './people.js';
import { emoji, emojiNames } from './emoji.js';
import { nameOf, people as everybody, botUser, store } from './store.js';

const SHOWN_MAX = 8;

function commands(word) {
	return store.state.commands
		.filter((each) => each.command.startsWith(word))
		.map((each) => ({
			value: each.command,
			nodes: () => [`${each.command} ${each.usage_hint || ''}`],
			description: each.description,
		}));
}

function people(word) {
	const wanted = word.slice(1).toLowerCase();
	return [...everybody(), botUser()]
		.filter(
			(user) =>
				user.name.toLowerCase().startsWith(wanted) ||
				nameOf(user).toLowerCase().startsWith(wanted),
		)
		.map((user) => ({
			value: `@${user.name}`,
			nodes: () => [avatar(user, 'small'), `${nameOf(user)} `],
			description: `@${user.name}`,
		}));
}

function channels(word) {
	const wanted = word.slice(1).toLowerCase();
	return store.state.channels
		.filter(
			(each) =>
				!each.is_im &&
				!each.is_archived &&
				each.name.startsWith(wanted),
		)
		.map((each) => ({ value: `#${each.name}`, nodes: () => [`# ${each.name}`] }));
}

function emojis(word) {
	const wanted = word.slice(1);
	return emojiNames()
		.filter((name) => name.startsWith(wanted))
		.map((name) => ({
			value: `:${name}:`,
			nodes: () => [`${emoji(name)} :${name}:`],
		}));
}

/* {items: [{value, nodes, description}], from}: `from` is where the word
 * that an item would replace begins. */
export function suggestions(text, caret, inThread) {
	const before = text.slice(0, caret);
	const word = /\S*$/.exec(before)[0];
	const from = caret - word.length;
	let items = [];
	if (from === 0 && word[0] === '/' && !inThread) items = commands(word);
	else if (word[0] === '@') items = people(word);
	else if (word[0] === '#') items = channels(word);
	else if (/^:[a-z0-9_+-]{2,}$/.test(word)) items = emojis(word);
	return { items: items.slice(0, SHOWN_MAX), from };
}
