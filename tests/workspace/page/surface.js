/* SPDX-License-Identifier: MIT
 *
 * A surface is one thing that holds blocks: a message, the Home tab, a modal.
 * It remembers what was chosen and typed in it, by block_id and action_id as
 * Slack's own clients do, so that a redraw or an update of the view keeps it;
 * and it sends the presses. Next: blocks.js draws into one.
 */

import { act } from './store.js';

const memories = new Map();
const MEMORIES_MAX = 500;

function memoryOf(key) {
	if (!memories.has(key)) {
		if (memories.size >= MEMORIES_MAX)
			memories.delete(memories.keys().next().value);
		memories.set(key, new Map());
	}
	return memories.get(key);
}

export function forget(key) {
	memories.delete(key);
}

function slot(block, element) {
	return `${block.block_id}\n${element.action_id}`;
}

/* `key` names it for its memory, `where` is its address for the server,
 * such as {channel, ts}. */
export function surfaceOf(key, where) {
	const memory = memoryOf(key);
	const widgets = new Map();

	const surface = {
		widgets,
		recall: (block, element) => memory.get(slot(block, element)),
		remember: (block, element, widget) =>
			memory.set(slot(block, element), widget.read()),
		register: (block, element, widget) =>
			widgets.set(slot(block, element), { block, element, widget }),
		labelOf: (block, element) =>
			(block.label && block.label.text) ||
			(element.placeholder && element.placeholder.text) ||
			(block.text && block.text.text) ||
			element.type.replaceAll('_', ' '),
		press: (block, element, words) =>
			act('click', {
				...where,
				block_id: block.block_id,
				action_id: element.action_id,
				...words,
				...(where.view_id ? { values: surface.values() } : {}),
			}),
		/* A choice changed: an input block keeps it to itself unless asked. */
		changed: (block, element, widget) => {
			surface.remember(block, element, widget);
			if (block.type === 'input' && !block.dispatch_action) return;
			const words = widget.read();
			delete words.type;
			surface.press(block, element, words);
		},
		/* Everything chosen so far, in the shape of view.state.values. */
		values: () => {
			const values = {};
			for (const { block, element, widget } of widgets.values()) {
				values[block.block_id] = values[block.block_id] || {};
				values[block.block_id][element.action_id] = widget.read();
			}
			return values;
		},
	};
	return surface;
}
