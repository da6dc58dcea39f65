// SPDX-License-Identifier: MIT
//
// toxins: lines between incbot and its Redis, and between incbot and Slack, that
// do what real lines do: they are late, hand on a few bytes at a time, break in
// the middle of a request, of an answer or of a frame, and swallow what is said
// for a while. What was done there was done; only who hears of it changes. When
// and what, the dice say. Read next: toxic.test.mjs.
import fs from "node:fs";
import http from "node:http";
import net from "node:net";

const delay = (ms) => new Promise((done) => setTimeout(done, ms));

/** Hands on one direction of a connection, as badly as `ill()` says for each
 * piece; what was said before stays before what was said after it. */
function pour(from, to, ill, broken) {
	let before = Promise.resolve();

	from.on("data", (data) => {
		before = before.then(async () => {
			const { wait = 0, cut = -1, drops = false,
				step = data.length } = ill(data.length);
			if (wait > 0)
				await delay(wait);
			if (drops || to.destroyed)
				return;
			const end = cut >= 0 ? Math.min(cut, data.length) :
				data.length;
			for (let at = 0; at < end; at += step) {
				to.write(data.subarray(at,
					Math.min(at + step, end)));
				if (step < data.length)
					await delay(1);
			}
			if (cut >= 0)
				broken();
		});
	});
	from.on("close", () => before.then(() => to.destroy()));
	from.on("error", () => from.destroy());
}

/** The illnesses of a line; `well()` ends them. Counts what it did. */
export class Toxins {
	constructor(roll) {
		this.roll = roll;
		this.ill = true;
		this.done = { late: 0, slow: 0, cut: 0, swallowed: 0, lost: 0,
			refused: 0 };
	}

	well() {
		this.ill = false;
	}

	/** Of a hundred pieces some come late, some in slices, few break off. */
	piece() {
		return (length) => {
			const dice = this.ill ? this.roll(1000) : 1000;
			if (dice < 3) {
				this.done.cut++;
				return { cut: this.roll(length + 1) };
			}
			if (dice < 50) {
				this.done.late++;
				return { wait: this.roll(80) };
			}
			if (dice < 100) {
				this.done.slow++;
				return { step: 1 + this.roll(7) };
			}
			return {};
		};
	}

	/** The same, but once in a while it says nothing more, open as it is. */
	lineOf() {
		const piece = this.piece();
		let deaf = false;
		return (length) => {
			if (this.ill && !deaf && this.roll(2500) === 0) {
				deaf = true;
				this.done.swallowed++;
			}
			return deaf && this.ill ? { drops: true } : piece(length);
		};
	}
}

/** A line to a unix socket, from another one. */
export async function redisLine(from, to, toxins) {
	const server = net.createServer((client) => {
		const redis = net.connect(to);
		const broken = () => { client.destroy(); redis.destroy(); };
		pour(client, redis, toxins.lineOf(), broken);
		pour(redis, client, toxins.lineOf(), broken);
	});
	fs.rmSync(from, { force: true });
	await new Promise((done) => server.listen(from, done));
	return server;
}

/** What becomes of a call to Slack: it is refused before it is heard, done and
 * its answer lost, or cut off in the middle; or all is well, but late. */
async function call(request, answer, target, toxins, change) {
	const dice = toxins.ill ? toxins.roll(100) : 100;
	const body = [];
	for await (const piece of request)
		body.push(piece);
	if (dice < 3) {
		toxins.done.refused++;
		request.socket.destroy();
		return;
	}
	const reply = await fetch(new URL(request.url, target), {
		method: request.method, headers: { ...request.headers,
			connection: "close" },
		body: request.method === "GET" ? undefined :
			Buffer.concat(body) });
	const text = change(await reply.text());
	if (dice < 6) {
		toxins.done.lost++;
		request.socket.destroy();
		return;
	}
	if (dice < 20) {
		toxins.done.late++;
		await delay(toxins.roll(150));
	}
	answer.writeHead(reply.status, {
		"content-type": reply.headers.get("content-type"),
		...(reply.headers.get("retry-after") && {
			"retry-after": reply.headers.get("retry-after") }),
		"content-length": Buffer.byteLength(text) });
	if (dice < 23 && text.length > 1) {
		toxins.done.cut++;
		answer.write(text.slice(0, toxins.roll(text.length)), () =>
			request.socket.destroy());
		return;
	}
	answer.end(text);
}

/** Slack behind a line: its Web API, and the WebSockets that it names. */
export async function slackLine(api, toxins) {
	const target = new URL(api);
	const server = http.createServer((request, answer) => {
		call(request, answer, target, toxins, (body) => body.replace(
			/ws:\\?\/\\?\/[^/"\\]+/,
			`ws://127.0.0.1:${server.address().port}`))
			.catch(() => request.socket.destroy());
	});
	server.on("upgrade", (request, socket, head) => {
		const behind = net.connect(target.port, target.hostname, () => {
			const lines = request.rawHeaders.map((word, i) =>
				word + (i % 2 ? "\r\n" : ": ")).join("");
			behind.write(`GET ${request.url} HTTP/1.1\r\n${lines}\r\n`);
			behind.write(head);
			const broken = () => {
				socket.destroy();
				behind.destroy();
			};
			pour(behind, socket, toxins.lineOf(), broken);
			pour(socket, behind, toxins.lineOf(), broken);
		});
		behind.on("error", () => socket.destroy());
	});
	server.listen(0, "127.0.0.1");
	await new Promise((done) => server.once("listening", done));
	return server;
}
