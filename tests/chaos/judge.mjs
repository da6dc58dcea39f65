// SPDX-License-Identifier: MIT
//
// judge: what became of everything, once the world is at rest. Two witnesses
// are heard who know nothing of each other: the workspace's own log (what was
// posted and deleted, in which order) and Redis' append-only file (what was
// owed). incbot itself is not asked. Read next: aof.mjs.
import { transactions } from "./aof.mjs";

/** Effects that set a state, or go elsewhere: none of them is a message. */
const SILENT = /^room_|_refresh$|^(card_pin|settle|page_out|page_settle|board_write)$/;

/** What may take away the reason of a reminder that is on its way: somebody
 * did it, or a later reminder speaks for it. */
const ENDS = /^(role_nagged|update_nagged|role_taken|update_published|update_snoozed|severity_set|mitigated|resolved|closed|acknowledged|ack_missed|effect_dead)$/;

/** Of which nothing is known yet. */
export const newLedger = () => ({ events: new Map(), effects: new Map(),
	appointments: new Map(), verifies: new Set(), faults: [],
	incidents: new Map(), index: new Map(), read: new Map() });

/** Everything that was ever owed, by what Redis wrote down: since the ledger
 * that was given was read. */
export function readLedger(dir, ledger = newLedger()) {
	for (const changes of transactions(dir, ledger.read))
		readTransaction(ledger, changes);
	return ledger;
}

function readTransaction(ledger, changes) {
	const events = changes.filter((one) => one.what === "event");
	for (const one of events) {
		const list = ledger.events.get(one.incident) ?? [];
		list.push({ id: one.id, ...one.event });
		ledger.events.set(one.incident, list);
	}
	const placed = new Set(changes.filter((one) => one.what === "job")
		.map((one) => one.id));
	for (const one of changes) {
		if (one.id?.startsWith("ap:"))
			readAppointment(ledger, one, { events, placed });
		else if (one.id?.startsWith("fx:"))
			readEffect(ledger, one);
		else if (one.what === "incident")
			ledger.incidents.set(one.incident, one.fields);
		else if (one.what === "index")
			ledger.index.set(`${one.part} ${one.incident}`,
				one.value);
		else if (one.what === "job")
			ledger.verifies.add(one.id);
		else if (one.what === "drop")
			ledger.verifies.delete(one.id);
	}
}

/** A reminder may go only with a word in the timeline. */
function readAppointment(ledger, one, { events, placed }) {
	if (one.what === "agenda" && !one.lease)
		ledger.appointments.set(one.id, one.due);
	if (one.what !== "drop" || !ledger.appointments.has(one.id))
		return;
	if (events.length === 0)
		ledger.faults.push(`missed: ${one.id} went without a word`);
	if (!placed.has(one.id))
		ledger.appointments.delete(one.id);
}

function readEffect(ledger, one) {
	if (one.what === "job") {
		const body = JSON.parse(one.body);
		ledger.effects.set(one.id, { id: one.id, kind: body.do,
			incident: body.incident, body, done: false });
		return;
	}
	const effect = ledger.effects.get(one.id);
	if (one.what === "lane")
		Object.assign(effect, { lane: one.lane, number: one.number });
	else if (one.what === "drop" && effect)
		effect.done = effect.number !== undefined;
}

/** Posts by the job that made them: those ever made, and those left. */
function readPosts(log) {
	const posts = new Map();
	const gone = new Set(log.filter((entry) => entry.what === "deleted")
		.map((entry) => `${entry.channel} ${entry.detail.ts}`));
	for (const entry of log) {
		const fx = entry.what === "message" && entry.detail.fx;
		if (!fx)
			continue;
		const list = posts.get(fx) ?? [];
		list.push({ seq: entry.seq, channel: entry.channel,
			text: entry.text, left: !gone.has(
				`${entry.channel} ${entry.detail.ts}`) });
		posts.set(fx, list);
	}
	return posts;
}

const versionOf = (id) => Number(id.split("-")[0]);

/** Its reason went away before it was said, or it was given up, and the
 * timeline says so. */
function wasSpared(ledger, effect) {
	const version = Number(effect.id.split(":")[2]);
	const later = (ledger.events.get(effect.incident) ?? [])
		.filter((event) => versionOf(event.id) > version);
	if (later.some((event) => event.is === "effect_dead"))
		return true;
	// The last public text: the resolution says it too.
	if (effect.kind === "say" &&
		effect.body.event?.is === "update_published")
		return (ledger.events.get(effect.incident) ?? []).some((event) =>
			versionOf(event.id) === version &&
			event.is === "resolved");
	// Somebody else has the role, or nobody needs it any more.
	if (effect.kind === "brief")
		return later.some((event) => (event.is === "role_taken" &&
			event.number === effect.body.number) ||
			/^(resolved|closed)$/.test(event.is));
	return /^(nag_|page$|offer_|ask_)/.test(effect.kind) &&
		later.some((event) => ENDS.test(event.is));
}

function judgePosts(ledger, posts, restMs, faults) {
	const count = { removed: 0, spared: 0 };
	for (const effect of ledger.effects.values()) {
		// A reminder that only just fell due is not late yet.
		if (effect.body.created_ms > restMs)
			continue;
		if (!effect.done)
			faults.push(`lost: ${effect.id} (${effect.kind}) is ` +
				"still owed");
		const list = posts.get(effect.id) ?? [];
		const left = list.filter((post) => post.left).length;
		count.removed += list.length - left;
		if (left > 1)
			faults.push(`surplus: ${effect.id} (${effect.kind}) ` +
				`shows ${left} times`);
		if (left > 0 || SILENT.test(effect.kind) || !effect.done)
			continue;
		if (wasSpared(ledger, effect))
			count.spared++;
		else
			faults.push(`lost: ${effect.id} (${effect.kind}) was ` +
				"never posted");
	}
	for (const fx of posts.keys())
		if (!ledger.effects.has(fx))
			faults.push(`surplus: ${fx} was never owed`);
	return count;
}

/** In each lane, what shows first was asked for first. */
function judgeLanes(ledger, posts, faults) {
	const lanes = new Map();
	for (const [fx, list] of posts) {
		const effect = ledger.effects.get(fx);
		if (!effect)
			continue;
		const lane = lanes.get(effect.lane) ?? [];
		lane.push({ effect, seq: Math.min(...list.map((p) => p.seq)) });
		lanes.set(effect.lane, lane);
	}
	for (const [name, lane] of lanes) {
		lane.sort((a, b) => a.seq - b.seq);
		const wrong = lane.find((one, i) => i > 0 &&
			one.effect.number < lane[i - 1].effect.number);
		if (wrong)
			faults.push(`order: ${wrong.effect.id} came too late ` +
				`in ${name}`);
	}
	return lanes.size;
}

/** Versions without a gap, each entry once. */
function judgeTimelines(ledger, faults) {
	for (const [incident, events] of ledger.events) {
		const ids = events.map((event) => event.id);
		if (new Set(ids).size !== ids.length)
			faults.push(`timeline ${incident}: an entry twice`);
		const versions = [...new Set(ids.map(versionOf))];
		if (versions.some((version, i) => version !== i + 1))
			faults.push(`timeline ${incident}: a gap`);
	}
}

/** 64-bit FNV-1a, as src/base/hash.c has it. */
const hashOf = (text) => [...Buffer.from(text)].reduce((hash, byte) =>
	BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n),
0xcbf29ce484222325n).toString(16).padStart(16, "0");

/** Each incident says what the index has of it. */
function judgeIndex(ledger, faults) {
	for (const [incident, { v, x }] of ledger.incidents) {
		const has = ["open", "all", "owed", "sum"].map((part) =>
			ledger.index.get(`${part} ${incident}`) ?? "");

		if (x !== `${v} ${hashOf(has.join("\n"))}`)
			faults.push(`index: ${incident} is not in it as ` +
				"it says");
	}
}

function judgeReminders(ledger, restMs, faults) {
	faults.push(...ledger.faults);
	for (const [id, due] of ledger.appointments)
		if (due < restMs)
			faults.push(`missed: ${id} was due ` +
				`${restMs - due} ms ago`);
	const said = [...ledger.events.values()].flat().filter((event) =>
		/_nagged$|^ack_missed$|^reminder_skipped$/.test(event.is));
	return said.length;
}

/** What was acked without a word is in the timeline, and no input twice. */
function judgeInputs(ledger, log, faults) {
	const saved = new Map();
	for (const event of [...ledger.events.values()].flat()) {
		const word = event.text?.match(/\bnote-\d+\b/)?.[0];
		if (event.is === "noted" && word)
			saved.set(word, (saved.get(word) ?? 0) + 1);
	}
	const said = new Map();
	let acked = 0;
	for (const entry of log) {
		if (entry.what === "envelope")
			said.set(entry.detail.envelope_id, entry.detail.said
				?.match(/^note (note-\d+)/)?.[1]);
		const word = entry.what === "ack" && !entry.detail.has_payload &&
			said.get(entry.detail.envelope_id);
		if (!word)
			continue;
		acked++;
		if (!saved.has(word))
			faults.push(`lost: ${word} was acked and is nowhere`);
	}
	for (const [word, times] of saved)
		if (times > 1)
			faults.push(`surplus: ${word} was noted ${times} times`);
	return { acked, saved: saved.size };
}

/** The verdict: figures, and a line for each thing that is not as it must
 * be. restMs: the world's time by which all that is due must be done. */
export function judge(dir, log, restMs) {
	const ledger = readLedger(dir);
	const posts = readPosts(log);
	const faults = [];
	const { removed, spared } = judgePosts(ledger, posts, restMs,
		faults);
	const lanes = judgeLanes(ledger, posts, faults);
	judgeTimelines(ledger, faults);
	judgeIndex(ledger, faults);
	const reminders = judgeReminders(ledger, restMs, faults);
	const inputs = judgeInputs(ledger, log, faults);
	return { faults, incidents: ledger.events.size,
		effects: ledger.effects.size, posts: posts.size, removed,
		spared, lanes, reminders, ...inputs,
		dead: [...ledger.events.values()].flat()
			.filter((event) => event.is === "effect_dead").length };
}

/** How many effects there were, and how much is left to do. Who asks again
 * gives the same ledger again, which then is not read anew. */
export function owed(dir, nowMs = 0, ledger = newLedger()) {
	readLedger(dir, ledger);
	const effects = [...ledger.effects.values()];
	return { effects: effects.length, left: ledger.verifies.size +
		effects.filter((one) => !one.done).length +
		[...ledger.appointments.values()]
			.filter((due) => due < nowMs).length };
}
